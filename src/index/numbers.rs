//! Document numbers inside running text, as one term each: `21/KH-UBND` → `21khubnd`.
//!
//! The index wants recall and speed where `extract` wants evidence: a stretch that looks like a
//! number is handed to [`Number::parse`], whose key, letters and digits only, is the term. `1/302005`
//! and `130/2005` would meet; no such pair is known. Dates and `ISO 9001:2015` are no numbers.

use super::analyzer::is_alphanumeric;
use crate::text::Number;

/// Separators followed from the serial on. Joint circulars of seven bodies exist.
const PARTS_MAX: usize = 9;

/// Blanks allowed around a separator: `2463 /QĐ - UBND`, `2257/QĐ-⏎UBND`.
const BLANKS_MAX: usize = 2;

/// A number where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub term: String,
}

/// The numbers of `text`, in order, not overlapping.
pub(super) fn find(text: &str) -> impl Iterator<Item = Found> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = next_serial(text, at)?;
            let ends = possible_ends(text, start);
            let found = ends.iter().rev().find_map(|&end| {
                let term = term(&text[start..end])?;
                Some(Found { start, end, term })
            });
            at = match &found {
                Some(found) => found.end,
                None => start + digits(&text[start..]),
            };
            if found.is_some() {
                return found;
            }
        }
    })
}

/// The term of one written number.
pub(super) fn term(number: &str) -> Option<String> {
    Number::parse(number)?.key().map(|key| compact(&key))
}

/// The terms a work is found by: the whole number, and its serial with the first code (`21kh`), so
/// that "KH 21" finds it.
pub(super) fn key_terms(key: &str) -> Vec<String> {
    let mut terms = vec![compact(key)];
    let serial = key.split('/').next().unwrap_or_default();
    let symbol = key.rsplit('/').next().unwrap_or_default();
    let code = symbol.split('-').next().unwrap_or_default();
    let head = format!("{serial}{code}");
    if !code.is_empty() && !terms.contains(&head) {
        terms.push(head);
    }
    terms
}

/// Letters and digits of a key: `130/2005/nd-cp` → `1302005ndcp`.
pub(super) fn compact(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Where the next run of digits starts that no letter or digit stands before. Only bytes are looked at
/// on the way: digits are rare.
fn next_serial(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let bytes = &text.as_bytes()[at..];
        let start = at + bytes.iter().position(u8::is_ascii_digit)?;
        let before = text[..start].chars().next_back();
        if !before.is_some_and(is_alphanumeric) {
            return Some(start);
        }
        at = start + digits(&text[start..]);
    }
}

fn digits(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()
}

/// Ends of the stretches from `start` that may be a number, shortest first: one after every code.
fn possible_ends(text: &str, start: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = start + serial(&text[start..]);
    while ends.len() < PARTS_MAX {
        let Some((separator, spaced)) = separator(&text[at..]) else {
            break;
        };
        let code = code(&text[at + separator..]);
        let first = text[at + separator..].chars().next();
        // "5 - Sở": with blanks only capitals go on, or every list item would be a number.
        let goes_on = !spaced || first.is_some_and(char::is_uppercase);
        if code == 0 || !goes_on {
            break;
        }
        at += separator + code;
        if text[start..at].contains(char::is_alphabetic) {
            ends.push(at);
        }
    }
    ends
}

/// Bytes of `21`, `30c`, `66.18`.
fn serial(text: &str) -> usize {
    let mut end = digits(text);
    while text[end..].starts_with('.') && 0 < digits(&text[end + 1..]) {
        end += 1 + digits(&text[end + 1..]);
    }
    let letter = text[end..].chars().next().filter(|c| c.is_alphabetic());
    end + letter.map_or(0, char::len_utf8)
}

/// Bytes of a separator with the blanks around it, and whether there were any.
fn separator(text: &str) -> Option<(usize, bool)> {
    let before = blanks(text);
    let mark = text[before..].chars().next().filter(|c| is_separator(*c))?;
    let middle = before + mark.len_utf8();
    let after = blanks(&text[middle..]);
    Some((middle + after, 0 < before + after))
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '/' | '-' | '\u{2010}'..='\u{2015}' | '\u{2044}' | '\u{2212}'
    )
}

fn blanks(text: &str) -> usize {
    text.chars()
        .take(BLANKS_MAX)
        .take_while(|c| c.is_whitespace())
        .map(char::len_utf8)
        .sum()
}

/// Bytes of `UBND`, `SGD&ĐT`, `T.Ư`; a full stop belongs to a code only between letters.
fn code(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, '.' | '&') && chars.peek().is_some_and(|(_, c)| c.is_alphabetic());
        if !c.is_alphanumeric() && !joins {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let terms: Vec<String> = find(text).map(|found| found.term).collect();
        assert_eq!(terms, expected, "{text}");
    }

    #[test]
    fn numbers_are_found_in_running_text() {
        check("Kế hoạch số 21/KH-UBND ngày 02/02/2021", &["21khubnd"]);
        check(
            "Nghị định số 130/2005/NĐ-CP và 30c/NQ-CP.",
            &["1302005ndcp", "30cnqcp"],
        );
        check(
            "2463 /QĐ - UBND; 2257/QĐ-\nUBND",
            &["2463qdubnd", "2257qdubnd"],
        );
        check("Nghị quyết 18-NQ/TW, 021/kh-ubnd", &["18nqtw", "21khubnd"]);
    }

    #[test]
    fn dates_ratios_and_lists_are_no_numbers() {
        check("ngày 9/2/2021, 24/7, ISO 9001:2015, 100/ngày", &[]);
        check("5 - Sở Nội vụ; 3/4 số xã", &[]);
    }

    #[test]
    fn a_work_is_found_by_its_number_and_by_serial_and_type() {
        assert_eq!(key_terms("21/kh-ubnd"), ["21khubnd", "21kh"]);
        assert_eq!(key_terms("130/2005/nd-cp"), ["1302005ndcp", "130nd"]);
        assert_eq!(key_terms("88/cp"), ["88cp"]);
    }
}
