//! Tables whose cells are parted by bars, in the three ways that texts show them.
//!
//! Markdown: a bar before, between and after cells. Pages saved as text: the same without the first
//! bar (`Số: 21/KH-UBND | Hưng Yên, ngày … |`), or every cell on lines of its own with a bar alone on
//! the line below it or at the end of its last line, so that nothing tells where a row ends: the count
//! of a numbered table does.

use std::ops::Range;

use crate::parse::flow::{Grid, GridCell, Item};
use crate::text::fold;

use super::counted::is_count;
use super::emphasis::Marked;
use super::wrapped::{Wrapping, words};

/// Columns of the widest table.
const COLUMNS_MAX: usize = 60;

/// Lines of the longest cell that ends in a bar of its own.
const CELL_LINES_MAX: usize = 60;

/// Where the only bar of a line stands that ends in one after a blank: "Số: 21/KH-UBND |".
pub(super) fn end_of_cell(line: &str) -> Option<usize> {
    let cell = line.trim_end().strip_suffix('|')?;
    let is_text = !cell.trim().is_empty() && cell.ends_with(' ');
    (is_text && !cell.contains('|')).then_some(cell.len())
}

/// Lines of the table of rows at the start, 0 if there is none. One row with bars is a sentence.
pub(super) fn rows(text: &str, lines: &[Range<usize>]) -> usize {
    let is_row = |line: &&Range<usize>| {
        let line = text[(*line).clone()].trim();
        let inner = line.strip_suffix('|').unwrap_or(line);
        // "|---|" under a head of two columns: what writes Markdown miscounts.
        let is_rule = || line.starts_with('|') && line.chars().all(|c| "|-: ".contains(c));
        line.len() > 2
            && (inner.contains(" | ")
                || line.ends_with(" |")
                || line.starts_with('|') && inner[1..].contains('|')
                || is_rule())
    };
    let rows = lines.iter().take_while(is_row).count();
    if rows >= 2 { rows } else { 0 }
}

/// The grid of the rows; of rows with one cell the paragraphs.
pub(super) fn table(decoded: &Marked, lines: &[Range<usize>]) -> Vec<Item> {
    let mut grid = Grid::default();
    for line in lines {
        let cells = cells_of(&decoded.text, line);
        if is_rule(&decoded.text, &cells) {
            grid.header_rows = if grid.rows == 1 { 1 } else { grid.header_rows };
            continue;
        }
        grid.columns = grid.columns.max(cells.len() as u32);
        for (column, cell) in cells.into_iter().enumerate() {
            let items = lines_of_cell(decoded, cell);
            grid.cells.push(cell_at(grid.rows, column, items));
        }
        grid.rows += 1;
    }
    if grid.columns <= 1 {
        return grid.cells.into_iter().flat_map(|cell| cell.items).collect();
    }
    vec![Item::Grid(grid)]
}

pub(super) fn cell_at(row: u32, column: usize, items: Vec<Item>) -> GridCell {
    GridCell {
        row,
        column: column as u32,
        row_span: 1,
        column_span: 1,
        items,
    }
}
/// `<br>` is how Markdown breaks a line inside a cell.
fn lines_of_cell(decoded: &Marked, cell: Range<usize>) -> Vec<Item> {
    let text = &decoded.text[cell.clone()];
    // Most cells have one line; grown, the list would have room for four.
    let mut items = Vec::with_capacity(1 + text.matches("<br>").count());
    let mut from = 0;
    for (at, mark) in text.match_indices("<br>").chain([(text.len(), "")]) {
        items.push(super::para_of(
            decoded,
            cell.start + from..cell.start + at,
            Default::default(),
        ));
        from = at + mark.len();
    }
    items
}

fn cells_of(text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let written = &text[line.clone()];
    let indent = written.len() - written.trim_start().len();
    let body = written.trim();
    let body = body.strip_suffix('|').unwrap_or(body);
    let mut cells = Vec::new();
    let mut start = usize::from(body.starts_with('|'));
    for (at, _) in body.match_indices('|').skip(start) {
        if body[..at].ends_with('\\') || cells.len() + 1 >= COLUMNS_MAX {
            continue;
        }
        cells.push(start..at);
        start = at + 1;
    }
    cells.push(start..body.len().max(start));
    let shift = line.start + indent;
    cells
        .into_iter()
        .map(|cell| cell.start + shift..cell.end + shift)
        .collect()
}

/// `|---|:--:|`.
fn is_rule(text: &str, cells: &[Range<usize>]) -> bool {
    cells.iter().all(|cell| {
        let written = text[cell.clone()].trim();
        written.contains('-') && written.chars().all(|c| matches!(c, '-' | ':' | ' '))
    })
}

