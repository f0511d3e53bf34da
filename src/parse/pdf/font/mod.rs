//! A font dictionary in, a decoder out: string bytes → codes → advance and text.
//!
//! Promise: every byte of a shown string is consumed, whatever the font says of it; a code that no
//! table knows has an advance and no text. What a code means is asked in the order of trust that
//! 119 real files taught: ToUnicode, then encoding and glyph names, then the tables of the embedded
//! font program. Glyph outlines are never looked at.

mod cmap;
mod encoding;
mod glyph_name;
mod metrics;
mod program;

use lopdf::{Dictionary, Object};

use super::budget::Budget;
use super::file::{File, as_dictionary};
use super::page::Look;
use cmap::CMap;
use encoding::Encoding;
use program::Program;

/// Codes a font may use; every font we decode has codes of one or two bytes.
const CODES_MAX: usize = 1 << 16;

/// Advance of a glyph nobody gives a width for, in thousandths of the size: half an em is what a
/// Times digit takes.
const WIDTH_UNKNOWN: f32 = 500.0;

#[derive(Debug)]
pub(super) struct Font {
    pub look: Look,
    codes: Codes,
    texts: Texts,
    widths: Vec<f32>,
    width_default: f32,
    /// From glyph space to text space.
    scale: f32,
    /// Columns of characters from top to bottom: no Vietnamese document uses it, and its text is
    /// kept out of the lines rather than strewn over them.
    pub vertical: bool,
}

/// How bytes make codes and codes make widths.
#[derive(Debug)]
enum Codes {
    OneByte,
    /// Codes of two bytes that are their own character identifiers.
    TwoBytes,
    Mapped(Box<CMap>),
}

/// One code of a shown string.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shown<'a> {
    pub text: &'a str,
    /// In text space, for size 1.
    pub advance: f32,
    /// Word spacing applies: the one-byte code 32.
    pub is_space_code: bool,
    pub bytes: usize,
}

impl Font {
    pub fn read(file: &File, dictionary: &Dictionary, budget: &mut Budget) -> Font {
        let mut font = match file.name(dictionary, b"Subtype") {
            Some(b"Type0") => composite(file, dictionary, budget),
            _ => simple(file, dictionary, budget),
        };
        font.texts.finish();
        font
    }

    /// A font for text shown without one: bytes are Latin letters of a usual width.
    pub fn unknown() -> Font {
        let mut texts = Texts::default();
        texts.fill_from(&Encoding::win_ansi());
        Font {
            look: Look::default(),
            codes: Codes::OneByte,
            texts,
            widths: Vec::new(),
            width_default: WIDTH_UNKNOWN,
            scale: 0.001,
            vertical: false,
        }
    }

    /// The code at the start of `bytes`; `None` at the end.
    pub fn next(&self, bytes: &[u8]) -> Option<Shown<'_>> {
        let first = usize::from(*bytes.first()?);
        let (code, cid, length) = match &self.codes {
            Codes::OneByte => (first, first, 1),
            Codes::TwoBytes => match bytes.get(1) {
                Some(second) => {
                    let code = first << 8 | usize::from(*second);
                    (code, code, 2)
                }
                None => (first, first, 1),
            },
            Codes::Mapped(cmap) => {
                let (code, length) = cmap.code(bytes);
                (code as usize, cmap.cid(code, length) as usize, length)
            }
        };
        let width = self.widths.get(cid).copied().filter(|width| !width.is_nan());
        Some(Shown {
            text: self.texts.get(code),
            advance: width.unwrap_or(self.width_default) * self.scale,
            is_space_code: length == 1 && code == 32,
            bytes: length,
        })
    }
}

fn simple(file: &File, dictionary: &Dictionary, budget: &mut Budget) -> Font {
    let descriptor = file.dictionary(dictionary, b"FontDescriptor");
    let base_name = base_name(file, dictionary);
    let is_type3 = file.name(dictionary, b"Subtype") == Some(b"Type3");
    let mut texts = Texts { keep_soft_hyphen: is_legacy(&base_name), ..Texts::default() };
    if let Some(to_unicode) = to_unicode(file, dictionary, budget) {
        texts.fill_from_cmap(&to_unicode);
    }
    let encoding = Encoding::read(file, dictionary, &base_name);
    texts.fill_from(&encoding);
    if texts.is_sparse() && let Some(program) = Program::read(file, descriptor, budget) {
        texts.fill_from_program(&program);
    }
    let (widths, width_default) = simple_widths(file, dictionary, descriptor, &base_name, &texts);
    let scale = match is_type3 {
        true => file.matrix(dictionary, b"FontMatrix").a.abs(),
        false => 0.001,
    };
    Font {
        look: look(file, descriptor, &base_name),
        codes: Codes::OneByte,
        texts,
        widths,
        width_default,
        scale,
        vertical: false,
    }
}

