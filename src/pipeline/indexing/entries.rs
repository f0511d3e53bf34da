//! A work and what its captures hold in, the flat entries of the index out: one for the work, one for
//! each task of its best manifestation.

use std::collections::BTreeSet;

use super::{Carried, Told};
use crate::authority::{AgencyId, Authority, Level, PlaceId};
use crate::extract::Task;
use crate::index::{Entry, Kind, Op, definitions, subjects};
use crate::link::{Verdict, Work};

/// The work first: putting it forgets its old tasks, which then follow.
pub(super) fn of(told: &Told, version: u64) -> impl Iterator<Item = Op> {
    let Some(work) = &told.work else {
        return vec![Op::Delete(told.id.0.clone())].into_iter();
    };
    let entry = work_entry(work, told, version);
    let tasks = best(told).map_or(&[][..], |carried| &carried.record.tasks);
    let tasks: Vec<Op> = tasks
        .iter()
        .map(|task| Op::Put(Box::new(task_entry(task, &entry, version))))
        .collect();
    let mut ops = vec![Op::Put(Box::new(entry))];
    ops.extend(tasks);
    ops.into_iter()
}

/// The manifestation that speaks for the work, as everywhere: the first that cites or charges something, else the
/// first. Works list the best first.
fn best(told: &Told) -> Option<&Carried> {
    told.carried
        .iter()
        .find(|carried| !carried.record.citations.is_empty() || !carried.record.tasks.is_empty())
        .or(told.carried.first())
}

fn work_entry(work: &Work, told: &Told, version: u64) -> Entry {
    let best = best(told);
    let authority = Authority::bundled();
    let issued = work.issued_on.as_deref();
    let on = issued.and_then(|date| date.parse().ok());
    let province = work.province.as_ref().map(|place| PlaceId(place.clone()));
    let cites = cites(told);
    let body = best.map_or("", |carried| carried.text.text.as_str());
    let subjects = subjects(work.title.as_deref(), body, &cites);
    Entry {
        id: work.id.0.clone(),
        version,
        kind: Kind::Work,
        number: work.number.clone(),
        number_key: work.key.as_ref().map(|key| key.0.clone()),
        doc_type: work.doc_type.clone(),
        doc_type_name: work
            .doc_type
            .as_deref()
            .and_then(|code| authority.doc_type(code))
            .map(|known| known.name.clone()),
        issued_on: work.issued_on.clone(),
        year: issued
            .and_then(|date| date.get(..4))
            .and_then(|year| year.parse().ok()),
        issuer: issuer_name(work, authority, on),
        issuer_id: work.issuer_id.clone(),
        province: province
            .as_ref()
            .and_then(|place| authority.province_name(place, on))
            .or_else(|| work.province.clone()),
        level: work
            .issuer_id
            .as_deref()
            .and_then(|id| authority.level_of(id))
            .map(level_name),
        title: work.title.clone(),
        body: body.to_owned(),
        pages: best
            .map(|carried| carried.text.pages.clone())
            .unwrap_or_default(),
        files: told
            .carried
            .iter()
            .flat_map(|carried| carried.files.iter().cloned())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        stub: work.stub,
        page: work.number.is_none() && names_works_only(work),
        status: best
            .and_then(|carried| carried.record.identity.status)
            .map(|status| format!("{status:?}").to_lowercase()),
        verdicts: verdicts(told),
        roles: roles(work),
        defines: definitions(body),
        topics: subjects.iter().map(|subject| subject.id.clone()).collect(),
        subjects,
        cites,
        under: told.under.clone(),
        ..Entry::default()
    }
}

/// The full name on its date where the tables know it, so that one agency is one facet; they know no districts and
/// communes by name, which keep the work's own words.
fn issuer_name(
    work: &Work,
    authority: &Authority,
    on: Option<jiff::civil::Date>,
) -> Option<String> {
    let id = work.issuer_id.as_ref().map(|id| AgencyId(id.clone()));
    id.filter(|id| id.place().parent().is_none())
        .and_then(|id| authority.agency_name(&id, on))
        .or_else(|| work.issuer.clone())
}

fn level_name(level: Level) -> String {
    let name = match level {
        Level::Central => "central",
        Level::Ministry => "ministry",
        Level::Province => "province",
        Level::Department => "department",
        Level::District => "district",
        Level::Commune => "commune",
        Level::Unit => "unit",
    };
    name.to_owned()
}

fn verdicts(told: &Told) -> Vec<String> {
    let names: BTreeSet<&str> = told
        .carried
        .iter()
        .flat_map(|carried| &carried.verdicts)
        .map(|verdict| match verdict {
            Verdict::Linked { .. } => "linked",
            Verdict::Ambiguous { .. } => "ambiguous",
            Verdict::Unmatched { .. } => "unmatched",
            Verdict::Withheld { .. } => "withheld",
        })
        .collect();
    names.into_iter().map(str::to_owned).collect()
}

/// True for lists of a portal and files that are no document.
fn names_works_only(work: &Work) -> bool {
    let kinds = work.manifestations.iter().map(|one| one.kind.as_str());
    !work.stub && kinds.into_iter().all(|kind| kind != "document")
}

fn roles(work: &Work) -> Vec<String> {
    let roles: BTreeSet<&String> = work.manifestations.iter().map(|one| &one.role).collect();
    roles.into_iter().cloned().collect()
}

fn cites(told: &Told) -> Vec<String> {
    let numbers: BTreeSet<&String> = told
        .carried
        .iter()
        .flat_map(|carried| &carried.record.citations)
        .filter_map(|citation| {
            citation
                .canonical_number
                .as_ref()
                .map(|canonical| &canonical.number)
                .or(citation.number.as_ref())
        })
        .collect();
    numbers.into_iter().cloned().collect()
}

/// A task carries copies of its work's fields, so that no question needs a join.
fn task_entry(task: &Task, work: &Entry, version: u64) -> Entry {
    let due = task
        .deadline
        .as_ref()
        .and_then(|deadline| deadline.due.clone().or_else(|| deadline.to.clone()));
    Entry {
        id: format!("{}#{}", work.id, task.id),
        version,
        kind: Kind::Task,
        doc_type: work.doc_type.clone(),
        issued_on: work.issued_on.clone(),
        year: work.year,
        issuer: work.issuer.clone(),
        issuer_id: work.issuer_id.clone(),
        province: work.province.clone(),
        level: work.level.clone(),
        body: task.text.clone(),
        files: work.files.clone(),
        work_id: Some(work.id.clone()),
        work_number: work.number.clone(),
        work_title: work.title.clone(),
        topics: work.topics.clone(),
        defines: work.defines.clone(),
        owners: task.owners.clone(),
        owner_ids: task.owner_ids.iter().flatten().cloned().collect(),
        coordinators: task.coordinators.clone(),
        coordinator_ids: task.coordinator_ids.iter().flatten().cloned().collect(),
        due,
        ..Entry::default()
    }
}
