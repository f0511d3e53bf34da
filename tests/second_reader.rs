//! The second PDF reader, in a worker: what only it reads is read, the record says so, and whatever
//! becomes of it costs a diagnostic.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use kehoach::parse::{
    Document, Hint, Limits, Ocr, ReadBy, Rereading, TextSource, Why, Worker, parse,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_kehoach");

/// Fonts without map and encoding, whose compact programs name the glyphs.
const COMPACT: &str = "fixtures/pdf/generated/compact-cong-van.pdf";

/// With workers of this kind. Where the second reader reads, OCR is not asked.
fn read(worker: Option<Worker>, ocr: Ocr) -> Document {
    let limits = Limits {
        ocr,
        worker,
        ..Limits::default()
    };
    parse(
        &fs::read(COMPACT).expect("the set is whole"),
        &Hint::default(),
        &limits,
    )
}

fn codes(document: &Document) -> Vec<&str> {
    let diagnostics = document.diagnostics.iter();
    diagnostics
        .map(|diagnostic| diagnostic.code.as_str())
        .collect()
}

#[test]
fn glyphs_that_only_a_compact_font_program_names_are_read() {
    let document = read(Some(Worker::new(PROGRAM)), Ocr::Auto);
    assert!(document.text.contains("Số: 412/PGDĐT-CM"));
    assert_eq!(document.quality.source, TextSource::Repaired);
    assert_eq!(codes(&document), ["pdf_second_reader"]);
    let [reading] = document.quality.readings.as_slice() else {
        panic!("{:?}", document.quality.readings);
    };
    let Rereading {
        by,
        why,
        pages,
        before,
        after,
    } = reading;
    assert_eq!((*by, *why), (ReadBy::SecondReader, Why::NoMap));
    assert_eq!((pages.as_slice(), *before), (&[1u32][..], None));
    assert!(after.is_some_and(|share| 0.95 < share), "{after:?}");
}

#[test]
fn without_a_worker_it_is_not_asked() {
    let document = read(None, Ocr::Never);
    assert!(document.text.is_empty() && document.quality.readings.is_empty());
    assert!(codes(&document).contains(&"pdf_unmapped_text"));
}

#[test]
fn whatever_becomes_of_it_the_first_reading_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = read(None, Ocr::Never);
    for (index, (script, is_told)) in [
        ("kill -ABRT $$", true),
        ("kill -SEGV $$", true),
        ("sleep 600", true),
        ("exec tail -n 1 /dev/zero", true),
        ("exit 4", true),
        // Nothing reads better.
        ("exit 3", false),
        // Not what a worker answers.
        ("echo rubbish", false),
        ("head -c 100000 /dev/urandom", false),
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder.path().join(format!("worker-{index}.sh"));
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("writes");
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("allows");
        let worker = Worker {
            time_max: Duration::from_secs(1),
            memory_max: 128 << 20,
            ..Worker::new(path)
        };
        let document = read(Some(worker), Ocr::Never);
        assert_eq!(
            (&document.text, &document.quality),
            (&first.text, &first.quality),
            "{script}"
        );
        let told = codes(&document).contains(&"pdf_second_reader_crashed");
        assert_eq!(told, is_told, "{script}: {:?}", document.diagnostics);
        let others = document.diagnostics.len() - usize::from(told);
        assert_eq!(others, first.diagnostics.len(), "{script}");
    }
}
