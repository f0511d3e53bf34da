//! A web page about a document. Its own number stands in the lead sentence ("ngày 09/2/2021 Sở … ban hành Kế hoạch số
//! 551/KH-UBND"), in the source line ("(Nguồn: Quyết định số 1732/QĐ-UBND)") or nowhere; its date of posting is not
//! the document's date.

use super::letterhead::Letterhead;
use super::{Reader, decider, headline, lead};
use crate::extract::any_of::opens_with;
use crate::extract::lexer::{Token, TokenKind};
use crate::extract::number::NumberToken;
use crate::extract::words::{self, Class};
use crate::extract::{agency, date};
use crate::parse::{BlockKind, MediaType};
use crate::text::{Span, fold};

/// Blocks of the body in which the lead sentence stands.
pub(super) const LEAD: usize = 6;

/// Bytes from which a block under the first line is a paragraph of its text.
pub(super) const PARAGRAPH_MIN: usize = 80;

pub(super) fn read(reader: &mut Reader, head: &Letterhead) {
    if !reader.is_page() {
        lead::bare_text(reader);
        return opening_sentence(reader, head);
    }
    posted_on(reader);
    if head.is_whole() {
        return;
    }
    if !reader.is_offered("number") {
        lead_sentence(reader, head);
    }
    if !reader.is_offered("number") {
        source_line(reader);
    }
    headline::read(reader);
}

/// "Đăng ngày 15 - 02 - 2021", "Ngày cập nhật 31/07/2021", "• 21/09/2023": the first date a portal's own line bears.
fn posted_on(reader: &mut Reader) {
    if reader.posted_on.is_some() {
        return;
    }
    let lines: Vec<Span> = reader
        .document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Page)
        .map(|block| block.span)
        // What a label names is read with its label.
        .filter(|span| {
            let fields = &reader.document.fields;
            !fields.iter().any(|field| field.value.overlaps(*span))
        })
        .collect();
    for line in lines {
        let text = reader.written(line);
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        let Some(digit) = text
            .char_indices()
            .filter(|(_, c)| has_digit && c.is_ascii_alphanumeric() && date::may_begin(*c))
            .find_map(|(at, _)| date::read(text, at).filter(|d| d.date.date().is_some()))
        else {
            continue;
        };
        reader.posted_on = digit.date.iso();
        return;
    }
}

/// A document that a line names by its number.
pub(super) struct Announcement {
    pub doc_type: usize,
    /// `None` where only a serial is told: "đã ban hành Chỉ thị số 17".
    pub number: Option<NumberToken>,
    /// Where the number or its serial stands.
    pub named: Span,
    pub date: Option<date::DateToken>,
    pub issuer: Option<Span>,
    pub subject: Option<Span>,
}

/// News saved as text without what stood around it: its first sentence says what was issued.
fn opening_sentence(reader: &mut Reader, head: &Letterhead) {
    let is_bare = reader.document.media_type == MediaType::Text
        && head.number_at.is_none()
        && head.title_word.is_none();
    if !is_bare {
        return;
    }
    let first = headline_of_text(reader);
    let is_named = first.is_some_and(|first| headline::whole_name(reader, first));
    // Under its headline, which may have told the type or the number.
    let opening: Vec<Span> = body_blocks(reader).take(2).collect();
    let own = reader.best("doc_type").map(str::to_owned);
    let number = reader.best("number").map(str::to_owned);
    let found = opening.into_iter().find_map(|block| {
        let mut tokens = Vec::new();
        reader.lex(block, &mut tokens);
        // "Vừa qua, ngày 11/01/2024, …": when it was stands before.
        let when = ["Vừa qua", "Mới đây"];
        let opener = opens_with(reader.written(block), &when);
        let near = OPENING_TOKENS + if opener { 2 } else { 0 };
        // "Trước đó, ngày 31/8/2025, Bộ Công an đã ban hành …": another document than this.
        if reader.written(block).starts_with("Trước đó") {
            return None;
        }
        // "Để ứng phó với bão, ngày 12/9/2016, UBND tỉnh đã ban hành …": reasons first, then who did what on which day.
        let is_sure = |at: &usize, found: &Announcement| {
            *at < near || found.date.is_some() && found.issuer.is_some()
        };
        let mut places = 0..tokens.len().min(SENTENCE_TOKENS);
        places.find_map(|at| {
            let found = announcement(reader, block, &tokens, at)?;
            is_sure(&at, &found).then_some(found)
        })
    });
    let is_own = |found: &Announcement| {
        let code = &reader.authority.doc_types()[found.doc_type].code;
        let told = found.number.as_ref().map(|number| &number.number);
        found.issuer.is_some()
            && own.as_ref().is_none_or(|own| own == code)
            && (!is_named || told == number.as_ref())
    };
    if let Some(found) = found.filter(is_own) {
        forget_day_of_page(reader, head, &found);
        offer(reader, found, "lead_sentence");
        headline::lead_title(reader);
    }
}

