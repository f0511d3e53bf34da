//! [`Document`], [`Context`] and authority data in, [`Record`] out.
//!
//! Pure: no file, no clock, no other document. Every value of the record can be pointed at by a
//! span of the clean text or a named field of the context.

mod record;

use crate::authority::Authority;
use crate::parse::Document;

pub use record::*;

/// What is known of the bytes a document was read from.
#[derive(Clone, Copy, Debug)]
pub struct FileFacts<'a> {
    /// The name as given.
    pub file: &'a str,
    /// Of the bytes, lower-case hexadecimal.
    pub sha256: &'a str,
    pub bytes: u64,
}

/// Everything one document says of itself, of other documents, and of what is to be done.
pub fn extract(
    document: &Document,
    _context: &Context,
    _authority: &Authority,
    file: FileFacts,
) -> Record {
    Record {
        schema_version: SCHEMA_VERSION,
        file: file.file.to_owned(),
        media_type: document.media_type.mime().to_owned(),
        sha256: file.sha256.to_owned(),
        bytes: file.bytes,
        kind: Kind::Other,
        identity: Identity::default(),
        posted_on: None,
        text_quality: TextQuality {
            source: document.quality.source.name().to_owned(),
            score: document.quality.score,
        },
        sections: Vec::new(),
        citations: Vec::new(),
        tasks: Vec::new(),
        attachments: Vec::new(),
        diagnostics: document.diagnostics.clone(),
    }
}
