//! Where a single agency ends: its head, its name, the bodies that share its head, and what
//! completes it.

use std::sync::LazyLock;

use super::super::any_of::{Names, opens_with};
use super::super::lexer::old_tone;
use super::super::words::{Class, Stretch, list as word_list};
use crate::text::{is_alphanumeric, lower_case};

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

/// Bytes of the known name that starts with a head of `head` bytes: by the authority file, else a
/// head with a field of work.
pub(super) fn known(text: &str, head: usize) -> Option<usize> {
    let bears_field = matches!(
        &text[..head],
        "Sở" | "Bộ" | "Phòng" | "Ban" | "Ty" | "sở" | "phòng" | "Công chức" | "công chức"
    );
    let whole = super::known_name(text).filter(|&length| length > head);
    let rest = &text[head..];
    let gap = rest.len() - rest.trim_start().len();
    let office = super::office::named_by_work(&rest[gap..]).map(|end| head + gap + end);
    let field = || {
        let end = FIELDS.longest(&rest[gap..])?;
        // "Văn phòng Sở xây dựng báo cáo": small letters name a field behind a small head only.
        let agree =
            rest[gap..].starts_with(char::is_uppercase) || text.starts_with(char::is_lowercase);
        (agree && !rest[gap + end..].starts_with(is_alphanumeric)).then_some(head + gap + end)
    };
    let field = bears_field.then(field).flatten();
    whole.max(office).max(field)
}

/// Bytes of the field of work that `text` begins with: "Kế hoạch và Đầu tư", "LĐTB&XH".
pub(in crate::extract) fn field(text: &str) -> Option<usize> {
    let listed = FIELDS
        .longest(text)
        .filter(|end| !text[*end..].starts_with(is_alphanumeric));
    listed.or_else(|| {
        let is_code = |c: char| c.is_uppercase() || matches!(c, '&' | '-');
        let length = text.find(|c| !is_code(c)).unwrap_or(text.len());
        let letters = text[..length].chars().filter(|c| c.is_uppercase()).count();
        let ends = !text[length..].starts_with(is_alphanumeric);
        (2 <= letters && ends).then_some(length)
    })
}

