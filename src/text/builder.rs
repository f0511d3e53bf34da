//! The work of cleaning: a push is split into stretches that are clean as they stand, which stay
//! verbatim and map byte by byte, and clusters that have to change, which map as a whole.
//!
//! One scan finds the longest clean prefix; text that is already clean NFC is copied in one piece.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::clean::{CleanText, Place, Rect, Run};
use super::repair::{Repair, is_latin_word, is_mark, repair};
use super::{SourceSpan, Span, glued};

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

/// Cleans a whole string whose bytes are the file's own.
pub fn clean(source: &str) -> CleanText {
    let mut builder = Builder::new();
    builder.push(source, Place::Bytes(SourceSpan::new(0, source.len())));
    builder.finish()
}

/// The words of [`clean`] without the way back; text that is clean is lent, not copied.
pub fn cleaned(source: &str) -> Cow<'_, str> {
    let is_plain = Builder::new().plain_prefix(source) == source.len();
    match is_plain && glued::seams(source, false).is_empty() {
        true => Cow::Borrowed(source),
        false => Cow::Owned(clean(source).text),
    }
}

/// Builds a [`CleanText`] stretch by stretch.
///
/// Push whole lines or paragraphs where possible: the repairs that look at a word (Cyrillic
/// letters in a Latin symbol) see the text before the push and the push itself, not what follows.
#[derive(Debug, Default)]
pub struct Builder {
    text: String,
    runs: Vec<Run>,
    /// The last character pushed was CR, already written as a line break.
    after_return: bool,
    /// What the word being pushed was found to be.
    word: Option<Word>,
}

/// Whether a word is Latin, so that its look-alikes are read as Latin letters. Asked once for a word:
/// a line of Cyrillic would be looked at again at each of its letters.
#[derive(Clone, Copy, Debug)]
struct Word {
    /// It holds while more bytes of the push than these are still to come.
    until: usize,
    is_latin: bool,
}

/// Characters of a word looked at, each way, to tell whether it is Latin. Longer than any symbol
/// (the longest in a register of 4,056 is 31); it keeps a hostile file linear.
const WORD_CHARS_MAX: usize = 64;

/// Combining marks on one letter that are composed. Vietnamese needs two; beyond this the text is
/// hostile and its marks are kept as they come.
const MARKS_MAX: usize = 32;

impl Builder {
    pub fn new() -> Builder {
        Builder::default()
    }

    /// Bytes of clean text so far: where the next stretch will start, unless it opens with a
    /// combining mark, which joins the letter before it.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends `source` cleaned. Where `place` is a byte range of the same length as `source` the
    /// map is byte-exact; otherwise the stretch maps as a whole.
    pub fn push(&mut self, source: &str, place: Place) {
        self.push_from(source, Origin::new(source, place));
    }

    /// Appends `source` cleaned, which was decoded from other letters: it maps as a whole, even
    /// where it happens to be as long as what it was decoded from.
    pub fn push_decoded(&mut self, source: &str, place: Place) {
        let exact = false;
        self.push_from(source, Origin { place, exact });
    }

    fn push_from(&mut self, source: &str, origin: Origin) {
        self.word = None;
        let start = self.text.len();
        let continues = self.text.ends_with(glued::is_of_word);
        let mut at = 0;
        while at < source.len() {
            let rest = &source[at..];
            let taken = match self.plain_prefix(rest) {
                0 => self.mend(rest, at, origin),
                plain => {
                    self.keep(&rest[..plain], origin.part(at, plain), origin.exact);
                    plain
                }
            };
            at += taken;
        }
        self.part_words(start, continues);
    }

