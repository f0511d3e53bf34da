//! From the tree to a [`Flow`]: paragraphs with their style and places, tables, lists, fields.

use super::attributes::Name;
use super::dom::{self, NodeOf};
use super::fields::Cluster;
use super::noise::Noise;
use super::tables;
use super::tree::{NodeId, Piece, Tree};
use crate::parse::charset::Decoded;
use crate::parse::flow::{Flow, Grid, GridCell, Item, Para, Role};
use crate::parse::furniture;
use crate::parse::{Column, Style};
use crate::text::Place;
use crate::text::legacy::Face;

/// Tables inside tables that are still laid out as grids; deeper ones are read as paragraphs.
const TABLE_DEPTH_MAX: usize = 16;

pub(super) struct Reader<'a> {
    pub tree: &'a Tree<'a>,
    pub source: &'a Decoded,
    pub noise: &'a Noise,
    pub cluster: &'a Cluster,
    pub headline: Option<NodeId>,
}

/// What the elements around a text say about it.
#[derive(Clone, Copy, Default)]
struct Context {
    style: Style,
    face: Face,
    role: Role,
    field: Option<usize>,
    preformatted: bool,
    table_depth: usize,
}

/// Bytes of the longest date line.
const DATE_BYTES_MAX: usize = 60;

/// Items of one part or one cell, and the paragraph being written.
#[derive(Default)]
struct Sink {
    items: Vec<Item>,
    para: Para,
    /// Label of the list item about to start.
    label: Option<String>,
}

impl Sink {
    /// Ends the paragraph being written.
    fn flush(&mut self) {
        let mut para = std::mem::take(&mut self.para);
        // A colon in a cell of its own, between label and value.
        let is_mark = para.role == Role::Page && !para.text().contains(char::is_alphanumeric);
        if !para.is_blank() && !is_mark {
            para.settle();
            self.items.push(Item::Para(para));
        }
    }
}

impl Sink {
    /// True if what is written next would stand right against a letter: "Lượt xem: 2377" and the
    /// date in the next `<span>` are apart on the page only.
    fn is_glued(&self) -> bool {
        self.para.text().ends_with(char::is_alphanumeric) && !self.para.ends_in_gap()
    }
}

