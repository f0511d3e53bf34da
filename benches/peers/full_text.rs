//! The index against SQLite FTS5 (python3's) on the same generated documents: time to build, size,
//! time to answer with snippets, hits, and whether a number asked for comes first.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use kehoach::index::{Access, Change, Index, Op, Page, Question};
use serde::Deserialize;
use serde_json::json;

use crate::entries;
use crate::generated::{Generator, SEED};

/// What is typed here, and the same in the language of FTS5.
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

/// A table, or one line that says why there is none.
pub fn compare(root: &Path, folder: &Path, documents: u64) -> io::Result<String> {
    let has_python = Command::new("python3").arg("--version").output().is_ok();
    if !has_python {
        return Ok("full text: python3 is not installed: left out".to_owned());
    }
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
    // FTS5 has no idea of numbers: their parts in a row are the best that can be asked of it.
    asked.extend(numbers.iter().map(|number| {
        let parts = number.replace(['/', '-'], " ");
        (number.clone(), format!("\"{parts}\""))
    }));
    let (index, build, bytes) = build(&generator, folder, documents)?;
    let ours: Vec<OurAnswer> = asked
        .iter()
        .map(|(typed, _)| ask(&index, typed))
        .collect::<io::Result<_>>()?;
    let theirs = ask_sqlite(folder, &asked)?;
    Ok(table(documents, &asked, (build, bytes, &ours), &theirs))
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
        let began = Instant::now();
        index.apply(&changes).map_err(failed)?;
        seconds += began.elapsed().as_secs_f64();
        first = last;
    }
    lines.flush()?;
    let began = Instant::now();
    index.commit().map_err(failed)?;
    index.close().map_err(failed)?;
    seconds += began.elapsed().as_secs_f64();
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
        let began = Instant::now();
        let page = Page::default();
        answer = Some(
            index
                .search(&question, &page)
                .map_err(|error| io::Error::other(error.to_string()))?,
        );
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let answer = answer.unwrap_or_default();
    Ok(OurAnswer {
        total: answer.total,
        first: answer.hits.first().and_then(|hit| hit.number.clone()),
        ms: times[ASKED / 2],
    })
}

fn ask_sqlite(folder: &Path, asked: &[(String, String)]) -> io::Result<Theirs> {
    let questions: Vec<_> = asked
        .iter()
        .map(|(_, question)| json!({ "match": question, "times": ASKED }))
        .collect();
    let named = |name: &str| folder.join(name);
    fs::write(named("questions.json"), serde_json::to_string(&questions)?)?;
    fs::write(named("full_text.py"), include_str!("full_text.py"))?;
    let output = Command::new("python3")
        .arg(named("full_text.py"))
        .args([
            named("documents.jsonl"),
            named("questions.json"),
            named("fts5.sqlite"),
        ])
        .output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(format!("python3 full_text.py: {said}")));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn table(
    documents: u64,
    asked: &[(String, String)],
    (build, bytes, ours): (f64, u64, &[OurAnswer]),
    theirs: &Theirs,
) -> String {
    let mut out = format!(
        "full text of {documents} generated documents, against SQLite {} FTS5\n",
        theirs.version
    );
    let _ = writeln!(
        out,
        "  build {build:.2} s : {:.2} s = {:.2}; size {:.1} MB : {:.1} MB = {:.2} (theirs keeps the text, ours is rebuilt from the store)",
        theirs.build,
        build / theirs.build.max(f64::EPSILON),
        bytes as f64 / 1e6,
        theirs.bytes as f64 / 1e6,
        bytes as f64 / theirs.bytes.max(1) as f64,
    );
    for (at, (typed, _)) in asked.iter().enumerate().take(QUESTIONS.len()) {
        let (our, their) = (&ours[at], &theirs.answers[at]);
        let _ = writeln!(
            out,
            "  «{typed}»: {} : {} hits, {:.2} ms : {:.2} ms = {:.2}",
            our.total,
            their.total,
            our.ms,
            their.ms,
            our.ms / their.ms.max(f64::EPSILON),
        );
    }
    let numbers = &asked[QUESTIONS.len()..];
    let first = |first: &dyn Fn(usize) -> Option<String>| {
        let is_first = |at: &usize| first(QUESTIONS.len() + at).as_ref() == Some(&numbers[*at].0);
        (0..numbers.len()).filter(is_first).count()
    };
    let our_first = first(&|at| ours[at].first.clone());
    let their_first = first(&|at| theirs.answers[at].first.clone());
    let _ = write!(
        out,
        "  a number asked for comes first: {our_first} : {their_first} of {}",
        numbers.len()
    );
    out
}
