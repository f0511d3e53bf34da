//! The first page: a box to type in, examples, and what the library holds.

use askama::Template;

use crate::pipeline::{Sort, Wanted};

use super::address;
use super::app::App;
use super::ask::Ask;
use super::reply::{self, Reply};
use super::search::HitView;
use super::words;

/// Works under "mới nhất": what fits below the box.
const NEWEST: usize = 5;

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    query: String,
    here: &'static str,
    works: String,
    stubs: String,
    captures: String,
    tasks: String,
    citations: String,
    is_empty: bool,
    examples: Vec<Example>,
    newest: Vec<HitView>,
    /// Why nothing can be searched now.
    trouble: Option<String>,
}

struct Example {
    line: &'static str,
    href: String,
    about: &'static str,
}

const EXAMPLES: &[(&str, &str)] = &[
    ("ke hoach cai cach hanh chinh", "gõ không dấu vẫn tìm được"),
    ("21/KH-UBND", "theo số, ký hiệu"),
    ("\"chỉ số PAPI\"", "đúng cụm từ"),
    (
        "chuyển đổi số nam:2021..2023",
        "trong một khoảng năm ban hành",
    ),
    (
        "kieu:nhiemvu chutri:\"Sở Nội vụ\"",
        "nhiệm vụ do một cơ quan chủ trì",
    ),
    (
        "coquan:\"Sở Y tế\" loai:KH",
        "kế hoạch của một cơ quan ban hành",
    ),
];

pub(super) fn page(app: &App, _: &Ask) -> Reply {
    let counts = app.library.status()?.counts;
    let wanted = Wanted {
        // The newest may be stubs.
        limit: NEWEST * 4,
        after: None,
        sort: Sort::Newest,
    };
    let (newest, trouble) = match app.library.search("kieu:vanban", &wanted) {
        Ok(answer) => {
            let held = answer.hits.iter().filter(|hit| !hit.stub);
            (held.take(NEWEST).map(HitView::new).collect(), None)
        }
        // The counts stand without the index; an empty library has none yet.
        Err(_) if counts.captures == 0 => (Vec::new(), None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    reply::page(&Page {
        query: String::new(),
        here: "/",
        works: words::count(counts.works),
        stubs: words::count(counts.stubs),
        captures: words::count(counts.captures),
        tasks: words::count(counts.tasks),
        citations: words::count(counts.citations),
        is_empty: counts.captures == 0,
        examples: examples(),
        newest,
        trouble,
    })
}

fn examples() -> Vec<Example> {
    EXAMPLES
        .iter()
        .map(|(line, about)| Example {
            line,
            href: address::search(line, "", 1),
            about,
        })
        .collect()
}
