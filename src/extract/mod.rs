//! [`Document`](crate::parse::Document), [`Context`] and authority data in, [`Record`] out.
//!
//! Pure: no file, no clock, no other document. Every value of the record can be pointed at by a
//! span of the clean text or a named field of the context.

mod record;

pub use record::*;
