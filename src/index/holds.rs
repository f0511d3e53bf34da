//! Whether texts hold a query: asked of single texts or of whole stretches, in their order.
//!
//! A list of the best texts is found by score; what each of them must hold is looked up here, by
//! skipping through the terms' own lists. What is counted is gathered a stretch at a time, as a row of
//! bits: the engine's conditions step from text to text, which takes longer than reading the lists.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::EnableScoring;
use tantivy::schema::{Field as Handle, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TantivyError};

use super::compile::Refusal;
use super::phrase::Phrase;
use super::plan::Vocabulary;
use super::query::{Bool, Field, Query};
use super::rows::{Row, STRETCH, Tally};
use super::search::Search;

/// Looking a text up in a list takes as long as reading so many texts of it.
const LOOK_UP: u32 = 12;
/// Texts in a stretch up to which reading a list takes no longer than finding out which texts are left.
const RARE: u32 = 256;
/// Texts of a full block of a list.
const BLOCK: usize = 128;

/// A query in one segment. Texts are asked about in ascending order.
pub(super) enum Holds {
    Always,
    Never,
    Listed(Listed),
    /// Whatever has no list of its own.
    Found(Box<dyn DocSet>),
    Gathered(Gathered),
    Phrase(Phrase),
    AtLeast(usize, Vec<Holds>),
    Every(Vec<Holds>),
    Not(Box<Holds>),
}

/// The texts that hold a term.
pub(super) struct Listed {
    blocks: BlockSegmentPostings,
    texts: u32,
    /// Of a stretch, were they spread evenly.
    in_stretch: u32,
}

/// Texts of a segment that were gathered once, in stretches.
pub(super) type Gathered = Arc<[Row]>;

impl Search<'_> {
    /// A query in the segment of that place.
    pub fn holds(&self, query: &Query, ordinal: usize) -> Result<Holds, Refusal> {
        let segment = &self.searcher.segment_readers()[ordinal];
        let term = |field: Field, value: &str| -> Result<Holds, Refusal> {
            let places = self.places(field, value)?;
            Ok(match &places[ordinal] {
                Some(place) => Holds::Listed(listed(self.fields.get(field), place, segment)?),
                None => Holds::Never,
            })
        };
        let terms = |field: Field, values: &[String]| -> Result<Vec<Holds>, Refusal> {
            values.iter().map(|value| term(field, value)).collect()
        };
        Ok(match query {
            Query::All => Holds::Always,
            Query::Term { field, value, .. } => term(*field, value)?,
            Query::AnyOf { field, values } => Holds::AtLeast(1, terms(*field, values)?),
            Query::AllOf { values, .. } if values.is_empty() => Holds::Never,
            Query::AllOf { field, values } => Holds::every(terms(*field, values)?),
            Query::Prefix { .. } => Holds::Gathered(self.gathered(query, ordinal)?),
            Query::Phrase { field, values } => {
                match self.phrase(query, (*field, values), ordinal)? {
                    Some(phrase) => Holds::Phrase(phrase),
                    None => Holds::Never,
                }
            }
            Query::Range { .. } => {
                let scoring = EnableScoring::disabled_from_searcher(self.searcher);
                let weight = self.compiler().compile(query)?.weight(scoring)?;
                Holds::Found(Box::new(weight.scorer(segment, 1.0)?))
            }
            Query::Bool(parts) => self.parts(parts, ordinal)?,
        })
    }

    fn parts(&self, parts: &Bool, ordinal: usize) -> Result<Holds, Refusal> {
        let all = |queries: &[Query]| -> Result<Vec<Holds>, Refusal> {
            let all = queries.iter().map(|query| self.holds(query, ordinal));
            all.collect()
        };
        let mut every = all(&parts.filter)?;
        // With nothing else demanded, one of what may be there must be.
        let minimum = match parts.filter.is_empty() && !parts.should.is_empty() {
            true => parts.minimum.max(1),
            false => parts.minimum,
        };
        if 0 < minimum {
            every.push(Holds::AtLeast(minimum, all(&parts.should)?));
        }
        let not = all(&parts.not)?.into_iter();
        every.extend(not.map(|one| Holds::Not(Box::new(one))));
        Ok(Holds::every(every))
    }

    /// The texts with a word that begins so: hundreds of lists, read once for all that is asked of them.
    fn gathered(&self, query: &Query, ordinal: usize) -> Result<Gathered, Refusal> {
        if let Some(known) = self.located.gathered(query, ordinal) {
            return Ok(known);
        }
        let Query::Prefix { field, value } = query else {
            return Ok(Arc::default());
        };
        let segment = &self.searcher.segment_readers()[ordinal];
        let mut any: Vec<Listed> = Vec::new();
        for term in self.compiler().begun(*field, value)? {
            let places = self.places(*field, &term)?;
            if let Some(place) = &places[ordinal] {
                any.push(listed(self.fields.get(*field), place, segment)?);
            }
        }
        any.sort_by_key(|one| Reverse(one.texts));
        let stretches = (0..segment.max_doc()).step_by(STRETCH as usize);
        let gathered: Gathered = stretches
            .map(|first| any_of(&mut any, first, Row::first(segment.max_doc() - first)))
            .collect();
        self.located.gather(query, ordinal, gathered.clone());
        Ok(gathered)
    }
}

