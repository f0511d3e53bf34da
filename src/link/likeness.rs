//! How alike two titles are, and two texts.
//!
//! A title is the set of its folded syllables, its figures apart: "Kế hoạch kiểm tra đợt 1" and
//! "… đợt 2" share all but a figure and are two plans. A text is a *sketch*: of the hashes of its
//! three-syllable shingles the [`SKETCH_LEN`] smallest (Broder 1997, bottom-k). The share of common
//! hashes among the smallest of both estimates the Jaccard likeness of the texts; it survives the
//! syllables a scan misreads, and takes 256 bytes.

use std::collections::BTreeSet;

use super::Member;
use crate::extract::Record;
use crate::text::fold_char;

/// Share of common syllables above which two titles name one plan. Titles of one series in two years share all
/// but the year (about 0.93), so figures that differ are a contradiction before this is asked.
pub(super) const ALIKE: f64 = 0.7;

/// Share of common shingles above which two texts are one. A scan with one syllable in twenty
/// misread keeps 0.75 of its shingles; two plans of one agency share a tenth.
pub(super) const TEXT_ALIKE: f64 = 0.35;

/// Hashes kept of a text.
const SKETCH_LEN: usize = 64;

/// Shingles below which a sketch says nothing: a news item of two sentences.
const SHINGLES_MIN: usize = 40;

/// Syllables of a shingle.
const SHINGLE: usize = 3;

/// A title made ready to be compared many times: sorted hashes, each once.
#[derive(Clone, Debug, Default)]
pub struct Title {
    syllables: Vec<u32>,
    /// Figures: years, rounds, quarters. They tell the plans of a series apart.
    figures: Vec<u32>,
}

impl Title {
    pub fn of(text: &str) -> Title {
        let mut title = Title::default();
        each_word(text, |word| {
            let is_figure = word.iter().all(|c| c.is_ascii_digit()) || is_roman(word);
            let into = if is_figure {
                &mut title.figures
            } else {
                &mut title.syllables
            };
            into.push(hash(word));
        });
        for hashes in [&mut title.syllables, &mut title.figures] {
            hashes.sort_unstable();
            hashes.dedup();
        }
        title
    }

    pub(super) fn syllables(&self) -> &[u32] {
        &self.syllables
    }

    /// Both have figures, and they are the same.
    pub(super) fn has_same_figures(&self, other: &Title) -> bool {
        !self.figures.is_empty() && self.figures == other.figures
    }

    /// Jaccard likeness of the syllables; 0 where one has none.
    pub fn likeness(&self, other: &Title) -> f64 {
        share(&self.syllables, &other.syllables)
    }

    /// One title names what the other names: alike or one cut short, and no figure against another.
    pub(super) fn is_alike(&self, other: &Title) -> bool {
        !self.contradicts(other) && (ALIKE <= self.likeness(other) || self.is_cut_of(other))
    }

    /// Both have figures, and neither's are all the other's.
    pub(super) fn contradicts(&self, other: &Title) -> bool {
        !self.figures.is_empty()
            && !other.figures.is_empty()
            && common(&self.figures, &other.figures) < self.figures.len().min(other.figures.len())
    }

    /// Of another subject: hardly a syllable in common, or a figure against another.
    pub(super) fn is_unlike(&self, other: &Title) -> bool {
        const SYLLABLES_MIN: usize = 4;
        const HARDLY: f64 = 0.1;
        let shorter = self.syllables.len().min(other.syllables.len());
        let is_told = SYLLABLES_MIN <= shorter;
        is_told && (self.contradicts(other) || self.likeness(other) < HARDLY)
    }

    /// Six syllables or more, all of them the other's: a citation that stops early.
    fn is_cut_of(&self, other: &Title) -> bool {
        const SYLLABLES_MIN: usize = 6;
        let (short, long) = if self.syllables.len() < other.syllables.len() {
            (&self.syllables, &other.syllables)
        } else {
            (&other.syllables, &self.syllables)
        };
        SYLLABLES_MIN <= short.len() && common(short, long) == short.len()
    }
}

/// Jaccard likeness of two titles as written.
pub(super) fn likeness(left: Option<&str>, right: Option<&str>) -> f64 {
    match (left, right) {
        (Some(left), Some(right)) => Title::of(left).likeness(&Title::of(right)),
        _ => 0.0,
    }
}

/// The words of a record in small: its tasks and the titles of its sections, which drafts, scans and
/// copies share and other plans do not.
pub(super) fn sketch(record: &Record) -> Vec<u32> {
    let tasks = record.tasks.iter().map(|task| task.text.as_str());
    let sections = record.sections.iter().filter_map(|it| it.title.as_deref());
    let mut hashes = BTreeSet::new();
    for part in tasks.chain(sections) {
        let mut words: Vec<u32> = Vec::new();
        each_word(part, |word| words.push(hash(word)));
        let shingles = words.windows(SHINGLE);
        hashes.extend(shingles.map(|words| {
            let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
            fnv(bytes.into_iter())
        }));
    }
    if hashes.len() < SHINGLES_MIN {
        return Vec::new();
    }
    hashes.into_iter().take(SKETCH_LEN).collect()
}

/// Estimated likeness of the texts of two members; `None` where one has too few words.
pub(super) fn of_texts(left: &Member, right: &Member) -> Option<f64> {
    if left.sketch.is_empty() || right.sketch.is_empty() {
        return None;
    }
    let left: BTreeSet<u32> = left.sketch.iter().copied().collect();
    let right: BTreeSet<u32> = right.sketch.iter().copied().collect();
    let smallest: BTreeSet<u32> = left.union(&right).take(SKETCH_LEN).copied().collect();
    let common = smallest
        .iter()
        .filter(|hash| left.contains(hash) && right.contains(hash));
    Some(common.count() as f64 / smallest.len() as f64)
}

fn share(left: &[u32], right: &[u32]) -> f64 {
    let common = common(left, right);
    let all = left.len() + right.len() - common;
    if all == 0 {
        0.0
    } else {
        common as f64 / all as f64
    }
}

/// How many of two sorted lists are in both.
fn common(left: &[u32], right: &[u32]) -> usize {
    let (mut at, mut other, mut count) = (0, 0, 0);
    while at < left.len() && other < right.len() {
        match left[at].cmp(&right[other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                at += 1;
                other += 1;
            }
        }
    }
    count
}

/// Folded words, one after another, without keeping them.
fn each_word(text: &str, mut each: impl FnMut(&[char])) {
    let mut word: Vec<char> = Vec::with_capacity(16);
    for c in text.chars() {
        match fold_char(c) {
            Some(c) if c.is_alphanumeric() => word.push(c),
            Some(_) if !word.is_empty() => {
                each(&word);
                word.clear();
            }
            _ => {}
        }
    }
    if !word.is_empty() {
        each(&word);
    }
}

/// "quý II", "kỳ IV"; a single "i" is a syllable too seldom to matter.
fn is_roman(word: &[char]) -> bool {
    word.len() <= 5 && word.iter().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

fn hash(word: &[char]) -> u32 {
    fnv(word.iter().flat_map(|c| u32::from(*c).to_le_bytes()))
}

/// FNV-1a, folded to 32 bits: the same on every machine.
fn fnv(bytes: impl Iterator<Item = u8>) -> u32 {
    let mixed = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (mixed ^ (mixed >> 32)) as u32
}
