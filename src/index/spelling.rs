//! Did you mean: words that no text holds put right, and missing marks put back as a hint.
//!
//! A syllable has few neighbours one letter away, so they are tried one by one against the
//! dictionary instead of keeping another; which of them is meant the words beside it say, by the
//! pairs the texts hold. Marks come from the hits themselves: they show how the same words are
//! written there. Nothing is put right behind a person's back: the line is answered as typed.

use std::collections::HashMap;

use super::analyzer::{Speller, pair, syllables};
use super::answer::Hit;
use super::plan::Vocabulary;
use super::query::Field;
use super::question::Question;
use crate::text::fold;

/// Letters of a word that may be put right: of two letters every other is one away.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=16;
/// Words of one line that are put right: a line with more is in another language.
const WORDS_MAX: usize = 4;
/// Letters of folded words.
const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz";

/// One change of the typed line.
struct Change {
    start: usize,
    end: usize,
    by: String,
}

/// The line with its unknown words put right; `None` if one of them cannot be.
pub(super) fn corrected(
    question: &Question,
    unknown: &[String],
    vocabulary: &impl Vocabulary,
) -> Option<String> {
    if unknown.is_empty() || WORDS_MAX < unknown.len() {
        return None;
    }
    let words: Vec<(String, usize, usize)> = syllables(&question.text)
        .map(|one| (fold(one.written), one.start, one.end))
        .collect();
    let mut changes = Vec::new();
    for (at, (word, start, end)) in words.iter().enumerate() {
        if !unknown.contains(word) {
            continue;
        }
        let before = at.checked_sub(1).map(|at| words[at].0.as_str());
        let after = words.get(at + 1).map(|(word, _, _)| word.as_str());
        let by = put_right(word, before, after, vocabulary)?;
        let place = question.place(*start, *end).range();
        changes.push(Change {
            start: place.start,
            end: place.end,
            by,
        });
    }
    changed(&question.typed, changes)
}

/// The known word, or the two words, that were most likely meant.
fn put_right(
    word: &str,
    before: Option<&str>,
    after: Option<&str>,
    vocabulary: &impl Vocabulary,
) -> Option<String> {
    let letters = word.chars().all(|c| c.is_ascii_lowercase());
    if !letters || !LETTERS.contains(&word.len()) {
        return None;
    }
    let beside = |candidate: &str| {
        let before = before.map(|before| pair(before, candidate));
        let after = after.map(|after| pair(candidate, after));
        let pairs = [before, after].into_iter().flatten();
        pairs
            .map(|pair| vocabulary.frequency(Field::BodyPairs, &pair))
            .sum::<u64>()
    };
    let one = one_letter_away(word)
        .into_iter()
        .map(|candidate| {
            let frequency = vocabulary.frequency(Field::BodyFolded, &candidate);
            (frequency, candidate)
        })
        .filter(|(frequency, _)| 0 < *frequency)
        .map(|(frequency, candidate)| ((beside(&candidate), frequency), candidate))
        .max();
    let two = (1..word.len())
        .map(|at| {
            let (first, second) = word.split_at(at);
            let frequency = vocabulary.frequency(Field::BodyPairs, &pair(first, second));
            (frequency, format!("{first} {second}"))
        })
        .filter(|(frequency, _)| 0 < *frequency)
        .max();
    match (one, two) {
        // Two words run together hold more letters than any slip of the finger leaves.
        (Some(((0, _), _)), Some((_, two))) | (None, Some((_, two))) => Some(two),
        (Some((_, one)), _) => Some(one),
        (None, None) => None,
    }
}

/// Every word that one letter too much, too little or wrong, or two swapped, tells from `word`.
fn one_letter_away(word: &str) -> Vec<String> {
    let mut near = Vec::new();
    for at in 0..=word.len() {
        let (head, tail) = word.split_at(at);
        for letter in ALPHABET.chars() {
            near.push(format!("{head}{letter}{tail}"));
            if !tail.is_empty() {
                near.push(format!("{head}{letter}{}", &tail[1..]));
            }
        }
        if !tail.is_empty() {
            near.push(format!("{head}{}", &tail[1..]));
        }
        if 1 < tail.len() {
            near.push(format!("{head}{}{}{}", &tail[1..2], &tail[..1], &tail[2..]));
        }
    }
    near.retain(|candidate| candidate != word);
    near
}

/// The line with the marks its words bear in the hits; `None` if it was typed with any, or if
/// nothing would change.
pub(super) fn with_marks(question: &Question, hits: &[Hit]) -> Option<String> {
    match question.words.iter().any(|word| word.marked) {
        true => None,
        false => completed(question, hits),
    }
}

/// The line with the marks its bare words have in the hits; `None` if nothing would change.
pub(super) fn completed(question: &Question, hits: &[Hit]) -> Option<String> {
    let mut speller = Speller::default();
    let words: Vec<(String, usize, usize)> = syllables(&question.text)
        .map(|one| (fold(one.written), one.start, one.end))
        .collect();
    let shown = Shown::of(hits, &mut speller);
    let mut changes = Vec::new();
    for (at, (word, start, end)) in words.iter().enumerate() {
        let typed = &question.text[*start..*end];
        if speller.spell(typed).is_marked() {
            continue;
        }
        let before = at.checked_sub(1).map(|at| words[at].0.as_str());
        let after = words.get(at + 1).map(|(word, _, _)| word.as_str());
        let Some(exact) = shown.spelling(word, before, after) else {
            continue;
        };
        if exact != *word {
            let place = question.place(*start, *end).range();
            changes.push(Change {
                start: place.start,
                end: place.end,
                by: exact,
            });
        }
    }
    changed(&question.typed, changes)
}

