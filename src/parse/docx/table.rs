//! A table being read: cells by grid column, vertical merges joined to the cell they go on with.

use quick_xml::events::BytesStart;

use crate::parse::flow::{Grid, GridCell, Item};
use crate::parse::frames::OpenGrid;
use crate::parse::xml;

/// Columns of the widest table; Word allows 63.
const COLUMNS_MAX: u32 = 200;

#[derive(Default)]
pub(super) struct OpenTable {
    pub grid: Grid,
    column: u32,
    span: u32,
    merge: Merge,
    heading_row: bool,
    /// For each column, the cell that a vertical merge goes on with.
    merging: Vec<Option<usize>>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Merge {
    #[default]
    None,
    Start,
    GoOn,
}

impl OpenTable {
    pub fn open_row(&mut self) {
        self.column = 0;
        self.heading_row = false;
    }

    pub fn open_cell(&mut self) {
        self.span = 1;
        self.merge = Merge::None;
    }

    pub fn property(&mut self, element: &BytesStart) {
        let number = || xml::number(element, "val");
        match element.local_name().as_ref() {
            "gridSpan" => self.span = number().unwrap_or(1).clamp(1, COLUMNS_MAX),
            "vMerge" | "vmerge" => {
                let starts = xml::attribute(element, "val").is_some_and(|value| value == "restart");
                self.merge = if starts { Merge::Start } else { Merge::GoOn };
            }
            "gridBefore" => self.column += number().unwrap_or(0).min(COLUMNS_MAX),
            "tblHeader" => self.heading_row = xml::is_on(element),
            _ => {}
        }
    }
}

impl OpenGrid for OpenTable {
    fn close_cell(&mut self, items: Vec<Item>) {
        let column = self.column;
        self.span = self.span.max(1);
        if column + self.span > COLUMNS_MAX {
            return;
        }
        self.column += self.span;
        self.grid.columns = self.grid.columns.max(self.column);
        self.merging
            .resize(self.merging.len().max(self.column as usize), None);
        let above = self.merging[column as usize].filter(|_| self.merge == Merge::GoOn);
        if let Some(cell) = above.and_then(|index| self.grid.cells.get_mut(index)) {
            cell.row_span = self.grid.rows - cell.row + 1;
            cell.items.extend(items);
            return;
        }
        let goes_on = (self.merge != Merge::None).then_some(self.grid.cells.len());
        self.merging[column as usize..self.column as usize].fill(goes_on);
        self.grid.cells.push(GridCell {
            row: self.grid.rows,
            column,
            row_span: 1,
            column_span: self.span,
            items,
        });
    }

    fn close_row(&mut self) {
        let only_headings_so_far = self.grid.header_rows == self.grid.rows;
        self.grid.rows += 1;
        self.grid.header_rows += u32::from(self.heading_row && only_headings_so_far);
    }

    fn finish(mut self) -> Grid {
        let ends = self.grid.cells.iter().map(|cell| cell.row + cell.row_span);
        self.grid.rows = self.grid.rows.max(ends.max().unwrap_or(0));
        self.grid
    }
}
