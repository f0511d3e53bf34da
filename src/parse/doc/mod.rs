//! A Word 97–2003 document (OLE2) in, its document out.
//!
//! In: the bytes of a compound file. Out: paragraphs with weight and alignment, tables from the cell
//! marks and the column positions of their rows, footnotes at the end, running heads as furniture;
//! every stretch with its bytes in the `WordDocument` stream. Promise: an offset that points nowhere
//! costs its own piece only. Fonts of before Unicode are told by their names in the font table.
//!
//! Why our own: the crates that read DOC do not keep positions, and `soffice` is not on every machine.

mod file;
mod fonts;
mod lists;
mod properties;
mod styles;
mod text;

use super::flow::Flow;
use super::{Document, Limits, MediaType, layout, rows};
use crate::text::Diagnostic;

use file::File;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Document {
    let file = match File::open(bytes, limits.inflated_max) {
        Ok(file) => file,
        Err(broken) => return Document::unreadable(MediaType::Doc, broken),
    };
    let flow = Flow {
        items: rows::items(text::paragraphs(&file)),
        ..Flow::default()
    };
    let mut document = layout::lay_out(MediaType::Doc, flow, limits);
    document.parts = vec!["WordDocument".to_owned()];
    document
}

fn broken() -> Diagnostic {
    Diagnostic::error(
        "doc_broken",
        "Tệp Word (.doc) bị hỏng hoặc tải chưa đủ nên không đọc được.",
    )
    .with_hint("mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx")
}

/// Nobody reads it without its password.
pub(super) const LOCKED: &str = "doc_encrypted";

fn encrypted() -> Diagnostic {
    Diagnostic::error(
        LOCKED,
        "Tệp Word (.doc) có mật khẩu nên không đọc được.",
    )
    .with_hint("gỡ mật khẩu rồi lưu lại thành .docx")
}

fn too_old() -> Diagnostic {
    Diagnostic::error("format_not_read", "Tệp Word 6.0/95 chưa đọc được.")
        .with_hint("mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx")
}
