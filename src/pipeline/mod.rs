//! Files and fetched captures in; a library that can be asked in return.
//!
//! The only orchestrator. It decides which stage runs on what, in which order and on how many
//! threads, and no stage knows another: bytes are read → parsed → extracted in parallel, one
//! writer acknowledges them batch by batch, the key groups they touch are linked, and the index
//! catches up from the outbox.
//!
//! Promise: what was acknowledged survives a kill at any moment, and what was not is done by the
//! next run. Nothing is remembered outside the store: groups wait in `pending_groups`, works in
//! `index_outbox`, both written in the transaction that makes them wait. So "resume" is no command;
//! every writing verb ends by settling whatever is still open, its own or a dead run's.
//!
//! A capture in hand when a process dies is under suspicion: the next run reads it in a process of its
//! own first, and says of one that dies there too that it cannot be read.
//!
//! An archive is kept as it came, and its members are captures of their own, named after it.
//!
//! This room knows no rule of any stage: not what a citation is, not what makes two documents one.
//!
//! Why batches in lock-step rather than a stream of documents through channels: memory is bounded
//! by construction, the order of acknowledgement is the order of the files, and a kill loses one
//! batch. What a stream would win is the wait for the slowest document of a batch.

mod asking;
mod checking;
mod context;
mod correcting;
mod crawling;
mod error;
mod exporting;
mod following;
mod indexing;
mod ingest;
mod intake;
mod linking;
mod members;
mod opening;
mod parallel;
mod progress;
mod reading;
mod register;
mod removing;
mod reporting;
mod rereading;
mod run;
mod searching;
mod seen;
mod summary;
mod suspects;
mod tree;
mod unstored;
mod verify;
mod view;
mod walk;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::authority::Authority;
use crate::config::Config;
use crate::store::{self, Store};

pub use crate::index::{
    AgencyBranch, Answer, ErrorKind as IndexErrorKind, FacetValue, Facets, Filter, Hit,
    Kind as HitKind, Matching, Snippet, Sort, Subject, Suggestion, SuggestionKind, Synonym,
    TOO_BROAD, TOO_BROAD_HINT, Understood,
};
pub use crate::report::Brief;
pub use crate::store::{
    Access, Aside, Capture, CaptureId, ClearText, Correction, Counts, Fault, Followed, Following,
    Provenance, Removal, Severity, Validators, is_reading,
};
pub use correcting::{Belonging, Choice, Corrected, GoldCase, Said, Wrong};
pub use crawling::Crawled;
pub use error::{Error, Kind, Result};
pub use exporting::Exported;
pub use following::{Answered, NewsItem};
pub use ingest::{Given, nothing_there};
pub use intake::{Arrival, Taken};
pub use opening::{Carrier, Opened, OpenedReading};
pub use progress::{Progress, Silent, Stage, Step};
pub use reading::Explained;
pub use register::{TaskFilter, TaskPage, TaskRow};
pub use reporting::{Agency, Told};
pub use run::Run;
pub use searching::{Alike, Wanted};
pub use summary::{Failure, Summary};
pub use suspects::{REHEARSE, rehearsal};
pub use tree::{Branch, Tree};
pub use unstored::{Content, Examined, Reader};
pub use verify::Verification;
pub use view::{Above, CitationView, Found, ManifestationView, Unplaced, WorkView, doubts};

/// Stack of a reading thread: nested tables and deep HTML recurse, and 2 MiB has been seen to end.
const STACK_BYTES: usize = 16 << 20;

/// Readers kept open between questions; more are opened when needed and closed again.
const IDLE_READERS_MAX: usize = 8;

/// The one door to a data folder. Shared by threads as it is.
#[derive(Debug)]
pub struct Library {
    config: Config,
    authority: &'static Authority,
    /// `None` if opened for reading.
    writer: Option<Mutex<Store>>,
    /// Open readers nobody is using.
    idle: Mutex<Vec<Store>>,
    pool: ThreadPool,
    searching: searching::Reader,
}

