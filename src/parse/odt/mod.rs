//! A text document of LibreOffice (ODT) in, its document out.
//!
//! In: the bytes of a package. Out: paragraphs with weight, alignment and list labels, tables with
//! spans, text boxes after the paragraph that holds them, notes at the end, running heads as
//! furniture; every letter with its bytes in `content.xml`. Promise: as for Word packages. Deleted
//! text of tracked changes and comments are not text. It does not know what the words mean.
//!
//! Why not by way of `soffice`: it is not on every machine, and takes seconds.

mod body;
mod lists;
mod paragraph;
mod styles;
mod table;

use super::flow::{Flow, Role};
use super::package::{Kind, Package};
use super::{Document, Limits, MediaType, layout, xml};
use crate::text::Diagnostic;

use lists::Lists;
use styles::Styles;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Document {
    if !bytes.starts_with(b"PK") {
        let text = xml::decode(bytes.to_vec());
        return read_parts(&text, &text, limits);
    }
    let mut package = match Package::open(bytes, Kind::OpenDocument, limits.inflated_max) {
        Ok(package) => package,
        Err(broken) => return Document::unreadable(MediaType::Odt, broken),
    };
    let Some(content) = package.text("content.xml") else {
        return Document::unreadable(MediaType::Odt, no_content());
    };
    let shared = package.text("styles.xml").unwrap_or_default();
    let mut document = read_parts(&content, &shared, limits);
    document.diagnostics.extend(package.diagnostics);
    document
}

/// The text of `content`; `shared` has styles and running heads. A flat file has all in one.
fn read_parts(content: &str, shared: &str, limits: &Limits) -> Document {
    let mut styles = Styles::default();
    let mut lists = Lists::default();
    for part in [shared, content] {
        styles.take_part(part);
        lists.take_part(part);
    }
    let (mut items, broken) = body::read(content, 0, Role::Body, &styles, &mut lists);
    // Running heads stand in the master pages of the styles.
    items.extend(body::read(shared, 1, Role::Furniture, &styles, &mut lists).0);
    let flow = Flow {
        items,
        ..Flow::default()
    };
    let mut document = layout::lay_out(MediaType::Odt, flow, limits);
    document.parts = vec!["content.xml".to_owned(), "styles.xml".to_owned()];
    document.diagnostics.extend(broken.then(broken_off));
    document
}

fn no_content() -> Diagnostic {
    Diagnostic::error(
        "odt_no_text_part",
        "Tệp OpenDocument thiếu phần văn bản chính nên không đọc được.",
    )
    .with_hint("mở bằng LibreOffice rồi lưu lại")
}

fn broken_off() -> Diagnostic {
    Diagnostic::warning(
        "odt_part_broken",
        "Tệp OpenDocument bị hỏng; chỉ đọc được đến chỗ hỏng.",
    )
    .with_hint("mở bằng LibreOffice rồi lưu lại")
}
