//! The index against SQLite FTS5, Xapian (both python3's) and Lucene (Java's) on the same generated
//! documents: processor time to build, size, time to answer distinct questions of each kind with snippets,
//! hits, and whether a number asked for comes first. Ours also counts facets and makes three snippets a hit,
//! as a page of results does; the others make one.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use kehoach::index::{Access, Change, Index, Op, Page, Question};
use kehoach::text::fold;
use serde::Deserialize;
use serde_json::json;

use crate::clock;
use crate::entries;
use crate::generated::lines::Lines;
use crate::generated::{Generator, SEED};

use super::engines::ENGINES;

/// Distinct questions of a kind, so that the 99th of a hundred is not left to one; fewer of few documents.
const QUESTIONS: u64 = 100;
/// Times each question is asked in a round; the median counts.
const ASKED: usize = 3;
/// Documents taken in at a time.
const AT_ONCE: u64 = 500;

/// What a program did with the documents and the questions.
#[derive(Debug, Deserialize)]
struct Measured {
    version: String,
    /// What was done so that it was warm when timed.
    #[serde(default)]
    warmed: Option<String>,
    /// Seconds of processor time.
    build: f64,
    bytes: u64,
    answers: Vec<Answer>,
}

#[derive(Debug, Deserialize)]
struct Answer {
    total: u64,
    first: Option<String>,
    ms: f64,
}

/// Questions as they are typed here, and the same in the language of the others.
struct Kind {
    name: &'static str,
    asked: Vec<(String, String)>,
}

/// What all are given.
struct Given {
    documents: u64,
    /// Bytes of their bodies.
    text: u64,
    kinds: Vec<Kind>,
}

/// A table; what is not installed is said and left out. The programs take turns, each builds more than once
/// in a process, and the least counts: the machine's own speed changes within minutes, and what a process pays
/// once is nobody's work.
pub fn compare(root: &Path, folder: &Path, documents: u64, rounds: usize) -> io::Result<String> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let generator = Generator::new(root, SEED);
    let kinds = kinds(&generator, documents);
    let questions = questions(&kinds, folder)?;
    let lines = folder.join("documents.jsonl");
    let given = Given {
        documents,
        text: write(&generator, documents, &lines)?,
        kinds,
    };
    let mut ours = None;
    let mut theirs = ENGINES.map(|_| None);
    for _ in 0..rounds {
        keep_least(
            &mut ours,
            given.measure(&generator, &folder.join("kehoach"))?,
        );
        for (engine, theirs) in ENGINES.iter().zip(&mut theirs) {
            let Some(command) = engine.ready() else {
                continue;
            };
            let index = folder.join(engine.index);
            let said = engine.run(command, folder, &[&lines, &questions, &index])?;
            keep_least(theirs, serde_json::from_slice(&said)?);
        }
    }
    let mut out = given.described(rounds);
    for (engine, theirs) in ENGINES.iter().zip(theirs) {
        out += &match (&ours, theirs) {
            (Some(ours), Some(theirs)) => given.table(engine.name, ours, &theirs),
            _ => format!(
                "{}: {} is not installed: left out\n",
                engine.name, engine.package
            ),
        };
    }
    Ok(out)
}

