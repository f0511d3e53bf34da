//! Questions that people follow, asked of every work that comes.
//!
//! A work is news if it answers a question and was not here with its text before: an index built anew
//! and a work that is told again make no news. What is found is kept in the store before the index
//! takes the batch, so a kill in between loses nothing and tells nothing twice.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use schemars::JsonSchema;
use serde::Serialize;

use super::view::brief;
use super::{Library, Result};
use crate::index::{Entry, Kept, Percolator, QueryError, Question};
use crate::link::WorkId;
use crate::report::Brief;
use crate::store::{Followed, Following, Store};

/// Works that came and answer one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Answered {
    /// What its owner calls it.
    pub question: String,
    pub works: u64,
}

/// One work that answers a followed question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewsItem {
    /// Its place in the order of all news.
    pub seq: u64,
    pub question: String,
    pub work: Brief,
    pub came_at: SystemTime,
    pub seen: bool,
}

/// The followed questions, read once for a run.
pub(super) struct Questions {
    asked: Percolator,
}

impl Questions {
    /// A line that this program can no longer read is left out; listing the questions shows it.
    pub fn read(store: &Store) -> Result<Questions> {
        let kept = store.followed()?.into_iter().map(|one| Kept {
            name: one.seq.to_string(),
            line: one.line,
        });
        let (asked, _) = Percolator::new(kept);
        Ok(Questions { asked })
    }

    /// Keeps which of some works answer which question.
    pub fn note(&self, store: &mut Store, arrivals: &[&Entry]) -> Result<()> {
        let notices = self.asked.notices(arrivals)?;
        if notices.is_empty() {
            return Ok(());
        }
        let work_of: BTreeMap<&str, &str> = arrivals
            .iter()
            .map(|entry| {
                let work = entry.work_id.as_ref().unwrap_or(&entry.id);
                (entry.id.as_str(), work.as_str())
            })
            .collect();
        let news: Vec<(u64, Vec<WorkId>)> = notices
            .iter()
            .filter_map(|notice| {
                let ids = notice.ids.iter().map(String::as_str);
                // A task answers for its work.
                let works: BTreeSet<&str> = ids.filter_map(|id| work_of.get(id).copied()).collect();
                let works = works.into_iter().map(|id| WorkId(id.to_owned()));
                Some((notice.name.parse().ok()?, works.collect()))
            })
            .collect();
        Ok(store.note_news(&news, SystemTime::now())?)
    }
}

impl Library {
    /// Follows a question: from now on every work that comes is asked whether it answers it.
    ///
    /// # Errors
    ///
    /// The line cannot be understood; the message points at the place.
    pub fn follow(&self, name: &str, line: &str) -> Result<Following> {
        Question::parse(line).map_err(|error: QueryError| crate::index::Error::question(error))?;
        Ok(self.write()?.follow(name, line, SystemTime::now())?)
    }

    /// Follows a question no more; false if none has this name.
    pub fn unfollow(&self, name: &str) -> Result<bool> {
        Ok(self.write()?.unfollow(name)?)
    }

    /// The questions that are followed.
    pub fn followed(&self) -> Result<Vec<Followed>> {
        self.ask(|store| Ok(store.followed()?))
    }

    /// Works that came and answer a followed question, in the order they came. A work that is no more
    /// is left out.
    pub fn news(&self) -> Result<Vec<NewsItem>> {
        self.ask(|store| {
            let mut items = Vec::new();
            for one in store.news_since(0)? {
                if let Some(work) = store.work(&one.work)? {
                    items.push(NewsItem {
                        seq: one.seq,
                        question: one.question,
                        work: brief(&work),
                        came_at: one.came_at,
                        seen: one.seen,
                    });
                }
            }
            Ok(items)
        })
    }

    /// Notes that news up to a place were seen.
    pub fn see_news(&self, up_to: u64) -> Result<usize> {
        Ok(self.write()?.see_news(up_to, SystemTime::now())?)
    }
}

/// What came after a place in the order of all news, by question.
pub(super) fn answered_since(store: &Store, seq: u64) -> Result<Vec<Answered>> {
    let mut works: BTreeMap<String, u64> = BTreeMap::new();
    for one in store.news_since(seq)? {
        *works.entry(one.question).or_default() += 1;
    }
    let answered = works.into_iter();
    Ok(answered
        .map(|(question, works)| Answered { question, works })
        .collect())
}
