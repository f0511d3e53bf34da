//! Pages that are pictures: which of them are read by OCR, and how what was read becomes a page.
//!
//! The words of a picture are put on a [`Canvas`] like any glyphs, with the stamps of the file among
//! them, so that lines, halves, tables and paragraphs are found by the one layout there is. A stamp's
//! own text is exact: it takes the place of what was read under it.

mod paint;
mod sheet;

use rayon::prelude::*;

use super::cipher::{self, Solution};
use super::gate::{SHARE_MIN, share};
use super::kept::{Kept, why};
use super::layout::{self, PageLayout};
use super::page::Canvas;
use crate::parse::ocr::{Desk, Failure, Ocr, Raster, Sheet};
use crate::parse::worker::Worker;
use crate::parse::{ReadBy, Why};
use crate::text::syllable_share;

pub(super) use paint::lay_out;
pub(super) use sheet::read_picture;

/// What reading again must gain to be believed over a text that does not read.
const GAIN_MIN: f32 = 0.1;

/// Pixels per inch of a page that is drawn, and of one whose picture is finer.
const DPI: f32 = 300.0;

/// Coarser pictures are enlarged, by a whole factor.
const DPI_MIN: f32 = 140.0;

/// Mean confidence below which a person should look.
const CONFIDENCE_MIN: f32 = 75.0;

/// Pages of one file that are read by OCR: at two seconds each, half an hour.
pub(super) const PAGES_MAX: usize = 1_000;

/// Pixels of a picture in the file beyond which it is not drawn: A0 at 300 dpi is 140 million.
const PICTURE_PIXELS_MAX: f32 = 150e6;

/// A page that may be read by OCR, with what is kept of its own content.
pub(super) struct Candidate {
    /// In the list of pages that were laid out.
    pub at: usize,
    /// In the file, from 0.
    pub index: usize,
    /// Only the stamps.
    canvas: Canvas,
    /// All of the page, if its glyphs are riddles.
    riddles: Option<Canvas>,
    dpi: f32,
    /// Share of syllables of the page's own text, 0 without text.
    share: f32,
    why: Why,
}

/// What became of the candidates.
#[derive(Default)]
pub(super) struct Outcome {
    /// Numbers of the pages that now have the text of their picture.
    pub read: Vec<u32>,
    /// Numbers of the pages whose own glyphs were explained by their picture.
    pub explained: Vec<u32>,
    pub doubtful: Vec<u32>,
    pub failed: Vec<u32>,
    /// Numbers of the pages in whose drawing the worker ended.
    pub crashed: Vec<u32>,
    /// Mean over the words that were read, 0 to 100.
    pub confidence: f32,
    words: f32,
    pub is_missing: bool,
    pub is_cut: bool,
}

/// The page as a candidate, if the policy wants it read; `share` is that of its own syllables.
pub(super) fn candidate(
    policy: Ocr,
    canvas: &Canvas,
    page: &PageLayout,
    share: Option<f32>,
    index: usize,
    at: usize,
) -> Option<Candidate> {
    let is_needed = super::is_riddle(page) || is_bare(page) || share.is_some_and(is_low);
    let is_wanted = match policy {
        Ocr::Never => false,
        Ocr::Always => true,
        Ocr::Auto => is_needed,
    };
    if !is_wanted || PICTURE_PIXELS_MAX < canvas.picture.pixels {
        return None;
    }
    Some(Candidate {
        at,
        index,
        canvas: canvas.stamps(),
        riddles: super::is_riddle(page).then(|| canvas.clone()),
        dpi: dpi(canvas),
        share: match super::is_riddle(page) || policy == Ocr::Always {
            true => 0.0,
            false => share.unwrap_or(0.0),
        },
        why: match is_needed {
            true => why(page, share),
            false => Why::Asked,
        },
    })
}

fn is_bare(page: &PageLayout) -> bool {
    page.has_images && super::is_empty(page)
}

fn is_low(share: f32) -> bool {
    share < SHARE_MIN
}

/// The resolution of the picture itself where the page is one: drawn so, its pixels stay as they are.
fn dpi(canvas: &Canvas) -> f32 {
    let picture = canvas.picture;
    let is_the_page = 0.5 * canvas.width * canvas.height < picture.width * picture.height;
    let own = picture.dpi();
    if !is_the_page || !own.is_finite() || own < 1.0 {
        return DPI;
    }
    match own {
        own if DPI < own => DPI,
        own if own < DPI_MIN => own * (DPI_MIN / own).ceil(),
        own => own,
    }
}

