//! What a search gives back: the JSON of `kehoach search --json`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Kind;
use super::filter::Filter;
use super::snippet::Snippet;

/// Which part of the hits, in which order, with how much beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Hits wanted, at most [`Page::LIMIT_MAX`].
    pub limit: usize,
    /// [`Answer::next`] of the page before; `None` for the first.
    pub after: Option<String>,
    pub sort: Sort,
    /// Fragments a hit.
    pub snippets: usize,
    pub facets: Facetting,
}

impl Page {
    /// Hits of one page: more is an export, which goes page by page.
    pub const LIMIT_MAX: usize = 1_000;
    /// Hits that can be paged through: beyond this a person must filter.
    pub const DEPTH_MAX: usize = 10_000;

    pub fn first(limit: usize) -> Page {
        Page {
            limit,
            ..Page::default()
        }
    }
}

impl Default for Page {
    fn default() -> Page {
        Page {
            limit: 20,
            after: None,
            sort: Sort::Relevance,
            snippets: 3,
            facets: Facetting::Count,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By score; by date, newest first, where there are no words.
    #[default]
    Relevance,
    Newest,
    Oldest,
    /// Tasks by their last day, soonest first.
    Due,
}

/// Counting the facets costs as much as finding the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Facetting {
    #[default]
    Count,
    Skip,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// As typed.
    pub query: String,
    pub understood: Understood,
    /// Texts that match, exactly; filled-up hits are not among them.
    pub total: u64,
    pub matching: Matching,
    pub hits: Vec<Hit>,
    pub facets: Facets,
    /// What to ask [`Page::after`] for the next page; null at the end.
    pub next: Option<String>,
}

/// How the line was read: shown to the user, each filter removable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Understood {
    pub filters: Vec<Filter>,
    /// What is left for words.
    pub text: String,
    /// Words that no text holds, folded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// Every word, or the number, is there.
    #[default]
    All,
    /// No text has all words: those with most of them are counted.
    Most,
}

/// One work or task. Absent means unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Hit {
    pub kind: Kind,
    pub id: String,
    pub version: u64,
    /// Of a task: the number of its work.
    pub number: Option<String>,
    pub doc_type: Option<String>,
    pub issued_on: Option<String>,
    pub issuer: Option<String>,
    pub province: Option<String>,
    /// Of a task: the title of its work.
    pub title: Option<String>,
    pub title_highlights: Vec<[usize; 2]>,
    pub files: Vec<String>,
    pub stub: bool,
    pub score: f32,
    /// True for a hit that lacks some of the words and only fills up the first page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    pub snippets: Vec<Snippet>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
}

/// How the matching texts are spread, by the values a filter takes: `nam`, `loai`, `coquan`, `tinh`,
/// `cap`, `kieu`, in this order ([`super::Question::with`]).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facets {
    /// Newest first; the others by count.
    pub year: Vec<FacetValue>,
    pub r#type: Vec<FacetValue>,
    pub agency: Vec<FacetValue>,
    pub province: Vec<FacetValue>,
    pub level: Vec<FacetValue>,
    pub kind: Vec<FacetValue>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FacetValue {
    pub value: String,
    pub count: u64,
}

/// One line under the search box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub kind: SuggestionKind,
    /// What to search for.
    pub text: String,
    /// The one work it stands for, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionKind {
    Number,
    Title,
    Agency,
}
