//! Which texts of a segment are alike in everything that facets count.
//!
//! Plans of one agency, type, topic and state are thousands, and they bear the same value in every
//! column. So a matching text is counted once, under its *profile*, and the few thousand profiles are
//! spread over the columns at the end: one number is read for a text instead of twelve. Dates have
//! profiles of their own, which would make the others too many.
//!
//! Profiles are kept in memory, eight bytes a text, and made when a second question counts facets: a
//! program that asks once and ends would wait longer for them than it saves.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader, TantivyError};

use super::counting::Counted;
use super::facets;

/// Profiles of the segments that were counted.
#[derive(Default)]
pub(super) struct Kept {
    asked_before: AtomicBool,
    segments: Mutex<HashMap<SegmentId, Arc<Profiles>>>,
}

impl Kept {
    /// Those of each segment in their order, or nothing for the first question.
    pub fn of(&self, segments: &[SegmentReader]) -> Result<Vec<Arc<Profiles>>, TantivyError> {
        if !self.asked_before.swap(true, Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        // A poisoned lock guards only whole values, and none is wrong.
        let mut kept = self
            .segments
            .lock()
            .unwrap_or_else(|lock| lock.into_inner());
        kept.retain(|id, _| segments.iter().any(|segment| segment.segment_id() == *id));
        let each = segments.iter().map(|segment| {
            if let Some(known) = kept.get(&segment.segment_id()) {
                return Ok(known.clone());
            }
            let made = Arc::new(Profiles::of(segment)?);
            kept.insert(segment.segment_id(), made.clone());
            Ok(made)
        });
        each.collect()
    }
}

/// Of one segment.
pub(super) struct Profiles {
    kinds: Vec<Kind>,
}

/// Texts by some columns.
struct Kind {
    /// The profile of each text.
    of: Vec<u32>,
    /// How many profiles there are.
    len: usize,
    columns: Vec<Values>,
}

/// What the profiles hold in one column.
struct Values {
    name: &'static str,
    /// Of each profile; none where the column is empty.
    held: Vec<Box<[u64]>>,
}

/// How often each profile occurs, by kinds.
pub(super) struct Tally(Vec<Vec<u32>>);

impl Profiles {
    fn of(segment: &SegmentReader) -> Result<Profiles, TantivyError> {
        let (mut words, mut numbers) = (Vec::new(), Vec::new());
        for (_, counted) in facets::columns(|_| true) {
            match counted {
                Counted::Words(name) => words.push(name),
                Counted::Numbers(name) => numbers.push(name),
                Counted::Pairs(first, second) => words.extend([first, second]),
            }
        }
        words.sort_unstable();
        words.dedup();
        let columns = segment.fast_fields();
        let mut said = Vec::new();
        for name in words {
            if let Some(column) = columns.str(name)? {
                said.push((name, column.ords().clone()));
            }
        }
        let mut dated = Vec::new();
        for name in numbers {
            if let Some(column) = columns.column_opt::<i64>(name)? {
                dated.push((name, column));
            }
        }
        let texts = segment.max_doc();
        Ok(Profiles {
            kinds: vec![
                Kind::new(texts, said, |value| value),
                Kind::new(texts, dated, i64::cast_unsigned),
            ],
        })
    }

    pub fn tally(&self) -> Tally {
        Tally(self.kinds.iter().map(|kind| vec![0; kind.len]).collect())
    }

    pub fn count(&self, texts: impl Iterator<Item = DocId>, tally: &mut Tally) {
        for text in texts {
            for (kind, counts) in self.kinds.iter().zip(&mut tally.0) {
                counts[kind.of[text as usize] as usize] += 1;
            }
        }
    }

    /// Visits what the counted profiles hold in some columns of one kind, with how often.
    pub fn each(&self, tally: &Tally, names: &[&str], mut visit: impl FnMut(&[&[u64]], u32)) {
        for (kind, counts) in self.kinds.iter().zip(&tally.0) {
            let column = |name: &&str| kind.columns.iter().find(|column| column.name == *name);
            let columns: Vec<&Values> = names.iter().filter_map(column).collect();
            if columns.is_empty() || columns.len() < names.len() {
                continue;
            }
            let mut held: Vec<&[u64]> = Vec::with_capacity(columns.len());
            for (profile, often) in counts.iter().enumerate().filter(|(_, often)| 0 < **often) {
                held.clear();
                held.extend(columns.iter().map(|column| &*column.held[profile]));
                visit(&held, *often);
            }
        }
    }
}

impl Kind {
    /// Column after column: two texts that were alike are parted by what the next one says.
    fn new<T>(
        texts: DocId,
        columns: Vec<(&'static str, Column<T>)>,
        number: impl Fn(T) -> u64,
    ) -> Kind
    where
        T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static,
    {
        let mut kind = Kind {
            of: vec![0; texts as usize],
            len: 1,
            columns: Vec::new(),
        };
        for (name, column) in columns {
            let mut single: HashMap<(u32, Option<u64>), u32> = HashMap::new();
            let mut several: HashMap<(u32, Box<[u64]>), u32> = HashMap::new();
            let mut before: Vec<u32> = Vec::new();
            let mut held: Vec<Box<[u64]>> = Vec::new();
            let mut values: Vec<u64> = Vec::new();
            for (text, of) in (0..).zip(&mut kind.of) {
                values.clear();
                values.extend(column.values_for_doc(text).map(&number));
                let was = *of;
                let new = || {
                    before.push(was);
                    held.push(values.as_slice().into());
                    (held.len() - 1) as u32
                };
                *of = match values.as_slice() {
                    [] => *single.entry((was, None)).or_insert_with(new),
                    [only] => *single.entry((was, Some(*only))).or_insert_with(new),
                    many => *several.entry((was, many.into())).or_insert_with(new),
                };
            }
            for earlier in &mut kind.columns {
                let of = |was: &u32| earlier.held[*was as usize].clone();
                earlier.held = before.iter().map(of).collect();
            }
            kind.len = held.len();
            kind.columns.push(Values { name, held });
        }
        kind
    }
}
