//! Text of PDFs against pdfium, poppler's `pdftotext` and `lopdf::extract_text`: processor time and
//! memory, one thread, paired.
//!
//! Each round asks every program for every file in turn, so that a busy machine slows all alike; of
//! a file the least time of all rounds counts. What is counted, user and system together:
//!
//! * ours, lopdf: one reading in a process of its own (this program again), without reading the file
//!   from disk. Ours does all a document needs: lines, tables, paragraphs, the box of every word.
//! * pdfium: the same in one Python process, by `pdfium_text.py`; python's start is not counted.
//! * pdftotext: its whole process, less what `pdftotext -v` takes to start.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use kehoach::parse::{self, Hint, Limits, Ocr};
use serde::{Deserialize, Serialize};

/// The argument by which this program reads one file and says what that took.
const READ_ONE: &str = "--read-one";

/// Rounds over all files, and readings of one round of which the least counts.
const ROUNDS: usize = 5;
const READINGS: usize = 3;

const OURS: usize = 0;
const PDFIUM: usize = 1;
const POPPLER: usize = 2;
const LOPDF: usize = 3;
const NAMES: [&str; 4] = ["kehoach", "pdfium", "pdftotext", "lopdf extract_text"];

/// What one reading took.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
struct Reading {
    seconds: f64,
    pages: u32,
    letters: usize,
    #[serde(default)]
    peak_bytes: u64,
}

/// The least of all rounds, by program.
#[derive(Default)]
struct Row {
    name: String,
    least: [Option<Reading>; 4],
}

/// Tables, with a line for each program that is missing.
pub fn compare(root: &Path) -> io::Result<String> {
    let (from, files) = files(root);
    let mut pdfium = Pdfium::start();
    let poppler = Poppler::start();
    let mut rows: Vec<Row> = files.iter().map(|file| Row::of(file)).collect();
    for _ in 0..ROUNDS {
        for (file, row) in files.iter().zip(&mut rows) {
            row.learn(OURS, read_by("kehoach", file)?);
            if let Ok(pdfium) = &mut pdfium {
                row.learn(PDFIUM, pdfium.read(file)?);
            }
            if let Some(poppler) = &poppler {
                row.learn(POPPLER, poppler.read(file)?);
            }
            row.learn(LOPDF, read_by("lopdf", file)?);
        }
    }
    let mut out = format!(
        "PDF text, processor time of one thread, {} files of {from}\n",
        files.len()
    );
    match &pdfium {
        Ok(pdfium) => {
            let _ = writeln!(out, "  {}", pdfium.version);
        }
        Err(reason) => {
            let _ = writeln!(out, "  không có pdfium: {reason}");
        }
    }
    match &poppler {
        Some(poppler) => {
            let _ = writeln!(
                out,
                "  {}, start {:.1} ms",
                poppler.version,
                poppler.start * 1e3
            );
        }
        None => out.push_str("  không có pdftotext (apt-get install poppler-utils)\n"),
    }
    write_table(&rows, &mut out);
    Ok(out)
}

/// True if this process was started to read one file, which it then has done.
pub fn is_reader() -> bool {
    let arguments: Vec<String> = env::args().collect();
    let Some(at) = arguments.iter().position(|argument| argument == READ_ONE) else {
        return false;
    };
    if let [program, path] = &arguments[at + 1..] {
        let reading = read_here(program, Path::new(path));
        println!("{}", serde_json::to_string(&reading).unwrap_or_default());
    }
    true
}

fn read_here(program: &str, path: &Path) -> Reading {
    let bytes = fs::read(path).unwrap_or_default();
    let mut least = Reading {
        seconds: f64::MAX,
        ..Reading::default()
    };
    for _ in 0..READINGS {
        let before = processor_time(libc::RUSAGE_SELF);
        let (pages, letters) = match program {
            "lopdf" => by_lopdf(&bytes),
            _ => by_us(&bytes),
        };
        let seconds = processor_time(libc::RUSAGE_SELF) - before;
        if seconds < least.seconds {
            least = Reading {
                seconds,
                pages,
                letters,
                peak_bytes: 0,
            };
        }
    }
    least.peak_bytes = peak_bytes();
    least
}

