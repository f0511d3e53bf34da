//! A run: documents written, ingested by the program itself, ingested again, searched.
//!
//! In stretches of ten thousand, each of its own process, so that a run of a million needs the disk
//! of one stretch beside the data folder and can be ended and taken up between any two.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kehoach::config::Config;
use kehoach::pipeline::{Access, Library, Wanted};
use serde::{Deserialize, Serialize};

use crate::child::{self, Usage};
use crate::generated::{Generator, SEED};

/// Documents a stretch: 80 MB of files.
const STRETCH: u64 = 10_000;

/// What users of the kinds in `DESIGN` type: words without marks, words with marks, a number in
/// two writings, a phrase, filters.
pub const QUESTIONS: [&str; 8] = [
    "ke hoach papi",
    "kế hoạch cải cách hành chính năm 2021",
    "21/KH-UBND",
    "so 21 kh ubnd",
    "\"một cửa liên thông\"",
    "chuyển đổi số nam:2022",
    "coquan:\"Sở Nội vụ\" dân vận",
    "phong chong tham nhung tieu cuc",
];

pub struct Plan {
    pub root: PathBuf,
    pub binary: PathBuf,
    pub folder: PathBuf,
    pub documents: u64,
    /// No stretch is begun after this.
    pub time: Duration,
    /// Times each question is asked inside one process.
    pub asked: usize,
}

impl Plan {
    pub fn new(root: &Path, binary: &Path) -> Plan {
        Plan {
            root: root.to_owned(),
            binary: binary.to_owned(),
            folder: root.join("target/bench"),
            documents: STRETCH,
            time: Duration::MAX,
            asked: 25,
        }
    }
}

/// What was done so far; kept beside the data between two runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Done {
    pub documents: u64,
    pub bytes: u64,
    pub wall_seconds: f64,
    pub cpu_seconds: f64,
    pub peak_bytes: u64,
}

pub struct Run {
    plan: Plan,
    generator: Generator,
    pub done: Done,
}

impl Run {
    /// From nothing, whatever is there.
    pub fn fresh(plan: Plan) -> io::Result<Run> {
        match fs::remove_dir_all(&plan.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Run::resumed(plan),
        }
    }

    /// From where the last run ended.
    pub fn resumed(plan: Plan) -> io::Result<Run> {
        fs::create_dir_all(&plan.folder)?;
        let done = match fs::read_to_string(plan.folder.join("done.json")) {
            Ok(text) => serde_json::from_str(&text)?,
            Err(_) => Done::default(),
        };
        let generator = Generator::new(&plan.root, SEED);
        Ok(Run {
            plan,
            generator,
            done,
        })
    }

    /// Every stretch there is time for, then the questions.
    pub fn go(&mut self) -> io::Result<()> {
        let began = Instant::now();
        while self.done.documents < self.plan.documents && began.elapsed() < self.plan.time {
            self.stretch()?;
        }
        println!("{}", self.summary());
        if self.done.documents < self.plan.documents {
            let left = self.plan.documents - self.done.documents;
            println!("{left} documents are left: the same command goes on");
        }
        if self.done.documents == 0 {
            return Ok(());
        }
        self.ask_once_each()?;
        self.ask_in_process()
    }

    fn stretch(&mut self) -> io::Result<()> {
        let first = self.done.documents;
        let last = self.plan.documents.min(first + STRETCH);
        let papers = self.plan.folder.join("papers");
        let bytes = self.write(&papers, first..last)?;
        let usage = self.ingest(&papers)?;
        self.done.documents = last;
        self.done.bytes += bytes;
        self.done.wall_seconds += usage.wall.as_secs_f64();
        self.done.cpu_seconds += usage.cpu.as_secs_f64();
        self.done.peak_bytes = self.done.peak_bytes.max(usage.peak_bytes);
        println!(
            "ingest {first}..{last}: {}",
            figures(last - first, bytes, &usage)
        );
        if last == self.plan.documents {
            let again = self.ingest(&papers)?;
            println!(
                "the last stretch again, unchanged: {}",
                figures(last - first, bytes, &again)
            );
        }
        // Written last: a run that is ended in a stretch does that stretch again, which changes nothing.
        let done = serde_json::to_string(&self.done)?;
        fs::write(self.plan.folder.join("done.json"), done)?;
        fs::remove_dir_all(papers)
    }

