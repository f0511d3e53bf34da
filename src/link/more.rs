//! One more citation of what everybody cites, heard without asking everybody again.
//!
//! A decree is cited by half the register, and its group is that large. What a new citation of it can
//! change is its own verdict and the votes on one work; as long as the majority stays, everything else
//! does. Where it does not, or where the newcomer is more than a plain citation, the group is
//! resolved whole.

use serde::{Deserialize, Serialize};

use super::gather::Works;
use super::gathered::Gathered;
use super::group::{Group, is_self, is_told_elsewhere};
use super::keys::{self, Kind};
use super::naming::year_of;
use super::verdict::{self, Meant};
use super::{Link, Member, Role, Tally, Work, kin};
use crate::authority::Authority;

/// A work of a group as it was told, with the votes on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    pub work: Work,
    pub tally: Tally,
}

/// What newcomers add to a group whose works stay as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct More {
    pub links: Vec<Link>,
    /// The works that were heard of again, with the votes as they are now.
    pub heard: Vec<Known>,
}

pub(super) fn resolve(
    documents: &[Member],
    known: &[Known],
    arrived: &[Member],
    authority: &Authority,
) -> Option<More> {
    let first = arrived.first()?;
    let kind = keys::kind(first.key.as_ref());
    if kind != Kind::Number || !arrived.iter().all(is_plain) {
        return None;
    }
    let documents: Vec<&Member> = documents
        .iter()
        .filter(|document| !is_told_elsewhere(document))
        .collect();
    let mut group = Group::of(Works::of(&documents, kind), kind, authority);
    let here = group.works.all.len();
    let citations: Vec<&Member> = arrived.iter().collect();
    // Documents are met before there are stubs, as when all are asked.
    let met: Vec<Option<Meant>> = citations.iter().map(|it| group.document(it)).collect();
    let known_at = restore(&mut group, known)?;
    let mut meant = Vec::with_capacity(citations.len());
    for (citation, met) in citations.iter().zip(met) {
        meant.push(met.or_else(|| stub(&group, citation, here))?);
    }
    let mut heard: Vec<usize> = meant
        .iter()
        .filter_map(|meant| match meant {
            Meant::One(at) => Some(*at),
            Meant::Several(..) | Meant::None(..) => None,
        })
        .collect();
    heard.sort_unstable();
    heard.dedup();
    // An echo's votes are kept by no group.
    let is_kept = |at: &usize| known_at.get(*at).copied().flatten().is_some();
    if !heard.iter().all(is_kept) {
        return None;
    }
    group.hear(&citations, &meant);
    let links = (citations.iter().zip(&meant))
        .filter_map(|(citation, meant)| verdict::link(&group.works, citation, meant))
        .collect();
    let mut more = More {
        links,
        heard: Vec::with_capacity(heard.len()),
    };
    let works: Vec<Gathered> = group.works.all;
    for (at, gathered) in works.into_iter().enumerate() {
        let Some(known) = known_at.get(at).copied().flatten() else {
            continue;
        };
        let tally = gathered.tally.clone();
        if heard.binary_search(&at).is_err() {
            continue;
        }
        let work = gathered.into_work();
        if work != known.work {
            return None;
        }
        more.heard.push(Known { work, tally });
    }
    Some(more)
}

/// A citation of something else, on which no person decided.
fn is_plain(member: &Member) -> bool {
    matches!(member.role, Role::Citation { .. }) && !is_self(member) && member.by_hand.is_none()
}

/// Gives every work the votes it had and the statements made of it, and adds the stubs. Says for each
/// work of the group what was known of it; echoes have nothing. `None` if what is known does not fit.
fn restore<'k>(group: &mut Group, known: &'k [Known]) -> Option<Vec<Option<&'k Known>>> {
    let mut known_at: Vec<Option<&Known>> = vec![None; group.works.all.len()];
    for one in known.iter().filter(|one| !one.work.stub) {
        let at = group.works.named(&one.work.id)?;
        let gathered = &mut group.works.all[at];
        gathered.tally = one.tally.clone();
        gathered.work.statements.clone_from(&one.work.statements);
        known_at[at] = Some(one);
    }
    for one in known.iter().filter(|one| one.work.stub) {
        group.restore(Gathered::restored(one));
        known_at.push(Some(one));
    }
    Some(known_at)
}

/// The stub a newcomer means that met no document; `None` if it would make one.
fn stub(group: &Group, citation: &Member, here: usize) -> Option<Meant> {
    if let Some(issuer) = citation.issuer_id.as_deref() {
        let year = year_of(citation);
        // The titles a stub is cited with are not kept.
        if year.is_none() && citation.title.is_some() {
            return None;
        }
        let makes_one = match year {
            Some(_) => !group.has_stub(kin::numbering(issuer), year),
            None => group.works.of_issuer(issuer).is_empty(),
        };
        if makes_one {
            return None;
        }
    }
    Some(group.stub(citation, here))
}
