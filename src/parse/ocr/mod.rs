//! Pictures of pages in, words with their boxes out.
//!
//! In: the [`Picture`] of one page, turned upright. Out: a [`Sheet`] of words, each with its box,
//! base line and confidence, and the ruling lines of tables. Promise: the same picture gives the same
//! words; tesseract runs in a process of its own with bounded time and memory, one thread each, so
//! that an abort in it costs one page; without tesseract nothing is drawn or computed at all.
//! This room does not know PDF, paragraphs or tables: the words are laid out like any other glyphs.
//!
//! Why regions and not whole pages: tesseract reads the two halves of a letterhead as one line each
//! (none of its columns came out whole on 44 known pages) and finds a third of table cells. Cut apart
//! beforehand, every half and cell is one block of lines, which is what it reads best.
//!
//! ```text
//! raster, picture → upright → ink: ruling, region → tiff → tesseract → hocr → habit → Sheet
//! ```

mod cache;
mod habit;
mod hocr;
mod ink;
mod picture;
mod raster;
mod region;
mod ruling;
mod tesseract;
mod tiff;
mod upright;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

pub(super) use picture::{Picture, raw};
pub(super) use raster::{Raster, draw_page};
pub(super) use region::Area;
pub(super) use ruling::Ruling;
pub(super) use tesseract::Failure;

use ink::Ink;

/// Whether pictures of text are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ocr {
    /// Pages that have no text of their own, or whose text does not read.
    #[default]
    Auto,
    Never,
    /// Every page, even if it has text: for layers that another program left there.
    Always,
}

impl Ocr {
    pub fn parse(text: &str) -> Option<Ocr> {
        match text {
            "auto" => Some(Ocr::Auto),
            "always" => Some(Ocr::Always),
            "never" => Some(Ocr::Never),
            _ => None,
        }
    }
}

/// Where pictures are read: a program that is there, and the folder of what it has read before.
pub(super) struct Desk {
    program: PathBuf,
    cache: Option<PathBuf>,
    /// Held while a page is cut apart. It guards nothing but memory, so a panic under it spoils nothing.
    cutting: Mutex<()>,
}

/// One page as it was read. Lengths are pixels of the upright picture until they are scaled.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub words: Vec<Word>,
    pub rulings: Vec<Ruling>,
    /// Drop per pixel to the right that was taken out.
    pub slope: f32,
    /// Mean confidence of the words that were kept, 0 to 100.
    pub confidence: f32,
    /// Points of one pixel; the rulings stay in pixels.
    pub scale: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
    pub baseline: f32,
    /// Height of the font.
    pub size: f32,
    /// 0 to 100, as tesseract gives it.
    pub confidence: f32,
    /// Counts the lines of a page: words of one line stand on one base line.
    pub line: u32,
    /// Counts the areas that were read apart.
    pub area: u32,
}

impl Desk {
    /// `None` if tesseract is not installed.
    pub fn new(cache: Option<&Path>) -> Option<Desk> {
        Some(Desk {
            program: tesseract::find()?,
            cache: cache.map(Path::to_owned),
            cutting: Mutex::default(),
        })
    }

    /// Reads one page. `cells` makes the areas of table cells from the ruling lines.
    pub fn read(
        &self,
        picture: Picture,
        cells: impl FnOnce(&[Ruling]) -> Vec<Area>,
    ) -> Result<Sheet, Failure> {
        let (mut sheet, areas, pages) = self.cut_apart(picture, cells);
        if areas.is_empty() {
            return Ok(sheet);
        }
        let read = cache::through(self.cache.as_deref(), &pages, || {
            tesseract::read(&self.program, &pages)
        })?;
        sheet.words = kept(hocr::words(&read, &areas));
        habit::mend(&mut sheet.words);
        sheet.confidence = mean_confidence(&sheet.words);
        Ok(sheet)
    }

    /// The areas of a page and their pictures, and a sheet without words. One page at a time: it takes
    /// a tenth of a second and a byte a pixel more than once; tesseract takes seconds, and by then only
    /// the areas are left.
    fn cut_apart(
        &self,
        picture: Picture,
        cells: impl FnOnce(&[Ruling]) -> Vec<Area>,
    ) -> (Sheet, Vec<Area>, Vec<u8>) {
        let _only_one = self.cutting.lock();
        let (mut picture, slope) = upright::turn(picture);
        let mut ink = Ink::of(&picture);
        let rulings = ruling::find(&ink);
        ruling::erase(&rulings, &mut ink, &mut picture);
        let areas = region::cut(&ink, &cells(&rulings));
        drop(ink);
        let pages = tiff::write(&picture, &areas);
        let sheet = Sheet {
            rulings,
            slope,
            ..Sheet::default()
        };
        (sheet, areas, pages)
    }
}

/// Confidence below which a word is a stroke of a signature, the rim of a seal or dirt. Wrong marks
/// on real words have 40 and more.
const CONFIDENCE_MIN: f32 = 20.0;

/// The same for what has no letter and no digit.
const CONFIDENCE_MIN_SIGNS: f32 = 60.0;

/// Words that read, by their confidence, below which a page is dirt or a drawing.
const READ_WORDS_MIN: usize = 4;
const READ_CONFIDENCE_MIN: f32 = 60.0;

fn kept(words: Vec<Word>) -> Vec<Word> {
    let reads = |word: &&Word| {
        let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
        READ_CONFIDENCE_MIN <= word.confidence && 2 <= letters
    };
    if words.iter().filter(reads).count() < READ_WORDS_MIN {
        return Vec::new();
    }
    words.into_iter().filter(is_kept).collect()
}

fn is_kept(word: &Word) -> bool {
    if word.text.chars().any(char::is_alphanumeric) {
        return CONFIDENCE_MIN <= word.confidence;
    }
    // A dot or comma that stands alone is a speck beside the text, or the rim of a seal.
    let is_mark = |c: char| "-–+•*/()…“”\"".contains(c);
    CONFIDENCE_MIN_SIGNS <= word.confidence && word.text.chars().all(is_mark)
}

fn mean_confidence(words: &[Word]) -> f32 {
    let sum: f32 = words.iter().map(|word| word.confidence).sum();
    sum / words.len().max(1) as f32
}