/// Which of these texts hold any term, the most frequent first: what begins with "th" is in every text
/// before the fifth of three hundred lists is read.
fn any_of(any: &mut [Listed], first: DocId, mut left: Row) -> Row {
    let mut found = Row::empty();
    for one in any {
        if one.in_stretch < RARE {
            one.add_to(first, &mut found);
            continue;
        }
        let mut new = left.clone();
        one.narrow(first, &mut new);
        found.add_all(&new);
        left.remove(&new);
        if left.is_empty() {
            break;
        }
    }
    found
}

pub(super) fn listed(
    field: Handle,
    place: &TermInfo,
    segment: &SegmentReader,
) -> Result<Listed, TantivyError> {
    let index = segment.inverted_index(field)?;
    let blocks = index.read_block_postings_from_terminfo(place, IndexRecordOption::Basic)?;
    let stretches = segment.max_doc().div_ceil(STRETCH).max(1);
    Ok(Listed {
        blocks,
        texts: place.doc_freq,
        in_stretch: place.doc_freq / stretches,
    })
}

impl Holds {
    fn every(mut every: Vec<Holds>) -> Holds {
        // The rarest says no soonest; places are read of what is left.
        every.sort_by_key(|one| (one.reads_places(), one.texts()));
        match every.len() {
            1 => every.remove(0),
            _ => Holds::Every(every),
        }
    }

    /// About how many texts of the segment there are to look through.
    pub fn texts(&self) -> u32 {
        match self {
            Holds::Never => 0,
            Holds::Listed(listed) => listed.texts,
            Holds::Found(found) => found.size_hint(),
            Holds::Phrase(phrase) => phrase.texts(),
            Holds::AtLeast(_, any) => {
                let each = any.iter().map(Holds::texts);
                each.fold(0, u32::saturating_add)
            }
            Holds::Every(every) => every.iter().map(Holds::texts).min().unwrap_or(u32::MAX),
            Holds::Always | Holds::Gathered(_) | Holds::Not(_) => u32::MAX,
        }
    }

    fn reads_places(&self) -> bool {
        match self {
            Holds::Phrase(_) => true,
            Holds::AtLeast(_, parts) | Holds::Every(parts) => parts.iter().any(Holds::reads_places),
            Holds::Not(one) => one.reads_places(),
            Holds::Always
            | Holds::Never
            | Holds::Listed(_)
            | Holds::Found(_)
            | Holds::Gathered(_) => false,
        }
    }

    pub fn holds(&mut self, text: DocId) -> bool {
        match self {
            Holds::Always => true,
            Holds::Never => false,
            Holds::Listed(listed) => listed.holds(text),
            Holds::Found(found) => {
                if found.doc() < text {
                    found.seek(text);
                }
                found.doc() == text
            }
            Holds::Gathered(rows) => {
                let row = rows.get((text / STRETCH) as usize);
                row.is_some_and(|row| row.has(text % STRETCH))
            }
            Holds::Phrase(phrase) => phrase.holds(text),
            Holds::AtLeast(minimum, any) => {
                let mut wanted = *minimum;
                for one in any {
                    if wanted == 0 {
                        break;
                    }
                    wanted -= usize::from(one.holds(text));
                }
                wanted == 0
            }
            Holds::Every(every) => every.iter_mut().all(|one| one.holds(text)),
            Holds::Not(one) => !one.holds(text),
        }
    }