fn kinds(generator: &Generator, documents: u64) -> Vec<Kind> {
    let many = (documents / 4).clamp(1, QUESTIONS);
    let mut lines = Lines::new(generator, documents, 99);
    let mut kind =
        |name, line: fn(&mut Lines<'_>) -> Option<String>, theirs: fn(&str) -> String| {
            let asked = lines.many(many as usize, line).into_iter();
            Kind {
                name,
                asked: asked.map(|typed| (typed.clone(), theirs(&typed))).collect(),
            }
        };
    let mut kinds = vec![
        kind(
            "2 to 4 words with marks",
            |lines| lines.run(2, 4),
            str::to_owned,
        ),
        kind(
            "2 to 4 words without",
            |lines| Some(fold(&lines.run(2, 4)?)),
            str::to_owned,
        ),
        // Quotes demand a word as it is written of ours; of the others every word is demanded.
        kind(
            "all of four words",
            |lines| lines.all_of_four(),
            |typed| typed.replace('"', "").to_lowercase(),
        ),
        kind(
            "a phrase of 3 words",
            |lines| lines.phrase(3),
            str::to_owned,
        ),
    ];
    let numbers = (0..many).map(|at| generator.sheet(at * documents / many).number);
    kinds.push(Kind {
        name: "a number",
        // The others have no idea of numbers: their parts in a row are the best that can be asked of them.
        asked: numbers
            .map(|number| {
                let parts = format!("\"{}\"", number.replace(['/', '-'], " "));
                (number, parts)
            })
            .collect(),
    });
    kinds
}

/// The file of what the others are asked.
fn questions(kinds: &[Kind], folder: &Path) -> io::Result<PathBuf> {
    let asked = kinds.iter().flat_map(|kind| &kind.asked);
    let questions: Vec<_> = asked
        .map(|(_, question)| json!({ "match": question, "times": ASKED }))
        .collect();
    let path = folder.join("questions.json");
    fs::write(&path, serde_json::to_string(&questions)?)?;
    Ok(path)
}

/// The file of what the others take in; says how many bytes of text there are.
fn write(generator: &Generator, documents: u64, path: &Path) -> io::Result<u64> {
    let mut lines = BufWriter::new(File::create(path)?);
    let mut text = 0;
    for index in 0..documents {
        for change in entries::changes(generator, index..index + 1) {
            text += write_line(&mut lines, &change)?;
        }
    }
    lines.flush()?;
    Ok(text)
}

/// Says how many bytes the body has.
fn write_line(lines: &mut impl Write, change: &Change) -> io::Result<u64> {
    let Op::Put(entry) = &change.op else {
        return Ok(0);
    };
    let line = json!({ "number": entry.number, "title": entry.title, "body": entry.body });
    writeln!(lines, "{line}")?;
    Ok(entry.body.len() as u64)
}

