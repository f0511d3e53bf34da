//! Citations as multisets: a number cited three times must be found three times.
//!
//! Counted are mentions with a number; a serial left blank counts neither way, nor do the numbers
//! that gold calls neutral.

use std::collections::{BTreeMap, BTreeSet};

use super::gold::{Citation, Gold, Prediction};
use super::measure::{Counts, Scores};
use super::spelling;

/// One mention as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mention {
    number: String,
    date: Option<String>,
    relation: Option<String>,
}

pub fn judge(gold: &Gold, found: &Prediction, scores: &mut Scores, items: &mut Vec<String>) {
    let neutral: BTreeSet<String> = gold
        .neutral_numbers
        .iter()
        .filter_map(|number| spelling::number(number))
        .collect();
    let truth = mentions(&gold.citations);
    let mut said = mentions(&found.citations);
    said.retain(|it| spelling::has_serial(&it.number) && !neutral.contains(&it.number));

    let by_number = |it: &Mention| it.number.clone();
    let by_date = |it: &Mention| (it.number.clone(), it.date.clone());
    let by_relation = |it: &Mention| (it.number.clone(), it.relation.clone());
    scores.count("citations by number", compare(&truth, &said, by_number));
    scores.count(
        "citations by number and date",
        compare(&truth, &said, by_date),
    );
    scores.count(
        "citations by number and relation",
        compare(&truth, &said, by_relation),
    );
    scores.count(
        "citations, distinct numbers",
        compare(&once(&truth), &once(&said), by_number),
    );
    list(&truth, &said, items);
    let (truth, said) = without_self(gold, &truth, &said);
    scores.count(
        "citations by number, self aside",
        compare(&truth, &said, by_number),
    );
    scores.count(
        "citations by number and date, self aside",
        compare(&truth, &said, by_date),
    );
}

fn mentions(citations: &[Citation]) -> Vec<Mention> {
    let filled = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    citations
        .iter()
        .filter_map(|citation| {
            Some(Mention {
                number: spelling::number(citation.number.as_deref()?)?,
                date: filled(&citation.date),
                relation: filled(&citation.relation),
            })
        })
        .collect()
}

fn once(mentions: &[Mention]) -> Vec<Mention> {
    let mut seen = BTreeSet::new();
    mentions
        .iter()
        .filter(|it| seen.insert(it.number.clone()))
        .cloned()
        .collect()
}

/// Both sides without mentions of the document itself. What the program says of the document's own
/// number is set aside unless gold has that number in another role.
fn without_self(gold: &Gold, truth: &[Mention], said: &[Mention]) -> (Vec<Mention>, Vec<Mention>) {
    let is_self = |it: &&Mention| it.relation.as_deref() == Some("self");
    let own = gold.identity.as_ref().and_then(|it| it.number.as_deref());
    let own = own.and_then(spelling::number);
    let mut selves: BTreeSet<String> = truth
        .iter()
        .filter(is_self)
        .map(|it| it.number.clone())
        .collect();
    selves.extend(own);
    let others: Vec<Mention> = truth.iter().filter(|it| !is_self(it)).cloned().collect();
    let is_other = |number: &str| others.iter().any(|it| it.number == number);
    let kept = |it: &&Mention| !selves.contains(&it.number) || is_other(&it.number);
    let said_of_others = said.iter().filter(kept).cloned().collect();
    (others, said_of_others)
}

fn tally<K: Ord>(mentions: &[Mention], key: impl Fn(&Mention) -> K) -> BTreeMap<K, usize> {
    let mut tally = BTreeMap::new();
    for mention in mentions {
        *tally.entry(key(mention)).or_default() += 1;
    }
    tally
}

fn compare<K: Ord>(truth: &[Mention], said: &[Mention], key: impl Fn(&Mention) -> K) -> Counts {
    let (there, told) = (tally(truth, &key), tally(said, &key));
    let found = there
        .iter()
        .map(|(key, count)| (*count).min(told.get(key).copied().unwrap_or_default()))
        .sum();
    Counts {
        found,
        invented: said.len() - found,
        missed: truth.len() - found,
    }
}

/// What differs, told as what it is: the same mention with another relation or date is one line.
fn list(truth: &[Mention], said: &[Mention], items: &mut Vec<String>) {
    let (mut truth, mut said) = (truth.to_vec(), said.to_vec());
    let _ = pairs(&mut truth, &mut said, |a, b| a == b);
    for (gold, found) in pairs(&mut truth, &mut said, |a, b| by_day(a) == by_day(b)) {
        let (gold_said, found_said) = (told(&gold.relation), told(&found.relation));
        items.push(format!(
            "relation of {}: gold {gold_said}, found {found_said}",
            gold.number
        ));
    }
    for (gold, found) in pairs(&mut truth, &mut said, |a, b| a.number == b.number) {
        let (gold_said, found_said) = (told(&gold.date), told(&found.date));
        items.push(format!(
            "date of {}: gold {gold_said}, found {found_said}",
            gold.number
        ));
    }
    for (what, left) in [("missed", truth), ("invented", said)] {
        for it in left {
            let (date, relation) = (told(&it.date), told(&it.relation));
            items.push(format!(
                "{what} citation: {}, {date}, {relation}",
                it.number
            ));
        }
    }
}

fn by_day(mention: &Mention) -> (&str, Option<&str>) {
    (&mention.number, mention.date.as_deref())
}

fn told(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("none")
}

/// Takes out of both lists what belongs together, first come first served.
fn pairs(
    truth: &mut Vec<Mention>,
    said: &mut Vec<Mention>,
    is_same: impl Fn(&Mention, &Mention) -> bool,
) -> Vec<(Mention, Mention)> {
    let mut pairs = Vec::new();
    truth.retain(|gold| {
        let Some(at) = said.iter().position(|found| is_same(gold, found)) else {
            return true;
        };
        pairs.push((gold.clone(), said.remove(at)));
        false
    });
    pairs
}
