//! Documents that lost their title: what the lead sentence says is made ("Sở Công Thương xây dựng Kế
//! hoạch đào tạo nghề năm 2022 với những nội dung sau").

use super::article::{LEAD, PARAGRAPH_MIN, body_blocks, issuer_before};
use super::headline::{issued_and_about, names_type, rest_of, subject_of};
use super::{Reader, headline};
use crate::extract::any_of::opens_with;
use crate::extract::lexer;
use crate::parse::MediaType;
use crate::text::{Span, fold};

/// How an agency says that it makes a document, folded.
const VERBS: [&str; 3] = ["ban hanh", "xay dung", "lap"];

/// Bytes of the subject such a sentence gives.
const SUBJECT_MIN: usize = 16;
const SUBJECT_MAX: usize = 300;

/// What ends it.
const ENDS: [&str; 9] = [
    "như sau",
    "với các nội dung",
    "với những nội dung",
    "với nội dung",
    "cụ thể",
    "gồm",
    "(",
    ":",
    ";",
];

/// A text that has neither letterhead nor title block is a page saved without what stood around it:
/// the first line that begins with a type word is a headline if the agency that speaks then makes such a document.
pub(super) fn bare_text(reader: &mut Reader) {
    let is_bare = reader.document.media_type == MediaType::Text
        && !reader.is_offered("doc_type")
        && !reader.is_offered("number");
    if !is_bare {
        return;
    }
    // What a page says of itself ("Skip to main content") may stand before.
    let lines = reader.blocks.iter().take(LEAD).map(|block| block.span);
    let mut lines = lines
        .filter(|line| line.len() < SUBJECT_MAX && !lexer::is_file_name(reader.written(*line)));
    let found = lines.find_map(|line| Some((line, names_type(reader, reader.written(line))?)));
    let Some((first, (abbr, length))) = found else {
        return;
    };
    // "Kế hoạch số 21/KH-UBND của UBND tỉnh về …" names a document whole, and is read as that.
    if headline::names_number(reader, first) {
        return;
    }
    let doc_type = fold(&reader.written(first)[..length]);
    let makes = VERBS.map(|verb| format!(" {verb} {doc_type} "));
    let lead = body_blocks(reader).take(LEAD);
    let is_own = lead.filter(|block| *block != first).any(|block| {
        makes
            .iter()
            .any(|made| fold(reader.written(block)).contains(made))
    });
    let heads = is_titled(reader, first, length) || heads_grounds(reader, first);
    if !is_own && !heads && !speaks_of_itself(reader, first, length) {
        return;
    }
    let rest = rest_of(reader, first, length);
    let rest = last_in_capitals(reader, first).map_or(rest, |last| rest.cover(last));
    let title = issued_and_about(reader, rest).map_or(rest, |(_, subject)| subject);
    let written = super::super::section::collapse(reader.written(title));
    let subject = subject_of(&written);
    reader.offer("doc_type", "headline", Some(first), Some(abbr));
    if !subject.is_empty() {
        reader.offer("title", "headline", Some(first), Some(subject.to_owned()));
    }
}

/// "THÔNG BÁO Nội dung kỳ họp thứ năm …" as the first line above a paragraph: the type word in capitals and its subject
/// behind it are a document's title. News are headed in small letters or in capitals throughout.
fn is_titled(reader: &Reader, line: Span, length: usize) -> bool {
    let mut blocks = reader.blocks.iter().map(|block| block.span);
    let is_first = blocks.next() == Some(line);
    let (word, rest) = reader.written(line).split_at(length);
    is_first
        && word.len() > "KH".len()
        && !word.chars().any(char::is_lowercase)
        && rest.starts_with(' ')
        && rest.contains(char::is_lowercase)
        && blocks
            .next()
            .is_some_and(|second| PARAGRAPH_MIN <= second.len())
}

/// "THÔNG BÁO TỔ CHỨC RA QUÂN …" as the first line, in capitals, and below it "Thực hiện Chỉ thị số …;": a document, not
/// the news of one.
fn heads_grounds(reader: &Reader, line: Span) -> bool {
    let is_first = reader.blocks.first().map(|block| block.span) == Some(line);
    let grounds = ["Căn cứ ", "Thực hiện "];
    is_first
        && is_in_capitals(reader.written(line))
        && body_blocks(reader)
            .take(LEAD)
            .any(|block| opens_with(reader.written(block), &grounds))
}

fn is_in_capitals(line: &str) -> bool {
    line.contains(' ') && !line.chars().any(char::is_lowercase)
}

/// The last line of a subject in capitals that goes on below its first.
fn last_in_capitals(reader: &Reader, first: Span) -> Option<Span> {
    const LINES_MAX: usize = 4;
    let lines = reader.blocks.iter().map(|block| block.span);
    let subject = lines
        .skip_while(|line| *line != first)
        .take(LINES_MAX)
        .take_while(|line| is_in_capitals(reader.written(*line)));
    subject.skip(1).last()
}

/// "Quyết định này có hiệu lực …" below a first line "Quyết định về việc …": what is left of a document without its
/// letterhead.
fn speaks_of_itself(reader: &Reader, line: Span, length: usize) -> bool {
    let written = reader.written(line);
    let itself = format!("{} này", &written[..length]);
    let is_first = reader.blocks.first().map(|block| block.span) == Some(line);
    let is_sentence =
        written.trim_end().ends_with([';', ':', ',']) || written[length..].trim().is_empty();
    is_first && !is_sentence && reader.text[line.range().end..].contains(&itself)
}

