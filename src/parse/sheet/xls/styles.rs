//! Fonts, number formats and the formats of cells that put them together.

use std::collections::HashMap;

use super::super::cell::{CellLook, Font};
use super::super::format::Form;
use super::records::{Record, u16_at, u32_at};
use super::strings::Version;
use crate::text::legacy::Face;

/// Fonts, and formats, of one workbook: Excel allows 512 and 4,050.
const TABLE_MAX: usize = 10_000;

#[derive(Default)]
pub(super) struct Styles {
    fonts: Vec<Font>,
    forms: HashMap<u16, Form>,
    cells: Vec<CellFormat>,
}

#[derive(Clone, Copy, Default)]
struct CellFormat {
    font: u16,
    form: u16,
    centered: bool,
    ruled: bool,
}

impl Styles {
    pub fn take(&mut self, record: &Record, version: Version) {
        match record.kind {
            0x0031 if self.fonts.len() < TABLE_MAX => self.fonts.push(font(record.body, version)),
            0x041E if self.forms.len() < TABLE_MAX => {
                let code = match version {
                    Version::Excel97 => super::string_at(record.body, 2, version, false).0,
                    Version::Excel5 => {
                        version.short_string(record.body.get(2..).unwrap_or_default())
                    }
                };
                let number = u16_at(record.body, 0).unwrap_or(0);
                self.forms.insert(number, Form::of_code(&code));
            }
            0x00E0 if self.cells.len() < TABLE_MAX => {
                self.cells.push(cell_format(record.body, version))
            }
            _ => {}
        }
    }

    /// The number 4 is left out: the fifth font is number 5.
    pub fn font(&self, number: u16) -> Font {
        let index = usize::from(number) - usize::from(4 < number);
        self.fonts.get(index).copied().unwrap_or_default()
    }

    pub fn cell(&self, number: u16) -> CellLook {
        let format = self.cell_format(number);
        CellLook {
            font: self.font(format.font),
            centered: format.centered,
            ruled: format.ruled,
        }
    }

    pub fn form(&self, number: u16) -> Form {
        let form = self.cell_format(number).form;
        let own = self.forms.get(&form).copied();
        own.or(Form::built_in(form)).unwrap_or_default()
    }

    fn cell_format(&self, number: u16) -> CellFormat {
        self.cells
            .get(usize::from(number))
            .copied()
            .unwrap_or_default()
    }
}

fn font(body: &[u8], version: Version) -> Font {
    const BOLD: u16 = 600;
    let name = version.short_string(body.get(14..).unwrap_or_default());
    Font {
        face: Face::of_font(&name),
        bold: u16_at(body, 6).is_some_and(|weight| BOLD <= weight),
        italic: u16_at(body, 2).is_some_and(|flags| flags & 2 != 0),
        size: u16_at(body, 0).map_or(0.0, |twentieths| f32::from(twentieths) / 20.0),
    }
}

fn cell_format(body: &[u8], version: Version) -> CellFormat {
    const CENTER: u8 = 2;
    const CENTER_ACROSS: u8 = 6;
    let align = body.get(6).map_or(0, |flags| flags & 7);
    let ruled = match version {
        Version::Excel97 => u16_at(body, 10).is_some_and(|borders| borders & 0x00FF != 0),
        Version::Excel5 => u32_at(body, 12).is_some_and(|borders| borders & 0x01F8 != 0),
    };
    CellFormat {
        font: u16_at(body, 0).unwrap_or(0),
        form: u16_at(body, 2).unwrap_or(0),
        centered: matches!(align, CENTER | CENTER_ACROSS),
        ruled,
    }
}
