//! A Word document with everything an office puts into one: lists, merged cells, notes, text boxes,
//! tracked changes, fields, running heads. What both read differently on purpose is not in it: words
//! deleted by a tracked change and hidden words, which LibreOffice exports.

use crate::parse::legacy::package;

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="wps""#;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>"#;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const PART_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/><Relationship Id="r4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>"#;

const STYLES: &str = r#"<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"#;

const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#;

const NOTES: &str = r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Theo số liệu của Sở Nội vụ.</w:t></w:r></w:p></w:footnote>"#;

const HEADER: &str = r#"<w:p><w:r><w:t>Đầu trang của dự thảo</w:t></w:r></w:p>"#;

/// A paragraph of one run.
fn para(text: &str) -> String {
    format!(r#"<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>"#)
}

fn item(list: u32, level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn cell(properties: &str, text: &str) -> String {
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{}</w:tc>"#,
        para(text)
    )
}

/// Joined cells both ways, and a table in a cell.
fn table() -> String {
    let inner = format!(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{}</w:tr></w:tbl>",
        cell("", "bảng trong ô")
    );
    let nested = format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{}{inner}{}</w:tc>"#,
        para("trước bảng trong"),
        para("sau bảng trong")
    );
    let rows = [
        [
            cell(r#"<w:vMerge w:val="restart"/>"#, "TT"),
            cell(r#"<w:gridSpan w:val="2"/>"#, "Nhiệm vụ và cơ quan"),
        ]
        .concat(),
        [
            cell("<w:vMerge/>", ""),
            cell("", "Nội dung"),
            cell("", "Chủ trì"),
        ]
        .concat(),
        [cell("", "1"), nested, cell("", "Sở Nội vụ")].concat(),
    ];
    let rows: String = rows
        .iter()
        .map(|row| format!("<w:tr>{row}</w:tr>"))
        .collect();
    format!(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>"
    )
}

/// A text box as Word writes it: a shape, and a picture of it for older programs.
fn text_box(text: &str) -> String {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", para(text));
    format!(
        r#"<w:p><w:r><w:t>Đoạn có khung.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>3175</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>238125</wp:posOffset></wp:positionV><wp:extent cx="900000" cy="300000"/><wp:wrapNone/><wp:docPr id="1" name="k"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style="width:70pt;height:20pt"><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"#
    )
}

/// Words put in by a tracked change.
fn changes() -> String {
    let by = r#"w:author="A" w:date="2025-01-02T03:04:05Z""#;
    format!(
        r#"<w:p><w:r><w:t xml:space="preserve">Giao Sở Nội vụ </w:t></w:r><w:ins w:id="12" {by}><w:r><w:t xml:space="preserve">chủ trì </w:t></w:r></w:ins><w:r><w:t>thực hiện.</w:t></w:r></w:p>"#
    )
}

/// A field with its code, a link, a control, a hyphen that does not break, a comment's mark.
fn fields() -> String {
    r#"<w:p><w:r><w:t xml:space="preserve">Xem mục </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF muc \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>MỤC ĐÍCH</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> và </w:t></w:r><w:hyperlink w:anchor="muc"><w:r><w:t>phụ lục kèm theo</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve">, số 21/KH</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t>UBND.</w:t></w:r></w:p><w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Nội dung trong ô điều khiển.</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><w:t>Cột một</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>cột hai</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>dòng dưới</w:t></w:r></w:p>"#.to_owned()
}

fn body() -> String {
    let noted = r#"<w:p><w:r><w:t>Đạt kết quả khá</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r><w:r><w:t>, cần giữ vững.</w:t></w:r></w:p>"#;
    [
        para("ỦY BAN NHÂN DÂN TỈNH VĨNH LONG"),
        r#"<w:p><w:pPr><w:pStyle w:val="Muc"/></w:pPr><w:bookmarkStart w:id="5" w:name="muc"/><w:r><w:t>MỤC ĐÍCH</w:t></w:r><w:bookmarkEnd w:id="5"/></w:p>"#.to_owned(),
        item(1, 1, "Mục đích thứ nhất"),
        item(1, 2, "Ý thứ nhất"),
        item(1, 2, "Ý thứ hai"),
        item(1, 1, "Mục đích thứ hai"),
        r#"<w:p><w:pPr><w:pStyle w:val="Muc"/></w:pPr><w:r><w:t>NHIỆM VỤ</w:t></w:r></w:p>"#.to_owned(),
        item(2, 0, "Gạch đầu dòng"),
        noted.to_owned(),
        table(),
        text_box("Số: 21/KH-UBND trong khung"),
        changes(),
        fields(),
        para("Nơi nhận: như trên &amp; lưu VT."),
    ]
    .concat()
}

/// The file.
pub(super) fn document() -> Vec<u8> {
    let of = |root: &str, inner: &str| {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{inner}</w:{root}>"#
        )
    };
    let main = format!(
        r#"<w:body>{}<w:sectPr><w:headerReference w:type="default" r:id="r4"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body>"#,
        body()
    );
    package(&[
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", PART_RELATIONS),
        ("word/document.xml", &of("document", &main)),
        ("word/styles.xml", &of("styles", STYLES)),
        ("word/numbering.xml", &of("numbering", NUMBERING)),
        ("word/footnotes.xml", &of("footnotes", NOTES)),
        ("word/header1.xml", &of("hdr", HEADER)),
    ])
}
