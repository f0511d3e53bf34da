//! Plain text and Markdown in, a document out.
//!
//! In: a text of any charset: a document typed as text, a Markdown export, a portal page saved as
//! text. Out: one paragraph per line (lines broken inside one joined), tables that bars, tabs or their own
//! count show, headings, the lines a portal puts round a document marked. Promise: what is marked up keeps its place, what is only a
//! mark (`**`, `#`) is not text. It does not know what a plan is.
//!
//! Why no Markdown library: they resolve emphasis across a document and give no byte-exact places;
//! the seeds need four marks.

mod bars;
mod counted;
mod emphasis;
mod markdown;
mod tabs;
mod wrapped;

use std::ops::Range;

use bars::Stacked;
use emphasis::Marked;
use wrapped::Wrapping;

use super::charset::{self, Decoded};
use super::flow::{Flow, Item, Para, Role};
use super::{Document, Hint, Limits, MediaType, furniture, layout, legacy};

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
    let decoded = &Marked::of(decoded, &lines);
    let wrapping = Wrapping::of(&decoded.text, &lines);
    let mut items = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let rest = &lines[index..];
        let rows = bars::rows(&decoded.text, rest);
        if rows > 0 {
            items.extend(bars::table(decoded, &rest[..rows]));
            index += rows;
            continue;
        }
        let rows = tabs::rows(&decoded.text, rest);
        if rows > 0 {
            items.push(tabs::table(decoded, &rest[..rows]));
            index += rows;
            continue;
        }
        if let Some(table) = counted::table(&decoded.text, rest) {
            let cell = |cell: Range<usize>| paragraphs(decoded, &rest[cell]);
            items.push(bars::grid_of(&table.cells, table.columns, cell));
            index += table.taken;
            continue;
        }
        let paragraph = paragraph_lines(&decoded.text, rest, &wrapping);
        if let Some(stack) = bars::stacked(&decoded.text, rest, paragraph, &wrapping) {
            items.extend(stacked(decoded, rest, &stack, &wrapping));
            index += stack.taken;
            continue;
        }
        items.extend(paragraphs(decoded, &rest[..paragraph]));
        index += paragraph;
    }
    Flow {
        items,
        ..Flow::default()
    }
}

/// Cells of which each ends in a bar of its own: a grid where its columns can be told, else each is
/// read for itself.
fn stacked(
    decoded: &Marked,
    lines: &[Range<usize>],
    stack: &Stacked,
    wrapping: &Wrapping,
) -> Vec<Item> {
    let cell = |cell: Range<usize>| {
        let lines = &lines[cell];
        let mut items = Vec::new();
        let mut index = 0;
        while index < lines.len() {
            let taken = paragraph_lines(&decoded.text, &lines[index..], wrapping);
            items.extend(paragraphs(decoded, &lines[index..index + taken]));
            index += taken;
        }
        items
    };
    match bars::columns_of(&decoded.text, lines, &stack.cells) {
        Some(columns) => vec![bars::grid_of(&stack.cells, columns, cell)],
        None => stack.cells.iter().cloned().flat_map(cell).collect(),
    }
}

/// Lines without their ends; blank ones are kept, they end paragraphs. A form feed ends a line, and the only
/// bar of a line, at its end, is a line of its own.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut push = |line: Range<usize>| match bars::end_of_cell(&text[line.clone()]) {
        Some(bar) => found.extend([line.start..line.start + bar, line.start + bar..line.end]),
        None => found.push(line),
    };
    for (at, c) in text.char_indices() {
        if matches!(c, '\n' | '\r' | '\u{c}' | '\u{2028}') {
            push(start..at);
            start = at + c.len_utf8();
        }
    }
    push(start..text.len());
    found
}

/// How many of the lines are one paragraph.
fn paragraph_lines(text: &str, lines: &[Range<usize>], wrapping: &Wrapping) -> usize {
    let goes_on = |pair: &[Range<usize>]| {
        wrapping.joins(text[pair[0].clone()].trim(), text[pair[1].clone()].trim())
    };
    1 + lines.windows(2).take_while(|pair| goes_on(pair)).count()
}

fn paragraphs(decoded: &Marked, lines: &[Range<usize>]) -> Vec<Item> {
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
fn para_of(decoded: &Marked, range: Range<usize>, column: super::Column) -> Item {
    let mut para = Para::new(Role::Body);
    para.style.column = column;
    markdown::write(decoded, range, &mut para);
    para.settle();
    Item::Para(para)
}
