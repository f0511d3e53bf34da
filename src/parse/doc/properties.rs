//! How paragraphs and letters look: the formatted disk pages, looked up by byte offset.

use super::file::{File, u16_at, u32_at};
use crate::parse::rows::{Merge, ParaLook, Row};

/// Bytes of a formatted disk page.
const PAGE: usize = 512;

/// Cells of the widest row; Word allows 63.
const CELLS_MAX: usize = 64;

/// What a letter's properties say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct LetterLook {
    pub bold: bool,
    pub italic: bool,
    pub hidden: bool,
    pub size: f32,
}

/// Looks properties up by the byte a character is stored at.
pub(super) struct Properties<'a> {
    file: &'a File,
    paras: Plex<'a>,
    letters: Plex<'a>,
}

/// Byte offsets and, for each interval between two of them, the number of its page.
struct Plex<'a> {
    bytes: &'a [u8],
    count: usize,
}

impl<'a> Properties<'a> {
    pub fn new(file: &'a File) -> Properties<'a> {
        Properties {
            file,
            letters: Plex::new(file.table_part(12)),
            paras: Plex::new(file.table_part(13)),
        }
    }

    /// The look of the paragraph whose mark is stored at byte `at`.
    pub fn para(&self, at: u32) -> ParaLook {
        let mut look = ParaLook::default();
        if let Some(list) = self.para_list(at) {
            for_each(list, |code, operand| take_para(&mut look, code, operand));
        }
        look
    }

    /// The look of the letter stored at byte `at`, and the byte up to which it holds.
    pub fn letters(&self, at: u32) -> (LetterLook, u32) {
        let mut look = LetterLook::default();
        let Some((page, run, end)) = self.letters.page(at).and_then(|page| self.run(page, at))
        else {
            return (look, at + 1);
        };
        let bytes = self.page_bytes(page);
        let count = bytes[PAGE - 1] as usize;
        let offset = 2 * bytes.get(4 * (count + 1) + run).copied().unwrap_or(0) as usize;
        if 0 < offset
            && let Some(len) = bytes.get(offset)
            && let Some(list) = bytes.get(offset + 1..offset + 1 + *len as usize)
        {
            for_each(list, |code, operand| look.take(code, operand));
        }
        (look, end)
    }

    fn para_list(&self, at: u32) -> Option<&[u8]> {
        let page = self.paras.page(at)?;
        let (page, run, _) = self.run(page, at)?;
        let bytes = self.page_bytes(page);
        let count = bytes[PAGE - 1] as usize;
        let offset = 2 * *bytes.get(4 * (count + 1) + 13 * run)? as usize;
        let (start, len) = match *bytes.get(offset).filter(|_| 0 < offset)? {
            0 => (offset + 2, 2 * *bytes.get(offset + 1)? as usize),
            words => (offset + 1, 2 * words as usize - 1),
        };
        // The first two bytes name the style.
        bytes.get(start + 2..(start + len).min(PAGE))
    }

    /// The run of a page that holds byte `at`, and where it ends.
    fn run(&self, page: u32, at: u32) -> Option<(u32, usize, u32)> {
        let bytes = self.page_bytes(page);
        let count = *bytes.get(PAGE - 1)? as usize;
        let edge = |index: usize| u32_at(bytes, 4 * index);
        let run = (0..count).find(|run| {
            edge(*run).is_some_and(|start| start <= at) && edge(run + 1).is_some_and(|end| at < end)
        })?;
        Some((page, run, edge(run + 1)?))
    }

    /// A whole page; an empty one if it lies outside the file.
    fn page_bytes(&self, page: u32) -> &[u8] {
        const NONE: [u8; PAGE] = [0; PAGE];
        let start = page as usize * PAGE;
        self.file.text.get(start..start + PAGE).unwrap_or(&NONE)
    }
}

impl<'a> Plex<'a> {
    fn new(bytes: &'a [u8]) -> Plex<'a> {
        let count = bytes.len().saturating_sub(4) / 8;
        Plex { bytes, count }
    }

    /// The number of the page for byte `at`.
    fn page(&self, at: u32) -> Option<u32> {
        let edge = |index: usize| u32_at(self.bytes, 4 * index).unwrap_or(u32::MAX);
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = (low + high) / 2;
            if edge(middle + 1) <= at {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let found = low < self.count && edge(low) <= at;
        let page = u32_at(self.bytes, 4 * (self.count + 1) + 4 * low).filter(|_| found)?;
        Some(page & 0x003F_FFFF)
    }
}

/// Calls `take` with each property of a list: its code and its operand.
fn for_each(list: &[u8], mut take: impl FnMut(u16, &[u8])) {
    let mut at = 0;
    while let Some(code) = u16_at(list, at) {
        at += 2;
        let len = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            // The definition of a table has a two-byte length, one too large.
            _ if code == 0xD608 => u16_at(list, at).map_or(0, |len| len as usize + 1),
            _ => list.get(at).map_or(0, |len| *len as usize + 1),
        };
        let Some(operand) = list.get(at..at + len) else {
            return;
        };
        take(code, operand);
        at += len;
    }
}

fn take_para(look: &mut ParaLook, code: u16, operand: &[u8]) {
    let on = operand.first().is_some_and(|value| *value != 0);
    match code {
        0x2416 => look.in_table = on,
        0x2417 => look.ends_row = on,
        0x2403 | 0x2461 => look.centered = operand.first() == Some(&1),
        0x3404 => look.row.is_heading = on,
        0xD608 => define_row(&mut look.row, operand.get(2..).unwrap_or_default()),
        _ => {}
    }
}

fn define_row(row: &mut Row, operand: &[u8]) {
    let count = operand
        .first()
        .map_or(0, |count| *count as usize)
        .min(CELLS_MAX);
    let edge = |index: usize| u16_at(operand, 1 + 2 * index).map(|edge| i32::from(edge as i16));
    row.edges = (0..=count).map_while(edge).collect();
    let flags = |index: usize| u16_at(operand, 1 + 2 * (count + 1) + 20 * index).unwrap_or(0);
    row.merges = (0..count).map(|index| merge_of(flags(index))).collect();
}

fn merge_of(flags: u16) -> Merge {
    if flags & 0x0002 != 0 {
        Merge::Swallowed
    } else if flags & 0x0040 != 0 {
        Merge::Start
    } else if flags & 0x0020 != 0 {
        Merge::GoOn
    } else {
        Merge::None
    }
}

impl LetterLook {
    fn take(&mut self, code: u16, operand: &[u8]) {
        // 0x81 inverts what the style says; styles are not read, so it is taken as on.
        let on = operand
            .first()
            .is_some_and(|value| matches!(value, 1 | 0x81));
        match code {
            0x0835 => self.bold = on,
            0x0836 => self.italic = on,
            0x083C => self.hidden = on,
            0x4A43 => self.size = u16_at(operand, 0).map_or(0.0, |half| f32::from(half) / 2.0),
            // A deletion of tracked changes.
            0x0800 => self.hidden |= on,
            _ => {}
        }
    }
}
