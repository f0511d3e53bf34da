//! One page of glyphs and rules in, lines and tables in reading order out.
//!
//! Geometry decides, content order breaks ties: producers write fallback fonts out of order, but
//! table cells and letterhead columns mostly one after the other. Nothing here knows other pages;
//! running heads, footnotes and paragraphs are found afterwards, over all pages.

mod aligned;
mod chart;
mod column;
mod grid;
mod growth;
mod letterhead;
mod line;
mod pairs;
mod piece;
mod rules;
mod stamp;

use std::ops::Range;

use super::kept::Kept;
use super::page::{Canvas, Frame, Glyph, Heading, Look, Rule};
use crate::parse::Column;
use crate::text::Rect;
use grid::Grid;
use piece::Piece;

/// One page, laid out. Lines and words refer into it by range.
#[derive(Debug, Default)]
pub(super) struct PageLayout {
    /// From 1.
    pub number: u32,
    pub height: f32,
    /// Width and height of the page as shown, in points.
    pub size: (f32, f32),
    pub text: String,
    pub words: Vec<Word>,
    pub items: Vec<Item>,
    /// Signature texts, one line list per appearance, and what stamps were put over.
    pub asides: Vec<Vec<Line>>,
    /// Short horizontal rules over the notes at the foot of the page.
    pub note_rules: Vec<f32>,
    /// Letters of the page content itself, appearances not counted.
    pub letters: usize,
    /// Glyphs that were drawn and mean nothing by any table of their font.
    pub riddles: u32,
    /// Pictures, or letters drawn as outlines.
    pub has_images: bool,
    /// What was done to read it, if it is not simply its text layer.
    pub kept: Option<Kept>,
}

/// Bends on a page beyond which it is taken to hold letters drawn as outlines. The arms of the state
/// or a logo, drawn, stand on pages that have text.
const OUTLINE_CURVES_MIN: u32 = 300;

#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Byte range in [`PageLayout::text`].
    pub at: u32,
    pub len: u32,
    /// On the page as shown.
    pub rect: Rect,
    /// Extent in the frame of reading.
    pub x0: f32,
    pub x1: f32,
    pub stamp: bool,
    /// For a word read from a picture, 1 to 100; otherwise 0.
    pub confidence: u8,
    /// Stands against the word before it without a gap: a stamp, or another font.
    pub joined: bool,
}

/// A line of one column or cell. Coordinates are in the frame of reading.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub words: Range<u32>,
    pub x0: f32,
    pub x1: f32,
    pub baseline: f32,
    pub size: f32,
    /// What most of the line's letters look like.
    pub look: Look,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Body,
    Furniture,
    Footnote,
}

#[derive(Debug)]
pub(super) enum Item {
    Flow { column: Column, lines: Vec<Line> },
    Table(TableLayout),
}

#[derive(Debug, Default)]
pub(super) struct TableLayout {
    pub top: f32,
    pub bottom: f32,
    /// Edges of the columns, one more than there are columns.
    pub xs: Vec<f32>,
    /// The edges are where white space let them be, not rules.
    pub is_aligned: bool,
    pub rows: u32,
    pub cells: Vec<CellLayout>,
}

#[derive(Debug, Default)]
pub(super) struct CellLayout {
    pub row: u32,
    pub column: u32,
    pub row_span: u32,
    pub column_span: u32,
    pub lines: Vec<Line>,
}

impl PageLayout {
    pub fn word_text(&self, word: &Word) -> &str {
        let start = word.at as usize;
        self.text
            .get(start..start + word.len as usize)
            .unwrap_or("")
    }

    pub fn words_of(&self, line: &Line) -> &[Word] {
        self.words
            .get(line.words.start as usize..line.words.end as usize)
            .unwrap_or_default()
    }

