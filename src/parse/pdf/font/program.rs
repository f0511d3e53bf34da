//! Embedded font programs, asked only what their glyphs are called: `cmap` and `post` of TrueType
//! and OpenType, the encoding of Type 1.

use std::collections::HashMap;

use icu_normalizer::ComposingNormalizerBorrowed;
use lopdf::Dictionary;

use super::super::budget::Budget;
use super::super::file::File;
use super::{glyph_name, glyph_order};

const COMPOSED: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

/// Entries read from one `cmap`; a full Unicode font has 60,000.
const ENTRIES_MAX: usize = 100_000;

#[derive(Debug, Default)]
pub(super) struct Program {
    characters: HashMap<u16, char>,
    /// Meaning of the codes of a simple font.
    codes: HashMap<u8, char>,
}

impl Program {
    pub fn read(
        file: &File,
        descriptor: Option<&Dictionary>,
        budget: &mut Budget,
    ) -> Option<Program> {
        let descriptor = descriptor?;
        for key in [&b"FontFile2"[..], b"FontFile3", b"FontFile"] {
            if let Some(stream) = file.stream(descriptor, key) {
                let bytes = file.plain(stream, budget)?;
                return Some(Program::parse(&bytes));
            }
        }
        None
    }

    fn parse(bytes: &[u8]) -> Program {
        let mut program = Program::default();
        if bytes.starts_with(b"%!") {
            program.read_type1(bytes);
        } else {
            program.read_sfnt(bytes);
        }
        program
    }

    fn character(&self, glyph: u16) -> Option<char> {
        self.characters.get(&glyph).copied()
    }

    pub fn glyphs(&self) -> impl Iterator<Item = (u16, char)> {
        self.characters
            .iter()
            .map(|(glyph, character)| (*glyph, *character))
    }

    pub fn codes(&self) -> impl Iterator<Item = (u8, char)> {
        self.codes
            .iter()
            .map(|(code, character)| (*code, *character))
    }

    fn read_sfnt(&mut self, bytes: &[u8]) {
        if let Some(post) = table(bytes, b"post") {
            self.read_post(post);
        }
        let Some(cmap) = table(bytes, b"cmap") else {
            return;
        };
        let count = usize::from(u16_at(cmap, 2).unwrap_or(0)).min(64);
        for index in 0..count {
            self.read_cmap_record(cmap, 4 + index * 8);
        }
        self.resolve_codes(cmap, count);
    }

    /// One encoding record: Unicode subtables name glyphs.
    fn read_cmap_record(&mut self, cmap: &[u8], record: usize) {
        let Some((platform, encoding, subtable)) = subtable(cmap, record) else {
            return;
        };
        let is_unicode = platform == 0 || (platform == 3 && matches!(encoding, 1 | 10));
        if !is_unicode {
            return;
        }
        for (code, glyph) in entries(subtable) {
            if let Some(character) = char::from_u32(code).filter(|_| glyph != 0) {
                let known = self.characters.entry(glyph).or_insert(character);
                // Of several characters of one glyph take the plainest: a space before a hard space,
                // a hyphen before a soft one.
                *known = (*known).min(character).max(' ');
            }
        }
    }

    /// Symbol and Macintosh subtables say which glyph a byte draws.
    fn resolve_codes(&mut self, cmap: &[u8], count: usize) {
        for index in 0..count {
            let Some((platform, encoding, subtable)) = subtable(cmap, 4 + index * 8) else {
                continue;
            };
            let is_by_code = platform == 1 || (platform == 3 && encoding == 0);
            for (code, glyph) in entries(subtable).filter(|_| is_by_code) {
                if let Some(character) = self.character(glyph) {
                    self.codes.entry(code as u8).or_insert(character);
                }
            }
        }
    }

    /// `post` version 2: an index per glyph, names from 258 on written out.
    fn read_post(&mut self, post: &[u8]) {
        if u32_at(post, 0) != Some(0x0002_0000) {
            return;
        }
        let count = usize::from(u16_at(post, 32).unwrap_or(0));
        let mut names = Vec::new();
        let mut at = 34 + count * 2;
        while let Some(&length) = post.get(at) {
            let end = at + 1 + usize::from(length);
            names.push(post.get(at + 1..end).unwrap_or_default());
            at = end;
        }
        for glyph in 0..count {
            let index = usize::from(u16_at(post, 34 + glyph * 2).unwrap_or(0));
            if let Some(character) = glyph_order::macintosh(index as u16) {
                self.characters.insert(glyph as u16, character);
                continue;
            }
            let name = index.checked_sub(258).and_then(|index| names.get(index));
            let text = name
                .and_then(|name| std::str::from_utf8(name).ok())
                .and_then(glyph_name::text);
            // `odotbelow` is a letter and a mark.
            let text = COMPOSED.normalize(text.as_deref().unwrap_or_default());
            let mut characters = text.chars();
            if let (Some(character), None) = (characters.next(), characters.next()) {
                self.characters.insert(glyph as u16, character);
            }
        }
    }

