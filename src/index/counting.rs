//! One pass over the matching texts: how many they are, and how many bear each value.
//!
//! A value is a number while texts are counted, its place in the segment's own dictionary; words are
//! looked up once at the end, for the values that occurred. The engine's general aggregation does the
//! same with a tree of buckets, and took six times as long for the twelve columns of the page.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use tantivy::columnar::{Cardinality, Column, StrColumn};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, SegmentReader, TantivyError};

use super::compile::Refusal;
use super::profile::{Profiles, Tally};
use super::query::Query;
use super::rows::Row;
use super::search::Search;

/// In place of a value, where a text has none.
const NOTHING: u64 = u64::MAX;

/// A column that is counted.
#[derive(Clone, Copy, Debug)]
pub(super) enum Counted {
    Words(&'static str),
    Numbers(&'static str),
    /// Values of the first, each with the value of the second it stands beside, or none.
    Pairs(&'static str, &'static str),
}

/// What one column held.
#[derive(Debug)]
pub(super) enum Counts {
    Words(HashMap<String, u64>),
    Numbers(HashMap<i64, u64>),
    Pairs(HashMap<(String, String), u64>),
}

/// Counts the given columns.
#[derive(Default)]
pub(super) struct Counter {
    pub columns: Vec<Counted>,
    /// Of each segment, if they are made.
    pub profiles: Vec<Arc<Profiles>>,
}

impl Counter {
    /// How many texts hold a query, and how many of them bear each value.
    pub fn count(&self, query: &Query, search: &Search) -> Result<(u64, Vec<Counts>), Refusal> {
        let mut total = 0;
        let mut counts: Vec<Counts> = self.columns.iter().map(Counts::none).collect();
        for (ordinal, segment) in search.searcher.segment_readers().iter().enumerate() {
            let mut holds = search.holds(query, ordinal)?;
            let mut inside = self.in_segment(ordinal, segment)?;
            for (first, row) in holds.rows(segment) {
                inside.count(first, &row);
                search.effort.check()?;
            }
            total += inside.texts;
            for (all, more) in counts.iter_mut().zip(inside.counts()?) {
                all.add(more);
            }
        }
        Ok((total, counts))
    }

    fn in_segment(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
    ) -> Result<InSegment, TantivyError> {
        let columns = self
            .columns
            .iter()
            .map(|counted| Ok((*counted, InColumn::open(counted, segment)?)));
        let profiles = self.profiles.get(ordinal);
        Ok(InSegment {
            texts: 0,
            columns: columns.collect::<Result<_, TantivyError>>()?,
            profiled: profiles.map(|profiles| (profiles.clone(), profiles.tally())),
        })
    }
}

impl Counts {
    fn none(counted: &Counted) -> Counts {
        match counted {
            Counted::Words(_) => Counts::Words(HashMap::new()),
            Counted::Numbers(_) => Counts::Numbers(HashMap::new()),
            Counted::Pairs(..) => Counts::Pairs(HashMap::new()),
        }
    }

    fn add(&mut self, more: Counts) {
        match (self, more) {
            (Counts::Words(all), Counts::Words(more)) => add(all, more),
            (Counts::Numbers(all), Counts::Numbers(more)) => add(all, more),
            (Counts::Pairs(all), Counts::Pairs(more)) => add(all, more),
            // Columns are merged in their order, so the kinds agree.
            _ => {}
        }
    }
}

fn add<K: Eq + Hash>(all: &mut HashMap<K, u64>, more: HashMap<K, u64>) {
    for (value, count) in more {
        *all.entry(value).or_default() += count;
    }
}

pub(super) struct InSegment {
    texts: u64,
    columns: Vec<(Counted, InColumn)>,
    profiled: Option<(Arc<Profiles>, Tally)>,
}

enum InColumn {
    /// No text of the segment has a value.
    Empty,
    Words(StrColumn, Vec<u32>),
    /// Counts from the lowest value of the column on.
    Numbers(Column<i64>, i64, Vec<u32>),
    /// Numbers too far apart for a row of counts.
    Scattered(Column<i64>, HashMap<i64, u64>),
    /// For each value of the first column, the values of the second and how often.
    Pairs(StrColumn, StrColumn, Vec<Vec<(u64, u32)>>),
}

/// Numbers of a column that are counted in a row: months of two thousand years are 200,000 apart.
const ROW_MAX: i64 = 1 << 20;

impl InSegment {
    fn count(&mut self, first: DocId, row: &Row) {
        self.texts += u64::from(row.count());
        if self.columns.is_empty() {
            return;
        }
        if let Some((profiles, tally)) = &mut self.profiled {
            return profiles.count(row.places().map(|at| first + at), tally);
        }
        let texts: Vec<DocId> = row.places().map(|at| first + at).collect();
        for texts in texts.chunks(COLLECT_BLOCK_BUFFER_LEN) {
            self.columns
                .iter_mut()
                .for_each(|(_, column)| column.count(texts));
        }
    }

    fn counts(mut self) -> Result<Vec<Counts>, TantivyError> {
        if let Some((profiles, tally)) = &self.profiled {
            for (counted, column) in &mut self.columns {
                column.spread(counted, profiles, tally);
            }
        }
        let columns = self.columns.into_iter();
        columns.map(|(_, column)| column.counts()).collect()
    }
}

impl InColumn {
    fn open(counted: &Counted, segment: &SegmentReader) -> Result<InColumn, TantivyError> {
        let columns = segment.fast_fields();
        Ok(match counted {
            Counted::Words(name) => match columns.str(name)? {
                Some(words) => {
                    let counts = vec![0; words.num_terms()];
                    InColumn::Words(words, counts)
                }
                None => InColumn::Empty,
            },
            Counted::Numbers(name) => match columns.column_opt(name)? {
                Some(numbers) => {
                    let (least, most): (i64, i64) = (numbers.min_value(), numbers.max_value());
                    match most.checked_sub(least) {
                        Some(len @ 0..ROW_MAX) => {
                            InColumn::Numbers(numbers, least, vec![0; len as usize + 1])
                        }
                        _ => InColumn::Scattered(numbers, HashMap::new()),
                    }
                }
                None => InColumn::Empty,
            },
            Counted::Pairs(first, second) => match (columns.str(first)?, columns.str(second)?) {
                (Some(first), Some(second)) => {
                    let counts = vec![Vec::new(); first.num_terms()];
                    InColumn::Pairs(first, second, counts)
                }
                _ => InColumn::Empty,
            },
        })
    }

    fn count(&mut self, texts: &[DocId]) {
        match self {
            InColumn::Empty => {}
            InColumn::Words(words, counts) => {
                each_value(words.ords(), texts, |value| counts[value as usize] += 1);
            }
            InColumn::Numbers(numbers, least, counts) => {
                each_value(numbers, texts, |value| {
                    counts[(value - *least) as usize] += 1
                });
            }
            InColumn::Scattered(numbers, counts) => {
                each_value(numbers, texts, |value| {
                    *counts.entry(value).or_default() += 1
                });
            }
            InColumn::Pairs(first, second, counts) => {
                for text in texts {
                    for value in first.term_ords(*text) {
                        let other = second.term_ords(*text).next();
                        add_beside(&mut counts[value as usize], other, 1);
                    }
                }
            }
        }
    }

    /// Adds what was counted by profiles.
    fn spread(&mut self, counted: &Counted, profiles: &Profiles, tally: &Tally) {
        let names: &[&str] = match counted {
            Counted::Words(name) | Counted::Numbers(name) => &[name],
            Counted::Pairs(first, second) => &[first, second],
        };
        profiles.each(tally, names, |held, often| {
            for value in held[0] {
                match self {
                    InColumn::Empty => {}
                    InColumn::Words(_, counts) => counts[*value as usize] += often,
                    InColumn::Numbers(_, least, counts) => {
                        counts[(value.cast_signed() - *least) as usize] += often;
                    }
                    InColumn::Scattered(_, counts) => {
                        *counts.entry(value.cast_signed()).or_default() += u64::from(often);
                    }
                    InColumn::Pairs(_, _, counts) => {
                        let other = held[1].first().copied();
                        add_beside(&mut counts[*value as usize], other, often);
                    }
                }
            }
        });
    }

    fn counts(self) -> Result<Counts, TantivyError> {
        Ok(match self {
            // Merging leaves out what is of another kind, and this is nothing.
            InColumn::Empty => Counts::Words(HashMap::new()),
            InColumn::Words(words, counts) => {
                let occurred: Vec<(u64, u32)> =
                    (0..).zip(counts).filter(|(_, count)| 0 < *count).collect();
                let values = occurred.iter().map(|(value, _)| *value).collect();
                let said = said(&words, values)?.into_iter();
                let counts = occurred.iter().map(|(_, count)| u64::from(*count));
                Counts::Words(said.zip(counts).collect())
            }
            InColumn::Numbers(_, least, counts) => {
                let occurred = (least..).zip(counts).filter(|(_, count)| 0 < *count);
                let counts = occurred.map(|(value, count)| (value, u64::from(count)));
                Counts::Numbers(counts.collect())
            }
            InColumn::Scattered(_, counts) => Counts::Numbers(counts),
            InColumn::Pairs(first, second, counts) => pairs(&first, &second, counts)?,
        })
    }
}

fn add_beside(beside: &mut Vec<(u64, u32)>, other: Option<u64>, often: u32) {
    let other = other.unwrap_or(NOTHING);
    match beside.iter_mut().find(|(known, _)| *known == other) {
        Some((_, count)) => *count += often,
        None => beside.push((other, often)),
    }
}

/// Visits the values of texts. Where each has one at most, those of a block are read together.
fn each_value<T>(column: &Column<T>, texts: &[DocId], mut visit: impl FnMut(T))
where
    T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static,
{
    if column.get_cardinality() == Cardinality::Multivalued {
        let values = texts.iter().flat_map(|text| column.values_for_doc(*text));
        return values.for_each(visit);
    }
    let mut values = [None; COLLECT_BLOCK_BUFFER_LEN];
    for texts in texts.chunks(COLLECT_BLOCK_BUFFER_LEN) {
        let values = &mut values[..texts.len()];
        values.fill(None);
        column.first_vals(texts, values);
        values.iter().flatten().for_each(|value| visit(*value));
    }
}

fn pairs(
    first: &StrColumn,
    second: &StrColumn,
    counts: Vec<Vec<(u64, u32)>>,
) -> Result<Counts, TantivyError> {
    let occurred: Vec<(u64, Vec<(u64, u32)>)> = (0..)
        .zip(counts)
        .filter(|(_, beside)| !beside.is_empty())
        .collect();
    let values = said(first, occurred.iter().map(|(value, _)| *value).collect())?;
    let mut others: Vec<u64> = occurred
        .iter()
        .flat_map(|(_, beside)| beside.iter().map(|(other, _)| *other))
        .filter(|other| *other != NOTHING)
        .collect();
    others.sort_unstable();
    others.dedup();
    let names = said(second, others.clone())?;
    let names: HashMap<u64, String> = others.into_iter().zip(names).collect();
    let mut pairs = HashMap::new();
    for (value, (_, beside)) in values.into_iter().zip(occurred) {
        for (other, count) in beside {
            let name = names.get(&other).cloned().unwrap_or_default();
            pairs.insert((value.clone(), name), u64::from(count));
        }
    }
    Ok(Counts::Pairs(pairs))
}

/// The words of ascending values.
fn said(column: &StrColumn, values: Vec<u64>) -> Result<Vec<String>, TantivyError> {
    let mut said = Vec::with_capacity(values.len());
    let dictionary = column.dictionary();
    dictionary.sorted_ords_to_term_cb(&values, |word| {
        said.push(String::from_utf8_lossy(word).into_owned());
    })?;
    Ok(said)
}
