//! The charsets: which bytes write which letter, and how a text is taken apart by them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::{Face, capitals};
use crate::text::is_syllable;

/// The charsets Vietnamese was written in before Unicode, and Unicode read as if it were one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Charset {
    /// TCVN 5712-3, "ABC": state offices in the north, fonts `.Vn…`.
    Tcvn3,
    /// VNI-Windows: the south; a letter and its mark are two bytes.
    Vni,
    Viscii,
    Vps,
    /// Windows-1258 read as Windows-1252.
    Windows1258,
    /// UTF-8 read as Windows-1252.
    Utf8,
}

impl Charset {
    /// In the order in which a tie between two is broken: by how much of the old files they wrote.
    pub const ALL: [Charset; 6] = [
        Charset::Tcvn3,
        Charset::Vni,
        Charset::Utf8,
        Charset::Windows1258,
        Charset::Vps,
        Charset::Viscii,
    ];

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Tcvn3 => "TCVN3 (ABC)",
            Charset::Vni => "VNI-Windows",
            Charset::Viscii => "VISCII",
            Charset::Vps => "VPS",
            Charset::Windows1258 => "Windows-1258",
            Charset::Utf8 => "UTF-8",
        }
    }

    /// The column of the table; UTF-8 needs none.
    fn column(self) -> Option<usize> {
        match self {
            Charset::Tcvn3 => Some(1),
            Charset::Vni => Some(2),
            Charset::Viscii => Some(3),
            Charset::Vps => Some(4),
            Charset::Windows1258 => Some(5),
            Charset::Utf8 => None,
        }
    }

    fn table(self) -> &'static Table {
        &TABLES[self.column().unwrap_or(0)]
    }
}

/// One letter of the decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The bytes of the text that was decoded, not of the file.
    pub source: Range<usize>,
    pub char: char,
}

/// Takes a text apart into the letters it was typed as.
///
/// Their ranges follow each other and cover the text. TCVN3 has no marked capitals but in fonts of
/// their own: there `face` makes capitals of all letters, elsewhere the letters around do.
pub fn letters(text: &str, charset: Charset, face: Face) -> Vec<Letter> {
    let mut found = if charset == Charset::Utf8 {
        from_utf8(text)
    } else {
        from_table(text, charset.table())
    };
    if face.draws_capitals() {
        capitals::draw_all(&mut found);
    } else if charset == Charset::Tcvn3 {
        capitals::follow_neighbors(&mut found);
    }
    found
}

/// What one glyph of a font means where letters and marks are drawn one by one, as in a PDF: a mark of
/// VNI-Windows is a combining mark, which joins the letter drawn before it.
pub fn glyph_text(text: &str, charset: Charset, face: Face) -> String {
    let mut chars = text.chars();
    if let (Charset::Vni, Some(only), None) = (charset, chars.next(), chars.next())
        && let Some(marks) = byte_of(only).and_then(vni_marks)
    {
        return marks.to_owned();
    }
    super::decode(text, charset, face)
}

/// The combining marks that a mark of VNI-Windows stands for, small or large.
fn vni_marks(byte: u8) -> Option<&'static str> {
    Some(match byte | 0x20 {
        0xF8 => "\u{300}",
        0xF9 => "\u{301}",
        0xFB => "\u{309}",
        0xF5 => "\u{303}",
        0xEF => "\u{323}",
        0xE2 => "\u{302}",
        0xE0 => "\u{302}\u{300}",
        0xE1 => "\u{302}\u{301}",
        0xE5 => "\u{302}\u{309}",
        0xE3 => "\u{302}\u{303}",
        0xE4 => "\u{302}\u{323}",
        0xEA => "\u{306}",
        0xE8 => "\u{306}\u{300}",
        0xE9 => "\u{306}\u{301}",
        0xFA => "\u{306}\u{309}",
        0xFC => "\u{306}\u{303}",
        0xEB => "\u{306}\u{323}",
        _ => return None,
    })
    .filter(|_| 0xC0 <= byte)
}

fn from_table(text: &str, table: &Table) -> Vec<Letter> {
    let mut found = Vec::with_capacity(text.len());
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let end = at + c.len_utf8();
        let byte = byte_of(c);
        let next = rest.peek().copied();
        let pair = byte.zip(next.and_then(|(_, mark)| byte_of(mark)));
        if let Some(char) = pair.and_then(|(base, mark)| table.pair(base, mark)) {
            let end = next.map_or(end, |(at, mark)| at + mark.len_utf8());
            rest.next();
            found.push(Letter {
                source: at..end,
                char,
            });
            continue;
        }
        let char = byte.and_then(|byte| table.single[usize::from(byte)]);
        found.push(Letter {
            source: at..end,
            char: char.unwrap_or(c),
        });
    }
    found
}

