//! Words in, weighted terms out: the score.
//!
//! A plain union of weighted terms, the form block-max pruning works on: exact 1 and folded 0.3 for a
//! word typed with marks, folded 1 for a bare one, neighbours 0.7, those of a title twice that, and
//! the facts that words name (nDCG@10 .88 typed, .89 bare, .88 half bare on 100 law questions). No
//! phrase query takes part: pairs give the same signal at an eighth of the time.

use super::analyzer::Speller;
use super::asked_number;
use super::conditions::pairs;
use super::plan::distinct;
use super::query::{Field, Query};
use super::question::{Question, Word};
use super::synonyms::{self, Defined, Expanded};

const EXACT: f32 = 1.0;
/// Of a word typed with marks; a bare word has [`EXACT`].
const FOLDED: f32 = 0.3;
const PAIR: f32 = 0.7;
/// Of a title's words beside those of the body. A syllable of a title is as ambiguous as any other (the
/// "lịch" of "du lịch"); its neighbours are not. On 158 staff questions: 3 and 3 times .90 nDCG@10, 1 and
/// 2 times .94.
const TITLE: f32 = 1.0;
const TITLE_PAIR: f32 = 2.0;
/// Words of a longer writing that together weigh as much as its abbreviation: eleven syllables of
/// "chỉ số hiệu quả quản trị …" would drown the words beside them.
const UNIT_WORDS: f32 = 3.0;
/// A year or day beside a number settles which work of that number is meant.
const YEAR_BESIDE_NUMBER: f32 = 5.0;

/// What ranks and is no condition of its own: phrases, beginnings, words of choices and of
/// understood filters.
pub(super) fn beside(question: &Question, defined: &impl Defined) -> Vec<Query> {
    let mut beside = rank(&Expanded::of(&question.aside));
    for head in &question.prefixes {
        let term = Query::term(Field::BodyFolded, head.clone());
        let titled = Query::weighted(Field::TitleFolded, head.clone(), TITLE);
        add_new(&mut beside, [term, titled]);
    }
    for phrase in &question.phrases {
        add_new(
            &mut beside,
            as_demanded(phrase, rank(&Expanded::of(phrase))),
        );
    }
    let wanted = question.choices.iter().filter(|choice| !choice.negated);
    for side in wanted.flat_map(|choice| &choice.sides) {
        let words = synonyms::expand(&side.words, defined, &mut Speller::default());
        add_new(&mut beside, rank(&words));
        add_new(&mut beside, self::beside(side, defined));
    }
    beside
}

/// Every hit holds a quoted word with the marks it was typed with: how often it stands there with other
/// marks tells nothing.
fn as_demanded(phrase: &[Word], mut rank: Vec<Query>) -> Vec<Query> {
    rank.retain(|query| match query {
        Query::Term {
            field: Field::BodyFolded | Field::TitleFolded,
            value,
            ..
        } => !phrase
            .iter()
            .any(|word| word.marked && word.folded == *value),
        _ => true,
    });
    rank
}

/// Adds what is not there: a word said twice counts once, as a pasted paragraph repeats its small
/// words.
pub(super) fn add_new(rank: &mut Vec<Query>, queries: impl IntoIterator<Item = Query>) {
    for query in queries {
        if !rank.contains(&query) {
            rank.push(query);
        }
    }
}

pub(super) fn rank(expanded: &Expanded) -> Vec<Query> {
    let words = &expanded.words;
    let share = |at: usize| {
        let len = expanded.unit_at(at).map_or(1.0, |unit| unit.len as f32);
        (UNIT_WORDS / len).min(1.0)
    };
    let titled = |at: usize| match expanded.facts.iter().any(|f| f.says_all() && f.holds(at)) {
        true => 0.0,
        false => 1.0,
    };
    let mut rank = Vec::with_capacity(words.len() * 5);
    for (at, word) in words.iter().enumerate() {
        add_new(&mut rank, word_weights(word, share(at), titled(at)));
    }
    for (at, two) in words.windows(2).enumerate() {
        if two[1].follows {
            let pair = super::analyzer::pair(&two[0].folded, &two[1].folded);
            let share = share(at).min(share(at + 1));
            let title = titled(at).min(titled(at + 1));
            add_new(&mut rank, pair_weights(&pair, share, title));
        }
    }
    add_new(
        &mut rank,
        expanded.facts.iter().map(|fact| fact.held.clone()),
    );
    for other in expanded.units.iter().flat_map(|unit| &unit.others) {
        match other.as_slice() {
            [short] => add_new(&mut rank, word_weights(&bare(short), 1.0, 1.0)),
            longer => {
                let share = (UNIT_WORDS / longer.len() as f32).min(1.0);
                let pairs = pairs(longer);
                add_new(
                    &mut rank,
                    pairs.iter().flat_map(|pair| pair_weights(pair, share, 1.0)),
                );
            }
        }
    }
    rank
}

/// An abbreviation is found folded: "TĐKT" is written "TDKT" as well.
fn bare(word: &Word) -> Word {
    Word {
        marked: false,
        ..word.clone()
    }
}

fn word_weights(word: &Word, share: f32, title: f32) -> Vec<Query> {
    let title = title * TITLE;
    let folded = share * if word.marked { FOLDED } else { EXACT };
    let mut weights = vec![
        Query::weighted(Field::BodyFolded, &word.folded, folded),
        Query::weighted(Field::TitleFolded, &word.folded, folded * title),
    ];
    if word.marked {
        let exact = share * EXACT;
        weights.push(Query::weighted(Field::Body, &word.exact, exact));
        weights.push(Query::weighted(Field::Title, &word.exact, exact * title));
    }
    weights.retain(|query| !matches!(query, Query::Term { weight, .. } if *weight == 0.0));
    weights
}

fn pair_weights(pair: &str, share: f32, title: f32) -> Vec<Query> {
    let weight = share * PAIR;
    let mut weights = vec![Query::weighted(Field::BodyPairs, pair, weight)];
    if 0.0 < title {
        weights.push(Query::weighted(
            Field::TitlePairs,
            pair,
            weight * TITLE_PAIR,
        ));
    }
    weights
}

/// What tells works of one number apart: the words beside it, never the number's own. Without any,
/// there is no score and the newest stands first.
pub(super) fn rank_beside(beside: &[String]) -> Vec<Query> {
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
            (Field::YearKey, year)
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
