//! Lines → paragraphs: where one ends, and how two lines of one are joined.

use super::layout::{Line, PageLayout};
use super::opening::{begins_agency, begins_number_row, begins_small, begins_with_label};

/// What the lines of one container (page, half, cell) are measured against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    pub left: f32,
    pub right: f32,
    /// Where the first lines of most paragraphs begin.
    pub indent: f32,
    /// Usual distance between base lines.
    pub leading: f32,
    pub kind: Container,
}

/// Whether a paragraph stands between equal margins: every line in the middle, and one of them
/// clearly shorter than the measure.
#[derive(Clone, Copy)]
pub(super) struct Centering {
    in_the_middle: bool,
    clearly: bool,
}

impl Centering {
    pub fn new(measure: &Measure, placed: Placed) -> Centering {
        Centering {
            in_the_middle: measure.is_in_the_middle(placed.line),
            clearly: measure.is_centered(placed),
        }
    }

    pub fn and(self, next: Centering) -> Centering {
        Centering {
            in_the_middle: self.in_the_middle && next.in_the_middle,
            clearly: self.clearly || next.clearly,
        }
    }

    pub fn is_centered(self) -> bool {
        self.in_the_middle && self.clearly
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Page,
    LeftHalf,
    RightHalf,
    Cell,
    Notes,
}

/// A line with the page it stands on.
#[derive(Clone, Copy)]
pub(super) struct Placed<'p> {
    pub page: &'p PageLayout,
    pub line: &'p Line,
}

