//! Abbreviations a document defines itself: "cải cách hành chính (sau đây viết tắt là CCHC)".
//!
//! Taken is only what explains itself: the letters of the abbreviation are the first letters of the
//! words before the parenthesis. So "(gọi chung là UBND cấp xã)" defines nothing here, and no list of
//! cues can be misread. The library's definitions are kept as terms of the index, so that they come
//! and go with the documents.

use std::collections::{BTreeMap, HashMap};

use super::analyzer::{Speller, folded_words, syllables};
use super::question::Word;
use crate::text::fold;

/// Letters of an abbreviation: "UB" is too common, a longer one is a word in capitals.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=12;
/// Definitions read of one document; a list of abbreviations has some forty.
const DEFINITIONS_MAX: usize = 64;
/// Words that lend no letter: "khoa học và công nghệ" is KHCN.
const SILENT: &[&str] = &["va", "cua", "ve"];
/// What may stand before the abbreviation in the parenthesis.
const CUES: &[&str] = &[
    "sau đây viết tắt là",
    "sau đây gọi tắt là",
    "sau đây gọi là",
    "sau đây gọi chung là",
    "viết tắt là",
    "viết tắt",
    "gọi tắt là",
    "gọi chung là",
    "gọi là",
];
/// Parts a term of the index: no text holds it.
const JOINT: char = '\u{1f}';

/// `CCHC=cải cách hành chính`: the definitions of a text, each once, in their order.
pub fn definitions(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (open, _) in text.match_indices('(') {
        if found.len() == DEFINITIONS_MAX {
            break;
        }
        let inside = &text[open + 1..];
        let Some(close) = inside.find([')', '\n']) else {
            continue;
        };
        let short = without_cue(inside[..close].trim()).trim_matches(['"', '“', '”', ' ', ':']);
        let letters = short.chars().count();
        let capitals = short.chars().all(char::is_uppercase);
        if !capitals || !LETTERS.contains(&letters) {
            continue;
        }
        if let Some(long) = spelled_out(&text[..open], short) {
            let definition = format!("{short}={long}");
            if !found.contains(&definition) {
                found.push(definition);
            }
        }
    }
    found
}

fn without_cue(inside: &str) -> &str {
    let lower = inside.to_lowercase();
    let cue = CUES.iter().find(|cue| lower.starts_with(**cue));
    // Lower case of these letters takes as many bytes.
    let rest = cue.and_then(|cue| inside.get(cue.len()..));
    rest.map_or(inside, str::trim)
}

/// The words at the end of `before` whose first letters are those of `short`.
fn spelled_out(before: &str, short: &str) -> Option<String> {
    let letters: Vec<char> = fold(short).chars().collect();
    // Twice as many words as letters are enough for every silent one.
    let from = before.len().saturating_sub(letters.len() * 2 * 12);
    let near = &before[before.ceil_char_boundary(from)..];
    let words: Vec<_> = syllables(near).collect();
    let mut left = letters.len();
    let mut first = words.len();
    while 0 < left {
        first = first.checked_sub(1)?;
        let folded = fold(words[first].written);
        let lends = folded.starts_with(letters[left - 1]);
        if lends {
            left -= 1;
        } else if !SILENT.contains(&folded.as_str()) {
            return None;
        }
        if words[first].breaks && 0 < left {
            return None;
        }
    }
    let long = near[words[first].start..].trim();
    Some(
        long.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase(),
    )
}

/// The terms that keep a definition, in both directions.
pub(super) fn terms(definition: &str) -> Option<[String; 2]> {
    let (short, long) = definition.split_once('=')?;
    let key = |text: &str| folded_words(text).join(" ");
    Some([
        format!("s{JOINT}{}{JOINT}{long}", key(short)),
        format!("l{JOINT}{}{JOINT}{short}", key(long)),
    ])
}

/// What the library defines, as of one commit.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    meanings: HashMap<String, BTreeMap<String, u64>>,
    shorts: HashMap<String, BTreeMap<String, u64>>,
}