fn composite(file: &File, dictionary: &Dictionary, budget: &mut Budget) -> Font {
    let descendant = file
        .array(dictionary, b"DescendantFonts")
        .and_then(|fonts| file.resolve(fonts.first()?))
        .and_then(as_dictionary)
        .unwrap_or(dictionary);
    let descriptor = file.dictionary(descendant, b"FontDescriptor");
    let base_name = base_name(file, dictionary);
    let encoding = file.get(dictionary, b"Encoding");
    let mut texts = Texts { keep_soft_hyphen: is_legacy(&base_name), ..Texts::default() };
    if let Some(to_unicode) = to_unicode(file, dictionary, budget) {
        texts.fill_from_cmap(&to_unicode);
    }
    let encoding_name = encoding.and_then(|encoding| encoding.as_name().ok()).unwrap_or_default();
    if texts.is_empty() && cmap::codes_are_utf16(encoding_name) {
        texts.fill_with_codes();
    }
    if texts.is_empty() && let Some(program) = Program::read(file, descriptor, budget) {
        texts.fill_from_glyphs(&program, &glyph_map(file, descendant, budget));
    }
    let codes = match encoding {
        Some(Object::Stream(stream)) => file
            .plain(stream, budget)
            .map_or(Codes::TwoBytes, |bytes| Codes::Mapped(Box::new(CMap::parse(&bytes)))),
        _ => Codes::TwoBytes,
    };
    let (widths, width_default) = composite_widths(file, descendant);
    Font {
        look: look(file, descriptor, &base_name),
        codes,
        texts,
        widths,
        width_default,
        scale: 0.001,
        vertical: encoding_name.ends_with(b"-V"),
    }
}

fn to_unicode(file: &File, dictionary: &Dictionary, budget: &mut Budget) -> Option<CMap> {
    let stream = file.stream(dictionary, b"ToUnicode")?;
    Some(CMap::parse(&file.plain(stream, budget)?))
}

/// Glyph by character identifier, where it is not the identifier itself.
fn glyph_map(file: &File, descendant: &Dictionary, budget: &mut Budget) -> Vec<u16> {
    let stream = file.stream(descendant, b"CIDToGIDMap");
    let bytes = stream.and_then(|stream| file.plain(stream, budget)).unwrap_or_default();
    let pairs = bytes.chunks_exact(2).take(CODES_MAX);
    pairs.map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}

fn simple_widths(
    file: &File,
    dictionary: &Dictionary,
    descriptor: Option<&Dictionary>,
    base_name: &str,
    texts: &Texts,
) -> (Vec<f32>, f32) {
    let missing = descriptor.and_then(|descriptor| file.number(descriptor, b"MissingWidth"));
    let given = file.array(dictionary, b"Widths").filter(|given| !given.is_empty());
    let Some(given) = given else {
        return (metrics::standard(base_name, texts), missing.unwrap_or(WIDTH_UNKNOWN));
    };
    let first = file.number(dictionary, b"FirstChar").unwrap_or(0.0) as usize;
    let mut widths = vec![f32::NAN; first.min(256)];
    let numbers = given.iter().map(|width| file.float(width).unwrap_or(f32::NAN));
    widths.extend(numbers.take(256 - widths.len()));
    (widths, missing.unwrap_or(0.0))
}

/// `W`: `[first [w w w] first last w …]`, and `DW`.
fn composite_widths(file: &File, descendant: &Dictionary) -> (Vec<f32>, f32) {
    let width_default = file.number(descendant, b"DW").unwrap_or(1000.0);
    let mut widths = Vec::new();
    let mut items = file.array(descendant, b"W").unwrap_or_default().iter();
    while let (Some(first), Some(next)) = (items.next(), items.next()) {
        let Some(first) = file.float(first) else { break };
        match file.resolve(next) {
            Some(Object::Array(list)) => {
                for (offset, width) in list.iter().enumerate() {
                    set_width(&mut widths, first as usize + offset, file.float(width));
                }
            }
            Some(last) => {
                let last = last.as_float().unwrap_or(first) as usize;
                let width = items.next().and_then(|width| file.float(width));
                for cid in first as usize..=last.min(CODES_MAX) {
                    set_width(&mut widths, cid, width);
                }
            }
            None => break,
        }
    }
    (widths, width_default)
}

