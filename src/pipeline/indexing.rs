//! The outbox in, an index in step out.
//!
//! The index remembers, in the same commit as its documents, the last announcement it holds. So it
//! can be late and never wrong: whatever a kill left undone is announced again and told again.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::SystemTime;

use crate::extract::Record;
use crate::link::{Manifestation, Verdict, Work, WorkId};
use crate::store::{Announcement, ClearText, Store};

use super::following::Questions;
use super::tree::above;
use super::{Library, Result, Stage, Watch};
use door::Door;

mod door;
mod entries;

pub(super) use door::FOLDER;

/// Announcements told in one commit. A commit of the index is a sync and a new segment: more is
/// cheaper, and all of them are in memory with their texts.
const TOLD_MAX: usize = 200;

/// What the index is told of one work.
pub(super) struct Told {
    pub id: WorkId,
    /// `None`: the work is no more.
    pub work: Option<Work>,
    /// What its captures hold, best first.
    pub carried: Vec<Carried>,
    /// Numbers of the directives above it, nearest first.
    pub under: Vec<String>,
}

/// One manifestation with what can be searched in it.
pub(super) struct Carried {
    /// Every name the capture was given under.
    pub files: Vec<String>,
    pub record: Record,
    pub text: ClearText,
    pub verdicts: Vec<Verdict>,
}

/// Works announced and not told yet; all of them if there is no index that can catch up.
pub(super) fn behind(data: &Path, store: &Store) -> Result<u64> {
    let last = store.last_announced()?;
    Ok(match Door::last_seq(data)? {
        Some(seq) if can_catch_up(store, seq)? => last - seq,
        _ => last,
    })
}

/// Tells the index what it has not been told, or builds it anew where that is not possible.
pub(super) fn catch_up(library: &Library, store: &mut Store, watch: &Watch) -> Result<()> {
    if watch.must_stop() {
        return Ok(());
    }
    let mut door = Door::open(&library.config.data)?;
    let seq = door.seq().unwrap_or(0);
    if can_catch_up(store, seq)? {
        follow(&mut door, store, watch, seq)?;
    } else {
        build(&mut door, store, watch)?;
    }
    if let Some(seq) = door.seq() {
        store.forget_announcements(seq)?;
    }
    door.close(watch)
}

/// Builds the index anew from the store.
pub(super) fn rebuild(library: &Library, store: &mut Store, watch: &Watch) -> Result<u64> {
    let mut door = Door::open(&library.config.data)?;
    let built = build(&mut door, store, watch)?;
    door.close(watch)?;
    Ok(built)
}

/// False if announcements this index never heard are forgotten, or if it heard of a future that
/// did not happen here (the store was put back from a copy).
fn can_catch_up(store: &Store, seq: u64) -> Result<bool> {
    Ok(store.forgotten_up_to()? <= seq && seq <= store.last_announced()?)
}

fn follow(door: &mut Door, store: &mut Store, watch: &Watch, mut seq: u64) -> Result<()> {
    let mut done = 0;
    let followed = Questions::read(store)?;
    while !watch.must_stop() {
        let announced = store.announcements(seq, TOLD_MAX)?;
        let Some(last) = announced.last() else {
            break;
        };
        seq = last.seq;
        watch.at(Stage::Indexing, done, None);
        let told = tell(store, &names(&announced))?;
        let changes = door.changes(&told, Some(seq));
        // First what came, then that it was told: after a kill in between the batch comes again, and
        // each work is news once.
        followed.note(store, &door.arrivals(&changes)?)?;
        door.apply(&changes, Some(seq))?;
        store.note_indexed(told.len(), SystemTime::now())?;
        done += told.len() as u64;
        watch.at(Stage::Indexing, done, None);
    }
    Ok(())
}

/// Works in the order of their names, each once however often it was announced.
fn names(announced: &[Announcement]) -> BTreeSet<WorkId> {
    announced
        .iter()
        .map(|announcement| announcement.work.clone())
        .collect()
}

/// Until its last commit the new index knows no sequence number, so a kill in between builds again.
fn build(door: &mut Door, store: &mut Store, watch: &Watch) -> Result<u64> {
    let last = store.last_announced()?;
    let mut done = 0;
    let mut after: Option<WorkId> = None;
    door.begin_anew(last)?;
    loop {
        watch.at(Stage::Indexing, done, None);
        let works = store.works(after.as_ref(), TOLD_MAX)?;
        let Some(end) = works.last() else {
            break;
        };
        after = Some(end.id.clone());
        done += works.len() as u64;
        let told = works
            .into_iter()
            .map(|work| told(store, work))
            .collect::<Result<Vec<_>>>()?;
        let changes = door.changes(&told, None);
        door.apply(&changes, None)?;
    }
    let end = door.changes(&[], Some(last));
    door.apply(&end, Some(last))?;
    store.note_indexed(
        usize::try_from(done).unwrap_or(usize::MAX),
        SystemTime::now(),
    )?;
    Ok(done)
}

fn tell(store: &Store, ids: &BTreeSet<WorkId>) -> Result<Vec<Told>> {
    ids.iter()
        .map(|id| match store.work(id)? {
            Some(work) => told(store, work),
            None => Ok(Told {
                id: id.clone(),
                work: None,
                carried: Vec::new(),
                under: Vec::new(),
            }),
        })
        .collect()
}

fn told(store: &Store, work: Work) -> Result<Told> {
    let carried = work
        .manifestations
        .iter()
        .filter_map(|manifestation| carried(store, manifestation).transpose())
        .collect::<Result<_>>()?;
    let above = above(store, &work)?;
    Ok(Told {
        id: work.id.clone(),
        work: Some(work),
        carried,
        under: above.into_iter().filter_map(|one| one.number).collect(),
    })
}

fn carried(store: &Store, manifestation: &Manifestation) -> Result<Option<Carried>> {
    let Ok(capture) = manifestation.capture.parse() else {
        return Ok(None);
    };
    let (Some(record), Some(text)) = (store.record(capture)?, store.text(capture)?) else {
        return Ok(None);
    };
    let files = store
        .provenance(capture)?
        .into_iter()
        .map(|known| known.context.file);
    Ok(Some(Carried {
        files: files.collect(),
        record,
        text,
        verdicts: store
            .links_of(capture)?
            .into_iter()
            .map(|link| link.verdict)
            .collect(),
    }))
}
