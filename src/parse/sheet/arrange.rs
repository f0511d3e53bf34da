//! One sheet in, paragraphs and grids out: which rows are a table is decided here.
//!
//! Clerks rule their tables: a cell with a rule at its side is in one. The letterhead, the title and
//! the signatures stand in the same columns without rules. A sheet without any rule is a list, whose
//! table is where rows of three cells and more are.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::cell::{Cell, Font, Merge, Sheet};
use crate::parse::flow::{Grid, GridCell, Item, Para, Role};
use crate::parse::{Column, Style};
use crate::text::Place;

/// Cells up to which a table is filled with its empty ones; beyond, it is mostly empty.
const FILLED_MAX: usize = 200_000;

/// Cells of a row that make it look like one of a table where nothing is ruled.
const LIST_CELLS_MIN: usize = 3;

/// Unruled rows between two ruled ones that belong to the table: a heading inside it.
const BRIDGE_ROWS_MAX: usize = 1;

/// The cells of one row, in order.
type Row = Vec<Cell>;

pub(super) fn items(sheet: Sheet) -> Vec<Item> {
    let spans = spans(&sheet.merges);
    let rows = rows(sheet.cells);
    let is_table = table_rows(&rows);
    let width = rows
        .iter()
        .flatten()
        .map(|cell| cell.column + 1)
        .max()
        .unwrap_or(0);
    let mut items = Vec::new();
    let mut rest = rows.into_iter().zip(is_table).peekable();
    while let Some((row, in_table)) = rest.next() {
        if !in_table {
            items.extend(paras(row, width).into_iter().map(Item::Para));
            continue;
        }
        let mut table = vec![row];
        while let Some((row, _)) = rest.next_if(|(_, in_table)| *in_table) {
            table.push(row);
        }
        items.push(Item::Grid(grid(table, &spans)));
    }
    items
}

/// Merged areas by the cell they start at.
type Spans = HashMap<(u32, u32), Merge>;

fn spans(merges: &[Merge]) -> Spans {
    merges.iter().map(|merge| (merge.first, *merge)).collect()
}

/// Rows that hold text, each sorted by column; of two texts for one cell the later holds.
fn rows(cells: Vec<Cell>) -> Vec<Row> {
    let mut cells: Vec<Cell> = cells.into_iter().filter(|cell| !cell.is_blank()).collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells.dedup_by(|later, kept| {
        let same = (later.row, later.column) == (kept.row, kept.column);
        if same {
            std::mem::swap(later, kept);
        }
        same
    });
    let mut rows: Vec<Row> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| last.row == cell.row) => row.push(cell),
            _ => rows.push(vec![cell]),
        }
    }
    rows
}

/// For each row, whether it is one of a table.
fn table_rows(rows: &[Row]) -> Vec<bool> {
    let ruled: Vec<bool> = rows.iter().map(is_ruled).collect();
    let mut found = match ruled.iter().filter(|ruled| **ruled).count() {
        0 | 1 => listed(rows),
        _ => ruled,
    };
    let mut last = None;
    for at in 0..found.len() {
        if found[at] {
            if let Some(last) = last.filter(|last| at - last <= BRIDGE_ROWS_MAX + 1) {
                found[last..at].fill(true);
            }
            last = Some(at);
        }
    }
    found
}

fn is_ruled(row: &Row) -> bool {
    let ruled = row.iter().filter(|cell| cell.look.ruled).count();
    row.len() <= 2 * ruled
}

fn listed(rows: &[Row]) -> Vec<bool> {
    let is_full = |row: &Row| LIST_CELLS_MIN <= row.len();
    let first = rows.iter().position(is_full);
    let last = rows.iter().rposition(is_full);
    let range = match (first, last) {
        (Some(first), Some(last)) if first < last => {
            // The last entry may go on over rows of two cells.
            let more = rows[last + 1..]
                .iter()
                .take_while(|row| 1 < row.len())
                .count();
            first..last + 1 + more
        }
        _ => 0..0,
    };
    (0..rows.len()).map(|at| range.contains(&at)).collect()
}

