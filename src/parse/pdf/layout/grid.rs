//! Ruling lines → grids of cells, with spans where a rule is missing.
//!
//! A figure has rules too: a grid whose rules cut through words, or that holds hardly any, is no
//! table, and its words stay in the flow of the page.

use std::collections::HashSet;

use super::super::page::Rule;
use super::Sheet;
use super::piece::Piece;
use crate::text::Rect;

/// Rules this close are one: a double border, rounding.
const SAME_RULE: f32 = 3.0;

/// Pairs of crossing rules that are looked at; more is a map or a chart.
const CROSSINGS_MAX: usize = 4_000_000;

const COLUMNS_MAX: usize = 60;
const ROWS_MAX: usize = 400;

/// Length of the rule over the notes at the foot of a page, in points: Word draws 144.
const NOTE_RULE: std::ops::Range<f32> = 100.0..230.0;

/// It begins at the left edge of the text; the rules under letterheads do not.
const NOTE_RULE_OFF_MAX: f32 = 12.0;

/// Share of the page's height above it; a letterhead has rules too.
const NOTE_RULE_SHARE_MIN: f32 = 0.3;

#[derive(Debug)]
pub(super) struct Grid {
    pub xs: Vec<f32>,
    ys: Vec<f32>,
    pub cells: Vec<Cell>,
    /// Index into `cells` by row and column.
    covers: Vec<u32>,
    /// Made from white space: its edges are where the words let them be.
    pub is_aligned: bool,
}

#[derive(Debug)]
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
    pub row_span: usize,
    pub column_span: usize,
    pub pieces: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Across {
    y: f32,
    x0: f32,
    x1: f32,
}

#[derive(Clone, Copy, Debug)]
struct Down {
    x: f32,
    y0: f32,
    y1: f32,
}

impl Grid {
    /// A grid of simple cells.
    pub fn of_edges(xs: Vec<f32>, ys: Vec<f32>) -> Grid {
        let (columns, rows) = (xs.len().saturating_sub(1), ys.len().saturating_sub(1));
        let cells = (0..rows * columns).map(|index| Cell {
            row: index / columns,
            column: index % columns,
            row_span: 1,
            column_span: 1,
            pieces: Vec::new(),
        });
        Grid {
            cells: cells.collect(),
            covers: (0..(rows * columns) as u32).collect(),
            xs,
            ys,
            is_aligned: true,
        }
    }

    pub fn top(&self) -> f32 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    pub fn bottom(&self) -> f32 {
        self.ys.last().copied().unwrap_or(0.0)
    }

    pub fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    pub fn cell_mut(&mut self, piece: &Piece) -> Option<&mut Cell> {
        let cell = self.cell_index(piece)?;
        self.cells.get_mut(cell)
    }

    pub fn cell_index(&self, piece: &Piece) -> Option<usize> {
        let (x, y) = piece.middle();
        let column = band(&self.xs, x)?;
        let row = band(&self.ys, y)?;
        self.covers
            .get(row * self.columns() + column)
            .map(|index| *index as usize)
    }
}

/// What the rules of a page make.
pub(super) struct Ruled {
    pub grids: Vec<Grid>,
    /// Heights of the short rules over notes.
    pub note_rules: Vec<f32>,
    /// Height and extent of every rule across.
    pub across: Vec<(f32, f32, f32)>,
}

pub(super) fn find(sheet: &Sheet) -> Ruled {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for rule in &sheet.canvas.rules {
        match sheet.frame.enter_rule(*rule) {
            Rule::Horizontal { y, x0, x1 } => across.push(Across { y, x0, x1 }),
            Rule::Vertical { x, y0, y1 } => down.push(Down { x, y0, y1 }),
        }
    }
    let across = joined_across(across);
    let down = joined_down(down);
    let left = sheet
        .pieces
        .iter()
        .map(|piece| piece.x0)
        .fold(f32::INFINITY, f32::min);
    let note_rules = across
        .iter()
        .filter(|rule| NOTE_RULE.contains(&(rule.x1 - rule.x0)))
        .filter(|rule| (rule.x0 - left).abs() < NOTE_RULE_OFF_MAX)
        .filter(|rule| sheet.frame.height() * NOTE_RULE_SHARE_MIN < rule.y)
        .map(|rule| rule.y)
        .collect();
    let mut ruled = Ruled {
        grids: Vec::new(),
        note_rules,
        across: across
            .iter()
            .map(|rule| (rule.y, rule.x0, rule.x1))
            .collect(),
    };
    if down.is_empty() || CROSSINGS_MAX < across.len() * down.len() {
        return ruled;
    }
    let mut grids: Vec<Grid> = groups(&across, &down)
        .into_iter()
        .filter_map(|(across, down)| {
            let grid = grid(&across, &down)?;
            (is_table(&grid, sheet) && !is_flow_chart(&grid, sheet, &across, &down)).then_some(grid)
        })
        .collect();
    grids.sort_by(|a, b| a.top().total_cmp(&b.top()));
    ruled.grids = grids;
    ruled
}

