//! A table being read. The format writes covered cells too, so a cell's column is how many came before.

use quick_xml::events::BytesStart;

use crate::parse::flow::{Grid, GridCell, Item};
use crate::parse::frames::OpenGrid;
use crate::parse::xml;

/// Columns of the widest table; a cell may claim to be repeated 16,384 times.
const COLUMNS_MAX: u32 = 200;

/// Rows a cell may span: the tallest table is a few thousand.
const SPAN_MAX: u32 = 10_000;

#[derive(Default)]
pub(super) struct OpenTable {
    pub grid: Grid,
    column: u32,
    spans: (u32, u32),
    repeated: u32,
    in_heading: bool,
}

impl OpenTable {
    /// The rows that follow are headings.
    pub fn heading(&mut self, on: bool) {
        self.in_heading = on;
    }

    pub fn open_row(&mut self) {
        self.column = 0;
    }

    pub fn open_cell(&mut self, element: &BytesStart) {
        let number = |name: &str, max: u32| xml::number(element, name).unwrap_or(1).clamp(1, max);
        self.spans = (
            number("number-rows-spanned", SPAN_MAX),
            number("number-columns-spanned", COLUMNS_MAX),
        );
        self.repeated = number("number-columns-repeated", COLUMNS_MAX);
    }

    /// A cell that another spans.
    pub fn pass_cell(&mut self, element: &BytesStart) {
        let count = xml::number(element, "number-columns-repeated").unwrap_or(1);
        self.column = self.column.saturating_add(count.max(1)).min(COLUMNS_MAX);
    }
}

impl OpenGrid for OpenTable {
    fn close_cell(&mut self, items: Vec<Item>) {
        let mut items = Some(items);
        for _ in 0..self.repeated {
            if COLUMNS_MAX <= self.column {
                return;
            }
            self.grid.cells.push(GridCell {
                row: self.grid.rows,
                column: self.column,
                row_span: self.spans.0,
                column_span: self.spans.1.min(COLUMNS_MAX - self.column),
                items: items.take().unwrap_or_default(),
            });
            self.column += 1;
            self.grid.columns = self.grid.columns.max(self.column);
        }
    }

    fn close_row(&mut self) {
        let only_headings_so_far = self.grid.header_rows == self.grid.rows;
        self.grid.rows += 1;
        self.grid.header_rows += u32::from(self.in_heading && only_headings_so_far);
    }

    /// Cells of a row that never ended make it a row; spans that reach beyond the grid are cut.
    fn finish(mut self) -> Grid {
        let begun = self.grid.cells.iter().map(|cell| cell.row + 1).max();
        self.grid.rows = self.grid.rows.max(begun.unwrap_or(0));
        for cell in &mut self.grid.cells {
            cell.row_span = cell.row_span.min((self.grid.rows - cell.row).max(1));
            cell.column_span = cell
                .column_span
                .min((self.grid.columns - cell.column).max(1));
        }
        self.grid
    }
}
