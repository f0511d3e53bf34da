//! Our tree in, tantivy's query out.
//!
//! Only what the index holds decides what a prefix stands for, so compiling needs a searcher; the
//! number of terms is bounded here, where they are counted.

use std::collections::BTreeSet;
use std::ops::Bound;

use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur,
    PhraseQuery, Query as Engine, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, TantivyError, Term};

use super::excluded::Excluded;
use super::query::{Bool, Field, Query};
use super::question::QueryError;
use super::schema::Fields;
use crate::text::Span;

/// Words one `*` may stand for. "chuyen*" has a few dozen; beyond this a person must type on.
const PREFIX_TERMS_MAX: usize = 512;

/// Terms that are read side by side; more are gathered into a set of texts first, which costs a bit for
/// every text of the index.
const UNION_MAX: usize = 16;

/// How soon saying a word again adds nothing: a constant of the engine's formula.
const K1: f32 = 1.2;

pub(super) enum Refusal {
    Query(QueryError),
    /// It would take too long.
    TooBroad,
    Engine(TantivyError),
}

impl From<TantivyError> for Refusal {
    fn from(error: TantivyError) -> Refusal {
        Refusal::Engine(error)
    }
}

pub(super) struct Compiler<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
}

impl Compiler<'_> {
    pub fn compile(&self, query: &Query) -> Result<Box<dyn Engine>, Refusal> {
        Ok(match query {
            Query::All => Box::new(AllQuery),
            Query::Term {
                field,
                value,
                weight,
            } => self.weighted(*field, value, *weight),
            Query::AnyOf { field, values } => match values.as_slice() {
                [] => Box::new(EmptyQuery),
                [only] => self.plain(*field, only),
                few if few.len() <= UNION_MAX => Box::new(BooleanQuery::union(
                    few.iter().map(|v| self.plain(*field, v)).collect(),
                )),
                many => {
                    let terms: Vec<Term> = many.iter().map(|v| self.term(*field, v)).collect();
                    Box::new(TermSetQuery::new(terms))
                }
            },
            Query::AllOf { field, values } => match values.as_slice() {
                [] => Box::new(EmptyQuery),
                [only] => self.plain(*field, only),
                many => Box::new(BooleanQuery::intersection(
                    many.iter().map(|v| self.plain(*field, v)).collect(),
                )),
            },
            Query::Phrase { field, values } => match values.as_slice() {
                [] => Box::new(EmptyQuery),
                [only] => self.plain(*field, only),
                many => Box::new(PhraseQuery::new(
                    many.iter().map(|v| self.term(*field, v)).collect(),
                )),
            },
            Query::Prefix { field, value } => self.prefix(*field, value)?,
            Query::Range { field, from, to } => Box::new(RangeQuery::new(
                self.bound(*field, *from),
                self.bound(*field, *to),
            )),
            Query::Bool(parts) => self.parts(parts)?,
        })
    }

    fn parts(&self, parts: &Bool) -> Result<Box<dyn Engine>, Refusal> {
        let mut clauses: Vec<(Occur, Box<dyn Engine>)> = Vec::new();
        for query in &parts.filter {
            let unscored = ConstScoreQuery::new(self.compile(query)?, 0.0);
            clauses.push((Occur::Must, Box::new(unscored)));
        }
        for query in &parts.should {
            clauses.push((Occur::Should, self.compile(query)?));
        }
        if clauses.is_empty() {
            let everything = ConstScoreQuery::new(Box::new(AllQuery), 0.0);
            clauses.push((Occur::Must, Box::new(everything)));
        }
        for query in &parts.not {
            let excluded = Excluded(self.compile(query)?);
            clauses.push((Occur::MustNot, Box::new(excluded)));
        }
        Ok(Box::new(BooleanQuery::with_minimum_required_clauses(
            clauses,
            parts.minimum,
        )))
    }

    fn weighted(&self, field: Field, value: &str, weight: f32) -> Box<dyn Engine> {
        let term = TermQuery::new(self.term(field, value), record(field));
        let weight = self.weight(field, weight);
        if weight == 1.0 {
            Box::new(term)
        } else {
            Box::new(BoostQuery::new(Box::new(term), weight))
        }
    }

    /// What the engine's formula is to be multiplied by for a term of a field to weigh `weight`.
    pub fn weight(&self, field: Field, weight: f32) -> f32 {
        match is_fact(field) || record(field) == IndexRecordOption::Basic {
            true => weight / self.left_of_rarity(field),
            false => weight,
        }
    }

    /// What the engine's formula leaves of a term's rarity in a field of single terms. It takes the
    /// field for a text, so that a field most documents lack would make the others long ones.
    fn left_of_rarity(&self, field: Field) -> f32 {
        let (k1, b) = (K1, 0.75);
        let (tokens, documents) = (
            self.searcher.total_num_tokens(self.fields.get(field)),
            self.searcher.total_num_docs(),
        );
        let (Ok(tokens @ 1..), Ok(documents @ 1..)) = (tokens, documents) else {
            return 1.0;
        };
        let mean = tokens as f32 / documents as f32;
        (1.0 + k1) / (1.0 + k1 * (1.0 - b + b / mean))
    }

    fn plain(&self, field: Field, value: &str) -> Box<dyn Engine> {
        Box::new(TermQuery::new(
            self.term(field, value),
            IndexRecordOption::Basic,
        ))
    }

    pub fn term(&self, field: Field, value: &str) -> Term {
        let handle = self.fields.get(field);
        if is_number(field) {
            // The planner writes numbers only; anything else finds nothing.
            Term::from_field_i64(handle, value.parse().unwrap_or(i64::MIN))
        } else {
            Term::from_field_text(handle, value)
        }
    }

    fn bound(&self, field: Field, value: Option<i64>) -> Bound<Term> {
        match value {
            Some(value) => Bound::Included(Term::from_field_i64(self.fields.get(field), value)),
            None => Bound::Unbounded,
        }
    }

    fn prefix(&self, field: Field, head: &str) -> Result<Box<dyn Engine>, Refusal> {
        let found = self.begun(field, head)?;
        let terms: Vec<Term> = found.iter().map(|value| self.term(field, value)).collect();
        Ok(Box::new(TermSetQuery::new(terms)))
    }

    /// The terms a beginning stands for, as long as they are not too many.
    pub fn begun(&self, field: Field, head: &str) -> Result<BTreeSet<String>, Refusal> {
        self.beginning(field, head, PREFIX_TERMS_MAX)?
            .ok_or_else(|| {
                let message = format!("có quá nhiều từ bắt đầu bằng «{head}»");
                let error = QueryError::at(Span::default(), message);
                Refusal::Query(error.with_hint("hãy gõ thêm chữ cái"))
            })
    }

    /// The terms that begin with `head`, or `None` if there are more than `max`.
    pub fn beginning(
        &self,
        field: Field,
        head: &str,
        max: usize,
    ) -> Result<Option<BTreeSet<String>>, TantivyError> {
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.get(field))?;
            let mut terms = index.terms().range().ge(head).into_stream()?;
            while terms.advance() {
                let Some(term) = std::str::from_utf8(terms.key())
                    .ok()
                    .filter(|term| term.starts_with(head))
                else {
                    break;
                };
                found.insert(term.to_owned());
                if max < found.len() {
                    return Ok(None);
                }
            }
        }
        Ok(Some(found))
    }
}

fn is_number(field: Field) -> bool {
    matches!(field, Field::Year | Field::Issued | Field::Due)
}

/// What the scorer needs to read of a term.
pub(super) fn record(field: Field) -> IndexRecordOption {
    match field {
        Field::Title
        | Field::TitleFolded
        | Field::TitlePairs
        | Field::Body
        | Field::BodyFolded
        | Field::BodyPairs
        | Field::YearKey
        | Field::ProvinceKey
        | Field::OwnTopic
        | Field::IssuerId
        | Field::IssuerBody
        | Field::DocTypeKey => IndexRecordOption::WithFreqs,
        _ => IndexRecordOption::Basic,
    }
}

/// True for a field of single terms that ranks: how many stand beside one says nothing.
fn is_fact(field: Field) -> bool {
    matches!(
        field,
        Field::YearKey
            | Field::ProvinceKey
            | Field::OwnTopic
            | Field::IssuerId
            | Field::IssuerBody
            | Field::DocTypeKey
    )
}
