//! The one writer: batches in, commits that say how far they go.
//!
//! Tantivy syncs its files and renames `meta.json` into place, but not the folder afterwards: after
//! a power cut the last commit could be gone. So the folder is synced here before a commit counts.
//! A busy lock is an error the caller sees, never a warning: other programs lost documents so.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{IndexWriter, TantivyError, Term};

use super::analyzer::{ANALYZER_VERSION, Speller};
use super::entry::{Change, Kind, Op};
use super::error::{Error, ErrorKind};
use super::intake::Intake;
use super::query::Field;
use super::schema::{Fields, INDEX_SCHEMA_VERSION};

/// Tantivy's list of segments: replaced whole by each commit.
pub(super) const META: &str = "meta.json";

/// Threads that build segments. Two fill two cores with the analysis beside them.
const THREADS: usize = 2;
/// Bytes a thread gathers before it writes a segment, of which it fills a third until then: some 20,000
/// plans.
const THREAD_BYTES: usize = 256 << 20;
/// Entries analysed at a time: bounds what lies in memory as text and as terms at once.
const ANALYSED_AT_ONCE: usize = 256;
/// A segment with this share of dead entries is merged: entries are replaced all the time.
const DEAD_SHARE_MAX: f32 = 0.25;

/// Entries taken in by one writer from which it is a large intake, whose segments wait to be gathered.
const INTAKE_MIN: usize = 20_000;
/// Segments of one size that are merged, and in a large intake: merged by eights each text was written
/// twice again before all are gathered.
const MERGED: usize = 8;
const MERGED_IN_INTAKE: usize = 64;

/// Texts beside the largest segment from which gathering them is worth a thought.
const GATHERED_MIN: u32 = 2_000;
/// And the share of all they must be: with each quarter that came, a text is written once more.
const GATHERED_SHARE: u32 = 4;
/// How long one who wants to stop, or to know how far it is, may wait.
const TOLD_EVERY: Duration = Duration::from_millis(200);

/// What a commit says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    pub seq: u64,
    pub analyzer: u32,
    pub schema: u32,
}

impl Payload {
    fn new(seq: u64) -> Payload {
        Payload {
            seq,
            analyzer: ANALYZER_VERSION,
            schema: INDEX_SCHEMA_VERSION,
        }
    }

    /// Of the last commit; `None` before the first, or if another program wrote it.
    pub fn of(engine: &tantivy::Index) -> Result<Option<Payload>, TantivyError> {
        let payload = engine.load_metas()?.payload;
        Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }
}

/// Which commit lies on disk, told by the file that each commit replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    modified: Option<SystemTime>,
    len: u64,
    inode: u64,
}

impl Stamp {
    pub fn of(dir: &Path) -> Result<Stamp, Error> {
        let meta = fs::metadata(dir.join(META)).map_err(|error| Error::io(dir, &error))?;
        Ok(Stamp {
            modified: meta.modified().ok(),
            len: meta.len(),
            inode: inode(&meta),
        })
    }
}

#[cfg(unix)]
fn inode(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// Refuses an index that this program would misread.
pub(super) fn check_version(
    dir: &Path,
    engine: &tantivy::Index,
    fields: &Fields,
) -> Result<(), Error> {
    let meta = engine
        .load_metas()
        .map_err(|error| Error::engine(dir, &error))?;
    let refuse = |detail: String| Err(Error::new(dir, ErrorKind::OtherVersion, detail));
    let ours = Payload::new(0);
    let payload = meta.payload.as_deref();
    match payload.map(serde_json::from_str::<Payload>) {
        Some(Ok(theirs)) if theirs.analyzer != ours.analyzer => refuse(format!(
            "bộ phân tích {} thay vì {}",
            theirs.analyzer, ours.analyzer
        )),
        Some(Ok(theirs)) if theirs.schema != ours.schema => {
            refuse(format!("lược đồ {} thay vì {}", theirs.schema, ours.schema))
        }
        Some(Err(_)) => refuse("không rõ phiên bản".to_owned()),
        // Killed between making the index and its first commit: empty, and ours if it has our fields.
        Some(Ok(_)) | None if meta.schema != fields.schema() => {
            refuse("các trường khác".to_owned())
        }
        Some(Ok(_)) | None => Ok(()),
    }
}

/// Removes whatever index lies in `dir`, unless somebody is writing it.
pub(super) fn clear_folder(dir: &Path) -> Result<(), Error> {
    let failed = |error: TantivyError| Error::engine(dir, &error);
    let directory = MmapDirectory::open(dir).map_err(|error| failed(error.into()))?;
    let lock = directory
        .acquire_lock(&INDEX_WRITER_LOCK)
        .map_err(|error| failed(TantivyError::LockFailure(error, None)))?;
    let io = |error: io::Error| Error::io(dir, &error);
    // The list first: without it the rest is rubbish, the other way round it would be a lie.
    let mut files = vec![dir.join(META)];
    for file in fs::read_dir(dir).map_err(io)? {
        let path = file.map_err(io)?.path();
        let is_lock = path
            .extension()
            .is_some_and(|extension| extension == "lock");
        if path.is_file() && !is_lock && path != files[0] {
            files.push(path);
        }
    }
    for file in files.iter().filter(|file| file.exists()) {
        fs::remove_file(file).map_err(io)?;
    }
    drop(lock);
    sync(dir)
}

/// Removes the lists of files that a killed writer had begun to replace: the engine writes such a list beside the
/// old one, and knows of none that was not put in its place. Only the writer may, and only it is here.
fn sweep(dir: &Path) -> Result<(), Error> {
    let io = |error: io::Error| Error::io(dir, &error);
    for file in fs::read_dir(dir).map_err(io)? {
        let file = file.map_err(io)?;
        let is_begun = file.file_name().as_encoded_bytes().starts_with(b".tmp");
        if is_begun && file.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(file.path()).map_err(io)?;
        }
    }
    Ok(())
}

