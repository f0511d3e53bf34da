//! One part as a stream of events, turned into paragraphs and grids.
//!
//! Text is text only inside `<w:t>`: drawing offsets (`wp:posOffset`) and field codes are not. Of an
//! `mc:AlternateContent` the `Choice` is read; its text box stands after the paragraph that anchors it.
//! Insertions of tracked changes are text, deletions are not.

use std::ops::Range;

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::flow::{Item, Role};
use crate::parse::xml;
use crate::text::{Place, SourceSpan};

use super::numbering::Numbering;
use super::paragraph::OpenPara;
use super::styles::Styles;
use super::table::OpenTable;

/// Elements inside each other; Word's own documents reach about 40.
const DEPTH_MAX: usize = 512;

/// Cells and text boxes inside each other.
const FRAMES_MAX: usize = 40;

pub(super) struct Reader<'a> {
    styles: &'a Styles,
    numbering: Numbering,
}

impl<'a> Reader<'a> {
    pub fn new(styles: &'a Styles, numbering: Numbering) -> Reader<'a> {
        Reader { styles, numbering }
    }

    /// The items of one part, and whether it broke off.
    pub fn read(&mut self, text: &str, part: u16, role: Role) -> (Vec<Item>, bool) {
        let mut state = State::new(self, part, role);
        let mut reader = XmlReader::from_str(text);
        reader.config_mut().check_end_names = false;
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event();
            let bytes = start..reader.buffer_position() as usize;
            match event {
                Ok(Event::Eof) => return (state.finish(), false),
                Ok(event) if state.depth <= DEPTH_MAX => state.take_in(event, bytes),
                Ok(_) | Err(_) => return (state.finish(), true),
            }
        }
    }
}

/// A container of paragraphs: the part itself, a cell, a text box.
#[derive(Default)]
struct Frame {
    items: Vec<Item>,
    para: Option<OpenPara>,
    /// Text boxes of the paragraph being read: they follow it.
    boxes: Vec<Item>,
    kind: FrameKind,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum FrameKind {
    #[default]
    Part,
    Cell,
    TextBox,
}

/// Which properties are being read.
#[derive(Clone, Copy, Default, PartialEq)]
enum Properties {
    #[default]
    None,
    Paragraph,
    Run,
    /// The mark at the end of the paragraph, whose look is nobody's.
    ParagraphMark,
}

struct State<'r, 'a> {
    reader: &'r mut Reader<'a>,
    part: u16,
    role: Role,
    depth: usize,
    frames: Vec<Frame>,
    tables: Vec<OpenTable>,
    /// Depth at which skipping began: `mc:Fallback`, deleted text, former properties.
    skipping: Option<usize>,
    properties: Properties,
    in_text: bool,
}

impl<'r, 'a> State<'r, 'a> {
    fn new(reader: &'r mut Reader<'a>, part: u16, role: Role) -> State<'r, 'a> {
        State {
            reader,
            part,
            role,
            depth: 0,
            frames: vec![Frame::default()],
            tables: Vec::new(),
            skipping: None,
            properties: Properties::None,
            in_text: false,
        }
    }

    fn take_in(&mut self, event: Event, bytes: Range<usize>) {
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
        if self.skipping.is_some() {
            return;
        }
        if is_skipped(element) {
            self.skipping = Some(self.depth);
            return;
        }
        match element.local_name().as_ref() {
            "p" => self.open_para(),
            "pPr" => self.properties = Properties::Paragraph,
            "rPr" if self.properties == Properties::Paragraph => {
                self.properties = Properties::ParagraphMark;
            }
            "rPr" => self.properties = Properties::Run,
            "r" => self.with_para(OpenPara::start_run),
            "t" => self.open_text(),
            "tab" | "ptab" if self.properties == Properties::None => self.made("\t"),
            "br" | "cr" => self.line_break(),
            "noBreakHyphen" | "sym" => self.made("-"),
            "tbl" => self.open_table(),
            "tr" => self.with_table(OpenTable::open_row),
            "tc" => self.open_cell(),
            "txbxContent" => self.open_frame(FrameKind::TextBox),
            _ => self.property(element),
        }
    }

    fn property(&mut self, element: &BytesStart) {
        let properties = self.properties;
        self.with_table(|table| table.property(element));
        self.with_para(|open| match properties {
            Properties::Paragraph => open.own_property(element),
            Properties::Run => open.run_property(element),
            Properties::None | Properties::ParagraphMark => {}
        });
    }

