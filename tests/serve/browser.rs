//! The pages in a real browser, where there is one.

use std::path::PathBuf;
use std::process::Command;

use super::{id_of, server};

fn chromium() -> Option<PathBuf> {
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ]
    .iter()
    .map(PathBuf::from)
    .find(|path| path.exists())
}

#[test]
fn a_browser_shows_a_work_with_its_style_and_runs_nothing() {
    let Some(chromium) = chromium() else {
        eprintln!("bỏ qua: máy này không có Chromium");
        return;
    };
    let dir = tempfile::tempdir().expect("a folder");
    let url = format!("http://{}/van-ban/{}", server(), id_of("66/KH-UBND"));
    let output = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .args(["--enable-logging=stderr", "--dump-dom", "--timeout=20000"])
        .arg(format!("--user-data-dir={}", dir.path().display()))
        .arg(url)
        .output()
        .expect("the browser starts");
    let dom = String::from_utf8_lossy(&output.stdout);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(dom.contains("66/KH-UBND"), "{dom}\n{said}");
    assert!(!dom.contains("<script"), "{dom}");
    // The policy must not refuse anything of ours, and nothing of the document's may try to run.
    assert!(!said.contains("Content Security Policy"), "{said}");
}
