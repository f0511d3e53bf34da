//! The index against SQLite FTS5 and Xapian (python3's) on the same generated documents: processor time
//! to build, size, time to answer with snippets, hits, and whether a number asked for comes first.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::Command;

use kehoach::index::{Access, Change, Index, Op, Page, Question};
use serde::Deserialize;
use serde_json::json;

use crate::clock;
use crate::entries;
use crate::generated::{Generator, SEED};

/// What is typed here, and the same in the language of the others.
const QUESTIONS: [(&str, &str); 5] = [
    ("ke hoach papi", "ke hoach papi"),
    ("cai cach hanh chinh", "cai cach hanh chinh"),
    ("\"một cửa liên thông\"", "\"một cửa liên thông\""),
    ("chuyen doi so", "chuyen doi so"),
    ("phòng chống tham nhũng", "phòng chống tham nhũng"),
];

/// Numbers of documents that are asked for, besides.
const NUMBERS: usize = 10;
/// Times each question is asked; the median counts.
const ASKED: usize = 15;
/// Documents taken in at a time.
const AT_ONCE: u64 = 500;

/// What a user would pick instead.
struct Peer {
    name: &'static str,
    /// What its interpreter must be able to import.
    module: &'static str,
    /// Where that comes from.
    package: &'static str,
    script: &'static str,
    index: &'static str,
}

const PEERS: [Peer; 2] = [
    Peer {
        name: "SQLite FTS5",
        module: "sqlite3",
        package: "python3",
        script: include_str!("full_text.py"),
        index: "fts5.sqlite",
    },
    Peer {
        name: "Xapian",
        module: "xapian",
        package: "python3-xapian",
        script: include_str!("full_text_xapian.py"),
        index: "xapian",
    },
];

/// Interpreters that may have a module: the first on the path, then the system's own.
const INTERPRETERS: [&str; 2] = ["python3", "/usr/bin/python3"];

#[derive(Debug, Deserialize)]
struct Theirs {
    version: String,
    build: f64,
    bytes: u64,
    answers: Vec<TheirAnswer>,
}

#[derive(Debug, Deserialize)]
struct TheirAnswer {
    total: u64,
    first: Option<String>,
    ms: f64,
}

struct OurAnswer {
    total: u64,
    first: Option<String>,
    ms: f64,
}

/// A table; what is not installed is said and left out.
pub fn compare(root: &Path, folder: &Path, documents: u64) -> io::Result<String> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let generator = Generator::new(root, SEED);
    let mut asked: Vec<(String, String)> = QUESTIONS
        .iter()
        .map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned()))
        .collect();
    let step = (documents / NUMBERS as u64).max(1) as usize;
    let numbers: Vec<String> = (0..documents)
        .step_by(step)
        .map(|index| generator.paper(index).number)
        .collect();
    // The others have no idea of numbers: their parts in a row are the best that can be asked of them.
    asked.extend(numbers.iter().map(|number| {
        let parts = number.replace(['/', '-'], " ");
        (number.clone(), format!("\"{parts}\""))
    }));
    let (index, build, bytes) = build(&generator, folder, documents)?;
    let ours: Vec<OurAnswer> = asked
        .iter()
        .map(|(typed, _)| ask(&index, typed))
        .collect::<io::Result<_>>()?;
    let mut out = format!("full text of {documents} generated documents, processor time\n");
    for peer in PEERS {
        let has_module = |python: &&&str| {
            let import = format!("import {}", peer.module);
            let tried = Command::new(python).args(["-c", &import]).output();
            tried.is_ok_and(|output| output.status.success())
        };
        match INTERPRETERS.iter().find(has_module) {
            Some(python) => {
                let theirs = peer.ask(python, folder, &asked)?;
                out.push_str(&table(&peer, &asked, (build, bytes, &ours), &theirs));
            }
            None => {
                let (name, package) = (peer.name, peer.package);
                let _ = writeln!(out, "{name}: {package} is not installed: left out");
            }
        }
    }
    Ok(out)
}

