//! One of several fixed phrases in a stretch of text, looked for in one pass.

use std::cmp::Reverse;
use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::text::{QuickHash, fold_char, opens_folded};

/// True if `text` begins with one of `openings`.
pub(super) fn opens_with(text: &str, openings: &[&str]) -> bool {
    without_opening(text, openings).is_some()
}

/// What follows the first of `openings` that `text` begins with. A look at one byte refuses most, and a call for each takes
/// longer.
pub(super) fn without_opening<'a>(text: &'a str, openings: &[&str]) -> Option<&'a str> {
    let first = text.as_bytes().first()?;
    let mut alike = openings
        .iter()
        .filter(|opening| opening.as_bytes().first() == Some(first));
    alike.find_map(|opening| text.strip_prefix(opening))
}

/// Phrases of which a text may begin with one, asked of every line: the first bytes refuse most, and the phrases are gone
/// through apart, so that little code is run for it.
pub(super) struct Openings {
    phrases: &'static [&'static str],
    /// A bit for the first three bytes of each, by their hash.
    firsts: [u64; 4],
}

impl Openings {
    pub const fn of(phrases: &'static [&'static str]) -> Openings {
        let mut firsts = [0; 4];
        let mut at = 0;
        while at < phrases.len() {
            // "B." may be followed by any byte.
            let (first, (mut third, last)) = match phrases[at].as_bytes() {
                [first, second, third, ..] => ([*first, *second], (*third, *third)),
                [first, second] => ([*first, *second], (0, u8::MAX)),
                _ => panic!("too short an opening"),
            };
            loop {
                let hash = Openings::hash([first[0], first[1], third]);
                firsts[hash as usize / 64] |= 1 << (hash % 64);
                if third == last {
                    break;
                }
                third += 1;
            }
            at += 1;
        }
        Openings { phrases, firsts }
    }

    const fn hash([first, second, third]: [u8; 3]) -> u8 {
        first ^ second.rotate_left(3) ^ third.rotate_left(6)
    }

    /// True if `text` begins with one of them.
    #[inline]
    pub fn open(&self, text: &str) -> bool {
        self.strip(text).is_some()
    }

    /// What follows the first of them that `text` begins with.
    #[inline]
    pub fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        let hash = Openings::hash(*text.as_bytes().first_chunk()?);
        let may_open = self.firsts[usize::from(hash) / 64] >> (hash % 64) & 1 == 1;
        may_open.then(|| self.strip_one(text)).flatten()
    }

    #[inline(never)]
    fn strip_one<'a>(&self, text: &'a str) -> Option<&'a str> {
        without_opening(text, self.phrases)
    }
}

/// Hundreds of names, of which a text begins with one or none: those with its first bytes are few.
#[derive(Default)]
pub(super) struct Names {
    /// By their first sixteen bytes.
    long: HashMap<u128, Vec<Name>, QuickHash>,
    /// Shorter ones by their first eight.
    short: HashMap<u64, Vec<Name>, QuickHash>,
    /// "Y tế".
    shortest: Vec<Name>,
    /// A bit for the first four bytes of each, by their hash: most texts begin with none.
    openings: [u64; 32],
}

struct Name {
    letters: Box<str>,
    /// Most names that begin alike are told apart by where they end.
    last: u8,
}

impl Name {
    fn opens(&self, text: &str) -> bool {
        let last = self.letters.len().wrapping_sub(1);
        text.as_bytes().get(last) == Some(&self.last) && text.starts_with(&*self.letters)
    }
}

impl Names {
    pub fn new(names: impl Iterator<Item = String>) -> Names {
        let mut all: Vec<String> = names.collect();
        all.sort_by_key(|name| Reverse(name.len()));
        let mut names = Names::default();
        for name in all {
            let (word, bit) = opening(&name)
                .unwrap_or_else(|| panic!("{name} is too short a name to be told by its opening"));
            names.openings[word] |= bit;
            let alike = match (first_sixteen(&name), first_eight(&name)) {
                (Some(first), _) => names.long.entry(first).or_default(),
                (None, Some(first)) => names.short.entry(first).or_default(),
                (None, None) => &mut names.shortest,
            };
            alike.push(Name {
                last: name.bytes().last().unwrap_or_default(),
                letters: name.into(),
            });
        }
        names
    }

