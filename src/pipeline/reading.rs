//! One body and what is known of it in, everything derived from it alone out. Pure but for the
//! net under a reader that panics: one hostile file must not take its batch along.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use crate::authority::Authority;
use crate::config::{self, Config};
use crate::extract::{self, Context, FileFacts, Record};
use crate::link;
use crate::parse::{self, Document, Hint, MediaType};
use crate::store::{CaptureId, ClearText, Packing, Reading};
use crate::text::{CleanText, Diagnostic, Place, Severity};

/// Which program read a capture: `reprocess` reads again what another one read.
pub(super) const EXTRACTOR: &str = env!("CARGO_PKG_VERSION");

/// A body that is read: its bytes with their name.
pub(super) struct Body<'a> {
    pub id: CaptureId,
    pub bytes: &'a [u8],
    pub content_type: Option<&'a str>,
}

/// One file with everything extraction says of its own work.
#[derive(Debug)]
pub struct Explained {
    pub document: Document,
    pub record: Record,
    /// In the order they happened.
    pub steps: Vec<extract::Step>,
}

/// Parses and extracts, listening to the rules.
pub(super) fn explain(
    body: &Body,
    context: &Context,
    limits: &parse::Limits,
    authority: &Authority,
) -> Explained {
    let document = caught(|| document(body, context, limits)).unwrap_or_else(hostile);
    let sha256 = body.id.to_string();
    let facts = FileFacts {
        file: &context.file,
        sha256: &sha256,
        bytes: body.bytes.len() as u64,
    };
    let explained = caught(|| extract::explain(&document, context, authority, facts));
    let (record, steps) = explained.unwrap_or_else(|| (unread(body, context).record, Vec::new()));
    Explained {
        document,
        record,
        steps,
    }
}

/// Parses, extracts and prepares for linking.
pub(super) fn read(
    body: &Body,
    context: &Context,
    limits: &parse::Limits,
    authority: &Authority,
) -> Reading {
    caught(|| read_all(body, &document(body, context, limits), context, authority))
        .or_else(|| caught(|| read_all(body, &hostile(), context, authority)))
        .unwrap_or_else(|| unread(body, context))
}

/// The reading of a body that must not be read, for this reason.
pub(super) fn refused(
    body: &Body,
    context: &Context,
    reason: Diagnostic,
    authority: &Authority,
) -> Reading {
    let document = Document::unreadable(MediaType::Unknown, reason);
    caught(|| read_all(body, &document, context, authority))
        .unwrap_or_else(|| unread(body, context))
}

/// The structure of a body.
pub(super) fn document(body: &Body, context: &Context, limits: &parse::Limits) -> Document {
    let hint = Hint {
        file_name: Path::new(&context.file)
            .file_name()
            .and_then(|name| name.to_str()),
        content_type: body.content_type,
        base: context.url.as_ref(),
    };
    parse::parse(body.bytes, &hint, limits)
}

/// How the store keeps bytes of a kind; what is compressed already is not packed again.
pub(super) fn packing(bytes: &[u8]) -> Packing {
    const PACKED: [&[u8]; 5] = [
        b"%PDF",
        b"PK\x03\x04",
        b"\xff\xd8\xff",
        b"\x89PNG",
        b"\x1f\x8b",
    ];
    if PACKED.iter().any(|magic| bytes.starts_with(magic)) {
        Packing::Raw
    } else {
        Packing::Zstd
    }
}

/// Why nothing could be read, if nothing could.
pub(super) fn trouble(record: &Record) -> Option<&str> {
    record
        .diagnostics
        .iter()
        .find(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| diagnostic.message.as_str())
}

