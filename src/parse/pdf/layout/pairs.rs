//! Tables of two columns without ruling lines: names and what belongs to each, one line a row.
//!
//! Two columns are also a letterhead, a signature block, a list with wide labels and a page set in
//! columns. So each row is one line with one wide gap in it, both halves begin below one another in four
//! rows or more, the names are words, and none of the lines is one of those others by its words.

use super::Sheet;
use super::grid::Grid;
use super::line::Row;
use crate::text::fold;

/// Gap between name and value, in sizes; that between words set far apart stays under one.
const GAP_MIN: f32 = 1.5;

/// Gap that must be nowhere else in the row, in sizes.
const WORD_GAP_MAX: f32 = 0.9;

/// How exactly halves begin below one another, in sizes.
const TOLERANCE: f32 = 0.15;

const ROWS_MIN: usize = 4;

/// Distance of base lines, in sizes.
const DROP_MAX: f32 = 2.4;

/// Letters of the shortest name: labels of lists have fewer.
const NAME_MIN: usize = 3;

/// How much longer the longest name is than the shortest, in sizes: columns of running text end alike.
const RAGGED_MIN: f32 = 1.5;

/// The halves of a row.
#[derive(Clone, Copy)]
struct Pair {
    left: f32,
    left_end: f32,
    right: f32,
    right_end: f32,
}

/// The table that starts with the row `start`, and the row after it.
pub(super) fn table_at(sheet: &Sheet, rows: &[Row], start: usize) -> Option<(usize, Grid)> {
    let first = pair_of(sheet, rows.get(start)?)?;
    let mut pairs = vec![first];
    while let Some(row) = rows.get(start + pairs.len()) {
        let above = &rows[start + pairs.len() - 1];
        let is_near = row.baseline - above.baseline <= DROP_MAX * above.size;
        let near = TOLERANCE * row.size;
        let is_below = |pair: &Pair| {
            (pair.left - first.left).abs() <= near && (pair.right - first.right).abs() <= near
        };
        let pair = pair_of(sheet, row).filter(is_below);
        let Some(pair) = pair.filter(|_| is_near) else {
            break;
        };
        pairs.push(pair);
    }
    let end = start + pairs.len();
    let rows = &rows[start..end];
    let most = |of: fn(&Pair) -> f32| pairs.iter().map(of).fold(f32::MIN, f32::max);
    let longest = most(|pair| pair.left_end);
    let shortest = pairs
        .iter()
        .map(|pair| pair.left_end)
        .fold(f32::MAX, f32::min);
    let size = rows.first()?.size;
    if pairs.len() < ROWS_MIN
        || first.right < longest + size
        || longest - shortest < RAGGED_MIN * size
    {
        return None;
    }
    let xs = vec![
        first.left - 2.0,
        (longest + first.right) / 2.0,
        most(|pair| pair.right_end) + 2.0,
    ];
    let tops = rows.iter().map(|row| row.baseline - 1.15 * row.size);
    let bottom = rows.last().map(|row| row.baseline + 0.3 * row.size);
    Some((end, Grid::of_edges(xs, tops.chain(bottom).collect())))
}

fn pair_of(sheet: &Sheet, row: &Row) -> Option<Pair> {
    let gap = |at: usize| row.pieces[at + 1].x0 - row.pieces[at].x1;
    let wide = |at: &usize| GAP_MIN * row.size <= gap(*at);
    let gaps = || 0..row.pieces.len().saturating_sub(1);
    let at = gaps().find(wide)?;
    let is_alone = gaps().all(|other| other == at || gap(other) <= WORD_GAP_MAX * row.size);
    let (left, right) = row.pieces.split_at(at + 1);
    if !is_alone || row.pieces.iter().any(|piece| piece.stamp != 0) {
        return None;
    }
    let said = |pieces: &[super::piece::Piece]| -> String {
        let words = pieces.iter().map(|piece| piece.text(sheet.canvas));
        words.collect::<Vec<_>>().join(" ")
    };
    let (name, value) = (said(left), said(right));
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let is_list = name.starts_with(['-', '+', '•', '*']);
    if letters < NAME_MIN || is_list || is_of_a_frame(&name) || is_of_a_frame(&value) {
        return None;
    }
    Some(Pair {
        left: left.first()?.x0,
        left_end: left.last()?.x1,
        right: right.first()?.x0,
        right_end: right.last()?.x1,
    })
}

/// Lines of a letterhead and of a signature block, and leaders of a list of contents.
fn is_of_a_frame(words: &str) -> bool {
    let folded = fold(words);
    let opens = [
        "noi nhan", "tm.", "kt.", "tl.", "tuq.", "so:", "kinh gui", "kinh goi", "dieu ", "chuong ",
    ];
    folded.contains("cong hoa xa hoi")
        || folded.contains("doc lap")
        || folded.contains("....")
        || folded.contains("____")
        || folded.contains("……")
        || opens.iter().any(|opening| folded.starts_with(opening))
}
