//! Numbers of real laws and of a real register, read by the program as it is. Only where `KEHOACH_REAL` is set.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use kehoach::extract::Record;
use kehoach::text::{Number, clean};
use rayon::prelude::*;
use regex::Regex;

use super::reading::record_of;

/// Share of the numbered references of laws that must be found. Of the 14 of 3,140 that were missing when this
/// was written, nine are cut short by the annotation's own pattern.
const REFERENCES_FLOOR: f64 = 0.995;
/// Share of the register's numbers that must be read into serial and symbol.
const REGISTER_FLOOR: f64 = 0.998;
/// Sentences or rows given as one document.
const AT_ONCE: usize = 200;

#[test]
fn numbered_references_of_real_laws_are_found() {
    let Some(path) = real("eval/sets/vnlegaltext_val.conll") else {
        return;
    };
    let sentences = sentences(&fs::read_to_string(path).expect("the set is text"));
    let parts: Vec<(usize, Vec<String>)> = sentences.par_chunks(AT_ONCE).map(missing).collect();
    let total: usize = parts.iter().map(|(total, _)| total).sum();
    let missed: Vec<&String> = parts.iter().flat_map(|(_, missed)| missed).collect();
    let share = 1.0 - missed.len() as f64 / total as f64;
    for reference in &missed {
        println!("    missed reference: {reference}");
    }
    let found = total - missed.len();
    println!("\nnumbered references of laws: {found} of {total} found ({share:.4})");
    assert!(
        REFERENCES_FLOOR <= share,
        "{share:.4} of the references, floor {REFERENCES_FLOOR}"
    );
}

#[test]
fn numbers_of_a_real_register_are_read_into_serial_and_symbol() {
    let Some(path) = real("eval/sets/registry_binhduong_vbcddh.csv") else {
        return;
    };
    let rows = rows(&path);
    let numbered: Vec<&Row> = rows.iter().filter(|row| !row.number.is_empty()).collect();
    let wrong: Vec<&str> = numbered
        .iter()
        .map(|row| row.number.as_str())
        .filter(|number| !is_split(number))
        .collect();
    let uncited: Vec<String> = numbered.par_chunks(AT_ONCE).flat_map(uncited).collect();
    for number in &wrong {
        println!("    not read: {number}");
    }
    for number in &uncited {
        println!("    not cited as written: {number}");
    }
    let all = numbered.len() as f64;
    let read = 1.0 - wrong.len() as f64 / all;
    let cited = 1.0 - uncited.len() as f64 / all;
    let unknown = rows.len() - numbered.len();
    println!(
        "\nregister: {} numbers, {read:.4} read, {cited:.4} cited as written; {unknown} rows without a number",
        numbered.len()
    );
    let blank = rows.iter().filter(|row| row.number.is_empty());
    assert!(
        blank
            .clone()
            .all(|row| Number::parse(&row.number).is_none())
    );
    assert!(
        REGISTER_FLOOR <= read,
        "{read:.4} of the numbers read, floor {REGISTER_FLOOR}"
    );
    assert!(
        REGISTER_FLOOR <= cited,
        "{cited:.4} of the numbers cited, floor {REGISTER_FLOOR}"
    );
}

fn real(file: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("KEHOACH_REAL").map(PathBuf::from);
    if folder.is_none() {
        println!("bỏ qua: KEHOACH_REAL không được đặt");
    }
    folder.map(|folder| folder.join(file))
}

struct Sentence {
    text: String,
    references: Vec<String>,
}

/// One word and its tag a line, a blank line between sentences; the words of a syllable group are joined by `_`.
fn sentences(conll: &str) -> Vec<Sentence> {
    conll
        .split("\n\n")
        .filter(|it| !it.trim().is_empty())
        .map(sentence)
        .collect()
}

fn sentence(lines: &str) -> Sentence {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s+([,.;:)/])").expect("fixed"));
    static AFTER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([(/])\s+").expect("fixed"));
    let (mut words, mut references): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut inside = false;
    for line in lines.lines() {
        let mut parts = line.split_whitespace();
        let (Some(word), Some(tag)) = (parts.next(), parts.next_back()) else {
            continue;
        };
        let word = word.replace('_', " ");
        match (tag.starts_with("B-"), tag.starts_with("I-") && inside) {
            (true, _) => references.push(word.clone()),
            (false, true) => {
                if let Some(last) = references.last_mut() {
                    last.push(' ');
                    last.push_str(&word);
                }
            }
            (false, false) => {}
        }
        inside = tag.starts_with("B-") || (tag.starts_with("I-") && inside);
        words.push(word);
    }
    let text = words.join(" ");
    let text = BEFORE.replace_all(&text, "$1");
    Sentence {
        text: AFTER.replace_all(&text, "$1").into_owned(),
        references,
    }
}