impl Reader<'_> {
    pub fn read(&self, parts: &[NodeId]) -> Flow {
        let mut sink = Sink::default();
        for id in parts {
            self.node(self.tree.get(*id), Context::default(), &mut sink);
            sink.flush();
        }
        Flow {
            items: sink.items,
            labels: self
                .cluster
                .pairs
                .iter()
                .map(|pair| pair.written.clone())
                .collect(),
            legacy: None,
        }
    }

    fn node(&self, node: NodeOf, context: Context, sink: &mut Sink) {
        if let Some(text) = node.text() {
            self.text(node, text, context, sink);
        } else if !node.is_element() {
            self.children(node, context, sink);
        } else if !node.is_mute() && !node.attributes().hides && !self.noise.holds(node) {
            self.element(node, context, sink);
        } else if node.is_block() {
            // What stands around a part that is not read stands apart.
            sink.para.push_made(" ");
        }
    }

    fn children(&self, node: NodeOf, context: Context, sink: &mut Sink) {
        for child in node.children() {
            self.node(child, context, sink);
        }
    }

    fn element(&self, node: NodeOf, context: Context, sink: &mut Sink) {
        let inner = self.context_of(node, context);
        let set_apart =
            self.cluster.is_label(node.id()) || self.cluster.value_of(node.id()).is_some();
        match node.name() {
            "br" | "hr" => sink.flush(),
            "img" => {}
            "table" if !self.is_cluster_table(node) && context.table_depth < TABLE_DEPTH_MAX => {
                self.table(node, inner, sink);
            }
            "ol" | "ul" => self.list(node, inner, sink),
            _ if node.is_block() || set_apart => {
                sink.flush();
                self.children(node, inner, sink);
                sink.flush();
            }
            _ if sink.is_glued() && is_date(node) => {
                sink.flush();
                self.children(node, inner, sink);
                sink.flush();
            }
            _ => self.children(node, inner, sink),
        }
    }

    fn text(&self, node: NodeOf, text: &str, context: Context, sink: &mut Sink) {
        let pair = self.cluster.value_of(node.id());
        let is_label = self.cluster.is_label(node.id());
        let Some(pair) = pair else {
            if is_label {
                sink.flush();
            }
            let role = if is_label { Role::Page } else { context.role };
            self.stretch(node, text, 0..text.len(), Context { role, ..context }, sink);
            if is_label {
                sink.flush();
            }
            return;
        };
        let skip = self.cluster.pairs[pair].skip;
        let context = Context {
            role: Role::Page,
            ..context
        };
        if skip > 0 {
            sink.flush();
            self.stretch(node, text, 0..skip, context, sink);
            sink.flush();
        }
        let value = Context {
            field: Some(pair),
            ..context
        };
        self.stretch(node, text, skip..text.len(), value, sink);
        if skip > 0 {
            sink.flush();
        }
    }

    /// Writes a part of a text node, piece by piece where it was found in the page's bytes.
    fn stretch(
        &self,
        node: NodeOf,
        text: &str,
        range: std::ops::Range<usize>,
        context: Context,
        sink: &mut Sink,
    ) {
        let mut at = range.start;
        for piece in node.pieces() {
            let start = piece.text.start.max(range.start);
            let end = piece.text.end.min(range.end);
            if start >= end {
                continue;
            }
            self.lines(&text[at..start], Place::Made, context, sink);
            self.piece(text, start..end, piece, context, sink);
            at = end;
        }
        self.lines(
            &text[at.min(range.end)..range.end],
            Place::Made,
            context,
            sink,
        );
    }

    fn piece(
        &self,
        text: &str,
        range: std::ops::Range<usize>,
        piece: &Piece,
        context: Context,
        sink: &mut Sink,
    ) {
        if piece.text.len() != piece.source.len() {
            let place = self.source.cover(piece.source.clone());
            self.lines(&text[range], place, context, sink);
            return;
        }
        let shift = |at: usize| at - piece.text.start + piece.source.start;
        let source = shift(range.start)..shift(range.end);
        if let Some(place) = self.source.place(&source) {
            self.lines(&text[range], place, context, sink);
            return;
        }
        for (part, place) in self.source.places(source) {
            let back = |at: usize| at - piece.source.start + piece.text.start;
            self.lines(
                &text[back(part.start)..back(part.end)],
                place,
                context,
                sink,
            );
        }
    }

    /// Writes text; in `<pre>` each line is a paragraph.
    fn lines(&self, text: &str, place: Place, context: Context, sink: &mut Sink) {
        if !context.preformatted || !text.contains('\n') {
            self.write(text, place, context, sink);
            return;
        }
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let part = super::part_of(place, text.len(), at..at + line.len());
            self.write(line, part, context, sink);
            at += line.len();
            if line.ends_with('\n') {
                sink.flush();
            }
        }
    }

    fn write(&self, text: &str, place: Place, context: Context, sink: &mut Sink) {
        if text.is_empty() {
            return;
        }
        if sink.para.text().is_empty() {
            sink.para.role = context.role;
            sink.para.field = context.field;
            sink.para.style.centered = context.style.centered;
            sink.para.beside = context.field.is_some();
            let label = sink.label.take_if(|_| !text.trim().is_empty());
            let wanted = context.role != Role::Page && !furniture::starts_with_label(text);
            if let Some(label) = label.filter(|_| wanted) {
                sink.para.push_made(&label);
                sink.para.push_made(" ");
            }
        }
        sink.para.face = context.face;
        sink.para.push_styled(text, place, context.style);
    }

    fn context_of(&self, node: NodeOf, context: Context) -> Context {
        let mut inner = context;
        let name = node.name();
        match name {
            "b" | "strong" | "th" | "h1" | "h2" | "h3" | "h4" => inner.style.bold = true,
            "i" | "em" => inner.style.italic = true,
            "center" => inner.style.centered = true,
            "pre" => inner.preformatted = true,
            _ => {}
        }
        let rules = &node.attributes().rules;
        rules.apply(&mut inner.style);
        inner.face = rules.face.unwrap_or(inner.face);
        if context.role == Role::Body {
            inner.role = heading_level(name).map_or(inner.role, Role::Heading);
        }
        if rules.is_footnote {
            inner.role = Role::Footnote;
        }
        if self.headline == Some(node.id()) {
            inner.role = Role::Headline;
        }
        let is_cluster = self.cluster.is_all && self.cluster.root == Some(node.id());
        if self.cluster.is_label(node.id()) || (is_cluster && inner.role == Role::Body) {
            inner.role = Role::Page;
        }
        if let Some(pair) = self.cluster.value_of(node.id()) {
            inner.role = Role::Page;
            inner.field = Some(pair);
        }
        inner
    }

    /// True for a table whose cells are labels and values: it is read as pairs, not as a grid.
    fn is_cluster_table(&self, node: NodeOf) -> bool {
        self.cluster.holds_label(node.id())
    }

    fn list(&self, node: NodeOf, context: Context, sink: &mut Sink) {
        sink.flush();
        let ordered = node.name() == "ol";
        let mut count = node
            .attr(Name::Start)
            .and_then(|start| start.trim().parse::<u32>().ok())
            .unwrap_or(1);
        for child in node.children() {
            if child.name() == "li" {
                sink.label = Some(if ordered {
                    format!("{}.", counted(count, node.attr(Name::Type).unwrap_or("1")))
                } else {
                    "-".to_owned()
                });
                count = count.saturating_add(1);
            }
            self.node(child, context, sink);
            sink.label = None;
        }
        sink.flush();
    }

    fn table(&self, node: NodeOf, context: Context, sink: &mut Sink) {
        sink.flush();
        let placement = tables::place(node);
        let inner = Context {
            table_depth: context.table_depth + 1,
            ..context
        };
        for other in &placement.others {
            self.node(*other, inner, sink);
        }
        sink.flush();
        let cells = placement.cells.iter().map(|placed| {
            let mut cell = Sink::default();
            self.children(placed.node, self.context_of(placed.node, inner), &mut cell);
            cell.flush();
            GridCell {
                row: placed.row,
                column: placed.column,
                row_span: placed.row_span,
                column_span: placed.column_span,
                items: cell.items,
            }
        });
        let grid = Grid {
            rows: placement.rows,
            columns: placement.columns,
            cells: cells.collect(),
            header_rows: placement.header_rows,
            side: side_of(node),
        };
        sink.items.push(Item::Grid(grid));
    }
}

fn is_date(node: NodeOf) -> bool {
    let opens = |c: char| c.is_ascii_digit() || matches!(c, 'n' | 'N' | '•' | '-' | '|');
    let first = dom::letters(node).next();
    first.is_some_and(opens) && furniture::is_date(&dom::text_of(node, DATE_BYTES_MAX))
}

/// `<table align="left">` beside `<table align="right">` is a letterhead on vbpl.
fn side_of(table: NodeOf) -> Column {
    match table
        .attr(Name::Align)
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("left") => Column::Left,
        Some("right") => Column::Right,
        _ => Column::Whole,
    }
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// The label a browser counts: `1`, `a`, `iv`.
fn counted(count: u32, kind: &str) -> String {
    match kind {
        "a" => crate::parse::counting::letters(count),
        "A" => crate::parse::counting::letters(count).to_uppercase(),
        "i" => crate::parse::counting::roman(count).to_lowercase(),
        "I" => crate::parse::counting::roman(count),
        _ => count.to_string(),
    }
}
