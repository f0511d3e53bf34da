//! Pages → one [`Document`]: paragraphs stitched over lines and pages, tables continued over pages,
//! furniture and notes set between them, everything written once in reading order.

use super::layout::{CellLayout, Item, Line, PageLayout, Role, TableLayout, Word};
use super::paragraph::{Centering, Container, Measure, Placed, is_joined};
use crate::parse::{Block, BlockKind, Cell, Column, Style, Table};
use crate::text::{Builder, Place, Span};

/// Column edges of a continued table may differ by this much, in points.
const EDGE_OFF_MAX: f32 = 4.0;

/// What is written, in order.
enum Draft<'p> {
    Paragraph(Paragraph<'p>),
    Table(TableDraft<'p>),
}

struct Paragraph<'p> {
    lines: Vec<Placed<'p>>,
    kind: BlockKind,
    column: Column,
    centered: Option<Centering>,
}

impl Paragraph<'_> {
    fn add_centering(&mut self, next: Centering) {
        self.centered = self.centered.map(|centered| centered.and(next));
    }
}

struct TableDraft<'p> {
    xs: Vec<f32>,
    rows: u32,
    header_rows: u32,
    cells: Vec<CellDraft<'p>>,
}

struct CellDraft<'p> {
    row: u32,
    column: u32,
    row_span: u32,
    column_span: u32,
    paragraphs: Vec<Paragraph<'p>>,
}

/// The text with its blocks and tables.
#[derive(Default)]
pub(super) struct Assembled {
    pub builder: Builder,
    pub blocks: Vec<Block>,
    pub tables: Vec<Table>,
}

pub(super) fn assemble(pages: &[PageLayout]) -> Assembled {
    let mut drafts = Drafts::default();
    for page in pages {
        drafts.add_page(page);
    }
    drafts.close();
    let mut assembled = Assembled::default();
    for draft in drafts.done {
        match draft {
            Draft::Paragraph(paragraph) => assembled.write_paragraph(&paragraph),
            Draft::Table(table) => assembled.write_table(&table),
        }
    }
    assembled
}

#[derive(Default)]
struct Drafts<'p> {
    done: Vec<Draft<'p>>,
    /// The paragraph or table that the next line or page may continue.
    open: Option<Draft<'p>>,
    measure: Option<Measure>,
    /// Furniture and notes met while something is open: they go after it.
    waiting: Vec<Draft<'p>>,
}

impl<'p> Drafts<'p> {
    fn add_page(&mut self, page: &'p PageLayout) {
        let measure = page_measure(page);
        for item in &page.items {
            match item {
                Item::Flow { column, lines } => self.add_flow(page, *column, lines, measure),
                Item::Table(table) => self.add_table(page, table),
            }
        }
        self.add_notes(page);
        for lines in &page.asides {
            self.add_aside(page, lines, BlockKind::Furniture);
        }
    }

    fn add_flow(&mut self, page: &'p PageLayout, column: Column, lines: &'p [Line], measure: Measure) {
        let measure = match column {
            Column::Whole => measure,
            Column::Left => Measure::of(lines.iter(), Container::LeftHalf),
            Column::Right => Measure::of(lines.iter(), Container::RightHalf),
        };
        if column != Column::Whole {
            self.close();
        }
        for line in lines {
            let placed = Placed { page, line };
            match line.role {
                Role::Body => self.add_line(placed, column, measure),
                Role::Furniture => self.add_aside(page, std::slice::from_ref(line), BlockKind::Furniture),
                Role::Footnote => {}
            }
        }
        if column != Column::Whole {
            self.close();
        }
    }

    fn add_line(&mut self, placed: Placed<'p>, column: Column, measure: Measure) {
        if let Some(Draft::Paragraph(open)) = &mut self.open
            && let Some(last) = open.lines.last()
            && open.column == column
        {
            let before = self.measure.unwrap_or(measure);
            let crosses_pages = last.page.number != placed.page.number;
            let judge = if crosses_pages { shifted(before, measure, *last) } else { measure };
            if !judge.is_break(*last, placed, open.lines.len() == 1) {
                open.add_centering(Centering::new(&measure, placed));
                open.lines.push(placed);
                self.measure = Some(measure);
                return;
            }
        }
        self.close();
        self.measure = Some(measure);
        self.open = Some(Draft::Paragraph(Paragraph {
            lines: vec![placed],
            kind: BlockKind::Paragraph,
            column,
            centered: Some(Centering::new(&measure, placed)),
        }));
    }

