//! What it is for a text to hold every word of a question.
//!
//! A unit is held in any of its writings, and words that name a fact by the record that holds the
//! fact. The rest must be written, with the typed marks where the tier asks for them.

use super::conditions::pairs;
use super::facts::Fact;
use super::plan::distinct;
use super::query::{Field, Query};
use super::question::Word;
use super::synonyms::{Expanded, Unit};

/// What facts are good for beside their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facts {
    StandIn,
    /// They only rank.
    Rank,
}

/// Every word, or what stands in for it; `exactly` says which words need their marks.
pub(super) fn every_word(
    expanded: &Expanded,
    facts: Facts,
    exactly: impl Fn(&Word) -> bool,
) -> Query {
    let reading = Reading {
        expanded,
        facts,
        exactly: &exactly,
    };
    all(reading.parts(0, expanded.words.len()))
}

struct Reading<'a> {
    expanded: &'a Expanded,
    facts: Facts,
    exactly: &'a dyn Fn(&Word) -> bool,
}

impl Reading<'_> {
    /// What the words `first..end` ask, each part once.
    fn parts(&self, first: usize, end: usize) -> Vec<Query> {
        let words = &self.expanded.words;
        let mut alone: Vec<&Word> = Vec::new();
        let mut parts: Vec<Query> = Vec::new();
        let mut at = first;
        while at < end {
            let (part, next) = if let Some(fact) = self.fact_at(at, end) {
                let without = Reading {
                    facts: Facts::Rank,
                    ..*self
                };
                let written = all(without.parts(at, at + fact.len));
                (Query::any(vec![written, fact.held.clone()]), at + fact.len)
            } else if let Some(unit) = self.expanded.unit_at(at) {
                (self.any_writing(unit), unit.first + unit.len)
            } else {
                alone.push(&words[at]);
                at += 1;
                continue;
            };
            if !parts.contains(&part) {
                parts.push(part);
            }
            at = next;
        }
        let mut all = self.spelled(&alone);
        all.extend(parts);
        all
    }

    /// A fact that stands in for the words from `at` on and cuts no unit.
    fn fact_at(&self, at: usize, end: usize) -> Option<&Fact> {
        let cuts = |fact: &Fact| {
            let last = fact.first + fact.len;
            let mut units = self.expanded.units.iter();
            units.any(|unit| unit.holds(at) && last < unit.first + unit.len)
                || (last < end && {
                    let inner = self.expanded.unit_at(last);
                    inner.is_some_and(|unit| unit.first < last)
                })
        };
        self.standing()
            .find(|fact| fact.first == at && at + fact.len <= end && !cuts(fact))
    }

    fn standing(&self) -> impl Iterator<Item = &Fact> {
        let facts = match self.facts {
            Facts::StandIn => self.expanded.facts.as_slice(),
            Facts::Rank => &[],
        };
        facts.iter().filter(|fact| fact.stands_in)
    }

    /// The words of a unit side by side, another writing of it, or a fact its words name.
    fn any_writing(&self, unit: &Unit) -> Query {
        let end = unit.first + unit.len;
        let typed = self.side_by_side(&self.expanded.words[unit.first..end]);
        let folded = Reading {
            exactly: &|_| false,
            ..*self
        };
        let others = unit.others.iter().map(|other| folded.side_by_side(other));
        let inside = |fact: &&Fact| unit.first <= fact.first && fact.first + fact.len <= end;
        let facts = self.standing().filter(inside);
        let facts = facts.map(|fact| fact.held.clone());
        let any = std::iter::once(typed).chain(others).chain(facts);
        Query::any(any.collect())
    }

    fn side_by_side(&self, words: &[Word]) -> Query {
        let mut parts = self.spelled(&words.iter().collect::<Vec<_>>());
        let pairs = pairs(words);
        if !pairs.is_empty() {
            parts.push(Query::all_of(Field::BodyPairs, distinct(pairs.iter())));
        }
        all(parts)
    }

    fn spelled(&self, words: &[&Word]) -> Vec<Query> {
        let (exact, folded): (Vec<&Word>, Vec<&Word>) =
            words.iter().copied().partition(|word| (self.exactly)(word));
        let exact = distinct(exact.iter().map(|word| &word.exact));
        let folded = distinct(folded.iter().map(|word| &word.folded));
        [(Field::Body, exact), (Field::BodyFolded, folded)]
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(field, values)| Query::all_of(field, values))
            .collect()
    }
}

fn all(mut parts: Vec<Query>) -> Query {
    match parts.len() {
        1 => parts.remove(0),
        _ => Query::every(parts),
    }
}
