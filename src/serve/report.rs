//! The reports of the command line as pages, CSV, workbooks, calendars and JSON, from the same rows.

use std::time::SystemTime;

use askama::Template;
use serde::Serialize;
use serde_json::{Value, json};

use crate::pipeline::{Brief, Told};
use crate::report::{self, Heading, Row};

use super::address;
use super::app::App;
use super::ask::Ask;
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::sheet;
use super::words::WorkLink;

/// Rows of a page; the files have them all.
const SHOWN: usize = 200;
/// Pages of a report: what a file holds.
const PAGES_MAX: usize = EXPORTED / SHOWN;
/// Rows of a file.
const EXPORTED: usize = 100_000;
/// Rows of a ranking.
const RANKED: usize = 200;

/// What there is, with what it needs: a work, a second one, an agency, a year.
const REPORTS: [(&str, &str, &[&str]); 8] = [
    ("coverage", "Ai đã triển khai, ai chưa", &["van-ban"]),
    ("gaps", "Số văn bản khuyết trong năm", &["co-quan", "nam"]),
    ("wanted", "Văn bản còn thiếu", &[]),
    ("calendar", "Lịch việc của một cơ quan", &["co-quan", "nam"]),
    ("diff", "So hai kế hoạch", &["van-ban", "so-voi"]),
    ("series", "Kế hoạch ấy qua các năm", &["van-ban"]),
    ("matrix", "Nhiệm vụ theo cơ quan", &["van-ban"]),
    ("anomalies", "Bất thường", &[]),
];

/// What a report is about everything without: who has to do how much in the whole library.
const MAY_LACK: (&str, &str) = ("matrix", "van-ban");

