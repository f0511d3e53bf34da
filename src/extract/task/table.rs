//! Tables of tasks: one row, one task. Columns are known by their headers; spanned cells serve
//! every row they cover; a table that goes on over a page without its header keeps the columns of
//! the one before.

use super::super::section::collapse;
use super::super::trace::Rule;
use super::super::words::Words;
use super::fields::{self, Field};
use super::{cell, heading, seat};
use crate::parse::Table;
use crate::text::{Span, lower_case};

/// Cells of the largest grid that is laid out; a larger table is a register, not a plan.
const GRID_MAX: usize = 400_000;
/// Rows in which a header is looked for: titles and units may stand above it.
const HEADER_ROWS_MAX: u32 = 4;

/// What each column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    fields: Vec<Option<Field>>,
    /// First row of data.
    pub data: u32,
}

/// One row that is a task.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub task: Span,
    pub owners: Vec<String>,
    pub coordinators: Vec<String>,
    pub deadline: Option<Span>,
    pub product: Option<String>,
    /// Which rule found the owners.
    pub by: Option<Rule>,
}

/// A table laid out: which cell covers each position.
struct Grid<'a> {
    text: &'a str,
    table: &'a Table,
    at: Vec<Option<u32>>,
}

impl<'a> Grid<'a> {
    fn new(text: &'a str, table: &'a Table) -> Option<Grid<'a>> {
        let size = table.rows as usize * table.columns as usize;
        if size == 0 || size > GRID_MAX {
            return None;
        }
        let mut at = vec![None; size];
        for (index, cell) in table.cells.iter().enumerate() {
            for row in cell.row..(cell.row + cell.row_span.max(1)).min(table.rows) {
                for column in
                    cell.column..(cell.column + cell.column_span.max(1)).min(table.columns)
                {
                    at[(row * table.columns + column) as usize] = Some(index as u32);
                }
            }
        }
        Some(Grid { text, table, at })
    }

    fn cell(&self, row: u32, column: u32) -> Option<u32> {
        self.at
            .get((row * self.table.columns + column) as usize)
            .copied()
            .flatten()
    }

    fn span(&self, row: u32, column: u32) -> Option<Span> {
        let cell = self.table.cells.get(self.cell(row, column)? as usize)?;
        Some(super::super::outline::trim(self.text, cell.span)).filter(|span| !span.is_empty())
    }

    fn words(&self, row: u32, column: u32) -> &'a str {
        self.span(row, column)
            .map_or("", |span| &self.text[span.range()])
    }

    /// The period a column stands for, "2024", "Quý I": its lowest header, which may stand in the first row below
    /// those that were told to be headers.
    fn period_above(&self, data: u32, column: u32) -> Option<Span> {
        let mut headers = (0..=data).rev().filter_map(|row| self.span(row, column));
        let lowest = headers.find(|span| !is_cross(&self.text[span.range()]))?;
        let says_when = self.text[lowest.range()]
            .contains(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V'));
        says_when.then_some(lowest)
    }

    /// True if from `row` on the column holds crosses and no word.
    fn holds_crosses(&self, row: u32, column: u32) -> bool {
        let mut filled = (row..self.table.rows)
            .map(|row| self.words(row, column))
            .filter(|words| !words.is_empty())
            .peekable();
        filled.peek().is_some() && filled.all(is_cross)
    }

    fn header(&self, row: u32) -> Columns {
        let columns = 0..self.table.columns;
        let is_merged_title = columns.len() > 1
            && columns
                .clone()
                .all(|at| self.cell(row, at) == self.cell(row, 0));
        let field = |column| match is_merged_title {
            true => None,
            false => fields::of_header(self.words(row, column)),
        };
        Columns {
            fields: columns.map(field).collect(),
            data: row + 1,
        }
    }

    /// True if a header of that row itself says "nhiệm vụ" or "công việc".
    fn names_work(&self, row: u32) -> bool {
        let mut headers = (0..self.table.columns).map(|column| self.words(row, column));
        headers.any(|header| {
            header.len() < 240 && {
                let header = lower_case(header);
                header.len() < 120 && (header.contains("nhiệm vụ") || header.contains("công việc"))
            }
        })
    }
}

