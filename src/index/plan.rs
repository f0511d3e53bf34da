//! A question in, query trees out: what matches, in which tiers, ranked by what.
//!
//! The list of hits is a row of *tiers*, each ranked by the same scores: works that bear the number
//! come before those that cite it, and in a short question words with the typed marks come before
//! words with other marks. A tier is a promise that no score can break, which weights alone are not:
//! a short text full of "hoá" outscores a long one with one "hoà" at any weight. Among words, a
//! document stands before the works that are only cited: their few words outscore any whole text.
//!
//! The score within a tier is made by [`super::rank`], what every hit must be by
//! [`super::conditions`].

use super::analyzer::Speller;
use super::asked_number;
use super::conditions::base;
use super::every_word::{Facts, every_word};
use super::facts::Fact;
use super::query::{Bool, Field, Query};
use super::question::{Question, Word};
use super::rank::{add_new, beside, rank, rank_beside};
use super::synonyms::{self, Defined, Expanded};

/// Words of a question in which typed marks make a tier of their own. In longer ones a single
/// wrong mark must not send a good text below every poor one.
const EXACT_TIER_WORDS_MAX: usize = 3;
/// Words and abbreviations from which a question is filled up with texts that have most of them.
const LOOSE_WORDS_MIN: usize = 4;
/// One in so many telling words must be there. Asking for half of them cost .02 nDCG@10 on law
/// questions of 25 syllables; a quarter costs nothing against one.
const LOOSE_SHARE: usize = 4;
/// But one word alone is no likeness where the question has more.
const LOOSE_TELLING_MIN: usize = 2;
/// Facts named together that leave no doubt which plans are meant.
const FACTS_SURE_MIN: usize = 2;
/// A word in more than this share of the texts tells none of them apart.
const TELLING_SHARE: f64 = 0.5;

/// What the planner asks of the index.
pub(super) trait Vocabulary: Defined {
    fn documents(&self) -> u64;
    /// Documents that hold the term.
    fn frequency(&self, field: Field, term: &str) -> u64;
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Plan {
    /// What every hit must be and must not be.
    pub base: Bool,
    /// Hits of an earlier tier stand above those of a later one. Their union is what is counted.
    pub tiers: Vec<Query>,
    /// True if whatever an earlier tier holds the last one holds as well.
    pub last_holds_all: bool,
    /// True if the first tier holds a topic and whatever else is named as facts: nothing is better.
    pub has_sure_tier: bool,
    /// True if each tier shows documents first, then works that are only cited and pages.
    pub aside_last: bool,
    /// Texts with most of the words, for when the tiers give too little; never counted with them.
    pub loose: Option<Query>,
    /// True if `loose` may fill up a first page that the tiers leave half empty.
    pub fills_up: bool,
    /// Weighted terms: the score.
    pub rank: Vec<Query>,
    /// Number terms the question means, for highlighting.
    pub numbers: Vec<String>,
    /// The words with their other writings.
    pub expanded: Expanded,
    /// Words no text holds.
    pub unknown: Vec<String>,
}

impl Plan {
    /// True if nothing ranks: neither words nor a number are asked for.
    pub fn asks_everything(&self) -> bool {
        self.rank.is_empty() && self.tiers == [Query::All]
    }

