//! Linking measured on records with a known truth, as many works as `KEHOACH_LINK_WORKS` says (300).
//!
//! The floors are those the product promises for 10,000 works; `make bench-link` measures them there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use kehoach::authority::Authority;
use kehoach::config::Config;
use kehoach::extract::Context;
use kehoach::link::{self, Key, Known, Member, Resolved, Role, WorkId};
use kehoach::pipeline::{Silent, Watch};
use kehoach::store::{Access, LARGE, Store};

use crate::generated::draw::Draw;
use crate::linked::score::{self, Score};
use crate::linked::{Captures, Given, World, stored};

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

#[test]
fn citations_heard_one_by_one_are_told_as_if_all_had_been_asked() {
    let world = World::new(crate::generated::SEED + 2, 150);
    let authority = Authority::bundled();
    let mut groups: BTreeMap<Option<Key>, Vec<Member>> = BTreeMap::new();
    for given in &world.given {
        for member in link::members(&given.record, &given.context, authority) {
            groups.entry(member.key.clone()).or_default().push(member);
        }
    }
    let (mut heard, mut asked) = (0, 0);
    for (seed, members) in groups.values().enumerate() {
        let cites = |it: &Member| matches!(it.role, Role::Citation { .. });
        let (mut citations, documents): (Vec<_>, Vec<_>) = members.iter().cloned().partition(cites);
        shuffle(&mut citations, seed as u64);
        let mut so_far = documents.clone();
        let mut told = link::resolve(&so_far, authority);
        for citation in citations {
            asked += 1;
            so_far.push(citation.clone());
            let whole = link::resolve(&so_far, authority);
            let known = told.works.iter().cloned().zip(told.tallies.iter().cloned());
            let known: Vec<Known> = known.map(|(work, tally)| Known { work, tally }).collect();
            let one = [citation];
            if let Some(more) = link::resolve_more(&documents, &known, &one, authority) {
                heard += 1;
                told.links.extend(more.links);
                for Known { work, tally } in more.heard {
                    let at = told.works.iter().position(|it| it.id == work.id);
                    told.tallies[at.expect("a work that was there")] = tally;
                }
                assert_same(&told, &whole);
            }
            told = whole;
        }
    }
    println!("{heard} of {asked} citations were heard alone");
    assert!(asked < heard * 3, "{heard} of {asked}");
}

#[test]
fn one_more_citation_of_what_everybody_cites_asks_nobody_else() {
    let mut world = World::captured(crate::generated::SEED + 3, 640, Captures::One);
    stored::cite_one_law(&mut world);
    let citing = world
        .given
        .iter()
        .filter(|it| !it.record.citations.is_empty());
    assert!(LARGE + 8 < citing.count());
    let (early, late) = world.given.split_at(world.given.len() - 8);
    let folder = tempfile::tempdir().expect("a folder");
    let (one_by_one, at_once) = (folder.path().join("a"), folder.path().join("b"));
    put_and_link(&one_by_one, early);
    for given in late {
        let mut store = Store::open(&one_by_one, Access::Write).expect("opens");
        stored::put(&mut store, std::slice::from_ref(given));
        let pending = store.pending(None, 1_000, 1_000).expect("reads");
        let law = pending
            .iter()
            .find(|it| it.group.as_str() == "77/2015/qh13");
        assert!(
            law.is_none_or(|law| !law.whole),
            "the law is not asked whole"
        );
        drop(store);
        put_and_link(&one_by_one, &[]);
    }
    put_and_link(&at_once, &world.given);
    let told = |folder: &Path| {
        let store = Store::open(folder, Access::Read).expect("opens");
        let works = store.works(None, 10_000).expect("reads");
        let captures = world.given.iter();
        let captures = captures.map(|it| it.record.sha256.parse().expect("a hash"));
        let links: Vec<_> = captures
            .map(|it| store.links_of(it).expect("reads"))
            .collect();
        let parents: Vec<_> = works
            .iter()
            .map(|it| store.why_parent(&it.id).expect("reads"))
            .collect();
        (works, links, parents)
    };
    let (one, other) = (told(&one_by_one), told(&at_once));
    assert_eq!(one.0, other.0);
    assert_eq!(one.1, other.1);
    assert_eq!(one.2, other.2);
}

