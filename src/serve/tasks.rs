//! The task register: who must do what by when, by owner, days and plan; also as CSV and workbook.

use askama::Template;
use jiff::civil::Date;

use crate::extract::Task;
use crate::pipeline::{TaskFilter, TaskPage, TaskRow, Wanted};

use super::address;
use super::app::App;
use super::ask::Ask;
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::sheet;
use super::words::{self, WorkLink};

/// Rows of one page.
const ROWS: usize = 50;
/// Pages of the register: 10,000 tasks, as many as an export holds.
const PAGES_MAX: usize = EXPORT_ROWS_MAX / ROWS;
/// Rows of an export; the index pages no further. Longer registers are filtered or printed by the
/// command line.
const EXPORT_ROWS_MAX: usize = 10_000;
/// Rows asked for at one time while exporting.
const EXPORT_PAGE: usize = 1_000;

#[derive(Template)]
#[template(path = "tasks.html")]
struct Page {
    query: String,
    here: &'static str,
    owner: String,
    from: String,
    to: String,
    plan: String,
    is_filtered: bool,
    total: String,
    rows: Vec<TaskView>,
    csv: String,
    xlsx: String,
    is_cut: bool,
    export_max: String,
    number: usize,
    before: Option<String>,
    after: Option<String>,
}

/// A task as one row.
pub(super) struct TaskView {
    pub href: String,
    pub text: String,
    pub owners: Vec<String>,
    pub coordinators: Vec<String>,
    /// The days it makes.
    pub due: String,
    /// The words of the deadline.
    pub rule: String,
    pub product: String,
    pub targets: String,
    pub work: Option<WorkLink>,
}

impl TaskView {
    pub fn new(task: &Task) -> TaskView {
        let deadline = task.deadline.as_ref();
        let targets: Vec<&str> = task.targets.iter().map(|one| one.text.as_str()).collect();
        TaskView {
            href: format!("#nv-{}", task.id),
            text: task.text.clone(),
            owners: task.owners.clone(),
            coordinators: task.coordinators.clone(),
            due: deadline.map(words::deadline).unwrap_or_default(),
            rule: deadline.map_or(String::new(), |deadline| deadline.text.clone()),
            product: task.product.clone().unwrap_or_default(),
            targets: targets.join("; "),
            work: None,
        }
    }

    fn of_row(row: &TaskRow) -> TaskView {
        let work = WorkLink::new(&row.work);
        TaskView {
            href: format!("{}#nv-{}", work.href, row.task.id),
            work: Some(work),
            ..TaskView::new(&row.task)
        }
    }
}

pub(super) fn page(app: &App, ask: &Ask) -> Reply {
    let filter = filter(ask)?;
    let number = ask.text("trang").parse::<usize>().unwrap_or(1).max(1);
    if PAGES_MAX < number {
        return Err(too_deep());
    }
    let found = task_page(app, &filter, (number - 1) * ROWS, ROWS)?;
    let pairs = pairs(ask);
    let page_at = |number: usize| {
        let number = number.to_string();
        let pairs: Vec<_> = pairs.iter().copied().chain([("trang", &*number)]).collect();
        address::with("/nhiem-vu", &pairs)
    };
    reply::page(&Page {
        query: String::new(),
        here: "/nhiem-vu",
        owner: ask.text("chu-tri").to_owned(),
        from: ask.text("tu").to_owned(),
        to: ask.text("den").to_owned(),
        plan: ask.text("van-ban").to_owned(),
        is_filtered: pairs.iter().any(|(_, value)| !value.is_empty()),
        total: words::count(found.total),
        rows: found.rows.iter().map(TaskView::of_row).collect(),
        csv: address::with("/nhiem-vu.csv", &pairs),
        xlsx: address::with("/nhiem-vu.xlsx", &pairs),
        is_cut: EXPORT_ROWS_MAX as u64 <= found.total,
        export_max: words::count(EXPORT_ROWS_MAX as u64),
        number,
        before: (1 < number).then(|| page_at(number - 1)),
        after: (found.next.is_some() && number < PAGES_MAX).then(|| page_at(number + 1)),
    })
}

pub(super) fn csv(app: &App, ask: &Ask) -> Reply {
    let body = sheet::csv(&all(app, ask)?)?;
    Ok(reply::download(
        "text/csv; charset=utf-8",
        "nhiem-vu.csv",
        body,
    ))
}

pub(super) fn xlsx(app: &App, ask: &Ask) -> Reply {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let body = sheet::xlsx(&all(app, ask)?)?;
    Ok(reply::download(XLSX, "nhiem-vu.xlsx", body))
}

/// The rows `offset..offset + limit` that a filter lets through.
pub(super) fn task_page(
    app: &App,
    filter: &TaskFilter,
    offset: usize,
    limit: usize,
) -> Result<TaskPage, Refusal> {
    let wanted = Wanted {
        limit,
        after: (0 < offset).then(|| offset.to_string()),
        ..Wanted::default()
    };
    Ok(app.library.task_page(filter, &wanted)?)
}

