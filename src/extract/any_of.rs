//! One of several fixed phrases in a stretch of text, looked for in one pass.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Phrases as one automaton.
pub(super) struct AnyOf(AhoCorasick);

impl AnyOf {
    pub fn new(phrases: &[&str]) -> AnyOf {
        let built = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
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

    /// True if one of the phrases stands anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}
