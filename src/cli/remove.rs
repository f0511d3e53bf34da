//! `remove`: a wrong capture out of works, links and search, and back in. Nothing is deleted.

use std::collections::BTreeSet;

use kehoach::config::Config;
use kehoach::pipeline::{CaptureId, Library, WorkView};
use kehoach::text::Number;
use schemars::JsonSchema;
use serde::Serialize;

use super::arguments::Remove;
use super::messages as say;
use super::progress::{Watcher, heed_interrupts};
use super::screen::{Ink, Screen};
use super::show::on_disk;
use super::upkeep::{iso, local};
use super::{Outcome, existing, read};

/// What `remove --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RemovedView {
    /// Captures that are out now, or in again with `--undo`.
    pub captures: Vec<String>,
    /// How many of them changed sides by this command.
    pub changed: usize,
    pub undone: bool,
}

/// What `remove --list --json` prints, one per line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RemovalView {
    pub sha256: String,
    pub files: Vec<String>,
    pub author: String,
    pub reason: String,
    pub removed_at: String,
}

pub fn run(remove: &Remove, config: Config, screen: &mut Screen) -> anyhow::Result<Outcome> {
    if remove.list {
        return list(&read(config)?, screen);
    }
    heed_interrupts(screen.lang)?;
    let library = existing(config)?;
    let mut captures = BTreeSet::new();
    for name in &remove.names {
        let named = match remove.undo {
            true => removed_named(&library, name)?,
            false => held_named(&library, name, screen)?,
        };
        if named.is_empty() {
            screen.note(&say::NO_SUCH_CAPTURE, &[("name", name)]);
            return Ok(Outcome::NothingFound);
        }
        captures.extend(named);
    }
    let captures: Vec<CaptureId> = captures.into_iter().collect();
    let author = remove.author.clone().unwrap_or_else(user);
    let watcher = Watcher::new(screen.lang);
    let changed = match remove.undo {
        true => library.restore(&captures, &author, watcher.watch())?,
        false => library.remove(&captures, &author, &remove.reason, watcher.watch())?,
    };
    drop(watcher);
    tell_removed(&library, &captures, changed, remove.undo, screen)?;
    if !remove.undo && changed != 0 && !screen.json {
        let names: Vec<String> = remove.names.iter().map(|name| quoted(name)).collect();
        screen.tell(&say::HOW_TO_UNDO, &[("names", &names.join(" "))])?;
    }
    Ok(Outcome::Done)
}

/// A name as a shell takes it back.
fn quoted(name: &str) -> String {
    if name.contains(char::is_whitespace) {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    }
}

/// Who is logged in, as the system tells; empty where it does not.
pub fn user() -> String {
    let login = std::env::var("USER").or_else(|_| std::env::var("USERNAME"));
    login.unwrap_or_default()
}

/// The captures of a name, or of a file on the disk that holds the same bytes.
fn named(library: &Library, name: &str) -> anyhow::Result<Vec<CaptureId>> {
    let captures = library.captures_of(name)?;
    if !captures.is_empty() {
        return Ok(captures);
    }
    Ok(match on_disk(name) {
        Some(capture) => library.captures_of(&capture)?,
        None => captures,
    })
}

/// The captures a name means, refused if it means several works: taking the wrong one out is worse
/// than asking again.
fn held_named(library: &Library, name: &str, screen: &Screen) -> anyhow::Result<Vec<CaptureId>> {
    let captures = named(library, name)?;
    let key = Number::parse(name.trim()).and_then(|number| number.key());
    let works = match key {
        Some(_) => library.show(name)?.works,
        None => Vec::new(),
    };
    // The path of an archive may look like a number; what came in it has other numbers.
    let bears_it = |work: &&WorkView| {
        let number = work.number.as_deref().and_then(Number::parse);
        number.is_some_and(|number| number.key() == key)
    };
    let carried = works
        .iter()
        .filter(|work| !work.manifestations.is_empty())
        .filter(bears_it);
    let ids: Vec<&str> = carried.map(|work| work.id.0.as_str()).collect();
    if 1 < ids.len() {
        anyhow::bail!(screen.said(
            &say::SEVERAL_TO_REMOVE,
            &[("name", &name), ("ids", &ids.join(", "))]
        ));
    }
    let is_exact = |files: &[String]| files.iter().any(|file| file == name);
    let mut files = Vec::new();
    for capture in &captures {
        files.push(files_of(library, *capture)?);
    }
    if key.is_none() && 1 < captures.len() && !files.iter().any(|files| is_exact(files)) {
        let files: Vec<String> = files
            .into_iter()
            .filter_map(|all| all.into_iter().next())
            .collect();
        anyhow::bail!(screen.said(
            &say::SEVERAL_FILES,
            &[("name", &name), ("files", &files.join(", "))]
        ));
    }
    Ok(captures)
}

/// What was taken out has no work any more, so its number is looked for in the records.
fn removed_named(library: &Library, name: &str) -> anyhow::Result<Vec<CaptureId>> {
    let named = named(library, name)?;
    if !named.is_empty() {
        return Ok(named);
    }
    let key = Number::parse(name.trim()).and_then(|number| number.key());
    let mut found = Vec::new();
    for removal in library.removals()? {
        let record = library.record(removal.capture)?;
        let number = record.and_then(|record| record.identity.number);
        let own = number.and_then(|number| Number::parse(&number)?.key());
        if own.is_some() && own == key {
            found.push(removal.capture);
        }
    }
    Ok(found)
}

fn tell_removed(
    library: &Library,
    captures: &[CaptureId],
    changed: usize,
    undone: bool,
    screen: &mut Screen,
) -> anyhow::Result<()> {
    if screen.json {
        return screen.json(&RemovedView {
            captures: captures.iter().map(ToString::to_string).collect(),
            changed,
            undone,
        });
    }
    let said = match (undone, changed) {
        (false, 0) => &say::ALREADY_REMOVED,
        (false, _) => &say::REMOVED,
        (true, 0) => &say::NOT_REMOVED,
        (true, _) => &say::RESTORED,
    };
    screen.tell(said, &[("count", &changed)])?;
    for capture in captures {
        let files = files_of(library, *capture)?.join(", ");
        screen.hang("  ", &format!("{files} · {capture}"), Some(Ink::Faint))?;
    }
    Ok(())
}

fn files_of(library: &Library, capture: CaptureId) -> anyhow::Result<Vec<String>> {
    let known = library.provenance(capture)?;
    Ok(known.into_iter().map(|known| known.context.file).collect())
}

fn list(library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let removals = library.removals()?;
    for removal in &removals {
        let view = RemovalView {
            sha256: removal.capture.to_string(),
            files: files_of(library, removal.capture)?,
            author: removal.author.clone(),
            reason: removal.reason.clone(),
            removed_at: iso(removal.removed_at),
        };
        if screen.json {
            screen.json(&view)?;
            continue;
        }
        screen.hang("", &view.files.join(", "), None)?;
        let when = local(removal.removed_at);
        let said = [when, view.author, view.reason, view.sha256];
        let said: Vec<String> = said.into_iter().filter(|part| !part.is_empty()).collect();
        screen.hang("  ", &said.join(" · "), Some(Ink::Faint))?;
    }
    if removals.is_empty() && !screen.json {
        screen.tell(&say::NO_REMOVALS, &[])?;
    }
    Ok(Outcome::found(!removals.is_empty()))
}
