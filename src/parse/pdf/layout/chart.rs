//! Whether a grid of rules is a table: figures have rules, too.

use std::collections::HashSet;

use super::Sheet;
use super::grid::{Cell, Grid, has_across, has_down};
use super::piece::Piece;
use super::rules::{Across, Down};

/// A table holds words, and its rules run between them.
pub(super) fn is_table(grid: &Grid, sheet: &Sheet) -> bool {
    const CUT_SHARE_MAX: f32 = 0.05;
    const FILLED_SHARE_MIN: f32 = 0.2;
    let (mut inside, mut cut) = (0u32, 0u32);
    let mut filled = vec![false; grid.cells.len()];
    for piece in sheet.pieces.iter().filter(|piece| !piece.is_taken) {
        let Some(index) = grid.cell_index(piece) else {
            continue;
        };
        inside += 1;
        if let Some(filled) = filled.get_mut(index) {
            *filled = true;
        }
        if grid
            .cells
            .get(index)
            .is_some_and(|cell| is_cut(grid, cell, piece))
        {
            cut += 1;
        }
    }
    let full = filled.iter().filter(|filled| **filled).count();
    let is_whole = cut <= 1 || (cut as f32) < CUT_SHARE_MAX * inside as f32;
    let head = grid
        .cells
        .iter()
        .zip(&filled)
        .filter(|(cell, filled)| cell.row == 0 && **filled);
    let has_words = 2 <= head.count() || FILLED_SHARE_MIN * grid.cells.len() as f32 <= full as f32;
    2 <= full && is_whole && has_words
}

/// Boxes joined by lines: a side of the grid is ruled beside the boxes and open beside the empty space
/// between them. A table has a side or has none.
pub(super) fn is_flow_chart(grid: &Grid, sheet: &Sheet, across: &[Across], down: &[Down]) -> bool {
    const OPEN_SHARE_MIN: f32 = 0.2;
    let (rows, columns) = (grid.rows(), grid.columns());
    let words: HashSet<usize> = sheet
        .pieces
        .iter()
        .filter_map(|piece| grid.cell_index(piece))
        .collect();
    let is_empty = |row: usize, column: usize| {
        let cell = grid.covers.get(row * columns + column);
        cell.is_some_and(|cell| !words.contains(&(*cell as usize)))
    };
    let beside = |column: usize, edge: usize| -> Side {
        let units = (0..rows).map(|row| {
            let length = grid.ys[row + 1] - grid.ys[row];
            (
                length,
                has_down(grid, edge, row, down),
                is_empty(row, column),
            )
        });
        Side::of(units)
    };
    let over = |row: usize, edge: usize| -> Side {
        let units = (0..columns).map(|column| {
            let length = grid.xs[column + 1] - grid.xs[column];
            let has_rule = has_across(grid, edge, column, across);
            (length, has_rule, is_empty(row, column))
        });
        Side::of(units)
    };
    let sides = [
        beside(0, 0),
        beside(columns - 1, columns),
        over(0, 0),
        over(rows - 1, rows),
    ];
    sides
        .iter()
        .any(|side| OPEN_SHARE_MIN <= side.ruled && OPEN_SHARE_MIN <= side.open)
}

/// Shares of one side of a grid.
struct Side {
    ruled: f32,
    /// Without a rule, beside an empty cell.
    open: f32,
}

impl Side {
    /// From the length of each unit, whether a rule is there, and whether its cell is empty.
    fn of(units: impl Iterator<Item = (f32, bool, bool)>) -> Side {
        let (mut all, mut ruled, mut open) = (0.0, 0.0, 0.0);
        for (length, has_rule, is_empty) in units {
            all += length;
            match has_rule {
                true => ruled += length,
                false if is_empty => open += length,
                false => {}
            }
        }
        Side {
            ruled: ruled / f32::max(all, 1.0),
            open: open / f32::max(all, 1.0),
        }
    }
}

/// The piece sticks out of its cell on either side.
fn is_cut(grid: &Grid, cell: &Cell, piece: &Piece) -> bool {
    const OUT_MAX: f32 = 2.5;
    let left = grid.xs[cell.column];
    let right = grid.xs[cell.column + cell.column_span];
    piece.x0 < left - OUT_MAX || right + OUT_MAX < piece.x1
}