impl Measure {
    pub fn of<'l>(lines: impl Iterator<Item = &'l Line> + Clone, kind: Container) -> Measure {
        let left = edge(lines.clone().map(|line| line.x0), f32::min);
        let right = edge(lines.clone().map(|line| line.x1), f32::max);
        let indent = usual_indent(lines.clone(), left);
        Measure {
            left,
            right,
            indent,
            leading: leading(lines),
            kind,
        }
    }

    /// A line between equal margins, that is not text which happens to end so.
    fn is_centered(&self, placed: Placed) -> bool {
        let line = placed.line;
        let starts_as_text = self.kind == Container::Page
            && (line.x0 - self.indent).abs() < 1.0
            && !is_capital(placed);
        self.is_in_the_middle(line)
            && self.left + line.size < line.x0
            && line.x1 + line.size < self.right
            && !starts_as_text
    }

    fn is_in_the_middle(&self, line: &Line) -> bool {
        let off = (line.x0 + line.x1 - self.left - self.right).abs() / 2.0;
        off < 0.02 * (self.right - self.left) + 2.0
    }

    /// True if the next line begins a paragraph. `is_first` says that `above` begins one itself.
    pub fn is_break(&self, above: Placed, next: Placed, is_first: bool) -> bool {
        let (line, size) = (above.line, above.line.size.max(next.line.size));
        let differs_in_size = 1.15 * above.line.size.min(next.line.size) < size;
        let same_page = above.page.number == next.page.number;
        let drop = if same_page {
            next.line.baseline - line.baseline
        } else {
            self.leading
        };
        if differs_in_size || 1.7 * self.leading.max(size) < drop || drop < 0.5 * size {
            return true;
        }
        match self.kind {
            Container::LeftHalf | Container::RightHalf => self.is_half_break(above, next),
            Container::Notes if super::furniture::begins_with_note_mark(next.page, next.line) => {
                true
            }
            Container::Page if self.is_centered_pair(above, next) => {
                1.4 * self.leading.max(size) < drop || is_title_break(above, next)
            }
            _ => self.is_text_break(above, next, is_first, drop),
        }
    }

    fn is_text_break(&self, above: Placed, next: Placed, is_first: bool, drop: f32) -> bool {
        let size = next.line.size;
        let (ended, marked) = (ends_sentence(above), begins_with_label(next));
        // Centered lines begin anywhere.
        let is_ragged = self.kind == Container::Cell
            && self.is_in_the_middle(above.line)
            && self.is_in_the_middle(next.line);
        let indent = if is_ragged {
            0.0
        } else {
            next.line.x0 - above.line.x0
        };
        let is_indented = self.left + 0.8 * size < next.line.x0;
        if self.is_short(above.line, next) {
            // A hard space or an unbreakable name makes a line short too.
            let room = self.right - above.line.x1;
            let goes_on = !ended && !marked && !is_indented && begins_small(next);
            return !(goes_on && room < 0.35 * (self.right - self.left));
        }
        // PHÂN CÔNG NHIỆM VỤ NĂM 2026 is a heading, whatever follows it.
        let was_heading = above.line.look.bold && !next.line.look.bold && is_capital(above);
        if self.kind == Container::Page && was_heading && !is_capital(next) {
            return true;
        }
        let is_spaced = 1.2 * self.leading < drop;
        let was_bold = above.line.look.bold && !next.line.look.bold;
        let is_unindented = self.kind == Container::Page && self.indent == f32::INFINITY;
        (marked && (ended || is_spaced || was_bold || is_unindented || 0.5 * size < indent))
            || (ended && is_indented && (is_first || 0.5 * size < indent))
            || (0.8 * size < indent && self.kind != Container::Cell)
            || (indent < -0.8 * size && !is_first)
            || (ended && is_spaced)
            || (was_bold && (ended || is_indented))
    }

    /// The first word of the next line would have fitted on this one.
    fn is_short(&self, line: &Line, next: Placed) -> bool {
        let word = next
            .page
            .words_of(next.line)
            .first()
            .map_or(0.0, |word| word.x1 - word.x0);
        let needed = word + 0.55 * line.size;
        let centered = self.kind != Container::Page && self.is_in_the_middle(line);
        let room = if centered {
            (self.right - self.left) - (line.x1 - line.x0)
        } else {
            self.right - line.x1
        };
        needed < room
    }

    /// Halves of letterheads and signature blocks: capitals are names, each on its line; the rest
    /// (V/v …, the list of recipients) is text.
    fn is_half_break(&self, above: Placed, next: Placed) -> bool {
        let looks_differ = above.line.look != next.line.look;
        let capital = is_capital(above);
        begins_number_row(next)
            || (capital && (!self.is_name_cut(above) || begins_agency(next)))
            || capital != is_capital(next)
            || looks_differ
            || begins_with_label(next)
            || ends_item(above)
            || self.is_short(above.line, next)
    }

    /// The name of an agency that takes two lines: the first fills its half.
    fn is_name_cut(&self, above: Placed) -> bool {
        let fills = 0.97 * (self.right - self.left) <= above.line.x1 - above.line.x0;
        self.kind == Container::LeftHalf && (fills || last_char(above) == Some(','))
    }

    fn is_centered_pair(&self, above: Placed, next: Placed) -> bool {
        self.is_in_the_middle(above.line)
            && self.is_in_the_middle(next.line)
            && (self.is_centered(above) || self.is_centered(next))
    }
}

/// Lines of a title go together unless looks or case say otherwise; a short line of capitals
/// (KẾ HOẠCH, PHỤ LỤC I) stands alone, unless it ends in a comma.
fn is_title_break(above: Placed, next: Placed) -> bool {
    const TITLE_WORDS_ALONE: usize = 3;
    let capital = is_capital(above);
    let last = last_char(above);
    if last == Some(',') {
        return false;
    }
    above.line.look != next.line.look
        || capital != is_capital(next)
        || matches!(last, Some('.' | ':'))
        || begins_with_label(next)
        || (capital && above.page.words_of(above.line).len() <= TITLE_WORDS_ALONE)
}

/// True if the words on both sides of a line end belong together: `2257/QĐ-⏎UBND`, `21/⏎KH-UBND`.
pub(super) fn is_joined(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    let (last, second_last) = (back.next(), back.next());
    let mut forward = after.chars();
    let (first, second) = (forward.next(), forward.next());
    let (Some(last), Some(first)) = (last, first) else {
        return false;
    };
    match (last, first) {
        ('-' | '/', _) => second_last.is_some_and(char::is_alphanumeric) && first.is_alphanumeric(),
        (_, '/') => last.is_alphanumeric() && second.is_some_and(char::is_alphanumeric),
        (_, '-') => before.contains('/') && second.is_some_and(char::is_uppercase),
        _ => false,
    }
}

