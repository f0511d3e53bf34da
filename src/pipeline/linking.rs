//! Pending groups in, works, verdicts and parents in the store out.
//!
//! What is pure and what only reads is done on as many threads as there are, while one writer writes
//! the chunk they made before.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use crate::extract::{Citation, Relation};
use crate::link::{self, Edge, Parent, Resolved, Work, WorkId};
use crate::store::{CaptureId, Gist, Group, Pending, Placed, Settled, Store};

use super::asking::voice;
use super::parallel::{in_parallel, in_turn};
use super::{Library, Result, Stage, Watch};

/// Groups acknowledged together: most hold one document and its citations, or one stub. An
/// acknowledgment waits for the disk, and writes again the pages that works and links share, which are named by
/// hashes and lie anywhere.
const GROUPS_MAX: usize = 8_192;

/// Members looked at together; a group that everybody cites may exceed it alone.
const MEMBERS_MAX: usize = 32_768;

/// Announced works whose parents are acknowledged together.
const PLACED_MAX: usize = 8_192;

/// Documents that get their bands together.
const BANDED_MAX: usize = 2_048;

/// Records that get their gists together.
const GISTED_MAX: usize = 4_096;

/// Groups or works a thread takes at a time, with one reader of the store.
const TAKEN: usize = 32;

/// Resolves every pending group, chunk by chunk, each acknowledged, and then chooses the parent of
/// every work this concerns. Asked to stop, it leaves the rest for the next run.
pub(super) fn settle(library: &Library, store: &mut Store, watch: &Watch) -> Result<()> {
    band(store, watch)?;
    gist(library, store, watch)?;
    let mut done = 0;
    let mut after = None;
    let resolved = || {
        let chunk = match watch.must_stop() {
            true => Vec::new(),
            false => library.ask(|store| chunk(store, after.as_ref()))?,
        };
        after = chunk.last().map(|last| last.group.clone());
        match chunk.is_empty() {
            true => Ok(None),
            false => resolve(library, chunk).map(Some),
        }
    };
    in_turn(resolved, |settled: Vec<Settled>| -> Result<()> {
        watch.at(Stage::Linking, done, None);
        store.settle(&settled, SystemTime::now())?;
        done += settled.len() as u64;
        watch.at(Stage::Linking, done, None);
        Ok(())
    })?;
    place(library, store, watch)
}

/// Documents of a store that knew no bands get theirs, so that copies meet without being read again.
fn band(store: &mut Store, watch: &Watch) -> Result<()> {
    let Some(total) = store.unbanded()? else {
        return Ok(());
    };
    let mut done = 0;
    while !watch.must_stop() {
        watch.at(Stage::Linking, done, Some(total));
        let some = store.band(BANDED_MAX)?;
        if some == 0 {
            break;
        }
        done += some;
    }
    Ok(())
}

/// Records of a store that kept no gists get theirs, so that reports need not read them.
fn gist(library: &Library, store: &mut Store, watch: &Watch) -> Result<()> {
    if store.is_gisted()? {
        return Ok(());
    }
    let total = store.count_ungisted()?;
    let mut done = 0;
    while !watch.must_stop() {
        watch.at(Stage::Linking, done, Some(total));
        let Some(waiting) = store.ungisted(GISTED_MAX)? else {
            break;
        };
        let made = in_parallel(library, TAKEN, &waiting, |store, (_, capture)| {
            let record = store.record(*capture)?;
            let gist = record.map(|record| Gist::of(&record)).transpose()?;
            let mut voices = Vec::new();
            for work in store.works_of_capture(*capture)? {
                voices.push((work.id.clone(), voice(store, &work)?));
            }
            Ok((gist.map(|gist| (*capture, gist)), voices))
        })?;
        let (gists, voices): (Vec<_>, Vec<_>) = made.into_iter().unzip();
        let gists: Vec<(CaptureId, Gist)> = gists.into_iter().flatten().collect();
        let voices: Vec<_> = voices.into_iter().flatten().collect();
        store.gist(&gists, &voices, waiting.last().map(|(row, _)| *row))?;
        done += waiting.len() as u64;
    }
    Ok(())
}

