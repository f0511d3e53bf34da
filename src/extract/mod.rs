//! [`Document`](crate::parse::Document), [`Context`] and authority data in, [`Record`] out.
//!
//! Pure: no file, no clock, no other document. Every value of the record can be pointed at by a
//! span of the clean text or a named field of the context.

#[allow(dead_code, unused_imports)]
mod agency;
#[allow(dead_code)]
mod date;
mod deadline;
mod outline;
mod record;
#[allow(dead_code)]
mod section;
mod target;
#[allow(dead_code)]
mod task;
mod word_list;
mod words;

pub use record::*;
