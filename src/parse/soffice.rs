//! LibreOffice as the last reader of a DOC: bytes in, the same document as DOCX out.
//!
//! For what our own reader refuses: Word 6 and 95, and files whose tables are torn but which Word
//! still opens. It runs in a folder of its own, with a profile of its own, within bounds of time,
//! processor and memory, and its whole group of processes is gone afterwards. It is asked only where
//! readers may start other programs at all, that is where there is a [`super::Worker`].

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::process::{self, Bounds};

/// It starts in 1 to 5 seconds and converts a hundred pages in 10. Its libraries take 1.5 GB of
/// addresses before it does anything.
const BOUNDS: Bounds = Bounds {
    clock: Duration::from_secs(120),
    cpu_seconds: 90,
    memory: 4 << 30,
    answer: 64 << 10,
};

/// The document as DOCX, of `most` bytes at most. `None` if LibreOffice is not there or gives up.
pub(super) fn docx(doc: &[u8], most: usize) -> Option<Vec<u8>> {
    let program = find()?;
    let folder = tempfile::tempdir().ok()?;
    let source = folder.path().join("van-ban.doc");
    fs::write(&source, doc).ok()?;
    process::run(&mut command(&program, folder.path(), &source), b"", BOUNDS).ok()?;
    let converted = folder.path().join("van-ban.docx");
    let is_small = fs::metadata(&converted).ok()?.len() <= most as u64;
    is_small.then(|| fs::read(&converted).ok())?
}

fn command(program: &Path, folder: &Path, source: &Path) -> Command {
    let mut profile = OsString::from("-env:UserInstallation=file://");
    profile.push(folder.join("ho-so"));
    let mut command = Command::new(program);
    command
        .arg(profile)
        .args(["--headless", "--norestore", "--convert-to", "docx"])
        .arg("--outdir")
        .arg(folder)
        .arg(source)
        // Macros and links of the document find nothing of ours.
        .env("HOME", folder)
        .current_dir(folder);
    command
}

/// The program, if it is on the path.
fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join("soffice"))
        .find(|program| program.is_file())
}
