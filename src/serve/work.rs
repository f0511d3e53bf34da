//! One work: what it is and how that is known, what it cites, orders and is cited by, and its text.

use std::collections::BTreeMap;

use askama::Template;

use crate::extract::{Evidence, Identity, Relation, Status};
use crate::link::{Anomaly, WorkId};
use crate::pipeline::{Brief, Carrier, CitationView, Opened, OpenedReading, Unplaced};
use crate::text::Severity;

use super::address;
use super::app::App;
use super::ask::Ask;
use super::marked::{self, Line, Mark, MarkKind};
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::tasks::TaskView;
use super::words::{self, WorkLink};

/// Works listed under one heading; a law is cited by thousands, and a search lists them all.
const LISTED_MAX: usize = 100;
/// Bytes of text shown on either side of a citation: about a line.
const AROUND_BYTES: usize = 110;
/// Bytes of the text quoted as evidence of one value.
const EVIDENCE_BYTES_MAX: usize = 160;

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
    stub: bool,
    is_draft: bool,
    anomalies: Vec<Doubt>,
    values: Vec<Value>,
    carriers: Vec<CarrierView>,
    above: Vec<WorkLink>,
    children: Listed,
    citations: Vec<CitationRow>,
    tasks: Vec<TaskView>,
    cited_by: Listed,
    unplaced: Vec<UnplacedRow>,
    lines: Vec<Line>,
    is_cut: bool,
    text_href: String,
    json: String,
}

/// Something to look at twice, with what would put it right.
struct Doubt {
    title: String,
    message: String,
    suggestion: Option<String>,
}

/// One value of the identity with why it has it.
struct Value {
    label: &'static str,
    value: String,
    evidence: Vec<Reason>,
}

struct Reason {
    source: String,
    quote: String,
    /// What this source says where it is not the value.
    other: Option<String>,
    href: Option<String>,
}

struct CarrierView {
    role: String,
    file: String,
    href: String,
    /// For a PDF: the address that shows it.
    view: Option<String>,
    text: String,
    size: String,
    sha256: String,
    origins: Vec<Origin>,
}

struct Origin {
    file: String,
    url: Option<String>,
    portal: String,
    when: String,
}

/// The first of a list, and how many there are.
struct Listed {
    works: Vec<WorkLink>,
    total: usize,
    /// A search that lists the rest.
    all: Option<String>,
}

struct CitationRow {
    anchor: String,
    before: String,
    quote: String,
    after: String,
    relation: &'static str,
    verdict: &'static str,
    verdict_word: &'static str,
    target: Option<WorkLink>,
    candidates: Vec<CandidateRow>,
    reason: Option<String>,
    evidence: Vec<String>,
    anomalies: Vec<Doubt>,
}

/// A citation that bears this number and belongs to no work.
struct UnplacedRow {
    quote: String,
    verdict: &'static str,
    verdict_word: &'static str,
    reason: Option<String>,
    work: Option<WorkLink>,
    file: String,
}

struct CandidateRow {
    work: WorkLink,
    evidence: Vec<String>,
}

pub(super) fn page(app: &App, ask: &Ask) -> Reply {
    let id = WorkId(ask.named.clone());
    let opened = app.library.open_work(&id)?.ok_or_else(|| {
        Refusal::not_found("Không có văn bản mang mã này")
            .with_hint("văn bản có thể đã được gỡ; hãy tìm theo số, ký hiệu")
    })?;
    reply::page(&page_of(&opened))
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
        stub: view.stub,
        is_draft: identity.is_some_and(|identity| identity.status == Some(Status::Draft)),
        anomalies: doubts(opened),
        values: reading.map_or(Vec::new(), values),
        carriers: opened.carriers.iter().map(CarrierView::new).collect(),
        above: opened.above.iter().rev().map(WorkLink::new).collect(),
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
        title,
    }
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

fn values(reading: &OpenedReading) -> Vec<Value> {
    let identity = &reading.record.identity;
    fields(identity)
        .into_iter()
        .filter_map(|(field, label, value)| {
            let value = value.filter(|value| !value.trim().is_empty())?;
            let evidence = identity.evidence.iter().filter(|one| one.field == field);
            Some(Value {
                label,
                evidence: evidence
                    .enumerate()
                    .map(|(at, one)| reason(one, at == 0, &reading.text.text))
                    .collect(),
                value,
            })
        })
        .collect()
}

/// The fields of an identity that are shown, by their names in the evidence.
fn fields(identity: &Identity) -> Vec<(&'static str, &'static str, Option<String>)> {
    let day = |iso: &Option<String>| iso.as_deref().map(words::date);
    let signer = identity.signer.as_ref().map(|signer| {
        let known = [&signer.capacity, &signer.position, &signer.name];
        let known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
        known.join(", ")
    });
    vec![
        (
            "doc_type",
            "Loại văn bản",
            identity.doc_type.as_deref().map(words::doc_type),
        ),
        ("number", "Số, ký hiệu", identity.number.clone()),
        ("issued_on", "Ngày ban hành", day(&identity.issued_on)),
        ("place", "Địa danh", identity.place.clone()),
        ("issuer", "Cơ quan ban hành", identity.issuer.clone()),
        (
            "parent_agency",
            "Cơ quan chủ quản",
            identity.parent_agency.clone(),
        ),
        ("title", "Trích yếu", identity.title.clone()),
        ("signer", "Người ký", signer),
        (
            "recipients",
            "Nơi nhận",
            Some(identity.recipients.join("; ")),
        ),
        ("carrier", "Ban hành kèm theo", identity.carrier.clone()),
    ]
}

