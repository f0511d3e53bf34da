//! Fonts, encodings and operators: is the text there, and where.

use super::build::{Pdf, bold, deflate, hex, one_page, show, text};
use super::{check, flat, read, unread_pictures};
use crate::parse::TextSource;
use crate::text::{Place, Rect};

#[test]
fn every_word_keeps_its_page_and_box() {
    let document = read(
        &one_page(&text(100.0, 700.0, "Kế hoạch số 5")),
        &unread_pictures(),
    );
    assert_eq!(&*document.text, "Kế hoạch số 5");
    let places: Vec<Place> = document
        .text
        .runs()
        .iter()
        .map(|run| run.place)
        .filter(|place| *place != Place::Made)
        .collect();
    assert_eq!(places.len(), 4, "{places:?}");
    let Place::Page {
        page: 1,
        rect,
        stamp: false,
    } = places[1]
    else {
        panic!("{:?}", places[1]);
    };
    let expected = Rect {
        x0: 118.0,
        y0: 100.0 - 10.8,
        x1: 148.0,
        y1: 103.0,
    };
    let off = [
        rect.x0 - expected.x0,
        rect.y0 - expected.y0,
        rect.x1 - expected.x1,
        rect.y1 - expected.y1,
    ];
    assert!(off.iter().all(|off| off.abs() < 0.1), "{rect:?}");
}

#[test]
fn standard_fonts_need_no_widths() {
    // Two words whose gap is only known from the advances of Helvetica.
    let content = "BT /H 10 Tf 100 700 Td (Illimit) Tj 22.77 0 Td (ed) Tj 40 0 Td (word) Tj ET";
    check(&one_page(content), "Illimited word");
}

#[test]
fn glyph_names_make_vietnamese() {
    let mut pdf = Pdf::new();
    let font = pdf.add(
        "<< /Type /Font /Subtype /Type1 /BaseFont /VNR10 /FirstChar 65 /Widths [500 500 500 500]
         /Encoding << /Differences [65 /K /ecircumflexacute /h /uni1EA1] >> >>",
    );
    let contents = pdf.stream("", b"BT /T 12 Tf 100 700 Td (ABCD) Tj ET");
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    check(&pdf.finish(), "Kếhạ");
}

/// A page of one line in a simple font of that name, its strings as they stand in the content.
fn in_font(name: &str, string: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let font = pdf.add(&format!(
        "<< /Type /Font /Subtype /TrueType /BaseFont /{name} /Encoding /WinAnsiEncoding
         /FirstChar 0 /Widths [] >>"
    ));
    let content = format!("BT /T 12 Tf 100 700 Td ({string}) Tj ET");
    let contents = pdf.stream("", content.as_bytes());
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    pdf.finish()
}

#[test]
fn fonts_of_before_unicode_are_read_by_their_names() {
    let line = "K\\325 ho\\271ch nh\\265 n\\255\\355c";
    check(&in_font("ABCDEF+.VnTime", line), "Kế hoạch nhà nước");
    check(&in_font(".VnTimeH", line), "KẾ HOẠCH NHÀ NƯỚC");
    check(
        &in_font("VNI-Times", "Ke\\341 hoa\\357ch n\\366\\364\\371c"),
        "Kế hoạch nước",
    );
    let document = read(&in_font(".VnTime", line), &unread_pictures());
    assert_eq!(document.quality.source, TextSource::LegacyCharset);
}

#[test]
fn a_font_of_before_unicode_that_maps_to_unicode_is_left_alone() {
    let mut pdf = Pdf::new();
    let map = pdf.stream(
        "",
        "1 begincodespacerange <00> <ff> endcodespacerange
         3 beginbfchar <41> <1EBF> <42> <00E0> <43> <00AD> endbfchar"
            .as_bytes(),
    );
    let font = pdf.add(&format!(
        "<< /Type /Font /Subtype /TrueType /BaseFont /.VnTime /ToUnicode {map} 0 R
         /FirstChar 65 /Widths [500 500 500] >>"
    ));
    let contents = pdf.stream("", b"BT /T 12 Tf 100 700 Td (BACA) Tj ET");
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    check(&pdf.finish(), "àế-ế");
}

#[test]
fn a_simple_font_reads_win_ansi_and_hyphens() {
    let mut pdf = Pdf::new();
    let font = pdf.add(
        "<< /Type /Font /Subtype /TrueType /BaseFont /Arial /Encoding /WinAnsiEncoding
         /FirstChar 0 /Widths [] >>",
    );
    let contents = pdf.stream("", b"BT /T 12 Tf 100 700 Td (21/KH\\255\\323 \\226) Tj ET");
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    check(&pdf.finish(), "21/KH-Ó -");
}

