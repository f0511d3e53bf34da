//! The streams, the file information block, and the piece table: where the text is stored.

use std::io::{Cursor, Read};
use std::ops::Range;

use cfb::CompoundFile;

use crate::text::Diagnostic;

/// First version of the layout read here (Word 97).
const FIRST_VERSION: u16 = 193;

/// Pieces of one text; a piece is at least one edit.
const PIECES_MAX: usize = 200_000;

/// Characters of the story texts, in the order they are stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stories {
    pub main: u32,
    pub footnotes: u32,
    pub headers: u32,
    /// Between the headers and the text boxes: macros, comments and endnotes.
    pub comments: u32,
    pub endnotes: u32,
    pub text_boxes: u32,
}

/// Characters `first..end` stored from byte `at` of the stream: Windows-1252 if `narrow`, else UTF-16.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub first: u32,
    pub end: u32,
    pub at: u32,
    pub narrow: bool,
}

pub(super) struct File {
    pub text: Vec<u8>,
    pub table: Vec<u8>,
    pub stories: Stories,
    pub pieces: Vec<Piece>,
}

impl File {
    pub fn open(bytes: &[u8], max: usize) -> Result<File, Diagnostic> {
        let mut compound = CompoundFile::open(Cursor::new(bytes)).map_err(|_| super::broken())?;
        let text = stream(&mut compound, "/WordDocument", max).ok_or_else(super::broken)?;
        if u16_at(&text, 0) != Some(0xA5EC) {
            return Err(super::too_old());
        }
        if u16_at(&text, 2).is_none_or(|version| version < FIRST_VERSION) {
            return Err(super::too_old());
        }
        let flags = u16_at(&text, 0x0A).ok_or_else(super::broken)?;
        if flags & 0x0100 != 0 {
            return Err(super::encrypted());
        }
        let name = if flags & 0x0200 != 0 {
            "/1Table"
        } else {
            "/0Table"
        };
        let table = stream(&mut compound, name, max).ok_or_else(super::broken)?;
        let stories = stories(&text).ok_or_else(super::broken)?;
        let pieces = pieces(&text, &table).ok_or_else(super::broken)?;
        Ok(File {
            text,
            table,
            stories,
            pieces,
        })
    }

    /// A structure of the table stream by its index in the file information block.
    pub fn table_part(&self, index: usize) -> &[u8] {
        let part = part_range(&self.text, index);
        part.and_then(|range| self.table.get(range))
            .unwrap_or_default()
    }

    /// A structure of the table stream, and the stream from its start on: some go on past their end.
    pub fn table_from(&self, index: usize) -> (&[u8], &[u8]) {
        let start = part_range(&self.text, index).map_or(usize::MAX, |range| range.start);
        let rest = self.table.get(start..).unwrap_or_default();
        (self.table_part(index), rest)
    }
}

fn stream(compound: &mut CompoundFile<Cursor<&[u8]>>, name: &str, max: usize) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    let stream = compound.open_stream(name).ok()?;
    let read = stream.take(max as u64).read_to_end(&mut found);
    (read.is_ok() || !found.is_empty()).then_some(found)
}

fn stories(text: &[u8]) -> Option<Stories> {
    let count = |at: usize| u32_at(text, at).filter(|count| *count < 1 << 30);
    Some(Stories {
        main: count(0x4C)?,
        footnotes: count(0x50)?,
        headers: count(0x54)?,
        comments: count(0x58)? + count(0x5C)?,
        endnotes: count(0x60)?,
        text_boxes: count(0x64)?,
    })
}

/// Where the file information block puts structure `index`: an offset and a length.
fn part_range(text: &[u8], index: usize) -> Option<Range<usize>> {
    let entry = 0x9A + 8 * index;
    let start = u32_at(text, entry)? as usize;
    let len = u32_at(text, entry + 4)? as usize;
    Some(start..start.checked_add(len)?)
}

/// The piece table: property blocks are passed over, then comes the plex.
fn pieces(text: &[u8], table: &[u8]) -> Option<Vec<Piece>> {
    let mut rest = table.get(part_range(text, 33)?)?;
    while rest.first() == Some(&1) {
        let len = u16_at(rest, 1)? as usize;
        rest = rest.get(3 + len..)?;
    }
    if rest.first() != Some(&2) {
        return None;
    }
    let plex = rest.get(5..)?;
    let len = (u32_at(rest, 1)? as usize).min(plex.len());
    let count = (len.checked_sub(4)? / 12).min(PIECES_MAX);
    let piece = |index: usize| {
        let raw = u32_at(plex, 4 * (count + 1) + 8 * index + 2)?;
        let narrow = raw & 0x4000_0000 != 0;
        let at = raw & 0x3FFF_FFFF;
        Some(Piece {
            first: u32_at(plex, 4 * index)?,
            end: u32_at(plex, 4 * index + 4)?,
            at: if narrow { at / 2 } else { at },
            narrow,
        })
    };
    let found: Option<Vec<Piece>> = (0..count).map(piece).collect();
    found.filter(|pieces| !pieces.is_empty())
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}
