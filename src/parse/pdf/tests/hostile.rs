//! Files that mean harm or have come to it: a value comes back, soon, and within the limits.

use super::build::{FONTS, Pdf, deflate, one_page, text};
use super::{Limits, codes, flat, read, unread_pictures};

fn small_limits() -> Limits {
    Limits {
        inflated_max: 1 << 20,
        text_max: 1 << 20,
        pages_max: 100,
        ..unread_pictures()
    }
}

#[test]
fn what_is_no_pdf_is_damaged() {
    for bytes in [&b""[..], b"%PDF-1.7", b"hello", &[0; 1000]] {
        assert_eq!(codes(&read(bytes, &unread_pictures())), ["pdf_damaged"]);
    }
}

#[test]
fn a_form_that_calls_itself_twice_ends() {
    let mut pdf = Pdf::new();
    let own = pdf.next();
    let entries = format!(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {FONTS} /XObject << /X {own} 0 R >> >>"
    );
    let content = format!("/X Do {} /X Do", text(100.0, 700.0, "một lần"));
    pdf.stream(&entries, content.as_bytes());
    let contents = pdf.stream("", b"/X Do");
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /XObject << /X {own} 0 R >> >>"
    ));
    assert_eq!(flat(&pdf.finish()), "một lần");
}

#[test]
fn a_chain_of_doubling_forms_ends() {
    let mut pdf = Pdf::new();
    for _ in 0..40 {
        let next = pdf.next() + 1;
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >>"
        );
        pdf.stream(&entries, b"/X Do /X Do /X Do");
    }
    let first = 7;
    let contents = pdf.stream("", b"/X Do");
    for _ in 0..20 {
        pdf.page_of(&format!(
            "/Contents {contents} 0 R /Resources << /XObject << /X {first} 0 R >> >>"
        ));
    }
    assert_eq!(
        codes(&read(&pdf.finish(), &unread_pictures())),
        ["pdf_limit", "no_text"]
    );
}

#[test]
fn a_bomb_is_not_inflated_beyond_the_limit() {
    let mut pdf = Pdf::new();
    let packed = deflate(&vec![b' '; 8 << 20]);
    let contents = pdf.stream("/Filter /FlateDecode", &packed);
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << {FONTS} >>"
    ));
    pdf.page(&text(100.0, 700.0, "trang sau"), "");
    let document = read(&pdf.finish(), &small_limits());
    assert_eq!(codes(&document), ["pdf_limit"]);
    assert_eq!(document.pages, 2);
}

#[test]
fn many_pages_of_one_large_stream_are_counted_each_time() {
    let mut pdf = Pdf::new();
    let contents = pdf.stream("/Filter /FlateDecode", &deflate(&vec![b'q'; 300 << 10]));
    for _ in 0..50 {
        pdf.page_of(&format!(
            "/Contents {contents} 0 R /Resources << {FONTS} >>"
        ));
    }
    let document = read(&pdf.finish(), &small_limits());
    assert_eq!(codes(&document), ["pdf_limit", "no_text"]);
}

#[test]
fn operators_and_operands_without_end_are_read_through() {
    let floods = [
        "q ",
        "0 0 m 9 0 l ",
        "BT ",
        "[ ",
        "(",
        "<< ",
        "/X BMC ",
        "1 ",
        "BI ID ",
        "0 0 9 9 re S ",
    ];
    for flood in floods {
        let content = flood.repeat(30_000) + &text(100.0, 700.0, "cuối");
        read(&one_page(&content), &unread_pictures());
    }
}

#[test]
fn page_trees_that_bite_their_tail_end() {
    let mut pdf = Pdf::new();
    let page = pdf.page(&text(100.0, 700.0, "một trang"), "");
    let file = pdf.finish_with(&format!(
        "<< /Type /Pages /Count 9 /Parent 2 0 R /Kids [2 0 R {page} 0 R 2 0 R] >>"
    ));
    assert_eq!(flat(&file), "một trang");
}

#[test]
fn a_page_named_two_hundred_thousand_times_is_read_once() {
    let mut pdf = Pdf::new();
    let page = pdf.page(&text(100.0, 700.0, "một trang"), "");
    let kids = format!("{page} 0 R ").repeat(200_000);
    let file = pdf.finish_with(&format!("<< /Type /Pages /Count 200000 /Kids [{kids}] >>"));
    assert_eq!(flat(&file), "một trang");
}

