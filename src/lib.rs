//! `kehoach` turns what Vietnamese agencies publish — portal pages, PDFs, Word files, scans — into
//! a searchable register of plans: who issued what, on the strength of which directive, who must
//! do what by when, and which plan implements which.
//!
//! # The flow
//!
//! ```text
//! text · authority │ fetch │ parse → extract → link → report │ store · index │ pipeline · serve · config │ cli
//! ```
//!
//! * [`text`]: a string as published → [`text::CleanText`], with the way back to the source.
//! * [`authority`]: what is known beforehand: document types, agencies, places and their successors.
//! * [`fetch`]: seeds → captures, politely.
//! * [`parse`]: bytes → [`parse::Document`]: blocks, tables, spans. Structure, no meaning.
//! * [`extract`]: document → [`extract::Record`]: identity, citations, tasks, deadlines.
//! * [`link`]: records → works, and one verdict with evidence for every citation.
//! * [`report`]: records and links → what a person asked for, and the sheets in which it is passed on.
//! * [`store`] and [`index`]: what is kept, and what can be rebuilt from it.
//! * [`pipeline`]: the only orchestrator; [`pipeline::Library`] is the door for everything with a face.
//! * [`serve`]: requests → pages and JSON. [`config`]: file, environment and flags → one `Config`.
//!
//! Imports point left only; `tests/architecture.rs` fails on an arrow that points right.
//!
//! # The invariants
//!
//! 1. The capture is the truth; everything else is derived from captures and can be rebuilt.
//! 2. Reading never fails: `parse`, `extract` and `link` return a value and diagnostics. Only the
//!    outside world (disk, network, database) returns `Err`.
//! 3. Every extracted value has its evidence: a span in the clean text or a named context field.
//! 4. Never guess, never drop: a citation ends as linked, ambiguous, unmatched or withheld.
//! 5. Unknown is a value: no default date, no default issuer, no "today".
//! 6. Same input, same output: time, limits and authority data are arguments.
//! 7. Idempotent, and safe to kill: nothing acknowledged is lost, nothing is half-written.
//! 8. A correction made by a person outlives every reprocess.
//!
//! # The words
//!
//! A *capture* is one fetched or given body with its provenance; a *document* its parsed structure;
//! a *record* what `extract` found in it; a *work* the plan or directive itself, however many
//! captures (*manifestations*) carry it; a *stub* a work known only because others cite it. A
//! *number* is `21/KH-UBND`: its *serial* `21` and its *symbol* `KH-UBND`. A *citation* is one
//! mention of another document; its *verdict* says what became of it.

pub mod authority;
pub mod config;
pub mod extract;
pub mod fetch;
pub mod index;
pub mod link;
pub mod parse;
pub mod pipeline;
pub mod report;
pub mod serve;
pub mod store;
pub mod text;