/// The first pending groups after `after`, as many as fit in memory with their members, at least one.
fn chunk(store: &Store, after: Option<&Group>) -> Result<Vec<Pending>> {
    let mut members = 0;
    let mut chunk = Vec::new();
    for pending in store.pending(after, GROUPS_MAX, MEMBERS_MAX)? {
        // Of a group that is not resolved whole only the newcomers are read, of a hollow one nothing.
        members += match pending.whole && !pending.hollow {
            true => pending.members,
            false => 1,
        };
        if MEMBERS_MAX < members && !chunk.is_empty() {
            break;
        }
        chunk.push(pending);
    }
    Ok(chunk)
}

fn resolve(library: &Library, chunk: Vec<Pending>) -> Result<Vec<Settled>> {
    in_parallel(library, TAKEN, &chunk, |store, pending| {
        let group = pending.group.clone();
        if pending.hollow {
            return Ok(Settled::of(group, Resolved::default(), 0)?);
        }
        if !pending.whole
            && let Some(more) = link::resolve_more(
                &store.documents(&group)?,
                &store.known(&group)?,
                &store.arrived(&group)?,
                library.authority,
            )
        {
            return Ok(Settled::more(group, &more)?);
        }
        let members = store.members(&group)?;
        let resolved = link::resolve(&members, library.authority);
        Ok(Settled::of(group, resolved, members.len())?)
    })
}

/// A parent depends on what the links of a work mean and on the works they mean, and both announce
/// the work when they change. So it is chosen for what was announced since the last time, after
/// all groups are settled. A changed parent announces what is below, which shows it; no parent
/// depends on another's, so of that nothing more is chosen.
fn place(library: &Library, store: &mut Store, watch: &Watch) -> Result<()> {
    let mut after = store.placed_up_to()?;
    let last = store.last_announced()?;
    let chosen = || {
        let announced = match watch.must_stop() {
            true => Vec::new(),
            false => library.ask(|store| Ok(store.announced(after, last, PLACED_MAX)?))?,
        };
        let Some(latest) = announced.last() else {
            return Ok(None);
        };
        after = latest.seq;
        let works: BTreeSet<&WorkId> = announced.iter().map(|one| &one.work).collect();
        let works: Vec<&WorkId> = works.into_iter().collect();
        let placed = in_parallel(library, TAKEN, &works, |store, id| {
            placed(library, store, id)
        })?;
        Ok(Some((placed, after)))
    };
    in_turn(chosen, |(placed, seq)| -> Result<()> {
        Ok(store.place(&placed, seq)?)
    })?;
    let whole = !watch.must_stop() && store.placed_up_to()? < store.last_announced()?;
    match whole {
        true => Ok(store.place(&[], store.last_announced()?)?),
        false => Ok(()),
    }
}

/// Who speaks for a work, and the nearest directive it implements by what is cited there.
fn placed(library: &Library, store: &Store, id: &WorkId) -> Result<Placed> {
    let work = store.work(id)?;
    let voice = match &work {
        Some(work) => voice(store, work)?,
        None => None,
    };
    let parent = match (&work, voice) {
        (Some(work), Some(voice)) => nearest_parent(library, store, work, voice)?,
        _ => None,
    };
    Ok(Placed {
        work: id.clone(),
        parent,
        voice,
    })
}

fn nearest_parent(
    library: &Library,
    store: &Store,
    work: &Work,
    capture: CaptureId,
) -> Result<Option<Parent>> {
    let Some(citations) = store.citations(capture)? else {
        return Ok(None);
    };
    let directs = |one: &Citation| {
        one.nested_in.is_some() || !matches!(one.relation, Relation::Mention | Relation::Itself)
    };
    let means = store.targets_of(capture)?;
    let mut meant: Vec<(&Citation, &WorkId)> = Vec::new();
    let mut targets: BTreeMap<&WorkId, Work> = BTreeMap::new();
    for (at, id) in &means {
        let citation = citations.iter().find(|one| one.id == *at);
        let Some(citation) = citation.filter(|it| directs(it)) else {
            continue;
        };
        if !targets.contains_key(id) {
            targets.extend(store.work(id)?.map(|work| (id, work)));
        }
        meant.push((citation, id));
    }
    let edges: Vec<Edge> = meant
        .into_iter()
        .filter_map(|(citation, id)| {
            let target = targets.get(id)?;
            Some(Edge { citation, target })
        })
        .collect();
    Ok(link::nearest_parent(work, &edges, library.authority))
}
