//! Documents as `parse` lays them out: pages and texts with their expected outline side by side.

mod exports;
mod legacy;
mod offices;
mod scan;
mod shown;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use kehoach::parse::{BlockKind, Column, Document, Hint, Limits, parse};

/// One line per block, then what stands beside the text.
fn outline(document: &Document) -> String {
    let mut lines = String::new();
    let mut last_row = None;
    for block in &document.blocks {
        let text = &document.text[block.span.range()];
        let mut name = match block.kind {
            BlockKind::Paragraph => "para".to_owned(),
            BlockKind::Heading { level } => format!("h{level}"),
            BlockKind::Cell { table, cell } => {
                let cell = &document.tables[table as usize].cells[cell as usize];
                let row = (table, cell.row);
                if last_row.replace(row).map(|(table, _)| table) != Some(table) {
                    let grid = &document.tables[table as usize];
                    let (rows, columns, heads) = (grid.rows, grid.columns, grid.header_rows);
                    let _ = writeln!(lines, "table {rows}x{columns} heads {heads}");
                }
                let mut name = format!("cell {},{}", cell.row, cell.column);
                if cell.row_span > 1 || cell.column_span > 1 {
                    let _ = write!(name, " spans {}x{}", cell.row_span, cell.column_span);
                }
                name
            }
            BlockKind::Footnote => "footnote".to_owned(),
            BlockKind::Furniture => "furniture".to_owned(),
            BlockKind::Page => "page".to_owned(),
        };
        match block.style.column {
            Column::Whole => {}
            Column::Left => name.push_str(" left"),
            Column::Right => name.push_str(" right"),
        }
        for (set, mark) in [
            (block.style.bold, " bold"),
            (block.style.italic, " italic"),
            (block.style.centered, " centered"),
        ] {
            name.push_str(if set { mark } else { "" });
        }
        let _ = writeln!(lines, "{name} | {text}");
    }
    if let Some(headline) = document.headline {
        let _ = writeln!(lines, "headline = {}", &document.text[headline.range()]);
    }
    for field in &document.fields {
        let value = &document.text[field.value.range()];
        let _ = writeln!(lines, "field {} = {value}", field.label);
    }
    for attachment in &document.attachments {
        let url = attachment.url.as_ref().map_or("-", |url| url.as_str());
        let _ = writeln!(lines, "file {} <{url}>", attachment.name);
    }
    for diagnostic in &document.diagnostics {
        let _ = writeln!(lines, "{:?} {}", diagnostic.severity, diagnostic.code);
    }
    lines
}

/// Compares a fixture with the outline beside it; a missing outline is written and fails.
#[track_caller]
fn check(name: &str) {
    let path = Path::new("fixtures/parse").join(name);
    let bytes = std::fs::read(&path).expect("a fixture can be read");
    let found = outline(&read(&bytes));
    let expected_path = path.with_extension(format!(
        "{}.outline",
        path.extension().unwrap_or_default().to_string_lossy()
    ));
    let Ok(expected) = std::fs::read_to_string(&expected_path) else {
        std::fs::write(&expected_path, &found).expect("an outline can be written");
        panic!("{} was written: review it", expected_path.display());
    };
    assert_eq!(found, expected, "{name}");
}

fn read(bytes: &[u8]) -> Document {
    let base = url::Url::parse("https://vi-du.gov.vn/tin/trang.html").expect("a URL");
    let hint = Hint {
        base: Some(&base),
        ..Hint::default()
    };
    parse(bytes, &hint, &Limits::default())
}

/// Files of the real documents kept outside the project, if they are here.
fn real(folder: &str) -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("KEHOACH_REAL") else {
        eprintln!("bỏ qua: KEHOACH_REAL không được đặt");
        return Vec::new();
    };
    files(&Path::new(&root).join(folder), "")
}

/// All files under a folder with that extension (any, if it is empty), in order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if extension.is_empty() || path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn an_article_is_read_without_what_the_portal_puts_round_it() {
    check("tandan-bai-viet.html");
}

#[test]
fn attributes_are_found_by_their_labels_and_facets_are_not() {
    check("bang-thuoc-tinh.html");
}

#[test]
fn merged_cells_lists_and_signature_blocks_keep_their_shape() {
    check("bang-gop-o.html");
}