    fn add_table(&mut self, page: &'p PageLayout, layout: &'p TableLayout) {
        let mut next = table_draft(page, layout);
        if let Some(Draft::Table(open)) = &mut self.open
            && has_same_columns(&open.xs, &next.xs)
        {
            for heading in continue_table(open, &mut next) {
                self.waiting.push(Draft::Paragraph(heading));
            }
            return;
        }
        self.close();
        self.open = Some(Draft::Table(next));
    }

    /// Notes stand last on their page, and each is its own paragraph.
    fn add_notes(&mut self, page: &'p PageLayout) {
        let lines = page.items.iter().flat_map(|item| match item {
            Item::Flow { lines, .. } => lines.as_slice(),
            Item::Table(_) => &[],
        });
        let notes: Vec<&'p Line> = lines.filter(|line| line.role == Role::Footnote).collect();
        let measure = Measure::of(notes.iter().copied(), Container::Notes);
        let placed = notes.into_iter().map(|line| Placed { page, line });
        let paragraphs = grouped(placed, measure, BlockKind::Footnote);
        self.waiting.extend(paragraphs.into_iter().map(Draft::Paragraph));
    }

    fn add_aside(&mut self, page: &'p PageLayout, lines: &'p [Line], kind: BlockKind) {
        if lines.is_empty() {
            return;
        }
        self.waiting.push(Draft::Paragraph(Paragraph {
            lines: lines.iter().map(|line| Placed { page, line }).collect(),
            kind,
            column: Column::Whole,
            centered: None,
        }));
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
        self.done.append(&mut self.waiting);
    }
}

/// Paragraphs of a page are measured by its lines over the whole width.
fn page_measure(page: &PageLayout) -> Measure {
    let lines = page.items.iter().flat_map(|item| match item {
        Item::Flow { column: Column::Whole, lines } => lines.as_slice(),
        _ => &[],
    });
    Measure::of(lines.filter(|line| line.role == Role::Body), Container::Page)
}

/// The measure of the new page with the right edge of the one before, so that its last line is
/// judged by its own page: pages may be bound on alternate sides.
fn shifted(before: Measure, next: Measure, last: Placed) -> Measure {
    let _ = last;
    Measure { right: before.right, left: next.left.max(before.left), ..next }
}

fn grouped<'p>(
    lines: impl Iterator<Item = Placed<'p>>,
    measure: Measure,
    kind: BlockKind,
) -> Vec<Paragraph<'p>> {
    let mut paragraphs: Vec<Paragraph<'p>> = Vec::new();
    for placed in lines {
        let goes_on = paragraphs.last().is_some_and(|open| {
            let last = open.lines.last();
            last.is_some_and(|last| !measure.is_break(*last, placed, open.lines.len() == 1))
        });
        match paragraphs.last_mut() {
            Some(open) if goes_on => {
                open.add_centering(Centering::new(&measure, placed));
                open.lines.push(placed);
            }
            _ => paragraphs.push(Paragraph {
                lines: vec![placed],
                kind,
                column: Column::Whole,
                centered: Some(Centering::new(&measure, placed)),
            }),
        }
    }
    paragraphs
}

fn table_draft<'p>(page: &'p PageLayout, layout: &'p TableLayout) -> TableDraft<'p> {
    let cells = layout.cells.iter().map(|cell| CellDraft {
        row: cell.row,
        column: cell.column,
        row_span: cell.row_span,
        column_span: cell.column_span,
        paragraphs: cell_paragraphs(page, layout, cell),
    });
    let cells: Vec<CellDraft> = cells.collect();
    let header_rows = u32::from(is_bold_row(&cells, 0) && !is_bold_row(&cells, 1));
    TableDraft { xs: layout.xs.clone(), rows: layout.rows, header_rows, cells }
}

