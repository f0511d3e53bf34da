//! Coordinated agencies in a clause, split into single ones. Noun phrases that share one head stay one agency ("các sở,
//! ban, ngành"; "Thủ trưởng các phòng, đơn vị trực thuộc Sở"); separate noun phrases are split. An agency ends where a
//! verb, a preposition or the known end of its name says so; commas inside "Sở Văn hóa, Thể thao và Du lịch" are its own.

use super::super::words::{Class, Token};

/// Agencies of one list that are followed; the longest seen, an enforcement article, names 14.
const LIST_MAX: usize = 40;
/// Small words in a row that a name may hold: "Quản lý chất lượng nông lâm sản và thủy sản" has seven.
const SMALL_WORDS_MAX: usize = 7;
/// Tokens of the longest single agency.
const AGENCY_TOKENS_MAX: usize = 30;

/// A list of agencies and where it stopped.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::extract) struct Agencies {
    /// Token ranges, one an agency.
    pub each: Vec<(usize, usize)>,
    /// The token after the list, brackets that define a short name included.
    pub end: usize,
}

/// A stretch of text with its tokens.
#[derive(Clone, Copy)]
pub(in crate::extract) struct Stretch<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
}

impl<'a> Stretch<'a> {
    pub fn class(&self, at: usize) -> Option<Class> {
        self.tokens.get(at).map(|token| token.class)
    }

    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text(self.text))
    }

    /// The text of the tokens `from..to`.
    pub fn slice(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), self.tokens.get(to.wrapping_sub(1))) {
            (Some(first), Some(last)) if from < to => &self.text[first.start as usize..last.end as usize],
            _ => "",
        }
    }

    /// The agencies listed from token `at` on; `None` if none starts there.
    pub fn agencies(&self, at: usize) -> Option<Agencies> {
        let mut each = Vec::new();
        let mut start = at;
        let mut end = at;
        while each.len() < LIST_MAX && self.may_start(start, !each.is_empty()) {
            let Some(stop) = self.agency(start) else { break };
            each.push((start, stop));
            end = self.after_brackets(stop);
            match self.separator(end) {
                Some(next) => start = next,
                None => break,
            }
        }
        (!each.is_empty()).then_some(Agencies { each, end })
    }

    /// True if an agency may start at `at`; inside a list a bare body will do.
    fn may_start(&self, at: usize, in_list: bool) -> bool {
        match self.class(at) {
            Some(Class::Head | Class::Office | Class::Body) => !self.is_verbal(at),
            Some(Class::Quantity) => matches!(
                self.class(at + 1),
                Some(Class::Head | Class::Office | Class::Body | Class::Level | Class::Quantity)
            ) || self.opens_organisation(at + 1),
            Some(Class::Level) => in_list,
            _ => false,
        }
    }

    /// "các tổ chức chính trị": "tổ chức" is a body after a quantity and a verb before an object.
    fn opens_organisation(&self, at: usize) -> bool {
        self.class(at) == Some(Class::Verb) && self.word(at) == "tổ chức"
    }

    /// "tổ chức kiểm tra" in a list of bodies is an instruction, "tổ chức, cá nhân" a body.
    fn is_verbal(&self, at: usize) -> bool {
        self.word(at) == "tổ chức"
            && !matches!(
                self.class(at + 1),
                None | Some(Class::Comma | Class::And | Class::Modifier | Class::Period | Class::Semicolon)
            )
    }

    /// Past a comma, a semicolon or "và" (or both); `None` where no list goes on.
    fn separator(&self, at: usize) -> Option<usize> {
        match self.class(at)? {
            Class::Comma | Class::Semicolon if self.class(at + 1) == Some(Class::And) => Some(at + 2),
            Class::Comma | Class::Semicolon | Class::And => Some(at + 1),
            _ => None,
        }
    }

    /// "(gọi chung là UBND cấp huyện)" belongs to the agency before it, not to the list.
    fn after_brackets(&self, at: usize) -> usize {
        if self.class(at) != Some(Class::Open) {
            return at;
        }
        let close = (at + 1..self.tokens.len().min(at + AGENCY_TOKENS_MAX))
            .find(|&index| self.class(index) == Some(Class::Close));
        close.map_or(at, |close| close + 1)
    }

    /// The end of the single agency that starts at `at`.
    fn agency(&self, at: usize) -> Option<usize> {
        let mut reader = Reader { stretch: *self, at, state: State::default() };
        reader.opening();
        if !reader.state.headed {
            return None;
        }
        while reader.at < at + AGENCY_TOKENS_MAX && reader.step() {}
        Some(reader.trimmed(at))
    }
}