/// The cells of a row outside a table: each a paragraph, two of them in two columns.
fn paras(row: Row, width: u32) -> Vec<Para> {
    let several = 1 < row.len();
    let paras = row.into_iter().flat_map(|cell| {
        let column = match (several, cell.column * 2 < width) {
            (false, _) => Column::Whole,
            (true, true) => Column::Left,
            (true, false) => Column::Right,
        };
        let mut paras = lines(&cell);
        paras.iter_mut().for_each(|para| para.style.column = column);
        paras
    });
    paras.collect()
}

/// The lines of a cell: a line break in it starts a paragraph.
fn lines(cell: &Cell) -> Vec<Para> {
    let mut done = Vec::new();
    let mut para = Para::new(Role::Body);
    for piece in &cell.pieces {
        let font = piece.font.unwrap_or(cell.look.font);
        for (index, line) in piece.text.split('\n').enumerate() {
            if 0 < index {
                done.push(std::mem::take(&mut para));
            }
            write(&mut para, line, font, cell.place);
        }
    }
    done.push(para);
    done.retain(|para| !para.is_blank());
    for para in &mut done {
        para.style.centered = cell.look.centered;
        para.settle();
    }
    done
}

fn write(para: &mut Para, text: &str, font: Font, place: Place) {
    let style = Style {
        bold: font.bold,
        italic: font.italic,
        size: font.size,
        ..Style::default()
    };
    para.face = font.face;
    para.push_styled(text, place, style);
}

/// Rows and columns that hold nothing are left out of the grid.
fn grid(rows: Vec<Row>, spans: &Spans) -> Grid {
    let columns: Vec<u32> = columns(&rows).into_iter().collect();
    let numbers: Vec<u32> = rows
        .iter()
        .filter_map(|row| row.first())
        .map(|cell| cell.row)
        .collect();
    let mut grid = Grid {
        rows: numbers.len() as u32,
        columns: columns.len() as u32,
        ..Grid::default()
    };
    let filled = numbers.len().saturating_mul(columns.len()) <= FILLED_MAX;
    let mut covered = Covered::default();
    for (row, cells) in rows.into_iter().enumerate() {
        let mut cells = cells.into_iter().peekable();
        for (column, number) in columns.iter().enumerate() {
            let cell = cells.next_if(|cell| cell.column == *number);
            if covered.holds(row, column) || (cell.is_none() && !filled) {
                continue;
            }
            let merge = spans.get(&(numbers[row], *number));
            let row_span = merge.map_or(1, |merge| reach(&numbers, row, merge.last.0));
            let column_span = merge.map_or(1, |merge| reach(&columns, column, merge.last.1));
            covered.cover(row..row + row_span, column..column + column_span);
            let paras = cell.map(|cell| lines(&cell)).unwrap_or_default();
            grid.cells.push(GridCell {
                row: row as u32,
                column: column as u32,
                row_span: row_span as u32,
                column_span: column_span as u32,
                items: paras.into_iter().map(Item::Para).collect(),
            });
        }
    }
    grid
}

fn columns(rows: &[Row]) -> BTreeSet<u32> {
    rows.iter().flatten().map(|cell| cell.column).collect()
}

/// How many of the kept rows or columns from `at` on a merged area that ends at `last` takes.
fn reach(kept: &[u32], at: usize, last: u32) -> usize {
    kept[at..].partition_point(|number| *number <= last).max(1)
}

/// Areas that merged cells cover: for each column the row down to which it is taken.
#[derive(Default)]
struct Covered {
    until: HashMap<usize, usize>,
}

impl Covered {
    fn holds(&self, row: usize, column: usize) -> bool {
        self.until.get(&column).is_some_and(|until| row < *until)
    }

    fn cover(&mut self, rows: Range<usize>, columns: Range<usize>) {
        if rows.len() * columns.len() <= 1 {
            return;
        }
        for column in columns {
            let until = self.until.entry(column).or_default();
            *until = rows.end.max(*until);
        }
    }
}
