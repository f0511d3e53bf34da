//! Records with a known truth: who issued what, which captures carry one plan, what every citation
//! means, and which of them were written wrong on purpose.
//!
//! Promise: a pure function of the seed and the number of works. Records are made as extraction
//! makes them, without bytes: what is measured is linking and nothing before it.
//!
//! The faults are those the genre is known for, not those the linker knows: dates later than the
//! document or with day and month changed about, the year beside it, symbols of another agency or
//! another type, separators changed about, a missing issuer, numbers that several provinces and
//! years bear, drafts and pages without a number, agencies named after they were merged. One
//! citation in ten has one.

#![allow(dead_code, reason = "the bench and the test each take their part")]

mod draft;
mod faults;
mod offices;
mod papers;
mod records;
pub mod reports;
pub mod score;
pub mod stored;

use std::collections::{BTreeMap, BTreeSet};

use kehoach::extract::{Context, Record};

use crate::generated::draw::Draw;
use offices::Office;
use papers::Paper;

/// One record with what is known of where it came from.
pub struct Given {
    pub record: Record,
    pub context: Context,
}

/// What a citation was written to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A paper of this world, by place.
    Paper(usize),
    /// A law everybody cites and nobody ingested.
    Law,
    Own,
}

/// What is wrong with a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    Date,
    Symbol,
    Issuer,
}

#[derive(Clone, Copy, Debug)]
pub struct Cited {
    pub target: Target,
    pub fault: Option<Fault>,
    /// Nothing written can tell which document is meant: any link is a guess.
    pub is_undetermined: bool,
}

/// Capture, citation (none for the document itself) and code.
pub type Doubt = (String, Option<u32>, String);

#[derive(Default)]
pub struct Truth {
    /// The paper each capture carries.
    pub carries: BTreeMap<String, usize>,
    pub cited: BTreeMap<(String, u32), Cited>,
    pub anomalies: BTreeSet<Doubt>,
    /// Anomalies that may be found and need not be.
    pub optional: BTreeSet<Doubt>,
    /// Papers that have a capture.
    pub present: BTreeSet<usize>,
    /// Papers whose number another province or year bears too.
    pub reused: BTreeSet<usize>,
}

pub struct World {
    pub given: Vec<Given>,
    pub truth: Truth,
}

impl World {
    /// So many works, three captures each.
    pub fn new(seed: u64, works: usize) -> World {
        World::captured(seed, works, Captures::AsPublished)
    }

    pub fn captured(seed: u64, works: usize, captures: Captures) -> World {
        let mut draw = Draw::new(seed);
        let offices = offices::all(works);
        let papers = papers::all(works, &offices, &mut draw);
        let mut world = World {
            given: Vec::with_capacity(works * 3),
            truth: Truth::default(),
        };
        for at in 0..papers.len() {
            records::write(at, &papers, &offices, captures, (&mut draw, &mut world));
        }
        world.truth.reused = papers::reused(&papers);
        world
    }
}

/// How many captures there are of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Captures {
    /// Three, as portals and clerks make them.
    AsPublished,
    One,
}

/// What making a record looks at.
struct Desk<'a> {
    papers: &'a [Paper],
    offices: &'a [Office],
    at: usize,
}
