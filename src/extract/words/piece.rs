//! Single words and marks, in order, with their numbers.

use super::Class;
use super::cue::Cues;
use super::known::{Known, known};
use super::phrases::Opens;
use crate::text::{Shape, WordEnd, is_capital};

/// One word, number or mark.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Piece {
    pub start: u32,
    pub end: u32,
    pub look: Look,
}

impl Piece {
    /// The number of a word that no grammar knows.
    pub const UNKNOWN: u16 = u16::MAX;

    /// True if it is a cue of anything.
    pub fn is_cue(&self) -> bool {
        self.look.cues != Cues::default()
    }
}

/// Reads the pieces of a text one by one.
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    known: &'static Known,
}

impl<'a> Pieces<'a> {
    pub fn of(text: &'a str) -> Pieces<'a> {
        Pieces {
            text,
            at: 0,
            known: known(),
        }
    }

    /// Where the pieces of `text` start and end.
    pub fn places(text: &str) -> impl Iterator<Item = (usize, usize)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = past_blanks(text.as_bytes(), at)?;
            let (_, _, end) = seen(text, start)?;
            at = end;
            Some((start, at))
        })
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    #[inline(always)]
    fn next(&mut self) -> Option<Piece> {
        let (text, bytes, known) = (self.text, self.text.as_bytes(), self.known);
        let mut start = self.at;
        let opening = loop {
            match &known.openings[usize::from(*bytes.get(start)?)] {
                Opening::Blank => start += 1,
                Opening::NoBreak if bytes.get(start + 1) == Some(&0xA0) => start += 2,
                opening => break opening,
            }
        };
        let found = match opening {
            Opening::Mark(look) => Some((start + 1, look)),
            // A full stop; before a letter it may be a point inside a number.
            Opening::Point(look) => {
                matches!(bytes.get(start + 1), None | Some(b' ' | b'\n' | b'.'))
                    .then_some((start + 1, look))
            }
            Opening::Figure => figures(bytes, start),
            Opening::Letter | Opening::Blank | Opening::NoBreak => known.short_word(text, start),
        };
        let unknown;
        let (end, look) = match found {
            Some(found) => found,
            None => {
                let (end, look) = known.word(text, start)?;
                unknown = look;
                (end, &unknown)
            }
        };
        self.at = end;
        Some(Piece {
            start: start as u32,
            end: end as u32,
            look: *look,
        })
    }
}

/// What a byte tells of the piece that it begins.
#[derive(Clone, Copy)]
pub(super) enum Opening {
    /// None.
    Blank,
    /// A no-break space, or another character that begins with the same byte.
    NoBreak,
    /// A mark of ASCII, with its number.
    Mark(Look),
    /// A full stop or a point inside a number or name.
    Point(Look),
    Figure,
    /// Of ASCII, or the first byte of any other character.
    Letter,
}

/// Where a word ends, and its look.
type Found<'a> = (usize, &'a Look);

/// Figures of ASCII, if no letter clings to them.
#[inline(always)]
fn figures(bytes: &[u8], start: usize) -> Option<Found<'static>> {
    const LOOK: &Look = &Look {
        word: Piece::UNKNOWN,
        phrases: Opens::NONE,
        class: Class::Digits,
        shape: Shape::Digits,
        cues: Cues::NUMBER,
    };
    let mut end = start;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    match bytes.get(end) {
        Some(b'a'..=b'z' | b'A'..=b'Z' | 0x80..) => None,
        _ => Some((end, LOOK)),
    }
}