/// The cells of every grid of at least two columns, whatever stands in them.
pub(super) fn boxes(rules: &[Rule]) -> Vec<Rect> {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for rule in rules {
        match *rule {
            Rule::Horizontal { y, x0, x1 } => across.push(Across { y, x0, x1 }),
            Rule::Vertical { x, y0, y1 } => down.push(Down { x, y0, y1 }),
        }
    }
    let (across, down) = (joined_across(across), joined_down(down));
    if down.is_empty() || CROSSINGS_MAX < across.len() * down.len() {
        return Vec::new();
    }
    let grids = groups(&across, &down)
        .into_iter()
        .filter_map(|(across, down)| grid(&across, &down))
        .filter(|grid| 2 <= grid.columns());
    grids.flat_map(|grid| cell_boxes(&grid)).collect()
}

fn cell_boxes(grid: &Grid) -> Vec<Rect> {
    let boxes = grid.cells.iter().map(|cell| Rect {
        x0: grid.xs[cell.column],
        y0: grid.ys[cell.row],
        x1: grid.xs[cell.column + cell.column_span],
        y1: grid.ys[cell.row + cell.row_span],
    });
    boxes.collect()
}

/// Stretches of one rule, which producers draw cell by cell, put together.
fn joined_across(mut rules: Vec<Across>) -> Vec<Across> {
    rules.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut joined: Vec<Across> = Vec::new();
    for rule in rules {
        let near = joined.iter_mut().rev().take(64).find(|earlier| {
            (rule.y - earlier.y).abs() <= 1.5
                && rule.x0 <= earlier.x1 + SAME_RULE
                && earlier.x0 <= rule.x1 + SAME_RULE
        });
        match near {
            Some(earlier) => {
                earlier.x0 = earlier.x0.min(rule.x0);
                earlier.x1 = earlier.x1.max(rule.x1);
            }
            None => joined.push(rule),
        }
    }
    joined
}

fn joined_down(mut rules: Vec<Down>) -> Vec<Down> {
    rules.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y0.total_cmp(&b.y0)));
    let mut joined: Vec<Down> = Vec::new();
    for rule in rules {
        let near = joined.iter_mut().rev().take(64).find(|earlier| {
            (rule.x - earlier.x).abs() <= 1.5
                && rule.y0 <= earlier.y1 + SAME_RULE
                && earlier.y0 <= rule.y1 + SAME_RULE
        });
        match near {
            Some(earlier) => {
                earlier.y0 = earlier.y0.min(rule.y0);
                earlier.y1 = earlier.y1.max(rule.y1);
            }
            None => joined.push(rule),
        }
    }
    joined
}

/// Rules that hang together by crossing or touching.
fn groups(across: &[Across], down: &[Down]) -> Vec<(Vec<Across>, Vec<Down>)> {
    let mut parents: Vec<usize> = (0..across.len() + down.len()).collect();
    for (i, horizontal) in across.iter().enumerate() {
        for (j, vertical) in down.iter().enumerate() {
            let touches = horizontal.x0 - SAME_RULE <= vertical.x
                && vertical.x <= horizontal.x1 + SAME_RULE
                && vertical.y0 - SAME_RULE <= horizontal.y
                && horizontal.y <= vertical.y1 + SAME_RULE;
            if touches {
                let (a, b) = (root(&mut parents, i), root(&mut parents, across.len() + j));
                parents[a] = b;
            }
        }
    }
    let mut by_root: std::collections::BTreeMap<usize, (Vec<Across>, Vec<Down>)> =
        Default::default();
    for (i, horizontal) in across.iter().enumerate() {
        by_root
            .entry(root(&mut parents, i))
            .or_default()
            .0
            .push(*horizontal);
    }
    for (j, vertical) in down.iter().enumerate() {
        by_root
            .entry(root(&mut parents, across.len() + j))
            .or_default()
            .1
            .push(*vertical);
    }
    by_root.into_values().collect()
}

fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}

fn grid(across: &[Across], down: &[Down]) -> Option<Grid> {
    let mut xs = clustered(down.iter().map(|rule| rule.x));
    let mut ys = clustered(across.iter().map(|rule| rule.y));
    open_sides(&mut xs, across);
    open_ends(&mut ys, down);
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns * rows < 2 || COLUMNS_MAX < columns || ROWS_MAX < rows {
        return None;
    }
    let mut grid = Grid {
        xs,
        ys,
        cells: Vec::new(),
        covers: vec![u32::MAX; rows * columns],
        is_aligned: false,
    };
    for row in 0..rows {
        for column in 0..columns {
            if grid.covers[row * columns + column] == u32::MAX {
                add_cell(&mut grid, row, column, across, down);
            }
        }
    }
    Some(grid)
}

