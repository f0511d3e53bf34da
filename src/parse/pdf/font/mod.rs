//! A font dictionary in, a decoder out: string bytes → codes → advance and text.
//!
//! Promise: every byte of a shown string is consumed, whatever the font says of it; a code that no
//! table knows has an advance and no text. What a code means is asked in the order of trust that
//! 119 real files taught: ToUnicode, then encoding and glyph names, then the tables of the embedded
//! font program. Glyph outlines are never looked at.

mod cmap;
mod encoding;
mod glyph_name;
mod glyph_order;
mod metrics;
mod program;
mod texts;
mod widths;

use lopdf::{Dictionary, Object};

use super::budget::Budget;
use super::file::{File, as_dictionary};
use super::page::Look;
use crate::text::legacy::{Charset, Face};
use cmap::CMap;
use encoding::Encoding;
pub(super) use glyph_order::Order;
use program::Program;
use texts::Texts;
use widths::{WIDTH_UNKNOWN, composite_widths, simple_widths};

/// Codes a font may use; every font we decode has codes of one or two bytes.
const CODES_MAX: usize = 1 << 16;

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
    /// Its codes are letters of a charset of before Unicode, and were decoded.
    pub is_legacy: bool,
    /// No table says what its glyphs draw, or one that says of every glyph number its own code.
    pub is_unexplained: bool,
}

/// How codes are read. A page whose text does not read is tried in other ways than the written one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Reading {
    #[default]
    AsWritten,
    /// Fonts whose names say nothing are set in this charset, too.
    Legacy(Charset),
    /// Unexplained fonts have the glyph order that their name lets expect.
    ByName,
    /// All of them have this one.
    Ordered(Order),
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
    pub fn read(
        file: &File,
        dictionary: &Dictionary,
        reading: Reading,
        budget: &mut Budget,
    ) -> Font {
        let mut font = match file.name(dictionary, b"Subtype") {
            Some(b"Type0") => composite(file, dictionary, reading, budget),
            _ => simple(file, dictionary, budget),
        };
        let face = match (Face::of_font(&base_name(file, dictionary)), reading) {
            (Face::Plain, Reading::Legacy(charset)) => Face::Legacy {
                charset,
                capitals: false,
            },
            (face, _) => face,
        };
        font.is_legacy = font.texts.decode(face);
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
            is_legacy: false,
            is_unexplained: false,
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
        let width = self
            .widths
            .get(cid)
            .copied()
            .filter(|width| !width.is_nan());
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
    let mut texts = Texts::default();
    if let Some(to_unicode) = to_unicode(file, dictionary, budget) {
        texts.fill_from_cmap(&to_unicode);
    }
    let encoding = Encoding::read(file, dictionary, &base_name);
    texts.fill_from(&encoding);
    if texts.is_sparse()
        && let Some(program) = Program::read(file, descriptor, budget)
    {
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
        is_legacy: false,
        is_unexplained: false,
    }
}

fn composite(file: &File, dictionary: &Dictionary, reading: Reading, budget: &mut Budget) -> Font {
    let descendant = file
        .array(dictionary, b"DescendantFonts")
        .and_then(|fonts| file.resolve(fonts.first()?))
        .and_then(as_dictionary)
        .unwrap_or(dictionary);
    let descriptor = file.dictionary(descendant, b"FontDescriptor");
    let base_name = base_name(file, dictionary);
    let encoding = file.get(dictionary, b"Encoding");
    let mut texts = Texts::default();
    if let Some(to_unicode) = to_unicode(file, dictionary, budget) {
        texts.fill_from_cmap(&to_unicode);
    }
    let encoding_name = encoding
        .and_then(|encoding| encoding.as_name().ok())
        .unwrap_or_default();
    if texts.is_empty() && cmap::codes_are_utf16(encoding_name) {
        texts.fill_with_codes();
    }
    if texts.is_empty()
        && let Some(program) = Program::read(file, descriptor, budget)
    {
        texts.fill_from_glyphs(program.glyphs(), &glyph_map(file, descendant, budget));
    }
    let look = look(file, descriptor, &base_name);
    let is_unexplained = texts.is_empty() || texts.is_identity();
    if let Some(order) = order(reading, &base_name, look).filter(|_| is_unexplained) {
        texts = Texts::default();
        texts.fill_from_glyphs(order.glyphs(), &glyph_map(file, descendant, budget));
    }
    let codes = match encoding {
        Some(Object::Stream(stream)) => {
            file.plain(stream, budget).map_or(Codes::TwoBytes, |bytes| {
                Codes::Mapped(Box::new(CMap::parse(&bytes)))
            })
        }
        _ => Codes::TwoBytes,
    };
    let (widths, width_default) = composite_widths(file, descendant);
    Font {
        look,
        codes,
        texts,
        widths,
        width_default,
        scale: 0.001,
        vertical: encoding_name.ends_with(b"-V"),
        is_legacy: false,
        is_unexplained,
    }
}

fn order(reading: Reading, name: &str, look: Look) -> Option<Order> {
    match reading {
        Reading::AsWritten | Reading::Legacy(_) => None,
        Reading::ByName => Some(Order::of_font(name, look.bold, look.italic)),
        Reading::Ordered(order) => Some(order),
    }
}

fn to_unicode(file: &File, dictionary: &Dictionary, budget: &mut Budget) -> Option<CMap> {
    let stream = file.stream(dictionary, b"ToUnicode")?;
    Some(CMap::parse(&file.plain(stream, budget)?))
}

/// Glyph by character identifier, where it is not the identifier itself.
fn glyph_map(file: &File, descendant: &Dictionary, budget: &mut Budget) -> Vec<u16> {
    let stream = file.stream(descendant, b"CIDToGIDMap");
    let bytes = stream
        .and_then(|stream| file.plain(stream, budget))
        .unwrap_or_default();
    let pairs = bytes.chunks_exact(2).take(CODES_MAX);
    pairs
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect()
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
