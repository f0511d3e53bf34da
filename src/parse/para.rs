//! One paragraph being read: its text with white space tidied, each stretch with the place it was
//! written at and what its font says, so that what was typed before Unicode can be decoded in place.

use std::ops::Range;

use crate::text::legacy::{Charset, Face, letters};
use crate::text::{Builder, Place};

use super::Style;
use super::flow::{Role, may_be_blank};
use super::place::{bytes_of, cover, part_of, touches};

/// One paragraph: its text with white space tidied, and where each stretch of it was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Para {
    text: String,
    runs: Vec<Stretch>,
    /// A white-space stretch seen and not yet written: trailing white space never is.
    gap: Option<Place>,
    /// The gap is a tab or many spaces.
    gap_is_wide: bool,
    /// Where a wide gap stands in the text; the first one.
    wide_gap: Option<usize>,
    bold_bytes: usize,
    italic_bytes: usize,
    pub style: Style,
    pub role: Role,
    /// What the font of the text pushed next says of its letters.
    pub face: Face,
    /// Index into [`Flow::labels`] if this paragraph is the value of a field.
    pub field: Option<usize>,
    /// The separator wanted before this paragraph: true for a value that stands beside its label.
    pub beside: bool,
}

/// Text up to `end`, from the end of the stretch before it.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    end: usize,
    place: Place,
    exact: bool,
    face: Face,
    /// The text is not what the place holds, whatever their lengths say.
    decoded: bool,
}

