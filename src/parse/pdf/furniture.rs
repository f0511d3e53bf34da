//! Running heads, page numbers and notes: told from the text by comparing pages.

use std::collections::HashMap;

use super::layout::{Item, Line, PageLayout, Role};
use super::opening::begins_with_label;
use super::paragraph::Placed;
use crate::parse::Column;

/// Share of the page's height, at the top and at the foot, in which heads and numbers stand.
const MARGIN_SHARE: f32 = 0.12;

/// Lines looked at from each end of a page.
const OUTER_LINES: usize = 3;

/// Pages on which a line must return to be a running head.
const RETURNS_MIN: usize = 3;

/// Longer lines are text: a running head names the paper or the law.
const HEAD_CHARS_MAX: usize = 160;

/// Notes are set smaller than the text, by at least this share.
const NOTE_SIZE_SHARE: f32 = 0.93;

pub(super) fn mark(pages: &mut [PageLayout]) {
    let returning = returning_lines(pages);
    for page in pages.iter_mut() {
        mark_typed_rules(page);
        for (item, index) in outer_lines(page) {
            let Some(line) = line_at(page, item, index) else {
                continue;
            };
            let text = page.line_text(line);
            let key = key_of(page, line, &text);
            // Điều 8, Điều 12, Điều 16 at the top of their pages return, and are text.
            let is_label = begins_with_label(Placed { page, line });
            let is_head = !is_label
                && returning
                    .get(&key)
                    .is_some_and(|times| RETURNS_MIN <= *times);
            if is_head || is_page_number(&text) {
                set_role(page, item, index, Role::Furniture);
            }
        }
        mark_heads_beside_numbers(page);
        mark_notes(page);
    }
}

/// A line at the top in clearly smaller print, right beside the page number: the running head of a
/// document too short for it to return.
fn mark_heads_beside_numbers(page: &mut PageLayout) {
    const SMALL: f32 = 0.8;
    const BESIDE: f32 = 2.5;
    let cells = page.items.iter().flat_map(|item| match item {
        Item::Table(table) => table.cells.as_slice(),
        Item::Flow { .. } => &[],
    });
    let usual = size_of_most(body_lines(page).chain(cells.flat_map(|cell| &cell.lines)));
    let numbers: Vec<f32> = outer_lines(page)
        .into_iter()
        .filter_map(|(item, index)| line_at(page, item, index))
        .filter(|line| line.role == Role::Furniture)
        .map(|line| line.baseline)
        .filter(|baseline| *baseline < page.height * MARGIN_SHARE)
        .collect();
    for item in &mut page.items {
        let Item::Flow { lines, .. } = item else {
            continue;
        };
        for line in lines {
            let is_beside = |number: &f32| (number - line.baseline).abs() < BESIDE * line.size;
            let is_head = line.size < SMALL * usual && numbers.iter().any(is_beside);
            if line.role == Role::Body && is_head {
                line.role = Role::Furniture;
            }
        }
    }
}

/// How often a line returns at the same height with the same words, numbers aside.
fn returning_lines(pages: &[PageLayout]) -> HashMap<(String, i32), usize> {
    let mut times = HashMap::new();
    for page in pages {
        for (item, index) in outer_lines(page) {
            if let Some(line) = line_at(page, item, index) {
                let key = key_of(page, line, &page.line_text(line));
                *times.entry(key).or_insert(0) += 1;
            }
        }
    }
    times
}

fn key_of(page: &PageLayout, line: &Line, text: &str) -> (String, i32) {
    /// Heights that differ by less are the same.
    const STEP: f32 = 8.0;
    if HEAD_CHARS_MAX < text.chars().count() {
        return (format!("{}", page.number), i32::MIN);
    }
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' if key.ends_with('0') => {}
            '0'..='9' => key.push('0'),
            other => key.push(other),
        }
    }
    (key, (line.baseline / STEP).round() as i32)
}

