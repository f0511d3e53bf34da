//! Names and filters in, what the library holds out. What `--json` prints of a work is made here.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::authority::{Authority, PlaceId};
use crate::extract::{Citation, Record, Relation, Task};
use crate::link::{Anomaly, Candidate, Key, Link, Verdict, Work, WorkId};
use crate::store::{CaptureId, ClearText, Group, Provenance, Store};
use crate::text::Number;

use super::{Library, Result};

/// A work in one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Brief {
    pub id: WorkId,
    pub number: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    pub issued_on: Option<String>,
    pub stub: bool,
}

/// One work with everything known of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WorkView {
    pub id: WorkId,
    pub number: Option<String>,
    pub doc_type: Option<String>,
    pub issued_on: Option<String>,
    pub issuer: Option<String>,
    pub province: Option<String>,
    pub title: Option<String>,
    pub stub: bool,
    pub manifestations: Vec<ManifestationView>,
    /// Of the best manifestation that has any.
    pub citations: Vec<CitationView>,
    /// The nearest directive it implements.
    pub parents: Vec<Brief>,
    /// The works whose nearest directive it is.
    pub children: Vec<Brief>,
    pub cited_by: Vec<Brief>,
    pub tasks: Vec<Task>,
    pub anomalies: Vec<Anomaly>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ManifestationView {
    pub file: String,
    /// Every name the capture was given under.
    pub files: Vec<String>,
    pub kind: String,
    pub sha256: String,
    pub role: String,
}

/// A citation with what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CitationView {
    pub quote: String,
    pub doc_type: Option<String>,
    pub number: Option<String>,
    pub date: Option<String>,
    pub relation: Relation,
    /// `linked`, `ambiguous`, `unmatched`, `withheld`; null before it is settled.
    pub verdict: Option<&'static str>,
    pub target: Option<WorkId>,
    pub reason: Option<String>,
    pub candidates: Vec<Candidate>,
    pub evidence: Vec<String>,
    pub anomalies: Vec<Anomaly>,
}

/// A citation of a number that belongs to no work, with the work it stands in.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Unplaced {
    /// The work that cites; null where the capture makes none.
    pub work: Option<WorkId>,
    pub file: String,
    #[serde(flatten)]
    pub citation: CitationView,
}

/// What a number or id stands for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Found {
    pub works: Vec<WorkView>,
    pub unplaced: Vec<Unplaced>,
}

/// A work with its directives above and its plans below.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Tree {
    pub work: Brief,
    /// From the nearest directive upwards.
    pub above: Vec<Brief>,
    pub below: Vec<Branch>,
}

#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Branch {
    pub work: Brief,
    pub below: Vec<Branch>,
}

/// Longest chain of directives followed, either way. Government, province, department, commune
/// are four; beyond this it is a circle of typing errors.
const TREE_DEPTH_MAX: usize = 8;

/// Which tasks are asked for. What is `None` is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// A part of the owner's name, marks and case aside.
    pub owner: Option<String>,
    /// ISO; the first and last day a deadline may fall on.
    pub due_from: Option<String>,
    pub due_to: Option<String>,
    /// Number or id of the plan.
    pub plan: Option<String>,
}

/// A task with the work it stands in.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TaskRow {
    #[serde(flatten)]
    pub task: Task,
    pub work: Brief,
}

impl Library {
    /// Everything a number or id stands for: all works that bear the number, and the citations of
    /// it that belong to none.
    pub fn show(&self, name: &str) -> Result<Found> {
        self.ask(|store| {
            let works = works_named(store, name)?;
            let views = works
                .iter()
                .map(|work| view(store, work))
                .collect::<Result<_>>()?;
            let unplaced = match group_named(name) {
                Some(group) => unplaced(store, &group)?,
                None => Vec::new(),
            };
            Ok(Found {
                works: views,
                unplaced,
            })
        })
    }

    /// The work of this id in one line, if there is one.
    pub fn brief(&self, id: &WorkId) -> Result<Option<Brief>> {
        self.ask(|store| Ok(store.work(id)?.as_ref().map(brief)))
    }

