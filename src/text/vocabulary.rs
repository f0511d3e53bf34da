//! Words known beforehand, numbered. Every word of every document is asked for, and few are known: a look-up reads
//! the ends of the word, and as a rule one place of the table.

/// Words of one vocabulary; the largest, that of the clauses that assign work, has 900.
const WORDS_MAX: usize = u16::MAX as usize;

/// Words by their number.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: Vec<Box<str>>,
    /// What tells each word from the others.
    ends: Vec<Ends>,
    /// A part of a word's hash, and its number plus one; 0 where there is none. Small, to stay close to the processor.
    slots: Vec<(u16, u16)>,
}

/// The first and, of a longer one, the last eight bytes of a word and its length: all of a word of sixteen bytes, and
/// syllables have at most eleven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ends {
    first: u64,
    last: u64,
    length: usize,
}

/// Bytes of a word that its ends hold.
const WHOLE_MAX: usize = 16;

impl Vocabulary {
    /// The number of `word`, which is given one if it has none.
    pub fn add(&mut self, word: &str) -> u32 {
        if let Some(known) = self.number(word) {
            return known;
        }
        assert!(self.words.len() < WORDS_MAX, "more words than numbers");
        self.words.push(word.into());
        self.ends.push(Ends::of(word.as_bytes()));
        if self.slots.len() < 4 * self.words.len() {
            self.grow();
        } else {
            self.place(self.words.len() - 1);
        }
        self.words.len() as u32 - 1
    }

    pub fn number(&self, word: &str) -> Option<u32> {
        self.number_of(word.as_bytes())
    }

    /// The number of the word of these bytes.
    pub fn number_of(&self, word: &[u8]) -> Option<u32> {
        self.number_in(word, 0, word.len())
    }

    /// The number of the word that stands in `text` from byte `start` to byte `end`.
    #[inline(always)]
    pub fn number_in(&self, text: &[u8], start: usize, end: usize) -> Option<u32> {
        let ends = Ends::within(text, start, end);
        let hash = ends.hash();
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            let &(tag, next) = self.slots.get(at)?;
            let number = next.checked_sub(1)?;
            if tag == Ends::tag(hash) && self.is(number, ends, &text[start..end]) {
                return Some(u32::from(number));
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn is(&self, number: u16, ends: Ends, word: &[u8]) -> bool {
        let number = usize::from(number);
        let is_whole = ends.length <= WHOLE_MAX;
        self.ends[number] == ends && (is_whole || self.words[number].as_bytes() == word)
    }

    fn grow(&mut self) {
        let size = (8 * self.words.len()).next_power_of_two();
        self.slots = vec![(0, 0); size];
        (0..self.words.len()).for_each(|number| self.place(number));
    }

    fn place(&mut self, number: usize) {
        let hash = self.ends[number].hash();
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].1 != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = (Ends::tag(hash), number as u16 + 1);
    }
}

impl Ends {
    fn of(word: &[u8]) -> Ends {
        Ends::within(word, 0, word.len())
    }

    /// One read of eight bytes for a word of no more, whatever stands after it.
    #[inline]
    fn within(text: &[u8], start: usize, end: usize) -> Ends {
        let length = end - start;
        let opening = match text[start..].first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => padded(&text[start..]),
        };
        let (first, last) = match length {
            0..8 => (opening & ((1 << (8 * length)) - 1), 0),
            8 => (opening, 0),
            _ => (
                opening,
                text[..end]
                    .last_chunk()
                    .map_or(0, |it| u64::from_le_bytes(*it)),
            ),
        };
        Ends {
            first,
            last,
            length,
        }
    }

    #[inline]
    fn hash(self) -> u64 {
        let all = self.first ^ self.last.rotate_left(29) ^ (self.length as u64) << 56;
        // The high bits depend on all of the word, and come first.
        all.wrapping_mul(0x9e37_79b9_7f4a_7c15).swap_bytes()
    }

    #[inline]
    fn tag(hash: u64) -> u16 {
        (hash >> 16) as u16
    }
}

/// Less than eight bytes, as the first of eight.
fn padded(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(eight)
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