impl Columns {
    fn known(&self) -> usize {
        self.fields.iter().flatten().count()
    }

    /// "Q1 | Q2 | Q3 | Q4" over nothing but crosses says when, too.
    fn add_periods(&mut self, grid: &Grid) {
        let unknown = (0u32..).zip(&mut self.fields);
        for (column, field) in unknown.filter(|(_, field)| field.is_none()) {
            if grid.period_above(self.data - 1, column).is_some()
                && grid.holds_crosses(self.data, column)
            {
                *field = Some(Field::Deadline);
            }
        }
    }

    fn has(&self, field: Field) -> bool {
        self.fields.contains(&Some(field))
    }

    /// A table of work says who, until when or what comes of it, or calls its rows work.
    fn is_of_tasks(&self, names_work: impl FnOnce() -> bool) -> bool {
        // "Chỉ tiêu thống kê | Đơn vị tính | Kết quả": figures.
        let names_rows = self.has(Field::Task) || self.has(Field::Group);
        let about_work = [
            Field::Owner,
            Field::Coordinator,
            Field::OwnerAndDeadline,
            Field::Deadline,
            Field::Product,
        ]
        .iter()
        .any(|&field| self.has(field) && (names_rows || field != Field::Product));
        self.task_column().is_some() && (about_work || !self.has(Field::Kpi) && names_work())
    }

    /// "Thời gian | Nội dung công việc", "Đơn vị | Nhiệm vụ": what the rows are ordered by, which stands for those below
    /// it until the next.
    fn leading(&self) -> Option<Field> {
        let mut known = self.fields.iter().flatten().copied();
        known.find(|field| *field != Field::Counter)
    }

    /// The last column of work: "Nhóm nhiệm vụ | Nhiệm vụ cụ thể".
    fn task_column(&self) -> Option<u32> {
        let last = |field: Field| self.fields.iter().rposition(|&found| found == Some(field));
        last(Field::Task)
            .or_else(|| last(Field::Group))
            .or_else(|| last(Field::Kpi))
            .map(|column| column as u32)
    }

    fn columns_of(&self, field: Field) -> impl Iterator<Item = u32> + '_ {
        (0u32..)
            .zip(&self.fields)
            .filter(move |(_, found)| **found == Some(field))
            .map(|(column, _)| column)
    }
}

/// The rows of `table` that are tasks. `before` holds the columns of the table before it, and is
/// replaced by this one's.
pub(super) fn rows(
    text: &str,
    table: &Table,
    before: &mut Option<Columns>,
    words: &mut Words,
) -> Vec<Row> {
    let Some(grid) = Grid::new(text, table) else {
        return Vec::new();
    };
    let Some(columns) = columns(&grid, before.as_ref()) else {
        return Vec::new();
    };
    let rows = read_rows(&grid, &columns, words);
    *before = Some(Columns { data: 0, ..columns });
    rows
}

fn columns(grid: &Grid, before: Option<&Columns>) -> Option<Columns> {
    let limit = grid.table.rows.min(HEADER_ROWS_MAX);
    let found = (0..limit)
        .map(|row| grid.header(row))
        .find(|columns| columns.known() >= 2);
    let Some(mut columns) = found else {
        return before
            .filter(|before| before.fields.len() == grid.table.columns as usize)
            .cloned();
    };
    let first = columns.data - 1;
    columns.add_periods(grid);
    // A second header row under "Phân công" names its halves.
    if columns.data < grid.table.rows {
        let second = grid.header(columns.data);
        let is_header = second.known() >= 2
            && (0..grid.table.columns).all(|column| grid.words(columns.data, column).len() < 80);
        if is_header {
            let merged = columns
                .fields
                .iter()
                .zip(&second.fields)
                .map(|(first, second)| second.or(*first));
            columns.fields = merged.collect();
            columns.data += 1;
        }
    }
    let is_of_tasks = columns.is_of_tasks(|| grid.names_work(first));
    is_of_tasks.then_some(columns)
}

