//! What is asked of every record at once, answered from the gists the store keeps beside them.
//!
//! The records themselves ([`super::records`]) are read where those of an older program still wait for
//! theirs, and give the same rows.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::authority::AgencyId;
use crate::extract::Charge;
use crate::link::{Anomaly, Work, WorkId};
use crate::report::{AnomalyRow, Brief, Count, MatrixRow};
use crate::store::{CaptureId, Odd, Store};
use crate::text::fold;

use crate::pipeline::parallel::{in_parallel, in_turn};
use crate::pipeline::view::{brief, doubted};
use crate::pipeline::{Error, Library, Result};

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
        let mut rows = Vec::new();
        self.each_anomaly(limit, |row| {
            rows.push(row);
            Ok::<(), Error>(())
        })?;
        Ok(rows)
    }

    /// The rows of [`Library::anomalies`], each told once it and those before it are known, while those behind it are
    /// read. The first error of `tell` ends it.
    pub fn each_anomaly<E: From<Error>>(
        &self,
        limit: usize,
        mut tell: impl FnMut(AnomalyRow) -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.ask(|store| Ok(store.is_gisted()?))? {
            let rows = self.anomalies_from_records(limit)?;
            return rows.into_iter().try_for_each(tell);
        }
        let left = Cell::new(limit);
        let mut tell_some = |rows: Vec<AnomalyRow>| {
            let rows = rows.into_iter().take(left.get());
            rows.inspect(|_| left.set(left.get() - 1))
                .try_for_each(&mut tell)
        };
        let works = self.ask(|store| Ok(store.odd_works(limit)?))?;
        self.tell_of(&works, rows_of_work, &mut tell_some)?;
        let captures = self.ask(|store| Ok(store.captures_with_odd_links(left.get())?))?;
        self.tell_of(&captures, rows_of_links, &mut tell_some)?;
        let captures = self.ask(|store| Ok(store.odd_captures(left.get())?))?;
        self.tell_of(&captures, rows_of_text, &mut tell_some)
    }

    /// Tells the rows of each, many at a time.
    fn tell_of<T: Sync, E: From<Error>>(
        &self,
        all: &[T],
        rows: fn(&Store, &T) -> Result<Vec<AnomalyRow>>,
        tell: &mut impl FnMut(Vec<AnomalyRow>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut waiting = all.chunks(TOLD);
        let next = || {
            let some = waiting.next();
            some.map(|some| in_parallel(self, TAKEN, some, rows))
                .transpose()
        };
        in_turn(next, |told: Vec<Vec<AnomalyRow>>| {
            told.into_iter().try_for_each(&mut *tell)
        })
    }
}

/// Works or captures a thread takes at a time.
const TAKEN: usize = 256;

/// Works or captures that are read while the rows of as many are told.
const TOLD: usize = 16 * TAKEN;

fn rows_of_work(store: &Store, id: &WorkId) -> Result<Vec<AnomalyRow>> {
    Ok(store.work(id)?.into_iter().flat_map(of_work).collect())
}

fn rows_of_links(store: &Store, capture: &CaptureId) -> Result<Vec<AnomalyRow>> {
    Ok(store.odd(*capture)?.map_or(Vec::new(), of_links))
}

fn rows_of_text(store: &Store, capture: &CaptureId) -> Result<Vec<AnomalyRow>> {
    Ok(store.odd(*capture)?.map_or(Vec::new(), of_text))
}

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
