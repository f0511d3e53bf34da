//! Glyphs that no table of their font explains → their letters, by the picture of the page.
//!
//! Such a text is a simple substitution: one code, one letter, all through the file. OCR reads every
//! word of the picture a little wrongly, and each time differently; the codes drawn where a word was
//! read vote for its letters, and over a few pages the majority is right where no single reading is
//! (24 times "nổ", read as "nỗ", "nô" and "nồ"). Boxes, sizes and order are then those of the file.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::page::{Canvas, Riddle};
use crate::parse::ocr::{Sheet, Word};
use crate::text::clean;

/// Share of the glyphs of a page that may stay without a letter.
const UNKNOWN_SHARE_MAX: f32 = 0.02;

/// Letters read on a page below which there is nothing to vote with.
const VOTES_MIN: f32 = 200.0;

/// Fonts that agree on this share of their codes have one numbering: subsets of the same face.
const AGREEMENT_MIN: f32 = 0.75;

/// Share of its votes by which a second code may have the same letter: hyphens come in two.
const TWIN_SHARE: f32 = 0.8;
const TWIN_VOTES: f32 = 3.0;

/// A font, counted in the order of appearance, and a code.
type Key = (usize, u32);
type Votes = BTreeMap<Key, BTreeMap<char, f32>>;

/// What the codes of a file mean.
pub(super) struct Solution {
    letters: HashMap<Key, char>,
    fonts: Fonts,
}

/// Fonts by the order in which they appear; 0 for all if they share one numbering.
struct Fonts {
    order: HashMap<usize, usize>,
    are_one: bool,
}

impl Fonts {
    fn key(&self, riddle: &Riddle) -> Key {
        let font = self.order.get(&riddle.font).copied().unwrap_or(0);
        (if self.are_one { 0 } else { font }, riddle.code)
    }
}

/// Solves the pages of a file together; `None` if too little was read.
pub(super) fn solve(pages: &[(&Canvas, &Sheet)]) -> Option<Solution> {
    let mut order = HashMap::new();
    for riddle in pages.iter().flat_map(|(canvas, _)| &canvas.riddle_glyphs) {
        let next = order.len();
        order.entry(riddle.font).or_insert(next);
    }
    let mut fonts = Fonts {
        order,
        are_one: false,
    };
    let mut votes = votes(pages, &fonts);
    if fonts_agree(&votes) {
        fonts.are_one = true;
        votes = self::votes(pages, &fonts);
    }
    let all: f32 = votes.values().flat_map(BTreeMap::values).sum();
    (VOTES_MIN <= all).then(|| Solution {
        letters: assigned(&votes),
        fonts,
    })
}

impl Solution {
    /// The page with its letters; `None` if too many stay unknown.
    pub fn apply(&self, canvas: &Canvas, sheet: &Sheet) -> Option<Canvas> {
        let unknown = canvas
            .riddle_glyphs
            .iter()
            .filter(|riddle| !self.letters.contains_key(&self.fonts.key(riddle)))
            .filter(|riddle| sheet.words.iter().any(|word| is_inside(riddle, word)))
            .count();
        if UNKNOWN_SHARE_MAX * canvas.riddle_glyphs.len() as f32 <= unknown as f32 {
            return None;
        }
        let mut solved = canvas.clone();
        let mut after_space = true;
        for riddle in &canvas.riddle_glyphs {
            // What has no letter stands between words: it is a space.
            let Some(letter) = self.letters.get(&self.fonts.key(riddle)) else {
                after_space = true;
                continue;
            };
            let mut glyph = riddle.glyph;
            glyph.at = solved.text.len() as u32;
            glyph.len = letter.len_utf8() as u8;
            glyph.after_space |= after_space;
            after_space = false;
            solved.text.push(*letter);
            solved.glyphs.push(glyph);
        }
        solved.riddles = 0;
        solved.riddle_glyphs.clear();
        Some(solved)
    }
}

fn votes(pages: &[(&Canvas, &Sheet)], fonts: &Fonts) -> Votes {
    let mut votes = Votes::new();
    for (canvas, sheet) in pages {
        for word in &sheet.words {
            let mut under: Vec<&Riddle> = canvas
                .riddle_glyphs
                .iter()
                .filter(|riddle| is_on(riddle, word))
                .collect();
            under.sort_by(|a, b| a.glyph.x.total_cmp(&b.glyph.x));
            let text = clean(&word.text);
            let letters: Vec<char> = text.as_str().chars().collect();
            if letters.len() != under.len() {
                continue;
            }
            for (riddle, letter) in under.iter().zip(letters) {
                let of_code = votes.entry(fonts.key(riddle)).or_default();
                *of_code.entry(letter).or_insert(0.0) += word.confidence / 100.0;
            }
        }
    }
    votes
}

/// The middle of the glyph is within the box of the word, on its base line.
fn is_on(riddle: &Riddle, word: &Word) -> bool {
    const OUT: f32 = 0.5;
    let glyph = &riddle.glyph;
    let middle = glyph.x + glyph.dx / 2.0;
    word.x0 - OUT <= middle
        && middle <= word.x1 + OUT
        && (glyph.y - word.baseline).abs() < 0.45 * glyph.size
}

