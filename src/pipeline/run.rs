//! One run from its first batch to its summary, whoever brings the batches.

use std::collections::BTreeSet;
use std::sync::MutexGuard;

use crate::fetch::Visit;
use crate::link::WorkId;
use crate::store::{CaptureId, Standing, Store};

use super::intake::{self, Arrival, Taken};
use super::{Failure, Library, Result, Stage, Summary, Watch};
use super::{indexing, linking, members, reading};

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
}

impl Library {
    /// Begins a run: the sink a crawl pours its captures into.
    pub fn run<'a>(&'a self, watch: Watch<'a>) -> Result<Run<'a>> {
        Ok(Run {
            library: self,
            store: self.write()?,
            watch,
            summary: Summary::default(),
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
        let taken = self.take_whole(arrivals, visits)?;
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
            self.take_whole(batch, Vec::new())?;
        }
        Ok(())
    }

    fn take_whole(&mut self, arrivals: &[Arrival], visits: Vec<Visit>) -> Result<Vec<Taken>> {
        let done = self.summary.files;
        let taken = intake::take(
            self.library,
            &mut self.store,
            arrivals,
            visits,
            &self.watch,
            done,
        )?;
        for (arrival, taken) in arrivals.iter().zip(&taken) {
            self.count(arrival, taken);
        }
        self.watch.at(Stage::Storing, self.summary.files, None);
        Ok(taken)
    }

    /// Notes something that could not be had.
    pub fn fail(&mut self, failure: Failure) {
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
        self.summary.works = self.works()?;
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
            Standing::Unchanged => self.summary.unchanged += 1,
            Standing::New | Standing::NewContext => {
                self.summary.new += 1;
                self.unlinked += 1;
                self.new.insert(taken.capture);
            }
        }
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
