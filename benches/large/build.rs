//! Sheets into an index, in stretches: made first, then taken in, so that indexing is timed alone.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use kehoach::authority::Authority;
use kehoach::index::{Access, Change, Entry, Index, Op, subjects};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::generated::{Generator, Sheet};

/// Documents a stretch, which ends with a commit: some 400 MB of text and entries in memory.
const STRETCH: u64 = 50_000;
/// Changes told at a time, as the program tells two hundred works with their tasks.
const TOLD: usize = 1_000;
/// The folder is left so much: a merge writes the largest segments once more.
const ROOM_FACTOR: u64 = 2;
const ROOM_BYTES_MIN: u64 = 2 << 30;

pub struct Plan {
    pub folder: PathBuf,
    pub documents: u64,
    /// No stretch is begun after this.
    pub time: Duration,
    /// Nor when the index is larger.
    pub bytes: u64,
}

/// What was taken in so far; kept beside the index between two runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Built {
    pub documents: u64,
    /// Of the bodies.
    pub text_bytes: u64,
    /// Of taking in, commits and merges included.
    pub wall_seconds: f64,
    /// On all cores, without that of making the documents.
    pub cpu_seconds: f64,
}

impl Plan {
    pub fn index(&self) -> PathBuf {
        self.folder.join("index")
    }

    /// Goes on from what is there until all documents are in, or time or room is up.
    pub fn build(&self, generator: &Generator) -> io::Result<Built> {
        let mut built = self.begun()?;
        let began = Instant::now();
        let made_before = clock::process();
        let mut making = Duration::ZERO;
        let (cpu_before, wall_before) = (built.cpu_seconds, built.wall_seconds);
        let mut wall = Duration::ZERO;
        let mut index = Index::open(&self.index(), Access::Write).map_err(io::Error::other)?;
        while built.documents < self.documents && began.elapsed() < self.time {
            if let Some(why) = self.is_full() {
                println!("{why}");
                break;
            }
            let last = self.documents.min(built.documents + STRETCH);
            let (changes, made_in) = changes(generator, built.documents..last);
            making += made_in;
            built.text_bytes += changes.iter().map(text_bytes).sum::<u64>();
            let taking = Instant::now();
            take(&mut index, changes)?;
            wall += taking.elapsed();
            built.documents = last;
            built.wall_seconds = wall_before + wall.as_secs_f64();
            let cpu = clock::process() - made_before;
            built.cpu_seconds = cpu_before + cpu.saturating_sub(making).as_secs_f64();
            println!("{}", built.so_far());
            fs::write(
                self.folder.join("built.json"),
                serde_json::to_string(&built)?,
            )?;
        }
        let closing = Instant::now();
        index.close().map_err(io::Error::other)?;
        wall += closing.elapsed();
        built.wall_seconds = wall_before + wall.as_secs_f64();
        let cpu = clock::process() - made_before;
        built.cpu_seconds = cpu_before + cpu.saturating_sub(making).as_secs_f64();
        fs::write(
            self.folder.join("built.json"),
            serde_json::to_string(&built)?,
        )?;
        Ok(built)
    }

    /// What an earlier run left, if the index is of this program and ends where that says.
    fn begun(&self) -> io::Result<Built> {
        fs::create_dir_all(&self.folder)?;
        let said = fs::read_to_string(self.folder.join("built.json"));
        let built: Option<Built> = said.ok().and_then(|said| serde_json::from_str(&said).ok());
        let index = Index::open(&self.index(), Access::Read).ok();
        let seq = index.and_then(|index| index.last_seq().ok());
        match built {
            Some(built) if seq == Some(built.documents) => Ok(built),
            _ => {
                if self.index().exists() {
                    fs::remove_dir_all(self.index())?;
                }
                Ok(Built::default())
            }
        }
    }

    fn is_full(&self) -> Option<String> {
        let size = folder_bytes(&self.index());
        if self.bytes <= size {
            return Some(format!("the index has its {} MB", size / 1_000_000));
        }
        let free = free_bytes(&self.folder)?;
        let needed = (size * ROOM_FACTOR).max(ROOM_BYTES_MIN);
        (free < needed).then(|| format!("the disk has no room: {} MB are left", free / 1_000_000))
    }
}

