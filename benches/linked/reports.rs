//! How fast a library on the disk answers: its eight reports and the check of a draft.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use kehoach::config::Config;
use kehoach::extract::Record;
use kehoach::pipeline::{self, Given as GivenOrigin, Library, Reader, Silent, Told, Watch};
use kehoach::store::Access;

use super::stored::{Took, timed};
use super::{Target, World, draft};

/// How often each report is asked for.
const TIMES: usize = 5;

/// Times every report, and the check of a draft.
pub fn run(world: &World, folder: &Path) -> String {
    let mut told = String::new();
    reports(&mut told, world, folder);
    check(&mut told, world, folder);
    told
}

fn reports(told: &mut String, world: &World, folder: &Path) {
    let library = Library::open(Config::in_folder(folder), Access::Read).expect("a library");
    let middle = &world.given[world.given.len() / 2].record;
    let (file, other) = (middle.file.as_str(), world.given[0].record.file.as_str());
    let issuer = middle.identity.issuer.as_deref().unwrap_or_default();
    let place = middle.identity.place.as_deref().unwrap_or_default();
    let agency = format!("{issuer} {place}");
    let mut time = |name: &str, rows: &dyn Fn() -> usize| {
        let mut rows_told = 0;
        let mut all: Vec<Took> = (0..TIMES)
            .map(|_| {
                let (rows, took) = timed(rows);
                rows_told = rows;
                took
            })
            .collect();
        all.sort_by_key(|took| took.wall);
        let (median, slowest) = (all[TIMES / 2], all[TIMES - 1]);
        let _ = writeln!(
            told,
            "report {name:<20} median {median}, slowest {slowest}: {rows_told} rows"
        );
    };
    let directive = most_implemented(world);
    time("coverage", &|| rows(library.coverage(directive)).1.len());
    time("gaps", &|| rows(library.gaps(&agency, 2021)).1.len());
    time("wanted (50)", &|| {
        library.wanted_rows(50).expect("rows").len()
    });
    time("diff", &|| rows(library.diff(file, other)).2.len());
    time("series", &|| rows(library.series(file)).1.len());
    time("anomalies (1,000)", &|| {
        library.anomalies(1_000).expect("rows").len()
    });
    time("anomalies, all", &|| {
        library.anomalies(usize::MAX).expect("rows").len()
    });
    time("matrix of a plan", &|| rows(library.matrix(file)).len());
    time("matrix, all", &|| library.workload().expect("rows").len());
    let busiest = library.workload().expect("rows").into_iter();
    let busiest = busiest
        .filter_map(|row| row.owner_id)
        .next()
        .expect("an agency");
    time("calendar, busiest", &|| {
        rows(library.calendar(&busiest, 2024)).1.len()
    });
}

/// The file of the paper that the most others cite.
fn most_implemented(world: &World) -> &str {
    let mut cited: BTreeMap<usize, usize> = BTreeMap::new();
    for one in world.truth.cited.values() {
        if let Target::Paper(at) = one.target {
            *cited.entry(at).or_default() += 1;
        }
    }
    let given = world.given.iter();
    let times = |name: &str| cited.get(&world.truth.carries[name]).copied();
    let most = given.max_by_key(|given| times(&given.record.sha256));
    &most.expect("a world has papers").record.file
}

fn rows<T>(found: Result<Told<T>, pipeline::Error>) -> T {
    match found.expect("rows") {
        Told::Rows(rows) => rows,
        Told::Unknown | Told::Several(_) => panic!("the name means one"),
    }
}

/// A draft of five pages: from its file to a verdict on each citation, as `kehoach check` does it.
fn check(told: &mut String, world: &World, folder: &Path) {
    let own = &world.given[world.given.len() / 2].record;
    let text = draft::text(own, &world.given);
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("du-thao.txt");
    std::fs::write(&file, &text).expect("a draft");
    let never = AtomicBool::new(false);
    let watch = Watch {
        progress: &Silent,
        stop: &never,
    };
    let judge = || {
        let config = Config::in_folder(folder);
        let library = Library::open(config.clone(), Access::Read).expect("a library");
        let reader = Reader::new(config).expect("a reader");
        let mut judged = Vec::new();
        let mut each = |record: Record| -> Result<(), pipeline::Error> {
            judged = library.check(&record, &GivenOrigin::default())?;
            Ok(())
        };
        let given = GivenOrigin::default();
        reader
            .extract(std::slice::from_ref(&file), &given, watch, &mut each)
            .expect("reads");
        judged
    };
    let words = text.split_whitespace().count();
    for time in ["first", "again"] {
        let (judged, took) = timed(judge);
        let mut findings: BTreeMap<String, usize> = BTreeMap::new();
        for one in &judged {
            *findings.entry(format!("{:?}", one.verdict)).or_default() += 1;
        }
        let _ = writeln!(
            told,
            "check, {time}          {took}: {words} words, {} citations {findings:?}",
            judged.len()
        );
    }
}
