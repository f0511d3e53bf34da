//! What the library holds and what was done to it last.

use askama::Template;

use crate::pipeline::Failure;

use super::app::App;
use super::ask::Ask;
use super::reply::{self, Reply};
use super::words;

#[derive(Template)]
#[template(path = "status.html")]
struct Page {
    query: String,
    here: &'static str,
    counts: Vec<(&'static str, String)>,
    citations: Vec<(&'static str, String)>,
    /// What is not settled yet, each with what to do.
    open: Vec<String>,
    journal: Vec<Line>,
    /// The first files in which nothing could be read.
    unread: Vec<Failure>,
    /// How many more there are.
    more: Option<usize>,
}

/// Unreadable files listed on the page; the command line lists them all.
const UNREAD_SHOWN: usize = 100;

struct Line {
    when: String,
    what: String,
    items: String,
    detail: String,
}

pub(super) fn page(app: &App, _: &Ask) -> Reply {
    let status = app.library.status()?;
    let mut unread = app.library.unread()?;
    let more = unread
        .len()
        .checked_sub(UNREAD_SHOWN)
        .filter(|more| *more != 0);
    unread.truncate(UNREAD_SHOWN);
    let counts = &status.counts;
    let of = words::count;
    reply::page(&Page {
        query: String::new(),
        unread,
        more,
        here: "/tinh-trang",
        counts: vec![
            ("Bản thu", of(counts.captures)),
            ("Dung lượng bản thu", words::bytes(counts.bytes)),
            ("Bản thu đã gỡ", of(counts.removed)),
            ("Bản thu không đọc được", of(counts.unread)),
            ("Văn bản có trong kho", of(counts.works)),
            ("Văn bản chưa có, chỉ được viện dẫn", of(counts.stubs)),
            ("Nhiệm vụ", of(counts.tasks)),
            ("Chỉnh sửa của người dùng", of(counts.corrections)),
        ],
        citations: vec![
            ("Viện dẫn", of(counts.citations)),
            ("Đã nối với văn bản trong kho", of(counts.linked)),
            ("Nối với văn bản chưa có", of(counts.unmatched)),
            ("Chưa rõ văn bản nào", of(counts.ambiguous)),
            ("Chưa kết luận", of(counts.withheld)),
        ],
        open: [
            (
                counts.pending_groups,
                "nhóm số ký hiệu chưa nối kết; lần ingest tới sẽ làm tiếp",
            ),
            (
                status.unindexed,
                "thay đổi chưa vào chỉ mục tìm kiếm; hãy chạy kehoach reindex",
            ),
            (
                status.outdated,
                "bản thu được đọc bằng phiên bản khác; hãy chạy kehoach reprocess",
            ),
        ]
        .into_iter()
        .filter(|(items, _)| 0 < *items)
        .map(|(items, what)| format!("{} {what}", of(items)))
        .collect(),
        journal: status
            .journal
            .iter()
            .map(|entry| Line {
                when: words::moment(entry.done_at),
                what: words::stage(&entry.stage).to_owned(),
                items: of(entry.items),
                detail: entry.detail.clone(),
            })
            .collect(),
    })
}
