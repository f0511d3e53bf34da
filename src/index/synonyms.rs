//! "CCHC" and "cải cách hành chính" are one question: abbreviations, both ways, when it is asked.
//!
//! An abbreviation is asked for as the words it stands for, or as itself; the words are asked for as
//! themselves, or as their abbreviation. So both writings rank alike. From the authority file, and
//! from what the indexed documents define of themselves. An abbreviation that is a syllable as well
//! ("BAN") is never read as one; one with several meanings is looked for in all of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::analyzer::{Speller, folded_words};
use super::question::Word;
use crate::authority::{Abbreviation, Authority};
use crate::text::is_syllable;

/// Words an abbreviation may stand for: the longest of the authority file has twelve.
const WORDS_MAX: usize = 14;
/// Units of one question: a line that has more is a list, and each costs a clause for every writing.
const UNITS_MAX: usize = 8;
/// Meanings looked for of one abbreviation.
const MEANINGS_MAX: usize = 4;

/// Consecutive words of a question and what may stand in their place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit {
    pub first: usize,
    pub len: usize,
    pub others: Vec<Vec<Word>>,
}

impl Unit {
    pub fn holds(&self, at: usize) -> bool {
        self.first <= at && at < self.first + self.len
    }
}

/// A question's words with their other writings.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Expanded {
    pub words: Vec<Word>,
    /// In order, apart from each other.
    pub units: Vec<Unit>,
    pub shown: Vec<Synonym>,
}

impl Expanded {
    /// Words as they are, without other writings.
    pub fn of(words: &[Word]) -> Expanded {
        Expanded {
            words: words.to_vec(),
            ..Expanded::default()
        }
    }

    pub fn unit_at(&self, at: usize) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.holds(at))
    }
}

/// A writing that was looked for besides the typed one; shown to the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Synonym {
    /// As typed: `CCHC`.
    pub word: String,
    /// `cải cách hành chính`.
    pub also: Vec<String>,
}

/// What the documents of the library define: "(sau đây viết tắt là …)".
pub(super) trait Defined {
    /// What a folded abbreviation stands for.
    fn meanings(&self, short: &str) -> Vec<String>;
    /// The abbreviations of folded words.
    fn shorts(&self, words: &[&str]) -> Vec<String>;
}

/// Finds every other writing, the longest first; `speller` spells the words that are put in.
pub(super) fn expand(words: &[Word], defined: &impl Defined, speller: &mut Speller) -> Expanded {
    let mut expanded = Expanded::default();
    let mut at = 0;
    while at < words.len() {
        let longest = match expanded.units.len() < UNITS_MAX {
            true => run_length(words, at).min(WORDS_MAX),
            false => 0,
        };
        let found = (1..=longest)
            .rev()
            .find_map(|len| Some((len, known(&words[at..at + len], defined)?)));
        let Some((len, writings)) = found else {
            expanded.words.push(words[at].clone());
            at += 1;
            continue;
        };
        let follows = words[at].follows;
        put(&mut expanded, &words[at..at + len], writings, speller);
        let first = expanded.units.last().map_or(0, |unit| unit.first);
        if let Some(word) = expanded.words.get_mut(first) {
            word.follows = follows;
        }
        at += len;
    }
    expanded
}

/// Words from `at` on that stand side by side.
fn run_length(words: &[Word], at: usize) -> usize {
    1 + words[at + 1..]
        .iter()
        .take_while(|word| word.follows)
        .count()
}

enum Writings {
    /// The typed words are an abbreviation of these.
    Meanings(Vec<String>),
    /// The typed words have these abbreviations.
    Shorts(Vec<String>),
}

fn known(words: &[Word], defined: &impl Defined) -> Option<Writings> {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let key = folded.join(" ");
    if let Some(meanings) = TABLE.meanings.get(&key) {
        return Some(Writings::Meanings(meanings.clone()));
    }
    let of_table = TABLE.shorts.get(&key);
    let mut shorts = of_table.cloned().unwrap_or_default();
    if let ([only], true) = (words, shorts.is_empty()) {
        let meanings = match is_syllable(&only.folded) {
            true => Vec::new(),
            false => defined.meanings(&only.folded),
        };
        return (!meanings.is_empty()).then_some(Writings::Meanings(meanings));
    }
    for short in defined.shorts(&folded) {
        if !shorts
            .iter()
            .any(|known| folded_words(known) == folded_words(&short))
        {
            shorts.push(short);
        }
    }
    (!shorts.is_empty()).then_some(Writings::Shorts(shorts))
}

