//! The document numbers a question means, in whatever writing.
//!
//! Written as such (`21/KH-UBND`) they are recognised as in any text. `21 kh ubnd`, `21khubnd` and
//! `KH 21` are words like others; that they are a number only the index can tell, which knows every
//! number a work bears. So no list of type codes is needed, and no sentence is torn apart by one.

use super::filter::type_key;
use super::plan::{Vocabulary, distinct};
use super::query::Field;
use super::question::Question;
use crate::authority::Authority;

/// Words a number may be spread over: `130 2005 nd cp`, `21 kh bcd pctn ubnd`.
const NUMBER_WORDS_MAX: usize = 6;

/// Words of the longest type name that a number is asked for by.
const TYPE_WORDS_MAX: usize = 3;

/// The numbers a question means.
pub(super) struct Asked {
    pub terms: Vec<String>,
    /// Words that belong to none of them.
    pub beside: Vec<String>,
}

/// The numbers of a question: those written as such that the index knows, or words that together
/// make a number some work bears (`21 kh ubnd`, `21khubnd`, `KH 21`).
pub(super) fn asked(question: &Question, vocabulary: &impl Vocabulary) -> Asked {
    let borne = |term: &str| 0 < vocabulary.frequency(Field::NumberKey, term);
    let known = |term: &str| borne(term) || 0 < vocabulary.frequency(Field::RefKey, term);
    let written: Vec<String> = distinct(question.numbers.iter().filter(|term| known(term)));
    if !written.is_empty() {
        return Asked {
            terms: written,
            beside: question.beside_numbers.clone(),
        };
    }
    let words: Vec<&str> = question.words.iter().map(|w| w.folded.as_str()).collect();
    spread_number(&words, known)
        .or_else(|| serial_and_type(&words, borne))
        .unwrap_or_else(|| Asked {
            terms: Vec::new(),
            beside: Vec::new(),
        })
}

/// The longest run of words, digits first, that written together is a number.
fn spread_number(words: &[&str], known: impl Fn(&str) -> bool) -> Option<Asked> {
    for start in 0..words.len() {
        if !words[start].starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let longest = NUMBER_WORDS_MAX.min(words.len() - start);
        for len in (1..=longest).rev() {
            let term = words[start..start + len]
                .concat()
                .trim_start_matches('0')
                .to_owned();
            // "21kh" alone would be the head of a number, which any "21 kh…" in a sentence makes.
            let whole = 3 <= len || (len == 1 && term.contains(char::is_alphabetic));
            if whole && known(&term) {
                let beside = [&words[..start], &words[start + len..]].concat();
                return Some(Asked {
                    terms: vec![term],
                    beside: beside.into_iter().map(str::to_owned).collect(),
                });
            }
        }
    }
    None
}

/// "KH 21", "kh số 21", "kế hoạch số 21", "21 kh", with a year or without, and nothing else.
fn serial_and_type(words: &[&str], borne: impl Fn(&str) -> bool) -> Option<Asked> {
    let words = with_code(words);
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "so")
        .collect();
    let (head, rest) = match *words.as_slice() {
        [first, second] => ([first, second], None),
        [first, second, year] if is_year(year) => ([first, second], Some(year)),
        _ => return None,
    };
    let is_serial = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let (serial, code) = match head {
        [serial, code] if is_serial(serial) && !is_serial(code) => (serial, code),
        [code, serial] if is_serial(serial) && !is_serial(code) => (serial, code),
        _ => return None,
    };
    let term = format!("{}{code}", serial.trim_start_matches('0'));
    borne(&term).then(|| Asked {
        terms: vec![term],
        beside: rest.into_iter().map(str::to_owned).collect(),
    })
}

/// The words with the code of the type they begin with: "kế hoạch số 21" → "kh số 21".
fn with_code(words: &[&str]) -> Vec<String> {
    let longest = words.len().min(TYPE_WORDS_MAX);
    let found = (2..=longest).rev().find_map(|len| {
        let known = Authority::bundled().doc_type(&words[..len].join(" "))?;
        Some((type_key(&known.code), len))
    });
    let (code, len) = found.map_or((None, 0), |(code, len)| (Some(code), len));
    let rest = words[len..].iter().map(|word| (*word).to_owned());
    code.into_iter().chain(rest).collect()
}

pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}
