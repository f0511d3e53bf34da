//! `extract`: one record per line for every file, readable or not, in the order of the files.
//!
//! A file nobody can read is a record that says so, and no trouble: reading never fails. Trouble is
//! a path that is not there and bytes that cannot be had. With `--explain` each file is told with the
//! rules that gave its record, for people or, with `--json`, for machines.

use std::env;
use std::fs;
use std::path::PathBuf;

use kehoach::config::Config;
use kehoach::pipeline::{Examined, Reader};

use super::arguments::Extract;
use super::messages as say;
use super::progress::{Watcher, heed_interrupts};
use super::screen::Screen;
use super::{Outcome, again, explain};

pub fn run(extract: &Extract, config: Config, screen: &mut Screen) -> anyhow::Result<Outcome> {
    heed_interrupts(screen.lang)?;
    let watcher = Watcher::beside_output(screen.lang);
    let reader = Reader::new(config)?;
    let given = extract.origin.given();
    if extract.explain {
        let examined =
            reader.explain(&extract.paths, &given, watcher.watch(), &mut |explained| {
                explain::tell(&explained, screen)
            })?;
        screen.flush()?;
        drop(watcher);
        return Ok(tell(&examined, screen));
    }
    let left = Left::here_or_before();
    let reader = match &left {
        Some(left) => {
            again::after_an_abort_at(screen.lang, Some(&left.folder));
            reader.noting_in(&left.folder)
        }
        None => reader,
    };
    // What was said must be out before the next file is read: that may begin the run again.
    let examined = reader.extract(&extract.paths, &given, watcher.watch(), &mut |record| {
        screen.json(&record)?;
        anyhow::Ok(screen.flush()?)
    })?;
    drop(watcher);
    Ok(tell(&examined, screen))
}

/// The folder in which this run notes how far it came, gone with it; a run that is begun again finds
/// that of the one before.
struct Left {
    folder: PathBuf,
}

impl Left {
    fn here_or_before() -> Option<Left> {
        if let Some(before) = env::var_os(again::LEFT_AT) {
            let folder = PathBuf::from(before);
            return Some(Left { folder });
        }
        let folder = tempfile::Builder::new().prefix("kehoach-").tempdir().ok()?;
        Some(Left {
            folder: folder.keep(),
        })
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        // Two small files of ours; what stays is the system's to sweep.
        for name in Reader::NOTES {
            let _ = fs::remove_file(self.folder.join(name));
        }
        let _ = fs::remove_dir(&self.folder);
    }
}

fn tell(examined: &Examined, screen: &Screen) -> Outcome {
    for failure in &examined.failures {
        screen.note(
            &say::ONE_FAILURE,
            &[("file", &failure.file), ("reason", &failure.reason)],
        );
    }
    if examined.interrupted {
        screen.note(
            &say::INTERRUPTED_EXTRACT,
            &[("files", &screen.count(examined.files))],
        );
    }
    if examined.interrupted || !examined.failures.is_empty() {
        return Outcome::Trouble;
    }
    if examined.files == 0 {
        screen.note(&say::NO_FILES, &[]);
    }
    Outcome::found(examined.files != 0)
}
