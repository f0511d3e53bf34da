//! Hostile packages: zip bombs, spans and repeats without end, depth.

use super::flood::{megabyte, sized, zip};
use super::{Case, End};

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;

const WORD: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;

const SHEET: &str =
    r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;

const ODT: &str = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>"#;

pub fn cases() -> Vec<Case> {
    [word(), sheets(), odt(), binary()]
        .into_iter()
        .flatten()
        .collect()
}

fn case(name: &'static str, bytes: Vec<u8>) -> Case {
    let end = End::Any;
    Case { name, bytes, end }
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!("{WORD}{body}</w:body></w:document>");
    zip(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn word() -> Vec<Case> {
    let count = sized(40_000);
    let text = "<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p>";
    let spans = r#"<w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"#;
    let entities = r#"<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"#;
    let spaces = [WORD.as_bytes(), &megabyte(" ").repeat(sized(800))].concat();
    let nested =
        |open: &str, close: &str| docx(&(open.repeat(count) + text + &close.repeat(count)));
    let many: Vec<(String, &[u8])> = (0..sized(60_000))
        .map(|at| (format!("word/media/{at}"), &b""[..]))
        .collect();
    let mut parts: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", TYPES)];
    parts.extend(many.iter().map(|(name, part)| (name.as_str(), *part)));
    vec![
        case(
            "spaces.docx",
            zip(&[
                ("[Content_Types].xml", TYPES),
                ("word/document.xml", &spaces),
            ]),
        ),
        case(
            "tables-in-tables.docx",
            nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ),
        case(
            "boxes-in-boxes.docx",
            nested("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
        ),
        case(
            "elements-in-elements.docx",
            nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ),
        case(
            "spans.docx",
            docx(&format!("<w:tbl>{}</w:tbl>", spans.repeat(count / 10))),
        ),
        case(
            "entities.docx",
            docx(&format!(
                "{entities}<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
                "&c;".repeat(count)
            )),
        ),
        case("parts.docx", zip(&parts)),
        case(
            "one-word.docx",
            docx(&format!(
                "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
                "ạ\u{323}".repeat(count * 10)
            )),
        ),
    ]
}

fn xlsx(sheet: &str, strings: &str) -> Vec<u8> {
    let workbook = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!("{SHEET}{sheet}</worksheet>");
    let strings = format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{strings}</sst>"
    );
    zip(&[
        ("[Content_Types].xml", TYPES),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

fn sheets() -> Vec<Case> {
    let count = sized(40_000);
    let cell =
        |at: &str| format!(r#"<row r="1"><c r="{at}" t="inlineStr"><is><t>a</t></is></c></row>"#);
    let far = cell("A1") + &cell("XFD1048576") + "</sheetData>";
    let merged = format!(
        "{}</sheetData><mergeCells>{}</mergeCells>",
        cell("A1"),
        r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(count)
    );
    let shared = format!("<si><t>{}</t></si>", "a".repeat(sized(16_000)));
    let many = r#"<row r="1">"#.to_owned()
        + &r#"<c t="s"><v>0</v></c>"#.repeat(count)
        + "</row></sheetData>";
    vec![
        case("far-corner.xlsx", xlsx(&far, "")),
        case("merged-everything.xlsx", xlsx(&merged, "")),
        case("one-string-many-cells.xlsx", xlsx(&many, &shared)),
        case(
            "rows-in-rows.xlsx",
            xlsx(&r#"<row r="1"><c r="A1">"#.repeat(count), ""),
        ),
    ]
}

fn odt() -> Vec<Case> {
    let file = |body: &str| {
        let content = format!("{ODT}{body}</office:text></office:body></office:document-content>");
        zip(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("content.xml", content.as_bytes()),
        ])
    };
    let count = sized(40_000);
    let cell = r#"<table:table-cell table:number-columns-repeated="99999999" table:number-columns-spanned="99999999"><text:p>a</text:p></table:table-cell>"#;
    let row = format!(
        r#"<table:table-row table:number-rows-repeated="99999999">{cell}</table:table-row>"#
    );
    vec![
        case(
            "repeated.odt",
            file(&format!(
                "<table:table>{}</table:table>",
                row.repeat(count / 10)
            )),
        ),
        case(
            "spaces.odt",
            file(&format!(
                "<text:p>{}a</text:p>",
                r#"<text:s text:c="99999999"/>"#.repeat(count)
            )),
        ),
        case(
            "lists-in-lists.odt",
            file(&("<text:list><text:list-item>".repeat(count) + "<text:p>a</text:p>")),
        ),
        case(
            "sections-in-sections.odt",
            file(&("<text:section>".repeat(count) + "<text:p>a</text:p>")),
        ),
    ]
}

/// Compound files whose tables of sectors lead in a ring or nowhere.
fn binary() -> Vec<Case> {
    let compound = |fill: u32| {
        let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        file.resize(24, 0);
        file.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
        file.resize(44, 0);
        file.extend(1_u32.to_le_bytes());
        file.resize(512, 0);
        for _ in 0..(4 << 20) / 4 {
            file.extend(fill.to_le_bytes());
        }
        file
    };
    vec![
        case("sectors-to-one.doc", compound(1)),
        case("sectors-to-themselves.doc", compound(0)),
        case("sectors-to-nowhere.xls", compound(0x7fff_fff0)),
    ]
}
