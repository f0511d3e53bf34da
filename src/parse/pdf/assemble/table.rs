//! Tables as they will be written: laid-out grids, joined over pages.

use super::super::layout::{CellLayout, PageLayout, TableLayout};
use super::super::paragraph::{Container, Measure, Placed};
use super::{Paragraph, grouped};
use crate::parse::BlockKind;

/// Column edges of a continued table may differ by this much, in points.
const EDGE_OFF_MAX: f32 = 4.0;

/// The same where white space makes them: the words of each page put them elsewhere.
const ALIGNED_EDGE_OFF_MAX: f32 = 30.0;

pub(super) struct TableDraft<'p> {
    pub xs: Vec<f32>,
    is_aligned: bool,
    pub rows: u32,
    pub header_rows: u32,
    pub cells: Vec<CellDraft<'p>>,
}

pub(super) struct CellDraft<'p> {
    pub row: u32,
    pub column: u32,
    pub row_span: u32,
    pub column_span: u32,
    pub paragraphs: Vec<Paragraph<'p>>,
}

impl<'p> TableDraft<'p> {
    pub fn has_columns_of(&self, next: &TableDraft) -> bool {
        let off = match self.is_aligned && next.is_aligned {
            true => ALIGNED_EDGE_OFF_MAX,
            false => EDGE_OFF_MAX,
        };
        let near = |(a, b): (&f32, &f32)| (a - b).abs() <= off;
        self.xs.len() == next.xs.len() && self.xs.iter().zip(&next.xs).all(near)
    }

    /// The cell of that column that reaches the last row.
    fn above(&self, column: u32) -> Option<&CellDraft<'p>> {
        let mut cells = self.cells.iter().rev();
        cells.find(|cell| cell.column == column && cell.row + cell.row_span == self.rows)
    }

    /// Cells that begin in a row. Cells are kept in the order of rows.
    fn row(&self, row: u32) -> impl Iterator<Item = &CellDraft<'p>> {
        let not_after = self.cells.iter().take_while(move |cell| cell.row <= row);
        not_after.filter(move |cell| cell.row == row)
    }
}

pub(super) fn draft<'p>(page: &'p PageLayout, layout: &'p TableLayout) -> TableDraft<'p> {
    let cells = layout.cells.iter().map(|cell| CellDraft {
        row: cell.row,
        column: cell.column,
        row_span: cell.row_span,
        column_span: cell.column_span,
        paragraphs: cell_paragraphs(page, layout, cell),
    });
    let cells: Vec<CellDraft> = cells.collect();
    let header_rows = u32::from(is_bold_row(&cells, 0) && !is_bold_row(&cells, 1));
    TableDraft {
        xs: layout.xs.clone(),
        is_aligned: layout.is_aligned,
        rows: layout.rows,
        header_rows,
        cells,
    }
}

fn cell_paragraphs<'p>(
    page: &'p PageLayout,
    layout: &TableLayout,
    cell: &'p CellLayout,
) -> Vec<Paragraph<'p>> {
    let mut measure = Measure::of(cell.lines.iter(), Container::Cell);
    let edge = |index: u32| layout.xs.get(index as usize).copied().unwrap_or_default();
    let (left, right) = (edge(cell.column), edge(cell.column + cell.column_span));
    // The least distance of a line from an edge is the padding of the cell.
    let padding = (measure.left - left).min(right - measure.right).max(0.0);
    measure.left = left + padding;
    measure.right = right - padding;
    let placed = cell.lines.iter().map(|line| Placed { page, line });
    grouped(placed, measure, BlockKind::Paragraph)
}

fn is_bold_row(cells: &[CellDraft], row: u32) -> bool {
    let lines = cells
        .iter()
        .filter(|cell| cell.row == row)
        .flat_map(|cell| &cell.paragraphs)
        .flat_map(|paragraph| &paragraph.lines);
    let mut lines = lines.peekable();
    lines.peek().is_some() && lines.all(|placed| placed.line.look.bold)
}

/// Appends the rows of `next`; returns its repeated heading rows as furniture.
pub(super) fn join<'p>(open: &mut TableDraft<'p>, next: &mut TableDraft<'p>) -> Vec<Paragraph<'p>> {
    let repeated = repeated_rows(open, next);
    open.header_rows = open.header_rows.max(repeated);
    let mut headings = Vec::new();
    let merges = is_row_continued(open, next, repeated);
    let spanned = match merges {
        true => 0,
        false => spans_continued(open, next, repeated),
    };
    let first_new = open.rows;
    let last = open.rows.saturating_sub(1);
    let shift = open.rows - repeated - u32::from(merges);
    for mut cell in next.cells.drain(..) {
        if cell.row < repeated {
            headings.extend(cell.paragraphs.into_iter().map(|paragraph| Paragraph {
                kind: BlockKind::Furniture,
                ..paragraph
            }));
            continue;
        }
        cell.row += shift;
        let goes_on = match merges {
            true => cell.row == last,
            false => cell.row == first_new && cell.column < spanned,
        };
        let host = open.cells.iter_mut().rev().find(|host| {
            goes_on && host.column == cell.column && host.row + host.row_span == last + 1
        });
        match host {
            Some(host) => {
                host.row_span = host.row_span.max(cell.row + cell.row_span - host.row);
                append_paragraphs(host, cell.paragraphs);
            }
            None => open.cells.push(cell),
        }
    }
    open.rows = shift + next.rows;
    headings
}