#[test]
fn a_section_that_word_turned_on_its_side_is_part_of_the_document() {
    check("word-phan-ngang.html");
}

#[test]
fn an_error_page_with_status_200_is_not_a_document() {
    check("trang-loi.html");
    check("trang-kiem-tra.html");
}

#[test]
fn a_page_saved_as_text_is_told_from_its_furniture() {
    check("trang-luu.txt");
}

#[test]
fn a_typed_document_keeps_columns_headings_and_tables() {
    check("van-ban.txt");
}

#[test]
fn a_text_broken_inside_its_paragraphs_is_joined_and_its_bars_and_tabs_are_tables() {
    check("van-ban-ngat-dong.txt");
    check("van-ban-vach-dung.txt");
    check("van-ban-dau-nhan.txt");
    check("van-ban-nhan.txt");
    check("van-ban-o-xuong-dong.txt");
    check("van-ban-dau-tab.txt");
}

#[test]
fn rich_text_keeps_tables_notes_and_running_heads() {
    check("van-ban.rtf");
}

mod places {
    //! Every letter can be pointed at in the file.

    use kehoach::parse::{BlockKind, Document};
    use kehoach::text::Place;
    use proptest::prelude::*;

    use super::{files, read, real};

    /// Verbatim runs are the file's own bytes; blocks follow each other and cover the text.
    #[track_caller]
    fn check(name: &str, bytes: &[u8], document: &Document) {
        let text = document.text.as_str();
        for run in document.text.runs() {
            let Place::Bytes(place) = run.place else {
                continue;
            };
            assert!(
                place.range().end <= bytes.len(),
                "{name}: a place beyond the file"
            );
            if !run.verbatim {
                continue;
            }
            let there = String::from_utf8_lossy(&bytes[place.range()]);
            let clean = &text[run.clean.range()];
            let same = there
                .chars()
                .zip(clean.chars())
                .all(|(a, b)| a == b || a.is_whitespace() && b == ' ');
            assert!(
                same && there.len() == clean.len(),
                "{name}: {clean:?} is not {there:?}"
            );
        }
        let mut end = 0;
        for block in &document.blocks {
            let range = block.span.range();
            assert!(
                end <= range.start && text.is_char_boundary(range.start),
                "{name}: {block:?}"
            );
            let between = &text[end..range.start];
            assert!(
                between.chars().all(|c| matches!(c, '\n' | '\t')),
                "{name}: {between:?}"
            );
            if let BlockKind::Cell { table, cell } = block.kind {
                let cell = &document.tables[table as usize].cells[cell as usize];
                assert!(
                    cell.span.contains(block.span),
                    "{name}: a block outside its cell"
                );
            }
            end = range.end;
        }
        assert!(text[end..].is_empty(), "{name}: text after the last block");
    }

    /// List labels that a browser counts have no place.
    const LABELS: usize = 4;

    /// Letters that have a place in the file, of all that are not separators.
    fn placed(document: &Document) -> (usize, usize) {
        let (mut placed, mut all) = (0, 0);
        for run in document.text.runs() {
            let letters = document.text[run.clean.range()]
                .chars()
                .filter(|c| c.is_alphanumeric())
                .count();
            all += letters;
            placed += if run.place == Place::Made { 0 } else { letters };
        }
        (placed, all)
    }

    #[test]
    fn every_letter_of_the_corpus_and_of_real_pages_has_its_bytes() {
        let corpus = files(std::path::Path::new("corpus/portals"), "html");
        let fixtures = files(std::path::Path::new("fixtures/parse"), "html");
        for path in [corpus, fixtures, real("seeds"), real("real/html")].concat() {
            let name = path.display().to_string();
            let bytes = std::fs::read(&path).expect("a file can be read");
            let document = read(&bytes);
            check(&name, &bytes, &document);
            let (placed, all) = placed(&document);
            assert!(
                placed * 1000 + LABELS * 1000 >= all * 999,
                "{name}: {placed} of {all} letters have a place"
            );
        }
    }

    #[test]
    fn a_reference_as_long_as_its_letter_does_not_pass_for_it() {
        let page = "<html><body>Kế hoạch &#0a";
        check(page, page.as_bytes(), &read(page.as_bytes()));
    }

