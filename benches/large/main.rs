//! `make bench-large`: a million generated documents into the index alone, then distinct questions.
//!
//! As many as fit `KEHOACH_BENCH_MINUTES` (120), `KEHOACH_BENCH_MB` (6,000) and the disk; the next run
//! goes on. `KEHOACH_BENCH_DOCUMENTS` asks for fewer, `KEHOACH_BENCH_FOLDER` keeps the index elsewhere. `cargo bench --bench large -- --ask` only asks,
//! `-- --ask ranked facets` only what is called so.
//! The whole program takes documents in more slowly, because it reads and links them:
//! `cargo bench --bench whole -- --large` measures that.

#[path = "../../src/cli/allocator.rs"]
mod allocator;
mod asked;
mod build;
#[path = "../clock.rs"]
mod clock;
#[path = "../generated/mod.rs"]
mod generated;
#[path = "../machine.rs"]
mod machine;

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use build::{Built, Plan, folder_bytes};
use generated::{Generator, SEED};
use kehoach::index::{Access, Entry, Index, Kept, Percolator};

fn main() {
    println!("{}", machine::described());
    if let Err(error) = run(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        eprintln!("bench: {error}");
        std::process::exit(2);
    }
}

fn run(root: &Path) -> io::Result<()> {
    let asks_only = std::env::args().any(|argument| argument == "--ask");
    let folder = std::env::var_os("KEHOACH_BENCH_FOLDER");
    let plan = Plan {
        folder: folder.map_or(root.join("target/bench/index"), PathBuf::from),
        documents: number("KEHOACH_BENCH_DOCUMENTS").unwrap_or(1_000_000),
        time: Duration::from_secs(60 * number("KEHOACH_BENCH_MINUTES").unwrap_or(120)),
        bytes: number("KEHOACH_BENCH_MB").unwrap_or(6_000) * 1_000_000,
    };
    let generator = Generator::new(root, SEED);
    let plan = Plan {
        time: if asks_only { Duration::ZERO } else { plan.time },
        ..plan
    };
    let built = plan.build(&generator)?;
    println!("{}", summary(&built, folder_bytes(&plan.index())));
    let index = Index::open(&plan.index(), Access::Read).map_err(io::Error::other)?;
    println!(
        "| asked, ms of one thread            | how many | median | 99 of 100 | goal | holds | the 99th |"
    );
    println!("|---|---|---|---|---|---|---|");
    // cargo adds `--bench` of its own.
    let only: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    for kind in asked::kinds(&generator, built.documents) {
        if !only.is_empty() && !only.iter().any(|word| kind.name.contains(word.as_str())) {
            continue;
        }
        println!("{}", asked::cost(&index, &kind)?.row());
    }
    if only.is_empty() || only.iter().any(|word| word == "followed") {
        println!("{}", followed(&generator)?);
    }
    Ok(())
}

/// Followed questions asked of documents that come.
fn followed(generator: &Generator) -> io::Result<String> {
    const QUESTIONS: usize = 10_000;
    const DOCUMENTS: u64 = 1_000;
    let lines = asked::followed(generator, QUESTIONS);
    let kept = lines.into_iter().map(|line| Kept {
        name: line.clone(),
        line,
    });
    let before = clock::process();
    let (questions, refused) = Percolator::new(kept);
    let read = clock::process() - before;
    let entries = build::entries(generator, 0..DOCUMENTS);
    let entries: Vec<&Entry> = entries.iter().collect();
    let began = (clock::process(), Instant::now());
    let notices = questions.notices(&entries).map_err(io::Error::other)?;
    Ok(format!(
        "{} followed questions ({} refused) read in {read:.1?} of processor time and asked of {DOCUMENTS} documents in {:.1?} ({:.1?} of processor time): {} have an answer",
        questions.len(),
        refused.len(),
        began.1.elapsed(),
        clock::process() - began.0,
        notices.len(),
    ))
}

fn summary(built: &Built, index_bytes: u64) -> String {
    let text = built.text_bytes.max(1) as f64;
    format!(
        "{} documents, {:.0} MB of text, {:.2} KB each: {:.0} docs/s, {:.1} MB per processor second ({:.0} docs); index {:.0} MB = {:.3} of the text",
        built.documents,
        text / 1e6,
        text / 1e3 / built.documents.max(1) as f64,
        built.documents as f64 / built.wall_seconds.max(f64::EPSILON),
        text / 1e6 / built.cpu_seconds.max(f64::EPSILON),
        built.documents as f64 / built.cpu_seconds.max(f64::EPSILON),
        index_bytes as f64 / 1e6,
        index_bytes as f64 / text,
    )
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}
