//! Which found task is which task of gold.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::score::gold::{GoldTask, Task};
use crate::score::spelling;

/// Below this two texts are two tasks.
const LIKENESS_MIN: f64 = 0.55;

/// Share of an anchor's words that a text must open with, where it does not hold the anchor whole.
const WORDS_MIN: f64 = 0.7;

/// What an anchor without its subject is worth less: the whole one is to win where both fit.
const WITHOUT_SUBJECT: f64 = 0.02;

/// For each task of gold, the index of its partner.
pub fn align(gold: &[GoldTask], found: &[Task]) -> Vec<Option<usize>> {
    let anchors: Vec<Vec<Opening>> = gold.iter().map(openings).collect();
    let texts: Vec<Opening> = found.iter().map(|task| Opening::of(&task.text)).collect();
    let mut pairs = Vec::new();
    for (g, anchors) in anchors.iter().enumerate() {
        for (f, text) in texts.iter().enumerate() {
            let likeness = likeness(anchors, text);
            if LIKENESS_MIN <= likeness {
                let place = |index: usize, len: usize| index as f64 / len.max(1) as f64;
                let away = (place(g, gold.len()) - place(f, found.len())).abs();
                let rank = (Reverse(steps(likeness)), steps(away), gold[g].optional);
                pairs.push((rank, g, f));
            }
        }
    }
    pairs.sort_unstable();
    let mut partner = vec![None; gold.len()];
    let mut is_taken = vec![false; found.len()];
    for (_, g, f) in pairs {
        if partner[g].is_none() && !is_taken[f] {
            partner[g] = Some(f);
            is_taken[f] = true;
        }
    }
    partner
}

/// Ten-thousandths, so that equal figures are equal whatever the order of additions.
fn steps(value: f64) -> i64 {
    (value * 10_000.0).round_ties_even() as i64
}

/// A text as words, and the same as one string with single blanks.
struct Opening {
    words: Vec<String>,
    text: String,
    chars: usize,
}

impl Opening {
    fn of(text: &str) -> Opening {
        let words = spelling::words(text);
        let text = words.join(" ");
        let chars = text.chars().count();
        Opening { words, text, chars }
    }
}

/// The anchor, then the ways to write it without its subject.
fn openings(task: &GoldTask) -> Vec<Opening> {
    let anchors = std::iter::once(&task.anchor).chain(&task.anchor_alt);
    anchors.map(|anchor| Opening::of(anchor)).collect()
}

fn likeness(anchors: &[Opening], text: &Opening) -> f64 {
    let mut best: f64 = 0.0;
    for (index, anchor) in anchors.iter().enumerate() {
        if anchor.words.is_empty() || text.words.is_empty() {
            continue;
        }
        let likeness = likeness_of(anchor, text);
        let less = if index == 0 { 0.0 } else { WITHOUT_SUBJECT };
        if 0.0 < likeness {
            best = best.max(likeness - less);
        }
    }
    best
}

/// How surely `text` is the task that opens with `anchor`.
fn likeness_of(anchor: &Opening, text: &Opening) -> f64 {
    /// An anchor this long is not the beginning of two tasks.
    const TELLING_CHARS: usize = 60;
    /// The subject that a program may have kept before the anchor is no longer.
    const SUBJECT_CHARS: usize = 80;
    /// A short anchor inside a text three times its length may stand there by chance.
    const SHORT_CHARS: usize = 30;

    if text.text.starts_with(&anchor.text) {
        // No more than half as long again, and ten letters: 2 × text ≤ 3 × anchor + 20.
        let fits = 2 * text.chars <= 3 * anchor.chars + 20;
        return if TELLING_CHARS <= anchor.chars || fits {
            1.0
        } else {
            0.9
        };
    }
    if let Some(at) = text.text.find(&anchor.text) {
        let before = text.text[..at].chars().count();
        let is_chance = anchor.chars < SHORT_CHARS && 3 * anchor.chars < text.chars;
        return match (is_chance, before <= SUBJECT_CHARS) {
            (true, _) => 0.72,
            (false, true) => 0.95,
            (false, false) => 0.85,
        };
    }
    if anchor.text.contains(&text.text) && anchor.chars <= 2 * text.chars {
        return 0.9;
    }
    let shared = share_of_words(anchor, text);
    if WORDS_MIN <= shared && 3 <= text.words.len() {
        0.8 * shared
    } else {
        0.0
    }
}

/// The share of the anchor's words that the opening of `text` holds. The last word of an anchor may
/// be cut, so it does not count where there are enough others.
fn share_of_words(anchor: &Opening, text: &Opening) -> f64 {
    let whole = match anchor.words.len() {
        len if 4 < len => &anchor.words[..len - 1],
        _ => &anchor.words[..],
    };
    let opening = text.words.iter().take(2 * anchor.words.len() + 5);
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in opening {
        *left.entry(word).or_default() += 1;
    }
    let mut shared = 0;
    for word in whole {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| 0 < **count) {
            *count -= 1;
            shared += 1;
        }
    }
    f64::from(shared) / whole.len().max(1) as f64
}
