//! The words of a whole text, and those of any stretch of it without a search.

use std::ops::Range;

use super::piece::Pieces;
use super::{Class, Cues, Piece, Shape};
use crate::extract::section::collapse;

/// The pieces of a whole text.
pub(in crate::extract) struct Stream<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    /// Those that are cues.
    cued: Vec<Piece>,
    /// How many of both start before every so many bytes: stretches are asked for ten times as often as there are
    /// lines, and none is searched for. None is kept behind the last piece.
    strides: Vec<Stride>,
}

/// Bytes that one entry of the index is of: about three words.
const STRIDE: usize = 16;

/// How many pieces, and cues among them, start before a place.
#[derive(Clone, Copy, Debug)]
struct Stride {
    pieces: u32,
    cued: u32,
}

impl<'a> Stream<'a> {
    pub const EMPTY: Stream<'static> = Stream {
        text: "",
        pieces: Vec::new(),
        cued: Vec::new(),
        strides: Vec::new(),
    };

    pub fn read(text: &'a str) -> Stream<'a> {
        /// Bytes of a word with the blank after it, no more than usual.
        const WORD: usize = 4;
        /// Words to one that is a cue, no more than usual.
        const RARITY: usize = 4;
        let mut pieces: Vec<Piece> = Vec::with_capacity(text.len() / WORD);
        let mut cued: Vec<Piece> = Vec::with_capacity(text.len() / WORD / RARITY);
        let mut strides: Vec<Stride> = Vec::with_capacity(text.len() / STRIDE + 1);
        for piece in Pieces::of(text) {
            while strides.len() <= piece.start as usize / STRIDE {
                strides.push(Stride {
                    pieces: pieces.len() as u32,
                    cued: cued.len() as u32,
                });
            }
            if piece.is_cue() {
                cued.push(piece);
            }
            pieces.push(piece);
        }
        Stream {
            text,
            pieces,
            cued,
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

    /// True if a word of `stretch` is a cue of that; perhaps, if it is no part of the text.
    pub fn has(&self, stretch: &str, cue: Cues) -> bool {
        let pieces = || self.of_stretch(stretch);
        self.cues_near(stretch).has(cue)
            && pieces().is_none_or(|(pieces, _)| Cues::of(pieces).has(cue))
    }

    /// What the words of `stretch` and those that stand near are cues of: any if it is no part of the text.
    fn cues_near(&self, stretch: &str) -> Cues {
        let Some(place) = self.place(stretch).filter(|place| !place.is_empty()) else {
            return Cues::ANY;
        };
        let cued_before = |stride: usize| match self.strides.get(stride) {
            Some(stride) => stride.cued as usize,
            None => self.cued.len(),
        };
        let near = cued_before(place.start / STRIDE)..cued_before((place.end - 1) / STRIDE + 1);
        let near = self.cued[near].iter();
        near.fold(Cues::default(), |all, cued| all | cued.look.cues)
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
        let mut past = place.start;
        for piece in pieces {
            let start = piece.start as usize;
            let is_parted = past + 1 == start && self.text.as_bytes()[past] == b' ';
            let is_near = past == start || is_parted && place.start < past;
            if !is_near || is_blank(self.text, piece) {
                return false;
            }
            past = piece.end as usize;
        }
        past == place.end && !pieces.is_empty()
    }

    /// The words of the bytes `start..end` that are cues.
    pub fn cued_within(&self, start: usize, end: usize) -> &[Piece] {
        let first_from = |byte: usize| match self.strides.get(byte / STRIDE) {
            Some(stride) => {
                let near = &self.cued[stride.cued as usize..];
                let before = near.iter().take_while(|it| (it.start as usize) < byte);
                stride.cued as usize + before.count()
            }
            None => self.cued.len(),
        };
        &self.cued[first_from(start)..first_from(end)]
    }

    /// The first piece that starts at byte `start` or later: how many start before.
    fn first_from(&self, start: usize) -> usize {
        let Some(stride) = self.strides.get(start / STRIDE) else {
            return self.pieces.len();
        };
        let mut at = stride.pieces as usize;
        while self
            .pieces
            .get(at)
            .is_some_and(|it| (it.start as usize) < start)
        {
            at += 1;
        }
        at
    }

    /// The pieces of the bytes `start..end`; `None` if a piece would be another if they stood alone: cut in two, or a
    /// point at the edge that is no full stop only by what stands beyond.
    pub fn within(&self, start: usize, end: usize) -> Option<&[Piece]> {
        let from = self.first_from(start);
        let (before, rest) = self.pieces.split_at(from);
        let is_cut = before.last().is_some_and(|it| start < it.end as usize);
        let pieces = &rest[..self.first_from(end).saturating_sub(from)];
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return (!is_cut).then_some(pieces);
        };
        let is_point = |piece: &Piece| {
            piece.look.class == Class::Small && self.text.as_bytes()[piece.start as usize] == b'.'
        };
        let (left, right) = (first.start as usize, last.end as usize);
        let is_whole = !is_cut && right <= end;
        let is_apart = !(start == left && is_point(first) || right == end && is_point(last));
        (is_whole && is_apart).then_some(pieces)
    }
}

/// What is left of white space is a piece of its own: the tab between cells, and blanks of other widths.
#[inline]
fn is_blank(text: &str, piece: &Piece) -> bool {
    piece.look.shape == Shape::Mark
        && match text.as_bytes()[piece.start as usize] {
            0..=b' ' => true,
            0x80.. => text[piece.start as usize..].starts_with(char::is_whitespace),
            _ => false,
        }
}
