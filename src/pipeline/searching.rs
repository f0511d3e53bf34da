//! Questions of people: one line in, hits with snippets and facets out.

use std::sync::OnceLock;

use super::{Library, Result, indexing};
use crate::index::{
    Access, Answer, Facetting, Index, Page, QueryError, Question, Sort, Suggestion,
};

/// The index as this library reads it, opened with the first question.
#[derive(Debug, Default)]
pub(super) struct Reader {
    index: OnceLock<Index>,
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

    fn index(&self) -> Result<&Index> {
        if let Some(index) = self.searching.index.get() {
            return Ok(index);
        }
        let opened = Index::open(&self.config.data.join(indexing::FOLDER), Access::Read)?;
        Ok(self.searching.index.get_or_init(|| opened))
    }
}
