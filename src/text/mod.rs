//! `&str` as published in, [`CleanText`] out: NFC, look-alike letters repaired, white space tidied,
//! and a way back to the very bytes (or the box on the page) each stretch came from.
//!
//! Promise: cleaning never fails and never loses a letter; what is dropped (zero-width marks, soft
//! hyphens after the encoding decision) and what is replaced is listed in one place, `repair`.
//! A reader decides the encoding of its bytes before it pushes: in TCVN3 the soft hyphen is "ư".
//! This room knows nothing of documents, agencies or files. Positions in clean text are [`Span`]s,
//! positions in the published file are [`SourceSpan`]s: two coordinate systems, two types.
//!
//! Why not one normaliser call over the whole text: the way back would be lost, and with it the
//! evidence for every value.

mod builder;
mod clean;
mod compound;
mod diagnostic;
mod file_name;
mod fold;
mod glued;
pub mod legacy;
mod number;
mod quick_hash;
mod repair;
mod serial;
mod span;
mod syllable;
mod symbol;
mod vocabulary;
mod word_end;

pub use builder::{Builder, clean, cleaned};
pub use clean::{CleanText, Place, Rect, Run};
pub(crate) use compound::compounds;
pub use diagnostic::{Diagnostic, Severity};
pub use fold::{
    fold, fold_char, folds_to, is_alphanumeric, is_capital, is_letter, lookup_key, lower_case,
    opens_folded, small_letter, tone_canonical, word_keys,
};
pub(crate) use number::without_remark;
pub use number::{Number, NumberForm, fold_symbol};
pub(crate) use quick_hash::QuickHash;
pub use serial::Serial;
pub use span::{SourceSpan, Span};
pub use syllable::{is_syllable, syllable_share};
pub use symbol::symbol;
pub(crate) use vocabulary::Vocabulary;
pub use word_end::{Shape, WordEnd};
