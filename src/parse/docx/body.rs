//! One part as a stream of events, turned into paragraphs and grids.
//!
//! Text is text only inside `<w:t>`: drawing offsets (`wp:posOffset`) and field codes are not. Of an
//! `mc:AlternateContent` the `Choice` is read; its text box stands after the paragraph that anchors it.
//! Insertions of tracked changes are text, deletions are not.

use std::ops::Range;

use quick_xml::events::BytesStart;

use crate::parse::flow::{Item, Role};
use crate::parse::frames::{FrameKind, Frames, OpenGrid};
use crate::parse::numbering::Numbering;
use crate::parse::xml;
use crate::text::{self, Place, SourceSpan};

use super::paragraph::OpenPara;
use super::styles::Styles;
use super::table::OpenTable;

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
        let broken = xml::walk(text, &mut state);
        (state.frames.finish(), broken)
    }
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
    frames: Frames<OpenPara<'a>, OpenTable>,
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
            frames: Frames::new(),
            skipping: None,
            properties: Properties::None,
            in_text: false,
        }
    }
}

impl xml::Walker for State<'_, '_> {
    fn open(&mut self, element: &BytesStart) {
        self.depth += 1;
        if self.skipping.is_some() {
            return;
        }
        if is_skipped(element) || self.is_running_head(element) {
            self.note_deletion(element);
            self.skipping = Some(self.depth);
            return;
        }
        match element.local_name().as_ref() {
            "t" if element.name().as_ref() == "wx:t" => self.written_label(element),
            "p" => self.open_para(),
            "pPr" => self.properties = Properties::Paragraph,
            "rPr" if self.properties == Properties::Paragraph => {
                self.properties = Properties::ParagraphMark;
            }
            "rPr" => self.properties = Properties::Run,
            "r" => self.frames.with_para(OpenPara::start_run),
            "t" => self.open_text(),
            "tab" | "ptab" if self.properties == Properties::None => self.made("\t"),
            "br" | "cr" => self.frames.break_line(),
            "noBreakHyphen" => self.made("-"),
            "sym" => self.made(symbol(element)),
            "tbl" => self.frames.open_table(OpenTable::default()),
            "tr" => self.frames.with_table(OpenTable::open_row),
            "tc" => self.open_cell(),
            "txbxContent" => self.frames.open(FrameKind::TextBox),
            _ => self.property(element),
        }
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
            "tbl" => self.frames.close_table(),
            "tr" => self.frames.with_table(OpenTable::close_row),
            "tc" => self.frames.close(FrameKind::Cell),
            "txbxContent" => self.frames.close(FrameKind::TextBox),
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
        self.frames.with_para(|open| open.write(written, place));
    }
}

impl<'a> State<'_, 'a> {
    fn property(&mut self, element: &BytesStart) {
        let properties = self.properties;
        self.frames.with_table(|table| table.property(element));
        self.frames.with_para(|open| match properties {
            Properties::Paragraph => open.own_property(element),
            Properties::Run => open.run_property(element),
            Properties::None | Properties::ParagraphMark => {}
        });
    }

    /// A deletion among the properties of a paragraph's mark is that of the mark.
    fn note_deletion(&mut self, element: &BytesStart) {
        let is_deletion = matches!(element.local_name().as_ref(), "del" | "moveFrom");
        if is_deletion && self.properties == Properties::ParagraphMark {
            self.frames.with_para(OpenPara::lose_end);
        }
    }

    /// Word 2003 writes running heads among the properties of a section; later ones have parts.
    fn is_running_head(&self, element: &BytesStart) -> bool {
        1 < self.depth && matches!(element.local_name().as_ref(), "hdr" | "ftr")
    }

    /// Word 2003 writes the label of a list down beside its paragraph.
    fn written_label(&mut self, element: &BytesStart) {
        if let Some(label) = xml::attribute(element, "val").filter(|label| !label.is_empty()) {
            let is_bullet = !label.contains(char::is_alphanumeric);
            self.made(if is_bullet { "-" } else { &label });
            self.made(" ");
        }
    }

    fn made(&mut self, text: &str) {
        self.frames.with_para(|open| open.write_made(text));
    }

    /// The end mark of the paragraph before may have been deleted: then this one goes on with it.
    fn open_para(&mut self) {
        self.in_text = false;
        self.properties = Properties::None;
        let goes_on = self.frames.para().is_some_and(OpenPara::go_on);
        if !goes_on {
            let fresh = OpenPara::new(self.role, self.reader.styles);
            self.frames.open_para(fresh);
        }
    }

    fn open_text(&mut self) {
        self.in_text = true;
        let numbering = &mut self.reader.numbering;
        self.frames.with_para(|open| open.label(numbering));
    }

    /// An empty paragraph of a list has its label and nothing else: that is how the TT column of a
    /// table counts its rows. Outside a table it is a slip of the typist's.
    fn close_para(&mut self) {
        if self.frames.kind() == FrameKind::Cell {
            let numbering = &mut self.reader.numbering;
            self.frames.with_para(|open| open.label(numbering));
        }
        let goes_on = self.frames.para().is_some_and(|open| open.lost_its_end());
        if !goes_on {
            self.frames.close_para();
        }
    }

    fn open_cell(&mut self) {
        if self.frames.in_table() {
            self.frames.with_table(OpenTable::open_cell);
            self.frames.open(FrameKind::Cell);
        }
    }
}

/// What a letter of a font of symbols shows; a bullet for those that show an ornament.
fn symbol(element: &BytesStart) -> &'static str {
    let font = xml::attribute(element, "font").unwrap_or_default();
    let code = xml::attribute(element, "char");
    let code = code.and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
    code.and_then(|code| text::symbol(&font, code))
        .unwrap_or("-")
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
