//! `extract`: one record per line for every file, readable or not, in the order of the files.
//!
//! A file nobody can read is a record that says so, and no trouble: reading never fails. Trouble is
//! a path that is not there and bytes that cannot be had. With `--explain` each file is told with the
//! rules that gave its record, for people or, with `--json`, for machines.

use kehoach::config::Config;
use kehoach::pipeline::{Examined, Reader};

use super::arguments::Extract;
use super::messages as say;
use super::progress::{Watcher, heed_interrupts};
use super::screen::Screen;
use super::{Outcome, explain};

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
    let examined = reader.extract(&extract.paths, &given, watcher.watch(), &mut |record| {
        screen.json(&record)
    })?;
    screen.flush()?;
    drop(watcher);
    Ok(tell(&examined, screen))
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
