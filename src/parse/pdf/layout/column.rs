//! Rows of a page → regions in reading order: the flow over the whole width, and the two halves of
//! letterheads and signature blocks, the left one first.
//!
//! A corridor of white space over several rows is the sign. It may be narrower than two sizes
//! (ỦY BAN NHÂN DÂN beside CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM on narrow paper), so the order of the
//! content is asked too: who writes the left half wholly before the right one means two halves.

use super::Sheet;
use super::grid::Grid;
use super::growth::{CORRIDOR_MIN, CORRIDOR_SURE, Corridor, Extent, Growth, inner_gaps};
use super::letterhead;
use super::line::{Row, rows};
use super::piece::Piece;
use crate::parse::Column;
use crate::text::fold;

/// Rows of one block: a list of recipients on a page of small print has 90.
const BLOCK_ROWS_MAX: usize = 120;

pub(super) struct Region {
    pub column: Column,
    pub rows: Vec<Row>,
    /// For the order among tables; the halves of one block share it.
    pub top: f32,
}

struct Block {
    end: usize,
    corridor: Corridor,
}

/// `notes` are the heights of the rules over notes, which end a block.
pub(super) fn split(sheet: &Sheet, all: Vec<Row>, grids: &[Grid], notes: &[f32]) -> Vec<Region> {
    let extent = Extent::of(&all, sheet);
    let mut regions = Vec::new();
    let mut flow: Vec<Row> = Vec::new();
    let mut index = 0;
    while index < all.len() {
        let limit = end_of_stretch(&all, index, grids);
        match block_at(sheet, &all[..limit], index, &extent, notes) {
            Some(block) => {
                let start = index - leading_rows(sheet, &flow, &block.corridor);
                flow.truncate(flow.len() - (index - start));
                push_flow(&mut regions, &mut flow);
                push_halves(sheet, &all[start..block.end], block.corridor, &mut regions);
                index = block.end;
            }
            None => {
                if flow
                    .last()
                    .is_some_and(|last| has_grid_between(last, &all[index], grids))
                {
                    push_flow(&mut regions, &mut flow);
                }
                flow.push(all[index].clone());
                index += 1;
            }
        }
    }
    push_flow(&mut regions, &mut flow);
    regions
}

/// How many rows at the end of the flow belong to the block below them: one half may start higher
/// than the other (TM. ỦY BAN NHÂN DÂN above Nơi nhận).
fn leading_rows(sheet: &Sheet, flow: &[Row], corridor: &Corridor) -> usize {
    const LEADING_ROWS_MAX: usize = 4;
    let middle = (corridor.x0 + corridor.x1) / 2.0;
    let is_at_top = flow.len() <= 2;
    let of_half = |row: &&Row| {
        let text = half_start(sheet, &row.pieces);
        let is_left = row.x1 <= middle;
        (is_left && names_recipients(&text))
            || ((middle <= row.x0 || (is_at_top && is_left)) && is_capital(&text))
    };
    flow.iter()
        .rev()
        .take(LEADING_ROWS_MAX)
        .take_while(of_half)
        .count()
}

fn push_flow(regions: &mut Vec<Region>, flow: &mut Vec<Row>) {
    if let Some(first) = flow.first() {
        let top = first.baseline - first.size;
        regions.push(Region {
            column: Column::Whole,
            rows: std::mem::take(flow),
            top,
        });
    }
}

/// Rows are made anew for each half: their base lines need not agree.
fn push_halves(sheet: &Sheet, block: &[Row], corridor: Corridor, regions: &mut Vec<Region>) {
    let middle = (corridor.x0 + corridor.x1) / 2.0;
    let top = block.first().map_or(0.0, |row| row.baseline - row.size);
    let (left, right) = halves(block, middle);
    let [left, right] = [left, right].map(|pieces| rows_of(sheet, pieces));
    let quarters = if sheet.canvas.is_read {
        letterhead::quarters(sheet, left, right)
    } else {
        [left, right, Vec::new(), Vec::new()]
    };
    let columns = [Column::Left, Column::Right, Column::Left, Column::Right];
    for (column, rows) in columns.into_iter().zip(quarters) {
        if !rows.is_empty() {
            regions.push(Region { column, rows, top });
        }
    }
}

fn rows_of(sheet: &Sheet, pieces: Vec<Piece>) -> Vec<Row> {
    let half = Sheet {
        canvas: sheet.canvas,
        frame: sheet.frame,
        pieces,
    };
    rows(&half, (0..half.pieces.len() as u32).collect())
}

fn has_grid_between(above: &Row, below: &Row, grids: &[Grid]) -> bool {
    grids
        .iter()
        .any(|grid| above.baseline <= grid.top() + above.size && grid.top() < below.baseline)
}

/// Index of the first row after `start` that a table separates from it.
fn end_of_stretch(all: &[Row], start: usize, grids: &[Grid]) -> usize {
    let limit = all.len().min(start + BLOCK_ROWS_MAX);
    let next = (start + 1..limit).find(|at| has_grid_between(&all[start], &all[*at], grids));
    next.unwrap_or(limit)
}

