//! The document itself, field by field.

use std::collections::BTreeMap;

use super::gold::{Gold, Identity, Prediction};
use super::measure::Scores;
use super::spelling;

/// Share of words two titles must have in common: line breaks and a lost "tỉnh" do not matter.
const TITLE_LIKENESS_MIN: f64 = 0.8;

const FIELDS: [&str; 5] = [
    "identity: doc_type",
    "identity: number",
    "identity: issued_on",
    "identity: issuer",
    "identity: title",
];

pub fn judge(
    gold: &Gold,
    found: Option<&Prediction>,
    scores: &mut Scores,
    items: &mut Vec<String>,
) {
    let Some(found) = found else {
        return FIELDS.iter().for_each(|field| scores.answer(field, false));
    };
    let nothing = Identity::default();
    let said = found.identity.as_ref().unwrap_or(&nothing);
    let Some(truth) = &gold.identity else {
        // A page that is no document must not be given one.
        scores.answer("identity: number", is_blank(&said.number));
        scores.answer("identity: issued_on", is_blank(&said.issued_on));
        return;
    };
    let answers = [
        (same_type(truth, said), &truth.doc_type, &said.doc_type),
        (same_number(truth, said), &truth.number, &said.number),
        (
            filled(&truth.issued_on) == filled(&said.issued_on),
            &truth.issued_on,
            &said.issued_on,
        ),
        (same_issuer(truth, said), &truth.issuer, &said.issuer),
        (same_title(truth, said), &truth.title, &said.title),
    ];
    for (field, (is_right, truth, said)) in FIELDS.into_iter().zip(answers) {
        scores.answer(field, is_right);
        if !is_right {
            items.push(format!("{field}: gold {truth:?}, found {said:?}"));
        }
    }
}

fn filled(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|value| !value.is_empty())
}

fn is_blank(value: &Option<String>) -> bool {
    filled(value).is_none()
}

fn same_type(truth: &Identity, said: &Identity) -> bool {
    let spelled =
        |it: &Identity| spelling::tidy(it.doc_type.as_deref().unwrap_or("")).to_lowercase();
    spelled(truth) == spelled(said)
}

fn same_number(truth: &Identity, said: &Identity) -> bool {
    let spelled = |it: &Identity| it.number.as_deref().and_then(spelling::number);
    let told = spelled(said);
    match spelled(truth) {
        // A blank serial may be told as "/KH-UBND".
        None => told.is_none_or(|number| !spelling::has_serial(&number)),
        there => there == told,
    }
}

/// One name may hold the other ("UBND tỉnh" and "UBND tỉnh Hưng Yên"), but not by one word alone.
fn same_issuer(truth: &Identity, said: &Identity) -> bool {
    let spelled = |it: &Identity| spelling::agency(it.issuer.as_deref().unwrap_or(""));
    let (there, told) = (spelled(truth), spelled(said));
    if there.is_empty() || told.is_empty() {
        return there.is_empty() && told.is_empty();
    }
    let shorter = if there.chars().count() <= told.chars().count() {
        &there
    } else {
        &told
    };
    (there.contains(&told) || told.contains(&there)) && 2 <= shorter.split_whitespace().count()
}

fn same_title(truth: &Identity, said: &Identity) -> bool {
    let spelled = |it: &Identity| spelling::title(it.title.as_deref().unwrap_or(""));
    let (there, told) = (spelled(truth), spelled(said));
    if there.is_empty() {
        return told.is_empty();
    }
    TITLE_LIKENESS_MIN <= likeness(&there, &told)
}

/// F1 of the words of two texts.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (spelling::words(a), spelling::words(b));
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in &a {
        *left.entry(word).or_default() += 1;
    }
    let mut both = 0;
    for word in &b {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| 0 < **count) {
            *count -= 1;
            both += 1;
        }
    }
    if both == 0 {
        return 0.0;
    }
    2.0 * f64::from(both) / (a.len() + b.len()) as f64
}