fn cell_paragraphs<'p>(
    page: &'p PageLayout,
    layout: &TableLayout,
    cell: &'p CellLayout,
) -> Vec<Paragraph<'p>> {
    let mut measure = Measure::of(cell.lines.iter(), Container::Cell);
    let edge = |index: u32| layout.xs.get(index as usize).copied().unwrap_or_default();
    let (left, right) = (edge(cell.column), edge(cell.column + cell.column_span));
    // The least distance of a line from an edge is the padding of the cell.
    let padding = (measure.left - left).min(right - measure.right).max(0.0);
    measure.left = left + padding;
    measure.right = right - padding;
    let placed = cell.lines.iter().map(|line| Placed { page, line });
    grouped(placed, measure, BlockKind::Paragraph)
}

fn is_bold_row(cells: &[CellDraft], row: u32) -> bool {
    let lines = cells
        .iter()
        .filter(|cell| cell.row == row)
        .flat_map(|cell| &cell.paragraphs)
        .flat_map(|paragraph| &paragraph.lines);
    let mut lines = lines.peekable();
    lines.peek().is_some() && lines.all(|placed| placed.line.look.bold)
}

fn has_same_columns(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= EDGE_OFF_MAX)
}

/// Appends the rows of `next`; returns its repeated heading rows as furniture.
fn continue_table<'p>(open: &mut TableDraft<'p>, next: &mut TableDraft<'p>) -> Vec<Paragraph<'p>> {
    let repeated = repeated_rows(open, next);
    open.header_rows = open.header_rows.max(repeated);
    let mut headings = Vec::new();
    let merges = is_row_continued(open, next, repeated);
    let last = open.rows.saturating_sub(1);
    let shift = open.rows - repeated - u32::from(merges);
    for mut cell in next.cells.drain(..) {
        if cell.row < repeated {
            headings.extend(cell.paragraphs.into_iter().map(|paragraph| Paragraph {
                kind: BlockKind::Furniture,
                ..paragraph
            }));
            continue;
        }
        cell.row += shift;
        let host = open.cells.iter_mut().rev().find(|host| {
            merges && cell.row == last && host.column == cell.column && host.row + host.row_span == last + 1
        });
        match host {
            Some(host) => {
                host.row_span = host.row_span.max(cell.row + cell.row_span - host.row);
                append_paragraphs(host, cell.paragraphs);
            }
            None => open.cells.push(cell),
        }
    }
    open.rows = shift + next.rows;
    headings
}

/// A sentence cut by the page end goes on in the same paragraph.
fn append_paragraphs<'p>(host: &mut CellDraft<'p>, mut more: Vec<Paragraph<'p>>) {
    if let (Some(last), Some(first)) = (host.paragraphs.last_mut(), more.first_mut()) {
        let text = paragraph_text(last);
        if !text.ends_with(['.', ';', ':']) {
            last.lines.append(&mut first.lines);
            more.remove(0);
        }
    }
    host.paragraphs.extend(more);
}

/// Leading rows of `next` that say the same as the first rows of the table.
fn repeated_rows(open: &TableDraft, next: &TableDraft) -> u32 {
    /// Deeper headings are not seen.
    const HEADING_ROWS_MAX: u32 = 4;
    let most = HEADING_ROWS_MAX.min(open.rows).min(next.rows);
    let same = |row: &u32| {
        let text = row_text(open, *row);
        !text.trim().is_empty() && text == row_text(next, *row)
    };
    (0..most).take_while(same).count() as u32
}

fn row_text(table: &TableDraft, row: u32) -> String {
    let mut text = String::new();
    for cell in table.cells.iter().filter(|cell| cell.row == row) {
        for paragraph in &cell.paragraphs {
            text.push_str(&paragraph_text(paragraph));
        }
        text.push('\t');
    }
    text
}

fn paragraph_text(paragraph: &Paragraph) -> String {
    let lines: Vec<String> = paragraph
        .lines
        .iter()
        .map(|placed| placed.page.line_text(placed.line))
        .collect();
    lines.join(" ")
}

