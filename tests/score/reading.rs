//! Files of the corpus and of `KEHOACH_REAL`, read by the program as it is, with their gold.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kehoach::authority::Authority;
use kehoach::extract::{self, Context, FileFacts, Record};
use kehoach::parse::{self, Hint, Limits};
use kehoach::store::CaptureId;
use rayon::prelude::*;

use super::Judged;
use super::gold::{self, Gold, Prediction};

/// What readers of nested tables may use; threads of the pipeline have as much.
const STACK_BYTES: usize = 16 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Written and annotated before there was any extraction code; rules are not tuned on it.
    Blind,
    Seen,
    /// An image without text.
    Scan,
    /// Not of this project.
    Real,
}

impl Set {
    pub fn name(self) -> &'static str {
        match self {
            Set::Blind => "blind",
            Set::Seen => "seen",
            Set::Scan => "scan",
            Set::Real => "real",
        }
    }
}

pub struct Example {
    pub gold: Gold,
    pub set: Set,
    pub prediction: Prediction,
}

/// Every document of `corpus/` that has gold.
pub fn corpus() -> Vec<Example> {
    let files = files_by_name(Path::new("corpus/portals"));
    let sets = sets();
    let golds = gold::all(Path::new("corpus/gold"));
    read_all(golds, |gold| {
        let file = files.get(&gold.file).expect("gold names a published file");
        let stem = Path::new(&gold.file)
            .file_stem()
            .expect("a name with an ending");
        let set = sets[&*stem.to_string_lossy()];
        (file.clone(), set)
    })
}

/// The annotated documents of the folder that `KEHOACH_REAL` names.
pub fn real(folder: &Path) -> Vec<Example> {
    let golds = gold::all(&folder.join("eval/gold"));
    read_all(golds, |gold| (folder.join(&gold.file), Set::Real))
}

/// Writes what was predicted, a line each, where other scorers can read it.
pub fn keep(judged: &[Judged], name: &str) {
    let folder = Path::new("target/score");
    let lines: Vec<String> = judged
        .iter()
        .map(|judged| serde_json::to_string(&judged.prediction).expect("JSON"))
        .collect();
    fs::create_dir_all(folder).expect("target can be written");
    let path = folder.join(format!("{name}.jsonl"));
    fs::write(path, lines.join("\n") + "\n").expect("target can be written");
}

/// Lets `check` complain about every published document that has gold, and fails with all complaints.
#[track_caller]
pub fn published_files(check: impl Fn(&str, &[u8]) -> Result<(), String> + Sync) {
    let files = files_by_name(Path::new("corpus/portals"));
    let golds = gold::all(Path::new("corpus/gold"));
    let complaint = |gold: &Gold| {
        let bytes = fs::read(&files[&gold.file]).expect("the corpus can be read");
        let complaint = check(&gold.file, &bytes).err()?;
        Some(format!("{}: {complaint}", gold.file))
    };
    let complaints: Vec<String> =
        pool().install(|| golds.par_iter().filter_map(complaint).collect());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn pool() -> rayon::ThreadPool {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES);
    pool.build().expect("threads")
}

fn read_all(golds: Vec<Gold>, place: impl Fn(&Gold) -> (PathBuf, Set) + Sync) -> Vec<Example> {
    pool().install(|| {
        golds
            .into_par_iter()
            .map(|gold| {
                let (file, set) = place(&gold);
                let bytes = fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
                let record = record_of(&bytes, &gold.file);
                let value = serde_json::to_value(record).expect("a record is JSON");
                let prediction = serde_json::from_value(value).expect("a record is a prediction");
                Example {
                    gold,
                    set,
                    prediction,
                }
            })
            .collect()
    })
}

/// One file, as `kehoach extract` reads it.
pub fn record_of(bytes: &[u8], name: &str) -> Record {
    let hint = Hint {
        file_name: Path::new(name).file_name().and_then(|name| name.to_str()),
        ..Hint::default()
    };
    let document = parse::parse(bytes, &hint, &Limits::default());
    let context = Context {
        file: name.to_owned(),
        ..Context::default()
    };
    let sha256 = CaptureId::of(bytes).to_string();
    let facts = FileFacts {
        file: name,
        sha256: &sha256,
        bytes: bytes.len() as u64,
    };
    extract::extract(&document, &context, Authority::bundled(), facts)
}

fn files_by_name(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the corpus is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(name) = path.file_name() {
                files.insert(name.to_string_lossy().into_owned(), path);
            }
        }
    }
    files
}

/// The set of every authored document, by base name, as its front matter says.
fn sets() -> BTreeMap<String, Set> {
    files_by_name(Path::new("corpus/sources"))
        .into_iter()
        .map(|(name, path)| {
            let source = fs::read_to_string(path).expect("a source is text");
            let front = source.split("\n---\n").next().unwrap_or_default();
            let says = |line: &str| front.lines().any(|it| it.trim_end() == line);
            let set = if says("form: pdf-scan") {
                Set::Scan
            } else if says("blind: yes") {
                Set::Blind
            } else {
                Set::Seen
            };
            (name.trim_end_matches(".txt").to_owned(), set)
        })
        .collect()
}
