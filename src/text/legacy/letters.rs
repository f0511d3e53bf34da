//! The charsets: which bytes write which letter, and how a text is taken apart by them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::{Face, capitals};

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
    let mut found = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (char, len) = utf8_letter(&text[at..]).unwrap_or((c, c.len_utf8()));
        found.push(Letter {
            source: at..at + len,
            char,
        });
        at += len;
    }
    found
}

/// The letter whose UTF-8 bytes `text` opens with, and how much of `text` they are.
///
/// The last byte of "à" is a no-break space, which readers turn into a space or drop at the end of
/// a line: where it is missed it is put back.
fn utf8_letter(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut read = 0;
    let mut len = 0;
    for c in text.chars().take(4) {
        let Some(byte) = byte_of(c).filter(|byte| *byte >= 0x80) else {
            break;
        };
        bytes[read] = byte;
        read += 1;
        len += c.len_utf8();
        if let Some(letter) = one_char(&bytes[..read]) {
            return Some((letter, len));
        }
    }
    let at_gap = text[len..].chars().next().is_none_or(char::is_whitespace);
    if (1..4).contains(&read) && at_gap {
        bytes[read] = 0xA0;
        return one_char(&bytes[..=read]).map(|letter| (letter, len));
    }
    None
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
