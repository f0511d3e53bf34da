//! What the texts of a segment say, word after word, and the lists made of it.
//!
//! Four bytes a word are kept until the segment is written. A list of texts is then made by counting
//! how often each word occurs and placing every occurrence behind the one before: nothing is hashed,
//! and memory is written in a few thousand even streams. Pairs are placed by their first word, and
//! within it by their second.

use super::analyzer::syllables;
use super::lexicon::{Lexicon, Word};

/// Set on a word that makes a pair with the one before it.
const PAIRED: u32 = 1 << 31;
/// Bytes a word takes while lists are made of it: itself, and its place among its like.
const WORD_BYTES: usize = 12;
/// Words of which one text is remembered: no text is looked for further than that.
const STRIDE: usize = 256;

/// One field's words of all texts, in their order.
#[derive(Debug, Default)]
pub(super) struct Said {
    words: Vec<u32>,
    /// Where each text ends.
    ends: Vec<usize>,
    /// Pairs of each text.
    pairs: Vec<u32>,
    /// Of the text that is not ended yet.
    pairs_here: u32,
}

/// A text that holds a term, and how often.
pub(super) type Held = (u32, u32);

/// Takes the lists of a field, its terms in ascending order.
pub(super) trait Listing {
    type Error;

    fn list(&mut self, term: &[u8], texts: &[Held]) -> Result<(), Self::Error>;

    /// The same with the places of all occurrences, one text after another; each text's first counts from
    /// its beginning, the others from the one before.
    fn list_places(
        &mut self,
        term: &[u8],
        texts: &[Held],
        places: &[u32],
    ) -> Result<(), Self::Error>;
}

impl Said {
    /// Adds to the text that is not ended yet. The first word makes no pair with what was added before.
    pub fn add(&mut self, text: &str, lexicon: &mut Lexicon) {
        let mut has_before = false;
        for syllable in syllables(text) {
            let word = lexicon.number(syllable.written);
            if let Some(word) = word {
                let is_paired = has_before && !syllable.breaks;
                self.words
                    .push(if is_paired { word | PAIRED } else { word });
                self.pairs_here += u32::from(is_paired);
            }
            has_before = word.is_some();
        }
    }

    pub fn end_text(&mut self) {
        self.ends.push(self.words.len());
        self.pairs.push(std::mem::take(&mut self.pairs_here));
    }

    pub fn bytes(&self) -> usize {
        self.words.len() * WORD_BYTES + self.ends.len() * (size_of::<usize>() + size_of::<u32>())
    }

    /// Words of each text.
    pub fn lengths(&self) -> impl Iterator<Item = u32> {
        self.texts().map(|words| words.len() as u32)
    }

    /// Pairs of each text.
    pub fn pair_lengths(&self) -> &[u32] {
        &self.pairs
    }

    fn texts(&self) -> impl Iterator<Item = &[u32]> + Clone {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let bounds = starts.zip(&self.ends);
        bounds.map(|(start, end)| &self.words[start..*end])
    }

    /// Lists the words with their marks; with their places, if they are asked for.
    pub fn list_exact<L: Listing>(
        &self,
        lexicon: &Lexicon,
        with_places: bool,
        listing: &mut L,
    ) -> Result<(), L::Error> {
        let names = lexicon.exact_names();
        let places = (0..)
            .zip(&self.words)
            .map(|(at, word)| (word & !PAIRED, at));
        let placed = Placed::new(names.len(), places);
        let finder = Finder::new(&self.ends);
        let (mut held, mut steps) = (Vec::new(), Vec::new());
        for word in sorted(names, |name| name.as_bytes()) {
            let occurrences: &[u32] = placed.of(word);
            if occurrences.is_empty() {
                continue;
            }
            held.clear();
            steps.clear();
            finder.read(occurrences, &mut held, with_places.then_some(&mut steps));
            let name = names[word as usize].as_bytes();
            match with_places {
                true => listing.list_places(name, &held, &steps)?,
                false => listing.list(name, &held)?,
            }
        }
        Ok(())
    }

    /// Lists the words without their marks.
    pub fn list_folded<L: Listing>(
        &self,
        lexicon: &Lexicon,
        listing: &mut L,
    ) -> Result<(), L::Error> {
        let names = lexicon.folded_names();
        let texts = (0..).zip(self.texts()).flat_map(|(text, words)| {
            let folded = |word: &u32| lexicon.folded(word & !PAIRED);
            words.iter().map(move |word| (folded(word), text))
        });
        let placed = Placed::new(names.len(), texts);
        let mut held = Vec::new();
        for word in sorted(names, |name| name.as_bytes()) {
            let texts: &[u32] = placed.of(word);
            if !texts.is_empty() {
                held.clear();
                count(texts, &mut held);
                listing.list(names[word as usize].as_bytes(), &held)?;
            }
        }
        Ok(())
    }

