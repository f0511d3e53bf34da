//! Pages that are pictures: which of them are read by OCR, and how what was read becomes a page.
//!
//! The words of a picture are put on a [`Canvas`] like any glyphs, with the stamps of the file among
//! them, so that lines, halves, tables and paragraphs are found by the one layout there is. A stamp's
//! own text is exact: it takes the place of what was read under it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::cipher::{self, Solution};
use super::gate::{SHARE_MIN, share};
use super::layout::{self, PageLayout};
use super::page::{Canvas, Glyph, Heading, Look, Rule};
use crate::parse::ocr::{Area, Desk, Failure, Ocr, Picture, Raster, Ruling, Sheet, Word};
use crate::parse::worker::Worker;
use crate::text::{Rect, syllable_share};

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
    let is_wanted = match policy {
        Ocr::Never => false,
        Ocr::Always => true,
        Ocr::Auto => super::is_riddle(page) || is_bare(page) || share.is_some_and(is_low),
    };
    if !is_wanted || PICTURE_PIXELS_MAX < canvas.picture.pixels {
        return None;
    }
    Some(Candidate {
        at,
        index,
        canvas: stamps_of(canvas),
        riddles: super::is_riddle(page).then(|| canvas.clone()),
        dpi: dpi(canvas),
        share: match super::is_riddle(page) || policy == Ocr::Always {
            true => 0.0,
            false => share.unwrap_or(0.0),
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

fn stamps_of(canvas: &Canvas) -> Canvas {
    let mut stamps = Canvas::default();
    stamps.clear(canvas.width, canvas.height);
    stamps.images = canvas.images;
    for glyph in canvas.glyphs.iter().filter(|glyph| glyph.stamp != 0) {
        let text = canvas.text_of(glyph);
        stamps.glyphs.push(Glyph {
            at: stamps.text.len() as u32,
            ..*glyph
        });
        stamps.text.push_str(text);
    }
    stamps
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

pub(super) fn read_picture(picture: Picture, desk: &Desk) -> Result<Sheet, Failure> {
    let scale = 72.0 / picture.dpi;
    let mut sheet = desk.read(picture, |rulings| cells(rulings, scale))?;
    scale_to_points(&mut sheet, scale);
    Ok(sheet)
}

/// The areas of the cells of all tables, in pixels.
fn cells(rulings: &[Ruling], scale: f32) -> Vec<Area> {
    let rules: Vec<Rule> = rulings.iter().map(|ruling| rule(ruling, scale)).collect();
    let pixel = |points: f32| (points / scale).max(0.0) as usize;
    let boxes = layout::cells(&rules).into_iter();
    boxes
        .map(|cell| Area {
            x0: pixel(cell.x0),
            y0: pixel(cell.y0),
            x1: pixel(cell.x1),
            y1: pixel(cell.y1),
        })
        .collect()
}

fn rule(ruling: &Ruling, scale: f32) -> Rule {
    let point = |pixel: usize| pixel as f32 * scale;
    match ruling.is_across {
        true => Rule::Horizontal {
            y: (point(ruling.y0) + point(ruling.y1)) / 2.0,
            x0: point(ruling.x0),
            x1: point(ruling.x1),
        },
        false => Rule::Vertical {
            x: (point(ruling.x0) + point(ruling.x1)) / 2.0,
            y0: point(ruling.y0),
            y1: point(ruling.y1),
        },
    }
}

fn scale_to_points(sheet: &mut Sheet, scale: f32) {
    for word in &mut sheet.words {
        for length in [
            &mut word.x0,
            &mut word.y0,
            &mut word.x1,
            &mut word.y1,
            &mut word.baseline,
            &mut word.size,
        ] {
            *length *= scale;
        }
    }
    sheet.scale = scale;
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
    let reads = share(&laid).is_none_or(|own| share_of(sheet).is_none_or(|read| read <= own));
    if reads {
        *page = laid;
    }
    reads
}

/// Puts what was read in the place of the page, if it reads better than what stood there.
fn settle(candidate: Candidate, sheet: &Sheet, page: &mut PageLayout, outcome: &mut Outcome) {
    let share = share_of(sheet).unwrap_or(0.0);
    if sheet.words.is_empty() || (0.0 < candidate.share && share < candidate.share + GAIN_MIN) {
        return;
    }
    *page = lay_out(candidate.canvas, sheet, page.number);
    note(sheet, page.number, outcome);
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

/// A page from the words of its picture and the stamps on it.
pub(super) fn lay_out(mut canvas: Canvas, sheet: &Sheet, number: u32) -> PageLayout {
    paint(sheet, &mut canvas);
    let mut page = layout::lay_out(&canvas, number);
    page.riddles = 0;
    page.letters = sheet
        .words
        .iter()
        .map(|word| word.text.chars().count())
        .sum();
    lean(&mut page, sheet.slope, canvas.width, canvas.height);
    page
}

fn paint(sheet: &Sheet, canvas: &mut Canvas) {
    let sizes = Sizes::of(&sheet.words);
    let stamps: Vec<Rect> = canvas.glyphs.iter().map(bounds).collect();
    canvas.rules = sheet
        .rulings
        .iter()
        .map(|ruling| rule(ruling, sheet.scale))
        .collect();
    let mut words = sheet.words.iter().peekable();
    while let Some(word) = words.next() {
        let end = match words.peek() {
            Some(next) if next.line == word.line => word.x1.min(next.x0 - 0.2 * word.size),
            _ => word.x1,
        };
        if !stamps.iter().any(|stamp| is_under(word, stamp)) {
            put(canvas, word, end, sizes.usual(word));
        }
    }
}

fn put(canvas: &mut Canvas, word: &Word, end: f32, size: f32) {
    let Ok(len) = u8::try_from(word.text.len()) else {
        return;
    };
    canvas.glyphs.push(Glyph {
        x: word.x0,
        y: word.baseline,
        dx: (end - word.x0).max(0.1),
        dy: 0.0,
        size,
        at: canvas.text.len() as u32,
        len,
        heading: Heading::East,
        look: Look::default(),
        stamp: 0,
        confidence: word.confidence.round().clamp(1.0, 100.0) as u8,
        after_space: true,
    });
    canvas.text.push_str(&word.text);
}

fn bounds(glyph: &Glyph) -> Rect {
    Rect {
        x0: glyph.x,
        y0: glyph.y - 0.8 * glyph.size,
        x1: glyph.x + glyph.dx,
        y1: glyph.y + 0.2 * glyph.size,
    }
}

/// True if the stamp stands on the word.
fn is_under(word: &Word, stamp: &Rect) -> bool {
    let across = word.x1.min(stamp.x1) - word.x0.max(stamp.x0);
    let down = word.y1.min(stamp.y1) - word.y0.max(stamp.y0);
    let is_over = 0.0 < across && 0.0 < down;
    is_over && (word.x1 - word.x0) * (word.y1 - word.y0) < 3.0 * across * down
}

/// The sizes of a picture's lines are measured and differ by a third, as their letters have ascenders
/// and marks or not; those of print do not. So the lines of one area have one size, but for one that is
/// clearly larger or smaller, and areas of nearly the same size have the same.
struct Sizes {
    usual: f32,
    by_area: BTreeMap<u32, f32>,
}

impl Sizes {
    fn of(words: &[Word]) -> Sizes {
        let mut by_area: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
        for word in words {
            by_area.entry(word.area).or_default().push(word.size);
        }
        let usual = middle(words.iter().map(|word| word.size).collect());
        let areas = by_area.into_iter();
        Sizes {
            usual,
            by_area: areas
                .map(|(area, sizes)| (area, near(middle(sizes), usual, 0.12)))
                .collect(),
        }
    }

    fn usual(&self, word: &Word) -> f32 {
        let area = self.by_area.get(&word.area).copied().unwrap_or(self.usual);
        near(word.size, area, 0.4)
    }
}

fn middle(mut sizes: Vec<f32>) -> f32 {
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(12.0)
}

/// `other` if the two differ by less than that share of it.
fn near(size: f32, other: f32, share: f32) -> f32 {
    if (size - other).abs() < share * other {
        other
    } else {
        size
    }
}

/// Lays the boxes back on the page as it is, which lay askew.
fn lean(page: &mut PageLayout, slope: f32, width: f32, height: f32) {
    if slope == 0.0 {
        return;
    }
    let (sin, cos) = slope.atan().sin_cos();
    let (cx, cy) = (width / 2.0, height / 2.0);
    for word in page.words.iter_mut().filter(|word| !word.stamp) {
        let rect = &mut word.rect;
        let (x, y) = (
            (rect.x0 + rect.x1) / 2.0 - cx,
            (rect.y0 + rect.y1) / 2.0 - cy,
        );
        let (dx, dy) = (x * cos - y * sin - x, x * sin + y * cos - y);
        *rect = Rect {
            x0: rect.x0 + dx,
            y0: rect.y0 + dy,
            x1: rect.x1 + dx,
            y1: rect.y1 + dy,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x0: f32, x1: f32, line: u32, confidence: f32) -> Word {
        let baseline = 100.0 + 20.0 * line as f32;
        Word {
            text: text.to_owned(),
            x0,
            y0: baseline - 10.0,
            x1,
            y1: baseline + 3.0,
            baseline,
            size: 12.0 + confidence / 100.0,
            confidence,
            line,
            area: 1,
        }
    }

    #[test]
    fn the_stamp_wins_over_what_was_read_under_it() {
        let mut canvas = Canvas::default();
        canvas.clear(600.0, 800.0);
        canvas.text.push_str("45");
        canvas.glyphs.push(Glyph {
            x: 90.0,
            y: 121.0,
            dx: 16.0,
            dy: 0.0,
            size: 12.0,
            at: 0,
            len: 2,
            heading: Heading::East,
            look: Look::default(),
            stamp: 1,
            confidence: 0,
            after_space: true,
        });
        let sheet = Sheet {
            words: vec![
                word("Số:", 60.0, 80.0, 1, 90.0),
                word("A5", 88.0, 107.0, 1, 40.0),
                word("/KH-UBND", 110.0, 170.0, 1, 80.0),
            ],
            scale: 1.0,
            ..Sheet::default()
        };
        let page = lay_out(canvas, &sheet, 1);
        let texts: Vec<&str> = page.words.iter().map(|word| page.word_text(word)).collect();
        assert_eq!(texts, ["Số:", "45", "/KH-UBND"]);
    }

    #[test]
    fn lines_measured_a_little_differently_have_one_size() {
        let words = [
            word("a", 0.0, 9.0, 1, 0.0),
            word("b", 0.0, 9.0, 2, 50.0),
            word("c", 0.0, 9.0, 3, 99.0),
        ];
        let sizes = Sizes::of(&words);
        assert!(words.iter().all(|word| sizes.usual(word) == 12.5));
    }
}
