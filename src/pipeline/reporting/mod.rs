//! A report's name and subject in, its rows out: what [`crate::report`] needs is fetched from the
//! store and the index.

mod everything;
mod records;

use crate::authority::AgencyId;
use crate::extract::{Charge, Duty, Task};
use crate::link::{self, Work};
use crate::report::{
    self, Brief, CalendarRow, CoverageRow, DiffRow, GapRow, MatrixRow, SeriesRow, WantedRow,
};
use crate::store::Store;

use super::asking::{best_record, works_named};
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

    /// What an agency owes in a year, day by day; under its own name, and under those of whom it came
    /// from or became on the days on which not both were there.
    pub fn calendar(&self, name: &str, year: i16) -> Result<Told<(Agency, Vec<CalendarRow>)>> {
        let Some(agency) = self.agency(name) else {
            return Ok(Told::Unknown);
        };
        let charged = self.charged(&self.offices(&agency))?;
        Ok(Told::Rows(self.laid_out(agency, &charged, year)))
    }

    /// An agency, whom it came from and whom it became, by id.
    fn offices(&self, agency: &Agency) -> Vec<String> {
        let line = link::line_of(&agency.id, self.authority).into_iter();
        let line = line.map(|office| office.0);
        [agency.id.clone()].into_iter().chain(line).collect()
    }

    fn laid_out(
        &self,
        agency: Agency,
        charged: &[(Brief, Vec<Charge>)],
        year: i16,
    ) -> (Agency, Vec<CalendarRow>) {
        let mut rows: Vec<CalendarRow> = Vec::new();
        for office in self.offices(&agency) {
            let charges = charged.iter().flat_map(|(work, charges)| {
                let own = charges.iter().filter(|it| is_led_by(&it.duty, &office));
                own.map(move |charge| (work, charge))
            });
            let is_its = |row: &CalendarRow| {
                let on = row.date.parse().ok();
                link::is_one_office_on(&agency.id, &office, on, self.authority)
            };
            rows.extend(report::calendar(charges, year).into_iter().filter(is_its));
        }
        rows.sort();
        rows.dedup();
        (agency, rows)
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

    /// The tasks of one plan by owner; [`Library::workload`] says how much everybody has to do.
    pub fn matrix(&self, plan: &str) -> Result<Told<Vec<MatrixRow>>> {
        let filter = TaskFilter {
            plan: Some(plan.to_owned()),
            ..TaskFilter::default()
        };
        let rows = self.tasks(&filter)?;
        if rows.is_empty() && self.ask(|store| Ok(works_named(store, plan)?.is_empty()))? {
            return Ok(Told::Unknown);
        }
        let charges: Vec<(Brief, Charge)> = (rows.into_iter())
            .map(|row| (row.work, Charge::of(&row.task)))
            .collect();
        let charges = charges.iter().map(|(work, charge)| (work, charge));
        Ok(Told::Rows(report::matrix(charges)))
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
}

fn is_led_by(duty: &Duty, office: &str) -> bool {
    let mut owners = duty.owners.iter();
    owners.any(|owner| owner.id.as_deref() == Some(office))
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
