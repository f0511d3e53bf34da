//! Numbered tables whose cells a saved page set one under the other, with nothing between them:
//! "TT⏎Nội dung⏎Chủ trì⏎1⏎Mở lớp⏎Sở Nội vụ⏎2⏎…". The count says where rows begin, so it is a table only
//! while each number stands as far from the last as "1" from "TT".

use std::ops::Range;

use crate::text::fold;

/// Columns of the widest such table.
const COLUMNS_MAX: usize = 12;

/// Rows whose numbers must be in place.
const ROWS_MIN: usize = 2;

/// Letters of the longest heading of a column.
const HEADING_MAX: usize = 80;

pub(super) struct Counted {
    /// Ranges of lines, row by row; each is one line.
    pub cells: Vec<Range<usize>>,
    pub columns: usize,
    pub taken: usize,
}

/// True for the heading of the counting column.
pub(super) fn is_count(line: &str) -> bool {
    line.len() <= 12 && ["tt", "stt", "so tt"].contains(&fold(line).as_str())
}

/// The table that begins with the first of `lines`.
pub(super) fn table(text: &str, lines: &[Range<usize>]) -> Option<Counted> {
    let written = |line: usize| text[lines[line].clone()].trim();
    if !is_count(written(0)) {
        return None;
    }
    let filled: Vec<usize> = (0..lines.len())
        .filter(|line| !written(*line).is_empty())
        .take(COLUMNS_MAX + 1)
        .collect();
    let columns = filled
        .iter()
        .position(|line| number(written(*line)) == Some(1))?;
    let has_headings = filled[..columns]
        .iter()
        .all(|line| written(*line).chars().count() <= HEADING_MAX);
    if columns < 2 || !has_headings {
        return None;
    }
    let mut cells: Vec<usize> = Vec::new();
    let mut rest = (0..lines.len()).filter(|line| !written(*line).is_empty());
    cells.extend(rest.by_ref().take(columns));
    let mut rows = 0;
    loop {
        let row: Vec<usize> = rest.by_ref().take(columns).collect();
        let is_next = row.len() == columns && number(written(row[0])) == Some(rows + 1);
        if !is_next {
            break;
        }
        rows += 1;
        cells.extend(row);
    }
    let taken = cells.last()? + 1;
    (rows >= ROWS_MIN).then(|| Counted {
        cells: cells.into_iter().map(|line| line..line + 1).collect(),
        columns,
        taken,
    })
}

fn number(line: &str) -> Option<usize> {
    let digits = line.trim_end_matches('.');
    (digits.len() <= 3).then(|| digits.parse().ok())?
}
