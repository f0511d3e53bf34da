//! The same rows as [`super::everything`] gives, from the records themselves: what is told until every
//! record of an older program has its gist, and what gists are held against.

use crate::extract::{Charge, Record};
use crate::link::{self, WorkId};
use crate::pipeline::view::doubts;
use crate::pipeline::{Agency, Library, Result, TaskFilter, Told};
use crate::report::{self, AnomalyRow, Brief, CalendarRow, MatrixRow};
use crate::store::{CaptureId, Store};

use super::everything::of_work;

impl Library {
    /// How much everybody has to do, from the records.
    pub fn workload_from_records(&self) -> Result<Vec<MatrixRow>> {
        let charges = self.charges_from_records()?;
        let charges = charges.iter().map(|(work, charge)| (work, charge));
        let mut rows = self.told_apart(report::matrix(charges));
        rows.iter_mut().for_each(|row| row.tasks.clear());
        Ok(rows)
    }

    pub(super) fn charged_from_records(&self) -> Result<Vec<(Brief, Vec<Charge>)>> {
        let charges = self.charges_from_records()?.into_iter();
        Ok(charges.map(|(work, charge)| (work, vec![charge])).collect())
    }

    fn charges_from_records(&self) -> Result<Vec<(Brief, Charge)>> {
        let rows = self.tasks(&TaskFilter::default())?.into_iter();
        Ok(rows.map(|row| (row.work, Charge::of(&row.task))).collect())
    }

    /// What an agency owes in a year, from the records.
    pub fn calendar_from_records(
        &self,
        name: &str,
        year: i16,
    ) -> Result<Told<(Agency, Vec<CalendarRow>)>> {
        let Some(agency) = self.agency(name) else {
            return Ok(Told::Unknown);
        };
        let charged = self.charged_from_records()?;
        Ok(Told::Rows(self.laid_out(agency, &charged, year)))
    }

    /// Everything odd, at most `limit` rows, from the records.
    pub fn anomalies_from_records(&self, limit: usize) -> Result<Vec<AnomalyRow>> {
        self.ask(|store| {
            let mut rows: Vec<AnomalyRow> = Vec::new();
            for id in store.odd_works(limit)? {
                rows.extend(store.work(&id)?.into_iter().flat_map(of_work));
            }
            let mut open: Option<Opened> = None;
            for link in store.odd_links(limit.saturating_sub(rows.len()))? {
                let Ok(capture) = link.capture.parse::<CaptureId>() else {
                    continue;
                };
                if open.as_ref().is_none_or(|open| open.capture != capture) {
                    open = Opened::of(store, capture)?;
                }
                let Some(open) = &open else { continue };
                let of_link = link.anomalies.iter();
                rows.extend(of_link.map(|it| open.row(Some(link.citation), it.clone())));
            }
            for capture in store.odd_captures(limit.saturating_sub(rows.len()))? {
                let Some(open) = Opened::of(store, capture)? else {
                    continue;
                };
                let links = store.links_of(capture)?;
                let doubts = doubts(&open.record, &links).into_iter();
                rows.extend(doubts.map(|(about, doubt)| open.row(about, doubt)));
            }
            rows.truncate(limit);
            Ok(rows)
        })
    }
}

/// A capture whose anomalies are told.
struct Opened {
    capture: CaptureId,
    files: Vec<String>,
    work: Option<WorkId>,
    record: Record,
}

impl Opened {
    fn of(store: &Store, capture: CaptureId) -> Result<Option<Opened>> {
        let Some(record) = store.record(capture)? else {
            return Ok(None);
        };
        let works = store.works_of_capture(capture)?;
        let files = store.provenance(capture)?.into_iter();
        Ok(Some(Opened {
            capture,
            files: files.map(|known| known.context.file).collect(),
            work: works.first().map(|work| work.id.clone()),
            record,
        }))
    }

    fn row(&self, citation: Option<u32>, anomaly: link::Anomaly) -> AnomalyRow {
        let mut citations = self.record.citations.iter();
        let cited = citations.find(|one| Some(one.id) == citation);
        AnomalyRow {
            work: self.work.clone(),
            number: self.record.identity.number.clone(),
            files: self.files.clone(),
            quote: cited.map(|citation| citation.quote.clone()),
            anomaly,
        }
    }
}
