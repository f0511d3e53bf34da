//! Whether a text holds a query: asked of few texts, one after another in their order.
//!
//! A list of the best texts is found by score alone; what each of them must hold is looked up here, by
//! skipping through the terms' own lists. The engine's conditions read on until they find their next
//! text, which for "two of these words" is every text of the index.

use tantivy::query::EnableScoring;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader};

use super::compile::{Compiler, Refusal};
use super::plan::Vocabulary;
use super::query::{Bool, Field, Query};
use super::search::Search;

/// A query in one segment. Texts are asked about in ascending order.
pub(super) enum Holds {
    Always,
    Never,
    Listed(Box<dyn DocSet>),
    AtLeast(usize, Vec<Holds>),
    Every(Vec<Holds>),
    Not(Box<Holds>),
}

impl Holds {
    pub fn new(
        query: &Query,
        compiler: &Compiler,
        segment: &SegmentReader,
    ) -> Result<Holds, Refusal> {
        let term = |field: Field, value: &str| -> Result<Holds, Refusal> {
            let index = segment.inverted_index(compiler.fields.get(field))?;
            let term = compiler.term(field, value);
            let listed = index.read_postings(&term, IndexRecordOption::Basic);
            Ok(match listed.map_err(tantivy::TantivyError::from)? {
                Some(listed) => Holds::Listed(Box::new(listed)),
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
            Query::AllOf { field, values } => {
                let mut every = terms(*field, values)?;
                // The rarest says no soonest.
                every.sort_by_key(Holds::texts);
                Holds::Every(every)
            }
            Query::Phrase { .. } | Query::Prefix { .. } | Query::Range { .. } => {
                let scoring = EnableScoring::disabled_from_searcher(compiler.searcher);
                let weight = compiler.compile(query)?.weight(scoring)?;
                Holds::Listed(Box::new(weight.scorer(segment, 1.0)?))
            }
            Query::Bool(parts) => Holds::parts(parts, compiler, segment)?,
        })
    }

    fn parts(parts: &Bool, compiler: &Compiler, segment: &SegmentReader) -> Result<Holds, Refusal> {
        let all = |queries: &[Query]| -> Result<Vec<Holds>, Refusal> {
            let all = queries
                .iter()
                .map(|query| Holds::new(query, compiler, segment));
            all.collect()
        };
        let mut every = all(&parts.filter)?;
        let not = all(&parts.not)?.into_iter();
        every.extend(not.map(|one| Holds::Not(Box::new(one))));
        // With nothing else demanded, one of what may be there must be.
        let minimum = match parts.filter.is_empty() && !parts.should.is_empty() {
            true => parts.minimum.max(1),
            false => parts.minimum,
        };
        if 0 < minimum {
            every.push(Holds::AtLeast(minimum, all(&parts.should)?));
        }
        Ok(Holds::Every(every))
    }

    /// About how many texts of the segment there are to look through.
    fn texts(&self) -> u32 {
        match self {
            Holds::Never => 0,
            Holds::Listed(listed) => listed.size_hint(),
            _ => u32::MAX,
        }
    }

    pub fn holds(&mut self, text: DocId) -> bool {
        match self {
            Holds::Always => true,
            Holds::Never => false,
            Holds::Listed(listed) => {
                if listed.doc() < text {
                    listed.seek(text);
                }
                listed.doc() == text
            }
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
