//! What a search gives back: the JSON of `kehoach search --json`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Kind;
use super::filter::Filter;
use super::snippet::Snippet;
use super::synonyms::Synonym;
use super::topic::Subject;

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

/// What is counted beside the hits: counting costs more than finding them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Facetting {
    /// The facets and the total.
    #[default]
    Count,
    /// The total alone.
    Skip,
    /// Nothing: [`Answer::total`] says no more than that there is something.
    Nothing,
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
    /// Other writings that were looked for as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<Synonym>,
    /// Filters understood from the sentence that would leave nothing: not applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<Filter>,
    /// The line that was probably meant where no text holds one of its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// A line typed without marks, with the marks its words bear in the hits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_marks: Option<String>,
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
    /// It holds everything asked as a fact: nothing partial stands above it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) sure: bool,
    pub snippets: Vec<Snippet>,
    /// What it is about, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
}

/// How the matching texts are spread, by the values a filter takes ([`super::Question::with`]). A
/// facet of which values are asked for counts as if they were not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Facets {
    /// `nam`: newest first; the others by count.
    pub year: Vec<FacetValue>,
    /// `loai`
    pub r#type: Vec<FacetValue>,
    /// `coquan=`
    pub agency: Vec<FacetValue>,
    /// `tinh=`: as it was when the work was issued.
    pub province: Vec<FacetValue>,
    /// `cap`
    pub level: Vec<FacetValue>,
    /// `kieu`
    pub kind: Vec<FacetValue>,
    /// `tinhnay`: as of the last order known.
    pub province_now: Vec<FacetValue>,
    /// `chude`: a topic counts the works of those below it.
    pub topic: Vec<FacetValue>,
    /// `dang`: what its manifestations are.
    pub role: Vec<FacetValue>,
    /// `ketluan`
    pub verdict: Vec<FacetValue>,
    /// `ngay`: the date histogram, `2021-02`, oldest first.
    pub month: Vec<FacetValue>,
    /// Agencies the tables know, under their province.
    pub agency_tree: Vec<AgencyBranch>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FacetValue {
    pub value: String,
    /// What a person calls it, where that is not the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub count: u64,
}

/// The agencies of one province, or of the centre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgencyBranch {
    /// `hung-yen`, `tw`.
    pub id: String,
    pub name: String,
    pub count: u64,
    pub agencies: Vec<FacetValue>,
}

/// One line under the search box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub kind: SuggestionKind,
    /// What to search for.
    pub text: String,
    /// What a person calls it, where that is not the text: the name of a topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
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
    Topic,
}
