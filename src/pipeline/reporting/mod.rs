//! A report's name and subject in, its rows out: what [`crate::report`] needs is fetched from the
//! store and the index.

use std::collections::BTreeMap;

use crate::authority::AgencyId;
use crate::extract::{Record, Task};
use crate::link::{self, Work, WorkId};
use crate::report::{
    self, AnomalyRow, Brief, CalendarRow, CoverageRow, DiffRow, GapRow, MatrixRow, SeriesRow,
    WantedRow,
};
use crate::store::{CaptureId, Store};

use super::asking::{best_record, works_named};
use super::view::doubts;
use super::{Library, Result, TaskFilter};

/// What a report is about, found by the name somebody typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Told<T> {
    Rows(T),
    /// Nothing is called that.
    Unknown,
    /// Several works bear the number; the person must choose.
    Several(Vec<Brief>),
}

/// An agency as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    pub id: String,
    pub name: String,
}

impl Library {
    /// Who was told to carry a directive out and who has, with the directive.
    pub fn coverage(&self, name: &str) -> Result<Told<(Brief, Vec<CoverageRow>)>> {
        self.ask(|store| {
            with_work(store, name, |work| {
                let below = store.implementing(&work.id)?;
                let record = best_record(store, work)?.map(|(_, record)| record);
                let rows = report::coverage(work, record.as_ref(), &below, self.authority);
                Ok((Brief::of(work), rows))
            })
        })
    }

    /// The numbers missing between those an agency is known to have given out in a year.
    pub fn gaps(&self, issuer: &str, year: u16) -> Result<Told<(Agency, Vec<GapRow>)>> {
        let Some(agency) = self.agency(issuer) else {
            return Ok(Told::Unknown);
        };
        self.ask(|store| {
            let works = store.works_issued_by(&agency.id, Some(year))?;
            Ok(Told::Rows((agency, report::gaps(&works, year))))
        })
    }

    /// The stubs most cited first.
    pub fn wanted_rows(&self, limit: usize) -> Result<Vec<WantedRow>> {
        let rows = self.wanted(limit)?.into_iter();
        Ok(rows
            .map(|(work, cited_by)| WantedRow { work, cited_by })
            .collect())
    }

    /// What an agency owes in a year, day by day; under its own name and under those of whom it came
    /// from or became.
    pub fn calendar(&self, name: &str, year: i16) -> Result<Told<(Agency, Vec<CalendarRow>)>> {
        let Some(agency) = self.agency(name) else {
            return Ok(Told::Unknown);
        };
        let mut names = vec![agency.name.clone()];
        let line = link::line_of(&agency.id, self.authority);
        names.extend(
            line.iter()
                .filter_map(|it| self.authority.agency_name(it, None)),
        );
        let mut found: BTreeMap<(WorkId, u32), super::TaskRow> = BTreeMap::new();
        // In its own province an agency is called without it: "Sở Nội vụ".
        let body = self.authority.body_names(&AgencyId(agency.id.clone()));
        names.extend(body.iter().cloned());
        for name in names {
            for row in self.owned(&name)? {
                if is_owned(&row.task, &agency.id, self) {
                    found.insert((row.work.id.clone(), row.task.id), row);
                }
            }
        }
        let rows = report::calendar(found.values().map(|row| (&row.work, &row.task)), year);
        Ok(Told::Rows((agency, rows)))
    }

    /// Two works' tasks side by side, the older work first.
    pub fn diff(&self, one: &str, other: &str) -> Result<Told<(Brief, Brief, Vec<DiffRow>)>> {
        self.ask(|store| {
            let (one, other) = match (pick(store, one)?, pick(store, other)?) {
                (Told::Rows(one), Told::Rows(other)) => (one, other),
                (Told::Several(works), _) | (_, Told::Several(works)) => {
                    return Ok(Told::Several(works));
                }
                _ => return Ok(Told::Unknown),
            };
            let is_reversed = other.issued_on < one.issued_on;
            let (before, after) = if is_reversed {
                (other, one)
            } else {
                (one, other)
            };
            let years = report::years_between(&before, &after);
            let rows = report::diff(&tasks(store, &before)?, &tasks(store, &after)?, years);
            Ok(Told::Rows((Brief::of(&before), Brief::of(&after), rows)))
        })
    }