    /// Reads the lines anew as whole lines: `reread` gives each one back with as many bytes.
    pub fn reread_lines(&mut self, reread: impl Fn(&str) -> String) {
        let mut rewritten = Vec::new();
        for line in self.lines() {
            let text = reread(&self.line_text(line));
            let mut at = 0;
            for (index, word) in self.words_of(line).iter().enumerate() {
                at += usize::from(0 < index && !word.joined);
                let end = at + word.len as usize;
                rewritten.extend(
                    text.get(at..end)
                        .map(|word_text| (*word, word_text.to_owned())),
                );
                at = end;
            }
        }
        for (word, text) in rewritten {
            let start = word.at as usize;
            let end = start + text.len();
            if self.text.is_char_boundary(start) && self.text.is_char_boundary(end) {
                self.text.replace_range(start..end, &text);
            }
        }
    }

    /// The lines of the page content, those of cells among them.
    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.items.iter().flat_map(|item| {
            let (flow, cells) = match item {
                Item::Flow { lines, .. } => (lines.as_slice(), [].as_slice()),
                Item::Table(table) => ([].as_slice(), table.cells.as_slice()),
            };
            flow.iter().chain(cells.iter().flat_map(|cell| &cell.lines))
        })
    }

    /// The line as it reads.
    pub fn line_text(&self, line: &Line) -> String {
        let mut text = String::new();
        for (index, word) in self.words_of(line).iter().enumerate() {
            if 0 < index && !word.joined {
                text.push(' ');
            }
            text.push_str(self.word_text(word));
        }
        text
    }
}

/// What a page is laid out from: pieces, and the way from them back to letters and boxes.
struct Sheet<'c> {
    canvas: &'c Canvas,
    frame: Frame,
    pieces: Vec<Piece>,
}

pub(super) fn lay_out(canvas: &Canvas, number: u32) -> PageLayout {
    let mut page = PageLayout {
        number,
        has_images: 0 < canvas.images || OUTLINE_CURVES_MIN <= canvas.curves,
        riddles: canvas.riddles,
        size: (canvas.width, canvas.height),
        letters: canvas
            .glyphs
            .iter()
            .filter(|glyph| glyph.stamp == 0)
            .count(),
        ..PageLayout::default()
    };
    let main = main_heading(&canvas.glyphs);
    let mut sheet = Sheet::new(canvas, main);
    page.height = sheet.frame.height();
    let signatures = stamp::take_signatures(&mut sheet);
    let covered = stamp::settle(&mut sheet);
    let ruled = grid::find(&sheet);
    page.note_rules = ruled.note_rules;
    lay_out_sheet(&sheet, ruled.grids, &ruled.across, &mut page);
    for heading in [
        Heading::East,
        Heading::South,
        Heading::West,
        Heading::North,
        Heading::Slanted,
    ] {
        if heading != main {
            lay_out_turned(canvas, heading, sheet.frame, &mut page);
        }
    }
    for indices in signatures.into_iter().chain([covered]) {
        let lines = line::lines(&sheet, line::rows(&sheet, indices), &mut page);
        page.asides.push(lines);
    }
    page
}

/// The cells that rules make, of all tables of a page: for a picture, which has rules before words.
pub(super) fn cells(rules: &[Rule]) -> Vec<Rect> {
    grid::boxes(rules)
}