/// Tables without outer edges: the rules across reach further than the ones down.
fn open_sides(xs: &mut Vec<f32>, across: &[Across]) {
    const REACH_MIN: f32 = 20.0;
    let left = across
        .iter()
        .map(|rule| rule.x0)
        .fold(f32::INFINITY, f32::min);
    let right = across
        .iter()
        .map(|rule| rule.x1)
        .fold(f32::NEG_INFINITY, f32::max);
    if xs.first().is_some_and(|first| left < first - REACH_MIN) {
        xs.insert(0, left);
    }
    if xs.last().is_some_and(|last| last + REACH_MIN < right) {
        xs.push(right);
    }
}

/// Rows cut by the page end, which browsers leave open: the rules down reach further than the ones
/// across.
fn open_ends(ys: &mut Vec<f32>, down: &[Down]) {
    const REACH_MIN: f32 = 8.0;
    let (Some(first), Some(last)) = (ys.first().copied(), ys.last().copied()) else {
        return;
    };
    let above = || down.iter().filter(|rule| rule.y0 < first - REACH_MIN);
    let below = || down.iter().filter(|rule| last + REACH_MIN < rule.y1);
    if 2 <= above().count() {
        ys.insert(0, above().map(|rule| rule.y0).fold(first, f32::min));
    }
    if 2 <= below().count() {
        ys.push(below().map(|rule| rule.y1).fold(last, f32::max));
    }
}

/// The cell that begins at a free position: it grows right, then down, while no rule stops it.
fn add_cell(grid: &mut Grid, row: usize, column: usize, across: &[Across], down: &[Down]) {
    let columns = grid.columns();
    let is_free =
        |grid: &Grid, row: usize, column: usize| grid.covers[row * columns + column] == u32::MAX;
    let mut end = column + 1;
    while end < columns && is_free(grid, row, end) && !has_down(grid, end, row, down) {
        end += 1;
    }
    let mut bottom = row + 1;
    while bottom < grid.rows()
        && (column..end).all(|column| {
            is_free(grid, bottom, column) && !has_across(grid, bottom, column, across)
        })
        && (column + 1..end).all(|edge| !has_down(grid, edge, bottom, down))
    {
        bottom += 1;
    }
    let index = grid.cells.len() as u32;
    for covered_row in row..bottom {
        grid.covers[covered_row * columns + column..covered_row * columns + end].fill(index);
    }
    grid.cells.push(Cell {
        row,
        column,
        row_span: bottom - row,
        column_span: end - column,
        pieces: Vec::new(),
    });
}

/// A rule on the left edge of `column` beside the middle of `row`.
fn has_down(grid: &Grid, column: usize, row: usize, down: &[Down]) -> bool {
    let x = grid.xs[column];
    let y = (grid.ys[row] + grid.ys[row + 1]) / 2.0;
    down.iter()
        .any(|rule| (rule.x - x).abs() <= SAME_RULE && rule.y0 <= y && y <= rule.y1)
}

/// A rule on the top edge of `row` over the middle of `column`.
fn has_across(grid: &Grid, row: usize, column: usize, across: &[Across]) -> bool {
    let Some(&y) = grid.ys.get(row) else {
        return false;
    };
    let x = (grid.xs[column] + grid.xs[column + 1]) / 2.0;
    across
        .iter()
        .any(|rule| (rule.y - y).abs() <= SAME_RULE && rule.x0 <= x && x <= rule.x1)
}

/// A table holds words, and its rules run between them.
fn is_table(grid: &Grid, sheet: &Sheet) -> bool {
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
fn is_flow_chart(grid: &Grid, sheet: &Sheet, across: &[Across], down: &[Down]) -> bool {
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

/// Positions with those close together made one.
fn clustered(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sorted: Vec<f32> = values.collect();
    sorted.sort_by(f32::total_cmp);
    let mut result: Vec<f32> = Vec::new();
    let mut last = f32::NEG_INFINITY;
    for value in sorted {
        if SAME_RULE < value - last {
            result.push(value);
        }
        last = value;
    }
    result
}

/// The index of the band between two edges that holds `value`.
fn band(edges: &[f32], value: f32) -> Option<usize> {
    let after = edges.partition_point(|edge| *edge <= value);
    (0 < after && after < edges.len()).then(|| after - 1)
}