/// Who watches a run and who may stop it.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    pub progress: &'a dyn Progress,
    /// Set by Ctrl-C: the run ends after what it is acknowledging.
    pub stop: &'a AtomicBool,
}

impl Watch<'_> {
    fn at(&self, stage: Stage, done: u64, total: Option<u64>) {
        self.progress.at(Step { stage, done, total });
    }

    fn must_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Library {
    /// Opens the data folder of `config`. A writer makes it where there is none, and is alone.
    pub fn open(config: Config, access: Access) -> Result<Library> {
        let store = Store::open(&config.data, access)?;
        let (writer, idle) = match access {
            Access::Write => (Some(Mutex::new(store)), Vec::new()),
            Access::Read => (None, vec![store]),
        };
        let pool = threads(&config)?;
        let idle = Mutex::new(idle);
        Ok(Library {
            config,
            authority: Authority::bundled(),
            writer,
            idle,
            pool,
            searching: searching::Reader::default(),
        })
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Asks one state of the store, whatever is written meanwhile.
    fn ask<T>(&self, question: impl FnOnce(&Store) -> Result<T>) -> Result<T> {
        let idle = self.idle().pop();
        let store = match idle {
            Some(store) => store,
            None => Store::open(&self.config.data, Access::Read)?,
        };
        let answer = store.consistently(|store| question(store));
        if store.is_frozen() {
            return answer;
        }
        let mut idle = self.idle();
        if idle.len() < IDLE_READERS_MAX {
            idle.push(store);
        }
        answer
    }

    /// The one writer, for as long as the guard lives.
    fn write(&self) -> Result<MutexGuard<'_, Store>> {
        let writer = self
            .writer
            .as_ref()
            .ok_or_else(|| Error::new(Kind::ReadOnly))?;
        // A panic while writing rolled its transaction back: the store is as it was.
        Ok(writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Store>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The threads that read documents.
fn threads(config: &Config) -> Result<ThreadPool> {
    ThreadPoolBuilder::new()
        .num_threads(config.jobs.get())
        .stack_size(STACK_BYTES)
        .thread_name(|number| format!("đọc-{number}"))
        .build()
        .map_err(|error| {
            Error::new(Kind::Threads {
                message: error.to_string(),
            })
        })
}

/// What the store holds, and how far the rest is behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub counts: Counts,
    /// Works the index has not been told of.
    pub unindexed: u64,
    /// Captures read by another version of the program.
    pub outdated: u64,
    pub journal: Vec<store::Entry>,
}

/// Journal entries a status shows.
const STATUS_ENTRIES: usize = 10;

impl Library {
    /// Copies everything acknowledged into the folder `to`, also while another process writes.
    /// Returns what the copy holds.
    pub fn back_up(&self, to: &Path) -> Result<Counts> {
        let store = Store::open(&self.config.data, Access::Read)?;
        store.back_up(to)?;
        Ok(Store::open(to, Access::Read)?.counts()?)
    }

    /// Captures that are in and in which nothing could be read, with why; in order of their names.
    pub fn unread(&self) -> Result<Vec<Failure>> {
        self.ask(|store| {
            let mut failures = Vec::new();
            for (capture, reason) in store.unread(None, usize::MAX >> 1)? {
                let known = store.provenance(capture)?;
                let name = known.into_iter().next().map(|known| known.context.file);
                failures.push(Failure {
                    file: name.unwrap_or_else(|| capture.to_string()),
                    reason,
                });
            }
            failures.sort_by(|a, b| a.file.cmp(&b.file));
            Ok(failures)
        })
    }

    pub fn status(&self) -> Result<Status> {
        self.ask(|store| {
            Ok(Status {
                counts: store.counts()?,
                unindexed: indexing::behind(&self.config.data, store)?,
                outdated: store.read_by_others(reading::EXTRACTOR)?,
                journal: store.journal(STATUS_ENTRIES)?,
            })
        })
    }
}
