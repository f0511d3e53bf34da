//! Text in, spelled syllables out: one tokenisation serves the exact words, the folded words and
//! the folded pairs, on documents and on questions alike.
//!
//! A token is a run of letters, digits and combining marks; offsets are bytes of the original, so
//! a snippet highlights what was published and not what was normalised. Tantivy never sees the
//! original: it is given three strings of terms parted by blanks ([`Terms`]), as Quickwit would be,
//! which knows no tokenizer of ours. Words are syllables: segmentation into longer words was
//! measured and lost to pairs of syllables (nDCG@10 .842 against .870 on law questions).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::text::{clean, fold, tone_canonical};

use super::numbers;

/// Kept with the index: an index built by another analyzer is refused and has to be rebuilt.
pub const ANALYZER_VERSION: u32 = 1;

/// Bytes of one token that are looked at. The longest syllable, "nghiêng", has 9; beyond this it is
/// an encoded blob or a number table that lost its blanks.
const TOKEN_BYTES_MAX: usize = 96;

/// Spellings remembered. A language of 7,000 syllables in a few cases each fits; noise does not.
const MEMO_MAX: usize = 1 << 16;

/// One token where it stands in the original text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Syllable<'a> {
    pub start: usize,
    pub end: usize,
    /// As written, cut at [`TOKEN_BYTES_MAX`].
    pub written: &'a str,
    /// True if a sentence or a line ends between the token before and this one.
    pub breaks: bool,
}

/// The tokens of `text` in order.
pub(super) fn syllables(text: &str) -> Syllables<'_> {
    Syllables { text, at: 0 }
}

pub(super) struct Syllables<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Syllables<'a> {
    type Item = Syllable<'a>;

    fn next(&mut self) -> Option<Syllable<'a>> {
        let rest = &self.text[self.at..];
        let gap = rest.find(is_alphanumeric)?;
        let token = &rest[gap..];
        let len = token_len(token);
        let start = self.at + gap;
        self.at = start + len;
        Some(Syllable {
            start,
            end: self.at,
            written: &token[..token.floor_char_boundary(len.min(TOKEN_BYTES_MAX))],
            breaks: ends_sentence(&rest[..gap]),
        })
    }
}

fn token_len(token: &str) -> usize {
    token
        .char_indices()
        .find(|(_, c)| !is_alphanumeric(*c) && !is_combining(*c))
        .map_or(token.len(), |(at, _)| at)
}

/// [`char::is_alphanumeric`], told at once for the letters Vietnamese is written with: looking them up
/// took a twentieth of the time of indexing.
pub(super) fn is_alphanumeric(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        '\u{d7}' | '\u{f7}' => false,
        // Latin with marks, and its additional block.
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphanumeric(),
    }
}

/// The marks decomposed Vietnamese is written with. All lie in one block.
fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// True if a line ends in `gap`, or a sentence does: a full stop counts with a blank after it, so
/// that `66.18/2026` and `Tp.Huế` hold together.
fn ends_sentence(gap: &str) -> bool {
    let mut last = ' ';
    for c in gap.chars() {
        let closes = matches!(last, '.' | ';' | ':' | '?' | '!' | '…');
        if c == '\n' || (closes && c.is_whitespace()) {
            return true;
        }
        last = c;
    }
    false
}

/// How a token is written in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Lower case NFC with marks, tone on the canonical vowel.
    pub exact: String,
    /// The same without marks.
    pub folded: String,
}

impl Spelling {
    fn of(written: &str) -> Spelling {
        let exact = tone_canonical(&clean(written));
        let folded = fold(&exact);
        Spelling { exact, folded }
    }

    /// True if the token bears a mark that folding takes away.
    pub fn is_marked(&self) -> bool {
        self.exact != self.folded
    }
}

/// Spells tokens, each form once.
#[derive(Debug, Default)]
pub(super) struct Speller {
    /// Written forms, by their places in `known`.
    memo: HashMap<String, usize>,
    known: Vec<(Spelling, FoldedId)>,
    folded: HashMap<String, FoldedId>,
    next: FoldedId,
}

/// A folded word by a number that no other word gets.
type FoldedId = u32;

impl Speller {
    pub fn spell(&mut self, written: &str) -> &Spelling {
        &self.spell_known(written).0
    }

    fn spell_known(&mut self, written: &str) -> &(Spelling, FoldedId) {
        let known = self.memo.get(written).copied();
        let at = known.unwrap_or_else(|| self.learn(written));
        &self.known[at]
    }

    fn learn(&mut self, written: &str) -> usize {
        if MEMO_MAX <= self.known.len() {
            self.memo.clear();
            self.known.clear();
            self.folded.clear();
        }
        let spelling = Spelling::of(written);
        let next = &mut self.next;
        let folded = self.folded.entry(spelling.folded.clone());
        let id = *folded.or_insert_with(|| {
            *next += 1;
            *next
        });
        self.known.push((spelling, id));
        self.memo.insert(written.to_owned(), self.known.len() - 1);
        self.known.len() - 1
    }
}

/// What one or several texts put into the index: terms parted by single blanks.
#[derive(Debug, Default)]
pub(super) struct Terms {
    pub exact: String,
    folded: Grouped,
    pairs: Grouped,
    /// `21khubnd`: the document numbers, whole.
    pub numbers: Vec<String>,
}