/// Reads the candidates, several at a time, and puts what was read in the place of their pages.
pub(super) fn read(
    bytes: &[u8],
    mut candidates: Vec<Candidate>,
    pages_in_file: usize,
    desk: Option<&Desk>,
    worker: Option<&Worker>,
    pages: &mut [PageLayout],
) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(desk) = desk else {
        outcome.is_missing = !candidates.is_empty();
        return outcome;
    };
    outcome.is_cut = PAGES_MAX < candidates.len();
    candidates.truncate(PAGES_MAX);
    let Some(raster) = open(bytes, pages_in_file, &candidates, worker) else {
        let numbers = candidates.iter().filter_map(|one| pages.get(one.at));
        outcome.failed = numbers.map(|page| page.number).collect();
        return outcome;
    };
    let read: Vec<(Candidate, Result<Sheet, Failure>)> = candidates
        .into_par_iter()
        .map(|candidate| {
            let sheet = read_page(&raster, &candidate, desk);
            (candidate, sheet)
        })
        .collect();
    let riddles: Vec<(&Canvas, &Sheet)> = read
        .iter()
        .filter_map(|(candidate, sheet)| Some((candidate.riddles.as_ref()?, sheet.as_ref().ok()?)))
        .collect();
    let solution = cipher::solve(&riddles);
    for (candidate, sheet) in read {
        let Some(page) = pages.get_mut(candidate.at) else {
            continue;
        };
        match sheet {
            Ok(sheet) if explain(&candidate, &sheet, solution.as_ref(), page) => {
                outcome.explained.push(page.number);
            }
            Ok(sheet) => settle(candidate, &sheet, page, &mut outcome),
            Err(Failure::Missing) => outcome.is_missing = true,
            Err(Failure::TimedOut | Failure::Failed) => outcome.failed.push(page.number),
            Err(Failure::Crashed) => outcome.crashed.push(page.number),
        }
    }
    outcome
}

fn open<'f>(
    bytes: &'f [u8],
    pages_in_file: usize,
    candidates: &[Candidate],
    worker: Option<&'f Worker>,
) -> Option<Raster<'f>> {
    match candidates {
        [] => None,
        _ => Raster::open(bytes, pages_in_file, worker),
    }
}

fn read_page(raster: &Raster, candidate: &Candidate, desk: &Desk) -> Result<Sheet, Failure> {
    read_picture(raster.draw(candidate.index, candidate.dpi)?, desk)
}

/// Gives the glyphs of the page their letters; false if they stay riddles or do not read.
fn explain(
    candidate: &Candidate,
    sheet: &Sheet,
    solution: Option<&Solution>,
    page: &mut PageLayout,
) -> bool {
    let Some((canvas, solution)) = candidate.riddles.as_ref().zip(solution) else {
        return false;
    };
    let Some(solved) = solution.apply(canvas, sheet) else {
        return false;
    };
    let laid = layout::lay_out(&solved, page.number);
    let after = share(&laid);
    let reads = after.is_none_or(|own| share_of(sheet).is_none_or(|read| read <= own));
    if reads {
        *page = laid;
        page.kept = Some(Kept {
            by: ReadBy::PagePicture,
            why: candidate.why,
            before: None,
            after,
        });
    }
    reads
}

/// Puts what was read in the place of the page, if it reads better than what stood there.
fn settle(candidate: Candidate, sheet: &Sheet, page: &mut PageLayout, outcome: &mut Outcome) {
    let own = Some(candidate.share).filter(|own| 0.0 < *own);
    let share = share_of(sheet).unwrap_or(0.0);
    if sheet.words.is_empty() || own.is_some_and(|own| share < own + GAIN_MIN) {
        return;
    }
    *page = lay_out(candidate.canvas, sheet, page.number);
    page.kept = Some(by_ocr(sheet, candidate.why, own));
    note(sheet, page.number, outcome);
}

pub(super) fn by_ocr(sheet: &Sheet, why: Why, before: Option<f32>) -> Kept {
    Kept {
        by: ReadBy::Ocr,
        why,
        before,
        after: share_of(sheet),
    }
}

/// Counts a page that was read.
pub(super) fn note(sheet: &Sheet, number: u32, outcome: &mut Outcome) {
    if sheet.words.is_empty() {
        return;
    }
    outcome.read.push(number);
    let is_sure = share_of(sheet).is_none_or(|share| SHARE_MIN <= share);
    if sheet.confidence < CONFIDENCE_MIN || !is_sure {
        outcome.doubtful.push(number);
    }
    // A running mean over words.
    let words = sheet.words.len() as f32;
    outcome.words += words;
    outcome.confidence += (sheet.confidence - outcome.confidence) * words / outcome.words;
}

fn share_of(sheet: &Sheet) -> Option<f32> {
    let texts: Vec<&str> = sheet.words.iter().map(|word| word.text.as_str()).collect();
    syllable_share(&texts.join(" "))
}
