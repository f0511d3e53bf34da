//! Single words and marks, in order, with their numbers.

use super::{Class, known};
use crate::text::{Vocabulary, is_capital, is_letter};

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
    /// For every [`STRIDE`] bytes the first piece that ends past them: stretches are asked for ten times as often as
    /// there are lines, and none is searched for.
    at: Vec<u32>,
}

/// Bytes from one entry of the index to the next: about six words.
const STRIDE: usize = 32;

impl<'a> Stream<'a> {
    pub const EMPTY: Stream<'static> = Stream {
        text: "",
        pieces: Vec::new(),
        at: Vec::new(),
    };

    pub fn read(text: &'a str) -> Stream<'a> {
        /// Bytes of a word with the blank after it, no more than usual.
        const WORD: usize = 4;
        let mut pieces = Vec::with_capacity(text.len() / WORD);
        let mut at = Vec::with_capacity(text.len() / STRIDE + 1);
        for piece in Pieces::of(text) {
            while at.len() * STRIDE < piece.end as usize {
                at.push(pieces.len() as u32);
            }
            pieces.push(piece);
        }
        Stream { text, pieces, at }
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
        let start = (stretch.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start + stretch.len();
        if self.text.len() < end {
            return None;
        }
        Some((self.within(start, end)?, start))
    }

    /// The first piece that ends past the bytes that `byte` is counted among.
    fn floor(&self, byte: usize) -> usize {
        let floor = self.at.get(byte / STRIDE);
        floor.map_or(self.pieces.len(), |floor| *floor as usize)
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
            let (end, shape) = word_end(text, start);
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

    #[inline]
    fn next(&mut self) -> Option<Piece> {
        let start = past_blanks(self.text.as_bytes(), self.at)?;
        let (end, shape) = word_end(self.text, start);
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

/// What a byte says of the character it begins: the bytes of a letter or digit, or [`Byte::LOOK`], or nothing.
struct Byte;

impl Byte {
    const LENGTH: u8 = 0x0F;
    /// The next byte tells what it is.
    const LOOK: u8 = 0x10;
    const LETTER: u8 = 0x40;
    const DIGIT: u8 = 0x80;

    /// One look-up a character: a chain of ranges took twice the instructions.
    const KINDS: [u8; 256] = {
        let mut kinds = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            kinds[byte] = match byte as u8 {
                b'a'..=b'z' | b'A'..=b'Z' => Byte::LETTER | 1,
                b'0'..=b'9' => Byte::DIGIT | 1,
                // U+0100 to U+01FF.
                0xC4..=0xC7 => Byte::LETTER | 2,
                0x80.. => Byte::LOOK,
                _ => 0,
            };
            byte += 1;
        }
        kinds
    };

    /// The kind of the character of more than one byte that stands at `at`.
    #[inline]
    fn looked_at(text: &str, at: usize) -> u8 {
        match (text.as_bytes()[at], text.as_bytes().get(at + 1)) {
            // U+1E00 to U+1EFF, and all of U+00C0 to U+00FF but × and ÷: with those of two bytes all of Vietnamese.
            (0xE1, Some(0xB8..=0xBB)) => Byte::LETTER | 3,
            (0xC3, Some(second)) if !matches!(second, 0x97 | 0xB7) => Byte::LETTER | 2,
            _ => Byte::of_char(text[at..].chars().next()),
        }
    }

    #[cold]
    fn of_char(c: Option<char>) -> u8 {
        match c {
            Some(c) if is_letter(c) => Byte::LETTER | c.len_utf8() as u8,
            Some(c) if c.is_numeric() => Byte::DIGIT | c.len_utf8() as u8,
            _ => 0,
        }
    }
}

/// The end of the letters and digits that stand at `start`, and which of them they are.
#[inline]
fn word_end(text: &str, start: usize) -> (usize, Shape) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut seen = 0;
    while let Some(&byte) = bytes.get(at) {
        let mut kind = Byte::KINDS[usize::from(byte)];
        if kind == Byte::LOOK {
            kind = Byte::looked_at(text, at);
        }
        if kind == 0 {
            break;
        }
        seen |= kind;
        at += usize::from(kind & Byte::LENGTH);
    }
    let shape = match (seen & Byte::LETTER != 0, seen & Byte::DIGIT != 0) {
        (true, false) => Shape::Letters,
        (false, true) => Shape::Digits,
        (true, true) => Shape::Mixed,
        (false, false) => Shape::Mark,
    };
    (at, shape)
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
