//! A question understood: words, phrases, exclusions, numbers and filters, or where it went wrong.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::parse::is_quote;
use crate::text::Span;

/// Why a question is refused, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryError {
    /// Bytes of the question.
    pub span: Span,
    /// One sentence in Vietnamese.
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl QueryError {
    pub(super) fn at(span: Span, message: impl Into<String>) -> QueryError {
        QueryError {
            span,
            message: message.into(),
            hint: None,
        }
    }

    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> QueryError {
        self.hint = Some(hint.into());
        self
    }

    /// The character of `question` it points at, counted from 1.
    pub fn column(&self, question: &str) -> usize {
        let start = question.floor_char_boundary(self.span.start as usize);
        question[..start].chars().count() + 1
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for QueryError {}

/// A word of the question, spelled as the index spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub exact: String,
    pub folded: String,
    /// Typed with marks: looked for with them first.
    pub marked: bool,
    /// Stands right after the word before it, in one sentence.
    pub follows: bool,
}

/// What was asked, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// As typed.
    pub typed: String,
    /// What is left without filters, phrases and exclusions.
    pub text: String,
    pub filters: Vec<Filter>,
    pub(super) words: Vec<Word>,
    pub(super) phrases: Vec<Vec<Word>>,
    pub(super) excluded: Vec<Vec<Word>>,
    /// Folded beginnings.
    pub(super) prefixes: Vec<String>,
    /// Terms of the numbers written as such.
    pub(super) numbers: Vec<String>,
    /// Folded words of `text` that belong to none of `numbers`.
    pub(super) beside_numbers: Vec<String>,
}

impl Question {
    /// The question as it would be typed without filter number `index`.
    pub fn without(&self, index: usize) -> String {
        let Some(filter) = self.filters.get(index) else {
            return self.typed.clone();
        };
        let range = filter.span.range();
        let (before, after) = match (self.typed.get(..range.start), self.typed.get(range.end..)) {
            (Some(before), Some(after)) => (before.trim_end(), after.trim_start()),
            _ => return self.typed.clone(),
        };
        let joint = if before.is_empty() || after.is_empty() {
            ""
        } else {
            " "
        };
        format!("{before}{joint}{after}")
    }

    /// The question as it would be typed with one more filter, as a facet's link does.
    pub fn with(&self, field: &str, value: &str) -> String {
        let value = value.replace(is_quote, " ");
        let line = format!("{} {field}:\"{}\"", self.typed.trim(), value.trim());
        line.trim_start().to_owned()
    }

    /// True if it asks for nothing in particular.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty() && self.has_no_words()
    }

    pub(super) fn has_no_words(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.prefixes.is_empty()
    }
}