/// The first line of a text, if a paragraph or the first heading stands under it; else it is a sentence or an item of a
/// list.
fn headline_of_text(reader: &Reader) -> Option<Span> {
    const HEADINGS: [&str; 4] = ["I.", "I -", "I-", "Điều 1"];
    let mut blocks = reader.blocks.iter().map(|block| block.span);
    let (first, second) = (blocks.next()?, blocks.next()?);
    let is_item = reader.written(first).trim_end().ends_with([';', ',', '.']);
    let goes_on =
        headline::names_type(reader, reader.written(second)).is_some_and(|(_, length)| {
            let rest = &reader.written(second)[length..];
            rest.trim_start().starts_with("số ")
        });
    let is_under = PARAGRAPH_MIN <= second.len() || opens_with(reader.written(second), &HEADINGS);
    (!is_item && !goes_on && is_under).then_some(first)
}

/// "Hải Phòng, ngày 18 tháng 11 năm 2019" with neither number nor type word is when the page was printed, if its
/// lead sentence says on which day the document was issued.
fn forget_day_of_page(reader: &mut Reader, head: &Letterhead, found: &Announcement) {
    if head.number_at.is_none() && head.title_word.is_none() && found.date.is_some() {
        let is_of_page = |field: &str| matches!(field, "issued_on" | "place");
        reader
            .candidates
            .retain(|one| one.source != "letterhead" || !is_of_page(one.field));
    }
}

fn lead_sentence(reader: &mut Reader, head: &Letterhead) {
    let body: Vec<Span> = body_blocks(reader).take(LEAD).collect();
    for block in body {
        let mut tokens = Vec::new();
        reader.lex(block, &mut tokens);
        let found = (0..tokens.len()).find_map(|at| announcement(reader, block, &tokens, at));
        if let Some(found) = found {
            forget_day_of_page(reader, head, &found);
            offer(reader, found, "lead_sentence");
            return;
        }
    }
}

pub(super) fn body_blocks<'a>(reader: &'a Reader) -> impl Iterator<Item = Span> + 'a {
    reader
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Page)
        .map(|block| block.span)
        .filter(|span| span.len() > 40)
}

