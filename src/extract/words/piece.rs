//! Single words and marks, in order, with their numbers.

use super::{Class, known};
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