    /// The work of this id, if there is one.
    pub fn work(&self, id: &WorkId) -> Result<Option<WorkView>> {
        self.ask(|store| store.work(id)?.map(|work| view(store, &work)).transpose())
    }

    /// The directives above and the plans below each work a number or id stands for.
    pub fn tree(&self, name: &str) -> Result<Vec<Tree>> {
        self.ask(|store| {
            works_named(store, name)?
                .iter()
                .map(|work| {
                    let mut seen = BTreeSet::from([work.id.clone()]);
                    Ok(Tree {
                        work: brief(work),
                        above: above(store, work)?,
                        below: below(store, &work.id, &mut seen, TREE_DEPTH_MAX)?,
                    })
                })
                .collect()
        })
    }

    /// The tasks a filter lets through, in order of work and place in it.
    pub fn tasks(&self, filter: &TaskFilter) -> Result<Vec<TaskRow>> {
        self.ask(|store| {
            let mut rows = Vec::new();
            let mut add = |work: &Work| {
                let tasks =
                    best_record(store, work)?.map_or(Vec::new(), |(_, record)| record.tasks);
                let wanted = tasks.into_iter().filter(|task| is_wanted(task, filter));
                rows.extend(wanted.map(|task| TaskRow {
                    task,
                    work: brief(work),
                }));
                Ok(())
            };
            match &filter.plan {
                Some(plan) => works_named(store, plan)?.iter().try_for_each(&mut add)?,
                None => each_work(store, &mut add)?,
            }
            Ok(rows)
        })
    }

    /// The stubs most cited first, with how many captures cite each.
    pub fn wanted(&self, limit: usize) -> Result<Vec<(Brief, u64)>> {
        self.ask(|store| {
            let wanted = store.wanted(limit)?;
            Ok(wanted
                .iter()
                .map(|(work, citing)| (brief(work), *citing))
                .collect())
        })
    }

    /// The bytes as they were had, with their media type; `None` if there is no such capture.
    pub fn original(&self, capture: CaptureId) -> Result<Option<(String, Vec<u8>)>> {
        self.ask(|store| match store.capture(capture)? {
            Some(known) => Ok(Some((known.media_type, store.original(capture)?))),
            None => Ok(None),
        })
    }

    pub fn text(&self, capture: CaptureId) -> Result<Option<ClearText>> {
        self.ask(|store| Ok(store.text(capture)?))
    }

    pub fn record(&self, capture: CaptureId) -> Result<Option<Record>> {
        self.ask(|store| Ok(store.record(capture)?))
    }

    pub fn provenance(&self, capture: CaptureId) -> Result<Vec<Provenance>> {
        self.ask(|store| Ok(store.provenance(capture)?))
    }
}

pub(super) fn view(store: &Store, work: &Work) -> Result<WorkView> {
    let (capture, record) = best_record(store, work)?.unzip();
    let links = capture.map_or(Ok(Vec::new()), |capture| store.links_of(capture))?;
    let cited_by: BTreeSet<Brief> = works_citing(store, work)?.iter().map(brief).collect();
    Ok(WorkView {
        id: work.id.clone(),
        number: work.number.clone(),
        doc_type: work.doc_type.clone(),
        issued_on: work.issued_on.clone(),
        issuer: work.issuer.clone(),
        province: province_name(work),
        title: work.title.clone(),
        stub: work.stub,
        manifestations: manifestations(store, work)?,
        citations: record
            .as_ref()
            .map_or(Vec::new(), |record| citations(record, &links)),
        parents: parent(store, &work.id)?.iter().map(brief).collect(),
        children: children(store, &work.id)?.iter().map(brief).collect(),
        cited_by: cited_by.into_iter().collect(),
        tasks: record.map_or(Vec::new(), |record| record.tasks),
        anomalies: work.anomalies.clone(),
    })
}

/// The province as it was called when the work was issued.
fn province_name(work: &Work) -> Option<String> {
    let place = PlaceId(work.province.clone()?);
    let issued = work.issued_on.as_deref();
    let on = issued.and_then(|date| date.parse().ok());
    let name = Authority::bundled().province_name(&place, on);
    name.or(Some(place.0))
}

