//! One work: what it is and how that is known, what it cites, orders and is cited by, and its text.

mod citations;
mod identity;

use std::collections::BTreeMap;

use askama::Template;

use crate::extract::Status;
use crate::link::{Anomaly, WorkId};
use crate::pipeline::{Above, Brief, Carrier, Opened, OpenedReading, WorkView};
use crate::report;
use crate::text::Severity;

use super::address;
use super::app::App;
use super::ask::Ask;
use super::marked::{self, Line, Mark, MarkKind};
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::tasks::TaskView;
use super::words::{self, WorkLink};
use citations::{CitationRow, UnplacedRow, about, citation_rows, unplaced_row};
use identity::{Value, values};

/// Works listed under one heading; a law is cited by thousands, and a search lists them all.
const LISTED_MAX: usize = 100;

#[derive(Template)]
#[template(path = "work.html")]
struct Page {
    query: String,
    here: &'static str,
    name: String,
    doc_type: String,
    title: String,
    about: String,
    province: String,
    /// When its page was posted, where the day of issue is unknown.
    posted: String,
    stub: bool,
    is_draft: bool,
    /// What others say became of it.
    standing: Vec<String>,
    anomalies: Vec<Doubt>,
    values: Vec<Value>,
    carriers: Vec<CarrierView>,
    above: Vec<WorkLink>,
    /// Why the nearest directive was chosen.
    why: Vec<String>,
    further: Vec<FurtherRow>,
    children: Listed,
    citations: Vec<CitationRow>,
    tasks: Vec<TaskView>,
    cited_by: Listed,
    unplaced: Vec<UnplacedRow>,
    lines: Vec<Line>,
    is_cut: bool,
    text_href: String,
    json: String,
    /// Where it is put right, if that is allowed.
    correct: Option<String>,
}

/// Something to look at twice, with what would put it right.
struct Doubt {
    title: String,
    message: String,
    suggestion: Option<String>,
}

struct CarrierView {
    role: String,
    /// How its words were had, where they are not simply those of the file.
    source: &'static str,
    file: String,
    href: String,
    /// For a PDF: the address that shows it.
    view: Option<String>,
    text: String,
    size: String,
    sha256: String,
    /// Why it is this work.
    evidence: String,
    origins: Vec<Origin>,
}

struct Origin {
    file: String,
    url: Option<String>,
    portal: String,
    when: String,
}

/// A directive that was not chosen as the nearest, with why it is above.
struct FurtherRow {
    work: WorkLink,
    evidence: Vec<String>,
}

/// The first of a list, and how many there are.
struct Listed {
    works: Vec<WorkLink>,
    total: usize,
    /// A search that lists the rest.
    all: Option<String>,
}

pub(super) fn page(app: &App, ask: &Ask) -> Reply {
    let id = WorkId(ask.named.clone());
    let opened = app.library.open_work(&id)?.ok_or_else(|| {
        Refusal::not_found("Không có văn bản mang mã này")
            .with_hint("văn bản có thể đã được gỡ; hãy tìm theo số, ký hiệu")
    })?;
    let mut page = page_of(&opened);
    let takes = app.takes_corrections && opened.reading.is_some();
    page.correct = takes.then(|| format!("{}/sua", address::work(&id)));
    reply::page(&page)
}

fn page_of(opened: &Opened) -> Page {
    let view = &opened.view;
    let reading = opened.reading.as_ref();
    let rows = citation_rows(opened);
    let (lines, is_cut) = reading.map_or((Vec::new(), false), |reading| {
        marked::lines(
            &reading.text.text,
            &reading.text.pages,
            marks(reading, &rows),
        )
    });
    let identity = reading.map(|reading| &reading.record.identity);
    let title = view.title.clone().unwrap_or_default();
    Page {
        query: String::new(),
        here: "",
        name: name(view.number.as_deref(), &title),
        doc_type: view
            .doc_type
            .as_deref()
            .map_or(String::new(), words::doc_type),
        about: words::issued(view.issued_on.as_deref(), view.issuer.as_deref()),
        province: view.province.clone().unwrap_or_default(),
        posted: posted(view),
        stub: view.stub,
        standing: view
            .statements
            .iter()
            .map(|it| report::stated(it)[0].clone())
            .collect(),
        is_draft: identity.is_some_and(|identity| identity.status == Some(Status::Draft)),
        anomalies: doubts(opened),
        values: reading.map_or(Vec::new(), values),
        carriers: opened.carriers.iter().map(CarrierView::new).collect(),
        above: opened.above.iter().rev().map(WorkLink::new).collect(),
        why: view
            .parents
            .iter()
            .flat_map(|it| it.evidence.clone())
            .collect(),
        further: view.grandparents.iter().map(FurtherRow::new).collect(),
        children: Listed::new(&view.children, "trichdan", view.number.as_deref()),
        citations: rows,
        tasks: view.tasks.iter().map(TaskView::new).collect(),
        cited_by: Listed::new(&view.cited_by, "trichdan", view.number.as_deref()),
        unplaced: opened.unplaced.iter().map(unplaced_row).collect(),
        lines,
        is_cut,
        text_href: reading.map_or(String::new(), |reading| {
            format!("{}/chu", address::original(&reading.capture.to_string()))
        }),
        json: format!("/api/works/{}", view.id.0),
        correct: None,
        title,
    }
}

