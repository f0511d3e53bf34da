//! Gains and losses against another revision, item by item.
//!
//! Its predictions are judged by today's scorer against today's gold, so that only the reading
//! differs. `.ci/score` builds the revision, has it read, and names it here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::gold::{self, Prediction};
use super::measure::Scores;
use super::reading::{Example, Set};
use super::{Judged, judge, same_file, sum};

/// One document under both revisions.
struct Change<'a> {
    file: &'a str,
    set: Set,
    /// Wrong at the base and right now.
    gained: Vec<String>,
    lost: Vec<String>,
}

/// Prints what `judged` gained and lost against the revision in `KEHOACH_SCORE_BASE`.
pub fn compare(examples: &[Example], judged: &[Judged], name: &str) {
    let Some(commit) = std::env::var("KEHOACH_SCORE_BASE")
        .ok()
        .filter(|it| !it.is_empty())
    else {
        return;
    };
    let printed = PathBuf::from(format!("target/score/{commit}-{name}.jsonl"));
    if !printed.exists() {
        println!("bỏ qua: chưa có {}", printed.display());
        return;
    }
    let predictions = gold::predictions(&printed);
    let short = commit.get(..10).unwrap_or(&commit);
    println!("\n{name}: gained and lost against {short}");
    let (changes, before) = changes(examples, judged, &predictions);
    for change in &changes {
        tell(change);
    }
    let counts = |of: fn(&Change) -> usize| changes.iter().map(of).sum::<usize>();
    println!(
        "  {} gained, {} lost",
        counts(|change| change.gained.len()),
        counts(|change| change.lost.len())
    );
    for (measure, value) in sum(judged).all() {
        let earlier = before.all().get(measure).copied().unwrap_or(value);
        if (value - earlier).abs() > f64::EPSILON {
            println!("  {measure:<42} {earlier:.4} → {value:.4}");
        }
    }
}

fn changes<'a>(
    examples: &'a [Example],
    judged: &[Judged],
    predictions: &[Prediction],
) -> (Vec<Change<'a>>, Scores) {
    let mut before = Scores::default();
    let mut changes = Vec::new();
    for (example, now) in examples.iter().zip(judged) {
        let mut items = Vec::new();
        let earlier = predictions
            .iter()
            .find(|it| same_file(&it.file, &example.gold.file));
        before.add(&judge(&example.gold, earlier, &mut items));
        // A document that the base did not have is no gain.
        if earlier.is_some() {
            changes.push(Change {
                file: &example.gold.file,
                set: example.set,
                gained: without(&items, &now.items),
                lost: without(&now.items, &items),
            });
        }
    }
    (changes, before)
}

/// The items of `of` that are not in `other`, each as often as it is more often there.
fn without(of: &[String], other: &[String]) -> Vec<String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for item in other {
        *left.entry(item).or_default() += 1;
    }
    let is_more = |item: &&String| match left.get_mut(item.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    of.iter().filter(is_more).cloned().collect()
}

fn tell(change: &Change) {
    let (gained, lost) = (change.gained.len(), change.lost.len());
    if gained + lost == 0 {
        return;
    }
    let file = Path::new(change.file);
    println!("  {}: {gained} gained, {lost} lost", file.display());
    // Who reads the items of the blind set tunes the rules on them.
    if change.set == Set::Blind {
        return;
    }
    for (sign, items) in [("+", &change.gained), ("-", &change.lost)] {
        for item in items {
            println!("    {sign} {item}");
        }
    }
}

#[test]
fn what_is_wrong_in_one_revision_only_is_gained_or_lost() {
    let items = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    let (before, now) = (items(&["a", "a", "b"]), items(&["a", "c"]));
    assert_eq!(without(&before, &now), items(&["a", "b"]));
    assert_eq!(without(&now, &before), items(&["c"]));
}
