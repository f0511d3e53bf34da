//! Tasks by who must do them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::brief::Brief;
use super::table::{Cell, Heading, Row, day, heading};
use crate::extract::Task;
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
pub fn matrix<'a>(tasks: impl Iterator<Item = (&'a Brief, &'a Task)>) -> Vec<MatrixRow> {
    let mut rows: BTreeMap<String, MatrixRow> = BTreeMap::new();
    for (work, task) in tasks {
        for (names, ids, part) in [
            (&task.owners, &task.owner_ids, Part::Lead),
            (&task.coordinators, &task.coordinator_ids, Part::Support),
        ] {
            for (at, name) in names.iter().enumerate() {
                let id = ids.get(at).cloned().flatten();
                put(&mut rows, (name, id), entry(work, task, part));
            }
        }
    }
    let mut rows: Vec<MatrixRow> = rows.into_values().collect();
    rows.sort_by_key(|row| {
        (
            std::cmp::Reverse((row.leads, row.supports)),
            row.owner.clone(),
        )
    });
    rows
}

fn put(
    rows: &mut BTreeMap<String, MatrixRow>,
    (name, id): (&str, Option<String>),
    task: MatrixTask,
) {
    let key = id.clone().unwrap_or_else(|| fold(name));
    let row = rows.entry(key).or_insert_with(|| MatrixRow {
        owner: name.to_owned(),
        owner_id: id,
        leads: 0,
        supports: 0,
        dated: 0,
        first_due: None,
        last_due: None,
        tasks: Vec::new(),
    });
    match task.role {
        Part::Support => row.supports += 1,
        Part::Lead => {
            row.leads += 1;
            if let Some(due) = &task.due {
                row.dated += 1;
                let first = row
                    .first_due
                    .take()
                    .map_or(due.clone(), |it| it.min(due.clone()));
                row.first_due = Some(first);
                row.last_due = row.last_due.take().max(Some(due.clone()));
            }
        }
    }
    row.tasks.push(task);
}

fn entry(work: &Brief, task: &Task, role: Part) -> MatrixTask {
    MatrixTask {
        work: work.id.clone(),
        number: work.number.clone(),
        id: task.id,
        text: task.text.clone(),
        role,
        due: task.deadline.as_ref().and_then(|it| it.due.clone()),
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