fn read_rows(grid: &Grid, columns: &Columns, words: &mut Words) -> Vec<Row> {
    let Some(task_column) = columns.task_column() else {
        return Vec::new();
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut last_cell = None;
    let mut group_owners: Vec<String> = Vec::new();
    for row in columns.data..grid.table.rows {
        let cell = grid.cell(row, task_column);
        let Some(task) = grid.span(row, task_column).filter(|_| cell != last_cell) else {
            continue;
        };
        last_cell = cell;
        if is_header_again(grid, row, task_column) {
            continue;
        }
        if is_group(grid, columns, row, task_column) {
            group_owners = heading::of_heading(bare(&grid.text[task.range()]), words);
            continue;
        }
        let said = &grid.text[task.range()];
        if said
            .chars()
            .all(|c| c.is_numeric() || matches!(c, '(' | ')' | '.' | ' '))
            || seat::is_seat(said)
        {
            continue;
        }
        let mut read = read_row(grid, columns, row, task, words);
        if read.counts() {
            continue;
        }
        if let Some(above) = rows.last() {
            read.repeat(above, grid.text);
            match columns.leading() {
                Some(Field::Deadline) => read.deadline = read.deadline.or(above.deadline),
                Some(Field::Owner) if read.owners.is_empty() => {
                    read.owners.clone_from(&above.owners);
                    read.by = above.by;
                }
                _ => {}
            }
        }
        if read.owners.is_empty() && !group_owners.is_empty() {
            read.owners.clone_from(&group_owners);
            read.by = Some(Rule::GroupRow);
        }
        rows.push(read);
    }
    rows
}

/// A page repeats the header.
fn is_header_again(grid: &Grid, row: u32, task_column: u32) -> bool {
    let names_task = fields::of_header(grid.words(row, task_column)) == Some(Field::Task);
    names_task && grid.header(row).known() >= 3
}

/// Without the numeral of a group row whose counter stands in the same cell.
fn bare(title: &str) -> &str {
    title.trim_start_matches(|c: char| {
        c.is_numeric() || matches!(c, 'I' | 'V' | 'X' | '.' | ' ' | ')' | '-')
    })
}

/// "I | NHIỆM VỤ CHUNG": a row that spans the columns, or that fills none but the counter's and
/// its own.
fn is_group(grid: &Grid, columns: &Columns, row: u32, task_column: u32) -> bool {
    let own = grid.cell(row, task_column);
    let others = (0..grid.table.columns).filter(|&column| column != task_column);
    let mut filled = 0;
    let mut spanned = 0;
    for column in others {
        if grid.cell(row, column) == own {
            spanned += 1;
        } else if columns.fields[column as usize] != Some(Field::Counter)
            && grid.span(row, column).is_some()
        {
            filled += 1;
        }
    }
    let counter = columns
        .columns_of(Field::Counter)
        .next()
        .map_or("", |column| grid.words(row, column));
    let is_numeral = !counter.is_empty()
        && counter
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X' | 'A'..='H' | '.' | ')'));
    filled == 0 && (spanned > 0 || is_numeral || grid.table.columns > 2 && columns.known() > 2)
}

fn read_row(grid: &Grid, columns: &Columns, row: u32, task: Span, words: &mut Words) -> Row {
    let mut found = Row {
        task,
        owners: Vec::new(),
        coordinators: Vec::new(),
        deadline: None,
        product: None,
        by: None,
    };
    let mut owners: Vec<Span> = Vec::new();
    for (column, field) in (0u32..).zip(&columns.fields) {
        let Some(span) = grid.span(row, column) else {
            continue;
        };
        let said = &grid.text[span.range()];
        match field {
            Some(Field::Owner) => {
                owners.push(span);
                found.take_parties(said, words);
            }
            // One cell under "Chủ trì" and "Phối hợp" at once: all it names do the work.
            Some(Field::Coordinator) if owners.contains(&span) => {}
            Some(Field::Coordinator) => found.coordinators.extend(match is_ditto(said) {
                true => vec!["nt".to_owned()],
                false => cell::of_cell(said, words).owners,
            }),
            Some(Field::OwnerAndDeadline) => found.take_both(said, span, words),
            // Of "2023 | 2024 | 2025" with a cross under the first two the work ends with the second.
            Some(Field::Deadline) if is_cross(said) => {
                found.deadline = grid.period_above(columns.data, column).or(found.deadline);
            }
            Some(Field::Deadline) => {
                found.deadline = Some(found.deadline.map_or(span, |first| first.cover(span)))
            }
            Some(Field::Product) => found.product = Some(collapse(said)),
            Some(
                Field::Counter
                | Field::Task
                | Field::Group
                | Field::Kpi
                | Field::Budget
                | Field::Other,
            )
            | None => {}
        }
    }
    found
}

