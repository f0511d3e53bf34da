//! Blocks in, an outline out: which line stands under which. Plans number freely ("I-", "1.1.",
//! "a)", "-", "+") and skip levels, so a mark is put under the nearest earlier line whose kind of
//! mark is not yet open; a mark whose kind is open closes everything below it. Tables and the
//! text after a signature keep their places.

mod mark;
mod zone;

use super::any_of::opens_with;
use crate::parse::{BlockKind, Document};
use crate::text::{Span, lower_case, small_letter};

pub(super) use mark::{Mark, is_item};

/// One paragraph, with the mark that opens it set aside.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// "II", "1.2", "a", "Điều 3".
    pub label: Option<Span>,
    pub mark: Option<Mark>,
    /// What follows the mark, without the blanks at either end.
    pub body: Span,
    pub parent: Option<usize>,
    pub has_children: bool,
    /// The next line stands under this one or beside it as its text: what looks like a heading is
    /// one.
    pub is_heading: bool,
    /// The document, then each thing attached to it.
    pub part: u32,
    pub zone: Zone,
    pub table: Option<u32>,
}

/// Where in its part a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Letterhead, title, legal bases.
    Opening,
    Body,
    /// Recipients, signature, and whatever a portal prints after them.
    Closing,
}

/// Bytes of a heading without a full stop; longer ones are sentences whose stop was lost.
const HEADING_MAX: usize = 260;

pub(super) fn read(document: &Document) -> Vec<Line> {
    let mut lines = lines(document);
    zone::zones(&mut lines, document.text.as_str());
    join_broken(&mut lines, document.text.as_str());
    headings(&mut lines, document.text.as_str());
    parents(&mut lines, document.text.as_str());
    lines
}

fn lines(document: &Document) -> Vec<Line> {
    let text = document.text.as_str();
    let mut lines: Vec<Line> = Vec::with_capacity(document.blocks.len());
    let mut last_table = None;
    for block in &document.blocks {
        match block.kind {
            BlockKind::Furniture | BlockKind::Page | BlockKind::Footnote => {}
            BlockKind::Cell { table, .. } if last_table != Some(table) => {
                last_table = Some(table);
                let span = document
                    .tables
                    .get(table as usize)
                    .map_or(block.span, |table| table.span);
                lines.push(Line {
                    table: Some(table),
                    ..unmarked(Span::new(span.start as usize, span.start as usize))
                });
            }
            BlockKind::Cell { .. } => {}
            BlockKind::Paragraph | BlockKind::Heading { .. } => {
                let range = block.span.range();
                let breaks = memchr::memchr_iter(b'\n', text[range.clone()].as_bytes());
                let ends = breaks.map(|at| range.start + at).chain([range.end]);
                let mut start = range.start;
                for end in ends {
                    lines.extend(marked(text, Span::new(start, end)));
                    start = end + 1;
                }
            }
        }
    }
    lines
}

fn unmarked(body: Span) -> Line {
    Line {
        label: None,
        mark: None,
        body,
        parent: None,
        has_children: false,
        is_heading: false,
        part: 0,
        zone: Zone::Body,
        table: None,
    }
}

/// The line that stands there; `None` for blanks.
fn marked(text: &str, line: Span) -> Option<Line> {
    let body = trim(text, line);
    if body.is_empty() {
        return None;
    }
    let (mark, label, length) = mark::mark_of(&text[body.range()]).unwrap_or((None, 0..0, 0));
    let from = body.start as usize;
    let rest = trim(text, Span::new(from + length, body.end as usize));
    let label = mark.map(|_| Span::new(from + label.start, from + label.end));
    Some(Line {
        label,
        mark,
        ..unmarked(rest)
    })
}

pub(super) fn trim(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    // Most stretches have nothing to trim.
    if let [b'!'..=b'~', .., b'!'..=b'~'] = slice.as_bytes() {
        return span;
    }
    let left = slice.len() - slice.trim_start().len();
    let kept = slice.trim();
    let start = span.start as usize + left;
    Span::new(start, start + kept.len())
}

/// A paragraph cut in mid-sentence (by a page or a blank line) goes on in lower case.
fn join_broken(lines: &mut Vec<Line>, text: &str) {
    lines.dedup_by(|line, before| {
        let is_title = lacks_title(before, line, text);
        if !is_title && !goes_on(before, line, text) {
            return false;
        }
        before.body = match is_title && before.body.is_empty() {
            true => line.body,
            false => before.body.cover(line.body),
        };
        true
    });
}

