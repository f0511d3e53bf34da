//! What a figure must be read with: which commit, on which machine, built how.

use std::fs;
use std::process::Command;

/// One line: commit, processor, memory, system, compiler, profile.
pub fn described() -> String {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let profile = if cfg!(debug_assertions) {
        "debug: no figure to quote"
    } else {
        "release"
    };
    [
        format!("commit {}", commit()),
        format!("{cores} × {}", processor()),
        memory(),
        said("uname", &["-sr"]).unwrap_or_else(|| std::env::consts::OS.to_owned()),
        said("rustc", &["--version"]).unwrap_or_else(|| "rustc unknown".to_owned()),
        profile.to_owned(),
    ]
    .join(" · ")
}

fn commit() -> String {
    let Some(commit) = said("git", &["rev-parse", "--short=12", "HEAD"]) else {
        return "unknown".to_owned();
    };
    let changed = said("git", &["status", "--porcelain", "--untracked-files=no"]);
    match changed {
        Some(changed) if !changed.is_empty() => format!("{commit} with changes"),
        _ => commit,
    }
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.and_then(|line| line.split_once(':'));
    model.map_or_else(
        || std::env::consts::ARCH.to_owned(),
        |(_, name)| name.trim().to_owned(),
    )
}

fn memory() -> String {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib = total.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.map_or("memory unknown".to_owned(), |kib| {
        format!("{} GiB", (kib >> 19).div_ceil(2))
    })
}

/// What a program prints, if it is there and content.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