/// The directives above a work, the nearest first, ending before a circle closes.
pub(super) fn above(store: &Store, work: &Work) -> Result<Vec<Brief>> {
    let mut above: Vec<Brief> = Vec::new();
    let mut next = parent(store, &work.id)?;
    while let Some(one) = next {
        let is_circle = one.id == work.id || above.iter().any(|before| before.id == one.id);
        if is_circle || above.len() == TREE_DEPTH_MAX {
            break;
        }
        above.push(brief(&one));
        next = parent(store, &one.id)?;
    }
    Ok(above)
}

fn below(
    store: &Store,
    work: &WorkId,
    seen: &mut BTreeSet<WorkId>,
    depth: usize,
) -> Result<Vec<Branch>> {
    let mut branches = Vec::new();
    if depth == 0 {
        return Ok(branches);
    }
    for child in children(store, work)? {
        if seen.insert(child.id.clone()) {
            let below = below(store, &child.id, seen, depth - 1)?;
            branches.push(Branch {
                work: brief(&child),
                below,
            });
        }
    }
    Ok(branches)
}

/// The nearest directive a work implements.
fn parent(store: &Store, work: &WorkId) -> Result<Option<Work>> {
    match store.parent_of(work)? {
        Some(parent) => Ok(store.work(&parent)?),
        None => Ok(None),
    }
}

/// The works whose nearest directive it is.
fn children(store: &Store, work: &WorkId) -> Result<Vec<Work>> {
    let mut children = Vec::new();
    for child in store.children_of(work)? {
        children.extend(store.work(&child)?);
    }
    Ok(children)
}

/// The works a person may mean: by id, by number, or by the name or hash of a capture.
pub(super) fn works_named(store: &Store, name: &str) -> Result<Vec<Work>> {
    if let Some(work) = store.work(&WorkId(name.to_owned()))? {
        return Ok(vec![work]);
    }
    if let Some(group) = group_named(name) {
        return Ok(store.works_of_group(&group)?);
    }
    let captures = match name.parse::<CaptureId>() {
        Ok(capture) => vec![capture],
        Err(_) => store.captures_named(name)?,
    };
    let mut works: BTreeMap<WorkId, Work> = BTreeMap::new();
    for capture in captures {
        for work in store.works_of_capture(capture)? {
            works.insert(work.id.clone(), work);
        }
    }
    Ok(works.into_values().collect())
}

/// Calls `visit` with every work, in order of their names.
pub(super) fn each_work(store: &Store, visit: &mut impl FnMut(&Work) -> Result<()>) -> Result<()> {
    /// Works in memory together.
    const PAGE: usize = 500;
    let mut after: Option<WorkId> = None;
    loop {
        let works = store.works(after.as_ref(), PAGE)?;
        let Some(last) = works.last() else {
            return Ok(());
        };
        after = Some(last.id.clone());
        works.iter().try_for_each(&mut *visit)?;
    }
}

pub(super) fn brief(work: &Work) -> Brief {
    Brief {
        id: work.id.clone(),
        number: work.number.clone(),
        issuer: work.issuer.clone(),
        title: work.title.clone(),
        issued_on: work.issued_on.clone(),
        stub: work.stub,
    }
}

fn group_named(name: &str) -> Option<Group> {
    let key = Number::parse(name.trim())?.key()?;
    Some(Group::keyed(&Key(key)))
}

pub(super) fn target(verdict: &Verdict) -> Option<&WorkId> {
    match verdict {
        Verdict::Linked { target } | Verdict::Unmatched { target } => Some(target),
        Verdict::Ambiguous { .. } | Verdict::Withheld { .. } => None,
    }
}

/// The record of the best manifestation, where possible one that cites or charges something: a
/// news page about a plan has neither.
pub(super) fn best_record(store: &Store, work: &Work) -> Result<Option<(CaptureId, Record)>> {
    let mut first = None;
    for manifestation in &work.manifestations {
        let Ok(capture) = manifestation.capture.parse::<CaptureId>() else {
            continue;
        };
        let Some(record) = store.record(capture)? else {
            continue;
        };
        if !record.citations.is_empty() || !record.tasks.is_empty() {
            return Ok(Some((capture, record)));
        }
        first = first.or(Some((capture, record)));
    }
    Ok(first)
}

