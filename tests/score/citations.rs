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

fn list(truth: &[Mention], said: &[Mention], items: &mut Vec<String>) {
    let (there, told) = (tally(truth, Clone::clone), tally(said, Clone::clone));
    let line = |what: &str, it: &Mention| {
        let date = it.date.as_deref().unwrap_or("no date");
        format!(
            "{what} citation: {} {date} {}",
            it.number,
            it.relation.as_deref().unwrap_or("")
        )
    };
    for (what, ours, theirs) in [("missed", &there, &told), ("invented", &told, &there)] {
        for (mention, count) in ours {
            let also = theirs.get(mention).copied().unwrap_or_default();
            items.extend((also..*count).map(|_| line(what, mention)));
        }
    }
}
