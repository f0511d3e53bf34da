//! A name in, what the library holds under it out.

use std::collections::BTreeMap;

use crate::authority::Authority;
use crate::extract::{Record, Task};
use crate::link::{Key, Role, Verdict, Work, WorkId};
use crate::report::Brief;
use crate::store::{CaptureId, ClearText, Group, Provenance, Store};
use crate::text::Number;

use super::view::{Found, WorkView, brief, view};
use super::{Library, Result};

impl Library {
    /// Everything a number or id stands for: all works that bear the number, and the citations of
    /// it that belong to none.
    pub fn show(&self, name: &str) -> Result<Found> {
        self.ask(|store| {
            let works = works_named(store, name)?;
            let views = works
                .iter()
                .map(|work| view(store, work))
                .collect::<Result<_>>()?;
            let mut unplaced = Vec::new();
            for group in groups_named(store, name)? {
                unplaced.extend(super::view::unplaced(store, &group)?);
            }
            Ok(Found {
                works: views,
                unplaced,
            })
        })
    }

    /// The work of this id in one line, if there is one.
    pub fn brief(&self, id: &WorkId) -> Result<Option<Brief>> {
        self.ask(|store| Ok(store.work(id)?.as_ref().map(brief)))
    }

    /// The work of this id, if there is one.
    pub fn work(&self, id: &WorkId) -> Result<Option<WorkView>> {
        self.ask(|store| store.work(id)?.map(|work| view(store, &work)).transpose())
    }

    /// The stubs most cited first, with how many captures cite each.
    pub fn wanted(&self, limit: usize) -> Result<Vec<(Brief, u64)>> {
        self.ask(|store| {
            let wanted = store.wanted(limit)?;
            Ok(wanted
                .iter()
                .map(|(work, citing)| (brief(work), *citing))
                .collect())
        })
    }

    /// The bytes as they were had, with their media type; `None` if there is no such capture.
    pub fn original(&self, capture: CaptureId) -> Result<Option<(String, Vec<u8>)>> {
        self.ask(|store| match store.capture(capture)? {
            Some(known) => Ok(Some((known.media_type, store.original(capture)?))),
            None => Ok(None),
        })
    }

    pub fn text(&self, capture: CaptureId) -> Result<Option<ClearText>> {
        self.ask(|store| Ok(store.text(capture)?))
    }

    pub fn record(&self, capture: CaptureId) -> Result<Option<Record>> {
        self.ask(|store| Ok(store.record(capture)?))
    }

    pub fn provenance(&self, capture: CaptureId) -> Result<Vec<Provenance>> {
        self.ask(|store| Ok(store.provenance(capture)?))
    }
}

/// The works a person may mean: by id, by number, or by the name or hash of a capture.
pub(super) fn works_named(store: &Store, name: &str) -> Result<Vec<Work>> {
    if let Some(work) = store.work(&WorkId(name.to_owned()))? {
        return Ok(vec![work]);
    }
    let mut works: BTreeMap<WorkId, Work> = BTreeMap::new();
    for group in groups_named(store, name)? {
        for work in store.works_of_group(&group)? {
            works.insert(work.id.clone(), work);
        }
        // A document whose words contradict its symbol is told of by another group than its number's.
        for member in store.members(&group)? {
            if member.role != Role::Echo {
                continue;
            }
            let Ok(capture) = member.capture.parse::<CaptureId>() else {
                continue;
            };
            for work in store.works_of_capture(capture)? {
                works.insert(work.id.clone(), work);
            }
        }
    }
    if !works.is_empty() {
        return Ok(works.into_values().collect());
    }
    let captures = match name.parse::<CaptureId>() {
        Ok(capture) => vec![capture],
        Err(_) => captures_named(store, name)?,
    };
    for capture in captures {
        for work in store.works_of_capture(capture)? {
            works.insert(work.id.clone(), work);
        }
    }
    Ok(works.into_values().collect())
}