/// The title of a document whose saved page lost it, from the sentence that says what is issued.
pub(super) fn title(reader: &mut Reader) {
    let is_lost = reader.is_offered("number") && !reader.is_offered("title");
    if !is_lost {
        return;
    }
    let by_word = reader
        .best("doc_type")
        .and_then(|code| reader.authority.doc_type(code));
    let by_symbol = || reader.authority.doc_type_of_symbol(reader.best("symbol")?);
    let Some(name) = by_word.or_else(by_symbol).map(|known| known.name.clone()) else {
        return;
    };
    let lead: Vec<Span> = body_blocks(reader).take(2 * LEAD).collect();
    let found = lead
        .into_iter()
        .find_map(|block| subject(reader, block, &name));
    if let Some(span) = found {
        let subject = reader
            .written(span)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        reader.offer("title", "lead_sentence", Some(span), Some(subject));
    }
}

/// "ban hành kế hoạch SUBJECT, cụ thể như sau".
fn subject(reader: &Reader, block: Span, name: &str) -> Option<Span> {
    let written = reader.written(block);
    let lower = written.to_lowercase();
    // Offsets of the lower case hold only where no letter changed its length.
    if lower.len() != written.len() {
        return None;
    }
    let made = ["ban hành ", "xây dựng ", "lập "].iter().find_map(|verb| {
        let made = format!("{verb}{} ", name.to_lowercase());
        Some(lower.find(&made)? + made.len())
    })?;
    let rest = &lower[made..];
    let ends = ENDS.iter().filter_map(|end| rest.find(end)).min();
    let end = ends.or_else(|| enacted(reader, block, rest, written.len() - rest.len()))?;
    let subject = rest[..end].trim_end_matches([' ', ',']);
    let is_subject = subject.len() < SUBJECT_MAX && is_said(subject) && !subject.starts_with("số ");
    is_subject.then(|| {
        let start = block.range().start + made;
        Span::new(start, start + subject.len())
    })
}

/// "Bộ trưởng Bộ Nội vụ ban hành Thông tư quy định ….": the enacting sentence of a normative document (Nghị định
/// 34/2016/NĐ-CP, Điều 57) is all of its paragraph; where its subject ends, in `rest`.
fn enacted(reader: &Reader, block: Span, rest: &str, made: usize) -> Option<usize> {
    let before = &reader.written(block)[..made];
    let verb = before.rfind("ban hành")?;
    let issuer = issuer_before(reader, block, block.range().start + verb)?;
    let is_whole = reader.text[block.range().start..issuer.range().start]
        .trim()
        .is_empty();
    let subject = rest.trim_end().strip_suffix('.')?;
    (is_whole && !subject.contains(". ")).then_some(subject.len())
}

/// "UBND xã Đăk Ngọk xây dựng Kế hoạch thực hiện … năm 2023, cụ thể như sau:": a page without letterhead or headline of its
/// type says itself what it is.
pub(super) fn self_made(reader: &mut Reader) {
    if ["doc_type", "number", "title"]
        .iter()
        .any(|field| reader.is_offered(field))
    {
        return;
    }
    let lead: Vec<Span> = body_blocks(reader).take(LEAD).collect();
    let found = lead.into_iter().find_map(|block| made_in(reader, block));
    let Some(made) = found else {
        return;
    };
    let said = |span| super::super::section::collapse(reader.written(span));
    let (issuer, subject) = (said(made.issuer), made.subject.map(said));
    let source = "lead_sentence";
    reader.offer("doc_type", source, Some(made.named), Some(made.doc_type));
    reader.offer("issuer", source, Some(made.issuer), Some(issuer));
    if subject.is_some() {
        reader.offer("title", source, made.subject, subject);
    }
}

/// What an agency says it makes.
struct Made {
    doc_type: String,
    named: Span,
    issuer: Span,
    /// "ban hành Kế hoạch triển khai như sau" names none.
    subject: Option<Span>,
}

fn made_in(reader: &Reader, block: Span) -> Option<Made> {
    const ANNOUNCED: [&str; 2] = ["như sau", "sau đây"];
    let said = reader.written(block);
    let told = said.trim_end().trim_end_matches([':', '.', ' ']);
    if !ANNOUNCED.iter().any(|end| told.ends_with(end)) {
        return None;
    }
    MADE.iter().find_map(|verb| {
        let at = said.rfind(verb)?;
        let after = at + verb.len();
        let (doc_type, length) = names_type(reader, &said[after..])?;
        let issuer = issuer_before(reader, block, block.range().start + at)?;
        let rest = said[after + length..].trim_start();
        let start = said.len() - rest.len();
        let end = ENDS.iter().filter_map(|end| rest.find(end)).min()?;
        let subject = rest[..end].trim_end_matches([' ', ',', '-']);
        let first = block.range().start;
        let within = |start: usize, length: usize| Span::new(first + start, first + start + length);
        let is_other = subject.starts_with("số ") || SUBJECT_MAX <= subject.len();
        (!is_other).then(|| Made {
            doc_type,
            named: within(after, length),
            issuer,
            subject: is_said(subject).then(|| within(start, subject.len())),
        })
    })
}

/// "ban hành Kế hoạch triển khai thực hiện như sau" says of no subject in particular.
fn is_said(subject: &str) -> bool {
    const BARE: [&str; 3] = [
        "triển khai thực hiện",
        "tổ chức thực hiện",
        "tổ chức triển khai thực hiện",
    ];
    SUBJECT_MIN <= subject.len() && !BARE.contains(&subject)
}

const MADE: [&str; 3] = [" ban hành ", " xây dựng ", " lập "];
