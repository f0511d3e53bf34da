//! A part as a stream of events, turned into paragraphs and grids.

use std::ops::Range;

use quick_xml::events::BytesStart;

use crate::parse::flow::{Item, Role};
use crate::parse::frames::{FrameKind, Frames, OpenGrid};
use crate::parse::xml;
use crate::text::{Place, SourceSpan};

use super::lists::Lists;
use super::paragraph::OpenPara;
use super::styles::Styles;
use super::table::OpenTable;

/// Spaces one element may stand for.
const SPACES_MAX: u32 = 100;

/// The items of a part, notes last, and whether it broke off. Of the style part only running heads
/// are read.
pub(super) fn read(
    part: &str,
    number: u16,
    role: Role,
    styles: &Styles,
    lists: &mut Lists,
) -> (Vec<Item>, bool) {
    let mut state = State::new(number, role, styles, lists);
    let broken = xml::walk(part, &mut state);
    (state.frames.finish(), broken)
}

/// A list being read: its style, and whether its item still has its label to give.
struct OpenList {
    style: String,
    /// How many containers were open: lists inside a cell start at the first level.
    depth: usize,
    /// The item's own number, if a label is due.
    label: Option<Option<u32>>,
}

struct State<'a> {
    part: u16,
    styles: &'a Styles,
    lists: &'a mut Lists,
    depth: usize,
    /// Depth at which skipping began.
    skipping: Option<usize>,
    /// Nothing outside is text: the body, or a running head.
    reading: usize,
    role: Role,
    frames: Frames<OpenPara, OpenTable>,
    open_lists: Vec<OpenList>,
}

impl<'a> State<'a> {
    fn new(part: u16, role: Role, styles: &'a Styles, lists: &'a mut Lists) -> State<'a> {
        State {
            part,
            styles,
            lists,
            depth: 0,
            skipping: None,
            reading: 0,
            role,
            frames: Frames::new(),
            open_lists: Vec::new(),
        }
    }
}

impl xml::Walker for State<'_> {
    fn open(&mut self, element: &BytesStart) {
        self.depth += 1;
        let name = element.local_name();
        let name = name.as_ref();
        if self.skipping.is_some() {
            return;
        }
        if is_skipped(name) {
            self.skipping = Some(self.depth);
            return;
        }
        if is_root(self.role, name) {
            self.reading += 1;
        }
        if self.reading == 0 {
            return;
        }
        match name {
            "p" | "h" => self.open_para(name, element),
            "span" => self.open_span(element),
            "s" => self.spaces(element),
            "tab" => self.write("\t", Place::Made),
            "line-break" => self.frames.break_line(),
            "list" => self.open_list(element),
            "list-item" => self.open_item(element),
            "table" => self.frames.open_table(OpenTable::default()),
            "table-header-rows" => self.frames.with_table(|table| table.heading(true)),
            "table-row" => self.frames.with_table(OpenTable::open_row),
            "table-cell" => self.open_cell(element),
            "covered-table-cell" => {
                self.frames.with_table(|table| table.pass_cell(element));
                self.skipping = Some(self.depth);
            }
            "note-body" => self.frames.open(FrameKind::Note),
            name if is_box(name) => self.frames.open(FrameKind::TextBox),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let depth = self.depth;
        self.depth = self.depth.saturating_sub(1);
        if let Some(from) = self.skipping {
            self.skipping = (depth > from).then_some(from);
            return;
        }
        if self.reading == 0 {
            return;
        }
        match name {
            "p" | "h" => self.frames.close_para(),
            "span" => self.frames.with_para(OpenPara::close_span),
            "list" => drop(self.open_lists.pop()),
            "table" => self.frames.close_table(),
            "table-header-rows" => self.frames.with_table(|table| table.heading(false)),
            "table-row" => self.frames.with_table(OpenTable::close_row),
            "table-cell" => self.frames.close(FrameKind::Cell),
            "note-body" => self.frames.close(FrameKind::Note),
            name if is_box(name) => self.frames.close(FrameKind::TextBox),
            _ => {}
        }
        if is_root(self.role, name) {
            self.reading -= 1;
        }
    }

    fn text(&mut self, text: &str, bytes: Range<usize>) {
        if self.skipping.is_some() || self.reading == 0 {
            return;
        }
        let place = Place::Part {
            part: self.part,
            bytes: SourceSpan::new(bytes.start, bytes.end),
        };
        self.write(text, place);
    }
}

