//! Ruling lines → grids of cells, with spans where a rule is missing.
//!
//! A figure has rules too: a grid whose rules cut through words, or that holds hardly any, is no
//! table, and its words stay in the flow of the page.

use super::super::page::Rule;
use super::Sheet;
use super::chart::{is_flow_chart, is_table};
use super::piece::Piece;
use super::rules::{self, Across, Down, SAME_RULE, groups};
use crate::text::Rect;

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
    pub ys: Vec<f32>,
    pub cells: Vec<Cell>,
    /// Index into `cells` by row and column.
    pub covers: Vec<u32>,
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

    pub fn columns(&self) -> usize {
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
    let shown = sheet.canvas.rules.iter();
    let (across, down) = rules::read(shown.map(|rule| sheet.frame.enter_rule(*rule)));
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
    let (across, down) = rules::read(rules.iter().copied());
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
pub(super) fn has_down(grid: &Grid, column: usize, row: usize, down: &[Down]) -> bool {
    let x = grid.xs[column];
    let y = (grid.ys[row] + grid.ys[row + 1]) / 2.0;
    down.iter()
        .any(|rule| (rule.x - x).abs() <= SAME_RULE && rule.y0 <= y && y <= rule.y1)
}

/// A rule on the top edge of `row` over the middle of `column`.
pub(super) fn has_across(grid: &Grid, row: usize, column: usize, across: &[Across]) -> bool {
    let Some(&y) = grid.ys.get(row) else {
        return false;
    };
    let x = (grid.xs[column] + grid.xs[column + 1]) / 2.0;
    across
        .iter()
        .any(|rule| (rule.y - y).abs() <= SAME_RULE && rule.x0 <= x && x <= rule.x1)
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
