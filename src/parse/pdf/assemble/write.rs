//! Drafts → text, blocks and tables.

use super::super::layout::{PageLayout, Word};
use super::super::paragraph::{Centering, Placed, is_joined};
use super::Paragraph;
use super::table::{CellDraft, TableDraft};
use crate::parse::{Block, BlockKind, Cell, Confidence, Style, Table};
use crate::text::{Builder, Place, Span};

/// The text with its blocks and tables.
#[derive(Default)]
pub(in crate::parse::pdf) struct Assembled {
    pub builder: Builder,
    pub blocks: Vec<Block>,
    pub tables: Vec<Table>,
    pub confidences: Vec<Confidence>,
}

impl Assembled {
    pub(super) fn write_paragraph(&mut self, paragraph: &Paragraph) {
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
            page: paragraph
                .lines
                .first()
                .map_or(0, |placed| placed.page.number),
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
                let start = self.builder.len();
                self.builder.push(text, place(placed.page, word));
                if word.confidence != 0 {
                    self.confidences.push(Confidence {
                        span: Span::new(start, self.builder.len()),
                        percent: word.confidence,
                    });
                }
                before = Some(text);
            }
        }
    }

    pub(super) fn write_table(&mut self, draft: &TableDraft) {
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
                self.builder
                    .separate(if cell.row == row { "\t" } else { "\n" });
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
            self.push_block(
                block_start,
                paragraph,
                BlockKind::Cell { table, cell: index },
            );
        }
        Span::new(start, self.builder.len())
    }
}

fn place(page: &PageLayout, word: &Word) -> Place {
    Place::Page {
        page: page.number,
        rect: word.rect,
        stamp: word.stamp,
    }
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
