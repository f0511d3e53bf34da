//! `tasks`: who must do what by when, as a table, lines of JSON, CSV or a workbook.

use kehoach::extract::Task;
use kehoach::pipeline::{Library, TaskFilter, TaskRow};

use super::Outcome;
use super::arguments::Tasks;
use super::messages as say;
use super::screen::{Screen, date, shorten};
use super::sheet::{self, Column, Sheet};

/// Widths of the columns beside the text: deadline, agencies, document.
const DEADLINE_WIDTH: u16 = 14;
const AGENCY_WIDTH: u16 = 20;
const DOCUMENT_WIDTH: u16 = 20;
/// Lines of a task that a table shows; the rest is in the exports.
const LINES: usize = 3;
/// Terminals narrower than this have no room for those who help.
const WIDE: usize = 110;

pub fn run(tasks: &Tasks, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let filter = TaskFilter {
        owner: tasks.owner.clone(),
        due_from: tasks.due_from.clone(),
        due_to: tasks.due_to.clone(),
        plan: tasks.plan.clone(),
    };
    let mut rows = library.tasks(&filter)?;
    let total = rows.len();
    rows.truncate(tasks.limit.unwrap_or(usize::MAX));
    if let Some(path) = &tasks.xlsx {
        sheet::workbook(&[sheet(&rows, screen)], path, screen.lang)?;
        screen.tell(
            &say::WRITTEN,
            &[("path", &path.display()), ("count", &rows.len())],
        )?;
    } else if tasks.csv {
        sheet(&rows, screen).csv(screen.raw())?;
    } else if screen.json {
        rows.iter().try_for_each(|row| screen.json(row))?;
    } else {
        table(&rows, total, screen)?;
    }
    Ok(Outcome::found(!rows.is_empty()))
}

fn table(rows: &[TaskRow], total: usize, screen: &mut Screen) -> anyhow::Result<()> {
    if rows.is_empty() {
        screen.tell(&say::NO_TASKS, &[])?;
        return Ok(());
    }
    let is_wide = WIDE <= screen.width;
    let mut headings = vec![
        screen.word(&say::DEADLINE),
        screen.word(&say::TASK),
        screen.word(&say::OWNER),
    ];
    if is_wide {
        headings.push(screen.word(&say::COORDINATOR));
    }
    headings.push(screen.word(&say::DOCUMENT));
    let agencies = if is_wide { 2 } else { 1 };
    let beside = DEADLINE_WIDTH + agencies * AGENCY_WIDTH + DOCUMENT_WIDTH;
    let text_width = screen.width.saturating_sub(usize::from(beside));
    let cut = |text: &str, width: usize| shorten(text, LINES * width.saturating_sub(5));
    let lines = rows.iter().map(|row| {
        let (task, work) = (&row.task, &row.work);
        let mut line = vec![
            cut(&deadline(task), usize::from(DEADLINE_WIDTH)),
            cut(&task.text, text_width),
            cut(&task.owners.join(", "), usize::from(AGENCY_WIDTH)),
        ];
        if is_wide {
            line.push(cut(
                &task.coordinators.join(", "),
                usize::from(AGENCY_WIDTH),
            ));
        }
        line.push(work.number.clone().unwrap_or_else(|| work.id.0.clone()));
        line
    });
    let last = headings.len() - 1;
    let mut fixed = vec![(0, DEADLINE_WIDTH), (last, DOCUMENT_WIDTH)];
    fixed.extend((2..last).map(|column| (column, AGENCY_WIDTH)));
    screen.table(&headings, lines.collect(), &fixed)?;
    screen.blank()?;
    let (total, shown) = (screen.count(total as u64), rows.len());
    screen.tell(&say::TASKS_SHOWN, &[("shown", &shown), ("total", &total)])?;
    Ok(())
}

/// The task register as a sheet, one row per task.
pub fn sheet(rows: &[TaskRow], screen: &Screen) -> Sheet {
    let column = |said, width| Column {
        title: screen.word(said).to_owned(),
        width,
    };
    Sheet {
        name: screen.word(&say::TASKS).to_owned(),
        columns: vec![
            column(&say::DOCUMENT, 18),
            column(&say::ISSUER, 28),
            column(&say::ISSUED_ON, 13),
            column(&say::TITLE, 40),
            column(&say::TASK, 70),
            column(&say::OWNER, 28),
            column(&say::COORDINATOR, 28),
            column(&say::DUE, 13),
            column(&say::DEADLINE, 24),
            column(&say::RECURRENCE, 12),
            column(&say::PRODUCT, 24),
            column(&say::ID, 20),
        ],
        rows: rows.iter().map(cells).collect(),
    }
}

fn cells(row: &TaskRow) -> Vec<String> {
    let (task, work) = (&row.task, &row.work);
    let deadline = task.deadline.as_ref();
    let said = |value: Option<&String>| value.cloned().unwrap_or_default();
    vec![
        said(work.number.as_ref()),
        said(work.issuer.as_ref()),
        work.issued_on.as_deref().map(date).unwrap_or_default(),
        said(work.title.as_ref()),
        task.text.clone(),
        task.owners.join("; "),
        task.coordinators.join("; "),
        deadline
            .and_then(|deadline| deadline.due.as_deref())
            .map(date)
            .unwrap_or_default(),
        deadline
            .map(|deadline| deadline.text.clone())
            .unwrap_or_default(),
        said(deadline.and_then(|deadline| deadline.recurrence.as_ref())),
        said(task.product.as_ref()),
        work.id.0.clone(),
    ]
}

/// The day, and the words where they say more than the day.
pub fn deadline(task: &Task) -> String {
    let Some(deadline) = &task.deadline else {
        return String::new();
    };
    match &deadline.due {
        Some(due) if deadline.recurrence.is_none() => date(due),
        Some(due) => format!("{} ({})", date(due), deadline.text),
        None => deadline.text.clone(),
    }
}
