//! One binary for all integration tests: linking tantivy and SQLite once is what keeps `make test` short.

#[path = "../benches/child.rs"]
mod child;
#[path = "../benches/entries.rs"]
mod entries;
#[path = "../benches/generated/mod.rs"]
mod generated;
#[path = "../benches/machine.rs"]
mod machine;

mod architecture;
mod authority;
mod extract_properties;
mod cli;
mod fetch;
mod fuzz;
mod index;
mod index_relevance;
mod kill;
mod long_runs;
mod link;
mod parse;
mod pipeline;
mod score;
mod spans;
mod serve;
mod store;
mod text;
