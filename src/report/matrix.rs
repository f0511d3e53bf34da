//! Tasks by who must do them.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use super::brief::Brief;
use super::table::{Cell, Heading, Row, day, heading};
use crate::extract::{Agent, Charge, Duty, NumberedDuty};
use crate::link::WorkId;
use crate::text::fold;

/// An agency with all that is asked of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MatrixRow {
    pub owner: String,
    pub owner_id: Option<String>,
    /// Tasks it leads and tasks it helps with.
    pub leads: usize,
    pub supports: usize,
    /// Of those it leads, how many have a day, and the first and last of these days.
    pub dated: usize,
    pub first_due: Option<String>,
    pub last_due: Option<String>,
    /// Of the plan asked about. What everybody has to do under all plans is too much to say: left out there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<MatrixTask>,
}

#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MatrixTask {
    pub work: WorkId,
    pub number: Option<String>,
    pub id: u32,
    pub text: String,
    pub role: Part,
    pub due: Option<String>,
}

/// What an agency does in a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Lead,
    Support,
}

/// Tasks with the works they stand in, by owner; the busiest first.
pub fn matrix<'a>(charges: impl Iterator<Item = (&'a Brief, &'a Charge)>) -> Vec<MatrixRow> {
    let mut rows: BTreeMap<String, MatrixRow> = BTreeMap::new();
    for (work, charge) in charges {
        for (agent, part) in parts(&charge.duty) {
            let row = rows.entry(key(agent)).or_insert_with(|| empty(agent));
            let share = Share::of(part, charge.duty.due.as_deref());
            join(row, share);
            row.tasks.push(entry(work, charge, part));
        }
    }
    sorted(rows.into_values())
}

/// The same rows without their tasks, counted a stretch of works at a time: what everybody has to do is
/// more than fits in memory, and how much it is does. Agencies are known by numbers until the end.
#[derive(Clone, Debug, Default)]
pub struct Count {
    shares: HashMap<u32, (Seat, Share)>,
}

/// What is due first stands first, what has no day last, equals as they were noted: whoever is met
/// first under one of its names gives its row that name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seat {
    due: (bool, Option<String>),
    place: (usize, usize),
}

/// How much of the tasks is an agency's.
#[derive(Clone, Debug, Default)]
struct Share {
    leads: usize,
    supports: usize,
    dated: usize,
    first_due: Option<String>,
    last_due: Option<String>,
}

impl Count {
    /// Notes the duties of one work, the `at`th of all.
    pub fn note(&mut self, at: usize, duties: &[NumberedDuty]) {
        let mut nth = 0;
        for duty in duties {
            let owners = duty.owners.iter().map(|it| (it, Part::Lead));
            let helpers = duty.coordinators.iter().map(|it| (it, Part::Support));
            for (agent, part) in owners.chain(helpers) {
                self.add(*agent, part, duty.due, (at, nth));
                nth += 1;
            }
        }
    }

    fn add(&mut self, agent: u32, part: Part, due: Option<&str>, place: (usize, usize)) {
        let seat = |due: Option<&str>| Seat {
            due: (due.is_none(), due.map(str::to_owned)),
            place,
        };
        match self.shares.get_mut(&agent) {
            Some((first, share)) => {
                share.count(part, due);
                let known = (first.due.0, first.due.1.as_deref(), first.place);
                if (due.is_none(), due, place) < known {
                    *first = seat(due);
                }
            }
            None => {
                self.shares.insert(agent, (seat(due), Share::of(part, due)));
            }
        }
    }

    /// Puts what was counted of other works to it.
    pub fn join(&mut self, other: Count) {
        for (agent, (seat, share)) in other.shares {
            match self.shares.get_mut(&agent) {
                Some((first, known)) => {
                    known.add(share);
                    if seat < *first {
                        *first = seat;
                    }
                }
                None => {
                    self.shares.insert(agent, (seat, share));
                }
            }
        }
    }

