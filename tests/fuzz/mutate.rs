//! From something well-formed to something hostile, by a few changes drawn from a seed.

use crate::generated::draw::Draw;

use super::readers::Reader;
use super::stock::Stock;

/// Changes of one input; most have few, so that most of it is still read.
const CHANGES_MAX: usize = 6;

/// Times a short stretch or an opening bracket is repeated.
const REPEATS: [usize; 5] = [3, 40, 400, 3_000, 20_000];

/// Letters that break what looks at letters: marks without a base, in a run or in the wrong order,
/// directions, joiners, halves, wide forms, what grows or shrinks when its case changes, look-alikes.
const HOSTILE: &[&str] = &[
    "\u{301}",
    "\u{323}\u{302}\u{300}\u{306}",
    "a\u{302}\u{323}",
    "\u{200b}",
    "\u{200d}\u{feff}",
    "\u{202e}",
    "\u{ad}",
    "\u{a0}",
    "\u{3000}",
    "\u{2028}",
    "\u{85}",
    "\u{fffd}",
    "\u{10ffff}",
    "İ",
    "ŉ",
    "ẞß",
    "ﬃ",
    "Ǆ",
    "ΐ",
    "𝐊𝐇",
    "１２／ＫＨ－ＵＢＮＤ",
    "①",
    "²",
    "½",
    "К",
    "Ð",
    "ƣ",
    "Ư\u{31b}",
    "が",
    "가\u{11a8}",
    "👨\u{200d}👩\u{200d}👧",
    "\0",
    "\r",
    "\u{b}\u{c}",
];

/// Numbers that break what counts.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "99999999999999999999999999",
    "1e309",
    "0.0000000001",
    "31/02/2021",
    "00/00/0000",
    "9999",
];

/// One hostile input. It may outgrow `bytes_max` only as much as what it is made from does.
pub fn input(stock: &[Stock], reader: &Reader, bytes_max: usize, draw: &mut Draw) -> Vec<u8> {
    let Some(first) = draw.pick(stock) else {
        return Vec::new();
    };
    let source = Source {
        reader,
        other: draw.pick(stock).map_or_else(Vec::new, Stock::bytes),
        bytes_max,
    };
    first.with_changes(draw, |bytes, draw| source.change(bytes, draw))
}

/// What changes are made with.
struct Source<'a> {
    reader: &'a Reader,
    /// Another of the stock, to take pieces from.
    other: Vec<u8>,
    bytes_max: usize,
}

impl Source<'_> {
    /// A few changes of one stretch of bytes.
    fn change(&self, bytes: &mut Vec<u8>, draw: &mut Draw) {
        let words = |words: &[&'static str], draw: &mut Draw| {
            draw.pick(words)
                .map_or(b"".as_slice(), |word| word.as_bytes())
        };
        let len_max = self.bytes_max.max(bytes.len());
        for _ in 0..=draw.below(CHANGES_MAX).min(draw.below(CHANGES_MAX)) {
            let room = len_max.saturating_sub(bytes.len());
            match draw.below(14) {
                0 => flip(bytes, draw),
                1 => overwrite(bytes, draw),
                2 => remove(bytes, draw),
                3 => repeat(bytes, room, draw),
                4 => truncate(bytes, draw),
                5 => splice(bytes, &self.other, draw),
                6 | 7 => insert(bytes, words(self.reader.words, draw), draw),
                8 | 9 => insert(bytes, words(HOSTILE, draw), draw),
                10 => nest(bytes, words(self.reader.openings, draw), room, draw),
                11 => number(bytes, draw),
                12 => litany(bytes, room, draw),
                _ => swap(bytes, draw),
            }
            bytes.truncate(len_max);
        }
    }
}

/// Somewhere in `bytes`, of a length that is mostly small.
fn stretch(bytes: &[u8], draw: &mut Draw) -> std::ops::Range<usize> {
    let start = draw.below(bytes.len() + 1);
    let len = match draw.below(3) {
        0 => draw.below(4),
        1 => draw.below(64),
        _ => draw.below(2_000),
    };
    start..bytes.len().min(start + len)
}

