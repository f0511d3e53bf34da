//! Text typed in the fonts of before Unicode, in every format that can carry it. The files are made
//! here: the letters of the charsets come from the tables of the program, whose own tests check them.

use std::io::Write;

use kehoach::parse::{Document, TextSource};
use kehoach::text::legacy::Charset;

use super::read;

mod oracle;
mod transcripts;

/// "Kế hoạch cải cách hành chính" and more, as Windows-1252 shows it in TCVN3.
const TCVN3: &str = "KÕ ho¹ch c¶i c¸ch hµnh chÝnh nhµ n\u{ad}íc giai ®o¹n 2021-2025";
const VNI: &str = "Keá hoaïch caûi caùch haønh chính nhaø nöôùc giai ñoaïn 2021-2025";
const UTF8: &str =
    "Káº¿ hoáº¡ch cáº£i cÃ¡ch hÃ\u{a0}nh chÃ\u{ad}nh nhÃ\u{a0} nÆ°á»›c giai Ä‘oáº¡n 2021-2025";
const PLAN: &str = "Kế hoạch cải cách hành chính nhà nước giai đoạn 2021-2025";

#[track_caller]
fn check(document: &Document, expected: &str) {
    assert_eq!(document.text.as_str(), expected);
    assert_eq!(document.quality.source, TextSource::LegacyCharset);
    assert!(document.quality.score.is_none_or(|score| 0.9 < score));
}

fn bytes(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lossy, "{text}");
    bytes.into_owned()
}

/// A text in RTF, each letter that is not ASCII as its byte.
fn rtf(fonts: &str, body: &str) -> Vec<u8> {
    let mut file = format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{fonts}}}");
    for byte in bytes(body) {
        match byte {
            0x80.. => file.push_str(&format!("\\'{byte:02x}")),
            byte => file.push(char::from(byte)),
        }
    }
    file.push('}');
    file.into_bytes()
}

#[test]
fn a_font_of_capitals_and_a_plain_one_beside_it_are_read_in_rich_text() {
    let fonts =
        "{\\f0\\froman .VnTime;}{\\f1\\froman .VnTimeH{\\*\\falt Arial};}{\\f2 Times New Roman;}";
    let body = format!(
        "{{\\f1 ñy ban nh©n d©n tØnh}}\\par {TCVN3}\\par {{\\f2 Caf\u{e9} 21/KH-UBND}}\\par"
    );
    let expected = format!("ỦY BAN NHÂN DÂN TỈNH\n{PLAN}\nCafé 21/KH-UBND");
    check(&read(&rtf(fonts, &body)), &expected);
}

#[test]
fn vni_is_read_by_its_font_though_a_letter_is_two_bytes() {
    check(
        &read(&rtf("{\\f0 VNI-Times;}", &format!("{VNI}\\par"))),
        PLAN,
    );
}

#[test]
fn without_a_telling_font_the_words_tell() {
    for text in [TCVN3, VNI] {
        check(
            &read(&rtf("{\\f0 Times New Roman;}", &format!("{text}\\par"))),
            PLAN,
        );
    }
}

#[test]
fn text_files_are_read_in_every_charset() {
    for (seen, charset) in [(TCVN3, Charset::Tcvn3), (VNI, Charset::Vni)] {
        let document = read(&bytes(&format!("{seen}\n")));
        check(&document, PLAN);
        let note = document
            .diagnostics
            .iter()
            .find(|found| found.code == "legacy_charset");
        assert!(note.is_some_and(|note| note.message.contains(charset.name())));
    }
    // The letters themselves, saved as UTF-8 by whoever opened the file in a browser.
    for seen in [TCVN3, VNI, UTF8] {
        check(&read(format!("{seen}\n").as_bytes()), PLAN);
    }
}

#[test]
fn every_letter_of_a_text_file_keeps_its_bytes() {
    let file = bytes("Sè 12: nhµ n\u{ad}íc, kÕ ho¹ch, c¶i c¸ch\n");
    let document = read(&file);
    let text = document.text.as_str();
    let at = text.find("ế hoạch").expect("the decoded words");
    let span = kehoach::text::Span::new(at, at + "ế".len());
    let source = document.text.to_source(span).expect("bytes of the file");
    assert_eq!(&file[source.range()], b"\xd5");
}

#[test]
fn pages_name_fonts_in_markup_and_in_styles() {
    let page = format!(
        "<html><head><meta charset='utf-8'></head><body><p><font face='.VnTime'>{TCVN3}</font></p>\
         <p style='font-family: .VnTimeH'>quyÕt ®Þnh</p><p>Đã là Unicode: hà nội, cà phê</p></body></html>"
    );
    let document = read(page.as_bytes());
    check(
        &document,
        &format!("{PLAN}\nQUYẾT ĐỊNH\nĐã là Unicode: hà nội, cà phê"),
    );
}

#[test]
fn the_no_break_space_of_a_viscii_font_is_a_letter() {
    let page = "<html><head><meta charset='utf-8'></head><body>\
        <p style='font-family: VISCII Times'>K\u{aa} ho\u{d5}ch c\u{fc}a ông V&nbsp; A</p>\
        <p>Hà&nbsp;Nội</p></body></html>";
    check(&read(page.as_bytes()), "Kế hoạch của ông VÕ A\nHà Nội");
}

#[test]
fn unicode_under_an_old_font_is_left_alone() {
    let page = format!(
        "<html><body><div style=\"font-family:'.VnTime'\"><p>{PLAN}</p><p>Hà Nam và Hà Giang</p></div>"
    );
    let document = read(page.as_bytes());
    assert_eq!(
        document.text.as_str(),
        format!("{PLAN}\nHà Nam và Hà Giang")
    );
    assert_eq!(document.quality.source, TextSource::TextLayer);
}

#[test]
fn word_packages_take_the_font_of_a_run_from_its_style() {
    let styles = "<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr>\
        </w:rPrDefault></w:docDefaults><w:style w:type='paragraph' w:styleId='H'><w:rPr><w:rFonts w:ascii='.VnTimeH'/>\
        </w:rPr></w:style></w:styles>";
    let body = format!(
        "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>quyÕt ®Þnh</w:t></w:r></w:p>\
         <w:p><w:r><w:t>{TCVN3}</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:rFonts w:ascii='Arial'/></w:rPr><w:t>Đã là Unicode</w:t></w:r></w:p></w:body></w:document>"
    );
    let file = package(&[("word/document.xml", &body), ("word/styles.xml", styles)]);
    check(&read(&file), &format!("QUYẾT ĐỊNH\n{PLAN}\nĐã là Unicode"));
}

/// A package of parts, for every test that needs one.
pub(super) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in parts {
        writer.start_file(*name, options).expect("an entry");
        writer.write_all(text.as_bytes()).expect("an entry");
    }
    writer.finish().expect("a package").into_inner()
}