    fn close(&mut self, name: &str) {
        let depth = self.depth;
        self.depth = self.depth.saturating_sub(1);
        if let Some(from) = self.skipping {
            self.skipping = (depth > from).then_some(from);
            return;
        }
        match name {
            "p" => self.close_para(),
            "rPr" if self.properties == Properties::ParagraphMark => {
                self.properties = Properties::Paragraph;
            }
            "pPr" | "rPr" => self.properties = Properties::None,
            "t" => self.in_text = false,
            "tbl" => self.close_table(),
            "tr" => self.with_table(OpenTable::close_row),
            "tc" => self.close_frame(FrameKind::Cell),
            "txbxContent" => self.close_frame(FrameKind::TextBox),
            _ => {}
        }
    }

    fn text(&mut self, written: &str, bytes: Range<usize>) {
        if !self.in_text || self.skipping.is_some() {
            return;
        }
        let place = Place::Part {
            part: self.part,
            bytes: SourceSpan::new(bytes.start, bytes.end),
        };
        self.with_para(|open| open.write(written, place));
    }

    fn made(&mut self, text: &str) {
        self.with_para(|open| open.write_made(text));
    }

    fn with_para(&mut self, change: impl FnOnce(&mut OpenPara)) {
        if let Some(open) = self.frames.last_mut().and_then(|frame| frame.para.as_mut()) {
            change(open);
        }
    }

    fn with_table(&mut self, change: impl FnOnce(&mut OpenTable)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn open_para(&mut self) {
        self.in_text = false;
        self.properties = Properties::None;
        let role = self.role;
        if let Some(frame) = self.frames.last_mut() {
            frame.para = Some(OpenPara::new(role));
        }
    }

    fn open_text(&mut self) {
        self.in_text = true;
        let open = self.frames.last_mut().and_then(|frame| frame.para.as_mut());
        if let Some(open) = open {
            open.label(self.reader.styles, &mut self.reader.numbering);
        }
    }

    /// A line break inside a paragraph starts a new one: letterheads and recipients are typed so.
    fn line_break(&mut self) {
        let styles = self.reader.styles;
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if let Some(open) = frame.para.take() {
            let next = open.next_line();
            frame.items.extend(open.finish(styles));
            frame.para = Some(next);
        }
    }

    /// An empty paragraph of a list has its label and nothing else: that is how the TT column of a
    /// table counts its rows. Outside a table it is a slip of the typist's.
    fn close_para(&mut self) {
        let styles = self.reader.styles;
        if let Some(frame) = self.frames.last_mut() {
            if let Some(open) = frame
                .para
                .as_mut()
                .filter(|_| frame.kind == FrameKind::Cell)
            {
                open.label(styles, &mut self.reader.numbering);
            }
            let done = frame.para.take().and_then(|open| open.finish(styles));
            frame.items.extend(done);
            let boxes = std::mem::take(&mut frame.boxes);
            frame.items.extend(boxes);
        }
    }

    fn open_table(&mut self) {
        self.close_para();
        self.tables.push(OpenTable::default());
    }

    fn open_cell(&mut self) {
        if !self.tables.is_empty() {
            self.with_table(OpenTable::open_cell);
            self.open_frame(FrameKind::Cell);
        }
    }

    /// Beyond the limit the paragraphs stay in the frame around them.
    fn open_frame(&mut self, kind: FrameKind) {
        if self.frames.len() < FRAMES_MAX {
            self.frames.push(Frame {
                kind,
                ..Frame::default()
            });
        }
    }

    fn close_frame(&mut self, kind: FrameKind) {
        let is_open = self.frames.last().is_some_and(|frame| frame.kind == kind);
        if !is_open {
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
            FrameKind::TextBox | FrameKind::Part => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.boxes.extend(items);
                }
            }
        }
    }

    fn close_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        if let Some(frame) = self.frames.last_mut() {
            frame.items.push(Item::Grid(table.close()));
        }
    }

    /// What was read of a part that broke off is kept.
    fn finish(mut self) -> Vec<Item> {
        while let Some(kind) = self.frames.last().map(|frame| frame.kind) {
            match kind {
                FrameKind::Part => break,
                FrameKind::TextBox => self.close_frame(kind),
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
        self.frames
            .pop()
            .map(|frame| frame.items)
            .unwrap_or_default()
    }
}

/// Elements whose content is not text of the document as it stands.
fn is_skipped(element: &BytesStart) -> bool {
    match element.local_name().as_ref() {
        "Fallback" | "del" | "moveFrom" | "instrText" | "delText" | "delInstrText"
        | "rPrChange" | "pPrChange" | "tblPrChange" | "tcPrChange" | "trPrChange"
        | "sectPrChange" => true,
        // The separator lines of the footnote part are not footnotes; ordinary ones have no type.
        "footnote" | "endnote" => {
            let kind = xml::attribute(element, "type");
            kind.is_some_and(|kind| kind != "normal")
        }
        // Text of charts and diagrams (DrawingML) is not the document's.
        "p" | "t" | "r" => element.name().as_ref().starts_with("a:"),
        _ => false,
    }
}