/// What the form asks: owner, first and last day, plan.
pub(super) fn filter(ask: &Ask) -> Result<TaskFilter, Refusal> {
    let (due_from, due_to) = days(ask.get("tu"), ask.get("den"))?;
    Ok(TaskFilter {
        owner: ask.get("chu-tri").map(str::to_owned),
        due_from,
        due_to,
        plan: ask.get("van-ban").map(str::to_owned),
    })
}

/// The first and the last day of a stretch, in ISO.
pub(super) fn days(
    from: Option<&str>,
    to: Option<&str>,
) -> Result<(Option<String>, Option<String>), Refusal> {
    let days = (day(from, End::First)?, day(to, End::Last)?);
    match &days {
        (Some(first), Some(last)) if last < first => {
            let (first, last) = (words::date(first), words::date(last));
            let message = format!("Hạn từ ngày {first} lại sau đến ngày {last}");
            Err(Refusal::bad(message).with_hint("hãy đổi chỗ hai ngày"))
        }
        _ => Ok(days),
    }
}

/// Which day a month or a year stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// A day as people type it or as programs send it, in ISO; a month or a year is its first or last.
fn day(written: Option<&str>, end: End) -> Result<Option<String>, Refusal> {
    let Some(written) = written else {
        return Ok(None);
    };
    match date(written, end) {
        Some(date) => Ok(Some(date.to_string())),
        None => Err(Refusal::bad(format!("«{written}» không phải là ngày"))
            .with_hint("hãy viết ngày như 30/06/2021, hoặc chỉ tháng 06/2021")),
    }
}

/// Years a deadline may have, as in a search.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

fn date(written: &str, end: End) -> Option<Date> {
    let parts = written.split(['/', '.', '-']).map(str::parse::<i16>);
    let mut parts: Vec<i16> = parts.collect::<Result<_, _>>().ok()?;
    // Either way round: the year is the long one.
    if parts.first().is_some_and(|first| *first < 1000) {
        parts.reverse();
    }
    let small = |number: i16| i8::try_from(number).ok();
    // "1/1/27": a deadline of this century.
    if let Some(year) = parts.first_mut().filter(|year| (0..100).contains(*year)) {
        *year += 2000;
    }
    if parts.first().is_some_and(|year| !YEARS.contains(year)) {
        return None;
    }
    let (year, month, day) = match *parts.as_slice() {
        [year] => (year, None, None),
        [year, month] => (year, Some(small(month)?), None),
        [year, month, day] => (year, Some(small(month)?), Some(small(day)?)),
        _ => return None,
    };
    let month = month.unwrap_or(if end == End::First { 1 } else { 12 });
    let date = Date::new(year, month, day.unwrap_or(1)).ok()?;
    let is_whole = day.is_some() || end == End::First;
    Some(if is_whole { date } else { date.last_of_month() })
}

fn pairs(ask: &Ask) -> Vec<(&'static str, &str)> {
    ["chu-tri", "tu", "den", "van-ban"]
        .into_iter()
        .map(|name| (name, ask.text(name)))
        .collect()
}

fn all(app: &App, ask: &Ask) -> Result<Vec<TaskRow>, Refusal> {
    let filter = filter(ask)?;
    let mut rows = Vec::new();
    for offset in (0..EXPORT_ROWS_MAX).step_by(EXPORT_PAGE) {
        let page = task_page(app, &filter, offset, EXPORT_PAGE)?;
        rows.extend(page.rows);
        if page.next.is_none() {
            break;
        }
    }
    Ok(rows)
}

fn too_deep() -> Refusal {
    let message = format!("Chỉ xem được đến trang {PAGES_MAX} của sổ nhiệm vụ");
    Refusal::bad(message).with_hint("hãy lọc theo cơ quan hoặc thời hạn")
}

#[cfg(test)]
mod tests {
    use super::{End, day, days};

    #[test]
    fn a_day_is_read_as_programs_and_as_people_write_it() {
        let read = |written, end| day(Some(written), end).expect("a day").unwrap_or_default();
        for written in ["2021-06-30", "30/6/2021", "30/06/2021", "30.06.2021"] {
            assert_eq!(read(written, End::First), "2021-06-30", "{written}");
        }
        assert_eq!(read("1/1/27", End::First), "2027-01-01");
        assert_eq!(read("02/2024", End::First), "2024-02-01");
        assert_eq!(read("02/2024", End::Last), "2024-02-29");
        assert_eq!(read("2024", End::Last), "2024-12-31");
        for wrong in [
            "31/02/2021",
            "mai",
            "1/2/3/2021",
            "99999",
            "2021-13",
            "/",
            "1/1/270",
        ] {
            assert!(day(Some(wrong), End::First).is_err(), "{wrong}");
        }
        assert!(day(None, End::First).is_ok_and(|day| day.is_none()));
        assert!(days(Some("2022"), Some("2021")).is_err());
        assert!(days(Some("2021"), Some("2021")).is_ok());
    }
}
