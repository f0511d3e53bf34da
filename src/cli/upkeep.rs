//! `status`, `reprocess`, `reindex`, `verify`, `backup`: keeping a data folder in order.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::{self, TimeZone};
use kehoach::pipeline::{
    CaptureId, Counts, Failure, Fault, Library, Severity, Status, Verification,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::again;
use super::arguments::{self, Backup};
use super::ingest;
use super::messages::{self as say, Said};
use super::progress::{Watcher, heed_interrupts};
use super::screen::{Ink, Screen, size};

/// What `status --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatusView {
    pub data: String,
    pub captures: u64,
    pub bytes: u64,
    pub removed: u64,
    /// Captures that are in and in which nothing could be read.
    pub unread: u64,
    /// They, with why; only with `--unread`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread_files: Option<Vec<Failure>>,
    /// Of which something could be read.
    pub works: u64,
    /// Known only because others cite them; not among `works`.
    pub stubs: u64,
    pub citations: u64,
    pub linked: u64,
    pub ambiguous: u64,
    pub unmatched: u64,
    pub withheld: u64,
    pub tasks: u64,
    pub corrections: u64,
    /// Groups of one number whose works are not settled yet; the next writing command does it.
    pub pending_groups: u64,
    /// Works the index has not been told of.
    pub unindexed: u64,
    /// Captures read by another version of the program.
    pub outdated: u64,
    /// Latest first.
    pub journal: Vec<EntryView>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct EntryView {
    pub done_at: String,
    pub stage: String,
    pub items: u64,
    pub detail: String,
}

pub fn status(
    asked: &arguments::Status,
    library: &Library,
    screen: &mut Screen,
) -> anyhow::Result<Outcome> {
    let status = library.status()?;
    let unread = match asked.unread {
        true => Some(library.unread()?),
        false => None,
    };
    let is_any = status.counts.captures != 0;
    if screen.json {
        let data = library.config().data.to_string_lossy().into_owned();
        screen.json(&status_view(data, &status, unread))?;
    } else if let Some(unread) = unread {
        tell_unread(&unread, screen)?;
    } else {
        tell_status(library, &status, screen)?;
    }
    Ok(Outcome::found(is_any))
}

fn tell_unread(unread: &[Failure], screen: &mut Screen) -> anyhow::Result<()> {
    if unread.is_empty() {
        screen.tell(&say::ALL_READ, &[])?;
    }
    for failure in unread {
        screen.hang("", &failure.file, None)?;
        screen.hang("    ", &failure.reason, Some(Ink::Faint))?;
    }
    Ok(())
}

fn status_view(data: String, status: &Status, unread: Option<Vec<Failure>>) -> StatusView {
    let counts = &status.counts;
    StatusView {
        data,
        captures: counts.captures,
        bytes: counts.bytes,
        removed: counts.removed,
        unread: counts.unread,
        unread_files: unread,
        works: counts.works,
        stubs: counts.stubs,
        citations: counts.citations,
        linked: counts.linked,
        ambiguous: counts.ambiguous,
        unmatched: counts.unmatched,
        withheld: counts.withheld,
        tasks: counts.tasks,
        corrections: counts.corrections,
        pending_groups: counts.pending_groups,
        unindexed: status.unindexed,
        outdated: status.outdated,
        journal: status
            .journal
            .iter()
            .map(|entry| EntryView {
                done_at: iso(entry.done_at),
                stage: entry.stage.clone(),
                items: entry.items,
                detail: entry.detail.clone(),
            })
            .collect(),
    }
}

fn tell_status(library: &Library, status: &Status, screen: &mut Screen) -> anyhow::Result<()> {
    let counts = &status.counts;
    let folder = library.config().data.display().to_string();
    screen.field(screen.word(&say::DATA_FOLDER), &folder)?;
    let captures = screen.said(
        &say::CAPTURES_HELD,
        &[
            ("captures", &screen.count(counts.captures)),
            ("size", &size(counts.bytes)),
            ("removed", &screen.count(counts.removed)),
        ],
    );
    screen.field(screen.word(&say::CAPTURES), &captures)?;
    tell_counts(counts, screen)?;
    let open = [
        (&say::PENDING_GROUPS, counts.pending_groups),
        (&say::UNINDEXED, status.unindexed),
        (&say::OUTDATED, status.outdated),
        (&say::UNREAD_HELD, counts.unread),
    ];
    for (said, count) in open {
        if count != 0 {
            let text = screen.said(said, &[("count", &screen.count(count))]);
            screen.hang("! ", &text, Some(Ink::Doubtful))?;
        }
    }
    if let Some(latest) = status.journal.first() {
        let text = format!(
            "{} · {} ({})",
            local(latest.done_at),
            done(&latest.stage).map_or(latest.stage.as_str(), |said| screen.word(said)),
            screen.count(latest.items)
        );
        screen.field(screen.word(&say::LATEST), &text)?;
    }
    Ok(())
}

/// What was done, by the journal's name of it.
fn done(stage: &str) -> Option<&'static Said> {
    Some(match stage {
        "store" => &say::DONE_STORE,
        "link" => &say::DONE_LINK,
        "index" => &say::DONE_INDEX,
        "remove" => &say::DONE_REMOVE,
        "restore" => &say::DONE_RESTORE,
        _ => return None,
    })
}