fn set_width(widths: &mut Vec<f32>, cid: usize, width: Option<f32>) {
    if CODES_MAX <= cid {
        return;
    }
    if widths.len() <= cid {
        widths.resize(cid + 1, f32::NAN);
    }
    widths[cid] = width.unwrap_or(f32::NAN);
}

/// Without the tag of a subset (`ABCDEF+`).
fn base_name(file: &File, dictionary: &Dictionary) -> String {
    let name = file.name(dictionary, b"BaseFont").unwrap_or_default();
    let name = String::from_utf8_lossy(name);
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => rest.to_owned(),
        _ => name.into_owned(),
    }
}

/// `.VnTime` and its kin carry TCVN3, in which the soft hyphen is the letter ư.
fn is_legacy(base_name: &str) -> bool {
    base_name.starts_with(".Vn") || base_name.starts_with("VNI-")
}

fn look(file: &File, descriptor: Option<&Dictionary>, base_name: &str) -> Look {
    const ITALIC: u32 = 1 << 6;
    const FORCE_BOLD: u32 = 1 << 18;
    let flags = descriptor
        .and_then(|descriptor| file.number(descriptor, b"Flags"))
        .map_or(0, |flags| flags as u32);
    let weight = descriptor.and_then(|descriptor| file.number(descriptor, b"FontWeight"));
    let angle = descriptor.and_then(|descriptor| file.number(descriptor, b"ItalicAngle"));
    let name = base_name.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let said_bold = says(&["bold", "black", "heavy"]);
    Look {
        bold: said_bold || flags & FORCE_BOLD != 0 || weight.is_some_and(|weight| 600.0 <= weight),
        italic: says(&["italic", "oblique"])
            || flags & ITALIC != 0
            || angle.is_some_and(|angle| angle != 0.0),
    }
}

/// Text by code: slices of one string.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    slots: Vec<(u32, u8)>,
    keep_soft_hyphen: bool,
}

impl Texts {
    pub fn get(&self, code: usize) -> &str {
        let Some(&(at, len)) = self.slots.get(code) else {
            return "";
        };
        let start = at as usize;
        self.text.get(start..start + usize::from(len)).unwrap_or("")
    }

    fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// True if hardly a printable code has a meaning: worth opening the font program.
    fn is_sparse(&self) -> bool {
        self.slots.iter().filter(|(_, len)| 0 < *len).count() < 8
    }

    /// Keeps the first meaning a code is given, if it is one.
    fn set(&mut self, code: usize, text: &str) {
        let known = self.slots.get(code).is_some_and(|(_, len)| 0 < *len);
        if known || CODES_MAX <= code || text.is_empty() || !text.chars().all(has_meaning) {
            return;
        }
        let Ok(len) = u8::try_from(text.len()) else { return };
        if self.slots.len() <= code {
            self.slots.resize(code + 1, (0, 0));
        }
        self.slots[code] = (self.text.len() as u32, len);
        self.text.push_str(text);
    }

    fn set_char(&mut self, code: usize, character: char) {
        self.set(code, character.encode_utf8(&mut [0; 4]));
    }

    fn fill_from(&mut self, encoding: &Encoding) {
        for code in 0..256 {
            if let Some(text) = encoding.text(code as u8) {
                self.set(code, text);
            }
        }
    }

    fn fill_from_cmap(&mut self, cmap: &CMap) {
        for (code, text) in cmap.texts() {
            self.set(code as usize, text);
        }
    }

    fn fill_with_codes(&mut self) {
        for code in 0x20..CODES_MAX {
            if let Some(character) = char::from_u32(code as u32) {
                self.set_char(code, character);
            }
        }
    }

    fn fill_from_program(&mut self, program: &Program) {
        for (code, character) in program.codes() {
            self.set_char(code as usize, character);
        }
    }

    fn fill_from_glyphs(&mut self, program: &Program, glyph_by_cid: &[u16]) {
        if glyph_by_cid.is_empty() {
            for (glyph, character) in program.glyphs() {
                self.set_char(usize::from(glyph), character);
            }
        }
        for (cid, glyph) in glyph_by_cid.iter().enumerate().filter(|(_, glyph)| 0 < **glyph) {
            if let Some(character) = program.character(*glyph) {
                self.set_char(cid, character);
            }
        }
    }

    /// Repairs what whole fonts say wrong: a drawn soft hyphen is a hyphen (Word maps its hyphen
    /// glyph to U+00AD), except where the charset makes it a letter; an ornament is a list mark.
    fn finish(&mut self) {
        let wants_repair = |c: char| c == '\u{ad}' || is_private(c);
        if self.keep_soft_hyphen || !self.text.chars().any(wants_repair) {
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
