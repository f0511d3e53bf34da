//! The words of a whole text, and those of any stretch of it without a search.

use std::ops::Range;

use super::piece::Pieces;
use super::{Class, Cued, Cues, Piece, Shape};
use crate::extract::section::collapse;

/// The pieces of a whole text.
pub(in crate::extract) struct Stream<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    /// Those that are cues.
    cued: Vec<Cued>,
    /// One for every [`STRIDE`] bytes: stretches are asked for ten times as often as there are lines, and none is
    /// searched for.
    strides: Vec<Stride>,
}

/// Bytes that one entry of the index is of, a bit for each: about six words.
const STRIDE: usize = u32::BITS as usize;

/// What stands in so many bytes of a text.
#[derive(Clone, Copy, Debug, Default)]
struct Stride {
    /// The pieces that start before, and those of them that are cues.
    before: u32,
    cued: u32,
    /// Where pieces start.
    starts: u32,
    /// Those of them that are white space, or have other than nothing or one blank before them.
    loose: u32,
}

impl Stride {
    /// The bits of the bytes before `byte`.
    fn below(byte: usize) -> u32 {
        (1 << (byte % STRIDE)) - 1
    }
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
        let mut cued: Vec<Cued> = Vec::with_capacity(text.len() / WORD / RARITY);
        let mut words = Pieces::of(text);
        while let Some((piece, cues)) = words.next_with_cues() {
            if cues != Cues::default() {
                cued.push(Cued { piece, cues });
            }
            pieces.push(piece);
        }
        Stream {
            text,
            strides: strides(text, &pieces, &cued),
            pieces,
            cued,
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
        near.fold(Cues::default(), |all, cued| all | cued.cues)
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
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return false;
        };
        let is_trimmed = (first.start as usize, last.end as usize) == (place.start, place.end);
        is_trimmed && !is_blank(self.text, first) && !self.is_loose(place.start + 1..place.end)
    }

    /// True if one of the pieces that start there is white space, or has more than one blank before it.
    fn is_loose(&self, place: Range<usize>) -> bool {
        let (first, last) = (place.start / STRIDE, place.end / STRIDE);
        (first..=last).any(|at| {
            let mut loose = self.strides.get(at).map_or(0, |stride| stride.loose);
            if at == first {
                loose &= !Stride::below(place.start);
            }
            if at == last {
                loose &= Stride::below(place.end);
            }
            loose != 0
        })
    }

    /// The words of the bytes `start..end` that are cues.
    pub fn cued_within(&self, start: usize, end: usize) -> &[Cued] {
        let first_from = |byte: usize| match self.strides.get(byte / STRIDE) {
            Some(stride) => {
                let near = &self.cued[stride.cued as usize..];
                let before = near
                    .iter()
                    .take_while(|it| (it.piece.start as usize) < byte);
                stride.cued as usize + before.count()
            }
            None => self.cued.len(),
        };
        &self.cued[first_from(start)..first_from(end)]
    }

    /// The first piece that starts at byte `start` or later: how many start before.
    fn first_from(&self, start: usize) -> usize {
        match self.strides.get(start / STRIDE) {
            Some(stride) => {
                let inside = stride.starts & Stride::below(start);
                (stride.before + inside.count_ones()) as usize
            }
            None => self.pieces.len(),
        }
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
            piece.class == Class::Small && self.text.as_bytes()[piece.start as usize] == b'.'
        };
        let (left, right) = (first.start as usize, last.end as usize);
        let is_whole = !is_cut && right <= end;
        let is_apart = !(start == left && is_point(first) || right == end && is_point(last));
        (is_whole && is_apart).then_some(pieces)
    }
}

/// The index of a text; in one loop with its words there are more values than registers.
fn strides(text: &str, pieces: &[Piece], cued: &[Cued]) -> Vec<Stride> {
    let mut strides = vec![Stride::default(); text.len() / STRIDE + 1];
    let mut past = 0;
    for piece in pieces {
        let start = piece.start as usize;
        let stride = &mut strides[start / STRIDE];
        let bit = 1 << (start % STRIDE);
        stride.starts |= bit;
        let is_tight = past == start || past + 1 == start && text.as_bytes()[past] == b' ';
        if !is_tight || is_blank(text, piece) {
            stride.loose |= bit;
        }
        past = piece.end as usize;
    }
    for cued in cued {
        strides[cued.piece.start as usize / STRIDE].cued += 1;
    }
    let (mut before, mut cued_before) = (0, 0);
    for stride in &mut strides {
        stride.before = before;
        before += stride.starts.count_ones();
        cued_before += std::mem::replace(&mut stride.cued, cued_before);
    }
    strides
}

/// What is left of white space is a piece of its own: the tab between cells, and blanks of other widths.
#[inline]
fn is_blank(text: &str, piece: &Piece) -> bool {
    piece.shape == Shape::Mark
        && match text.as_bytes()[piece.start as usize] {
            0..=b' ' => true,
            0x80.. => text[piece.start as usize..].starts_with(char::is_whitespace),
            _ => false,
        }
}