    /// Bytes of the longest that `text` begins with.
    pub fn longest(&self, text: &str) -> Option<usize> {
        opening(text).filter(|(word, bit)| self.openings[*word] & bit != 0)?;
        let longest = |alike: &Vec<Name>| {
            let found = alike.iter().find(|name| name.opens(text));
            found.map(|name| name.letters.len())
        };
        let long = first_sixteen(text).and_then(|first| self.long.get(&first));
        let short = || first_eight(text).and_then(|first| self.short.get(&first));
        long.and_then(longest)
            .or_else(|| short().and_then(longest))
            .or_else(|| longest(&self.shortest))
    }
}

/// The place of the first four bytes of `text` in [`Names::openings`].
#[inline]
fn opening(text: &str) -> Option<(usize, u64)> {
    /// Odd, and without a pattern in its bits.
    const FACTOR: u32 = 0x9e37_79b1;
    let first = u32::from_le_bytes(*text.as_bytes().first_chunk()?);
    let hash = first.wrapping_mul(FACTOR) >> (u32::BITS - 11);
    Some((hash as usize / 64, 1 << (hash % 64)))
}

fn first_sixteen(text: &str) -> Option<u128> {
    let first = text.as_bytes().first_chunk()?;
    Some(u128::from_le_bytes(*first))
}

fn first_eight(text: &str) -> Option<u64> {
    let first = text.as_bytes().first_chunk()?;
    Some(u64::from_le_bytes(*first))
}

/// True if `text` folded begins with one of `openings`, which are, and of ASCII: its first letter refuses most.
pub(super) fn opens_folded_with(text: &str, openings: &[&str]) -> bool {
    let first = text.chars().find_map(fold_char);
    let Some(first) = first.and_then(|first| u8::try_from(first).ok()) else {
        return false;
    };
    let mut alike = openings
        .iter()
        .filter(|opening| opening.as_bytes().first() == Some(&first));
    alike.any(|opening| opens_folded(text, opening))
}

/// Phrases as one automaton.
pub(super) struct AnyOf(AhoCorasick);

impl AnyOf {
    pub fn new(phrases: &[&str]) -> AnyOf {
        // No byte of these phrases is rare in the language: a search for one first takes longer than the automaton.
        let built = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .prefilter(false)
            .build(phrases);
        AnyOf(built.unwrap_or_else(|error| panic!("fixed phrases make one automaton: {error}")))
    }

    /// Where the first of the phrases in `text` starts.
    pub fn first_in(&self, text: &str) -> Option<usize> {
        // Most texts have none, which a search for any tells at a fifth of the cost.
        if !self.is_in(text) {
            return None;
        }
        let found = self.0.find_overlapping_iter(text);
        found.map(|found| found.start()).min()
    }

    /// Where the last of the phrases in `text` starts.
    pub fn last_in(&self, text: &str) -> Option<usize> {
        let found = self.0.find_overlapping_iter(text);
        found.map(|found| found.start()).max()
    }

    /// Which of the phrases stand in `text`: a bit for each of no more than 64, by its place in the list.
    pub fn all_in(&self, text: &str) -> u64 {
        let found = self.0.find_overlapping_iter(text);
        found.fold(0, |all, found| all | 1 << found.pattern().as_usize())
    }

    /// True if one of the phrases stands anywhere in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn the_longest_name_that_a_text_begins_with_is_found() {
        let names = [
            "Y tế",
            "Công an",
            "Công Thương",
            "Nông nghiệp và Môi trường",
            "Nông nghiệp và Phát triển nông thôn",
            "Nông nghiệp và Phát triển",
        ];
        let names = Names::new(names.map(str::to_owned).into_iter());
        let cases = [
            ("Y tế, Nội vụ", Some("Y tế")),
            ("Y tế", Some("Y tế")),
            ("Công an tỉnh", Some("Công an")),
            ("Công Thương", Some("Công Thương")),
            (
                "Nông nghiệp và Môi trường tỉnh",
                Some("Nông nghiệp và Môi trường"),
            ),
            (
                "Nông nghiệp và Phát triển nông thôn",
                Some("Nông nghiệp và Phát triển nông thôn"),
            ),
            (
                "Nông nghiệp và Phát triển đô thị",
                Some("Nông nghiệp và Phát triển"),
            ),
            ("Nông nghiệp", None),
            ("Y", None),
            ("", None),
        ];
        for (text, name) in cases {
            let found = names.longest(text).map(|end| &text[..end]);
            assert_eq!(found, name, "{text}");
        }
    }
}
