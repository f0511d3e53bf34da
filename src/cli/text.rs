//! `text`: the clean text of one file as the program sees it; with `--json` also its blocks and where
//! each stretch stands in the file.

use kehoach::config::Config;
use kehoach::parse::{Block, BlockKind, Column, Document};
use kehoach::pipeline::Reader;
use kehoach::text::{Diagnostic, Place, Rect, Run, Severity, Span};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::arguments::Text;
use super::messages as say;
use super::screen::Screen;

pub fn run(text: &Text, config: Config, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let document = match Reader::new(config)?.document(&text.file) {
        Ok(document) => document,
        Err(failure) => {
            screen.note(
                &say::ONE_FAILURE,
                &[("file", &failure.file), ("reason", &failure.reason)],
            );
            return Ok(Outcome::Trouble);
        }
    };
    if screen.json {
        screen.json(&view(&text.file.to_string_lossy(), &document))?;
    } else if !document.text.is_empty() {
        screen.line(document.text.as_str())?;
    }
    screen.flush()?;
    Ok(outcome(&document, &text.file.to_string_lossy(), screen))
}

/// Diagnostics go beside the text: the text itself may be piped on.
fn outcome(document: &Document, file: &str, screen: &Screen) -> Outcome {
    for diagnostic in &document.diagnostics {
        if diagnostic.severity != Severity::Note {
            let reason = match &diagnostic.hint {
                Some(hint) => format!("{} ({hint})", diagnostic.message.trim_end_matches('.')),
                None => diagnostic.message.clone(),
            };
            screen.note(&say::ONE_FAILURE, &[("file", &file), ("reason", &reason)]);
        }
    }
    let is_unreadable = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if document.diagnostics.iter().any(is_unreadable) {
        return Outcome::Trouble;
    }
    Outcome::found(!document.text.is_empty())
}

/// What `--json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TextView<'a> {
    file: &'a str,
    media_type: &'static str,
    pages: u32,
    text: &'a str,
    /// In reading order, not overlapping.
    blocks: Vec<BlockView>,
    /// Which bytes of `text` came from where, in order.
    places: Vec<PlaceView>,
    /// Names of the package parts that `part` counts, from 0.
    parts: &'a [String],
    diagnostics: &'a [Diagnostic],
}

#[derive(Debug, Serialize, JsonSchema)]
struct BlockView {
    span: Span,
    /// `paragraph`, `heading`, `cell`, `footnote`, `furniture`, `page`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    /// From 1; null where there are no pages.
    page: Option<u32>,
    bold: bool,
    italic: bool,
    centered: bool,
    /// `left` or `right` of a two-column letterhead or signature; null for the whole width.
    side: Option<&'static str>,
}

/// One stretch of the text; exactly one of `bytes` and `page` says where it stands, neither if the
/// program put it there as a separator.
#[derive(Debug, Serialize, JsonSchema)]
struct PlaceView {
    span: Span,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    /// Points from the top left corner: left, top, right, bottom.
    #[serde(skip_serializing_if = "Option::is_none")]
    rect: Option<[f32; 4]>,
    /// True for the appearance of a signature.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stamp: bool,
    /// True if the letters are those of the file, so that a part of the stretch can be located.
    verbatim: bool,
}

fn view<'a>(file: &'a str, document: &'a Document) -> TextView<'a> {
    TextView {
        file,
        media_type: document.media_type.mime(),
        pages: document.pages,
        text: document.text.as_str(),
        blocks: document
            .blocks
            .iter()
            .map(|block| block_view(block, document))
            .collect(),
        places: document.text.runs().iter().map(place_view).collect(),
        parts: &document.parts,
        diagnostics: &document.diagnostics,
    }
}

fn block_view(block: &Block, document: &Document) -> BlockView {
    let (kind, level, at) = match block.kind {
        BlockKind::Paragraph => ("paragraph", None, None),
        BlockKind::Heading { level } => ("heading", Some(level), None),
        BlockKind::Cell { table, cell } => ("cell", None, Some((table, cell))),
        BlockKind::Footnote => ("footnote", None, None),
        BlockKind::Furniture => ("furniture", None, None),
        BlockKind::Page => ("page", None, None),
    };
    let cell = at.and_then(|(table, cell)| {
        let table = document.tables.get(table as usize)?;
        table.cells.get(cell as usize)
    });
    BlockView {
        span: block.span,
        kind,
        level,
        table: at.map(|(table, _)| table),
        row: cell.map(|cell| cell.row),
        column: cell.map(|cell| cell.column),
        page: Some(block.page).filter(|page| *page != 0),
        bold: block.style.bold,
        italic: block.style.italic,
        centered: block.style.centered,
        side: match block.style.column {
            Column::Whole => None,
            Column::Left => Some("left"),
            Column::Right => Some("right"),
        },
    }
}

fn place_view(run: &Run) -> PlaceView {
    let nowhere = PlaceView {
        span: run.clean,
        bytes: None,
        part: None,
        page: None,
        rect: None,
        stamp: false,
        verbatim: run.verbatim,
    };
    match run.place {
        Place::Bytes(bytes) => PlaceView {
            bytes: Some((bytes.start, bytes.end)),
            ..nowhere
        },
        Place::Part { part, bytes } => PlaceView {
            bytes: Some((bytes.start, bytes.end)),
            part: Some(part),
            ..nowhere
        },
        Place::Page { page, rect, stamp } => PlaceView {
            page: Some(page),
            rect: Some(corners(rect)),
            stamp,
            ..nowhere
        },
        Place::Made => nowhere,
    }
}

fn corners(rect: Rect) -> [f32; 4] {
    [rect.x0, rect.y0, rect.x1, rect.y1]
}
