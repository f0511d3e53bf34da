//! The files of the corpus by kind, as what is measured reads them.
#![allow(dead_code, reason = "each bench takes its part")]

use std::fs;
use std::path::{Path, PathBuf};

use kehoach::parse::{self, Document, Hint, Limits};

pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl File {
    pub fn parse(&self) -> Document {
        let hint = Hint {
            file_name: Some(&self.name),
            ..Hint::default()
        };
        parse::parse(&self.bytes, &hint, &Limits::default())
    }
}

/// Every published file with an ending.
pub fn files(ending: &str) -> Vec<File> {
    let mut paths = Vec::new();
    list(&root().join("corpus/portals"), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|it| it == ending));
    paths.sort();
    paths.iter().filter_map(|path| file(path)).collect()
}

/// All authored text in one.
pub fn sources() -> String {
    let mut paths = Vec::new();
    list(&root().join("corpus/sources"), &mut paths);
    paths.sort();
    paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

pub fn bytes(files: &[File]) -> u64 {
    files.iter().map(|file| file.bytes.len() as u64).sum()
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn file(path: &Path) -> Option<File> {
    Some(File {
        name: path.file_name()?.to_string_lossy().into_owned(),
        bytes: fs::read(path).ok()?,
    })
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, paths);
        } else {
            paths.push(path);
        }
    }
}
