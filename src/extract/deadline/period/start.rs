//! Where a period may start, told by its first word and a few bytes: most digits of a plan are of no date, and asking
//! the forms at each of them took longer than all other reading of a deadline.

use super::super::Said;
use crate::extract::words::{Cues, Piece, known};

/// The places of a stretch where a period may start, in order.
pub(super) struct Starts<'a> {
    said: Said<'a>,
    /// What is still to be looked at.
    pieces: &'a [Piece],
    /// The cues of every known word.
    table: &'static [Cues],
}

impl<'a> Starts<'a> {
    pub fn of(said: Said<'a>) -> Starts<'a> {
        Starts {
            said,
            pieces: said.pieces,
            table: &known().cues,
        }
    }

    /// The next byte from `at` on where a period may start: at a digit, or at one of its words. No `at` is smaller than
    /// the one before.
    pub fn next(&mut self, at: usize) -> Option<usize> {
        let Said { text, start, .. } = self.said;
        if at == 0 && !text.is_empty() {
            return Some(0);
        }
        while let Some((piece, rest)) = self.pieces.split_first() {
            let place = (piece.start as usize - start).max(at)..piece.end as usize - start;
            if !place.is_empty() && is_first(piece, text.as_bytes()[place.start], self.table) {
                let found = place.into_iter().find(|at| begins(text.as_bytes(), *at));
                if found.is_some() {
                    return found;
                }
            }
            self.pieces = rest;
        }
        None
    }
}

/// True if the first word of a period may be `piece`, whose first byte is `first`: "Quý", and "QuýIV" where a blank was
/// lost.
#[inline]
fn is_first(piece: &Piece, first: u8, table: &[Cues]) -> bool {
    piece.cues_by(table).has(Cues::PERIOD | Cues::NUMBER) || matches!(first, b'Q' | b'q')
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
        b'C' | b'c' => past(rest, "hín").is_some_and(|rest| is_next(rest, b't')),
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