impl Dictionary {
    /// Adds a term of the index and the number of documents that hold it.
    pub fn add(&mut self, term: &str, documents: u64) {
        let mut parts = term.split(JOINT);
        let (Some(way), Some(key), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
            return;
        };
        let map = match way {
            "s" => &mut self.meanings,
            _ => &mut self.shorts,
        };
        let values = map.entry(key.to_owned()).or_default();
        *values.entry(value.to_owned()).or_default() += documents;
    }

    /// The meaning most documents give a folded abbreviation, and any half as common.
    pub fn meanings(&self, short: &str) -> Vec<String> {
        commonest(self.meanings.get(short))
    }

    pub fn shorts(&self, words: &[&str]) -> Vec<String> {
        commonest(self.shorts.get(&words.join(" ")))
    }
}

fn commonest(values: Option<&BTreeMap<String, u64>>) -> Vec<String> {
    let Some(values) = values else {
        return Vec::new();
    };
    let best = values.values().copied().max().unwrap_or(0);
    let common = values
        .iter()
        .filter(|(_, documents)| best <= **documents * 2);
    common.map(|(value, _)| value.clone()).collect()
}

/// The long forms of the abbreviations that `text` uses, for a task that stands apart from the
/// document which defines them.
pub(super) fn used<'a>(
    definitions: &'a [String],
    text: &str,
    speller: &mut Speller,
) -> Vec<&'a str> {
    let words = Word::all(text, speller);
    let uses = |short: &str| {
        let short = fold(short);
        words.iter().any(|word| word.folded == short)
    };
    let pairs = definitions.iter().filter_map(|one| one.split_once('='));
    pairs
        .filter(|(short, _)| uses(short))
        .map(|(_, long)| long)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(definitions(text), expected, "{text}");
    }

    #[test]
    fn an_abbreviation_is_defined_by_the_words_before_it() {
        check(
            "Thực hiện công tác khuyến nông cơ sở (sau đây viết tắt là KNCS) của tỉnh",
            &["KNCS=khuyến nông cơ sở"],
        );
        check(
            "Ban quản lý Khu kinh tế (BQLKKT)",
            &["BQLKKT=ban quản lý khu kinh tế"],
        );
        check(
            "Sở Khoa học và Công nghệ (gọi tắt là Sở KHCN); khoa học và công nghệ (KHCN)",
            &["KHCN=khoa học và công nghệ"],
        );
        check("đảm bảo, đúng đắn (\"ĐBĐĐ\")", &["ĐBĐĐ=đảm bảo, đúng đắn"]);
    }

    #[test]
    fn what_does_not_explain_itself_defines_nothing() {
        check("Chỉ số hiệu quả quản trị (PAPI)", &[]);
        check("xã, phường (gọi chung là cấp xã)", &[]);
        check("Kinh phí.\nNông cơ (KNC)", &[]);
        check("một (AB) (", &[]);
    }

    #[test]
    fn the_dictionary_answers_both_ways_with_what_most_documents_say() {
        let mut dictionary = Dictionary::default();
        for (definition, documents) in [("KNCS=khuyến nông cơ sở", 4), ("KNCS=kỹ năng cơ sở", 1)]
        {
            for term in terms(definition).expect("well formed") {
                dictionary.add(&term, documents);
            }
        }
        assert_eq!(dictionary.meanings("kncs"), ["khuyến nông cơ sở"]);
        assert_eq!(dictionary.shorts(&["khuyen", "nong", "co", "so"]), ["KNCS"]);
        assert!(dictionary.meanings("xyz").is_empty());
    }

    #[test]
    fn a_task_is_told_what_its_abbreviations_stand_for() {
        let definitions = vec!["KNCS=khuyến nông cơ sở".to_owned()];
        let mut speller = Speller::default();
        assert_eq!(
            used(&definitions, "Tổ KNCS chủ trì", &mut speller),
            ["khuyến nông cơ sở"]
        );
        assert!(used(&definitions, "Tổ chủ trì", &mut speller).is_empty());
    }
}
