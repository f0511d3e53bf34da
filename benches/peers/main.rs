//! `cargo bench --bench peers`: side by side with other programs on the same documents. What is not
//! installed is said and left out. `cargo bench --bench peers -- html` runs only that comparison; so
//! do `pdf`, `words`, `citations` and `full-text`, alone or together.

#[path = "../../src/cli/allocator.rs"]
mod allocator;
mod citations;
#[path = "../clock.rs"]
mod clock;
mod engines;
#[path = "../entries.rs"]
mod entries;
mod full_text;
#[path = "../generated/mod.rs"]
mod generated;
#[path = "../machine.rs"]
mod machine;
mod main_text;
mod pdf_speed;
mod pdf_text;
#[path = "../per_pattern.rs"]
mod per_pattern;
#[path = "../stock.rs"]
mod stock;

/// Documents in each index.
const DOCUMENTS: u64 = 5_000;
/// Turns of each program.
const ROUNDS: usize = 3;

/// The comparisons, by the names that choose them.
const PARTS: [(&str, fn() -> Result<String, String>); 5] = [
    ("pdf", || {
        pdf_speed::compare(stock::root()).map_err(|error| error.to_string())
    }),
    ("html", || Ok(main_text::compare(stock::root()))),
    ("words", || Ok(pdf_text::compare(stock::root(), usize::MAX))),
    ("citations", || {
        citations::compare(stock::root(), &folder()).map_err(|error| error.to_string())
    }),
    ("full-text", || {
        full_text::compare(stock::root(), &folder(), DOCUMENTS, ROUNDS)
            .map_err(|error| error.to_string())
    }),
];

fn main() {
    if pdf_speed::is_reader() {
        return;
    }
    // cargo adds `--bench` of its own.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let known = |word: &String| PARTS.iter().any(|(name, _)| name == word);
    if let Some(unknown) = wanted.iter().find(|word| !known(word)) {
        let names = PARTS.map(|(name, _)| name).join(", ");
        eprintln!("peers: no comparison is called {unknown}: {names}");
        std::process::exit(2);
    }
    println!("{}\n", machine::described());
    let mut failed = false;
    for (name, compare) in PARTS {
        if !wanted.is_empty() && !wanted.iter().any(|word| word == name) {
            continue;
        }
        match compare() {
            Ok(table) => println!("{}\n", table.trim_end()),
            Err(error) => {
                eprintln!("peers: {name}: {error}");
                // What pdfium and pdftotext lack is said; the rest needs nothing that may lack.
                failed |= name != "pdf";
            }
        }
    }
    if failed {
        std::process::exit(2);
    }
}

fn folder() -> std::path::PathBuf {
    stock::root().join("target/bench/peers")
}
