//! Emphasis that opens on one line and closes on a later one: `*Hà Nội, ngày 20` over
//! `tháng 11 năm 2025*`, `**CỘNG HÒA XÃ HỘI` over `CHỦ NGHĨA VIỆT NAM**`. Pages saved as Markdown
//! keep the line breaks of the page inside the marks.

use std::ops::{Deref, Range};

use crate::parse::Style;
use crate::parse::charset::Decoded;

/// Lines that one emphasis may run over: the longest is the title of a decision in capitals.
const LINES_MAX: usize = 12;

/// A text, and where the marks stand whose partner is on another line.
pub(super) struct Marked<'a> {
    decoded: &'a Decoded,
    across: Vec<Across>,
}

/// A mark that opens or closes across lines, and the style behind it.
struct Across {
    at: usize,
    len: usize,
    style: Style,
}

impl Deref for Marked<'_> {
    type Target = Decoded;

    fn deref(&self) -> &Decoded {
        self.decoded
    }
}

impl<'a> Marked<'a> {
    pub fn of(decoded: &'a Decoded, lines: &[Range<usize>]) -> Marked<'a> {
        let mut marks = pairs(&decoded.text, lines);
        marks.sort_unstable();
        let mut style = Style::default();
        let across = marks.into_iter().map(|(at, len)| {
            toggle(&mut style, len);
            Across { at, len, style }
        });
        Marked {
            across: across.collect(),
            decoded,
        }
    }

    /// The style that is open where a line begins.
    pub fn style_at(&self, at: usize) -> Style {
        let before = self.across.partition_point(|mark| mark.at < at);
        before
            .checked_sub(1)
            .map_or_else(Style::default, |last| self.across[last].style)
    }

    /// Length of the mark at `at` whose partner stands on another line.
    pub fn across_at(&self, at: usize) -> Option<usize> {
        let found = self.across.binary_search_by_key(&at, |mark| mark.at);
        found.ok().map(|index| self.across[index].len)
    }
}

pub(super) fn toggle(style: &mut Style, len: usize) {
    style.italic ^= len != 2;
    style.bold ^= len >= 2;
}

/// Place and length of the marks that pair across lines, both of every pair. A blank line and the
/// bar that ends a cell end what was open.
fn pairs(text: &str, lines: &[Range<usize>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // By the length of the mark: where one opened on a line before, and on which.
    let mut open: [Option<(usize, usize)>; 4] = [None; 4];
    for (number, line) in lines.iter().enumerate() {
        let written = &text[line.clone()];
        if matches!(written.trim(), "" | "|") {
            open = [None; 4];
            continue;
        }
        if !written.contains('*') {
            continue;
        }
        let mut here: [Option<usize>; 4] = [None; 4];
        for run in runs(written) {
            let (len, at) = (run.len(), line.start + run.start);
            if here[len].is_some() {
                here[len] = None;
                continue;
            }
            let near = |opened: usize| number - opened <= LINES_MAX;
            let before = open[len].filter(|(_, opened)| near(*opened) && closes(written, &run));
            if let Some((from, _)) = before {
                found.extend([(from, len), (at, len)]);
                open[len] = None;
            } else if opens(written, &run) {
                here[len] = Some(at);
            }
        }
        for (len, at) in here.into_iter().enumerate() {
            open[len] = at.map(|at| (at, number)).or(open[len]);
        }
    }
    found
}

/// The stretches of one to three asterisks; more are a rule.
fn runs(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(start) = line[from..].find('*').map(|found| from + found) {
            let len = line[start..].bytes().take_while(|b| *b == b'*').count();
            from = start + len;
            if len <= 3 && !line[..start].ends_with('\\') {
                return Some(start..from);
            }
        }
        None
    })
}

/// Behind a blank, a stop or at the start, before a letter; two may stand alone at the end of a line.
fn opens(line: &str, run: &Range<usize>) -> bool {
    let after = line[run.end..].chars().next();
    let before = line[..run.start].chars().next_back();
    let goes_on = after.map_or(run.len() == 2, |c| !c.is_whitespace());
    goes_on && before.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ':' | ';'))
}

/// Behind a letter, before a blank, a point or the end; or at the end of its line whatever is before.
fn closes(line: &str, run: &Range<usize>) -> bool {
    let after = line[run.end..].chars().next();
    let before = line[..run.start].chars().next_back();
    let is_inside = before.is_none_or(|c| c.is_whitespace() || c == '(');
    if is_inside {
        return line[run.end..].trim().is_empty();
    }
    after.is_none_or(|c| !c.is_alphanumeric() && c != ')')
}
