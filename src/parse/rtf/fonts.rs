//! The font table: the charset of the bytes set in a font, and what its name says of the letters.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::text::legacy::Face;

/// Bytes of the longest font name that is kept.
const NAME_MAX: usize = 80;

/// Fonts of one table; Word writes a few hundred.
const FONTS_MAX: usize = 10_000;

/// What the font table says of a font.
#[derive(Clone, Copy, Default)]
pub(super) struct Font {
    /// Of its bytes, where that is not the charset of the file.
    pub charset: Option<&'static Encoding>,
    pub face: Face,
}

#[derive(Default)]
pub(super) struct Fonts {
    by_number: HashMap<i32, Font>,
    /// The name being read.
    name: String,
}

impl Fonts {
    pub fn get(&self, number: i32) -> Font {
        self.by_number.get(&number).copied().unwrap_or_default()
    }

    /// Takes the charset that `\fcharset` names.
    pub fn charset(&mut self, number: i32, charset: i32) {
        let charset = match charset {
            163 => Some(code_page(1258)),
            _ => None,
        };
        if let Some(font) = self.defined(number) {
            font.charset = charset;
        }
    }

    /// Takes text of the table: names, each ended by a semicolon (`{\f1\fnil .VnTime;}`).
    pub fn text(&mut self, number: i32, text: &str) {
        for part in text.split_inclusive(';') {
            let name = part.trim_end_matches(';');
            if self.name.len() + name.len() <= NAME_MAX {
                self.name.push_str(name);
            }
            if name.len() < part.len() {
                self.end_name(number);
            }
        }
    }

    /// The name ends here.
    pub fn end_name(&mut self, number: i32) {
        let name = std::mem::take(&mut self.name);
        if !name.is_empty()
            && let Some(font) = self.defined(number)
        {
            font.face = Face::of_font(&name);
        }
    }

    fn defined(&mut self, number: i32) -> Option<&mut Font> {
        let has_room = self.by_number.len() < FONTS_MAX;
        has_room.then(|| self.by_number.entry(number).or_default())
    }
}

pub(super) fn code_page(number: i32) -> &'static Encoding {
    let label = format!("windows-{number}");
    Encoding::for_label(label.as_bytes())
        .filter(|found| found.is_single_byte())
        .unwrap_or(WINDOWS_1252)
}
