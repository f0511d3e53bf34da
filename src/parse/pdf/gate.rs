//! The quality gate of a page: a text layer in which hardly a word is a syllable is read again in the
//! other ways its fonts allow, and the reading that makes words is kept.
//!
//! In order: a charset of before Unicode under a font whose name does not say so, then the glyph
//! orders of known fonts. What no reading explains is left to the picture of the page ([`super::scan`]).

use super::file::{File, Page};
use super::font::{Order, Reading};
use super::interpret::Interpreter;
use super::layout::{self, PageLayout};
use super::page::Canvas;
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

#[derive(Default)]
pub(super) struct Gate {
    /// The reading that made sense of the last page that needed one.
    found: Option<Reading>,
    vain: u32,
}

impl Gate {
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
        self.vain += u32::from(!readings.is_empty());
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
        (best, share)
    }

    /// What is worth trying: the reading that helped before comes first.
    fn readings(&self, canvas: &Canvas, page: &PageLayout, share: Option<f32>) -> Vec<Reading> {
        let mut readings: Vec<Reading> = self.found.into_iter().collect();
        if share.is_some_and(|share| share < SHARE_MIN) {
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
