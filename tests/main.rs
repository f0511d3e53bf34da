//! One binary for all integration tests: linking tantivy and SQLite once is what keeps `make test` short.

mod architecture;
mod authority;
mod cli;
mod fetch;
mod index;
mod index_relevance;
mod kill;
mod link;
mod parse;
mod pipeline;
mod store;
mod text;