fn flip(bytes: &mut [u8], draw: &mut Draw) {
    let at = draw.below(bytes.len());
    let bit = 1 << draw.below(8);
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= bit;
    }
}

fn overwrite(bytes: &mut [u8], draw: &mut Draw) {
    let range = stretch(bytes, draw);
    let drawn = draw.next();
    for (byte, drawn) in bytes[range].iter_mut().zip(drawn.to_le_bytes()) {
        *byte = drawn;
    }
}

fn remove(bytes: &mut Vec<u8>, draw: &mut Draw) {
    let range = stretch(bytes, draw);
    bytes.drain(range);
}

fn repeat(bytes: &mut Vec<u8>, room: usize, draw: &mut Draw) {
    let range = stretch(bytes, draw);
    let times = REPEATS[draw.below(REPEATS.len())];
    let times = times.min(room / range.len().max(1));
    let run = bytes[range.clone()].repeat(times);
    bytes.splice(range.end..range.end, run);
}

/// A few words of the text, over and over as a list, a row or lines of their own: what looks back for its like at each
/// of them takes the square of their number.
fn litany(bytes: &mut Vec<u8>, room: usize, draw: &mut Draw) {
    const WORDS_MAX: usize = 4;
    const BETWEEN: [&str; 7] = [" ", "\n", ", ", "; ", " - ", " | ", ". "];
    let from = draw.below(bytes.len() + 1);
    let mut words = bytes[from..].split(u8::is_ascii_whitespace).skip(1);
    let some: Vec<&[u8]> = words.by_ref().take(1 + draw.below(WORDS_MAX)).collect();
    let between = BETWEEN[draw.below(BETWEEN.len())].as_bytes();
    let one = [&some.join(&b' '), between].concat();
    let times = REPEATS[draw.below(REPEATS.len())].min(room / one.len().max(1));
    let at = draw.below(bytes.len() + 1);
    let line = bytes[at..].iter().position(|byte| *byte == b'\n');
    let at = line.map_or(at, |end| at + end + 1);
    bytes.splice(at..at, one.repeat(times));
}

fn truncate(bytes: &mut Vec<u8>, draw: &mut Draw) {
    let len = draw.below(bytes.len() + 1);
    bytes.truncate(len);
}

fn splice(bytes: &mut Vec<u8>, other: &[u8], draw: &mut Draw) {
    let range = stretch(other, draw);
    let at = draw.below(bytes.len() + 1);
    bytes.splice(at..at, other[range].iter().copied());
}

fn insert(bytes: &mut Vec<u8>, word: &[u8], draw: &mut Draw) {
    let at = draw.below(bytes.len() + 1);
    let times = if draw.once_in(8) {
        REPEATS[draw.below(3)]
    } else {
        1
    };
    bytes.splice(at..at, word.repeat(times));
}

/// An opening without its end, deeper than any document.
fn nest(bytes: &mut Vec<u8>, opening: &[u8], room: usize, draw: &mut Draw) {
    let times = REPEATS[draw.below(REPEATS.len())].min(room / opening.len().max(1));
    let at = draw.below(bytes.len() + 1);
    bytes.splice(at..at, opening.repeat(times));
}

/// Another number where one stands.
fn number(bytes: &mut Vec<u8>, draw: &mut Draw) {
    let from = draw.below(bytes.len() + 1);
    let Some(start) = (from..bytes.len()).find(|at| bytes[*at].is_ascii_digit()) else {
        return;
    };
    let len = bytes[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let new = draw
        .pick(NUMBERS)
        .map_or(b"0".as_slice(), |number| number.as_bytes());
    bytes.splice(start..start + len, new.iter().copied());
}

fn swap(bytes: &mut Vec<u8>, draw: &mut Draw) {
    let range = stretch(bytes, draw);
    let moved: Vec<u8> = bytes.drain(range).collect();
    let at = draw.below(bytes.len() + 1);
    bytes.splice(at..at, moved);
}
