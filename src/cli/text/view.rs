//! A document for machines.

use kehoach::parse::{Block, BlockKind, Column, Document, Table};
use kehoach::text::{Diagnostic, Place, Rect, Run, Span};
use schemars::JsonSchema;
use serde::Serialize;

use super::pages::{self, Page};

/// What `--json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TextView<'a> {
    file: &'a str,
    media_type: &'static str,
    pages: u32,
    text: &'a str,
    /// In reading order, not overlapping.
    blocks: Vec<BlockView>,
    /// Counted by `blocks.table`.
    tables: Vec<TableView>,
    /// The pages with the boxes of their words; empty for what has no pages.
    layout: Vec<PageView>,
    /// Which bytes of `text` came from where, in order.
    places: Vec<PlaceView>,
    /// Names of the package parts that `part` counts, from 0.
    parts: &'a [String],
    diagnostics: &'a [Diagnostic],
    /// What is in an archive, file by file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    members: Vec<TextView<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct TableView {
    span: Span,
    rows: u32,
    columns: u32,
    header_rows: u32,
    cells: Vec<CellView>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct CellView {
    row: u32,
    column: u32,
    row_span: u32,
    column_span: u32,
    span: Span,
}

/// A page and what stands on it. Boxes are points from the top left corner: left, top, right, bottom.
#[derive(Debug, Serialize, JsonSchema)]
struct PageView {
    /// From 1.
    page: u32,
    width: f32,
    height: f32,
    words: Vec<WordView>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WordView {
    text: String,
    span: Span,
    rect: [f32; 4],
    /// True if a signature or a stamp drew it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stamp: bool,
    /// 1 to 100, for a word read from a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
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

/// With the members of an archive; `only` leaves out the layout of all pages but one.
pub fn view<'a>(
    file: &'a str,
    document: &'a Document,
    members: impl Iterator<Item = (&'a str, &'a Document)>,
    only: Option<u32>,
) -> TextView<'a> {
    TextView {
        members: members
            .map(|(file, document)| view_of(file, document, only))
            .collect(),
        ..view_of(file, document, only)
    }
}

fn view_of<'a>(file: &'a str, document: &'a Document, only: Option<u32>) -> TextView<'a> {
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
        tables: document.tables.iter().map(table_view).collect(),
        layout: pages::pages(document, only)
            .into_iter()
            .map(page_view)
            .collect(),
        places: document.text.runs().iter().map(place_view).collect(),
        parts: &document.parts,
        diagnostics: &document.diagnostics,
        members: Vec::new(),
    }
}

fn table_view(table: &Table) -> TableView {
    let cells = table.cells.iter().map(|cell| CellView {
        row: cell.row,
        column: cell.column,
        row_span: cell.row_span,
        column_span: cell.column_span,
        span: cell.span,
    });
    TableView {
        span: table.span,
        rows: table.rows,
        columns: table.columns,
        header_rows: table.header_rows,
        cells: cells.collect(),
    }
}

fn page_view(page: Page) -> PageView {
    let words = page.words.into_iter().map(|word| WordView {
        text: word.text,
        span: word.span,
        rect: corners(word.rect),
        stamp: word.stamp,
        confidence: word.confidence,
    });
    PageView {
        page: page.number,
        width: page.size.width,
        height: page.size.height,
        words: words.collect(),
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
