//! The lists of a document: how the labels of each level look, and which lists use them.

use std::collections::HashMap;

use super::file::{u16_at, u32_at};
use crate::parse::numbering::{LEVELS, Level, List, Numbering};
use crate::text::legacy::Face;

/// Lists of one document; Word stops at 2,047.
const LISTS_MAX: usize = 4_096;

/// UTF-16 units of a label: "Điều %1." is eight.
const LABEL_UNITS_MAX: usize = 256;

/// Bytes of an abstract list, and of a list.
const ABSTRACT_LEN: usize = 28;
const LIST_LEN: usize = 16;

/// Says what the font in a list of letter properties says; `None` if they name no font.
type FaceOf<'a> = &'a dyn Fn(&[u8]) -> Option<Face>;

/// Reads the abstract lists, whose levels follow them in `from_abstracts`, and the lists in use.
pub(super) fn read(
    abstracts: &[u8],
    from_abstracts: &[u8],
    lists: &[u8],
    face: FaceOf,
) -> Numbering {
    let mut numbering = Numbering::default();
    let count = usize::from(u16_at(abstracts, 0).unwrap_or(0)).min(LISTS_MAX);
    let mut at = 2 + count * ABSTRACT_LEN;
    for index in 0..count {
        let entry = 2 + index * ABSTRACT_LEN;
        let Some(id) = u32_at(abstracts, entry) else {
            break;
        };
        let is_simple = abstracts
            .get(entry + 26)
            .is_some_and(|flags| flags & 1 != 0);
        let mut levels = Vec::new();
        for _ in 0..if is_simple { 1 } else { LEVELS } {
            let Some((level, end)) = level_at(from_abstracts, at, face) else {
                break;
            };
            levels.push(level);
            at = end;
        }
        numbering.abstracts.insert(id, levels);
    }
    numbering.lists = lists_in_use(lists, face);
    numbering
}

/// One level: a fixed part, property lists of its paragraph and its label, the label itself.
fn level_at(bytes: &[u8], at: usize, face: FaceOf) -> Option<(Level, usize)> {
    let fixed = bytes.get(at..at.checked_add(28)?)?;
    let letters = usize::from(fixed[24]);
    let para = usize::from(fixed[25]);
    let letters_at = at + 28 + para;
    let text_at = letters_at + letters;
    let count = usize::from(u16_at(bytes, text_at)?);
    let units = bytes.get(text_at + 2..text_at + 2 + 2 * count)?;
    let level = Level {
        start: u32_at(fixed, 0)?.min(i32::MAX as u32),
        format: format_of(fixed[4]).to_owned(),
        text: label(units),
        is_legal: fixed[5] & 0x04 != 0,
        face: face(bytes.get(letters_at..text_at)?),
    };
    Some((level, text_at + 2 + 2 * count))
}

/// The label with `%1` for the counter of the first level, which the file writes as the unit 0.
fn label(units: &[u8]) -> String {
    let units = units
        .chunks_exact(2)
        .take(LABEL_UNITS_MAX)
        .map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    let mut text = String::new();
    for c in char::decode_utf16(units).map_while(Result::ok) {
        match c as usize {
            level @ 0..LEVELS => text.push_str(&format!("%{}", level + 1)),
            _ => text.push(c),
        }
    }
    text
}

fn format_of(number: u8) -> &'static str {
    match number {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        22 => "decimalZero",
        23 => "bullet",
        255 => "none",
        _ => "decimal",
    }
}

/// The lists by their number, from 1, with the levels they start anew.
fn lists_in_use(bytes: &[u8], face: FaceOf) -> HashMap<u32, List> {
    let count = (u32_at(bytes, 0).unwrap_or(0) as usize).min(LISTS_MAX);
    let mut lists = HashMap::new();
    let mut at = 4 + count * LIST_LEN;
    for index in 0..count {
        let entry = 4 + index * LIST_LEN;
        let Some(abstract_id) = u32_at(bytes, entry) else {
            break;
        };
        let overrides = bytes.get(entry + 12).copied().unwrap_or(0);
        let mut list = List {
            abstract_id,
            ..List::default()
        };
        // Four bytes that nothing is read from come before the overrides of a list.
        at += 4;
        for _ in 0..overrides {
            let Some(end) = take_override(bytes, at, face, &mut list) else {
                break;
            };
            at = end;
        }
        lists.insert(index as u32 + 1, list);
    }
    lists
}

fn take_override(bytes: &[u8], at: usize, face: FaceOf, list: &mut List) -> Option<usize> {
    const STARTS: u32 = 1 << 4;
    const LOOKS: u32 = 1 << 5;
    let start = u32_at(bytes, at)?;
    let flags = u32_at(bytes, at + 4)?;
    let level = (flags & 0x0F) as usize;
    if flags & STARTS != 0 && level < LEVELS {
        list.starts.insert(level, start.min(i32::MAX as u32));
    }
    if flags & LOOKS != 0 {
        let (_, end) = level_at(bytes, at + 8, face)?;
        return Some(end);
    }
    Some(at + 8)
}
