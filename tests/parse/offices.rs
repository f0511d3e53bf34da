//! Workbooks, OpenDocument texts and binary Word files, written here by the smallest writers that do.

use kehoach::parse::{Document, Hint, Limits, TextSource, parse};

use super::legacy::package;
use super::{outline, read};

mod binary;

#[track_caller]
fn check(document: &Document, expected: &str) {
    let expected: String = expected
        .lines()
        .map(|line| format!("{}\n", line.trim()))
        .collect();
    assert_eq!(outline(document), expected.trim_start_matches('\n'));
}

/// A letterhead, a ruled table with merged cells, a signature: how an annex is typed in Excel.
fn workbook() -> Vec<u8> {
    use rust_xlsxwriter::{Format, FormatBorder, Workbook};
    let mut book = Workbook::new();
    let ruled = Format::new().set_border(FormatBorder::Thin);
    let date = ruled.clone().set_num_format("dd/mm/yyyy");
    let share = ruled.clone().set_num_format("0%");
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    let mut write = || -> Result<(), rust_xlsxwriter::XlsxError> {
        sheet
            .write(0, 0, "UBND TỈNH A")?
            .write(0, 4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")?;
        sheet.write_with_format(2, 0, "PHỤ LỤC", &bold)?;
        sheet.merge_range(3, 0, 4, 0, "TT", &ruled)?;
        sheet.merge_range(3, 1, 3, 2, "Nhiệm vụ", &ruled)?;
        sheet
            .write_with_format(3, 3, "Thời hạn", &ruled)?
            .write_with_format(3, 4, "Tỷ lệ", &ruled)?;
        sheet
            .write_with_format(4, 1, "Nội dung", &ruled)?
            .write_with_format(4, 2, "Chủ trì", &ruled)?;
        sheet
            .write_with_format(5, 0, 1, &ruled)?
            .write_with_format(5, 1, "Rà soát", &ruled)?;
        sheet.write_with_format(5, 2, "Sở Nội vụ", &ruled)?;
        sheet
            .write_with_format(5, 3, 44_229, &date)?
            .write_with_format(5, 4, 0.3, &share)?;
        sheet.write(8, 4, "GIÁM ĐỐC")?;
        Ok(())
    };
    write().expect("a sheet");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_workbook_is_a_letterhead_a_table_and_a_signature() {
    check(
        &read(&workbook()),
        "para left | UBND TỈNH A
        para right | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        para bold | PHỤ LỤC
        table 3x5 heads 2
        cell 0,0 spans 2x1 | TT
        cell 0,1 spans 1x2 | Nhiệm vụ
        cell 0,3 | Thời hạn
        cell 0,4 | Tỷ lệ
        cell 1,1 | Nội dung
        cell 1,2 | Chủ trì
        cell 2,0 | 1
        cell 2,1 | Rà soát
        cell 2,2 | Sở Nội vụ
        cell 2,3 | 02/02/2021
        cell 2,4 | 30%
        para | GIÁM ĐỐC",
    );
}

/// The parts of a workbook with one sheet.
fn sheet_package(sheet: &str, strings: &str, styles: &str) -> Vec<u8> {
    package(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name='Biểu 1' r:id='r1'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='r1' Target='worksheets/sheet1.xml'/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
    ])
}

#[test]
fn cells_in_the_last_column_and_row_cost_no_more_than_others() {
    let cell = |name: &str| format!("<c r='{name}' t='inlineStr'><is><t>ô {name}</t></is></c>");
    let sheet = format!(
        "<worksheet><sheetData><row r='1'>{}{}</row><row r='1048576'>{}{}</row></sheetData>\
         <mergeCells><mergeCell ref='A1:XFD1048576'/><mergeCell ref='B2'/><mergeCell ref='ZZZZ1:A9'/></mergeCells></worksheet>",
        cell("A1"),
        cell("XFD1"),
        cell("A1048576"),
        cell("XFD1048576"),
    );
    let document = read(&sheet_package(&sheet, "", ""));
    assert!(document.text.contains("ô A1") && document.text.contains("ô XFD1048576"));
}

#[test]
fn a_sheet_with_too_much_text_is_cut_and_says_so() {
    let cells: String = (1..200)
        .map(|row| format!("<row r='{row}'><c t='s'><v>0</v></c></row>"))
        .collect();
    let strings = format!("<sst><si><t>{}</t></si></sst>", "chữ ".repeat(500));
    let file = sheet_package(
        &format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"),
        &strings,
        "",
    );
    let limits = Limits {
        text_max: 20_000,
        ..Limits::default()
    };
    let document = parse(&file, &Hint::default(), &limits);
    assert!(document.text.len() <= 20_000);
    assert!(
        document
            .diagnostics
            .iter()
            .any(|found| found.code == "sheet_too_large")
    );
}

#[test]
fn a_workbook_in_an_old_font_is_read_by_the_font_of_each_run() {
    let strings = "<sst><si><r><rPr><rFont val='.VnTimeH'/></rPr><t>quyÕt</t></r><r><rPr><rFont val='Arial'/></rPr>\
        <t xml:space='preserve'> Đã là</t></r></si><si><t>kÕ ho¹ch</t></si></sst>";
    let styles = "<styleSheet><fonts><font><name val='.VnTime'/></font></fonts><cellXfs><xf fontId='0'/></cellXfs></styleSheet>";
    let sheet = "<worksheet><sheetData><row><c t='s' s='0'><v>0</v></c></row><row><c t='s' s='0'><v>1</v></c></row></sheetData></worksheet>";
    let document = read(&sheet_package(sheet, strings, styles));
    assert_eq!(document.text.as_str(), "QUYẾT Đã là\nkế hoạch");
    assert_eq!(document.quality.source, TextSource::LegacyCharset);
}

fn odt_parts() -> [(&'static str, &'static str); 3] {
    let content = "<office:document-content><office:automatic-styles>
        <style:style style:name='P1' style:family='paragraph'><style:paragraph-properties fo:text-align='center'/>
          <style:text-properties fo:font-weight='bold'/></style:style>
        <style:style style:name='P2' style:family='paragraph'><style:text-properties style:font-name='.VnTime'/></style:style>
        <style:style style:name='T1' style:family='text'><style:text-properties fo:font-style='italic'/></style:style>
        <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>
          <text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')'/></text:list-style>
        </office:automatic-styles><office:body><office:text>
        <text:tracked-changes><text:p>đã xóa</text:p></text:tracked-changes>
        <text:h text:style-name='P1' text:outline-level='1'>KẾ HOẠCH</text:h>
        <text:p>Thực hiện<text:s text:c='2'/>Nghị quyết<text:note><text:note-citation>1</text:note-citation>
          <text:note-body><text:p>Ghi chú.</text:p></text:note-body></text:note> số &quot;1&quot;<text:line-break/><text:span text:style-name='T1'>dòng hai</text:span></text:p>
        <text:list text:style-name='L1'><text:list-item><text:p>Mục một</text:p><text:list><text:list-item><text:p>Ý một</text:p></text:list-item>
          <text:list-item><text:p>Ý hai</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Mục hai</text:p></text:list-item></text:list>
        <table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned='2'><text:p>Nhiệm vụ</text:p></table:table-cell>
          <table:covered-table-cell/><table:table-cell><text:p>Thời hạn</text:p></table:table-cell></table:table-row></table:table-header-rows>
          <table:table-row><table:table-cell><text:p>Rà soát</text:p></table:table-cell><table:table-cell><text:p>Sở Nội vụ</text:p></table:table-cell>
          <table:table-cell table:number-columns-repeated='1'><text:p>Quý I</text:p></table:table-cell></table:table-row></table:table>
        <text:p text:style-name='P2'>kÕ ho¹ch</text:p>
        </office:text></office:body></office:document-content>";
    let styles = "<office:document-styles><office:master-styles><style:master-page><style:header><text:p>Đầu trang</text:p></style:header>
        </style:master-page></office:master-styles></office:document-styles>";
    [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("styles.xml", styles),
    ]
}

/// The first entry is its uncompressed media type.
pub(super) fn odt(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in parts {
        writer.start_file(*name, stored).expect("an entry");
        writer.write_all(text.as_bytes()).expect("an entry");
    }
    writer.finish().expect("a package").into_inner()
}

#[test]
fn an_opendocument_text_keeps_lists_tables_notes_and_running_heads() {
    check(
        &read(&odt(&odt_parts())),
        "h1 bold centered | KẾ HOẠCH
        para | Thực hiện Nghị quyết số \"1\"
        para italic | dòng hai
        para | 1. Mục một
        para | a) Ý một
        para | b) Ý hai
        para | 2. Mục hai
        table 2x3 heads 1
        cell 0,0 spans 1x2 | Nhiệm vụ
        cell 0,2 | Thời hạn
        cell 1,0 | Rà soát
        cell 1,1 | Sở Nội vụ
        cell 1,2 | Quý I
        para | kế hoạch
        footnote | Ghi chú.
        furniture | Đầu trang
        Note legacy_charset",
    );
}

