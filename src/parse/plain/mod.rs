//! Plain text and Markdown in, a document out.
//!
//! In: a text of any charset: a document typed as text, a Markdown export, a portal page saved as
//! text. Out: one paragraph per line (hard-wrapped lines joined), pipe tables, headings, the lines a
//! portal puts round a document marked. Promise: what is marked up keeps its place, what is only a
//! mark (`**`, `#`) is not text. It does not know what a plan is.
//!
//! Why no Markdown library: they resolve emphasis across a document and give no byte-exact places;
//! the seeds need four marks.

mod markdown;

use std::ops::Range;

use super::charset::{self, Decoded};
use super::flow::{Flow, Item, Para, Role};
use super::{Document, Hint, Limits, MediaType, furniture, layout, legacy};

/// Letters of a line that may have been cut by hard wrapping; shorter lines end where they end.
const WRAPPED_MIN: usize = 60;

pub(super) fn read(bytes: &[u8], hint: &Hint, limits: &Limits) -> Document {
    let decoded = charset::decode(bytes, hint.content_type);
    let mut flow = flow_of(&decoded);
    legacy::decode(&mut flow);
    furniture::mark_text(&mut flow);
    let mut document = layout::lay_out(MediaType::Text, flow, limits);
    if decoded.lossy {
        document.diagnostics.push(charset::lossy());
    }
    document
}

fn flow_of(decoded: &Decoded) -> Flow {
    let lines = lines(&decoded.text);
    let mut items = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let rows = markdown::table_rows(&decoded.text, &lines[index..]);
        if rows > 0 {
            items.push(markdown::table(decoded, &lines[index..index + rows]));
            index += rows;
            continue;
        }
        let taken = wrapped_lines(&decoded.text, &lines[index..]);
        items.extend(paragraphs(decoded, &lines[index..index + taken]));
        index += taken;
    }
    Flow {
        items,
        ..Flow::default()
    }
}

/// Lines without their ends; blank ones are kept, they end paragraphs. A form feed ends a line.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '\n' | '\r' | '\u{c}' | '\u{2028}') {
            found.push(start..at);
            start = at + c.len_utf8();
        }
    }
    found.push(start..text.len());
    found
}

/// How many of the lines are one paragraph that an editor broke at a fixed width.
fn wrapped_lines(text: &str, lines: &[Range<usize>]) -> usize {
    let mut count = 1;
    while let (Some(line), Some(next)) = (lines.get(count - 1), lines.get(count)) {
        let (line, next) = (text[line.clone()].trim(), text[next.clone()].trim_start());
        let is_cut = line.chars().count() >= WRAPPED_MIN
            && !line.ends_with(['.', ';', ':', '|', '!', '?', '/'])
            && next.starts_with(char::is_lowercase)
            && !next
                .get(1..2)
                .is_some_and(|second| second == ")" || second == ".");
        if !is_cut {
            break;
        }
        count += 1;
    }
    count
}

fn paragraphs(decoded: &Decoded, lines: &[Range<usize>]) -> Vec<Item> {
    let mut para = Para::default();
    for line in lines {
        markdown::write_line(decoded, line.clone(), &mut para);
        para.push(
            " ",
            decoded.cover(line.end..(line.end + 1).min(decoded.text.len())),
        );
    }
    para.settle();
    if para.is_blank() {
        Vec::new()
    } else {
        vec![Item::Para(para)]
    }
}

/// A paragraph of one stretch of the text, in a given column.
fn para_of(decoded: &Decoded, range: Range<usize>, column: super::Column) -> Item {
    let mut para = Para::new(Role::Body);
    para.style.column = column;
    markdown::write(decoded, range, &mut para);
    para.settle();
    Item::Para(para)
}
