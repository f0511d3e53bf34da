//! Cases are files under `fixtures/extract/tasks`: a document, `=>`, one line a task. Where the name of a case begins with
//! "tệp không rõ loại", nothing says that the file is an administrative document; with "báo cáo", it is a report; with
//! "công bố thủ tục", a decision on administrative procedures.

use std::path::Path;

use super::*;
use crate::parse::{Block, Cell, MediaType, Quality, Style, Table};
use crate::text::{Builder, Place};

/// A document of paragraphs, a `⏎` breaking a line inside one, and `| cell | cell |` rows; `^` repeats the cell above, `<` the one to the left.
pub(in crate::extract) fn document(source: &str) -> Document {
    let mut builder = Builder::new();
    let mut blocks = Vec::new();
    let mut tables: Vec<Table> = Vec::new();
    let mut in_table = false;
    for line in source.lines() {
        if !builder.is_empty() {
            builder.separate("\n");
        }
        if !line.starts_with('|') {
            in_table = false;
            let start = builder.len();
            builder.push(&line.replace('⏎', "\n"), Place::Made);
            blocks.push(block(Span::new(start, builder.len()), BlockKind::Paragraph));
            continue;
        }
        if !in_table {
            tables.push(Table {
                span: Span::new(builder.len(), builder.len()),
                ..Table::default()
            });
        }
        in_table = true;
        row(line, &mut builder, &mut blocks, &mut tables);
    }
    Document {
        media_type: MediaType::Text,
        text: builder.finish(),
        blocks,
        tables,
        fields: Vec::new(),
        headline: None,
        attachments: Vec::new(),
        signatures: Vec::new(),
        parts: Vec::new(),
        pages: 0,
        page_sizes: Vec::new(),
        confidences: Vec::new(),
        quality: Quality::default(),
        diagnostics: Vec::new(),
    }
}

fn row(line: &str, builder: &mut Builder, blocks: &mut Vec<Block>, tables: &mut [Table]) {
    let index = tables.len() as u32 - 1;
    let Some(table) = tables.last_mut() else {
        return;
    };
    let row = table.rows;
    let cells: Vec<&str> = line
        .trim()
        .trim_matches('|')
        .split('|')
        .map(str::trim)
        .collect();
    for (column, words) in (0u32..).zip(&cells) {
        let spanned = match *words {
            "^" => table
                .cells
                .iter_mut()
                .rev()
                .find(|cell| cell.column == column)
                .map(|cell| cell.row_span += 1),
            "<" => table
                .cells
                .iter_mut()
                .rev()
                .find(|cell| cell.row == row)
                .map(|cell| cell.column_span += 1),
            _ => None,
        };
        if spanned.is_some() {
            continue;
        }
        if column > 0 {
            builder.separate("\t");
        }
        let start = builder.len();
        builder.push(&words.replace("\\n", "\n"), Place::Made);
        let span = Span::new(start, builder.len());
        let cell = table.cells.len() as u32;
        table.cells.push(Cell {
            row,
            column,
            row_span: 1,
            column_span: 1,
            span,
        });
        blocks.push(block(span, BlockKind::Cell { table: index, cell }));
    }
    table.rows += 1;
    table.columns = table.columns.max(cells.len() as u32);
    table.span = Span::new(table.span.start as usize, builder.len());
}

fn block(span: Span, kind: BlockKind) -> Block {
    Block {
        span,
        kind,
        style: Style::default(),
        page: 0,
    }
}

fn tasks_of(source: &str, (identity, kind): (&Identity, Kind)) -> Vec<Task> {
    let document = document(source);
    let lines = super::super::outline::read(&document);
    let sections =
        super::super::section::find(&lines, document.text.as_str(), &mut Trace::default());
    let stream = Stream::read(document.text.as_str());
    let tasks = find(
        (&document, &stream, &lines),
        &sections,
        (identity, kind),
        Authority::bundled(),
        &mut Trace::default(),
    );
    for task in &tasks {
        let words = collapse(&document.text.as_str()[task.span.range()]);
        assert_eq!(task.text, words, "the text is what stands at the span");
    }
    tasks
}

/// "Rà soát … ‖ chủ trì Sở Nội vụ ‖ phối hợp Sở Tư pháp ‖ hạn trước ngày 31/5 2021-05-31".
fn line_of(task: &Task) -> String {
    let mut line = task.text.clone();
    if !task.owners.is_empty() {
        line.push_str(&format!(" ‖ chủ trì {}", task.owners.join(" + ")));
    }
    if !task.coordinators.is_empty() {
        line.push_str(&format!(" ‖ phối hợp {}", task.coordinators.join(" + ")));
    }
    if let Some(deadline) = &task.deadline {
        let (from, due) = (deadline.from.as_deref(), deadline.due.as_deref());
        let dates = [from, due, deadline.recurrence.as_deref()];
        let dates: Vec<&str> = dates.into_iter().flatten().collect();
        let always = if deadline.continuous {
            " liên tục"
        } else {
            ""
        };
        line.push_str(&format!(
            " ‖ hạn {} [{}]{always}",
            deadline.text,
            dates.join(" ")
        ));
    }
    line
}

