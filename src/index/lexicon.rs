//! The spellings of a segment that is being gathered, each by a number.
//!
//! Told by numbers, what a text says is a row of four bytes a word: lists of texts are then made by
//! counting and placing, where the engine hashes every word of every text for each of three fields.

use std::collections::HashMap;

use super::analyzer::Spelling;
use crate::text::QuickHash;

/// The number of a word as it is spelled with its marks, within one segment.
pub(super) type Word = u32;

/// Bytes of a written form that is looked up as one number; the longest syllable, "nghiêng", has 13 when
/// its marks stand apart.
const SHORT_BYTES: usize = 15;
/// Bytes that a spelling takes beside its letters, in the tables below.
const ENTRY_BYTES: usize = 96;

/// Every spelling met, with its marks and without.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// What was written, however it was; none where nothing of it is a word.
    short: HashMap<u128, Option<Word>, QuickHash>,
    long: HashMap<String, Option<Word>, QuickHash>,
    exact: Numbered,
    folded: Numbered,
    /// For each spelling with marks the number of the one without.
    folded_of: Vec<u32>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct Numbered {
    numbers: HashMap<String, u32, QuickHash>,
    names: Vec<String>,
}

impl Lexicon {
    pub fn number(&mut self, written: &str) -> Option<Word> {
        let known = match short(written) {
            Some(short) => self.short.get(&short),
            None => self.long.get(written),
        };
        match known {
            Some(known) => *known,
            None => self.learn(written),
        }
    }

    fn learn(&mut self, written: &str) -> Option<Word> {
        let Spelling { exact, folded } = Spelling::of(written);
        self.bytes += written.len() + exact.len() + folded.len() + ENTRY_BYTES;
        let word = (!exact.is_empty()).then(|| {
            let word = self.exact.number(exact);
            if word as usize == self.folded_of.len() {
                self.folded_of.push(self.folded.number(folded));
            }
            word
        });
        match short(written) {
            Some(short) => self.short.insert(short, word),
            None => self.long.insert(written.to_owned(), word),
        };
        word
    }

    /// Of the word without its marks.
    pub fn folded(&self, word: Word) -> u32 {
        self.folded_of[word as usize]
    }

    /// With their marks, by their numbers.
    pub fn exact_names(&self) -> &[String] {
        &self.exact.names
    }

    /// Without their marks, by their numbers.
    pub fn folded_names(&self) -> &[String] {
        &self.folded.names
    }

    /// About what it takes in memory.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The bytes of a short word with how many they are, as one number.
fn short(written: &str) -> Option<u128> {
    let mut bytes = [0; SHORT_BYTES + 1];
    bytes
        .get_mut(..written.len())
        .filter(|part| part.len() <= SHORT_BYTES)?
        .copy_from_slice(written.as_bytes());
    bytes[SHORT_BYTES] = written.len() as u8;
    Some(u128::from_le_bytes(bytes))
}

impl Numbered {
    fn number(&mut self, name: String) -> u32 {
        if let Some(known) = self.numbers.get(&name) {
            return *known;
        }
        let number = self.names.len() as u32;
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_spelling_are_one_word() {
        let mut lexicon = Lexicon::default();
        let words = ["hòa", "Hoà", "hoa", "HÒA", "hoa"].map(|written| lexicon.number(written));
        assert_eq!(words, [Some(0), Some(0), Some(1), Some(0), Some(1)]);
        assert_eq!((lexicon.folded(0), lexicon.folded(1)), (0, 0));
        assert_eq!(lexicon.exact_names(), ["hòa", "hoa"]);
        assert_eq!(lexicon.folded_names(), ["hoa"]);
        let long = ["a".repeat(15), "a".repeat(16), "a".repeat(15)];
        let long = long.map(|written| lexicon.number(&written));
        assert_eq!(long, [Some(2), Some(3), Some(2)]);
    }
}
