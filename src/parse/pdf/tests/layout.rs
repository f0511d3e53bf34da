//! Halves, paragraphs, tables, stamps: is the text in the right order and of the right kind.

use super::build::{Pdf, bold, hex, one_page, paragraph, rule, show, text, width};
use super::{check, check_kinds, read, unread_pictures};
use crate::text::Place;

/// Text whose middle is at `x`.
fn centered(x: f32, y: f32, words: &str) -> String {
    bold(x - width(words) / 2.0, y, words)
}

const BODY: &str = "Căn cứ chương trình công tác năm và tình hình thực tế của địa phương, cơ quan ban hành \
    kế hoạch với những nội dung dưới đây để các đơn vị cùng thực hiện trong cả năm.";

fn letterhead() -> String {
    [
        centered(150.0, 740.0, "ỦY BAN NHÂN DÂN"),
        centered(420.0, 740.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centered(150.0, 724.0, "XÃ HÒA BÌNH"),
        centered(420.0, 724.0, "Độc lập - Tự do - Hạnh phúc"),
        text(110.0, 700.0, "Số:       /KH-UBND"),
        text(330.0, 700.0, "Hòa Bình, ngày     tháng 7 năm 2026"),
        centered(300.0, 660.0, "KẾ HOẠCH"),
    ]
    .concat()
}

#[test]
fn a_letterhead_is_read_half_by_half_and_the_title_is_not_part_of_it() {
    let (body, _) = paragraph(60.0, 630.0, 80, BODY);
    check_kinds(
        &one_page(&(letterhead() + &body)),
        &format!(
            "P<b ỦY BAN NHÂN DÂN
             P<b XÃ HÒA BÌNH
             P< Số: /KH-UBND
             P>b CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
             P>b Độc lập - Tự do - Hạnh phúc
             P> Hòa Bình, ngày tháng 7 năm 2026
             P=b KẾ HOẠCH
             P {BODY}"
        ),
    );
}

#[test]
fn halves_with_a_narrow_gutter_are_told_by_the_order_of_writing() {
    let content = [
        bold(60.0, 740.0, "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH"),
        bold(84.0, 724.0, "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        bold(
            60.0 + width("ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH") + 8.0,
            740.0,
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        ),
        bold(272.0, 724.0, "Độc lập - Tự do - Hạnh phúc"),
    ]
    .concat();
    let (body, _) = paragraph(60.0, 630.0, 80, BODY);
    check_kinds(
        &one_page(&(content + &body)),
        &format!(
            "P<b ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH SỞ GIÁO DỤC VÀ ĐÀO TẠO
             P>b CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
             P>b Độc lập - Tự do - Hạnh phúc
             P {BODY}"
        ),
    );
}

#[test]
fn a_signature_block_has_two_halves() {
    let (body, y) = paragraph(60.0, 700.0, 80, BODY);
    let block = [
        centered(430.0, y - 10.0, "TM. ỦY BAN NHÂN DÂN"),
        bold(60.0, y - 18.0, "Nơi nhận:"),
        centered(430.0, y - 26.0, "CHỦ TỊCH"),
        text(60.0, y - 34.0, "- Như trên;"),
        text(60.0, y - 50.0, "- Lưu: VT."),
        centered(430.0, y - 110.0, "Nguyễn Văn A"),
    ]
    .concat();
    check_kinds(
        &one_page(&(body + &block)),
        &format!(
            "P {BODY}
             P<b Nơi nhận:
             P< - Như trên;
             P< - Lưu: VT.
             P>b TM. ỦY BAN NHÂN DÂN
             P>b CHỦ TỊCH
             P>b Nguyễn Văn A"
        ),
    );
}

/// A signature widget over `rect` whose appearance is `content`, in levels as signing tools write it.
fn stamp(pdf: &mut Pdf, rect: [f32; 4], content: &str) -> usize {
    let [x0, y0, x1, y1] = rect;
    let bounds = format!("/BBox [0 0 {} {}]", x1 - x0, y1 - y0);
    let form = "/Type /XObject /Subtype /Form";
    let blank = pdf.stream(&format!("{form} {bounds}"), b"% DSBlank");
    let text = pdf.stream(
        &format!("{form} {bounds} /Resources << {} >>", super::build::FONTS),
        content.as_bytes(),
    );
    let layers = pdf.stream(
        &format!("{form} {bounds} /Resources << /XObject << /n0 {blank} 0 R /n2 {text} 0 R >> >>"),
        b"q 1 0 0 1 0 0 cm /n0 Do Q q 1 0 0 1 0 0 cm /n2 Do Q",
    );
    let outer = pdf.stream(
        &format!("{form} {bounds} /Resources << /XObject << /FRM {layers} 0 R >> >>"),
        b"q 1 0 0 1 0 0 cm /FRM Do Q",
    );
    pdf.add(&format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /Rect [{x0} {y0} {x1} {y1}]
         /AP << /N {outer} 0 R >> >>"
    ))
}

