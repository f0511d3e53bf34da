//! Full-text engines that a user would pick instead, each behind a script: documents, questions and the
//! place of the index are its arguments, and what it measured is one JSON object on standard output.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

pub struct Engine {
    pub name: &'static str,
    needs: Needs,
    /// Where that comes from.
    pub package: &'static str,
    /// Not named as a module, which it would import.
    file: &'static str,
    script: &'static str,
    pub index: &'static str,
}

/// What must be there for a script to run.
enum Needs {
    /// An interpreter that can import this.
    Python(&'static str),
    /// A JDK, which runs a source file as it is, and in [`JARS`] those whose names begin so.
    Java(&'static [&'static str]),
}

pub const ENGINES: [Engine; 3] = [
    Engine {
        name: "SQLite FTS5",
        needs: Needs::Python("sqlite3"),
        package: "python3",
        file: "full_text.py",
        script: include_str!("full_text.py"),
        index: "fts5.sqlite",
    },
    Engine {
        name: "Xapian",
        needs: Needs::Python("xapian"),
        package: "python3-xapian",
        file: "full_text_xapian.py",
        script: include_str!("full_text_xapian.py"),
        index: "xapian",
    },
    Engine {
        name: "Lucene",
        needs: Needs::Java(&[
            "lucene-core-",
            "lucene-analyzers-common-",
            "lucene-queryparser-",
            "lucene-highlighter-",
            "lucene-queries-",
        ]),
        package: "liblucene8-java or a JDK",
        file: "FullTextLucene.java",
        script: include_str!("FullTextLucene.java"),
        index: "lucene",
    },
];

/// Interpreters that may have a module: the first on the path, then the system's own.
const INTERPRETERS: [&str; 2] = ["python3", "/usr/bin/python3"];
/// Where Debian puts the jars of its packages.
const JARS: &str = "/usr/share/java";

impl Engine {
    /// What runs the script, if all it needs is there.
    pub fn ready(&self) -> Option<Command> {
        match self.needs {
            Needs::Python(module) => {
                let import = format!("import {module}");
                let mut pythons = INTERPRETERS.iter();
                pythons
                    .find(|python| runs(python, &["-c", &import]))
                    .map(Command::new)
            }
            Needs::Java(names) => {
                let jars: Option<Vec<PathBuf>> = names.iter().map(|name| jar(name)).collect();
                let path = std::env::join_paths(jars?).ok()?;
                // The compiler is what a JDK has and a mere runtime lacks.
                runs("javac", &["-version"]).then(|| {
                    let mut java = Command::new("java");
                    java.arg("-cp").arg(path);
                    java
                })
            }
        }
    }

    /// What the script prints.
    pub fn run(
        &self,
        mut command: Command,
        folder: &Path,
        arguments: &[&Path],
    ) -> io::Result<Vec<u8>> {
        let script = folder.join(self.file);
        fs::write(&script, self.script)?;
        let output = command.arg(&script).args(arguments).output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(io::Error::other(format!("{}: {said}", self.name)));
        }
        Ok(output.stdout)
    }
}

fn runs(program: &str, arguments: &[&str]) -> bool {
    let tried = Command::new(program).args(arguments).output();
    tried.is_ok_and(|output| output.status.success())
}

fn jar(begins: &str) -> Option<PathBuf> {
    let paths = fs::read_dir(JARS).ok()?.flatten().map(|entry| entry.path());
    let is_it = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(begins) && name.ends_with(".jar"))
    };
    paths.filter(is_it).min()
}