/// Cells that each end in a line with only a bar, as ranges of lines.
pub(super) struct Stacked {
    pub cells: Vec<Range<usize>>,
    /// Lines they take, those before the first cell included.
    pub taken: usize,
}

/// The stacked cells that begin within the first `paragraph` lines, if there are two.
pub(super) fn stacked(
    text: &str,
    lines: &[Range<usize>],
    paragraph: usize,
    wrapping: &Wrapping,
) -> Option<Stacked> {
    let is_bar = |line: &Range<usize>| text[line.clone()].trim() == "|";
    let next_bar = |from: usize| {
        let lines = lines.get(from..)?.iter().take(CELL_LINES_MAX);
        Some(from + lines.clone().position(is_bar)?)
    };
    let first = next_bar(0)?;
    let start = first_of_cell(text, &lines[..first], wrapping);
    if paragraph <= start {
        return None;
    }
    #[expect(
        clippy::single_range_in_vec_init,
        reason = "one cell, and more to come"
    )]
    let mut cells = vec![start..first];
    let mut taken = first + 1;
    while let Some(bar) = next_bar(taken) {
        if holds_a_section(text, &lines[taken..bar]) {
            break;
        }
        cells.push(taken..bar);
        taken = bar + 1;
    }
    (cells.len() >= 2).then_some(Stacked { cells, taken })
}

/// True if the lines are what stands between two tables: a heading in capitals with text about it.
/// The national motto has both and is a cell.
fn holds_a_section(text: &str, lines: &[Range<usize>]) -> bool {
    let lines = lines.iter().map(|line| text[line.clone()].trim());
    let (mut capitals, mut sentences) = (false, false);
    for line in lines {
        let is_motto = fold(line).starts_with("doc lap");
        let has_small = line.contains(char::is_lowercase);
        sentences |= has_small && !is_motto;
        capitals |= !has_small && words(line) > 1;
    }
    capitals && sentences
}

/// Where the last cell of `lines` begins: lines of capitals and rules belong together (a letterhead),
/// else it is the last paragraph.
fn first_of_cell(text: &str, lines: &[Range<usize>], wrapping: &Wrapping) -> usize {
    let written = |at: usize| text[lines[at].clone()].trim();
    let is_head = |at: usize| !written(at).is_empty() && !written(at).contains(char::is_lowercase);
    let Some(mut first) = lines.len().checked_sub(1) else {
        return 0;
    };
    let is_list_head = |line: &Range<usize>| {
        let start: String = text[line.clone()].trim().chars().take(12).collect();
        ["noi nhan", "kinh gui", "kinh goi"]
            .iter()
            .any(|head| fold(&start).starts_with(head))
    };
    if let Some(head) = lines.iter().rposition(is_list_head) {
        return head;
    }
    if is_count(written(first)) {
        return first;
    }
    if is_head(first) && lines.len() > 1 && is_head(first - 1) {
        while first > 0 && is_head(first - 1) {
            first -= 1;
        }
        return first;
    }
    while first > 0 && wrapping.joins(written(first - 1), written(first)) {
        first -= 1;
    }
    first
}

/// Columns of stacked cells: a letterhead or signature block has two; a numbered table as many as
/// stand between "TT" and the first number. `None` where nothing says.
pub(super) fn columns_of(
    text: &str,
    lines: &[Range<usize>],
    cells: &[Range<usize>],
) -> Option<usize> {
    let written = |cell: &Range<usize>| {
        let lines = lines[cell.clone()]
            .iter()
            .map(|line| text[line.clone()].trim());
        fold(&lines.collect::<Vec<_>>().join(" "))
    };
    let texts: Vec<String> = cells.iter().take(2 * COLUMNS_MAX).map(written).collect();
    let first = texts.first()?;
    let is_pair = |text: &String| {
        text.contains("cong hoa xa hoi")
            || text.contains("dang cong san")
            || text.starts_with("noi nhan")
    };
    if texts.iter().take(2).any(is_pair) {
        return Some(2);
    }
    if !is_count(first) {
        return None;
    }
    let columns = texts
        .iter()
        .position(|text| ["1", "01", "i", "a"].contains(&text.trim_end_matches('.')))?;
    (2..=COLUMNS_MAX).contains(&columns).then_some(columns)
}

/// The grid of stacked cells, its paragraphs made by `paragraphs`.
pub(super) fn grid_of(
    cells: &[Range<usize>],
    columns: usize,
    paragraphs: impl Fn(Range<usize>) -> Vec<Item>,
) -> Item {
    let mut grid = Grid {
        columns: columns as u32,
        rows: cells.len().div_ceil(columns) as u32,
        ..Grid::default()
    };
    for (at, cell) in cells.iter().enumerate() {
        let row = (at / columns) as u32;
        grid.cells
            .push(cell_at(row, at % columns, paragraphs(cell.clone())));
    }
    Item::Grid(grid)
}
