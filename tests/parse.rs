//! Documents as `parse` lays them out: pages and texts with their expected outline side by side.

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

/// The real documents kept outside the project, if they are here.
fn real(folder: &str) -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("KEHOACH_REAL") else {
        eprintln!("bỏ qua: KEHOACH_REAL không được đặt");
        return Vec::new();
    };
    let entries = std::fs::read_dir(Path::new(&root).join(folder))
        .into_iter()
        .flatten()
        .flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}

#[test]
fn show() {
    let Some(path) = std::env::var_os("SHOW") else {
        return;
    };
    let bytes = std::fs::read(&path).unwrap();
    let base = url::Url::parse("https://so.vi-du.gov.vn/tin/trang.html").unwrap();
    let hint = Hint {
        base: Some(&base),
        ..Hint::default()
    };
    let start = std::time::Instant::now();
    let document = parse(&bytes, &hint, &Limits::default());
    eprintln!(
        "{:?} {:?} {:?}",
        document.media_type,
        document.quality,
        start.elapsed()
    );
    println!("{}", outline(&document));
}

/// What the authored sources of the corpus say, against what is read of the files made from them.
mod corpus {
    use std::collections::HashMap;
    use std::fs;
    use std::path::{Path, PathBuf};

    use kehoach::parse::{BlockKind, Document, Hint, Limits, parse};

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

    fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                found.extend(files(&path, extension));
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
        found.sort();
        found
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