/// Builds our index and writes the same documents for the other program. Only the index is timed.
fn build(generator: &Generator, folder: &Path, documents: u64) -> io::Result<(Index, f64, u64)> {
    let failed = |error: kehoach::index::Error| io::Error::other(error.to_string());
    let dir = folder.join("kehoach");
    let mut index = Index::open(&dir, Access::Write).map_err(failed)?;
    let mut lines = BufWriter::new(File::create(folder.join("documents.jsonl"))?);
    let mut seconds = 0.0;
    let mut first = 0;
    while first < documents {
        let last = documents.min(first + AT_ONCE);
        let changes = entries::changes(generator, first..last);
        for change in &changes {
            write_line(&mut lines, change)?;
        }
        let began = clock::process();
        index.apply(&changes).map_err(failed)?;
        seconds += (clock::process() - began).as_secs_f64();
        first = last;
    }
    lines.flush()?;
    let began = clock::process();
    index.commit().map_err(failed)?;
    index.close().map_err(failed)?;
    seconds += (clock::process() - began).as_secs_f64();
    let files = fs::read_dir(&dir)?
        .flatten()
        .filter_map(|entry| entry.metadata().ok());
    let bytes = files.map(|meta| meta.len()).sum();
    let index = Index::open(&dir, Access::Read).map_err(failed)?;
    Ok((index, seconds, bytes))
}

fn write_line(lines: &mut impl Write, change: &Change) -> io::Result<()> {
    let Op::Put(entry) = &change.op else {
        return Ok(());
    };
    let line = json!({ "number": entry.number, "title": entry.title, "body": entry.body });
    writeln!(lines, "{line}")
}

fn ask(index: &Index, typed: &str) -> io::Result<OurAnswer> {
    let question = Question::parse(typed).map_err(io::Error::other)?;
    let mut times = Vec::with_capacity(ASKED);
    let mut answer = None;
    for _ in 0..ASKED {
        let began = clock::thread();
        let page = Page::default();
        answer = Some(
            index
                .search(&question, &page)
                .map_err(|error| io::Error::other(error.to_string()))?,
        );
        times.push((clock::thread() - began).as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let answer = answer.unwrap_or_default();
    Ok(OurAnswer {
        total: answer.total,
        first: answer.hits.first().and_then(|hit| hit.number.clone()),
        ms: times[ASKED / 2],
    })
}

impl Peer {
    fn ask(&self, python: &str, folder: &Path, asked: &[(String, String)]) -> io::Result<Theirs> {
        let questions: Vec<_> = asked
            .iter()
            .map(|(_, question)| json!({ "match": question, "times": ASKED }))
            .collect();
        let named = |name: &str| folder.join(name);
        fs::write(named("questions.json"), serde_json::to_string(&questions)?)?;
        // Not the module's own name, which it would import.
        let script = named(&format!("ask-{}.py", self.module));
        fs::write(&script, self.script)?;
        let output = Command::new(python)
            .arg(&script)
            .args([
                named("documents.jsonl"),
                named("questions.json"),
                named(self.index),
            ])
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!("{}: {said}", self.name)));
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// What the other takes, in what ours takes.
fn times(theirs: f64, ours: f64) -> f64 {
    theirs / ours.max(f64::EPSILON)
}

fn table(
    peer: &Peer,
    asked: &[(String, String)],
    (build, bytes, ours): (f64, u64, &[OurAnswer]),
    theirs: &Theirs,
) -> String {
    let mut out = format!("against {} {}, ours : theirs\n", peer.name, theirs.version);
    let _ = writeln!(
        out,
        "  build {build:.2} s : {:.2} s, theirs takes {:.2} times; size {:.1} MB : {:.1} MB, theirs {:.2} times",
        theirs.build,
        times(theirs.build, build),
        bytes as f64 / 1e6,
        theirs.bytes as f64 / 1e6,
        times(theirs.bytes as f64, bytes as f64),
    );
    for (at, (typed, _)) in asked.iter().enumerate().take(QUESTIONS.len()) {
        let (our, their) = (&ours[at], &theirs.answers[at]);
        let _ = writeln!(
            out,
            "  «{typed}»: {} : {} hits, {:.2} ms : {:.2} ms, theirs takes {:.1} times",
            our.total,
            their.total,
            our.ms,
            their.ms,
            times(their.ms, our.ms),
        );
    }
    let numbers = &asked[QUESTIONS.len()..];
    let first = |first: &dyn Fn(usize) -> Option<String>| {
        let is_first = |at: &usize| first(QUESTIONS.len() + at).as_ref() == Some(&numbers[*at].0);
        (0..numbers.len()).filter(is_first).count()
    };
    let our_first = first(&|at| ours[at].first.clone());
    let their_first = first(&|at| theirs.answers[at].first.clone());
    let median = |of: &dyn Fn(usize) -> f64| {
        let mut all: Vec<f64> = (QUESTIONS.len()..asked.len()).map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let (our_ms, their_ms) = (
        median(&|at| ours[at].ms),
        median(&|at| theirs.answers[at].ms),
    );
    let _ = writeln!(
        out,
        "  a number asked for comes first: {our_first} : {their_first} of {}; {our_ms:.2} ms : {their_ms:.2} ms, theirs takes {:.1} times",
        numbers.len(),
        times(their_ms, our_ms),
    );
    out
}
