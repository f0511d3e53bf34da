//! One binary for all integration tests: linking tantivy and SQLite once is what keeps `make test` short.

#[path = "../benches/child.rs"]
mod child;
#[path = "../benches/clock.rs"]
mod clock;
#[path = "../benches/entries.rs"]
mod entries;
#[path = "../benches/generated/mod.rs"]
mod generated;
#[path = "../benches/linked/mod.rs"]
mod linked;
#[path = "../benches/machine.rs"]
mod machine;

mod architecture;
mod authority;
mod cli;
mod extract_explain;
mod extract_properties;
mod fetch;
mod fuzz;
mod hostile;
mod index;
mod index_durability;
mod index_hints;
mod index_judged;
mod index_relevance;
mod isolate;
mod kill;
mod link;
mod link_corpus;
mod long_runs;
mod parse;
mod pdf_set;
mod pipeline;
mod registry;
mod reports;
mod scan;
mod score;
mod second_reader;
mod serve;
mod spans;
mod store;
mod text;
