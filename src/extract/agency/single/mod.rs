//! Where a single agency ends: its head, its name, the bodies that share its head, and what
//! completes it.

mod joint;
mod occupation;

use super::super::words::{Class, Stretch};

/// Small words in a row that a name may hold: "Quản lý chất lượng nông lâm sản và thủy sản" has
/// seven.
const SMALL_WORDS_MAX: usize = 7;

/// The token after the agency that starts at `at`, at most `most` tokens on.
pub(super) fn end(stretch: Stretch, at: usize, most: usize) -> Option<usize> {
    let mut reader = Reader {
        stretch,
        from: at,
        at,
        state: State::default(),
    };
    reader.opening();
    if !reader.state.headed {
        return None;
    }
    while reader.at < at + most && reader.step() {}
    Some(reader.trimmed(at))
}

#[derive(Clone, Copy, Default)]
struct State {
    /// A head, a body or a title of office has been read.
    headed: bool,
    /// An enterprise, which may be named by what it does.
    trades: bool,
    /// "Thủ trưởng …" governs every body after it.
    office: bool,
    /// The last noun is a body or level that bare others may join: "sở, ban, ngành".
    group: Option<Class>,
    /// Something narrower than the bare bodies was read.
    modified: bool,
    /// The name is known or its place has been read: only what completes it may follow.
    closed: bool,
    /// Places of one level are listed: "các tỉnh Nghệ An, Hà Tĩnh".
    places: bool,
    /// Inside a name with capitals, which "và", "," or "-" may go on with.
    named: bool,
    small: usize,
}

struct Reader<'a> {
    stretch: Stretch<'a>,
    /// Where the agency begins.
    from: usize,
    at: usize,
    state: State,
}