fn ask(index: &Index, typed: &str) -> io::Result<Answer> {
    let question = Question::parse(typed).map_err(io::Error::other)?;
    let mut times = Vec::with_capacity(ASKED);
    let mut answer = None;
    for _ in 0..ASKED {
        let began = clock::thread();
        let page = Page::default();
        answer = Some(index.search(&question, &page).map_err(io::Error::other)?);
        times.push((clock::thread() - began).as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let answer = answer.unwrap_or_default();
    Ok(Answer {
        total: answer.total,
        first: answer.hits.first().and_then(|hit| hit.number.clone()),
        ms: times[ASKED / 2],
    })
}

impl Given {
    /// Builds and asks our index. Only the index is timed.
    fn measure(&self, generator: &Generator, folder: &Path) -> io::Result<Measured> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let mut index = Index::open(folder, Access::Write).map_err(io::Error::other)?;
        let mut build = Duration::ZERO;
        for first in (0..self.documents).step_by(AT_ONCE as usize) {
            let last = self.documents.min(first + AT_ONCE);
            let changes = entries::changes(generator, first..last);
            let began = clock::process();
            index.apply(&changes).map_err(io::Error::other)?;
            build += clock::process() - began;
        }
        let began = clock::process();
        index.commit().map_err(io::Error::other)?;
        index.close().map_err(io::Error::other)?;
        build += clock::process() - began;
        let files = fs::read_dir(folder)?.flatten();
        let sizes = files.filter_map(|entry| Some(entry.metadata().ok()?.len()));
        let bytes = sizes.sum();
        let index = Index::open(folder, Access::Read).map_err(io::Error::other)?;
        let asked = self.kinds.iter().flat_map(|kind| &kind.asked);
        Ok(Measured {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            warmed: None,
            build: build.as_secs_f64(),
            bytes,
            answers: asked
                .map(|(typed, _)| ask(&index, typed))
                .collect::<io::Result<_>>()?,
        })
    }

    fn described(&self, rounds: usize) -> String {
        format!(
            "full text of {} generated documents ({:.1} MB), processor time, the least of {rounds} rounds; \
             {} questions of each kind, median / 99th of a hundred\n",
            self.documents,
            self.text as f64 / 1e6,
            self.numbers().len(),
        )
    }

    fn table(&self, name: &str, ours: &Measured, theirs: &Measured) -> String {
        let mut out = format!("against {name} {}, ours : theirs\n", theirs.version);
        if let Some(warmed) = &theirs.warmed {
            let _ = writeln!(out, "  {warmed}");
        }
        let _ = writeln!(
            out,
            "  build {} : {}, theirs takes {:.2} times; size {:.1} MB : {:.1} MB, theirs {:.2} times",
            self.speed(ours.build),
            self.speed(theirs.build),
            times(theirs.build, ours.build),
            ours.bytes as f64 / 1e6,
            theirs.bytes as f64 / 1e6,
            times(theirs.bytes as f64, ours.bytes as f64),
        );
        let mut begin = 0;
        for kind in &self.kinds {
            let range = begin..begin + kind.asked.len();
            begin = range.end;
            let (our, their) = (&ours.answers[range.clone()], &theirs.answers[range]);
            let (our_ms, their_ms) = (median_and_99th(our), median_and_99th(their));
            let _ = writeln!(
                out,
                "  {}: {} : {} hits, {:.2} / {:.2} ms : {:.2} / {:.2} ms, theirs takes {:.1} / {:.1} times",
                kind.name,
                mean_hits(our),
                mean_hits(their),
                our_ms.0,
                our_ms.1,
                their_ms.0,
                their_ms.1,
                times(their_ms.0, our_ms.0),
                times(their_ms.1, our_ms.1),
            );
        }
        let _ = writeln!(
            out,
            "  a number asked for comes first: {} : {} of {}",
            self.first(ours),
            self.first(theirs),
            self.numbers().len(),
        );
        out
    }

    fn speed(&self, seconds: f64) -> String {
        let documents = self.documents as f64 / seconds;
        let megabytes = self.text as f64 / 1e6 / seconds;
        format!("{seconds:.2} s ({documents:.0} documents/s, {megabytes:.1} MB/s)")
    }

    fn numbers(&self) -> &[(String, String)] {
        self.kinds.last().map_or(&[], |kind| &kind.asked)
    }

    /// How many numbers that were asked for came first.
    fn first(&self, measured: &Measured) -> usize {
        let asked = self.numbers().iter().rev();
        let answers = measured.answers.iter().rev();
        let is_first = |(asked, answer): &(&(String, String), &Answer)| {
            answer.first.as_ref() == Some(&asked.0)
        };
        asked.zip(answers).filter(is_first).count()
    }
}

/// Keeps the lesser of each time.
fn keep_least(kept: &mut Option<Measured>, new: Measured) {
    let Some(kept) = kept else {
        *kept = Some(new);
        return;
    };
    kept.build = kept.build.min(new.build);
    for (kept, new) in kept.answers.iter_mut().zip(&new.answers) {
        kept.ms = kept.ms.min(new.ms);
    }
}

fn median_and_99th(answers: &[Answer]) -> (f64, f64) {
    let mut all: Vec<f64> = answers.iter().map(|answer| answer.ms).collect();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = all.len().saturating_sub(1) as f64;
        let place = (last * share).round() as usize;
        all.get(place).copied().unwrap_or_default()
    };
    (at(0.5), at(0.99))
}

fn mean_hits(answers: &[Answer]) -> u64 {
    let sum: u64 = answers.iter().map(|answer| answer.total).sum();
    sum / answers.len().max(1) as u64
}

/// What the other takes, in what ours takes.
fn times(theirs: f64, ours: f64) -> f64 {
    theirs / ours.max(f64::EPSILON)
}
