//! Words one after another: whether a text holds a quoted phrase.
//!
//! Where words stand is the dearest thing to ask an index: 80 ns for each word of each text, twenty times
//! as much as whether they are there. So places are read last, of texts that hold all the words and
//! whatever else a question demands; the rarest words first, as far as they fit together; once for all
//! that asks about a text; and no more than [`Effort`] allows. The engine's own phrases are stepped
//! through anew by whoever asks: six phrases of frequent words took 1.2 s of a million texts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet};

use super::effort::Effort;
use super::holds::Listed;
use super::rows::{Row, STRETCH};

/// A phrase in one segment. Texts are asked about in ascending order.
pub(super) struct Phrase {
    /// The texts of each word.
    texts: Vec<Listed>,
    /// The rarest first.
    words: Vec<Placed>,
    asked: Arc<Asked>,
    effort: Arc<Effort>,
    /// Where the phrase may end in a text.
    ends: Vec<u32>,
    places: Vec<u32>,
}

/// A word of a phrase.
pub(super) struct Placed {
    /// Words of the phrase that come after it.
    pub behind: u32,
    pub postings: SegmentPostings,
}

/// What is known of the texts of a segment: for each stretch those that were asked about, and those of
/// them that hold the phrase.
#[derive(Default)]
pub(super) struct Asked(Mutex<HashMap<DocId, (Row, Row)>>);

impl Phrase {
    /// No word is missing in the segment.
    pub fn new(
        texts: Vec<Listed>,
        mut words: Vec<Placed>,
        asked: Arc<Asked>,
        effort: Arc<Effort>,
    ) -> Phrase {
        words.sort_by_key(|word| word.postings.doc_freq());
        Phrase {
            texts,
            words,
            asked,
            effort,
            ends: Vec::new(),
            places: Vec::new(),
        }
    }

    /// No more texts than this hold it.
    pub fn texts(&self) -> u32 {
        let rarest = self.words.first();
        rarest.map_or(0, |word| word.postings.doc_freq())
    }

    pub fn holds(&mut self, text: DocId) -> bool {
        let asked = self.asked.clone();
        let mut asked = asked.lock();
        let of_stretch = of_stretch(&mut asked, text - text % STRETCH);
        self.is_known_or_read(of_stretch, text)
    }

    /// Keeps those texts of a stretch that hold it.
    pub fn narrow(&mut self, first: DocId, row: &mut Row) {
        self.texts
            .iter_mut()
            .for_each(|word| word.narrow(first, row));
        let asked = self.asked.clone();
        let mut asked = asked.lock();
        let of_stretch = of_stretch(&mut asked, first);
        row.retain(|at| self.is_known_or_read(of_stretch, first + at));
    }

    fn is_known_or_read(&mut self, (asked, held): &mut (Row, Row), text: DocId) -> bool {
        let at = text % STRETCH;
        if !asked.has(at) {
            asked.add(at);
            if self.stands_in(text) {
                held.add(at);
            }
        }
        held.has(at)
    }

    fn stands_in(&mut self, text: DocId) -> bool {
        for word in &mut self.words {
            if word.postings.doc() < text {
                word.postings.seek(text);
            }
            if word.postings.doc() != text {
                return false;
            }
        }
        for (nth, word) in self.words.iter_mut().enumerate() {
            if !self.effort.take(word.postings.term_freq()) {
                return false;
            }
            let read = match nth {
                0 => &mut self.ends,
                _ => &mut self.places,
            };
            word.postings.positions_with_offset(word.behind, read);
            if 0 < nth {
                keep_common(&mut self.ends, &self.places);
            }
            if self.ends.is_empty() {
                return false;
            }
        }
        true
    }
}

/// Keeps what is in both. Both ascend.
fn keep_common(ends: &mut Vec<u32>, places: &[u32]) {
    let mut places = places.iter().peekable();
    ends.retain(|end| {
        while places.next_if(|place| *place < end).is_some() {}
        places.peek() == Some(&end)
    });
}

impl Asked {
    /// A poisoned lock guards only what was read, and none of it is wrong.
    fn lock(&self) -> MutexGuard<'_, HashMap<DocId, (Row, Row)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn of_stretch(asked: &mut HashMap<DocId, (Row, Row)>, first: DocId) -> &mut (Row, Row) {
    let nothing = || (Row::empty(), Row::empty());
    asked.entry(first).or_insert_with(nothing)
}