/// How many references of these sentences bear a number, and which of them were not found.
fn missing(sentences: &[Sentence]) -> (usize, Vec<String>) {
    let texts: Vec<&str> = sentences.iter().map(|it| it.text.as_str()).collect();
    let record = record_of((texts.join("\n\n") + "\n").as_bytes(), "phan.txt");
    let mut pool = numbers(&record);
    let references = sentences.iter().flat_map(|it| &it.references);
    let numbered: Vec<(&String, String)> = references
        .filter_map(|it| Some((it, gold_number(it)?)))
        .collect();
    let total = numbered.len();
    let missed = numbered
        .into_iter()
        .filter(|(_, key)| !take(&mut pool, key));
    (
        total,
        missed.map(|(reference, _)| reference.clone()).collect(),
    )
}

fn numbers(record: &Record) -> HashMap<String, usize> {
    let mut pool = HashMap::new();
    let numbers = record
        .citations
        .iter()
        .filter_map(|it| it.number.as_deref());
    for number in numbers {
        *pool.entry(spelled(number)).or_default() += 1;
    }
    pool
}

fn take(pool: &mut HashMap<String, usize>, key: &str) -> bool {
    match pool.get_mut(key) {
        Some(left) if 0 < *left => {
            *left -= 1;
            true
        }
        _ => false,
    }
}

/// The number in a reference, as the annotation is counted elsewhere: up to the first blank.
fn gold_number(reference: &str) -> Option<String> {
    static JOINT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s*([/-])\s*").expect("fixed"));
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[0-9]+[a-zđ]?\s*(?:/\s*[0-9]{4}\s*)?/\s*[A-ZĐÐ][\w\- ]*").expect("fixed")
    });
    let joined = JOINT.replace_all(reference, "$1");
    let found = NUMBER.find(&joined)?.as_str();
    Some(spelled(found.split(' ').next()?))
}

fn spelled(number: &str) -> String {
    let whole: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    clean(&whole).as_str().to_lowercase()
}

struct Row {
    number: String,
    day: String,
}

fn rows(path: &PathBuf) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).expect("the register can be read");
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| Row {
        number: row[1].trim().to_owned(),
        day: row[2].trim().to_owned(),
    })
    .collect()
}

/// True if serial and symbol are what stands before and after the first separator, blanks aside.
fn is_split(written: &str) -> bool {
    let Some(number) = Number::parse(written) else {
        return false;
    };
    // "26/KH-BCĐ (138)": a remark in brackets is no part of the symbol.
    let plain = clean(written.split(" (").next().unwrap_or_default());
    let plain: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = plain.trim_start_matches(|c: char| c.is_ascii_digit());
    let serial = &plain[..plain.len() - digits.len()];
    let symbol = digits.trim_start_matches(['/', '-']);
    let symbol = match number.year {
        Some(year) => symbol.trim_start_matches(&format!("{year}/")),
        None => symbol,
    };
    let own = number
        .serial
        .as_ref()
        .map(|serial| serial.as_written().to_owned());
    own.as_deref() == Some(serial) && number.symbol == symbol
}

/// Rows whose number, cited in a sentence with its date, is not found as it is written.
fn uncited(rows: &[&Row]) -> Vec<String> {
    let line = |row: &&Row| format!("Văn bản số {} ngày {}.", row.number, row.day);
    let lines: Vec<String> = rows.iter().map(line).collect();
    let record = record_of((lines.join("\n\n") + "\n").as_bytes(), "so.txt");
    let mut pool = numbers(&record);
    let written = |row: &&Row| {
        let plain = row.number.split(" (").next().unwrap_or_default();
        // "1830 QĐ-UBND": a blank stands for the slash.
        Number::parse(plain).map_or_else(|| spelled(plain), |number| spelled(&number.to_string()))
    };
    let missed = rows.iter().filter(|row| !take(&mut pool, &written(row)));
    missed.map(|row| row.number.clone()).collect()
}