    /// Returns the bytes written.
    fn write(&self, folder: &Path, range: std::ops::Range<u64>) -> io::Result<u64> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let mut bytes = 0;
        for (at, paper) in self.generator.papers(range).enumerate() {
            // A thousand files a folder: what file systems and people like.
            let folder = folder.join(format!("{:03}", at / 1_000));
            fs::create_dir_all(&folder)?;
            bytes += paper.bytes.len() as u64;
            fs::write(folder.join(paper.name), paper.bytes)?;
        }
        Ok(bytes)
    }

    fn ingest(&self, papers: &Path) -> io::Result<Usage> {
        let mut command = self.command();
        command.arg("ingest").arg(papers).stderr(Stdio::null());
        let usage = child::run(&mut command, &self.plan.folder)?;
        match usage.exit_code {
            Some(0) => Ok(usage),
            code => Err(io::Error::other(format!(
                "kehoach ingest: ended with {code:?}: {}",
                usage.printed
            ))),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.plan.binary);
        command.arg("--json").arg("--data").arg(self.data());
        command
    }

    fn data(&self) -> PathBuf {
        self.plan.folder.join("data")
    }

    pub fn summary(&self) -> String {
        let done = &self.done;
        let data = folder_bytes(&self.data());
        let index = folder_bytes(&self.data().join("index"));
        format!(
            "{} documents, {}: {:.0} docs/s, {:.2} MB/s per core, peak memory {}; data folder {} of which index {}",
            done.documents,
            mb(done.bytes),
            done.documents as f64 / done.wall_seconds.max(f64::EPSILON),
            done.bytes as f64 / 1e6 / done.cpu_seconds.max(f64::EPSILON),
            mb(done.peak_bytes),
            mb(data),
            mb(index),
        )
    }

    /// As from a shell: a process each.
    fn ask_once_each(&self) -> io::Result<()> {
        for question in QUESTIONS {
            let mut command = self.command();
            command.arg("search").arg(question);
            let usage = child::run(&mut command, &self.plan.folder)?;
            let answer: serde_json::Value =
                serde_json::from_str(&usage.printed).unwrap_or_default();
            println!(
                "search «{question}»: {} hits, {:.0} ms as a process, peak memory {}",
                answer["total"],
                usage.wall.as_secs_f64() * 1e3,
                mb(usage.peak_bytes)
            );
        }
        Ok(())
    }

    /// As from the web page: one open library.
    fn ask_in_process(&self) -> io::Result<()> {
        let failed = |error: kehoach::pipeline::Error| io::Error::other(error.to_string());
        let library =
            Library::open(Config::in_folder(self.data()), Access::Read).map_err(failed)?;
        let mut times = Vec::new();
        for _ in 0..self.plan.asked {
            for question in QUESTIONS {
                let began = Instant::now();
                library
                    .search(question, &Wanted::default())
                    .map_err(failed)?;
                times.push(began.elapsed());
            }
        }
        times.sort_unstable();
        let at =
            |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "{} searches in one process, facets and snippets included: median {:.1} ms, 95 of 100 within {:.1} ms, slowest {:.1} ms",
            times.len(),
            at(0.5),
            at(0.95),
            at(1.0)
        );
        Ok(())
    }
}

fn figures(documents: u64, bytes: u64, usage: &Usage) -> String {
    let wall = usage.wall.as_secs_f64();
    format!(
        "{documents} documents, {} in {wall:.1} s: {:.0} docs/s, {:.2} MB/s per core, peak memory {}",
        mb(bytes),
        documents as f64 / wall.max(f64::EPSILON),
        bytes as f64 / 1e6 / usage.cpu.as_secs_f64().max(f64::EPSILON),
        mb(usage.peak_bytes),
    )
}

fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn folder_bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => folder_bytes(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}
