//! A paragraph being read: its own properties, those of its style, and those of the current run.

use quick_xml::events::BytesStart;

use crate::parse::Style as Look;
use crate::parse::flow::{Item, Para, Role};
use crate::parse::xml;
use crate::text::Place;

use super::numbering::Numbering;
use super::styles::{Style, Styles};

#[derive(Default)]
pub(super) struct OpenPara {
    para: Para,
    style_id: Option<String>,
    /// Set in the paragraph itself.
    own: Style,
    /// Style and own properties together, once settled.
    style: Style,
    settled: bool,
    run: Style,
    labelled: bool,
}

impl OpenPara {
    pub fn new(role: Role) -> OpenPara {
        OpenPara {
            para: Para::new(role),
            ..OpenPara::default()
        }
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
    pub fn settle(&mut self, styles: &Styles) {
        if !std::mem::replace(&mut self.settled, true) {
            self.style = styles.of(self.style_id.as_deref());
            self.style.take(&self.own);
        }
    }

    /// Puts the list label before the first letter.
    pub fn label(&mut self, styles: &Styles, numbering: &mut Numbering) {
        if std::mem::replace(&mut self.labelled, true) {
            return;
        }
        self.settle(styles);
        let list = self.style.list.filter(|list| *list > 0);
        let level = self.style.list_level.unwrap_or(0);
        if let Some(label) = list.and_then(|list| numbering.next_label(list, level)) {
            self.para.push_made(&label);
            self.para.push_made(" ");
        }
    }

    pub fn write(&mut self, text: &str, place: Place) {
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

    /// The paragraph after a line break: like this one, without a label of its own.
    pub fn next_line(&self) -> OpenPara {
        OpenPara {
            para: Para::new(self.para.role),
            style_id: self.style_id.clone(),
            own: self.own.clone(),
            style: self.style.clone(),
            settled: self.settled,
            run: self.run.clone(),
            labelled: true,
        }
    }

    /// The finished paragraph; `None` if there is nothing to see in it.
    pub fn finish(mut self, styles: &Styles) -> Option<Item> {
        if self.para.is_blank() {
            return None;
        }
        self.settle(styles);
        self.para.style.centered = self.style.centered.unwrap_or(false);
        if let (Role::Body, Some(level)) = (self.para.role, self.style.heading) {
            self.para.role = Role::Heading(level);
        }
        self.para.settle();
        Some(Item::Para(self.para))
    }
}
