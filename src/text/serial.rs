//! The serial of a number: digits, sometimes decimals, sometimes a letter.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::fold::fold;
use super::repair::look_alike;

/// Digits of a serial. The largest in a register of 4,056 has five; a phone number has ten.
const SERIAL_DIGITS_MAX: usize = 6;
/// `21`, `30c`, `1249a`, `66.18`. Compares without leading zeros, prints as written.
#[derive(Clone, Debug)]
pub struct Serial(String);

impl Serial {
    /// Reads `021`, `30c`, `02.06`. None for no digit, more than one letter, or all zeros.
    pub fn parse(text: &str) -> Option<Serial> {
        let (serial, rest) = Serial::prefix(text.trim())?;
        rest.is_empty().then_some(serial)
    }

    pub fn as_written(&self) -> &str {
        &self.0
    }

    /// Without leading zeros, in lower case, a Cyrillic А as the Latin it looks like: `01A` → `1a`.
    pub fn key(&self) -> String {
        let mut latin = String::with_capacity(self.0.len());
        for c in self.0.trim_start_matches('0').chars() {
            match look_alike(c) {
                Some(meant) => latin.push_str(meant),
                None => latin.push(c),
            }
        }
        fold(&latin)
    }

    /// The serial at the start of `text`, and what follows it.
    pub(super) fn prefix(text: &str) -> Option<(Serial, &str)> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mut end = digits;
        while let Some(more) = decimals(&text[end..]) {
            end += more;
        }
        let mut rest = text[end..].chars();
        let letter = rest.next().filter(|c| c.is_alphabetic());
        let alone = !rest.next().is_some_and(char::is_alphabetic);
        if alone && let Some(letter) = letter {
            end += letter.len_utf8();
        }
        let possible = (1..=SERIAL_DIGITS_MAX).contains(&digits)
            && text[..end].contains(|c: char| ('1'..='9').contains(&c));
        possible.then(|| (Serial(text[..end].to_owned()), &text[end..]))
    }
}

/// Bytes of a decimal part: `.18` of `66.18`.
fn decimals(text: &str) -> Option<usize> {
    let digits = text.strip_prefix('.')?;
    let len = digits.len()
        - digits
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    (0 < len).then_some(1 + len)
}

impl PartialEq for Serial {
    fn eq(&self, other: &Serial) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Serial {}

impl Hash for Serial {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Ord for Serial {
    /// By value, then by letter: 9, 10, 10a, 10b.
    fn cmp(&self, other: &Serial) -> Ordering {
        let rank = |serial: &Serial| {
            let key = serial.key();
            let digits = key.len() - key.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            (digits, key)
        };
        rank(self).cmp(&rank(other))
    }
}

impl PartialOrd for Serial {
    fn partial_cmp(&self, other: &Serial) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
