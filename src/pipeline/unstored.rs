//! Paths in, records out, nothing kept: what a file holds, seen without a data folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::authority::Authority;
use crate::config::Config;
use crate::extract::{self, Context, FileFacts, Record};
use crate::parse::{self, Document, MediaType, PagePicture};
use crate::store::{CaptureId, InHand};
use crate::text::Diagnostic;

use super::ingest::{batches, context, read_file};
use super::reading::{self, Body, Explained};
use super::walk::{self, Found, walk};
use super::{Failure, Given, Result, Stage, Watch, members, suspects, threads};

/// The file of notes that counts the files told.
const TOLD: &str = "told";

/// Reads files the way an ingest does, with the same limits.
#[derive(Debug)]
pub struct Reader {
    config: Config,
    authority: &'static Authority,
    pool: ThreadPool,
    /// What is being read, for a process that comes after this one; see [`Reader::noting_in`].
    in_hand: InHand,
    notes: Option<PathBuf>,
}

/// A file whose bytes are had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// As given; a member of an archive with the name of its archive before it.
    pub file: String,
    pub bytes: Vec<u8>,
}

impl Content {
    fn context(&self, given: &Given) -> Context {
        Context {
            file: self.file.clone(),
            province: given.province.clone(),
            agency: given.agency.clone(),
            ..Context::default()
        }
    }
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
            in_hand: InHand::nothing(),
            notes: None,
        })
    }

    /// The files in which a reader notes how far it came.
    pub const NOTES: [&str; 2] = ["in-hand", TOLD];

    /// Has [`Reader::extract`] note in a folder how far it came. A process that finds such notes goes
    /// on where the one before died; the files that one was reading are read apart first.
    pub fn noting_in(mut self, folder: &Path) -> Reader {
        if let Ok(in_hand) = InHand::open(folder) {
            self.in_hand = in_hand;
            self.notes = Some(folder.to_owned());
        }
        self
    }

    /// Files whose records were handed on by a process before.
    fn told_before(&self) -> usize {
        let told = self.notes.as_ref().map(|folder| folder.join(TOLD));
        let told = told.and_then(|path| fs::read_to_string(path).ok());
        told.and_then(|told| told.parse().ok()).unwrap_or(0)
    }

    fn note_told(&self, files: u64) {
        if let Some(folder) = &self.notes {
            // Without the note a run begun again says these records twice, which is no loss.
            let _ = fs::write(folder.join(TOLD), files.to_string());
        }
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
        let told = self.told_before().min(walked.found.len());
        // Files, the members of archives aside.
        let mut begun = told as u64;
        for batch in batches(&walked.found[told..], self.config.limits) {
            if watch.must_stop() {
                examined.interrupted = true;
                break;
            }
            watch.at(Stage::Reading, begun, total);
            let done = AtomicU64::new(begun);
            begun += batch.len() as u64;
            let tell = || {
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                watch.at(Stage::Reading, done, total);
            };
            for (record, failure) in self.records(batch, given, &tell) {
                each(record)?;
                examined.files += 1;
                examined.failures.extend(failure);
            }
            self.note_told(begun);
        }
        Ok(examined)
    }

    /// What one path holds: the file, or an archive and after it its members, or the one member that
    /// `ho-so.zip!/ke-hoach.docx` names. Or why the bytes cannot be had.
    pub fn contents(&self, path: &Path) -> std::result::Result<Vec<Content>, Failure> {
        let named = path.to_string_lossy();
        if let Some((archive, member)) = members::split(&named).filter(|_| !path.exists()) {
            let file = self.content(Path::new(archive))?;
            let members = self.members(&file);
            let of_name = |content: &Content| content.file.ends_with(&*named);
            let found = members.into_iter().find(of_name).ok_or_else(|| Failure {
                file: named.clone().into_owned(),
                reason: format!("trong tệp nén {archive} không có {member}"),
            })?;
            return Ok(vec![found]);
        }
        let file = self.content(path)?;
        let members = self.members(&file);
        Ok([vec![file], members].concat())
    }

    /// The structure of a file.
    pub fn document(&self, content: &Content) -> Document {
        let body = Body {
            id: CaptureId::of(&content.bytes),
            bytes: &content.bytes,
            content_type: None,
        };
        let context = content.context(&Given::default());
        let limits = reading::limits(&self.config);
        // Deep nesting needs the stack of a reading thread.
        let document = || reading::document(&body, &context, &limits);
        self.pool.install(document)
    }

    /// The picture of a page, from 1, with everything on it; `None` if it has none.
    pub fn page_picture(&self, content: &Content, page: u32) -> Option<PagePicture> {
        let limits = reading::limits(&self.config);
        self.pool
            .install(|| parse::page_picture(&content.bytes, page, &limits))
    }

    /// Hands every file under `paths` to `each` with what extraction did to it, one after another:
    /// an explanation is read by a person, and is many times the size of its record.
    pub fn explain<E>(
        &self,
        paths: &[PathBuf],
        given: &Given,
        watch: Watch,
        each: &mut dyn FnMut(Explained) -> std::result::Result<(), E>,
    ) -> std::result::Result<Examined, E> {
        let walked = walk(paths, &self.config.data);
        let mut examined = Examined {
            failures: walked.failures,
            ..Examined::default()
        };
        let limits = reading::limits(&self.config);
        for found in &walked.found {
            if watch.must_stop() {
                examined.interrupted = true;
                break;
            }
            let bytes = match self.bytes(found) {
                Ok(bytes) => bytes,
                Err(failure) => {
                    examined.failures.push(failure);
                    continue;
                }
            };
            let file = Content {
                file: found.name.clone(),
                bytes,
            };
            let members = self.members(&file);
            for content in std::iter::once(&file).chain(&members) {
                let body = Body {
                    id: CaptureId::of(&content.bytes),
                    bytes: &content.bytes,
                    content_type: None,
                };
                let context = content.context(given);
                let explain = || reading::explain(&body, &context, &limits, self.authority);
                each(self.pool.install(explain))?;
            }
            examined.files += 1;
        }
        Ok(examined)
    }

    fn content(&self, path: &Path) -> std::result::Result<Content, Failure> {
        let mut walked = walk(&[path.to_owned()], Path::new(""));
        if let Some(failure) = walked.failures.pop() {
            return Err(failure);
        }
        match walked.found.as_slice() {
            [found] if path.is_file() => Ok(Content {
                file: found.name.clone(),
                bytes: self.bytes(found)?,
            }),
            _ => Err(Failure {
                file: path.to_string_lossy().into_owned(),
                reason: "đây là thư mục, hãy chỉ đúng một tệp".to_owned(),
            }),
        }
    }

    fn members(&self, file: &Content) -> Vec<Content> {
        let limits = reading::limits(&self.config);
        let unpacked = parse::unpack(&file.bytes, &limits);
        let content = |member: parse::Member| Content {
            file: format!("{}{}{}", file.file, members::WITHIN, member.name),
            bytes: member.bytes,
        };
        unpacked.members.into_iter().map(content).collect()
    }

    /// One record for each file; the members of an archive follow it.
    /// `tell` is called after each file.
    fn records(
        &self,
        batch: &[Found],
        given: &Given,
        tell: &(dyn Fn() + Sync),
    ) -> Vec<(Record, Option<Failure>)> {
        let read = |found: &Found| match self.bytes(found) {
            Ok(bytes) => {
                let file = Content {
                    file: found.name.clone(),
                    bytes,
                };
                let first = self.record(&file, given);
                let members = self.members(&file);
                let rest = members.par_iter().map(|member| self.record(member, given));
                let rest: Vec<Record> = rest.collect();
                let all = std::iter::once(first).chain(rest);
                all.map(|record| (record, None)).collect()
            }
            Err(failure) => vec![(self.without_bytes(found, given, &failure), Some(failure))],
        };
        let read = |found: &Found| {
            let records: Vec<(Record, Option<Failure>)> = read(found);
            tell();
            records
        };
        let read = || batch.par_iter().map(read).collect::<Vec<_>>();
        self.pool.install(read).into_iter().flatten().collect()
    }

    fn bytes(&self, found: &Found) -> std::result::Result<Vec<u8>, Failure> {
        read_file(found, self.config.limits.file_bytes_max).map_err(|error| Failure {
            file: found.name.clone(),
            reason: walk::reason(&error),
        })
    }

    fn record(&self, content: &Content, given: &Given) -> Record {
        let body = Body {
            id: CaptureId::of(&content.bytes),
            bytes: &content.bytes,
            content_type: None,
        };
        let limits = reading::limits(&self.config);
        let context = content.context(given);
        suspects::read(&self.in_hand, &body, &context, &limits, self.authority).record
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
