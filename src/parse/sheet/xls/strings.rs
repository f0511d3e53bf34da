//! Strings: bytes of Windows-1252 in Excel 5, UTF-16 with its zero bytes left out since; all of a
//! workbook in one table that goes on over many records.

use encoding_rs::WINDOWS_1252;

use super::super::cell::Piece;
use super::records::{Records, u16_at};
use super::styles::Styles;

/// Runs of one string; Excel allows 32,767 characters.
const RUNS_MAX: usize = 32_767;

/// Which generation of the format a stream is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Version {
    Excel5,
    #[default]
    Excel97,
}

impl Version {
    pub fn of(number: Option<u16>) -> Version {
        match number {
            Some(0x0600) | None => Version::Excel97,
            Some(_) => Version::Excel5,
        }
    }

    /// A string with one byte for its length.
    pub fn short_string(self, bytes: &[u8]) -> String {
        let count = usize::from(bytes.first().copied().unwrap_or(0));
        self.characters(bytes.get(1..).unwrap_or_default(), count).0
    }

    /// `count` characters at the start, and how many bytes they take.
    fn characters(self, bytes: &[u8], count: usize) -> (String, usize) {
        if self == Version::Excel5 {
            let narrow = &bytes[..count.min(bytes.len())];
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(narrow);
            return (text.into_owned(), narrow.len());
        }
        let wide = bytes.first().is_some_and(|flags| flags & 1 != 0);
        let body = bytes.get(1..).unwrap_or_default();
        let len = if wide { 2 * count } else { count }.min(body.len());
        let mut units = Vec::new();
        units_of(&body[..len], wide, &mut units);
        (String::from_utf16_lossy(&units), 1 + len)
    }
}

fn units_of(bytes: &[u8], wide: bool, units: &mut Vec<u16>) {
    if wide {
        units.extend(
            bytes
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]])),
        );
    } else {
        units.extend(bytes.iter().map(|byte| u16::from(*byte)));
    }
}

/// Where a font of its own starts, in UTF-16 units, and its number.
pub(super) type Run = (u16, u16);

/// The string of a cell record, and its fonts if the record has such.
pub(super) fn string_at(
    body: &[u8],
    at: usize,
    version: Version,
    rich: bool,
) -> (String, Vec<Run>) {
    let count = usize::from(u16_at(body, at).unwrap_or(0));
    let bytes = body.get(at + 2..).unwrap_or_default();
    let (text, len) = version.characters(bytes, count);
    let rest = bytes.get(len..).unwrap_or_default();
    let runs = match (rich, version) {
        (false, _) => Vec::new(),
        (true, Version::Excel5) => {
            let pairs = rest.get(1..).unwrap_or_default().chunks_exact(2);
            pairs
                .map(|run| (u16::from(run[0]), u16::from(run[1])))
                .collect()
        }
        (true, Version::Excel97) => runs_of(rest.get(2..).unwrap_or_default()),
    };
    (text, runs)
}

fn runs_of(bytes: &[u8]) -> Vec<Run> {
    let runs = bytes.chunks_exact(4).take(RUNS_MAX);
    runs.filter_map(|run| u16_at(run, 0).zip(u16_at(run, 2)))
        .collect()
}

/// Cuts a text where its font changes.
pub(super) fn split(text: &str, runs: &[Run], styles: &Styles) -> Vec<Piece> {
    if runs.is_empty() {
        return vec![Piece::plain(text)];
    }
    let mut pieces: Vec<Piece> = vec![Piece::plain("")];
    let mut unit = 0;
    let mut next = runs.iter().peekable();
    for c in text.chars() {
        while let Some((_, font)) = next.next_if(|(start, _)| usize::from(*start) <= unit) {
            pieces.push(Piece {
                text: String::new(),
                font: Some(styles.font(*font)),
            });
        }
        if let Some(last) = pieces.last_mut() {
            last.text.push(c);
        }
        unit += c.len_utf16();
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// The strings that cells share.
#[derive(Default)]
pub(super) struct Strings {
    list: Vec<(String, Vec<Run>)>,
}

impl Strings {
    /// Reads the table; it is cut off where it breaks, or where it holds more than `text_max` bytes.
    pub fn read(body: &[u8], records: &mut Records, text_max: usize) -> Strings {
        let mut segments = vec![body];
        while let Some(more) = records.next_continued() {
            segments.push(more);
        }
        let mut reader = Segments {
            segments,
            index: 0,
            at: 8,
        };
        let mut list = Vec::new();
        let mut bytes = 0;
        while let Some((text, runs)) = reader.string() {
            bytes += text.len() + 4 * runs.len();
            if text_max < bytes {
                break;
            }
            list.push((text, runs));
        }
        Strings { list }
    }

    pub fn pieces(&self, index: u32, styles: &Styles) -> Vec<Piece> {
        let found = self.list.get(index as usize);
        found.map_or(Vec::new(), |(text, runs)| split(text, runs, styles))
    }
}

/// The bodies of the records that hold the table, read as one.
struct Segments<'a> {
    segments: Vec<&'a [u8]>,
    index: usize,
    at: usize,
}

impl<'a> Segments<'a> {
    fn string(&mut self) -> Option<(String, Vec<Run>)> {
        let count = usize::from(self.u16()?);
        let flags = self.byte()?;
        let run_count = if flags & 8 != 0 { self.u16()? } else { 0 };
        let extra = match flags & 4 {
            0 => 0,
            _ => u32::from(self.u16()?) | u32::from(self.u16()?) << 16,
        };
        let text = self.characters(count, flags & 1 != 0)?;
        let mut runs = Vec::new();
        for _ in 0..run_count {
            runs.push((self.u16()?, self.u16()?));
        }
        self.skip(extra as usize);
        Some((text, runs))
    }

    /// Characters may go on in the next record, which says anew how wide they are.
    fn characters(&mut self, count: usize, mut wide: bool) -> Option<String> {
        let mut units = Vec::with_capacity(count.min(1 << 15));
        loop {
            let rest = self.rest();
            let width = if wide { 2 } else { 1 };
            let taken = (count - units.len()).min(rest.len() / width);
            units_of(&rest[..taken * width], wide, &mut units);
            self.at += taken * width;
            if units.len() == count {
                return Some(String::from_utf16_lossy(&units));
            }
            self.next_segment()?;
            wide = self.byte()? & 1 != 0;
        }
    }

    fn rest(&self) -> &'a [u8] {
        let segment = self.segments.get(self.index).copied().unwrap_or_default();
        segment.get(self.at..).unwrap_or_default()
    }

    fn next_segment(&mut self) -> Option<()> {
        self.index += 1;
        self.at = 0;
        (self.index < self.segments.len()).then_some(())
    }

    fn byte(&mut self) -> Option<u8> {
        loop {
            if let Some(byte) = self.rest().first() {
                self.at += 1;
                return Some(*byte);
            }
            self.next_segment()?;
        }
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut len: usize) {
        loop {
            let here = self.rest().len();
            if len <= here {
                self.at += len;
                return;
            }
            len -= here;
            if self.next_segment().is_none() {
                return;
            }
        }
    }
}
