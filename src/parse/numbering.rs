//! List labels: a word processor counts them, the file only names the list. "1.", "a)", "Điều 3.", "-".

use std::collections::{HashMap, HashSet};

use super::counting;
use crate::text::legacy::Face;

/// Levels of a list; Word has nine.
pub(super) const LEVELS: usize = 9;

type Counters = [Option<u32>; LEVELS];

/// How the labels of a level look.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub start: u32,
    /// As OOXML names it: "decimal", "lowerLetter", "bullet".
    pub format: String,
    /// `%1.%2)`: the label with the counters of the levels.
    pub text: String,
    /// All counters of the label are written in Arabic digits: "1.1" under "I".
    pub is_legal: bool,
    /// What the font of the label says, where it has one of its own.
    pub face: Option<Face>,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            is_legal: false,
            face: None,
        }
    }
}

/// A label as it is counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    pub text: String,
    pub face: Option<Face>,
}

/// A list: the abstract list that says how it looks, and the levels it starts anew.
#[derive(Default)]
pub(super) struct List {
    pub abstract_id: u32,
    pub starts: HashMap<usize, u32>,
}

#[derive(Default)]
pub(super) struct Numbering {
    pub abstracts: HashMap<u32, Vec<Level>>,
    pub lists: HashMap<u32, List>,
    /// By abstract list: lists that share one go on counting.
    counters: HashMap<u32, Counters>,
    seen: HashSet<u32>,
}

impl Numbering {
    /// Counts one paragraph of a list and gives its label; `None` for no list or an empty label.
    pub fn next_label(&mut self, list: u32, level: u32) -> Option<Label> {
        let level = (level as usize).min(LEVELS - 1);
        let is_new = self.seen.insert(list);
        let list = self.lists.get(&list)?;
        let levels = self.abstracts.get(&list.abstract_id)?;
        let counters = self.counters.entry(list.abstract_id).or_default();
        if is_new && !list.starts.is_empty() {
            *counters = [None; LEVELS];
        }
        let start = |at: usize| {
            let own = levels.get(at).map_or(1, |level| level.start);
            list.starts.get(&at).copied().unwrap_or(own)
        };
        counters[level] = Some(match counters[level] {
            Some(count) => count.saturating_add(1),
            None => start(level),
        });
        counters[level + 1..].fill(None);
        let counts: Vec<u32> = (0..LEVELS)
            .map(|at| counters[at].unwrap_or_else(|| start(at)))
            .collect();
        let label = Label {
            text: label(levels, level, &counts),
            face: levels.get(level).and_then(|level| level.face),
        };
        Some(label).filter(|label| !label.text.is_empty())
    }
}

fn label(levels: &[Level], level: usize, counts: &[u32]) -> String {
    let Some(own) = levels.get(level) else {
        return String::new();
    };
    if own.format == "bullet" {
        return bullet(&own.text);
    }
    let mut text = own.text.clone();
    for (at, count) in counts.iter().enumerate() {
        let mark = format!("%{}", at + 1);
        if text.contains(&mark) {
            let format = levels
                .get(at)
                .filter(|_| !own.is_legal)
                .map_or("decimal", |level| level.format.as_str());
            text = text.replace(&mark, &numeral(*count, format));
        }
    }
    text
}

/// Symbol fonts put their bullets in the private use area; a dash says the same to every reader.
fn bullet(text: &str) -> String {
    let is_symbol = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c) || matches!(c, 'o' | '§');
    match text.chars().next() {
        Some(c) if is_symbol(c) => "-".to_owned(),
        _ => text.to_owned(),
    }
}

fn numeral(count: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "lowerLetter" => counting::letters(count),
        "upperLetter" => counting::letters(count).to_uppercase(),
        "lowerRoman" => counting::roman(count).to_lowercase(),
        "upperRoman" => counting::roman(count),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}
