//! What was understood of one page: its words, the lines and cells they make, and what each is.

use std::collections::BTreeMap;

use kehoach::parse::{Block, BlockKind, Document, PageSize};
use kehoach::text::{Place, Rect, Span};

/// A page as it was read. Lengths are points from the top left corner.
#[derive(Debug, Default)]
pub struct Page {
    /// From 1.
    pub number: u32,
    pub size: PageSize,
    pub words: Vec<Word>,
    pub lines: Vec<Line>,
    pub tables: Vec<TableBox>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub text: String,
    pub span: Span,
    pub rect: Rect,
    /// Drawn by a signature or a stamp.
    pub stamp: bool,
    /// 1 to 100, for a word read from a picture.
    pub confidence: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub rect: Rect,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Cell,
    Footnote,
    Furniture,
}

/// The part of a table that stands on the page: around the words of its cells, for the rules
/// themselves are not kept.
#[derive(Clone, Debug, PartialEq)]
pub struct TableBox {
    /// Index in the document.
    pub table: u32,
    pub rect: Rect,
    pub cells: Vec<Rect>,
}

/// All pages, or the one that is asked for.
pub fn pages(document: &Document, only: Option<u32>) -> Vec<Page> {
    let mut pages: Vec<Page> = (1..=document.pages)
        .map(|number| empty(document, number))
        .collect();
    for block in &document.blocks {
        add(document, block, &mut pages);
    }
    pages.retain(|page| only.is_none_or(|only| only == page.number));
    pages
}

/// One page; without words if there is no such page.
pub fn page(document: &Document, number: u32) -> Page {
    let found = pages(document, Some(number)).pop();
    found.unwrap_or_else(|| empty(document, number))
}

/// The blocks that start on a page, one a line.
pub fn text(document: &Document, page: u32) -> String {
    let of_page = document.blocks.iter().filter(|block| block.page == page);
    let texts = of_page.filter_map(|block| document.text.get(block.span.range()));
    texts.collect::<Vec<_>>().join("\n")
}

fn empty(document: &Document, number: u32) -> Page {
    let size = document.page_sizes.get(number as usize - 1).copied();
    Page {
        number,
        size: size.unwrap_or_default(),
        ..Page::default()
    }
}

fn add(document: &Document, block: &Block, pages: &mut [Page]) {
    let kind = match block.kind {
        BlockKind::Cell { .. } => Kind::Cell,
        BlockKind::Footnote => Kind::Footnote,
        BlockKind::Furniture => Kind::Furniture,
        BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Page => Kind::Text,
    };
    let mut cells: BTreeMap<u32, Rect> = BTreeMap::new();
    // The line that the next word of the block may go on.
    let mut open: Option<(u32, usize)> = None;
    for (number, word) in words(document, block.span) {
        let Some(page) = pages.get_mut(number as usize - 1) else {
            continue;
        };
        let around = cells.entry(number).or_insert(word.rect);
        *around = cover(*around, word.rect);
        match open.filter(|(on, _)| *on == number) {
            Some((_, line)) if goes_on(page.lines[line].rect, word.rect) => {
                page.lines[line].rect = cover(page.lines[line].rect, word.rect);
            }
            _ => {
                open = Some((number, page.lines.len()));
                page.lines.push(Line {
                    rect: word.rect,
                    kind,
                });
            }
        }
        page.words.push(word);
    }
    if let BlockKind::Cell { table, .. } = block.kind {
        for (number, rect) in cells {
            add_cell(&mut pages[number as usize - 1], table, rect);
        }
    }
}

fn add_cell(page: &mut Page, table: u32, cell: Rect) {
    match page.tables.iter_mut().find(|known| known.table == table) {
        Some(known) => {
            known.rect = cover(known.rect, cell);
            known.cells.push(cell);
        }
        None => page.tables.push(TableBox {
            table,
            rect: cell,
            cells: vec![cell],
        }),
    }
}

/// The words of a stretch with their pages. A word that was cleaned has several runs and one box.
fn words(document: &Document, span: Span) -> Vec<(u32, Word)> {
    let runs = document.text.runs();
    let first = runs.partition_point(|run| run.clean.end <= span.start);
    let mut words: Vec<(u32, Word)> = Vec::new();
    for run in runs[first..]
        .iter()
        .take_while(|run| run.clean.start < span.end)
    {
        let Place::Page { page, rect, stamp } = run.place else {
            continue;
        };
        let text = document.text.get(run.clean.range()).unwrap_or_default();
        match words.last_mut() {
            Some((on, word))
                if *on == page && word.rect == rect && word.span.end == run.clean.start =>
            {
                word.span.end = run.clean.end;
                word.text.push_str(text);
            }
            _ => {
                let word = Word {
                    text: text.to_owned(),
                    span: run.clean,
                    rect,
                    stamp,
                    confidence: confidence(document, run.clean.start),
                };
                words.push((page, word));
            }
        }
    }
    words
}

fn confidence(document: &Document, at: u32) -> Option<u8> {
    let known = &document.confidences;
    let index = known.partition_point(|known| known.span.end <= at);
    let found = known.get(index).filter(|known| known.span.start <= at)?;
    Some(found.percent)
}

/// A word goes on its line if it overlaps it by half its height and stands right of it.
fn goes_on(line: Rect, word: Rect) -> bool {
    let overlap = line.y1.min(word.y1) - line.y0.max(word.y0);
    let height = (word.y1 - word.y0).min(line.y1 - line.y0);
    0.5 * height < overlap && line.x0 < word.x1 && line.x1 - height < word.x0
}

pub fn cover(a: Rect, b: Rect) -> Rect {
    Rect {
        x0: a.x0.min(b.x0),
        y0: a.y0.min(b.y0),
        x1: a.x1.max(b.x1),
        y1: a.y1.max(b.y1),
    }
}
