//! Paragraph styles: what a paragraph inherits that matters here.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::xml;
use crate::text::legacy::Face;

/// Styles based on styles; Word stops at ten.
const CHAIN_MAX: usize = 12;

/// What is set, at one of the places where it can be set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub hidden: Option<bool>,
    pub centered: Option<bool>,
    pub size: Option<f32>,
    /// What the font says of the letters set in it.
    pub face: Option<Face>,
    /// 1 for "heading 1"; also from an outline level.
    pub heading: Option<u8>,
    pub list: Option<u32>,
    pub list_level: Option<u32>,
    based_on: Option<String>,
}

#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default: Style,
    /// What holds for the whole document (`w:docDefaults`).
    document: Style,
}

impl Styles {
    /// The style with what it inherits; the default paragraph style for an unknown id.
    pub fn of(&self, id: Option<&str>) -> Style {
        let mut found = self.document.clone();
        found.take(&self.default);
        let mut chain = Vec::new();
        let mut next = id.and_then(|id| self.by_id.get(id));
        while let Some(style) = next.filter(|_| chain.len() < CHAIN_MAX) {
            chain.push(style);
            next = style.based_on.as_deref().and_then(|id| self.by_id.get(id));
        }
        for style in chain.into_iter().rev() {
            found.take(style);
        }
        found
    }
}

impl Style {
    /// Takes over what `over` sets.
    pub fn take(&mut self, over: &Style) {
        self.bold = over.bold.or(self.bold);
        self.italic = over.italic.or(self.italic);
        self.hidden = over.hidden.or(self.hidden);
        self.centered = over.centered.or(self.centered);
        self.size = over.size.or(self.size);
        self.face = over.face.or(self.face);
        self.heading = over.heading.or(self.heading);
        self.list = over.list.or(self.list);
        self.list_level = over.list_level.or(self.list_level);
    }

    /// Takes in one property element of a paragraph, a run or a style.
    pub fn property(&mut self, element: &BytesStart) {
        let number = || xml::number(element, "val");
        match element.local_name().as_ref() {
            "b" => self.bold = Some(xml::is_on(element)),
            "i" => self.italic = Some(xml::is_on(element)),
            "vanish" => self.hidden = Some(xml::is_on(element)),
            "jc" => self.centered = xml::attribute(element, "val").map(|value| value == "center"),
            "sz" => self.size = number().map(|half_points| half_points as f32 / 2.0),
            "rFonts" => self.face = face(element).or(self.face),
            "outlineLvl" => self.heading = number().filter(|at| *at < 9).map(|at| at as u8 + 1),
            "numId" => self.list = number(),
            "ilvl" => self.list_level = number(),
            _ => {}
        }
    }

    fn property_of_style(&mut self, element: &BytesStart) {
        match element.local_name().as_ref() {
            "basedOn" => self.based_on = xml::attribute(element, "val"),
            "name" => {
                let name = xml::attribute(element, "val")
                    .unwrap_or_default()
                    .to_lowercase();
                let level = name
                    .strip_prefix("heading ")
                    .and_then(|level| level.parse().ok());
                self.heading = level.or(self.heading);
            }
            _ => self.property(element),
        }
    }
}

/// A theme font has no name here and says nothing.
fn face(element: &BytesStart) -> Option<Face> {
    let name = xml::attribute(element, "hAnsi").or_else(|| xml::attribute(element, "ascii"));
    name.map(|name| Face::of_font(&name))
}

pub(super) fn read(text: Option<&str>) -> Styles {
    let mut styles = Styles::default();
    let mut reader = Reader::from_str(text.unwrap_or_default());
    let mut open: Option<(String, bool)> = None;
    let mut style = Style::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "style" => {
                open = Some(id_and_default(&element));
                style = Style::default();
            }
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let style = match open {
                    Some(_) => &mut style,
                    None => &mut styles.document,
                };
                style.property_of_style(&element);
            }
            Ok(Event::End(element)) if element.local_name().as_ref() == "style" => {
                let Some((id, is_default)) = open.take() else {
                    continue;
                };
                let done = std::mem::take(&mut style);
                if is_default {
                    styles.default = done.clone();
                }
                styles.by_id.insert(id, done);
            }
            Ok(Event::Eof) | Err(_) => return styles,
            Ok(_) => {}
        }
    }
}

fn id_and_default(element: &BytesStart) -> (String, bool) {
    let id = xml::attribute(element, "styleId").unwrap_or_default();
    let of_paragraphs = xml::attribute(element, "type").is_some_and(|kind| kind == "paragraph");
    let is_default = xml::attribute(element, "default").is_some_and(|on| on == "1");
    (id, of_paragraphs && is_default)
}
