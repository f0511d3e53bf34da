//! Words one after another: whether a text holds a quoted phrase.
//!
//! Where words stand is the dearest thing to ask an index: 80 ns for each word of each text, twenty times
//! as much as whether they are there. So places are read last, of texts that hold all the words and
//! whatever else a question demands; the rarest words first, as far as they fit together; once for all
//! that asks about a text; and no more than [`Effort`] allows. The engine's own phrases are stepped
//! through anew by whoever asks: six phrases of frequent words took 1.2 s of a million texts. Of two words not even
//! places are read where counts tell ([`Counted`]).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TantivyError};

use super::analyzer;
use super::compile::Refusal;
use super::effort::Effort;
use super::holds::{Listed, listed};
use super::query::{Field, Query};
use super::rows::{Row, STRETCH};
use super::search::Search;
use crate::text::fold;

/// A phrase in one segment. Texts are asked about in ascending order.
pub(super) struct Phrase {
    /// The texts of each word.
    texts: Vec<Listed>,
    /// The rarest first.
    words: Vec<Placed>,
    counted: Option<Counted>,
    asked: Arc<Asked>,
    effort: Arc<Effort>,
    /// Where the phrase may end in a text.
    ends: Vec<u32>,
    places: Vec<u32>,
}

/// A word of a phrase.
struct Placed {
    /// Words of the phrase that come after it.
    behind: u32,
    postings: SegmentPostings,
}

/// Two words as neighbours without their marks, and each without its own. Where "ke hoach" stands and every "ke" is "kế"
/// and every "hoach" is "hoạch", there stands "kế hoạch": four counts tell of most texts what places would.
struct Counted {
    pair: SegmentPostings,
    /// The last word first.
    bare: [SegmentPostings; 2],
}

/// What is known of the texts of a segment: for each stretch those that were asked about, and those of
/// them that hold the phrase.
#[derive(Default)]
pub(super) struct Asked(Mutex<HashMap<DocId, (Row, Row)>>);

impl Phrase {
    fn new(
        texts: Vec<Listed>,
        mut words: Vec<Placed>,
        counted: Option<Counted>,
        (asked, effort): (Arc<Asked>, Arc<Effort>),
    ) -> Phrase {
        words.sort_by_key(|word| word.postings.doc_freq());
        Phrase {
            texts,
            words,
            counted,
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
        if !self
            .words
            .iter_mut()
            .all(|word| is_in(&mut word.postings, text))
        {
            return false;
        }
        if self.is_told_by_counts(text) {
            return self.effort.take(0);
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

    fn is_told_by_counts(&mut self, text: DocId) -> bool {
        let Some(Counted { pair, bare }) = &mut self.counted else {
            return false;
        };
        is_in(pair, text)
            && self.words.iter().all(|word| {
                let bare = &mut bare[word.behind as usize];
                is_in(bare, text) && bare.term_freq() == word.postings.term_freq()
            })
    }
}

/// Goes on to a text, or behind it where the list has none.
fn is_in(list: &mut SegmentPostings, text: DocId) -> bool {
    if list.doc() < text {
        list.seek(text);
    }
    list.doc() == text
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

impl Search<'_> {
    /// The phrase of a query in a segment; none where a word is missing there.
    pub fn phrase(
        &self,
        query: &Query,
        (field, values): (Field, &[String]),
        ordinal: usize,
    ) -> Result<Option<Phrase>, Refusal> {
        let segment = &self.searcher.segment_readers()[ordinal];
        let handle = self.fields.get(field);
        let index = segment.inverted_index(handle)?;
        let (mut texts, mut words) = (Vec::new(), Vec::new());
        for (value, behind) in values.iter().zip((0..values.len() as u32).rev()) {
            let places = self.places(field, value)?;
            let Some(place) = &places[ordinal] else {
                return Ok(None);
            };
            texts.push(listed(handle, place, segment)?);
            let kept = IndexRecordOption::WithFreqsAndPositions;
            let postings = index.read_postings_from_terminfo(place, kept);
            let postings = postings.map_err(TantivyError::from)?;
            words.push(Placed { behind, postings });
        }
        if words.is_empty() {
            return Ok(None);
        }
        let counted = self.counted(field, values, ordinal)?;
        let asked = self.located.asked(query, ordinal);
        let phrase = Phrase::new(texts, words, counted, (asked, self.effort.clone()));
        Ok(Some(phrase))
    }

    /// What tells a phrase of two marked words by counts.
    fn counted(
        &self,
        field: Field,
        values: &[String],
        ordinal: usize,
    ) -> Result<Option<Counted>, Refusal> {
        let ([first, second], Field::Body) = (values, field) else {
            return Ok(None);
        };
        let (first, second) = (fold(first), fold(second));
        let segment = &self.searcher.segment_readers()[ordinal];
        let frequencies = |field: Field, value: &str| -> Result<Option<_>, Refusal> {
            let places = self.places(field, value)?;
            let Some(place) = &places[ordinal] else {
                return Ok(None);
            };
            let index = segment.inverted_index(self.fields.get(field))?;
            let postings = index.read_postings_from_terminfo(place, IndexRecordOption::WithFreqs);
            Ok(Some(postings.map_err(TantivyError::from)?))
        };
        let pair = frequencies(Field::BodyPairs, &analyzer::pair(&first, &second))?;
        let bare = [
            frequencies(Field::BodyFolded, &second)?,
            frequencies(Field::BodyFolded, &first)?,
        ];
        Ok(match (pair, bare) {
            (Some(pair), [Some(last), Some(first)]) => Some(Counted {
                pair,
                bare: [last, first],
            }),
            _ => None,
        })
    }
}
