//! Bytes in, [`Document`] out.
//!
//! Parsing never fails: what cannot be read becomes a [`Diagnostic`](crate::text::Diagnostic) and the rest is kept,
//! because a plan with one broken page is still a plan. This room does not know URLs, agencies or
//! dates. It finds structure, not meaning.

mod document;
mod pdf;

pub use document::*;

/// What is known of the bytes from outside; a tie-breaker, never believed over the content.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    pub file_name: Option<&'a str>,
    /// The `Content-Type` a server sent.
    pub content_type: Option<&'a str>,
    /// Where the page was, so that attachment links can be resolved.
    pub base: Option<&'a url::Url>,
}

/// Every reader works within these; each is named where it is used, with its reason.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of input that are read at all.
    pub bytes_max: usize,
    /// Bytes that streams and package parts of one file may inflate to, in all.
    pub inflated_max: usize,
    /// Bytes of clean text.
    pub text_max: usize,
    pub pages_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes_max: 256 << 20,
            inflated_max: 512 << 20,
            text_max: 64 << 20,
            pages_max: 5_000,
        }
    }
}