impl<'c> Sheet<'c> {
    fn new(canvas: &'c Canvas, heading: Heading) -> Sheet<'c> {
        let frame = Frame::new(heading, canvas.width, canvas.height);
        let pieces = piece::cut(canvas, &frame);
        Sheet {
            canvas,
            frame,
            pieces,
        }
    }
}

/// The way most of the page is written.
fn main_heading(glyphs: &[Glyph]) -> Heading {
    let mut counts = [0u32; 4];
    let headings = [Heading::East, Heading::South, Heading::West, Heading::North];
    for glyph in glyphs {
        if let Some(index) = headings
            .iter()
            .position(|heading| *heading == glyph.heading)
        {
            counts[index] += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let index = counts.iter().position(|count| *count == most).unwrap_or(0);
    headings[index]
}

/// Gives the pieces that stand in a table to their cells; returns the others.
fn put_into(sheet: &Sheet, indices: impl Iterator<Item = u32>, grids: &mut [Grid]) -> Vec<u32> {
    let mut outside = Vec::new();
    for index in indices {
        let piece = &sheet.pieces[index as usize];
        if piece.is_taken {
            continue;
        }
        match grids.iter_mut().find_map(|grid| grid.cell_mut(piece)) {
            Some(cell) => cell.pieces.push(index),
            None => outside.push(index),
        }
    }
    outside
}

fn lay_out_sheet(
    sheet: &Sheet,
    mut grids: Vec<Grid>,
    across: &[(f32, f32, f32)],
    page: &mut PageLayout,
) {
    let body = put_into(sheet, 0..sheet.pieces.len() as u32, &mut grids);
    let mut rows = line::rows(sheet, body.clone());
    let mut aligned = aligned::find(sheet, &rows, across);
    if !aligned.is_empty() {
        rows = line::rows(sheet, put_into(sheet, body.into_iter(), &mut aligned));
        grids.append(&mut aligned);
        grids.sort_by(|a, b| a.top().total_cmp(&b.top()));
    }
    let rows = stamp::apart(rows);
    let mut starts: Vec<(f32, Item)> = Vec::new();
    for region in column::split(sheet, rows, &grids, &page.note_rules.clone()) {
        let top = region.top;
        let lines = line::lines(sheet, region.rows, page);
        starts.push((
            top,
            Item::Flow {
                column: region.column,
                lines,
            },
        ));
    }
    for grid in grids {
        starts.push((grid.top(), Item::Table(lay_out_table(sheet, grid, page))));
    }
    // Regions come in reading order, those of one band of columns with the same top.
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    page.items = starts.into_iter().map(|(_, item)| item).collect();
}

fn lay_out_table(sheet: &Sheet, grid: Grid, page: &mut PageLayout) -> TableLayout {
    let mut table = TableLayout {
        top: grid.top(),
        bottom: grid.bottom(),
        rows: grid.rows() as u32,
        is_aligned: grid.is_aligned,
        xs: grid.xs,
        cells: Vec::new(),
    };
    for cell in grid.cells {
        let lines = line::lines(sheet, line::rows(sheet, cell.pieces), page);
        table.cells.push(CellLayout {
            row: cell.row as u32,
            column: cell.column as u32,
            row_span: cell.row_span as u32,
            column_span: cell.column_span as u32,
            lines,
        });
    }
    table
}

/// Text that runs another way than the page: head cells of narrow columns, watermarks.
fn lay_out_turned(canvas: &Canvas, heading: Heading, main: Frame, page: &mut PageLayout) {
    if !canvas.glyphs.iter().any(|glyph| glyph.heading == heading) {
        return;
    }
    let sheet = Sheet::new(canvas, heading);
    let all = (0..sheet.pieces.len() as u32).collect();
    if heading == Heading::Slanted {
        let line = line::as_written(&sheet, page);
        page.items.push(Item::Flow {
            column: Column::Whole,
            lines: vec![line],
        });
        return;
    }
    let lines = line::lines(&sheet, line::rows(&sheet, all), page);
    let mut loose = Vec::new();
    for line in lines {
        let middle = ((line.x0 + line.x1) / 2.0, line.baseline - line.size / 3.0);
        let shown = sheet.frame.leave(middle.0, middle.1);
        let (x, y) = main.enter(shown.0, shown.1);
        match cell_around(&mut page.items, x, y) {
            Some(cell) => cell.lines.push(line),
            None => loose.push(line),
        }
    }
    if !loose.is_empty() {
        page.items.push(Item::Flow {
            column: Column::Whole,
            lines: loose,
        });
    }
}

fn cell_around(items: &mut [Item], x: f32, y: f32) -> Option<&mut CellLayout> {
    items.iter_mut().find_map(|item| match item {
        Item::Table(table) if table.top <= y && y <= table.bottom => {
            let column = table
                .xs
                .windows(2)
                .position(|edge| edge[0] <= x && x < edge[1])? as u32;
            // Turned text stands in head cells, which are above the rest of their column.
            table.cells.iter_mut().find(|cell| {
                (cell.column..cell.column + cell.column_span).contains(&column)
                    && cell.lines.is_empty()
            })
        }
        _ => None,
    })
}
