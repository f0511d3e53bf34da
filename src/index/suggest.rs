//! What a half-typed line may become: numbers, titles, agencies, topics.
//!
//! Lines are kept as terms of one field, folded text first, so that the engine's term dictionary (an
//! FST, kept by each commit with the documents it is of) is walked from what was typed. Titles and
//! agencies that only hold the words somewhere fill up what the walk leaves.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::{DocAddress, TantivyError};

use super::analyzer::{folded_words, pair};
use super::answer::{Suggestion, SuggestionKind};
use super::compile::Refusal;
use super::definitions::Dictionary;
use super::entry::{Entry, Kind};
use super::numbers;
use super::plan::Vocabulary;
use super::query::{Bool, Field, Query};
use super::schema::FACET_AGENCY;
use super::search::Search;
use crate::authority::Authority;
use crate::text::fold;

/// Lines of one kind.
const EACH_MAX: usize = 5;
/// Definitions read of one segment: bounds what an index keeps in memory.
const DEFINITIONS_MAX: usize = 100_000;
/// Lines of the dictionary looked at in one segment: a broader beginning waits for the next letter.
const WALKED_MAX: usize = 300;
/// Texts read to find that many different titles.
const TITLED_MAX: usize = 40;
/// Texts of which the agency is looked at: no more than a number each.
const NAMED_MAX: usize = 2_000;
/// Bytes of a line that are read: no title is searched by more.
const TYPED_BYTES_MAX: usize = 200;
/// Letters of the last word from which it is completed: one letter begins too many words.
const COMPLETED_LETTERS_MIN: usize = 2;
/// Words that a last word is completed to, those of most texts: they are read side by side, where all
/// that begin so would be gathered from every text first.
const COMPLETED_MAX: usize = 16;
/// Bytes of a title that are kept as a line.
const LINE_BYTES_MAX: usize = 240;
/// Parts the folded text of a line from the line.
const JOINT: char = '\u{1f}';

