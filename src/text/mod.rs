//! `&str` as published in, [`CleanText`] out: NFC, look-alike letters repaired, white space tidied,
//! and a way back to the very bytes (or the box on the page) each stretch came from.
//!
//! Promise: cleaning never fails and never loses a letter; what is dropped (zero-width marks, soft
//! hyphens after the encoding decision) and what is replaced is listed in one place, [`clean`].
//! This room knows nothing of documents, agencies or files. Positions in clean text are [`Span`]s,
//! positions in the published file are [`SourceSpan`]s: two coordinate systems, two types.

mod clean;
mod diagnostic;
mod fold;
mod number;
mod span;

pub use clean::{Builder, CleanText, Place, Rect, Run};
pub use diagnostic::{Diagnostic, Severity};
pub use fold::{fold, fold_char, tone_canonical};
pub use number::{Number, Serial};
pub use span::{SourceSpan, Span};