fn last_char(placed: Placed) -> Option<char> {
    let words = placed.page.words_of(placed.line);
    // A note mark after the full stop is not the end of the sentence.
    let text = words.last().map_or("", |word| placed.page.word_text(word));
    text.trim_end_matches(|c| "¹²³⁴⁵⁶⁷⁸⁹⁰”\"’)".contains(c))
        .chars()
        .next_back()
}

fn ends_sentence(placed: Placed) -> bool {
    last_char(placed).is_some_and(|c| ".;:!?…".contains(c))
}

fn ends_item(placed: Placed) -> bool {
    last_char(placed).is_some_and(|c| ".;:".contains(c))
}

fn is_capital(placed: Placed) -> bool {
    let words = placed.page.words_of(placed.line).iter();
    let letters = words.flat_map(|word| placed.page.word_text(word).chars());
    let (mut capital, mut small) = (0, 0);
    for c in letters.filter(|c| c.is_alphabetic()) {
        if c.is_uppercase() {
            capital += 1
        } else {
            small += 1
        }
    }
    2 <= capital && small * 5 < capital
}

/// The outermost position that at least two lines share; the outermost of all for few lines.
fn edge(positions: impl Iterator<Item = f32>, outer: fn(f32, f32) -> f32) -> f32 {
    const SHARED: f32 = 3.0;
    let mut sorted: Vec<f32> = positions.collect();
    sorted.sort_by(f32::total_cmp);
    let shared = sorted
        .windows(2)
        .filter(|pair| pair[1] - pair[0] <= SHARED)
        .map(|pair| outer(pair[0], pair[1]));
    let all = sorted.iter().copied().reduce(outer).unwrap_or(0.0);
    match shared.reduce(outer) {
        Some(shared) if 6 <= sorted.len() => shared,
        _ => all,
    }
}

/// The beginning that most of the indented lines share, infinity for none.
fn usual_indent<'l>(lines: impl Iterator<Item = &'l Line>, left: f32) -> f32 {
    const SHARED: f32 = 1.0;
    let indented = lines.filter(|line| left + 0.8 * line.size < line.x0);
    let mut sorted: Vec<f32> = indented.map(|line| line.x0).collect();
    sorted.sort_by(f32::total_cmp);
    let (mut most, mut indent, mut start) = (1, f32::INFINITY, 0);
    for at in 0..sorted.len() {
        while SHARED < sorted[at] - sorted[start] {
            start += 1;
        }
        if most < at + 1 - start {
            (most, indent) = (at + 1 - start, sorted[start]);
        }
    }
    indent
}

/// A low quantile of the distances: paragraphs are set further apart than lines.
fn leading<'l>(lines: impl Iterator<Item = &'l Line> + Clone) -> f32 {
    let size = lines.clone().map(|line| line.size).fold(0.0, f32::max);
    let next = lines.clone().skip(1);
    let mut drops: Vec<f32> = lines
        .zip(next)
        .map(|(above, below)| below.baseline - above.baseline)
        .filter(|drop| (0.8 * size..2.5 * size).contains(drop))
        .collect();
    drops.sort_by(f32::total_cmp);
    drops.get(drops.len() / 3).copied().unwrap_or(1.3 * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_broken_at_a_line_end_are_joined() {
        for (before, after) in [
            ("2257/QĐ-", "UBND"),
            ("21/", "KH-UBND"),
            ("2257", "/QĐ-UBND"),
            ("1856/TTr", "-SCT"),
            ("2021-", "2025"),
        ] {
            assert!(is_joined(before, after), "{before} {after}");
        }
        for (before, after) in [
            ("Hà Nội -", "Việt"),
            ("-", "UBND"),
            ("năm", "-"),
            ("", "a"),
            ("tỉnh", "-SCT"),
        ] {
            assert!(!is_joined(before, after), "{before} {after}");
        }
    }
}