/// The terms under which an entry is suggested.
pub(super) fn lines(entry: &Entry) -> Vec<String> {
    if entry.kind == Kind::Task || entry.page {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut add = |kind: char, key: String, line: &str| {
        let line = &line[..line.floor_char_boundary(LINE_BYTES_MAX)];
        lines.push(format!("{kind}{key}{JOINT}{line}"));
    };
    if let Some(number) = &entry.number {
        add('n', number_key(number), number);
    }
    if let Some(title) = &entry.title {
        add('t', folded_words(title).join(" "), title);
    }
    if let Some(issuer) = &entry.issuer {
        add('a', folded_words(issuer).join(" "), issuer);
    }
    lines
}

fn number_key(written: &str) -> String {
    let key = numbers::compact(&fold(written));
    key.trim_start_matches('0').to_owned()
}

impl Search<'_> {
    pub fn suggestions(&self, typed: &str) -> Result<Vec<Suggestion>, Refusal> {
        let typed = &typed[..typed.floor_char_boundary(TYPED_BYTES_MAX)];
        let mut suggestions = Vec::new();
        let key = number_key(typed);
        if key.starts_with(|c: char| c.is_ascii_digit()) {
            suggestions.extend(self.walked('n', &key, SuggestionKind::Number)?);
        }
        let words = folded_words(typed);
        let Some((last, before)) = words.split_last() else {
            return Ok(suggestions);
        };
        let begun = words.join(" ");
        if begun.len() < COMPLETED_LETTERS_MIN {
            return Ok(suggestions);
        }
        let mut titles = self.walked('t', &begun, SuggestionKind::Title)?;
        add_new(&mut titles, self.titles_with(before, last)?);
        let mut agencies = self.walked('a', &begun, SuggestionKind::Agency)?;
        add_new(&mut agencies, self.agencies_with(before, last)?);
        suggestions.extend(titles);
        suggestions.extend(agencies);
        suggestions.extend(topics(&begun));
        Ok(suggestions)
    }

    /// Lines of a kind that begin so, those of most works first.
    fn walked(
        &self,
        kind: char,
        begun: &str,
        of: SuggestionKind,
    ) -> Result<Vec<Suggestion>, Refusal> {
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        let walk = |term: &str, documents: u64| {
            *lines.entry(term.to_owned()).or_default() += documents;
        };
        self.walk(Field::Suggest, &format!("{kind}{begun}"), WALKED_MAX, walk)?;
        let mut lines: Vec<(String, u64)> = lines.into_iter().collect();
        lines.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut suggestions = Vec::new();
        for (term, _) in lines {
            if suggestions.len() == EACH_MAX {
                break;
            }
            // The dictionary keeps lines of deleted works until their segment is merged.
            let alive = self.best(&Query::term(Field::Suggest, &term), 2)?;
            let Some((_, text)) = term.split_once(JOINT).filter(|_| !alive.is_empty()) else {
                continue;
            };
            let id = match alive.as_slice() {
                [(_, only)] if of != SuggestionKind::Agency => Some(self.read_bare(*only)?.id),
                _ => None,
            };
            suggestions.push(Suggestion {
                kind: of,
                text: text.to_owned(),
                name: None,
                id,
            });
        }
        Ok(suggestions)
    }

    /// Everything the documents define. An unreadable dictionary shows itself when a query runs.
    pub fn dictionary(&self) -> Dictionary {
        let mut dictionary = Dictionary::default();
        let add = |term: &str, documents: u64| dictionary.add(term, documents);
        let _ = self.walk(Field::Defined, "", DEFINITIONS_MAX, add);
        dictionary
    }

    /// The terms of a field that begin with `head`, with their documents, at most `max` a segment.
    pub fn walk(
        &self,
        field: Field,
        head: &str,
        max: usize,
        mut visit: impl FnMut(&str, u64),
    ) -> Result<(), TantivyError> {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.get(field))?;
            let mut terms = index.terms().range().ge(head).into_stream()?;
            let mut walked = 0;
            while walked < max && terms.advance() {
                let term = std::str::from_utf8(terms.key()).unwrap_or_default();
                if !term.starts_with(head) {
                    break;
                }
                visit(term, u64::from(terms.value().doc_freq));
                walked += 1;
            }
        }
        Ok(())
    }

    fn titles_with(&self, before: &[String], last: &str) -> Result<Vec<Suggestion>, Refusal> {
        let Some(condition) = self.begun(Field::TitleFolded, before, last)? else {
            return Ok(Vec::new());
        };
        // Neighbours first: whoever types "cai cach h" does not mean any title with both syllables.
        let mut side_by_side = condition.clone();
        let pairs = before.windows(2).map(|two| pair(&two[0], &two[1]));
        side_by_side
            .filter
            .push(Query::all_of(Field::TitlePairs, pairs.collect()));
        let mut texts = match before {
            [] | [_] => Vec::new(),
            _ => self.looked_at(&side_by_side, TITLED_MAX)?,
        };
        if texts.len() < TITLED_MAX {
            texts.extend(self.looked_at(&condition, TITLED_MAX)?);
        }
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for address in texts {
            if suggestions.len() == EACH_MAX {
                break;
            }
            let entry = self.read_bare(address)?;
            let line = lines(&entry).into_iter().find(|line| line.starts_with('t'));
            let (Some(text), Some(line)) = (entry.title, line) else {
                continue;
            };
            if suggestions.iter().all(|known| known.text != text) {
                // Of several works the line stands for none alone.
                let is_alone = self.frequency(Field::Suggest, &line) < 2;
                suggestions.push(Suggestion {
                    kind: SuggestionKind::Title,
                    text,
                    name: None,
                    id: is_alone.then_some(entry.id),
                });
            }
        }
        Ok(suggestions)
    }

    fn agencies_with(&self, before: &[String], last: &str) -> Result<Vec<Suggestion>, Refusal> {
        let Some(condition) = self.begun(Field::IssuerWords, before, last)? else {
            return Ok(Vec::new());
        };
        let mut names: Vec<String> = Vec::new();
        let texts = self.looked_at(&condition, NAMED_MAX)?;
        for texts in texts.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = self.searcher.segment_reader(texts[0].segment_ord);
            let Some(issuers) = segment.fast_fields().str(FACET_AGENCY)? else {
                continue;
            };
            let values = texts.iter().flat_map(|text| issuers.term_ords(text.doc_id));
            let values: BTreeSet<u64> = values.collect();
            for value in values {
                let mut name = String::new();
                issuers
                    .ord_to_str(value, &mut name)
                    .map_err(TantivyError::from)?;
                if names.len() < EACH_MAX && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let suggestions = names.into_iter().map(|text| Suggestion {
            kind: SuggestionKind::Agency,
            text,
            name: None,
            id: None,
        });
        Ok(suggestions.collect())
    }

    /// All words before, and one that begins like the last. A last word of one letter waits for the next.
    fn begun(
        &self,
        field: Field,
        before: &[String],
        last: &str,
    ) -> Result<Option<Bool>, TantivyError> {
        let mut filter = Vec::new();
        if !before.is_empty() {
            filter.push(Query::all_of(field, before.to_vec()));
        }
        if COMPLETED_LETTERS_MIN <= last.chars().count() {
            let mut words: BTreeMap<String, u64> = BTreeMap::new();
            let walk = |word: &str, documents: u64| {
                *words.entry(word.to_owned()).or_default() += documents;
            };
            self.walk(field, last, WALKED_MAX, walk)?;
            let mut words: Vec<(String, u64)> = words.into_iter().collect();
            words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let words = words.into_iter().take(COMPLETED_MAX);
            let values = words.map(|(word, _)| word).collect();
            filter.push(Query::AnyOf { field, values });
        }
        Ok((!filter.is_empty()).then(|| Bool {
            filter,
            ..Bool::default()
        }))
    }

    /// Some texts that hold a condition; one that is too broad has none.
    fn looked_at(&self, condition: &Bool, most: usize) -> Result<Vec<DocAddress>, Refusal> {
        match self.any_holding(condition, most) {
            Ok(found) => Ok(found.into_iter().map(|(_, address)| address).collect()),
            Err(Refusal::Query(_)) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

/// Adds suggestions until there are enough of their kind.
fn add_new(suggestions: &mut Vec<Suggestion>, more: Vec<Suggestion>) {
    for one in more {
        let known = suggestions.iter().any(|known| known.text == one.text);
        if suggestions.len() < EACH_MAX && !known {
            suggestions.push(one);
        }
    }
}

/// Topics of which the name or a keyword begins so.
fn topics(begun: &str) -> Vec<Suggestion> {
    let begins = |name: &str| folded_words(name).join(" ").starts_with(begun);
    let topics = Authority::bundled().topics().iter();
    let found = topics.filter(|topic| {
        begins(&topic.name) || topic.keywords.iter().any(|keyword| begins(keyword))
    });
    found
        .take(EACH_MAX)
        .map(|topic| Suggestion {
            kind: SuggestionKind::Topic,
            text: format!("chude:{}", topic.id),
            name: Some(topic.name.clone()),
            id: None,
        })
        .collect()
}
