//! The words of a page as lines of characters: what stands side by side on paper stands side by side.

use kehoach::parse::Document;
use unicode_width::UnicodeWidthStr;

use super::pages::{self, Page, Word};

/// Columns of characters beyond which a line is not pushed: a landscape A3 has 250.
const COLUMNS_MAX: usize = 400;

/// Pages are parted as `pdftotext -layout` parts them.
const PAGE_BREAK: &str = "\u{c}";

/// All pages, or the one that is asked for.
pub fn text(document: &Document, only: Option<u32>) -> String {
    let pages = pages::pages(document, only);
    let texts: Vec<String> = pages.iter().map(page_text).collect();
    texts.join(&format!("\n{PAGE_BREAK}"))
}

fn page_text(page: &Page) -> String {
    let width = letter_width(&page.words);
    let left = page
        .words
        .iter()
        .map(|word| word.rect.x0)
        .fold(f32::MAX, f32::min);
    let rows = rows(&page.words);
    let mut text = String::new();
    let mut before: Option<f32> = None;
    for row in &rows {
        let (Some(first), base) = (row.first(), base(row)) else {
            continue;
        };
        let height = first.rect.y1 - first.rect.y0;
        if let Some(before) = before {
            text.push('\n');
            // A gap of a line is shown as one, however many lines it is.
            if 1.9 * height < base - before {
                text.push('\n');
            }
        }
        before = Some(base);
        text.push_str(&row_text(row, left, width));
    }
    text
}

fn row_text(row: &[&Word], left: f32, width: f32) -> String {
    let mut text = String::new();
    let mut columns = 0;
    let mut before: Option<&Word> = None;
    for word in row {
        let at = (((word.rect.x0 - left) / width).round().max(0.0) as usize).min(COLUMNS_MAX);
        let is_joined = before.is_some_and(|before| {
            let height = word.rect.y1 - word.rect.y0;
            word.rect.x0 - before.rect.x1 < 0.08 * height
        });
        // Words of one sentence are a space apart, even if their letters are narrow.
        let is_near = before.is_some_and(|before| word.rect.x0 - before.rect.x1 < 1.6 * width);
        let gap = match before {
            None => at,
            Some(_) if is_joined => 0,
            Some(_) if is_near => 1,
            Some(_) => at.saturating_sub(columns).max(2),
        };
        text.push_str(&" ".repeat(gap));
        text.push_str(&word.text);
        columns += gap + word.text.width();
        before = Some(word);
    }
    text
}

/// Words whose middles are at one height, left to right; rows from the top.
fn rows(words: &[Word]) -> Vec<Vec<&Word>> {
    let mut sorted: Vec<&Word> = words.iter().collect();
    sorted.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    for word in sorted {
        let height = word.rect.y1 - word.rect.y0;
        match rows.last_mut() {
            Some(row) if middle(word) - base(row) < 0.4 * height => row.push(word),
            _ => rows.push(vec![word]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    }
    rows
}

fn middle(word: &Word) -> f32 {
    (word.rect.y0 + word.rect.y1) / 2.0
}

/// The middle of the highest word.
fn base(row: &[&Word]) -> f32 {
    row.iter().map(|word| middle(word)).fold(f32::MAX, f32::min)
}

/// Of the usual letter of the page, in points.
fn letter_width(words: &[Word]) -> f32 {
    let mut widths: Vec<f32> = words
        .iter()
        .filter(|word| 2 <= word.text.width())
        .map(|word| (word.rect.x1 - word.rect.x0) / word.text.width() as f32)
        .filter(|width| width.is_finite() && 0.5 < *width)
        .collect();
    widths.sort_by(f32::total_cmp);
    widths.get(widths.len() / 2).copied().unwrap_or(6.0)
}

#[cfg(test)]
mod tests {
    use kehoach::text::{Rect, Span};

    use super::*;

    fn word(text: &str, x0: f32, y: f32) -> Word {
        Word {
            text: text.to_owned(),
            span: Span::new(0, text.len()),
            rect: Rect {
                x0,
                y0: y,
                x1: x0 + 6.0 * text.width() as f32,
                y1: y + 12.0,
            },
            stamp: false,
            confidence: None,
        }
    }

    #[test]
    fn what_stands_side_by_side_stays_so() {
        let page = Page {
            words: vec![
                word("UBND", 60.0, 50.0),
                word("TỈNH", 88.0, 50.0),
                word("Số:", 60.0, 66.0),
                word("CỘNG", 180.0, 51.5),
                word("HÒA", 208.0, 51.5),
                word("Độc", 180.0, 66.0),
                word("Căn", 60.0, 120.0),
            ],
            ..Page::default()
        };
        let expected = "UBND TỈNH           CỘNG HÒA\nSố:                 Độc\n\nCăn";
        assert_eq!(page_text(&page), expected);
    }
}