/// "Chương III" with its title on the lines below, in capitals.
fn lacks_title(before: &Line, line: &Line, text: &str) -> bool {
    let structural = matches!(
        before.mark,
        Some(Mark::Part | Mark::Chapter | Mark::Section | Mark::Roman)
    );
    let words = || &text[line.body.range()];
    let title = || &text[before.body.range()];
    structural
        && line.mark.is_none()
        && line.table.is_none()
        && (before.body.is_empty() && line.body.len() <= HEADING_MAX
            || before.body.cover(line.body).len() <= HEADING_MAX
                && is_capitals(title())
                && is_capitals(words()))
}

pub(super) fn is_capitals(words: &str) -> bool {
    words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase)
}

fn goes_on(before: &Line, line: &Line, text: &str) -> bool {
    let ends = || text[before.body.range()].chars().next_back();
    let starts = || text[line.body.range()].chars().next();
    line.mark.is_none()
        && line.table.is_none()
        && before.table.is_none()
        && before.zone == Zone::Body
        && line.zone == Zone::Body
        && before.part == line.part
        && before.body.len() > 40
        && starts().is_some_and(char::is_lowercase)
        && ends().is_some_and(|c| c.is_alphanumeric() || c == ',')
}

/// A line looks like a heading if it ends as no sentence does and is short, or ends with a colon.
fn headings(lines: &mut [Line], text: &str) {
    let mut below = None;
    for line in lines.iter_mut().rev() {
        let next = std::mem::replace(&mut below, line.mark);
        if line.table.is_some() {
            continue;
        }
        let body = &text[line.body.range()];
        let open_ended = !body.ends_with(['.', ';', ',', '!', '…']) || body.ends_with("...");
        let may_title = match line.mark {
            // "Sở Nội vụ", "- …": who must do what the bullets say.
            None => {
                let heads_bullets = next.is_some_and(Mark::is_bullet);
                let heads_list = next.is_some_and(|next| Mark::Roman < next);
                line.zone == Zone::Body
                    && (heads_bullets && begins_as_body(body) || heads_list && names_work(body))
            }
            Some(Mark::Dash | Mark::Plus) => false,
            // "* Sở Nội vụ", "- …": of two kinds of bullets the first may head the others.
            Some(Mark::Star) => matches!(next, Some(Mark::Dash | Mark::Plus)),
            Some(_) => true,
        };
        // Over items of its own a title may be longer than a sentence that lost its stop.
        let is_long_title = || {
            let heads = matches!((line.mark, next), (Some(mark), Some(next)) if mark < next);
            let is_section = line.mark.is_some_and(|mark| !Mark::is_bullet(mark));
            heads && is_section && body.len() <= 2 * HEADING_MAX && !body.contains(". ")
        };
        line.is_heading = may_title && open_ended && (body.len() <= HEADING_MAX || is_long_title())
            || body.ends_with(':')
            || names_period(body);
    }
}

/// "Nhiệm vụ thường xuyên" over a list, without a mark.
fn names_work(line: &str) -> bool {
    const TITLE_MAX: usize = 60;
    const HEADS: [&str; 4] = ["Nhiệm vụ ", "Các nhiệm vụ ", "Công việc ", "Các công việc "];
    line.len() <= TITLE_MAX && opens_with(line, &HEADS)
}

/// True if a short line begins as the name of a body does; whether it is one, those who read names tell.
fn begins_as_body(line: &str) -> bool {
    const NAME_MAX: usize = 120;
    const HEADS: [&str; 16] = [
        "Sở ",
        "Các sở",
        "Các phòng",
        "Phòng ",
        "Văn phòng ",
        "Công an ",
        "UBND ",
        "Ủy ban ",
        "Uỷ ban ",
        "Đài ",
        "Thanh tra ",
        "Trung tâm ",
        "Trạm Y tế",
        "Tỉnh đoàn",
        "Hội ",
        "Đề nghị ",
    ];
    // "Trung tâm Phục vụ hành chính công tỉnh" has five small words in a row; a sentence has more.
    const SMALL_MAX: usize = 5;
    let mut small = 0;
    let is_name = line.split(' ').all(|word| {
        small = match word.starts_with(char::is_lowercase) {
            true => small + 1,
            false => 0,
        };
        let fits = small <= SMALL_MAX;
        small *= usize::from(!word.ends_with([',', ';']));
        fits
    });
    // In capitals it is a letterhead or a running head.
    is_name && line.len() <= NAME_MAX && !is_capitals(line) && opens_with(line, &HEADS)
}

