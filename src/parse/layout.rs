//! A [`Flow`] in, a [`Document`] out: the one place that writes separators, blocks, tables and spans.

use crate::text::{Builder, Diagnostic, Span};

use super::flow::{Flow, Grid, Item, Para, Role};
use super::{
    Block, BlockKind, Cell, Column, Document, Field, Limits, MediaType, Quality, Style, Table,
    columns, grid, legacy,
};

/// Lays out what a reader found. Text beyond `limits.text_max` is dropped with a diagnostic.
pub(super) fn lay_out(media_type: MediaType, mut flow: Flow, limits: &Limits) -> Document {
    let legacy = legacy::decode(&mut flow);
    let mut page = Layout::new(limits.text_max, flow.labels.len());
    page.items(&columns::split(flow.items), Setting::default());
    let mut document = page.finish(media_type, flow.labels);
    legacy.note(&mut document);
    document
}

/// What holds for all paragraphs of a cell or a column.
#[derive(Clone, Copy, Default)]
struct Setting {
    column: Column,
    /// Table and cell the paragraphs belong to.
    cell: Option<(u32, u32)>,
}

struct Layout {
    text: Builder,
    /// What to write before the next letter.
    gap: String,
    blocks: Vec<Block>,
    tables: Vec<Table>,
    headline: Option<Span>,
    /// Where the value of each label stands.
    values: Vec<Option<Span>>,
    text_max: usize,
    truncated: bool,
}

impl Layout {
    fn new(text_max: usize, labels: usize) -> Layout {
        Layout {
            text: Builder::new(),
            gap: String::new(),
            blocks: Vec::new(),
            tables: Vec::new(),
            headline: None,
            values: vec![None; labels],
            text_max,
            truncated: false,
        }
    }

    fn items(&mut self, items: &[Item], setting: Setting) {
        for item in items {
            match item {
                Item::Para(para) => self.para(para, setting),
                Item::Grid(grid) if setting.cell.is_some() => self.paras_of(grid, setting),
                Item::Grid(grid) if grid::is_layout(grid) => self.columns(grid, setting),
                Item::Grid(grid) => self.table(grid),
            }
        }
    }

    fn para(&mut self, para: &Para, setting: Setting) {
        if para.is_blank() || self.is_full(para) {
            return;
        }
        if para.beside && self.gap == "\n" {
            self.gap = "\t".to_owned();
        }
        self.write_gap();
        let start = self.text.len();
        para.write_to(&mut self.text);
        let span = Span::new(start, self.text.len());
        if span.is_empty() {
            return;
        }
        self.gap = "\n".to_owned();
        self.note(para, span);
        self.blocks.push(Block {
            span,
            kind: kind_of(para.role, setting),
            style: style_of(para, setting),
            page: 0,
        });
    }

    /// Remembers what the headline and the field values are.
    fn note(&mut self, para: &Para, span: Span) {
        if para.role == Role::Headline {
            self.headline.get_or_insert(span);
        }
        if let Some(value) = para.field.and_then(|field| self.values.get_mut(field)) {
            *value = Some(value.map_or(span, |so_far| so_far.cover(span)));
        }
    }

    fn is_full(&mut self, para: &Para) -> bool {
        self.truncated |= self.text.len() + para.text().len() > self.text_max;
        self.truncated
    }

    /// A table inside a cell: its paragraphs belong to the outer cell.
    fn paras_of(&mut self, grid: &Grid, setting: Setting) {
        for cell in &grid.cells {
            self.items(&cell.items, setting);
        }
    }

    /// A letterhead or signature block: its cells are paragraphs in columns.
    fn columns(&mut self, grid: &Grid, setting: Setting) {
        let halves = grid::Halves::of(grid);
        for cell in &grid.cells {
            let column = match setting.column {
                Column::Whole if grid.side != Column::Whole => grid.side,
                Column::Whole => halves.column_of(cell),
                inherited => inherited,
            };
            self.items(&cell.items, Setting { column, ..setting });
        }
    }

    fn table(&mut self, grid: &Grid) {
        self.write_gap();
        let table = self.tables.len() as u32;
        let start = self.text.len();
        self.tables.push(Table {
            span: Span::new(start, start),
            rows: grid.rows,
            columns: grid.columns,
            cells: Vec::with_capacity(grid.cells.len()),
            header_rows: grid::header_rows(grid),
        });
        let mut row = 0;
        for (index, cell) in grid.cells.iter().enumerate() {
            if index > 0 {
                self.between_cells(cell.row == row);
            }
            row = cell.row;
            self.cell(table, index as u32, cell);
        }
        let end = self.text.len().max(start);
        self.tables[table as usize].span = Span::new(start, end);
        self.gap = "\n".to_owned();
    }

    fn between_cells(&mut self, same_row: bool) {
        if !same_row {
            self.gap = "\n".to_owned();
            return;
        }
        if self.gap == "\n" {
            self.gap.clear();
        }
        self.gap.push('\t');
    }

    fn cell(&mut self, table: u32, index: u32, cell: &super::flow::GridCell) {
        let first_block = self.blocks.len();
        let gap = std::mem::take(&mut self.gap);
        let blank = cell.paras().iter().all(|para| para.is_blank());
        self.gap = gap;
        if !blank {
            let setting = Setting {
                column: Column::Whole,
                cell: Some((table, index)),
            };
            self.items(&cell.items, setting);
        }
        let at = self.text.len();
        let span = match self.blocks.get(first_block) {
            Some(first) => Span::new(first.span.start as usize, at),
            None => Span::new(at, at),
        };
        self.tables[table as usize].cells.push(Cell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            span,
        });
    }

    fn write_gap(&mut self) {
        if !self.text.is_empty() && !self.gap.is_empty() {
            self.text.separate(&self.gap);
        }
        self.gap.clear();
    }

    fn finish(self, media_type: MediaType, labels: Vec<String>) -> Document {
        let fields = labels
            .into_iter()
            .zip(self.values)
            .filter_map(|(label, value)| {
                Some(Field {
                    label,
                    value: value?,
                })
            })
            .collect();
        let mut diagnostics = Vec::new();
        if self.truncated {
            diagnostics.push(truncated());
        }
        Document {
            media_type,
            text: self.text.finish(),
            blocks: self.blocks,
            tables: self.tables,
            fields,
            headline: self.headline,
            attachments: Vec::new(),
            signatures: Vec::new(),
            parts: Vec::new(),
            pages: 0,
            page_sizes: Vec::new(),
            confidences: Vec::new(),
            quality: Quality::default(),
            diagnostics,
        }
    }
}

fn kind_of(role: Role, setting: Setting) -> BlockKind {
    if let Some((table, cell)) = setting.cell {
        return BlockKind::Cell { table, cell };
    }
    match role {
        Role::Body => BlockKind::Paragraph,
        Role::Heading(level) => BlockKind::Heading { level },
        Role::Footnote => BlockKind::Footnote,
        Role::Furniture => BlockKind::Furniture,
        Role::Page | Role::Headline => BlockKind::Page,
    }
}

fn style_of(para: &Para, setting: Setting) -> Style {
    let column = match setting.column {
        Column::Whole => para.style.column,
        column => column,
    };
    Style {
        column,
        ..para.style
    }
}

fn truncated() -> Diagnostic {
    Diagnostic::warning(
        "text_truncated",
        "Văn bản dài quá giới hạn nên chỉ phần đầu được đọc.",
    )
}
