//! The quality gate of a page: a text layer in which hardly a word is a syllable is read again in the
//! other ways its fonts allow, and the reading that makes words is kept.
//!
//! In order: a charset of before Unicode under a font whose name does not say so, the glyph orders of
//! known fonts, the second reader. What none explains is left to the picture of the page
//! ([`super::scan`]).

use super::file::{File, Page};
use super::font::{Order, Reading};
use super::interpret::Interpreter;
use super::layout::{self, PageLayout};
use super::page::Canvas;
use super::second::Second;
use crate::parse::TextSource;
use crate::text::legacy::{self, Charset};
use crate::text::syllable_share;

/// Share of Vietnamese syllables below which a page's text does not read. Text layers have 0.96,
/// TCVN3 taken for Latin letters and broken character maps 0.5.
pub(super) const SHARE_MIN: f32 = 0.8;

/// Words below which the share says little: a table of numbers has few.
const SHARE_WORDS_MIN: usize = 30;

/// What another reading must gain to be believed over a text that does not read.
const GAIN_MIN: f32 = 0.1;

/// Pages of one file that are read in vain in all ways: the others will not read either.
const VAIN_MAX: u32 = 3;

/// Content that draws neither glyphs nor a picture and is longer has something to say.
const CONTENT_BYTES_MIN: usize = 256;

pub(super) struct Gate<'b> {
    bytes: &'b [u8],
    pages: usize,
    /// Opened when a page needs it; `None` inside if it cannot read the file.
    second: Option<Option<Second>>,
    /// The reading that made sense of the last page that needed one.
    found: Option<Reading>,
    vain: u32,
}

impl<'b> Gate<'b> {
    pub fn new(bytes: &'b [u8], pages: usize) -> Gate<'b> {
        Gate {
            bytes,
            pages,
            second: None,
            found: None,
            vain: 0,
        }
    }

    /// Lays out the page that is drawn on `canvas`. If its text does not read, the page is drawn
    /// again in other ways, and the best one is left on `canvas`. Also returns the share of
    /// syllables, `None` for too few words.
    pub fn lay_out<'f>(
        &mut self,
        file: &'f File,
        page: &Page<'f>,
        number: u32,
        interpreter: &mut Interpreter<'f>,
        canvas: &mut Canvas,
    ) -> (PageLayout, Option<f32>) {
        let best = laid(canvas, number);
        let share = share(&best);
        let reads = share.is_some_and(|share| SHARE_MIN <= share) && canvas.riddles == 0;
        if reads || VAIN_MAX <= self.vain || interpreter.budget.exceeded {
            return (best, share);
        }
        let readings = self.readings(canvas, &best, share);
        let is_mute = canvas.glyphs.is_empty()
            && canvas.images == 0
            && CONTENT_BYTES_MIN < interpreter.content_bytes();
        let wants_second = is_mute || super::is_riddle(&best) || share.is_some_and(is_low);
        self.vain += u32::from(!readings.is_empty() || wants_second);
        for reading in readings {
            let mut other = Canvas::default();
            interpreter.reading = reading;
            super::draw(file, page, interpreter, &mut other);
            interpreter.reading = Reading::AsWritten;
            let next = laid(&other, number);
            let gained = self::share(&next);
            if !is_better(&next, gained, &best, share) {
                continue;
            }
            let source = match reading {
                Reading::Legacy(_) => TextSource::LegacyCharset,
                _ => TextSource::Repaired,
            };
            *canvas = other;
            (self.found, self.vain) = (Some(reading), 0);
            return (PageLayout { source, ..next }, gained);
        }
        if wants_second
            && let Some((other, next, gained)) = self.second(number)
            && is_better(&next, gained, &best, share)
        {
            *canvas = other;
            self.vain = 0;
            return (next, gained);
        }
        (best, share)
    }

    /// The page as the second reader sees it.
    fn second(&mut self, number: u32) -> Option<(Canvas, PageLayout, Option<f32>)> {
        let second = self.second.get_or_insert_with(|| {
            let second = Second::open(self.bytes)?;
            (second.pages() == self.pages).then_some(second)
        });
        let canvas = second.as_ref()?.draw(number as usize - 1);
        let page = second_page(&canvas, number);
        let share = share(&page);
        Some((canvas, page, share))
    }

    /// What is worth trying: the reading that helped before comes first.
    fn readings(&self, canvas: &Canvas, page: &PageLayout, share: Option<f32>) -> Vec<Reading> {
        let mut readings: Vec<Reading> = self.found.into_iter().collect();
        if share.is_some_and(is_low) {
            let detected = legacy::detect(&own_text(page)).map(|detected| detected.charset);
            // A letter of UTF-8 is several codes, and no one code is a letter.
            let charset = detected.filter(|charset| *charset != Charset::Utf8);
            readings.extend(charset.map(Reading::Legacy));
        }
        let own = canvas.glyphs.len() as u32;
        if own < 4 * canvas.unexplained {
            readings.push(Reading::ByName);
            readings.extend(Order::ALL.map(Reading::Ordered));
        }
        readings
    }
}

/// A file that cannot be opened otherwise, as the second reader sees it; empty if it sees nothing.
pub(super) fn second_pages(bytes: &[u8], pages_max: usize) -> Vec<PageLayout> {
    let Some(second) = Second::open(bytes) else {
        return Vec::new();
    };
    let pages = (0..second.pages().min(pages_max)).map(|index| second.draw(index));
    let pages = (1..).zip(pages);
    let laid: Vec<PageLayout> = pages
        .map(|(number, canvas)| second_page(&canvas, number))
        .collect();
    let reads = |page: &PageLayout| share(page).is_some_and(|share| SHARE_MIN <= share);
    match laid.iter().any(reads) {
        true => laid,
        false => Vec::new(),
    }
}

fn second_page(canvas: &Canvas, number: u32) -> PageLayout {
    PageLayout {
        source: TextSource::Repaired,
        is_second: true,
        ..layout::lay_out(canvas, number)
    }
}

fn is_low(share: f32) -> bool {
    share < SHARE_MIN
}

/// The canvas laid out, with the source of most of its letters.
fn laid(canvas: &Canvas, number: u32) -> PageLayout {
    let mut page = layout::lay_out(canvas, number);
    if canvas.glyphs.len() < 2 * canvas.legacy as usize {
        page.source = TextSource::LegacyCharset;
    }
    page
}

fn is_better(
    next: &PageLayout,
    gained: Option<f32>,
    page: &PageLayout,
    share: Option<f32>,
) -> bool {
    let Some(gained) = gained else {
        return false;
    };
    let before = share.filter(|_| !super::is_riddle(page)).unwrap_or(0.0);
    SHARE_MIN <= gained && before + GAIN_MIN < gained && !super::is_riddle(next)
}

/// Of the page's own words; `None` if there are too few.
pub(super) fn share(page: &PageLayout) -> Option<f32> {
    let own = page.words.iter().filter(|word| !word.stamp);
    match own.count() < SHARE_WORDS_MIN {
        true => None,
        false => syllable_share(&own_text(page)),
    }
}

fn own_text(page: &PageLayout) -> String {
    let own = page.words.iter().filter(|word| !word.stamp);
    let texts: Vec<&str> = own.map(|word| page.word_text(word)).collect();
    texts.join(" ")
}