static FIELDS: LazyLock<Names> = LazyLock::new(|| {
    let names = word_list::FIELD_NAMES.split('|').map(str::trim);
    // "các phòng giáo dục và đào tạo", "Lao động - Thương binh và xã hội", "Văn hoá, thể thao và du lịch".
    let writings = |name: &'static str| {
        let first = name.chars().next().map_or(0, char::len_utf8);
        let last = name.find(" và ").unwrap_or(name.len());
        let lowered =
            [0, first, last].map(|from| name[..from].to_owned() + &lower_case(&name[from..]));
        lowered.into_iter().chain([name.to_owned()])
    };
    let names = names.flat_map(writings);
    Names::new(names.flat_map(|name| [old_tone(&name), name]))
});

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
        let Some(length) = known(&self.stretch.text[start..], head.end as usize - start) else {
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

    /// The token after what an enterprise does, if its name goes on behind that: "Công ty xây dựng phương án" builds one.
    fn trade(&self) -> Option<usize> {
        let text = self.stretch.text;
        let tokens = &self.stretch.tokens[self.at..];
        let start = tokens.first()?.start as usize;
        let end = start + super::office::trades(&text[start..])?;
        let past = |end: usize| tokens.partition_point(|token| (token.start as usize) < end);
        let behind = text[end..].trim_start();
        // "tư vấn thiết kế Giao thông vận tải".
        if let Some(length) = FIELDS.longest(behind) {
            return Some(self.at + past(text.len() - behind.len() + length));
        }
        let next = self.at + past(end);
        let goes_on = matches!(
            self.stretch.class(next),
            Some(Class::Name | Class::Place | Class::Level)
        );
        goes_on.then_some(next)
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

    /// "Đảng ủy viên được phân công theo dõi chi bộ có trách nhiệm …": the duty behind what they are charged with, which
    /// says who they are.
    fn charge(&self) -> Option<usize> {
        /// Tokens of the longest charge.
        const CHARGE_MAX: usize = 12;
        let is_charged = matches!(self.stretch.word(self.at), "được phân công" | "được giao");
        let from = self.at + 1;
        if !is_charged || !matches!(self.stretch.class(from), Some(Class::Verb | Class::Lead)) {
            return None;
        }
        let charge = from..from + CHARGE_MAX;
        let mut charge = charge.take_while(|&at| {
            let class = self.stretch.class(at);
            class.is_some_and(|class| {
                !matches!(class, Class::Period | Class::Semicolon | Class::Colon)
            })
        });
        charge.find(|&at| self.stretch.class(at) == Some(Class::Duty))
    }

    /// "Doanh nghiệp cung cấp dịch vụ Internet", "các tổ chức nghiên cứu và phát triển": what
    /// such a body does for a living.
    fn activity(&mut self) -> bool {
        let body = matches!(
            self.stretch.word(self.at - 1),
            "Doanh nghiệp" | "doanh nghiệp" | "tổ chức" | "cơ sở" | "hộ" | "Cơ sở" | "Tổ chức"
        );
        let trade = matches!(
            self.stretch.word(self.at),
            "cung cấp"
                | "kinh doanh"
                | "sản xuất"
                | "nghiên cứu"
                | "khai thác"
                | "sử dụng"
                | "cung ứng"
                | "đào tạo"
        );
        // "Công chức phụ trách lĩnh vực đất đai": by what they are in charge of.
        let officer = matches!(
            self.stretch.word(self.at - 1),
            "Công chức" | "công chức" | "Cán bộ" | "cán bộ" | "Chuyên viên" | "chuyên viên"
        ) && self.stretch.word(self.at) == "phụ trách";
        if self.is_in_charge() {
            self.state.modified = true;
            self.state.closed = false;
            return self.take();
        }
        if !(body && trade || officer) {
            return false;
        }
        self.state.modified = true;
        if self.stretch.class(self.at + 1) == Some(Class::And)
            && self.stretch.class(self.at + 2) == Some(Class::Verb)
        {
            self.at += 2;
        }
        self.take()
    }

    /// "Phó Chủ tịch UBND xã phụ trách văn hóa chỉ đạo …", "các đảng ủy viên phụ trách khu phố nghiêm túc dự …": what
    /// a person is in charge of says who it is where an act follows.
    fn is_in_charge(&self) -> bool {
        /// Tokens of the longest field somebody is in charge of.
        const FIELD_MAX: usize = 8;
        const PERSONS: [&str; 8] = [
            "Đảng ủy viên",
            "đảng ủy viên",
            "đảng viên",
            "Đảng viên",
            "cấp ủy viên",
            "Cấp ủy viên",
            "ủy viên",
            "Ủy viên",
        ];
        let is_person = self.state.office || PERSONS.contains(&self.stretch.word(self.at - 1));
        if self.stretch.word(self.at) != "phụ trách" || !is_person {
            return false;
        }
        let from = self.at + 1;
        let is_of_field = |at: &usize| {
            matches!(
                self.stretch.class(*at),
                Some(
                    Class::Name
                        | Class::Small
                        | Class::Body
                        | Class::Level
                        | Class::Head
                        | Class::Dash
                        | Class::Quantity
                )
            )
        };
        let length = (from..from + FIELD_MAX).take_while(is_of_field).count();
        0 < length
            && !matches!(self.stretch.word(from), "công tác" | "việc")
            && matches!(
                self.stretch.class(from + length),
                Some(Class::Verb | Class::Modal | Class::Duty | Class::Lead)
            )
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

    /// "UBND xã/phường/thị trấn", "các sở/ngành".
    fn joint_of_levels(&mut self) -> bool {
        match self.stretch.class(self.at + 1) {
            Some(Class::Level) if self.state.group == Some(Class::Level) => self.take(),
            Some(kind @ (Class::Body | Class::Level)) => self.joins_group(kind) && self.take(),
            _ => false,
        }
    }

    /// A comma, "và" or dash: inside the agency if what follows shares its head or its name.
    fn joint(&mut self, class: Class) -> bool {
        let next = self.stretch.class(self.at + 1);
        let open_name = self.state.named && !self.is_closed_name();
        if let Some(end) = self.school_level() {
            self.at = end;
            return true;
        }
        match next {
            // "Công đoàn, Đoàn trường và giáo viên chủ nhiệm": persons beside bodies.
            Some(Class::Body) if self.is_teacher(self.at + 1) && !self.is_teacher(self.at - 1) => {
                false
            }
            Some(kind @ (Class::Body | Class::Level)) => self.joins_group(kind) && self.take(),
            Some(Class::Verb) if self.stretch.is_organisation(self.at + 1) => {
                self.joins_group(Class::Body) && self.take() && self.take()
            }
            Some(Class::Name | Class::Place | Class::Action | Class::Small)
                if class == Class::Dash =>
            {
                self.take()
            }
            Some(Class::Small | Class::Verb) if self.joins_trade() => self.take() && self.take(),
            Some(Class::Name | Class::Place) => open_name && self.take(),
            Some(Class::Action | Class::Small) if class == Class::And => {
                open_name && self.state.group.is_none() && self.take()
            }
            Some(Class::Head) if self.is_bare(self.at + 1) => {
                self.joins_group(Class::Body) && self.take()
            }
            Some(Class::Head) if class != Class::Comma => {
                (self.office_of_two() || self.is_branch(class)) && self.take()
            }
            Some(Class::Modifier) => self.stretch.word(self.at + 1) == "các cấp" && self.take(),
            _ => false,
        }
    }

    fn is_teacher(&self, at: usize) -> bool {
        opens_with(self.stretch.word(at), &["giáo viên", "Giáo viên"])
    }

    /// "cơ sở sản xuất, nhập khẩu thuốc": what such bodies do for a living goes on.
    fn joins_trade(&self) -> bool {
        let pair = |at: usize| (self.stretch.word(at), self.stretch.word(at + 1));
        let is_trade = |pair: (&str, &str)| {
            matches!(
                pair,
                ("sản", "xuất")
                    | ("kinh", "doanh")
                    | ("nhập", "khẩu")
                    | ("xuất", "khẩu")
                    | ("chế", "biến")
                    | ("buôn", "bán")
                    | ("dịch", "vụ")
            )
        };
        self.state.group == Some(Class::Body)
            && 2 <= self.at
            && is_trade(pair(self.at - 2))
            && is_trade(pair(self.at + 1))
    }

    /// "các trường mầm non, tiểu học, trung học cơ sở": the token behind a level of schooling that joins the one before.
    fn school_level(&self) -> Option<usize> {
        const LEVELS: [&[&str]; 9] = [
            &["mầm", "non"],
            &["mẫu", "giáo"],
            &["tiểu", "học"],
            &["trung", "học", "cơ sở"],
            &["trung", "học", "phổ", "thông"],
            &["THCS"],
            &["THPT"],
            &["cao", "đẳng"],
            &["trung", "cấp"],
        ];
        let is_of_school = self.state.group == Some(Class::Body)
            && matches!(
                self.stretch.word(self.at - 1),
                "non"
                    | "giáo"
                    | "học"
                    | "trường mầm non"
                    | "trường tiểu học"
                    | "cơ sở"
                    | "thông"
                    | "trường trung học"
                    | "trường đại học"
                    | "đẳng"
                    | "THCS"
            );
        let first = self.at + 1;
        let said = |level: &&[&str]| {
            let words = level.iter().enumerate();
            words
                .clone()
                .all(|(at, word)| self.stretch.word(first + at) == *word)
        };
        let level = LEVELS.iter().copied().find(said).filter(|_| is_of_school)?;
        Some(first + level.len())
    }

    /// "các cơ quan từ cấp thành phố đến cấp quận, huyện", "các cấp, từ tỉnh đến cơ sở": which bodies
    /// are meant, not when something happens.
    fn from_level_to_level(&mut self) -> bool {
        if self.state.group.is_none() || self.stretch.word(self.at) != "từ" {
            return false;
        }
        let level = |at: usize| {
            let at = at + usize::from(self.stretch.word(at) == "cấp");
            let is_level = matches!(self.stretch.class(at), Some(Class::Level | Class::Body));
            is_level.then_some(at + 1)
        };
        let Some(first) = level(self.at + 1) else {
            return false;
        };
        let Some(last) = Some(first)
            .filter(|first| matches!(self.stretch.word(*first), "đến" | "tới"))
            .and_then(|first| level(first + 1))
        else {
            return false;
        };
        self.at = last;
        self.state.modified = false;
        self.state.group = Some(Class::Level);
        true
    }

    /// "Tổ đảng ở Thường trực Hội đồng nhân dân": in which body the Party's cell is.
    fn seat_of_cell(&mut self) -> bool {
        let before = self.stretch.word(self.at - 1);
        before.eq_ignore_ascii_case("tổ đảng")
            && matches!(self.stretch.word(self.at), "ở" | "tại")
            && self.stretch.class(self.at + 1) == Some(Class::Head)
            && self.take()
    }

    fn is_closed_name(&self) -> bool {
        self.state.closed || self.state.group == Some(Class::Level)
    }

    /// "các sở, ban, ngành": bare bodies of one kind; under a title of office, any of them.
    fn joins_group(&self, kind: Class) -> bool {
        match self.state.group {
            Some(group) => self.state.office || (group == kind && !self.state.modified),
            None => false,
        }
    }

    /// "Văn phòng HĐND và UBND huyện", "Văn phòng HĐND - UBND huyện" is one office.
    fn office_of_two(&self) -> bool {
        let council = matches!(
            self.stretch.word(self.at - 1),
            "HĐND" | "Hội đồng nhân dân" | "ĐBQH" | "Quốc hội" | "ĐĐBQH"
        );
        let other = matches!(
            self.stretch.word(self.at + 1),
            "UBND" | "HĐND" | "Ủy ban nhân dân" | "Hội đồng nhân dân"
        );
        council
            && other
            && self.stretch.tokens[..self.at]
                .iter()
                .rev()
                .take(6)
                .any(|token| {
                    token
                        .text(self.stretch.text)
                        .eq_ignore_ascii_case("văn phòng")
                        || matches!(token.text(self.stretch.text), "Văn phòng" | "VP")
                })
    }

    /// "Ngân hàng Nhà nước Việt Nam - Chi nhánh tỉnh": which office of the bank it is.
    fn is_branch(&self, joint: Class) -> bool {
        let next = self.stretch.word(self.at + 1);
        joint == Class::Dash && next.eq_ignore_ascii_case("chi nhánh")
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
