//! The style sheet: what paragraphs and letters inherit from the styles they are in.

use std::ops::Range;

use super::file::u16_at;

/// Styles based on styles; Word stops at ten.
const CHAIN_MAX: usize = 12;

/// Styles of one sheet: the index has twelve bits.
const STYLES_MAX: usize = 4_096;

/// The index that means "based on nothing".
const NONE: u16 = 0x0FFF;

/// The style of paragraphs that name none: "Normal".
pub(super) const NORMAL: u16 = 0;

#[derive(Default)]
pub(super) struct Styles<'a> {
    bytes: &'a [u8],
    styles: Vec<Style>,
    /// The font of letters whose style names none.
    pub font: u16,
}

/// One style: where its properties stand in the sheet.
#[derive(Clone, Debug, Default)]
struct Style {
    /// 1 to 9 for "heading 1" to "heading 9".
    built_in: u16,
    based_on: u16,
    para: Range<usize>,
    letters: Range<usize>,
}

impl<'a> Styles<'a> {
    /// Reads the sheet; a style that cannot be read says nothing.
    pub fn read(bytes: &'a [u8]) -> Styles<'a> {
        let mut styles = Styles {
            bytes,
            ..Styles::default()
        };
        let Some(head) = u16_at(bytes, 0).map(usize::from) else {
            return styles;
        };
        let count = usize::from(u16_at(bytes, 2).unwrap_or(0)).min(STYLES_MAX);
        let base = usize::from(u16_at(bytes, 4).unwrap_or(0));
        styles.font = u16_at(bytes, 14).unwrap_or(0);
        let mut at = 2 + head;
        for _ in 0..count {
            let Some(len) = u16_at(bytes, at).map(usize::from) else {
                break;
            };
            let whole = at + 2..at + 2 + len;
            let style = style(bytes, whole.clone(), base).unwrap_or_default();
            styles.styles.push(style);
            at = whole.end + len % 2;
        }
        styles
    }

    /// The property lists of paragraphs that hold in a style, those it is based on first.
    pub fn para_lists(&self, style: u16) -> impl Iterator<Item = &'a [u8]> {
        self.lists(style, |style| style.para.clone())
    }

    /// The property lists of letters that hold in a style, those it is based on first.
    pub fn letter_lists(&self, style: u16) -> impl Iterator<Item = &'a [u8]> {
        self.lists(style, |style| style.letters.clone())
    }

    /// The level of a heading style, from 1.
    pub fn heading(&self, style: u16) -> Option<u8> {
        let built_in = self.styles.get(usize::from(style))?.built_in;
        (1..=9).contains(&built_in).then_some(built_in as u8)
    }

    fn lists(
        &self,
        style: u16,
        part: impl Fn(&Style) -> Range<usize>,
    ) -> impl Iterator<Item = &'a [u8]> {
        let mut parts = Vec::new();
        let mut next = self.styles.get(usize::from(style));
        while let Some(style) = next.filter(|_| parts.len() < CHAIN_MAX) {
            parts.push(part(style));
            next = match style.based_on {
                NONE => None,
                base => self.styles.get(usize::from(base)),
            };
        }
        let bytes = self.bytes;
        parts.into_iter().rev().filter_map(|range| bytes.get(range))
    }
}

/// Reads one style: a fixed part, its name, then the property lists of its kind.
fn style(bytes: &[u8], whole: Range<usize>, base: usize) -> Option<Style> {
    const PARAGRAPH: u16 = 1;
    const CHARACTER: u16 = 2;
    let entry = bytes.get(whole.clone())?;
    let kind_and_base = u16_at(entry, 2)?;
    let name_units = usize::from(u16_at(entry, base)?);
    let mut style = Style {
        built_in: u16_at(entry, 0)? & 0x0FFF,
        based_on: kind_and_base >> 4,
        ..Style::default()
    };
    // The name ends in a null that its length does not count.
    let mut lists = Lists {
        bytes: entry,
        at: base + 2 + 2 * name_units + 2,
        offset: whole.start,
    };
    match kind_and_base & 0x000F {
        PARAGRAPH => {
            // The list of a paragraph opens with the number of the style itself.
            let para = lists.next()?;
            style.para = (para.start + 2).min(para.end)..para.end;
            style.letters = lists.next().unwrap_or_default();
        }
        CHARACTER => style.letters = lists.next()?,
        _ => {}
    }
    Some(style)
}

/// Property lists one after the other, each with its length before it, at even offsets.
struct Lists<'a> {
    bytes: &'a [u8],
    at: usize,
    offset: usize,
}

impl Iterator for Lists<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let len = usize::from(u16_at(self.bytes, self.at)?);
        let start = self.at + 2;
        self.at = start + len + len % 2;
        Some(self.offset + start..self.offset + start + len)
    }
}