/// How words are written in what is shown of the hits.
#[derive(Default)]
struct Shown {
    /// (folded before, folded) → exact spellings of the second, counted; and the other way round.
    after: HashMap<(String, String), HashMap<String, usize>>,
    before: HashMap<(String, String), HashMap<String, usize>>,
    alone: HashMap<String, HashMap<String, usize>>,
}

impl Shown {
    fn of(hits: &[Hit], speller: &mut Speller) -> Shown {
        let mut shown = Shown::default();
        for hit in hits {
            let snippets = hit.snippets.iter().map(|snippet| snippet.text.as_str());
            for text in hit.title.as_deref().into_iter().chain(snippets) {
                shown.read(text, speller);
            }
        }
        shown
    }

    fn read(&mut self, text: &str, speller: &mut Speller) {
        let mut last: Option<(String, String)> = None;
        for syllable in syllables(text) {
            let spelling = speller.spell(syllable.written).clone();
            let (exact, folded) = (spelling.exact, spelling.folded);
            let count = |counts: &mut HashMap<String, usize>, exact: &str| {
                *counts.entry(exact.to_owned()).or_default() += 1;
            };
            count(self.alone.entry(folded.clone()).or_default(), &exact);
            if let Some((last_exact, last_folded)) = last.take().filter(|_| !syllable.breaks) {
                let key = (last_folded, folded.clone());
                count(self.before.entry(key.clone()).or_default(), &last_exact);
                count(self.after.entry(key).or_default(), &exact);
            }
            last = Some((exact, folded));
        }
    }

    /// The commonest spelling beside these neighbours, else of the word by itself.
    fn spelling(&self, word: &str, before: Option<&str>, after: Option<&str>) -> Option<String> {
        let key = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let follows = before.and_then(|before| self.after.get(&key(before, word)));
        let leads = after.and_then(|after| self.before.get(&key(word, after)));
        let beside = [follows, leads].into_iter().flatten();
        let best = beside
            .flat_map(|counts| counts.iter())
            .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        let best = best.or_else(|| {
            let alone = self.alone.get(word)?.iter();
            alone.max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))
        });
        best.map(|(exact, _)| exact.clone())
    }
}

fn changed(line: &str, changes: Vec<Change>) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    let mut changed = line.to_owned();
    for change in changes.into_iter().rev() {
        if changed.get(change.start..change.end).is_some() {
            changed.replace_range(change.start..change.end, &change.by);
        }
    }
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::snippet::Snippet;
    use crate::index::synonyms::Defined;

    /// Words and pairs of a small library, each in five texts.
    struct Known;

    impl Defined for Known {
        fn meanings(&self, _: &str) -> Vec<String> {
            Vec::new()
        }

        fn shorts(&self, _: &[&str]) -> Vec<String> {
            Vec::new()
        }
    }

    impl Vocabulary for Known {
        fn documents(&self) -> u64 {
            10
        }

        fn frequency(&self, field: Field, term: &str) -> u64 {
            let known: &[&str] = match field {
                Field::BodyPairs => &["ke_hoach", "hoach_papi", "cai_cach"],
                _ => &["ke", "hoach", "hoc", "papi", "cai", "cach", "khach"],
            };
            5 * u64::from(known.contains(&term))
        }
    }

    #[track_caller]
    fn check(typed: &str, unknown: &[&str], expected: Option<&str>) {
        let question = Question::parse(typed).expect(typed);
        let unknown: Vec<String> = unknown.iter().map(|word| (*word).to_owned()).collect();
        let line = corrected(&question, &unknown, &Known);
        assert_eq!(line.as_deref(), expected, "{typed}");
    }

    #[test]
    fn the_words_beside_a_typo_say_what_was_meant() {
        check("ke hoahc papi", &["hoahc"], Some("ke hoach papi"));
        check(
            "nam:2021 kế hoac papi",
            &["hoac"],
            Some("nam:2021 kế hoach papi"),
        );
        check("kehoach papi", &["kehoach"], Some("ke hoach papi"));
        check("ke xyzzy", &["xyzzy"], None);
        check("ke 2o21", &["2o21"], None);
    }

    #[test]
    fn marks_are_those_of_the_hits() {
        let hit = Hit {
            title: Some("Kế hoạch cải cách".to_owned()),
            snippets: vec![Snippet {
                text: "khách hàng; kê khai; kế hoạch".to_owned(),
                highlights: Vec::new(),
                page: None,
            }],
            ..Hit::default()
        };
        let question = Question::parse("ke hoach nam:2021 cai cach").expect("a line");
        let line = with_marks(&question, std::slice::from_ref(&hit));
        assert_eq!(line.as_deref(), Some("kế hoạch nam:2021 cải cách"));
        let question = Question::parse("kế hoach").expect("a line");
        assert_eq!(with_marks(&question, &[hit]), None);
    }
}
