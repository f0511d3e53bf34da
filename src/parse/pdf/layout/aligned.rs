//! Tables without ruling lines: columns told by white space that stays open over many rows.
//!
//! Careful rather than complete: a letterhead, a signature block, a chart and a list are columns of
//! words, too. So a table has three columns or more, three rows or more, hardly an empty cell, and no
//! white space in it where a signature would go. What fails stays text, which loses nothing.

use super::grid::Grid;
use super::line::Row;
use super::piece::Piece;
use super::{Sheet, pairs};

/// Gap that makes a row look like one of a table, in sizes; a space is a quarter, justified a half.
const GAP_MIN: f32 = 1.0;

/// Lines looked at above the row that shows all columns: a heading and the row under it.
const HEAD_ROWS_MAX: usize = 24;

/// What must stay open between two columns over the whole table, in sizes.
const CORRIDOR_MIN: f32 = 0.5;

/// The same left of where a column begins again and again: the lines of a full cell end right before
/// the next one, nearer than two words stand.
const BESIDE_START_MIN: f32 = 0.12;

/// Rows looked at for where columns begin.
const START_ROWS_MAX: usize = 40;

/// How exactly lines of a column begin below one another, in sizes.
const START_TOLERANCE: f32 = 0.1;

const COLUMNS_MIN: usize = 3;
const ROWS_MIN: usize = 3;

/// Distance of base lines inside a table, in sizes. A signature takes four.
const DROP_MAX: f32 = 3.4;

/// Distance of a heading's first line above the row that shows all columns, in sizes.
const HEAD_DROP_MAX: f32 = 1.3;

/// The same for a line that stands in two columns or more: the cells of its row may have other heights.
const SPREAD_DROP_MAX: f32 = 2.2;

/// White space between two rows beyond that between the lines of a cell, in sizes.
const ROW_GAP_MIN: f32 = 0.28;

const FILLED_SHARE_MIN: f32 = 0.7;

/// Tables among `rows`, which are those of the page outside of ruled tables. `across` are the heights
/// and extents of all rules across the page.
pub(super) fn find(sheet: &Sheet, rows: &[Row], across: &[(f32, f32, f32)]) -> Vec<Grid> {
    let mut grids = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let found = table_at(sheet, rows, start, across);
        match found.or_else(|| pairs::table_at(sheet, rows, start)) {
            Some((end, grid)) => {
                grids.push(grid);
                start = end;
            }
            None => start += 1,
        }
    }
    grids
}

fn table_at(
    sheet: &Sheet,
    rows: &[Row],
    start: usize,
    across: &[(f32, f32, f32)],
) -> Option<(usize, Grid)> {
    if wide_gaps(rows.get(start)?) + 1 < COLUMNS_MIN {
        return None;
    }
    let (end, mut cover) = end_of_stretch(rows, start)?;
    if end - start < ROWS_MIN {
        return None;
    }
    let start = head_start(rows, start, &mut cover);
    let xs = edges(&cover)?;
    let ys = bands(&rows[start..end], &xs, across);
    let grid = Grid::of_edges(xs, ys);
    is_table(sheet, &grid, &rows[start..end]).then_some((end, grid))
}

fn wide_gaps(row: &Row) -> usize {
    let pairs = row.pieces.windows(2);
    pairs
        .filter(|pair| GAP_MIN * row.size <= pair[1].x0 - pair[0].x1)
        .count()
}

/// What words cover of the width, over some rows; the rest is open.
#[derive(Clone)]
struct Cover {
    busy: Vec<(f32, f32)>,
    /// Where something begins again and again after white space that nobody takes for that between words.
    starts: Vec<f32>,
    size: f32,
}

impl Cover {
    /// Of the first of some rows.
    fn of_first(rows: &[Row]) -> Option<Cover> {
        let row = rows.first()?;
        let mut cover = Cover {
            busy: Vec::new(),
            starts: starts(rows),
            size: row.size,
        };
        cover.add(row);
        Some(cover)
    }

    fn add(&mut self, row: &Row) {
        self.size = self.size.max(row.size);
        self.busy
            .extend(row.pieces.iter().map(|piece| (piece.x0, piece.x1)));
        self.busy.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut merged: Vec<(f32, f32)> = Vec::with_capacity(self.busy.len());
        for &(x0, x1) in &self.busy {
            match merged.last_mut() {
                Some(last) if x0 - last.1 < self.open_before(x0) => last.1 = last.1.max(x1),
                _ => merged.push((x0, x1)),
            }
        }
        self.busy = merged;
    }

    fn is_start(&self, x: f32) -> bool {
        let near = START_TOLERANCE * self.size;
        self.starts.iter().any(|start| (x - start).abs() <= near)
    }

