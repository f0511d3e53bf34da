//! What holds of extraction whatever the document says.

use icu_normalizer::DecomposingNormalizerBorrowed;
use kehoach::authority::Authority;
use kehoach::extract::{self, Context, FileFacts, Record};
use kehoach::parse::{self, Block, BlockKind, Document, Hint, Limits, Style};
use kehoach::text::{Builder, Place, Span};
use serde_json::Value;

use crate::generated::draw::Draw;
use crate::score::published_files;
use crate::spans;

/// What stands at the head and foot of pages.
const FURNITURE: [&str; 4] = [
    "Trang 2/7",
    "3",
    "CÔNG BÁO/Số 417 + 418/Ngày 20-4-2021",
    "http://hungyen.gov.vn/portal/Pages/in.aspx 02/02/2021 08:15",
];

#[test]
fn every_value_of_the_corpus_points_into_its_text_and_quotes_it() {
    published_files(|name, bytes| {
        let document = parsed(name, bytes);
        spans::check_document(&document, bytes)?;
        spans::check_record(&extracted(name, &document), &document)
    });
}

#[test]
fn the_same_bytes_give_the_same_record() {
    published_files(|name, bytes| {
        let once = extracted(name, &parsed(name, bytes));
        let again = extracted(name, &parsed(name, bytes));
        if once == again {
            Ok(())
        } else {
            Err("read twice, two records".to_owned())
        }
    });
}

#[test]
fn composed_and_decomposed_letters_give_the_same_record() {
    let decomposing = DecomposingNormalizerBorrowed::new_nfd();
    published_files(|name, bytes| {
        let Some(text) = str::from_utf8(bytes)
            .ok()
            .filter(|_| name.ends_with(".html"))
        else {
            return Ok(());
        };
        let decomposed = decomposing.normalize(text);
        let composed = said(&extracted(name, &parsed(name, bytes)));
        let decomposed = said(&extracted(name, &parsed(name, decomposed.as_bytes())));
        same(&composed, &decomposed)
    });
}

#[test]
fn page_furniture_between_blocks_changes_nothing() {
    published_files(|name, bytes| {
        let document = parsed(name, bytes);
        let plain = said(&extracted(name, &document));
        let mut draw = Draw::new(bytes.len() as u64);
        let disturbed = with_furniture(document, &mut draw);
        spans::check_document(&disturbed, bytes)?;
        let record = extracted(name, &disturbed);
        spans::check_record(&record, &disturbed)?;
        same(&plain, &said(&record))
    });
}

fn parsed(name: &str, bytes: &[u8]) -> Document {
    let hint = Hint {
        file_name: Some(name),
        ..Hint::default()
    };
    parse::parse(bytes, &hint, &Limits::default())
}

fn extracted(name: &str, document: &Document) -> Record {
    let context = Context {
        file: name.to_owned(),
        ..Context::default()
    };
    let facts = FileFacts {
        file: name,
        sha256: "",
        bytes: 0,
    };
    extract::extract(document, &context, Authority::bundled(), facts)
}

/// The record without the places where things stand.
fn said(record: &Record) -> Value {
    let mut value = serde_json::to_value(record).expect("a record is JSON");
    forget_spans(&mut value);
    value
}

fn forget_spans(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.remove("span");
            fields.values_mut().for_each(forget_spans);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_spans),
        _ => {}
    }
}

/// Names the first part of the record that differs.
fn same(one: &Value, other: &Value) -> Result<(), String> {
    let (Value::Object(one), Value::Object(other)) = (one, other) else {
        return Err("a record is an object".to_owned());
    };
    for (field, value) in one {
        let there = &other[field];
        if value == there {
            continue;
        }
        let items = value.as_array().zip(there.as_array());
        let pair = items.and_then(|(a, b)| a.iter().zip(b).find(|(a, b)| a != b));
        let (value, there) = pair.unwrap_or((value, there));
        return Err(format!("{field}: {value}\n  became {there}"));
    }
    Ok(())
}

/// The document with running heads between some of its blocks, none inside a table.
fn with_furniture(mut document: Document, draw: &mut Draw) -> Document {
    let mut builder = Builder::new();
    let mut moves = Moves::default();
    let mut inserted = Vec::new();
    let mut copied = 0;
    for (at, block) in document.blocks.iter().enumerate() {
        let start = block.span.start as usize;
        let is_outside = !matches!(block.kind, BlockKind::Cell { .. });
        if is_outside && draw.once_in(6) {
            copy(&document, copied..start, &mut builder);
            copied = start;
            inserted.push((at, furniture(&mut builder, block.page, draw)));
            moves.add(start, builder.len() - start);
        }
    }
    copy(&document, copied..document.text.len(), &mut builder);
    move_spans(&mut document, &moves);
    for (at, block) in inserted.into_iter().rev() {
        document.blocks.insert(at, block);
    }
    document.text = builder.finish();
    document
}

/// A stretch of the text with the places it came from: a stamp must stay a stamp.
fn copy(document: &Document, range: std::ops::Range<usize>, builder: &mut Builder) {
    let text = document.text.as_str();
    for run in document.text.runs() {
        let start = range.start.max(run.clean.start as usize);
        let end = range.end.min(run.clean.end as usize);
        if start < end {
            match run.place {
                Place::Made => builder.separate(&text[start..end]),
                place => builder.push(&text[start..end], place),
            }
        }
    }
}

fn furniture(builder: &mut Builder, page: u32, draw: &mut Draw) -> Block {
    let start = builder.len();
    builder.separate(draw.pick(&FURNITURE).copied().unwrap_or("1"));
    let span = Span::new(start, builder.len());
    builder.separate("\n");
    Block {
        span,
        kind: BlockKind::Furniture,
        style: Style::default(),
        page,
    }
}

/// How far everything from some place on has moved, by place.
#[derive(Default)]
struct Moves(Vec<(usize, usize)>);

impl Moves {
    /// From `at` on, everything stands `by` further than in the old text.
    fn add(&mut self, at: usize, by: usize) {
        self.0.push((at, by));
    }

    fn start(&self, at: usize) -> usize {
        let passed = self.0.iter().take_while(|(from, _)| *from <= at);
        at + passed.last().map_or(0, |(_, by)| *by)
    }

    /// An end stays where the stretch before it ends.
    fn span(&self, span: Span) -> Span {
        let (start, end) = (span.start as usize, span.end as usize);
        let passed = self.0.iter().take_while(|(from, _)| *from < end);
        let end = end + passed.last().map_or(0, |(_, by)| *by);
        let start = self.start(start);
        Span::new(start, end.max(start))
    }
}

fn move_spans(document: &mut Document, moves: &Moves) {
    for block in &mut document.blocks {
        block.span = moves.span(block.span);
    }
    for table in &mut document.tables {
        table.span = moves.span(table.span);
        for cell in &mut table.cells {
            cell.span = moves.span(cell.span);
        }
    }
    for field in &mut document.fields {
        field.value = moves.span(field.value);
    }
    document.headline = document.headline.map(|span| moves.span(span));
    for diagnostic in &mut document.diagnostics {
        diagnostic.span = diagnostic.span.map(|span| moves.span(span));
    }
}
