//! One binary for all integration tests: linking tantivy and SQLite once is what keeps `make test` short.

mod architecture;
mod index;
mod index_relevance;
