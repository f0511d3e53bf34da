//! What codes mean, gathered from whatever the font offers; the first meaning wins.

use std::collections::HashMap;

use super::CODES_MAX;
use super::cmap::CMap;
use super::encoding::Encoding;
use super::program::Program;
use crate::text::legacy::{Charset, Face, glyph_text, is_unicode};

/// Text by code: slices of one string.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    slots: Vec<(u32, u8)>,
}

impl Texts {
    pub fn get(&self, code: usize) -> &str {
        let Some(&(at, len)) = self.slots.get(code) else {
            return "";
        };
        let start = at as usize;
        self.text.get(start..start + usize::from(len)).unwrap_or("")
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// True if hardly a printable code has a meaning: worth opening the font program.
    pub fn is_sparse(&self) -> bool {
        self.slots.iter().filter(|(_, len)| 0 < *len).count() < 8
    }

    /// Keeps the first meaning a code is given, if it is one.
    pub fn set(&mut self, code: usize, text: &str) {
        let known = self.slots.get(code).is_some_and(|(_, len)| 0 < *len);
        if known || CODES_MAX <= code || text.is_empty() || !text.chars().all(has_meaning) {
            return;
        }
        let Ok(len) = u8::try_from(text.len()) else {
            return;
        };
        if self.slots.len() <= code {
            self.slots.resize(code + 1, (0, 0));
        }
        self.slots[code] = (self.text.len() as u32, len);
        self.text.push_str(text);
    }

    pub fn set_char(&mut self, code: usize, character: char) {
        self.set(code, character.encode_utf8(&mut [0; 4]));
    }

    pub fn fill_from(&mut self, encoding: &Encoding) {
        for code in 0..256 {
            if let Some(text) = encoding.text(code as u8) {
                self.set(code, text);
            }
        }
    }

    pub fn fill_from_cmap(&mut self, cmap: &CMap) {
        for (code, text) in cmap.texts() {
            self.set(code as usize, text);
        }
    }

    pub fn fill_with_codes(&mut self) {
        for code in 0x20..CODES_MAX {
            if let Some(character) = char::from_u32(code as u32) {
                self.set_char(code, character);
            }
        }
    }

    pub fn fill_from_program(&mut self, program: &Program) {
        for (code, character) in program.codes() {
            self.set_char(code as usize, character);
        }
    }

    /// What glyphs draw, by the character identifiers that stand for them.
    pub fn fill_from_glyphs(
        &mut self,
        glyphs: impl Iterator<Item = (u16, char)>,
        glyph_by_cid: &[u16],
    ) {
        if glyph_by_cid.is_empty() {
            for (glyph, character) in glyphs {
                self.set_char(usize::from(glyph), character);
            }
            return;
        }
        let known: HashMap<u16, char> = glyphs.collect();
        let drawn = glyph_by_cid.iter().enumerate();
        for (cid, glyph) in drawn.filter(|(_, glyph)| 0 < **glyph) {
            if let Some(character) = known.get(glyph) {
                self.set_char(cid, *character);
            }
        }
    }

    /// True if most codes mean the character of the same number: of a composite font no map says so
    /// but one that was made without looking at the font.
    pub fn is_identity(&self) -> bool {
        let known = || (0..self.slots.len()).filter(|code| !self.get(*code).is_empty());
        let own = |code: &usize| {
            let own = char::from_u32(*code as u32);
            own.is_some_and(|own| self.get(*code).chars().eq([own]))
        };
        known().count() < 2 * known().filter(own).count()
    }

    /// Reads the codes of a `.Vn` or VNI font as the letters it draws, unless some code already
    /// means a letter that only Unicode has. True if a letter changed.
    ///
    /// Before [`Texts::finish`]: in TCVN3 the soft hyphen is the letter ư.
    pub fn decode(&mut self, face: Face) -> bool {
        let Some(charset) = face.charset().filter(|_| !is_unicode(&self.text)) else {
            return false;
        };
        let old = std::mem::take(self);
        let mut changed = false;
        for code in 0..old.slots.len() {
            let text = match (charset, code, old.get(code)) {
                // Encodings name this code a second hyphen.
                (Charset::Tcvn3, 0xAD, "-" | "") => "\u{ad}",
                (_, _, text) => text,
            };
            let decoded = glyph_text(text, charset, face);
            changed |= decoded != text;
            self.set(code, &decoded);
        }
        changed
    }

    /// Repairs what whole fonts say wrong: a drawn soft hyphen is a hyphen (Word maps its hyphen
    /// glyph to U+00AD); an ornament is a list mark.
    pub fn finish(&mut self) {
        let wants_repair = |c: char| c == '\u{ad}' || is_private(c);
        if !self.text.chars().any(wants_repair) {
            return;
        }
        for code in 0..self.slots.len() {
            let mut characters = self.get(code).chars();
            if let (Some(only), None) = (characters.next(), characters.next())
                && wants_repair(only)
            {
                self.slots[code].1 = 0;
                self.set_char(code, repaired(only));
            }
        }
    }
}

/// The end of a table: nothing, a replacement mark and a control character mean "no meaning".
fn has_meaning(c: char) -> bool {
    c != char::REPLACEMENT_CHARACTER && (!c.is_control() || c == '\t')
}

fn is_private(c: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&c)
}

/// Symbol and Wingdings live at U+F000 + code; lists use a handful of their glyphs.
fn repaired(c: char) -> char {
    match c {
        '\u{f0fc}' => '✓',
        '\u{f06f}' | '\u{f0a8}' | '\u{f071}' => '□',
        _ => '-',
    }
}
