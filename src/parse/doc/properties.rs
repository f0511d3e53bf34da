//! How paragraphs and letters look: the formatted disk pages, looked up by byte offset.

use super::file::{File, u16_at, u32_at};
use super::fonts::Fonts;
use super::lists;
use super::styles::{self, Styles};
use crate::parse::numbering::Numbering;
use crate::parse::rows::{Merge, ParaLook, Row};
use crate::text::{self, legacy::Face};

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
    /// A picture from a font of signs stands here, whatever the letter is: font and code.
    symbol: Option<(u16, u16)>,
    font: u16,
    /// Of letters that are not ASCII.
    other_font: u16,
}

/// Looks properties up by the byte a character is stored at.
pub(super) struct Properties<'a> {
    file: &'a File,
    styles: Styles<'a>,
    fonts: Fonts,
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
            styles: Styles::read(file.table_part(1)),
            fonts: Fonts::read(file.table_part(15)),
            letters: Plex::new(file.table_part(12)),
            paras: Plex::new(file.table_part(13)),
        }
    }

    /// The look of the paragraph whose mark is stored at byte `at`.
    pub fn para(&self, at: u32) -> ParaLook {
        let mut look = ParaLook::default();
        let (style, own) = self.para_list(at).unwrap_or((styles::NORMAL, &[]));
        for list in self.styles.para_lists(style).chain([own]) {
            for_each(list, |code, operand| take_para(&mut look, code, operand));
        }
        look.heading = self.styles.heading(style);
        look
    }

    /// The look of the letter stored at byte `at`, and the byte up to which it holds.
    pub fn letters(&self, at: u32) -> (LetterLook, u32) {
        let (style, _) = self.para_list(at).unwrap_or((styles::NORMAL, &[]));
        let mut look = LetterLook {
            font: self.styles.font,
            other_font: self.styles.font,
            ..LetterLook::default()
        };
        self.take_style(&mut look, style);
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
            self.take_letters(&mut look, list);
        }
        (look, end)
    }

    /// What the font of a letter says of it.
    pub fn face(&self, look: &LetterLook) -> Face {
        match self.fonts.face(look.other_font) {
            Face::Plain => self.fonts.face(look.font),
            legacy => legacy,
        }
    }

    /// The sign that stands for the letter, if one does: a bullet for an ornament.
    pub fn symbol(&self, look: &LetterLook) -> Option<char> {
        let (font, code) = look.symbol?;
        let sign = text::symbol(self.fonts.name(font), u32::from(code));
        Some(sign.and_then(|sign| sign.chars().next()).unwrap_or('-'))
    }

    /// The lists of the document and how their labels look.
    pub fn numbering(&self) -> Numbering {
        let (lists, from_lists_on) = self.file.table_from(73);
        lists::read(lists, from_lists_on, self.file.table_part(74), &|list| {
            let mut look = LetterLook::default();
            let is_set = |code: u16| matches!(code, 0x4A4F | 0x4A51);
            let mut has_font = false;
            for_each(list, |code, operand| {
                has_font |= is_set(code);
                look.take(&LetterLook::default(), code, operand);
            });
            has_font.then(|| self.face(&look))
        })
    }

    fn take_style(&self, look: &mut LetterLook, style: u16) {
        for list in self.styles.letter_lists(style) {
            let base = *look;
            for_each(list, |code, operand| look.take(&base, code, operand));
        }
    }

    /// The letter's own properties; one of them may name a style of letters.
    fn take_letters(&self, look: &mut LetterLook, list: &[u8]) {
        const STYLE: u16 = 0x4A30;
        let mut base = *look;
        for_each(list, |code, operand| match u16_at(operand, 0) {
            Some(style) if code == STYLE => {
                self.take_style(look, style);
                base = *look;
            }
            _ => look.take(&base, code, operand),
        });
    }

    /// The style of a paragraph and its own properties.
    fn para_list(&self, at: u32) -> Option<(u16, &[u8])> {
        let page = self.paras.page(at)?;
        let (page, run, _) = self.run(page, at)?;
        let bytes = self.page_bytes(page);
        let count = bytes[PAGE - 1] as usize;
        let offset = 2 * *bytes.get(4 * (count + 1) + 13 * run)? as usize;
        let (start, len) = match *bytes.get(offset).filter(|_| 0 < offset)? {
            0 => (offset + 2, 2 * *bytes.get(offset + 1)? as usize),
            words => (offset + 1, 2 * words as usize - 1),
        };
        let list = bytes.get(start + 2..(start + len).min(PAGE));
        Some((u16_at(bytes, start)?, list.unwrap_or_default()))
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
        0x260A => list_of(look).1 = operand.first().map_or(0, |level| u32::from(*level)),
        0x460B => list_of(look).0 = u16_at(operand, 0).map_or(0, u32::from),
        0xD608 => define_row(&mut look.row, operand.get(2..).unwrap_or_default()),
        _ => {}
    }
}

fn list_of(look: &mut ParaLook) -> &mut (u32, u32) {
    look.list.get_or_insert((0, 0))
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
    /// Takes one property; `base` is what the style says, which some properties invert.
    fn take(&mut self, base: &LetterLook, code: u16, operand: &[u8]) {
        let on = |inherited: bool| match operand.first() {
            Some(0x80) => inherited,
            Some(0x81) => !inherited,
            value => value == Some(&1),
        };
        let number = u16_at(operand, 0).unwrap_or(0);
        match code {
            0x0835 => self.bold = on(base.bold),
            0x0836 => self.italic = on(base.italic),
            0x083C => self.hidden = on(base.hidden),
            0x4A43 => self.size = f32::from(number) / 2.0,
            0x4A4F => (self.font, self.other_font) = (number, number),
            0x4A51 => self.other_font = number,
            0x6A09 => self.symbol = u16_at(operand, 2).map(|code| (number, code)),
            // A deletion of tracked changes.
            0x0800 => self.hidden |= on(false),
            _ => {}
        }
    }
}
