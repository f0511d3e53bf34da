//! The words of a whole text, and those of any stretch of it without a search.

use std::ops::Range;

use super::piece::Pieces;
use super::{Class, Cues, Piece, Shape, known};
use crate::extract::section::collapse;

/// The pieces of a whole text.
pub(in crate::extract) struct Stream<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    /// One for every [`STRIDE`] bytes: stretches are asked for ten times as often as there are lines, and none is
    /// searched for.
    strides: Vec<Stride>,
}

/// Bytes from one entry of the index to the next: about six words.
const STRIDE: usize = 32;

/// So many bytes of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Stride {
    /// The first piece that ends past the first of them.
    first: u32,
    /// Of all pieces that start in them.
    cues: Cues,
}

impl<'a> Stream<'a> {
    pub const EMPTY: Stream<'static> = Stream {
        text: "",
        pieces: Vec::new(),
        strides: Vec::new(),
    };

    pub fn read(text: &'a str) -> Stream<'a> {
        /// Bytes of a word with the blank after it, no more than usual.
        const WORD: usize = 4;
        let mut pieces = Vec::with_capacity(text.len() / WORD);
        let mut strides: Vec<Stride> = Vec::with_capacity(text.len() / STRIDE + 1);
        let table = &known().cues;
        for piece in Pieces::of(text) {
            while strides.len() * STRIDE < piece.end as usize {
                strides.push(Stride {
                    first: pieces.len() as u32,
                    cues: Cues::default(),
                });
            }
            strides[piece.start as usize / STRIDE].cues |= piece.cues_by(table);
            pieces.push(piece);
        }
        Stream {
            text,
            pieces,
            strides,
        }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pieces that start at byte `start` or later.
    pub fn pieces_from(&self, start: usize) -> &[Piece] {
        &self.pieces[self.first_from(start)..]
    }

    /// The pieces that start before byte `end`.
    pub fn pieces_before(&self, end: usize) -> &[Piece] {
        &self.pieces[..self.first_from(end)]
    }

    /// The pieces of `stretch` and where it starts, if it is a part of the text, which its place in memory tells.
    pub fn of_stretch(&self, stretch: &str) -> Option<(&[Piece], usize)> {
        let place = self.place(stretch)?;
        Some((self.within(place.start, place.end)?, place.start))
    }

    /// Where `stretch` stands, if it is a part of the text.
    fn place(&self, stretch: &str) -> Option<Range<usize>> {
        let start = (stretch.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start + stretch.len();
        (end <= self.text.len()).then_some(start..end)
    }

    /// The first piece that ends past the bytes that `byte` is counted among.
    fn floor(&self, byte: usize) -> usize {
        let stride = self.strides.get(byte / STRIDE);
        stride.map_or(self.pieces.len(), |stride| stride.first as usize)
    }

    /// True if a word of `stretch` is a cue of that; perhaps, if it is no part of the text.
    pub fn has(&self, stretch: &str, cue: Cues) -> bool {
        let pieces = || self.of_stretch(stretch);
        self.cues_near(stretch).has(cue)
            && pieces().is_none_or(|(pieces, _)| Cues::of(pieces).has(cue))
    }

    /// What the words of `stretch` and those that stand near are cues of: any if it is no part of the text.
    pub fn cues_near(&self, stretch: &str) -> Cues {
        let place = self.place(stretch).filter(|place| !place.is_empty());
        let strides = place.map(|place| place.start / STRIDE..(place.end - 1) / STRIDE + 1);
        let Some(strides) = strides else {
            return Cues::ANY;
        };
        // Past the last piece there are none.
        let end = strides.end.min(self.strides.len());
        let cues = self.strides[strides.start.min(end)..end].iter();
        cues.fold(Cues::default(), |all, stride| all | stride.cues)
    }

    /// `stretch` with one blank between words and none around.
    pub fn collapsed(&self, stretch: &str) -> String {
        // Most is so as it stands, and its words tell that five times as fast as its bytes.
        let is_so = self
            .of_stretch(stretch)
            .is_some_and(|(pieces, start)| self.is_collapsed(pieces, start..start + stretch.len()));
        match is_so {
            true => stretch.to_owned(),
            false => collapse(stretch),
        }
    }

    fn is_collapsed(&self, pieces: &[Piece], place: Range<usize>) -> bool {
        let bytes = self.text.as_bytes();
        // What is left of white space stands alone: the tab between cells, and blanks of other widths.
        let is_blank = |piece: &Piece| match bytes[piece.start as usize] {
            0..=b' ' => true,
            0xC2 | 0xE1..=0xE3 if piece.shape == Shape::Mark => true,
            _ => false,
        };
        let mut past = place.start;
        let are_tight = pieces.iter().all(|piece| {
            let gap = &bytes[past..piece.start as usize];
            let is_tight = gap.is_empty() || past != place.start && gap == b" ";
            past = piece.end as usize;
            is_tight && !is_blank(piece)
        });
        are_tight && past == place.end
    }

    /// The first piece that ends past byte `start`.
    fn first_past(&self, start: usize) -> usize {
        let floor = self.floor(start);
        let rest = self.pieces[floor..].iter();
        floor + rest.take_while(|it| it.end as usize <= start).count()
    }

    /// The first piece that starts at byte `start` or later.
    fn first_from(&self, start: usize) -> usize {
        let floor = self.floor(start);
        let rest = self.pieces[floor..].iter();
        floor + rest.take_while(|it| (it.start as usize) < start).count()
    }

    /// The pieces of the bytes `start..end`; `None` if a piece would be another if they stood alone: cut in two, or a
    /// point at the edge that is no full stop only by what stands beyond.
    pub fn within(&self, start: usize, end: usize) -> Option<&[Piece]> {
        let from = self.first_past(start);
        let pieces = &self.pieces[from..from.max(self.first_from(end))];
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return Some(pieces);
        };
        let is_point = |piece: &Piece| {
            piece.class == Class::Small && self.text.as_bytes()[piece.start as usize] == b'.'
        };
        let (left, right) = (first.start as usize, last.end as usize);
        let is_whole = start <= left && right <= end;
        let is_apart = !(start == left && is_point(first) || right == end && is_point(last));
        (is_whole && is_apart).then_some(pieces)
    }
}