    /// Pieces of markup that are put together at random: legal, misnested, cut off.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "[ a-zA-ZđĐếạờ0-9/.,\\-\n]{0,24}",
            3 => prop::sample::select(vec![
                "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i x='>'>", "<table>", "<tr>", "<td>",
                "</td>", "</tr>", "</table>", "<br>", "<li>", "<ul>", "</ul>", "<!-- x > -->", "<h1>", "</h1>",
                "<script>if (a<b) {}</script>", "<textarea>", "</textarea>", "<pre>\n", "</pre>", "<a href=x>",
                "</a>", "<", "</", "<!", "<p class\"q\">", "<select>", "<option>", "</select>", "<svg>", "</svg>",
            ]).prop_map(str::to_owned),
            2 => prop::sample::select(vec![
                "&nbsp;", "&amp;", "&agrave;", "&agrave", "&#x1EBF;", "&#7871;", "&#150;", "&lt;", "&bogus;", "&",
                "&#", "&amp;nbsp;", "e\u{302}\u{301}", "\u{200b}", "\u{feff}", "\0", "\r\n", "\t",
            ]).prop_map(str::to_owned),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300,
            failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(20_210_202),
            ..ProptestConfig::default() })]

        #[test]
        fn any_markup_maps_back_to_its_bytes(pieces in prop::collection::vec(piece(), 0..40)) {
            let page = format!("<html><body>{}", pieces.concat());
            check(&page, page.as_bytes(), &read(page.as_bytes()));
        }

        #[test]
        fn any_text_maps_back_to_its_bytes(text in "([ a-z*_#|\\\\\\-đếạ0-9:.]{0,30}\n){0,12}") {
            check(&text, text.as_bytes(), &read(text.as_bytes()));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), head in 0..6_usize) {
            let heads: [&[u8]; 6] = [b"", b"<html>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"\xff\xfe"];
            let file = [heads[head], &bytes].concat();
            let document = read(&file);
            prop_assert!(document.diagnostics.iter().all(|found| found.code != "reader_panicked"));
        }
    }
}

mod hostile {
    //! Files made to break a reader end as a document with diagnostics, in time.

    use std::io::Write;
    use std::time::Duration;

    use kehoach::parse::{Document, Hint, Limits, MediaType, parse};

    use super::{files, read};

    /// Of this thread's own work in a debug build, whatever else the machine does; a release build
    /// needs a tenth.
    const SECONDS_MAX: u64 = 20;

    /// What this thread has worked so far.
    fn worked() -> Duration {
        let mut time = libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // SAFETY: the call writes one timespec, which is ours.
        unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
        Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
    }

    #[track_caller]
    fn check(name: &str, bytes: &[u8], code: Option<&str>) -> Document {
        let start = worked();
        let document = read(bytes);
        let codes: Vec<&str> = document
            .diagnostics
            .iter()
            .map(|found| found.code.as_str())
            .collect();
        let took = worked() - start;
        assert!(took < Duration::from_secs(SECONDS_MAX), "{name}: {took:?}");
        assert!(!codes.contains(&"reader_panicked"), "{name}");
        if let Some(code) = code {
            assert!(codes.contains(&code), "{name}: {codes:?}");
        }
        document
    }

    #[test]
    fn pages_made_to_be_slow_are_read_in_time() {
        check(
            "deep",
            ("<div>".repeat(100_000) + "chữ").as_bytes(),
            Some("nesting_too_deep"),
        );
        let fonts: String = (0..3_000)
            .map(|size| format!("<font size={size}>"))
            .collect();
        check(
            "fonts",
            (fonts + &"<p>chữ".repeat(20_000)).as_bytes(),
            Some("nesting_too_deep"),
        );
        let attributes: String = (0..100_000).map(|name| format!(" a{name}=1")).collect();
        check(
            "attributes",
            format!("<p{attributes}>chữ</p>").as_bytes(),
            Some("nesting_too_deep"),
        );
        check("one line", "kế hoạch ".repeat(800_000).as_bytes(), None);
        check(
            "references",
            format!("<p>{}", "&#x1ED5;".repeat(200_000)).as_bytes(),
            None,
        );
        let stray: String = (0..3_000)
            .map(|n| format!("<tr><td>ô {n}</td></tr>chữ lạc {n}"))
            .collect();
        check(
            "stray text",
            format!("<table>{stray}</table>").as_bytes(),
            None,
        );
        check(
            "spans",
            format!(
                "<table>{}</table>",
                "<tr><td rowspan=65534 colspan=1000>ô".repeat(2_000)
            )
            .as_bytes(),
            None,
        );
        check("open tags", "<a <b <c ".repeat(100_000).as_bytes(), None);
        let nest = |open: &str, close: &str| open.repeat(220) + "chữ" + &close.repeat(220);
        for (open, close) in [
            ("<table><tr><td>", "</td></tr></table>"),
            ("<div class=\"menu tieude\"><p>Số: ", "</p></div>"),
            ("<ul><li><a href=x.pdf>Số ký hiệu</a> ", "</li></ul>"),
        ] {
            check("nested", nest(open, close).repeat(4).as_bytes(), None);
        }
        let label = "<p>Số ký hiệu</p> <b></b>".repeat(4_000);
        check("labels", label.as_bytes(), None);
    }

