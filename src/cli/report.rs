//! `report`: what the library as a whole says about itself; so far wanted works and anomalies.

use kehoach::link::{Anomaly, WorkId};
use kehoach::pipeline::{Brief, Exported, Library, doubts};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::arguments::{Report, ReportName};
use super::messages::{self as say, Said};
use super::screen::{Screen, date};
use super::sheet::{Column, Sheet};
use super::show::{line_of, tell_anomaly};

/// Rows of a ranking nobody asked to be longer.
const ROWS_DEFAULT: usize = 50;

/// Rows of a list for Excel, whose sheets end a little later.
const ROWS_MAX: usize = 1_000_000;

/// What `--json` prints: `{ "report", "subject", "rows" }`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportView<Row> {
    pub report: &'static str,
    pub subject: Subject,
    pub rows: Vec<Row>,
}

/// What the report is about; these two are about everything.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Subject {}

#[derive(Debug, Serialize, JsonSchema)]
pub struct WantedRow {
    pub work: Brief,
    pub cited_by: u64,
}

/// An anomaly of a work, or of a citation in one of its captures.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnomalyRow {
    pub work: Option<WorkId>,
    pub number: Option<String>,
    pub files: Vec<String>,
    /// The citation it is about, as written.
    pub quote: Option<String>,
    #[serde(flatten)]
    pub anomaly: Anomaly,
}

pub fn run(report: &Report, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let limit = report.limit;
    match report.report {
        ReportName::Wanted if report.csv => {
            let rows = library.wanted(limit.unwrap_or(ROWS_MAX))?;
            written(&wanted_sheet(&rows, screen), screen)
        }
        ReportName::Wanted => wanted(library, limit.unwrap_or(ROWS_DEFAULT), screen),
        ReportName::Anomalies if report.csv => {
            let mut rows = collected(library)?;
            rows.truncate(limit.unwrap_or(ROWS_MAX));
            written(&anomaly_sheet(&rows, screen), screen)
        }
        ReportName::Anomalies => anomalies(library, limit.unwrap_or(usize::MAX), screen),
    }
}

fn wanted(library: &Library, limit: usize, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let rows = library.wanted(limit)?;
    let rows: Vec<WantedRow> = rows
        .into_iter()
        .map(|(work, cited_by)| WantedRow { work, cited_by })
        .collect();
    let is_any = !rows.is_empty();
    if screen.json {
        screen.json(&view("wanted", rows))?;
    } else if is_any {
        let headings = [screen.word(&say::TIMES_CITED), screen.word(&say::DOCUMENT)];
        let lines = rows
            .iter()
            .map(|row| vec![screen.count(row.cited_by), line_of(&row.work, screen)]);
        let lines = lines.collect();
        screen.table(&headings, lines, &[(0, 11)])?;
    } else {
        screen.tell(&say::NOTHING_WANTED, &[])?;
    }
    Ok(Outcome::found(is_any))
}

fn written(sheet: &Sheet, screen: &mut Screen) -> anyhow::Result<Outcome> {
    sheet.csv(screen.raw())?;
    Ok(Outcome::found(!sheet.rows.is_empty()))
}

fn wanted_sheet(rows: &[(Brief, u64)], screen: &Screen) -> Sheet {
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    let cells = |(work, cited_by): &(Brief, u64)| {
        vec![
            cited_by.to_string(),
            said(&work.number),
            said(&work.issuer),
            work.issued_on.as_deref().map(date).unwrap_or_default(),
            said(&work.title),
            work.id.0.clone(),
        ]
    };
    let columns = [
        (&say::TIMES_CITED, 10),
        (&say::NUMBER, 18),
        (&say::ISSUER, 28),
        (&say::ISSUED_ON, 13),
        (&say::TITLE, 70),
        (&say::DOCUMENT_ID, 20),
    ];
    sheet_of(&columns, rows.iter().map(cells).collect(), screen)
}

fn anomaly_sheet(rows: &[AnomalyRow], screen: &Screen) -> Sheet {
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    let cells = |row: &AnomalyRow| {
        let code = &*row.anomaly.code;
        vec![
            said(&row.number),
            row.files.first().cloned().unwrap_or_default(),
            anomaly(code)
                .map_or(code, |said| screen.word(said))
                .to_owned(),
            said(&row.quote),
            row.anomaly.message.clone(),
            said(&row.anomaly.suggestion),
        ]
    };
    let columns = [
        (&say::NUMBER, 18),
        (&say::FILE, 40),
        (&say::ANOMALIES, 28),
        (&say::QUOTE, 50),
        (&say::BECAUSE, 50),
        (&say::SUGGESTION, 30),
    ];
    sheet_of(&columns, rows.iter().map(cells).collect(), screen)
}

