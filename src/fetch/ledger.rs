//! What must outlive a run, behind three verbs.
//!
//! The crawl loop keeps no file of its own. It asks a [`Ledger`] what is due, tells it what pages
//! lead to, and hands it what came of each visit together with the captures; a URL moves on only
//! when that batch was kept. So a kill at any moment costs the visits of one batch, which are made
//! again, and loses no URL: links are written down before the page that held them is done with.

use std::collections::BTreeMap;
use std::time::SystemTime;

use url::Url;

use super::capture::Capture;
use super::error::KeepError;

pub type Kept<T> = std::result::Result<T, KeepError>;

/// A URL somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub url: Url,
    /// The profile it belongs to.
    pub source: String,
    /// Smaller is sooner.
    pub priority: i64,
    pub due: SystemTime,
    /// Handed back with the URL, never looked into.
    pub note: String,
    pub known: IfKnown,
}

/// What to do with a URL that is in the ledger already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfKnown {
    Leave,
    /// It is due now, whatever became of it before.
    Again,
}

/// A URL to visit now, with what the last visit left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub url: Url,
    pub source: String,
    pub note: String,
    /// Failures in a row so far.
    pub attempts: u32,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// One visit and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub url: Url,
    pub source: String,
    pub at: SystemTime,
    pub status: Option<u16>,
    pub outcome: Outcome,
    /// What went wrong, in words.
    pub detail: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Fetched {
        /// SHA-256 of the capture in the same batch; none for listings.
        capture: Option<[u8; 32]>,
        etag: Option<String>,
        last_modified: Option<String>,
        again: Option<SystemTime>,
    },
    /// 304.
    Unchanged { again: Option<SystemTime> },
    /// Worth another try at this time; given up if `None`.
    Failed { retry: Option<SystemTime> },
    /// Not allowed (robots.txt, private address, out of scope): never tried again.
    Refused,
}

/// What is acknowledged together: all of it or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    pub captures: Vec<Capture>,
    pub visits: Vec<Visit>,
}

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.captures.is_empty() && self.visits.is_empty()
    }
}

/// Where a crawl writes down what it wants and what it got. The store stands behind it; tests and
/// previews use [`MemoryLedger`].
pub trait Ledger {
    /// What is due now of one source, most wanted first, for this run alone.
    fn due(&mut self, source: &str, now: SystemTime) -> Kept<Vec<Due>>;

    /// Writes down URLs, all or none; returns those that are to be visited now: the new ones, and the
    /// known ones that were wanted [`IfKnown::Again`].
    fn want(&mut self, wanted: &[Wanted]) -> Kept<Vec<Due>>;

    /// Makes everything of a source due that was fetched before: a full revisit.
    fn reopen(&mut self, source: &str, now: SystemTime) -> Kept<usize>;

    /// Keeps captures and visits. Acknowledged when this returns.
    fn keep(&mut self, batch: Batch) -> Kept<()>;
}

/// A ledger that forgets everything at the end of the process.
#[derive(Clone, Debug, Default)]
pub struct MemoryLedger {
    entries: BTreeMap<String, FrontierEntry>,
    pub captures: Vec<Capture>,
    pub visits: Vec<Visit>,
}

/// All that is remembered of one URL between two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontierEntry {
    pub due: Due,
    pub priority: i64,
    pub state: State,
    pub status: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// To be visited at a time, for the first time or again.
    Waiting(SystemTime),
    Done,
    /// Given up or refused.
    Dead,
}

impl MemoryLedger {
    pub fn entry(&self, url: &Url) -> Option<&FrontierEntry> {
        self.entries.get(url.as_str())
    }

    pub fn entries(&self) -> impl Iterator<Item = &FrontierEntry> {
        self.entries.values()
    }

    fn note(&mut self, visit: &Visit) {
        let Some(entry) = self.entries.get_mut(visit.url.as_str()) else {
            return;
        };
        entry.status = visit.status;
        let (next, end) = match &visit.outcome {
            Outcome::Fetched {
                etag,
                last_modified,
                again,
                ..
            } => {
                entry.due.etag.clone_from(etag);
                entry.due.last_modified.clone_from(last_modified);
                (*again, State::Done)
            }
            Outcome::Unchanged { again } => (*again, State::Done),
            Outcome::Failed { retry } => (*retry, State::Dead),
            Outcome::Refused => (None, State::Dead),
        };
        entry.due.attempts = match visit.outcome {
            Outcome::Failed { .. } | Outcome::Refused => entry.due.attempts + 1,
            _ => 0,
        };
        entry.state = next.map_or(end, State::Waiting);
    }
}

impl Ledger for MemoryLedger {
    fn due(&mut self, source: &str, now: SystemTime) -> Kept<Vec<Due>> {
        let mut due: Vec<&FrontierEntry> = self
            .entries
            .values()
            .filter(|entry| entry.due.source == source)
            .filter(|entry| matches!(entry.state, State::Waiting(at) if at <= now))
            .collect();
        due.sort_by_key(|entry| entry.priority);
        Ok(due.into_iter().map(|entry| entry.due.clone()).collect())
    }

    fn want(&mut self, wanted: &[Wanted]) -> Kept<Vec<Due>> {
        let mut due = Vec::new();
        for wanted in wanted {
            let known = self.entries.contains_key(wanted.url.as_str());
            if known && wanted.known == IfKnown::Leave {
                continue;
            }
            let entry = self
                .entries
                .entry(wanted.url.to_string())
                .or_insert_with(|| FrontierEntry {
                    due: Due {
                        url: wanted.url.clone(),
                        source: wanted.source.clone(),
                        note: wanted.note.clone(),
                        attempts: 0,
                        etag: None,
                        last_modified: None,
                    },
                    priority: wanted.priority,
                    state: State::Waiting(wanted.due),
                    status: None,
                });
            entry.state = State::Waiting(wanted.due);
            entry.due.attempts = 0;
            due.push(entry.due.clone());
        }
        Ok(due)
    }

    fn reopen(&mut self, source: &str, now: SystemTime) -> Kept<usize> {
        let mut count = 0;
        for entry in self.entries.values_mut() {
            if entry.due.source == source && entry.state != State::Dead {
                entry.state = State::Waiting(now);
                count += 1;
            }
        }
        Ok(count)
    }

    fn keep(&mut self, batch: Batch) -> Kept<()> {
        for visit in &batch.visits {
            self.note(visit);
        }
        self.visits.extend(batch.visits);
        self.captures.extend(batch.captures);
        Ok(())
    }
}
