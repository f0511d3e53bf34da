//! The promises of the command line, kept by the real program in folders of its own.

mod archives;
mod checks;
mod contract;
mod corrections;
mod everyday;
mod explain;
mod follow;
mod interruption;
mod language;
mod output;
mod reports;
mod seeds;
mod trouble;

pub use contract::check as check_schema;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// Three plans that cite each other, one of them with a wrong date.
fn papers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cli/van-ban")
}

/// A folder of its own with the data folder `kho` in it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn empty() -> Place {
        Place {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    /// With the three plans taken in.
    fn filled() -> Place {
        let place = Place::empty();
        let ended = place.run([OsStr::new("ingest"), papers().as_os_str()]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn data(&self) -> PathBuf {
        self.path("kho")
    }

    /// Writes a file and says where.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("makes");
        std::fs::write(&path, content).expect("writes");
        path
    }

    /// The program on the data folder, with no word of ours in its environment.
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kehoach"));
        for name in [
            "KEHOACH_LANG",
            "KEHOACH_DATA",
            "KEHOACH_JOBS",
            "KEHOACH_CONFIG",
            "DEMO_ONCE",
        ] {
            command.env_remove(name);
        }
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null())
            .arg("--data")
            .arg(self.data());
        command
    }

    fn run<Word: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = Word>) -> Ended {
        ended(self.command().args(words))
    }
}

/// How a command ended.
#[derive(Debug)]
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// What is said beside progress.
    fn said(&self) -> String {
        let own = self
            .err
            .lines()
            .filter(|line| line.starts_with("kehoach: "));
        own.collect::<Vec<_>>().join("\n")
    }
}

fn ended(command: &mut Command) -> Ended {
    let output = command.output().expect("runs");
    Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}
