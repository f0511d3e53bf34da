//! Bytes in, [`Document`] out.
//!
//! In: the bytes of one file and a [`Hint`] from outside. Out: one clean text whose every letter
//! knows where it was published, the blocks and tables it is made of, and what stands beside it.
//! Promise: parsing never fails: what cannot be read becomes a [`Diagnostic`] and the rest is kept,
//! because a plan with one broken page is still a plan; a reader that panics costs its own document
//! only, and so does one that aborts, where it runs in a [`Worker`] (who takes in a folder sees to
//! the rest, see `pipeline::suspects`). This room does not know URLs, agencies or dates. It finds
//! structure, not meaning.
//!
//! Why one intermediate [`flow`] and not a `Document` made by each reader: whether a grid is a table
//! or a letterhead, and what separates two cells, must not depend on the format.

mod archive;
mod charset;
mod columns;
mod counting;
mod doc;
mod document;
mod docx;
mod flow;
mod frames;
mod furniture;
mod grid;
mod html;
mod labels;
mod layout;
mod legacy;
mod media_type;
mod mime;
mod numbering;
mod ocr;
mod odt;
mod package;
mod page_picture;
mod para;
mod pdf;
mod place;
mod plain;
mod process;
mod rows;
mod rtf;
mod sheet;
mod soffice;
mod unread;
pub mod worker;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

pub use archive::{Member, Unpacked, is_archive, unpack};
pub use document::*;
pub use ocr::Ocr;
pub use page_picture::{PagePicture, page_picture};
pub use worker::Worker;

use crate::text::{Diagnostic, Severity, syllable_share};

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
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of input that are read at all.
    pub bytes_max: usize,
    /// Bytes that streams and package parts of one file may inflate to, in all.
    pub inflated_max: usize,
    /// Bytes of clean text.
    pub text_max: usize,
    pub pages_max: usize,
    /// Whether pictures of text are read by tesseract.
    pub ocr: Ocr,
    /// Folder of what tesseract has read before; without one every picture is read anew.
    pub ocr_cache: Option<PathBuf>,
    /// Where readers that may abort run; without one they run here.
    pub worker: Option<Worker>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes_max: 256 << 20,
            inflated_max: 512 << 20,
            text_max: 16 << 20,
            pages_max: 5_000,
            ocr: Ocr::default(),
            ocr_cache: None,
            worker: None,
        }
    }
}

/// Reads a file of any kind. A file that cannot be read is a document with an error diagnostic.
pub fn parse(bytes: &[u8], hint: &Hint, limits: &Limits) -> Document {
    if bytes.trim_ascii().is_empty() {
        return Document::unreadable(MediaType::Unknown, unread::empty());
    }
    if bytes.len() > limits.bytes_max {
        return Document::unreadable(media_type::detect(bytes, hint), unread::too_large(limits));
    }
    let media_type = media_type::detect(bytes, hint);
    let reading = catch_unwind(AssertUnwindSafe(|| read(media_type, bytes, hint, limits)));
    let mut document = reading
        .unwrap_or_else(|_| Document::unreadable(media_type, unread::reader_panicked(media_type)));
    if document.quality.score.is_none() {
        document.quality.score = syllable_share(&document.text);
    }
    note_emptiness(&mut document);
    note_garbling(&mut document);
    document
}

fn read(media_type: MediaType, bytes: &[u8], hint: &Hint, limits: &Limits) -> Document {
    match media_type {
        MediaType::Html if mime::is_message(bytes) => mime::read(bytes, hint, limits),
        MediaType::Html => html::read(bytes, hint, limits),
        MediaType::Text => plain::read(bytes, hint, limits),
        MediaType::Docx => docx::read(bytes, limits),
        MediaType::Doc => read_doc(bytes, limits),
        MediaType::Rtf => rtf::read(bytes, limits),
        MediaType::Pdf => pdf::read(bytes, limits),
        MediaType::Image => pdf::read_photo(bytes, limits)
            .unwrap_or_else(|reason| Document::unreadable(media_type, unread::unseen(reason))),
        MediaType::Xlsx => sheet::read_xlsx(bytes, limits),
        MediaType::Xls => sheet::read_xls(bytes, limits),
        MediaType::Odt => odt::read(bytes, limits),
        MediaType::Zip => archive::read(bytes, limits),
        MediaType::Rar | MediaType::SevenZip | MediaType::Unknown => {
            Document::unreadable(media_type, unread::format_not_read(media_type, bytes))
        }
    }
}

/// With LibreOffice where our own reader gives up on what is not locked.
fn read_doc(bytes: &[u8], limits: &Limits) -> Document {
    let own = doc::read(bytes, limits);
    let is_refused = |diagnostic: &Diagnostic| {
        diagnostic.severity == Severity::Error && diagnostic.code != doc::LOCKED
    };
    let may_ask = limits.worker.is_some() && own.text.is_empty();
    if !may_ask || !own.diagnostics.iter().any(is_refused) {
        return own;
    }
    let Some(converted) = soffice::docx(bytes, limits.bytes_max) else {
        return own;
    };
    let mut document = docx::read(&converted, limits);
    if document.text.is_empty() {
        return own;
    }
    document.media_type = MediaType::Doc;
    let message = "Tệp Word đời cũ này được đọc qua LibreOffice.";
    document
        .diagnostics
        .push(Diagnostic::note("doc_converted", message));
    document
}

/// A document without a letter is a failure, not a success, whatever else is said of it. An archive
/// has none of its own.
fn note_emptiness(document: &mut Document) {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let is_told = document.diagnostics.iter().any(is_error);
    if document.text.trim().is_empty() && !is_told && document.media_type != MediaType::Zip {
        let diagnostic = Diagnostic::error("no_text", "Tệp không có chữ nào đọc được.")
            .with_hint("mở tệp xem có nội dung không; nếu là ảnh chụp thì cần bản có chữ");
        document.diagnostics.push(diagnostic);
    }
}

/// Share of Vietnamese syllables below which a text is not what its reader would see. Saved
/// documents have 0.93 and more; the same in TCVN3 letters has 0.2 to 0.4.
const SCORE_MIN: f32 = 0.6;

/// Bytes of text below which the share says little.
const SCORED_BYTES_MIN: usize = 400;

fn note_garbling(document: &mut Document) {
    let is_low = document
        .quality
        .score
        .is_some_and(|score| score < SCORE_MIN);
    if is_low && SCORED_BYTES_MIN <= document.text.len() {
        let diagnostic = Diagnostic::warning(
            "text_garbled",
            "Chữ đọc được phần lớn không phải tiếng Việt Unicode, có thể do phông chữ cũ (TCVN3, VNI).",
        )
        .with_hint("chuyển tệp sang Unicode rồi nạp lại");
        document.diagnostics.push(diagnostic);
    }
}