#[test]
fn deep_arrays_do_not_overflow_the_stack() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let mut pdf = Pdf::new();
    pdf.page(
        &(deep.clone() + " TJ " + &text(100.0, 700.0, "còn đây")),
        &format!("/Deep {deep}"),
    );
    read(&pdf.finish(), &unread_pictures());
    assert_eq!(
        flat(&one_page(&(deep + " TJ " + &text(100.0, 700.0, "còn đây")))),
        "còn đây"
    );
}

#[test]
fn tables_of_fonts_without_end_are_cut() {
    let mut pdf = Pdf::new();
    let map = pdf.stream(
        "",
        &b"1 beginbfrange <0000> <ffff> <0041> endbfrange ".repeat(1_000),
    );
    let font = pdf.add(&format!(
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode {map} 0 R /DescendantFonts
         [<< /DW 500 /W [0 99999999999 500 -5 [1 2] 70000 [1]] >>] >>"
    ));
    let contents = pdf.stream("", b"BT /T 12 Tf 100 700 Td <0000> Tj ET");
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    assert_eq!(flat(&pdf.finish()), "A");
}

#[test]
fn numbers_out_of_all_bounds_place_nothing() {
    let far = "99999999999999999999999999999999999999999999999999";
    let content = format!(
        "q {far} 0 0 {far} {far} {far} cm BT /F {far} Tf {far} {far} Td <0041> Tj ET 0 0 {far} {far} re S Q {}",
        text(100.0, 700.0, "gần đây")
    );
    assert_eq!(flat(&one_page(&content)), "gần đây");
}

#[test]
fn a_file_cut_anywhere_or_with_flipped_bytes_comes_back() {
    let mut pdf = Pdf::new();
    pdf.page(
        &(text(100.0, 700.0, "Kế hoạch") + &"0 0 m 9 0 l S ".repeat(50)),
        "/Annots [<< /Subtype /Widget >>]",
    );
    let packed = deflate(text(100.0, 700.0, "nén").as_bytes());
    let contents = pdf.stream("/Filter /FlateDecode", &packed);
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << {FONTS} >>"
    ));
    let file = pdf.finish();
    for cut in (0..file.len()).step_by(97) {
        read(&file[..cut], &unread_pictures());
    }
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..150 {
        let mut broken = file.clone();
        for _ in 0..12 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let at = random as usize % broken.len();
            broken[at] = (random >> 32) as u8;
        }
        read(&broken, &unread_pictures());
    }
}

#[test]
fn more_pages_than_allowed_are_said_so() {
    let mut pdf = Pdf::new();
    for page in 0..120 {
        pdf.page(&text(100.0, 700.0, &format!("Điều {page}. Nội dung")), "");
    }
    let document = read(&pdf.finish(), &small_limits());
    assert_eq!((document.pages, codes(&document)), (100, vec!["pdf_limit"]));
}

#[test]
fn letters_without_meaning_are_said_so() {
    let mut pdf = Pdf::new();
    let font = pdf.add(
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /BaseFont /X
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /DW 500 >>] >>",
    );
    let contents = pdf.stream(
        "",
        format!("BT /T 12 Tf 100 700 Td <{}> Tj ET", "0005".repeat(80)).as_bytes(),
    );
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
    ));
    assert_eq!(
        codes(&read(&pdf.finish(), &unread_pictures())),
        ["no_text", "pdf_unmapped_text"]
    );
}

#[test]
fn a_file_without_pages_is_a_failure() {
    let mut pdf = Pdf::new();
    pdf.add("<< >>");
    let document = read(&pdf.finish(), &unread_pictures());
    assert_eq!((document.pages, codes(&document)), (0, vec!["pdf_damaged"]));
}

#[test]
fn letters_drawn_as_outlines_are_a_page_that_was_not_read() {
    let mut pdf = Pdf::new();
    let outlines = "100 700 m 110 700 120 710 120 720 c f ".repeat(400);
    pdf.page(&outlines, "");
    let document = read(&pdf.finish(), &unread_pictures());
    assert_eq!(codes(&document), ["no_text", "pdf_no_text"]);
}
