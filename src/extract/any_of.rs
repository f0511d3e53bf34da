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

    /// True if one of the phrases stands anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}
