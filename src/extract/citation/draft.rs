//! A citation while it is being read: its number and what stands right after it.

use super::Clause;
use crate::authority::Authority;
use crate::extract::date::DateToken;
use crate::extract::lexer::TokenKind;
use crate::extract::number::NumberToken;
use crate::extract::trace::{Field, Of, Rule};
use crate::extract::{Canonical, Citation, Form, Relation, agency};
use crate::text::{Diagnostic, Span};

/// Bytes of a name between a type word and "số": "Luật Công nghiệp công nghệ số số 71/2025/QH15".
/// The longest law name seen has 132.
const NAME_BETWEEN_MAX: usize = 180;

/// Bytes between a number and its date where a session is named: "kỳ họp thứ 5 ngày 09/7/2021".
const SESSION_MAX: usize = 60;

#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub span: Span,
    /// Where the type word or, without one, the number starts.
    pub head: Span,
    /// Token index just past number, date and issuer.
    pub next: usize,
    /// Token index of the head.
    pub first: usize,
    pub form: Form,
    pub doc_type: Option<String>,
    pub number: Option<NumberToken>,
    /// The symbol is taken from the end of the list: "số 100, 101 và 102/QĐ-UBND".
    pub serial: Option<String>,
    pub date: Option<DateToken>,
    pub issuer: Option<Span>,
    pub name: Option<Span>,
    pub subject: Option<Span>,
    pub pinpoint: Option<Span>,
    pub relation: Relation,
    /// The words before it that say how it is related.
    pub cue: Option<Span>,
    /// What made it a citation.
    pub rule: Rule,
    /// Index, among the drafts of this block, of the citation whose subject this one stands in.
    pub nested_in: Option<u32>,
    /// "ngày 09/2/2021 Sở … ban hành Kế hoạch số 551/KH-UBND".
    pub announced: bool,
    /// Follows the draft before it in a list.
    pub listed: bool,
    pub inherited: Vec<String>,
}

impl Draft {
    fn new(form: Form, head: Span, first: usize, next: usize) -> Draft {
        Draft {
            span: head,
            head,
            next,
            first,
            form,
            doc_type: None,
            number: None,
            serial: None,
            date: None,
            issuer: None,
            name: None,
            subject: None,
            pinpoint: None,
            relation: Relation::Mention,
            cue: None,
            rule: match form {
                Form::Full => Rule::FullCitation,
                Form::Short => Rule::ShortCitation,
                Form::Named => Rule::NamedCitation,
                Form::BackReference => Rule::BackReference,
                Form::Unfilled => Rule::UnfilledCitation,
            },
            nested_in: None,
            announced: false,
            listed: false,
            inherited: Vec::new(),
        }
    }

    /// 31/4 and 30/2 are slips: the citation keeps no date and says so.
    pub(super) fn impossible_date(&self) -> Option<Diagnostic> {
        let token = self.date.filter(|token| token.date.is_impossible())?;
        let message = "ngày viện dẫn không có trong lịch".to_owned();
        let doubt = Diagnostic::warning("date_impossible", message).at(token.span);
        Some(doubt.with_hint("đối chiếu với văn bản gốc: ngày hoặc tháng gõ nhầm"))
    }

    pub(super) fn of_form(form: Form, span: Span, first: usize, next: usize) -> Draft {
        Draft::new(form, span, first, next)
    }

    pub(super) fn into_citation(self, id: u32, text: &str, authority: &Authority) -> Citation {
        let written = |span: Span| collapse(&text[span.range()]);
        let issuer = self.issuer.map(written);
        let date = self.date.and_then(|token| token.date.iso());
        let on = self.date.and_then(|token| token.date.date());
        let issuer_id = issuer
            .as_deref()
            .and_then(|issuer| authority.agency(issuer, None, on))
            .map(|found| found.id.0);
        let number = self
            .number
            .as_ref()
            .filter(|number| number.serial.is_some());
        Citation {
            id,
            form: self.form,
            quote: written(self.span),
            span: self.span,
            doc_type: self.doc_type,
            // A short form's number is its bare serial, as written.
            number: number.map(|number| number.number.clone()).or(self.serial),
            canonical_number: number.and_then(canonical),
            date,
            issuer,
            issuer_id,
            name: self.name.map(written),
            title: self.subject.map(written).map(|title| bare_title(&title)),
            pinpoint: self.pinpoint.map(written),
            relation: self.relation,
            nested_in: self.nested_in,
            antecedent: None,
            inherited: self.inherited,
        }
    }
}

