//! Where the terms of a question lie: each is looked up once, whoever asks for it.
//!
//! A question asks for the same twenty terms to plan, to count and to rank, and each segment has a
//! dictionary of its own. The look-ups together took longer than reading some of the lists.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::postings::TermInfo;
use tantivy::{TantivyError, Term};

use super::holds::Gathered;
use super::phrase::Asked;
use super::query::{Field, Query};
use super::search::Search;

/// A term's place in each segment, none where the segment does not hold it.
pub(super) type Places = Arc<[Option<TermInfo>]>;

/// What was looked up for a question.
#[derive(Default)]
pub(super) struct Located {
    terms: Mutex<HashMap<Term, Places>>,
    /// By the query and the place of the segment: a question has a few at most.
    gathered: Mutex<Vec<(Query, usize, Gathered)>>,
    /// What is known of the texts of each phrase.
    asked: Mutex<Vec<(Query, usize, Arc<Asked>)>>,
}

impl Located {
    /// The texts that were gathered for a query.
    pub fn gathered(&self, query: &Query, ordinal: usize) -> Option<Gathered> {
        let all = lock(&self.gathered);
        let found = all.iter().find(|(of, at, _)| *at == ordinal && of == query);
        found.map(|(_, _, gathered)| gathered.clone())
    }

    pub fn gather(&self, query: &Query, ordinal: usize, gathered: Gathered) {
        lock(&self.gathered).push((query.clone(), ordinal, gathered));
    }

    /// What everybody who asks for a phrase finds out.
    pub fn asked(&self, query: &Query, ordinal: usize) -> Arc<Asked> {
        let mut all = lock(&self.asked);
        let known = all.iter().find(|(of, at, _)| *at == ordinal && of == query);
        if let Some((_, _, asked)) = known {
            return asked.clone();
        }
        let asked = Arc::<Asked>::default();
        all.push((query.clone(), ordinal, asked.clone()));
        asked
    }
}

/// A poisoned lock guards only whole values here, and none is wrong.
fn lock<T>(values: &Mutex<T>) -> MutexGuard<'_, T> {
    values.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Search<'_> {
    /// Where a term lies.
    pub fn places(&self, field: Field, value: &str) -> Result<Places, TantivyError> {
        let term = self.compiler().term(field, value);
        if let Some(places) = lock(&self.located.terms).get(&term) {
            return Ok(places.clone());
        }
        let segments = self.searcher.segment_readers().iter();
        let places = segments.map(|segment| {
            let index = segment.inverted_index(term.field())?;
            Ok(index.get_term_info(&term)?)
        });
        let places: Places = places.collect::<Result<_, TantivyError>>()?;
        lock(&self.located.terms).insert(term, places.clone());
        Ok(places)
    }
}

/// Texts that hold a term, deleted ones that are not merged away yet among them.
pub(super) fn texts(places: &Places) -> u64 {
    let each = places.iter().flatten();
    each.map(|place| u64::from(place.doc_freq)).sum()
}
