//! One work as a person opens it: everything its page shows, of one state of the store.

use std::collections::BTreeMap;

use crate::extract::Record;
use crate::link::{Link, Verdict, Work, WorkId};
use crate::store::{Capture, CaptureId, ClearText, Group, Provenance, Store};

use super::asking::best_record;
use super::tree::above;
use super::view::{brief, unplaced, view};
use super::{Brief, Library, ManifestationView, Result, Unplaced, WorkView};

/// A work with the words it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub view: WorkView,
    /// The manifestation that [`WorkView::citations`] and [`WorkView::tasks`] were read from.
    pub reading: Option<OpenedReading>,
    /// Every work its citations are linked to or may mean.
    pub named: BTreeMap<WorkId, Brief>,
    /// From the nearest directive upwards.
    pub above: Vec<Brief>,
    /// Citations of its number that belong to no work, with the works they stand in.
    pub unplaced: Vec<(Unplaced, Option<Brief>)>,
    /// In the order of [`WorkView::manifestations`].
    pub carriers: Vec<Carrier>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OpenedReading {
    pub capture: CaptureId,
    pub record: Record,
    pub text: ClearText,
}

/// A manifestation with where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Carrier {
    pub shown: ManifestationView,
    pub capture: Option<Capture>,
    pub provenance: Vec<Provenance>,
}

impl Library {
    /// The work of this id with its text and where it came from, if there is one.
    pub fn open_work(&self, id: &WorkId) -> Result<Option<Opened>> {
        self.ask(|store| {
            let Some(work) = store.work(id)? else {
                return Ok(None);
            };
            let view = view(store, &work)?;
            let best = best_record(store, &work)?;
            let links = match &best {
                Some((capture, _)) => store.links_of(*capture)?,
                None => Vec::new(),
            };
            let reading = best
                .map(|(capture, record)| reading(store, capture, record))
                .transpose()?;
            Ok(Some(Opened {
                named: named(store, &links)?,
                above: above(store, &work)?,
                unplaced: unplaced_of(store, &work)?,
                carriers: carriers(store, &view.manifestations)?,
                reading,
                view,
            }))
        })
    }

    /// What is known of the body with this hash, removed or not, and every place it came from.
    pub fn capture(&self, id: CaptureId) -> Result<Option<(Capture, Vec<Provenance>)>> {
        self.ask(|store| match store.capture(id)? {
            Some(capture) => Ok(Some((capture, store.provenance(id)?))),
            None => Ok(None),
        })
    }
}

fn unplaced_of(store: &Store, work: &Work) -> Result<Vec<(Unplaced, Option<Brief>)>> {
    let Some(key) = &work.key else {
        return Ok(Vec::new());
    };
    let found = unplaced(store, &Group::keyed(key))?;
    found
        .into_iter()
        .map(|one| {
            let citing = match &one.work {
                Some(id) => store.work(id)?,
                None => None,
            };
            Ok((one, citing.as_ref().map(brief)))
        })
        .collect()
}

fn reading(store: &Store, capture: CaptureId, record: Record) -> Result<OpenedReading> {
    Ok(OpenedReading {
        capture,
        record,
        text: store.text(capture)?.unwrap_or_default(),
    })
}

fn named(store: &Store, links: &[Link]) -> Result<BTreeMap<WorkId, Brief>> {
    let mut named = BTreeMap::new();
    for id in links.iter().flat_map(|link| works_of(&link.verdict)) {
        if !named.contains_key(id)
            && let Some(work) = store.work(id)?
        {
            named.insert(id.clone(), brief(&work));
        }
    }
    Ok(named)
}

fn works_of(verdict: &Verdict) -> Vec<&WorkId> {
    match verdict {
        Verdict::Linked { target } | Verdict::Unmatched { target } => vec![target],
        Verdict::Ambiguous { candidates } | Verdict::Withheld { candidates, .. } => {
            candidates.iter().map(|candidate| &candidate.id).collect()
        }
    }
}

fn carriers(store: &Store, shown: &[ManifestationView]) -> Result<Vec<Carrier>> {
    shown
        .iter()
        .map(|one| {
            let (capture, provenance) = match one.sha256.parse::<CaptureId>() {
                Ok(id) => (store.capture(id)?, store.provenance(id)?),
                Err(_) => (None, Vec::new()),
            };
            Ok(Carrier {
                shown: one.clone(),
                capture,
                provenance,
            })
        })
        .collect()
}