/// A sentence cut by the page end goes on in the same paragraph.
fn append_paragraphs<'p>(host: &mut CellDraft<'p>, mut more: Vec<Paragraph<'p>>) {
    if let (Some(last), Some(first)) = (host.paragraphs.last_mut(), more.first_mut()) {
        let text = paragraph_text(last);
        if !text.ends_with(['.', ';', ':']) {
            last.lines.append(&mut first.lines);
            more.remove(0);
        }
    }
    host.paragraphs.extend(more);
}

/// Leading rows of `next` that say the same as the first rows of the table.
fn repeated_rows(open: &TableDraft, next: &TableDraft) -> u32 {
    /// Deeper headings are not seen.
    const HEADING_ROWS_MAX: u32 = 4;
    let most = HEADING_ROWS_MAX.min(open.rows).min(next.rows);
    let same = |row: &u32| {
        let text = row_text(open, *row);
        !text.trim().is_empty() && text == row_text(next, *row)
    };
    (0..most).take_while(same).count() as u32
}

fn row_text(table: &TableDraft, row: u32) -> String {
    let mut text = String::new();
    for cell in table.row(row) {
        for paragraph in &cell.paragraphs {
            text.push_str(&paragraph_text(paragraph));
        }
        text.push('\t');
    }
    text
}

fn paragraph_text(paragraph: &Paragraph) -> String {
    let lines: Vec<String> = paragraph
        .lines
        .iter()
        .map(|placed| placed.page.line_text(placed.line))
        .collect();
    lines.join(" ")
}

/// The first new row has nothing in its first column, and its cells go on where the ones above were
/// left, few of them or one at least in a small letter: the page end cut through it.
fn is_row_continued(open: &TableDraft, next: &TableDraft, row: u32) -> bool {
    let first_row = || next.cells.iter().filter(|cell| cell.row == row);
    let is_filled = |cell: &&CellDraft| !cell.paragraphs.is_empty();
    let starts_empty = first_row()
        .find(|cell| cell.column == 0)
        .is_some_and(|cell| !is_filled(&cell));
    let goes_on = |cell: &CellDraft| {
        let above = open.above(cell.column);
        let ended = |paragraph: &Paragraph| paragraph_text(paragraph).ends_with(['.', ';', ':']);
        above
            .and_then(|above| above.paragraphs.last())
            .is_some_and(|last| !ended(last))
    };
    let begins_small = |cell: &CellDraft| {
        let first = cell.paragraphs.first().map(paragraph_text);
        first.is_some_and(|text| text.starts_with(char::is_lowercase))
    };
    let mut filled = first_row().filter(is_filled);
    // "VNPT Hưng | Yên": of a name cut in two the rest is all there is.
    let is_rest = 3 * filled.clone().count() < next.xs.len();
    0 < open.rows
        && starts_empty
        && (is_rest || filled.clone().any(begins_small))
        && filled.all(|cell| goes_on(cell) || begins_small(cell))
}

/// How many leading cells of the first new row are empty because the cells above, of several rows, go
/// on over the page end.
fn spans_continued(open: &TableDraft, next: &TableDraft, row: u32) -> u32 {
    let has_spans = |column: u32| {
        let of_column = |cell: &&CellDraft| cell.column == column && 1 < cell.row_span;
        open.cells.iter().any(|cell| of_column(&cell))
            || next.cells.iter().any(|cell| of_column(&cell))
    };
    let goes_on = |column: &u32| {
        let mut row = next.cells.iter().filter(|cell| cell.row == row);
        let cell = row.find(|cell| cell.column == *column && cell.column_span == 1);
        let is_empty = cell.is_some_and(|cell| cell.paragraphs.is_empty());
        let above = open.above(*column);
        let is_filled = above.is_some_and(|above| !above.paragraphs.is_empty());
        is_empty && is_filled && has_spans(*column)
    };
    let columns = next.xs.len().saturating_sub(1) as u32;
    (0..columns).take_while(goes_on).count() as u32
}
