//! A paragraph being read: its own properties, those of its style, and those of the current run.

use quick_xml::events::BytesStart;

use crate::parse::Style as Look;
use crate::parse::flow::{Item, Para, Role};
use crate::parse::frames::OpenParagraph;
use crate::parse::numbering::Numbering;
use crate::parse::xml;
use crate::text::Place;

use super::styles::{Style, Styles};

pub(super) struct OpenPara<'a> {
    styles: &'a Styles,
    para: Para,
    style_id: Option<String>,
    /// Set in the paragraph itself.
    own: Style,
    /// Style and own properties together, once settled.
    style: Style,
    settled: bool,
    run: Style,
    labelled: bool,
    end: End,
}

/// What became of the mark that ends the paragraph.
#[derive(Clone, Copy, Default, PartialEq)]
enum End {
    #[default]
    Kept,
    /// Deleted by a tracked change: the next paragraph goes on with this one.
    Lost,
}

impl<'a> OpenPara<'a> {
    pub fn new(role: Role, styles: &'a Styles) -> OpenPara<'a> {
        OpenPara {
            styles,
            para: Para::new(role),
            style_id: None,
            own: Style::default(),
            style: Style::default(),
            settled: false,
            run: Style::default(),
            labelled: false,
            end: End::Kept,
        }
    }

    pub fn lose_end(&mut self) {
        self.end = End::Lost;
    }

    pub fn lost_its_end(&self) -> bool {
        self.end == End::Lost
    }

    /// Goes on as the next paragraph if its end is lost; true if it does.
    pub fn go_on(&mut self) -> bool {
        std::mem::take(&mut self.end) == End::Lost
    }

    pub fn start_run(&mut self) {
        self.run = Style::default();
    }

    pub fn own_property(&mut self, element: &BytesStart) {
        if element.local_name().as_ref() == "pStyle" {
            self.style_id = xml::attribute(element, "val");
        } else {
            self.own.property(element);
        }
    }

    pub fn run_property(&mut self, element: &BytesStart) {
        self.run.property(element);
    }

    /// Works out, once, what the paragraph inherits.
    fn settle(&mut self) {
        if !std::mem::replace(&mut self.settled, true) {
            self.style = self.styles.of(self.style_id.as_deref());
            self.style.take(&self.own);
        }
    }

    /// Puts the list label before the first letter.
    pub fn label(&mut self, numbering: &mut Numbering) {
        if std::mem::replace(&mut self.labelled, true) {
            return;
        }
        self.settle();
        let list = self.style.list.filter(|list| *list > 0);
        let level = self.style.list_level.unwrap_or(0);
        if let Some(label) = list.and_then(|list| numbering.next_label(list, level)) {
            self.para.face = label.face.or(self.style.face).unwrap_or_default();
            self.para.push_made(&label.text);
            self.para.push_made(" ");
        }
    }

    /// Writes text, unless its run is hidden: it is not on the page.
    pub fn write(&mut self, text: &str, place: Place) {
        if self.run.hidden.or(self.style.hidden).unwrap_or(false) {
            return;
        }
        self.para.face = self.run.face.or(self.style.face).unwrap_or_default();
        self.para.push_styled(text, place, self.look());
    }

    pub fn write_made(&mut self, text: &str) {
        self.para.push_made(text);
    }

    /// How a letter of the current run looks: the run over the paragraph over its style.
    fn look(&self) -> Look {
        Look {
            bold: self.run.bold.or(self.style.bold).unwrap_or(false),
            italic: self.run.italic.or(self.style.italic).unwrap_or(false),
            size: self.run.size.or(self.style.size).unwrap_or(0.0),
            ..Look::default()
        }
    }
}

impl OpenParagraph for OpenPara<'_> {
    fn next_line(&self) -> Self {
        OpenPara {
            styles: self.styles,
            para: Para::new(self.para.role),
            style_id: self.style_id.clone(),
            own: self.own.clone(),
            style: self.style.clone(),
            settled: self.settled,
            run: self.run.clone(),
            labelled: true,
            end: self.end,
        }
    }

    fn finish(mut self) -> Option<Item> {
        if self.para.is_blank() {
            return None;
        }
        self.settle();
        self.para.style.centered = self.style.centered.unwrap_or(false);
        if let (Role::Body, Some(level)) = (self.para.role, self.style.heading) {
            self.para.role = Role::Heading(level);
        }
        self.para.settle();
        Some(Item::Para(self.para))
    }
}
