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
    /// Bytes counted in a byte.
    const STRETCH: usize = 255;
    let (mut letters, mut is_odd) = (0, false);
    for stretch in text.as_bytes().chunks(STRETCH) {
        let (mut some, mut odd) = (0_u8, 0_u8);
        for byte in stretch {
            let is_letter = byte & 0xC0 != 0x80 && !matches!(byte, b' ' | b'\t'..=b'\r');
            some += u8::from(is_letter);
            odd |= u8::from(matches!(byte, 0xC2 | 0xE2 | 0xE3));
        }
        letters += usize::from(some);
        is_odd |= odd != 0;
    }
    if is_odd {
        return text.chars().filter(|c| !c.is_whitespace()).count();
    }
    letters
}

/// False for bytes that no white space starts with, those of Vietnamese letters among them. The Ogham
/// space, which shares their first byte, counts as a sign.
pub(super) fn may_be_blank(byte: u8) -> bool {
    BLANK[byte as usize]
}

static BLANK: [bool; 256] = {
    let mut blank = [false; 256];
    let mut byte = 0;
    while byte < blank.len() {
        blank[byte] = matches!(byte as u8, b' ' | b'\t'..=b'\r' | 0xC2 | 0xE2 | 0xE3);
        byte += 1;
    }
    blank
};

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