fn posted(view: &WorkView) -> String {
    let mut days = view.manifestations.iter();
    let posted = days.find_map(|one| one.posted_on.as_deref());
    let posted = posted.filter(|_| view.issued_on.is_none());
    posted.map_or(String::new(), words::date)
}

fn name(number: Option<&str>, title: &str) -> String {
    match number {
        Some(number) => number.to_owned(),
        None if title.is_empty() => "Văn bản không ghi số".to_owned(),
        None => title.to_owned(),
    }
}

impl Doubt {
    fn new(anomaly: &Anomaly) -> Doubt {
        Doubt {
            title: words::anomaly(&anomaly.code).to_owned(),
            message: anomaly.message.clone(),
            suggestion: anomaly.suggestion.clone(),
        }
    }
}

/// What is odd about the work, and then what was hard to read in its text.
fn doubts(opened: &Opened) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = opened.view.anomalies.iter().map(Doubt::new).collect();
    let Some(reading) = &opened.reading else {
        return doubts;
    };
    let told = |code: &str| opened.view.anomalies.iter().any(|one| one.code == code);
    let diagnostics = reading.record.diagnostics.iter();
    doubts.extend(
        diagnostics
            .filter(|one| one.severity != Severity::Note && !told(&one.code))
            .map(|one| Doubt {
                title: match words::anomaly(&one.code) {
                    unnamed if unnamed == one.code => "Lưu ý khi đọc".to_owned(),
                    named => named.to_owned(),
                },
                message: one.message.clone(),
                suggestion: one.hint.clone(),
            }),
    );
    doubts
}

impl FurtherRow {
    fn new(above: &Above) -> FurtherRow {
        FurtherRow {
            work: WorkLink::new(&above.work),
            evidence: above.evidence.clone(),
        }
    }
}

impl CarrierView {
    fn new(carrier: &Carrier) -> CarrierView {
        let shown = &carrier.shown;
        let href = address::original(&shown.sha256);
        let is_pdf = carrier
            .capture
            .as_ref()
            .is_some_and(|capture| capture.media_type == "application/pdf");
        CarrierView {
            role: words::role(&shown.role).to_owned(),
            source: words::text_source(shown.text_source.as_deref()),
            file: shown.file.clone(),
            view: is_pdf.then(|| format!("{href}?xem=1")),
            text: format!("{href}/chu"),
            size: carrier
                .capture
                .as_ref()
                .map_or(String::new(), |capture| words::bytes(capture.bytes)),
            sha256: shown.sha256.clone(),
            evidence: shown.evidence.join("; "),
            origins: carrier
                .provenance
                .iter()
                .map(|known| Origin {
                    file: known.context.file.clone(),
                    url: known.context.url.as_ref().and_then(address::outside),
                    portal: known.context.portal.clone().unwrap_or_default(),
                    when: words::moment(known.fetched_at),
                })
                .collect(),
            href,
        }
    }
}

impl Listed {
    fn new(works: &[Brief], field: &str, number: Option<&str>) -> Listed {
        let all = number.map(|number| address::search(&format!("{field}:{number}"), "", 1));
        Listed {
            total: works.len(),
            all: all.filter(|_| LISTED_MAX < works.len()),
            works: works.iter().take(LISTED_MAX).map(WorkLink::new).collect(),
        }
    }
}

/// What is marked in the text: the identity's values, the citations, the tasks.
fn marks(reading: &OpenedReading, rows: &[CitationRow]) -> Vec<Mark> {
    let record = &reading.record;
    let mut marks: Vec<Mark> = Vec::new();
    for evidence in &record.identity.evidence {
        let anchor = format!("tt-{}", evidence.field);
        let is_new = marks.iter().all(|mark| mark.anchor != anchor);
        if let Some(span) = evidence.span.filter(|_| is_new) {
            marks.push(Mark {
                range: span.range(),
                anchor,
                kind: MarkKind::Value,
            });
        }
    }
    let by_anchor: BTreeMap<&str, &CitationRow> =
        rows.iter().map(|row| (row.anchor.as_str(), row)).collect();
    for citation in &record.citations {
        let anchor = format!("vd-{}", citation.id);
        let Some(row) = by_anchor.get(anchor.as_str()) else {
            continue;
        };
        marks.push(Mark {
            range: citation.span.range(),
            kind: MarkKind::Citation {
                verdict: row.verdict,
                href: row.target.as_ref().map(|work| work.href.clone()),
                about: about(row),
            },
            anchor,
        });
    }
    marks.extend(record.tasks.iter().map(|task| Mark {
        range: task.span.range(),
        anchor: format!("nv-{}", task.id),
        kind: MarkKind::Task,
    }));
    marks
}