impl Para {
    pub fn new(role: Role) -> Para {
        Para {
            role,
            ..Para::default()
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// True if there is nothing to see in it: white space and zero-width marks only.
    pub fn is_blank(&self) -> bool {
        !self.text.chars().any(is_visible)
    }

    /// True if white space was the last thing pushed.
    pub fn ends_in_gap(&self) -> bool {
        self.gap.is_some()
    }

    /// Writes the text, each stretch with its place.
    pub fn write_to(&self, builder: &mut Builder) {
        let mut start = 0;
        for run in &self.runs {
            let text = &self.text[start..run.end];
            start = run.end;
            if run.decoded {
                builder.push_decoded(text, run.place);
            } else {
                builder.push(text, run.place);
            }
        }
    }

    /// Each run of text in one kind of font, in order.
    pub fn faces(&self) -> impl Iterator<Item = (&str, Face)> + '_ {
        let mut start = 0;
        self.runs
            .chunk_by(|a, b| a.face == b.face)
            .map(move |runs| {
                let end = runs.last().map_or(start, |run| run.end);
                let text = &self.text[start..end];
                start = end;
                (text, runs.first().map_or(Face::Plain, |run| run.face))
            })
    }

    /// Decodes the runs for which `choose` names a charset; true if that changed a letter.
    pub fn decode(&mut self, choose: impl Fn(&str, Face) -> Option<Charset>) -> bool {
        if self
            .faces()
            .all(|(text, face)| choose(text, face).is_none())
        {
            return false;
        }
        let chosen: Vec<_> = self
            .faces()
            .map(|(text, face)| {
                (
                    text.len(),
                    choose(text, face).map(|charset| (charset, face)),
                )
            })
            .collect();
        let old = std::mem::take(self);
        let mut start = 0;
        for (len, charset) in chosen {
            let range = start..start + len;
            match charset {
                Some((charset, face)) => self.take_decoded(&old, range, charset, face),
                None => self.take_range(&old, range),
            }
            start += len;
        }
        let changed = self.text != old.text;
        let grown = |bytes: usize| bytes * self.text.len() / old.text.len().max(1);
        (self.bold_bytes, self.italic_bytes) = (grown(old.bold_bytes), grown(old.italic_bytes));
        (self.style, self.role, self.field, self.beside) =
            (old.style, old.role, old.field, old.beside);
        (self.gap, self.gap_is_wide) = (old.gap, old.gap_is_wide);
        changed
    }

    fn take_decoded(&mut self, old: &Para, range: Range<usize>, charset: Charset, face: Face) {
        let text = &old.text[range.clone()];
        let mut kept = 0;
        for letter in letters(text, charset, face) {
            let source = letter.source;
            let same = text[source.clone()].chars().eq([letter.char]);
            if same {
                continue;
            }
            self.take_range(old, range.start + kept..range.start + source.start);
            let end = range.start + source.end;
            let place = old.place_of(range.start + source.start..end);
            self.note_gap(old, range.start + source.start);
            self.text.push(letter.char);
            self.runs.push(Stretch {
                end: self.text.len(),
                place,
                exact: false,
                face: Face::Plain,
                decoded: true,
            });
            kept = source.end;
        }
        self.take_range(old, range.start + kept..range.end);
    }

    /// Takes a part of another paragraph over as it stands, places and all.
    fn take_range(&mut self, old: &Para, range: Range<usize>) {
        let shift = self.text.len();
        if let Some(gap) = old.wide_gap.filter(|gap| range.contains(gap)) {
            self.wide_gap.get_or_insert(shift + gap - range.start);
        }
        for (run, part, whole) in old.runs_in(range) {
            self.text.push_str(&whole[part.clone()]);
            self.runs.push(Stretch {
                end: self.text.len(),
                place: run.place_of_part(whole, part),
                face: Face::Plain,
                decoded: run.decoded || !run.exact,
                ..*run
            });
        }
    }

    fn note_gap(&mut self, old: &Para, at: usize) {
        if old.wide_gap == Some(at) {
            self.wide_gap.get_or_insert(self.text.len());
        }
    }

    /// The smallest place that holds a stretch of the text.
    fn place_of(&self, range: Range<usize>) -> Place {
        let places = self
            .runs_in(range)
            .map(|(run, part, whole)| run.place_of_part(whole, part));
        places.reduce(cover).unwrap_or(Place::Made)
    }

    /// The runs that reach into a stretch of the text: the part of each, and the whole of its text.
    fn runs_in(&self, range: Range<usize>) -> impl Iterator<Item = (&Stretch, Range<usize>, &str)> {
        let first = self.runs.partition_point(|run| run.end <= range.start);
        let mut start = match first.checked_sub(1) {
            Some(before) => self.runs[before].end,
            None => 0,
        };
        self.runs[first..].iter().map_while(move |run| {
            let whole = start..run.end;
            let part = range.start.max(start)..range.end.min(run.end);
            start = run.end;
            let part_of_run = || part.start - whole.start..part.end - whole.start;
            (part.start < part.end).then(|| (run, part_of_run(), &self.text[whole.clone()]))
        })
    }

    /// Appends `text`, which was written at `place`. White space becomes one space, and none at the
    /// ends. If `place` has as many bytes as `text` every part of it maps exactly.
    pub fn push(&mut self, text: &str, place: Place) {
        let mut word = 0;
        while word < text.len() {
            let rest = &text[word..];
            let blank = rest
                .find(|c: char| !self.is_blank_letter(c))
                .unwrap_or(rest.len());
            if blank > 0 {
                self.gap_is_wide |= is_wide(&rest[..blank]);
                self.push_gap(part_of(place, text, word, word + blank));
                word += blank;
                continue;
            }
            let len = tidy_prefix(rest, |c| self.is_blank_letter(c));
            self.push_words(&rest[..len], part_of(place, text, word, word + len));
            word += len;
        }
    }

    /// White space; in fonts of VISCII the code of the no-break space draws "Õ".
    fn is_blank_letter(&self, c: char) -> bool {
        c.is_whitespace() && !(c == '\u{a0}' && self.face.charset() == Some(Charset::Viscii))
    }

    /// Appends text that the file does not hold as such: a list label that Word or a browser counts.
    pub fn push_made(&mut self, text: &str) {
        self.push(text, Place::Made);
    }

    /// Appends text in the weight given, so that the paragraph can say whether it is bold.
    pub fn push_styled(&mut self, text: &str, place: Place, style: Style) {
        let before = self.text.len();
        self.push(text, place);
        let written = self.text.len() - before;
        self.bold_bytes += if style.bold { written } else { 0 };
        self.italic_bytes += if style.italic { written } else { 0 };
        if style.size > self.style.size {
            self.style.size = style.size;
        }
    }

    /// Settles the weight: a paragraph is bold if nine tenths of it are.
    pub fn settle(&mut self) {
        let most = self.text.len() * 9 / 10;
        self.style.bold |= !self.text.is_empty() && self.bold_bytes >= most.max(1);
        self.style.italic |= !self.text.is_empty() && self.italic_bytes >= most.max(1);
    }

    fn push_gap(&mut self, place: Place) {
        self.gap = Some(match self.gap {
            Some(before) => cover(before, place),
            None => place,
        });
    }

    fn push_words(&mut self, words: &str, place: Place) {
        let is_wide = std::mem::take(&mut self.gap_is_wide);
        if let Some(gap) = self.gap.take()
            && !self.text.is_empty()
        {
            // "Số:        /KH-UBND": room for the number parts no columns.
            if is_wide && !matches!(self.text.as_str(), "Số:" | "Số") {
                self.wide_gap.get_or_insert(self.text.len());
            }
            self.append(" ", gap);
        }
        self.append(words, place);
    }

    /// Where a tab or many spaces stand in the text.
    pub fn wide_gap(&self) -> Option<usize> {
        self.wide_gap
    }

    /// The paragraph up to byte `at` of its text and the one from there on, alike in all else.
    pub fn split_at(self, at: usize) -> (Para, Para) {
        let blank = |from: &Para| Para {
            style: from.style,
            role: from.role,
            field: from.field,
            ..Para::default()
        };
        let (mut left, mut right) = (blank(&self), blank(&self));
        let left_end = self.text[..at].trim_end().len();
        let rest = self.text[at..].trim_start();
        left.take_range(&self, 0..left_end);
        right.take_range(&self, self.text.len() - rest.len()..self.text.len());
        (left, right)
    }

    fn append(&mut self, text: &str, place: Place) {
        self.text.push_str(text);
        let end = self.text.len();
        let exact = bytes_of(place).is_some_and(|bytes| bytes.range().len() == text.len());
        if let Some(last) = self.runs.last_mut()
            && exact
            && last.exact
            && last.face == self.face
            && touches(last.place, place)
        {
            last.end = end;
            last.place = cover(last.place, place);
            return;
        }
        self.runs.push(Stretch {
            end,
            place,
            exact,
            face: self.face,
            decoded: false,
        });
    }
}

impl Stretch {
    /// The place of a part of the stretch, whose whole text is `whole`.
    fn place_of_part(&self, whole: &str, part: Range<usize>) -> Place {
        if self.exact {
            part_of(self.place, whole, part.start, part.end)
        } else {
            self.place
        }
    }
}

/// Bytes of `text` up to white space that has to change: words with one space between them.
fn tidy_prefix(text: &str, is_blank: impl Fn(char) -> bool) -> usize {
    let mut end = 0;
    let mut after_space = false;
    let mut at = 0;
    let bytes = text.as_bytes();
    loop {
        for byte in &bytes[at..] {
            if may_be_blank(*byte) {
                break;
            }
            at += 1;
            end = at;
            after_space = false;
        }
        let Some(byte) = bytes.get(at) else {
            return end;
        };
        let c = match byte {
            b' ' => ' ',
            _ => text[at..].chars().next().unwrap_or(' '),
        };
        at += c.len_utf8();
        if is_blank(c) {
            if after_space || c != ' ' {
                return end;
            }
            after_space = true;
        } else {
            after_space = false;
            end = at;
        }
    }
}

/// A tab, or as many spaces as nobody types between two words.
fn is_wide(blank: &str) -> bool {
    const SPACES: usize = 4;
    blank.contains('\t')
        || blank
            .chars()
            .filter(|c| matches!(c, ' ' | '\u{a0}'))
            .count()
            >= SPACES
}

/// True for a character that leaves ink or moves the pen; zero-width marks and the soft hyphen do not.
fn is_visible(c: char) -> bool {
    let marks = ['\u{ad}', '\u{feff}', '\u{2060}'];
    !c.is_whitespace()
        && !c.is_control()
        && !('\u{200b}'..='\u{200f}').contains(&c)
        && !marks.contains(&c)
}