/// Well within the word, and so no space.
fn is_inside(riddle: &Riddle, word: &Word) -> bool {
    let glyph = &riddle.glyph;
    let middle = glyph.x + glyph.dx / 2.0;
    is_on(riddle, word)
        && word.x0 + 0.1 * glyph.size < middle
        && middle < word.x1 - 0.1 * glyph.size
}

fn fonts_agree(votes: &Votes) -> bool {
    let mut by_code: BTreeMap<u32, Vec<char>> = BTreeMap::new();
    for ((_, code), letters) in votes {
        if let Some((letter, count)) = first(letters)
            && 2.0 <= count
        {
            by_code.entry(*code).or_default().push(letter);
        }
    }
    let shared: Vec<&Vec<char>> = by_code.values().filter(|found| 1 < found.len()).collect();
    let agreed = shared
        .iter()
        .filter(|found| found.windows(2).all(|pair| pair[0] == pair[1]));
    AGREEMENT_MIN * shared.len() as f32 <= agreed.count() as f32
}

fn first(letters: &BTreeMap<char, f32>) -> Option<(char, f32)> {
    let first = letters.iter().max_by(|a, b| a.1.total_cmp(b.1));
    first.map(|(letter, count)| (*letter, *count))
}

/// One letter per code and one code per letter: a code that is read as another's letter (ổ as ỗ) gets
/// its own, because the other claims it more surely.
fn assigned(votes: &Votes) -> HashMap<Key, char> {
    let mut claims: Vec<(f32, f32, Key, char)> = Vec::new();
    for (key, letters) in votes {
        let all: f32 = letters.values().sum();
        for (letter, count) in letters {
            claims.push((count / (all + 1.0), *count, *key, *letter));
        }
    }
    claims.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then(b.1.total_cmp(&a.1))
            .then(a.2.cmp(&b.2))
            .then(Ordering::Equal)
    });
    let mut letters = HashMap::new();
    let mut taken: BTreeSet<(usize, char)> = BTreeSet::new();
    for (share, count, key, letter) in &claims {
        let is_twin = TWIN_SHARE <= *share && TWIN_VOTES <= *count;
        if letters.contains_key(key) || (taken.contains(&(key.0, *letter)) && !is_twin) {
            continue;
        }
        letters.insert(*key, *letter);
        taken.insert((key.0, *letter));
    }
    // Who found all its letters taken has the one it was read as most.
    for (key, of_code) in votes {
        if let Some((letter, _)) = first(of_code) {
            letters.entry(*key).or_insert(letter);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::super::page::{Glyph, Heading, Look};
    use super::*;

    /// Codes are letters shifted by a thousand; the picture is read as told, word by word.
    fn page(words: &[(&str, &str)]) -> (Canvas, Sheet) {
        let (mut canvas, mut sheet) = (Canvas::default(), Sheet::default());
        canvas.clear(600.0, 800.0);
        for (line, (drawn, read)) in words.iter().enumerate() {
            let y = 20.0 + 14.0 * line as f32;
            for (index, letter) in drawn.chars().enumerate() {
                let glyph = Glyph {
                    x: 50.0 + 6.0 * index as f32,
                    y,
                    dx: 6.0,
                    dy: 0.0,
                    size: 12.0,
                    at: 0,
                    len: 0,
                    heading: Heading::East,
                    look: Look::default(),
                    stamp: 0,
                    confidence: 0,
                    after_space: false,
                };
                canvas.riddle_glyphs.push(Riddle {
                    glyph,
                    font: 7,
                    code: letter as u32 + 1_000,
                });
            }
            sheet.words.push(Word {
                text: (*read).to_owned(),
                x0: 50.0,
                y0: y - 10.0,
                x1: 50.0 + 6.0 * drawn.chars().count() as f32,
                y1: y + 2.0,
                baseline: y,
                size: 12.0,
                confidence: 100.0,
                line: line as u32,
                area: 0,
            });
        }
        (canvas, sheet)
    }

    #[test]
    fn the_majority_of_readings_is_right_where_no_single_one_is() {
        let mut words = Vec::new();
        for _ in 0..12 {
            words.extend([("nổ", "nỗ"), ("nổ", "nô"), ("hỗ", "hỗ"), ("số", "số")]);
            words.extend([("cô", "cô"), ("tổng", "tống"), ("cổ", "cổ"), ("mìn", "mìn")]);
        }
        let (canvas, sheet) = page(&words);
        let solution = solve(&[(&canvas, &sheet)]).expect("enough was read");
        let solved = solution.apply(&canvas, &sheet).expect("all is known");
        let drawn: String = words.iter().map(|(drawn, _)| *drawn).collect();
        assert_eq!(solved.text, drawn);
    }

    #[test]
    fn a_few_words_are_no_election() {
        let (canvas, sheet) = page(&[("nổ", "nổ")]);
        assert!(solve(&[(&canvas, &sheet)]).is_none());
    }
}