    /// What must be open left of `x` for it to begin another column.
    fn open_before(&self, x: f32) -> f32 {
        let least = match self.is_start(x) {
            true => BESIDE_START_MIN,
            false => CORRIDOR_MIN,
        };
        least * self.size
    }

    /// Middles of the open spaces between words.
    fn corridors(&self) -> Vec<f32> {
        let pairs = self.busy.windows(2);
        pairs.map(|pair| (pair[0].1 + pair[1].0) / 2.0).collect()
    }

    /// True if every open space stays open; one may become two, where an empty cell was. A line of running
    /// text, one of whose words begins below a column by chance, is none of the table.
    fn admits(&self, row: &Row) -> bool {
        let mut with = self.clone();
        with.add(row);
        let corridors = with.corridors();
        let is_open = |gap: (f32, f32)| {
            let inside = |x: &f32| gap.0 < *x && *x < gap.1;
            corridors.iter().any(inside)
        };
        let mut gaps = self.busy.windows(2).map(|pair| (pair[0].1, pair[1].0));
        gaps.all(is_open) && is_parted(row, &corridors)
    }
}

/// What begins after a wide gap in two or more of the next rows.
fn starts(rows: &[Row]) -> Vec<f32> {
    let size = rows.first().map_or(0.0, |row| row.size);
    let ahead = rows.iter().take(START_ROWS_MAX);
    let mut all: Vec<f32> = ahead
        .flat_map(|row| {
            let pairs = row.pieces.windows(2);
            let wide = pairs.filter(|pair| GAP_MIN * row.size <= pair[1].x0 - pair[0].x1);
            wide.map(|pair| pair[1].x0)
        })
        .collect();
    all.sort_by(f32::total_cmp);
    let same = |a: &f32, b: &f32| b - a <= START_TOLERANCE * size;
    let often = all.chunk_by(same).filter(|seen| 1 < seen.len());
    often.map(|seen| seen[0]).collect()
}

/// The rows from `start` on that leave the columns apart.
fn end_of_stretch(rows: &[Row], start: usize) -> Option<(usize, Cover)> {
    let mut cover = Cover::of_first(&rows[start..])?;
    let mut end = start + 1;
    while let Some(row) = rows.get(end) {
        let above = &rows[end - 1];
        let is_near = row.baseline - above.baseline <= DROP_MAX * row.size.max(above.size);
        if !is_near || !cover.admits(row) {
            break;
        }
        cover.add(row);
        end += 1;
    }
    Some((end, cover))
}

/// Lines of a wrapped heading, and rows whose full cells hide a column, stand above the row that shows
/// most columns.
fn head_start(rows: &[Row], start: usize, cover: &mut Cover) -> usize {
    let mut first = start;
    let mut reached = (start, cover.clone());
    while let Some(above) = first.checked_sub(1).map(|above| &rows[above]) {
        if start - first == HEAD_ROWS_MAX {
            break;
        }
        let drop = (rows[first].baseline - above.baseline) / above.size;
        if SPREAD_DROP_MAX < drop || !cover.admits(above) {
            break;
        }
        cover.add(above);
        let corridors = cover.corridors();
        let is_spread = 1 < columns_of(above, &corridors);
        let right_of_first = corridors.first().is_some_and(|edge| *edge < above.x0);
        if !is_spread && !right_of_first {
            break;
        }
        first -= 1;
        // Lines of one column are its own only under others that are spread, or close to what is.
        if is_spread || drop <= HEAD_DROP_MAX && first + 1 == reached.0 {
            reached = (first, cover.clone());
        }
    }
    *cover = reached.1;
    reached.0
}

/// True for a row that stands in one column, or has more between two columns than words have.
fn is_parted(row: &Row, corridors: &[f32]) -> bool {
    let column = |piece: &Piece| corridors.partition_point(|edge| *edge < middle(piece));
    let pairs = row.pieces.windows(2);
    let mut steps = pairs.filter(|pair| column(&pair[0]) != column(&pair[1]));
    columns_of(row, corridors) < 2
        || steps.any(|pair| CORRIDOR_MIN * row.size <= pair[1].x0 - pair[0].x1)
}

/// In how many columns something of the row stands.
fn columns_of(row: &Row, corridors: &[f32]) -> usize {
    let column = |piece: &Piece| corridors.partition_point(|edge| *edge < middle(piece));
    let mut columns: Vec<usize> = row.pieces.iter().map(column).collect();
    columns.dedup();
    columns.len()
}

/// Edges of the columns: the outer ones of the text, and the middles of what stays open.
fn edges(cover: &Cover) -> Option<Vec<f32>> {
    let inner = cover.corridors();
    let (first, last) = (cover.busy.first()?, cover.busy.last()?);
    if inner.len() + 1 < COLUMNS_MIN {
        return None;
    }
    let outer = ([first.0 - 2.0], [last.1 + 2.0]);
    Some(outer.0.into_iter().chain(inner).chain(outer.1).collect())
}