/// The subject without the words that lead to it and without its quotation marks.
fn bare_title(title: &str) -> String {
    let bare = title.trim_matches(['"', '“', '”', '«', '»', ' ']);
    let lead = ["về việc ", "về ", "V/v "]
        .iter()
        .find_map(|lead| bare.strip_prefix(lead));
    lead.unwrap_or(bare).to_owned()
}

/// White space as one blank.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A lost suffix that the type implies: only the Government issues a Nghị định.
fn canonical(number: &NumberToken) -> Option<Canonical> {
    let repaired = crate::text::Number::parse(&number.number)?.to_string();
    (repaired != number.number).then(|| Canonical {
        number: repaired,
        reason: "viết lại theo thể thức số, ký hiệu".to_owned(),
    })
}

impl Clause<'_> {
    /// A type word, perhaps a name, "số", and a number or a list of serials.
    pub(super) fn typed(&self, at: usize, first: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let TokenKind::Type { doc_type, .. } = self.tokens[at].kind else {
            return None;
        };
        let doc_type = &self.authority.doc_types()[doc_type];
        let number_at = self.number_after(at)?;
        let mut draft = self.numbered(at, number_at)?;
        draft.doc_type = Some(doc_type.code.clone());
        draft.listed = self.continues_list(at, first, drafts);
        if draft.number.is_none() && !self.serials_end_in_number(draft.next) {
            draft.form = Form::Short;
            draft.rule = Rule::ShortCitation;
        }
        let next = draft.next;
        drafts.push(draft);
        Some(next)
    }

    /// The token of the number that belongs to the type word at `at`.
    fn number_after(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        match self.kind(next)? {
            TokenKind::Number(_) | TokenKind::Serial(_) if self.is_adjacent(at, next) => {
                return Some(next);
            }
            TokenKind::So if self.is_adjacent(at, next) => {}
            _ => next = self.so_after_name(at)?,
        }
        let number = next + 1;
        let is_number = matches!(
            self.kind(number)?,
            TokenKind::Number(_) | TokenKind::Serial(_)
        );
        (is_number && self.is_adjacent(next, number)).then_some(number)
    }

    /// "Luật <name> số", "Thông báo kết luận số", "Nghị định của Chính phủ số": "số" a name away, and a
    /// whole number right after it.
    fn so_after_name(&self, at: usize) -> Option<usize> {
        let start = self.tokens[at].span.range().end;
        let mut next = at + 1;
        loop {
            let token = self.tokens.get(next)?;
            if token.span.range().start - start > NAME_BETWEEN_MAX {
                return None;
            }
            match &token.kind {
                TokenKind::So => {
                    let number = matches!(self.kind(next + 1), Some(TokenKind::Number(number)) if number.symbol.is_some());
                    if number && self.is_adjacent(next, next + 1) {
                        return Some(next);
                    }
                }
                TokenKind::Of
                | TokenKind::And
                | TokenKind::Subject
                | TokenKind::Comma
                | TokenKind::Cue(_) => {}
                _ => return None,
            }
            next += 1;
        }
    }

    /// Number, date and issuer from token `number_at` on; the head is at `head`.
    fn numbered(&self, head: usize, number_at: usize) -> Option<Draft> {
        let span = self.tokens[head].span.cover(self.tokens[number_at].span);
        let mut draft = Draft::new(Form::Full, span, head, number_at + 1);
        draft.head = self.tokens[head].span;
        match &self.tokens[number_at].kind {
            TokenKind::Number(number) => {
                if number.serial.is_none() {
                    draft.form = Form::Unfilled;
                    draft.rule = Rule::UnfilledCitation;
                }
                draft.number = Some(number.clone());
            }
            TokenKind::Serial(serial) => draft.serial = Some(serial.clone()),
            _ => return None,
        }
        self.tail(&mut draft);
        self.announcement(&mut draft);
        Some(draft)
    }

    /// What may stand after a number, in either order: its date and "của <issuer>".
    fn tail(&self, draft: &mut Draft) {
        while self.date(draft) || self.issuer(draft) {}
        self.subject(draft);
    }

    fn date(&self, draft: &mut Draft) -> bool {
        if draft.date.is_some() || draft.next == 0 {
            return false;
        }
        let last = draft.next - 1;
        let (mut at, mut close) = (draft.next, false);
        while matches!(self.kind(at), Some(TokenKind::Comma)) {
            at += 1;
        }
        if matches!(self.kind(at), Some(TokenKind::OpenParen)) {
            (at, close) = (at + 1, true);
        }
        let Some(TokenKind::Date(date)) = self.kind(at) else {
            return false;
        };
        let gap = self.text[self.tokens[last]
            .span
            .range()
            .end
            .min(self.tokens[at].span.range().start)
            ..self.tokens[at].span.range().start]
            .trim_matches([
                ' ', '\n', ',', '(', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰',
            ]);
        let only_day_of_blank_form =
            ["ngày", "ngày tháng", "tháng"].contains(&collapse(gap).as_str());
        let session = gap.starts_with("kỳ họp") && gap.len() <= SESSION_MAX;
        let full_enough = date.date.year.is_some();
        if !(gap.is_empty() || only_day_of_blank_form || session) || !full_enough {
            return false;
        }
        if close && !matches!(self.kind(at + 1), Some(TokenKind::CloseParen)) {
            return false;
        }
        draft.date = Some(*date);
        draft.span = draft.span.cover(self.tokens[at].span);
        draft.next = at + 1 + usize::from(close);
        true
    }

    fn issuer(&self, draft: &mut Draft) -> bool {
        if draft.issuer.is_some() || !matches!(self.kind(draft.next), Some(TokenKind::Of)) {
            return false;
        }
        if !self.gap_is_blank_or_comma(draft.next - 1, draft.next) {
            return false;
        }
        let start = self.tokens[draft.next].span.range().end;
        let start = start + (self.text[start..].len() - self.text[start..].trim_start().len());
        let Some(end) = agency::end_of(self.text, start, self.block_end(), self.authority) else {
            return false;
        };
        draft.issuer = Some(Span::new(start, end));
        draft.next += 1;
        while self
            .tokens
            .get(draft.next)
            .is_some_and(|token| token.span.range().start < end)
        {
            draft.next += 1;
        }
        true
    }

    fn gap_is_blank_or_comma(&self, left: usize, right: usize) -> bool {
        self.between(left, right)
            .chars()
            .all(|c| c.is_whitespace() || c == ',' || c == ')')
    }

    pub(super) fn block_end(&self) -> usize {
        self.tokens
            .last()
            .map_or(self.text.len(), |token| token.span.range().end)
    }

    /// "ngày 09/2/2021 Sở … ban hành Kế hoạch số 551/KH-UBND": the date and the issuer stand before.
    /// "UBND tỉnh … tại Quyết định số 2410/QĐ-UBND": the issuer does.
    fn announcement(&self, draft: &mut Draft) {
        let head = draft.head.range().start;
        let before = &self.text[..head];
        let Some(verb) = draft.first.checked_sub(1) else {
            return;
        };
        let issues = matches!(
            self.kind(verb),
            Some(TokenKind::Subject | TokenKind::Cue(_))
        ) && self.text[self.tokens[verb].span.range()]
            .to_lowercase()
            .ends_with("ban hành")
            && self.is_adjacent(verb, draft.first);
        if issues {
            self.date_before(verb, draft);
        } else if draft.issuer.is_none() && before.trim_end().ends_with("tại") {
            draft.issuer = self.agency_before(before.trim_end().len() - "tại".len());
        }
    }

    fn date_before(&self, verb: usize, draft: &mut Draft) {
        /// Bytes of the issuer between the date and "ban hành"; the longest agency name seen has 96.
        const ISSUER_MAX: usize = 140;
        let verb_start = self.tokens[verb].span.range().start;
        let Some(date_at) = (0..verb)
            .rev()
            .find(|at| matches!(self.kind(*at), Some(TokenKind::Date(_))))
        else {
            return;
        };
        let TokenKind::Date(date) = self.tokens[date_at].kind else {
            return;
        };
        let start = self.tokens[date_at].span.range().end;
        let gap = &self.text[start..verb_start];
        let names = start + (gap.len() - gap.trim_start_matches([' ', ',', '\n']).len());
        let Some(end) = agency::end_of(self.text, names, verb_start, self.authority) else {
            return;
        };
        let rest = self.text[end..verb_start].trim();
        if gap.len() > ISSUER_MAX
            || !["", "đã", "ký", "vừa", "đã ký"].contains(&rest)
            || date.date.date().is_none()
        {
            return;
        }
        draft.issuer.get_or_insert(Span::new(names, end));
        if draft.date.is_none() {
            draft.date = Some(date);
            draft.span = draft.span.cover(self.tokens[date_at].span);
            draft.announced = true;
        }
    }

    /// The agency whose name ends right before byte `end`.
    fn agency_before(&self, end: usize) -> Option<Span> {
        const LOOK_BACK: usize = 120;
        let end = self.text[..end].trim_end().len();
        let from = self.text.ceil_char_boundary(end.saturating_sub(LOOK_BACK));
        agency::starts(&self.text[from..end])
            .map(|start| from + start)
            .find(|start| agency::end_of(self.text, *start, end, self.authority) == Some(end))
            .map(|start| Span::new(start, end))
    }

    /// A number without a type word: after a list it takes the list's type, else its own symbol's.
    pub(super) fn untyped(
        &self,
        at: usize,
        first: usize,
        drafts: &mut Vec<Draft>,
    ) -> Option<usize> {
        let head = if at > 0 && matches!(self.kind(at - 1), Some(TokenKind::So)) {
            at - 1
        } else {
            at
        };
        let TokenKind::Number(number) = &self.tokens[at].kind else {
            return None;
        };
        if head > 0 && matches!(self.kind(head - 1), Some(TokenKind::NotADocument)) {
            let span = self.tokens[head - 1].span.cover(self.tokens[at].span);
            let mut trace = self.trace.borrow_mut();
            trace.refuse(Of::Citation, Field::Itself, span, Rule::NotADocument);
            return Some(at + 1);
        }
        let symbol = number.symbol.as_deref()?;
        let listed = self.continues_list(head, first, drafts);
        let mut draft = self.numbered(head, at)?;
        if draft.form == Form::Full {
            draft.rule = Rule::NumberAlone;
        }
        draft.listed = listed;
        let own = self
            .authority
            .doc_type_of_symbol(symbol)
            .map(|found| found.code.clone());
        match (listed, drafts.last().and_then(|last| last.doc_type.clone())) {
            (true, Some(shared)) if own.is_none() || own.as_deref() == Some(shared.as_str()) => {
                draft.doc_type = Some(shared);
                draft.inherited.push("doc_type".to_owned());
            }
            _ => draft.doc_type = own.or_else(|| Some("CV".to_owned())),
        }
        let next = draft.next;
        drafts.push(draft);
        Some(next)
    }

    /// A serial in the middle of a list whose last member has the symbol.
    pub(super) fn listed_serial(
        &self,
        at: usize,
        first: usize,
        drafts: &mut Vec<Draft>,
    ) -> Option<usize> {
        if !self.continues_list(at, first, drafts) || !self.serials_end_in_number(at) {
            return None;
        }
        let mut draft = Draft::new(Form::Full, self.tokens[at].span, at, at + 1);
        if let TokenKind::Serial(serial) = &self.tokens[at].kind {
            draft.serial = Some(serial.clone());
        }
        draft.listed = true;
        draft.doc_type = drafts.last().and_then(|last| last.doc_type.clone());
        draft.inherited.push("doc_type".to_owned());
        drafts.push(draft);
        Some(at + 1)
    }

    /// True if only ",", "và", "số" or "đến" stands between the last citation and token `at`.
    pub(super) fn continues_list(&self, at: usize, first: usize, drafts: &[Draft]) -> bool {
        let Some(last) = drafts[first..].last() else {
            return false;
        };
        let links = &self.tokens[last.next.min(at)..at];
        !links.is_empty()
            && links.iter().all(|token| {
                matches!(
                    token.kind,
                    TokenKind::Comma | TokenKind::And | TokenKind::To | TokenKind::So
                )
            })
            && self.text[last
                .span
                .range()
                .end
                .min(self.tokens[at].span.range().start)
                ..self.tokens[at].span.range().start]
                .len()
                <= 24
    }

    /// Serials of a list that ends in a whole number: the list continues and `next` leads there.
    pub(super) fn serials_end_in_number(&self, mut next: usize) -> bool {
        for _ in 0..LIST_MAX {
            match self.kind(next) {
                Some(
                    TokenKind::Comma
                    | TokenKind::And
                    | TokenKind::To
                    | TokenKind::So
                    | TokenKind::Serial(_),
                ) => next += 1,
                Some(TokenKind::Number(number)) => return number.symbol.is_some(),
                _ => return false,
            }
        }
        false
    }

    pub(super) fn file_name(&self, at: usize) -> Option<Draft> {
        let span = self.tokens[at].span;
        let number = crate::text::Number::from_file_name(&self.text[span.range()])?;
        let mut draft = Draft::of_form(Form::Unfilled, span, at, at + 1);
        draft.doc_type = self
            .authority
            .doc_type_of_symbol(&number.symbol)
            .map(|found| found.code.clone());
        draft.doc_type.as_ref()?;
        draft.relation = Relation::Itself;
        draft.rule = Rule::FileNameCited;
        Some(draft)
    }
}

/// Longest list of coordinated citations we follow. The longest in the corpus is 14; beyond this it is a
/// table, whose rows are cited one by one.
pub(super) const LIST_MAX: usize = 64;
