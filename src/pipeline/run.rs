//! One run from its first batch to its summary, whoever brings the batches.

use std::collections::BTreeSet;
use std::sync::MutexGuard;

use crate::fetch::Visit;
use crate::link::WorkId;
use crate::store::{CaptureId, Standing, Store};

use super::intake::{self, Arrival, Before, Taken};
use super::{Failure, Library, Result, Stage, Summary, Watch};
use super::{following, indexing, linking, members, reading};

/// Captures after which linking does not wait for the end of the run, so that a long crawl can be
/// searched while it goes on. Beyond this it waits until the store has grown by a quarter: a group
/// that everybody cites (a known law) is resolved whole each time, and so often is often enough.
const LINK_AFTER_CAPTURES: u64 = 512;

/// Takes batches until it is finished. Holds the writer as long as it lives.
pub struct Run<'a> {
    library: &'a Library,
    store: MutexGuard<'a, Store>,
    watch: Watch<'a>,
    summary: Summary,
    new: BTreeSet<CaptureId>,
    unlinked: u64,
    /// The place of the latest news before.
    news: u64,
    /// How many files are to be read, where that is known.
    total: Option<u64>,
    /// How many of them were, the members of archives aside.
    walked: u64,
}

impl Library {
    /// Begins a run: the sink a crawl pours its captures into.
    pub fn run<'a>(&'a self, watch: Watch<'a>) -> Result<Run<'a>> {
        let store = self.write()?;
        let is_open = !store.pending_groups(1)?.is_empty()
            || (indexing::behind(&self.config.data, &store)? != 0);
        Ok(Run {
            library: self,
            news: store.last_news()?,
            store,
            watch,
            summary: Summary {
                resumed: is_open,
                ..Summary::default()
            },
            total: None,
            walked: 0,
            new: BTreeSet::new(),
            unlinked: 0,
        })
    }
}

impl Run<'_> {
    /// Reads a batch and acknowledges it together with the visits that brought it. The caller
    /// bounds the batch; it is in memory at once.
    ///
    /// The members of an archive are taken before it: a kill in between leaves members without an
    /// archive, which the next run brings, and never an archive that seems done.
    pub fn take(&mut self, arrivals: &[Arrival], visits: Vec<Visit>) -> Result<Vec<Taken>> {
        for archive in arrivals {
            self.take_members(archive)?;
        }
        let before = Before {
            done: self.walked,
            total: self.total,
        };
        let taken = self.take_whole(arrivals, visits, before)?;
        self.walked += arrivals.len() as u64;
        if self.is_link_due()? {
            self.settle()?;
        }
        Ok(taken)
    }

    fn take_members(&mut self, archive: &Arrival) -> Result<()> {
        let config = &self.library.config;
        let members = members::of(archive, &reading::limits(config));
        let limits = config.limits;
        for batch in members::batches(&members, limits.batch_files_max, limits.batch_bytes_max) {
            // How many members there are was not known when the files were counted.
            let before = Before {
                done: self.summary.files,
                total: None,
            };
            self.take_whole(batch, Vec::new(), before)?;
        }
        Ok(())
    }

    fn take_whole(
        &mut self,
        arrivals: &[Arrival],
        visits: Vec<Visit>,
        before: Before,
    ) -> Result<Vec<Taken>> {
        let taken = intake::take(
            self.library,
            &mut self.store,
            arrivals,
            visits,
            &self.watch,
            before,
        )?;
        for (arrival, taken) in arrivals.iter().zip(&taken) {
            self.count(arrival, taken);
        }
        self.watch.at(Stage::Storing, self.summary.files, None);
        Ok(taken)
    }

    /// Says how many files will be taken: each that is read is told to whoever watches.
    pub fn expect(&mut self, total: Option<u64>) {
        self.total = total;
    }

    /// Files that were taken or could not be had, the members of archives aside.
    pub fn done(&self) -> u64 {
        self.walked
    }

    /// Notes something that could not be had.
    pub fn fail(&mut self, failure: Failure) {
        self.walked += 1;
        self.summary.files += 1;
        self.summary.failed += 1;
        self.summary.failures.push(failure);
    }

    /// The store, for the frontier of a crawl.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    pub fn must_stop(&self) -> bool {
        self.watch.must_stop()
    }

    /// Settles what is open, unless asked to stop, and tells what was done.
    pub fn finish(mut self) -> Result<Summary> {
        self.settle()?;
        self.summary.interrupted = self.watch.must_stop();
        self.summary.resumed &= !self.summary.interrupted;
        self.summary.works = self.works()?;
        self.summary.followed = following::answered_since(&self.store, self.news)?;
        Ok(self.summary)
    }

    fn settle(&mut self) -> Result<()> {
        self.unlinked = 0;
        linking::settle(self.library, &mut self.store, &self.watch)?;
        indexing::catch_up(self.library, &mut self.store, &self.watch)
    }

    fn count(&mut self, arrival: &Arrival, taken: &Taken) {
        self.summary.files += 1;
        match taken.standing {
            Standing::Unchanged => {
                self.summary.unchanged += 1;
                self.summary.unread += u64::from(taken.aside.unread.is_some());
            }
            Standing::New | Standing::NewContext => {
                self.summary.new += 1;
                self.summary.known += u64::from(taken.is_known);
                self.summary.corrected += u64::from(taken.is_corrected);
                self.unlinked += 1;
                if taken.trouble.is_none() {
                    self.new.insert(taken.capture);
                }
            }
        }
        self.summary.removed += u64::from(taken.aside.removed);
        self.summary.citations += taken.citations;
        self.summary.tasks += taken.tasks;
        if let Some(reason) = &taken.trouble {
            let file = arrival.context.file.clone();
            self.summary.failures.push(Failure {
                file,
                reason: reason.clone(),
            });
        }
    }

    fn is_link_due(&self) -> Result<bool> {
        if self.unlinked < LINK_AFTER_CAPTURES {
            return Ok(false);
        }
        Ok(self.unlinked >= self.store.counts()?.captures / 4)
    }

    fn works(&self) -> Result<u64> {
        let mut works: BTreeSet<WorkId> = BTreeSet::new();
        for capture in &self.new {
            works.extend(
                self.store
                    .works_of_capture(*capture)?
                    .into_iter()
                    .map(|work| work.id),
            );
        }
        Ok(works.len() as u64)
    }
}
