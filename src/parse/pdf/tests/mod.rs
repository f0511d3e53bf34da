//! What the reader promises, on small files written here.

mod build;
mod hostile;
mod layout;
mod pairs;
mod reading;

use super::*;
use crate::parse::{Block, BlockKind, Column};

/// Tests say the same whether tesseract is there or not.
fn unread_pictures() -> Limits {
    Limits {
        ocr: crate::parse::Ocr::Never,
        ..Limits::default()
    }
}

/// The text of all blocks, one a line.
#[track_caller]
fn check(file: &[u8], expected: &str) {
    assert_eq!(flat(file), expected);
}

/// One line per block: kind (P, F furniture, N note, T row,column), < or > for a half, = if centered,
/// b if bold.
#[track_caller]
fn check_kinds(file: &[u8], expected: &str) {
    let document = read(file, &unread_pictures());
    let found: Vec<String> = document
        .blocks
        .iter()
        .map(|block| kind_of(&document, block))
        .collect();
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(found, expected);
}

fn flat(file: &[u8]) -> String {
    let document = read(file, &unread_pictures());
    let texts: Vec<&str> = document
        .blocks
        .iter()
        .map(|block| &document.text[block.span.range()])
        .collect();
    texts.join("\n")
}

fn codes(document: &Document) -> Vec<&str> {
    document
        .diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect()
}

fn kind_of(document: &Document, block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Cell { table, cell } => {
            let cell = &document.tables[table as usize].cells[cell as usize];
            let spans = match (cell.row_span, cell.column_span) {
                (1, 1) => String::new(),
                (rows, columns) => format!("+{rows}x{columns}"),
            };
            format!("T{},{}{spans}", cell.row, cell.column)
        }
        BlockKind::Footnote => "N".to_owned(),
        BlockKind::Furniture => "F".to_owned(),
        BlockKind::Paragraph | BlockKind::Heading { .. } | BlockKind::Page => "P".to_owned(),
    };
    let half = match block.style.column {
        Column::Whole if block.style.centered && kind == "P" => "=",
        Column::Whole => "",
        Column::Left => "<",
        Column::Right => ">",
    };
    let bold = if block.style.bold { "b" } else { "" };
    format!("{kind}{half}{bold} {}", &document.text[block.span.range()])
}

/// Prints what is understood of the files in `KEHOACH_PDF` (paths separated by `:`), for people.
#[test]
#[ignore = "prints; for people"]
fn show() {
    let paths = std::env::var("KEHOACH_PDF").unwrap_or_default();
    for path in paths.split(':').filter(|path| !path.is_empty()) {
        let Ok(bytes) = std::fs::read(path) else {
            continue;
        };
        let start = std::time::Instant::now();
        let document = read(&bytes, &Limits::default());
        println!("=== {path} pages {} {:?}", document.pages, start.elapsed());
        for diagnostic in &document.diagnostics {
            println!("!! {} {}", diagnostic.code, diagnostic.message);
        }
        for block in &document.blocks {
            println!("{}", line_of(&document, block));
        }
        if let Ok(folder) = std::env::var("KEHOACH_PDF_OUT") {
            let name = std::path::Path::new(path).with_extension("txt");
            let name = name.file_name().unwrap_or_default();
            let text: Vec<&str> = document
                .blocks
                .iter()
                .map(|block| &document.text.as_str()[block.span.range()])
                .collect();
            let _ = std::fs::write(std::path::Path::new(&folder).join(name), text.join("\n"));
        }
    }
}

fn line_of(document: &Document, block: &crate::parse::Block) -> String {
    let kind = match block.kind {
        BlockKind::Paragraph => "P".to_owned(),
        BlockKind::Heading { level } => format!("H{level}"),
        BlockKind::Cell { table, cell } => {
            let cell = &document.tables[table as usize].cells[cell as usize];
            let spans = match (cell.row_span, cell.column_span) {
                (1, 1) => String::new(),
                (rows, columns) => format!(" {rows}x{columns}"),
            };
            format!("T{table}[{},{}{spans}]", cell.row, cell.column)
        }
        BlockKind::Footnote => "N".to_owned(),
        BlockKind::Furniture => "F".to_owned(),
        BlockKind::Page => "W".to_owned(),
    };
    let column = match block.style.column {
        Column::Whole => "",
        Column::Left => "<",
        Column::Right => ">",
    };
    let bold = if block.style.bold { "b" } else { "" };
    let italic = if block.style.italic { "i" } else { "" };
    let centered = if block.style.centered { "c" } else { "" };
    let text = &document.text.as_str()[block.span.range()];
    format!(
        "{:>2} {kind}{column}{bold}{italic}{centered} {:.0}| {text}",
        block.page, block.style.size
    )
}