    /// The texts of a segment that hold it, stretch after stretch, each with its first text.
    pub fn rows(&mut self, segment: &SegmentReader) -> impl Iterator<Item = (DocId, Row)> {
        let texts = segment.max_doc();
        let alive = segment.alive_bitset();
        (0..texts).step_by(STRETCH as usize).map(move |first| {
            let mut row = Row::first(texts - first);
            if let Some(alive) = alive {
                row.retain(|at| alive.is_alive(first + at));
            }
            self.narrow(first, &mut row);
            (first, row)
        })
    }

    /// Keeps those texts of a stretch that hold it.
    fn narrow(&mut self, first: DocId, row: &mut Row) {
        match self {
            Holds::Always => {}
            Holds::Never => *row = Row::empty(),
            Holds::Listed(listed) => listed.narrow(first, row),
            Holds::Phrase(phrase) => phrase.narrow(first, row),
            Holds::Found(found) => row.retain(|at| {
                if found.doc() < first + at {
                    found.seek(first + at);
                }
                found.doc() == first + at
            }),
            Holds::Gathered(rows) => match rows.get((first / STRETCH) as usize) {
                Some(gathered) => row.keep(gathered),
                None => *row = Row::empty(),
            },
            Holds::AtLeast(1, any) => {
                let mut found = Row::empty();
                for one in any {
                    let mut left = row.clone();
                    left.remove(&found);
                    one.narrow(first, &mut left);
                    found.add_all(&left);
                }
                *row = found;
            }
            Holds::AtLeast(minimum, any) => {
                let mut tally = Tally::default();
                for one in any {
                    let mut held = row.clone();
                    one.narrow(first, &mut held);
                    tally.add(held);
                }
                row.keep(&tally.at_least(*minimum));
            }
            Holds::Every(every) => {
                for one in every {
                    if row.is_empty() {
                        return;
                    }
                    one.narrow(first, row);
                }
            }
            Holds::Not(one) => {
                let mut held = row.clone();
                one.narrow(first, &mut held);
                row.remove(&held);
            }
        }
    }
}

impl Listed {
    fn holds(&mut self, text: DocId) -> bool {
        let at = self.blocks.seek(text);
        self.blocks.docs().get(at) == Some(&text)
    }

    /// Keeps those texts of a stretch that hold it.
    pub fn narrow(&mut self, first: DocId, row: &mut Row) {
        if row.count() < self.in_stretch / LOOK_UP {
            row.retain(|at| self.holds(first + at));
        } else {
            let mut held = Row::empty();
            self.add_to(first, &mut held);
            row.keep(&held);
        }
    }

    /// Adds its texts of a stretch.
    fn add_to(&mut self, first: DocId, row: &mut Row) {
        let mut at = self.blocks.seek(first);
        loop {
            let docs = self.blocks.docs();
            for text in docs.iter().skip(at) {
                if STRETCH <= text - first {
                    return;
                }
                row.add(text - first);
            }
            if docs.len() < BLOCK {
                return;
            }
            self.blocks.advance();
            at = 0;
        }
    }
}

impl Search<'_> {
    /// No more texts than this hold a query, told from how many hold its terms.
    pub fn at_most(&self, query: &Query) -> u64 {
        let each = |field: &Field, values: &'_ [String]| -> Vec<u64> {
            let each = values.iter().map(|value| self.frequency(*field, value));
            each.collect()
        };
        let all = self.documents();
        match query {
            Query::All | Query::Prefix { .. } | Query::Range { .. } => all,
            Query::Term { field, value, .. } => self.frequency(*field, value),
            Query::AnyOf { field, values } => each(field, values).iter().sum::<u64>().min(all),
            Query::AllOf { field, values } | Query::Phrase { field, values } => {
                each(field, values).into_iter().min().unwrap_or(0)
            }
            Query::Bool(parts) => {
                let mut least = all;
                for query in &parts.filter {
                    least = least.min(self.at_most(query));
                }
                if 0 < parts.minimum || (parts.filter.is_empty() && !parts.should.is_empty()) {
                    let any = parts.should.iter().map(|query| self.at_most(query));
                    least = least.min(any.sum());
                }
                least
            }
        }
    }
}