/// Works, citations by verdict and tasks.
pub fn tell_counts(counts: &Counts, screen: &mut Screen) -> anyhow::Result<()> {
    let works = screen.said(
        &say::WORKS_HELD,
        &[
            ("works", &screen.count(counts.works)),
            ("stubs", &screen.count(counts.stubs)),
        ],
    );
    screen.field(screen.word(&say::DOCUMENTS), &works)?;
    let citations = screen.said(
        &say::CITATIONS_HELD,
        &[
            ("citations", &screen.count(counts.citations)),
            ("linked", &screen.count(counts.linked)),
            ("ambiguous", &screen.count(counts.ambiguous)),
            ("unmatched", &screen.count(counts.unmatched)),
            ("withheld", &screen.count(counts.withheld)),
        ],
    );
    screen.field(screen.word(&say::CITATIONS), &citations)?;
    screen.field(screen.word(&say::TASKS), &screen.count(counts.tasks))?;
    Ok(())
}

pub fn reprocess(library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    heed_interrupts(screen.lang)?;
    again::after_an_abort(screen.lang);
    let watcher = Watcher::new(screen.lang);
    let summary = library.reprocess(watcher.watch())?;
    drop(watcher);
    if screen.json {
        screen.json(&summary)?;
    } else {
        let (files, works) = (screen.count(summary.files), screen.count(summary.works));
        let (citations, tasks) = (screen.count(summary.citations), screen.count(summary.tasks));
        screen.tell(
            &say::REPROCESSED,
            &[
                ("files", &files),
                ("works", &works),
                ("citations", &citations),
                ("tasks", &tasks),
            ],
        )?;
    }
    ingest::tell_trouble(&summary, screen)
}

/// What `reindex --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReindexedView {
    pub works: u64,
}

pub fn reindex(library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    heed_interrupts(screen.lang)?;
    let watcher = Watcher::new(screen.lang);
    let works = library.reindex(watcher.watch())?;
    drop(watcher);
    if screen.json {
        screen.json(&ReindexedView { works })?;
    } else {
        screen.tell(&say::REINDEXED, &[("works", &screen.count(works))])?;
    }
    Ok(Outcome::Done)
}

/// What `verify --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct VerifiedView {
    pub captures: u64,
    /// True if nothing is lost and nothing contradicts itself; notes are no faults.
    pub sound: bool,
    pub interrupted: bool,
    pub faults: Vec<FaultView>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct FaultView {
    /// `fault` or `note`.
    pub severity: &'static str,
    pub code: &'static str,
    pub subject: String,
    pub message: String,
}

