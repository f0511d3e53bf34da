//! The style part: fonts, number formats, borders, and the formats of cells that name them.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::cell::{CellLook, Font};
use super::super::format::Form;
use crate::parse::xml;
use crate::text::legacy::Face;

/// Entries of one list; Excel allows 64,000 formats.
const TABLE_MAX: usize = 70_000;

#[derive(Default)]
pub(super) struct Styles {
    fonts: Vec<Font>,
    /// For each border, whether it has a rule at the left or right.
    borders: Vec<bool>,
    forms: HashMap<u16, Form>,
    cells: Vec<CellFormat>,
}

#[derive(Clone, Copy, Default)]
struct CellFormat {
    font: usize,
    border: usize,
    form: u16,
    centered: bool,
}

impl Styles {
    pub fn cell(&self, style: usize) -> CellLook {
        let format = self.cells.get(style).copied().unwrap_or_default();
        CellLook {
            font: self.fonts.get(format.font).copied().unwrap_or_default(),
            centered: format.centered,
            ruled: self.borders.get(format.border).copied().unwrap_or_default(),
        }
    }

    pub fn form(&self, style: usize) -> Form {
        let number = self.cells.get(style).map_or(0, |format| format.form);
        let own = self.forms.get(&number).copied();
        own.or(Form::built_in(number)).unwrap_or_default()
    }
}

/// Which list of the part is being read.
#[derive(Clone, Copy, Default, PartialEq)]
enum List {
    #[default]
    Other,
    Fonts,
    Borders,
    Cells,
}

pub(super) fn read(part: &str) -> Styles {
    let mut styles = Styles::default();
    let mut list = List::default();
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                list = list_of(&element).unwrap_or(list);
                styles.take(list, &element);
            }
            Ok(Event::End(element)) => {
                if matches!(
                    element.local_name().as_ref(),
                    "fonts" | "borders" | "cellXfs"
                ) {
                    list = List::Other;
                }
            }
            Ok(Event::Eof) | Err(_) => return styles,
            Ok(_) => {}
        }
    }
}

fn list_of(element: &BytesStart) -> Option<List> {
    match element.local_name().as_ref() {
        "fonts" => Some(List::Fonts),
        "borders" => Some(List::Borders),
        "cellXfs" => Some(List::Cells),
        "cellStyleXfs" | "dxfs" | "fills" | "numFmts" | "cellStyles" => Some(List::Other),
        _ => None,
    }
}

impl Styles {
    fn take(&mut self, list: List, element: &BytesStart) {
        let name = element.local_name();
        match (list, name.as_ref()) {
            (List::Other, "numFmt") => self.take_form(element),
            (List::Fonts, "font") if self.fonts.len() < TABLE_MAX => {
                self.fonts.push(Font::default())
            }
            (List::Fonts, _) => {
                if let Some(font) = self.fonts.last_mut() {
                    take_font(font, element);
                }
            }
            (List::Borders, "border") if self.borders.len() < TABLE_MAX => self.borders.push(false),
            (List::Borders, "left" | "right") => {
                let rule = xml::attribute(element, "style").is_some_and(|style| style != "none");
                if let Some(ruled) = self.borders.last_mut() {
                    *ruled |= rule;
                }
            }
            (List::Cells, "xf") if self.cells.len() < TABLE_MAX => {
                self.cells.push(cell_format(element))
            }
            (List::Cells, "alignment") => {
                let align = xml::attribute(element, "horizontal");
                if let Some(format) = self.cells.last_mut() {
                    format.centered = align.is_some_and(|align| align.starts_with("center"));
                }
            }
            _ => {}
        }
    }

    fn take_form(&mut self, element: &BytesStart) {
        let number = xml::number(element, "numFmtId").and_then(|number| u16::try_from(number).ok());
        let code = xml::attribute(element, "formatCode");
        if let Some((number, code)) = number.zip(code) {
            self.forms.insert(number, Form::of_code(&code));
        }
    }
}

fn cell_format(element: &BytesStart) -> CellFormat {
    let number = |name| xml::number(element, name).unwrap_or(0);
    CellFormat {
        font: number("fontId") as usize,
        border: number("borderId") as usize,
        form: u16::try_from(number("numFmtId")).unwrap_or(0),
        centered: false,
    }
}

/// Takes one property of a font: `<name val=".VnTime"/>`, in a run `<rFont …/>`.
pub(super) fn take_font(font: &mut Font, element: &BytesStart) {
    match element.local_name().as_ref() {
        "name" | "rFont" => {
            let name = xml::attribute(element, "val").unwrap_or_default();
            font.face = Face::of_font(&name);
        }
        "b" => font.bold = xml::is_on(element),
        "i" => font.italic = xml::is_on(element),
        "sz" => {
            let size = xml::attribute(element, "val").and_then(|size| size.parse().ok());
            font.size = size
                .filter(|size: &f32| (1.0..=400.0).contains(size))
                .unwrap_or(0.0);
        }
        _ => {}
    }
}
