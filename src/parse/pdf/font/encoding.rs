//! Encodings of simple fonts: 256 codes, each with the text it stands for.

use std::sync::LazyLock;

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use lopdf::{Dictionary, Object};

use super::super::file::{File, as_dictionary};
use super::glyph_name;

/// What a code means by `/Encoding` alone.
#[derive(Debug)]
pub(super) struct Encoding {
    base: &'static [&'static str; 256],
    differences: Vec<(u8, String)>,
}

impl Encoding {
    pub fn win_ansi() -> Encoding {
        Encoding {
            base: &WIN_ANSI,
            differences: Vec::new(),
        }
    }

    pub fn read(file: &File, font: &Dictionary, base_name: &str) -> Encoding {
        let implicit = implicit_base(file, font, base_name);
        match file.get(font, b"Encoding") {
            Some(Object::Name(name)) => Encoding {
                base: by_name(name).unwrap_or(implicit),
                differences: Vec::new(),
            },
            Some(object) => {
                let Some(dictionary) = as_dictionary(object) else {
                    return Encoding {
                        base: implicit,
                        differences: Vec::new(),
                    };
                };
                let base = file.name(dictionary, b"BaseEncoding").and_then(by_name);
                Encoding {
                    base: base.unwrap_or(implicit),
                    differences: differences(file, dictionary),
                }
            }
            None => Encoding {
                base: implicit,
                differences: Vec::new(),
            },
        }
    }

    pub fn text(&self, code: u8) -> Option<&str> {
        let different = self.differences.iter().rev().find(|(of, _)| *of == code);
        match different {
            Some((_, text)) => Some(text),
            None => Some(self.base[usize::from(code)]).filter(|text| !text.is_empty()),
        }
    }
}

/// The encoding of a font that names none: its own, which for an embedded symbolic font only the
/// font program knows, and for the others is the standard one.
fn implicit_base(file: &File, font: &Dictionary, base_name: &str) -> &'static [&'static str; 256] {
    const SYMBOLIC: u32 = 1 << 2;
    let descriptor = file.dictionary(font, b"FontDescriptor");
    let flags = descriptor
        .and_then(|descriptor| file.number(descriptor, b"Flags"))
        .map_or(0, |flags| flags as u32);
    let is_type3 = file.name(font, b"Subtype") == Some(b"Type3");
    let is_embedded = descriptor.is_some_and(|descriptor| {
        [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
            .iter()
            .any(|key| descriptor.has(key))
    });
    if base_name == "Symbol" || base_name == "ZapfDingbats" || base_name.starts_with("Wingdings") {
        &BULLETS
    } else if is_type3 || (is_embedded && flags & SYMBOLIC != 0) {
        &NOTHING
    } else {
        &STANDARD
    }
}

fn by_name(name: &[u8]) -> Option<&'static [&'static str; 256]> {
    match name {
        b"WinAnsiEncoding" => Some(&WIN_ANSI),
        b"MacRomanEncoding" => Some(&MAC_ROMAN),
        b"StandardEncoding" => Some(&STANDARD),
        _ => None,
    }
}

/// `[code /name /name code /name …]`
fn differences(file: &File, encoding: &Dictionary) -> Vec<(u8, String)> {
    let mut found = Vec::new();
    let mut code = 0u32;
    for item in file.array(encoding, b"Differences").unwrap_or_default() {
        match file.resolve(item) {
            Some(Object::Name(name)) => {
                if let (Ok(code), Ok(name)) = (u8::try_from(code), std::str::from_utf8(name)) {
                    found.push((code, glyph_name::text(name).unwrap_or_default()));
                }
                code = code.saturating_add(1);
            }
            Some(number) => code = number.as_float().map_or(code, |number| number as u32),
            None => {}
        }
    }
    found
}

static NOTHING: [&str; 256] = [""; 256];

/// Fonts of ornaments: what they draw in a document is a list bullet.
static BULLETS: LazyLock<[&'static str; 256]> = LazyLock::new(|| {
    let mut table = [""; 256];
    table[0x21..].fill("•");
    table[0x2d] = "-";
    table
});

static WIN_ANSI: LazyLock<[&'static str; 256]> = LazyLock::new(|| {
    let mut table = from_charset(WINDOWS_1252);
    // PDF gives the hyphen and the space a second code, and every unused one the bullet.
    table[0xad] = "-";
    table[0xa0] = " ";
    for code in [0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d] {
        table[code] = "•";
    }
    table
});

static MAC_ROMAN: LazyLock<[&'static str; 256]> = LazyLock::new(|| from_charset(MACINTOSH));

static STANDARD: LazyLock<[&'static str; 256]> = LazyLock::new(|| {
    let mut table = from_charset(WINDOWS_1252);
    table[0x80..].fill("");
    table[0x27] = "’";
    table[0x60] = "‘";
    for (code, text) in STANDARD_UPPER {
        table[usize::from(*code)] = text;
    }
    table
});

#[rustfmt::skip]
const STANDARD_UPPER: &[(u8, &str)] = &[
    (0xa1, "¡"), (0xa2, "¢"), (0xa3, "£"), (0xa4, "⁄"), (0xa5, "¥"), (0xa6, "ƒ"), (0xa7, "§"),
    (0xa8, "¤"), (0xa9, "'"), (0xaa, "“"), (0xab, "«"), (0xac, "‹"), (0xad, "›"), (0xae, "fi"),
    (0xaf, "fl"), (0xb1, "–"), (0xb2, "†"), (0xb3, "‡"), (0xb4, "·"), (0xb6, "¶"), (0xb7, "•"),
    (0xb8, "‚"), (0xb9, "„"), (0xba, "”"), (0xbb, "»"), (0xbc, "…"), (0xbd, "‰"), (0xbf, "¿"),
    (0xc1, "`"), (0xc2, "´"), (0xc3, "ˆ"), (0xc4, "˜"), (0xc5, "¯"), (0xc6, "˘"), (0xc7, "˙"),
    (0xc8, "¨"), (0xca, "˚"), (0xcb, "¸"), (0xcd, "˝"), (0xce, "˛"), (0xcf, "ˇ"), (0xd0, "—"),
    (0xe1, "Æ"), (0xe3, "ª"), (0xe8, "Ł"), (0xe9, "Ø"), (0xea, "Œ"), (0xeb, "º"), (0xf1, "æ"),
    (0xf5, "ı"), (0xf8, "ł"), (0xf9, "ø"), (0xfa, "œ"), (0xfb, "ß"),
];

fn from_charset(charset: &'static encoding_rs::Encoding) -> [&'static str; 256] {
    let mut table = [""; 256];
    for (code, slot) in table.iter_mut().enumerate().skip(0x20) {
        let byte = [code as u8];
        let (text, _) = charset.decode_without_bom_handling(&byte);
        // Built once per table and kept for the life of the program.
        *slot = Box::leak(text.into_owned().into_boxed_str());
    }
    table
}
