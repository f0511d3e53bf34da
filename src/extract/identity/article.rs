//! A web page about a document. Its own number stands in the lead sentence ("ngày 09/2/2021 Sở … ban hành Kế hoạch số
//! 551/KH-UBND"), in the source line ("(Nguồn: Quyết định số 1732/QĐ-UBND)") or nowhere; its date of posting is not
//! the document's date.

use super::letterhead::Letterhead;
use super::{Reader, lead};
use crate::extract::lexer::{self, Lexicon, Token, TokenKind};
use crate::extract::{agency, date};
use crate::parse::{BlockKind, MediaType};
use crate::text::{Span, fold};

/// Blocks of the body in which the lead sentence stands.
pub(super) const LEAD: usize = 6;

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
        lead_sentence(reader);
    }
    if !reader.is_offered("number") {
        source_line(reader);
    }
    headline(reader);
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
        let Some(digit) = text
            .char_indices()
            .find_map(|(at, _)| date::read(text, at).filter(|d| d.date.date().is_some()))
        else {
            continue;
        };
        reader.posted_on = digit.date.iso();
        return;
    }
}

struct Announcement {
    doc_type: usize,
    number: crate::extract::number::NumberToken,
    date: Option<date::DateToken>,
    issuer: Option<Span>,
    subject: Option<Span>,
}

/// News saved as text without what stood around it: its first sentence says what was issued.
fn opening_sentence(reader: &mut Reader, head: &Letterhead) {
    let is_bare = reader.document.media_type == MediaType::Text
        && head.number_at.is_none()
        && head.title_word.is_none()
        && !reader.is_offered("doc_type");
    let Some(block) = body_blocks(reader).next().filter(|_| is_bare) else {
        return;
    };
    let mut tokens = Vec::new();
    lexer::lex(reader.text, block, Lexicon::bundled(), &mut tokens);
    let found = (0..tokens.len().min(OPENING_TOKENS))
        .find_map(|at| announcement(reader, block, &tokens, at));
    if let Some(found) = found.filter(|found| found.issuer.is_some()) {
        offer(reader, found, "lead_sentence");
        lead_title(reader);
    }
}

fn lead_sentence(reader: &mut Reader) {
    let body: Vec<Span> = body_blocks(reader).take(LEAD).collect();
    for block in body {
        let mut tokens = Vec::new();
        lexer::lex(reader.text, block, Lexicon::bundled(), &mut tokens);
        let found = (0..tokens.len()).find_map(|at| announcement(reader, block, &tokens, at));
        if let Some(found) = found {
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
    let number_at = (at + 1..at + 3)
        .find(|at| matches!(tokens.get(*at).map(|t| &t.kind), Some(TokenKind::Number(_))))?;
    let TokenKind::Number(number) = &tokens[number_at].kind else {
        return None;
    };
    let said = reader.text[block.range().start..tokens[at].span.range().start].trim_end();
    let issues = said.strip_suffix("ban hành");
    let verb = issues.or_else(|| said.strip_suffix(" có"))?.len();
    let issuer = issuer_before(reader, block, block.range().start + verb);
    let before = tokens[..at].iter().rev().find_map(date_of);
    let is_dated = tokens[..at]
        .iter()
        .any(|token| matches!(token.kind, TokenKind::Date(_)));
    let is_told = match issues {
        Some(_) => issuer.is_some() || at <= OPENING_TOKENS,
        None => issuer.is_some() && is_dated,
    };
    if number.serial.is_none() || !is_told {
        return None;
    }
    let after = tokens.get(number_at + 1).and_then(date_of);
    let after_number = tokens
        .get(number_at + 1)
        .filter(|token| date_of(token).is_some())
        .map_or(number.span, |token| token.span);
    Some(Announcement {
        doc_type,
        number: number.clone(),
        date: after.or(before),
        issuer,
        subject: subject_after(reader, block, after_number.range().end),
    })
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
    let is_subject = subject.starts_with(char::is_alphabetic)
        && subject.contains(' ')
        && (SUBJECT_MIN..SUBJECT_MAX).contains(&subject.len());
    let start = from + start;
    is_subject.then(|| Span::new(start, start + subject.len()))
}

/// Tokens before the type word of a sentence that opens with what was issued.
const OPENING_TOKENS: usize = 4;

/// Bytes of the subject a lead sentence gives.
const SUBJECT_MIN: usize = 16;
const SUBJECT_MAX: usize = 500;

fn date_of(token: &Token) -> Option<date::DateToken> {
    match token.kind {
        TokenKind::Date(date) if date.date.year.is_some() => Some(date),
        _ => None,
    }
}

/// The agency whose name ends right before the verb.
fn issuer_before(reader: &Reader, block: Span, verb: usize) -> Option<Span> {
    let before = reader.text[block.start as usize..verb].trim_end();
    let before = ["đã ký", "đã", "vừa", "ký"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(before)
        .trim_end();
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
        lexer::lex(reader.text, line, Lexicon::bundled(), &mut tokens);
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
                number,
                date,
                issuer: None,
                subject: None,
            },
            "source_line",
        );
        return;
    }
}

