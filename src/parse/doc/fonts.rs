//! The font table: what the name of each font says of the letters set in it.

use crate::text::legacy::Face;

use super::file::u16_at;

/// Fonts of one document; Word writes some tens.
const FONTS_MAX: usize = 10_000;

/// Bytes of a font's entry before its name: flags, weight, charset, panose, signature.
const NAME_AT: usize = 39;

/// UTF-16 units of the longest font name: Windows allows 31.
const NAME_UNITS_MAX: usize = 64;

#[derive(Default)]
pub(super) struct Fonts {
    faces: Vec<(String, Face)>,
}

impl Fonts {
    /// Reads the table; what is cut off or out of place is a font that says nothing.
    pub fn read(bytes: &[u8]) -> Fonts {
        let count = usize::from(u16_at(bytes, 0).unwrap_or(0)).min(FONTS_MAX);
        let mut faces = Vec::new();
        let mut at = 4;
        for _ in 0..count {
            let Some(len) = bytes.get(at) else { break };
            let end = at + 1 + usize::from(*len);
            let entry = bytes.get(at + 1..end).unwrap_or_default();
            let name = name_of(entry);
            let face = Face::of_font(&name);
            faces.push((name, face));
            at = end;
        }
        Fonts { faces }
    }

    pub fn face(&self, font: u16) -> Face {
        self.faces
            .get(usize::from(font))
            .map(|(_, face)| *face)
            .unwrap_or_default()
    }

    /// The font's name; empty for one that is not listed.
    pub fn name(&self, font: u16) -> &str {
        self.faces
            .get(usize::from(font))
            .map_or("", |(name, _)| name)
    }
}

fn name_of(entry: &[u8]) -> String {
    let units = entry.get(NAME_AT..).unwrap_or_default().chunks_exact(2);
    let units = units
        .take(NAME_UNITS_MAX)
        .map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    let name: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
    String::from_utf16_lossy(&name)
}