    /// `dup 65 /A put` in the clear part of a Type 1 program.
    fn read_type1(&mut self, bytes: &[u8]) {
        let clear = memchr::memmem::find(bytes, b"eexec").map_or(bytes, |end| &bytes[..end]);
        let text = String::from_utf8_lossy(clear);
        let mut words = text.split_ascii_whitespace();
        while let Some(word) = words.next() {
            if word != "dup" {
                continue;
            }
            let code = words.next().and_then(|code| code.parse::<u8>().ok());
            let name = words.next().and_then(|name| name.strip_prefix('/'));
            let (Some(code), Some(name)) = (code, name) else {
                continue;
            };
            let text = glyph_name::text(name).unwrap_or_default();
            if let Some(character) = text.chars().next() {
                self.codes.insert(code, character);
            }
        }
    }
}

fn table<'a>(bytes: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(bytes, 4)?).min(256);
    let record = (0..count)
        .map(|index| 12 + index * 16)
        .find(|record| bytes.get(*record..record + 4) == Some(tag.as_slice()))?;
    let start = u32_at(bytes, record + 8)? as usize;
    let length = u32_at(bytes, record + 12)? as usize;
    let end = start.saturating_add(length).min(bytes.len());
    bytes.get(start..end)
}

fn subtable(cmap: &[u8], record: usize) -> Option<(u16, u16, &[u8])> {
    let offset = u32_at(cmap, record + 4)? as usize;
    Some((
        u16_at(cmap, record)?,
        u16_at(cmap, record + 2)?,
        cmap.get(offset..)?,
    ))
}

/// Code and glyph of every entry, for the formats that occur: 0, 4, 6, 12.
fn entries(subtable: &[u8]) -> Box<dyn Iterator<Item = (u32, u16)> + '_> {
    match u16_at(subtable, 0) {
        Some(0) => Box::new(
            (0..256u32)
                .filter_map(|code| Some((code, u16::from(*subtable.get(6 + code as usize)?)))),
        ),
        Some(4) => Box::new(segments(subtable).take(ENTRIES_MAX)),
        Some(6) => {
            let first = u32::from(u16_at(subtable, 6).unwrap_or(0));
            let count = u32::from(u16_at(subtable, 8).unwrap_or(0));
            Box::new((0..count).filter_map(move |index| {
                Some((first + index, u16_at(subtable, 10 + index as usize * 2)?))
            }))
        }
        Some(12) => Box::new(groups(subtable).take(ENTRIES_MAX)),
        _ => Box::new(std::iter::empty()),
    }
}

fn segments(subtable: &[u8]) -> impl Iterator<Item = (u32, u16)> {
    let doubled = usize::from(u16_at(subtable, 6).unwrap_or(0));
    let count = doubled / 2;
    (0..count).flat_map(move |segment| {
        let end = u16_at(subtable, 14 + segment * 2).unwrap_or(0);
        let start = u16_at(subtable, 16 + doubled + segment * 2).unwrap_or(u16::MAX);
        let delta = u16_at(subtable, 16 + doubled * 2 + segment * 2).unwrap_or(0);
        let offset_at = 16 + doubled * 3 + segment * 2;
        let offset = usize::from(u16_at(subtable, offset_at).unwrap_or(0));
        (start..=end)
            .filter(|code| *code != u16::MAX)
            .map(move |code| {
                let glyph = if offset == 0 {
                    code.wrapping_add(delta)
                } else {
                    match u16_at(subtable, offset_at + offset + usize::from(code - start) * 2) {
                        None | Some(0) => 0,
                        Some(glyph) => glyph.wrapping_add(delta),
                    }
                };
                (u32::from(code), glyph)
            })
    })
}

fn groups(subtable: &[u8]) -> impl Iterator<Item = (u32, u16)> {
    let count = u32_at(subtable, 12).unwrap_or(0).min(10_000) as usize;
    (0..count).flat_map(move |group| {
        let at = 16 + group * 12;
        let start = u32_at(subtable, at).unwrap_or(1);
        let end = u32_at(subtable, at + 4)
            .unwrap_or(0)
            .min(start.saturating_add(0xffff));
        let glyph = u32_at(subtable, at + 8).unwrap_or(0);
        (start..=end).map(move |code| (code, glyph.wrapping_add(code - start) as u16))
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
