//! Tables whose cells are parted by tabs: what a spreadsheet or a Word table gives when it is copied into a text.

use std::ops::Range;

use crate::parse::flow::{Grid, Item};

use super::bars::cell_at;
use super::emphasis::Marked;

/// Tabs in a row of a table; two columns are a letterhead.
const TABS_MIN: usize = 2;
/// Columns of the widest table.
const COLUMNS_MAX: usize = 60;

/// Lines of the table at the start, 0 if there is none: rows of equally many cells, at least two of them.
pub(super) fn rows(text: &str, lines: &[Range<usize>]) -> usize {
    let tabs = |line: &Range<usize>| text[line.clone()].matches('\t').count();
    let Some(width) = lines.first().map(tabs) else {
        return 0;
    };
    if !(TABS_MIN..COLUMNS_MAX).contains(&width) {
        return 0;
    }
    let is_row =
        |line: &&Range<usize>| tabs(line) == width && !text[(*line).clone()].trim().is_empty();
    let rows = lines.iter().take_while(is_row).count();
    let full = |line: &Range<usize>| {
        text[line.clone()]
            .split('\t')
            .all(|cell| !cell.trim().is_empty())
    };
    // A row whose cells all hold something is the head; lists set with tabs have none.
    if rows >= 2 && full(&lines[0]) {
        rows
    } else {
        0
    }
}

/// The grid of the rows.
pub(super) fn table(decoded: &Marked, lines: &[Range<usize>]) -> Item {
    let mut grid = Grid::default();
    for line in lines {
        let mut start = line.start;
        let ends = decoded.text[line.clone()].match_indices('\t');
        let ends = ends.map(|(at, _)| line.start + at).chain([line.end]);
        for (column, end) in ends.enumerate() {
            let item = super::para_of(decoded, start..end, Default::default());
            grid.cells.push(cell_at(grid.rows, column, vec![item]));
            grid.columns = grid.columns.max(column as u32 + 1);
            start = end + 1;
        }
        grid.rows += 1;
    }
    Item::Grid(grid)
}