#[test]
fn an_archive_lists_what_is_in_it() {
    let document = read(&package(&[
        ("ho-so/ke-hoach.pdf", "x"),
        ("ho-so/phu-luc.xls", "y"),
    ]));
    check(
        &document,
        "file ke-hoach.pdf <->
        file phu-luc.xls <->
        Note archive_unpacked",
    );
}

#[test]
fn an_old_workbook_keeps_fonts_spans_dates_and_strings_cut_by_records() {
    check(
        &read(&binary::xls()),
        "para bold | QUYẾT ĐỊNH
        table 2x3 heads 1
        cell 0,0 | TT
        cell 0,1 spans 1x2 | Kế hoạch, cải cách
        cell 1,0 | 1
        cell 1,1 | 02/02/2021
        cell 1,2 | 1,5
        Note legacy_charset",
    );
}

#[test]
fn a_binary_word_file_keeps_fonts_weights_and_list_labels() {
    check(
        &read(&binary::doc()),
        "h1 bold centered | QUYẾT ĐỊNH
        para | Điều 1. Kế hoạch cải cách
        para | Điều 2. Nhà nước và hành chính
        Note legacy_charset",
    );
}

#[test]
fn damaged_files_of_every_kind_never_stop_a_reader() {
    let rtf = std::fs::read("fixtures/parse/van-ban.rtf").expect("a fixture");
    let seeds = [
        binary::xls(),
        binary::doc(),
        workbook(),
        odt(&odt_parts()),
        rtf,
    ];
    let mut seed = 20_210_202_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    for round in 0..2_000 {
        let mut file = seeds[round % seeds.len()].clone();
        for _ in 0..1 << random(7) {
            let at = random(file.len());
            file[at] = match random(4) {
                0 => 0,
                1 => 0xFF,
                2 => file[at] ^ (1 << random(8)),
                _ => random(256) as u8,
            };
        }
        if random(5) == 0 {
            file.truncate(random(file.len()));
        }
        let document = read(&file);
        assert!(
            document
                .diagnostics
                .iter()
                .all(|found| found.code != "reader_panicked"),
            "round {round}"
        );
    }
}
