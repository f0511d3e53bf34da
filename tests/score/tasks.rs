//! Tasks: which were found, who leads, who supports, by when.
//!
//! Gold knows a task by its opening words. The likeliest pair of a gold task and a found one is
//! joined first, then the next among what is left; what stays alone is missed or invented. Optional
//! tasks of gold take their partners away from the others and count neither way.

mod align;
mod deadline;

use std::collections::BTreeSet;

use super::gold::{Gold, GoldTask, Prediction, Task};
use super::measure::{Counts, Scores};
use super::spelling;

const SEGMENTS: &str = "task segments";
const OWNERS: &str = "owners of aligned tasks";
const OWNERS_ALL: &str = "owners end to end";
const OWNERS_EXACT: &str = "owner sets exactly right, aligned tasks";
const SUPPORT: &str = "coordinators of aligned tasks";
const SUPPORT_ALL: &str = "coordinators end to end";
const DATED_WITHOUT: &str = "dated deadlines where gold has none";

/// Letters of an invented task that are printed.
const SHOWN_CHARS: usize = 90;

pub fn judge(gold: &Gold, found: &Prediction, scores: &mut Scores, items: &mut Vec<String>) {
    let partner = align::align(&gold.tasks, &found.tasks);
    let mut segments = Counts::default();
    for (task, partner) in gold.tasks.iter().zip(&partner) {
        if task.optional {
            continue;
        }
        match partner.map(|index| &found.tasks[index]) {
            Some(found) => {
                segments.found += 1;
                judge_pair(task, found, scores, items);
            }
            None => {
                segments.missed += 1;
                judge_missed(task, scores);
                items.push(format!("missed task: {}", task.anchor));
            }
        }
    }
    let paired: BTreeSet<usize> = partner.into_iter().flatten().collect();
    for (index, task) in found.tasks.iter().enumerate() {
        if !paired.contains(&index) {
            segments.invented += 1;
            judge_invented(task, scores);
            let shown: String = task.text.chars().take(SHOWN_CHARS).collect();
            items.push(format!("invented task: {shown}"));
        }
    }
    scores.count(SEGMENTS, segments);
    // Named even where a document has none, so that every set shows every measure.
    for measure in [OWNERS, OWNERS_ALL, SUPPORT, SUPPORT_ALL] {
        scores.count(measure, Counts::default());
    }
    deadline::name_all(scores);
}

fn judge_pair(task: &GoldTask, found: &Task, scores: &mut Scores, items: &mut Vec<String>) {
    let owners = best(&owner_sets(task), &agencies(&found.owners));
    let is_exact = owners.invented == 0 && owners.missed == 0;
    scores.count(OWNERS, owners);
    scores.count(OWNERS_ALL, owners);
    scores.answer(OWNERS_EXACT, is_exact);
    if !is_exact {
        items.push(differing("owners", task, &task.owners, &found.owners));
    }
    let support = compare(
        &agencies(&task.coordinators),
        &agencies(&found.coordinators),
    );
    scores.count(SUPPORT, support);
    scores.count(SUPPORT_ALL, support);
    if support.invented + support.missed != 0 {
        items.push(differing(
            "coordinators",
            task,
            &task.coordinators,
            &found.coordinators,
        ));
    }
    if !deadline::judge(task, Some(found), scores, items) {
        scores.answer(DATED_WITHOUT, deadline::is_dated(found));
    }
}

fn judge_missed(task: &GoldTask, scores: &mut Scores) {
    let missed = |names: &[String]| Counts {
        missed: agencies(names).len(),
        ..Counts::default()
    };
    scores.count(OWNERS_ALL, missed(&task.owners));
    scores.count(SUPPORT_ALL, missed(&task.coordinators));
    deadline::judge(task, None, scores, &mut Vec::new());
}

fn judge_invented(task: &Task, scores: &mut Scores) {
    let invented = |names: &[String]| Counts {
        invented: agencies(names).len(),
        ..Counts::default()
    };
    scores.count(OWNERS_ALL, invented(&task.owners));
    scores.count(SUPPORT_ALL, invented(&task.coordinators));
}

fn differing(what: &str, task: &GoldTask, truth: &[String], found: &[String]) -> String {
    format!(
        "{what} of «{}»: gold {truth:?}, found {found:?}",
        task.anchor
    )
}

fn agencies(names: &[String]) -> BTreeSet<String> {
    names
        .iter()
        .map(|name| spelling::agency(name))
        .filter(|name| !name.is_empty())
        .collect()
}

/// The owners and what else would do.
fn owner_sets(task: &GoldTask) -> Vec<BTreeSet<String>> {
    let mut sets = vec![agencies(&task.owners)];
    sets.extend(task.owners_alt.iter().map(|names| agencies(names)));
    sets
}

fn compare(truth: &BTreeSet<String>, said: &BTreeSet<String>) -> Counts {
    let found = truth.intersection(said).count();
    Counts {
        found,
        invented: said.len() - found,
        missed: truth.len() - found,
    }
}

/// Against the acceptable set that fits best, the first of them if several do.
fn best(truths: &[BTreeSet<String>], said: &BTreeSet<String>) -> Counts {
    let mut best: Option<Counts> = None;
    for truth in truths {
        let counts = compare(truth, said);
        if best.is_none_or(|best| best.f1() < counts.f1()) {
            best = Some(counts);
        }
    }
    best.unwrap_or_default()
}