/// "Quý I", "THÁNG 02/2023:", "Quý III, IV năm 2023", "Từ tháng 4 đến tháng 6": a line of nothing but time heads what is to
/// be done then.
pub(super) fn names_period(body: &str) -> bool {
    const PERIOD_MAX: usize = 48;
    const WORDS: [&str; 9] = [
        "quý", "tháng", "năm", "và", "tuần", "đầu", "cuối", "-", "đến",
    ];
    let body = body.trim_end_matches([':', '.', ' ']);
    if PERIOD_MAX < body.len() || !may_begin_period(body) {
        return false;
    }
    let lower = lower_case(body);
    let opener = ["trong ", "từ "]
        .iter()
        .find_map(|opener| lower.strip_prefix(opener));
    let said = opener.unwrap_or(&lower);
    let mut words = said.split([' ', ',', '–']).filter(|word| !word.is_empty());
    let first = words.next();
    let is_number = |word: &str| {
        let digits = word
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'/' || b == b'-');
        digits
            || word
                .bytes()
                .all(|b| matches!(b, b'i' | b'v' | b'/' | b'0'..=b'9'))
    };
    let mut numbers = 0;
    let is_time = words.all(|word| {
        numbers += usize::from(is_number(word));
        is_number(word) || WORDS.contains(&word)
    });
    matches!(first, Some("quý" | "tháng" | "tuần")) && is_time && 0 < numbers
}

/// "Quý", "tháng", "tuần", "trong", "từ": told by the first letters.
fn may_begin_period(body: &str) -> bool {
    let mut letters = body.chars();
    let first = letters.next();
    let second = letters.next().map(small_letter);
    match first {
        Some('Q' | 'q') => second == Some('u'),
        Some('T' | 't') => matches!(second, Some('h' | 'u' | 'r' | 'ừ')),
        _ => false,
    }
}

/// Puts every line under its parent. A sentence that ends with a colon is the parent of the
/// marked lines after it that would have stood beside it: "UBND tỉnh yêu cầu các sở … thực hiện:"
/// governs "1.", "2." and "3.".
fn parents(lines: &mut [Line], text: &str) {
    let mut open: Vec<(Mark, usize)> = Vec::new();
    // Of what stands under each line, and first of what stands under none: a lead inside an item leaves that of the items.
    let mut leads: Vec<Option<usize>> = vec![None; lines.len() + 1];
    let mut interrupted = false;
    let mut part = 0;
    let outer_letters = outer_letters(lines, text);
    for index in 0..lines.len() {
        if lines[index].part != part || lines[index].zone == Zone::Closing {
            part = lines[index].part;
            open.clear();
            leads[0] = None;
        }
        let mut parent = match lines[index].mark {
            Some(mark) => {
                close_other_heads(&mut open, lines, index, text);
                close_other_bullets(&mut open, lines, mark);
                close(&mut open, mark, outer_letters.contains(&part));
                let parent = open.last().map(|&(_, line)| line);
                open.push((mark, index));
                parent
            }
            None => {
                // "Tháng 10" without a mark ends the list under "Tháng 9", and so does "Nhiệm vụ thường xuyên".
                let body = &text[lines[index].body.range()];
                if names_period(body) || lines[index].is_heading && names_work(body) {
                    let inner = open.iter().position(|(kind, _)| kind.is_of_item());
                    open.truncate(inner.unwrap_or(open.len()));
                }
                container(lines, &open)
            }
        };
        let is_table = lines[index].table.is_some();
        let lead = &mut leads[parent.map_or(0, |parent| parent + 1)];
        if lines[index].mark.is_some() || is_table {
            // A list that starts anew after other sentences is no longer the lead's.
            if interrupted && lead.is_some() && starts_anew(&lines[index], text) {
                *lead = None;
            }
            parent = lead.or(parent);
        } else if lines[index].zone == Zone::Body {
            interrupted = !lines[index].is_heading;
            if lines[index].is_heading {
                *lead = Some(index);
            }
        }
        lines[index].parent = parent;
        if let Some(parent) = parent {
            lines[parent].has_children = true;
        }
    }
}

/// "1.", "I.", "a)" and every bullet.
fn starts_anew(line: &Line, text: &str) -> bool {
    let label = line.label.map_or("", |label| &text[label.range()]);
    line.mark.is_some_and(Mark::is_bullet) || matches!(label, "1" | "I" | "A" | "a" | "i")
}

