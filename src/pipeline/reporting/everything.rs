//! What is asked of every record at once, answered from the gists the store keeps beside them.
//!
//! The records themselves ([`super::records`]) are read where those of an older program still wait for
//! theirs, and give the same rows.

use std::collections::BTreeMap;

use crate::authority::AgencyId;
use crate::extract::Charge;
use crate::link::{Anomaly, Work, WorkId};
use crate::report::{self, AnomalyRow, Brief, Count, MatrixRow};
use crate::store::{CaptureId, Odd};
use crate::text::fold;

use crate::pipeline::linking::in_parallel;
use crate::pipeline::view::{brief, doubted};
use crate::pipeline::{Library, Result};

/// Works a thread counts at a time.
const COUNTED: usize = 2_048;

impl Library {
    /// How many tasks each agency has in the whole library: the rows of [`Library::matrix`] without
    /// the tasks.
    pub fn workload(&self) -> Result<Vec<MatrixRow>> {
        if !self.ask(|store| Ok(store.is_gisted()?))? {
            return self.workload_from_records();
        }
        let voices = self.ask(|store| Ok(store.voices()?))?;
        let mut voices: Vec<(CaptureId, usize)> = voices.into_iter().zip(0..).collect();
        voices.sort_unstable();
        let stretches: Vec<&[(CaptureId, usize)]> = voices.chunks(COUNTED).collect();
        let counted = in_parallel(self, 1, &stretches, |store, stretch| {
            let mut count = Count::default();
            store.duties(stretch, &mut |at, duties| count.note(at, duties))?;
            Ok(count)
        })?;
        let mut whole = Count::default();
        counted.into_iter().for_each(|count| whole.join(count));
        let agents = self.ask(|store| Ok(store.agents()?))?;
        Ok(self.told_apart(whole.rows(&agents)))
    }

    /// The tasks of everybody, by owner.
    pub(super) fn whole_matrix(&self) -> Result<Vec<MatrixRow>> {
        let works = match self.ask(|store| Ok(store.is_gisted()?))? {
            true => self.ask(|store| Ok(store.spoken_for()?))?,
            false => return self.matrix_from_records(),
        };
        let mut charges: Vec<(usize, Charge)> = Vec::new();
        let mut briefs: Vec<Brief> = Vec::new();
        for (work, all) in self.charged_by(&works)? {
            charges.extend(all.into_iter().map(|charge| (briefs.len(), charge)));
            briefs.push(work);
        }
        // As in the register: what is due first, first; what has no day, last.
        let due = |charge: &Charge| (charge.duty.due.is_none(), charge.duty.due.clone());
        charges.sort_by_cached_key(|(_, charge)| due(charge));
        let charges = charges.iter();
        let charges = charges.filter_map(|(work, charge)| Some((briefs.get(*work)?, charge)));
        Ok(self.told_apart(report::matrix(charges)))
    }

    /// "Sở Nội vụ" of several provinces has as many rows: each by its full name.
    pub(super) fn told_apart(&self, mut rows: Vec<MatrixRow>) -> Vec<MatrixRow> {
        let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
        for row in &rows {
            *bearers.entry(fold(&row.owner)).or_default() += 1;
        }
        for row in &mut rows {
            let is_shared = bearers.get(&fold(&row.owner)).is_some_and(|it| 1 < *it);
            let id = row.owner_id.as_ref().filter(|_| is_shared);
            let full = id.and_then(|id| self.authority.agency_name(&AgencyId(id.clone()), None));
            if let Some(full) = full {
                row.owner = full;
            }
        }
        rows
    }

    /// The works in which one of these agencies leads something with a deadline, with all they charge
    /// anybody with.
    pub(super) fn charged(&self, agencies: &[String]) -> Result<Vec<(Brief, Vec<Charge>)>> {
        let works = match self.ask(|store| Ok(store.is_gisted()?))? {
            true => self.ask(|store| Ok(store.led_by(agencies)?))?,
            false => return self.charged_from_records(),
        };
        self.charged_by(&works.into_iter().collect::<Vec<_>>())
    }

    fn charged_by(&self, works: &[WorkId]) -> Result<Vec<(Brief, Vec<Charge>)>> {
        let told = in_parallel(self, TAKEN, works, |store, id| {
            let charges = store.charges(id)?;
            let work = match charges.is_empty() {
                true => None,
                false => store.work(id)?,
            };
            Ok(work.map(|work| (brief(&work), charges)))
        })?;
        Ok(told.into_iter().flatten().collect())
    }

    /// Everything odd: of works, of citations and of texts, at most `limit` rows.
    pub fn anomalies(&self, limit: usize) -> Result<Vec<AnomalyRow>> {
        if !self.ask(|store| Ok(store.is_gisted()?))? {
            return self.anomalies_from_records(limit);
        }
        let mut rows: Vec<AnomalyRow> = Vec::new();
        for work in self.ask(|store| Ok(store.odd_works(limit)?))? {
            rows.extend(of_work(work));
        }
        let left = limit.saturating_sub(rows.len());
        let captures = self.ask(|store| Ok(store.captures_with_odd_links(left)?))?;
        rows.extend(self.told(&captures, of_links)?);
        let left = limit.saturating_sub(rows.len());
        let captures = self.ask(|store| Ok(store.odd_captures(left)?))?;
        rows.extend(self.told(&captures, of_text)?);
        rows.truncate(limit);
        Ok(rows)
    }

    fn told(
        &self,
        captures: &[CaptureId],
        rows: fn(Odd) -> Vec<AnomalyRow>,
    ) -> Result<impl Iterator<Item = AnomalyRow>> {
        let told = in_parallel(self, TAKEN, captures, |store, capture| {
            Ok(store.odd(*capture)?.map_or(Vec::new(), rows))
        })?;
        Ok(told.into_iter().flatten())
    }
}

/// Works or captures a thread takes at a time.
const TAKEN: usize = 256;

pub(super) fn of_work(work: Work) -> impl Iterator<Item = AnomalyRow> {
    let files = work.manifestations.iter();
    let files: Vec<String> = files.map(|one| one.file.clone()).collect();
    work.anomalies.into_iter().map(move |anomaly| AnomalyRow {
        work: Some(work.id.clone()),
        number: work.number.clone(),
        files: files.clone(),
        quote: None,
        anomaly,
    })
}

/// What linking says of the citations of a capture.
fn of_links(odd: Odd) -> Vec<AnomalyRow> {
    let anomalies = odd.links.iter().flat_map(|link| {
        let anomalies = link.anomalies.iter();
        anomalies.map(|it| row(&odd, Some(link.citation), it.clone()))
    });
    anomalies.collect()
}

/// What its reader warned of and linking does not say.
fn of_text(mut odd: Odd) -> Vec<AnomalyRow> {
    let doubts = doubted(std::mem::take(&mut odd.warned), &odd.links).into_iter();
    doubts
        .map(|(about, doubt)| row(&odd, about, doubt))
        .collect()
}

fn row(odd: &Odd, citation: Option<u32>, anomaly: Anomaly) -> AnomalyRow {
    let mut quotes = odd.quotes.iter();
    let quote = quotes.find(|(id, _)| Some(*id) == citation);
    AnomalyRow {
        work: odd.work.clone(),
        number: odd.number.clone(),
        files: odd.files.clone(),
        quote: quote.map(|(_, quote)| quote.clone()),
        anomaly,
    }
}
