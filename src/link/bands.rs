//! Where a document that says neither number nor issuer can meet the one it is a copy of.
//!
//! A mirror, a draft passed on, a piece of news without a readable letterhead stands in no group of a
//! number or of an office. Its title and its text are cut into *bands* of minimal hashes (MinHash, Broder
//! 1997): two that are alike share a band almost surely, two that are not seldom do. What shares a
//! band is only a candidate; whether it is the same work is decided in [`super::gather`], as
//! strictly as anywhere, and what contradicts is never joined.
//!
//! Documents known by number, issuer and year are *hosts*: their name is certain wherever they are met. Where
//! there is none, those that say neither meet one another: each sees the others as it sees hosts, all
//! put them in one order, and the first of those that are alike names the work.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::keys::{self, Kind};
use super::likeness::Title;
use super::naming::year_of;
use super::{Key, Member, Role};

/// Captures of one band above which it says nothing: a title that every commune uses.
pub const BAND_MAX: usize = 64;

/// Bands of a text and minima in each: texts that share four shingles in five meet with 0.99.
const TEXT: (usize, usize) = (6, 2);

/// Bands of a title and minima in each: titles that share nine syllables in ten meet with 0.99.
const TITLE: (usize, usize) = (3, 3);

/// Syllables below which a title is everybody's.
const TITLE_MIN: usize = 5;

/// True for a document that stands alone for want of number or issuer.
pub fn is_lost(member: &Member) -> bool {
    let is_document = matches!(member.role, Role::Document { .. });
    is_document && member.by_hand.is_none() && keys::kind(member.key.as_ref()) == Kind::Alone
}

/// True for a document whose name is certain.
fn is_host(member: &Member) -> bool {
    let is_document = matches!(member.role, Role::Document { draft: false, .. });
    let is_numbered = keys::kind(member.key.as_ref()) == Kind::Number;
    is_document && is_numbered && member.issuer_id.is_some() && year_of(member).is_some()
}

/// The bands of a document; none for what neither looks for another nor is looked for.
pub fn bands(document: &Member) -> Vec<i64> {
    if !is_lost(document) && !is_host(document) {
        return Vec::new();
    }
    let mut bands = Vec::new();
    cut(&document.sketch, TEXT, 1, &mut bands);
    let title = document.title.as_deref().map(Title::of).unwrap_or_default();
    if TITLE_MIN <= title.syllables().len() {
        cut(title.syllables(), TITLE, 2, &mut bands);
    }
    bands
}

/// A host, or another lost document, as a lost document's group sees it.
pub fn guest(other: Member, group: &Key) -> Option<Member> {
    (is_host(&other) || is_lost(&other)).then(|| Member {
        key: Some(group.clone()),
        role: Role::Echo,
        placed_by: None,
        doubts: Vec::new(),
        ..other
    })
}

/// True for a guest whose name is not certain: it is looked at as in its own group.
pub(super) fn is_lost_guest(guest: &Member) -> bool {
    let is_numbered = guest.number.as_deref().and_then(keys::of_number).is_some();
    guest.role == Role::Echo
        && !(is_numbered && guest.issuer_id.is_some() && year_of(guest).is_some())
}

/// The groups of a register that is held in memory, in order of their keys; lost documents with those they
/// may be copies of.
pub fn groups(members: Vec<Member>) -> Vec<Vec<Member>> {
    let mut banded: HashMap<(i64, bool), BTreeSet<&str>> = HashMap::new();
    let mut others: HashMap<&str, &Member> = HashMap::new();
    let met = |member: &&Member| is_host(member) || is_lost(member);
    for other in members.iter().filter(met) {
        for band in bands(other) {
            let band = banded.entry((band, is_lost(other))).or_default();
            band.insert(&other.capture);
        }
        others.insert(&other.capture, other);
    }
    let mut groups: BTreeMap<Option<Key>, Vec<Member>> = BTreeMap::new();
    for lost in members.iter().filter(|member| is_lost(member)) {
        let own = bands(lost)
            .into_iter()
            .flat_map(|it| [(it, false), (it, true)]);
        let near = own.filter_map(|band| banded.get(&band));
        let near: BTreeSet<&str> = near
            .filter(|all| all.len() <= BAND_MAX)
            .flatten()
            .copied()
            .filter(|capture| *capture != lost.capture)
            .collect();
        let Some(key) = &lost.key else { continue };
        let others = near.into_iter().filter_map(|capture| others.get(capture));
        let guests = others.filter_map(|other| guest((*other).clone(), key));
        groups.entry(lost.key.clone()).or_default().extend(guests);
    }
    for member in members {
        groups.entry(member.key.clone()).or_default().push(member);
    }
    groups.into_values().collect()
}

/// Appends a hash for each band: of the least of all hashes under so many orders.
fn cut(hashes: &[u32], (count, rows): (usize, usize), tag: u64, bands: &mut Vec<i64>) {
    if hashes.is_empty() {
        return;
    }
    for band in 0..count as u64 {
        let mut sum = mixed(tag << 32 | band);
        for row in 0..rows as u64 {
            let order = mixed(tag << 48 | band << 8 | row);
            let least = hashes
                .iter()
                .map(|hash| mixed(order ^ u64::from(*hash)))
                .min();
            sum = mixed(sum ^ least.unwrap_or_default());
        }
        bands.push(sum as i64);
    }
}

/// SplitMix64's finalizer: every bit of the input moves every bit of the output.
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