/// Item and line numbers of the outermost lines that stand in the margins.
fn outer_lines(page: &PageLayout) -> Vec<(usize, usize)> {
    let margin = page.height * MARGIN_SHARE;
    let mut all: Vec<(f32, (usize, usize))> = Vec::new();
    for (item, content) in page.items.iter().enumerate() {
        let Item::Flow {
            column: Column::Whole,
            lines,
        } = content
        else {
            continue;
        };
        for (index, line) in lines.iter().enumerate() {
            if line.baseline < margin || page.height - margin < line.baseline {
                all.push((line.baseline, (item, index)));
            }
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = all.len();
    let is_outer = |at: &usize| *at < OUTER_LINES || count - OUTER_LINES.min(count) <= *at;
    (0..count).filter(is_outer).map(|at| all[at].1).collect()
}

fn line_at(page: &PageLayout, item: usize, index: usize) -> Option<&Line> {
    match page.items.get(item)? {
        Item::Flow { lines, .. } => lines.get(index),
        Item::Table(_) => None,
    }
}

fn set_role(page: &mut PageLayout, item: usize, index: usize, role: Role) {
    if let Some(Item::Flow { lines, .. }) = page.items.get_mut(item)
        && let Some(line) = lines.get_mut(index)
    {
        line.role = role;
    }
}

/// `2`, `- 2 -`, `Trang 2/5`, `2 / 5`, `iv`.
fn is_page_number(text: &str) -> bool {
    const LONGEST: usize = 14;
    if LONGEST < text.chars().count() {
        return false;
    }
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "-–—_.|[]".contains(c));
    let bare = ["Trang", "trang", "Page"]
        .iter()
        .find_map(|word| bare.strip_prefix(word))
        .unwrap_or(bare);
    let is_roman = !bare.is_empty() && bare.chars().all(|c| "ivx".contains(c));
    let has_digit = bare.bytes().any(|byte| byte.is_ascii_digit());
    let only_digits = bare
        .chars()
        .all(|c| c.is_ascii_digit() || c == '/' || c == ' ');
    is_roman || (has_digit && only_digits && bare.len() <= 9)
}

/// Lines of `____`, which stand for a rule under a name.
fn mark_typed_rules(page: &mut PageLayout) {
    let mut found = Vec::new();
    for (item, content) in page.items.iter().enumerate() {
        let Item::Flow { lines, .. } = content else {
            continue;
        };
        for (index, line) in lines.iter().enumerate() {
            let text = page.line_text(line);
            let is_rule = text.chars().all(|c| "_-–—=* ".contains(c));
            if is_rule && 2 < text.len() {
                found.push((item, index));
            }
        }
    }
    for (item, index) in found {
        set_role(page, item, index, Role::Furniture);
    }
}

/// The lines under the short rule at the foot, or the last small lines that begin with a mark.
fn mark_notes(page: &mut PageLayout) {
    let size = usual_size(page);
    let Some(first) = first_note(page, size) else {
        return;
    };
    for item in &mut page.items {
        let Item::Flow { lines, .. } = item else {
            continue;
        };
        for line in lines.iter_mut() {
            if line.role == Role::Body && first <= line.baseline {
                line.role = Role::Footnote;
            }
        }
    }
}

/// Base line of the first note.
fn first_note(page: &PageLayout, size: f32) -> Option<f32> {
    let mut body: Vec<&Line> = body_lines(page).collect();
    body.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let is_small = |line: &&&Line| line.size < size * NOTE_SIZE_SHARE;
    let small_from = body.len() - body.iter().rev().take_while(is_small).count();
    let table_bottom = page.items.iter().filter_map(|item| match item {
        Item::Table(table) => Some(table.bottom),
        Item::Flow { .. } => None,
    });
    let lowest_table = table_bottom.fold(0.0, f32::max);
    let tail = &body[small_from..];
    let under_rule = page
        .note_rules
        .iter()
        .copied()
        .filter(|rule| lowest_table < *rule);
    for rule in under_rule {
        let below = tail.iter().find(|line| rule < line.baseline);
        let is_all_small = body.iter().filter(|line| rule < line.baseline).count()
            == tail.iter().filter(|line| rule < line.baseline).count();
        if let (Some(line), true) = (below, is_all_small) {
            return Some(line.baseline);
        }
    }
    let marked = tail.iter().find(|line| begins_with_note_mark(page, line))?;
    (lowest_table < marked.baseline && page.height * 0.4 < marked.baseline)
        .then_some(marked.baseline)
}

pub(super) fn begins_with_note_mark(page: &PageLayout, line: &Line) -> bool {
    const MARKS: &str = "¹²³⁴⁵⁶⁷⁸⁹";
    let first = page.words_of(line).first();
    first.is_some_and(|word| page.word_text(word).starts_with(|c| MARKS.contains(c)))
}

fn body_lines(page: &PageLayout) -> impl Iterator<Item = &Line> {
    page.items
        .iter()
        .flat_map(|item| match item {
            Item::Flow {
                column: Column::Whole,
                lines,
            } => lines.as_slice(),
            _ => &[],
        })
        .filter(|line| line.role == Role::Body)
}

/// The size most of the page's text is set in.
fn usual_size(page: &PageLayout) -> f32 {
    size_of_most(body_lines(page))
}

fn size_of_most<'l>(lines: impl Iterator<Item = &'l Line>) -> f32 {
    let mut widths: HashMap<i32, f32> = HashMap::new();
    for line in lines {
        *widths
            .entry((line.size * 4.0).round() as i32)
            .or_insert(0.0) += line.x1 - line.x0;
    }
    let widest = widths
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then(a.0.cmp(b.0)));
    widest.map_or(0.0, |(size, _)| *size as f32 / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_short_text() {
        for text in ["2", "- 12 -", "Trang 2/5", "3 / 10", "iv", "[4]"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "Điều 2", "I", "a)", "12.000.000 đồng", "Số 2"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
