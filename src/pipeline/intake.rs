//! One batch of bodies through reading and into the store, acknowledged whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::extract::Context;
use crate::fetch::Visit;
use crate::store::{
    Aside, Batch, Blobs, CaptureId, Correction, InHand, Intake, Provenance, Standing, Store,
    Validators,
};

use super::reading::{self, Body};
use super::{Library, Result, Stage, Watch, context, correcting, suspects};

/// A body as it was had, from a disk or from a portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub bytes: Vec<u8>,
    pub context: Context,
    pub validators: Validators,
    pub fetched_at: SystemTime,
}

/// What became of one arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub capture: CaptureId,
    pub standing: Standing,
    /// Counted once, for the first of several arrivals of the same bytes.
    pub citations: u64,
    pub tasks: u64,
    /// Why nothing could be read in it, if nothing could.
    pub trouble: Option<String>,
    /// The bytes were here before this arrival.
    pub is_known: bool,
    /// Its province or agency was said otherwise before.
    pub is_corrected: bool,
    /// What keeps a capture that was here before from being seen.
    pub aside: Aside,
}

/// How far the run was before a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    pub done: u64,
    /// How many files there will be; `None` where reading is not the stage that is watched.
    pub total: Option<u64>,
}

/// Reads a batch and puts it. Acknowledged when this returns: one [`Taken`] per arrival, in order.
pub(super) fn take(
    library: &Library,
    store: &mut Store,
    arrivals: &[Arrival],
    visits: Vec<Visit>,
    watch: &Watch,
    before: Before,
) -> Result<Vec<Taken>> {
    let ids = library.pool.install(|| {
        arrivals
            .par_iter()
            .map(|arrival| CaptureId::of(&arrival.bytes))
            .collect::<Vec<_>>()
    });
    let (contexts, said) = completed(store, arrivals, &ids)?;
    let standings = standings(store, &contexts, &ids)?;
    let plan = plan(store, &contexts, &ids, &standings)?;
    let left: usize = plan.iter().map(|(_, fresh)| fresh.arrivals.len()).sum();
    let done = AtomicU64::new(before.done + (arrivals.len() - left) as u64);
    let kept = (store.blobs(), store.in_hand());
    let read = |(id, fresh): &(CaptureId, Fresh)| {
        let intake = intake(library, kept, (arrivals, &contexts), *id, fresh)?;
        let came = fresh.arrivals.len() as u64;
        let done = done.fetch_add(came, Ordering::Relaxed) + came;
        if before.total.is_some() {
            watch.at(Stage::Reading, done, before.total);
        }
        Ok(intake)
    };
    let intakes = library
        .pool
        .install(|| plan.par_iter().map(read).collect::<Result<Vec<Intake>>>())?;
    let asides = ids
        .iter()
        .map(|id| Ok(store.aside(*id)?))
        .collect::<Result<Vec<Aside>>>()?;
    let mut taken = tell(&ids, &standings, &intakes);
    for ((taken, said), aside) in taken.iter_mut().zip(said).zip(asides) {
        taken.is_known = said != Said::Nothing;
        taken.is_corrected = said == Said::Otherwise && taken.standing != Standing::Unchanged;
        taken.aside = aside;
    }
    if !intakes.is_empty() || !visits.is_empty() {
        watch.at(Stage::Storing, before.done, None);
        store.put(
            &Batch {
                intakes,
                visits,
                lease: None,
            },
            SystemTime::now(),
        )?;
    }
    Ok(taken)
}

/// What was said of the same bytes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// They are new.
    Nothing,
    /// Nothing else of where they come from.
    Same,
    /// Another province or agency.
    Otherwise,
}

/// The contexts of arrivals with what is known of their origin: a file given again without its province is still
/// of the province that was said. What is said now holds over what was said of the same file before.
fn completed(
    store: &Store,
    arrivals: &[Arrival],
    ids: &[CaptureId],
) -> Result<(Vec<Context>, Vec<Said>)> {
    let mut completed = Vec::with_capacity(arrivals.len());
    let mut said = Vec::with_capacity(arrivals.len());
    for (arrival, id) in arrivals.iter().zip(ids) {
        let known = store.provenance(*id)?;
        let mut own = arrival.context.clone();
        let same = known
            .iter()
            .map(|known| &known.context)
            .find(|before| is_same_place(before, &own));
        if let Some(before) = same {
            own.province = own.province.take().or_else(|| before.province.clone());
            own.agency = own.agency.take().or_else(|| before.agency.clone());
        }
        said.push(match same {
            _ if known.is_empty() => Said::Nothing,
            Some(before) if before.province != own.province || before.agency != own.agency => {
                Said::Otherwise
            }
            _ => Said::Same,
        });
        completed.push(own);
    }
    Ok((completed, said))
}

