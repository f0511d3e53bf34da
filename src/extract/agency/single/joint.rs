//! A comma, "và", a dash, a stroke or a preposition inside an agency: whether what stands behind it still belongs to the
//! agency ("các sở, ban, ngành", "Văn phòng HĐND và UBND huyện") or is the next one.

use super::super::super::any_of::opens_with;
use super::super::super::words::Class;
use super::Reader;

impl Reader<'_> {
    /// "UBND xã/phường/thị trấn", "các sở/ngành".
    pub(super) fn joint_of_levels(&mut self) -> bool {
        match self.stretch.class(self.at + 1) {
            Some(Class::Level) if self.state.group == Some(Class::Level) => self.take(),
            Some(kind @ (Class::Body | Class::Level)) => self.joins_group(kind) && self.take(),
            _ => false,
        }
    }

    /// A comma, "và" or dash: inside the agency if what follows shares its head or its name.
    pub(super) fn joint(&mut self, class: Class) -> bool {
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
            // "Thành phố Hồ Chí Minh, tỉnh Lâm Đồng" are two.
            Some(Class::Level) if self.is_place_alone() => false,
            Some(Class::Level) if self.is_level_beside() => self.take(),
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
            Some(Class::Place) if self.state.places => self.take(),
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

    /// "các bộ, tỉnh", "các sở, ngành, huyện": a bare level under the same "các"; "các sở, xã Tân Lập" are two.
    fn is_level_beside(&self) -> bool {
        let ends = matches!(
            self.stretch.class(self.at + 2),
            None | Some(
                Class::Verb
                    | Class::Modal
                    | Class::Duty
                    | Class::Lead
                    | Class::Support
                    | Class::Period
                    | Class::Semicolon
                    | Class::Colon
            )
        );
        self.state.group == Some(Class::Body)
            && !self.state.modified
            && ends
            && self.stretch.class(self.from) == Some(Class::Quantity)
    }

    fn is_place_alone(&self) -> bool {
        self.stretch.class(self.from) == Some(Class::Level)
            && self.stretch.class(self.at - 1) == Some(Class::Place)
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
    pub(super) fn from_level_to_level(&mut self) -> bool {
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
    pub(super) fn seat_of_cell(&mut self) -> bool {
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
}