    /// Puts a blank where words were run together, in what was pushed from `start` on: positions that
    /// were asked for before stay right, and a word that was pushed in pieces stays as published.
    fn part_words(&mut self, start: usize, continues: bool) {
        // A mark may have changed the letter before it.
        let start = self.text.floor_char_boundary(start.min(self.text.len()));
        let seams = glued::seams(&self.text[start..], continues);
        let Some(first) = seams.first() else { return };
        let runs = self
            .runs
            .partition_point(|run| run.clean.range().end <= start + first);
        let from = self.runs[runs..]
            .first()
            .map_or(start, |run| run.clean.range().start);
        let (runs, text) = (self.runs.split_off(runs), self.text.split_off(from));
        let mut seams = seams.into_iter().map(|seam| start + seam).peekable();
        for run in runs {
            let mut kept = run.clean.range().start;
            let end = run.clean.range().end;
            while kept < end {
                let seam = seams.next_if(|seam| *seam < end);
                let next = seam.unwrap_or(end);
                let place = run.cut(Span::new(kept, next));
                self.keep(&text[kept - from..next - from], place, run.verbatim);
                if seam.is_some() {
                    self.blank();
                }
                kept = next;
            }
        }
    }

    /// Appends a blank that is not published, at the place of the letter before it.
    fn blank(&mut self) {
        let letter = self.text.char_indices().next_back();
        let letter = letter.map(|(at, _)| Span::new(at, self.text.len()));
        let place = self
            .runs
            .last()
            .zip(letter)
            .map(|(run, letter)| run.cut(letter));
        self.keep(" ", place.unwrap_or(Place::Made), false);
    }

    /// Appends a separator that no source holds. Not cleaned.
    pub fn separate(&mut self, separator: &str) {
        self.keep(separator, Place::Made, false);
        self.after_return = false;
    }

    pub fn finish(self) -> CleanText {
        CleanText {
            text: self.text,
            runs: self.runs,
        }
    }

    /// Bytes at the start of `rest` that are clean as they stand.
    fn plain_prefix(&self, rest: &str) -> usize {
        let mut space_allowed = !self.ends_in_space();
        let mut at = 0;
        while let Some(byte) = rest.as_bytes().get(at) {
            let (plain, len) = match byte {
                b' ' => (space_allowed, 1),
                b'!'..=b'~' => (true, 1),
                // Letters of Vietnamese, U+1E80 to U+1EFF.
                0xE1 if matches!(rest.as_bytes().get(at + 1), Some(0xBA | 0xBB)) => (true, 3),
                b'\n' => (!(at == 0 && self.after_return), 1),
                _ => plain_letter(&rest[at..]),
            };
            if !plain {
                return at;
            }
            space_allowed = !matches!(byte, b' ' | b'\n');
            at += len;
        }
        rest.len()
    }

    /// Deals with the first cluster of `rest`, which is not clean; gives the bytes it took.
    fn mend(&mut self, rest: &str, at: usize, origin: Origin) -> usize {
        let Some(c) = rest.chars().next() else {
            return rest.len();
        };
        let taken = c.len_utf8();
        let place = origin.part(at, taken);
        let after_return = std::mem::take(&mut self.after_return);
        match repair(c) {
            Repair::Mark | Repair::Other => return self.compose(rest, at, origin),
            Repair::Plain if !after_return => self.keep(&rest[..taken], place, origin.exact),
            Repair::Plain | Repair::Drop => {}
            Repair::Space if self.ends_in_space() => {}
            Repair::Space => self.keep(" ", place, false),
            Repair::LineBreak => self.keep("\n", place, false),
            Repair::Return => {
                self.keep("\n", place, false);
                self.after_return = true;
            }
            Repair::Letter(letters) => self.keep(letters, place, false),
            Repair::SoftHyphen if self.breaks_symbol(&rest[taken..]) => {
                self.keep("-", place, false);
            }
            Repair::SoftHyphen => {}
            Repair::LookAlike(letter) if self.in_latin_word(rest) => {
                self.keep(letter, place, false);
            }
            Repair::LookAlike(_) => return self.compose(rest, at, origin),
        }
        taken
    }