#[track_caller]
fn check(name: &str, source: &str, expected: &str) {
    let plan = Identity {
        doc_type: Some("KH".to_owned()),
        title: Some("Kế hoạch năm 2021".to_owned()),
        ..Identity::default()
    };
    let report = Identity {
        doc_type: Some("BC".to_owned()),
        ..plan.clone()
    };
    let procedures = Identity {
        doc_type: Some("QĐ".to_owned()),
        title: Some("Về việc công bố Danh mục thủ tục hành chính".to_owned()),
        ..Identity::default()
    };
    let (identity, kind) = match () {
        () if name.starts_with("tệp không rõ loại") => (Identity::default(), Kind::Other),
        () if name.starts_with("báo cáo") => (report, Kind::Document),
        () if name.starts_with("công bố thủ tục") => (procedures, Kind::Document),
        () => (plan, Kind::Document),
    };
    let found = tasks_of(source, (&identity, kind));
    let found: Vec<String> = found.iter().map(line_of).collect();
    let expected: Vec<&str> = expected.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(found, expected, "{name}\n{}", found.join("\n"));
}

#[test]
fn every_case_gives_its_tasks() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/extract/tasks");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for case in text.split("\n--- ").filter(|case| case.contains("\n=>")) {
            let (name, rest) = case.split_once('\n').unwrap();
            let (source, expected) = rest.split_once("\n=>").unwrap();
            check(name.trim_start_matches("--- "), source, expected);
        }
    }
}

#[test]
fn what_a_paper_that_is_named_brought_out_is_no_product() {
    let plan = "II. NHIỆM VỤ\n1. Quyết định số 20/2016/QĐ-UBND ban hành Quy chế an toàn thông tin.\n2. Ban hành Quy chế văn thư.";
    let tasks = tasks_of(plan, (&Identity::default(), Kind::Document));
    let products: Vec<_> = tasks.iter().map(|task| task.product.as_deref()).collect();
    assert_eq!(products, [None, Some("Quy chế văn thư")]);
}

/// Texts no author wrote: tasks end in bounded time and every span is inside the text.
#[test]
fn hostile_text_gives_a_value_in_linear_time() {
    let pieces = [
        "Sở Nội vụ, các sở, ",
        "phối hợp với ",
        "1. ",
        "- ",
        "; hàng năm ",
        "(",
        "trước ngày 1/",
        "quý I và ",
        ": ",
        "\n",
    ];
    for piece in pieces {
        let text = piece.repeat(HOSTILE_REPEATS);
        tasks_of(
            &format!("II. NHIỆM VỤ\n1. Rà soát {text}"),
            (&Identity::default(), Kind::Document),
        );
        tasks_of(&text, (&Identity::default(), Kind::Document));
    }
}

/// Enough that a quadratic reading would take minutes.
const HOSTILE_REPEATS: usize = 4_000;

/// Plans with letters lost, doubled and put where none belong: a value and no panic, the same value twice.
#[test]
fn a_damaged_plan_still_gives_tasks() {
    const SPLINTERS: [&str; 12] = [
        "İ",
        "ß",
        "\u{301}",
        "\u{1f600}",
        "|",
        "\n",
        "(",
        ")",
        ":",
        ";",
        "0",
        " tháng ",
    ];
    let cases = ["lists", "prose", "tables"].map(|name| {
        let path = format!(
            "{}/fixtures/extract/tasks/{name}.txt",
            env!("CARGO_MANIFEST_DIR")
        );
        std::fs::read_to_string(path).unwrap()
    });
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for round in 0..DAMAGED_PLANS {
        let mut text = cases[round % cases.len()].clone();
        for _ in 0..40 {
            let from = text.floor_char_boundary(random(text.len()));
            let to = text.ceil_char_boundary((from + random(6)).min(text.len()));
            text.replace_range(from..to, SPLINTERS[random(SPLINTERS.len())]);
        }
        let identity = Identity {
            issued_on: Some("2021-02".to_owned()),
            ..Identity::default()
        };
        assert_eq!(
            tasks_of(&text, (&identity, Kind::Document)),
            tasks_of(&text, (&identity, Kind::Document))
        );
    }
}

/// Enough to meet each splinter at each kind of place.
const DAMAGED_PLANS: usize = 240;
