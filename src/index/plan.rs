//! A question in, query trees out: what matches, in which tiers, ranked by what.
//!
//! The list of hits is a row of *tiers*, each ranked by the same scores: works that bear the number
//! come before those that cite it, and in a short question words with the typed marks come before
//! words with other marks. A tier is a promise that no score can break, which weights alone are not:
//! a short text full of "hoá" outscores a long one with one "hoà" at any weight. Among words, a
//! document stands before the works that are only cited: their few words outscore any whole text.
//!
//! Ranking is a plain union of weighted terms, the form block-max pruning works on: exact 1 and
//! folded 0.3 for a word typed with marks, folded 1 for a bare one, neighbours 0.7, title three
//! times that (nDCG@10 .88 typed, .89 bare, .88 half bare on 100 law questions). No phrase query
//! takes part: pairs give the same signal at an eighth of the time.

use super::asked_number;
use super::query::{Bool, Field, Query};
use super::question::{Question, Word};

const EXACT: f32 = 1.0;
/// Of a word typed with marks; a bare word has [`EXACT`].
const FOLDED: f32 = 0.3;
const PAIR: f32 = 0.7;
const TITLE: f32 = 3.0;
/// A year or day beside a number settles which work of that number is meant.
const YEAR_BESIDE_NUMBER: f32 = 5.0;

/// Words of a question in which typed marks make a tier of their own. In longer ones a single
/// wrong mark must not send a good text below every poor one.
const EXACT_TIER_WORDS_MAX: usize = 4;
/// Words from which a question is filled up with texts that have most of them.
const LOOSE_WORDS_MIN: usize = 4;
/// One in so many telling words must be there. Asking for half of them cost .02 nDCG@10 on law
/// questions of 25 syllables; a quarter costs nothing against one.
const LOOSE_SHARE: usize = 4;
/// But one word alone is no likeness where the question has more.
const LOOSE_TELLING_MIN: usize = 2;
/// A word in more than this share of the texts tells none of them apart.
const TELLING_SHARE: f64 = 0.5;

/// What the planner asks of the index.
pub(super) trait Vocabulary {
    fn documents(&self) -> u64;
    /// Documents that hold the term.
    fn frequency(&self, field: Field, term: &str) -> u64;
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// What every hit must be and must not be.
    pub base: Bool,
    /// Hits of an earlier tier stand above those of a later one. Their union is what is counted.
    pub tiers: Vec<Query>,
    /// True if each tier shows documents first and then works that are only cited.
    pub stubs_last: bool,
    /// Texts with most of the words, for when the tiers give too little; never counted with them.
    pub loose: Option<Query>,
    /// True if `loose` may fill up a first page that the tiers leave half empty.
    pub fills_up: bool,
    /// Weighted terms: the score.
    pub rank: Vec<Query>,
    /// Number terms the question means, for highlighting.
    pub numbers: Vec<String>,
    /// Words no text holds.
    pub unknown: Vec<String>,
}

pub(super) fn plan(question: &Question, vocabulary: &impl Vocabulary) -> Plan {
    let numbers = asked_number::asked(question, vocabulary);
    let mut plan = Plan {
        base: base(question),
        tiers: Vec::new(),
        stubs_last: false,
        loose: None,
        fills_up: false,
        rank: rank(&question.words),
        unknown: unknown(&question.words, vocabulary),
        numbers: numbers.terms,
    };
    if asks_for_an_unknown_number(question, &plan) {
        // The nearest texts would be those of other numbers: worse than none.
        plan.tiers = number_tiers(&question.numbers, &[]);
    } else if !plan.numbers.is_empty() {
        plan.tiers = number_tiers(&plan.numbers, &numbers.beside);
        plan.rank = rank_beside(&numbers.beside);
    } else if question.words.is_empty() {
        plan.tiers = vec![Query::All];
    } else {
        plan.tiers = word_tiers(&question.words);
        plan.stubs_last = true;
        plan.loose = loose(&question.words, vocabulary);
        plan.fills_up = LOOSE_WORDS_MIN <= question.words.len();
    }
    plan
}

/// True if a number and nothing else is asked for, and neither a work nor a citation has it.
fn asks_for_an_unknown_number(question: &Question, plan: &Plan) -> bool {
    let beside = question.beside_numbers.iter();
    !question.numbers.is_empty() && plan.numbers.is_empty() && beside.clone().all(|w| w == "so")
}

