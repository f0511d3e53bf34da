//! The question as a tree of our own, before any engine sees it.
//!
//! Terms are already analysed, fields are named as in the flat JSON, and only what tantivy,
//! Quickwit and OpenSearch all honour is here (`bool, term, terms, match_phrase, range, prefix,
//! match_all`), so that a second compiler can stand beside [`super::compile`]. It can be kept:
//! a saved question is this tree as JSON.

use serde::{Deserialize, Serialize};

/// The one term of [`Field::Aside`].
pub const ASIDE: &str = "1";

/// A field of the index, by the name it has in every engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Id,
    Kind,
    /// Terms of the work's own number.
    NumberKey,
    /// Terms of the numbers its text and its links cite.
    RefKey,
    /// Terms of the numbers of the directives above it.
    UnderKey,
    Title,
    TitleFolded,
    TitlePairs,
    Body,
    BodyFolded,
    BodyPairs,
    DocTypeKey,
    /// Folded words of the issuer's name.
    IssuerWords,
    IssuerId,
    /// `so-noi-vu` of whatever province.
    IssuerBody,
    OwnerWords,
    OwnerId,
    CoordinatorWords,
    CoordinatorId,
    /// Of the province as it was when the work was issued.
    ProvinceKey,
    /// Of the province that holds it by the last order known.
    ProvinceNowKey,
    Level,
    /// Its topics and those above them.
    Topic,
    /// Its topics alone.
    OwnTopic,
    Verdict,
    Status,
    /// Of its manifestations.
    Role,
    /// Abbreviations the document defines itself.
    Defined,
    /// Lines that a half-typed one may become.
    Suggest,
    /// [`ASIDE`] on a work that is cited and not there, and on a page that only names works.
    Aside,
    WorkId,
    Year,
    /// The year as a term, which ranks.
    YearKey,
    /// `yyyymmdd`.
    Issued,
    /// `yyyymmdd`.
    Due,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    All,
    /// Scored by how rare and how frequent the term is, times `weight`.
    Term {
        field: Field,
        value: String,
        weight: f32,
    },
    /// A document with any of the terms.
    AnyOf {
        field: Field,
        values: Vec<String>,
    },
    /// A document with all of the terms, anywhere in the field.
    AllOf {
        field: Field,
        values: Vec<String>,
    },
    /// The terms one after another.
    Phrase {
        field: Field,
        values: Vec<String>,
    },
    /// A term that begins with `value`.
    Prefix {
        field: Field,
        value: String,
    },
    /// A number from `from` to `to`, both included.
    Range {
        field: Field,
        from: Option<i64>,
        to: Option<i64>,
    },
    Bool(Bool),
}

/// Every `filter` and no `not`, and at least `minimum` of `should`. Only `should` is scored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bool {
    pub filter: Vec<Query>,
    pub not: Vec<Query>,
    pub should: Vec<Query>,
    pub minimum: usize,
}

impl Query {
    pub fn term(field: Field, value: impl Into<String>) -> Query {
        Query::weighted(field, value, 1.0)
    }

    pub fn weighted(field: Field, value: impl Into<String>, weight: f32) -> Query {
        let value = value.into();
        Query::Term {
            field,
            value,
            weight,
        }
    }

    /// Every one of `queries`.
    pub fn every(queries: Vec<Query>) -> Query {
        Query::Bool(Bool {
            filter: queries,
            ..Bool::default()
        })
    }

    /// At least one of `queries`.
    pub fn any(queries: Vec<Query>) -> Query {
        Query::at_least(1, queries)
    }

    pub fn at_least(minimum: usize, queries: Vec<Query>) -> Query {
        Query::Bool(Bool {
            should: queries,
            minimum,
            ..Bool::default()
        })
    }

    /// True if it asks where words stand.
    pub fn has_phrase(&self) -> bool {
        match self {
            Query::Phrase { .. } => true,
            Query::Bool(parts) => {
                let mut parts = parts.filter.iter().chain(&parts.not).chain(&parts.should);
                parts.any(Query::has_phrase)
            }
            _ => false,
        }
    }

    pub fn all_of(field: Field, values: Vec<String>) -> Query {
        Query::AllOf { field, values }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_survives_its_own_json() {
        let tree = Query::Bool(Bool {
            filter: vec![
                Query::all_of(Field::BodyFolded, vec!["ke".into(), "hoach".into()]),
                Query::Range {
                    field: Field::Year,
                    from: Some(2019),
                    to: None,
                },
            ],
            not: vec![Query::Prefix {
                field: Field::BodyFolded,
                value: "papi".into(),
            }],
            should: vec![Query::weighted(Field::Title, "kế", 3.0)],
            minimum: 0,
        });
        let json = serde_json::to_string(&tree).expect("a tree is plain data");
        let back: Query = serde_json::from_str(&json).expect("and reads back");
        assert_eq!(tree, back);
    }
}
