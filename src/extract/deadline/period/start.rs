//! Where a period may start, told by its first word and a few bytes: most digits of a plan are of no date, and asking
//! the forms at each of them took longer than all other reading of a deadline.

use std::ops::Range;

use crate::extract::words::{Cues, Piece, Said, Shape};

/// The places of a stretch where a period may start, in order.
pub(super) struct Starts<'a, Words> {
    text: &'a str,
    /// The words that may be the first of a period, or hold it, still to be looked at.
    words: Words,
    word: Range<usize>,
}

pub(super) fn starts<'a>(said: &'a Said) -> Starts<'a, impl Iterator<Item = Range<usize>>> {
    let words = said.cued(Cues::PERIOD | Cues::NUMBER);
    // In one known word no other begins; "QuýIV" and "6tháng" are several.
    let openings = words.map(|(cued, place)| match cued.look.shape {
        Shape::Letters if cued.look.word != Piece::UNKNOWN => place.start..place.start + 1,
        _ => place,
    });
    Starts {
        text: said.text,
        words: openings,
        word: 0..1.min(said.text.len()),
    }
}

impl<Words: Iterator<Item = Range<usize>>> Starts<'_, Words> {
    /// The next byte from `at` on where a period may start: a digit, or one of its words. No `at` is smaller than the
    /// one before.
    pub fn next(&mut self, at: usize) -> Option<usize> {
        if at == 0 && may_open(self.text) {
            return Some(0);
        }
        loop {
            let mut place = self.word.start.max(at)..self.word.end;
            let found = place.find(|at| begins(self.text.as_bytes(), *at));
            if found.is_some() {
                return found;
            }
            self.word = self.words.next()?;
        }
    }
}

/// True if a text may begin with a period that none holds inside: "2021 - 2025", "20-25/3", "Ngày mùng 5 tháng 1".
fn may_open(text: &str) -> bool {
    let first = text.trim_start().bytes().next();
    matches!(first, Some(b'0'..=b'9' | b'N' | b'n'))
}

/// True if a period may start at byte `at`, by the bytes that follow.
fn begins(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at + 1..];
    match bytes[at] {
        b'0'..=b'9' => begins_day(&bytes[at..]),
        b'N' | b'n' => match rest.first() {
            Some(b'g') => past(rest, "gày").is_some_and(is_number_next),
            Some(b'h') => past(rest, "hiệm").is_some(),
            _ => past(rest, "ăm").is_some_and(|rest| is_number_next(rest) || is_next(rest, b'h')),
        },
        b'T' | b't' => match rest.first() {
            Some(b'h') => past(rest, "háng").is_some_and(is_number_next),
            Some(next) if next.is_ascii() => next.is_ascii_digit(),
            _ => past(rest, "ừ").is_some_and(|rest| is_next(rest, b'n')),
        },
        b'Q' => matches!(rest.first(), Some(b'u' | b'.' | b'I' | b'1'..=b'4')),
        b'q' => rest.first() == Some(&b'u'),
        b'S' | b's' => past(rest, "áu").is_some_and(|rest| is_next(rest, b't')),
        b'C' | b'c' => match rest.first() {
            Some(b'h') => past(rest, "hín").is_some_and(|rest| is_next(rest, b't')),
            _ => past(rest, "uối").is_some(),
        },
        b'G' | b'g' => past(rest, "iữa").is_some() || past(rest, "iai").is_some(),
        0xC4 => {
            let here = &bytes[at..];
            past(here, "Đầu").is_some()
                || past(here, "đầu").is_some()
                || past(here, "đến").is_some_and(is_number_next)
                || past(here, "Đến").is_some_and(is_number_next)
        }
        _ => false,
    }
}

#[inline(always)]
fn past<'a>(bytes: &'a [u8], word: &str) -> Option<&'a [u8]> {
    bytes.strip_prefix(word.as_bytes())
}

/// "31/12", "31 - 12", "6 tháng": not more than two digits, and what makes them a day or a count of months.
fn begins_day(bytes: &[u8]) -> bool {
    let digits = bytes
        .iter()
        .take(3)
        .take_while(|byte| byte.is_ascii_digit());
    let rest = &bytes[digits.count()..];
    [b'/', b'.', b'-', b't']
        .iter()
        .any(|mark| is_next(rest, *mark))
}

fn is_number_next(rest: &[u8]) -> bool {
    let next = past_blanks(rest);
    next.is_some_and(|next| next.is_ascii_digit() || !next.is_ascii())
}

/// True if `wanted` stands past the blanks; what is no ASCII may be a blank.
fn is_next(rest: &[u8], wanted: u8) -> bool {
    past_blanks(rest).is_some_and(|next| next == wanted || !next.is_ascii())
}

fn past_blanks(rest: &[u8]) -> Option<u8> {
    let mut bytes = rest.iter().copied();
    bytes.find(|byte| !byte.is_ascii_whitespace() && *byte != 0x0B)
}