    /// Takes the run of marks or foreign letters that `rest` opens with, together with the letter
    /// before it that it may join, and writes their NFC.
    fn compose(&mut self, rest: &str, at: usize, origin: Origin) -> usize {
        let run = &rest[..composable_prefix(rest)];
        let place = origin.part(at, run.len());
        let start = self.joint(run);
        let mut cluster = String::from(&self.text[start..]);
        let mut dotted = cluster.starts_with(['i', 'í', 'ì', 'ỉ', 'ĩ', 'ị']);
        cluster.extend(run.chars().filter(|&c| {
            dotted &= is_mark(c);
            !(dotted && c == '\u{307}')
        }));
        let raw_len = self.text.len() - start + run.len();
        if cluster.len() == raw_len && NFC.is_normalized(&cluster) {
            self.keep(run, place, origin.exact);
        } else {
            let before = self.cut(start);
            let whole = before.map_or(place, |before| before.cover(place));
            self.keep(&NFC.normalize(&cluster), whole, false);
        }
        run.len()
    }

    /// Where the letter starts that `run` may join; the end of the text if there is none.
    fn joint(&self, run: &str) -> usize {
        let opens_with_mark = run.chars().next().is_some_and(is_mark);
        let mut start = self.text.len();
        for c in self.text.chars().rev().take(MARKS_MAX) {
            if opens_with_mark && is_mark(c) {
                start -= c.len_utf8();
                continue;
            }
            let joins = match repair(c) {
                Repair::Other | Repair::LookAlike(_) => true,
                Repair::Plain => opens_with_mark && !c.is_whitespace(),
                _ => false,
            };
            return if joins { start - c.len_utf8() } else { start };
        }
        start
    }

    /// Cuts the text off at `start` and gives the place the cut part came from.
    fn cut(&mut self, start: usize) -> Option<Place> {
        let cut = Span::new(start, self.text.len());
        let mut place: Option<Place> = None;
        while let Some(run) = self.runs.last_mut().filter(|run| run.clean.end > cut.start) {
            let tail = run.cut(cut);
            place = Some(place.map_or(tail, |later| tail.cover(later)));
            if run.clean.start < cut.start {
                run.place = run.cut(Span {
                    start: run.clean.start,
                    end: cut.start,
                });
                run.clean.end = cut.start;
                break;
            }
            self.runs.pop();
        }
        self.text.truncate(start);
        place
    }

    /// Appends clean text, joining the run before it where the two map alike.
    fn keep(&mut self, text: &str, place: Place, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.after_return = false;
        let clean = Span::new(start, self.text.len());
        if let Some(last) = self.runs.last_mut()
            && last.verbatim == verbatim
            && let Some(joined) = last.place.followed_by(place, verbatim)
        {
            last.place = joined;
            last.clean.end = clean.end;
            return;
        }
        self.runs.push(Run {
            clean,
            place,
            verbatim,
        });
    }

    /// No further space is wanted here: after a space, and at the start of a line or cell.
    fn ends_in_space(&self) -> bool {
        matches!(
            self.text.as_bytes().last(),
            None | Some(b' ' | b'\n' | b'\t')
        )
    }