/// "x", "✓": the work falls into the period at the column's head.
fn is_cross(words: &str) -> bool {
    const CROSSES: [&str; 9] = ["x", "X", "×", "✓", "✔", "√", "●", "+", "*"];
    CROSSES.contains(&words)
}

/// "nt", "-nt-", "Như trên", "//", a quote mark alone: the cell repeats the one above.
fn is_ditto(words: &str) -> bool {
    // Most cells begin with another letter.
    let first = words.bytes().next().unwrap_or_default();
    if first.is_ascii_alphabetic() && !matches!(first, b'n' | b'N') {
        return false;
    }
    if matches!(words.trim(), "\"" | "“" | "”" | "''" | "″") {
        return true;
    }
    let bare = words
        .trim()
        .trim_matches(['-', '–', '.', '(', ')', ' ', '"', '“', '”', '\'']);
    bare.len() <= DITTO_MAX
        && bare.starts_with(['n', 'N', '/', '″'])
        && matches!(
            bare.to_lowercase().as_str(),
            "nt" | "như trên" | "n.t" | "//" | "″" | "như trên nt"
        )
}

/// Bytes of the longest of these words, in any case.
const DITTO_MAX: usize = 24;

impl Row {
    /// "Số văn bản đã ban hành | 82": a name and a figure count what is, and order nothing.
    fn counts(&self) -> bool {
        let is_figure = |said: &str| {
            said.contains(|c: char| c.is_ascii_digit())
                && said
                    .chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | ' ' | '/'))
        };
        self.owners.is_empty()
            && self.deadline.is_none()
            && self.product.as_deref().is_some_and(is_figure)
    }

    /// Takes from the row above what this one only repeats.
    fn repeat(&mut self, above: &Row, text: &str) {
        if self.owners.len() == 1 && is_ditto(&self.owners[0]) {
            self.owners.clone_from(&above.owners);
        }
        if self.coordinators.len() == 1 && is_ditto(&self.coordinators[0]) {
            self.coordinators.clone_from(&above.coordinators);
        }
        if self
            .deadline
            .is_some_and(|span| is_ditto(&text[span.range()]))
        {
            self.deadline = above.deadline;
        }
        if self.product.as_deref().is_some_and(is_ditto) {
            self.product.clone_from(&above.product);
        }
    }

    fn take_parties(&mut self, said: &str, words: &mut Words) {
        // A quote mark is no name that a cell of names would keep.
        if is_ditto(said) {
            return self.owners.push("nt".to_owned());
        }
        let found = cell::of_cell(said, words);
        if !found.owners.is_empty() {
            self.by = Some(Rule::OwnerColumn);
        }
        self.owners.extend(found.owners);
        self.coordinators.extend(found.coordinators);
    }

    /// "Sở Nội vụ, quý II/2022": the agencies up to the first digit or word of time, then the time.
    fn take_both(&mut self, said: &str, span: Span, words: &mut Words) {
        let lower = said.to_lowercase();
        let same_length = lower.len() == said.len();
        let time = [
            "trước ngày",
            "chậm nhất",
            "trong ",
            "hoàn thành",
            "quý ",
            "tháng ",
            "ngày ",
            "hàng ",
            "hằng ",
            "thường xuyên",
            "định kỳ",
            "từ tháng",
            "từ ngày",
            "đến hết",
            "cả năm",
            "năm ",
        ]
        .iter()
        .filter_map(|word| lower.find(word))
        .min()
        .filter(|&at| same_length && said.is_char_boundary(at));
        let at = time.unwrap_or(said.len());
        self.take_parties(&said[..at], words);
        if at < said.len() {
            self.deadline = Some(Span::new(span.start as usize + at, span.end as usize));
        }
    }
}