fn sheet_of(columns: &[(&Said, u16)], rows: Vec<Vec<String>>, screen: &Screen) -> Sheet {
    let columns = columns.iter().map(|(said, width)| Column {
        title: screen.word(said).to_owned(),
        width: *width,
    });
    Sheet {
        name: String::new(),
        columns: columns.collect(),
        rows,
    }
}

fn anomalies(library: &Library, limit: usize, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let mut rows = collected(library)?;
    rows.truncate(limit);
    let is_any = !rows.is_empty();
    if screen.json {
        screen.json(&view("anomalies", rows))?;
        return Ok(Outcome::found(is_any));
    }
    if !is_any {
        screen.tell(&say::NO_ANOMALIES, &[])?;
    }
    for row in &rows {
        let subject = row
            .number
            .as_ref()
            .or(row.files.first())
            .cloned()
            .unwrap_or_default();
        let what = anomaly(&row.anomaly.code).map_or(&*row.anomaly.code, |said| screen.word(said));
        screen.heading(&format!("{subject}: {what}"))?;
        if let Some(quote) = &row.quote {
            screen.hang("  ", quote, None)?;
        }
        tell_anomaly(&row.anomaly, "  ", screen)?;
    }
    Ok(Outcome::found(is_any))
}

/// Every anomaly the library holds: those of works, and those of citations with the file they stand in.
pub fn collected(library: &Library) -> anyhow::Result<Vec<AnomalyRow>> {
    let mut rows = Vec::new();
    library.export(&mut |exported| {
        match exported {
            Exported::Work { work } => rows.extend(work.anomalies.into_iter().map(|anomaly| {
                AnomalyRow {
                    work: Some(work.id.clone()),
                    number: work.number.clone(),
                    files: work
                        .manifestations
                        .iter()
                        .map(|one| one.file.clone())
                        .collect(),
                    quote: None,
                    anomaly,
                }
            })),
            Exported::Record { removed: true, .. } => {}
            Exported::Record {
                files,
                record,
                links,
                ..
            } => {
                for (about, doubt) in doubts(&record, &links) {
                    let cited = record.citations.iter().find(|one| Some(one.id) == about);
                    rows.push(AnomalyRow {
                        work: None,
                        number: record.identity.number.clone(),
                        files: files.clone(),
                        quote: cited.map(|citation| citation.quote.clone()),
                        anomaly: doubt,
                    });
                }
                for link in links {
                    let cited = record.citations.iter().find(|one| one.id == link.citation);
                    rows.extend(link.anomalies.into_iter().map(|anomaly| AnomalyRow {
                        work: None,
                        number: record.identity.number.clone(),
                        files: files.clone(),
                        quote: cited.map(|citation| citation.quote.clone()),
                        anomaly,
                    }));
                }
            }
        }
        Ok(())
    })?;
    Ok(rows)
}

fn anomaly(code: &str) -> Option<&'static Said> {
    Some(match code {
        "date_after_document" => &say::DATE_AFTER_DOCUMENT,
        "date_disagrees" => &say::DATE_DISAGREES,
        "date_impossible" => &say::DATE_IMPOSSIBLE,
        "type_mismatch" => &say::TYPE_MISMATCH,
        "symbol_issuer_mismatch" => &say::SYMBOL_ISSUER_MISMATCH,
        "number_unfilled" => &say::NUMBER_UNFILLED,
        "date_unfilled" => &say::DATE_UNFILLED,
        "issuer_abolished" => &say::ISSUER_ABOLISHED,
        "addressee_abolished" => &say::ADDRESSEE_ABOLISHED,
        "cites_replaced" => &say::CITES_REPLACED,
        "cites_repealed" => &say::CITES_REPEALED,
        "deadline_before_issue" => &say::DEADLINE_BEFORE_ISSUE,
        _ => return None,
    })
}

fn view<Row>(report: &'static str, rows: Vec<Row>) -> ReportView<Row> {
    ReportView {
        report,
        subject: Subject::default(),
        rows,
    }
}