pub(super) struct Writer {
    path: PathBuf,
    engine: IndexWriter<Intake>,
    /// Entries since it was opened.
    taken: usize,
    /// Of the last change applied.
    seq: u64,
}

impl Writer {
    pub fn new(dir: &Path, index: &tantivy::Index) -> Result<Writer, Error> {
        let failed = |error: TantivyError| Error::engine(dir, &error);
        let engine = index
            .writer_with_num_threads(THREADS, THREADS * THREAD_BYTES)
            .map_err(failed)?;
        sweep(dir)?;
        engine.set_merge_policy(merging_by(MERGED));
        let payload = Payload::of(index).map_err(failed)?;
        let mut writer = Writer {
            path: dir.to_path_buf(),
            engine,
            taken: 0,
            seq: payload.as_ref().map_or(0, |payload| payload.seq),
        };
        if payload.is_none() {
            writer.commit()?;
        }
        Ok(writer)
    }

    pub fn apply(&mut self, fields: &Fields, changes: &[Change]) -> Result<(), Error> {
        let (id, work_id) = (fields.get(Field::Id), fields.get(Field::WorkId));
        if self.taken < INTAKE_MIN && INTAKE_MIN <= self.taken + changes.len() {
            self.engine.set_merge_policy(merging_by(MERGED_IN_INTAKE));
        }
        self.taken += changes.len();
        for batch in changes.chunks(ANALYSED_AT_ONCE) {
            for (change, document) in batch.iter().zip(analysed(fields, batch)) {
                let key = match &change.op {
                    Op::Put(entry) => &entry.id,
                    Op::Delete(key) => key,
                };
                self.engine.delete_term(Term::from_field_text(id, key));
                if makes_tasks_stale(&change.op) {
                    self.engine.delete_term(Term::from_field_text(work_id, key));
                }
                if let Some(document) = document {
                    let added = self.engine.add_document(document);
                    added.map_err(|error| Error::engine(&self.path, &error))?;
                }
                self.seq = self.seq.max(change.seq);
            }
        }
        Ok(())
    }

    pub fn commit(&mut self) -> Result<(), Error> {
        let payload = serde_json::to_string(&Payload::new(self.seq)).unwrap_or_default();
        let committed = self.engine.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        committed.map_err(|error| Error::engine(&self.path, &error))?;
        sync(&self.path)?;
        let collected = self.engine.garbage_collect_files().wait();
        collected
            .map(|_| ())
            .map_err(|error| Error::engine(&self.path, &error))
    }

    pub fn clear(&mut self) -> Result<(), Error> {
        self.seq = 0;
        let cleared = self.engine.delete_all_documents();
        cleared
            .map(|_| ())
            .map_err(|error| Error::engine(&self.path, &error))
    }

    /// Waits for merges, and gathers an index that grew much into one segment.
    pub fn close(self, index: &tantivy::Index, goes_on: GoesOn) -> Result<(), Error> {
        let failed = |error: TantivyError| Error::engine(&self.path, &error);
        self.engine.wait_merging_threads().map_err(failed)?;
        if !is_scattered(index).map_err(failed)? {
            return Ok(());
        }
        let folder = Folder::of(&self.path)?;
        if goes_on(0, folder.bytes()) {
            gather(index, &folder, goes_on).map_err(failed)?;
            sync(&self.path)?;
        }
        Ok(())
    }
}