/// "<agency> [đã|vừa|ký] ban hành <type> số <number>", "ngày …, <agency> có <type> số <number>" with the type
/// word at token `at`.
fn announcement(reader: &Reader, block: Span, tokens: &[Token], at: usize) -> Option<Announcement> {
    let TokenKind::Type { doc_type, .. } = tokens.get(at)?.kind else {
        return None;
    };
    let number_at = (at + 1..at + 3).find(|at| is_number(tokens, *at))?;
    let named = tokens[number_at].span;
    let number = match &tokens[number_at].kind {
        TokenKind::Number(number) => Some(number),
        _ => None,
    };
    let said = reader.text[block.range().start..tokens[at].span.range().start].trim_end();
    let issues = said.strip_suffix("ban hành");
    // "Bộ Nội vụ đã có Công văn số …": that there is one is the news.
    let is_news = [" đã có", " vừa có", " mới có"]
        .iter()
        .any(|has| said.ends_with(has));
    let signs = || {
        [" ký", " ra", " thông qua"]
            .iter()
            .find_map(|verb| said.strip_suffix(verb))
    };
    let verb = issues
        .or_else(|| said.strip_suffix(" có"))
        .or_else(signs)?
        .len();
    let issuer = issuer_before(reader, block, block.range().start + verb);
    let before = tokens[..at].iter().rev().find_map(date_of);
    let is_dated = tokens[..at]
        .iter()
        .any(|token| matches!(token.kind, TokenKind::Date(_)));
    let is_told = match issues {
        Some(_) => issuer.is_some() || at <= OPENING_TOKENS,
        None => issuer.is_some() && (is_dated || is_news || signs().is_some()),
    };
    let is_filled = match number {
        Some(number) => number.serial().is_some(),
        None => issuer.is_some() && is_dated,
    };
    if !is_filled || !is_told {
        return None;
    }
    // "số 512/QĐ-UBND, ngày 05/3/2024", "số 57-NQ/TW (ngày 22/12/2024)".
    let mark = tokens.get(number_at + 1).map(|token| &token.kind);
    let is_aside = matches!(mark, Some(TokenKind::OpenParen));
    let is_apart = is_aside || matches!(mark, Some(TokenKind::Comma));
    let day_at = number_at + 1 + usize::from(is_apart);
    let dated = tokens.get(day_at);
    let after = dated.and_then(date_of);
    let after_number = tokens.get(day_at + usize::from(is_aside));
    let after_number = after_number
        .filter(|_| after.is_some())
        .map_or(named, |token| token.span);
    // "Tổng Bí thư đã ký ban hành Nghị quyết số … của Bộ Chính trị về …": signed by one, decided by another.
    let decider = decider::after(reader, block, after_number.range().end);
    let end = decider.unwrap_or(after_number).range().end;
    Some(Announcement {
        doc_type,
        number: number.cloned(),
        named,
        date: after.or(before),
        issuer: decider.or(issuer),
        subject: subject_after(reader, block, end),
    })
}

/// A number, or a serial behind "số".
fn is_number(tokens: &[Token], at: usize) -> bool {
    match tokens.get(at).map(|token| &token.kind) {
        Some(TokenKind::Number(_)) => true,
        Some(TokenKind::Serial(_)) => tokens[at - 1].kind == TokenKind::So,
        _ => false,
    }
}

/// "… số 158/KH-UBND về chuyển đổi số năm 2023 trên địa bàn tỉnh, trên cơ sở …": the subject goes on to
/// the end of the sentence, or to the words that say what the document rests on or wants.
fn subject_after(reader: &Reader, block: Span, from: usize) -> Option<Span> {
    const LEADS: [&str; 4] = ["về việc ", "Về việc ", "về ", "V/v "];
    const ENDS: [&str; 14] = [
        ", trên cơ sở",
        ", nhằm",
        " nhằm ",
        ", theo đó",
        " với mục tiêu",
        ", với ",
        ", cụ thể",
        ", trong đó",
        ", yêu cầu",
        ", đề ra",
        ", giao ",
        ", để ",
        ", căn cứ",
        ". ",
    ];
    let rest = reader.text.get(from..block.range().end)?;
    let rest = rest.split('\n').next().unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches([' ', ',']).len();
    // "… gửi các sở, ngành; UBND các huyện về việc …", "… gửi các sở hướng dẫn …": to whom comes first.
    let blank = match rest[blank..].starts_with("gửi ") {
        true => {
            [" về việc ", " hướng dẫn "]
                .iter()
                .filter_map(|about| rest.find(about))
                .min()?
                + 1
        }
        false => blank,
    };
    let lead = LEADS.iter().find(|lead| rest[blank..].starts_with(**lead));
    let start = blank + lead.map_or(0, |lead| lead.len());
    let said = &rest[start..];
    let end = ENDS
        .iter()
        .filter_map(|end| said.find(end))
        .chain(said.find([';', ':']))
        .min()
        .unwrap_or(said.len());
    let subject = said[..end].trim_end_matches(['.', ' ', ',', '/']);
    // "… yêu cầu tập trung ứng phó": what the news says it wants. "… yêu cầu các sở ứng phó" says from whom.
    let wanted = ["yêu cầu ", "chỉ đạo ", "đề nghị "]
        .iter()
        .find_map(|verb| subject.strip_prefix(verb));
    let (start, subject) = match wanted {
        Some(wanted) if matches!(words::first(wanted), Some(Class::Verb | Class::Modal)) => {
            (start + subject.len() - wanted.len(), wanted)
        }
        Some(_) => return None,
        None => (start, subject),
    };
    let is_subject = subject.starts_with(char::is_alphabetic)
        && subject.contains(' ')
        && (SUBJECT_MIN..SUBJECT_MAX).contains(&subject.len());
    let start = from + start;
    is_subject.then(|| Span::new(start, start + subject.len()))
}