fn by_us(bytes: &[u8]) -> (u32, usize) {
    let limits = Limits {
        ocr: Ocr::Never,
        ..Limits::default()
    };
    let document = parse::parse(bytes, &Hint::default(), &limits);
    (document.pages, document.text.chars().count())
}

fn by_lopdf(bytes: &[u8]) -> (u32, usize) {
    let Ok(document) = lopdf::Document::load_mem(bytes) else {
        return (0, 0);
    };
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&numbers).unwrap_or_default();
    (numbers.len() as u32, text.chars().count())
}

/// This program again, in a process of its own, so that the peak of its memory is that of the file.
fn read_by(program: &str, file: &Path) -> io::Result<Reading> {
    let output = Command::new(env::current_exe()?)
        .args([READ_ONE, program])
        .arg(file)
        .env("RAYON_NUM_THREADS", "1")
        .stderr(Stdio::null())
        .output()?;
    serde_json::from_slice(&output.stdout).map_err(io::Error::other)
}

/// pdfium in a Python process that answers line by line.
struct Pdfium {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    version: String,
}

impl Pdfium {
    /// `Err` says what is missing. `KEHOACH_PYTHON` names the interpreter of a virtual environment.
    fn start() -> Result<Pdfium, String> {
        #[derive(Deserialize)]
        struct Hello {
            version: String,
        }
        let missing = "python3 với gói pypdfium2 không có (python3 -m venv …; pip install pypdfium2; KEHOACH_PYTHON=…/bin/python)";
        let python = env::var("KEHOACH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let started = Command::new(python)
            .args(["-c", include_str!("pdfium_text.py")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process = started.map_err(|_| missing.to_owned())?;
        let (Some(questions), Some(answers)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(missing.to_owned());
        };
        let mut answers = BufReader::new(answers);
        let mut line = String::new();
        let _ = answers.read_line(&mut line);
        let hello: Hello = serde_json::from_str(&line).map_err(|_| missing.to_owned())?;
        let version = hello.version;
        Ok(Pdfium {
            process,
            questions,
            answers,
            version,
        })
    }

    fn read(&mut self, file: &Path) -> io::Result<Reading> {
        writeln!(self.questions, "{READINGS} {}", file.display())?;
        self.questions.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        serde_json::from_str(&line).map_err(io::Error::other)
    }
}

impl Drop for Pdfium {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Poppler {
    version: String,
    /// Seconds of a start without a file.
    start: f64,
}

impl Poppler {
    fn start() -> Option<Poppler> {
        const STARTS: usize = 10;
        let mut version = None;
        let mut start = f64::MAX;
        for _ in 0..STARTS {
            let (seconds, output) = timed(Command::new("pdftotext").arg("-v")).ok()?;
            start = start.min(seconds);
            version = String::from_utf8_lossy(&output.stderr)
                .lines()
                .next()
                .map(str::to_owned);
        }
        Some(Poppler {
            version: version?,
            start,
        })
    }

    fn read(&self, file: &Path) -> io::Result<Reading> {
        let mut least = Reading {
            seconds: f64::MAX,
            ..Reading::default()
        };
        for _ in 0..READINGS {
            let (seconds, output) = timed(
                Command::new("pdftotext")
                    .args(["-enc", "UTF-8"])
                    .arg(file)
                    .arg("-"),
            )?;
            least.seconds = least.seconds.min((seconds - self.start).max(0.0));
            let text = String::from_utf8_lossy(&output.stdout);
            least.pages = text.matches('\x0c').count() as u32;
            least.letters = text.chars().count();
        }
        Ok(least)
    }
}

/// Processor seconds of a program run to its end, and what it printed.
fn timed(command: &mut Command) -> io::Result<(f64, std::process::Output)> {
    let before = processor_time(libc::RUSAGE_CHILDREN);
    let output = command.stdin(Stdio::null()).output()?;
    Ok((processor_time(libc::RUSAGE_CHILDREN) - before, output))
}

/// User and system seconds so far.
fn processor_time(of: libc::c_int) -> f64 {
    // SAFETY: getrusage fills a plain structure that it is given.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(of, &raw mut usage);
        usage
    };
    let seconds = |time: libc::timeval| {
        Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
    };
    (seconds(usage.ru_utime) + seconds(usage.ru_stime)).as_secs_f64()
}

/// VmHWM: `ru_maxrss` would begin with what the parent had.
fn peak_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) << 10
}

impl Row {
    fn of(file: &Path) -> Row {
        let name = file.file_name().unwrap_or_default();
        Row {
            name: name.to_string_lossy().into_owned(),
            ..Row::default()
        }
    }

