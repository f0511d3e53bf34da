//! Coordinated agencies in a clause, split into single ones. Noun phrases that share one head
//! stay one agency ("các sở, ban, ngành"; "Thủ trưởng các phòng, đơn vị trực thuộc Sở"); separate
//! noun phrases are split. An agency ends where a verb, a preposition or the known end of its
//! name says so; commas inside "Sở Văn hóa, Thể thao và Du lịch" are its own.

use super::super::words::{Class, Stretch};

/// Agencies of one list that are followed; the longest seen, an enforcement article, names 14.
const LIST_MAX: usize = 40;
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

impl Stretch<'_> {
    /// True if an agency may start anywhere.
    pub fn may_name(&self) -> bool {
        let openers = [Class::Head, Class::Office, Class::Body, Class::Quantity];
        openers.iter().any(|opener| self.has(*opener)) || self.may_start(0, false)
    }

    /// The agencies listed from token `at` on; `None` if none starts there.
    pub fn agencies(&self, at: usize) -> Option<Agencies> {
        /// Agencies of a usual list.
        const LISTED: usize = 4;
        if !self.may_start(at, false) {
            return None;
        }
        let mut each = Vec::with_capacity(LISTED);
        let mut start = at;
        let mut end = at;
        while each.len() < LIST_MAX && self.may_start(start, !each.is_empty()) {
            let shared = self.under_one_head(start);
            if let Some(found) = shared.or_else(|| self.of_places(start)) {
                each.extend(found.each);
                end = found.end;
                match self.separator(end) {
                    Some(next) => start = next,
                    None => break,
                }
                continue;
            }
            start = self.past_group(start);
            let Some(mut stop) = self.agency(start) else {
                break;
            };
            end = self.after_brackets(stop);
            // "Cổng thông tin điện tử (TTĐT) của tỉnh": what completes the name may follow its
            // short form.
            if end > stop && self.class(end) == Some(Class::Modifier) {
                stop = end + 1;
                end = stop;
            }
            end = self.after_places(end);
            each.push((start, stop));
            match self.separator(end) {
                Some(next) => start = next,
                None => break,
            }
        }
        (!each.is_empty()).then_some(Agencies { each, end })
    }

    /// "các Sở: Nội vụ, Tài chính", "Giám đốc các Sở Nội vụ, Tài chính": fields of work under one head. Each range is
    /// of a field alone; [`Stretch::name`] gives it its head.
    fn under_one_head(&self, at: usize) -> Option<Agencies> {
        let at = self.past_office(at);
        let is_group = self.class(at) == Some(Class::Quantity);
        let head = at + usize::from(is_group);
        let has_colon = self.class(head + 1) == Some(Class::Colon);
        let is_one = !(is_group || has_colon);
        if !self.is_sharing(head) {
            return None;
        }
        let mut each = Vec::new();
        let mut start = head + 1 + usize::from(has_colon);
        let mut end = start;
        let named = |at: usize| {
            // "các Vụ: Công nghiệp nặng, Công nghiệp nhẹ": of these more than any list has.
            let is_own = has_colon && matches!(self.word(head), "Vụ" | "vụ" | "Cục" | "cục");
            let unlisted = is_own.then(|| self.unlisted_field(at)).flatten();
            self.field(at).max(unlisted)
        };
        while let Some(stop) = named(start).filter(|_| each.len() < LIST_MAX) {
            // "Sở Nội vụ, Tài chính": of one head a field that begins nothing else.
            if is_one && !each.is_empty() && !self.is_field_alone(start, stop) {
                break;
            }
            each.push((start, stop));
            end = stop;
            match self.separator(stop) {
                Some(next) if self.class(stop) != Some(Class::Semicolon) => start = next,
                _ => break,
            }
        }
        let least = if has_colon { 1 } else { 2 };
        (least <= each.len()).then_some(Agencies { each, end })
    }

    /// "Tài chính" behind a comma: no agency of its own ("Công an"), and no instruction ("Xây dựng kế hoạch").
    fn is_field_alone(&self, start: usize, stop: usize) -> bool {
        let is_listed = matches!(self.class(stop), None | Some(Class::Comma | Class::And));
        let may_act = matches!(self.class(start), Some(Class::Action | Class::Verb));
        !self.may_start(start, true)
            && self.class(start - 1) == Some(Class::Comma)
            && self.slice(start, stop).starts_with(char::is_uppercase)
            && self.slice(start, stop).contains(char::is_lowercase)
            && (is_listed || !may_act)
    }

    /// "các Sở Tài chính, Sở Xây dựng": where each bears its head, the group is none.
    fn past_group(&self, at: usize) -> usize {
        let head = at + 1;
        let repeats = || {
            let next = self.separator(self.field(head + 1)?)?;
            (self.word(next) == self.word(head)).then_some(())
        };
        let is_group = self.class(at) == Some(Class::Quantity) && self.is_sharing(head);
        at + usize::from(is_group && repeats().is_some())
    }

    /// Past "Bộ trưởng" of "Bộ trưởng các Bộ": the office is held in each.
    fn past_office(&self, at: usize) -> usize {
        at + usize::from(self.class(at) == Some(Class::Office))
    }

    /// "UBND các xã: Tân Lập, Tân Hòa", "Chủ tịch UBND các huyện Bình Gia, Lộc Bình": places under one head. Each range is
    /// of a place alone; [`Stretch::name`] gives it its head.
    fn of_places(&self, at: usize) -> Option<Agencies> {
        /// Tokens of the longest name of a place: "Tân Lập", "Đăk R'lấp".
        const PLACE_TOKENS_MAX: usize = 5;
        let at = self.past_office(at);
        let is_head = self.class(at) == Some(Class::Head)
            && self.class(at + 1) == Some(Class::Quantity)
            && matches!(
                self.word(at + 2),
                "tỉnh" | "xã" | "phường" | "huyện" | "thị trấn" | "quận"
            );
        if !is_head {
            return None;
        }
        // "UBND các tỉnh Tây Nguyên, miền Trung": regions are no provinces.
        let of_provinces = self.word(at + 2) == "tỉnh";
        let is_of_place = |at: usize| match of_provinces {
            true => self.class(at) == Some(Class::Place),
            false => self.is_of_name(at),
        };
        let has_colon = self.class(at + 3) == Some(Class::Colon);
        let mut each = Vec::new();
        let mut start = at + 3 + usize::from(has_colon);
        let mut end = start;
        while each.len() < LIST_MAX {
            let named = (start..start + PLACE_TOKENS_MAX).take_while(|&at| is_of_place(at));
            let stop = start + named.count();
            if stop == start {
                break;
            }
            each.push((start, stop));
            end = stop;
            match self.separator(stop) {
                Some(next) if self.class(stop) != Some(Class::Semicolon) => start = next,
                _ => break,
            }
        }
        (2 <= each.len()).then_some(Agencies { each, end })
    }

    /// Past ": Đà Nẵng, Gia Lai" behind "UBND các tỉnh, thành phố": which of two levels each place is of is not said,
    /// and the group keeps its name.
    fn after_places(&self, at: usize) -> usize {
        let is_group = self.class(at) == Some(Class::Colon)
            && at.checked_sub(1).map(|level| self.class(level)) == Some(Some(Class::Level));
        let is_word = |at: usize| matches!(self.class(at), Some(Class::Name | Class::Place));
        let mut end = at + 1;
        let mut listed = 0;
        while is_group && is_word(end) {
            listed += 1;
            while is_word(end) || self.class(end) == Some(Class::Level) {
                end += 1;
            }
            match self.separator(end) {
                Some(next) if is_word(next) || is_word(next + 1) => {
                    end = next + usize::from(!is_word(next));
                }
                _ => break,
            }
        }
        if 2 <= listed { end } else { at }
    }

    /// A word of a place's name: "Tân Lập" holds one that elsewhere opens an instruction.
    fn is_of_name(&self, at: usize) -> bool {
        matches!(
            self.class(at),
            Some(Class::Name | Class::Place | Class::Action)
        )
    }

    /// "UBND xã" of the list of places that `at` is in.
    fn head_of_places(&self, at: usize) -> Option<String> {
        let is_of_list = |at: usize| {
            let is_joint = matches!(
                self.class(at),
                Some(Class::Comma | Class::And | Class::Colon)
            );
            is_joint || self.is_of_name(at)
        };
        let floor = at.saturating_sub(2 * AGENCY_TOKENS_MAX);
        let level = (floor..at).rev().find(|&at| !is_of_list(at))?;
        let head = level.checked_sub(2)?;
        let listed = self.of_places(head)?;
        let is_in = listed.each.iter().any(|(from, _)| *from == at);
        is_in.then(|| {
            let office = self.office_before(head);
            format!("{office}{} {}", self.word(head), self.word(level))
        })
    }

    /// "Chủ tịch " before the token `at`, or nothing.
    fn office_before(&self, at: usize) -> String {
        match at.checked_sub(1).map(|at| (self.class(at), self.word(at))) {
            Some((Some(Class::Office), office)) => format!("{office} "),
            _ => String::new(),
        }
    }

    /// Heads that fields of work share.
    fn is_sharing(&self, at: usize) -> bool {
        matches!(
            self.word(at),
            "Sở" | "sở"
                | "Phòng"
                | "phòng"
                | "Bộ"
                | "bộ"
                | "Ban"
                | "ban"
                | "Vụ"
                | "vụ"
                | "Cục"
                | "cục"
        )
    }

    /// The token after the field of work that starts at `at`.
    fn field(&self, at: usize) -> Option<usize> {
        let first = self.tokens.get(at)?;
        let length = super::field(&self.text[first.start as usize..])?;
        let end = first.start as usize + length;
        let after = self.tokens[at..]
            .iter()
            .take_while(|token| token.end as usize <= end);
        Some(at + after.count()).filter(|after| at < *after)
    }

    /// The token after "Hợp tác quốc tế" behind "các Vụ:": a field of work that no list has, by its capital.
    fn unlisted_field(&self, at: usize) -> Option<usize> {
        /// Tokens of the longest: "Giám sát và Thẩm định đầu tư".
        const FIELD_MAX: usize = 7;
        let is_capital = self.class(at).is_some() && self.word(at).starts_with(char::is_uppercase);
        let is_of_field = |&next: &usize| {
            let class = self.class(next);
            let joins = class == Some(Class::And)
                && self.word(next + 1).starts_with(char::is_uppercase)
                && self.class(next + 1) != Some(Class::Head);
            matches!(
                class,
                Some(Class::Name | Class::Small | Class::Action | Class::Dash)
            ) || joins
        };
        let length = (at..at + FIELD_MAX).take_while(is_of_field).count();
        (is_capital && 0 < length && !self.may_start(at, true)).then_some(at + length)
    }

    /// The agency of the tokens `from..to` as it is called: with the head it shares with those before it.
    pub fn name(&self, from: usize, to: usize) -> String {
        let written = super::super::section::collapse(self.slice(from, to));
        let shared = self.shared_head(from);
        match shared.or_else(|| self.head_of_places(from)) {
            Some(head) => format!("{head} {written}"),
            None => written,
        }
    }

    /// The head before a list of fields that `at` is in: only commas and fields stand between.
    fn shared_head(&self, at: usize) -> Option<String> {
        // Most agencies open their clause.
        if at == 0 || self.field(at).or_else(|| self.unlisted_field(at)).is_none() {
            return None;
        }
        let floor = at.saturating_sub(AGENCY_TOKENS_MAX * 2);
        let between = (floor..at)
            .rev()
            .take_while(|&head| self.may_stand_between(head));
        between
            .filter(|&head| self.is_sharing(head))
            .find_map(|head| {
                let is_group = self.class(head.wrapping_sub(1)) == Some(Class::Quantity);
                let first = head - usize::from(is_group);
                let listed = self.under_one_head(first)?;
                let is_in = listed.each.iter().any(|(from, _)| *from == at);
                let capital = match self.word(head) {
                    "Sở" | "sở" => "Sở",
                    "Phòng" | "phòng" => "Phòng",
                    "Bộ" | "bộ" => "Bộ",
                    "Vụ" | "vụ" => "Vụ",
                    "Cục" | "cục" => "Cục",
                    _ => "Ban",
                };
                is_in.then(|| format!("{}{capital}", self.office_before(first)))
            })
    }

    /// A head, or a word of the fields under it: "Quốc phòng", "Công an".
    fn may_stand_between(&self, at: usize) -> bool {
        let is_of_field = matches!(
            self.class(at),
            Some(
                Class::Comma
                    | Class::And
                    | Class::Dash
                    | Class::Name
                    | Class::Small
                    | Class::Place
                    | Class::Action
                    | Class::Colon
                    | Class::Verb
                    | Class::Digits
                    | Class::Modifier
                    | Class::Level
            )
        );
        is_of_field || self.is_sharing(at) || self.field(at).is_some()
    }

    /// True if an agency may start at `at`; inside a list a bare body or level will do.
    pub fn may_start(&self, at: usize, in_list: bool) -> bool {
        match self.class(at) {
            Some(Class::Head | Class::Office | Class::Body) => true,
            Some(Class::Quantity) => {
                let next = self.class(at + 1);
                let is_noun = matches!(
                    next,
                    Some(
                        Class::Head | Class::Office | Class::Body | Class::Level | Class::Quantity
                    )
                );
                is_noun || self.is_organisation(at + 1)
            }
            // "Thành phố Hà Nội và các tỉnh Bắc Ninh, Gia Lai".
            Some(Class::Level) => in_list || at == 0 && self.class(1) == Some(Class::Place),
            _ => in_list && self.is_organisation(at),
        }
    }

    /// "các tổ chức", "tổ chức, cá nhân": a body; "tổ chức kiểm tra" is an instruction.
    pub(super) fn is_organisation(&self, at: usize) -> bool {
        self.class(at) == Some(Class::Verb)
            && self.word(at) == "tổ chức"
            && (self.class(at.wrapping_sub(1)) == Some(Class::Quantity)
                || match self.class(at + 1) {
                    None
                    | Some(Class::Modifier | Class::Period | Class::Semicolon | Class::Colon) => {
                        true
                    }
                    Some(Class::Comma | Class::And) => {
                        matches!(
                            self.class(at + 2),
                            Some(Class::Body | Class::Level | Class::Quantity)
                        )
                    }
                    _ => false,
                })
    }

    /// Past a comma, a semicolon or "và" (or both); `None` where no list goes on.
    fn separator(&self, at: usize) -> Option<usize> {
        match self.class(at)? {
            Class::Comma | Class::Semicolon if self.class(at + 1) == Some(Class::And) => {
                Some(at + 2)
            }
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
        super::single::end(*self, at, AGENCY_TOKENS_MAX)
    }
}
