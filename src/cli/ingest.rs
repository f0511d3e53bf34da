//! `ingest`, and how a summary is told.

use kehoach::pipeline::{Answered, Library, Summary};

use super::Outcome;
use super::again;
use super::arguments::Ingest;
use super::messages as say;
use super::progress::{Watcher, heed_interrupts};
use super::screen::{Ink, Screen};

/// Failures listed for people; `--json` has them all.
const FAILURES_SHOWN: usize = 20;

pub fn run(ingest: &Ingest, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    heed_interrupts(screen.lang)?;
    again::after_an_abort(screen.lang);
    let watcher = Watcher::new(screen.lang);
    let summary = library.ingest(&ingest.paths, &ingest.origin.given(), watcher.watch())?;
    drop(watcher);
    tell(&summary, screen)
}

/// Prints what a run did; its failures also end in a sentence on standard error.
pub fn tell(summary: &Summary, screen: &mut Screen) -> anyhow::Result<Outcome> {
    if screen.json {
        screen.json(summary)?;
    } else {
        tell_people(summary, screen)?;
    }
    tell_trouble(summary, screen)
}

/// Lists what failed and says how the run ended.
pub fn tell_trouble(summary: &Summary, screen: &mut Screen) -> anyhow::Result<Outcome> {
    if !screen.json {
        list_failures(summary, screen)?;
    }
    screen.flush()?;
    note_trouble(summary, screen);
    if summary.interrupted || !summary.failures.is_empty() {
        return Ok(Outcome::Trouble);
    }
    Ok(Outcome::found(summary.files != 0))
}

fn tell_people(summary: &Summary, screen: &mut Screen) -> anyhow::Result<()> {
    let count = |count| screen.count(count);
    let taken = summary.files - summary.failed;
    let (files, new) = (count(taken), count(summary.new - summary.known));
    let unchanged = count(summary.unchanged);
    let (works, citations) = (count(summary.works), count(summary.citations));
    let tasks = count(summary.tasks);
    if summary.files == 0 {
        screen.tell(&say::NO_FILES, &[])?;
    } else if 0 < taken && summary.unchanged == taken {
        screen.tell(&say::ALL_UNCHANGED, &[("files", &files)])?;
    } else if 0 < taken {
        screen.tell(
            &say::INGESTED,
            &[("files", &files), ("new", &new), ("unchanged", &unchanged)],
        )?;
        screen.tell(
            &say::INGESTED_HOLDS,
            &[
                ("works", &works),
                ("citations", &citations),
                ("tasks", &tasks),
            ],
        )?;
    }
    let also = [
        (&say::INGESTED_KNOWN, summary.known - summary.corrected),
        (&say::CORRECTED, summary.corrected),
        (&say::NOT_HAD, summary.failed),
        (&say::STILL_UNREAD, summary.unread),
        (&say::STILL_REMOVED, summary.removed),
    ];
    for (said, many) in also {
        if many != 0 {
            let many = screen.count(many);
            screen.tell(said, &[("count", &many)])?;
        }
    }
    if !summary.followed.is_empty() {
        let named = |one: &Answered| format!("{} ({})", one.question, one.works);
        let names: Vec<String> = summary.followed.iter().map(named).collect();
        let count = screen.count(names.len() as u64);
        let names = names.join(", ");
        screen.tell(&say::FOLLOWED_NEWS, &[("count", &count), ("names", &names)])?;
    }
    if summary.resumed {
        screen.tell(&say::RESUMED, &[])?;
    }
    Ok(())
}

fn list_failures(summary: &Summary, screen: &mut Screen) -> anyhow::Result<()> {
    // A single one is told on standard error.
    if summary.failures.len() < 2 {
        return Ok(());
    }
    let heading = screen.said(&say::FAILURES, &[("count", &summary.failures.len())]);
    screen.blank()?;
    screen.heading(&heading)?;
    for failure in summary.failures.iter().take(FAILURES_SHOWN) {
        screen.line(&format!("  {}", failure.file))?;
        screen.hang("    ", &failure.reason, Some(Ink::Faint))?;
    }
    if FAILURES_SHOWN < summary.failures.len() {
        let more = summary.failures.len() - FAILURES_SHOWN;
        screen.tell(&say::MORE_FAILURES, &[("count", &more)])?;
    }
    Ok(())
}

fn note_trouble(summary: &Summary, screen: &Screen) {
    if summary.interrupted {
        screen.note(&say::INTERRUPTED, &[]);
    }
    match summary.failures.as_slice() {
        [] => {}
        [only] => screen.note(
            &say::ONE_FAILURE,
            &[("file", &only.file), ("reason", &only.reason)],
        ),
        many => screen.note(&say::MANY_FAILURES, &[("count", &many.len())]),
    }
}