    #[test]
    fn empty_and_unknown_files_say_what_to_do() {
        check("empty", b"", Some("empty_file"));
        check("blank", b" \r\n\t ", Some("empty_file"));
        check(
            "rar",
            b"Rar!\x1a\x07\x00aaaaaaaa",
            Some("archive_not_unpacked"),
        );
        check(
            "png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            Some("image_damaged"),
        );
        check(
            "zip",
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            Some("archive_empty"),
        );
        check(
            "ole",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off",
            Some("format_not_read"),
        );
    }

    fn docx(body: &str) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        writer
            .start_file("word/document.xml", options)
            .expect("an entry");
        writer.write_all(body.as_bytes()).expect("an entry");
        writer.finish().expect("a package").into_inner()
    }

    #[test]
    fn a_bomb_inflates_no_further_than_its_limit() {
        let bomb = docx(&format!(
            "<w:document><w:p><w:r><w:t>{}",
            "a".repeat(50 << 20)
        ));
        let limits = Limits {
            inflated_max: 1 << 20,
            ..Limits::default()
        };
        let document = parse(&bomb, &Hint::default(), &limits);
        assert_eq!(document.media_type, MediaType::Docx);
        assert!(document.text.len() <= 1 << 20);
        assert!(
            document
                .diagnostics
                .iter()
                .any(|found| found.code == "docx_too_large")
        );
    }

    #[test]
    fn broken_packages_are_read_up_to_the_break() {
        let deep = docx(
            &("<w:p><w:r><w:t>chữ</w:t></w:r></w:p>".to_owned()
                + &"<w:tbl><w:tr><w:tc>".repeat(100_000)),
        );
        assert_eq!(
            check("deep tables", &deep, Some("docx_part_broken"))
                .text
                .as_str(),
            "chữ"
        );
        let whole = docx("<w:p><w:r><w:t>chữ</w:t></w:r></w:p>");
        check(
            "cut package",
            &whole[..whole.len() / 2],
            Some("docx_broken"),
        );
    }

    /// Cuts and flips bytes of good files, the same ones every time.
    #[test]
    fn damaged_files_are_read_without_a_panic() {
        let mut seed = 0x2545_F491_4F6C_DD1D_u64;
        let mut random = move |below: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below.max(1) as u64) as usize
        };
        let portals = std::path::Path::new("corpus/portals");
        let good = [
            files(portals, "docx"),
            files(portals, "html"),
            super::real("real/doc"),
            super::real("real/docx"),
        ]
        .concat();
        for path in good.iter().step_by(3) {
            let bytes = std::fs::read(path).expect("a file can be read");
            for round in 0..6 {
                let mut damaged = bytes.clone();
                for _ in 0..1 << round {
                    let at = random(damaged.len());
                    damaged[at] = random(256) as u8;
                }
                if round % 2 == 1 {
                    damaged.truncate(random(bytes.len()));
                }
                check(&path.display().to_string(), &damaged, None);
            }
        }
    }
}

/// What the authored sources of the corpus say, against what is read of the files made from them.
mod corpus {
    use std::collections::HashMap;
    use std::fs;
    use std::path::Path;

    use kehoach::parse::{BlockKind, Document, Hint, Limits, parse};

    use super::files;

    struct Source {
        name: String,
        form: String,
        lines: Vec<String>,
    }

    #[derive(Default)]
    struct Tally {
        written: usize,
        found: usize,
        read: usize,
        strange: Vec<String>,
        lost: Vec<String>,
    }