/// "II.1." stands under "II." and under nothing else: where that line is missing, what is open beside it ends all the same.
fn close_other_heads(open: &mut Vec<(Mark, usize)>, lines: &[Line], index: usize, text: &str) {
    let label_of = |line: usize| lines[line].label.map_or("", |label| &text[label.range()]);
    let Some(head) = mark::head_of_compound(label_of(index)) else {
        return;
    };
    let is_head = |&(kind, _): &(Mark, usize)| matches!(kind, Mark::Roman | Mark::Letter);
    if let Some(at) = open.iter().rposition(is_head) {
        let is_own = label_of(open[at].1) == head;
        open.truncate(at + usize::from(is_own));
    }
}

/// "* …:" holds "- …" and the other way round; behind a sentence they are bullets of one list.
fn close_other_bullets(open: &mut Vec<(Mark, usize)>, lines: &[Line], mark: Mark) {
    let other = match mark {
        Mark::Star => Mark::Dash,
        Mark::Dash | Mark::Plus => Mark::Star,
        _ => return,
    };
    let is_open = open.iter().any(|&(kind, _)| kind == mark);
    let at = open
        .iter()
        .rposition(|&(kind, line)| kind == other && !lines[line].is_heading);
    if let Some(at) = at.filter(|_| !is_open) {
        open.truncate(at);
    }
}

/// Closes the lines that a new `mark` ends: to the same kind if it is open, else to the first
/// kind that is inner to it.
fn close(open: &mut Vec<(Mark, usize)>, mark: Mark, letters_outside: bool) {
    if let Some(at) = open.iter().rposition(|&(kind, _)| kind == mark) {
        open.truncate(at);
        return;
    }
    // A structural mark never stands under a bullet or a deeper number.
    let keep = open
        .iter()
        .take_while(|&&(kind, _)| match (kind, mark) {
            (Mark::Letter, Mark::Roman) => letters_outside,
            (Mark::Roman, Mark::Letter) => !letters_outside,
            _ => may_hold(kind, mark),
        })
        .count();
    open.truncate(keep);
}

/// The parts in which "A." holds "I.": "A" stands before the first numeral, and the letters go on behind it
/// ("A. 1. 2. B. I. II. C. …") instead of beginning anew.
fn outer_letters(lines: &[Line], text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = Vec::new();
    let mut at = None;
    let mut stage = Stage::Decided;
    for line in lines.iter().filter(|line| line.zone != Zone::Closing) {
        let Some(mark @ (Mark::Letter | Mark::Roman)) = line.mark else {
            continue;
        };
        let is_letter = mark == Mark::Letter;
        let is_first = is_letter && line.label.is_some_and(|label| &text[label.range()] == "A");
        if at != Some(line.part) {
            at = Some(line.part);
            stage = if is_first {
                Stage::Letters
            } else {
                Stage::Decided
            };
            continue;
        }
        match (stage, is_letter) {
            (Stage::Letters, false) => {
                parts.push(line.part);
                stage = Stage::Numerals;
            }
            (Stage::Numerals, true) => {
                if is_first {
                    parts.pop();
                }
                stage = Stage::Decided;
            }
            _ => {}
        }
    }
    parts
}

/// How far a part has told whether its letters hold its numerals.
#[derive(Clone, Copy)]
enum Stage {
    /// It began with "A".
    Letters,
    /// And a numeral followed.
    Numerals,
    Decided,
}

fn may_hold(outer: Mark, inner: Mark) -> bool {
    match (outer, inner) {
        (Mark::Number(outer), Mark::Number(inner)) => outer < inner,
        // "1. Sở Nội vụ: a) …" and "a) …: 1. …" both occur; bullets hold only bullets.
        (Mark::Star | Mark::Dash | Mark::Plus, inner) => {
            matches!(
                inner,
                Mark::Star | Mark::Plus | Mark::Dash | Mark::SmallRoman
            )
        }
        (Mark::SmallLetter | Mark::SmallRoman, Mark::Number(_)) => false,
        (outer, inner) => outer < inner,
    }
}

/// The line an unmarked paragraph belongs to: the innermost open heading.
fn container(lines: &[Line], open: &[(Mark, usize)]) -> Option<usize> {
    open.iter()
        .rev()
        .map(|&(_, line)| line)
        .find(|&line| lines[line].is_heading)
}
