//! Scans, read as they are: the drawn ones of `fixtures/scan`, and real ones beside what a person
//! read there. Without tesseract and its Vietnamese model they are skipped, and the test says so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kehoach::authority::Authority;
use kehoach::extract::{self, Context, FileFacts, Identity};
use kehoach::parse::{Document, Hint, Limits, TextSource, parse};
use kehoach::text::syllable_share;
use serde::Deserialize;

#[derive(Deserialize)]
struct Truth {
    doc_type: String,
    number: String,
    issued_on: String,
    issuer: String,
    title: String,
}

/// What was read once is kept between runs.
fn read(file: &Path) -> Document {
    let bytes = std::fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let limits = Limits {
        ocr_cache: Some(PathBuf::from("target/ocr-cache")),
        ..Limits::default()
    };
    let hint = Hint {
        file_name: file.file_name().and_then(|name| name.to_str()),
        ..Hint::default()
    };
    parse(&bytes, &hint, &limits)
}

fn identity(document: &Document) -> Identity {
    let facts = FileFacts {
        file: "quet.jpg",
        sha256: "",
        bytes: 0,
    };
    let context = Context::default();
    extract::extract(document, &context, Authority::bundled(), facts).identity
}

#[test]
fn letterheads_of_drawn_scans_are_read_through_skew_noise_and_seals() {
    if !crate::scan::is_there() {
        return;
    }
    let mut complaints = Vec::new();
    for name in [
        "cong-van-ngay-viet-tay",
        "cong-van-nghieng",
        "ke-hoach-dau-den",
        "ke-hoach-tinh-uy",
        "quyet-dinh-mo",
    ] {
        let folder = Path::new("fixtures/scan");
        let truth = std::fs::read_to_string(folder.join(format!("{name}.json"))).expect("a truth");
        let truth: Truth = serde_json::from_str(&truth).expect("JSON");
        let document = read(&folder.join(format!("{name}.jpg")));
        assert_eq!(document.quality.source, TextSource::Ocr, "{name}");
        let found = identity(&document);
        for (field, truth, found) in [
            ("doc_type", truth.doc_type, found.doc_type),
            ("number", truth.number, found.number),
            ("issued_on", truth.issued_on, found.issued_on),
            ("issuer", truth.issuer, found.issuer),
            ("title", truth.title, found.title),
        ] {
            let is_same = |found: &String| found.to_lowercase() == truth.to_lowercase();
            if !found.as_ref().is_some_and(is_same) {
                complaints.push(format!("{name}: {field}: {truth:?} was read as {found:?}"));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_day_written_by_hand_is_said_to_be_illegible_and_never_invented() {
    if !crate::scan::is_there() {
        return;
    }
    let document = read(Path::new("fixtures/scan/cong-van-ngay-viet-tay.jpg"));
    let context = Context::default();
    let facts = FileFacts {
        file: "quet.jpg",
        sha256: "",
        bytes: 0,
    };
    let record = extract::extract(&document, &context, Authority::bundled(), facts);
    assert_eq!(record.identity.issued_on.as_deref(), Some("2022"));
    let codes: Vec<&str> = record
        .diagnostics
        .iter()
        .map(|one| one.code.as_str())
        .collect();
    assert!(codes.contains(&"date_illegible"), "{codes:?}");
    assert_ne!(
        record.identity.status.map(|status| format!("{status:?}")),
        Some("Draft".into())
    );
}

/// A scan of `KEHOACH_REAL`, what a person read there, and what must be reached.
struct Floor {
    scan: &'static str,
    transcript: Option<&'static str>,
    /// Errors per character, in the order of the transcript, white space as one space.
    cer_max: Option<f64>,
    /// Of words as written, marks and punctuation included.
    f1_min: Option<f64>,
    syllables_min: f32,
}

const FLOORS: [Floor; 4] = [
    Floor {
        scan: "Trangsct__CV-2265-BCT-ATMT-trien-khai.pdf",
        transcript: Some("Trangsct__CV-2265-BCT-ATMT-trien-khai.transcript.txt"),
        cer_max: Some(0.03),
        f1_min: Some(0.97),
        syllables_min: 0.97,
    },
    Floor {
        scan: "Trangsct__TB-1894-ket-qua-sau-kiem-tra-VLNCN-ban-ky.pdf",
        transcript: Some("Trangsct__TB-1894-ket-qua-sau-kiem-tra-VLNCN-ban-ky.txt"),
        cer_max: None,
        f1_min: Some(0.98),
        syllables_min: 0.99,
    },
    Floor {
        scan: "Trangsct__QD-1050-kiem-tra-VLNCN-2026.pdf",
        transcript: Some("Trangsct__QD-1050-kiem-tra-VLNCN-2026.txt"),
        cer_max: None,
        f1_min: Some(0.98),
        syllables_min: 0.99,
    },
    Floor {
        scan: "diepxuan__199-ndcp.signed.pdf",
        transcript: None,
        cer_max: None,
        f1_min: None,
        syllables_min: 0.97,
    },
];

#[test]
fn real_scans_are_read_as_a_person_read_them() {
    let Some(real) = std::env::var_os("KEHOACH_REAL").map(PathBuf::from) else {
        println!("bỏ qua: KEHOACH_REAL không được đặt");
        return;
    };
    if !crate::scan::is_there() {
        return;
    }
    let mut complaints = Vec::new();
    for floor in &FLOORS {
        let document = read(&real.join("real/pdf_scanned").join(floor.scan));
        let said = words(document.text.as_str());
        let share = syllable_share(&said.join(" ")).unwrap_or(0.0);
        let truth = floor.transcript.map(|name| {
            let path = real.join("eval/transcripts").join(name);
            words(&std::fs::read_to_string(path).expect("a transcript"))
        });
        let (cer, f1) = match &truth {
            Some(truth) => (Some(cer(truth, &said)), Some(f1(truth, &said))),
            None => (None, None),
        };
        println!(
            "{}: CER {cer:.4?}, word F1 {f1:.4?}, syllables {share:.4}",
            floor.scan
        );
        let is_low = floor.cer_max.zip(cer).is_some_and(|(most, cer)| most < cer)
            || floor.f1_min.zip(f1).is_some_and(|(least, f1)| f1 < least)
            || share < floor.syllables_min;
        if is_low {
            complaints.push(floor.scan);
        }
    }
    assert!(
        complaints.is_empty(),
        "read worse than they were: {complaints:?}"
    );
}

fn words(text: &str) -> Vec<String> {
    let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
    nfc.normalize(text)
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// Of words as a bag: their order says nothing here.
fn f1(truth: &[String], said: &[String]) -> f64 {
    let mut left: BTreeMap<&str, i32> = BTreeMap::new();
    for word in truth {
        *left.entry(word).or_default() += 1;
    }
    let found = said.iter().filter(|word| {
        let count = left.entry(word.as_str()).or_default();
        *count -= 1;
        0 <= *count
    });
    2.0 * found.count() as f64 / (truth.len() + said.len()) as f64
}

fn cer(truth: &[String], said: &[String]) -> f64 {
    let truth: Vec<char> = truth.join(" ").chars().collect();
    let said: Vec<char> = said.join(" ").chars().collect();
    let mut row: Vec<usize> = (0..=said.len()).collect();
    for (at, letter) in truth.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, other) in said.iter().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[said.len()] as f64 / truth.len().max(1) as f64
}
