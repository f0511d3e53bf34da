//! A question in, hits with highlights and facets out: what `--json` prints of a search is made here.
//!
//! STAND-IN: until the index room is joined here, every text is looked through, marks and case aside.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::link::Work;
use crate::store::{ClearText, Store};
use crate::text::fold;

use super::asking::each_work;
use super::{Library, Result};

/// What was found, the best first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    pub query: String,
    pub understood: Understood,
    pub total: u64,
    pub hits: Vec<Hit>,
    /// By field: `year`, `doc_type`, `issuer`.
    pub facets: BTreeMap<String, Vec<FacetCount>>,
    /// Where the next page begins; null on the last.
    pub next: Option<String>,
}

/// How the question was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Understood {
    pub filters: Vec<Filter>,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Filter {
    pub field: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// `work` or `task`.
    pub kind: String,
    pub id: String,
    pub number: Option<String>,
    pub doc_type: Option<String>,
    pub issued_on: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    /// Names as ingested.
    pub files: Vec<String>,
    pub score: f32,
    pub snippets: Vec<Snippet>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Snippet {
    pub text: String,
    /// Bytes of `text`, half-open, in order, not overlapping.
    pub highlights: Vec<(usize, usize)>,
    pub page: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetCount {
    pub value: String,
    pub count: u64,
}

/// Letters shown before and after what was found.
const SNIPPET_CHARS: usize = 90;

impl Library {
    /// The works in which every word of `query` is written, at most `limit` of them.
    pub fn search(&self, query: &str, limit: usize) -> Result<Answer> {
        let words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
        let mut hits: Vec<Hit> = Vec::new();
        self.ask(|store| {
            each_work(store, &mut |work| {
                hits.extend(hit(store, work, query, &words)?);
                Ok(())
            })
        })?;
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        let facets = facets(&hits);
        let total = hits.len() as u64;
        hits.truncate(limit);
        Ok(Answer {
            query: query.to_owned(),
            understood: Understood {
                filters: Vec::new(),
                text: query.to_owned(),
            },
            total,
            hits,
            facets,
            next: None,
        })
    }
}

fn hit(store: &Store, work: &Work, query: &str, words: &[String]) -> Result<Option<Hit>> {
    let own: Vec<&str> = [&work.number, &work.title, &work.issuer]
        .into_iter()
        .filter_map(|field| field.as_deref())
        .collect();
    let own = own.join(" ");
    let (files, text) = carried(store, work)?;
    let (own_folded, text_folded) = (fold(&own), fold(&text.text));
    let is_found = |word: &String| own_folded.contains(word) || text_folded.contains(word);
    if words.is_empty() || !words.iter().all(is_found) {
        return Ok(None);
    }
    let exact = [&own, &text.text]
        .iter()
        .filter(|text| text.contains(query))
        .count();
    let in_own = words.iter().filter(|word| own_folded.contains(*word));
    Ok(Some(Hit {
        kind: "work".to_owned(),
        id: work.id.0.clone(),
        number: work.number.clone(),
        doc_type: work.doc_type.clone(),
        issued_on: work.issued_on.clone(),
        issuer: work.issuer.clone(),
        title: work.title.clone(),
        files,
        score: (in_own.count() + 10 * exact) as f32,
        snippets: snippet(&text, words).into_iter().collect(),
    }))
}

/// The names under which a work came, and the text of its best manifestation.
fn carried(store: &Store, work: &Work) -> Result<(Vec<String>, ClearText)> {
    let mut files = Vec::new();
    let mut best = None;
    for manifestation in &work.manifestations {
        let Ok(capture) = manifestation.capture.parse() else {
            continue;
        };
        files.extend(
            store
                .provenance(capture)?
                .into_iter()
                .map(|known| known.context.file),
        );
        if best.is_none() {
            best = store.text(capture)?;
        }
    }
    Ok((files, best.unwrap_or_default()))
}

fn snippet(text: &ClearText, words: &[String]) -> Option<Snippet> {
    let places: Vec<(usize, usize)> = text
        .text
        .split_whitespace()
        .map(|word| {
            let at = word.as_ptr() as usize - text.text.as_ptr() as usize;
            (at, at + word.len())
        })
        .filter(|(start, end)| {
            let folded = fold(&text.text[*start..*end]);
            words.iter().any(|word| folded.contains(word.as_str()))
        })
        .collect();
    let first = places.first()?.0;
    let before = text.text[..first]
        .char_indices()
        .rev()
        .take(SNIPPET_CHARS)
        .last();
    let start = before.map_or(first, |(at, _)| at);
    let end = text.text[first..]
        .char_indices()
        .nth(SNIPPET_CHARS)
        .map_or(text.text.len(), |(at, _)| first + at);
    Some(Snippet {
        highlights: places
            .into_iter()
            .filter(|place| place.1 <= end)
            .map(|place| (place.0 - start, place.1 - start))
            .collect(),
        page: page(text, first),
        text: text.text[start..end].to_owned(),
    })
}

fn page(text: &ClearText, at: usize) -> Option<u32> {
    let page = text.pages.partition_point(|start| *start as usize <= at);
    u32::try_from(page).ok().filter(|page| 0 < *page)
}

fn facets(hits: &[Hit]) -> BTreeMap<String, Vec<FacetCount>> {
    let year = |hit: &Hit| hit.issued_on.as_deref().and_then(|date| date.get(..4).map(str::to_owned));
    BTreeMap::from([
        ("year".to_owned(), counted(hits.iter().filter_map(year))),
        (
            "doc_type".to_owned(),
            counted(hits.iter().filter_map(|hit| hit.doc_type.clone())),
        ),
        (
            "issuer".to_owned(),
            counted(hits.iter().filter_map(|hit| hit.issuer.clone())),
        ),
    ])
}

fn counted(values: impl Iterator<Item = String>) -> Vec<FacetCount> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut counted: Vec<FacetCount> = counts
        .into_iter()
        .map(|(value, count)| FacetCount { value, count })
        .collect();
    counted.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    counted
}