/// The limits of the configuration as the readers know them.
pub(super) fn limits(config: &Config) -> parse::Limits {
    let limits = &config.limits;
    let bytes = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
    parse::Limits {
        bytes_max: bytes(limits.file_bytes_max),
        inflated_max: bytes(limits.inflated_bytes_max),
        text_max: bytes(limits.text_bytes_max),
        pages_max: limits.pages_max,
        ocr: match config.ocr {
            config::Ocr::Auto => parse::Ocr::Auto,
            config::Ocr::Never => parse::Ocr::Never,
            config::Ocr::Always => parse::Ocr::Always,
        },
        ocr_cache: None,
        worker: config.worker.as_ref().map(|program| parse::Worker {
            program: program.clone(),
            time_max: Duration::from_secs(limits.worker_seconds_max),
            memory_max: limits.worker_bytes_max,
        }),
    }
}

/// The same for a library, which remembers what tesseract has read: `reprocess` reads no picture twice.
pub(super) fn limits_of_library(config: &Config) -> parse::Limits {
    parse::Limits {
        ocr_cache: Some(config.data.join(OCR_FOLDER)),
        ..limits(config)
    }
}

/// In the data folder; may be deleted at any time.
const OCR_FOLDER: &str = "ocr";

fn read_all(body: &Body, document: &Document, context: &Context, authority: &Authority) -> Reading {
    let sha256 = body.id.to_string();
    let facts = FileFacts {
        file: &context.file,
        sha256: &sha256,
        bytes: body.bytes.len() as u64,
    };
    let record = extract::extract(document, context, authority, facts);
    let members = link::members(&record, context, authority);
    Reading {
        record,
        members,
        text: clear_text(&document.text),
        extractor: EXTRACTOR.to_owned(),
    }
}

fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn hostile() -> Document {
    let diagnostic = Diagnostic::error(
        "reader_panicked",
        "chương trình gặp lỗi khi đọc tệp này; bản thu vẫn được giữ nguyên",
    )
    .with_hint("hãy gửi tệp này cho nhóm phát triển kehoach");
    Document::unreadable(MediaType::Unknown, diagnostic)
}

/// Last resort: not even an empty document could be extracted, which no input can cause.
fn unread(body: &Body, context: &Context) -> Reading {
    let diagnostics = hostile().diagnostics;
    let record = Record {
        schema_version: extract::SCHEMA_VERSION,
        file: context.file.clone(),
        media_type: MediaType::Unknown.mime().to_owned(),
        sha256: body.id.to_string(),
        bytes: body.bytes.len() as u64,
        kind: extract::Kind::Other,
        identity: extract::Identity::default(),
        posted_on: None,
        text_quality: extract::TextQuality {
            source: "text_layer".to_owned(),
            score: None,
            readings: Vec::new(),
        },
        sections: Vec::new(),
        citations: Vec::new(),
        tasks: Vec::new(),
        attachments: Vec::new(),
        diagnostics,
    };
    Reading {
        record,
        members: Vec::new(),
        text: ClearText::default(),
        extractor: EXTRACTOR.to_owned(),
    }
}

/// The text with the byte at which each page starts. A page without text starts where the next does.
fn clear_text(text: &CleanText) -> ClearText {
    let mut pages: Vec<u32> = Vec::new();
    for run in text.runs() {
        if let Place::Page { page, .. } = run.place {
            let page = page as usize;
            if page > pages.len() && page <= PAGES_MAX {
                pages.resize(page, run.clean.start);
            }
        }
    }
    ClearText {
        text: text.as_str().to_owned(),
        pages,
    }
}

/// No reader numbers pages higher than its limit; this only keeps a wrong number from filling memory.
const PAGES_MAX: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_panics_ends_as_a_record_with_an_error() {
        assert_eq!(caught(|| -> u8 { panic!("thử") }), None);
        let body = Body {
            id: CaptureId::of(b"x"),
            bytes: b"x",
            content_type: None,
        };
        let reading = read_all(&body, &hostile(), &Context::default(), Authority::bundled());
        assert!(trouble(&reading.record).is_some_and(|reason| reason.contains("giữ nguyên")));
    }

    #[test]
    fn what_is_compressed_is_kept_as_it_is() {
        assert_eq!(packing(b"%PDF-1.7"), Packing::Raw);
        assert_eq!(packing(b"<html>"), Packing::Zstd);
        assert_eq!(packing(b""), Packing::Zstd);
    }
}
