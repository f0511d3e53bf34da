//! A citation while it is being read: its type word and its number.

use super::Clause;
use super::canonical::Written;
use super::issuers::Issuers;
use crate::authority::{Authority, Level};
use crate::extract::date::DateToken;
use crate::extract::lexer::TokenKind;
use crate::extract::number::NumberToken;
pub(super) use crate::extract::section::collapse;
use crate::extract::trace::Rule;
use crate::extract::words::Stream;
use crate::extract::{Canonical, Citation, Form, Relation};
use crate::text::{Diagnostic, Span};

/// Bytes of a name between a type word and "số": "Luật Công nghiệp công nghệ số số 71/2025/QH15".
/// The longest law name seen has 132.
const NAME_BETWEEN_MAX: usize = 180;

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
    /// Of several who issue together the first, who numbers.
    pub numbered_by: Option<Span>,
    pub name: Option<Span>,
    pub subject: Option<Span>,
    pub pinpoint: Option<Span>,
    pub relation: Relation,
    /// The words before it that say how it is related.
    pub cue: Option<Span>,
    /// What the cue says others do or have done.
    pub is_told: bool,
    /// What made it a citation.
    pub rule: Rule,
    /// Index, among the drafts of this block, of the citation whose subject this one stands in.
    pub nested_in: Option<u32>,
    /// "ngày 09/2/2021 Sở … ban hành Kế hoạch số 551/KH-UBND".
    pub announced: bool,
    /// Follows the draft before it in a list.
    pub listed: bool,
    /// Its issuer stands above the list, for all of it.
    pub shares_issuer: bool,
    pub inherited: Vec<String>,
    /// Known from elsewhere: the instrument that issued a named plan, a file's name.
    pub canonical: Option<Canonical>,
}

impl Draft {
    /// Takes the date away, which turned out to be another's.
    pub(super) fn undated(&mut self) -> Option<DateToken> {
        let date = self.date.take()?;
        self.inherited.retain(|part| part != "date");
        self.span = self.name.map_or(self.head, |name| self.head.cover(name));
        Some(date)
    }