impl Known {
    /// A known word with a blank or most marks behind it.
    #[inline(always)]
    fn short_word(&self, text: &str, start: usize) -> Option<Found<'_>> {
        let eight = text.as_bytes()[start..].first_chunk()?;
        let (word, length) = self.numbers.short_word(eight)?;
        Some((start + length, &self.looks[usize::from(word)]))
    }

    /// What begins with that byte.
    pub(super) fn opening(&self, byte: u8) -> Opening {
        let alone = char::from(byte);
        let found = self.word(alone.encode_utf8(&mut [0; 4]), 0);
        match (byte, found) {
            (b' ' | b'\n' | b'\r', _) => Opening::Blank,
            (0xC2, _) => Opening::NoBreak,
            (b'0'..=b'9', _) => Opening::Figure,
            (b'.', Some((_, look))) => Opening::Point(look),
            (..0x80, Some((_, look))) if look.shape == Shape::Mark => Opening::Mark(look),
            _ => Opening::Letter,
        }
    }

    /// Of any word, number or mark.
    #[inline(never)]
    pub(super) fn word(&self, text: &str, start: usize) -> Option<(usize, Look)> {
        let (shape, class, end) = seen(text, start)?;
        let number = match shape {
            Shape::Digits => None,
            _ => self.numbers.number(&text[start..end]),
        };
        let word = number.map_or(Piece::UNKNOWN, |number| number as u16);
        let (cues, phrases) = match self.looks.get(usize::from(word)) {
            Some(look) => (look.cues, look.phrases),
            // "QuýIV", "QI": the numeral clings to it.
            None if text.as_bytes()[start] == b'Q' => (
                Cues::of_unknown(shape, end - start) | Cues::PERIOD,
                Opens::NONE,
            ),
            None => (Cues::of_unknown(shape, end - start), Opens::NONE),
        };
        Some((
            end,
            Look {
                word,
                phrases,
                class,
                shape,
                cues,
            },
        ))
    }
}

/// What a word, number or mark is by itself: eight bytes, which are copied as one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(8))]
pub(in crate::extract) struct Look {
    /// Its number among the words that a grammar knows.
    pub word: u16,
    /// Which phrases begin with it.
    pub(super) phrases: Opens,
    /// A name, a small word, digits, a mark.
    pub class: Class,
    pub shape: Shape,
    /// What it is a cue of.
    pub cues: Cues,
}

impl Look {
    /// Of a known word that is a cue of that and begins those phrases; `None` of what is more than one word, or figures,
    /// which have no number.
    pub(super) fn of((number, word): (u16, &str), (cues, phrases): (Cues, Opens)) -> Option<Look> {
        let (shape, class, end) = seen(word, 0)?;
        let cues = match shape {
            Shape::Digits => return None,
            Shape::Mixed => Cues::ANY,
            Shape::Letters | Shape::Mark => cues,
        };
        (end == word.len()).then_some(Look {
            word: number,
            phrases,
            class,
            shape,
            cues,
        })
    }
}

/// What stands at byte `start`, and where it ends.
#[inline(always)]
fn seen(text: &str, start: usize) -> Option<(Shape, Class, usize)> {
    let word = WordEnd::of(text, start);
    let shape = word.shape();
    Some(match shape {
        Shape::Mark => {
            let (end, class) = mark(text, start)?;
            (shape, class, end)
        }
        Shape::Digits => (shape, Class::Digits, word.at),
        Shape::Letters | Shape::Mixed => (shape, word_class(text, start, shape), word.at),
    })
}

fn mark(text: &str, start: usize) -> Option<(usize, Class)> {
    let mark = text[start..].chars().next()?;
    let class = match mark {
        '.' if is_inside_number(text, start) => Class::Small,
        mark => mark_class(mark),
    };
    Some((start + mark.len_utf8(), class))
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
    let after = text[dot + 1..].chars().next();
    let before = || text[..dot].chars().next_back();
    after.is_some_and(char::is_alphanumeric) && before().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every piece is what the general reading finds there, and only blanks stand between.
    #[track_caller]
    fn check(text: &str) {
        let mut past = 0;
        for piece in Pieces::of(text) {
            let (start, end) = (piece.start as usize, piece.end as usize);
            let mut between = text[past..start].chars();
            assert!(between.all(is_blank), "{text:?} before {start}");
            let found = known().word(text, start);
            assert_eq!(found, Some((end, piece.look)), "{text:?} at {start}");
            past = end;
        }
        assert!(text[past..].chars().all(is_blank), "{text:?}");
    }

    fn is_blank(c: char) -> bool {
        matches!(c, ' ' | '\n' | '\r' | '\u{A0}')
    }

    #[test]
    fn a_first_byte_tells_no_other_piece_than_all_of_them() {
        check("Sở Nội vụ, ngày 02/02/2021: 12.30 giờ, 15th, 2², ½, QuýIV; 6tháng…");
        check("1.234.567 đồng\r\n\u{A0}§ 5\u{A0}° TP.HCM. Điều 3.\tsố21 “x”... 30c/NQ-CP");
        for c in '\0'..='\u{2FFF}' {
            check(&format!("{c} 1{c} {c}1 số{c}. {c}.{c} Sở {c}số một hai ba"));
        }
    }
}
