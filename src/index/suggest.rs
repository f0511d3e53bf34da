//! What a half-typed line may become: numbers, titles, agencies.

use tantivy::collector::TopDocs;

use super::analyzer::{folded_words, pair};
use super::answer::{Suggestion, SuggestionKind};
use super::compile::Refusal;
use super::numbers;
use super::query::{Bool, Field, Query};
use super::search::Search;
use crate::text::fold;

/// Lines of one kind.
const EACH_MAX: usize = 5;
/// Texts looked at to find that many different titles and agencies.
const LOOKED_AT_MAX: usize = 60;
/// Bytes of a line that are read: no title is searched by more.
const TYPED_BYTES_MAX: usize = 200;
/// Letters of the last word from which it is completed: one letter begins too many words.
const COMPLETED_LETTERS_MIN: usize = 2;

impl Search<'_> {
    pub fn suggestions(&self, typed: &str) -> Result<Vec<Suggestion>, Refusal> {
        let typed = &typed[..typed.floor_char_boundary(TYPED_BYTES_MAX)];
        let mut suggestions = self.number_suggestions(typed)?;
        let words = folded_words(typed);
        if let Some((last, before)) = words.split_last() {
            suggestions.extend(self.title_suggestions(before, last)?);
            suggestions.extend(self.agency_suggestions(before, last)?);
        }
        Ok(suggestions)
    }

    fn number_suggestions(&self, typed: &str) -> Result<Vec<Suggestion>, Refusal> {
        let head = numbers::compact(&fold(typed));
        let head = head.trim_start_matches('0');
        if !head.starts_with(|c: char| c.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let query = Query::Prefix {
            field: Field::NumberKey,
            value: head.to_owned(),
        };
        let seen = |entry: &super::Entry| entry.number.clone();
        self.distinct(&query, SuggestionKind::Number, seen)
    }

    fn title_suggestions(&self, before: &[String], last: &str) -> Result<Vec<Suggestion>, Refusal> {
        let Some(mut query) = begun(Field::TitleFolded, before, last) else {
            return Ok(Vec::new());
        };
        query.should = before
            .windows(2)
            .map(|two| Query::term(Field::TitlePairs, pair(&two[0], &two[1])))
            .collect();
        let seen = |entry: &super::Entry| entry.title.clone();
        self.distinct(&Query::Bool(query), SuggestionKind::Title, seen)
    }

    fn agency_suggestions(
        &self,
        before: &[String],
        last: &str,
    ) -> Result<Vec<Suggestion>, Refusal> {
        let Some(query) = begun(Field::IssuerWords, before, last) else {
            return Ok(Vec::new());
        };
        let seen = |entry: &super::Entry| entry.issuer.clone();
        self.distinct(&Query::Bool(query), SuggestionKind::Agency, seen)
    }

    /// The first few different texts among the best hits; too broad a beginning suggests nothing.
    fn distinct(
        &self,
        query: &Query,
        kind: SuggestionKind,
        text: impl Fn(&super::Entry) -> Option<String>,
    ) -> Result<Vec<Suggestion>, Refusal> {
        let query = match self.compiler().compile(query) {
            Ok(query) => query,
            Err(Refusal::Query(_)) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let top = TopDocs::with_limit(LOOKED_AT_MAX).order_by_score();
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for (_, address) in self.searcher.search(&*query, &top)? {
            let (entry, _) = self.read(address)?;
            let Some(text) = text(&entry) else { continue };
            let known = suggestions.iter().position(|known| known.text == text);
            if let Some(known) = known {
                // Several works: the line stands for none of them alone.
                suggestions[known].id = None;
            } else if suggestions.len() < EACH_MAX {
                let id = (kind != SuggestionKind::Agency).then_some(entry.id);
                suggestions.push(Suggestion { kind, text, id });
            }
        }
        Ok(suggestions)
    }
}

/// All words before, and one that begins like the last. A last word of one letter waits for the next.
fn begun(field: Field, before: &[String], last: &str) -> Option<Bool> {
    let mut filter = Vec::new();
    if !before.is_empty() {
        filter.push(Query::all_of(field, before.to_vec()));
    }
    if COMPLETED_LETTERS_MIN <= last.chars().count() {
        filter.push(Query::Prefix {
            field,
            value: last.to_owned(),
        });
    }
    (!filter.is_empty()).then(|| Bool {
        filter,
        ..Bool::default()
    })
}
