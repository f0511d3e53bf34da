//! Rebuilding what is derived: records from captures, works from records, the index from works.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::store::{Capture, CaptureId, Reading, Store};

use super::reading::{self, Body};
use super::{
    Correction, Failure, Library, Provenance, Result, Stage, Summary, Watch, context, correcting,
    indexing, linking, suspects,
};

/// Where a capture came from, and what people said of it.
type Known = (Vec<Provenance>, Vec<Correction>);

impl Library {
    /// Reads every capture again, links every group again, and tells the index what changed. What
    /// comes out the same is left as it is. A capture whose bytes are damaged keeps its record and
    /// is listed in the failures.
    pub fn reprocess(&self, watch: Watch) -> Result<Summary> {
        let mut store = self.write()?;
        let mut summary = Summary::default();
        let total = Some(store.counts()?.captures);
        let mut after: Option<CaptureId> = None;
        while !watch.must_stop() {
            let captures = store.captures(after, self.config.limits.batch_files_max)?;
            let Some(last) = captures.last() else {
                break;
            };
            after = Some(last.id);
            for batch in self.affordable(&captures) {
                watch.at(Stage::Reading, summary.files, total);
                let done = AtomicU64::new(summary.files);
                let tell = || {
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    watch.at(Stage::Reading, done, total);
                };
                self.reread(&mut store, batch, &mut summary, &tell)?;
            }
        }
        summary.interrupted = watch.must_stop();
        store.unsettle_all()?;
        store.announce_all()?;
        linking::settle(self, &mut store, &watch)?;
        indexing::catch_up(self, &mut store, &watch)?;
        summary.works = store.counts()?.works;
        Ok(summary)
    }

    /// Builds the index anew from the store. Returns how many works it holds.
    pub fn reindex(&self, watch: Watch) -> Result<u64> {
        let mut store = self.write()?;
        linking::settle(self, &mut store, &watch)?;
        indexing::rebuild(self, &mut store, &watch)
    }

    /// Stretches whose bytes fit in memory together.
    fn affordable<'a>(&self, captures: &'a [Capture]) -> Vec<&'a [Capture]> {
        let max = self.config.limits.batch_bytes_max;
        let mut bytes = 0;
        captures
            .chunk_by(|_, next| {
                bytes += next.bytes;
                let fits = bytes <= max;
                bytes = if fits { bytes } else { next.bytes };
                fits
            })
            .collect()
    }

    /// Reads a batch again and puts what changed; `tell` is called after each.
    pub(super) fn reread(
        &self,
        store: &mut Store,
        batch: &[Capture],
        summary: &mut Summary,
        tell: &(dyn Fn() + Sync),
    ) -> Result<()> {
        let mut contexts = Vec::with_capacity(batch.len());
        for capture in batch {
            let corrections = store.corrections_of(capture.id)?;
            contexts.push((store.provenance(capture.id)?, corrections));
        }
        let (blobs, in_hand) = (store.blobs(), store.in_hand());
        let limits = reading::limits_of_library(&self.config);
        let read = |(capture, (known, corrections)): (&Capture, &Known)| {
            let bytes = blobs.get(capture.id)?;
            let agreed: Vec<_> = known.iter().map(|known| known.context.clone()).collect();
            let content_type = known
                .iter()
                .find_map(|known| known.validators.content_type.as_deref());
            let body = Body {
                id: capture.id,
                bytes: &bytes,
                content_type,
            };
            let context = context::agreed(&agreed);
            let mut reading = suspects::read(in_hand, &body, &context, &limits, self.authority);
            correcting::apply(&mut reading, corrections, &context, self.authority);
            tell();
            Ok(reading)
        };
        let readings: Vec<crate::store::Result<Reading>> = self
            .pool
            .install(|| batch.par_iter().zip(&contexts).map(read).collect());
        let mut whole = Vec::with_capacity(batch.len());
        for (capture, reading) in batch.iter().zip(readings) {
            summary.files += 1;
            match reading {
                Ok(reading) => whole.push((capture.id, reading)),
                Err(error) => summary.failures.push(Failure {
                    file: capture.id.to_string(),
                    reason: error.to_string(),
                }),
            }
        }
        for (_, reading) in &whole {
            summary.citations += reading.record.citations.len() as u64;
            summary.tasks += reading.record.tasks.len() as u64;
        }
        Ok(store.reread(&whole, SystemTime::now())?)
    }
}