impl Terms {
    /// Adds a text. Its first token makes no pair with what was added before.
    pub fn add(&mut self, text: &str, speller: &mut Speller) {
        let mut before = (String::new(), 0);
        for syllable in syllables(text) {
            let (spelling, id) = speller.spell_known(syllable.written);
            push(&mut self.exact, &spelling.exact);
            self.folded.add(u64::from(*id), &[&spelling.folded]);
            if !before.0.is_empty() && !syllable.breaks {
                let both = u64::from(before.1) << 32 | u64::from(*id);
                self.pairs.add(both, &[&before.0, "_", &spelling.folded]);
            }
            before.0.clone_from(&spelling.folded);
            before.1 = *id;
        }
        self.numbers
            .extend(numbers::find(text).map(|found| found.term));
    }

    /// The folded words, those that are the same side by side.
    pub fn folded(&self) -> String {
        self.folded.written()
    }

    /// `ke_hoach hoach_papi`: neighbours, not across the end of a sentence or a line, those that are the
    /// same side by side.
    pub fn pairs(&self) -> String {
        self.pairs.written()
    }
}

/// Terms by how often they occur. Of folded words and pairs the engine keeps no places, and it finds a
/// term again in a fraction of the time where it has just seen it.
#[derive(Debug, Default)]
struct Grouped {
    places: HashMap<u64, usize, BuildHasherDefault<Mixed>>,
    /// Each once, one after another.
    text: String,
    /// Where each ends, and how often it occurs.
    terms: Vec<(usize, usize)>,
}

impl Grouped {
    fn add(&mut self, id: u64, parts: &[&str]) {
        let place = *self.places.entry(id).or_insert(self.terms.len());
        match self.terms.get_mut(place) {
            Some((_, often)) => *often += 1,
            None => {
                parts.iter().for_each(|part| self.text.push_str(part));
                self.terms.push((self.text.len(), 1));
            }
        }
    }

    fn written(&self) -> String {
        let mut written = String::with_capacity(2 * self.text.len());
        let mut start = 0;
        for (end, often) in &self.terms {
            for _ in 0..*often {
                push(&mut written, &self.text[start..*end]);
            }
            start = *end;
        }
        written
    }
}

/// Hashes numbers that were given one after another, which nobody outside can choose.
#[derive(Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}

fn push(terms: &mut String, term: &str) {
    if !terms.is_empty() {
        terms.push(' ');
    }
    terms.push_str(term);
}

/// The pair term of two folded neighbours.
pub(super) fn pair(first: &str, second: &str) -> String {
    format!("{first}_{second}")
}

/// The folded words of a name, for filters: "Sở Nội vụ" → so, noi, vu.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    syllables(text)
        .map(|syllable| Spelling::of(syllable.written).folded)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, exact: &str, folded: &str, pairs: &str) {
        let mut terms = Terms::default();
        terms.add(text, &mut Speller::default());
        assert_eq!(terms.exact, exact, "exact of {text}");
        assert_eq!(terms.folded(), folded, "folded of {text}");
        assert_eq!(terms.pairs(), pairs, "pairs of {text}");
    }

    #[test]
    fn letters_are_told_as_the_standard_tells_them() {
        for c in '\0'..='\u{ffff}' {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn one_reading_gives_exact_words_folded_words_and_pairs() {
        check(
            "Uỷ ban; Kế hoạch số 21/KH-UBND",
            "ủy ban kế hoạch số 21 kh ubnd",
            "uy ban ke hoach so 21 kh ubnd",
            "uy_ban ke_hoach hoach_so so_21 21_kh kh_ubnd",
        );
    }

    #[test]
    fn words_without_places_stand_beside_their_like() {
        check(
            "cải cách hành chính, Cải cách và cai cách",
            "cải cách hành chính cải cách và cai cách",
            "cai cai cai cach cach cach hanh chinh va",
            "cai_cach cai_cach cai_cach cach_hanh hanh_chinh chinh_cai cach_va va_cai",
        );
    }

    #[test]
    fn pairs_end_where_a_sentence_or_a_line_ends() {
        check("cải\ncách. Hành", "cải cách hành", "cai cach hanh", "");
        check("Tp.Huế", "tp huế", "tp hue", "tp_hue");
    }

    #[test]
    fn decomposed_text_is_the_same_text_and_offsets_are_its_own() {
        let decomposed = "Ke\u{302}\u{301} hoa\u{323}ch";
        check(decomposed, "kế hoạch", "ke hoach", "ke_hoach");
        let spans: Vec<_> = syllables(decomposed).map(|s| (s.start, s.end)).collect();
        assert_eq!(spans, [(0, 6), (7, 14)]);
    }

    #[test]
    fn eth_is_d_with_stroke() {
        check("Ðề án", "đề án", "de an", "de_an");
    }

    #[test]
    fn a_token_without_end_is_cut() {
        let long = "a".repeat(100_000);
        let only: Vec<_> = syllables(&long).collect();
        assert_eq!(only[0].written.len(), TOKEN_BYTES_MAX);
        assert_eq!(only[0].end, 100_000);
    }
}