#[test]
fn fonts_change_inside_a_word() {
    let parts = "BT /H 12 Tf 100 700 Td (h) Tj /F 12 Tf 6.67 0 Td <006f1ea1> Tj /H 12 Tf 12 0 Td (ch) Tj ET";
    check(&one_page(parts), "hoạch");
}

#[test]
fn an_embedded_cmap_mixes_code_lengths() {
    let mut pdf = Pdf::new();
    let encoding = pdf.stream(
        "/Type /CMap",
        b"begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange
          begincidrange <00> <7f> 0 <8000> <80ff> 200 endcidrange",
    );
    let unicode = pdf.stream("", b"beginbfchar <41> <0041> <8001> <1EBE> endbfchar");
    let font = pdf.add(&format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding {encoding} 0 R /ToUnicode {unicode} 0 R
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /DW 500 /W [201 [600]] >>] >>"
    ));
    let contents = pdf.stream("", b"BT /T 12 Tf 100 700 Td <41800141> Tj ET");
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    check(&pdf.finish(), "AẾA");
}

#[test]
fn a_type3_font_is_measured_by_its_matrix() {
    let mut pdf = Pdf::new();
    let font = pdf.add(
        "<< /Type /Font /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FirstChar 97 /LastChar 98
         /Widths [50 50] /CharProcs << >> /Encoding << /Differences [97 /a /b] >> >>",
    );
    let contents = pdf.stream(
        "",
        b"BT /T 12 Tf 100 700 Td (ab) Tj 12 0 Td (a) Tj 20 0 Td (b) Tj ET",
    );
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    check(&pdf.finish(), "aba b");
}

#[test]
fn a_font_without_to_unicode_is_read_by_its_own_tables() {
    let mut pdf = Pdf::new();
    let program = pdf.stream("", &true_type(&[(3, 'K'), (4, 'ế')]));
    let font = pdf.add(&format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts
         [<< /Type /Font /Subtype /CIDFontType2 /DW 500 /FontDescriptor << /FontFile2 {program} 0 R >> >>] >>"
    ));
    let contents = pdf.stream("", b"BT /T 12 Tf 100 700 Td <00030004> Tj ET");
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    check(&pdf.finish(), "Kế");
}

/// A font program that holds a `cmap` of format 4 and nothing else.
fn true_type(glyphs: &[(u16, char)]) -> Vec<u8> {
    let mut codes: Vec<(u16, u16)> = glyphs
        .iter()
        .map(|(glyph, c)| (*c as u16, *glyph))
        .collect();
    codes.push((0xffff, 0));
    let doubled = codes.len() as u16 * 2;
    let mut numbers = vec![4, 16 + doubled * 4, 0, doubled, 0, 0, 0];
    numbers.extend(codes.iter().map(|(code, _)| *code));
    numbers.push(0);
    numbers.extend(codes.iter().map(|(code, _)| *code));
    numbers.extend(codes.iter().map(|(code, glyph)| glyph.wrapping_sub(*code)));
    numbers.extend(codes.iter().map(|_| 0));
    let mut cmap = vec![0u16, 1, 3, 1, 0, 12];
    cmap.append(&mut numbers);
    let cmap: Vec<u8> = cmap
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect();
    let mut file = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    file.extend_from_slice(b"cmap\0\0\0\0");
    file.extend_from_slice(&28u32.to_be_bytes());
    file.extend_from_slice(&(cmap.len() as u32).to_be_bytes());
    file.extend_from_slice(&cmap);
    file
}

#[test]
fn actual_text_stands_for_what_is_drawn() {
    let content = format!(
        "/Span << /ActualText <feff{}> >> BDC {} EMC {}",
        hex("kế"),
        text(100.0, 700.0, "xyz"),
        text(124.0, 700.0, "hoạch"),
    );
    check(&one_page(&content), "kế hoạch");
}

#[test]
fn an_inline_image_is_skipped() {
    let content = format!(
        "BI /W 4 /H 4 /BPC 8 /CS /G ID \x01(EI<\x02 EI Q {}",
        text(100.0, 700.0, "sau ảnh")
    );
    check(&one_page(&content), "sau ảnh");
}

#[test]
fn forms_are_drawn_where_they_are_placed() {
    let mut pdf = Pdf::new();
    let inner = text(0.0, 0.0, "trong");
    let form = pdf.stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Matrix [1 0 0 1 50 0] /Resources << {} >>", super::build::FONTS),
        inner.as_bytes(),
    );
    let content = format!(
        "{}q 1 0 0 1 100 700 cm /X Do Q",
        text(100.0, 700.0, "biểu mẫu")
    );
    let contents = pdf.stream("", content.as_bytes());
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << {} /XObject << /X {form} 0 R >> >>",
        super::build::FONTS
    ));
    check(&pdf.finish(), "biểu mẫu trong");
}