    /// The plan a work is in other years, by its office and whom it came from or became.
    pub fn series(&self, name: &str) -> Result<Told<(Brief, Vec<SeriesRow>)>> {
        self.ask(|store| {
            with_work(store, name, |work| {
                let mut works = vec![work.clone()];
                if let Some(issuer) = &work.issuer_id {
                    works.extend(store.works_issued_by(issuer, None)?);
                    for agency in link::line_of(issuer, self.authority) {
                        works.extend(store.works_issued_by(&agency.0, None)?);
                    }
                }
                let plans = report::of_one_series(work, works).into_iter();
                let plans = plans.map(|work| Ok((tasks(store, &work)?, work)));
                let plans: Vec<(Vec<Task>, Work)> = plans.collect::<Result<_>>()?;
                let plans: Vec<(Work, Vec<Task>)> = plans
                    .into_iter()
                    .map(|(tasks, work)| (work, tasks))
                    .collect();
                Ok((Brief::of(work), report::series(&plans)))
            })
        })
    }

    /// Tasks by owner, of one plan or of the whole library.
    pub fn matrix(&self, plan: Option<&str>) -> Result<Told<Vec<MatrixRow>>> {
        let filter = TaskFilter {
            plan: plan.map(str::to_owned),
            ..TaskFilter::default()
        };
        let rows = self.tasks(&filter)?;
        let is_unknown = match plan {
            Some(plan) if rows.is_empty() => {
                self.ask(|store| Ok(works_named(store, plan)?.is_empty()))?
            }
            _ => false,
        };
        if is_unknown {
            return Ok(Told::Unknown);
        }
        Ok(Told::Rows(report::matrix(
            rows.iter().map(|row| (&row.work, &row.task)),
        )))
    }

    /// Everything odd: of works, of citations and of texts, at most `limit` rows.
    pub fn anomalies(&self, limit: usize) -> Result<Vec<AnomalyRow>> {
        self.ask(|store| {
            let mut rows: Vec<AnomalyRow> = Vec::new();
            for work in store.odd_works(limit)? {
                rows.extend(of_work(work));
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

    /// The agency of an id or of a full name ("UBND tỉnh Hưng Yên").
    pub fn agency(&self, name: &str) -> Option<Agency> {
        let id = AgencyId(name.trim().to_owned());
        let by_id = name
            .contains('/')
            .then(|| self.authority.agency_name(&id, None))
            .flatten();
        if let Some(known) = by_id {
            return Some(Agency {
                id: id.0,
                name: known,
            });
        }
        let found = self.authority.agency(name, None, None)?;
        Some(Agency {
            id: found.id.0,
            name: found.name,
        })
    }

    /// Tasks whose owner has these words, as the index knows them.
    fn owned(&self, owner: &str) -> Result<Vec<super::TaskRow>> {
        /// Tasks of one name that are looked at: an office has some hundreds a year.
        const TASKS_MAX: usize = 5_000;
        let filter = TaskFilter {
            owner: Some(owner.to_owned()),
            ..TaskFilter::default()
        };
        let wanted = super::Wanted {
            limit: TASKS_MAX,
            ..super::Wanted::default()
        };
        Ok(self.task_page(&filter, &wanted)?.rows)
    }
}

/// True if one of a task's owners is the agency, now or under another name.
fn is_owned(task: &Task, agency: &str, library: &Library) -> bool {
    let mut ids = task.owner_ids.iter().flatten();
    ids.any(|id| link::is_one_office(agency, id, library.authority))
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

fn of_work(work: Work) -> impl Iterator<Item = AnomalyRow> {
    let files: Vec<String> = work
        .manifestations
        .iter()
        .map(|one| one.file.clone())
        .collect();
    work.anomalies.into_iter().map(move |anomaly| AnomalyRow {
        work: Some(work.id.clone()),
        number: work.number.clone(),
        files: files.clone(),
        quote: None,
        anomaly,
    })
}

/// The one work a name means: of several that bear a number, the one that is here.
fn pick(store: &Store, name: &str) -> Result<Told<Work>> {
    let mut works = works_named(store, name)?;
    if 1 < works.len() && works.iter().filter(|work| !work.stub).count() == 1 {
        works.retain(|work| !work.stub);
    }
    Ok(match (works.len(), works.pop()) {
        (1, Some(work)) => Told::Rows(work),
        (_, None) => Told::Unknown,
        (_, Some(last)) => {
            works.push(last);
            Told::Several(works.iter().map(Brief::of).collect())
        }
    })
}

fn with_work<T>(
    store: &Store,
    name: &str,
    rows: impl FnOnce(&Work) -> Result<T>,
) -> Result<Told<T>> {
    Ok(match pick(store, name)? {
        Told::Rows(work) => Told::Rows(rows(&work)?),
        Told::Several(works) => Told::Several(works),
        Told::Unknown => Told::Unknown,
    })
}

fn tasks(store: &Store, work: &Work) -> Result<Vec<Task>> {
    Ok(best_record(store, work)?.map_or(Vec::new(), |(_, record)| record.tasks))
}
