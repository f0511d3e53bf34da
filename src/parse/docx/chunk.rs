//! A part in another format that a Word document only points to (`w:altChunk`): programs that make Word
//! files of pages put the whole page there, and Word shows it as the document.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::parse::package::Package;
use crate::parse::{Document, Hint, Limits, MediaType, html, media_type, mime, plain, rtf, xml};
use crate::text::Diagnostic;

/// Parts pointed to that are counted.
const CHUNKS_MAX: usize = 200;

/// The document of the parts pointed to, if there are any and `own`, which points to them, says nothing
/// itself; else `own`, with a word on what was left.
pub(super) fn settle(
    mut own: Document,
    package: &mut Package,
    main: &str,
    limits: &Limits,
) -> Document {
    let names = names(package, main);
    let first = names.first().filter(|_| own.text.trim().is_empty());
    let read = first.and_then(|name| read(package, name, limits));
    let left = names.len() - usize::from(read.is_some());
    own = read.unwrap_or(own);
    own.diagnostics.extend((0 < left).then(|| unread(left)));
    own
}

/// Names of the parts pointed to, by the relations of the main part.
fn names(package: &mut Package, main: &str) -> Vec<String> {
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let relations = package.text(&format!("{folder}/_rels/{file}.rels"));
    let relations = relations.filter(|text| text.contains("/aFChunk"));
    let relations = relations.unwrap_or_default();
    let full = |target: String| match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    targets(&relations).into_iter().map(full).collect()
}

fn targets(relations: &str) -> Vec<String> {
    let mut reader = Reader::from_str(relations);
    reader.config_mut().check_end_names = false;
    let mut found = Vec::new();
    while found.len() < CHUNKS_MAX {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let kind = xml::attribute(&element, "Type");
                if kind.is_some_and(|kind| kind.ends_with("/aFChunk")) {
                    found.extend(xml::attribute(&element, "Target"));
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}

/// The document of a part; a package in a package is not followed.
fn read(package: &mut Package, name: &str, limits: &Limits) -> Option<Document> {
    let bytes = package.bytes(name)?;
    let hint = Hint::default();
    let mut document = match media_type::detect(&bytes, &hint) {
        MediaType::Html if mime::is_message(&bytes) => mime::read(&bytes, &hint, limits),
        MediaType::Html => html::read(&bytes, &hint, limits),
        MediaType::Text => plain::read(&bytes, &hint, limits),
        MediaType::Rtf => rtf::read(&bytes, limits),
        _ => return None,
    };
    document.text = document.text.in_part(0);
    document.parts = vec![name.to_owned()];
    document.media_type = MediaType::Docx;
    Some(document)
}

fn unread(count: usize) -> Diagnostic {
    let message =
        format!("Tệp Word có {count} phần chèn từ định dạng khác (altChunk) chưa được đọc.");
    Diagnostic::warning("docx_chunk_unread", message)
        .with_hint("mở bằng Word rồi lưu lại để các phần ấy thành văn bản")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use crate::parse::{Document, Hint, Limits, parse};

    const PAGE: &str =
        "<html><body><p>KẾ HOẠCH</p><p>Thực hiện Quyết định số 12/QĐ-UBND</p></body></html>";

    fn check(body: &str, chunk: &str) -> Document {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let parts = [
            ("word/document.xml", format!("<w:document><w:body>{body}<w:altChunk r:id=\"c1\"/></w:body></w:document>")),
            (
                "word/_rels/document.xml.rels",
                "<Relationships><Relationship Id=\"c1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk\" Target=\"/word/afchunk.mht\"/></Relationships>".to_owned(),
            ),
            ("word/afchunk.mht", chunk.to_owned()),
        ];
        for (name, content) in parts {
            let started = archive.start_file(name, SimpleFileOptions::default());
            started
                .and_then(|()| Ok(archive.write_all(content.as_bytes())?))
                .expect("memory");
        }
        let bytes = archive.finish().expect("memory").into_inner();
        parse(&bytes, &Hint::default(), &Limits::default())
    }

    #[test]
    fn a_document_that_is_a_page_pointed_to_is_that_page() {
        let mail = format!(
            "MIME-Version: 1.0\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n{PAGE}"
        );
        for chunk in [PAGE, &mail] {
            let document = check("", chunk);
            assert!(
                document.text.contains("Quyết định số 12/QĐ-UBND"),
                "{}",
                &*document.text
            );
            assert_eq!(document.parts[0], "word/afchunk.mht");
        }
    }

    #[test]
    fn parts_pointed_to_beside_text_are_told() {
        let document = check(
            "<w:p><w:r><w:t>Nội dung của kế hoạch ở đây</w:t></w:r></w:p>",
            PAGE,
        );
        assert!(document.text.contains("Nội dung của kế hoạch"));
        let told = |code| document.diagnostics.iter().any(|one| one.code == code);
        assert!(told("docx_chunk_unread"));
    }
}