/// The first new row has nothing in its first column and goes on with unfinished sentences: the
/// page end cut through it.
fn is_row_continued(open: &TableDraft, next: &TableDraft, row: u32) -> bool {
    let first_row = || next.cells.iter().filter(|cell| cell.row == row);
    let is_filled = |cell: &&CellDraft| !cell.paragraphs.is_empty();
    let starts_empty = first_row().find(|cell| cell.column == 0).is_some_and(|cell| !is_filled(&cell));
    let goes_on = first_row().filter(is_filled).any(|cell| {
        let above = open.cells.iter().rev().find(|above| {
            above.column == cell.column && above.row + above.row_span == open.rows
        });
        let ended = |paragraph: &Paragraph| paragraph_text(paragraph).ends_with(['.', ';', ':']);
        above.and_then(|above| above.paragraphs.last()).is_some_and(|last| !ended(last))
    });
    0 < open.rows && starts_empty && goes_on
}

impl Assembled {
    fn write_paragraph(&mut self, paragraph: &Paragraph) {
        if !self.builder.is_empty() {
            self.builder.separate("\n");
        }
        let start = self.builder.len();
        self.write_lines(&paragraph.lines);
        self.push_block(start, paragraph, paragraph.kind);
    }

    fn push_block(&mut self, start: usize, paragraph: &Paragraph, kind: BlockKind) {
        self.blocks.push(Block {
            span: Span::new(start, self.builder.len()),
            kind,
            style: style(paragraph),
            page: paragraph.lines.first().map_or(0, |placed| placed.page.number),
        });
    }

    fn write_lines(&mut self, lines: &[Placed]) {
        let mut before: Option<&str> = None;
        for placed in lines {
            for (index, word) in placed.page.words_of(placed.line).iter().enumerate() {
                let text = placed.page.word_text(word);
                let is_apart = match before {
                    None => false,
                    Some(before) if index == 0 => !is_joined(before, text),
                    Some(_) => !word.joined,
                };
                if is_apart {
                    self.builder.separate(" ");
                }
                self.builder.push(text, place(placed.page, word));
                before = Some(text);
            }
        }
    }

    fn write_table(&mut self, draft: &TableDraft) {
        if !self.builder.is_empty() {
            self.builder.separate("\n");
        }
        let start = self.builder.len();
        let number = self.tables.len() as u32;
        let mut table = Table {
            rows: draft.rows,
            columns: draft.xs.len().saturating_sub(1) as u32,
            header_rows: draft.header_rows,
            ..Table::default()
        };
        let mut order: Vec<&CellDraft> = draft.cells.iter().collect();
        order.sort_by_key(|cell| (cell.row, cell.column));
        let mut row = order.first().map_or(0, |cell| cell.row);
        for (index, cell) in order.into_iter().enumerate() {
            if 0 < index {
                self.builder.separate(if cell.row == row { "\t" } else { "\n" });
            }
            row = cell.row;
            let span = self.write_cell(cell, number, index as u32);
            table.cells.push(Cell {
                row: cell.row,
                column: cell.column,
                row_span: cell.row_span,
                column_span: cell.column_span,
                span,
            });
        }
        table.span = Span::new(start, self.builder.len());
        self.tables.push(table);
    }

    /// One block per paragraph of the cell.
    fn write_cell(&mut self, cell: &CellDraft, table: u32, index: u32) -> Span {
        let start = self.builder.len();
        for (number, paragraph) in cell.paragraphs.iter().enumerate() {
            if 0 < number {
                self.builder.separate("\n");
            }
            let block_start = self.builder.len();
            self.write_lines(&paragraph.lines);
            self.push_block(block_start, paragraph, BlockKind::Cell { table, cell: index });
        }
        Span::new(start, self.builder.len())
    }
}

fn place(page: &PageLayout, word: &Word) -> Place {
    Place::Page { page: page.number, rect: word.rect, stamp: word.stamp }
}

fn style(paragraph: &Paragraph) -> Style {
    let lines = || paragraph.lines.iter().map(|placed| placed.line);
    Style {
        bold: lines().all(|line| line.look.bold),
        italic: lines().all(|line| line.look.italic),
        centered: paragraph.centered.is_some_and(Centering::is_centered),
        column: paragraph.column,
        size: lines().next().map_or(0.0, |line| line.size),
    }
}
