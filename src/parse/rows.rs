//! Paragraphs with cell and row marks in, items with grids out: how binary Word and RTF store tables.

use super::flow::{Grid, GridCell, Item, Para};

/// Two edges nearer than this, in twentieths of a point, are one column: rows drawn by hand differ
/// by a few.
const SAME_EDGE: i32 = 60;

/// A paragraph with the mark that ends it and what its properties say.
pub(super) struct DocPara {
    pub para: Para,
    pub look: ParaLook,
    pub ends_cell: bool,
}

/// What a paragraph's properties say.
#[derive(Clone, Debug, Default)]
pub(super) struct ParaLook {
    pub in_table: bool,
    /// The mark that ends a row; it holds the row's shape.
    pub ends_row: bool,
    pub centered: bool,
    /// The level of a heading style.
    pub heading: Option<u8>,
    pub row: Row,
}

/// Shape of a row: left edges of its cells and the right edge of the last, in twentieths of a point.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    pub edges: Vec<i32>,
    pub merges: Vec<Merge>,
    pub is_heading: bool,
}

/// Vertical merging of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Merge {
    #[default]
    None,
    Start,
    GoOn,
    /// Merged with the cell to the left: not a cell of its own.
    Swallowed,
}

/// One row of a table being gathered.
#[derive(Default)]
struct OpenRow {
    cells: Vec<Vec<Item>>,
    shape: Row,
}

pub(super) fn items(paras: Vec<DocPara>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut rows: Vec<OpenRow> = Vec::new();
    let mut row = OpenRow::default();
    let mut cell: Vec<Item> = Vec::new();
    for DocPara {
        para,
        look,
        ends_cell,
    } in paras
    {
        if !look.in_table && !ends_cell && row.cells.is_empty() {
            end_table(&mut rows, &mut items);
            items.append(&mut cell);
            items.extend((!para.is_blank()).then_some(Item::Para(para)));
            continue;
        }
        if look.ends_row {
            row.shape = look.row;
            rows.push(std::mem::take(&mut row));
            continue;
        }
        cell.extend((!para.is_blank()).then_some(Item::Para(para)));
        if ends_cell {
            row.cells.push(std::mem::take(&mut cell));
        }
    }
    if !row.cells.is_empty() {
        rows.push(row);
    }
    end_table(&mut rows, &mut items);
    items.append(&mut cell);
    items
}

fn end_table(rows: &mut Vec<OpenRow>, items: &mut Vec<Item>) {
    if rows.is_empty() {
        return;
    }
    items.push(Item::Grid(grid(std::mem::take(rows))));
}

fn grid(rows: Vec<OpenRow>) -> Grid {
    let edges = edges(&rows);
    let mut grid = Grid {
        rows: rows.len() as u32,
        ..Grid::default()
    };
    // For each column, the cell that a vertical merge goes on with.
    let mut merging: Vec<Option<usize>> = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        let heads_so_far = grid.header_rows == index as u32;
        grid.header_rows += u32::from(row.shape.is_heading && heads_so_far);
        put_row(&mut grid, &mut merging, &edges, index as u32, row);
    }
    grid
}

fn put_row(
    grid: &mut Grid,
    merging: &mut Vec<Option<usize>>,
    edges: &[i32],
    index: u32,
    row: OpenRow,
) {
    let mut column = 0;
    for (at, items) in row.cells.into_iter().enumerate() {
        let merge = row.shape.merges.get(at).copied().unwrap_or_default();
        let right = row.shape.edges.get(at + 1);
        let next = right
            .and_then(|right| column_at(edges, *right))
            .unwrap_or(column + 1);
        let span = next.saturating_sub(column).max(1);
        merging.resize(merging.len().max((column + span) as usize), None);
        let above = merging[column as usize].filter(|_| merge == Merge::GoOn);
        let joined = if merge == Merge::Swallowed {
            grid.cells.len().checked_sub(1)
        } else {
            above
        };
        match joined.and_then(|index| grid.cells.get_mut(index)) {
            Some(cell) => {
                cell.row_span = index - cell.row + 1;
                cell.column_span = cell.column_span.max(column + span - cell.column);
                cell.items.extend(items);
            }
            None => {
                let goes_on = (merge != Merge::None).then_some(grid.cells.len());
                merging[column as usize..(column + span) as usize].fill(goes_on);
                grid.cells.push(GridCell {
                    row: index,
                    column,
                    row_span: 1,
                    column_span: span,
                    items,
                });
            }
        }
        column += span;
        grid.columns = grid.columns.max(column);
    }
}

/// Left and right edges of all rows, in order, near ones taken together.
fn edges(rows: &[OpenRow]) -> Vec<i32> {
    let mut all: Vec<i32> = rows
        .iter()
        .flat_map(|row| row.shape.edges.iter().copied())
        .collect();
    all.sort_unstable();
    all.dedup_by(|next, before| *next - *before <= SAME_EDGE);
    all
}

/// The column that starts at `edge`.
fn column_at(edges: &[i32], edge: i32) -> Option<u32> {
    let found = edges.iter().rposition(|known| *known <= edge)?;
    Some(found as u32)
}
