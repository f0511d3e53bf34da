//! What the library lacks most: stubs by how many texts cite them.

use askama::Template;

use super::app::App;
use super::ask::Ask;
use super::reply::{self, Reply};
use super::sheet;
use super::words::{self, WorkLink};

/// Stubs shown: two screens, and more than anyone fetches in a week.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "wanted.html")]
struct Page {
    query: String,
    here: &'static str,
    rows: Vec<Row>,
}

struct Row {
    work: WorkLink,
    cited_by: String,
}

/// Stubs of an export: more than one office will ever fetch.
const EXPORTED: usize = 10_000;

pub(super) fn csv(app: &App, _: &Ask) -> Reply {
    let wanted = app.library.wanted(EXPORTED)?;
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = wanted.iter().map(|(work, citing)| {
        vec![
            citing.to_string(),
            said(&work.number),
            said(&work.issuer),
            work.issued_on.as_deref().map_or(String::new(), words::date),
            said(&work.title),
            work.id.0.clone(),
        ]
    });
    const COLUMNS: [(&str, u16); 6] = [
        ("Số lần", 8),
        ("Số, ký hiệu", 18),
        ("Cơ quan ban hành", 28),
        ("Ngày ban hành", 13),
        ("Trích yếu", 40),
        ("Mã văn bản", 20),
    ];
    let body = sheet::lines(&COLUMNS, rows)?;
    Ok(reply::download(
        "text/csv; charset=utf-8",
        "con-thieu.csv",
        body,
    ))
}

pub(super) fn page(app: &App, _: &Ask) -> Reply {
    let wanted = app.library.wanted(SHOWN)?;
    let rows = wanted.iter().map(|(work, citing)| Row {
        work: WorkLink::new(work),
        cited_by: words::count(*citing),
    });
    reply::page(&Page {
        query: String::new(),
        here: "/thieu",
        rows: rows.collect(),
    })
}
