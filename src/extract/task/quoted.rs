//! Passages of another paper in quotation marks, over several lines: "Khoản 2 Điều 30 Nghị định số … quy định: “…”". What
//! is told of there binds whom it binds, and is no work that this paper gives.

use memchr::memmem;

use super::super::any_of::opens_with;
use crate::text::Span;

/// Bytes of the longest passage that is followed to its end.
const PASSAGE_MAX: usize = 8_000;
/// Bytes before a passage in which it is said whose it is.
const LEAD_MAX: usize = 400;

/// The passages of `text`, in order.
pub(super) fn passages(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for open in memmem::find_iter(text.as_bytes(), "“") {
        let inside = found.last().is_some_and(|last| open < last.end as usize);
        if inside || !is_told(&text[..open]) {
            continue;
        }
        let close = close_of(text, open);
        let is_passage = |&close: &usize| text[open..close].contains('\n') || cites(&text[..open]);
        if let Some(close) = close.filter(is_passage) {
            found.push(Span::new(open, close));
        }
    }
    found
}

/// "Khoản 3 Điều 15 Nghị định số … quy định: “…”": a line that tells of a provision and nothing else.
fn cites(before: &str) -> bool {
    const PROVISIONS: [&str; 8] = [
        "Khoản ",
        "Điều ",
        "Điểm ",
        "Tại khoản ",
        "Tại Khoản ",
        "Tại Điều ",
        "Tại điểm ",
        "Theo quy định tại ",
    ];
    let line = before.rsplit('\n').next().unwrap_or(before);
    let bare = line.trim_start_matches(|c: char| !c.is_uppercase());
    opens_with(bare, &PROVISIONS)
}

/// True if the words before a quotation mark say what a paper lays down: "… quy định:". What an amendment puts in the place
/// of the old words is its own.
fn is_told(before: &str) -> bool {
    let lead = &before[before.floor_char_boundary(before.len().saturating_sub(LEAD_MAX))..];
    let lead = lead.trim_end();
    let line = lead.rsplit('\n').next().unwrap_or(lead);
    let amends = ["ửa đổi", "ổ sung", "ay thế"];
    lead.ends_with(':') && line.contains("quy định") && !amends.iter().any(|it| line.contains(it))
}

/// The byte behind the mark that closes the one at `open`.
fn close_of(text: &str, open: usize) -> Option<usize> {
    let end = text.floor_char_boundary((open + PASSAGE_MAX).min(text.len()));
    let mut depth = 0usize;
    for (at, mark) in text[open..end].char_indices() {
        match mark {
            '“' => depth += 1,
            '”' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some(open + at + mark.len_utf8());
        }
    }
    None
}
