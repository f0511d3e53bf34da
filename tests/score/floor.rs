//! The floors: what every measure was when somebody last looked at `fixtures/score.json`.

use std::collections::BTreeMap;
use std::fs;

use super::measure::Scores;

const FILE: &str = "fixtures/score.json";

/// Set → measure → floor.
pub type Floors = BTreeMap<String, BTreeMap<String, f64>>;

/// `KEHOACH_REVIEW=1`: the present figures become the floors.
pub fn is_to_be_written() -> bool {
    std::env::var_os("KEHOACH_REVIEW").is_some_and(|value| value == "1")
}

pub fn read() -> Floors {
    let text = fs::read_to_string(FILE).unwrap_or_else(|error| {
        panic!("{FILE}: {error}; KEHOACH_REVIEW=1 writes it from the present figures")
    });
    serde_json::from_str(&text).expect("the floors are JSON")
}

pub fn write(sets: &[(&str, Scores)]) {
    let floors: Floors = sets
        .iter()
        .map(|(set, scores)| {
            let measures = scores.with_floor().into_iter();
            let floors = measures.map(|(measure, value)| (measure.to_owned(), rounded(value)));
            ((*set).to_owned(), floors.collect())
        })
        .collect();
    let text = serde_json::to_string_pretty(&floors).expect("JSON");
    fs::write(FILE, text + "\n").expect("fixtures can be written");
    println!("{FILE} is rewritten");
}

/// Down to three decimals: a floor is never above what was measured.
fn rounded(value: f64) -> f64 {
    (value * 1_000.0 + 1e-9).floor() / 1_000.0
}

/// A sentence for each measure of a set that lies too far under its floor, or has none.
pub fn drops(floors: &Floors, set: &str, scores: &Scores, slack: f64) -> Vec<String> {
    let nothing = BTreeMap::new();
    let floors = floors.get(set).unwrap_or(&nothing);
    let now = scores.with_floor();
    let missing = floors
        .keys()
        .filter(|measure| !now.contains_key(measure.as_str()));
    let mut drops: Vec<String> = missing
        .map(|measure| format!("{set}: {measure}: has a floor and is not measured"))
        .collect();
    for (measure, value) in now {
        match floors.get(measure) {
            None => drops.push(format!("{set}: {measure}: has no floor, is {value:.4}")),
            Some(floor) if value + slack < *floor => {
                drops.push(format!("{set}: {measure}: {value:.4}, floor {floor:.3}"));
            }
            Some(_) => {}
        }
    }
    drops
}

/// A hint for each set that is read better than its floors say.
pub fn rises(floors: &Floors, sets: &[(&str, Scores)]) -> Vec<String> {
    let mut hints = Vec::new();
    for (set, scores) in sets {
        let higher: Vec<String> = scores
            .with_floor()
            .into_iter()
            .filter_map(|(measure, value)| {
                let floor = *floors.get(*set)?.get(measure)?;
                (floor < rounded(value)).then(|| format!("{measure} {floor:.3} → {value:.3}"))
            })
            .collect();
        if !higher.is_empty() {
            let list = higher.join(", ");
            hints.push(format!(
                "{set} is read better ({list}): KEHOACH_REVIEW=1 raises the floor"
            ));
        }
    }
    hints
}