fn reason(evidence: &Evidence, is_first: bool, text: &str) -> Reason {
    let quote = evidence.span.and_then(|span| text.get(span.range()));
    let quote = quote.unwrap_or_default();
    let short = &quote[..quote.floor_char_boundary(EVIDENCE_BYTES_MAX)];
    Reason {
        source: words::source(&evidence.source).to_owned(),
        quote: collapsed(short),
        other: evidence.value.clone(),
        href: (is_first && !quote.is_empty()).then(|| format!("#tt-{}", evidence.field)),
    }
}

/// White space as one blank: a quote stands in one line.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
            file: shown.file.clone(),
            view: is_pdf.then(|| format!("{href}?xem=1")),
            text: format!("{href}/chu"),
            size: carrier
                .capture
                .as_ref()
                .map_or(String::new(), |capture| words::bytes(capture.bytes)),
            sha256: shown.sha256.clone(),
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

/// The citations in reading order, each with the words around it and what became of it.
fn citation_rows(opened: &Opened) -> Vec<CitationRow> {
    let Some(reading) = &opened.reading else {
        return Vec::new();
    };
    let text = &reading.text.text;
    let mut rows: Vec<(usize, CitationRow)> = reading
        .record
        .citations
        .iter()
        .zip(&opened.view.citations)
        .map(|(found, view)| {
            let range = found.span.range();
            let (before, after) = around(text, range.start, range.end);
            let anchor = format!("vd-{}", found.id);
            (
                range.start,
                citation_row(view, anchor, before, after, &opened.named),
            )
        })
        .collect();
    rows.sort_by_key(|(start, _)| *start);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn citation_row(
    view: &CitationView,
    anchor: String,
    before: String,
    after: String,
    named: &BTreeMap<WorkId, Brief>,
) -> CitationRow {
    let is_self = view.relation == Relation::Itself;
    let link = |id: &WorkId| named.get(id).map(WorkLink::new);
    let candidates = view.candidates.iter().filter_map(|candidate| {
        Some(CandidateRow {
            work: link(&candidate.id)?,
            evidence: candidate.evidence.clone(),
        })
    });
    CitationRow {
        anchor,
        before,
        quote: view.quote.clone(),
        after,
        relation: words::relation(view.relation),
        verdict: if is_self {
            "self"
        } else {
            view.verdict.unwrap_or("open")
        },
        verdict_word: if is_self {
            ""
        } else {
            words::verdict(view.verdict)
        },
        // "Kế hoạch này" leads nowhere else.
        target: view.target.as_ref().filter(|_| !is_self).and_then(link),
        candidates: candidates.collect(),
        reason: view.reason.clone(),
        evidence: view.evidence.clone(),
        anomalies: view.anomalies.iter().map(Doubt::new).collect(),
    }
}

fn unplaced_row((found, citing): &(Unplaced, Option<Brief>)) -> UnplacedRow {
    UnplacedRow {
        quote: found.citation.quote.clone(),
        verdict: found.citation.verdict.unwrap_or("open"),
        verdict_word: words::verdict(found.citation.verdict),
        reason: found.citation.reason.clone(),
        work: citing.as_ref().map(WorkLink::new),
        file: found.file.clone(),
    }
}

/// The words before and after a stretch, within its paragraph.
fn around(text: &str, start: usize, end: usize) -> (String, String) {
    if text.get(start..end).is_none() {
        return (String::new(), String::new());
    }
    let head = text[..start].rsplit(['\n', '\t']).next();
    let tail = text[end..].split(['\n', '\t']).next();
    let (head, tail) = (head.unwrap_or_default(), tail.unwrap_or_default());
    (last_words(head.trim_start()), first_words(tail.trim_end()))
}

fn first_words(text: &str) -> String {
    if text.len() <= AROUND_BYTES {
        return text.to_owned();
    }
    let cut = &text[..text.floor_char_boundary(AROUND_BYTES)];
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

fn last_words(text: &str) -> String {
    if text.len() <= AROUND_BYTES {
        return text.to_owned();
    }
    let cut = &text[text.ceil_char_boundary(text.len() - AROUND_BYTES)..];
    let start = cut.find(' ').map_or(0, |blank| blank + 1);
    format!("…{}", &cut[start..])
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

fn about(row: &CitationRow) -> String {
    match &row.target {
        Some(work) if work.about.is_empty() => format!("{} {}", row.relation, work.name),
        Some(work) => format!("{} {}, {}", row.relation, work.name, work.about),
        None if row.verdict_word.is_empty() => row.relation.to_owned(),
        None => format!("{}: {}", row.relation, row.verdict_word),
    }
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn a_citation_is_shown_within_its_paragraph() {
        let text = "Tiêu đề\nCăn cứ Luật A ngày 1;\nhết";
        let start = text.find("Luật A").expect("there");
        let (before, after) = around(text, start, start + "Luật A".len());
        assert_eq!((before.as_str(), after.as_str()), ("Căn cứ ", " ngày 1;"));
        assert_eq!(around(text, 1, 999), (String::new(), String::new()));
    }

    #[test]
    fn long_paragraphs_are_cut_between_letters() {
        let text = "ế".repeat(200);
        let (before, after) = around(&text, 300, 303);
        assert!(before.starts_with('…') && after.ends_with('…'));
    }
}
