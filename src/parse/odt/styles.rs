//! Styles by name: what paragraphs and spans inherit that matters here.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::xml;
use crate::text::legacy::Face;

/// Styles based on styles.
const CHAIN_MAX: usize = 16;

/// What is set, at one of the places where it can be set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub hidden: Option<bool>,
    pub centered: Option<bool>,
    pub size: Option<f32>,
    pub face: Option<Face>,
    /// The list whose labels the paragraphs of the style bear.
    pub list: Option<String>,
    parent: Option<String>,
}

#[derive(Default)]
pub(super) struct Styles {
    by_name: HashMap<String, Style>,
    default: Style,
}

impl Styles {
    /// Takes in the styles of a part; those of a later part hold over earlier ones of the same name.
    pub fn take_part(&mut self, part: &str) {
        let mut reader = Reader::from_str(part);
        reader.config_mut().check_end_names = false;
        let mut open: Option<(String, Style)> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => match element.local_name().as_ref() {
                    "style" | "default-style" => open = Some(start(&element)),
                    _ => take(&mut open, &element),
                },
                Ok(Event::Empty(element)) if element.local_name().as_ref() == "style" => {
                    self.put(start(&element));
                }
                Ok(Event::Empty(element)) => take(&mut open, &element),
                Ok(Event::End(element)) => {
                    if matches!(element.local_name().as_ref(), "style" | "default-style") {
                        open.take().into_iter().for_each(|done| self.put(done));
                    }
                }
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn put(&mut self, (name, style): (String, Style)) {
        if name.is_empty() {
            self.default.take(&style);
        } else {
            self.by_name.insert(name, style);
        }
    }

    /// The style of a paragraph with what it inherits.
    pub fn of_para(&self, name: &str) -> Style {
        let mut found = self.default.clone();
        found.take(&self.of(name));
        found
    }

    /// What a style sets, by itself and by those it is based on.
    pub fn of(&self, name: &str) -> Style {
        let mut chain = Vec::new();
        let mut next = self.by_name.get(name);
        while let Some(style) = next.filter(|_| chain.len() < CHAIN_MAX) {
            chain.push(style);
            next = style
                .parent
                .as_deref()
                .and_then(|parent| self.by_name.get(parent));
        }
        let mut found = Style::default();
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
        self.list = over.list.clone().or(self.list.take());
    }
}

/// Name and start of a style; the default style of paragraphs has no name.
fn start(element: &BytesStart) -> (String, Style) {
    let style = Style {
        parent: xml::attribute(element, "parent-style-name"),
        list: xml::attribute(element, "list-style-name").filter(|name| !name.is_empty()),
        ..Style::default()
    };
    let is_default = element.local_name().as_ref() == "default-style";
    let family = xml::attribute(element, "family").unwrap_or_default();
    let name = xml::attribute(element, "name").unwrap_or_default();
    match is_default && family != "paragraph" {
        true => (family, Style::default()),
        false => (name, style),
    }
}

fn take(open: &mut Option<(String, Style)>, element: &BytesStart) {
    let Some((_, style)) = open else { return };
    let value = |name: &str| xml::attribute(element, name);
    match element.local_name().as_ref() {
        "text-properties" => {
            style.bold = value("font-weight")
                .map(|weight| is_bold(&weight))
                .or(style.bold);
            style.italic = value("font-style")
                .map(|slope| slope != "normal")
                .or(style.italic);
            style.hidden = value("display")
                .map(|display| display == "none")
                .or(style.hidden);
            style.size = value("font-size")
                .and_then(|size| points(&size))
                .or(style.size);
            let font = value("font-name").or_else(|| value("font-family"));
            style.face = font.map(|name| Face::of_font(&name)).or(style.face);
        }
        "paragraph-properties" => {
            style.centered = value("text-align")
                .map(|align| align == "center")
                .or(style.centered);
        }
        _ => {}
    }
}

fn is_bold(weight: &str) -> bool {
    weight == "bold" || weight.parse().is_ok_and(|weight: u32| 600 <= weight)
}

fn points(size: &str) -> Option<f32> {
    size.strip_suffix("pt")?.trim().parse().ok()
}