/// Tokens of a sentence that gives its reasons before it says what was issued.
const SENTENCE_TOKENS: usize = 24;

/// Tokens before the type word of a sentence that opens with what was issued.
const OPENING_TOKENS: usize = 4;

/// Bytes of the subject a lead sentence gives.
const SUBJECT_MIN: usize = 16;
const SUBJECT_MAX: usize = 500;

pub(super) fn date_of(token: &Token) -> Option<date::DateToken> {
    match token.kind {
        TokenKind::Date(date) if date.date.year.is_some() => Some(date),
        _ => None,
    }
}

/// The agency whose name ends right before the verb.
pub(super) fn issuer_before(reader: &Reader, block: Span, verb: usize) -> Option<Span> {
    let before = agency::without_signing(&reader.text[block.start as usize..verb]);
    let before = agency::without_term(before);
    let before = agency::without_person(before, reader.authority);
    let end = block.start as usize + before.len();
    agency::starts(before)
        .map(|start| block.start as usize + start)
        .find(|start| agency::end_of(reader.text, *start, end, reader.authority) == Some(end))
        .map(|start| Span::new(start, end))
}

/// "(Nguồn: Quyết định số 1732/QĐ-UBND)": the page is about that document.
fn source_line(reader: &mut Reader) {
    let lines: Vec<Span> = reader
        .blocks
        .iter()
        .rev()
        .take(12)
        .map(|block| block.span)
        .collect();
    for line in lines {
        let folded = fold(reader.written(line));
        if !folded
            .trim_start_matches(['(', '*', ' ', '-'])
            .starts_with("nguon")
            && !folded.contains("(nguon:")
        {
            continue;
        }
        let mut tokens = Vec::new();
        reader.lex(line, &mut tokens);
        let typed = tokens.windows(3).find_map(|window| {
            match (&window[0].kind, &window[1].kind, &window[2].kind) {
                (TokenKind::Type { doc_type, .. }, TokenKind::So, TokenKind::Number(number)) => {
                    Some((*doc_type, number.clone()))
                }
                (TokenKind::Type { doc_type, .. }, TokenKind::Number(number), _) => {
                    Some((*doc_type, number.clone()))
                }
                _ => None,
            }
        });
        let Some((doc_type, number)) = typed else {
            continue;
        };
        let date = tokens.iter().find_map(date_of);
        offer(
            reader,
            Announcement {
                doc_type,
                named: number.span,
                number: Some(number),
                date,
                issuer: None,
                subject: None,
            },
            "source_line",
        );
        return;
    }
}

pub(super) fn offer(reader: &mut Reader, found: Announcement, source: &'static str) {
    let span = Some(found.named);
    let abbr = reader.authority.doc_types()[found.doc_type].code.clone();
    reader.offer(
        "doc_type",
        source,
        span,
        Some(abbr).filter(|abbr| !abbr.is_empty()),
    );
    if let Some(number) = found.number {
        let symbol = number.symbol().map(str::to_owned);
        reader.offer("number", source, span, Some(number.number));
        reader.offer("symbol", source, span, symbol);
    }
    if let Some(date) = found.date {
        reader.offer("issued_on", source, Some(date.span), date.date.iso());
    }
    if let Some(issuer) = found.issuer {
        let written = reader
            .written(issuer)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        reader.offer("issuer", source, Some(issuer), Some(written));
    }
    reader.lead_subject = found.subject;
}