/// Filters, phrases, prefixes and exclusions.
fn base(question: &Question) -> Bool {
    let mut base = Bool::default();
    for filter in &question.filters {
        let side = if filter.negated {
            &mut base.not
        } else {
            &mut base.filter
        };
        side.push(filter.condition.clone());
    }
    base.filter
        .extend(question.phrases.iter().map(|p| phrase(p)));
    base.not.extend(question.excluded.iter().map(|p| phrase(p)));
    base.filter
        .extend(question.prefixes.iter().map(|head| Query::Prefix {
            field: Field::BodyFolded,
            value: head.clone(),
        }));
    base
}

/// Words in their order: with the very marks if any is typed, by folded neighbours if none is.
fn phrase(words: &[Word]) -> Query {
    let marked = words.iter().any(|word| word.marked);
    let exact = || words.iter().map(|word| word.exact.clone()).collect();
    let folded = || words.iter().map(|word| word.folded.clone()).collect();
    match words {
        [only] if marked => Query::term(Field::Body, only.exact.clone()),
        [only] => Query::term(Field::BodyFolded, only.folded.clone()),
        _ if marked => Query::Phrase {
            field: Field::Body,
            values: exact(),
        },
        _ => Query::every(vec![
            Query::all_of(Field::BodyPairs, pairs(words)),
            Query::all_of(Field::BodyFolded, folded()),
        ]),
    }
}

fn pairs(words: &[Word]) -> Vec<String> {
    words
        .windows(2)
        .filter(|two| two[1].follows)
        .map(|two| super::analyzer::pair(&two[0].folded, &two[1].folded))
        .collect()
}

fn rank(words: &[Word]) -> Vec<Query> {
    let mut rank = Vec::with_capacity(words.len() * 5);
    let mut add = |query: Query| {
        // A word said twice counts once: a pasted paragraph repeats its small words.
        if !rank.contains(&query) {
            rank.push(query);
        }
    };
    for word in words {
        let folded = if word.marked { FOLDED } else { EXACT };
        if word.marked {
            add(Query::weighted(Field::Body, &word.exact, EXACT));
            add(Query::weighted(Field::Title, &word.exact, EXACT * TITLE));
        }
        add(Query::weighted(Field::BodyFolded, &word.folded, folded));
        add(Query::weighted(
            Field::TitleFolded,
            &word.folded,
            folded * TITLE,
        ));
    }
    for pair in pairs(words) {
        add(Query::weighted(Field::BodyPairs, &pair, PAIR));
        add(Query::weighted(Field::TitlePairs, &pair, PAIR * TITLE));
    }
    rank
}

fn word_tiers(words: &[Word]) -> Vec<Query> {
    let folded = Query::all_of(
        Field::BodyFolded,
        distinct(words.iter().map(|word| &word.folded)),
    );
    let marked = words.iter().any(|word| word.marked);
    if !marked || EXACT_TIER_WORDS_MAX < words.len() {
        return vec![folded];
    }
    let (typed, bare): (Vec<&Word>, Vec<&Word>) = words.iter().partition(|word| word.marked);
    let mut exact = vec![Query::all_of(
        Field::Body,
        distinct(typed.iter().map(|word| &word.exact)),
    )];
    if !bare.is_empty() {
        let bare = distinct(bare.iter().map(|word| &word.folded));
        exact.push(Query::all_of(Field::BodyFolded, bare));
    }
    vec![Query::every(exact), folded]
}

pub(super) fn distinct<'a>(values: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for value in values {
        if !distinct.contains(value) {
            distinct.push(value.clone());
        }
    }
    distinct
}

/// Texts with enough of the words that tell texts apart.
fn loose(words: &[Word], vocabulary: &impl Vocabulary) -> Option<Query> {
    let common = vocabulary.documents() as f64 * TELLING_SHARE;
    let known: Vec<(String, u64)> = distinct(words.iter().map(|word| &word.folded))
        .into_iter()
        .map(|word| {
            let frequency = vocabulary.frequency(Field::BodyFolded, &word);
            (word, frequency)
        })
        .filter(|(_, frequency)| 0 < *frequency)
        .collect();
    let telling = known.iter().filter(|(_, f)| (*f as f64) <= common).count();
    let chosen: Vec<Query> = known
        .into_iter()
        .filter(|(_, frequency)| telling == 0 || (*frequency as f64) <= common)
        .map(|(word, _)| Query::term(Field::BodyFolded, word))
        .collect();
    let share = chosen.len().div_ceil(LOOSE_SHARE);
    let minimum = share.max(LOOSE_TELLING_MIN).min(chosen.len());
    (0 < minimum).then(|| Query::at_least(minimum, chosen))
}

