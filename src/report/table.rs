//! What rows look like to whoever shows them: headings and cells, the same for terminal, CSV,
//! workbook and web page.

use serde::Serialize;

/// A column: its heading in Vietnamese and English, and its width in letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    pub vi: &'static str,
    pub en: &'static str,
    pub width: u16,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A word of ours, in Vietnamese and English.
    Word(&'static str, &'static str),
}

/// One row of a report. Its JSON is what serde makes of it.
pub trait Row: Serialize {
    const HEADINGS: &'static [Heading];

    /// As many as there are headings.
    fn cells(&self) -> Vec<Cell>;
}

impl Cell {
    pub fn vi(&self) -> &str {
        match self {
            Cell::Text(text) => text,
            Cell::Word(vi, _) => vi,
        }
    }

    pub fn en(&self) -> &str {
        match self {
            Cell::Text(text) => text,
            Cell::Word(_, en) => en,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Cell {
        Cell::Text(text.unwrap_or_default().to_owned())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Cell {
        Cell::Text(number.to_string())
    }
}

pub(super) const fn heading(vi: &'static str, en: &'static str, width: u16) -> Heading {
    Heading { vi, en, width }
}

/// `2021-02-02` → `02/02/2021`, as people write it here.
pub(super) fn day(iso: Option<&str>) -> Cell {
    let written = iso.unwrap_or_default();
    Cell::Text(written.split('-').rev().collect::<Vec<_>>().join("/"))
}
