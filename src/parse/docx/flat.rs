//! A Word document as one XML file: that of Word 2003, whose elements bear the same names, and the
//! package of later versions written out part by part.

use super::{body, broken_part, numbering, styles};
use crate::parse::flow::{Flow, Role};
use crate::parse::{Document, Limits, MediaType, layout, xml};

const MAIN: &str = "word/document.xml";

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Document {
    let text = xml::decode(bytes.to_vec());
    let part = |name: &str| part(&text, name);
    let is_package = part(MAIN).is_some();
    let main = part(MAIN).unwrap_or(&text);
    let styles = styles::read(match is_package {
        true => part("word/styles.xml"),
        false => Some(text.as_str()),
    });
    let numbering = numbering::read(part("word/numbering.xml"));
    let mut reader = body::Reader::new(&styles, numbering);
    let (mut items, broken) = reader.read(main, 0, Role::Body);
    let notes = ["word/footnotes.xml", "word/endnotes.xml"];
    for (notes, number) in notes.into_iter().filter_map(part).zip(1..) {
        items.extend(reader.read(notes, number, Role::Footnote).0);
    }
    let flow = Flow {
        items,
        ..Flow::default()
    };
    let mut document = layout::lay_out(MediaType::Docx, flow, limits);
    let names = [MAIN]
        .into_iter()
        .chain(notes.into_iter().filter(|name| part(name).is_some()));
    document.parts = names.map(str::to_owned).collect();
    document
        .diagnostics
        .extend(broken.then(|| broken_part(MAIN)));
    document
}

/// What a part of a package written out holds.
fn part<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let at = text.find(&format!("pkg:name=\"/{name}\""))?;
    let rest = &text[at..];
    let start = rest.find("<pkg:xmlData")?;
    let inner = &rest[start..];
    let inner = &inner[inner.find('>')? + 1..];
    let end = inner.find("</pkg:xmlData>").unwrap_or(inner.len());
    Some(&inner[..end])
}

#[cfg(test)]
mod tests {
    use crate::parse::{Hint, Limits, MediaType, parse};

    const BODY: &str = "<w:p><w:pPr><w:listPr><w:ilvl w:val=\"0\"/><wx:t wx:val=\"1.\"/></w:listPr></w:pPr>\
        <w:r><w:t>Mục đích</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>TT</w:t></w:r></w:p></w:tc>\
        <w:tc><w:p><w:r><w:t>Nhiệm vụ</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p>\
        </w:tc><w:tc><w:p><w:r><w:t>Rà soát</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";

    #[track_caller]
    fn check(file: &str, expected: &str) {
        let document = parse(file.as_bytes(), &Hint::default(), &Limits::default());
        assert_eq!(document.media_type, MediaType::Docx);
        assert_eq!(document.text.as_str(), expected);
        assert_eq!(document.tables.len(), 1);
    }

    #[test]
    fn a_file_of_word_2003_is_read_with_its_labels_and_without_its_heads() {
        let head = "<w:sectPr><w:hdr><w:p><w:r><w:t>Trang</w:t></w:r></w:p></w:hdr></w:sectPr>";
        let file = format!(
            "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument \
             xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\" xmlns:wx=\"x\"><w:body>\
             <wx:sect>{BODY}{head}</wx:sect></w:body></w:wordDocument>"
        );
        check(&file, "1. Mục đích\nTT\tNhiệm vụ\n1\tRà soát");
    }

    #[test]
    fn a_package_written_out_is_read_part_by_part() {
        let file = format!(
            "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"p\"><pkg:part pkg:name=\"/word/header1.xml\">\
             <pkg:xmlData><w:hdr><w:p><w:r><w:t>Trang</w:t></w:r></w:p></w:hdr></pkg:xmlData></pkg:part>\
             <pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document xmlns:w=\"w\" xmlns:wx=\"x\">\
             <w:body>{BODY}</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"
        );
        check(&file, "1. Mục đích\nTT\tNhiệm vụ\n1\tRà soát");
    }
}
