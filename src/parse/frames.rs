//! Containers inside containers, as the packages of Word and LibreOffice nest them: the part itself,
//! the cells of its tables, text boxes, notes.
//!
//! Both readers are a stream of elements; what differs is their names. Here is what does not: where a
//! finished paragraph goes, that a text box follows the paragraph that anchors it, and that what was
//! read of a part that broke off is kept.

use super::flow::{Grid, Item};

/// Cells, notes and text boxes inside each other; offices reach three.
const FRAMES_MAX: usize = 40;

/// A paragraph being read.
pub(super) trait OpenParagraph {
    /// The finished paragraph; `None` if there is nothing to see in it.
    fn finish(self) -> Option<Item>;

    /// The paragraph after a line break: like this one, without a label of its own.
    fn next_line(&self) -> Self;
}

/// A table being read.
pub(super) trait OpenGrid {
    fn close_cell(&mut self, items: Vec<Item>);
    fn close_row(&mut self);
    /// The table as it is; a row that broke off counts.
    fn finish(self) -> Grid;
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum FrameKind {
    #[default]
    Part,
    Cell,
    Note,
    TextBox,
}

struct Frame<P> {
    kind: FrameKind,
    items: Vec<Item>,
    para: Option<P>,
    /// Text boxes of the paragraph being read: they follow it.
    boxes: Vec<Item>,
}

impl<P> Frame<P> {
    fn new(kind: FrameKind) -> Frame<P> {
        Frame {
            kind,
            items: Vec::new(),
            para: None,
            boxes: Vec::new(),
        }
    }
}

pub(super) struct Frames<P, T> {
    frames: Vec<Frame<P>>,
    tables: Vec<T>,
    notes: Vec<Item>,
}

impl<P: OpenParagraph, T: OpenGrid> Frames<P, T> {
    pub fn new() -> Frames<P, T> {
        Frames {
            frames: vec![Frame::new(FrameKind::Part)],
            tables: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// How many containers are open, the part among them.
    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    pub fn kind(&self) -> FrameKind {
        self.frames
            .last()
            .map_or(FrameKind::Part, |frame| frame.kind)
    }

    /// True if the text being read stands in a note.
    pub fn in_note(&self) -> bool {
        self.frames
            .iter()
            .any(|frame| frame.kind == FrameKind::Note)
    }

    pub fn para(&mut self) -> Option<&mut P> {
        self.frames.last_mut()?.para.as_mut()
    }

    pub fn with_para(&mut self, change: impl FnOnce(&mut P)) {
        if let Some(para) = self.para() {
            change(para);
        }
    }

    pub fn open_para(&mut self, para: P) {
        if let Some(frame) = self.frames.last_mut() {
            frame.para = Some(para);
        }
    }

    /// A line break inside a paragraph starts a new one: letterheads and recipients are typed so.
    pub fn break_line(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if let Some(open) = frame.para.take() {
            let next = open.next_line();
            frame.items.extend(open.finish());
            frame.para = Some(next);
        }
    }

    pub fn close_para(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            let done = frame.para.take().and_then(P::finish);
            frame.items.extend(done);
            frame.items.append(&mut frame.boxes);
        }
    }

    /// Beyond the limit the paragraphs stay in the frame around them.
    pub fn open(&mut self, kind: FrameKind) {
        if self.frames.len() < FRAMES_MAX {
            self.frames.push(Frame::new(kind));
        }
    }

    /// Closes the frame, if it is one of that kind that is open.
    pub fn close(&mut self, kind: FrameKind) {
        if self.kind() != kind || kind == FrameKind::Part {
            return;
        }
        self.close_para();
        let items = self.take_frame();
        match kind {
            FrameKind::Cell => self.with_table(|table| table.close_cell(items)),
            FrameKind::Note => self.notes.extend(items),
            FrameKind::TextBox | FrameKind::Part => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.boxes.extend(items);
                }
            }
        }
    }

    pub fn with_table(&mut self, change: impl FnOnce(&mut T)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    pub fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    pub fn open_table(&mut self, table: T) {
        self.close_para();
        self.tables.push(table);
    }

    pub fn close_table(&mut self) {
        if let (Some(table), Some(frame)) = (self.tables.pop(), self.frames.last_mut()) {
            frame.items.push(Item::Grid(table.finish()));
        }
    }

    /// All that was read, notes last; what was still open is closed.
    pub fn finish(mut self) -> Vec<Item> {
        loop {
            let kind = self.kind();
            self.close(kind);
            match kind {
                FrameKind::Part => break,
                FrameKind::Note | FrameKind::TextBox => {}
                FrameKind::Cell => {
                    self.with_table(T::close_row);
                    self.close_table();
                }
            }
        }
        self.close_para();
        while self.in_table() {
            self.close_table();
        }
        let mut items = self.take_frame();
        items.append(&mut self.notes);
        items
    }

    fn take_frame(&mut self) -> Vec<Item> {
        self.frames
            .pop()
            .map(|frame| frame.items)
            .unwrap_or_default()
    }
}
