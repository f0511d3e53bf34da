//! The weighted terms of a question, as lists of one segment that are read block by block.
//!
//! The engine's own union visits a text at a time and sorts its lists anew for each. Here what the lists
//! add is summed up for a stretch of texts, one list after another, which takes a few instructions a
//! text; what a single list adds to a single text can be looked up as well.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::{Field as Handle, IndexRecordOption};
use tantivy::{DocId, SegmentReader, TERMINATED, TantivyError};

use super::compile::{self, Refusal};
use super::located::{self, Places};
use super::query::Query;
use super::search::Search;

/// Texts of a full block of a list.
const BLOCK: usize = 128;
/// Peaks remembered: the words of a language fit several times, and take some megabytes.
const PEAKS_MAX: usize = 1 << 16;

/// A weighted term of a question.
pub(super) struct Scored {
    field: Handle,
    places: Places,
    weight: Bm25Weight,
    /// True if the field keeps how often a text says a term, and with it what a block adds at most.
    has_peaks: bool,
}

/// One weighted term in one segment.
#[derive(Clone)]
pub(super) struct List {
    blocks: BlockSegmentPostings,
    lengths: FieldNormReader,
    weight: Bm25Weight,
    /// No text is given more.
    pub most: f32,
    pub texts: u32,
}

/// What lists were seen to add at most, as a share of what their formula allows. The formula allows for
/// an endless repetition in a text of no length; of a title's word half of that is ever reached.
#[derive(Default)]
pub(super) struct Peaks(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// The lengths of other texts shift it a little, so that it is of one commit.
    generation: u64,
    shares: HashMap<(SegmentId, Handle, std::ops::Range<usize>), f32>,
}

impl Search<'_> {
    /// The terms of a score that any text holds.
    pub fn scored(&self, rank: &[Query]) -> Result<Vec<Scored>, Refusal> {
        let mut scored = Vec::with_capacity(rank.len());
        for query in rank {
            let Query::Term {
                field,
                value,
                weight,
            } = query
            else {
                continue;
            };
            let places = self.places(*field, value)?;
            let held = located::texts(&places);
            if held == 0 {
                continue;
            }
            let handle = self.fields.get(*field);
            let all = self.searcher.total_num_docs()?;
            let length = self.searcher.total_num_tokens(handle)? as f32 / all as f32;
            let plain = Bm25Weight::for_one_term_without_explain(held, all, length);
            scored.push(Scored {
                field: handle,
                places,
                weight: plain.boost_by(self.compiler().weight(*field, *weight)),
                has_peaks: compile::record(*field) == IndexRecordOption::WithFreqs,
            });
        }
        Ok(scored)
    }

    /// The lists of one segment, in the order of their terms.
    pub fn lists(&self, scored: &[Scored], ordinal: usize) -> Result<Vec<List>, Refusal> {
        let segment = &self.searcher.segment_readers()[ordinal];
        let mut lists = Vec::with_capacity(scored.len());
        for term in scored {
            if let Some(place) = &term.places[ordinal] {
                lists.push(self.list(term, place, segment)?);
            }
        }
        Ok(lists)
    }

    fn list(
        &self,
        term: &Scored,
        place: &TermInfo,
        segment: &SegmentReader,
    ) -> Result<List, TantivyError> {
        let index = segment.inverted_index(term.field)?;
        let blocks =
            index.read_block_postings_from_terminfo(place, IndexRecordOption::WithFreqs)?;
        let lengths = segment.fieldnorms_readers().get_field(term.field)?;
        let mut list = List {
            blocks,
            lengths: lengths.unwrap_or_else(|| FieldNormReader::constant(segment.max_doc(), 1)),
            weight: term.weight.clone(),
            most: term.weight.max_score(),
            texts: place.doc_freq,
        };
        if term.has_peaks {
            let generation = self.searcher.generation().generation_id();
            let key = (
                segment.segment_id(),
                term.field,
                place.postings_range.clone(),
            );
            list.most *= self.peaks.share(generation, key, &list);
        }
        Ok(list)
    }
}

impl Peaks {
    fn share(
        &self,
        generation: u64,
        key: (SegmentId, Handle, std::ops::Range<usize>),
        list: &List,
    ) -> f32 {
        // A poisoned lock guards only numbers, and none is wrong.
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_now = |known: &Known| known.generation == generation;
        if let Some(share) = Some(known())
            .filter(|known| of_now(known))
            .and_then(|known| known.shares.get(&key).copied())
        {
            return share;
        }
        let share = list.clone().peak() / list.weight.max_score();
        let mut known = known();
        if !of_now(&known) || PEAKS_MAX <= known.shares.len() {
            known.shares.clear();
            known.generation = generation;
        }
        known.shares.insert(key, share);
        share
    }
}

impl List {
    /// The most that any text is given: each full block keeps its own.
    fn peak(mut self) -> f32 {
        let mut peak = 0.0f32;
        while self.blocks.block_len() != 0 {
            peak = peak.max(self.blocks.block_max_score(&self.lengths, &self.weight));
            if self.blocks.block_len() < BLOCK {
                break;
            }
            self.blocks.advance();
        }
        peak
    }

    /// The first text from `first` on.
    pub fn next(&mut self, first: DocId) -> DocId {
        let at = self.blocks.seek(first);
        self.blocks.docs().get(at).copied().unwrap_or(TERMINATED)
    }

    /// Adds what it gives to the texts from `first` on, one sum a text.
    pub fn add_to(&mut self, first: DocId, sums: &mut [f32]) {
        let mut at = self.blocks.seek(first);
        loop {
            let docs = self.blocks.docs();
            for (at, text) in docs.iter().enumerate().skip(at) {
                let Some(sum) = sums.get_mut((text - first) as usize) else {
                    return;
                };
                let length = self.lengths.fieldnorm_id(*text);
                *sum += self.weight.score(length, self.blocks.freq(at));
            }
            if docs.len() < BLOCK {
                return;
            }
            self.blocks.advance();
            at = 0;
        }
    }

    /// What it gives to a text. Texts are asked about in ascending order.
    pub fn score(&mut self, text: DocId) -> f32 {
        let at = self.blocks.seek(text);
        match self.blocks.docs().get(at) {
            Some(found) if *found == text => {
                let length = self.lengths.fieldnorm_id(text);
                self.weight.score(length, self.blocks.freq(at))
            }
            _ => 0.0,
        }
    }
}