pub fn verify(library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    heed_interrupts(screen.lang)?;
    let watcher = Watcher::new(screen.lang);
    let found = library.verify(watcher.watch())?;
    drop(watcher);
    if screen.json {
        screen.json(&verified_view(&found))?;
    } else {
        tell_verified(&found, library, screen)?;
    }
    screen.flush()?;
    let is_whole = found.is_sound() && !found.interrupted;
    if found.interrupted {
        screen.note(&say::VERIFY_INTERRUPTED, &[]);
    }
    Ok(if is_whole {
        Outcome::Done
    } else {
        Outcome::Trouble
    })
}

fn verified_view(found: &Verification) -> VerifiedView {
    let view = |fault: &Fault| FaultView {
        severity: match fault.severity {
            Severity::Note => "note",
            Severity::Fault => "fault",
        },
        code: fault.code,
        subject: fault.subject.clone(),
        message: fault.message.clone(),
    };
    VerifiedView {
        captures: found.captures,
        sound: found.is_sound(),
        interrupted: found.interrupted,
        faults: found.faults.iter().map(view).collect(),
    }
}

fn tell_verified(
    found: &Verification,
    library: &Library,
    screen: &mut Screen,
) -> anyhow::Result<()> {
    for fault in &found.faults {
        let (lead, ink) = match fault.severity {
            Severity::Note => ("· ", Ink::Faint),
            Severity::Fault => ("! ", Ink::Bad),
        };
        let text = match file_of(&fault.subject, library) {
            Some(file) => screen.said(
                &say::IN_FILE,
                &[("file", &file), ("message", &fault.message)],
            ),
            None => format!("{}: {}", fault.subject, fault.message),
        };
        screen.hang(lead, &text, Some(ink))?;
    }
    let captures = screen.count(found.captures);
    let is_fault = |fault: &&Fault| fault.severity == Severity::Fault;
    let faults = found.faults.iter().filter(is_fault).count();
    match faults {
        0 => screen.tell(&say::SOUND, &[("captures", &captures)])?,
        _ => screen.tell(
            &say::UNSOUND,
            &[("captures", &captures), ("faults", &faults)],
        )?,
    }
    Ok(())
}

/// The name a capture was given under: what a person knows it by.
fn file_of(subject: &str, library: &Library) -> Option<String> {
    let capture: CaptureId = subject.to_lowercase().parse().ok()?;
    let known = library.provenance(capture).ok()?;
    known.into_iter().next().map(|known| known.context.file)
}

/// What `backup --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BackupView {
    pub to: String,
    pub captures: u64,
    pub bytes: u64,
}

pub fn backup(backup: &Backup, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let held = library.back_up(&backup.to)?;
    if screen.json {
        screen.json(&BackupView {
            to: backup.to.to_string_lossy().into_owned(),
            captures: held.captures,
            bytes: held.bytes,
        })?;
    } else {
        let (captures, size) = (screen.count(held.captures), size(held.bytes));
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("captures", &captures),
            ("size", &size),
            ("path", &backup.to.display()),
        ];
        screen.tell(&say::BACKED_UP, &values)?;
        screen.tell(&say::BACKUP_UNINDEXED, &[("path", &backup.to.display())])?;
    }
    Ok(Outcome::Done)
}

pub fn iso(time: SystemTime) -> String {
    Timestamp::try_from(time)
        .map(|time| time.to_string())
        .unwrap_or_default()
}

/// The time on Vietnam's clocks, which know no summer time, wherever this runs: as the web pages say it.
pub fn local(time: SystemTime) -> String {
    Timestamp::try_from(time)
        .map(|time| {
            time.to_zoned(TimeZone::fixed(tz::offset(7)))
                .strftime("%d/%m/%Y %H:%M")
                .to_string()
        })
        .unwrap_or_default()
}
