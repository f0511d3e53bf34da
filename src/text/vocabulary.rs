//! Words known beforehand, numbered. Every word of every document is asked for, most have no more than eight bytes, and
//! eight bytes are one number to a processor: such a word is looked up by one multiplication and one comparison.

use std::collections::HashMap;
use std::num::NonZero;

use super::QuickHash;

/// Words of one vocabulary; the largest, that of the names of places, has 4,000.
const WORDS_MAX: usize = u16::MAX as usize;

/// Words by their number.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: Vec<Box<str>>,
    /// Words of up to eight bytes.
    short: Table<u64>,
    /// Those of up to sixteen: syllables have at most eleven.
    long: Table<u128>,
    others: HashMap<Box<str>, u16, QuickHash>,
}

impl Vocabulary {
    /// The number of `word`, which is given one if it has none.
    pub fn add(&mut self, word: &str) -> u32 {
        if let Some(known) = self.number(word) {
            return known;
        }
        assert!(self.words.len() < WORDS_MAX, "more words than numbers");
        let number = self.words.len() as u16;
        self.words.push(word.into());
        match word.len() {
            1..=8 => self.short.add(eight(word.as_bytes()), number),
            9..=16 => self.long.add(sixteen(word.as_bytes()), number),
            _ => {
                self.others.insert(word.into(), number);
            }
        }
        u32::from(number)
    }

    /// Every word, by its number.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(AsRef::as_ref)
    }

    #[inline]
    pub fn number(&self, word: &str) -> Option<u32> {
        let number = match word.len() {
            1..=8 => self.short.number(eight(word.as_bytes())),
            9..=16 => self.long.number(sixteen(word.as_bytes())),
            _ => self.others.get(word).copied(),
        };
        number.map(u32::from)
    }

    /// The known word that begins a text which goes on for eight bytes, and its length, if it has less than that and a
    /// blank or a mark below the digits of ASCII stands behind it: none of its letters is looked at.
    #[inline(always)]
    pub fn short_word(&self, text: &[u8; 8]) -> Option<(u16, usize)> {
        let text = u64::from_le_bytes(*text);
        let ends = below_digits(text);
        // Without an end in sight all bytes are the word's, and more may be.
        let bits = NonZero::new(ends)?.trailing_zeros();
        // All bits below the first end: those of its byte but the highest are shifted out.
        let word = text & (((ends & ends.wrapping_neg()) >> 7) - 1);
        Some((self.short.number(word)?, bits as usize / 8))
    }
}

/// The high bit of each byte below `0`, of all eight at once: bytes below 0x80 carry nothing into the next.
#[inline(always)]
fn below_digits(eight: u64) -> u64 {
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    const TO_HIGH: u64 = u64::from_le_bytes([0x80 - b'0'; 8]);
    !(((eight & !HIGH) + TO_HIGH) | eight) & HIGH
}

/// Words as numbers of so many bytes, the first of them the lowest, and what they are numbered. No byte of a word is 0,
/// so its length tells itself.
#[derive(Debug, Default)]
struct Table<K> {
    /// Open addressing; a power of two, and at least twice as many as there are words.
    slots: Vec<(K, u16)>,
    words: usize,
    /// Bits of a hash that are not its place among the slots.
    shift: u32,
}

/// A word as a number; 0 where there is none.
trait Key: Copy + Default + PartialEq {
    fn hash(self) -> u64;
}

/// Odd, and without a pattern in its bits.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key for u64 {
    #[inline]
    fn hash(self) -> u64 {
        self.wrapping_mul(FACTOR)
    }
}

impl Key for u128 {
    #[inline]
    fn hash(self) -> u64 {
        ((self as u64) ^ ((self >> 64) as u64).rotate_left(29)).wrapping_mul(FACTOR)
    }
}

impl<K: Key> Table<K> {
    #[inline(always)]
    fn number(&self, word: K) -> Option<u16> {
        // The high bits of the product, which depend on all of the word.
        let mut at = (word.hash() >> self.shift) as usize;
        loop {
            let &(known, number) = self.slots.get(at)?;
            if known == K::default() {
                return None;
            }
            if known == word {
                return Some(number);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn add(&mut self, word: K, number: u16) {
        self.words += 1;
        if self.slots.len() < 2 * self.words {
            let size = (4 * self.words).next_power_of_two();
            self.shift = u64::BITS - size.ilog2();
            let slots = std::mem::replace(&mut self.slots, vec![(K::default(), 0); size]);
            let words = slots.into_iter().filter(|(word, _)| *word != K::default());
            words.for_each(|(word, number)| self.place(word, number));
        }
        self.place(word, number);
    }

    fn place(&mut self, word: K, number: u16) {
        let mut at = (word.hash() >> self.shift) as usize;
        while self.slots[at].0 != K::default() {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (word, number);
    }
}

/// A word of up to eight bytes.
#[inline]
fn eight(word: &[u8]) -> u64 {
    let read = |four: Option<&[u8; 4]>| four.map_or(0, |four| u32::from_le_bytes(*four));
    match word.len() {
        0 => 0,
        // Bytes that are read twice are the same both times.
        length @ 1..4 => {
            let byte = |at: usize| u64::from(word[at]) << (8 * at);
            byte(0) | byte(length / 2) | byte(length - 1)
        }
        length => {
            let (first, last) = (read(word.first_chunk()), read(word.last_chunk()));
            u64::from(first) | u64::from(last) << (8 * (length - 4))
        }
    }
}

/// A word of eight to sixteen bytes.
#[inline]
fn sixteen(word: &[u8]) -> u128 {
    let read = |eight: Option<&[u8; 8]>| eight.map_or(0, |eight| u64::from_le_bytes(*eight));
    let (first, last) = (read(word.first_chunk()), read(word.last_chunk()));
    u128::from(first) | u128::from(last) << (8 * (word.len() - 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_added_is_found_by_its_number() {
        let mut vocabulary = Vocabulary::default();
        assert_eq!(vocabulary.number("sở"), None);
        let words: Vec<String> = (0..3_000)
            .map(|at| "từ".repeat(at % 9) + &at.to_string())
            .collect();
        for (at, word) in words.iter().enumerate() {
            assert_eq!(vocabulary.add(word), at as u32);
        }
        for (at, word) in words.iter().enumerate() {
            assert_eq!(vocabulary.number(word), Some(at as u32), "{word}");
            assert_eq!(vocabulary.add(word), at as u32);
            for mark in [" ", ", ", ":", "ở"] {
                let text = format!("{word}{mark}bao nhiêu");
                let found = vocabulary.short_word(text.as_bytes().first_chunk().unwrap());
                let is_seen = word.len() < 8 && !matches!(mark, ":" | "ở");
                assert_eq!(found, is_seen.then_some((at as u16, word.len())), "{text}");
            }
        }
        assert_eq!(vocabulary.number("từ"), None);
        assert_eq!(vocabulary.number(""), None);
        assert_eq!(vocabulary.short_word(b" kem the"), None);
    }

    #[test]
    fn eight_bytes_at_once_are_told_apart_as_one_by_one() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut eight = *b"ngay10\xE1\xBB";
                eight[at] = byte;
                let ends = below_digits(u64::from_le_bytes(eight));
                let expected = if byte < b'0' { 0x80 << (8 * at) } else { 0 };
                assert_eq!(ends, expected, "{byte} {at}");
            }
        }
    }
}