    pub(super) fn new(form: Form, head: Span, first: usize, next: usize) -> Draft {
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
            numbered_by: None,
            name: None,
            subject: None,
            pinpoint: None,
            relation: Relation::Mention,
            cue: None,
            is_told: false,
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
            shares_issuer: false,
            inherited: Vec::new(),
            canonical: None,
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

    pub(super) fn into_citation(
        self,
        id: u32,
        stream: &Stream,
        authority: &Authority,
        issuers: &mut Issuers,
    ) -> Citation {
        let text = stream.text();
        let written = |span: Span| stream.collapsed(&text[span.range()]);
        let issuer = self.issuer.map(written);
        let date = self.date.and_then(|token| token.date.iso());
        let on = self.date.and_then(|token| token.date.date());
        let filled = self
            .number
            .as_ref()
            .filter(|number| number.serial().is_some());
        let name = self.name.map(written);
        let called = match self.form {
            Form::Named => Some(written(self.called())),
            Form::Short => Some(written(self.head.cover(self.span))),
            Form::Full | Form::BackReference | Form::Unfilled => None,
        };
        let canonical = Written {
            doc_type: self.doc_type.as_deref(),
            number: filled,
            serial: self.serial.as_deref().filter(|_| filled.is_none()),
            issuer: issuer.as_deref(),
            date: date.as_deref(),
            name: called.as_deref(),
        };
        let symbol = filled.filter(|number| number.symbol().is_some());
        let mut proper = None;
        let is_proper = symbol.is_some_and(|number| {
            canonical.is_by_the_rules(number, authority)
                || issuers.is_proper(canonical.doc_type, number, || {
                    proper = canonical.canonical(authority);
                    proper.is_none()
                })
        });
        let canonical_number = match (&self.canonical, symbol) {
            (Some(known), _) => Some(known.clone()),
            (None, Some(_)) => proper.filter(|_| !is_proper),
            (None, None) => canonical.canonical(authority),
        };
        let numbered_by = self.numbered_by.map(written);
        let numbered_by = numbered_by.as_deref().or(issuer.as_deref());
        let issuer_id = match (numbered_by, filled.and_then(NumberToken::symbol)) {
            (Some(issuer), _) => issuers.id_of(issuer, on, authority),
            // Only a central body's symbol says whose it is: "QĐ-UBND" is any province's.
            (None, Some(symbol)) => authority
                .agency_of_symbol(symbol, None, on)
                .filter(|found| found.level == Level::Central)
                .map(|found| found.id.0),
            (None, None) => None,
        };
        let is_filled = filled.is_some();
        let number = self.number.filter(|_| is_filled);
        let number = number.map(|number| number.number);
        Citation {
            id,
            form: self.form,
            quote: written(self.span),
            span: self.span,
            doc_type: self.doc_type,
            // A short form's number is its bare serial, as written.
            number: number.or(self.serial),
            canonical_number,
            date,
            issuer,
            issuer_id,
            name,
            title: self.subject.map(written).map(bare_title),
            pinpoint: self.pinpoint.map(written),
            relation: self.relation,
            nested_in: self.nested_in,
            antecedent: None,
            inherited: self.inherited,
        }
    }

    /// Type word and name of a named document, as the authority file lists it.
    fn called(&self) -> Span {
        let end = self.name.map_or(self.head.end, |name| name.end);
        Span {
            start: self.head.start,
            end,
        }
    }
}

/// The subject without the words that lead to it and without its quotation marks.
fn bare_title(whole: String) -> String {
    let bare = whole.trim_matches(['"', '“', '”', '«', '»', ' ']);
    let lead = [
        "về việc: ",
        "về việc ",
        "về ",
        "V/v ",
        "v/v ",
        "VỀ VIỆC ",
        "VỀ ",
    ]
    .iter()
    .find_map(|lead| bare.strip_prefix(lead));
    let title = without_loose_end(lead.unwrap_or(bare));
    let title = title.trim_matches(['"', '“', '”', '«', '»', ' ']);
    if title.len() == whole.len() {
        return whole;
    }
    // 'ban hành "Bộ tiêu chí …"' ends with its own quote.
    let last = whole.trim_end().chars().next_back();
    if !matches!(last, Some('"' | '”' | '»')) {
        return title.to_owned();
    }
    let quotes = [('"', '"'), ('“', '”'), ('«', '»')];
    let count = |quote: char| title.matches(quote).count();
    let is_cut = |&(open, close): &(char, char)| match open == close {
        true => count(open) % 2 == 1,
        false => count(close) < count(open),
    };
    let own = quotes.into_iter().find(is_cut).map(|(_, close)| close);
    match own.filter(|close| last == Some(*close)) {
        Some(close) => format!("{title}{close}"),
        None => title.to_owned(),
    }
}

/// Without the words that lead on from a subject to what comes after it: "…, cụ thể như sau:", "… và".
fn without_loose_end(title: &str) -> &str {
    const LOOSE: [&str; 12] = [
        "cụ thể như sau",
        "với các nội dung sau",
        "với nội dung như sau",
        "nội dung như sau",
        "như sau",
        "sau đây",
        "cụ thể",
        "theo đó",
        "và các",
        "và",
        "của",
        "tại",
    ];
    let mut title = title;
    loop {
        let bare = title.trim_end_matches([' ', ',', ':', ';', '.', '-', '(', '\n']);
        let cut = LOOSE.iter().find_map(|word| {
            let rest = bare.strip_suffix(word)?;
            rest.ends_with([' ', ',']).then_some(rest)
        });
        match cut {
            Some(rest) => title = rest,
            None => return bare,
        }
    }
}

impl Clause<'_> {
    /// A type word, perhaps a name, "số", and a number or a list of serials.
    pub(super) fn typed(&self, at: usize, first: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        let TokenKind::Type { doc_type, .. } = self.tokens[at].kind else {
            return None;
        };
        let doc_type = &self.authority.doc_types()[doc_type];
        let number_at = self.number_after(at)?;
        if self.counts_years(number_at) {
            return None;
        }
        let mut draft = self.numbered(at, number_at)?;
        draft.doc_type = Some(doc_type.code.clone());
        self.issuer_between((at, doc_type), number_at, &mut draft);
        // "Triển khai Đề án 06 năm 2024": a project has a nickname, and the year is the plan's.
        let is_period = draft.date.is_some_and(|date| date.date.month.is_none());
        if doc_type.code == "ĐA" && draft.number.is_none() && is_period {
            draft.date = None;
            draft.span = draft.head.cover(self.tokens[number_at].span);
            draft.next = number_at + 1;
        }
        draft.listed = self.continues_list(at, first, drafts);
        if draft.number.is_none() && !self.serials_end_in_number(draft.next) {
            // "Văn bản số 35 ngày 24/6/2026": all the number an enterprise gives it.
            let is_whole = matches!(doc_type.code.as_str(), "VB" | "CV") && draft.date.is_some();
            if !is_whole {
                draft.form = Form::Short;
                draft.rule = Rule::ShortCitation;
            }
            self.pointed_back(&mut draft);
        }
        let next = draft.next;
        drafts.push(draft);
        Some(next)
    }

