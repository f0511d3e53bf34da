//! The headline of a page: it names the document in full ("Quyết định số 173/QĐ-UBND ngày 21/9/2023 của UBND tỉnh
//! Hưng Yên về việc …"), its type and subject, or only tells the news.

use super::article::{Announcement, LEAD, body_blocks, date_of, issuer_before, offer};
use super::{Reader, decider};
use crate::extract::agency;
use crate::extract::any_of::opens_with;
use crate::extract::lexer::{self, Lexicon, Token, TokenKind};
use crate::extract::words::{self, Class};
use crate::parse::{Block, BlockKind};
use crate::text::{Span, fold};

/// Bytes between an agency and "về" that name its term: " khóa XIII ", " nhiệm kỳ 2020-2025 ".
const TERM_MAX: usize = 32;

/// Bytes of the longest headline that is read; the longest subject seen has 420.
const HEADLINE_MAX: usize = 900;

/// "Kế hoạch nâng cao …": type and subject by the page's headline.
pub(super) fn read(reader: &mut Reader) {
    let line = reader.document.headline.or_else(|| {
        let of_row = |block: &&Block| matches!(block.kind, BlockKind::Cell { .. });
        let lines = reader.blocks.iter().filter(|block| !of_row(block));
        lines.map(|block| block.span).find(|span| {
            let text = reader.written(*span);
            text.len() > 20
                && !is_prose(text)
                && !lexer::is_file_name(text)
                && names_type(reader, text).is_some()
        })
    });
    let Some(line) = line else {
        return lead_title(reader);
    };
    if whole_name(reader, line) {
        return;
    }
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
    if let Some((abbr, _)) = &named
        && !reader.is_offered("issuer")
        && let Some(issuer) = announcing_agency(reader, abbr)
    {
        let said = super::super::section::collapse(reader.written(issuer));
        reader.offer("issuer", "lead_sentence", Some(issuer), Some(said));
    }
    if let Some((abbr, _)) = &named {
        reader.offer("doc_type", "headline", Some(line), Some(abbr.clone()));
    }
    let own = reader.best("doc_type").map(str::to_owned);
    let after_type = named.as_ref().map_or(0, |(_, length)| *length);
    let after_type = rest_of(reader, line, after_type);
    if super::decider::collection_head(reader, &[after_type], "headline") {
        return;
    }
    let said_by = issued_and_about(reader, after_type);
    let about;
    let subject = match (&named, said_by) {
        (Some(_), Some((issuer, subject))) => {
            let [issuer_said, subject_said] =
                [issuer, subject].map(|span| super::super::section::collapse(reader.written(span)));
            reader.offer("issuer", "headline", Some(issuer), Some(issuer_said));
            about = subject_said;
            about.as_str()
        }
        // The type word is no part of the subject, unless the page's document is of another type: a decision
        // that issues the plan.
        (Some((abbr, length)), None) if own.as_deref() == Some(abbr) => {
            subject_of(&text[*length..])
        }
        _ => text.as_str(),
    };
    if !subject.is_empty() && (named.is_some() || reader.is_offered("number")) {
        let subject = subject.trim_end_matches('.').to_owned();
        reader.offer("title", "headline", Some(line), Some(subject));
    }
}

/// "Dự án đường ven sông được … phê duyệt; UBND tỉnh …": a paragraph of the page, and no headline of it.
fn is_prose(line: &str) -> bool {
    /// Bytes of a headline that may end in a full stop.
    const SENTENCE_MIN: usize = 160;
    SENTENCE_MIN < line.len() && line.ends_with(['.', ';', ':']) || line.contains("; ")
}

/// "của Ban Chấp hành Đảng bộ tỉnh khóa XIII về huy động …", "của Ban Thường vụ Tỉnh ủy thực hiện …" after the type
/// word: who issued it, and what it is about.
pub(super) fn issued_and_about(reader: &Reader, rest: Span) -> Option<(Span, Span)> {
    let (issuer, after) = issuer_in(reader, rest, rest.range().start);
    let issuer = issuer.filter(|issuer| issuer.range().end == after)?;
    let said = &reader.text[after..rest.range().end];
    let acts = words::first(said) == Some(Class::Verb);
    let about = said.find("về ").filter(|at| *at <= TERM_MAX);
    let at = about.or(acts.then_some(0))?;
    let about = subject_in(reader, rest, after + at)?;
    Some((issuer, about))
}

