//! The straightforward way to find citations, to be compared with: one expression a pattern, each run over all of the
//! text. The same list is given to Python (`peers/citations.py`).

use std::cmp::Reverse;

use regex::Regex;

pub struct PerPattern(Vec<Regex>);

impl PerPattern {
    pub fn new() -> PerPattern {
        let lines = include_str!("patterns.txt").lines();
        let patterns = lines.filter(|line| !line.is_empty());
        PerPattern(
            patterns
                .map(|pattern| Regex::new(pattern).expect("a fixed pattern"))
                .collect(),
        )
    }

    /// Matches in order, the longer of two that overlap.
    pub fn find(&self, text: &str) -> usize {
        let mut found: Vec<(usize, usize, Vec<String>)> = Vec::new();
        for pattern in &self.0 {
            for captures in pattern.captures_iter(text) {
                let groups = captures.iter().skip(1).flatten();
                let groups = groups.map(|group| group.as_str().to_owned()).collect();
                if let Some(whole) = captures.get(0) {
                    found.push((whole.start(), whole.end(), groups));
                }
            }
        }
        found.sort_by_key(|it| (it.0, Reverse(it.1)));
        let mut end = 0;
        found.retain(|it| {
            let is_free = end <= it.0;
            end = if is_free { it.1 } else { end };
            is_free
        });
        found.len()
    }
}
