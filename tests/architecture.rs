//! Imports point left only: text · authority │ fetch │ parse → extract → link → report │ store · index │ pipeline · serve · config.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("authority", &["text"]),
    ("config", &[]),
    ("fetch", &["text", "config"]),
    ("parse", &["text"]),
    ("extract", &["text", "authority", "parse"]),
    ("link", &["text", "authority", "extract"]),
    ("report", &["text", "authority", "extract", "link"]),
    ("store", &["text", "fetch", "extract", "link", "config"]),
    ("index", &["text", "authority", "extract", "link", "config"]),
    (
        "pipeline",
        &[
            "text",
            "authority",
            "fetch",
            "parse",
            "extract",
            "link",
            "report",
            "store",
            "index",
            "config",
        ],
    ),
    (
        "serve",
        &[
            "text",
            "authority",
            "extract",
            "link",
            "report",
            "pipeline",
            "config",
        ],
    ),
];

#[test]
fn every_import_points_left() {
    let mut wrong = Vec::new();
    for (room, allowed) in MAY_IMPORT {
        for file in rust_files(&Path::new("src").join(room)) {
            let source = fs::read_to_string(&file).expect("a source file can be read");
            for (number, line) in source.lines().enumerate() {
                for target in rooms_named(line) {
                    if target != *room && !allowed.contains(&target) {
                        wrong.push(format!(
                            "{}:{}: {room} → {target}",
                            file.display(),
                            number + 1
                        ));
                    }
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "imports that point right:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_room_is_listed() {
    let mut rooms: Vec<String> = fs::read_dir("src")
        .expect("src exists")
        .filter_map(|entry| entry.ok())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "cli")
        .collect();
    rooms.sort();
    let mut listed: Vec<&str> = MAY_IMPORT.iter().map(|(room, _)| *room).collect();
    listed.sort_unstable();
    assert_eq!(rooms, listed);
}

/// The rooms a line of code names as `crate::room`, comments set aside.
fn rooms_named(line: &str) -> Vec<&'static str> {
    let code = line.split("//").next().unwrap_or_default();
    MAY_IMPORT
        .iter()
        .map(|(room, _)| *room)
        .filter(|room| {
            code.match_indices("crate::").any(|(at, head)| {
                let rest = &code[at + head.len()..];
                rest.strip_prefix(room).is_some_and(|tail| {
                    !tail.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                })
            })
        })
        .collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}
