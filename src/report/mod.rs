//! Records and links in, what a person asked for out: pure functions over what others fetched.
//!
//! Promise: a row says nothing that no record, link or authority table says; the same rows serve the
//! command line, its JSON and the web. This room does not know the store, HTTP or HTML. Why apart
//! from `pipeline`: a judgement that is a function of values can be tested by values.

mod check;
mod official;

pub use check::{Correct, Finding, Judged, judge};
pub use official::citation as official_citation;