    fn sources() -> Vec<Source> {
        let mut found = Vec::new();
        for path in files(Path::new("corpus/sources"), "txt") {
            let text = fs::read_to_string(&path).expect("a source can be read");
            let (front, body) = text
                .split_once("\n---\n")
                .expect("a source has front matter");
            let key = |name: &str| {
                let line = front.lines().find_map(|line| line.strip_prefix(name));
                line.map(|value| value.trim().to_owned())
                    .unwrap_or_default()
            };
            found.push(Source {
                name: key("file:"),
                form: key("form:"),
                lines: body.lines().flat_map(units).collect(),
            });
        }
        found
    }

    /// The paragraphs a line of a source stands for: halves of the letterhead, cells of a row.
    fn units(line: &str) -> Vec<String> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return Vec::new();
        }
        let line = line
            .strip_prefix("[^")
            .and_then(|note| note.split_once("]:"))
            .map_or(line, |(_, note)| note);
        let parts = line.split('|').map(normal);
        parts
            .filter(|part| !part.is_empty() && !["^", "<"].contains(&part.as_str()))
            .collect()
    }

    /// Footnote marks, list dashes and white space do not count.
    fn normal(text: &str) -> String {
        let mut text = text.to_owned();
        while let Some(at) = text.find('[') {
            let end = text[at..].find(']').map_or(text.len(), |len| at + len + 1);
            text.replace_range(at..end, "");
        }
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = kehoach::text::clean(&text).as_str().to_owned();
        text.trim_start_matches(['-', '+'])
            .trim_start_matches(char::is_numeric)
            .trim_end_matches(char::is_numeric)
            .to_owned()
    }

    fn is_readable(kind: BlockKind) -> bool {
        !matches!(kind, BlockKind::Page | BlockKind::Furniture)
    }

    fn compare(source: &Source, document: &Document) -> Tally {
        let mut left: HashMap<&str, usize> = HashMap::new();
        for line in &source.lines {
            *left.entry(line).or_default() += 1;
        }
        let mut tally = Tally {
            written: source.lines.len(),
            ..Tally::default()
        };
        for block in document
            .blocks
            .iter()
            .filter(|block| is_readable(block.kind))
        {
            let text = normal(&document.text[block.span.range()]);
            if text.is_empty() {
                continue;
            }
            tally.read += 1;
            match left.get_mut(text.as_str()) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    tally.found += 1;
                }
                _ => tally
                    .strange
                    .push(document.text[block.span.range()].to_owned()),
            }
        }
        let lost = left
            .into_iter()
            .filter(|(text, count)| *count > 0 && !text.is_empty());
        tally.lost = lost.map(|(text, _)| text.to_owned()).collect();
        tally
    }

    #[test]
    fn corpus_documents_read_as_they_were_written() {
        let all = [
            files(Path::new("corpus/portals"), "html"),
            files(Path::new("corpus/portals"), "docx"),
        ]
        .concat();
        let (mut written, mut found, mut read) = (0, 0, 0);
        for source in sources()
            .iter()
            .filter(|source| ["html", "docx"].contains(&source.form.as_str()))
        {
            let name = format!("{}.{}", source.name, source.form);
            let Some(path) = all
                .iter()
                .find(|path| path.file_name().is_some_and(|found| *found == *name))
            else {
                panic!("the corpus publishes {name}");
            };
            let bytes = fs::read(path).expect("a file of the corpus can be read");
            let document = parse(&bytes, &Hint::default(), &Limits::default());
            let tally = compare(source, &document);
            if tally.found < tally.written || tally.found < tally.read {
                println!(
                    "{name}: {} of {} written, {} read",
                    tally.found, tally.written, tally.read
                );
                for line in &tally.lost {
                    println!("   lost    {}", line.chars().take(100).collect::<String>());
                }
                for line in &tally.strange {
                    println!("   strange {}", line.chars().take(100).collect::<String>());
                }
            }
            written += tally.written;
            found += tally.found;
            read += tally.read;
        }
        println!("{found} of {written} paragraphs found, {read} read");
        assert!(written > 0);
        assert!(
            found * 1000 >= written * 995,
            "{found} of {written} paragraphs found"
        );
        assert!(
            found * 1000 >= read * 990,
            "{found} of {read} read were written"
        );
    }
}
