//! Is a grid a table, or a letterhead or signature block that Word set in a borderless table?

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{fold, opens_folded};

use super::Column;
use super::flow::{Grid, GridCell, Item};

/// Rows of the tallest letterhead or signature block set as a grid. Decree 30/2020 has three lines
/// of letterhead; recipients are one row each in some templates.
const LAYOUT_ROWS_MAX: u32 = 16;

/// Columns of the widest: two, with an empty one between them in some templates.
const LAYOUT_COLUMNS_MAX: u32 = 4;

/// True if the grid only places paragraphs side by side.
pub(super) fn is_layout(grid: &Grid) -> bool {
    if grid.columns <= 1 || holds_all_in_one_cell(grid) || is_one_column(grid) {
        return true;
    }
    let small = grid.rows <= LAYOUT_ROWS_MAX && grid.columns <= LAYOUT_COLUMNS_MAX;
    small && grid.header_rows == 0 && (is_letterhead(grid) || is_signature(grid))
}

/// Which halves of the page the cells of a layout grid stand in.
pub(super) struct Halves {
    columns: u32,
    /// False if all that is said stands in one cell or below one another.
    are_two: bool,
}

impl Halves {
    pub fn of(grid: &Grid) -> Halves {
        Halves {
            columns: grid.columns,
            are_two: !holds_all_in_one_cell(grid) && !is_one_column(grid),
        }
    }

    pub fn column_of(&self, cell: &GridCell) -> Column {
        if cell.column_span >= self.columns || !self.are_two {
            return Column::Whole;
        }
        match 2 * cell.column + cell.column_span <= self.columns {
            true => Column::Left,
            false => Column::Right,
        }
    }
}

/// Leading heading rows: by markup, or a first row that starts with "TT" or "STT", the heading that
/// Decree 30 templates give the counting column.
pub(super) fn header_rows(grid: &Grid) -> u32 {
    if grid.header_rows > 0 {
        return grid.header_rows;
    }
    let Some(first) = grid.cells.first() else {
        return 0;
    };
    let text = cell_text(first);
    if ["tt", "stt", "so tt"].contains(&text.as_str()) && grid.rows > 1 {
        first.row_span
    } else {
        0
    }
}

/// Every paragraph of the grid in one cell, or a cell that holds a table of its own beside nothing.
fn holds_all_in_one_cell(grid: &Grid) -> bool {
    grid.cells.iter().filter(|cell| !is_blank(cell)).count() <= 1
}

/// A signer's position and name set at the right of an otherwise empty grid.
fn is_one_column(grid: &Grid) -> bool {
    let mut columns = grid
        .cells
        .iter()
        .filter(|cell| !is_blank(cell))
        .map(|cell| cell.column);
    let Some(first) = columns.next() else {
        return true;
    };
    grid.rows <= LAYOUT_ROWS_MAX && grid.header_rows == 0 && columns.all(|column| column == first)
}

fn is_letterhead(grid: &Grid) -> bool {
    let mottos = [
        "cong hoa xa hoi chu nghia",
        "doc lap - tu do",
        "dang cong san viet nam",
    ];
    grid.cells.iter().filter(|cell| cell.row < 3).any(|cell| {
        let text = cell_text(cell);
        mottos.iter().any(|motto| text.contains(motto))
    }) || is_number_and_place(grid)
}

/// "Số: 21/KH-UBND | Hưng Yên, ngày 02 tháng 02 năm 2021".
fn is_number_and_place(grid: &Grid) -> bool {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\p{L}[^:;]{0,40}, ngay\b.{0,12}\bthang\b.{0,12}\bnam\b").expect("a pattern")
    });
    if 3 < grid.rows {
        return false;
    }
    let texts: Vec<String> = grid.cells.iter().map(cell_text).collect();
    texts
        .iter()
        .any(|text| text.starts_with("so:") || text.starts_with("so "))
        && texts.iter().any(|text| PLACE.is_match(text))
}

fn is_signature(grid: &Grid) -> bool {
    static CAPACITY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(TM|KT|TL|TUQ|Q|T/M|T/L|K/T)\.\s*\p{Lu}").expect("a pattern")
    });
    grid.cells.iter().any(|cell| {
        let paras = cell.paras();
        paras.iter().any(|para| {
            let text = para.text();
            opens_folded(text, "noi nhan") || (grid.rows <= 4 && CAPACITY.is_match(text))
        })
    })
}

fn is_blank(cell: &GridCell) -> bool {
    cell.paras().iter().all(|para| para.is_blank())
        && !cell.items.iter().any(|item| matches!(item, Item::Grid(_)))
}

/// Start of the cell's text, folded: enough to recognize what it is.
fn cell_text(cell: &GridCell) -> String {
    const BYTES_MAX: usize = 400;
    let mut text = String::new();
    for para in cell.paras() {
        if text.len() > BYTES_MAX {
            break;
        }
        text.push_str(para.text());
        text.push(' ');
    }
    fold(text.trim())
}