#[derive(Clone, Copy, Default)]
struct State {
    /// A head, a body or a title of office has been read.
    headed: bool,
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
                    self.at += 1;
                }
                Class::Head | Class::Body | Class::Level => {
                    self.noun(class);
                    return;
                }
                Class::Verb if self.stretch.opens_organisation(self.at) => {
                    self.noun(Class::Body);
                    return;
                }
                _ => return,
            }
        }
    }

    fn noun(&mut self, class: Class) {
        self.state.headed = true;
        self.state.group = (class != Class::Head).then_some(class);
        self.state.named = false;
        self.state.small = 0;
        if class == Class::Head {
            self.known_name();
        }
        self.at += 1;
    }

    /// "Sở Văn hóa, Thể thao và Du lịch": the longest known name after "Sở", "Bộ", "Phòng".
    fn known_name(&mut self) {
        let start = self.stretch.tokens[self.at].end as usize;
        let Some(length) = super::known_name(&self.stretch.text[start..]) else { return };
        let end = (start + length) as u32;
        while self.stretch.tokens.get(self.at + 1).is_some_and(|token| token.end <= end) {
            self.at += 1;
        }
        self.state.closed = true;
    }

    /// Takes one more token, or says that the agency has ended.
    fn step(&mut self) -> bool {
        let Some(class) = self.stretch.class(self.at) else { return false };
        match class {
            Class::Head => self.head_inside(),
            Class::Body | Class::Level => self.body_inside(class),
            Class::Quantity => self.quantity_inside(),
            Class::Modifier => self.modifier(),
            Class::Name => self.name(),
            Class::Small | Class::Digits => self.small(),
            Class::Comma | Class::And | Class::Dash => self.joint(class),
            Class::Office => self.state.office && self.take(),
            _ => false,
        }
    }

    fn take(&mut self) -> bool {
        self.at += 1;
        true
    }

    /// "Văn phòng UBND tỉnh", "đơn vị trực thuộc Sở".
    fn head_inside(&mut self) -> bool {
        self.state.modified |= self.state.group.is_some();
        let closed = self.state.closed;
        self.noun(Class::Head);
        self.state.closed |= closed && self.state.group.is_none() && self.state.office;
        true
    }

    fn body_inside(&mut self, class: Class) -> bool {
        let level_after_name = class == Class::Level;
        if class == Class::Body && (self.state.closed || self.state.named) {
            return false;
        }
        self.state.group = Some(class);
        self.state.closed |= level_after_name && self.state.group != Some(Class::Body);
        self.state.named = false;
        self.take()
    }

    /// "UBND các huyện", "Thủ trưởng các phòng", "đơn vị thuộc các sở".
    fn quantity_inside(&mut self) -> bool {
        let next = self.stretch.class(self.at + 1);
        matches!(next, Some(Class::Body | Class::Level | Class::Head | Class::Name | Class::Small))
            && !(self.state.closed && self.state.group.is_none() && next == Some(Class::Small))
            && self.take()
    }

    fn modifier(&mut self) -> bool {
        self.state.modified = true;
        self.state.closed = false;
        self.state.named = true;
        self.state.small = 0;
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

    /// A comma, "và" or dash: inside the agency if what follows shares its head or its name.
    fn joint(&mut self, class: Class) -> bool {
        let next = self.stretch.class(self.at + 1);
        match next {
            Some(kind @ (Class::Body | Class::Level)) => self.joins_group(kind) && self.take(),
            Some(Class::Verb) if self.stretch.opens_organisation(self.at + 1) => false,
            Some(Class::Name) if class == Class::Dash || self.state.named && !self.is_closed_name() => self.take(),
            Some(Class::Head) if class == Class::And => self.office_of_two() && self.take(),
            Some(Class::Small | Class::Name) if class == Class::Dash => self.take(),
            _ => false,
        }
    }

    fn is_closed_name(&self) -> bool {
        self.state.closed || self.state.group == Some(Class::Level)
    }

    /// "các sở, ban, ngành": bare bodies of one kind; under a title of office, any of them.
    fn joins_group(&self, kind: Class) -> bool {
        if self.stretch.is_verbal(self.at + 1) {
            return false;
        }
        match self.state.group {
            Some(group) => self.state.office || (group == kind && !self.state.modified),
            None => false,
        }
    }

    /// "Văn phòng HĐND và UBND huyện" is one office.
    fn office_of_two(&self) -> bool {
        let before = self.stretch.word(self.at.wrapping_sub(2));
        matches!(before, "Văn phòng" | "Đoàn") || self.stretch.word(self.at.wrapping_sub(1)) == "ĐBQH"
            || matches!(self.stretch.word(self.at.wrapping_sub(1)), "HĐND" | "Hội đồng nhân dân")
                && self.stretch.word(self.at + 1).contains(['U', 'Ủ', 'ủ'])
    }

    /// Without the joints and quantities that no noun followed.
    fn trimmed(&self, from: usize) -> usize {
        let mut end = self.at.min(self.stretch.tokens.len());
        while end > from + 1
            && matches!(
                self.stretch.class(end - 1),
                Some(Class::Comma | Class::And | Class::Dash | Class::Quantity)
            )
        {
            end -= 1;
        }
        end
    }
}