/// Told how many bytes of how many are gathered; false ends it.
pub(super) type GoesOn<'a> = &'a dyn Fn(u64, u64) -> bool;

/// The files that are there before all is gathered.
struct Folder<'a> {
    path: &'a Path,
    files: BTreeMap<OsString, u64>,
}

impl Folder<'_> {
    fn of(path: &Path) -> Result<Folder<'_>, Error> {
        let files = files(path).map_err(|error| Error::io(path, &error))?;
        Ok(Folder { path, files })
    }

    fn bytes(&self) -> u64 {
        self.files.values().sum()
    }

    /// Of files that came since, as far as that can be told; one segment is a little less than its parts.
    fn bytes_since(&self) -> u64 {
        let now = files(self.path).unwrap_or_default().into_iter();
        let new = now.filter(|(name, _)| !self.files.contains_key(name));
        new.map(|(_, bytes)| bytes).sum::<u64>().min(self.bytes())
    }
}

/// The files of a folder with their lengths.
fn files(folder: &Path) -> io::Result<BTreeMap<OsString, u64>> {
    let files = fs::read_dir(folder)?.map(|file| {
        let file = file?;
        // What was tidied away meanwhile has no length.
        let bytes = file.metadata().map_or(0, |meta| meta.len());
        Ok((file.file_name(), bytes))
    });
    files.collect()
}

/// Merges so many segments of one size, and those with many dead entries.
fn merging_by(segments: usize) -> Box<LogMergePolicy> {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(segments);
    policy.set_del_docs_ratio_before_merge(DEAD_SHARE_MAX);
    Box::new(policy)
}

/// True if a question has much to look through beside the largest segment.
fn is_scattered(index: &tantivy::Index) -> Result<bool, TantivyError> {
    let segments = index.searchable_segment_metas()?;
    let each = segments.iter().map(|segment| segment.num_docs());
    let (all, largest) = (each.clone().sum::<u32>(), each.max().unwrap_or(0));
    let beside = all - largest;
    Ok(GATHERED_MIN <= beside && all / GATHERED_SHARE <= beside)
}

/// Writes all segments into one, as far as nobody wants to stop, is writing already, or the disk is full:
/// the index is whole without.
fn gather(index: &tantivy::Index, folder: &Folder, goes_on: GoesOn) -> Result<(), TantivyError> {
    let mut writer: IndexWriter = match index.writer_with_num_threads(1, THREAD_BYTES) {
        Err(TantivyError::LockFailure(..)) => return Ok(()),
        opened => opened?,
    };
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let merging = writer.merge(&index.searchable_segment_ids()?);
    let (done, is_done) = mpsc::channel();
    // Ended with the program, if that is to stop: what it wrote until then is collected by the next writer.
    thread::spawn(move || done.send(merging.wait()));
    while goes_on(folder.bytes_since(), folder.bytes()) {
        match is_done.recv_timeout(TOLD_EVERY) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(Ok(_)) => {
                writer.garbage_collect_files().wait()?;
                return writer.wait_merging_threads();
            }
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                writer.garbage_collect_files().wait()?;
                break;
            }
        }
    }
    Ok(())
}

thread_local! {
    /// Kept from batch to batch: what one text taught serves the next.
    static SPELLER: RefCell<Speller> = RefCell::default();
}

/// What the engine is given for a batch, in its order; `None` for a deletion.
fn analysed(fields: &Fields, batch: &[Change]) -> Vec<Option<Intake>> {
    let one = |change: &Change| match &change.op {
        Op::Put(entry) => Some(SPELLER.with_borrow_mut(|speller| fields.intake(entry, speller))),
        Op::Delete(_) => None,
    };
    batch.par_iter().map(one).collect()
}

/// A work that is put anew or forgotten takes its old tasks along; those it has now follow it.
fn makes_tasks_stale(op: &Op) -> bool {
    match op {
        Op::Put(entry) => entry.kind == Kind::Work,
        Op::Delete(_) => true,
    }
}

/// Makes the names of a folder durable.
fn sync(dir: &Path) -> Result<(), Error> {
    let synced = File::open(dir).and_then(|folder| folder.sync_all());
    synced.map_err(|error| Error::io(dir, &error))
}
