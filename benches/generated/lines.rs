//! Lines such as people type, taken from what the documents say.

use std::collections::BTreeSet;

use kehoach::text::fold;

use super::draw::Draw;
use super::{Generator, Sheet};

/// Takes lines out of as many documents, the same for the same seed.
pub struct Lines<'a> {
    generator: &'a Generator,
    documents: u64,
    pub draw: Draw,
}

impl Lines<'_> {
    pub fn new(generator: &Generator, documents: u64, seed: u64) -> Lines<'_> {
        Lines {
            generator,
            documents,
            draw: Draw::new(seed),
        }
    }

    /// Distinct lines of one kind.
    pub fn many(&mut self, many: usize, line: impl Fn(&mut Self) -> Option<String>) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let mut lines = Vec::with_capacity(many);
        // Twenty tries for each: a corpus too small for that gives fewer.
        for _ in 0..many * 20 {
            if let Some(line) = line(self).filter(|line| seen.insert(line.clone())) {
                lines.push(line);
            }
            if lines.len() == many {
                break;
            }
        }
        lines
    }

    fn sheet(&mut self) -> Sheet {
        let number = self.draw.next() % self.documents.max(1);
        self.generator.sheet(number)
    }

    /// Words side by side, of a title or of a line.
    pub fn run(&mut self, least: usize, most: usize) -> Option<String> {
        let sheet = self.sheet();
        let lines: Vec<&str> = match self.draw.once_in(2) {
            true => vec![&sheet.title],
            false => sheet.text.lines().collect(),
        };
        let words = self.draw.pick(&lines)?.split_whitespace();
        let words: Vec<&str> = words.filter(is_word).collect();
        let len = least + self.draw.below(most - least + 1);
        let last = words.len().checked_sub(len)?;
        let first = self.draw.below(last + 1);
        Some(words[first..first + len].join(" ").to_lowercase())
    }

    /// Words that stand together, in quotes.
    pub fn phrase(&mut self, words: usize) -> Option<String> {
        let sheet = self.sheet();
        let lines: Vec<&str> = sheet.text.lines().collect();
        let all: Vec<&str> = self.draw.pick(&lines)?.split_whitespace().collect();
        let last = all.len().checked_sub(words)?;
        let first = self.draw.below(last + 1);
        let together = &all[first..first + words];
        let quoted = || format!("\"{}\"", together.join(" ").to_lowercase());
        together.iter().all(is_word).then(quoted)
    }

    pub fn with_facts(&mut self) -> Option<String> {
        let run = self.run(2, 4)?;
        let sheet = self.sheet();
        let year = sheet.issued_on.get(..4)?;
        Some(match self.draw.below(3) {
            0 => format!("{run} {year}"),
            1 => format!("{run} {}", sheet.province.to_lowercase()),
            _ => format!("{run} {} {year}", sheet.province.to_lowercase()),
        })
    }

    /// Words of one text that need not stand together, each of them demanded.
    pub fn all_of_four(&mut self) -> Option<String> {
        let sheet = self.sheet();
        let words: Vec<&str> = sheet.text.split_whitespace().filter(is_word).collect();
        let four: Option<BTreeSet<&str>> =
            (0..4).map(|_| self.draw.pick(&words).copied()).collect();
        let four: Vec<String> = four?.iter().map(|word| format!("\"{word}\"")).collect();
        (four.len() == 4).then(|| four.join(" "))
    }

    pub fn begun(&mut self) -> Option<String> {
        let sheet = self.sheet();
        let whole = match self.draw.below(3) {
            0 => sheet.number.to_lowercase(),
            1 => fold(&sheet.title),
            _ => sheet.title.to_lowercase(),
        };
        let letters: Vec<char> = whole.chars().collect();
        let len = 2 + self.draw.below(letters.len().saturating_sub(2).min(25));
        letters.get(..len).map(|letters| letters.iter().collect())
    }

    pub fn number(&mut self) -> Option<String> {
        let number = self.sheet().number;
        Some(match self.draw.below(3) {
            0 => number.to_lowercase(),
            1 => fold(&number).replace(['/', '-'], " "),
            _ => number,
        })
    }
}

fn is_word(word: &&str) -> bool {
    word.chars().all(char::is_alphabetic)
}