/// The first field a report needs and was not given.
fn missing(ask: &Ask, name: &str, fields: &[&'static str]) -> Option<&'static str> {
    let mut needed = fields.iter().filter(|field| (name, **field) != MAY_LACK);
    needed.find(|field| ask.get(field).is_none()).copied()
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    query: String,
    here: &'static str,
    reports: Vec<Form>,
    title: String,
    /// What the report is about.
    about: Vec<WorkLink>,
    headings: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    /// Links to the same rows as files; none before a report is chosen.
    files: Vec<(&'static str, String)>,
    notice: Option<String>,
    number: usize,
    before: Option<String>,
    after: Option<String>,
}

/// One report with the fields of its form.
struct Form {
    name: &'static str,
    title: &'static str,
    fields: Vec<Field>,
}

struct Field {
    name: &'static str,
    label: &'static str,
    value: String,
}

/// A report that was asked for.
struct Answered {
    name: &'static str,
    subject: Value,
    about: Vec<Brief>,
    headings: &'static [Heading],
    cells: Vec<Vec<String>>,
    rows: Value,
    calendar: Option<String>,
}

impl Answered {
    fn of<R: Row>(name: &'static str, subject: Value, about: Vec<Brief>, rows: &[R]) -> Answered {
        let cells = |row: &R| {
            row.cells()
                .iter()
                .map(|cell| cell.vi().to_owned())
                .collect()
        };
        Answered {
            name,
            subject,
            about,
            headings: R::HEADINGS,
            cells: rows.iter().map(cells).collect(),
            rows: json(&rows),
            calendar: None,
        }
    }
}

fn json(rows: &impl Serialize) -> Value {
    serde_json::to_value(rows).unwrap_or_default()
}

/// `/bao-cao` and `/bao-cao/coverage?van-ban=21/KH-UBND`.
pub(super) fn page(app: &App, ask: &Ask) -> Reply {
    let known = REPORTS.iter().find(|(name, ..)| *name == ask.named);
    let mut page = Page {
        query: String::new(),
        here: "/bao-cao",
        reports: forms(ask),
        title: known.map_or("Báo cáo".to_owned(), |(_, title, _)| (*title).to_owned()),
        about: Vec::new(),
        headings: Vec::new(),
        rows: Vec::new(),
        files: Vec::new(),
        notice: None,
        number: ask.text("trang").parse().unwrap_or(1).clamp(1, PAGES_MAX),
        before: None,
        after: None,
    };
    let Some((name, _, needed)) = known else {
        return match ask.named.is_empty() {
            true => reply::page(&page),
            false => Err(Refusal::no_page()),
        };
    };
    if missing(ask, name, needed).is_some() {
        page.notice = Some("Hãy điền đủ các ô của báo cáo này.".to_owned());
        return reply::page(&page);
    }
    let (first, end) = ((page.number - 1) * SHOWN, page.number * SHOWN);
    match told(app, ask, name, end + 1)? {
        Ok(told) => {
            let page_at = |number: usize| address_of(ask, name, &number.to_string());
            page.before = (1 < page.number).then(|| page_at(page.number - 1));
            let has_more = end < told.cells.len() && page.number < PAGES_MAX;
            page.after = has_more.then(|| page_at(page.number + 1));
            page.about = told.about.iter().map(WorkLink::new).collect();
            page.headings = told.headings.iter().map(|heading| heading.vi).collect();
            page.files = files(ask, name);
            page.rows = told.cells.into_iter().skip(first).take(SHOWN).collect();
            if page.rows.is_empty() {
                page.notice = Some("Không có dòng nào.".to_owned());
            }
        }
        Err(notice) => page.notice = Some(notice),
    }
    reply::page(&page)
}

/// `/bao-cao/coverage/csv?…`, `xlsx`, `ics`.
pub(super) fn csv(app: &App, ask: &Ask) -> Reply {
    let told = whole(app, ask)?;
    let headings: Vec<&str> = told.headings.iter().map(|heading| heading.vi).collect();
    let body = sheet::lines(&headings, told.cells.into_iter())?;
    let name = format!("{}.csv", told.name);
    Ok(reply::download("text/csv; charset=utf-8", &name, body))
}

pub(super) fn xlsx(app: &App, ask: &Ask) -> Reply {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let told = whole(app, ask)?;
    let columns: Vec<(&str, u16)> = told.headings.iter().map(|it| (it.vi, it.width)).collect();
    let body = sheet::workbook(told.name, &columns, &told.cells)?;
    Ok(reply::download(XLSX, &format!("{}.xlsx", told.name), body))
}

pub(super) fn ics(app: &App, ask: &Ask) -> Reply {
    let told = whole(app, ask)?;
    let calendar = told.calendar.ok_or_else(Refusal::no_page)?;
    let body = calendar.into_bytes();
    Ok(reply::download(
        "text/calendar; charset=utf-8",
        "lich.ics",
        body,
    ))
}

/// `/api/reports/coverage?van-ban=…`: what `kehoach report coverage … --json` prints.
pub(super) fn api(app: &App, ask: &Ask) -> Reply {
    let told = whole(app, ask)?;
    reply::json(&json!({ "report": told.name, "subject": told.subject, "rows": told.rows }))
}

fn whole(app: &App, ask: &Ask) -> Result<Answered, Refusal> {
    let known = REPORTS.iter().find(|(name, ..)| *name == ask.named);
    let (name, _, needed) = known.ok_or_else(Refusal::no_page)?;
    if let Some(field) = missing(ask, name, needed) {
        return Err(Refusal::bad(format!("Báo cáo này cần thêm «{field}»")));
    }
    told(app, ask, name, EXPORTED)?.map_err(Refusal::not_found)
}

/// The rows of a report, or a sentence why there are none.
fn told(
    app: &App,
    ask: &Ask,
    name: &'static str,
    limit: usize,
) -> Result<Result<Answered, String>, Refusal> {
    let library = &app.library;
    let work = ask.text("van-ban");
    let agency = ask.text("co-quan");
    let year = year(ask)?;
    Ok(match name {
        "coverage" => found(library.coverage(work)?).map(|(work, mut rows)| {
            rows.truncate(limit);
            Answered::of(name, json!({ "work": work }), vec![work], &rows)
        }),
        "series" => found(library.series(work)?)
            .map(|(work, rows)| Answered::of(name, json!({ "work": work }), vec![work], &rows)),
        "matrix" if work.is_empty() => {
            let mut rows = library.workload()?;
            rows.truncate(limit);
            Ok(Answered::of(name, json!({}), Vec::new(), &rows))
        }
        "matrix" => found(library.matrix(work)?)
            .map(|rows| Answered::of(name, json!({}), Vec::new(), &rows)),
        "diff" => found(library.diff(work, ask.text("so-voi"))?).map(|(before, after, rows)| {
            let subject = json!({ "before": before, "after": after });
            Answered::of(name, subject, vec![before, after], &rows)
        }),
        "gaps" => found(library.gaps(agency, year)?).map(|(agency, mut rows)| {
            rows.truncate(limit);
            let subject = json!({ "agency": agency.name, "agency_id": agency.id, "year": year });
            Answered::of(name, subject, Vec::new(), &rows)
        }),
        "calendar" => found(library.calendar(agency, year as i16)?).map(|(agency, rows)| {
            let subject = json!({ "agency": agency.name, "agency_id": agency.id, "year": year });
            Answered {
                calendar: Some(report::ics(&agency.name, &rows, &stamp())),
                ..Answered::of(name, subject, Vec::new(), &rows)
            }
        }),
        "wanted" => {
            let rows = library.wanted_rows(limit.min(RANKED))?;
            Ok(Answered::of(name, json!({}), Vec::new(), &rows))
        }
        _ => {
            let rows = library.anomalies(limit)?;
            Ok(Answered::of(name, json!({}), Vec::new(), &rows))
        }
    })
}

fn found<T>(told: Told<T>) -> Result<T, String> {
    match told {
        Told::Rows(rows) => Ok(rows),
        Told::Unknown => Err("Không rõ văn bản hoặc cơ quan này; hãy ghi đủ số, ký hiệu hoặc tên đầy đủ (ví dụ «Sở Nội vụ tỉnh Hưng Yên»).".to_owned()),
        Told::Several(works) => {
            let ids: Vec<String> = works.iter().map(|it| format!("{} ({})", it.id.0, it.issuer.clone().unwrap_or_default())).collect();
            Err(format!("Nhiều văn bản mang số này; hãy ghi mã của một văn bản: {}", ids.join(", ")))
        }
    }
}

/// The year asked for; this one where none is.
fn year(ask: &Ask) -> Result<u16, Refusal> {
    match ask.get("nam") {
        Some(year) => year
            .parse()
            .map_err(|_| Refusal::bad(format!("«{year}» không phải là một năm"))),
        None => {
            let now = jiff::Timestamp::try_from(SystemTime::now()).unwrap_or_default();
            let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
            Ok(now.to_zoned(zone).year().unsigned_abs())
        }
    }
}

fn stamp() -> String {
    let now = jiff::Timestamp::try_from(SystemTime::now()).unwrap_or_default();
    now.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn forms(ask: &Ask) -> Vec<Form> {
    let field = |report: &str, name: &'static str| Field {
        name,
        label: match name {
            _ if (report, name) == MAY_LACK => "Văn bản (bỏ trống: tất cả)",
            "van-ban" => "Văn bản (số, ký hiệu hoặc mã)",
            "so-voi" => "So với",
            "co-quan" => "Cơ quan (tên đầy đủ)",
            _ => "Năm",
        },
        value: ask.text(name).to_owned(),
    };
    let form = |(name, title, fields): &(&'static str, &'static str, &[&'static str])| Form {
        name,
        title,
        fields: fields.iter().map(|it| field(name, it)).collect(),
    };
    REPORTS.iter().map(form).collect()
}

/// The same question elsewhere.
fn address_of(ask: &Ask, name: &str, page: &str) -> String {
    let asked = ["van-ban", "so-voi", "co-quan", "nam"].map(|field| (field, ask.text(field)));
    let pairs: Vec<(&str, &str)> = asked.into_iter().chain([("trang", page)]).collect();
    address::with(&format!("/bao-cao/{name}"), &pairs)
}

/// The same question for each kind of file.
fn files(ask: &Ask, name: &str) -> Vec<(&'static str, String)> {
    let mut kinds = vec![("Excel", "xlsx"), ("CSV", "csv")];
    if name == "calendar" {
        kinds.push(("lịch (ICS)", "ics"));
    }
    let href = |kind: &str| address_of(ask, &format!("{name}/{kind}"), "");
    kinds
        .into_iter()
        .map(|(title, kind)| (title, href(kind)))
        .collect()
}