fn is_same_place(one: &Context, other: &Context) -> bool {
    (&one.file, &one.url, &one.portal) == (&other.file, &other.url, &other.portal)
}

/// What the store, or an earlier arrival of this very batch, knows of each.
fn standings(store: &Store, contexts: &[Context], ids: &[CaptureId]) -> Result<Vec<Standing>> {
    let mut before: BTreeMap<CaptureId, Vec<&Context>> = BTreeMap::new();
    let mut standings = Vec::with_capacity(contexts.len());
    for (context, id) in contexts.iter().zip(ids) {
        let met = before.entry(*id).or_default();
        let standing = match store.standing(*id, context)? {
            _ if met.contains(&context) => Standing::Unchanged,
            Standing::New if !met.is_empty() => Standing::NewContext,
            standing => standing,
        };
        met.push(context);
        standings.push(standing);
    }
    Ok(standings)
}

/// What is to be read of one capture, and in which light.
struct Fresh {
    /// Positions of the arrivals that brought something new, the first holding the bytes.
    arrivals: Vec<usize>,
    is_new: bool,
    context: Context,
    /// What people said of these bytes before.
    corrections: Vec<Correction>,
}

fn plan(
    store: &Store,
    contexts: &[Context],
    ids: &[CaptureId],
    standings: &[Standing],
) -> Result<Vec<(CaptureId, Fresh)>> {
    let mut fresh: BTreeMap<CaptureId, Vec<usize>> = BTreeMap::new();
    for (position, (id, standing)) in ids.iter().zip(standings).enumerate() {
        if *standing != Standing::Unchanged {
            fresh.entry(*id).or_default().push(position);
        }
    }
    fresh
        .into_iter()
        .map(|(id, positions)| {
            let stays = |known: &Context| {
                let mut now = positions.iter().map(|at| &contexts[*at]);
                !now.any(|now| is_same_place(known, now))
            };
            let known: Vec<Provenance> = store.provenance(id)?;
            let is_new = known.is_empty();
            let known = known.into_iter().map(|known| known.context);
            let more = positions.iter().map(|at| contexts[*at].clone());
            let all: Vec<Context> = known.filter(stays).chain(more).collect();
            let fresh = Fresh {
                corrections: store.corrections_of(id)?,
                is_new,
                context: context::agreed(&all),
                arrivals: positions,
            };
            Ok((id, fresh))
        })
        .collect()
}

fn intake(
    library: &Library,
    (blobs, in_hand): (&Blobs, &InHand),
    (arrivals, contexts): (&[Arrival], &[Context]),
    id: CaptureId,
    fresh: &Fresh,
) -> Result<Intake> {
    let first = &arrivals[fresh.arrivals[0]];
    if fresh.is_new {
        blobs.put(&first.bytes, reading::packing(&first.bytes))?;
    }
    let body = Body {
        id,
        bytes: &first.bytes,
        content_type: first.validators.content_type.as_deref(),
    };
    let limits = reading::limits_of_library(&library.config);
    let context = &fresh.context;
    let mut reading = suspects::read(in_hand, &body, context, &limits, library.authority);
    correcting::apply(&mut reading, &fresh.corrections, context, library.authority);
    Ok(Intake {
        capture: id,
        bytes: first.bytes.len() as u64,
        media_type: reading.record.media_type.clone(),
        provenance: fresh
            .arrivals
            .iter()
            .map(|at| provenance(&arrivals[*at], &contexts[*at]))
            .collect(),
        reading,
    })
}

fn provenance(arrival: &Arrival, context: &Context) -> Provenance {
    Provenance {
        context: context.clone(),
        validators: arrival.validators.clone(),
        fetched_at: arrival.fetched_at,
    }
}

fn tell(ids: &[CaptureId], standings: &[Standing], intakes: &[Intake]) -> Vec<Taken> {
    let read: BTreeMap<CaptureId, &Intake> = intakes
        .iter()
        .map(|intake| (intake.capture, intake))
        .collect();
    let mut counted = BTreeSet::new();
    ids.iter()
        .zip(standings)
        .map(|(id, standing)| {
            let record = read.get(id).map(|intake| &intake.reading.record);
            let record = record.filter(|_| *standing != Standing::Unchanged);
            let first = record.filter(|_| counted.insert(*id));
            Taken {
                capture: *id,
                standing: *standing,
                citations: first.map_or(0, |record| record.citations.len() as u64),
                tasks: first.map_or(0, |record| record.tasks.len() as u64),
                trouble: record.and_then(reading::trouble).map(str::to_owned),
                is_known: false,
                is_corrected: false,
                aside: Aside::default(),
            }
        })
        .collect()
}
