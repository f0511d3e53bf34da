//! `tasks`: who must do what by when, as a table, lines of JSON, CSV or a workbook.

use kehoach::extract::Task;
use kehoach::pipeline::{Brief, Library, TaskFilter, TaskRow};
use kehoach::report::sheet::Column;

use super::Outcome;
use super::arguments::Tasks;
use super::messages::{self as say, Said};
use super::screen::{Ink, Screen, date, shorten};
use super::sheet::{self, Sheet};
use super::show::last_part;

/// Widths of the columns beside the text: deadline, agencies, document.
const DEADLINE_WIDTH: u16 = 14;
const AGENCY_WIDTH: u16 = 20;
const DOCUMENT_WIDTH: u16 = 20;
/// Lines of a task that a table shows; the rest is in the exports.
const LINES: usize = 3;
/// Terminals narrower than this have no room for those who help.
const WIDE: usize = 110;
/// Below this the column of the text would be a few letters wide.
const TABLE_MIN: usize = 90;

pub fn run(tasks: &Tasks, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let filter = TaskFilter {
        owner: tasks.owner.clone(),
        due_from: tasks.due_from.clone(),
        due_to: tasks.due_to.clone(),
        plan: tasks.plan.clone(),
    };
    if let (Some(from), Some(to)) = (&tasks.due_from, &tasks.due_to)
        && to < from
    {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("from", &date(from)), ("to", &date(to))];
        anyhow::bail!(screen.said(&say::DAYS_REVERSED, &values));
    }
    let mut rows = library.tasks(&filter)?;
    if let (true, Some(plan)) = (rows.is_empty(), &tasks.plan)
        && library.show(plan)?.works.is_empty()
    {
        screen.note(&say::NO_SUCH_WORK, &[("name", plan)]);
        return Ok(Outcome::NothingFound);
    }
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
    if screen.width < TABLE_MIN {
        list(rows, screen)?;
        let (total, shown) = (screen.count(total as u64), rows.len());
        screen.tell(&say::TASKS_SHOWN, &[("shown", &shown), ("total", &total)])?;
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
        line.push(cut(name(work), usize::from(DOCUMENT_WIDTH)));
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

/// One task under the other, where there is no room for columns.
fn list(rows: &[TaskRow], screen: &mut Screen) -> anyhow::Result<()> {
    for (place, row) in rows.iter().enumerate() {
        screen.hang(&format!("{:>3}. ", place + 1), &row.task.text, None)?;
        let parts = [
            (&say::DEADLINE, deadline(&row.task)),
            (&say::OWNER, row.task.owners.join(", ")),
            (&say::COORDINATOR, row.task.coordinators.join(", ")),
            (&say::DOCUMENT, name(&row.work).to_owned()),
        ];
        for (label, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
            let lead = format!("     {}: ", screen.word(label));
            screen.hang(&lead, &value, Some(Ink::Faint))?;
        }
        screen.blank()?;
    }
    Ok(())
}

/// What a document goes by: its number, its title, its file.
fn name(work: &Brief) -> &str {
    let known = work.number.as_deref().or(work.title.as_deref());
    known
        .or(work.file.as_deref().map(last_part))
        .unwrap_or(&work.id.0)
}

/// The task register as a sheet, one row per task; the web pages write the same columns.
pub fn sheet(rows: &[TaskRow], screen: &Screen) -> Sheet {
    let column = |said, width| Column {
        title: screen.word(said).to_owned(),
        width,
    };
    Sheet {
        name: screen.word(&say::TASKS).to_owned(),
        columns: vec![
            column(&say::NUMBER, 18),
            column(&say::ISSUER, 28),
            column(&say::ISSUED_ON, 13),
            column(&say::TITLE, 40),
            column(&say::TASK, 70),
            column(&say::OWNER, 28),
            column(&say::COORDINATOR, 28),
            column(&say::DEADLINE, 13),
            column(&say::WRITTEN_DEADLINE, 24),
            column(&say::RECURRENCE, 14),
            column(&say::PRODUCT, 24),
            column(&say::FILE, 40),
            column(&say::DOCUMENT_ID, 20),
        ],
        rows: rows.iter().map(|row| cells(row, screen)).collect(),
    }
}

fn cells(row: &TaskRow, screen: &Screen) -> Vec<String> {
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
        deadline
            .and_then(|deadline| deadline.recurrence.as_deref())
            .map(|often| {
                recurrence(often)
                    .map_or(often, |said| screen.word(said))
                    .to_owned()
            })
            .unwrap_or_default(),
        said(task.product.as_ref()),
        said(work.file.as_ref()),
        work.id.0.clone(),
    ]
}

fn recurrence(often: &str) -> Option<&'static Said> {
    Some(match often {
        "weekly" => &say::WEEKLY,
        "monthly" => &say::MONTHLY,
        "quarterly" => &say::QUARTERLY,
        "half-yearly" => &say::HALF_YEARLY,
        "yearly" => &say::YEARLY,
        _ => return None,
    })
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
