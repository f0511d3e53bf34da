//! The paragraph being read.

use crate::parse::Style as Look;
use crate::parse::flow::{Item, Para, Role};
use crate::parse::frames::OpenParagraph;
use crate::text::Place;

use super::styles::Style;

/// Spans inside each other.
const SPANS_MAX: usize = 500;

pub(super) struct OpenPara {
    para: Para,
    /// Of the paragraph, then of each open span.
    styles: Vec<Style>,
}

impl OpenPara {
    pub fn new(role: Role, style: Style) -> OpenPara {
        OpenPara {
            para: Para::new(role),
            styles: vec![style],
        }
    }

    pub fn open_span(&mut self, style: &Style) {
        if self.styles.len() < SPANS_MAX {
            let mut inner = self.styles.last().cloned().unwrap_or_default();
            inner.take(style);
            self.styles.push(inner);
        }
    }

    pub fn close_span(&mut self) {
        if 1 < self.styles.len() {
            self.styles.pop();
        }
    }

    /// Writes text, unless its style hides it: it is not on the page.
    pub fn write(&mut self, text: &str, place: Place) {
        let style = self.styles.last().cloned().unwrap_or_default();
        if style.hidden.unwrap_or(false) {
            return;
        }
        self.para.face = style.face.unwrap_or_default();
        let look = Look {
            bold: style.bold.unwrap_or(false),
            italic: style.italic.unwrap_or(false),
            size: style.size.unwrap_or(0.0),
            ..Look::default()
        };
        self.para.push_styled(text, place, look);
    }
}

impl OpenParagraph for OpenPara {
    fn next_line(&self) -> OpenPara {
        OpenPara {
            para: Para::new(self.para.role),
            styles: self.styles.clone(),
        }
    }

    fn finish(mut self) -> Option<Item> {
        if self.para.is_blank() {
            return None;
        }
        let centered = self.styles.first().and_then(|style| style.centered);
        self.para.style.centered = centered.unwrap_or(false);
        self.para.settle();
        Some(Item::Para(self.para))
    }
}
