//! `cargo bench --bench whole`: 10,000 generated documents through the real program, then questions.
//! With `--large`: a million, in stretches, as many as fit `KEHOACH_BENCH_MINUTES`; the next run goes on.

#[path = "../child.rs"]
mod child;
#[path = "../generated/mod.rs"]
mod generated;
#[path = "../machine.rs"]
mod machine;
mod run;

use std::path::Path;
use std::time::Duration;

use run::{Plan, Run};

const DOCUMENTS: u64 = 10_000;
const LARGE_DOCUMENTS: u64 = 1_000_000;
const LARGE_MINUTES: u64 = 120;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let binary = Path::new(env!("CARGO_BIN_EXE_kehoach"));
    let is_large = std::env::args().any(|argument| argument == "--large");
    let plan = if is_large {
        Plan {
            folder: root.join("target/bench/large"),
            documents: number("KEHOACH_BENCH_DOCUMENTS").unwrap_or(LARGE_DOCUMENTS),
            time: Duration::from_secs(
                60 * number("KEHOACH_BENCH_MINUTES").unwrap_or(LARGE_MINUTES),
            ),
            ..Plan::new(root, binary)
        }
    } else {
        Plan {
            folder: root.join("target/bench/whole"),
            documents: number("KEHOACH_BENCH_DOCUMENTS").unwrap_or(DOCUMENTS),
            ..Plan::new(root, binary)
        }
    };
    println!("{}", machine::described());
    let outcome = if is_large {
        Run::resumed(plan)
    } else {
        Run::fresh(plan)
    };
    let finished = outcome.and_then(|mut run| run.go());
    if let Err(error) = finished {
        eprintln!("bench: {error}");
        std::process::exit(2);
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}