#[test]
fn abbreviated_filters_are_known() {
    let mut pdf = Pdf::new();
    let packed = deflate(text(100.0, 700.0, "nén").as_bytes());
    let contents = pdf.stream("/Filter /Fl", &packed);
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << {} >>",
        super::build::FONTS
    ));
    check(&pdf.finish(), "nén");
}

#[test]
fn a_stream_cut_in_the_middle_gives_its_first_half() {
    let mut pdf = Pdf::new();
    let lines: String = (0..200)
        .map(|line| text(50.0, 780.0 - line as f32 * 3.0, &format!("dòng {line}")))
        .collect();
    let packed = deflate(lines.as_bytes());
    let contents = pdf.stream("/Filter /FlateDecode", &packed[..packed.len() / 2]);
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << {} >>",
        super::build::FONTS
    ));
    assert!(flat(&pdf.finish()).contains("dòng 10"));
}

#[test]
fn a_turned_page_reads_as_shown() {
    for (turn, matrix) in [
        (0, "1 0 0 1 100 700"),
        (90, "0 1 -1 0 100 300"),
        (180, "-1 0 0 -1 500 100"),
        (270, "0 -1 1 0 500 500"),
    ] {
        let mut pdf = Pdf::new();
        let content = format!(
            "BT /F 12 Tf {matrix} Tm <{}> Tj 0 -16 Td <{}> Tj ET",
            hex("dòng một"),
            hex("dòng hai")
        );
        pdf.page(&content, &format!("/Rotate {turn}"));
        check(&pdf.finish(), "dòng một dòng hai");
    }
}

#[test]
fn a_page_written_sideways_is_turned_for_reading() {
    let content = format!(
        "BT /F 12 Tf 0 1 -1 0 100 100 Tm <{}> Tj 0 -16 Td <{}> Tj ET",
        hex("bảng ngang"),
        hex("dòng hai")
    );
    let document = read(&one_page(&content), &unread_pictures());
    assert_eq!(&*document.text, "bảng ngang dòng hai");
    let Some(Place::Page { rect, .. }) = document.text.runs().first().map(|run| run.place) else {
        panic!("no place");
    };
    // The box is on the page as shown: tall, not wide.
    assert!(rect.x1 - rect.x0 < rect.y1 - rect.y0, "{rect:?}");
}

#[test]
fn glyphs_struck_twice_are_read_once() {
    let content = format!(
        "{}{}",
        bold(100.0, 700.0, "ĐIỀU 12"),
        bold(100.3, 700.0, "ĐIỀU 12")
    );
    check(&one_page(&content), "ĐIỀU 12");
}

#[test]
fn fallback_fonts_written_after_the_line_go_back_into_it() {
    let content = format!(
        "{}{}{}{}",
        show("F", 12.0, 100.0, 700.0, "h"),
        show("F", 12.0, 118.0, 700.0, "ch năm"),
        show("B", 12.0, 106.0, 700.0, "o"),
        show("B", 12.0, 112.0, 700.0, "ạ"),
    );
    check(&one_page(&content), "hoạch năm");
}

#[test]
fn raised_note_marks_do_not_run_into_numbers() {
    let content = format!(
        "{}{}{}",
        text(100.0, 700.0, "số 42/2024/QH15"),
        show("F", 8.0, 190.0, 705.0, "1"),
        text(200.0, 700.0, "ngày 29/6/2024"),
    );
    check(&one_page(&content), "số 42/2024/QH15¹ ngày 29/6/2024");
}

/// The file locked with RC4 under `password`; the owner's is another.
fn locked(file: &[u8], password: &str) -> Vec<u8> {
    use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions};
    let mut document = Document::load_mem(file).expect("a sound file");
    let id = Object::string_literal(*b"0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a key");
    document.encrypt(&state).expect("an unlocked file");
    let mut out = Vec::new();
    document.save_to(&mut out).expect("memory takes it");
    out
}

#[test]
fn a_file_locked_with_the_empty_password_is_read() {
    check(
        &locked(&one_page(&text(100.0, 700.0, "kế hoạch")), ""),
        "kế hoạch",
    );
}

#[test]
fn a_file_that_needs_a_password_says_so() {
    let file = locked(&one_page(&text(100.0, 700.0, "kế hoạch")), "bí mật");
    assert_eq!(
        super::codes(&read(&file, &unread_pictures())),
        ["pdf_encrypted"]
    );
}
