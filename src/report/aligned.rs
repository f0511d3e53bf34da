//! Two plans of a series side by side: which task is which, and what became of it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::brief::Brief;
use super::table::{Cell, Heading, Row, heading};
use crate::extract::{Target, Task};
use crate::link::{self, Work};
use crate::text::fold;

/// What became of one task from one plan to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Added,
    Dropped,
    DeadlineMoved,
    TargetChanged,
    OwnerChanged,
}

/// A task of one of the two plans.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Side {
    pub id: u32,
    pub text: String,
    pub owners: Vec<String>,
    pub deadline: Option<String>,
    pub due: Option<String>,
    pub targets: Vec<String>,
}

/// A task of the older plan, of the newer or of both.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DiffRow {
    /// Empty for a task that stayed as it was, a year later.
    pub changes: Vec<Change>,
    pub before: Option<Side>,
    pub after: Option<Side>,
}

/// One plan of a series, and how it differs from the one before.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SeriesRow {
    pub year: Option<String>,
    pub work: Brief,
    pub tasks: usize,
    pub added: usize,
    pub dropped: usize,
    pub deadlines_moved: usize,
    pub targets_changed: usize,
    pub owners_changed: usize,
}

/// Share of common syllables from which two tasks are one.
const ALIKE: f64 = 0.5;

/// The tasks of two plans aligned: each with the one most alike, each once; in order of the newer
/// plan, what was dropped last. `years` is how far apart the plans are: a deadline that moved by as
/// much has not moved.
pub fn diff(before: &[Task], after: &[Task], years: i16) -> Vec<DiffRow> {
    let pairs = pairs(before, after);
    let mut rows: Vec<DiffRow> = Vec::with_capacity(after.len());
    for (at, task) in after.iter().enumerate() {
        let old = pairs.get(&at).and_then(|at| before.get(*at));
        rows.push(DiffRow {
            changes: old.map_or(vec![Change::Added], |old| changes(old, task, years)),
            before: old.map(side),
            after: Some(side(task)),
        });
    }
    let kept: BTreeSet<usize> = pairs.values().copied().collect();
    let dropped = before
        .iter()
        .enumerate()
        .filter(|(at, _)| !kept.contains(at));
    rows.extend(dropped.map(|(_, task)| DiffRow {
        changes: vec![Change::Dropped],
        before: Some(side(task)),
        after: None,
    }));
    rows
}

/// Places in the older plan by places in the newer one, the most alike first.
fn pairs(before: &[Task], after: &[Task]) -> BTreeMap<usize, usize> {
    let old: Vec<link::Title> = before
        .iter()
        .map(|task| link::Title::of(&task.text))
        .collect();
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (at, task) in after.iter().enumerate() {
        let title = link::Title::of(&task.text);
        let alike = old
            .iter()
            .enumerate()
            .map(|(from, old)| (title.likeness(old), at, from));
        likely.extend(alike.filter(|(alike, ..)| ALIKE <= *alike));
    }
    // Of equals the nearest in place: tasks keep their order.
    let distance = |at: &(f64, usize, usize)| at.1.abs_diff(at.2);
    likely.sort_by(|one, other| {
        let near = || (distance(one), one.1).cmp(&(distance(other), other.1));
        other.0.total_cmp(&one.0).then_with(near)
    });
    let mut taken = BTreeSet::new();
    let mut pairs = BTreeMap::new();
    for (_, at, from) in likely {
        if !pairs.contains_key(&at) && taken.insert(from) {
            pairs.insert(at, from);
        }
    }
    pairs
}

fn changes(before: &Task, after: &Task, years: i16) -> Vec<Change> {
    let mut changes = Vec::new();
    if has_moved(before, after, years) {
        changes.push(Change::DeadlineMoved);
    }
    if targets(before) != targets(after) {
        changes.push(Change::TargetChanged);
    }
    if owners(before) != owners(after) {
        changes.push(Change::OwnerChanged);
    }
    changes
}

fn has_moved(before: &Task, after: &Task, years: i16) -> bool {
    match (&before.deadline, &after.deadline) {
        (None, None) => false,
        (Some(old), Some(new)) => match (&old.due, &new.due) {
            (Some(was), Some(is)) => later(was, years) != *is,
            // Words only: years in them move along.
            _ => unfigured(&old.text) != unfigured(&new.text),
        },
        _ => true,
    }
}

/// `2021-12-20` two years later.
fn later(iso: &str, years: i16) -> String {
    let (year, rest) = iso.split_at_checked(4).unwrap_or((iso, ""));
    let year: i16 = year.parse().unwrap_or_default();
    format!("{:04}{rest}", year.saturating_add(years))
}

fn unfigured(text: &str) -> String {
    let is_year = |word: &&str| !(word.len() == 4 && word.chars().all(|c| c.is_ascii_digit()));
    let folded = fold(text);
    let words: Vec<&str> = folded.split([' ', '/']).filter(is_year).collect();
    words.join(" ")
}

fn targets(task: &Task) -> BTreeSet<String> {
    task.targets.iter().map(told).collect()
}

fn told(target: &Target) -> String {
    fold(&target.text)
}

fn owners(task: &Task) -> BTreeSet<String> {
    let owners = task.owners.iter().enumerate();
    let named = owners.map(|(at, owner)| match task.owner_ids.get(at) {
        Some(Some(id)) => id.clone(),
        _ => fold(owner),
    });
    named.collect()
}

fn side(task: &Task) -> Side {
    Side {
        id: task.id,
        text: task.text.clone(),
        owners: task.owners.clone(),
        deadline: task.deadline.as_ref().map(|it| it.text.clone()),
        due: task.deadline.as_ref().and_then(|it| it.due.clone()),
        targets: task.targets.iter().map(|it| it.text.clone()).collect(),
    }
}

