//! A Word document (OOXML) in, its document out.
//!
//! In: the bytes of a package. Out: paragraphs with their list labels, tables with spans, text boxes
//! once, footnotes at the end, running heads as furniture; every letter with the part of the package
//! and the bytes in it. Promise: parts inflate to at most [`Limits::inflated_max`] bytes in all, a
//! broken part is read up to where it breaks. It does not know what the words mean.
//!
//! Why not a DOCX crate: they are writers first, and tag-stripping glues drawing offsets to the text
//! ("CHỦ TỊCH-3175238125") and says every text box twice.

mod body;
mod chunk;
mod flat;
mod numbering;
mod paragraph;
mod styles;
mod table;

use super::flow::{Flow, Item, Role};
use super::package::{Kind, Package};
use super::{Document, Limits, MediaType, layout};
use crate::text::Diagnostic;

/// Parts read besides the main one: more headers than a document has sections.
const OTHER_PARTS_MAX: usize = 60;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Document {
    if !bytes.starts_with(b"PK") {
        return flat::read(bytes, limits);
    }
    let mut package = match Package::open(bytes, Kind::Word, limits.inflated_max) {
        Ok(package) => package,
        Err(broken) => return Document::unreadable(MediaType::Docx, broken),
    };
    let Some(main) = package.main_part() else {
        return Document::unreadable(MediaType::Docx, no_main_part());
    };
    let styles = styles::read(package.text("word/styles.xml").as_deref());
    let numbering = numbering::read(package.text("word/numbering.xml").as_deref());
    let mut reader = body::Reader::new(&styles, numbering);
    let mut flow = Flow::default();
    let mut parts = Vec::new();
    let others = other_parts(&package);
    for (name, role) in std::iter::once((main.clone(), Role::Body)).chain(others) {
        let items = read_part(&mut package, &mut reader, &mut parts, &name, role);
        flow.items.extend(items);
    }
    let mut document = layout::lay_out(MediaType::Docx, flow, limits);
    document.parts = parts;
    document = chunk::settle(document, &mut package, &main, limits);
    document.diagnostics.extend(package.diagnostics);
    document
}

fn read_part(
    package: &mut Package,
    reader: &mut body::Reader,
    parts: &mut Vec<String>,
    name: &str,
    role: Role,
) -> Vec<Item> {
    let Some(xml) = package.text(name) else {
        return Vec::new();
    };
    let part = parts.len() as u16;
    parts.push(name.to_owned());
    let (items, broken) = reader.read(&xml, part, role);
    if broken {
        package.diagnostics.push(broken_part(name));
    }
    items
}

/// Footnotes and endnotes, then running heads: after the text, in the order of their names.
fn other_parts(package: &Package) -> Vec<(String, Role)> {
    let mut found: Vec<(String, Role)> = Vec::new();
    for name in package.names() {
        let role = match name.strip_prefix("word/") {
            Some("footnotes.xml" | "endnotes.xml") => Role::Footnote,
            Some(part) if part.starts_with("header") && part.ends_with(".xml") => Role::Furniture,
            Some(part) if part.starts_with("footer") && part.ends_with(".xml") => Role::Furniture,
            _ => continue,
        };
        found.push((name.to_owned(), role));
    }
    found.sort_by(|a, b| (a.1 == Role::Furniture, &a.0).cmp(&(b.1 == Role::Furniture, &b.0)));
    found.truncate(OTHER_PARTS_MAX);
    found
}

fn no_main_part() -> Diagnostic {
    Diagnostic::error(
        "docx_no_text_part",
        "Tệp Word thiếu phần văn bản chính nên không đọc được.",
    )
    .with_hint("mở bằng Word hoặc LibreOffice rồi lưu lại")
}

fn broken_part(name: &str) -> Diagnostic {
    let message = format!("Phần {name} của tệp Word bị hỏng; chỉ đọc được đến chỗ hỏng.");
    Diagnostic::warning("docx_part_broken", message)
        .with_hint("mở bằng Word hoặc LibreOffice rồi lưu lại")
}
