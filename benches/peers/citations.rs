//! Citations by our grammar, by one expression a pattern, and by the same expressions in Python, on the same generated
//! documents in one run. Ours does all of extraction in its time: identity, sections, tasks and deadlines too.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use kehoach::authority::Authority;
use kehoach::extract::{self, Context, FileFacts};
use kehoach::parse::{self, Document, Hint, Limits};
use serde::Deserialize;

use crate::generated::{Generator, SEED};
use crate::per_pattern::PerPattern;

/// Documents compared.
const DOCUMENTS: u64 = 500;
/// Times each program runs; the fastest counts.
const TIMES: usize = 5;

#[derive(Deserialize)]
struct Theirs {
    version: String,
    seconds: f64,
    matches: usize,
}

/// A table, with what is not installed left out.
pub fn compare(root: &Path, folder: &Path) -> io::Result<String> {
    let documents = documents(root);
    let text: String = documents
        .iter()
        .map(|document| document.text.as_str().to_owned() + "\n")
        .collect();
    let megabytes = text.len() as f64 / 1e6;
    let patterns = PerPattern::new();
    let (ours, found) = fastest(|| documents.iter().map(citations).sum());
    let (plain, matches) = fastest(|| {
        let texts = documents.iter().map(|document| document.text.as_str());
        texts.map(|text| patterns.find(text)).sum()
    });
    let mut table = format!(
        "citations of {DOCUMENTS} generated documents, {megabytes:.1} MB, one thread, fastest of {TIMES}\n\
         {:<44} {:>9} {:>9} {:>8}\n",
        "", "MB/s", "found", "ours ×"
    );
    let mut row = |name: &str, seconds: f64, found: usize| {
        let speed = megabytes / seconds;
        table += &format!(
            "{name:<44} {speed:>9.2} {found:>9} {:>8.2}\n",
            seconds / ours
        );
    };
    row("kehoach, all of extraction", ours, found);
    row("one expression a pattern (Rust regex)", plain, matches);
    match python(root, folder, &text) {
        Ok(theirs) => row(
            &format!("the same expressions, Python {}", theirs.version),
            theirs.seconds,
            theirs.matches,
        ),
        Err(error) => table += &format!("Python: {error}: left out\n"),
    }
    Ok(table)
}

fn documents(root: &Path) -> Vec<Document> {
    let generator = Generator::new(root, SEED);
    let papers = generator.papers(0..DOCUMENTS);
    papers
        .map(|paper| {
            let hint = Hint {
                file_name: Some(&paper.name),
                ..Hint::default()
            };
            parse::parse(&paper.bytes, &hint, &Limits::default())
        })
        .collect()
}

fn citations(document: &Document) -> usize {
    let facts = FileFacts {
        file: "",
        sha256: "",
        bytes: 0,
    };
    let record = extract::extract(document, &Context::default(), Authority::bundled(), facts);
    record.citations.len()
}

fn fastest(run: impl Fn() -> usize) -> (f64, usize) {
    let mut best = f64::INFINITY;
    let mut found = 0;
    for _ in 0..TIMES {
        let began = Instant::now();
        found = run();
        best = best.min(began.elapsed().as_secs_f64());
    }
    (best, found)
}

fn python(root: &Path, folder: &Path, text: &str) -> io::Result<Theirs> {
    fs::create_dir_all(folder)?;
    let input = folder.join("citations.txt");
    fs::write(&input, text)?;
    let output = Command::new("python3")
        .arg(root.join("benches/peers/citations.py"))
        .arg(root.join("benches/patterns.txt"))
        .arg(&input)
        .arg(TIMES.to_string())
        .output()?;
    serde_json::from_slice(&output.stdout).map_err(io::Error::other)
}
