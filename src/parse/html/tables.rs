//! The grid of an HTML table: rows and cells of this table only, with row and column spans.

use super::attributes::Name;
use super::dom::NodeOf;

/// Columns of the widest table we lay out; spans beyond are cut (the standard allows 1,000).
const COLUMNS_MAX: u32 = 200;

/// Rows that one cell may span; more is cut.
const ROW_SPAN_MAX: u32 = 5_000;

/// One cell and where it stands.
pub(super) struct Placed<'a> {
    pub node: NodeOf<'a>,
    pub row: u32,
    pub column: u32,
    pub row_span: u32,
    pub column_span: u32,
}

pub(super) struct Placement<'a> {
    pub rows: u32,
    pub columns: u32,
    pub header_rows: u32,
    pub cells: Vec<Placed<'a>>,
    /// `<caption>` and stray elements of the table that are not rows.
    pub others: Vec<NodeOf<'a>>,
}

pub(super) fn place<'a>(table: NodeOf<'a>) -> Placement<'a> {
    let mut rows = Vec::new();
    let mut others = Vec::new();
    collect_rows(table, &mut rows, &mut others);
    let mut placement = Placement {
        rows: rows.len() as u32,
        columns: 0,
        header_rows: 0,
        cells: Vec::new(),
        others,
    };
    // For each column, the rows still taken by a cell above.
    let mut taken: Vec<u32> = Vec::new();
    let mut heading = true;
    for (row, node) in rows.iter().enumerate() {
        heading &= place_row(*node, row as u32, &mut taken, &mut placement);
        placement.header_rows += u32::from(heading);
    }
    placement.columns = taken.len() as u32;
    clip(&mut placement);
    placement
}

fn collect_rows<'a>(node: NodeOf<'a>, rows: &mut Vec<NodeOf<'a>>, others: &mut Vec<NodeOf<'a>>) {
    for child in node.children() {
        match child.name() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => collect_rows(child, rows, others),
            "col" | "colgroup" | "" => {}
            _ => others.push(child),
        }
    }
}

/// Places the cells of one row; true if the markup calls it a heading row.
fn place_row<'a>(
    node: NodeOf<'a>,
    row: u32,
    taken: &mut Vec<u32>,
    placement: &mut Placement<'a>,
) -> bool {
    let mut column = 0;
    let mut all_headings = true;
    let mut any = false;
    let mut fresh: Vec<(usize, u32)> = Vec::new();
    for cell in node
        .children()
        .filter(|cell| matches!(cell.name(), "td" | "th"))
    {
        while taken.get(column).is_some_and(|rows| *rows > 0) {
            column += 1;
        }
        let column_span = span(cell, Name::Colspan, COLUMNS_MAX)
            .min(COLUMNS_MAX - (column as u32).min(COLUMNS_MAX - 1));
        let row_span = span(cell, Name::Rowspan, ROW_SPAN_MAX);
        taken.resize(taken.len().max(column + column_span as usize), 0);
        fresh.extend((column..column + column_span as usize).map(|at| (at, row_span)));
        placement.cells.push(Placed {
            node: cell,
            row,
            column: column as u32,
            row_span,
            column_span,
        });
        any = true;
        all_headings &= cell.name() == "th";
        column += column_span as usize;
        if column as u32 >= COLUMNS_MAX {
            break;
        }
    }
    for rows in taken.iter_mut() {
        *rows = rows.saturating_sub(1);
    }
    for (at, row_span) in fresh {
        taken[at] = row_span - 1;
    }
    let in_head = node.parent().is_some_and(|above| above.name() == "thead");
    any && (all_headings || in_head)
}

fn span(cell: NodeOf, name: Name, max: u32) -> u32 {
    let value = cell
        .attr(name)
        .and_then(|value| value.trim().parse::<u32>().ok());
    value.unwrap_or(1).clamp(1, max)
}

/// A span past the last row ends there.
fn clip(placement: &mut Placement) {
    for cell in &mut placement.cells {
        cell.row_span = cell.row_span.min(placement.rows - cell.row);
    }
}
