//! Pages that are no document: a portal's list of documents, a page of links, an answer that nothing is
//! there. What they name are other documents: they have no number, type, day or title of their own.
//!
//! A document that bears its own letterhead is one, whatever it lists in an annex; so is a page whose
//! labels name its document once, whatever others it says are related.

use std::collections::BTreeSet;

use super::letterhead::Letterhead;
use super::{Reader, labels};
use crate::extract::date;
use crate::extract::lexer::{Token, TokenKind};
use crate::extract::trace::{Field, Rule};
use crate::parse::{Block, BlockKind, MediaType};
use crate::text::{Diagnostic, Span, fold};

/// What `parse` says of a page that a portal gave in place of the one that was asked for.
const REFUSALS: [&str; 2] = ["soft_404", "challenge_page"];

/// What it says of a page that is hardly more than links.
const LINKS: &str = "page_of_links";

/// Documents that make a list: an article may announce two.
const LISTED_MIN: usize = 3;

/// Labels of a number with different numbers that make one: a document has one number.
const LABELLED_MIN: usize = 2;

/// Blocks from one day to the next: the summary, perhaps a file, the next headline.
const LISTED_BLOCKS_MAX: usize = 4;

/// Bytes of a summary with the headline after it.
const LISTED_BYTES_MAX: usize = 1_200;

/// Blocks from the number of an entry to its day, or the other way round: counter, title, agency, file.
const ENTRY_BLOCKS_MAX: usize = 5;

/// Bytes at the start of a line in which an entry says its number.
const ENTRY_BYTES_MAX: usize = 120;

/// The entries, from the first to the last, take one part in this many of the text.
const SHARE_MIN: usize = 2;

/// Bytes of the head of a column.
const HEAD_BYTES_MAX: usize = 60;

/// Words of the head of a table of tasks: its numbers are grounds and its days deadlines.
const TASK_HEADS: [&str; 5] = ["chu tri", "phoi hop", "hoan thanh", "tien do", "san pham"];

/// Blocks at the top in which an annex says what it belongs to.
const ANNEX_BLOCKS_MAX: usize = 12;

/// What there is to say of a page that is no document; `None` for a document.
pub(super) fn recognize(reader: &mut Reader, head: &Letterhead) -> Option<Vec<Diagnostic>> {
    let says = |code: &str| reader.document.diagnostics.iter().any(|it| it.code == code);
    if REFUSALS.iter().any(|code| says(code)) {
        return Some(Vec::new());
    }
    let is_shown = reader.is_page() || reader.document.media_type == MediaType::Text;
    if !is_shown || head.is_whole() || is_annex(reader) {
        return None;
    }
    let own = labels::of_number(reader).is_some();
    let headlines = headlines_with_days(reader).filter(|_| !own);
    if let Some(second) = headlines.or_else(|| entries(reader, own)) {
        reader.refuse(Field::Itself, second, Rule::ListOfDocuments);
        return Some(vec![list_of_documents(second)]);
    }
    (says(LINKS) && !is_named(reader)).then(Vec::new)
}

fn list_of_documents(second: Span) -> Diagnostic {
    let message = "Trang này là danh sách nhiều văn bản: không số nào ở đây là của chính trang.";
    let mut diagnostic = Diagnostic::note("list_of_documents", message);
    diagnostic.span = Some(second);
    diagnostic
}

/// "(Kèm theo Quyết định số 315/QĐ-SNV …)": a list that is part of a document bears that document's name.
fn is_annex(reader: &Reader) -> bool {
    let top = reader.blocks.iter().take(ANNEX_BLOCKS_MAX);
    top.map(|block| reader.written(block.span))
        .any(|line| fold(line).contains("kem theo"))
}

/// A label or the headline says a number: links stand beside a document.
fn is_named(reader: &Reader) -> bool {
    let headline = reader.document.headline;
    let has_number = |line: Span| tokens_of(reader, line).iter().any(is_number);
    labels::of_number(reader).is_some() || headline.is_some_and(has_number)
}