    /// Lists the pairs of neighbours, `ke_hoach`.
    pub fn list_pairs<L: Listing>(
        &self,
        lexicon: &Lexicon,
        listing: &mut L,
    ) -> Result<(), L::Error> {
        let names = lexicon.folded_names();
        let by_name: Vec<Word> = sorted(names, |name| name.as_bytes());
        let mut ranks = vec![0; names.len()];
        for (rank, word) in (0..).zip(&by_name) {
            ranks[*word as usize] = rank;
        }
        let pairs = (0..).zip(self.texts()).flat_map(|(text, words)| {
            let of_one = words.windows(2).filter(|both| both[1] & PAIRED != 0);
            let ranks = &ranks;
            of_one.map(move |both| {
                let [first, second] = [both[0], both[1]].map(|word| lexicon.folded(word & !PAIRED));
                (first, (ranks[second as usize], text))
            })
        });
        let placed = Placed::new(names.len(), pairs);
        let mut seconds = Seconds::new(names.len());
        let (mut held, mut name) = (Vec::new(), Vec::new());
        // `ab_c` stands before `a_b`: a pair is ordered by its first word with what follows it.
        let keys: Vec<String> = names.iter().map(|name| format!("{name}_")).collect();
        for first in sorted(&keys, |key| key.as_bytes()) {
            seconds.split(placed.of(first), |second, texts| {
                held.clear();
                count(texts, &mut held);
                name.clear();
                name.extend_from_slice(keys[first as usize].as_bytes());
                name.extend_from_slice(names[by_name[second as usize] as usize].as_bytes());
                listing.list(&name, &held)
            })?;
        }
        Ok(())
    }
}

/// Numbers of names in the order of their bytes.
fn sorted<'a>(names: &'a [String], key: impl Fn(&'a String) -> &'a [u8]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..names.len() as u32).collect();
    order.sort_unstable_by_key(|number| key(&names[*number as usize]));
    order
}

/// Adds each text of an ascending list once, with how often it stands there.
fn count(texts: &[u32], held: &mut Vec<Held>) {
    for same in texts.chunk_by(|a, b| a == b) {
        held.push((same[0], same.len() as u32));
    }
}

/// Values by a number, in the order they came.
struct Placed<T> {
    /// Where the values of each number start, and where the last's end.
    starts: Vec<usize>,
    values: Vec<T>,
}

impl<T: Copy + Default> Placed<T> {
    fn new(numbers: usize, pairs: impl Iterator<Item = (u32, T)> + Clone) -> Placed<T> {
        let mut starts = vec![0; numbers + 1];
        pairs
            .clone()
            .for_each(|(number, _)| starts[number as usize + 1] += 1);
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut values = vec![T::default(); sum];
        pairs.for_each(|(number, value)| {
            let place = &mut next[number as usize];
            values[*place] = value;
            *place += 1;
        });
        Placed { starts, values }
    }

    fn of(&self, number: u32) -> &[T] {
        let number = number as usize;
        &self.values[self.starts[number]..self.starts[number + 1]]
    }
}

/// Tells in which text a word stands.
struct Finder<'a> {
    ends: &'a [usize],
    /// For each [`STRIDE`] words the text of the first.
    texts: Vec<u32>,
}

impl Finder<'_> {
    fn new(ends: &[usize]) -> Finder<'_> {
        let mut texts = Vec::new();
        for (text, end) in (0..).zip(ends) {
            while texts.len() * STRIDE < *end {
                texts.push(text);
            }
        }
        Finder { ends, texts }
    }

    /// The texts of a word's occurrences, and the steps from one occurrence to the next.
    fn read(&self, places: &[u32], held: &mut Vec<Held>, mut steps: Option<&mut Vec<u32>>) {
        let mut rest = places;
        while let Some(first) = rest.first() {
            let first = *first as usize;
            let mut text = self.texts[first / STRIDE] as usize;
            while self.ends[text] <= first {
                text += 1;
            }
            let end = self.ends[text];
            let len = rest.iter().take_while(|at| (**at as usize) < end).count();
            held.push((text as u32, len as u32));
            if let Some(steps) = &mut steps {
                let mut before = text.checked_sub(1).map_or(0, |text| self.ends[text]) as u32;
                for at in &rest[..len] {
                    steps.push(at - before);
                    before = *at;
                }
            }
            rest = &rest[len..];
        }
    }
}

/// Parts the pairs that begin with one word by their second.
struct Seconds {
    counts: Vec<u32>,
    met: Vec<u32>,
    texts: Vec<u32>,
}

impl Seconds {
    fn new(words: usize) -> Seconds {
        Seconds {
            counts: vec![0; words],
            met: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn split<E>(
        &mut self,
        pairs: &[(u32, u32)],
        mut each: impl FnMut(u32, &[u32]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.met.clear();
        for (second, _) in pairs {
            let count = &mut self.counts[*second as usize];
            if *count == 0 {
                self.met.push(*second);
            }
            *count += 1;
        }
        self.met.sort_unstable();
        let mut start = 0;
        for second in &self.met {
            start += std::mem::replace(&mut self.counts[*second as usize], start);
        }
        self.texts.clear();
        self.texts.resize(pairs.len(), 0);
        for (second, text) in pairs {
            let place = &mut self.counts[*second as usize];
            self.texts[*place as usize] = *text;
            *place += 1;
        }
        let mut start = 0;
        for second in &self.met {
            let end = std::mem::take(&mut self.counts[*second as usize]);
            each(*second, &self.texts[start as usize..end as usize])?;
            start = end;
        }
        Ok(())
    }
}
