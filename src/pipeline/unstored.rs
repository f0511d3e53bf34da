//! Paths in, records out, nothing kept: what a file holds, seen without a data folder.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::authority::Authority;
use crate::config::Config;
use crate::extract::{self, FileFacts, Record};
use crate::parse::{Document, MediaType};
use crate::store::CaptureId;
use crate::text::Diagnostic;

use super::ingest::{batches, context, read_file};
use super::reading::{self, Body};
use super::walk::{self, Found, walk};
use super::{Failure, Given, Result, Stage, Watch, threads};

/// Reads files the way an ingest does, with the same limits.
#[derive(Debug)]
pub struct Reader {
    config: Config,
    authority: &'static Authority,
    pool: ThreadPool,
}

/// What a look at files came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    pub files: u64,
    /// Paths that are not there or cannot be listed, and files whose bytes could not be had: those
    /// have a record too, which says so.
    pub failures: Vec<Failure>,
    pub interrupted: bool,
}

impl Reader {
    pub fn new(config: Config) -> Result<Reader> {
        Ok(Reader {
            pool: threads(&config)?,
            authority: Authority::bundled(),
            config,
        })
    }

    /// Hands the record of every file under `paths` to `each`, in order of the walk, however many
    /// threads read. Ends early when `each` fails, with what it said.
    pub fn extract<E>(
        &self,
        paths: &[PathBuf],
        given: &Given,
        watch: Watch,
        each: &mut dyn FnMut(Record) -> std::result::Result<(), E>,
    ) -> std::result::Result<Examined, E> {
        let walked = walk(paths, &self.config.data);
        let total = Some(walked.found.len() as u64);
        let mut examined = Examined {
            failures: walked.failures,
            ..Examined::default()
        };
        for batch in batches(&walked.found, self.config.limits) {
            if watch.must_stop() {
                examined.interrupted = true;
                break;
            }
            watch.at(Stage::Reading, examined.files, total);
            let done = AtomicU64::new(examined.files);
            let tell = || {
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                watch.at(Stage::Reading, done, total);
            };
            for (record, failure) in self.records(batch, given, &tell) {
                each(record)?;
                examined.files += 1;
                examined.failures.extend(failure);
            }
        }
        Ok(examined)
    }

    /// The structure of one file, or why its bytes cannot be had.
    pub fn document(&self, path: &Path) -> std::result::Result<Document, Failure> {
        let mut walked = walk(&[path.to_owned()], Path::new(""));
        if let Some(failure) = walked.failures.pop() {
            return Err(failure);
        }
        let only = match walked.found.as_slice() {
            [found] if path.is_file() => found,
            _ => {
                return Err(Failure {
                    file: path.to_string_lossy().into_owned(),
                    reason: "đây là thư mục, hãy chỉ đúng một tệp".to_owned(),
                });
            }
        };
        let bytes = self.bytes(only)?;
        let body = Body {
            id: CaptureId::of(&bytes),
            bytes: &bytes,
            content_type: None,
        };
        let context = context(only, &Given::default());
        let limits = reading::limits(&self.config);
        // Deep nesting needs the stack of a reading thread.
        let document = || reading::document(&body, &context, &limits);
        Ok(self.pool.install(document))
    }

    /// The records of a batch in order; `tell` is called after each is read.
    fn records(
        &self,
        batch: &[Found],
        given: &Given,
        tell: &(dyn Fn() + Sync),
    ) -> Vec<(Record, Option<Failure>)> {
        let read = |found: &Found| {
            let read = match self.bytes(found) {
                Ok(bytes) => (self.record(found, given, &bytes), None),
                Err(failure) => (self.without_bytes(found, given, &failure), Some(failure)),
            };
            tell();
            read
        };
        self.pool.install(|| batch.par_iter().map(read).collect())
    }

    fn bytes(&self, found: &Found) -> std::result::Result<Vec<u8>, Failure> {
        read_file(found, self.config.limits.file_bytes_max).map_err(|error| Failure {
            file: found.name.clone(),
            reason: walk::reason(&error),
        })
    }

    fn record(&self, found: &Found, given: &Given, bytes: &[u8]) -> Record {
        let body = Body {
            id: CaptureId::of(bytes),
            bytes,
            content_type: None,
        };
        let limits = reading::limits(&self.config);
        reading::read(&body, &context(found, given), &limits, self.authority).record
    }

    /// A file is never without a record: this one holds only why. Its hash is unknown, hence empty.
    fn without_bytes(&self, found: &Found, given: &Given, failure: &Failure) -> Record {
        let diagnostic = Diagnostic::error("file_unreadable", failure.reason.clone());
        let document = Document::unreadable(MediaType::Unknown, diagnostic);
        let facts = FileFacts {
            file: &found.name,
            sha256: "",
            bytes: found.bytes,
        };
        extract::extract(&document, &context(found, given), self.authority, facts)
    }
}
