//! Every promise of the data folder, checked: bytes against hashes, tables against themselves, the
//! index against the store.

use rayon::prelude::*;

use crate::store::{Access, CaptureId, Fault, Severity, Store};

use super::{Library, Result, Stage, Watch, indexing};

/// What was looked at and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    pub captures: u64,
    pub faults: Vec<Fault>,
    /// True if it was asked to stop before everything was looked at.
    pub interrupted: bool,
}

impl Verification {
    /// True if nothing is lost and nothing contradicts itself; notes are no faults.
    pub fn is_sound(&self) -> bool {
        self.faults
            .iter()
            .all(|fault| fault.severity == Severity::Note)
    }
}

/// Captures checked between two looks at the stop sign.
const CHECKED_TOGETHER: usize = 256;

impl Library {
    /// Reads everything back and compares. Changes nothing; a reader may do it while another writes,
    /// and then finds some works not indexed yet.
    pub fn verify(&self, watch: Watch) -> Result<Verification> {
        let store = Store::open(&self.config.data, Access::Read)?;
        let mut verification = Verification::default();
        watch.at(Stage::Checking, 0, None);
        verification.faults.extend(store.check_tables()?);
        let total = Some(store.counts()?.captures);
        let mut after: Option<CaptureId> = None;
        while !watch.must_stop() {
            let captures = store.captures(after, CHECKED_TOGETHER)?;
            let Some(last) = captures.last() else {
                break;
            };
            after = Some(last.id);
            let ids: Vec<CaptureId> = captures.iter().map(|capture| capture.id).collect();
            verification.faults.extend(self.check_blobs(&store, &ids));
            for id in ids {
                verification.faults.extend(store.check_capture(id)?);
                verification.captures += 1;
            }
            watch.at(Stage::Checking, verification.captures, total);
        }
        verification.interrupted = watch.must_stop();
        verification.faults.extend(store.check_orphans()?);
        verification.faults.extend(self.check_progress(&store)?);
        Ok(verification)
    }

    /// Hashing is what takes the time, so it uses every thread.
    fn check_blobs(&self, store: &Store, ids: &[CaptureId]) -> Vec<Fault> {
        let blobs = store.blobs();
        let check = |id: &CaptureId| blobs.get(*id).err().map(|error| (*id, error));
        let damaged: Vec<_> = self
            .pool
            .install(|| ids.par_iter().filter_map(check).collect());
        damaged
            .into_iter()
            .map(|(id, error)| {
                let what = format!("bản gốc bị hỏng: {}", error.what());
                Fault::fault("blob_damaged", id, what)
            })
            .collect()
    }

    /// Work that is still open is no fault: the next writing command does it.
    fn check_progress(&self, store: &Store) -> Result<Vec<Fault>> {
        let mut notes = Vec::new();
        let pending = store.counts()?.pending_groups;
        if pending > 0 {
            let message =
                format!("{pending} nhóm số hiệu chờ nối kết, lệnh ghi tiếp theo sẽ làm nốt");
            notes.push(Fault::note("groups_pending", "kehoach.sqlite", message));
        }
        let behind = indexing::behind(&self.config.data, store)?;
        if behind > 0 {
            let message =
                format!("chỉ mục còn thiếu {behind} thay đổi, lệnh ghi tiếp theo sẽ làm nốt");
            notes.push(Fault::note("index_behind", "index", message));
        }
        Ok(notes)
    }
}