impl State<'_> {
    fn open_para(&mut self, name: &str, element: &BytesStart) {
        let style = xml::attribute(element, "style-name").unwrap_or_default();
        let style = self.styles.of_para(&style);
        let label = self.label();
        let level = xml::number(element, "outline-level").filter(|_| name == "h");
        let role = match (self.role, level) {
            _ if self.frames.in_note() => Role::Footnote,
            (Role::Body, Some(level)) => Role::Heading(level.clamp(1, 9) as u8),
            (role, _) => role,
        };
        let mut open = OpenPara::new(role, style);
        if let Some(label) = label {
            open.write(&label, Place::Made);
            open.write(" ", Place::Made);
        }
        self.frames.open_para(open);
    }

    /// The label that the item being read has still to give.
    fn label(&mut self) -> Option<String> {
        let depth = self.frames.depth();
        let lists = self.open_lists.iter().rev();
        let level = lists
            .take_while(|list| list.depth == depth)
            .count()
            .checked_sub(1)?;
        let list = self.open_lists.last_mut()?;
        let value = list.label.take()?;
        self.lists.next_label(&list.style, level, value)
    }

    fn open_list(&mut self, element: &BytesStart) {
        let depth = self.frames.depth();
        let inherited = self.open_lists.last().filter(|list| list.depth == depth);
        let is_first = inherited.is_none();
        let named = xml::attribute(element, "style-name");
        let style = named
            .or(inherited.map(|list| list.style.clone()))
            .unwrap_or_default();
        let goes_on = xml::attribute(element, "continue-numbering").is_some_and(|on| on == "true")
            || xml::attribute(element, "continue-list").is_some();
        if is_first && !goes_on {
            self.lists.start(&style);
        }
        self.open_lists.push(OpenList {
            style,
            depth,
            label: None,
        });
    }

    fn open_item(&mut self, element: &BytesStart) {
        if let Some(list) = self.open_lists.last_mut() {
            list.label = Some(xml::number(element, "start-value"));
        }
    }

    fn open_span(&mut self, element: &BytesStart) {
        let style = xml::attribute(element, "style-name").unwrap_or_default();
        let style = self.styles.of(&style);
        self.frames.with_para(|open| open.open_span(&style));
    }

    fn spaces(&mut self, element: &BytesStart) {
        let count = xml::number(element, "c").unwrap_or(1).min(SPACES_MAX);
        self.write(&" ".repeat(count as usize), Place::Made);
    }

    fn write(&mut self, text: &str, place: Place) {
        self.frames.with_para(|open| open.write(text, place));
    }

    fn open_cell(&mut self, element: &BytesStart) {
        if self.frames.in_table() {
            self.frames.with_table(|table| table.open_cell(element));
            self.frames.open(FrameKind::Cell);
        }
    }
}

/// Shapes hold paragraphs as text boxes do.
fn is_box(name: &str) -> bool {
    matches!(
        name,
        "text-box"
            | "custom-shape"
            | "rect"
            | "ellipse"
            | "circle"
            | "line"
            | "polyline"
            | "polygon"
            | "regular-polygon"
            | "path"
            | "connector"
            | "measure"
            | "caption"
    )
}

/// Deleted text, comments, the marks of notes, declarations.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "note-citation"
            | "sequence-decls"
            | "forms"
            | "font-face-decls"
    )
}

/// Where text begins: the body of the content, the running heads of the styles.
fn is_root(role: Role, name: &str) -> bool {
    match role {
        Role::Furniture => matches!(
            name,
            "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first"
        ),
        _ => name == "body",
    }
}
