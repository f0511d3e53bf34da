//! Containers of paragraphs, and the paragraph being read in one.

use crate::parse::Style as Look;
use crate::parse::flow::{Item, Para, Role};
use crate::text::Place;

use super::styles::Style;

/// A container of paragraphs: the part itself, a cell, a note, a text box.
#[derive(Default)]
pub(super) struct Frame {
    pub items: Vec<Item>,
    pub open: Option<OpenPara>,
    /// Text boxes of the paragraph being read: they follow it.
    pub boxes: Vec<Item>,
    pub kind: FrameKind,
    pub role: Role,
    /// Lists open outside the frame: those inside start at the first level.
    pub lists_outside: usize,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum FrameKind {
    #[default]
    Part,
    Cell,
    Note,
    TextBox,
}

pub(super) struct OpenPara {
    pub para: Para,
    /// Of the paragraph, then of each open span.
    pub styles: Vec<Style>,
}

impl OpenPara {
    pub fn write(&mut self, text: &str, place: Place) {
        let style = self.styles.last().cloned().unwrap_or_default();
        self.para.face = style.face.unwrap_or_default();
        let look = Look {
            bold: style.bold.unwrap_or(false),
            italic: style.italic.unwrap_or(false),
            size: style.size.unwrap_or(0.0),
            ..Look::default()
        };
        self.para.push_styled(text, place, look);
    }

    /// The finished paragraph; `None` if there is nothing to see in it.
    pub fn finish(mut self) -> Option<Item> {
        if self.para.is_blank() {
            return None;
        }
        let centered = self.styles.first().and_then(|style| style.centered);
        self.para.style.centered = centered.unwrap_or(false);
        self.para.settle();
        Some(Item::Para(self.para))
    }
}
