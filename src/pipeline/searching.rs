//! Questions of people: one line in, hits with snippets and facets out.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Serialize;

use super::asking::works_named;
use super::view::brief;
use super::{Library, Result, indexing};
use crate::index::{
    Access, Answer, Facetting, Hit, Index, Page, QueryError, Question, Sort, Suggestion,
};
use crate::report::Brief;

/// The index as this library reads it, opened with the first question.
#[derive(Debug, Default)]
pub(super) struct Reader {
    index: OnceLock<Index>,
}

/// What a work leads to.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alike {
    pub work: Brief,
    /// The same plan of other years, newest first.
    pub other_years: Vec<Hit>,
    /// Works about the same, the likest first.
    pub alike: Vec<Hit>,
}

/// Which part of an answer is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub limit: usize,
    /// `next` of the answer before.
    pub after: Option<String>,
    pub sort: Sort,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted {
            limit: 20,
            after: None,
            sort: Sort::Relevance,
        }
    }
}

impl Library {
    /// Answers one line of a person's search as of the last commit of the index.
    ///
    /// # Errors
    ///
    /// The index is missing, damaged or of another version, or the line cannot be understood; the
    /// message says what to do.
    pub fn search(&self, line: &str, wanted: &Wanted) -> Result<Answer> {
        let question = Question::parse(line)
            .map_err(|error: QueryError| crate::index::Error::question(error))?;
        let page = Page {
            limit: wanted.limit,
            after: wanted.after.clone(),
            sort: wanted.sort,
            facets: Facetting::Count,
            ..Page::default()
        };
        Ok(self.index()?.search(&question, &page)?)
    }

    /// What a half-typed line may become.
    pub fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>> {
        Ok(self.index()?.suggest(typed)?)
    }

    /// Works like one that a number or id names; `None` if it names none.
    pub fn alike(&self, name: &str, limit: usize) -> Result<Option<Alike>> {
        let works = self.ask(|store| works_named(store, name))?;
        let Some(work) = works.iter().find(|work| !work.stub).or(works.first()) else {
            return Ok(None);
        };
        let index = self.index()?;
        Ok(Some(Alike {
            work: brief(work),
            other_years: index.other_years(&work.id.0)?,
            alike: index.alike(&work.id.0, limit)?,
        }))
    }

    /// The line as it would be typed with one filter more, as the link of a facet's value does.
    pub fn narrowed(line: &str, field: &str, value: &str) -> String {
        match Question::parse(line) {
            Ok(question) => question.with(field, value),
            Err(_) => line.to_owned(),
        }
    }

    fn index(&self) -> Result<&Index> {
        if let Some(index) = self.searching.index.get() {
            return Ok(index);
        }
        let opened = Index::open(&self.config.data.join(indexing::FOLDER), Access::Read)?;
        Ok(self.searching.index.get_or_init(|| opened))
    }
}
