//! Linking measured on records with a known truth, as many works as `KEHOACH_LINK_WORKS` says (300).
//!
//! The floors are those the product promises for 10,000 works; `make bench-link` measures them there.

use std::collections::{BTreeMap, BTreeSet};

use kehoach::authority::Authority;
use kehoach::link::{self, Key, Member, Resolved};

use crate::generated::draw::Draw;
use crate::linked::World;
use crate::linked::score::{self, Score};

fn works() -> usize {
    let said = std::env::var("KEHOACH_LINK_WORKS").ok();
    said.and_then(|value| value.parse().ok()).unwrap_or(300)
}

fn measured() -> (World, Score) {
    let world = World::new(crate::generated::SEED, works());
    let score = score::run(&world);
    (world, score)
}

#[test]
fn a_world_of_known_truth_is_linked_as_promised() {
    let (_, score) = measured();
    println!("{score}");
    let said = score.samples.join("\n");
    assert!(0.995 <= score.links.precision(), "{score}\n{said}");
    assert!(0.95 <= score.links.recall(), "{score}\n{said}");
    assert!(0.97 <= score.faulty.precision(), "{score}\n{said}");
    assert!(0.85 <= score.faulty.recall(), "{score}\n{said}");
    assert!(0.97 <= score.pairs.f1(), "{score}\n{said}");
    assert!(
        score.wrong_merges * 1000 <= 3 * score.works_made,
        "{score}\n{said}"
    );
    assert!(0.95 <= score.anomalies.precision(), "{score}\n{said}");
    assert!(0.85 <= score.anomalies.recall(), "{score}\n{said}");
    assert_eq!((score.self_links, score.guesses), (0, 0), "{score}\n{said}");
}

/// What every group was resolved to, its documents coming one after another.
#[derive(Default)]
struct Library {
    groups: BTreeMap<Option<Key>, Vec<Member>>,
    resolved: BTreeMap<Option<Key>, Resolved>,
}

impl Library {
    /// Takes a document in and resolves the groups it stands in, and no other.
    fn take(&mut self, members: &[Member]) -> BTreeSet<Option<Key>> {
        let touched: BTreeSet<Option<Key>> = members.iter().map(|it| it.key.clone()).collect();
        for member in members {
            self.groups
                .entry(member.key.clone())
                .or_default()
                .push(member.clone());
        }
        for key in &touched {
            let resolved = link::resolve(&self.groups[key], Authority::bundled());
            self.resolved.insert(key.clone(), resolved);
        }
        touched
    }
}

#[test]
fn documents_one_by_one_in_any_order_link_as_all_at_once() {
    let world = World::new(crate::generated::SEED + 1, 80);
    let authority = Authority::bundled();
    let mut documents: Vec<Vec<Member>> = world
        .given
        .iter()
        .map(|given| link::members(&given.record, &given.context, authority))
        .collect();
    let mut whole = Library::default();
    for members in documents.iter().flatten() {
        whole
            .groups
            .entry(members.key.clone())
            .or_default()
            .push(members.clone());
    }
    for (key, members) in &whole.groups {
        whole
            .resolved
            .insert(key.clone(), link::resolve(members, authority));
    }
    for seed in 0..3 {
        shuffle(&mut documents, seed);
        let mut library = Library::default();
        for members in &documents {
            let before = library.resolved.clone();
            let touched = library.take(members);
            let others = before.iter().filter(|(key, _)| !touched.contains(*key));
            for (key, resolved) in others {
                assert_eq!(
                    &library.resolved[key], resolved,
                    "only its own groups change"
                );
            }
        }
        assert_eq!(library.resolved, whole.resolved, "order {seed}");
    }
}

/// Fisher and Yates, with a seed.
fn shuffle<T>(all: &mut [T], seed: u64) {
    let mut draw = Draw::new(seed ^ 0x5eed);
    for last in (1..all.len()).rev() {
        all.swap(last, draw.below(last + 1));
    }
}
