//! Single words and marks, in order, with their numbers.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Class, known};
use crate::text::{Vocabulary, is_letter};

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
    /// Where the last stretch was found: most are asked for in reading order, and again.
    near: AtomicUsize,
}

impl<'a> Stream<'a> {
    pub const EMPTY: Stream<'static> = Stream {
        text: "",
        pieces: Vec::new(),
        near: AtomicUsize::new(0),
    };

    pub fn read(text: &'a str) -> Stream<'a> {
        /// Bytes of a word with the blank after it, no more than usual.
        const WORD: usize = 4;
        let mut pieces = Vec::with_capacity(text.len() / WORD);
        pieces.extend(Pieces::of(text));
        Stream {
            text,
            pieces,
            near: AtomicUsize::new(0),
        }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
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

    /// The first piece that ends past byte `start`.
    fn first_past(&self, start: usize) -> usize {
        let is_before = |it: &Piece| it.end as usize <= start;
        let mut floor = self.near.load(Ordering::Relaxed);
        if !self.pieces[..floor].last().is_none_or(is_before) {
            floor = 0;
        }
        let rest = &self.pieces[floor..];
        let mut reach = 1;
        while rest.get(reach).is_some_and(is_before) {
            reach *= 2;
        }
        let found = floor + rest[..rest.len().min(reach)].partition_point(is_before);
        self.near.store(found, Ordering::Relaxed);
        found
    }

    /// The pieces of the bytes `start..end`; `None` if a piece would be another if they stood alone: cut in two, or a
    /// point at the edge that is no full stop only by what stands beyond.
    pub fn within(&self, start: usize, end: usize) -> Option<&[Piece]> {
        let from = self.first_past(start);
        let rest = &self.pieces[from..];
        // Every piece has a byte.
        let rest = &rest[..rest.len().min(end - start)];
        let pieces = &rest[..rest.partition_point(|it| (it.start as usize) < end)];
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
            _ => (end, word_class(self.text, start)),
        };
        self.at = end;
        let word = match shape {
            Shape::Digits => None,
            _ => self.numbers.number(&self.text[start..end]),
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

/// The end of the letters and digits that stand at `start`, and which of them they are.
#[inline]
fn word_end(text: &str, start: usize) -> (usize, Shape) {
    let bytes = text.as_bytes();
    let mut at = start;
    let (mut letters, mut digits) = (false, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => (letters, at) = (true, at + 1),
            b'0'..=b'9' => (digits, at) = (true, at + 1),
            0..0x80 => break,
            // Latin letters up to U+01FF but × and ÷, and U+1E00 to U+1EFF: all of Vietnamese.
            0xC3 if !matches!(bytes.get(at + 1), Some(0x97 | 0xB7)) => {
                (letters, at) = (true, at + 2);
            }
            0xC4..=0xC7 => (letters, at) = (true, at + 2),
            0xE1 if matches!(bytes.get(at + 1), Some(0xB8..=0xBB)) => {
                (letters, at) = (true, at + 3);
            }
            _ => match text[at..].chars().next() {
                Some(c) if is_letter(c) => (letters, at) = (true, at + c.len_utf8()),
                Some(c) if c.is_numeric() => (digits, at) = (true, at + c.len_utf8()),
                _ => break,
            },
        }
    }
    let shape = match (letters, digits) {
        (true, false) => Shape::Letters,
        (false, true) => Shape::Digits,
        (true, true) => Shape::Mixed,
        (false, false) => Shape::Mark,
    };
    (at, shape)
}

#[inline]
fn word_class(text: &str, start: usize) -> Class {
    let first = match text.as_bytes()[start] {
        b'a'..=b'z' => return Class::Small,
        b'A'..=b'Z' => return Class::Name,
        b'0'..=b'9' => return Class::Digits,
        _ => text[start..].chars().next(),
    };
    match first {
        Some(c) if c.is_numeric() => Class::Digits,
        Some(c) if c.is_uppercase() => Class::Name,
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
