//! What was read from a picture → a page: the words are put on the canvas like any glyphs, with the
//! stamps of the file among them, and laid out by the one layout there is.

use std::collections::BTreeMap;

use super::sheet::rule;
use crate::parse::ocr::{Sheet, Word};
use crate::parse::pdf::layout::{self, PageLayout};
use crate::parse::pdf::page::{Canvas, Glyph, Heading, Look};
use crate::text::Rect;

/// A page from the words of its picture and the stamps on it.
pub(in crate::parse::pdf) fn lay_out(mut canvas: Canvas, sheet: &Sheet, number: u32) -> PageLayout {
    paint(sheet, &mut canvas);
    canvas.is_read = true;
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
