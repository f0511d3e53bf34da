//! A part as a stream of events, turned into paragraphs and grids.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::flow::{Item, Para, Role};
use crate::parse::xml;
use crate::text::{Place, SourceSpan};

use super::frame::{Frame, FrameKind, OpenPara};
use super::lists::Lists;
use super::styles::Styles;
use super::table::OpenTable;

/// Elements inside each other; LibreOffice's own documents reach about 40.
const DEPTH_MAX: usize = 512;

/// Cells, notes and text boxes inside each other.
const FRAMES_MAX: usize = 40;

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
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = false;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let bytes = start..reader.buffer_position() as usize;
        match event {
            Ok(Event::Eof) => return (state.finish(), false),
            Ok(event) if state.depth <= DEPTH_MAX => state.take(event, bytes),
            Ok(_) | Err(_) => return (state.finish(), true),
        }
    }
}

/// A list being read: its style, and whether its item still has its label to give.
struct OpenList {
    style: String,
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
    frames: Vec<Frame>,
    tables: Vec<OpenTable>,
    open_lists: Vec<OpenList>,
    notes: Vec<Item>,
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
            frames: vec![Frame {
                role,
                ..Frame::default()
            }],
            tables: Vec::new(),
            open_lists: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn take(&mut self, event: Event, bytes: Range<usize>) {
        match event {
            Event::Start(element) => self.open(&element),
            Event::Empty(element) => {
                self.open(&element);
                self.close(element.local_name().as_ref());
            }
            Event::End(element) => self.close(element.local_name().as_ref()),
            Event::Text(written) => self.text(&written.into_inner(), bytes),
            Event::CData(written) => self.text(&written.into_inner(), bytes),
            Event::GeneralRef(name) => self.text(&xml::character(&name), bytes),
            _ => {}
        }
    }

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
            "s" => self
                .made(&" ".repeat(xml::number(element, "c").unwrap_or(1).min(SPACES_MAX) as usize)),
            "tab" => self.made("\t"),
            "line-break" => self.line_break(),
            "list" => self.open_list(element),
            "list-item" => self.open_item(element),
            "table" => self.open_table(),
            "table-header-rows" => self.with_table(|table| table.heading(true)),
            "table-row" => self.with_table(OpenTable::open_row),
            "table-cell" => self.open_cell(element),
            "covered-table-cell" => {
                self.with_table(|table| table.pass_cell(element));
                self.skipping = Some(self.depth);
            }
            "note-body" => self.open_frame(FrameKind::Note, Role::Footnote),
            "text-box" => self.open_frame(FrameKind::TextBox, self.role),
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
            "p" | "h" => self.close_para(),
            "span" => self.close_span(),
            "list" => drop(self.open_lists.pop()),
            "table" => self.close_table(),
            "table-header-rows" => self.with_table(|table| table.heading(false)),
            "table-row" => self.with_table(OpenTable::close_row),
            "table-cell" => self.close_frame(FrameKind::Cell),
            "note-body" => self.close_frame(FrameKind::Note),
            "text-box" => self.close_frame(FrameKind::TextBox),
            _ => {}
        }
        if is_root(self.role, name) {
            self.reading -= 1;
        }
    }

    fn frame(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    fn para(&mut self) -> Option<&mut OpenPara> {
        self.frames.last_mut()?.open.as_mut()
    }

    fn open_para(&mut self, name: &str, element: &BytesStart) {
        let style = xml::attribute(element, "style-name").unwrap_or_default();
        let style = self.styles.of_para(&style);
        let label = self.label();
        let level = xml::number(element, "outline-level").filter(|_| name == "h");
        let Some(frame) = self.frame() else { return };
        let role = match (frame.role, level) {
            (Role::Body, Some(level)) => Role::Heading(level.clamp(1, 9) as u8),
            (role, _) => role,
        };
        let mut open = OpenPara {
            para: Para::new(role),
            styles: vec![style],
        };
        if let Some(label) = label {
            open.write(&label, Place::Made);
            open.write(" ", Place::Made);
        }
        frame.open = Some(open);
    }

    /// The label that the item being read has still to give.
    fn label(&mut self) -> Option<String> {
        let outside = self.frames.last().map_or(0, |frame| frame.lists_outside);
        let level = self.open_lists.len().checked_sub(outside + 1)?;
        let list = self.open_lists.last_mut()?;
        let value = list.label.take()?;
        self.lists.next_label(&list.style, level, value)
    }

    fn open_list(&mut self, element: &BytesStart) {
        let outside = self.frames.last().map_or(0, |frame| frame.lists_outside);
        let inherited = self
            .open_lists
            .get(outside..)
            .and_then(|lists| lists.last());
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
        self.open_lists.push(OpenList { style, label: None });
    }

    fn open_item(&mut self, element: &BytesStart) {
        if let Some(list) = self.open_lists.last_mut() {
            list.label = Some(xml::number(element, "start-value"));
        }
    }

    fn open_span(&mut self, element: &BytesStart) {
        let style = xml::attribute(element, "style-name").unwrap_or_default();
        let style = self.styles.of(&style);
        if let Some(open) = self.para().filter(|open| open.styles.len() < DEPTH_MAX) {
            let mut inner = open.styles.last().cloned().unwrap_or_default();
            inner.take(&style);
            open.styles.push(inner);
        }
    }

    fn close_span(&mut self) {
        if let Some(open) = self.para().filter(|open| 1 < open.styles.len()) {
            open.styles.pop();
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
        if let Some(open) = self.para() {
            open.write(text, place);
        }
    }

    fn made(&mut self, text: &str) {
        if let Some(open) = self.para() {
            open.write(text, Place::Made);
        }
    }

    /// A line break inside a paragraph starts a new one: letterheads and recipients are typed so.
    fn line_break(&mut self) {
        let Some(open) = self.frame().and_then(|frame| frame.open.take()) else {
            return;
        };
        let next = OpenPara {
            para: Para::new(open.para.role),
            styles: open.styles.clone(),
        };
        if let Some(frame) = self.frame() {
            frame.items.extend(open.finish());
            frame.open = Some(next);
        }
    }

    fn close_para(&mut self) {
        if let Some(frame) = self.frame() {
            let done = frame.open.take().and_then(OpenPara::finish);
            frame.items.extend(done);
            let boxes = std::mem::take(&mut frame.boxes);
            frame.items.extend(boxes);
        }
    }

    fn open_table(&mut self) {
        self.close_para();
        self.tables.push(OpenTable::default());
    }

    fn open_cell(&mut self, element: &BytesStart) {
        if !self.tables.is_empty() {
            self.with_table(|table| table.open_cell(element));
            self.open_frame(FrameKind::Cell, self.role);
        }
    }

    fn with_table(&mut self, change: impl FnOnce(&mut OpenTable)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn close_table(&mut self) {
        if let Some(table) = self.tables.pop()
            && let Some(frame) = self.frame()
        {
            frame.items.push(Item::Grid(table.finish()));
        }
    }

    /// Beyond the limit the paragraphs stay in the frame around them.
    fn open_frame(&mut self, kind: FrameKind, role: Role) {
        if self.frames.len() < FRAMES_MAX {
            self.frames.push(Frame {
                kind,
                role,
                lists_outside: self.open_lists.len(),
                ..Frame::default()
            });
        }
    }

    fn close_frame(&mut self, kind: FrameKind) {
        if self.frames.last().is_none_or(|frame| frame.kind != kind) {
            return;
        }
        self.close_para();
        let items = self
            .frames
            .pop()
            .map(|frame| frame.items)
            .unwrap_or_default();
        match kind {
            FrameKind::Cell => self.with_table(|table| table.close_cell(items)),
            FrameKind::Note => self.notes.extend(items),
            FrameKind::TextBox | FrameKind::Part => {
                if let Some(frame) = self.frame() {
                    frame.boxes.extend(items);
                }
            }
        }
    }

    /// What was read of a part that broke off is kept; notes come last.
    fn finish(mut self) -> Vec<Item> {
        while let Some(kind) = self.frames.last().map(|frame| frame.kind) {
            match kind {
                FrameKind::Part => break,
                FrameKind::Note | FrameKind::TextBox => self.close_frame(kind),
                FrameKind::Cell => {
                    self.close_frame(kind);
                    self.with_table(OpenTable::close_row);
                    self.close_table();
                }
            }
        }
        self.close_para();
        while !self.tables.is_empty() {
            self.close_table();
        }
        let mut items = self
            .frames
            .pop()
            .map(|frame| frame.items)
            .unwrap_or_default();
        items.append(&mut self.notes);
        items
    }
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