fn manifestations(store: &Store, work: &Work) -> Result<Vec<ManifestationView>> {
    work.manifestations
        .iter()
        .map(|one| {
            let known = match one.capture.parse::<CaptureId>() {
                Ok(capture) => store.provenance(capture)?,
                Err(_) => Vec::new(),
            };
            Ok(ManifestationView {
                file: one.file.clone(),
                files: known.into_iter().map(|known| known.context.file).collect(),
                kind: one.kind.clone(),
                sha256: one.capture.clone(),
                role: one.role.clone(),
            })
        })
        .collect()
}

/// The works that cite `work`, each once, in order of their names.
fn works_citing(store: &Store, work: &Work) -> Result<Vec<Work>> {
    let mut citing: BTreeMap<WorkId, Work> = BTreeMap::new();
    let links = store.links_to(&work.id)?;
    let captures: BTreeSet<&String> = links
        .iter()
        .filter(|link| link.relation != Relation::Itself)
        .map(|link| &link.capture)
        .collect();
    for capture in captures.into_iter().filter_map(|hex| hex.parse().ok()) {
        for one in store.works_of_capture(capture)? {
            if one.id != work.id {
                citing.insert(one.id.clone(), one);
            }
        }
    }
    Ok(citing.into_values().collect())
}

fn citations(record: &Record, links: &[Link]) -> Vec<CitationView> {
    let by_id: BTreeMap<u32, &Link> = links.iter().map(|link| (link.citation, link)).collect();
    record
        .citations
        .iter()
        .map(|citation| citation_view(citation, by_id.get(&citation.id).copied()))
        .collect()
}

fn citation_view(citation: &Citation, link: Option<&Link>) -> CitationView {
    let verdict = link.map(|link| &link.verdict);
    let (name, reason, candidates) = match verdict {
        None => (None, None, Vec::new()),
        Some(Verdict::Linked { .. }) => (Some("linked"), None, Vec::new()),
        Some(Verdict::Unmatched { .. }) => (Some("unmatched"), None, Vec::new()),
        Some(Verdict::Ambiguous { candidates }) => (Some("ambiguous"), None, candidates.clone()),
        Some(Verdict::Withheld { reason, candidates }) => {
            (Some("withheld"), Some(reason.clone()), candidates.clone())
        }
    };
    CitationView {
        quote: citation.quote.clone(),
        doc_type: citation.doc_type.clone(),
        number: citation.number.clone(),
        date: citation.date.clone(),
        relation: citation.relation,
        verdict: name,
        target: verdict.and_then(target).cloned(),
        reason,
        candidates,
        evidence: link.map_or(Vec::new(), |link| link.evidence.clone()),
        anomalies: link.map_or(Vec::new(), |link| link.anomalies.clone()),
    }
}

pub(super) fn unplaced(store: &Store, group: &Group) -> Result<Vec<Unplaced>> {
    let mut unplaced = Vec::new();
    for link in store.unplaced(group)? {
        let Ok(capture) = link.capture.parse::<CaptureId>() else {
            continue;
        };
        let Some(record) = store.record(capture)? else {
            continue;
        };
        let works = store.works_of_capture(capture)?;
        let cited = record.citations.iter().find(|one| one.id == link.citation);
        unplaced.extend(cited.map(|citation| Unplaced {
            work: works.first().map(|work| work.id.clone()),
            file: record.file.clone(),
            citation: citation_view(citation, Some(&link)),
        }));
    }
    Ok(unplaced)
}

fn is_wanted(task: &Task, filter: &TaskFilter) -> bool {
    let folded = |text: &str| crate::text::fold(text);
    let owner = filter.owner.as_deref().is_none_or(|owner| {
        task.owners
            .iter()
            .any(|one| folded(one).contains(&folded(owner)))
    });
    let due = task
        .deadline
        .as_ref()
        .and_then(|deadline| deadline.due.as_deref());
    // ISO dates compare as text. A task without a date is not due in any span of days.
    let from = filter
        .due_from
        .as_deref()
        .is_none_or(|from| due.is_some_and(|due| from <= due));
    let to = filter
        .due_to
        .as_deref()
        .is_none_or(|to| due.is_some_and(|due| due <= to));
    owner && from && to
}