    /// "kế hoạch 5 năm 2021-2025": for how many years it is.
    fn counts_years(&self, at: usize) -> bool {
        let span = self.tokens[at].span.range();
        let is_count = matches!(self.kind(at), Some(TokenKind::Serial(_)))
            && !matches!(self.kind(at - 1), Some(TokenKind::So))
            && span.len() <= 2
            && !self.text[span.clone()].starts_with('0');
        let years = self.text[span.end..].strip_prefix(" năm ");
        let years = years.filter(|_| is_count).unwrap_or_default();
        let digits = years.bytes().take_while(u8::is_ascii_digit).count();
        digits == 4 && years[digits..].trim_start().starts_with(['-', '–'])
    }

    /// "Kế hoạch 21 nói trên": a short form that says it was named before.
    fn pointed_back(&self, draft: &mut Draft) {
        let points = matches!(self.kind(draft.next), Some(TokenKind::Above));
        let is_bare =
            || self.text[self.tokens[draft.next].span.range()].eq_ignore_ascii_case("trên");
        if points && is_bare() && self.says_where(draft.next) {
            return;
        }
        if points && self.is_adjacent(draft.next - 1, draft.next) {
            draft.form = Form::BackReference;
            draft.rule = Rule::BackReference;
            draft.span = draft.span.cover(self.tokens[draft.next].span);
            draft.next += 1;
        }
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
                    let number = matches!(self.kind(next + 1), Some(TokenKind::Number(number)) if number.symbol().is_some());
                    if number && self.is_adjacent(next, next + 1) {
                        return Some(next);
                    }
                }
                TokenKind::Of
                | TokenKind::And
                | TokenKind::Subject
                | TokenKind::Comma
                | TokenKind::To
                | TokenKind::Plain
                | TokenKind::Cue(_) => {}
                // "Luật Ban hành văn bản quy phạm pháp luật số …": a type word inside a name, unless "số" is its own.
                TokenKind::Type { short: false, .. }
                    if self.text[token.span.range()].starts_with(char::is_lowercase)
                        && !(matches!(self.kind(next + 1), Some(TokenKind::So))
                            && self.is_adjacent(next, next + 1)) => {}
                _ => return None,
            }
            next += 1;
        }
    }

    /// Number, date and issuer from token `number_at` on; the head is at `head`.
    pub(super) fn numbered(&self, head: usize, number_at: usize) -> Option<Draft> {
        let span = self.tokens[head].span.cover(self.tokens[number_at].span);
        let mut draft = Draft::new(Form::Full, span, head, number_at + 1);
        draft.head = self.tokens[head].span;
        match &self.tokens[number_at].kind {
            TokenKind::Number(number) => {
                if number.serial().is_none() {
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

    pub(super) fn block_end(&self) -> usize {
        self.tokens
            .last()
            .map_or(self.text.len(), |token| token.span.range().end)
    }

    /// A file's name, or an address's: its number is read for linking, and whole numbers only.
    pub(super) fn file_name(&self, at: usize) -> Option<Draft> {
        let span = self.tokens[at].span;
        let name = &self.text[span.range()];
        let number = crate::text::Number::from_file_name(name)?;
        let mut draft = Draft::of_form(Form::Unfilled, span, at, at + 1);
        draft.doc_type = self
            .authority
            .doc_type_of_symbol(&number.symbol)
            .map(|found| found.code.clone());
        draft.doc_type.as_ref()?;
        draft.rule = Rule::FileNameCited;
        draft.canonical = (1 < number.codes().count()).then(|| Canonical {
            number: number.to_string(),
            reason: "đọc từ tên tệp".to_owned(),
        });
        // An attachment is the document itself; an address without an ending is another's.
        let is_file = name.contains('.');
        draft.relation = if is_file {
            Relation::Itself
        } else {
            Relation::Mention
        };
        Some(draft)
    }
}
