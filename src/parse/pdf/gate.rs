//! The quality gate of a page: a text layer in which hardly a word is a syllable is read again in the
//! other ways its fonts allow, and the reading that makes words is kept.
//!
//! In order: a charset of before Unicode under a font whose name does not say so, then the glyph
//! orders of known fonts. What no reading explains is left to the second reader ([`super::second`]), and
//! then to the picture of the page ([`super::scan`]).

use icu_normalizer::ComposingNormalizerBorrowed;

use super::file::{File, Page};
use super::font::{Order, Reading};
use super::interpret::Interpreter;
use super::kept::{Kept, why};
use super::layout::{self, PageLayout};
use super::page::Canvas;
use crate::parse::{ReadBy, Why};
use crate::text::legacy::{self, Charset};
use crate::text::syllable_share;

const COMPOSED: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

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
        let mut best = laid(canvas, number);
        let share = share(&best);
        if canvas.glyphs.len() < 2 * canvas.legacy as usize {
            best.kept = Some(Kept {
                by: ReadBy::LegacyCharset,
                why: Why::FontName,
                before: None,
                after: share,
            });
        }
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
            let kept = Kept {
                by: match reading {
                    Reading::Legacy(_) => ReadBy::LegacyCharset,
                    _ => ReadBy::GlyphOrder,
                },
                why: why(&best, share),
                before: share,
                after: gained,
            };
            *canvas = other;
            (self.found, self.vain) = (Some(reading), 0);
            let kept = Some(kept);
            return (PageLayout { kept, ..next }, gained);
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

fn laid(canvas: &Canvas, number: u32) -> PageLayout {
    let mut page = layout::lay_out(canvas, number);
    if 0 < canvas.legacy {
        page.reread_lines(legacy::with_capitals);
    }
    page
}

pub(super) fn is_better(
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
    let text = texts.join(" ");
    // Letters and marks drawn one by one are still syllables.
    match text.bytes().any(leads_mark) {
        true => COMPOSED.normalize(&text).into_owned(),
        false => text,
    }
}

/// The first byte of U+0300 to U+036F, among others.
fn leads_mark(byte: u8) -> bool {
    matches!(byte, 0xCC | 0xCD)
}

#[cfg(test)]
mod tests {
    use super::super::layout::Word;
    use super::*;

    fn page_of(text: &str) -> PageLayout {
        let words = text.split(' ').scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some(Word {
                at: start as u32,
                len: word.len() as u32,
                rect: crate::text::Rect::default(),
                x0: 0.0,
                x1: 0.0,
                stamp: false,
                confidence: 0,
                joined: false,
            })
        });
        PageLayout {
            words: words.collect(),
            text: text.to_owned(),
            ..PageLayout::default()
        }
    }

    #[test]
    fn letters_and_marks_drawn_apart_are_syllables() {
        let line = "Ke\u{302}\u{301} hoa\u{323}ch pho\u{300}ng cha\u{301}y";
        let text = [line; 10].join(" ");
        assert_eq!(share(&page_of(&text)), Some(1.0));
    }

    #[test]
    fn a_reading_is_kept_only_if_it_makes_more_words() {
        let reads = page_of(&["Kế hoạch phòng cháy"; 10].join(" "));
        let garbled = page_of(&["6Ӕ 4Ĉ6&7 xkq wzt"; 10].join(" "));
        let half = page_of(&["Kế hoạch xkq wzt"; 10].join(" "));
        let better =
            |next: &PageLayout, page: &PageLayout| is_better(next, share(next), page, share(page));
        assert!(better(&reads, &garbled) && better(&reads, &half));
        assert!(!better(&half, &garbled), "it does not read either");
        assert!(!better(&reads, &reads), "nothing is gained");
        assert!(
            !better(&page_of("Kế hoạch"), &garbled),
            "too few words to tell"
        );
    }
}