    fn word_so_far(&self) -> impl Iterator<Item = char> + '_ {
        let backwards = self.text.chars().rev().take(WORD_CHARS_MAX);
        backwards.take_while(|c| !c.is_whitespace())
    }

    /// `rest` is what the push has still to write, from a look-alike on.
    fn in_latin_word(&mut self, rest: &str) -> bool {
        if let Some(word) = self.word.filter(|word| word.until < rest.len()) {
            return word.is_latin;
        }
        let is_word = |c: &char| !c.is_whitespace();
        let ahead = || rest.chars().take(WORD_CHARS_MAX).take_while(is_word);
        let is_latin = is_latin_word(self.word_so_far().chain(ahead()));
        let bytes: usize = ahead().map(char::len_utf8).sum();
        self.word = Some(Word {
            until: rest.len() - bytes,
            is_latin,
        });
        is_latin
    }

    /// True for a soft hyphen that stands for the dash of a symbol: `21/KH<U+00AD>UBND`.
    fn breaks_symbol(&self, rest: &str) -> bool {
        let next_is_capital = rest.chars().next().is_some_and(char::is_uppercase);
        let mut code = self.word_so_far().take_while(|&c| c != '/');
        let slash_after_digit = {
            let mut before = self.word_so_far().skip_while(|&c| c != '/').skip(1);
            before.next().is_some_and(|c| c.is_ascii_digit())
        };
        let code_is_capital = self.word_so_far().next().is_some_and(char::is_uppercase)
            && code.all(char::is_uppercase);
        next_is_capital && slash_after_digit && code_is_capital
    }
}

/// Whether the first letter of `rest` is clean as it stands, and its bytes.
fn plain_letter(rest: &str) -> (bool, usize) {
    let first = rest.chars().next();
    first.map_or((false, 1), |c| (repair(c) == Repair::Plain, c.len_utf8()))
}

/// Bytes of marks and foreign letters at the start of `rest`.
fn composable_prefix(rest: &str) -> usize {
    let end = rest
        .char_indices()
        .find(|&(at, c)| 0 < at && !matches!(repair(c), Repair::Mark | Repair::Other));
    end.map_or(rest.len(), |(at, _)| at)
}

/// One push: its place, and whether clean bytes can map to bytes of it.
#[derive(Clone, Copy)]
struct Origin {
    place: Place,
    exact: bool,
}

impl Origin {
    fn new(source: &str, place: Place) -> Origin {
        let exact = match place {
            Place::Bytes(bytes) | Place::Part { bytes, .. } => bytes.range().len() == source.len(),
            Place::Page { .. } | Place::Made => false,
        };
        Origin { place, exact }
    }

    /// The place of `len` bytes of the push from `at`; the whole place if the push is not exact.
    fn part(self, at: usize, len: usize) -> Place {
        let part_of = |bytes: SourceSpan| {
            let start = bytes.range().start + at;
            SourceSpan::new(start, start + len)
        };
        match self.place {
            Place::Bytes(bytes) if self.exact => Place::Bytes(part_of(bytes)),
            Place::Part { part, bytes } if self.exact => Place::Part {
                part,
                bytes: part_of(bytes),
            },
            whole => whole,
        }
    }
}

impl Place {
    /// The smallest place that holds both; the first where they have nothing in common.
    fn cover(self, other: Place) -> Place {
        match (self, other) {
            (Place::Bytes(a), Place::Bytes(b)) => Place::Bytes(a.cover(b)),
            (Place::Part { part, bytes: a }, Place::Part { part: p, bytes: b }) if part == p => {
                Place::Part {
                    part,
                    bytes: a.cover(b),
                }
            }
            (
                Place::Page { page, rect, stamp },
                Place::Page {
                    page: p,
                    rect: other,
                    ..
                },
            ) if page == p => Place::Page {
                page,
                rect: rect.cover(other),
                stamp,
            },
            (Place::Made, other) => other,
            (first, _) => first,
        }
    }

    /// The place of this stretch and the next as one run, if they can be one.
    fn followed_by(self, next: Place, verbatim: bool) -> Option<Place> {
        match (self, next) {
            (Place::Bytes(a), Place::Bytes(b)) if verbatim && a.end == b.start => {
                Some(Place::Bytes(a.cover(b)))
            }
            (Place::Part { part, bytes: a }, Place::Part { part: p, bytes: b })
                if verbatim && part == p && a.end == b.start =>
            {
                Some(Place::Part {
                    part,
                    bytes: a.cover(b),
                })
            }
            (a, b) if !verbatim && a == b => Some(a),
            _ => None,
        }
    }
}

impl Rect {
    fn cover(self, other: Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}
