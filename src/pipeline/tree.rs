//! Directives above a work and plans below it, by the nearest parent of each.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::link::{Work, WorkId};
use crate::report::Brief;
use crate::store::Store;

use super::asking::works_named;
use super::view::brief;
use super::{Library, Result};

/// Longest chain of directives followed, either way. Government, province, department, commune
/// are four; beyond this it is a circle of typing errors.
const TREE_DEPTH_MAX: usize = 8;

/// A work with its directives above and its plans below.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Tree {
    pub work: Brief,
    /// From the nearest directive upwards.
    pub above: Vec<Brief>,
    pub below: Vec<Branch>,
}

#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Branch {
    pub work: Brief,
    pub below: Vec<Branch>,
}

impl Library {
    /// The directives above and the plans below each work a number or id stands for.
    pub fn tree(&self, name: &str) -> Result<Vec<Tree>> {
        self.ask(|store| {
            works_named(store, name)?
                .iter()
                .map(|work| {
                    let mut seen = BTreeSet::from([work.id.clone()]);
                    Ok(Tree {
                        work: brief(work),
                        above: above(store, work)?,
                        below: below(store, &work.id, &mut seen, TREE_DEPTH_MAX)?,
                    })
                })
                .collect()
        })
    }
}

/// The directives above a work, the nearest first, ending before a circle closes.
pub(super) fn above(store: &Store, work: &Work) -> Result<Vec<Brief>> {
    let mut above: Vec<Brief> = Vec::new();
    let mut next = parent(store, &work.id)?;
    while let Some(one) = next {
        let is_circle = one.id == work.id || above.iter().any(|before| before.id == one.id);
        if is_circle || above.len() == TREE_DEPTH_MAX {
            break;
        }
        above.push(brief(&one));
        next = parent(store, &one.id)?;
    }
    Ok(above)
}

fn below(
    store: &Store,
    work: &WorkId,
    seen: &mut BTreeSet<WorkId>,
    depth: usize,
) -> Result<Vec<Branch>> {
    let mut branches = Vec::new();
    if depth == 0 {
        return Ok(branches);
    }
    for child in children(store, work)? {
        if seen.insert(child.id.clone()) {
            let below = below(store, &child.id, seen, depth - 1)?;
            branches.push(Branch {
                work: brief(&child),
                below,
            });
        }
    }
    Ok(branches)
}

/// The nearest directive a work implements.
fn parent(store: &Store, work: &WorkId) -> Result<Option<Work>> {
    match store.parent_of(work)? {
        Some(parent) => Ok(store.work(&parent)?),
        None => Ok(None),
    }
}

/// The works whose nearest directive it is.
pub(super) fn children(store: &Store, work: &WorkId) -> Result<Vec<Work>> {
    let mut children = Vec::new();
    for child in store.children_of(work)? {
        children.extend(store.work(&child)?);
    }
    Ok(children)
}