    fn learn(&mut self, program: usize, reading: Reading) {
        let least = self.least[program].get_or_insert(reading);
        if reading.seconds < least.seconds {
            *least = Reading {
                peak_bytes: least.peak_bytes.max(reading.peak_bytes),
                ..reading
            };
        }
    }
}

fn write_table(rows: &[Row], out: &mut String) {
    let _ = writeln!(
        out,
        "  {:<28} {:>6} {:>9} {:>9} {:>9} {:>9} {:>8}",
        "milliseconds of", "pages", "kehoach", "pdfium", "pdftotext", "lopdf", "peak MB"
    );
    for row in rows {
        let ours = row.least[OURS].unwrap_or_default();
        let name: String = row.name.chars().take(28).collect();
        let _ = write!(out, "  {name:<28} {:>6}", ours.pages);
        for reading in &row.least {
            let _ = match reading {
                Some(reading) => write!(out, " {:>9.2}", reading.seconds * 1e3),
                None => write!(out, " {:>9}", "-"),
            };
        }
        let _ = writeln!(out, " {:>8.1}", ours.peak_bytes as f64 / 1e6);
    }
    write_sums(rows, out);
}

fn write_sums(rows: &[Row], out: &mut String) {
    let sum = |program: usize| -> Option<f64> {
        rows.iter()
            .map(|row| Some(row.least[program]?.seconds))
            .sum()
    };
    let pages: u32 = rows
        .iter()
        .filter_map(|row| row.least[OURS])
        .map(|it| it.pages)
        .sum();
    let ours = sum(OURS).unwrap_or(0.0).max(f64::MIN_POSITIVE);
    for (program, name) in NAMES.iter().enumerate() {
        if let Some(seconds) = sum(program) {
            let _ = writeln!(
                out,
                "  {name:<18} {:>7.0} pages a second, {:.2} × our time",
                f64::from(pages) / seconds.max(f64::MIN_POSITIVE),
                seconds / ours
            );
        }
    }
    let peak = rows
        .iter()
        .filter_map(|row| row.least[OURS])
        .map(|it| it.peak_bytes)
        .max();
    let _ = write!(
        out,
        "  most memory of a file: {:.1} MB",
        peak.unwrap_or(0) as f64 / 1e6
    );
}

/// Real files where they are named, else those of the corpus that are no scans.
fn files(root: &Path) -> (&'static str, Vec<PathBuf>) {
    if let Some(real) = env::var_os("KEHOACH_REAL") {
        let files = pdfs(&Path::new(&real).join("real/pdf"));
        if !files.is_empty() {
            return ("KEHOACH_REAL/real/pdf", files);
        }
    }
    let mut files = pdfs(&root.join("corpus/portals"));
    files.retain(|file| fs::metadata(file).is_ok_and(|meta| meta.len() < 100_000));
    ("the corpus", files)
}

fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            paths.extend(pdfs(&path));
        } else if path.extension().is_some_and(|it| it == "pdf") {
            paths.push(path);
        }
    }
    paths.sort();
    paths
}
