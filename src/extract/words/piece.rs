//! Single words and marks, in order, with their numbers.

use std::ops::Range;

use super::{Class, Cues, known};
use crate::extract::section::collapse;
use crate::text::{Vocabulary, WordEnd, is_capital};

/// One word, number or mark.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Piece {
    pub start: u32,
    pub end: u32,
    /// Its number among the words that a grammar knows.
    pub word: u16,
    /// What it looks like: a name, a small word, digits, a mark.
    pub class: Class,
    pub shape: Shape,
}

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Shape {
    Letters,
    Digits,
    /// Letters and digits: "QH15".
    Mixed,
    Mark,
}

impl Shape {
    #[inline]
    fn of_word(word: WordEnd) -> (usize, Shape) {
        let shape = match (word.has_letter(), word.has_digit()) {
            (true, false) => Shape::Letters,
            (false, true) => Shape::Digits,
            (true, true) => Shape::Mixed,
            (false, false) => Shape::Mark,
        };
        (word.at, shape)
    }
}

impl Piece {
    /// The number of a word that no grammar knows.
    pub const UNKNOWN: u16 = u16::MAX;

    /// Bytes.
    pub fn length(&self) -> u32 {
        self.end - self.start
    }
}

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
        let mut past = 0;
        for piece in Pieces::of(text) {
            while strides.len() * STRIDE < piece.end as usize {
                strides.push(Stride {
                    first: pieces.len() as u32,
                    cues: Cues::default(),
                });
            }
            let (start, end) = (piece.start as usize, piece.end as usize);
            let cues = piece.cues_by(table) | looseness(text, past, start, end);
            strides[start / STRIDE].cues |= cues;
            past = end;
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
    pub fn from(&self, start: usize) -> &[Piece] {
        &self.pieces[self.first_from(start)..]
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
            return Cues::ANY | Cues::LOOSE;
        };
        // Past the last piece there are none.
        let end = strides.end.min(self.strides.len());
        let cues = self.strides[strides.start.min(end)..end].iter();
        cues.fold(Cues::default(), |all, stride| all | stride.cues)
    }

    /// `stretch` with one blank between words and none around.
    pub fn collapsed(&self, stretch: &str) -> String {
        let is_loose =
            self.cues_near(stretch).has(Cues::LOOSE) || stretch.trim().len() < stretch.len();
        match is_loose {
            true => collapse(stretch),
            false => stretch.to_owned(),
        }
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

/// [`Cues::LOOSE`] if the piece `start..end` is white space, or more than a blank stands before it since byte `past`.
#[inline]
fn looseness(text: &str, past: usize, start: usize, end: usize) -> Cues {
    let bytes = text.as_bytes();
    let is_tight = match start - past {
        0 => true,
        1 => bytes[past] == b' ',
        _ => false,
    };
    // What is left of white space stands alone: the tab between cells, and blanks of other widths.
    let is_blank = match bytes[start] {
        0..=b' ' => true,
        0xC2 | 0xE1..=0xE3 => text[start..end].trim().is_empty(),
        _ => false,
    };
    match is_tight && !is_blank {
        true => Cues::default(),
        false => Cues::LOOSE,
    }
}

/// Reads the pieces of a text one by one.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    numbers: &'static Vocabulary,
}

impl<'a> Pieces<'a> {
    pub fn of(text: &'a str) -> Pieces<'a> {
        Pieces {
            text,
            at: 0,
            numbers: &known().numbers,
        }
    }

    /// Where the pieces of `text` start and end.
    pub fn places(text: &str) -> impl Iterator<Item = (usize, usize)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = past_blanks(text.as_bytes(), at)?;
            let (end, shape) = Shape::of_word(WordEnd::of(text, start));
            let mark = || text[start..].chars().next().map_or(1, char::len_utf8);
            at = if shape == Shape::Mark {
                start + mark()
            } else {
                end
            };
            Some((start, at))
        })
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    #[inline(always)]
    fn next(&mut self) -> Option<Piece> {
        let start = past_blanks(self.text.as_bytes(), self.at)?;
        let (end, shape) = Shape::of_word(WordEnd::of(self.text, start));
        let (end, class) = match shape {
            Shape::Mark => self.mark(start)?,
            Shape::Digits => (end, Class::Digits),
            _ => (end, word_class(self.text, start, shape)),
        };
        self.at = end;
        let word = match shape {
            Shape::Digits => None,
            _ => self.numbers.number_in(self.text.as_bytes(), start, end),
        };
        Some(Piece {
            start: start as u32,
            end: end as u32,
            word: word.map_or(Piece::UNKNOWN, |number| number as u16),
            class,
            shape,
        })
    }
}

impl Pieces<'_> {
    fn mark(&self, start: usize) -> Option<(usize, Class)> {
        let mark = self.text[start..].chars().next()?;
        let class = match mark {
            '.' if is_inside_number(self.text, start) => Class::Small,
            mark => mark_class(mark),
        };
        Some((start + mark.len_utf8(), class))
    }
}

#[inline]
fn past_blanks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += match bytes.get(at)? {
            b' ' | b'\n' | b'\r' => 1,
            0xC2 if bytes.get(at + 1) == Some(&0xA0) => 2,
            _ => return Some(at),
        };
    }
}

/// The class of a word that has a letter.
#[inline]
fn word_class(text: &str, start: usize, shape: Shape) -> Class {
    let first = match text.as_bytes()[start] {
        b'a'..=b'z' => return Class::Small,
        b'A'..=b'Z' => return Class::Name,
        b'0'..=b'9' => return Class::Digits,
        _ => text[start..].chars().next(),
    };
    match first {
        Some(c) if shape == Shape::Mixed && c.is_numeric() => Class::Digits,
        Some(c) if is_capital(c) => Class::Name,
        _ => Class::Small,
    }
}

fn mark_class(mark: char) -> Class {
    match mark {
        ',' => Class::Comma,
        ';' => Class::Semicolon,
        ':' => Class::Colon,
        '.' | '!' | '?' | '…' => Class::Period,
        '(' | '[' => Class::Open,
        ')' | ']' => Class::Close,
        '-' | '–' | '—' | '&' => Class::Dash,
        '/' => Class::Slash,
        '\t' => Class::Break,
        _ => Class::Small,
    }
}

/// "1.234", "02.02.2021" and "TP.HCM": no sentence ends there.
fn is_inside_number(text: &str, dot: usize) -> bool {
    let before = text[..dot].chars().next_back();
    let after = text[dot + 1..].chars().next();
    before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
}
