//! What `--json` prints of a work: the store's rows put together for one reader.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::authority::{Authority, PlaceId};
use crate::extract::{Citation, Record, Relation, Task};
use crate::link::{Anomaly, Candidate, Link, Manifestation, Statement, Verdict, Work, WorkId};
use crate::report::Brief;
use crate::store::{CaptureId, Group, Store, Warned};

use super::Result;
use super::asking::{best_record, target};
use super::tree::children;

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
    /// The nearest directive it implements, and why this one.
    pub parents: Vec<Above>,
    /// Directives it stands under besides: those the nearest one carries out, and those cited less surely.
    pub grandparents: Vec<Above>,
    /// The works whose nearest directive it is.
    pub children: Vec<Brief>,
    pub cited_by: Vec<Brief>,
    pub tasks: Vec<Task>,
    pub anomalies: Vec<Anomaly>,
    /// What others say became of it; empty where nothing says it is not in force.
    pub statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ManifestationView {
    pub file: String,
    /// Every name the capture was given under.
    pub files: Vec<String>,
    pub kind: String,
    pub sha256: String,
    pub role: String,
    /// Where its words come from: `text_layer`, `ocr`, `repaired`, `legacy_charset`.
    pub text_source: Option<String>,
    /// When its page was posted, for a page that says so.
    pub posted_on: Option<String>,
    /// Why it is this work; empty for the one the others were compared with.
    pub evidence: Vec<String>,
}

/// A directive above a work, with sentences that say why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Above {
    #[serde(flatten)]
    pub work: Brief,
    pub evidence: Vec<String>,
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

pub(super) fn brief(work: &Work) -> Brief {
    Brief::of(work)
}

pub(super) fn view(store: &Store, work: &Work) -> Result<WorkView> {
    let (capture, record) = best_record(store, work)?.unzip();
    let links = capture.map_or(Ok(Vec::new()), |capture| store.links_of(capture))?;
    let cited_by: BTreeSet<Brief> = works_citing(store, work)?.iter().map(brief).collect();
    let (parents, grandparents) = above(store, &work.id)?;
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
        anomalies: anomalies(work, record.as_ref(), &links),
        statements: work.statements.clone(),
        citations: record
            .as_ref()
            .map_or(Vec::new(), |record| citations(record, &links)),
        parents,
        grandparents,
        children: children(store, &work.id)?.iter().map(brief).collect(),
        cited_by: cited_by.into_iter().collect(),
        tasks: record.map_or(Vec::new(), |record| record.tasks),
    })
}

/// The nearest directive and the others above.
fn above(store: &Store, id: &WorkId) -> Result<(Vec<Above>, Vec<Above>)> {
    let Some(parent) = store.why_parent(id)? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let told = |id: &WorkId, evidence: Vec<String>| -> Result<Option<Above>> {
        let work = store.work(id)?;
        Ok(work.map(|work| Above {
            work: brief(&work),
            evidence,
        }))
    };
    let mut further = Vec::new();
    for one in parent.further {
        further.extend(told(&one.work, one.evidence)?);
    }
    let nearest = told(&parent.work, parent.evidence)?;
    Ok((nearest.into_iter().collect(), further))
}

/// The province as it was called when the work was issued.
fn province_name(work: &Work) -> Option<String> {
    let place = PlaceId(work.province.clone()?);
    let issued = work.issued_on.as_deref();
    let on = issued.and_then(|date| date.parse().ok());
    let name = Authority::bundled().province_name(&place, on);
    name.or(Some(place.0))
}

fn manifestations(store: &Store, work: &Work) -> Result<Vec<ManifestationView>> {
    work.manifestations
        .iter()
        .map(|one| {
            let (known, record) = match one.capture.parse::<CaptureId>() {
                Ok(capture) => (store.provenance(capture)?, store.record(capture)?),
                Err(_) => (Vec::new(), None),
            };
            Ok(ManifestationView {
                text_source: record
                    .as_ref()
                    .map(|record| record.text_quality.source.clone()),
                role: role(one, record.as_ref()),
                posted_on: record.as_ref().and_then(|record| record.posted_on.clone()),
                file: one.file.clone(),
                files: known.into_iter().map(|known| known.context.file).collect(),
                kind: one.kind.clone(),
                sha256: one.capture.clone(),
                evidence: one.evidence.clone(),
            })
        })
        .collect()
}

/// What a manifestation is, by what was read in it: words that were recognised are those of a scan,
/// and only a web page is a page.
fn role(one: &Manifestation, record: Option<&Record>) -> String {
    let Some(record) = record else {
        return one.role.clone();
    };
    let is_web = record.media_type == "text/html";
    let role = match one.role.as_str() {
        "page" | "pdf" | "text" if record.text_quality.source == "ocr" => "scan",
        "page" if record.media_type == "application/pdf" => "pdf",
        "page" if !is_web && record.media_type == "text/plain" => "text",
        "page" if !is_web => "other",
        role => role,
    };
    role.to_owned()
}

/// What was doubted while reading and is an anomaly, with the citation it is about, where linking
/// does not say the same: a citation that means no work yet cannot contradict it, and may still
/// contradict its own document.
pub fn doubts(record: &Record, links: &[Link]) -> Vec<(Option<u32>, Anomaly)> {
    doubted(Warned::all(record), links)
}

/// The same of what was kept of a record.
pub(super) fn doubted(warned: Vec<Warned>, links: &[Link]) -> Vec<(Option<u32>, Anomaly)> {
    let is_told = |one: &Warned| {
        let of_it = |link: &&Link| Some(link.citation) == one.about;
        let mut told = links.iter().filter(of_it).flat_map(|link| &link.anomalies);
        told.any(|known| known.code == one.anomaly.code)
    };
    let doubted = warned.into_iter().filter(|one| {
        let is_anomaly = ANOMALIES.contains(&one.anomaly.code.as_str());
        is_anomaly && !is_told(one)
    });
    doubted.map(|one| (one.about, one.anomaly)).collect()
}

/// Anomalies that one document shows by itself.
const ANOMALIES: &[&str] = &[
    "date_after_document",
    "date_disagrees",
    "date_impossible",
    "type_mismatch",
    "symbol_issuer_mismatch",
    "number_unfilled",
    "date_unfilled",
    "issuer_abolished",
    "addressee_abolished",
    "deadline_before_issue",
    "correction_without_place",
];

/// Those of the work, and those of its text that are about no citation.
fn anomalies(work: &Work, record: Option<&Record>, links: &[Link]) -> Vec<Anomaly> {
    let mut anomalies = work.anomalies.clone();
    let doubts = record.map_or(Vec::new(), |record| doubts(record, links));
    for (about, doubt) in doubts {
        if about.is_none() && !anomalies.iter().any(|known| known.code == doubt.code) {
            anomalies.push(doubt);
        }
    }
    anomalies
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
    let doubts = doubts(record, links);
    record
        .citations
        .iter()
        .map(|citation| {
            let mut view = citation_view(citation, by_id.get(&citation.id).copied());
            let own = doubts
                .iter()
                .filter(|(about, _)| *about == Some(citation.id));
            view.anomalies.extend(own.map(|(_, doubt)| doubt.clone()));
            view
        })
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
            citation: {
                let mut view = citation_view(citation, Some(&link));
                let doubts = doubts(&record, std::slice::from_ref(&link));
                let own = doubts
                    .into_iter()
                    .filter(|(about, _)| *about == Some(citation.id));
                view.anomalies.extend(own.map(|(_, doubt)| doubt));
                view
            },
        }));
    }
    Ok(unplaced)
}
