//! What a reader found, before it is laid out: paragraphs and grids in reading order, each
//! stretch of text with its place.
//!
//! HTML, Word, RTF and plain text all come through here, so that the decisions which do not depend
//! on the format (is this grid a table or a letterhead, what separates two cells) are taken once,
//! in [`super::layout`].

use super::Column;
use super::legacy::Legacy;
pub(super) use super::para::Para;

/// Everything a reader found in one file.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub items: Vec<Item>,
    /// Labels of the attribute cluster, as written; [`Para::field`] indexes them.
    pub labels: Vec<String>,
    /// What was decoded from a charset of before Unicode, once that was looked for.
    pub legacy: Option<Legacy>,
}

#[derive(Debug)]
pub(super) enum Item {
    Para(Para),
    Grid(Grid),
}

impl Item {
    /// Letters and digits in it, white space aside.
    pub fn letters(&self) -> usize {
        let count = |para: &Para| letters_of(para.text());
        match self {
            Item::Para(para) => count(para),
            Item::Grid(grid) => {
                let paras = grid.cells.iter().flat_map(GridCell::paras);
                paras.map(count).sum()
            }
        }
    }
}

/// Characters that are no white space.
pub(super) fn letters_of(text: &str) -> usize {
    // Lead bytes of white space beyond ASCII: no Vietnamese letter has them.
    if text.bytes().any(|byte| matches!(byte, 0xC2 | 0xE2 | 0xE3)) {
        return text.chars().filter(|c| !c.is_whitespace()).count();
    }
    let is_letter = |byte: u8| byte & 0xC0 != 0x80 && !matches!(byte, b' ' | b'\t'..=b'\r');
    text.bytes().filter(|byte| is_letter(*byte)).count()
}

/// What a paragraph is for, as far as markup says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    #[default]
    Body,
    Heading(u8),
    Footnote,
    Furniture,
    /// What the portal says about the document.
    Page,
    /// The headline of a portal page.
    Headline,
}

/// A table as its markup gives it; whether it is one is decided in [`super::grid`].
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub rows: u32,
    pub columns: u32,
    pub cells: Vec<GridCell>,
    /// Leading rows that the markup calls headings.
    pub header_rows: u32,
    /// Where the markup sets the grid itself beside something else.
    pub side: Column,
}

#[derive(Debug, Default)]
pub(super) struct GridCell {
    pub row: u32,
    pub column: u32,
    pub row_span: u32,
    pub column_span: u32,
    pub items: Vec<Item>,
}

impl GridCell {
    /// Paragraphs of the cell, those of tables inside it included.
    pub fn paras(&self) -> Vec<&Para> {
        let mut found = Vec::new();
        collect_paras(&self.items, &mut found);
        found
    }
}

fn collect_paras<'a>(items: &'a [Item], found: &mut Vec<&'a Para>) {
    for item in items {
        match item {
            Item::Para(para) => found.push(para),
            Item::Grid(grid) => {
                for cell in &grid.cells {
                    collect_paras(&cell.items, found);
                }
            }
        }
    }
}