    /// Everything that is counted: any tier, and what every hit must be.
    pub fn matched(&self) -> Query {
        let mut query = self.base.clone();
        match self.tiers.as_slice() {
            [Query::All] => {}
            [.., last] if self.last_holds_all => query.filter.push(last.clone()),
            many => query.filter.push(Query::any(many.to_vec())),
        }
        Query::Bool(query)
    }
}

pub(super) fn plan(question: &Question, vocabulary: &impl Vocabulary) -> Plan {
    let asked = asked_number::asked(question, vocabulary);
    let mut plan = Plan {
        base: base(question, vocabulary),
        tiers: Vec::new(),
        last_holds_all: true,
        has_sure_tier: false,
        aside_last: false,
        loose: None,
        fills_up: false,
        rank: Vec::new(),
        unknown: unknown(&Expanded::plain(&question.words), vocabulary),
        numbers: asked.terms,
        expanded: Expanded::default(),
    };
    if asks_for_an_unknown_number(question, &plan) {
        // The nearest texts would be those of other numbers: worse than none.
        plan.tiers = number_tiers(&question.numbers, &[]);
        plan.last_holds_all = false;
        return plan;
    }
    if !plan.numbers.is_empty() {
        plan.tiers = number_tiers(&plan.numbers, &asked.beside);
        plan.last_holds_all = false;
        plan.rank = rank_beside(&asked.beside);
        return plan;
    }
    let expanded = synonyms::expand(&question.words, vocabulary, &mut Speller::default());
    plan.tiers = match expanded.words.is_empty() {
        true => vec![Query::All],
        false => word_tiers(&question.words, &expanded),
    };
    if let Some(sure) = sure_tier(question, &expanded) {
        plan.tiers.insert(0, sure);
        plan.has_sure_tier = true;
        // Of one word the last tier wants the word itself, the sure one takes the fact for it.
        plan.last_holds_all = expanded.asked() != 1;
    }
    plan.rank = rank(&expanded);
    add_new(&mut plan.rank, beside(question, vocabulary));
    plan.rank = most_telling(plan.rank, vocabulary);
    plan.aside_last = !plan.rank.is_empty();
    plan.loose = loose(&expanded, vocabulary);
    // A sentence is filled up with what its plain words find, the year before among them.
    let is_sentence = question.filters.iter().any(|filter| filter.inferred);
    plan.fills_up = LOOSE_WORDS_MIN <= expanded.asked() && !is_sentence;
    plan.unknown = unknown(&expanded, vocabulary);
    plan.expanded = expanded;
    plan
}

/// Terms that rank a question. Of more, those in the fewest texts tell nearly all: forty words with marks have as many,
/// eighty frequent ones took 230 ms of a million texts.
const RANK_MAX: usize = 240;

fn most_telling(mut rank: Vec<Query>, vocabulary: &impl Vocabulary) -> Vec<Query> {
    if rank.len() <= RANK_MAX {
        return rank;
    }
    rank.sort_by_cached_key(|query| match query {
        Query::Term { field, value, .. } => vocabulary.frequency(*field, value),
        _ => 0,
    });
    rank.truncate(RANK_MAX);
    rank
}

/// True if a number and nothing else is asked for, and neither a work nor a citation has it.
fn asks_for_an_unknown_number(question: &Question, plan: &Plan) -> bool {
    let beside = question.beside_numbers.iter();
    !question.numbers.is_empty() && plan.numbers.is_empty() && beside.clone().all(|w| w == "so")
}

/// Every word, and every fact as a fact, if the line names a topic and something else. A text that
/// names the topic in passing is not among them; the plan meant is, however it is titled.
fn sure_tier(question: &Question, expanded: &Expanded) -> Option<Query> {
    let facts = expanded.facts.iter().filter(|fact| fact.stands_in);
    let facts: Vec<&Fact> = facts.collect();
    let understood = question.filters.iter().filter(|filter| filter.inferred);
    let named = facts.len() + understood.count();
    if named < FACTS_SURE_MIN || !facts.iter().any(|fact| fact.is_topic()) {
        return None;
    }
    let mut every = vec![every_word(expanded, Facts::StandIn, |_| false)];
    every.extend(facts.iter().map(|fact| fact.held.clone()));
    Some(Query::every(every))
}

/// All words; before that, where few are typed, all with the very marks.
fn word_tiers(typed: &[Word], expanded: &Expanded) -> Vec<Query> {
    let facts = match expanded.asked() {
        // Whoever types one word wants that word.
        1 => Facts::Rank,
        _ => Facts::StandIn,
    };
    let folded = every_word(expanded, facts, |_| false);
    let marked = typed.iter().any(|word| word.marked);
    if !marked || EXACT_TIER_WORDS_MAX < typed.len() {
        return vec![folded];
    }
    vec![every_word(expanded, facts, |word| word.marked), folded]
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
fn loose(expanded: &Expanded, vocabulary: &impl Vocabulary) -> Option<Query> {
    let common = vocabulary.documents() as f64 * TELLING_SHARE;
    let shorts = expanded.units.iter().flat_map(|unit| &unit.others);
    let shorts = shorts.filter(|other| other.len() == 1).flatten();
    let words = expanded.words.iter().chain(shorts);
    let known: Vec<(String, u64)> = distinct(words.map(|word| &word.folded))
        .into_iter()
        .map(|word| {
            let frequency = vocabulary.frequency(Field::BodyFolded, &word);
            (word, frequency)
        })
        .filter(|(_, frequency)| 0 < *frequency)
        .collect();
    let facts = expanded.facts.iter().filter(|fact| fact.stands_in);
    let telling = known.iter().filter(|(_, f)| (*f as f64) <= common).count();
    let chosen: Vec<Query> = known
        .into_iter()
        .filter(|(_, frequency)| telling == 0 || (*frequency as f64) <= common)
        .map(|(word, _)| Query::term(Field::BodyFolded, word))
        .collect();
    let facts = facts.map(|fact| fact.held.clone());
    let share = chosen.len().div_ceil(LOOSE_SHARE);
    let minimum = share.max(LOOSE_TELLING_MIN).min(chosen.len());
    (0 < minimum).then(|| Query::at_least(minimum, chosen.into_iter().chain(facts).collect()))
}

/// Words that no text holds, those aside that have another writing.
fn unknown(expanded: &Expanded, vocabulary: &impl Vocabulary) -> Vec<String> {
    let words = expanded.words.iter().enumerate();
    let alone = words.filter(|(at, _)| expanded.unit_at(*at).is_none());
    distinct(alone.map(|(_, word)| &word.folded))
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

#[cfg(test)]
mod tests {
    use super::*;

    struct Known(&'static [&'static str]);

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
