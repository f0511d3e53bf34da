//! A small fixed run of each long one (`make bench`, `make bench-large`, `make peers`), so that they
//! work on the day somebody wants their figures.

#[path = "../benches/peers/engines.rs"]
mod engines;
#[path = "../benches/peers/full_text.rs"]
mod full_text;
#[path = "../benches/peers/pdf_text.rs"]
mod pdf_text;
#[path = "../benches/whole/run.rs"]
mod run;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use crate::generated::{Generator, SEED};
use crate::machine;
use run::{Plan, Run};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn generated_documents_are_the_same_every_time_and_bear_their_own_numbers() {
    let (one, other) = (Generator::new(root(), SEED), Generator::new(root(), SEED));
    let mut names = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    for index in (0..2_000).chain([999_999]) {
        let paper = one.paper(index);
        if index % 97 == 0 {
            assert_eq!(paper.bytes, other.paper(index).bytes, "document {index}");
        }
        assert!(names.insert(paper.name), "document {index}");
        let key = (paper.issuer, paper.number, paper.issued_on[..4].to_owned());
        assert!(numbers.insert(key), "document {index}");
    }
}

#[test]
fn generated_documents_are_read_as_what_they_are() {
    let generator = Generator::new(root(), SEED);
    for paper in generator.papers(0..40) {
        let record = crate::score::record_of(&paper.bytes, &paper.name);
        assert_eq!(
            record.identity.number.as_deref(),
            Some(&*paper.number),
            "{}",
            paper.name
        );
        let issued_on = record.identity.issued_on.as_deref();
        assert_eq!(issued_on, Some(&*paper.issued_on), "{}", paper.name);
        assert!(!record.citations.is_empty(), "{}", paper.name);
    }
}

#[test]
fn a_whole_run_takes_up_where_it_was_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = |documents| Plan {
        folder: folder.path().join("run"),
        documents,
        asked: 1,
        ..Plan::new(root(), Path::new(env!("CARGO_BIN_EXE_kehoach")))
    };
    println!("{}", machine::described());
    let out_of_time = Plan {
        time: Duration::ZERO,
        ..plan(30)
    };
    let mut run = Run::fresh(out_of_time).expect("begins");
    run.go().expect("runs");
    assert_eq!(run.done.documents, 0);
    for documents in [24, 40] {
        let mut run = Run::resumed(plan(documents)).expect("begins");
        run.go().expect("runs");
        assert_eq!(run.done.documents, documents);
        assert!(0 < run.done.bytes && run.summary().contains("docs/s"));
        let is_known = cfg!(target_os = "linux");
        assert_eq!(
            0 < run.done.peak_bytes,
            is_known,
            "peak memory of the child"
        );
    }
}

#[test]
fn other_programs_are_compared_or_said_to_be_absent() {
    let folder = tempfile::tempdir().expect("a folder");
    println!("{}", pdf_text::compare(root(), 3));
    let peers = folder.path().join("peers");
    let table = full_text::compare(root(), &peers, 40, 1).expect("compares");
    println!("{table}");
    assert!(
        table.contains("comes first: 10") || table.contains("left out"),
        "{table}"
    );
}
