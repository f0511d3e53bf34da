//! The truth as annotators wrote it, and what a program says, in the same words.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    pub file: String,
    /// `None` for a listing page: there is no document, and none may be invented.
    pub identity: Option<Identity>,
    #[serde(default)]
    pub citations: Vec<Citation>,
    #[serde(default)]
    pub tasks: Vec<GoldTask>,
    /// Numbers that are neither right nor wrong: standards, serials in file names.
    #[serde(default)]
    pub neutral_numbers: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoldTask {
    /// The first 80 characters of the task.
    pub anchor: String,
    /// The same without its leading subject, which a program may leave out.
    #[serde(default)]
    pub anchor_alt: Vec<String>,
    #[serde(default)]
    pub owners: Vec<String>,
    #[serde(default)]
    pub owners_alt: Vec<Vec<String>>,
    #[serde(default)]
    pub coordinators: Vec<String>,
    pub deadline: Option<Deadline>,
    /// Enforcement clauses, closing formulas, lead sentences: neither missed nor invented.
    #[serde(default)]
    pub optional: bool,
}

/// The part of a record that is measured.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Prediction {
    pub file: String,
    pub identity: Option<Identity>,
    pub citations: Vec<Citation>,
    pub tasks: Vec<Task>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    pub doc_type: Option<String>,
    pub number: Option<String>,
    pub issued_on: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Citation {
    pub quote: String,
    pub number: Option<String>,
    pub date: Option<String>,
    pub relation: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Task {
    pub text: String,
    pub owners: Vec<String>,
    pub coordinators: Vec<String>,
    pub deadline: Option<Deadline>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Deadline {
    pub text: String,
    pub due: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub recurrence: Option<String>,
    pub continuous: bool,
}

/// Every gold file of a folder, by name.
pub fn all(folder: &Path) -> Vec<Gold> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".gold.json"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("gold can be read");
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
        })
        .collect()
}

/// Records as `kehoach extract` prints them, one per line.
pub fn predictions(printed: &Path) -> Vec<Prediction> {
    let text = fs::read_to_string(printed).expect("predictions can be read");
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).expect("a record on each line"))
        .collect()
}