/// Headlines with a day of their own each, close together: a page that lists documents is about none of
/// them. Gives the line of the second.
fn headlines_with_days(reader: &Reader) -> Option<Span> {
    let days: Vec<usize> = (0..reader.blocks.len())
        // A column of days is one of deadlines as often.
        .filter(|at| !is_cell(reader.blocks[*at]))
        .filter(|at| is_day_alone(reader.written(reader.blocks[*at].span)))
        .take(LISTED_MIN)
        .collect();
    let close = |pair: &[usize]| {
        let text = reader.blocks[pair[1]].span.start - reader.blocks[pair[0]].span.end;
        (2..=LISTED_BLOCKS_MAX).contains(&(pair[1] - pair[0])) && (text as usize) < LISTED_BYTES_MAX
    };
    let is_list = days.len() == LISTED_MIN && days.windows(2).all(close);
    is_list.then(|| reader.blocks[days[1]].span)
}

/// "26/07/2022 | 08:32 AM": a day, perhaps an hour, nothing else.
fn is_day_alone(line: &str) -> bool {
    let line = line.trim();
    let Some(digit) = line
        .find(|c: char| c.is_ascii_digit())
        .filter(|_| line.len() <= 32)
    else {
        return false;
    };
    let Some(token) = date::read(line, digit).filter(|token| token.date.date().is_some()) else {
        return false;
    };
    let rest = &line[token.span.range().end..];
    let words = rest.replace("AM", "").replace("PM", "");
    digit <= 3 && !words.chars().any(char::is_alphabetic)
}

/// Entries that each say a number and a day, one after the other. Gives the place of the second. Where the
/// page has a label of a number of its `own` they stand beside its document, unless they repeat the label.
fn entries(reader: &Reader, own: bool) -> Option<Span> {
    let mut found: Vec<(Span, String)> = Vec::new();
    let mut number: Option<(usize, String)> = None;
    let mut day: Option<usize> = None;
    for at in 0..reader.blocks.len() {
        match part(reader, at) {
            Part::Whole(name) => {
                found.push((reader.blocks[at].span, name));
                (number, day) = (None, None);
            }
            Part::Number(name) => number = Some((at, name)),
            Part::Day => day = Some(at),
            Part::HeadOfTasks => return None,
            Part::Other => {}
        }
        if let (Some((one, name)), Some(other)) = (&number, day)
            && one.abs_diff(other) <= ENTRY_BLOCKS_MAX
        {
            let [one, other] = [*one, other].map(|at| reader.blocks[at].span);
            found.push((one.cover(other), name.clone()));
            (number, day) = (None, None);
        }
    }
    let distinct = |is_counted: &dyn Fn(Span) -> bool| {
        let counted = found.iter().filter(|(span, _)| is_counted(*span));
        counted.map(|(_, name)| name).collect::<BTreeSet<_>>().len()
    };
    let labelled = distinct(&|span| is_labelled(reader, span));
    let is_list = LABELLED_MIN <= labelled || !own && LISTED_MIN <= distinct(&|_| true);
    let taken = found.first()?.0.cover(found.last()?.0).len();
    let all: usize = reader.blocks.iter().map(|block| block.span.len()).sum();
    (is_list && all <= taken * SHARE_MIN).then(|| found[1].0)
}

/// "Số ký hiệu: 12/KH-UBND": a label of a number stands at the start of an entry, or right before it.
fn is_labelled(reader: &Reader, entry: Span) -> bool {
    let at = reader
        .blocks
        .partition_point(|block| block.span.end <= entry.start);
    let label_in = |at: usize| {
        let line = reader
            .blocks
            .get(at)
            .map(|block| reader.written(block.span));
        let line = line.unwrap_or_default();
        labels::is_of_number(line.split_once(':').map_or(line, |(label, _)| label))
    };
    label_in(at) || 0 < at && label_in(at - 1)
}

/// What a block says of an entry.
enum Part {
    /// Its number and its day.
    Whole(String),
    Number(String),
    Day,
    HeadOfTasks,
    Other,
}

