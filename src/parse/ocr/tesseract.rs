//! The one door to tesseract: pictures in on its standard input, hOCR out.
//!
//! A process of its own per page: bounded in time, memory and what it may say, and gone when its door
//! closes, so that an endless loop or an abort in it costs one page.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::parse::process::{self, Bounds, Ended};

/// Names what is read and how: part of the key of what was read before.
pub(super) const VERSION: &str = "1 vie psm 6 lstm";

/// The fullest page at 300 dpi takes 5 seconds of processor time and 250 MB; its hOCR is 300 KB.
const BOUNDS: Bounds = Bounds {
    clock: Duration::from_secs(180),
    cpu_seconds: 60,
    memory: 3 << 30,
    answer: 64 << 20,
};

/// Why a page was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Failure {
    /// The program or its Vietnamese model is not installed.
    Missing,
    TimedOut,
    /// It ended without an answer.
    Failed,
    /// The process that drew the page aborted or took too long.
    Crashed,
}

/// The program, if it is on the path.
pub(super) fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join("tesseract"))
        .find(|program| program.is_file())
}

/// Reads the pages of a TIFF.
pub(super) fn read(program: &Path, pictures: &[u8]) -> Result<String, Failure> {
    let answer = process::run(&mut command(program), pictures, BOUNDS).map_err(why)?;
    String::from_utf8(answer).map_err(|_| Failure::Failed)
}

fn why(ended: Ended) -> Failure {
    match ended {
        Ended::Missing => Failure::Missing,
        Ended::TimedOut => Failure::TimedOut,
        Ended::Refused { complaint, .. }
            if complaint.contains("loading language")
                || complaint.contains("load any languages") =>
        {
            Failure::Missing
        }
        Ended::NotStarted | Ended::Crashed | Ended::TooLong | Ended::Refused { .. } => {
            Failure::Failed
        }
    }
}

fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(["stdin", "stdout", "-l", "vie", "--oem", "1", "--psm", "6"])
        .arg("hocr")
        .env("OMP_THREAD_LIMIT", "1");
    command
}
