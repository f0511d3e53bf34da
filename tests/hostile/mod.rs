//! Files made to do harm: bombs, loops, floods, damage. Each is made here, read by a process of its own
//! with bounded memory, and ends soon as a record that says what was wrong, or as what could be read.
//!
//! `tests/fuzz` draws inputs at random and asks whether cost grows with size; here stand the attacks
//! somebody thought of, at the size that hurts. Time is processor time, memory the peak that was
//! resident, both of the whole child.

mod flood;
mod office;
mod pdf;
mod text;

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use kehoach::authority::Authority;
use kehoach::extract::{self, Context, FileFacts};
use kehoach::parse::{self, Hint, Limits, Ocr};
use serde::{Deserialize, Serialize};

use crate::spans;

/// Names the file that the child reads.
const FILE: &str = "KEHOACH_HOSTILE_FILE";

/// Without optimization a reader is so much slower.
const SLOWDOWN: u32 = if cfg!(debug_assertions) { 12 } else { 1 };

/// Processor time of one file, with optimization; a tenth of it is usual.
const TIME_MAX: Duration = Duration::from_millis(2_500);

/// Peak of one file. One stream or part may inflate to 64 MB; text with its boxes takes the rest.
const PEAK_BYTES_MAX: u64 = 400 << 20;

/// Address space of the child: what asks for more is ended, and the machine stays usable.
const SPACE_BYTES_MAX: u64 = 4 << 30;

/// One hostile file.
pub struct Case {
    /// With the ending that a server would give it.
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub end: End,
}

/// How reading may end; every one of them is a record.
pub enum End {
    /// With this diagnostic.
    Says(&'static str),
    /// With this text, whatever else is said.
    Reads(&'static str),
    /// With text or with diagnostics.
    Any,
}

/// What the child tells.
#[derive(Debug, Deserialize, Serialize)]
struct Told {
    codes: Vec<String>,
    opening: String,
    letters: usize,
    wrong: Option<String>,
    seconds: f64,
    peak_bytes: u64,
}

#[test]
fn hostile_pdfs_end_soon_and_small() {
    check(pdf::cases());
}

#[test]
fn hostile_packages_end_soon_and_small() {
    check(office::cases());
}

#[test]
fn hostile_pages_and_rich_text_end_soon_and_small() {
    check(text::cases());
}

/// The child: does nothing unless a file is named.
#[test]
fn one_hostile_file_is_read_in_a_process_of_its_own() {
    let Some(path) = env::var_os(FILE) else {
        return;
    };
    /// Of a reading thread, as the pipeline's.
    const STACK_BYTES: usize = 16 << 20;
    limit_space();
    let reading = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || told(Path::new(&path)))
        .expect("a thread");
    let told = reading.join().expect("reading does not panic");
    println!("\n{}", serde_json::to_string(&told).expect("plain values"));
}

fn check(cases: Vec<Case>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut failures = Vec::new();
    for case in cases {
        let path = folder.path().join(case.name);
        fs::write(&path, &case.bytes).expect("writes");
        match read(&path) {
            Ok(told) => {
                if env::var_os("KEHOACH_HOSTILE_TABLE").is_some() {
                    println!(
                        "{:<34} {:>9} bytes {:>6.2} s {:>5} MB {:?}",
                        case.name,
                        case.bytes.len(),
                        told.seconds,
                        told.peak_bytes >> 20,
                        told.codes
                    );
                }
                failures.extend(broken(&case, &told).map(|it| format!("{}: {it}", case.name)));
            }
            Err(trouble) => failures.push(format!("{}: {trouble}", case.name)),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Which promise does not hold.
fn broken(case: &Case, told: &Told) -> Option<String> {
    let allowed = (TIME_MAX * SLOWDOWN).as_secs_f64();
    if allowed < told.seconds {
        return Some(format!("takes {:.1} s, allowed {allowed:.1}", told.seconds));
    }
    if PEAK_BYTES_MAX < told.peak_bytes {
        return Some(format!("takes {} MB", told.peak_bytes >> 20));
    }
    if let Some(wrong) = &told.wrong {
        return Some(wrong.clone());
    }
    let is_met = match case.end {
        End::Says(code) => told.codes.iter().any(|said| said == code),
        End::Reads(text) => told.opening.contains(text),
        End::Any => 0 < told.letters || !told.codes.is_empty(),
    };
    (!is_met).then(|| format!("ends with {:?} and «{}»", told.codes, told.opening))
}

/// Starts this program again for one file.
fn read(path: &Path) -> Result<Told, String> {
    let this = env::current_exe().map_err(|error| error.to_string())?;
    let name = "hostile::one_hostile_file_is_read_in_a_process_of_its_own";
    let output = Command::new(this)
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env("RAYON_NUM_THREADS", "1")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let line = printed.lines().find(|line| line.starts_with('{'));
    line.and_then(|line| serde_json::from_str(line).ok())
        .ok_or_else(|| {
            let said = String::from_utf8_lossy(&output.stderr);
            let said: String = said.chars().take(600).collect();
            format!("ends with {}: {said}", output.status)
        })
}

fn told(path: &Path) -> Told {
    let bytes = fs::read(path).expect("the file is there");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let limits = Limits {
        ocr: Ocr::Never,
        ..Limits::default()
    };
    let hint = Hint {
        file_name: Some(&name),
        ..Hint::default()
    };
    let document = parse::parse(&bytes, &hint, &limits);
    let context = Context {
        file: name.to_string(),
        ..Context::default()
    };
    let facts = FileFacts {
        file: &name,
        sha256: "",
        bytes: bytes.len() as u64,
    };
    let record = extract::extract(&document, &context, Authority::bundled(), facts);
    let wrong = spans::check_document(&document, &bytes)
        .and_then(|()| spans::check_record(&record, &document))
        .err();
    let codes = document.diagnostics.iter().map(|it| it.code.to_string());
    Told {
        codes: codes.collect(),
        opening: document.text.chars().take(200).collect(),
        letters: document.text.len(),
        wrong,
        seconds: seconds(),
        peak_bytes: peak_bytes(),
    }
}

/// Processor time of this process so far.
fn seconds() -> f64 {
    // SAFETY: getrusage fills a plain structure that it is given.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    let of = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    of(usage.ru_utime) + of(usage.ru_stime)
}

/// VmHWM: `ru_maxrss` would begin with what the parent had.
fn peak_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) << 10
}

fn limit_space() {
    let most = libc::rlimit {
        rlim_cur: SPACE_BYTES_MAX,
        rlim_max: SPACE_BYTES_MAX,
    };
    // SAFETY: the structure lives through the call. Where it is refused nothing is bounded.
    unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const most) };
}