    /// The busiest first. An agency nobody knows any more is left out.
    pub fn rows(self, agents: &HashMap<u32, Agent>) -> Vec<MatrixRow> {
        let mut seated: Vec<(Seat, &Agent, Share)> = (self.shares.into_iter())
            .filter_map(|(number, (seat, share))| Some((seat, agents.get(&number)?, share)))
            .collect();
        seated.sort_by(|one, other| one.0.cmp(&other.0));
        let mut rows: BTreeMap<String, MatrixRow> = BTreeMap::new();
        for (_, agent, share) in seated {
            let row = rows.entry(key(agent)).or_insert_with(|| empty(agent));
            join(row, share);
        }
        sorted(rows.into_values())
    }
}

impl Share {
    fn of(part: Part, due: Option<&str>) -> Share {
        let mut share = Share::default();
        share.count(part, due);
        share
    }

    /// One task more.
    fn count(&mut self, part: Part, due: Option<&str>) {
        if part == Part::Support {
            self.supports += 1;
            return;
        }
        self.leads += 1;
        let Some(due) = due else { return };
        self.dated += 1;
        if self.first_due.as_deref().is_none_or(|first| due < first) {
            self.first_due = Some(due.to_owned());
        }
        if self.last_due.as_deref().is_none_or(|last| last < due) {
            self.last_due = Some(due.to_owned());
        }
    }

    fn add(&mut self, more: Share) {
        self.leads += more.leads;
        self.supports += more.supports;
        self.dated += more.dated;
        self.first_due = earliest(self.first_due.take(), more.first_due);
        self.last_due = self.last_due.take().max(more.last_due);
    }
}

fn earliest(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn parts(duty: &Duty) -> impl Iterator<Item = (&Agent, Part)> {
    let owners = duty.owners.iter().map(|it| (it, Part::Lead));
    owners.chain(duty.coordinators.iter().map(|it| (it, Part::Support)))
}

/// What makes two agencies one row.
fn key(agent: &Agent) -> String {
    agent.id.clone().unwrap_or_else(|| fold(&agent.name))
}

fn empty(agent: &Agent) -> MatrixRow {
    MatrixRow {
        owner: agent.name.clone(),
        owner_id: agent.id.clone(),
        leads: 0,
        supports: 0,
        dated: 0,
        first_due: None,
        last_due: None,
        tasks: Vec::new(),
    }
}

fn join(row: &mut MatrixRow, share: Share) {
    row.leads += share.leads;
    row.supports += share.supports;
    row.dated += share.dated;
    row.first_due = earliest(row.first_due.take(), share.first_due);
    row.last_due = row.last_due.take().max(share.last_due);
}

fn sorted(rows: impl Iterator<Item = MatrixRow>) -> Vec<MatrixRow> {
    let mut rows: Vec<MatrixRow> = rows.collect();
    rows.sort_by_key(|row| {
        (
            std::cmp::Reverse((row.leads, row.supports)),
            row.owner.clone(),
        )
    });
    rows
}

fn entry(work: &Brief, charge: &Charge, role: Part) -> MatrixTask {
    MatrixTask {
        work: work.id.clone(),
        number: work.number.clone(),
        id: charge.duty.id,
        text: charge.text.clone(),
        role,
        due: charge.duty.due.clone(),
    }
}

impl Row for MatrixRow {
    const HEADINGS: &'static [Heading] = &[
        heading("Cơ quan", "Agency", 40),
        heading("Chủ trì", "Leads", 10),
        heading("Phối hợp", "Supports", 10),
        heading("Có hạn", "Dated", 10),
        heading("Hạn đầu", "First due", 13),
        heading("Hạn cuối", "Last due", 13),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.owner.clone().into(),
            Cell::from(self.leads as u64),
            Cell::from(self.supports as u64),
            Cell::from(self.dated as u64),
            day(self.first_due.as_deref()),
            day(self.last_due.as_deref()),
        ]
    }
}
