//! What a sheet is made of, whichever format stored it.

use crate::text::Place;
use crate::text::legacy::Face;

/// One sheet: its cells with text, in the order they were stored.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub cells: Vec<Cell>,
    pub merges: Vec<Merge>,
}

#[derive(Debug)]
pub(super) struct Cell {
    pub row: u32,
    pub column: u32,
    pub pieces: Vec<Piece>,
    pub look: CellLook,
    pub place: Place,
}

/// Text in one font.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: String,
    /// Where the piece has a font of its own; else that of the cell holds.
    pub font: Option<Font>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Font {
    pub face: Face,
    pub bold: bool,
    pub italic: bool,
    /// Points; 0 if unknown.
    pub size: f32,
}

/// What the format of a cell says.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct CellLook {
    pub font: Font,
    pub centered: bool,
    /// A rule at its left or right: a cell of a table, where a rule below may be an underline.
    pub ruled: bool,
}

/// Cells shown as one: first and last row and column, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub first: (u32, u32),
    pub last: (u32, u32),
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.trim().is_empty())
    }
}

impl Piece {
    pub fn plain(text: impl Into<String>) -> Piece {
        Piece {
            text: text.into(),
            font: None,
        }
    }
}
