//! Text of the corpus's PDFs against poppler's `pdftotext`: how much of what was written is there,
//! in what order, how fast. The truth is the authored source, so neither program is the judge.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use kehoach::parse::{self, Hint, Limits};

#[derive(Default)]
struct Reading {
    time: Duration,
    /// Words of the sources that were found, and all of them.
    found: usize,
    /// Pairs of neighboring words that were found: the order is right.
    pairs_found: usize,
    words: usize,
    pairs: usize,
}

/// A table, or one line that says why there is none. At most `files_max` files are read.
pub fn compare(root: &Path, files_max: usize) -> String {
    let Some(version) = version() else {
        return "PDF text: pdftotext is not installed (apt-get install poppler-utils): left out"
            .to_owned();
    };
    let mut ours = Reading::default();
    let mut theirs = Reading::default();
    let mut starting = Duration::ZERO;
    let pairs = pdfs_with_sources(root);
    let files = &pairs[..pairs.len().min(files_max)];
    for (pdf, source) in files {
        let truth = words(source);
        let began = Instant::now();
        let bytes = fs::read(pdf).unwrap_or_default();
        let document = parse::parse(&bytes, &Hint::default(), &Limits::default());
        ours.time += began.elapsed();
        ours.add(&truth, &words(&document.text));
        let began = Instant::now();
        let text = pdftotext(pdf);
        theirs.time += began.elapsed();
        theirs.add(&truth, &words(&text));
        let began = Instant::now();
        let _ = Command::new("pdftotext").arg("-v").output();
        starting += began.elapsed();
    }
    table(files.len(), &version, &ours, &theirs, starting)
}

fn table(
    files: usize,
    version: &str,
    ours: &Reading,
    theirs: &Reading,
    starting: Duration,
) -> String {
    let mut out = format!("PDF text of {files} files of the corpus, against {version}\n");
    for (name, reading) in [("kehoach", ours), ("pdftotext", theirs)] {
        let _ = writeln!(
            out,
            "  {name:<10} {:.4} of the words, {:.4} of the neighboring pairs, {:.3} s",
            share(reading.found, reading.words),
            share(reading.pairs_found, reading.pairs),
            reading.time.as_secs_f64(),
        );
    }
    let _ = write!(
        out,
        "  time kehoach : pdftotext = {:.2} (of its time, {:.3} s is starting a process for each file)",
        ours.time.as_secs_f64() / theirs.time.as_secs_f64().max(f64::EPSILON),
        starting.as_secs_f64(),
    );
    out
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl Reading {
    fn add(&mut self, truth: &[String], said: &[String]) {
        self.words += truth.len();
        self.found += common(truth.iter().cloned(), said.iter().cloned());
        let pairs = |words: &[String]| -> Vec<String> {
            words.windows(2).map(|pair| pair.join(" ")).collect()
        };
        let (truth, said) = (pairs(truth), pairs(said));
        self.pairs += truth.len();
        self.pairs_found += common(truth.into_iter(), said.into_iter());
    }
}

/// Items of both multisets.
fn common(truth: impl Iterator<Item = String>, said: impl Iterator<Item = String>) -> usize {
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for word in said {
        *left.entry(word).or_default() += 1;
    }
    truth
        .filter(|word| match left.get_mut(word) {
            Some(count) if 0 < *count => {
                *count -= 1;
                true
            }
            _ => false,
        })
        .count()
}

/// Every PDF with the authored text it was made from, scans left out.
fn pdfs_with_sources(root: &Path) -> Vec<(PathBuf, String)> {
    let mut sources = Vec::new();
    list(&root.join("corpus/sources"), &mut sources);
    let mut pdfs = Vec::new();
    list(&root.join("corpus/portals"), &mut pdfs);
    pdfs.sort();
    let mut pairs = Vec::new();
    for pdf in pdfs
        .iter()
        .filter(|path| path.extension().is_some_and(|it| it == "pdf"))
    {
        let source = sources
            .iter()
            .find(|source| source.file_stem() == pdf.file_stem());
        let text = source.and_then(|source| fs::read_to_string(source).ok());
        let Some((front, body)) = text.as_deref().and_then(|text| text.split_once("\n---\n"))
        else {
            continue;
        };
        if !front.contains("form: pdf-scan") {
            pairs.push((pdf.clone(), published(body)));
        }
    }
    pairs
}

/// What of a source is printed: without the marks of its format.
fn published(body: &str) -> String {
    const NAMES: [&str; 5] = ["#letterhead", "#title", "#body", "#signature", "#annex"];
    let lines = body
        .lines()
        .filter(|line| !NAMES.contains(&line.trim_end()));
    let text: Vec<&str> = lines.collect();
    text.join("\n")
        .replace(['«', '»', '|', '^', '[', ']', ':'], " ")
}

fn words(text: &str) -> Vec<String> {
    let clean = kehoach::text::clean(text);
    clean
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn pdftotext(pdf: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-enc", "UTF-8"])
        .arg(pdf)
        .arg("-")
        .output();
    output.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

fn version() -> Option<String> {
    let output = Command::new("pdftotext").arg("-v").output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    said.lines().next().map(|line| line.trim().to_owned())
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, paths);
        } else {
            paths.push(path);
        }
    }
}