/// Edges of the rows: rules across where there are some, else white space wider than between lines.
fn bands(rows: &[Row], xs: &[f32], across: &[(f32, f32, f32)]) -> Vec<f32> {
    let top = rows.first().map_or(0.0, |row| row.baseline - row.size);
    let bottom = rows.last().map_or(0.0, |row| row.baseline + 0.3 * row.size);
    let (left, right) = (xs.first().copied(), xs.last().copied());
    let mut ys = vec![top];
    let ruled: Vec<f32> = across
        .iter()
        .filter(|(_, x0, x1)| {
            left.is_some_and(|left| *x0 < left + 20.0)
                && right.is_some_and(|right| right - 20.0 < *x1)
        })
        .map(|(y, ..)| *y)
        .filter(|y| top + 6.0 < *y && *y < bottom - 6.0)
        .collect();
    if ROWS_MIN <= ruled.len() + 1 {
        ys.extend(ruled);
    } else {
        let spaced = spaced(rows, xs);
        let labelled = labelled(rows, xs);
        // A heading set lower than its neighbors is no reason to cut what white space keeps apart.
        ys.extend(match 2 * spaced.len() < labelled.len() {
            true => labelled,
            false => spaced,
        });
    }
    ys.push(bottom);
    ys.sort_by(f32::total_cmp);
    ys
}

/// The tops of rows with white space above them.
fn spaced(rows: &[Row], xs: &[f32]) -> Vec<f32> {
    let leading = leading(rows, xs);
    let pairs = rows.windows(2);
    let begins = pairs
        .filter(|pair| leading + ROW_GAP_MIN * pair[1].size <= pair[1].baseline - pair[0].baseline);
    begins.map(|pair| top(&pair[1])).collect()
}

/// The tops of rows that begin with something in the first column, where cells hang from one line and
/// rows stand as close as lines. Empty if rows do not begin so.
fn labelled(rows: &[Row], xs: &[f32]) -> Vec<f32> {
    let Some(first) = xs.get(1) else {
        return Vec::new();
    };
    let columns = xs.len() - 1;
    let labels: Vec<&Row> = rows[1..].iter().filter(|row| row.x0 < *first).collect();
    let fills = |row: &&&Row| {
        let has = |edge: &[f32]| {
            let mut pieces = row.pieces.iter();
            pieces.any(|piece| edge[0] <= middle(piece) && middle(piece) < edge[1])
        };
        columns < 2 * xs.windows(2).filter(|edge| has(edge)).count()
    };
    if 5 * labels.iter().filter(fills).count() < 4 * labels.len() {
        return Vec::new();
    }
    labels.into_iter().map(top).collect()
}

fn top(row: &Row) -> f32 {
    row.baseline - 1.15 * row.size
}

/// The usual distance of two lines of one cell: the least that columns show again and again.
fn leading(rows: &[Row], xs: &[f32]) -> f32 {
    let size = rows.iter().map(|row| row.size).fold(0.0, f32::max);
    let mut drops = Vec::new();
    for edge in xs.windows(2) {
        let own = |row: &&Row| {
            let mut pieces = row.pieces.iter();
            pieces.any(|piece| edge[0] <= middle(piece) && middle(piece) < edge[1])
        };
        let lines: Vec<f32> = rows.iter().filter(own).map(|row| row.baseline).collect();
        drops.extend(lines.windows(2).map(|pair| pair[1] - pair[0]));
    }
    drops.retain(|drop| (0.9 * size..1.9 * size).contains(drop));
    drops.sort_by(f32::total_cmp);
    let least = drops.first().copied().unwrap_or(1.2 * size);
    least.min(1.45 * size)
}

fn middle(piece: &Piece) -> f32 {
    (piece.x0 + piece.x1) / 2.0
}

fn is_table(sheet: &Sheet, grid: &Grid, rows: &[Row]) -> bool {
    if grid.rows() < ROWS_MIN {
        return false;
    }
    let columns = grid.xs.len() - 1;
    let mut filled = vec![false; grid.cells.len()];
    for piece in rows.iter().flat_map(|row| &row.pieces) {
        if piece.stamp == 0
            && let Some(cell) = grid.cell_index(piece).and_then(|cell| filled.get_mut(cell))
        {
            *cell = true;
        }
    }
    let full_rows = filled
        .chunks(columns)
        .filter(|row| row.iter().all(|cell| *cell));
    let full = filled.iter().filter(|cell| **cell).count();
    let has_leaders = rows.iter().flat_map(|row| &row.pieces).any(|piece| {
        let text = piece.text(sheet.canvas);
        8 < text.len() && text.chars().all(|c| "._…".contains(c))
    });
    2 <= full_rows.count() && FILLED_SHARE_MIN * filled.len() as f32 <= full as f32 && !has_leaders
}
