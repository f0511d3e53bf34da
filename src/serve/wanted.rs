//! What the library lacks most: stubs by how many texts cite them.

use askama::Template;

use super::app::App;
use super::ask::Ask;
use super::reply::{self, Reply};
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