fn stamped(content: &str, stamps: &[([f32; 4], &str)]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let numbers: Vec<String> = stamps
        .iter()
        .map(|(rect, drawn)| format!("{} 0 R", stamp(&mut pdf, *rect, drawn)))
        .collect();
    pdf.page(content, &format!("/Annots [{}]", numbers.join(" ")));
    pdf.finish()
}

#[test]
fn number_and_date_stamps_go_into_their_blanks() {
    let content =
        text(110.0, 700.0, "Số:       /KH-UBND") + &text(110.0, 600.0, "ngày     tháng 7 năm 2026");
    // Seven blanks of 6 points between "Số:" and "/KH"; the stamp is a little higher than the line.
    let number = text(2.0, 6.0, "12345");
    let day = text(0.0, 4.0, "02");
    let file = stamped(
        &content,
        &[
            ([131.0, 697.0, 171.0, 717.0], &number),
            ([140.0, 596.0, 160.0, 616.0], &day),
        ],
    );
    check(&file, "Số: 12345 /KH-UBND\nngày 02 tháng 7 năm 2026");
    let document = read(&file, &unread_pictures());
    let is_stamp = |text: &str| {
        let start = document.text.find(text).unwrap_or_default();
        let span = crate::text::Span::new(start, start + text.len());
        let place = document.text.places(span).next();
        matches!(place, Some(Place::Page { stamp: true, .. }))
    };
    assert!(is_stamp("12345") && is_stamp("02") && !is_stamp("/KH-UBND"));
}

#[test]
fn a_stamp_against_the_symbol_leaves_no_blank() {
    let content = text(110.0, 700.0, "Số:     /KH-UBND");
    let file = stamped(
        &content,
        &[([131.0, 696.0, 158.0, 716.0], &text(3.0, 4.0, "6791"))],
    );
    check(&file, "Số: 6791/KH-UBND");
}

#[test]
fn a_stamp_over_dots_or_a_printed_digit_replaces_them() {
    let content = text(110.0, 700.0, "Số: ......../KH-UBND")
        + &text(110.0, 600.0, "ngày 11 tháng 4 năm 2026");
    let file = stamped(
        &content,
        &[
            ([136.0, 696.0, 170.0, 716.0], &text(0.0, 4.0, "6791")),
            ([190.0, 600.0, 210.0, 616.0], &text(3.0, 3.0, "5")),
        ],
    );
    check_kinds(
        &file,
        "P Số: 6791 /KH-UBND
         P ngày 11 tháng 5 năm 2026
         F ........ 4",
    );
}

