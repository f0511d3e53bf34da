//! Records and gold in; how much of the truth was found, measure by measure, out.
//!
//! `corpus/` is measured, not passed: the floor of every measure is kept in `fixtures/score.json`
//! and a drop fails, with each missed and each invented item. Three sets stand apart: *blind*
//! (annotated before there was a program; its items are not printed, because who reads them tunes
//! the rules on them), *seen*, and *scan*, which is measured where tesseract is installed.
//!
//! What counts as found is said in [`citations`], [`identity`] and [`tasks`]; it is the measure that
//! the annotation rules define, so that figures of other programs and of other days compare.
//! [`base`] tells what another revision found and this one does not, and the other way round.
//! Spelling is compared by [`spelling`] and not by the room `text`, which is among what is measured.

mod base;
mod citations;
mod floor;
mod gold;
mod identity;
mod measure;
mod reading;
mod references;
mod spelling;
mod tasks;

use std::path::{Path, PathBuf};

use gold::{Gold, Prediction};
use measure::{Scores, Side};
use reading::{Example, Set};
pub use reading::{published_files, record_of};

/// A measure may lie this much under its floor: rounding, and one task in five hundred.
const SLACK: f64 = 0.002;

#[test]
fn the_corpus_is_read_as_well_as_before() {
    let examples = reading::corpus();
    let judged = judge_all(&examples);
    reading::keep(&judged, "corpus");
    let mut drops = Vec::new();
    let mut sets = Vec::new();
    for set in [Set::Blind, Set::Seen, Set::Scan] {
        let scores = sum(judged.iter().filter(|judged| judged.set == set));
        println!(
            "\n{} ({} documents)\n{scores}",
            set.name(),
            count(&judged, set)
        );
        sets.push((set.name(), scores));
    }
    if floor::is_to_be_written() {
        assert!(
            crate::scan::is_there(),
            "without OCR the floors of scans would be lost"
        );
        return floor::write(&sets);
    }
    let floors = floor::read();
    let has_ocr = crate::scan::is_there();
    let held = |set: &str| has_ocr || set != Set::Scan.name();
    for (set, scores) in sets.iter().filter(|(set, _)| held(set)) {
        drops.extend(floor::drops(&floors, set, scores, SLACK));
    }
    print_items(&judged);
    base::compare(&examples, &judged, "corpus");
    for hint in floor::rises(&floors, &sets) {
        println!("{hint}");
    }
    assert!(
        drops.is_empty(),
        "the corpus is read worse than fixtures/score.json says:\n{}",
        drops.join("\n")
    );
}

#[test]
fn real_documents_are_measured_and_the_seeds_lose_no_citation() {
    let Some(real) = std::env::var_os("KEHOACH_REAL").map(PathBuf::from) else {
        println!("bỏ qua: KEHOACH_REAL không được đặt");
        return;
    };
    let examples = reading::real(&real);
    let judged = judge_all(&examples);
    reading::keep(&judged, "real");
    print_items(&judged);
    println!("\nreal ({} documents)\n{}", judged.len(), sum(&judged));
    base::compare(&examples, &judged, "real");
    let seeds = sum(judged.iter().filter(|judged| is_seed(&judged.file)));
    let found = seeds.counts("citations by number");
    assert_eq!(
        (found.found, found.invented, found.missed),
        (18, 0, 0),
        "citations of the seeds found, invented, missed"
    );
}

/// `KEHOACH_GOLD=DIR KEHOACH_PREDICTIONS=FILE.jsonl cargo test --test main -- --ignored --nocapture predictions`
#[test]
#[ignore = "scores records that some program printed: name them in KEHOACH_PREDICTIONS"]
fn printed_predictions_are_measured() {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (Some(gold), Some(printed)) = (named("KEHOACH_GOLD"), named("KEHOACH_PREDICTIONS")) else {
        println!("bỏ qua: KEHOACH_GOLD và KEHOACH_PREDICTIONS không được đặt");
        return;
    };
    let predictions = gold::predictions(&printed);
    let mut scores = Scores::default();
    for gold in gold::all(&gold) {
        let prediction = predictions
            .iter()
            .rev()
            .find(|it| same_file(&it.file, &gold.file));
        let mut items = Vec::new();
        scores.add(&judge(&gold, prediction, &mut items));
    }
    println!("{scores}\n{}", serde_json::json!(scores.all()));
}

#[test]
fn small_cases_are_scored_as_a_person_would() {
    let text = std::fs::read_to_string("fixtures/score/cases.json").expect("the cases are there");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("the cases are JSON");
    for case in cases {
        let scores = judge(&case.gold, Some(&case.prediction), &mut Vec::new());
        for (measure, expected) in &case.expected {
            let side = scores.side(measure);
            assert_eq!(side.as_text(), *expected, "{}: {measure}", case.name);
        }
    }
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    gold: Gold,
    prediction: Prediction,
    /// Measure → `found/invented/missed` or `right/all`.
    expected: std::collections::BTreeMap<String, String>,
}

/// One document, scored.
pub struct Judged {
    file: String,
    set: Set,
    scores: Scores,
    /// What was missed or invented, a line each.
    items: Vec<String>,
    prediction: Prediction,
}

fn judge_all(examples: &[Example]) -> Vec<Judged> {
    examples
        .iter()
        .map(|example| {
            let mut items = Vec::new();
            let scores = judge(&example.gold, Some(&example.prediction), &mut items);
            Judged {
                file: example.gold.file.clone(),
                set: example.set,
                scores,
                items,
                prediction: example.prediction.clone(),
            }
        })
        .collect()
}

/// Scores one document. Without a prediction everything in it is missed.
fn judge(gold: &Gold, prediction: Option<&Prediction>, items: &mut Vec<String>) -> Scores {
    let nothing = Prediction::default();
    let found = prediction.unwrap_or(&nothing);
    let mut scores = Scores::default();
    citations::judge(gold, found, &mut scores, items);
    identity::judge(gold, prediction, &mut scores, items);
    tasks::judge(gold, found, &mut scores, items);
    scores
}

fn sum<'a>(judged: impl IntoIterator<Item = &'a Judged>) -> Scores {
    let mut sum = Scores::default();
    for judged in judged {
        sum.add(&judged.scores);
    }
    sum
}

fn count(judged: &[Judged], set: Set) -> usize {
    judged.iter().filter(|judged| judged.set == set).count()
}

fn print_items(judged: &[Judged]) {
    for judged in judged {
        println!("{}: {}", judged.file, judged.scores.in_short());
        if matches!(judged.set, Set::Blind | Set::Scan) {
            continue;
        }
        for item in &judged.items {
            println!("    {item}");
        }
    }
}

fn is_seed(file: &str) -> bool {
    Path::new(file).starts_with("seeds")
}

fn same_file(a: &str, b: &str) -> bool {
    Path::new(a).file_name() == Path::new(b).file_name()
}

impl Side {
    fn as_text(self) -> String {
        match self {
            Side::Counts(c) => format!("{}/{}/{}", c.found, c.invented, c.missed),
            Side::Share(s) => format!("{}/{}", s.right, s.all),
        }
    }
}
