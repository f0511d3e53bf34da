//! A question understood: words, phrases, exclusions, numbers and filters, or where it went wrong.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::analyzer::{Speller, syllables};
use super::field_name::Name;
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

impl Word {
    /// The words of a text in order.
    pub fn all(text: &str, speller: &mut Speller) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        for syllable in syllables(text) {
            let spelling = speller.spell(syllable.written);
            words.push(Word {
                exact: spelling.exact.clone(),
                folded: spelling.folded.clone(),
                marked: spelling.is_marked(),
                follows: !words.is_empty() && !syllable.breaks,
            });
        }
        words
    }
}

/// What was asked, understood. One side of an OR is a question as well.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// As typed.
    pub typed: String,
    /// What is left without filters, phrases and exclusions.
    pub text: String,
    /// Those of its choices are in them, see [`Question::all_filters`].
    pub filters: Vec<Filter>,
    pub(super) words: Vec<Word>,
    pub(super) phrases: Vec<Vec<Word>>,
    pub(super) excluded: Vec<Vec<Word>>,
    /// Folded beginnings.
    pub(super) prefixes: Vec<String>,
    pub(super) choices: Vec<Choice>,
    /// Where each stretch of `text` stands in the line: its place in `text`, then in `typed`.
    pub(super) places: Vec<(usize, usize)>,
    /// The same line with its phrases ("năm 2021") read as filters, if it has any.
    pub(super) as_sentence: Option<Box<Question>>,
    /// Words of an understood filter: they rank, and are not asked for.
    pub(super) aside: Vec<Word>,
    /// Terms of the numbers written as such.
    pub(super) numbers: Vec<String>,
    /// Folded words of `text` that belong to none of `numbers`.
    pub(super) beside_numbers: Vec<String>,
}

/// Sides of which one must hold, or none if negated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    pub negated: bool,
    pub sides: Vec<Question>,
}

impl Question {
    /// The question as it would be typed without filter number `index` of [`Question::all_filters`].
    pub fn without(&self, index: usize) -> String {
        let filter = self.all_filters().into_iter().nth(index);
        filter.map_or_else(|| self.typed.clone(), |filter| filter.without)
    }

    /// The question as it would be typed with one more filter, as a facet's link does. Agencies and
    /// provinces are meant as issued, because facets count them so.
    pub fn with(&self, field: &str, value: &str) -> String {
        let asked = self.typed.trim();
        let asked = match self.choices.is_empty() {
            true => asked.to_owned(),
            // A filter after OR would hold for its last side only.
            false => format!("({asked})"),
        };
        let joint = match Name::parse(field).is_some_and(Name::has_succession) {
            true => '=',
            false => ':',
        };
        let plain = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || c == '_');
        let value = match (field, value) {
            ("kieu", "task") => "nhiemvu".to_owned(),
            ("kieu", "work") => "vanban".to_owned(),
            _ if plain => value.to_owned(),
            _ => format!("\"{}\"", value.replace(is_quote, " ").trim()),
        };
        let line = format!("{asked} {field}{joint}{value}");
        line.trim_start().to_owned()
    }

    /// Its filters, then those of its choices.
    pub fn all_filters(&self) -> Vec<Filter> {
        let sides = self.choices.iter().flat_map(|choice| &choice.sides);
        let nested = sides.flat_map(Question::all_filters);
        self.filters.iter().cloned().chain(nested).collect()
    }

    /// True if it asks for nothing in particular.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty() && self.excluded.is_empty() && self.has_no_words()
    }

    /// True if nothing was gathered yet, not even punctuation.
    pub(super) fn is_blank(&self) -> bool {
        self.is_empty() && self.text.is_empty()
    }

    /// Adds an item of the line to its text.
    pub(super) fn add_text(&mut self, item: &str, place: Span) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.places.push((self.text.len(), place.range().start));
        self.text.push_str(item);
    }

    /// Where bytes of `text` stand in the line.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let typed = |at: usize| {
            let known = self.places.partition_point(|(text, _)| *text <= at);
            let (text, typed) = self
                .places
                .get(known.wrapping_sub(1))
                .copied()
                .unwrap_or_default();
            typed + (at - text)
        };
        Span::new(typed(start), typed(end.max(start + 1) - 1) + 1)
    }

    pub(super) fn has_no_words(&self) -> bool {
        self.words.is_empty()
            && self.phrases.is_empty()
            && self.prefixes.is_empty()
            && self.choices.is_empty()
    }

    /// Everything that is looked for in the words of a text, those of its choices included.
    pub(super) fn looked_for(&self) -> Vec<&[Word]> {
        let own = std::iter::once(self.words.as_slice());
        let phrases = self.phrases.iter().map(Vec::as_slice);
        let wanted = self.choices.iter().filter(|choice| !choice.negated);
        let sides = wanted.flat_map(|choice| &choice.sides);
        own.chain(phrases)
            .chain(sides.flat_map(Question::looked_for))
            .collect()
    }
}
