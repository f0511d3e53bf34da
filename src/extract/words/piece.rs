//! Single words and marks, in order, with their numbers.

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
    /// Letters and nothing else.
    pub is_syllable: bool,
}

impl Piece {
    /// The number of a word that no grammar knows.
    pub const UNKNOWN: u16 = u16::MAX;
}

/// The pieces of a whole text.
pub(in crate::extract) struct Stream<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
}

impl<'a> Stream<'a> {
    pub const EMPTY: Stream<'static> = Stream {
        text: "",
        pieces: Vec::new(),
    };

    pub fn read(text: &'a str) -> Stream<'a> {
        /// Bytes of a word with the blank after it, no more than usual.
        const WORD: usize = 4;
        let mut pieces = Vec::with_capacity(text.len() / WORD);
        pieces.extend(Pieces::of(text));
        Stream { text, pieces }
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

    /// The pieces of the bytes `start..end`; `None` if a piece would be another if they stood alone: cut in two, or a
    /// point at the edge that is no full stop only by what stands beyond.
    pub fn within(&self, start: usize, end: usize) -> Option<&[Piece]> {
        let from = self.pieces.partition_point(|it| it.end as usize <= start);
        let rest = &self.pieces[from..];
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
            let (length, _) = word_length(text, start);
            let mark = || text[start..].chars().next().map_or(1, char::len_utf8);
            at = start + if length == 0 { mark() } else { length };
            Some((start, at))
        })
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let start = past_blanks(self.text.as_bytes(), self.at)?;
        let (mut length, is_syllable) = word_length(self.text, start);
        let class = if length == 0 {
            let mark = self.text[start..].chars().next()?;
            length = mark.len_utf8();
            match mark {
                '.' if is_inside_number(self.text, start) => Class::Small,
                mark => mark_class(mark),
            }
        } else {
            word_class(self.text, start)
        };
        self.at = start + length;
        let number = self.numbers.number(&self.text[start..self.at]);
        Some(Piece {
            start: start as u32,
            end: self.at as u32,
            word: number.map_or(Piece::UNKNOWN, |number| number as u16),
            class,
            is_syllable,
        })
    }
}

fn past_blanks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += match bytes.get(at)? {
            b' ' | b'\n' | b'\r' => 1,
            0xC2 if bytes.get(at + 1) == Some(&0xA0) => 2,
            _ => return Some(at),
        };
    }
}

/// Bytes of the letters and digits that stand at `start`, and whether all are letters.
fn word_length(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut is_syllable = true;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => at += 1,
            b'0'..=b'9' => {
                is_syllable = false;
                at += 1;
            }
            0..0x80 => break,
            // Latin letters up to U+01FF but × and ÷, and U+1E00 to U+1EFF: all of Vietnamese.
            0xC3 if !matches!(bytes.get(at + 1), Some(0x97 | 0xB7)) => at += 2,
            0xC4..=0xC7 => at += 2,
            0xE1 if matches!(bytes.get(at + 1), Some(0xB8..=0xBB)) => at += 3,
            _ => match text[at..].chars().next() {
                Some(c) if is_letter(c) => at += c.len_utf8(),
                Some(c) if c.is_numeric() => {
                    is_syllable = false;
                    at += c.len_utf8();
                }
                _ => break,
            },
        }
    }
    (at - start, is_syllable && start < at)
}

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