/// Calls `visit` with every work, in order of their names.
pub(super) fn each_work(store: &Store, visit: &mut impl FnMut(&Work) -> Result<()>) -> Result<()> {
    /// Works in memory together.
    const PAGE: usize = 500;
    let mut after: Option<WorkId> = None;
    loop {
        let works = store.works(after.as_ref(), PAGE)?;
        let Some(last) = works.last() else {
            return Ok(());
        };
        after = Some(last.id.clone());
        works.iter().try_for_each(&mut *visit)?;
    }
}

/// The captures of a file or a URL: by the name as it was given, or by its last folders and file.
pub(super) fn captures_named(store: &Store, name: &str) -> Result<Vec<CaptureId>> {
    let name = name.trim().trim_start_matches("./");
    let named = store.captures_named(name)?;
    if !named.is_empty() || name.is_empty() {
        return Ok(named);
    }
    Ok(store.captures_ending(name)?)
}

/// The groups of a number as people write it: with its type before it, or without its dashes.
fn groups_named(store: &Store, name: &str) -> Result<Vec<Group>> {
    /// Symbols of one serial looked at; the most common serials have some hundreds.
    const SYMBOLS_MAX: usize = 10_000;
    let Some(key) = number_in(name.trim()).and_then(|number| number.key()) else {
        return Ok(Vec::new());
    };
    let group = Group::keyed(&Key(key.clone()));
    if !store.members(&group)?.is_empty() {
        return Ok(vec![group]);
    }
    let serial = key.split('/').next().unwrap_or_default();
    let letters = |key: &str| key.replace(['-', '/'], "");
    let like = store.groups_from(&format!("{serial}/"), SYMBOLS_MAX)?;
    Ok(like
        .into_iter()
        .filter(|group| letters(group.as_str()) == letters(&key))
        .collect())
}

/// `21/KH-UBND`, or "Kế hoạch số 21/KH-UBND".
fn number_in(name: &str) -> Option<Number> {
    if let Some(number) = Number::parse(name) {
        return Some(number);
    }
    let (words, number) = name.split_at(name.find(|c: char| c.is_ascii_digit())?);
    let words = crate::text::fold(words);
    let words = words.trim();
    let words = words.strip_suffix(" so").unwrap_or(words);
    let number = Number::parse(number)?;
    Authority::bundled().doc_type(words).map(|_| number)
}

pub(super) fn target(verdict: &Verdict) -> Option<&WorkId> {
    match verdict {
        Verdict::Linked { target } | Verdict::Unmatched { target } => Some(target),
        Verdict::Ambiguous { .. } | Verdict::Withheld { .. } => None,
    }
}

/// The record of the best manifestation, where possible one that cites or charges something: a
/// news page about a plan has neither.
pub(super) fn best_record(store: &Store, work: &Work) -> Result<Option<(CaptureId, Record)>> {
    Ok(match best_capture(store, work)? {
        Some(best) => store.record(best)?.map(|record| (best, record)),
        None => None,
    })
}

/// The tasks of the same record, without the rest of it.
pub(super) fn best_tasks(store: &Store, work: &Work) -> Result<Vec<Task>> {
    let tasks = match best_capture(store, work)? {
        Some(best) => store.tasks(best)?,
        None => None,
    };
    Ok(tasks.unwrap_or_default())
}

fn best_capture(store: &Store, work: &Work) -> Result<Option<CaptureId>> {
    let first = || carriers(work).next();
    Ok(voice(store, work)?.or_else(first))
}

/// The first of the captures of a work that cites or charges something.
pub(super) fn voice(store: &Store, work: &Work) -> Result<Option<CaptureId>> {
    for capture in carriers(work) {
        if store.says_much(capture)? {
            return Ok(Some(capture));
        }
    }
    Ok(None)
}

fn carriers(work: &Work) -> impl Iterator<Item = CaptureId> {
    let carriers = work.manifestations.iter();
    carriers.filter_map(|one| one.capture.parse().ok())
}