/// What follows the type word, without its mark of urgency (Nghị định 30/2020/NĐ-CP, Phụ lục I) and "về việc".
pub(super) fn subject_of(rest: &str) -> &str {
    const URGENT: [&str; 4] = ["hỏa tốc", "hoả tốc", "thượng khẩn", "khẩn"];
    let rest = rest.trim();
    let urgent = |mark: &&str| {
        let after = rest.get(mark.len()..)?;
        let is_mark = rest.to_lowercase().starts_with(*mark) && after.starts_with([' ', ':']);
        is_mark.then(|| after.trim_start_matches([' ', ':']))
    };
    let rest = URGENT.iter().find_map(urgent).unwrap_or(rest);
    rest.strip_prefix("về việc ").unwrap_or(rest)
}

pub(super) fn lead_title(reader: &mut Reader) {
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

/// "UBND tỉnh Vĩnh Long ban hành Kế hoạch nâng cao …", "Ban hành Kế hoạch …": the type a headline announces, and where it
/// ends.
fn announced_type(reader: &Reader, text: &str) -> Option<(String, usize)> {
    if let Some(after) = text.strip_prefix("Ban hành ") {
        let (abbr, length) = names_type(reader, after)?;
        return Some((abbr, text.len() - after.len() + length));
    }
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

/// "UBND thành phố vừa ban hành Kế hoạch …" without a number: who issues what the headline announces.
fn announcing_agency(reader: &Reader, abbr: &str) -> Option<Span> {
    const VERB: &str = " ban hành ";
    let blocks: Vec<Span> = body_blocks(reader).take(LEAD).collect();
    blocks.into_iter().find_map(|block| {
        let said = reader.written(block);
        said.match_indices(VERB).find_map(|(at, _)| {
            let (found, _) = names_type(reader, &said[at + VERB.len()..])?;
            (found == abbr).then(|| issuer_before(reader, block, block.range().start + at))?
        })
    })
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
    // "Công văn nêu rõ: …", "Kế hoạch yêu cầu …": the page tells what the document says.
    const TELLS: [&str; 6] = ["nêu ", "yêu cầu ", "cũng ", "cho biết", "chỉ rõ", "đặt ra "];
    let tells = opens_with(text[span.range().end..].trim_start(), &TELLS);
    (span.start == 0 && capital && !abbr.is_empty() && !tells)
        .then(|| (abbr.clone(), span.range().end))
}

/// Reads a line that begins with type and number: "Kế hoạch số 21/KH-UBND ngày 02/02/2021 của UBND tỉnh … về …". Says
/// whether it is one.
pub(super) fn whole_name(reader: &mut Reader, line: Span) -> bool {
    let Some(found) = named_whole(reader, line) else {
        return false;
    };
    let subject = found.subject;
    offer(reader, found, "headline");
    if reader.lead_subject.is_none() {
        reader.lead_subject = subject;
    }
    lead_title(reader);
    true
}

/// The subject by a line above the letterhead that names the document by its own number, where nothing else gave one.
pub(super) fn title(reader: &mut Reader) {
    /// Lines a saved page has before its letterhead that may name it.
    const LINES: usize = 3;
    if reader.is_offered("title") {
        return;
    }
    let Some(own) = reader.best("number").map(str::to_owned) else {
        return;
    };
    let lines: Vec<Span> = reader.blocks.iter().take(LINES).map(|it| it.span).collect();
    let named = lines.into_iter().find_map(|line| {
        let found = named_whole(reader, line)?;
        let number = found.number?.number;
        (number == own).then_some((line, found.subject?))
    });
    if let Some((line, subject)) = named {
        let said = reader.written(subject).split_whitespace();
        let said = said.collect::<Vec<_>>().join(" ");
        reader.offer("title", "headline", Some(line), Some(said));
    }
}

/// True of a line that begins with type and number.
pub(super) fn names_number(reader: &Reader, line: Span) -> bool {
    named_whole(reader, line).is_some()
}

fn named_whole(reader: &Reader, line: Span) -> Option<Announcement> {
    let end = line.range().end.min(line.range().start + HEADLINE_MAX);
    let line = Span::new(line.range().start, reader.text.floor_char_boundary(end));
    let mut tokens = Vec::new();
    reader.lex(line, &mut tokens);
    let first = tokens.first()?;
    let TokenKind::Type { doc_type, .. } = first.kind else {
        return None;
    };
    let is_start = reader.text[line.range().start..first.span.range().start]
        .trim()
        .is_empty()
        && reader.written(first.span).starts_with(char::is_uppercase);
    let number_at = 1 + usize::from(tokens.get(1)?.kind == TokenKind::So);
    let TokenKind::Number(number) = &tokens.get(number_at)?.kind else {
        return None;
    };
    let between = reader
        .text
        .get(first.span.range().end..number.span.range().start)?;
    let is_adjacent = between.trim_matches([' ', ':', '\n']).chars().count() <= "số".len();
    if !is_start || !is_adjacent || number.serial().is_none() || number.symbol().is_none() {
        return None;
    }
    let dated = tokens.get(number_at + 1).filter(|token| {
        let gap = reader
            .text
            .get(number.span.range().end..token.span.range().start);
        gap.is_some_and(|gap| gap.trim_matches([' ', ',', '\n', '-']).is_empty())
    });
    let date = dated.and_then(date_of);
    let after = date.map_or(number.span, |date| date.span).range().end;
    let (issuer, after) = issuer_in(reader, line, after);
    Some(Announcement {
        doc_type,
        number: Some(number.clone()),
        named: number.span,
        date,
        issuer,
        subject: subject_in(reader, line, after),
    })
}

/// "của UBND tỉnh Hưng Yên" right after number and day, or "… do UBND tỉnh Hưng Yên ban hành" at the end; and where the
/// subject may begin.
fn issuer_in(reader: &Reader, line: Span, from: usize) -> (Option<Span>, usize) {
    if let Some(decider) = decider::after(reader, line, from) {
        return (Some(decider), decider.range().end);
    }
    let rest = &reader.text[from..line.range().end];
    let made_by = rest.rfind(" do ").and_then(|at| {
        let start = from + at + " do ".len();
        let end = agency::end_of(reader.text, start, line.range().end, reader.authority)?;
        let issues = reader.text[end..line.range().end]
            .trim_start()
            .starts_with("ban hành");
        issues.then(|| Span::new(start, end))
    });
    (made_by, from)
}

/// Bytes of the year that pages of law collections write behind the number: "Nghị quyết 32/NQ-CP 2019 kế hoạch …".
fn bare_year(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits == 4 && rest[digits..].starts_with(' ');
    if is_year { digits + 1 } else { 0 }
}

/// What the line says the document is about, without who issued it and what the page says of its validity.
fn subject_in(reader: &Reader, line: Span, from: usize) -> Option<Span> {
    const LEADS: [&str; 4] = ["về việc ", "Về việc ", "về ", "V/v "];
    const ENDS: [&str; 4] = [" do ", " (Văn bản ", " (Tình trạng ", " (Còn hiệu lực"];
    let rest = &reader.text[from..line.range().end];
    let blank = rest.len()
        - rest
            .trim_start_matches([' ', ',', ':', '-', '–', '\n'])
            .len();
    let blank = blank + bare_year(&rest[blank..]);
    let lead = LEADS.iter().find(|lead| rest[blank..].starts_with(**lead));
    let start = blank + lead.map_or(0, |lead| lead.len());
    let said = &rest[start..];
    let ends = ENDS.iter().filter_map(|end| Some((*end, said.rfind(end)?)));
    let ends =
        ends.filter(|(end, at)| *end != " do " || said[*at..].trim_end().ends_with("ban hành"));
    let end = ends.map(|(_, at)| at).min();
    let subject = said[..end.unwrap_or(said.len())].trim_end_matches(['.', ' ', ',', '/']);
    let is_subject =
        subject.starts_with(|c: char| c.is_alphabetic() || c == '“') && subject.contains(' ');
    is_subject.then(|| Span::new(from + start, from + start + subject.len()))
}
