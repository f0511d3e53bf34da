//! What every hit must be and must not be: filters, phrases, beginnings, exclusions and choices.

use super::filter::Filter;
use super::plan::distinct;
use super::query::{Bool, Field, Query};
use super::question::{Choice, Question, Word};

/// Filters, phrases, prefixes, choices and exclusions.
pub(super) fn base(question: &Question) -> Bool {
    base_without(question, None)
}

/// The same as if the ticked filters of one field were not there: what a facet of it counts.
pub(super) fn base_without(question: &Question, field: Option<&str>) -> Bool {
    let mut base = Bool::default();
    let left_out = |filter: &&Filter| field == Some(&filter.field) && is_box(filter);
    let (without, with): (Vec<&Filter>, Vec<&Filter>) = question
        .filters
        .iter()
        .filter(|filter| !left_out(filter))
        .partition(|filter| filter.negated);
    base.filter.extend(conditions(&with));
    base.not
        .extend(without.iter().map(|filter| filter.condition.clone()));
    base.filter
        .extend(question.phrases.iter().map(|p| phrase(p)));
    base.not.extend(question.excluded.iter().map(|p| phrase(p)));
    base.filter
        .extend(question.prefixes.iter().map(|head| Query::Prefix {
            field: Field::BodyFolded,
            value: head.clone(),
        }));
    for choice in &question.choices {
        let side = if choice.negated {
            &mut base.not
        } else {
            &mut base.filter
        };
        side.push(any_side(choice));
    }
    base
}

/// True for a filter that is a ticked box of a facet.
pub(super) fn is_box(filter: &Filter) -> bool {
    filter.ticked && !filter.negated
}

/// What filters ask together: of two years either, of two cited numbers both.
pub(super) fn conditions(filters: &[&Filter]) -> Vec<Query> {
    let mut conditions = Vec::new();
    for (at, filter) in filters.iter().enumerate() {
        let like = |other: &&&Filter| filter.ticked && other.ticked && other.field == filter.field;
        if filters[..at].iter().any(|other| like(&other)) {
            continue;
        }
        let mut same: Vec<Query> = filters[at + 1..]
            .iter()
            .filter(like)
            .map(|other| other.condition.clone())
            .collect();
        if same.is_empty() {
            conditions.push(filter.condition.clone());
            continue;
        }
        same.insert(0, filter.condition.clone());
        conditions.push(Query::any(same));
    }
    conditions
}

fn any_side(choice: &Choice) -> Query {
    Query::any(choice.sides.iter().map(side).collect())
}

/// What a side of an OR asks: all its words, or its number, and whatever else it holds.
fn side(question: &Question) -> Query {
    let mut parts = base(question);
    for term in &question.numbers {
        let values = vec![term.clone()];
        parts.filter.push(Query::any(vec![
            Query::AnyOf {
                field: Field::NumberKey,
                values: values.clone(),
            },
            Query::AnyOf {
                field: Field::RefKey,
                values,
            },
        ]));
    }
    let words = match question.numbers.is_empty() {
        true => question
            .words
            .iter()
            .map(|word| word.folded.clone())
            .collect(),
        false => question.beside_numbers.clone(),
    };
    if !words.is_empty() {
        let words = distinct(words.iter());
        parts.filter.push(Query::all_of(Field::BodyFolded, words));
    }
    Query::Bool(parts)
}

/// Words in their order: with the very marks if any is typed, by folded neighbours if none is.
fn phrase(words: &[Word]) -> Query {
    let marked = words.iter().any(|word| word.marked);
    let exact = || words.iter().map(|word| word.exact.clone()).collect();
    let folded = || words.iter().map(|word| word.folded.clone()).collect();
    match words {
        [only] if marked => Query::term(Field::Body, only.exact.clone()),
        [only] => Query::term(Field::BodyFolded, only.folded.clone()),
        _ if marked => Query::Phrase {
            field: Field::Body,
            values: exact(),
        },
        _ => Query::every(vec![
            Query::all_of(Field::BodyPairs, pairs(words)),
            Query::all_of(Field::BodyFolded, folded()),
        ]),
    }
}

/// Folded neighbours, where no sentence ends between them.
pub(super) fn pairs(words: &[Word]) -> Vec<String> {
    words
        .windows(2)
        .filter(|two| two[1].follows)
        .map(|two| super::analyzer::pair(&two[0].folded, &two[1].folded))
        .collect()
}
