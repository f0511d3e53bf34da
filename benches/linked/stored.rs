//! A library of a hundred thousand works on the disk: how long linking takes with the store under
//! it, and how long one more document takes.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant, SystemTime};

use kehoach::authority::Authority;
use kehoach::config::Config;
use kehoach::extract::{Citation, Form, Relation};
use kehoach::link;
use kehoach::pipeline::{Library, Silent, Watch};
use kehoach::store::{Access, Batch, ClearText, Intake, Provenance, Reading, Store, Validators};
use rayon::prelude::*;

use super::{Given, World, reports};

/// What almost every plan of a committee cites.
const EVERYBODYS: &str = "77/2015/QH13";

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
    let filling = timed(|| early.chunks(BATCH).for_each(|chunk| put(&mut store, chunk))).1;
    let _ = writeln!(told, "records stored        {filling}");
    drop(store);
    let library = Library::open(Config::in_folder(folder), Access::Write).expect("a library");
    let never = AtomicBool::new(false);
    let watch = Watch {
        progress: &Silent,
        stop: &never,
    };
    let linking = timed(|| library.link_pending(watch).expect("links")).1;
    let _ = writeln!(told, "works, links, parents {linking}");
    drop(library);
    let _ = writeln!(told, "database              {} MB", size_mb(folder));
    one_by_one(&mut told, folder, late);
    told.push_str(&reports::run(world, folder));
    told
}

/// Documents that come when everything else is linked.
fn one_by_one(told: &mut String, folder: &Path, late: &[Given]) {
    let each: Vec<Took> = late.iter().map(|given| one_more(folder, given)).collect();
    let sorted = |of: fn(&Took) -> Duration| {
        let mut all: Vec<Duration> = each.iter().map(of).collect();
        all.sort();
        all
    };
    for (name, all) in [
        ("wall", sorted(|took| took.wall)),
        ("CPU", sorted(|took| took.cpu)),
    ] {
        let _ = writeln!(
            told,
            "one more document     {name}: median {:.1} ms, slowest {:.1} ms",
            all[LATE / 2].as_secs_f64() * 1e3,
            all[LATE - 1].as_secs_f64() * 1e3
        );
    }
}

/// Has every record cite one law more, as nearly every plan of a committee does.
pub fn cite_one_law(world: &mut World) {
    for given in &mut world.given {
        let citations = &mut given.record.citations;
        let id = citations.len() as u32;
        let law = citations.first().cloned().map(|first| Citation {
            id,
            form: Form::Full,
            quote: format!("Luật số {EVERYBODYS} ngày 19/6/2015"),
            doc_type: Some("Luật".to_owned()),
            number: Some(EVERYBODYS.to_owned()),
            canonical_number: None,
            date: Some("2015-06-19".to_owned()),
            issuer: Some("Quốc hội".to_owned()),
            title: Some("Tổ chức chính quyền địa phương".to_owned()),
            name: None,
            relation: Relation::LegalBasis,
            nested_in: None,
            antecedent: None,
            ..first
        });
        citations.extend(law);
    }
}

fn size_mb(folder: &Path) -> u64 {
    let size = std::fs::metadata(folder.join("kehoach.sqlite")).map_or(0, |it| it.len());
    size >> 20
}

/// By the clock on the wall, and what all threads of this process worked meanwhile.
#[derive(Clone, Copy)]
pub struct Took {
    pub wall: Duration,
    pub cpu: Duration,
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (wall, cpu) = (self.wall.as_secs_f64(), self.cpu.as_secs_f64());
        match wall {
            ..1.0 => write!(f, "{:.1} ms (CPU {:.1} ms)", wall * 1e3, cpu * 1e3),
            _ => write!(f, "{wall:.1} s (CPU {cpu:.1} s)"),
        }
    }
}

pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (begun, before) = (Instant::now(), worked());
    let made = work();
    let took = Took {
        wall: begun.elapsed(),
        cpu: worked() - before,
    };
    (made, took)
}

/// What this process has worked so far, on its own account and the kernel's for it.
fn worked() -> Duration {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the kernel fills a structure of this very type.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
        usage.assume_init()
    };
    let of = |time: libc::timeval| {
        Duration::new(time.tv_sec.unsigned_abs(), 0)
            + Duration::from_micros(time.tv_usec.unsigned_abs())
    };
    of(usage.ru_utime) + of(usage.ru_stime)
}

/// Puts records without bytes into a store.
pub fn put(store: &mut Store, chunk: &[Given]) {
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
fn one_more(folder: &Path, given: &Given) -> Took {
    let never = AtomicBool::new(false);
    let watch = Watch {
        progress: &Silent,
        stop: &never,
    };
    let mut store = Store::open(folder, Access::Write).expect("a store");
    let putting = timed(|| put(&mut store, std::slice::from_ref(given))).1;
    drop(store);
    let library = Library::open(Config::in_folder(folder), Access::Write).expect("a library");
    let linking = timed(|| library.link_pending(watch).expect("links")).1;
    Took {
        wall: putting.wall + linking.wall,
        cpu: putting.cpu + linking.cpu,
    }
}
