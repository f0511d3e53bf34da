//! A library of a hundred thousand works on the disk: how long linking takes with the store under
//! it, how long one more document takes, and how fast reports answer.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant, SystemTime};

use kehoach::authority::Authority;
use kehoach::config::Config;
use kehoach::link;
use kehoach::pipeline::{Library, Silent, Watch};
use kehoach::store::{Access, Batch, ClearText, Intake, Provenance, Reading, Store, Validators};
use rayon::prelude::*;

use super::{Given, World};

/// Captures acknowledged together while the library is filled.
const BATCH: usize = 1_000;
/// Documents that come one by one at the end.
const LATE: usize = 20;

/// Fills a library with a world and tells how long everything took.
pub fn run(world: &World, folder: &Path) -> String {
    let mut told = String::new();
    let citations: usize = world.given.iter().map(|it| it.record.citations.len()).sum();
    let _ = writeln!(
        told,
        "{} captures, {citations} citations",
        world.given.len()
    );
    let (early, late) = world.given.split_at(world.given.len() - LATE);
    let mut store = Store::open(folder, Access::Write).expect("a store");
    let (_, filling) = timed(|| early.chunks(BATCH).for_each(|chunk| put(&mut store, chunk)));
    let _ = writeln!(told, "records stored        {:.1} s", filling.as_secs_f64());
    drop(store);
    let library = Library::open(Config::in_folder(folder), Access::Write).expect("a library");
    let never = AtomicBool::new(false);
    let watch = Watch {
        progress: &Silent,
        stop: &never,
    };
    let (_, linking) = timed(|| library.link_pending(watch).expect("links"));
    let _ = writeln!(told, "works, links, parents {:.1} s", linking.as_secs_f64());
    drop(library);
    let mut each: Vec<Duration> = late.iter().map(|given| one_more(folder, given)).collect();
    each.sort();
    let _ = writeln!(
        told,
        "one more document     median {:.1} ms, slowest {:.1} ms",
        each[LATE / 2].as_secs_f64() * 1e3,
        each[LATE - 1].as_secs_f64() * 1e3
    );
    reports(&mut told, world, folder);
    told
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let made = work();
    (made, begun.elapsed())
}

fn put(store: &mut Store, chunk: &[Given]) {
    let intakes: Vec<Intake> = chunk.par_iter().map(intake).collect();
    let batch = Batch {
        intakes,
        ..Batch::default()
    };
    store.put(&batch, SystemTime::UNIX_EPOCH).expect("puts");
}

fn intake(given: &Given) -> Intake {
    let members = link::members(&given.record, &given.context, Authority::bundled());
    Intake {
        capture: given.record.sha256.parse().expect("a hash"),
        bytes: given.record.bytes,
        media_type: given.record.media_type.clone(),
        provenance: vec![Provenance {
            context: given.context.clone(),
            validators: Validators::default(),
            fetched_at: SystemTime::UNIX_EPOCH,
        }],
        reading: Reading {
            record: given.record.clone(),
            members,
            text: ClearText::default(),
            extractor: "bench".to_owned(),
        },
    }
}

/// From a record to its links in the store. The library lets go of the folder for it.
fn one_more(folder: &Path, given: &Given) -> Duration {
    let never = AtomicBool::new(false);
    let watch = Watch {
        progress: &Silent,
        stop: &never,
    };
    let mut store = Store::open(folder, Access::Write).expect("a store");
    let (_, putting) = timed(|| put(&mut store, std::slice::from_ref(given)));
    drop(store);
    let library = Library::open(Config::in_folder(folder), Access::Write).expect("a library");
    let (_, linking) = timed(|| library.link_pending(watch).expect("links"));
    putting + linking
}

fn reports(told: &mut String, world: &World, folder: &Path) {
    let library = Library::open(Config::in_folder(folder), Access::Read).expect("a library");
    let middle = &world.given[world.given.len() / 2].record;
    let file = middle.file.as_str();
    let issuer = middle.identity.issuer.as_deref().unwrap_or_default();
    let agency = format!(
        "{issuer} {}",
        middle.identity.place.as_deref().unwrap_or_default()
    );
    let mut tell = |name: &str, took: Duration| {
        let _ = writeln!(told, "report {name:<14} {:.1} ms", took.as_secs_f64() * 1e3);
    };
    tell(
        "coverage",
        timed(|| library.coverage(file).expect("rows")).1,
    );
    tell(
        "gaps",
        timed(|| library.gaps(&agency, 2021).expect("rows")).1,
    );
    tell("wanted", timed(|| library.wanted_rows(50).expect("rows")).1);
    tell(
        "diff",
        timed(|| {
            library
                .diff(file, &world.given[0].record.file)
                .expect("rows")
        })
        .1,
    );
    tell("series", timed(|| library.series(file).expect("rows")).1);
    tell(
        "matrix",
        timed(|| library.matrix(Some(file)).expect("rows")).1,
    );
    tell(
        "anomalies (1000)",
        timed(|| library.anomalies(1_000).expect("rows")).1,
    );
}