#[test]
fn a_signature_text_is_no_text_of_the_document() {
    let mut pdf = Pdf::new();
    let image = pdf.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"\x00");
    let words = text(0.0, 20.0, "Người ký: SỞ NỘI VỤ")
        + &text(0.0, 4.0, "Thời gian ký: 02.04.2026 14:24:26");
    let widget = stamp(&mut pdf, [300.0, 700.0, 560.0, 740.0], &words);
    let contents = pdf.stream("", b"q 600 0 0 800 0 0 cm /I Do Q");
    pdf.page_of(&format!(
        "/Contents {contents} 0 R /Resources << /XObject << /I {image} 0 R >> >> /Annots [{widget} 0 R]"
    ));
    let file = pdf.finish();
    check_kinds(
        &file,
        "F Người ký: SỞ NỘI VỤ Thời gian ký: 02.04.2026 14:24:26",
    );
    let document = read(&file, &unread_pictures());
    let codes: Vec<&str> = document
        .diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect();
    assert_eq!(codes, ["no_text", "pdf_no_text"]);
}

#[test]
fn paragraphs_go_on_over_lines_and_pages_without_page_numbers() {
    let words = "Giao các cơ quan chuyên môn căn cứ chức năng, nhiệm vụ được giao rà soát và đề xuất những việc \
        cần làm ngay, báo cáo kết quả trước ngày 15 hằng tháng về cơ quan đầu mối để tổng hợp chung.";
    let (first, y) = paragraph(60.0, 120.0, 80, words);
    assert!(y < 100.0);
    let cut = first
        .find("BT")
        .and_then(|start| first[start + 1..].find("BT").map(|next| start + 1 + next));
    let (top, rest) = first.split_at(cut.unwrap_or(first.len()));
    let (before, _) = paragraph(60.0, 300.0, 80, BODY);
    let moved = format!("1 0 0 1 0 620 cm {rest}");
    let mut pdf = Pdf::new();
    pdf.page(&(before + top), "");
    pdf.page(&(text(297.0, 770.0, "2") + &moved), "");
    check_kinds(&pdf.finish(), &format!("P {BODY}\nP {words}\nF 2"));
}

#[test]
fn numbers_broken_at_a_line_end_are_whole() {
    let words = "Thực hiện Quyết định của cơ quan cấp trên về việc ban hành kế hoạch, số 2257/QĐ-";
    let content = text(60.0, 700.0, words)
        + &text(
            60.0,
            684.0,
            "UBND ngày 28 tháng 11 năm 2023 và các văn bản có liên quan của địa phương, nhé",
        );
    check(
        &one_page(&content),
        "Thực hiện Quyết định của cơ quan cấp trên về việc ban hành kế hoạch, số 2257/QĐ-UBND ngày 28 \
         tháng 11 năm 2023 và các văn bản có liên quan của địa phương, nhé",
    );
}

/// A table of three columns; the first column of rows 1 and 2 is one cell.
fn table(top: f32, rows: &[[&str; 3]], is_joined: bool) -> String {
    let xs = [60.0, 120.0, 330.0, 540.0];
    let mut content = String::new();
    let height = 20.0;
    for row in 0..=rows.len() {
        let y = top - row as f32 * height;
        let from = if is_joined && row == 2 { xs[1] } else { xs[0] };
        content += &rule(from, y, xs[3] - from, 0.5);
    }
    for x in xs {
        content += &rule(
            x,
            top - rows.len() as f32 * height,
            0.5,
            rows.len() as f32 * height,
        );
    }
    for (row, cells) in rows.iter().enumerate() {
        for (column, words) in cells.iter().enumerate() {
            let y = top - row as f32 * height - 14.0;
            let draw = if row == 0 { bold } else { text };
            content += &draw(xs[column] + 5.0, y, words);
        }
    }
    content
}