fn from_utf8(text: &str) -> Vec<Letter> {
    let mut found: Vec<Letter> = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let whole = utf8_letter(&text[at..]);
        let cut = whole.is_none().then(|| cut_letter(&text[at..])).flatten();
        let (char, mut len) = whole.or(cut).unwrap_or((c, c.len_utf8()));
        if cut.is_some() && splits_word(text, &found, char, at + len) {
            len += 1;
        }
        found.push(Letter {
            source: at..at + len,
            char,
        });
        at += len;
    }
    found
}

/// The letter whose UTF-8 bytes `text` opens with, and how much of `text` they are.
fn utf8_letter(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut len = 0;
    for (read, c) in text.chars().take(4).enumerate() {
        bytes[read] = byte_of(c).filter(|byte| 0x80 <= *byte)?;
        len += c.len_utf8();
        if let Some(letter) = one_char(&bytes[..=read]) {
            return Some((letter, len));
        }
    }
    None
}

/// The same where its last byte is gone: that of "à" is a no-break space, which readers turn into a
/// space, or drop at the end of a line.
fn cut_letter(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut len = 0;
    let mut read = 0;
    for c in text.chars().take_while(|c| !c.is_whitespace()) {
        bytes[read] = byte_of(c).filter(|byte| 0x80 <= *byte && read < 3)?;
        read += 1;
        len += c.len_utf8();
    }
    bytes[read] = 0xA0;
    one_char(&bytes[..=read]).map(|letter| (letter, len))
}

/// True if the space at `gap` stands inside a word, for the no-break space that ended a letter of it:
/// "hÃ nh" is "hành", "lÃ nhÃ" is two words.
fn splits_word(text: &str, before: &[Letter], letter: char, gap: usize) -> bool {
    const WORD_LETTERS_MAX: usize = 8;
    if !text[gap..].starts_with(' ') {
        return false;
    }
    let start = before.iter().rev().take(WORD_LETTERS_MAX);
    let mut word: Vec<char> = start
        .map(|letter| letter.char)
        .take_while(|c| c.is_alphabetic())
        .collect();
    word.reverse();
    let rest = text[gap + 1..].chars().take(WORD_LETTERS_MAX);
    let rest: String = rest.take_while(char::is_ascii_alphabetic).collect();
    let ends = text[gap + 1 + rest.len()..].chars().next();
    let joined: String = word
        .into_iter()
        .chain([letter])
        .chain(rest.chars())
        .collect();
    let stands_alone = 1 < rest.len() && is_syllable(&rest);
    let is_whole = ends.is_none_or(|c| c.is_ascii());
    !rest.is_empty() && is_whole && !stands_alone && is_syllable(&joined)
}

fn one_char(bytes: &[u8]) -> Option<char> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.chars()
        .next()
        .filter(|c| !c.is_ascii() && !c.is_control())
}

/// The byte that Windows-1252 shows as `c`; the bytes it leaves out show as controls. Word puts the
/// letters of symbol fonts, and some `.Vn` fonts say they are one, at U+F000.
fn byte_of(c: char) -> Option<u8> {
    match c {
        '\0'..='\u{FF}' => Some(c as u8),
        '\u{F020}'..='\u{F0FF}' => Some((c as u32 & 0xFF) as u8),
        '\u{3BC}' => Some(0xB5),
        _ => WINDOWS_1252.get(&c).copied(),
    }
}

static WINDOWS_1252: LazyLock<HashMap<char, u8>> = LazyLock::new(|| {
    let upper = 0x80..=0x9F_u8;
    let pair = |byte: u8| {
        let bytes = [byte];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        Some((text.chars().next()?, byte))
    };
    upper.filter_map(pair).collect()
});

struct Table {
    single: [Option<char>; 256],
    pairs: HashMap<(u8, u8), char>,
}

impl Table {
    /// A base letter and its mark; typists mixed the mark of the other case in.
    fn pair(&self, base: u8, mark: u8) -> Option<char> {
        if mark < 0x80 {
            return None;
        }
        let found = self.pairs.get(&(base, mark));
        found.or(self.pairs.get(&(base, mark ^ 0x20))).copied()
    }
}

pub(super) const ROWS: &str = include_str!("letters.tsv");

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| (0..6).map(table).collect());

fn table(column: usize) -> Table {
    let mut table = Table {
        single: [None; 256],
        pairs: HashMap::new(),
    };
    for (char, bytes) in rows(column) {
        match bytes[..] {
            [byte] => table.single[usize::from(byte)] = Some(char),
            [base, mark] => drop(table.pairs.insert((base, mark), char)),
            _ => {}
        }
    }
    table
}

/// Each letter that has bytes of its own in a column of the table.
pub(super) fn rows(column: usize) -> impl Iterator<Item = (char, Vec<u8>)> {
    let lines = ROWS.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(move |line| {
        let letter = line.split('\t').next()?.chars().next()?;
        let written = line.split('\t').nth(column).filter(|_| 0 < column)?;
        let bytes: Option<Vec<u8>> = written
            .split(' ')
            .map(|byte| u8::from_str_radix(byte, 16).ok())
            .collect();
        Some((letter, bytes?))
    })
}

#[cfg(test)]
pub(super) fn column_of(charset: Charset) -> Option<usize> {
    charset.column()
}