impl Built {
    fn so_far(&self) -> String {
        format!(
            "{} documents: {:.0} docs/s, {:.1} MB per processor second",
            self.documents,
            self.documents as f64 / self.wall_seconds.max(f64::EPSILON),
            self.text_bytes as f64 / 1e6 / self.cpu_seconds.max(f64::EPSILON),
        )
    }
}

fn take(index: &mut Index, mut changes: Vec<Change>) -> io::Result<()> {
    while !changes.is_empty() {
        let rest = changes.split_off(changes.len().min(TOLD));
        index.apply(&changes).map_err(io::Error::other)?;
        changes = rest;
    }
    index.commit().map_err(io::Error::other)
}

/// The entries of some documents.
pub fn entries(generator: &Generator, range: std::ops::Range<u64>) -> Vec<Entry> {
    let mut agencies = HashMap::new();
    let made = range.map(|number| entry(generator.sheet(number), number, &mut agencies));
    made.collect()
}

/// Made on all cores, with the processor time that took.
fn changes(generator: &Generator, range: std::ops::Range<u64>) -> (Vec<Change>, Duration) {
    let parts: Vec<u64> = range.clone().step_by(500).collect();
    let made: Vec<(Vec<Change>, Duration)> = parts
        .into_par_iter()
        .map(|first| {
            let before = clock::thread();
            let mut agencies = HashMap::new();
            let numbers = first..range.end.min(first + 500);
            let made = numbers.map(|number| Change {
                seq: number + 1,
                op: Op::Put(Box::new(entry(
                    generator.sheet(number),
                    number,
                    &mut agencies,
                ))),
            });
            let made: Vec<Change> = made.collect();
            (made, clock::thread() - before)
        })
        .collect();
    let time = made.iter().map(|(_, time)| *time).sum();
    (made.into_iter().flat_map(|(made, _)| made).collect(), time)
}

/// As the pipeline fills it in: the agency by its id, its level, its topics.
fn entry(sheet: Sheet, number: u64, agencies: &mut HashMap<String, Option<String>>) -> Entry {
    let authority = Authority::bundled();
    let province = authority.province(&sheet.province);
    let issuer_id = agencies.entry(sheet.issuer.clone()).or_insert_with(|| {
        let on = sheet.issued_on.parse::<Date>().ok();
        let found = authority.agency(&sheet.issuer, province.as_ref(), on)?;
        Some(found.id.0)
    });
    let level = match sheet.issuer.starts_with("Sở") {
        true => "department",
        false => "province",
    };
    let subjects = subjects(Some(&sheet.title), "", &[]);
    let doc_type = sheet.number.split(['/', '-']).nth(1);
    Entry {
        id: sheet.slug,
        version: number + 1,
        doc_type: doc_type.map(str::to_owned),
        number: Some(sheet.number),
        year: sheet.issued_on.get(..4).and_then(|year| year.parse().ok()),
        issued_on: Some(sheet.issued_on),
        issuer: Some(sheet.issuer),
        issuer_id: issuer_id.clone(),
        province: Some(sheet.province),
        level: Some(level.to_owned()),
        title: Some(sheet.title),
        body: sheet.text,
        files: vec![format!("{number}.txt")],
        status: Some("issued".to_owned()),
        roles: vec!["document".to_owned()],
        verdicts: vec!["linked".to_owned()],
        topics: subjects.iter().map(|subject| subject.id.clone()).collect(),
        subjects,
        ..Entry::default()
    }
}

fn text_bytes(change: &Change) -> u64 {
    match &change.op {
        Op::Put(entry) => entry.body.len() as u64,
        Op::Delete(_) => 0,
    }
}

pub fn folder_bytes(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = files.filter_map(|file| file.metadata().ok());
    files.map(|meta| meta.len()).sum()
}

/// `None` where the system does not tell.
fn free_bytes(folder: &Path) -> Option<u64> {
    use std::os::unix::ffi::OsStrExt;
    let path = std::ffi::CString::new(folder.as_os_str().as_bytes()).ok()?;
    // SAFETY: all zeros is a valid statvfs, and `path` ends with a zero byte.
    let mut told: libc::statvfs = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are valid for the call.
    let failed = unsafe { libc::statvfs(path.as_ptr(), &mut told) };
    (failed == 0).then(|| told.f_bavail * told.f_frsize)
}
