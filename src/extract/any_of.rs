//! One of several fixed phrases in a stretch of text, looked for in one pass.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::text::{fold_char, opens_folded};

/// True if `text` begins with one of `openings`.
pub(super) fn opens_with(text: &str, openings: &[&str]) -> bool {
    without_opening(text, openings).is_some()
}

/// What follows the first of `openings` that `text` begins with. A look at one byte refuses most, and a call for each takes
/// longer.
pub(super) fn without_opening<'a>(text: &'a str, openings: &[&str]) -> Option<&'a str> {
    let first = text.as_bytes().first()?;
    let mut alike = openings
        .iter()
        .filter(|opening| opening.as_bytes().first() == Some(first));
    alike.find_map(|opening| text.strip_prefix(opening))
}

/// True if `text` folded begins with one of `openings`, which are: its first letter refuses most.
pub(super) fn opens_folded_with(text: &str, openings: &[&str]) -> bool {
    let first = text.chars().find_map(fold_char);
    let mut alike = openings
        .iter()
        .filter(|opening| opening.chars().next() == first);
    alike.any(|opening| opens_folded(text, opening))
}

/// Phrases as one automaton.
pub(super) struct AnyOf(AhoCorasick);

impl AnyOf {
    pub fn new(phrases: &[&str]) -> AnyOf {
        // No byte of these phrases is rare in the language: a search for one first takes longer than the automaton.
        let built = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .prefilter(false)
            .build(phrases);
        AnyOf(built.unwrap_or_else(|error| panic!("fixed phrases make one automaton: {error}")))
    }

    /// Where the first of the phrases in `text` starts.
    pub fn first_in(&self, text: &str) -> Option<usize> {
        let found = self.0.find_overlapping_iter(text);
        found.map(|found| found.start()).min()
    }

    /// Where the last of the phrases in `text` starts.
    pub fn last_in(&self, text: &str) -> Option<usize> {
        let found = self.0.find_overlapping_iter(text);
        found.map(|found| found.start()).max()
    }

    /// Which of the phrases stand in `text`: a bit for each of no more than 64, by its place in the list.
    pub fn all_in(&self, text: &str) -> u64 {
        let found = self.0.find_overlapping_iter(text);
        found.fold(0, |all, found| all | 1 << found.pattern().as_usize())
    }

    /// True if one of the phrases stands anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}
