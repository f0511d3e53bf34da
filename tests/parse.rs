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