fn put(expanded: &mut Expanded, typed: &[Word], writings: Writings, speller: &mut Speller) {
    let exact: Vec<&str> = typed.iter().map(|word| word.exact.as_str()).collect();
    let (also, words, others) = match writings {
        Writings::Shorts(shorts) => {
            let others = shorts
                .iter()
                .map(|short| Word::all(short, speller))
                .collect();
            (shorts, typed.to_vec(), others)
        }
        Writings::Meanings(meanings) if meanings.len() == 1 => {
            let words = Word::all(&meanings[0], speller);
            let mut others = vec![typed.to_vec()];
            let key = folded_words(&meanings[0]).join(" ");
            // The other abbreviations of the same words, so that each finds what the words find.
            for short in TABLE.shorts.get(&key).into_iter().flatten() {
                let short = Word::all(short, speller);
                if !others.iter().any(|known| same(known, &short)) {
                    others.push(short);
                }
            }
            (meanings, words, others)
        }
        Writings::Meanings(mut meanings) => {
            meanings.truncate(MEANINGS_MAX);
            let others = meanings.iter().map(|one| Word::all(one, speller)).collect();
            (meanings, typed.to_vec(), others)
        }
    };
    expanded.units.push(Unit {
        first: expanded.words.len(),
        len: words.len(),
        others,
    });
    expanded.words.extend(words);
    expanded.shown.push(Synonym {
        word: exact.join(" "),
        also,
    });
}

fn same(a: &[Word], b: &[Word]) -> bool {
    let folded = |words: &[Word]| {
        words
            .iter()
            .map(|word| word.folded.clone())
            .collect::<Vec<_>>()
    };
    folded(a) == folded(b)
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// The authority file by folded words.
struct Table {
    meanings: HashMap<String, Vec<String>>,
    shorts: HashMap<String, Vec<String>>,
}

impl Table {
    fn read() -> Table {
        let mut table = Table {
            meanings: HashMap::new(),
            shorts: HashMap::new(),
        };
        for one in Authority::bundled().abbreviations() {
            table.add(one);
        }
        table
    }

    fn add(&mut self, one: &Abbreviation) {
        let short = folded_words(&one.abbr);
        let readable = match short.as_slice() {
            [] => false,
            [only] => 1 < only.chars().count() && !is_syllable(only),
            _ => true,
        };
        if !readable {
            return;
        }
        let key = short.join(" ");
        let meanings = self.meanings.entry(key).or_default();
        for expansion in &one.expansions {
            if !meanings.contains(expansion) {
                meanings.push(expansion.clone());
            }
        }
        if let ([only], false) = (one.expansions.as_slice(), one.is_ambiguous) {
            let shorts = self.shorts.entry(folded_words(only).join(" ")).or_default();
            shorts.push(one.abbr.clone());
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::index::Question;

    /// A library that defines nothing.
    pub struct Nothing;

    impl Defined for Nothing {
        fn meanings(&self, _: &str) -> Vec<String> {
            Vec::new()
        }

        fn shorts(&self, _: &[&str]) -> Vec<String> {
            Vec::new()
        }
    }

    fn of(typed: &str) -> Expanded {
        let question = Question::parse(typed).expect(typed);
        expand(&question.words, &Nothing, &mut Speller::default())
    }

    #[test]
    fn an_abbreviation_and_its_words_are_one() {
        for typed in ["CCHC năm", "cchc năm", "cải cách hành chính năm"] {
            let expanded = of(typed);
            let words: Vec<&str> = expanded.words.iter().map(|w| w.exact.as_str()).collect();
            assert_eq!(words, ["cải", "cách", "hành", "chính", "năm"], "{typed}");
            assert_eq!(expanded.units.len(), 1, "{typed}");
            assert_eq!(expanded.units[0].others[0][0].folded, "cchc", "{typed}");
        }
    }

    #[test]
    fn an_abbreviation_of_two_parts_is_read_whole() {
        let expanded = of("phát triển KT-XH");
        assert_eq!(expanded.shown[0].word, "kt xh");
        assert_eq!(expanded.words.last().map(|w| w.exact.as_str()), Some("hội"));
    }

    #[test]
    fn words_that_are_no_abbreviation_stay_as_they_are() {
        let expanded = of("kế hoạch trồng hoa");
        assert!(expanded.units.is_empty() && expanded.shown.is_empty());
        assert_eq!(expanded.words.len(), 4);
    }
}
