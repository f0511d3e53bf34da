//! What is on the page and what is not: tracked changes accepted, hidden words, signs from fonts of
//! signs, text boxes after the paragraph they hang on.

use kehoach::parse::{Document, Hint, Limits, MediaType, parse};

use super::legacy::package;
use super::read;

fn docx(body: &str) -> Document {
    let main = format!("<w:document><w:body>{body}</w:body></w:document>");
    read(&package(&[("word/document.xml", &main)]))
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

#[test]
fn tracked_changes_are_accepted_ends_of_paragraphs_too() {
    let lost_end = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>";
    let document = docx(&format!(
        "<w:p>{}<w:del>{}</w:del><w:ins>{}</w:ins></w:p><w:p>{lost_end}{}</w:p><w:p>{lost_end}{}</w:p><w:p>{}</w:p><w:p>{}</w:p>",
        run("Giao Sở "),
        "<w:r><w:delText>Tài chính</w:delText></w:r>",
        run("Nội vụ."),
        run("Câu bị "),
        run("ngắt nay "),
        run("liền."),
        run("Câu sau."),
    ));
    assert_eq!(
        document.text.as_str(),
        "Giao Sở Nội vụ.\nCâu bị ngắt nay liền.\nCâu sau."
    );
}

#[test]
fn hidden_words_are_not_on_the_page() {
    let document = docx(&format!(
        "<w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>rõ</w:t></w:r></w:p>",
        run("thấy ")
    ));
    assert_eq!(document.text.as_str(), "thấy rõ");
}

#[test]
fn signs_of_fonts_of_signs_are_read() {
    let document = docx(&format!(
        "<w:p>{}<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>{}</w:p><w:p><w:r><w:sym w:font='Wingdings' w:char='F0D8'/></w:r>{}</w:p><w:p>{}</w:p>",
        run("Tỷ lệ "),
        run(" 95%"),
        run(" một ý"),
        run("nợ xấu \u{f0a3} 3%"),
    ));
    assert_eq!(document.text.as_str(), "Tỷ lệ ≥ 95%\n- một ý\nnợ xấu ≤ 3%");
}

#[test]
fn a_shape_of_libreoffice_holds_paragraphs_of_its_own() {
    let content = "<office:document-content><office:body><office:text><text:p>Trước <draw:custom-shape><text:p>Số: 21/KH-UBND</text:p>\
        </draw:custom-shape>sau.</text:p><text:p>Đoạn <text:note><text:note-body><text:p>Ghi chú.</text:p></text:note-body></text:note>hai.</text:p>\
        </office:text></office:body></office:document-content>";
    let document = read(&super::offices::odt(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
    ]));
    assert_eq!(
        document.text.as_str(),
        "Trước sau.\nSố: 21/KH-UBND\nĐoạn hai.\nGhi chú."
    );
}

#[test]
fn a_text_box_of_rich_text_follows_its_paragraph_in_its_cell() {
    let boxed = "{\\shp{\\*\\shpinst{\\shptxt \\pard\\qc So: 21/KH\\par dong hai}}}";
    let file = format!(
        "{{\\rtf1 \\trowd\\cellx1000\\cellx2000\\pard\\intbl UBND {boxed}tinh\\cell Quoc hieu\\cell\\row\\pard Het {boxed}bai\\par xong}}"
    );
    let document = read(file.as_bytes());
    assert_eq!(
        document.text.as_str(),
        "UBND tinh\nSo: 21/KH\ndong hai\tQuoc hieu\nHet bai\nSo: 21/KH\ndong hai\nxong"
    );
}

#[test]
fn a_doc_that_is_a_page_or_rich_text_is_read_as_what_it_is() {
    let hint = Hint {
        file_name: Some("ke-hoach.doc"),
        content_type: Some("application/msword"),
        ..Hint::default()
    };
    let page = "<html xmlns:w='urn:schemas-microsoft-com:office:word'><body><p class=MsoNormal>Kế hoạch</p><table><tr><td>TT</td>\
        <td>Việc</td></tr><tr><td>1</td><td>Rà soát</td></tr></table></body></html>";
    let rich = "{\\rtf1\\ansi K\\u7871?ho\\u7841?ch\\par}";
    for (file, kind) in [(page, MediaType::Html), (rich, MediaType::Rtf)] {
        let document = parse(file.as_bytes(), &hint, &Limits::default());
        assert_eq!(document.media_type, kind);
        assert!(
            document.text.contains("hoạch"),
            "{}",
            document.text.as_str()
        );
    }
}
