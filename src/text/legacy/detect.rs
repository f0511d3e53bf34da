//! Which charset a text was typed in, by the words that become syllables.

use super::{Charset, Face, decode};
use crate::text::is_syllable;

/// Words that must become syllables before a charset is believed: one may by chance, and a plan
/// in which fewer are written with marks is one line long.
const GAINED_MIN: usize = 3;

/// Words looked at: three pages say what three hundred say.
const WORDS_MAX: usize = 2_000;

/// What decoding does to the words of a text that are not ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Became syllables.
    pub gained: usize,
    /// Were syllables and are no more.
    pub lost: usize,
    /// Are syllables neither way: names, signs, codes.
    pub left: usize,
}

impl Balance {
    /// Weighs each word of `text` as it stands and as `charset` reads it. Words of one letter say
    /// nothing: "©" and "½" are one in several charsets.
    pub fn of(text: &str, charset: Charset) -> Balance {
        let mut balance = Balance::default();
        for word in words(text).take(WORDS_MAX) {
            let after = decode(word, charset, Face::Plain);
            match (is_word(word), is_word(&after)) {
                _ if after.chars().nth(1).is_none() => {}
                (false, true) => balance.gained += 1,
                (true, false) => balance.lost += 1,
                (false, false) if after.chars().any(char::is_alphabetic) => balance.left += 1,
                _ => {}
            }
        }
        balance
    }

    pub fn add(&mut self, other: Balance) {
        self.gained += other.gained;
        self.lost += other.lost;
        self.left += other.left;
    }

    /// Share of the words in question that reading them so made syllables, 0 to 1.
    pub fn confidence(self) -> f32 {
        let all = self.gained + self.lost + self.left;
        self.gained as f32 / all.max(1) as f32
    }

    fn is_convincing(self) -> bool {
        GAINED_MIN <= self.gained && 4 * self.lost <= self.gained && self.left <= self.gained
    }
}

/// A charset with how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detected {
    pub charset: Charset,
    pub confidence: f32,
}

/// The charset that makes most words syllables; `None` for text that reads as it stands.
pub fn detect(text: &str) -> Option<Detected> {
    let is_long = || words(text).nth(GAINED_MIN - 1).is_some();
    if text.is_ascii() || is_unicode(text) || !is_long() {
        return None;
    }
    let weighed = Charset::ALL.map(|charset| (charset, Balance::of(text, charset)));
    let convincing = weighed
        .into_iter()
        .filter(|(_, balance)| balance.is_convincing());
    // The first of equals: `max_by_key` would take the last.
    let best = convincing.rev().max_by_key(|(_, balance)| {
        balance
            .gained
            .saturating_sub(2 * balance.lost + balance.left / 2)
    });
    best.map(|(charset, balance)| Detected {
        charset,
        confidence: balance.confidence(),
    })
}

/// True if a letter stands in the text that no reading as Windows-1252 gives: Vietnamese in Unicode.
pub fn is_unicode(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(
            c,
            'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
        ) || ('\u{1EA0}'..='\u{1EF9}').contains(&c)
            || matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
    })
}

/// Words that hold a letter that is not ASCII.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    words.filter(|word| !word.is_ascii())
}

fn is_word(word: &str) -> bool {
    is_syllable(word.trim_matches(|c: char| !c.is_alphanumeric()))
}
