//! Words known beforehand, numbered. Every word of every document is asked for, and few are known: a look-up reads
//! the ends of the word, and as a rule one place of the table.

/// Words of one vocabulary; the largest, that of the clauses that assign work, has 900.
const WORDS_MAX: usize = u16::MAX as usize;

/// Words by their number.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: Vec<Box<str>>,
    /// A part of a word's hash, and its number plus one; 0 where there is none. Small, to stay close to the processor.
    slots: Vec<(u16, u16)>,
}

impl Vocabulary {
    /// The number of `word`, which is given one if it has none.
    pub fn add(&mut self, word: &str) -> u32 {
        if let Some(known) = self.number(word) {
            return known;
        }
        assert!(self.words.len() < WORDS_MAX, "more words than numbers");
        self.words.push(word.into());
        if self.slots.len() < 4 * self.words.len() {
            self.grow();
        } else {
            self.place(self.words.len() - 1);
        }
        self.words.len() as u32 - 1
    }

    pub fn number(&self, word: &str) -> Option<u32> {
        let hash = hash(word.as_bytes());
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            let &(tag, next) = self.slots.get(at)?;
            let number = next.checked_sub(1)?;
            if tag == (hash >> 48) as u16 && *self.words[number as usize] == *word {
                return Some(u32::from(number));
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (8 * self.words.len()).next_power_of_two();
        self.slots = vec![(0, 0); size];
        (0..self.words.len()).for_each(|number| self.place(number));
    }

    fn place(&mut self, number: usize) {
        let hash = hash(self.words[number].as_bytes());
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].1 != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = ((hash >> 48) as u16, number as u16 + 1);
    }
}

/// Of the first and the last eight bytes, which tell almost all words apart.
fn hash(word: &[u8]) -> u64 {
    let length = word.len();
    let eight = |at: usize| -> u64 {
        let bytes = word[at..at + 8].try_into().unwrap_or_default();
        u64::from_le_bytes(bytes)
    };
    let four = |at: usize| -> u64 {
        let bytes = word[at..at + 4].try_into().unwrap_or_default();
        u64::from(u32::from_le_bytes(bytes))
    };
    let (first, last) = match length {
        0 => (0, 0),
        1..4 => {
            let byte = |at: usize| u64::from(word[at]);
            (byte(0) | byte(length / 2) << 8, byte(length - 1))
        }
        4..8 => (four(0), four(length - 4)),
        _ => (eight(0), eight(length - 8)),
    };
    let mixed = (first ^ length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ mixed >> 29 ^ last.rotate_left(17)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ mixed >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_added_is_found_by_its_number() {
        let mut vocabulary = Vocabulary::default();
        assert_eq!(vocabulary.number("sở"), None);
        let words: Vec<String> = (0..3_000).map(|at| format!("từ{at}")).collect();
        for (at, word) in words.iter().enumerate() {
            assert_eq!(vocabulary.add(word), at as u32);
        }
        for (at, word) in words.iter().enumerate() {
            assert_eq!(vocabulary.number(word), Some(at as u32), "{word}");
            assert_eq!(vocabulary.add(word), at as u32);
        }
        assert_eq!(vocabulary.number("từ"), None);
        assert_eq!(vocabulary.number(""), None);
    }
}