/// A plan, and three copies of it that say neither number nor issuer.
fn plan_and_copies() -> Vec<Given> {
    let world = World::captured(crate::generated::SEED + 4, 12, Captures::One);
    let whole = |given: &&Given| {
        let identity = &given.record.identity;
        let parts = [&identity.number, &identity.issuer, &identity.issued_on];
        parts.iter().all(|it| it.is_some())
    };
    let plan = world.given.iter().find(whole).expect("a whole plan");
    let copy = |first: &str| {
        let mut record = plan.record.clone();
        record.sha256 = format!("{first}{}", &record.sha256[2..]);
        record.identity.number = None;
        record.identity.issuer = None;
        record.identity.place = None;
        record.citations.clear();
        let context = Context::default();
        Given { record, context }
    };
    let mut all: Vec<Given> = ["b1", "07", "55"].map(copy).into();
    let (record, context) = (plan.record.clone(), plan.context.clone());
    all.push(Given { record, context });
    all
}

/// Each work with the captures that carry it.
fn carried(folder: &Path) -> Vec<(WorkId, BTreeSet<String>)> {
    let store = Store::open(folder, Access::Read).expect("opens");
    let works = store.works(None, 10_000).expect("reads").into_iter();
    let works = works.filter(|work| !work.stub).map(|work| {
        let captures = work.manifestations.into_iter().map(|it| it.capture);
        (work.id, captures.collect())
    });
    works.collect()
}

#[test]
fn copies_without_number_and_issuer_meet_whatever_came_first() {
    let all = plan_and_copies();
    let folder = tempfile::tempdir().expect("a folder");
    let orders = [[0, 1, 2, 3], [2, 1, 0, 3], [1, 3, 0, 2], [3, 2, 0, 1]];
    let mut of_copies = BTreeSet::new();
    for (name, order) in orders.iter().enumerate() {
        let place = folder.path().join(name.to_string());
        for (come, at) in order.iter().enumerate() {
            put_and_link(&place, std::slice::from_ref(&all[*at]));
            let works = carried(&place);
            assert_eq!(works.len(), 1, "{order:?} after {come}: {works:#?}");
            assert_eq!(works[0].1.len(), come + 1, "{order:?} after {come}");
            if come == 2 && order[3] == 3 {
                of_copies.extend(works);
            }
        }
        let at_once = folder.path().join("at-once");
        put_and_link(&at_once, &all);
        assert_eq!(carried(&place), carried(&at_once), "{order:?}");
    }
    assert_eq!(of_copies.len(), 1, "one name, whichever copy came first");
}

#[test]
fn a_store_that_knew_no_bands_gets_them_before_it_links() {
    let all = plan_and_copies();
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(folder.path(), Access::Write).expect("opens");
    stored::put(&mut store, &all);
    drop(store);
    let database = rusqlite::Connection::open(folder.path().join("kehoach.sqlite"));
    database
        .expect("opens")
        .execute_batch("DELETE FROM bands; INSERT INTO meta (name, value) VALUES ('banded', 0)")
        .expect("forgets");
    put_and_link(folder.path(), &[]);
    assert_eq!(carried(folder.path()).len(), 1);
    let store = Store::open(folder.path(), Access::Read).expect("opens");
    assert_eq!(store.unbanded().expect("reads"), None, "once is enough");
}

fn put_and_link(folder: &Path, given: &[Given]) {
    let mut store = Store::open(folder, Access::Write).expect("opens");
    given
        .chunks(200)
        .for_each(|chunk| stored::put(&mut store, chunk));
    drop(store);
    let library = kehoach::pipeline::Library::open(Config::in_folder(folder), Access::Write);
    let never = AtomicBool::new(false);
    let watch = Watch {
        progress: &Silent,
        stop: &never,
    };
    library.expect("opens").link_pending(watch).expect("links");
}

fn assert_same(one: &Resolved, other: &Resolved) {
    let links = |it: &Resolved| {
        let mut links = it.links.clone();
        links.sort_by(|a, b| (&a.capture, a.citation).cmp(&(&b.capture, b.citation)));
        links
    };
    let works = |it: &Resolved| {
        let works = it.works.iter().zip(&it.tallies);
        let mut works: Vec<_> = works
            .map(|(work, tally)| (work.clone(), tally.clone()))
            .collect();
        works.sort_by(|a, b| a.0.id.cmp(&b.0.id));
        works
    };
    assert_eq!(links(one), links(other));
    assert_eq!(works(one), works(other));
}

/// Fisher and Yates, with a seed.
fn shuffle<T>(all: &mut [T], seed: u64) {
    let mut draw = Draw::new(seed ^ 0x5eed);
    for last in (1..all.len()).rev() {
        all.swap(last, draw.below(last + 1));
    }
}
