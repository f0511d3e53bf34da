//! Words that a record answers as a fact: a year, a province, a topic, an issuer, a type.
//!
//! The plan meant by "sipas thái bình 2021" may never write "sipas" or its own year, but its record
//! says topic SIPAS, province Thái Bình, year 2021. So a fact may stand in for its words, and ranks
//! beside them. It is never a filter: a text that writes the words is found as well.

use super::asked_number::is_year;
use super::filter::{province_key, type_key};
use super::query::{Field, Query};
use super::question::Word;
use super::succession;
use super::topic;
use crate::authority::Authority;

/// Syllables of the longest province ("Bà Rịa - Vũng Tàu", "Thừa Thiên Huế") and type.
const NAME_WORDS_MAX: usize = 4;
/// Folded words agencies begin with: looking one up costs more than a question's other words
/// together.
const AGENCY_HEADS: [&str; 10] = [
    "so", "ubnd", "uy", "bo", "thanh", "ban", "van", "hdnd", "hoi", "tinh",
];
/// Words of a line that is read for facts. A pasted paragraph names years and provinces in passing.
const LINE_WORDS_MAX: usize = 48;
/// Heads that are looked up: a line that has more is a list of agencies.
const HEADS_MAX: usize = 4;
/// Syllables of the longest agency with its province.
const ISSUER_WORDS_MAX: usize = 16;
/// Beside a word of the title, which weighs 1: a province tells more plans apart than their words do,
/// a year less, as the plan of the year before is the next best.
const PROVINCE: f32 = 12.0;
const YEAR: f32 = 1.0;
const TOPIC: f32 = 8.0;
const ISSUER: f32 = 2.0;
const TYPE: f32 = 1.0;

/// Consecutive words and what a record that means them holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fact {
    pub first: usize,
    pub len: usize,
    /// A weighted term.
    pub held: Query,
    /// True if it may stand in for its words. An issuer and a type are written in the text anyway.
    pub stands_in: bool,
}

impl Fact {
    pub fn topic(first: usize, len: usize, id: String) -> Fact {
        Fact {
            first,
            len,
            held: Query::weighted(Field::OwnTopic, id, TOPIC),
            stands_in: true,
        }
    }

    /// True if its words in a title say no more than the fact does: a year, a province.
    pub fn says_all(&self) -> bool {
        matches!(
            self.held,
            Query::Term {
                field: Field::YearKey | Field::ProvinceKey,
                ..
            }
        )
    }

    pub fn is_topic(&self) -> bool {
        matches!(
            self.held,
            Query::Term {
                field: Field::OwnTopic,
                ..
            }
        )
    }

    pub fn holds(&self, at: usize) -> bool {
        self.first <= at && at < self.first + self.len
    }
}

/// The facts that words name, in order of their kinds.
pub(super) fn facts(words: &[Word]) -> Vec<Fact> {
    if LINE_WORDS_MAX < words.len() {
        return Vec::new();
    }
    let mut facts = years(words);
    facts.extend(provinces(words));
    facts.extend(topics(words));
    facts.extend(issuer(words));
    facts.extend(doc_type(words));
    facts
}

/// A year, unless it is the end of a stretch of years.
fn years(words: &[Word]) -> Vec<Fact> {
    let is_year = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .is_some_and(|word| is_year(&word.folded) && word.folded.parse::<u16>().is_ok())
    };
    let alone =
        |at: &usize| is_year(Some(*at)) && !is_year(at.checked_sub(1)) && !is_year(Some(at + 1));
    let years = (0..words.len()).filter(alone);
    years
        .map(|at| Fact {
            first: at,
            len: 1,
            held: Query::weighted(Field::YearKey, words[at].folded.clone(), YEAR),
            stands_in: true,
        })
        .collect()
}

fn provinces(words: &[Word]) -> Vec<Fact> {
    let mut found: Vec<Fact> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((len, name)) = province_at(words, at) else {
            at += 1;
            continue;
        };
        found.push(Fact {
            first: at,
            len,
            held: Query::weighted(Field::ProvinceKey, province_key(&name), PROVINCE),
            stands_in: true,
        });
        at += len;
    }
    found
}

/// The longest province that begins at a word. One syllable is a province with its marks only.
fn province_at(words: &[Word], at: usize) -> Option<(usize, String)> {
    let longest = run_length(words, at).min(NAME_WORDS_MAX);
    (1..=longest).rev().find_map(|len| {
        let name = written(&words[at..at + len]);
        let readable = 1 < len || words[at].marked;
        let known = readable && Authority::bundled().province(&name).is_some();
        known.then_some((len, name))
    })
}

fn topics(words: &[Word]) -> Vec<Fact> {
    let topics = topic::mentioned(words).into_iter();
    topics
        .map(|(first, len, id)| Fact::topic(first, len, id))
        .collect()
}

/// The first agency named.
fn issuer(words: &[Word]) -> Option<Fact> {
    let heads = (0..words.len()).filter(|at| AGENCY_HEADS.contains(&words[*at].folded.as_str()));
    heads.take(HEADS_MAX).find_map(|first| {
        let end = words.len().min(first + ISSUER_WORDS_MAX);
        let text = written(&words[first..end]);
        let len = succession::agency_at(&text)?;
        let name = text.get(..len)?;
        let (field, value) = succession::issuer_term(name)?;
        Some(Fact {
            first,
            len: name.split_whitespace().count(),
            held: Query::weighted(field, value, ISSUER),
            stands_in: false,
        })
    })
}

/// The type a line begins with.
fn doc_type(words: &[Word]) -> Option<Fact> {
    let longest = match words {
        [] => return None,
        _ => run_length(words, 0).min(NAME_WORDS_MAX),
    };
    (1..=longest).rev().find_map(|len| {
        let name = written(&words[..len]);
        Authority::bundled().doc_type(&name)?;
        Some(Fact {
            first: 0,
            len,
            held: Query::weighted(Field::DocTypeKey, type_key(&name), TYPE),
            stands_in: false,
        })
    })
}

/// Words from `at` on that stand side by side.
fn run_length(words: &[Word], at: usize) -> usize {
    let beside = words[at + 1..].iter().take_while(|word| word.follows);
    1 + beside.count()
}

fn written(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.exact.as_str()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::analyzer::Speller;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let words = Word::all(text, &mut Speller::default());
        let found: Vec<(String, String)> = facts(&words)
            .into_iter()
            .map(|fact| match fact.held {
                Query::Term { field, value, .. } => (format!("{field:?}"), value),
                other => panic!("{other:?} is no term"),
            })
            .collect();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(field, value)| (field.as_str(), value.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn years_provinces_and_topics_are_facts_of_a_record() {
        for text in ["sipas thái bình 2021", "sipas thai binh 2021"] {
            check(
                text,
                &[
                    ("YearKey", "2021"),
                    ("ProvinceKey", "thai binh"),
                    ("OwnTopic", "sipas"),
                ],
            );
        }
        check(
            "kế hoạch của sở nội vụ",
            &[("IssuerBody", "so-noi-vu"), ("DocTypeKey", "kh")],
        );
    }

    #[test]
    fn what_only_looks_like_a_fact_is_none() {
        check("giai đoạn 2021-2025", &[]);
        check("bao cao", &[("DocTypeKey", "bc")]);
        check("hoa. Binh", &[]);
    }
}
