//! The picture of a page with what was understood drawn over it, and a legend under it.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use anyhow::Context;
use image::ImageEncoder;
use image::codecs::png::PngEncoder;
use kehoach::parse::PagePicture;
use kehoach::text::Rect;

use super::letters;
use super::pages::{Kind, Page, Word};

type Colour = [u8; 3];

const WORD: Colour = [120, 170, 255];
const LINE: Colour = [40, 150, 70];
const TABLE: Colour = [230, 120, 0];
const FURNITURE: Colour = [140, 140, 140];
const FOOTNOTE: Colour = [130, 70, 190];
const STAMP: Colour = [220, 0, 40];
const DOUBTFUL: Colour = [255, 225, 60];
const INK: Colour = [30, 30, 30];

/// Confidence below which a word is marked for a person to look at.
const DOUBTFUL_BELOW: u8 = 70;

const LEGEND: [(Colour, &str); 7] = [
    (WORD, "từ"),
    (LINE, "dòng"),
    (TABLE, "bảng, ô"),
    (FURNITURE, "đầu, chân trang"),
    (FOOTNOTE, "chú thích"),
    (STAMP, "chữ ký số, dấu"),
    (DOUBTFUL, "OCR chưa chắc"),
];

/// Height of the legend, in pixels, and how much its letters are enlarged.
const LEGEND_HEIGHT: usize = 76;
const ENLARGED: usize = 2;

/// Rows of red, green and blue.
pub struct Picture {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
    /// Pixels of a point.
    scale: f32,
}

/// Draws from the largest to the smallest, so that nothing hides what stands in it.
pub fn draw(picture: PagePicture, page: &Page, pages: u32) -> Picture {
    let mut drawn = Picture {
        width: picture.width,
        height: picture.height,
        scale: picture.dpi / 72.0,
        rgb: picture.rgb,
    };
    for word in page.words.iter().filter(is_doubtful) {
        drawn.tint(word.rect, DOUBTFUL);
    }
    for table in &page.tables {
        drawn.frame(table.rect, 6, 3, TABLE);
        table
            .cells
            .iter()
            .for_each(|cell| drawn.frame(*cell, 2, 2, TABLE));
    }
    for line in &page.lines {
        let colour = match line.kind {
            Kind::Text => LINE,
            Kind::Cell => continue,
            Kind::Footnote => FOOTNOTE,
            Kind::Furniture => FURNITURE,
        };
        drawn.frame(line.rect, 2, 1, colour);
    }
    for word in &page.words {
        match word.stamp {
            true => drawn.frame(word.rect, 1, 2, STAMP),
            false => drawn.frame(word.rect, 0, 1, WORD),
        }
    }
    drawn.add_legend(&summary(page, pages));
    drawn
}

fn is_doubtful(word: &&Word) -> bool {
    word.confidence
        .is_some_and(|percent| percent < DOUBTFUL_BELOW)
}

fn summary(page: &Page, pages: u32) -> String {
    let read: Vec<u32> = page
        .words
        .iter()
        .filter_map(|word| word.confidence.map(u32::from))
        .collect();
    let mut text = format!("trang {}/{pages} · {} từ", page.number, page.words.len());
    text.push_str(&format!(
        " · {} dòng · {} bảng",
        page.lines.len(),
        page.tables.len()
    ));
    if !read.is_empty() {
        let mean = read.iter().sum::<u32>() / read.len() as u32;
        text.push_str(&format!(" · OCR {mean} %"));
    }
    text
}

