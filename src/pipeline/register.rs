//! The task register a page at a time: found and sorted by the index, told by the store.
//!
//! [`Library::tasks`] reads every record there is, which a command may and a web page may not.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::extract::Task;
use crate::index::{Hit, Sort};
use crate::link::{Work, WorkId};
use crate::store::Store;

use super::asking::{best_tasks, works_named};
use super::parallel::in_parallel;
use super::view::brief;
use super::{Library, Result, Wanted};
use crate::report::Brief;

/// Which tasks are asked for. What is `None` is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// A part of the owner's name, marks and case aside.
    pub owner: Option<String>,
    /// ISO; the first and last day a deadline may fall on.
    pub due_from: Option<String>,
    pub due_to: Option<String>,
    /// Number or id of the plan.
    pub plan: Option<String>,
}

/// A task with the work it stands in.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TaskRow {
    #[serde(flatten)]
    pub task: Task,
    pub work: Brief,
}

/// Some rows of the register.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskPage {
    pub rows: Vec<TaskRow>,
    /// Tasks the filter lets through.
    pub total: u64,
    /// What to ask [`Wanted::after`] for the rows after these.
    pub next: Option<String>,
}

impl Library {
    /// The tasks a filter lets through: what is due first, first; without a day, last. Those of one
    /// plan stand as in the plan.
    pub fn tasks(&self, filter: &TaskFilter) -> Result<Vec<TaskRow>> {
        let mut rows = match &filter.plan {
            Some(plan) => self.ask(|store| {
                let mut rows = Vec::new();
                for work in works_named(store, plan)? {
                    rows.extend(wanted_tasks(store, &work, filter)?);
                }
                Ok(rows)
            })?,
            None => self.all_tasks(filter)?,
        };
        if filter.plan.is_none() {
            rows.sort_by(|a, b| by_due(&a.task, &b.task));
        }
        Ok(rows)
    }

    /// The tasks a filter lets through of all works, in order of their names; records are read on all threads.
    fn all_tasks(&self, filter: &TaskFilter) -> Result<Vec<TaskRow>> {
        /// Works in memory together.
        const PAGE: usize = 4_096;
        /// Works a thread takes at a time.
        const TAKEN: usize = 32;
        let mut rows = Vec::new();
        let mut after: Option<WorkId> = None;
        loop {
            let works = self.ask(|store| Ok(store.works(after.as_ref(), PAGE)?))?;
            let Some(last) = works.last() else {
                return Ok(rows);
            };
            after = Some(last.id.clone());
            let found = in_parallel(self, TAKEN, &works, |store, work| {
                wanted_tasks(store, work, filter)
            })?;
            rows.extend(found.into_iter().flatten());
        }
    }

    /// Rows of the register, those due soonest first and those without a day last.
    ///
    /// Tasks of one plan come from the store, in the order of the plan; all others as of the last
    /// commit of the index, where an owner is found by all words of the name, marks and case aside.
    pub fn task_page(&self, filter: &TaskFilter, wanted: &Wanted) -> Result<TaskPage> {
        if filter.plan.is_some() {
            return Ok(part(self.tasks(filter)?, wanted));
        }
        let wanted = Wanted {
            sort: Sort::Due,
            ..wanted.clone()
        };
        let answer = self.search(&line(filter), &wanted)?;
        Ok(TaskPage {
            rows: self.ask(|store| rows(store, &answer.hits))?,
            total: answer.total,
            next: answer.next,
        })
    }
}

fn wanted_tasks(store: &Store, work: &Work, filter: &TaskFilter) -> Result<Vec<TaskRow>> {
    let tasks = best_tasks(store, work)?.into_iter();
    let wanted = tasks.filter(|task| is_wanted(task, filter));
    let rows = wanted.map(|task| TaskRow {
        task,
        work: brief(work),
    });
    Ok(rows.collect())
}

/// The filter as a line of search.
fn line(filter: &TaskFilter) -> String {
    let mut line = "kieu:nhiemvu".to_owned();
    if let Some(owner) = &filter.owner {
        line.push_str(&format!(" chutri:\"{}\"", owner.replace('"', " ")));
    }
    if filter.due_from.is_some() || filter.due_to.is_some() {
        let from = filter.due_from.as_deref().unwrap_or_default();
        let to = filter.due_to.as_deref().unwrap_or_default();
        line.push_str(&format!(" han:{from}..{to}"));
    }
    line
}

fn rows(store: &Store, hits: &[Hit]) -> Result<Vec<TaskRow>> {
    let mut known: BTreeMap<WorkId, Vec<TaskRow>> = BTreeMap::new();
    let mut rows = Vec::with_capacity(hits.len());
    for hit in hits {
        let Some((work, task)) = hit.id.rsplit_once('#') else {
            continue;
        };
        let work = WorkId(work.to_owned());
        if !known.contains_key(&work) {
            known.insert(work.clone(), tasks_of(store, &work)?);
        }
        let tasks = known.get(&work).map(Vec::as_slice).unwrap_or_default();
        // The index may be a moment behind: what the store no longer holds is not shown.
        rows.extend(
            tasks
                .iter()
                .find(|row| row.task.id.to_string() == task)
                .cloned(),
        );
    }
    Ok(rows)
}

fn tasks_of(store: &Store, id: &WorkId) -> Result<Vec<TaskRow>> {
    let Some(work) = store.work(id)? else {
        return Ok(Vec::new());
    };
    wanted_tasks(store, &work, &TaskFilter::default())
}

fn part(rows: Vec<TaskRow>, wanted: &Wanted) -> TaskPage {
    let offset = wanted
        .after
        .as_deref()
        .and_then(|after| after.parse::<usize>().ok())
        .unwrap_or(0);
    let total = rows.len();
    let end = offset.saturating_add(wanted.limit);
    TaskPage {
        rows: rows.into_iter().skip(offset).take(wanted.limit).collect(),
        total: total as u64,
        next: (end < total).then(|| end.to_string()),
    }
}

/// ISO dates compare as text.
fn by_due(a: &Task, b: &Task) -> Ordering {
    let (a, b) = (due(a), due(b));
    a.is_none().cmp(&b.is_none()).then(a.cmp(&b))
}

fn due(task: &Task) -> Option<&str> {
    task.deadline.as_ref()?.due.as_deref()
}

fn is_wanted(task: &Task, filter: &TaskFilter) -> bool {
    let folded = |text: &str| crate::text::fold(text);
    let owner = filter.owner.as_deref().is_none_or(|owner| {
        task.owners
            .iter()
            .any(|one| folded(one).contains(&folded(owner)))
    });
    let due = due(task);
    // ISO dates compare as text. A task without a date is not due in any span of days.
    let from = filter
        .due_from
        .as_deref()
        .is_none_or(|from| due.is_some_and(|due| from <= due));
    let to = filter
        .due_to
        .as_deref()
        .is_none_or(|to| due.is_some_and(|due| due <= to));
    owner && from && to
}
