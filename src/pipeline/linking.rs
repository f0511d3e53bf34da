//! Pending groups in, works, verdicts and parents in the store out.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::link::{self, Edge, Member, Resolved, Work, WorkId};
use crate::store::{Group, Store};

use super::asking::{best_record, target};
use super::{Library, Result, Stage, Watch};

/// Groups acknowledged together.
const GROUPS_MAX: usize = 256;

/// Members held in memory together; a group that everybody cites may exceed it alone.
const MEMBERS_MAX: usize = 20_000;

/// Announced works whose parents are acknowledged together.
const PLACED_MAX: usize = 512;

/// Resolves every pending group, chunk by chunk, each acknowledged, and then chooses the parent of
/// every work this concerns. Asked to stop, it leaves the rest for the next run.
pub(super) fn settle(library: &Library, store: &mut Store, watch: &Watch) -> Result<()> {
    let mut done = 0;
    while !watch.must_stop() {
        let groups = store.pending_groups(GROUPS_MAX)?;
        if groups.is_empty() {
            break;
        }
        watch.at(Stage::Linking, done, None);
        let chunk = members(store, groups)?;
        let settled = resolve(library, chunk);
        store.settle(&settled, SystemTime::now())?;
        done += settled.len() as u64;
        watch.at(Stage::Linking, done, None);
    }
    place(library, store, watch)
}

/// A parent depends on what the links of a work mean and on the works they mean, and both announce
/// the work when they change. So it is chosen for what was announced since the last time, after
/// all groups are settled. A changed parent announces what is below, and that ends: below a work
/// whose parent stays nothing is announced.
fn place(library: &Library, store: &mut Store, watch: &Watch) -> Result<()> {
    while !watch.must_stop() {
        let announced = store.announcements(store.placed_up_to()?, PLACED_MAX)?;
        let Some(last) = announced.last() else {
            break;
        };
        let works: BTreeSet<&WorkId> = announced.iter().map(|one| &one.work).collect();
        let mut parents = Vec::with_capacity(works.len());
        for id in works {
            let parent = match store.work(id)? {
                Some(work) => nearest_parent(library, store, &work)?,
                None => None,
            };
            parents.push((id.clone(), parent));
        }
        store.place(&parents, last.seq)?;
    }
    Ok(())
}

/// The nearest directive a work implements, by what its best manifestation cites.
fn nearest_parent(library: &Library, store: &Store, work: &Work) -> Result<Option<WorkId>> {
    let Some((capture, record)) = best_record(store, work)? else {
        return Ok(None);
    };
    let links = store.links_of(capture)?;
    let mut targets: BTreeMap<&WorkId, Work> = BTreeMap::new();
    for id in links.iter().filter_map(|link| target(&link.verdict)) {
        if !targets.contains_key(id)
            && let Some(work) = store.work(id)?
        {
            targets.insert(id, work);
        }
    }
    let edges: Vec<Edge> = links
        .iter()
        .filter_map(|link| {
            Some(Edge {
                citation: record
                    .citations
                    .iter()
                    .find(|one| one.id == link.citation)?,
                verdict: &link.verdict,
                target: targets.get(target(&link.verdict)?)?,
            })
        })
        .collect();
    Ok(link::nearest_parent(work, &edges, library.authority))
}

/// The first of `groups` with their members, as many as fit in memory, at least one.
fn members(store: &Store, groups: Vec<Group>) -> Result<Vec<(Group, Vec<Member>)>> {
    let mut chunk = Vec::new();
    let mut count = 0;
    for group in groups {
        let members = store.members(&group)?;
        count += members.len();
        chunk.push((group, members));
        if count > MEMBERS_MAX {
            break;
        }
    }
    Ok(chunk)
}

fn resolve(library: &Library, chunk: Vec<(Group, Vec<Member>)>) -> Vec<(Group, Resolved)> {
    library.pool.install(|| {
        chunk
            .into_par_iter()
            .map(|(group, members)| {
                let resolved = link::resolve(&members, library.authority);
                (group, resolved)
            })
            .collect()
    })
}