#[test]
fn a_ruled_table_has_cells_and_spans() {
    let rows = [
        ["TT", "Nội dung", "Thời hạn"],
        ["1", "Rà soát", "Quý I"],
        ["", "Báo cáo", "Quý II"],
    ];
    let file = one_page(&table(700.0, &rows, true));
    check_kinds(
        &file,
        "T0,0b TT
         T0,1b Nội dung
         T0,2b Thời hạn
         T1,0+2x1 1
         T1,1 Rà soát
         T1,2 Quý I
         T2,1 Báo cáo
         T2,2 Quý II",
    );
    let document = read(&file, &unread_pictures());
    assert_eq!(
        &*document.text,
        "TT\tNội dung\tThời hạn\n1\tRà soát\tQuý I\nBáo cáo\tQuý II"
    );
    assert_eq!(document.tables[0].header_rows, 1);
}

#[test]
fn a_table_goes_on_over_a_page_and_drops_its_repeated_heading() {
    let head = ["TT", "Nội dung", "Thời hạn"];
    let mut pdf = Pdf::new();
    pdf.page(&table(120.0, &[head, ["1", "Rà soát", "Quý I"]], false), "");
    pdf.page(
        &(text(297.0, 770.0, "2") + &table(740.0, &[head, ["2", "Báo cáo", "Quý II"]], false)),
        "",
    );
    let file = pdf.finish();
    check_kinds(
        &file,
        "T0,0b TT
         T0,1b Nội dung
         T0,2b Thời hạn
         T1,0 1
         T1,1 Rà soát
         T1,2 Quý I
         T2,0 2
         T2,1 Báo cáo
         T2,2 Quý II
         F 2
         Fb TT
         Fb Nội dung
         Fb Thời hạn",
    );
    let document = read(&file, &unread_pictures());
    assert_eq!((document.tables.len(), document.tables[0].rows), (1, 3));
}

#[test]
fn rules_that_cut_words_make_no_table() {
    let mut content = String::new();
    for column in 0..6 {
        content += &rule(60.0 + column as f32 * 37.0, 600.0, 0.5, 100.0);
    }
    for row in 0..6 {
        content += &rule(60.0, 600.0 + row as f32 * 20.0, 185.0, 0.5);
    }
    for line in 0..4 {
        content += &text(
            70.0,
            686.0 - line as f32 * 20.0,
            "biểu đồ tăng trưởng kinh tế",
        );
    }
    let document = read(&one_page(&content), &unread_pictures());
    assert!(document.tables.is_empty());
    assert!(document.text.contains("biểu đồ tăng trưởng kinh tế"));
}

#[test]
fn notes_stand_apart_from_the_text_they_end() {
    let (body, _) = paragraph(60.0, 700.0, 80, BODY);
    let notes = [
        rule(60.0, 120.0, 144.0, 0.5),
        show("F", 6.5, 60.0, 110.0, "1"),
        show("F", 10.0, 66.0, 106.0, "Luật số 42/2024/QH15."),
        show("F", 6.5, 60.0, 98.0, "2"),
        show("F", 10.0, 66.0, 94.0, "Nghị định số 105/2025/NĐ-CP."),
    ]
    .concat();
    check_kinds(
        &one_page(&(body + &notes)),
        &format!("P {BODY}\nN ¹ Luật số 42/2024/QH15.\nN ² Nghị định số 105/2025/NĐ-CP."),
    );
}

#[test]
fn a_watermark_is_furniture() {
    let (body, _) = paragraph(60.0, 700.0, 80, BODY);
    let mark = format!(
        "BT /B 60 Tf 0.7 0.7 -0.7 0.7 150 200 Tm <{}> Tj ET",
        hex("DỰ THẢO")
    ) + "\n";
    check_kinds(&one_page(&(mark + &body)), &format!("P {BODY}\nFb DỰ THẢO"));
}

#[test]
fn stamps_with_nothing_under_them_are_blocks_of_their_own() {
    let number = ([130.0, 700.0, 170.0, 720.0], text(0.0, 4.0, "6791"));
    let day = ([380.0, 700.0, 400.0, 720.0], text(0.0, 4.0, "02"));
    let file = stamped("", &[(number.0, &number.1), (day.0, &day.1)]);
    check_kinds(&file, "P 6791\nP 02");
}