impl Reader<'_> {
    /// "Thủ trưởng các", "Giám đốc", "tất cả các" and the first noun.
    fn opening(&mut self) {
        while let Some(class) = self.stretch.class(self.at) {
            match class {
                Class::Quantity => self.at += 1,
                Class::Office => {
                    self.state.headed = true;
                    self.state.office = true;
                    // "Trưởng phòng, ban, ngành, đoàn thể huyện": the office says of what it is.
                    let of_body =
                        matches!(self.stretch.word(self.at), "Trưởng phòng" | "trưởng phòng");
                    self.at += 1;
                    if of_body && self.stretch.class(self.at) == Some(Class::Comma) {
                        self.state.group = Some(Class::Body);
                        return;
                    }
                }
                Class::Head | Class::Body | Class::Level => {
                    self.noun(class);
                    return;
                }
                Class::Verb if self.stretch.is_organisation(self.at) => {
                    self.noun(Class::Body);
                    return;
                }
                _ => return,
            }
        }
    }

    fn noun(&mut self, class: Class) {
        let class = match self.is_bare(self.at) {
            true => Class::Body,
            false => class,
        };
        self.state.headed = true;
        self.state.trades = matches!(
            self.stretch.word(self.at),
            "Công ty" | "công ty" | "Tổng công ty" | "Viện" | "Xí nghiệp" | "Nhà máy"
        );
        self.state.group = (class != Class::Head).then_some(class);
        self.state.places = class == Class::Level && self.is_of_many();
        self.state.named = false;
        self.state.small = 0;
        if class == Class::Head || matches!(self.stretch.word(self.at), "sở" | "phòng") {
            self.known_name();
        }
        match super::board::end_of_work(self.stretch, self.at).filter(|_| !self.state.closed) {
            Some(end) => self.work_of_board(end),
            None => self.at += 1,
        }
    }

    /// "các tỉnh", "các xã".
    fn is_of_many(&self) -> bool {
        self.stretch.class(self.at.wrapping_sub(1)) == Some(Class::Quantity)
    }

    /// What a board is for, up to the level, the nation or the agency it belongs to.
    fn work_of_board(&mut self, end: usize) {
        self.at = end;
        self.state.named = true;
        self.state.modified = true;
        match self.stretch.class(end) {
            // "… của Chủ tịch UBND tỉnh".
            Some(Class::Small) if self.stretch.word(end) == "của" => {
                let office = self.stretch.class(end + 1) == Some(Class::Office);
                self.at += 1 + usize::from(office);
            }
            Some(Class::Level | Class::Place | Class::Modifier) => {}
            _ => self.state.closed = true,
        }
    }

    /// "các Sở, Ban, ngành", "Sở, ban, ngành": a head that names nothing is a bare body.
    fn is_bare(&self, at: usize) -> bool {
        /// "các Bộ, Ban, ngành", "các Sở, Ban, Phòng, đơn vị": bare heads in a row.
        const ROW_MAX: usize = 3;
        let names_nothing = |at: usize| {
            matches!(
                self.stretch.class(at + 1),
                Some(Class::Comma | Class::And | Class::Dash)
            ) && matches!(
                self.stretch.word(at),
                "Sở" | "Ban" | "Bộ" | "Phòng" | "Hội" | "Đoàn" | "Vụ" | "Cục" | "Viện"
            )
        };
        let row = (0..ROW_MAX).take_while(|ahead| names_nothing(at + 2 * ahead));
        let next = self.stretch.class(at + 2 * row.count());
        // "các Ban, các Tổ đại biểu".
        let is_group = self.stretch.class(at.wrapping_sub(1)) == Some(Class::Quantity);
        names_nothing(at) && matches!(next, Some(Class::Body | Class::Level))
            || names_nothing(at) && is_group && next == Some(Class::Quantity)
            || self.is_bare_in_small_letters(at)
    }

    /// "các khoa, viện, trung tâm căn cứ …": a head in small letters that no name follows.
    fn is_bare_in_small_letters(&self, at: usize) -> bool {
        self.state.group.is_some()
            && self.stretch.class(at) == Some(Class::Head)
            && self.stretch.word(at).starts_with(char::is_lowercase)
            && !self.stretch.word(at).contains("trưởng ")
            && !matches!(
                self.stretch.class(at + 1),
                Some(Class::Name | Class::Small | Class::Place | Class::Head | Class::Digits)
            )
    }

    /// "Sở Văn hóa, Thể thao và Du lịch": the longest known name after "Sở", "Bộ", "Phòng".
    fn known_name(&mut self) {
        let head = self.stretch.tokens[self.at];
        let start = head.start as usize;
        let Some(length) =
            super::known::name(&self.stretch.text[start..], head.end as usize - start)
        else {
            return;
        };
        let end = (start + length) as u32;
        while self
            .stretch
            .tokens
            .get(self.at + 1)
            .is_some_and(|token| token.end <= end)
        {
            self.at += 1;
        }
        self.state.closed = true;
    }

    /// Takes one more token, or says that the agency has ended.
    fn step(&mut self) -> bool {
        let Some(class) = self.stretch.class(self.at) else {
            return false;
        };
        if self.state.trades
            && let Some(end) = self.trade()
        {
            self.at = end;
            self.state.named = true;
            return true;
        }
        match class {
            Class::Head if self.state.group.is_some() && self.is_bare(self.at) => {
                self.body_inside(Class::Body)
            }
            Class::Head => self.head_inside(),
            Class::Body | Class::Level => self.body_inside(class),
            Class::Quantity => self.quantity_inside(),
            Class::Modifier => self.modifier(),
            Class::Name => self.name(),
            Class::Place => {
                self.state.closed = true;
                self.take()
            }
            // "Ủy ban Kiểm tra", "Đài Phát thanh": a capital inside a name opens no instruction.
            // "UBND xã Tân Lập hoàn thành": so does one that ends the name of a place.
            Class::Action => (!self.state.closed || self.ends_place()) && self.name(),
            Class::Verb => self.activity(),
            Class::Small | Class::Digits => self.small(),
            Class::Comma | Class::And | Class::Dash => self.joint(class),
            Class::Slash => self.joint_of_levels(),
            Class::Office => self.state.office && self.take(),
            Class::Preposition => self.from_level_to_level() || self.seat_of_cell(),
            _ => false,
        }
    }

    fn ends_place(&self) -> bool {
        let before = |back: usize| self.stretch.class(self.at.wrapping_sub(back));
        before(1) == Some(Class::Name) && before(2) == Some(Class::Level)
    }

    fn take(&mut self) -> bool {
        self.at += 1;
        true
    }

    /// "Văn phòng UBND tỉnh", "đơn vị trực thuộc Sở".
    fn head_inside(&mut self) -> bool {
        // "Bộ Y tế Bộ Công an", whose line break was lost: no ministry and no department holds another.
        let word = self.stretch.word(self.at);
        let is_again = matches!(word, "Bộ" | "Sở") && self.state.closed;
        if is_again && self.stretch.word(self.from) == word {
            return false;
        }
        self.state.modified |= self.state.group.is_some();
        let closed = self.state.closed;
        self.noun(Class::Head);
        self.state.closed |= closed && self.state.group.is_none() && self.state.office;
        true
    }

    fn body_inside(&mut self, class: Class) -> bool {
        let joined = matches!(
            self.stretch.class(self.at - 1),
            Some(Class::Comma | Class::And | Class::Dash | Class::Slash)
        );
        if class == Class::Body && !joined && (self.state.closed || self.state.named) {
            return false;
        }
        self.state.group = Some(class);
        self.state.places = class == Class::Level && self.is_of_many();
        self.state.closed |= class == Class::Level;
        self.state.named = false;
        self.take()
    }

    /// "UBND các huyện", "Thủ trưởng các phòng", "đơn vị thuộc các sở".
    fn quantity_inside(&mut self) -> bool {
        let next = self.stretch.class(self.at + 1);
        // "phòng thuộc các sở, ngành": a group of its own begins.
        if matches!(self.stretch.word(self.at - 1), "thuộc" | "trực thuộc") {
            self.state.modified = false;
        }
        matches!(
            next,
            Some(Class::Body | Class::Level | Class::Head | Class::Name | Class::Small)
        ) && !(self.state.closed && self.state.group.is_none() && next == Some(Class::Small))
            && self.take()
    }

    fn modifier(&mut self) -> bool {
        // "các tổ chức thành viên tham gia giám sát": what they are to do, not which they are.
        if self.stretch.word(self.at) == "tham gia"
            && self.stretch.class(self.at + 1) == Some(Class::Verb)
        {
            return false;
        }
        self.state.modified = true;
        self.state.closed = false;
        self.state.small = 0;
        if let Some(duty) = self.charge() {
            self.at = duty;
            return true;
        }
        self.take()
    }

    fn name(&mut self) -> bool {
        self.state.modified |= self.state.group.is_some();
        self.state.named = true;
        self.state.small = 0;
        self.take()
    }

    fn small(&mut self) -> bool {
        self.state.small += 1;
        if self.state.closed || self.state.small > SMALL_WORDS_MAX {
            return false;
        }
        self.state.modified |= self.state.group.is_some();
        self.take()
    }

    /// Without the joints and quantities that no noun followed.
    fn trimmed(&self, from: usize) -> usize {
        let mut end = self.at.min(self.stretch.tokens.len());
        while end > from + 1
            && matches!(
                self.stretch.class(end - 1),
                Some(Class::Comma | Class::And | Class::Dash | Class::Slash | Class::Quantity)
            )
        {
            end -= 1;
        }
        end
    }
}