fn block_at(
    sheet: &Sheet,
    all: &[Row],
    start: usize,
    extent: &Extent,
    notes: &[f32],
) -> Option<Block> {
    let row = all.get(start)?;
    let mut gaps = inner_gaps(row, CORRIDOR_MIN);
    gaps.extend(all.get(start + 1).and_then(|next| gap_between(row, next)));
    gaps.sort_by(|a, b| (b.x1 - b.x0).total_cmp(&(a.x1 - a.x0)));
    let candidates = gaps.into_iter().take(4);
    candidates
        .map(|gap| grown(all, start, gap, extent, notes))
        .find(|block| is_block(sheet, all, start, block, extent))
}

/// The gap between two rows that stand side by side, a little shifted: the halves of a signature
/// block have their own base lines.
fn gap_between(row: &Row, next: &Row) -> Option<Corridor> {
    let is_shifted = next.baseline - row.baseline < 1.1 * row.size.min(next.size);
    let gap = if row.x1 < next.x0 {
        Corridor {
            x0: row.x1,
            x1: next.x0,
        }
    } else {
        Corridor {
            x0: next.x1,
            x1: row.x0,
        }
    };
    (is_shifted && CORRIDOR_SURE * row.size <= gap.x1 - gap.x0).then_some(gap)
}

/// The rows from `start` on that leave the corridor open.
fn grown(all: &[Row], start: usize, gap: Corridor, extent: &Extent, notes: &[f32]) -> Block {
    let mut growth = Growth::new(&all[start], gap);
    let mut end = start + 1;
    while let Some(row) = all.get(end) {
        let above = &all[end - 1];
        let is_over_notes = |rule: &f32| above.baseline < *rule && *rule < row.baseline;
        if notes.iter().any(is_over_notes) || !growth.takes(above, row, extent) {
            break;
        }
        end += 1;
    }
    Block {
        end,
        corridor: growth.corridor,
    }
}

fn is_block(sheet: &Sheet, all: &[Row], start: usize, block: &Block, extent: &Extent) -> bool {
    let rows = &all[start..block.end];
    let middle = (block.corridor.x0 + block.corridor.x1) / 2.0;
    // Halves of a page, not a hanging number or a date at the end of a line.
    let share = (middle - extent.x0) / extent.width();
    if rows.len() < 2 || !(0.2..0.75).contains(&share) {
        return false;
    }
    let halves = halves(rows, middle);
    let first = |half: &[Piece]| half_start(sheet, half);
    let (left, right) = (first(&halves.0), first(&halves.1));
    let is_wide = CORRIDOR_SURE * all[start].size <= block.corridor.x1 - block.corridor.x0
        || inner_gaps(&all[start], CORRIDOR_SURE).len() == 1;
    let names_halves = names_recipients(&left) || is_capital(&right);
    let is_letterhead = start < 3 && is_capital(&left) && is_capital(&right);
    let is_formula = rows
        .iter()
        .flat_map(|row| &row.pieces)
        .any(|piece| piece.text(sheet.canvas) == "=");
    // What begins with a bare number on both sides are labels of a chart.
    if is_formula || (is_number(&left) && is_number(&right)) {
        return false;
    }
    let in_order = is_written_by_halves(&halves.0, &halves.1, rows.len());
    is_letterhead || (is_wide && names_halves) || (in_order && (is_wide || names_halves))
}

fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || ",.%".contains(c))
}

fn halves(rows: &[Row], middle: f32) -> (Vec<Piece>, Vec<Piece>) {
    let pieces = rows.iter().flat_map(|row| row.pieces.iter().copied());
    pieces.partition(|piece| (piece.x0 + piece.x1) / 2.0 < middle)
}

/// The first row of a half as text.
fn half_start(sheet: &Sheet, half: &[Piece]) -> String {
    let Some(first) = half.first() else {
        return String::new();
    };
    let words: Vec<&str> = half
        .iter()
        .take_while(|piece| piece.line_at - first.line_at <= first.size * 0.3)
        .map(|piece| piece.text(sheet.canvas))
        .collect();
    words.join(" ")
}

/// The left half of a signature block begins so.
fn names_recipients(text: &str) -> bool {
    fold(text).starts_with("noi nhan")
}

/// CỘNG HÒA …, TM. ỦY BAN NHÂN DÂN, KT. GIÁM ĐỐC: several letters and all of them capital.
fn is_capital(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (capital, small): (Vec<char>, Vec<char>) = letters.partition(|c| c.is_uppercase());
    4 <= capital.len() && small.len() * 5 < capital.len()
}

/// True if the content holds the left half before the right one, so that the order of writing goes
/// back up the page between them.
fn is_written_by_halves(left: &[Piece], right: &[Piece], rows: usize) -> bool {
    let range = |half: &[Piece]| {
        let own = half
            .iter()
            .filter(|piece| piece.stamp == 0)
            .map(|piece| piece.first);
        Some((own.clone().min()?, own.max()?))
    };
    let spread = |half: &[Piece]| {
        let lines = half.iter().map(|piece| piece.line_at);
        let low = lines.clone().fold(f32::INFINITY, f32::min);
        lines.fold(f32::NEG_INFINITY, f32::max) - low
    };
    let (Some(left_range), Some(right_range)) = (range(left), range(right)) else {
        return false;
    };
    2 <= rows && left_range.1 < right_range.0 && 0.0 < spread(left) && 0.0 < spread(right)
}
