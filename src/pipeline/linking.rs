//! Pending groups in, works and verdicts in the store out.

use std::time::SystemTime;

use rayon::prelude::*;

use crate::link::{self, Member, Resolved};
use crate::store::{Group, Store};

use super::{Library, Result, Stage, Watch};

/// Groups acknowledged together.
const GROUPS_MAX: usize = 256;

/// Members held in memory together; a group that everybody cites may exceed it alone.
const MEMBERS_MAX: usize = 20_000;

/// Resolves every pending group, chunk by chunk, each acknowledged. Asked to stop, it leaves the
/// rest pending.
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
    Ok(())
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
