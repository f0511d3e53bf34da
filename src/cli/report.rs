//! `report`: what the library as a whole says about itself; so far wanted works and anomalies.

use kehoach::link::{Anomaly, WorkId};
use kehoach::pipeline::{Brief, Exported, Library};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::arguments::{Report, ReportName};
use super::messages as say;
use super::screen::Screen;
use super::show::{line_of, tell_anomaly};

/// Rows of a ranking nobody asked to be longer.
const ROWS_DEFAULT: usize = 50;

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
        ReportName::Wanted => wanted(library, limit.unwrap_or(ROWS_DEFAULT), screen),
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
        screen.heading(&format!("{subject}  {}", row.anomaly.code))?;
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

fn view<Row>(report: &'static str, rows: Vec<Row>) -> ReportView<Row> {
    ReportView {
        report,
        subject: Subject::default(),
        rows,
    }
}