impl Picture {
    /// Encodes into a file.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let at = || path.display().to_string();
        let file = File::create(path).with_context(at)?;
        let encoder = PngEncoder::new(BufWriter::new(file));
        let (width, height) = (self.width as u32, self.height as u32);
        let colours = image::ExtendedColorType::Rgb8;
        encoder
            .write_image(&self.rgb, width, height, colours)
            .with_context(at)
    }

    /// An outline `apart` pixels around a box.
    fn frame(&mut self, rect: Rect, apart: i64, thick: i64, colour: Colour) {
        let [x0, y0, x1, y1] = self.pixels(rect);
        let (x0, y0, x1, y1) = (x0 - apart, y0 - apart, x1 + apart, y1 + apart);
        self.fill(x0, y0, x1, y0 + thick, colour);
        self.fill(x0, y1 - thick, x1, y1, colour);
        self.fill(x0, y0, x0 + thick, y1, colour);
        self.fill(x1 - thick, y0, x1, y1, colour);
    }

    /// Colours the paper of a box and leaves its ink.
    fn tint(&mut self, rect: Rect, colour: Colour) {
        let [x0, y0, x1, y1] = self.pixels(rect);
        self.each(x0, y0, x1, y1, |pixel| {
            for (value, tint) in pixel.iter_mut().zip(colour) {
                *value = (u16::from(*value) * u16::from(tint) / 255) as u8;
            }
        });
    }

    fn fill(&mut self, x0: i64, y0: i64, x1: i64, y1: i64, colour: Colour) {
        self.each(x0, y0, x1, y1, |pixel| pixel.copy_from_slice(&colour));
    }

    /// Every pixel of a box that is on the picture.
    fn each(&mut self, x0: i64, y0: i64, x1: i64, y1: i64, mut paint: impl FnMut(&mut [u8])) {
        let within = |at: i64, end: usize| at.clamp(0, end as i64) as usize;
        let (x0, x1) = (within(x0, self.width), within(x1, self.width));
        let (y0, y1) = (within(y0, self.height), within(y1, self.height));
        for y in y0..y1 {
            let row = y * self.width;
            let pixels = self
                .rgb
                .get_mut(3 * (row + x0)..3 * (row + x1).max(row + x0));
            pixels
                .into_iter()
                .flat_map(|row| row.chunks_exact_mut(3))
                .for_each(&mut paint);
        }
    }

    fn pixels(&self, rect: Rect) -> [i64; 4] {
        [rect.x0, rect.y0, rect.x1, rect.y1].map(|points| (points * self.scale).round() as i64)
    }

    /// A strip under the page: what the colours mean, and what was found.
    fn add_legend(&mut self, summary: &str) {
        let top = self.height as i64;
        self.height += LEGEND_HEIGHT;
        self.rgb.resize(3 * self.width * self.height, 250);
        self.fill(0, top, self.width as i64, top + 2, FURNITURE);
        let mut x = 16;
        for (colour, words) in LEGEND {
            self.fill(x, top + 14, x + 22, top + 30, colour);
            x = self.write_words(words, x + 30, top + 8) + 22;
        }
        self.write_words(summary, 16, top + 40);
    }

    /// Returns where the words end.
    fn write_words(&mut self, words: &str, x: i64, y: i64) -> i64 {
        let size = ENLARGED as i64;
        for (column, row) in letters::dots(words) {
            let (x, y) = (x + column as i64 * size, y + row as i64 * size);
            self.fill(x, y, x + size, y + size, INK);
        }
        x + letters::width(words) as i64 * size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_beyond_the_edge_are_cut_and_the_legend_stands_under_the_page() {
        let rect = Rect {
            x0: -5.0,
            y0: 2.0,
            x1: 500.0,
            y1: 9.0,
        };
        let page = Page {
            number: 1,
            words: vec![Word {
                text: "chữ".to_owned(),
                span: kehoach::text::Span::new(0, 4),
                rect,
                stamp: true,
                confidence: Some(40),
            }],
            ..Page::default()
        };
        let picture = PagePicture {
            width: 40,
            height: 20,
            dpi: 72.0,
            rgb: vec![255; 40 * 20 * 3],
        };
        let drawn = draw(picture, &page, 1);
        assert_eq!((drawn.width, drawn.height), (40, 20 + LEGEND_HEIGHT));
        assert_eq!(drawn.rgb.len(), 3 * drawn.width * drawn.height);
        let at = |x: usize, y: usize| &drawn.rgb[3 * (y * 40 + x)..3 * (y * 40 + x) + 3];
        assert_eq!(
            (at(20, 1), at(20, 5)),
            (STAMP.as_slice(), DOUBTFUL.as_slice())
        );
    }
}