fn unknown(words: &[Word], vocabulary: &impl Vocabulary) -> Vec<String> {
    distinct(words.iter().map(|word| &word.folded))
        .into_iter()
        .filter(|word| vocabulary.frequency(Field::BodyFolded, word) == 0)
        .collect()
}

/// First who bears the number, then who cites it along with the words beside.
fn number_tiers(terms: &[String], beside: &[String]) -> Vec<Query> {
    let values = terms.to_vec();
    let bears = Query::AnyOf {
        field: Field::NumberKey,
        values: values.clone(),
    };
    let cites = Query::AnyOf {
        field: Field::RefKey,
        values,
    };
    let citing = if beside.is_empty() {
        cites
    } else {
        let words = distinct(beside.iter());
        Query::every(vec![cites, Query::all_of(Field::BodyFolded, words)])
    };
    vec![bears, citing]
}

/// What tells works of one number apart: the words beside it, never the number's own. Without any,
/// there is no score and the newest stands first.
fn rank_beside(beside: &[String]) -> Vec<Query> {
    let words = distinct(beside.iter());
    let words = words.iter().flat_map(|word| {
        [
            Query::weighted(Field::BodyFolded, word, EXACT),
            Query::weighted(Field::TitleFolded, word, EXACT * TITLE),
        ]
    });
    words.chain(dates(beside)).collect()
}

/// Years beside a number, and days written `02 02 2021`.
fn dates(beside: &[String]) -> Vec<Query> {
    let years = beside
        .iter()
        .filter(|word| asked_number::is_year(word))
        .map(|year| {
            let year = year.parse().unwrap_or_default();
            (Field::Year, year)
        });
    let days = beside.windows(3).filter_map(|three| {
        let written = format!("{}/{}/{}", three[0], three[1], three[2]);
        super::day::first_day(&written).map(|day| (Field::Issued, day))
    });
    years
        .chain(days)
        .map(|(field, value)| Query::weighted(field, value.to_string(), YEAR_BESIDE_NUMBER))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known(&'static [&'static str]);

    impl Vocabulary for Known {
        fn documents(&self) -> u64 {
            100
        }

        fn frequency(&self, field: Field, term: &str) -> u64 {
            match field {
                Field::NumberKey => u64::from(self.0.contains(&term)),
                Field::RefKey => 0,
                _ => 10,
            }
        }
    }

    #[track_caller]
    fn check(typed: &str, numbers: &[&str]) {
        let known = Known(&["21khubnd", "21kh", "1302005ndcp", "30cnqcp", "30cnq"]);
        let question = Question::parse(typed).expect(typed);
        assert_eq!(plan(&question, &known).numbers, numbers, "{typed}");
    }

    #[test]
    fn a_number_is_known_in_any_writing() {
        for typed in [
            "21/KH-UBND",
            "21 kh ubnd",
            "21 kh ubnd 2021",
            "21khubnd",
            "021/kh-ubnd",
            "Kế hoạch số 21/KH-UBND ngày 02/02/2021 của UBND tỉnh",
            "số 21 kh-ubnd hưng yên",
        ] {
            check(typed, &["21khubnd"]);
        }
        check("130/2005/ND-CP", &["1302005ndcp"]);
        check("130 2005 nd cp", &["1302005ndcp"]);
        check("30C/nq-cp", &["30cnqcp"]);
        check("KH 21", &["21kh"]);
        check("kh số 21 2021", &["21kh"]);
    }

    #[test]
    fn words_with_figures_are_no_numbers() {
        check("kế hoạch 2021", &[]);
        check("trong 21 kh ngày tới", &[]);
        check("22/KH-UBND", &[]);
    }

    #[test]
    fn marks_make_a_tier_in_a_short_question_only() {
        let known = Known(&[]);
        let tiers = |typed: &str| {
            let question = Question::parse(typed).expect(typed);
            plan(&question, &known).tiers.len()
        };
        assert_eq!(tiers("hoà"), 2);
        assert_eq!(tiers("hoa"), 1);
        assert_eq!(tiers("cải cách hành chính nhà nước"), 1);
    }
}
