//! Paths in, records out, nothing kept: what a file holds, seen without a data folder.

use std::path::{Path, PathBuf};

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::authority::Authority;
use crate::config::Config;
use crate::extract::{self, Context, FileFacts, Record};
use crate::parse::{self, Document, MediaType, PagePicture};
use crate::store::CaptureId;
use crate::text::Diagnostic;

use super::ingest::{batches, context, read_file};
use super::reading::{self, Body, Explained};
use super::walk::{self, Found, walk};
use super::{Failure, Given, Result, Stage, Watch, members, threads};

/// Reads files the way an ingest does, with the same limits.
#[derive(Debug)]
pub struct Reader {
    config: Config,
    authority: &'static Authority,
    pool: ThreadPool,
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
            for (record, failure) in self.records(batch, given) {
                each(record)?;
                examined.files += 1;
                examined.failures.extend(failure);
            }
            watch.at(Stage::Reading, examined.files, total);
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
    fn records(&self, batch: &[Found], given: &Given) -> Vec<(Record, Option<Failure>)> {
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
        reading::read(&body, &content.context(given), &limits, self.authority).record
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