/// Years from one work to the other; 0 where a year is not known.
pub fn years_between(before: &Work, after: &Work) -> i16 {
    let year = |work: &Work| year_of(work)?.parse::<i16>().ok();
    match (year(before), year(after)) {
        (Some(before), Some(after)) => after - before,
        _ => 0,
    }
}

/// The year a plan is for, by its title, or the year it was issued.
fn year_of(work: &Work) -> Option<String> {
    let title = work.title.as_deref().map(fold).unwrap_or_default();
    let mut years = title
        .split(|c: char| !c.is_ascii_digit())
        .filter(|it| it.len() == 4 && (it.starts_with("19") || it.starts_with("20")));
    let said = years.next().filter(|_| years.next().is_none());
    said.or(work.issued_on.as_deref()?.get(..4))
        .map(str::to_owned)
}

/// The plans of one series in order of their years, each held against the one before.
pub fn series(plans: &[(Work, Vec<Task>)]) -> Vec<SeriesRow> {
    let mut rows = Vec::with_capacity(plans.len());
    let mut before: Option<&(Work, Vec<Task>)> = None;
    for plan in plans {
        let (work, tasks) = plan;
        let changes: Vec<Change> = before.map_or(Vec::new(), |(old, old_tasks)| {
            let rows = diff(old_tasks, tasks, years_between(old, work));
            rows.into_iter().flat_map(|row| row.changes).collect()
        });
        let count = |change: Change| changes.iter().filter(|it| **it == change).count();
        rows.push(SeriesRow {
            year: year_of(work),
            work: Brief::of(work),
            tasks: tasks.len(),
            added: count(Change::Added),
            dropped: count(Change::Dropped),
            deadlines_moved: count(Change::DeadlineMoved),
            targets_changed: count(Change::TargetChanged),
            owners_changed: count(Change::OwnerChanged),
        });
        before = Some(plan);
    }
    rows
}

/// Of the works of one office, those that are this plan in other years, itself among them; one a year, the
/// one most alike.
pub fn of_one_series(plan: &Work, others: Vec<Work>) -> Vec<Work> {
    /// Titles of a series share all but place and year.
    const SERIES: f64 = 0.7;
    let title = plan.title.as_deref().unwrap_or_default();
    let mut best: BTreeMap<Option<String>, (f64, Work)> = BTreeMap::new();
    for other in others {
        let alike = match (other.id == plan.id, &other.title) {
            (true, _) => 2.0,
            (false, Some(other)) => link::title_likeness(title, other),
            (false, None) => continue,
        };
        if other.stub || other.doc_type != plan.doc_type || alike < SERIES {
            continue;
        }
        let year = year_of(&other);
        if best.get(&year).is_none_or(|(known, _)| *known < alike) {
            best.insert(year, (alike, other));
        }
    }
    best.into_values().map(|(_, work)| work).collect()
}

impl Change {
    fn word(self) -> Cell {
        match self {
            Change::Added => Cell::Word("thêm", "added"),
            Change::Dropped => Cell::Word("bỏ", "dropped"),
            Change::DeadlineMoved => Cell::Word("đổi hạn", "deadline moved"),
            Change::TargetChanged => Cell::Word("đổi chỉ tiêu", "target changed"),
            Change::OwnerChanged => Cell::Word("đổi cơ quan", "owner changed"),
        }
    }
}

impl Row for DiffRow {
    const HEADINGS: &'static [Heading] = &[
        heading("Thay đổi", "Change", 16),
        heading("Nhiệm vụ trước", "Task before", 50),
        heading("Nhiệm vụ sau", "Task after", 50),
        heading("Hạn trước", "Deadline before", 18),
        heading("Hạn sau", "Deadline after", 18),
    ];

    fn cells(&self) -> Vec<Cell> {
        let text = |side: &Option<Side>| Cell::from(side.as_ref().map(|it| it.text.as_str()));
        let deadline =
            |side: &Option<Side>| Cell::from(side.as_ref().and_then(|it| it.deadline.as_deref()));
        let words: Vec<Cell> = self.changes.iter().map(|change| change.word()).collect();
        let change = match words.as_slice() {
            [] => Cell::Word("giữ nguyên", "kept"),
            [only] => only.clone(),
            several => {
                let all: Vec<&str> = several.iter().map(Cell::vi).collect();
                Cell::Text(all.join(", "))
            }
        };
        vec![
            change,
            text(&self.before),
            text(&self.after),
            deadline(&self.before),
            deadline(&self.after),
        ]
    }
}

impl Row for SeriesRow {
    const HEADINGS: &'static [Heading] = &[
        heading("Năm", "Year", 8),
        heading("Số, ký hiệu", "Number", 18),
        heading("Cơ quan ban hành", "Issuer", 30),
        heading("Nhiệm vụ", "Tasks", 10),
        heading("Thêm", "Added", 8),
        heading("Bỏ", "Dropped", 8),
        heading("Đổi hạn", "Deadlines moved", 10),
        heading("Đổi chỉ tiêu", "Targets changed", 10),
        heading("Đổi cơ quan", "Owners changed", 10),
    ];

    fn cells(&self) -> Vec<Cell> {
        let count = |count: usize| Cell::from(count as u64);
        vec![
            self.year.as_deref().into(),
            self.work.name().into(),
            self.work.issuer.as_deref().into(),
            count(self.tasks),
            count(self.added),
            count(self.dropped),
            count(self.deadlines_moved),
            count(self.targets_changed),
            count(self.owners_changed),
        ]
    }
}