fn offer(reader: &mut Reader, found: Announcement, source: &'static str) {
    let span = Some(found.number.span);
    let abbr = reader.authority.doc_types()[found.doc_type].code.clone();
    reader.offer(
        "doc_type",
        source,
        span,
        Some(abbr).filter(|abbr| !abbr.is_empty()),
    );
    reader.offer("number", source, span, Some(found.number.number));
    reader.offer("symbol", source, span, found.number.symbol);
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

/// "Kế hoạch nâng cao …": type and subject by the page's headline.
fn headline(reader: &mut Reader) {
    let line = reader.document.headline.or_else(|| {
        reader.blocks.iter().map(|block| block.span).find(|span| {
            let text = reader.written(*span);
            text.len() > 20 && names_type(reader, text).is_some()
        })
    });
    let Some(line) = line else {
        return lead_title(reader);
    };
    let text = reader
        .written(line)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let named = names_type(reader, &text);
    // A headline that only tells the news is less than the sentence that gives the subject.
    if named.is_none() || text.contains(": ") {
        lead_title(reader);
    }
    let named = named.or_else(|| announced_type(reader, &text));
    if let Some((abbr, _)) = &named {
        reader.offer("doc_type", "headline", Some(line), Some(abbr.clone()));
    }
    let own = reader.best("doc_type").map(str::to_owned);
    let after_type = named.as_ref().map_or(0, |(_, length)| *length);
    let after_type = rest_of(reader, line, after_type);
    if super::title::collection_head(reader, &[after_type], "headline") {
        return;
    }
    let subject = match &named {
        // The type word is no part of the subject, unless the page's document is of another type: a decision
        // that issues the plan.
        Some((abbr, length)) if own.as_deref() == Some(abbr) => subject_of(&text[*length..]),
        _ => text.as_str(),
    };
    if !subject.is_empty() && (named.is_some() || reader.is_offered("number")) {
        let subject = subject.trim_end_matches('.').to_owned();
        reader.offer("title", "headline", Some(line), Some(subject));
    }
}

/// What follows the type word, without its mark of urgency (Nghị định 30/2020/NĐ-CP, Phụ lục I) and "về việc".
pub(super) fn subject_of(rest: &str) -> &str {
    const URGENT: [&str; 4] = ["hỏa tốc ", "hoả tốc ", "thượng khẩn ", "khẩn "];
    let rest = rest.trim();
    let rest = URGENT
        .iter()
        .find_map(|mark| rest.strip_prefix(mark))
        .unwrap_or(rest);
    rest.strip_prefix("về việc ").unwrap_or(rest)
}

fn lead_title(reader: &mut Reader) {
    let Some(span) = reader.lead_subject else {
        return;
    };
    let span = without_alias(reader, span);
    let subject = reader.written(span).split_whitespace();
    let subject = subject.collect::<Vec<_>>().join(" ");
    reader.offer("title", "lead_sentence", Some(span), Some(subject));
}

/// "… năm 2020 (Kế hoạch)", "… (sau đây gọi tắt là Kế hoạch)": what it is called from here on is no subject.
fn without_alias(reader: &Reader, subject: Span) -> Span {
    let written = reader.written(subject);
    let Some((before, alias)) = written
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
    else {
        return subject;
    };
    let is_alias =
        fold(alias).starts_with("sau day") || reader.authority.doc_type(alias.trim()).is_some();
    let end = if is_alias {
        before.trim_end().len()
    } else {
        written.len()
    };
    Span::new(subject.range().start, subject.range().start + end)
}

/// "UBND tỉnh Vĩnh Long ban hành Kế hoạch nâng cao …": the type an agency's headline announces, and
/// where it ends.
fn announced_type(reader: &Reader, text: &str) -> Option<(String, usize)> {
    let (before, after) = text.split_once(" ban hành ")?;
    let whole = agency::end_of(text, 0, before.len(), reader.authority)? == before.len();
    let (abbr, length) = names_type(reader, after).filter(|_| whole)?;
    Some((abbr, text.len() - after.len() + length))
}

/// What stands in `line` after its first `length` bytes and the blanks there.
pub(super) fn rest_of(reader: &Reader, line: Span, length: usize) -> Span {
    let written = reader.written(line);
    let start = written.len() - written.trim_start().len() + length;
    let rest = written.get(start..).unwrap_or_default();
    let start = start.min(written.len()) + (rest.len() - rest.trim_start().len());
    Span::new(line.start as usize + start, line.range().end)
}

/// The abbreviation of the type word a headline starts with, and the word's length.
pub(super) fn names_type(reader: &Reader, text: &str) -> Option<(String, usize)> {
    let mut tokens = Vec::new();
    let end = text.floor_char_boundary(text.len().min(60));
    lexer::lex(text, Span::new(0, end), Lexicon::bundled(), &mut tokens);
    let Token {
        span,
        kind: TokenKind::Type { doc_type, .. },
    } = tokens.first()?
    else {
        return None;
    };
    let abbr = &reader.authority.doc_types()[*doc_type].code;
    let capital = text.starts_with(char::is_uppercase);
    (span.start == 0 && capital && !abbr.is_empty()).then(|| (abbr.clone(), span.range().end))
}
