//! One batch of bodies through reading and into the store, acknowledged whole.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::extract::Context;
use crate::fetch::Visit;
use crate::store::{Batch, Blobs, CaptureId, Intake, Provenance, Standing, Store, Validators};

use super::reading::{self, Body};
use super::{Library, Result, Stage, Watch, context};

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
}

/// Reads a batch and puts it. Acknowledged when this returns: one [`Taken`] per arrival, in order.
pub(super) fn take(
    library: &Library,
    store: &mut Store,
    arrivals: &[Arrival],
    visits: Vec<Visit>,
    watch: &Watch,
    done: u64,
) -> Result<Vec<Taken>> {
    let ids = library.pool.install(|| {
        arrivals
            .par_iter()
            .map(|arrival| CaptureId::of(&arrival.bytes))
            .collect::<Vec<_>>()
    });
    let standings = standings(store, arrivals, &ids)?;
    let plan = plan(store, arrivals, &ids, &standings)?;
    let blobs = store.blobs();
    let intakes = library.pool.install(|| {
        plan.par_iter()
            .map(|(id, fresh)| intake(library, blobs, arrivals, *id, fresh))
            .collect::<Result<Vec<Intake>>>()
    })?;
    let taken = tell(&ids, &standings, &intakes);
    if !intakes.is_empty() || !visits.is_empty() {
        watch.at(Stage::Storing, done, None);
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

/// What the store, or an earlier arrival of this very batch, knows of each.
fn standings(store: &Store, arrivals: &[Arrival], ids: &[CaptureId]) -> Result<Vec<Standing>> {
    let mut before: BTreeMap<CaptureId, Vec<&Context>> = BTreeMap::new();
    let mut standings = Vec::with_capacity(arrivals.len());
    for (arrival, id) in arrivals.iter().zip(ids) {
        let met = before.entry(*id).or_default();
        let standing = match store.standing(*id, &arrival.context)? {
            _ if met.contains(&&arrival.context) => Standing::Unchanged,
            Standing::New if !met.is_empty() => Standing::NewContext,
            standing => standing,
        };
        met.push(&arrival.context);
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
}

fn plan(
    store: &Store,
    arrivals: &[Arrival],
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
            let known = store.provenance(id)?.into_iter().map(|known| known.context);
            let more = positions
                .iter()
                .map(|position| arrivals[*position].context.clone());
            let contexts: Vec<Context> = known.chain(more).collect();
            let fresh = Fresh {
                is_new: contexts.len() == positions.len(),
                context: context::agreed(&contexts),
                arrivals: positions,
            };
            Ok((id, fresh))
        })
        .collect()
}

fn intake(
    library: &Library,
    blobs: &Blobs,
    arrivals: &[Arrival],
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
    let reading = reading::read(&body, &fresh.context, &limits, library.authority);
    Ok(Intake {
        capture: id,
        bytes: first.bytes.len() as u64,
        media_type: reading.record.media_type.clone(),
        provenance: fresh
            .arrivals
            .iter()
            .map(|at| provenance(&arrivals[*at]))
            .collect(),
        reading,
    })
}

fn provenance(arrival: &Arrival) -> Provenance {
    Provenance {
        context: arrival.context.clone(),
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
            }
        })
        .collect()
}
