//! A first door to the library, until `cli` has its own room.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use kehoach::config::{self, Flags};
use kehoach::pipeline::{Access, Given, Library, Progress, Stage, Step, Watch};

static STOP: AtomicBool = AtomicBool::new(false);

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1).collect()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("kehoach: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Vec<OsString>) -> anyhow::Result<u8> {
    ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed))?;
    let mut flags = Flags::default();
    let mut given = Given::default();
    let mut words: Vec<OsString> = Vec::new();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        match argument.to_str() {
            Some("--data") => flags.data = Some(PathBuf::from(value())),
            Some("--config") => flags.config = Some(PathBuf::from(value())),
            Some("--jobs") => flags.jobs = value().parse().ok(),
            Some("--province") => given.province = Some(value()),
            Some("--agency") => given.agency = Some(value()),
            Some("--json") => {}
            _ => words.push(argument),
        }
    }
    let config = config::load(&flags, |name| std::env::var(name).ok())?;
    let watch = Watch {
        progress: &Plain::default(),
        stop: &STOP,
    };
    let paths: Vec<PathBuf> = words.iter().skip(1).map(PathBuf::from).collect();
    match words.first().and_then(|word| word.to_str()) {
        Some("ingest") => {
            let summary = Library::open(config, Access::Write)?.ingest(&paths, &given, watch)?;
            writeln!(io::stdout(), "{}", serde_json::to_string(&summary)?)?;
            Ok(if summary.failures.is_empty() { 0 } else { 2 })
        }
        Some("verify") => {
            let found = Library::open(config, Access::Read)?.verify(watch)?;
            for fault in &found.faults {
                writeln!(
                    io::stdout(),
                    "{}: {}: {}",
                    fault.code,
                    fault.subject,
                    fault.message
                )?;
            }
            Ok(if found.is_sound() { 0 } else { 2 })
        }
        _ => anyhow::bail!("dùng: kehoach ingest PATH… | kehoach verify"),
    }
}

/// Items between two lines of one stage: a run of a million files stays readable.
const LINE_EVERY: u64 = 1_000;

/// One line for each step up to the first thousand items, then one per thousand.
#[derive(Default)]
struct Plain {
    last: AtomicU64,
}

impl Progress for Plain {
    fn at(&self, step: Step) {
        let last = self.last.load(Ordering::Relaxed);
        let is_early = step.done < LINE_EVERY;
        let is_due = step.done >= last + LINE_EVERY || step.done < last;
        if !is_early && !is_due {
            return;
        }
        self.last.store(step.done, Ordering::Relaxed);
        let name = match step.stage {
            Stage::Reading => "đọc",
            Stage::Storing => "ghi",
            Stage::Linking => "nối kết",
            Stage::Indexing => "lập chỉ mục",
            Stage::Checking => "kiểm tra",
        };
        // Nobody may be reading: a closed pipe is no reason to stop.
        let _ = match step.total {
            Some(total) => writeln!(io::stderr(), "{name}: {}/{total}", step.done),
            None => writeln!(io::stderr(), "{name}: {}", step.done),
        };
    }
}