fn part(reader: &Reader, at: usize) -> Part {
    let block = reader.blocks[at];
    let line = reader.written(block.span);
    if is_cell(block) && line.len() <= HEAD_BYTES_MAX {
        let folded = fold(line);
        if TASK_HEADS.iter().any(|word| folded.contains(word)) {
            return Part::HeadOfTasks;
        }
    }
    if is_day_alone(without_label_of_day(line)) {
        return Part::Day;
    }
    let tokens = tokens_of(reader, block.span);
    let Some((name, span)) = number_at_start(reader, block.span, &tokens) else {
        return Part::Other;
    };
    let is_alone =
        !reader.text[span.range().end..block.span.range().end].contains(char::is_alphanumeric);
    match () {
        () if is_day_near(reader, block.span, &tokens, span) => Part::Whole(name),
        () if is_cell(block) || is_alone => Part::Number(name),
        () => Part::Other,
    }
}

fn is_cell(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Cell { .. })
}

fn tokens_of(reader: &Reader, line: Span) -> Vec<Token> {
    let end = line.range().end.min(line.range().start + ENTRY_BYTES_MAX);
    let opening = Span::new(line.range().start, reader.text.floor_char_boundary(end));
    let mut tokens = Vec::new();
    reader.lex(opening, &mut tokens);
    tokens
}

fn is_number(token: &Token) -> bool {
    matches!(&token.kind, TokenKind::Number(number) if number.serial().is_some())
}

/// The number that a line starts with, after a counter, its label, its day or the type it is a number of:
/// "12/KH-UBND", "3. Số ký hiệu: 12/KH-UBND", "Quyết định của UBND tỉnh số 37/2026/QĐ-UBND".
fn number_at_start(reader: &Reader, line: Span, tokens: &[Token]) -> Option<(String, Span)> {
    let at = tokens.iter().position(is_number)?;
    let TokenKind::Number(number) = &tokens[at].kind else {
        return None;
    };
    let opens = |span: Span| {
        let before = &reader.text[line.range().start..span.range().start];
        is_label_or_counter(before) || is_day_alone(before)
    };
    let is_typed = |first: &Token| {
        let of_type = |token: &Token| matches!(token.kind, TokenKind::Type { .. });
        let before = tokens[..at].last();
        let is_promised = before.is_some_and(|it| it.kind == TokenKind::So || of_type(it));
        of_type(first) && is_promised && opens(first.span)
    };
    let is_at_start = opens(number.span) || tokens.first().is_some_and(is_typed);
    is_at_start.then(|| (number.number.clone(), number.span))
}

/// "", "1.", "Số:", "2) Số/Ký hiệu:", "Số hiệu văn bản"
fn is_label_or_counter(before: &str) -> bool {
    const WORDS: [&str; 7] = ["so", "ky", "ki", "hieu", "van", "ban", "stt"];
    let folded = fold(before);
    let mut words = folded.split(|c: char| !c.is_alphabetic());
    words.all(|word| word.is_empty() || WORDS.contains(&word))
}

/// A full day right after the number, or one that the line starts with: "56/KH-UBND 09/06/2015 Kế hoạch …".
fn is_day_near(reader: &Reader, line: Span, tokens: &[Token], number: Span) -> bool {
    let is_full = |token: &&Token| match token.kind {
        TokenKind::Date(day) => day.date.date().is_some(),
        _ => false,
    };
    tokens.iter().filter(is_full).any(|day| {
        let from = match day.span.start < number.start {
            true => line.range().start,
            false => number.range().end,
        };
        // "21/KH-UBNngày 02/02/2021": the number ends inside its day.
        let between = reader.text.get(from..day.span.range().start);
        between.is_none_or(is_words_of_day)
    })
}

/// "ngày", "ban hành ngày", "|": what stands between a number and its day.
fn is_words_of_day(between: &str) -> bool {
    let folded = fold(between);
    let mut words = folded.split(|c: char| !c.is_alphabetic());
    words.all(|word| ["", "ngay", "ban", "hanh", "ky"].contains(&word))
}

/// "Ngày ban hành: 23/09/2021" → "23/09/2021"
fn without_label_of_day(line: &str) -> &str {
    const LABELS: [&str; 6] = [
        "ngay",
        "ngay ban hanh",
        "ngay van ban",
        "ban hanh",
        "ngay ky",
        "ngay dang",
    ];
    match line.split_once(':') {
        Some((label, value))
            if LABELS.contains(&fold(label.trim_matches(['-', '+', '•', ' '])).as_str()) =>
        {
            value.trim_start()
        }
        _ => line,
    }
}
