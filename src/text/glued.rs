//! Words run together where the line break between them was lost: "Theo đề nghị của Sở Kế hoạchvà Đầu tư",
//! "Thủ tướng Chínhphủ", "củaUBND tỉnh". Old pages of law sites and text out of PDFs are full of them.
//!
//! A word is parted only where it is no syllable and its parts leave no choice, so that "Kitô", "Đakrông",
//! "hécta" and slips of the pen ("thuơng", "nhỉệm") stay as published:
//!
//! * at a change of case between two syllables ("vàDu lịch") or beside an abbreviation ("BộGDĐT");
//! * into syllables of the genre's vocabulary, if only one way of parting them has a compound in it
//!   ("thựchiện") or there is but one way at all ("cácsở");
//! * before or behind one of the words that stand beside any other, both toned ("khácvới").

use std::collections::HashSet;
use std::sync::LazyLock;

use super::compound::{LOOSE, compounds};
use super::fold::tone_canonical;
use super::quick_hash::QuickHash;
use super::repair::is_mark;
use super::syllable::{Tone, is_spoken, is_syllable, split_tone};

/// Letters of words that are looked at: shorter ones have no two parts, longer ones are no words.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=28;

/// Characters each way that tell whether a word stands in one with foreign letters.
const WORD_CHARS_MAX: usize = 64;

/// Syllables that one word is parted into at most: "Ủybannhândân".
const PARTS_MAX: usize = 4;

/// Shortest part, in letters: "ở", "ý" and "y" end or open too many others.
const PART_MIN: usize = 2;

/// Longest syllable, in letters: "nghiêng".
const PART_MAX: usize = 7;

struct Vocabulary {
    syllables: HashSet<String, QuickHash>,
    /// Two syllables with a blank between them.
    pairs: HashSet<String, QuickHash>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let pairs: HashSet<String, QuickHash> = compounds()
        .map(|(first, second)| pair(&tone_canonical(first), &tone_canonical(second)))
        .collect();
    let parts = pairs.iter().flat_map(|pair| pair.split(' '));
    let syllables = parts.map(str::to_owned);
    let loose = LOOSE.iter().map(|word| tone_canonical(word));
    Vocabulary {
        syllables: syllables.chain(loose).collect(),
        pairs,
    }
});

fn pair(first: &str, second: &str) -> String {
    format!("{first} {second}")
}

/// Where blanks are missing in clean text, in bytes, in order. `continues` says that its first letter
/// belongs to a word that began before.
pub(super) fn seams(text: &str, continues: bool) -> Vec<usize> {
    let mut seams = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(is_of_word).map(|at| rest + at) {
        let length = text[start..].find(|c| !is_of_word(c));
        let end = length.map_or(text.len(), |length| start + length);
        let known = seams.len();
        if 0 < start || !continues {
            part(&text[start..end], start, &mut seams);
        }
        if known < seams.len() && is_among_foreign(text, start, end) {
            seams.truncate(known);
        }
        rest = end;
    }
    seams
}

/// True beside letters that are not Latin ("К-UBNDtỉnh-Ж"): whether look-alikes in a word are Latin is
/// asked of the whole of it, and would be answered anew of its parts.
fn is_among_foreign(text: &str, start: usize, end: usize) -> bool {
    let is_foreign = |c: char| matches!(c, '\u{370}'..='\u{1DFF}' | '\u{2C60}'..);
    let before = text[..start].chars().rev().take(WORD_CHARS_MAX);
    let after = text[end..].chars().take(WORD_CHARS_MAX);
    before.take_while(|c| !c.is_whitespace()).any(is_foreign)
        || after.take_while(|c| !c.is_whitespace()).any(is_foreign)
}

pub(super) fn is_of_word(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphabetic(),
        _ => c.is_alphabetic() || is_mark(c),
    }
}

/// Adds the seams of one word that stands at `at`.
fn part(word: &str, at: usize, seams: &mut Vec<usize>) {
    if word.len() < *LETTERS.start() || is_syllable(word) {
        return;
    }
    let letters: Vec<char> = word.chars().take(LETTERS.end() + 1).collect();
    if !LETTERS.contains(&letters.len()) {
        return;
    }
    for end in ends(&letters).unwrap_or_default() {
        let before = letters[..end].iter().map(|c| c.len_utf8());
        seams.push(at + before.sum::<usize>());
    }
}

/// How many letters stand before each seam of a word.
fn ends(letters: &[char]) -> Option<Vec<usize>> {
    by_case(letters).or_else(|| by_vocabulary(letters))
}

/// "vàDu", "củaUBND", "BộGDĐT", "NAMĐộc": where the case changes between what can stand alone.
fn by_case(letters: &[char]) -> Option<Vec<usize>> {
    let is_upper = |at: usize| letters[at].is_uppercase();
    let ends: Vec<usize> = (1..letters.len())
        .filter(|&at| is_upper(at))
        .filter(|&at| !is_upper(at - 1) || letters.get(at + 1).is_some_and(|c| c.is_lowercase()))
        .collect();
    let is_apart = |part: &[char]| is_abbreviation(part) || is_word(part);
    let is_parted = !ends.is_empty() && parts(letters, &ends).all(is_apart);
    let has_word = || parts(letters, &ends).any(|part| is_word(part) && part.iter().any(is_marked));
    (is_parted && has_word()).then_some(ends)
}

/// The stretches of `letters` between `ends`.
fn parts<'a>(letters: &'a [char], ends: &'a [usize]) -> impl Iterator<Item = &'a [char]> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let ends = ends.iter().copied().chain([letters.len()]);
    starts.zip(ends).map(|(start, end)| &letters[start..end])
}

/// "UBND", "HĐND": three capitals or more, and no words in capitals that were run together.
fn is_abbreviation(part: &[char]) -> bool {
    let is_capital = |c: &char| c.is_ascii_uppercase() || matches!(c, 'Đ' | 'Ư');
    3 <= part.len() && part.iter().all(is_capital) && by_vocabulary(part).is_none()
}

fn is_word(part: &[char]) -> bool {
    let word: String = part.iter().collect();
    PART_MIN <= part.len() && is_spoken(&word)
}

fn is_marked(c: &char) -> bool {
    !c.is_ascii()
}

/// Letters of one case: the one way to part them that the vocabulary leaves.
fn by_vocabulary(letters: &[char]) -> Option<Vec<usize>> {
    if letters.iter().all(char::is_ascii) {
        return None;
    }
    let word: Vec<char> = letters.iter().flat_map(|c| c.to_lowercase()).collect();
    if word.len() != letters.len() {
        return None;
    }
    let mut ways = Vec::new();
    ways_from(&word, &mut Vec::new(), 0, &mut ways);
    let known = ways.iter().filter(|way| 0 < way.compounds);
    match (&ways[..], &known.collect::<Vec<_>>()[..]) {
        ([], _) => beside_loose(&word),
        (_, [only]) => Some(only.ends.clone()),
        ([only], []) if only.is_certain(letters) => Some(only.ends.clone()),
        _ => None,
    }
}

/// One way to part a word into syllables of the vocabulary.
struct Way {
    ends: Vec<usize>,
    /// Neighbours in it that are a compound.
    compounds: usize,
    /// Some neighbour stands beside any other.
    is_loose: bool,
    is_toned: bool,
}

impl Way {
    /// A name in foreign letters ("Tôma") opens with a capital, and most bear no tone ("đôla").
    fn is_certain(&self, letters: &[char]) -> bool {
        let is_name = letters[0].is_uppercase() && letters[1].is_lowercase();
        self.is_toned && (self.is_loose || !is_name)
    }
}

fn ways_from(word: &[char], parts: &mut Vec<String>, from: usize, ways: &mut Vec<Way>) {
    if from == word.len() {
        ways.extend(way(word, parts));
        return;
    }
    if parts.len() == PARTS_MAX {
        return;
    }
    for end in from + PART_MIN..=word.len().min(from + PART_MAX) {
        let part = tone_canonical(&word[from..end].iter().collect::<String>());
        if VOCABULARY.syllables.contains(&part) {
            parts.push(part);
            ways_from(word, parts, end, ways);
            parts.pop();
        }
    }
}

/// `parts` as a way, if there are two or more and none but of a compound opens with a vowel: slips
/// of the pen look like that ("trưòng", "nhỉệm").
fn way(word: &[char], parts: &[String]) -> Option<Way> {
    let mut way = Way {
        ends: Vec::new(),
        compounds: 0,
        is_loose: false,
        is_toned: word.iter().any(|c| is_toned(*c)),
    };
    let mut end = 0;
    for neighbours in parts.windows(2) {
        let [first, second] = neighbours else {
            continue;
        };
        end += first.chars().count();
        way.ends.push(end);
        if VOCABULARY.pairs.contains(&pair(first, second)) {
            way.compounds += 1;
        } else if second.starts_with(is_vowel) {
            return None;
        }
        way.is_loose |= is_loose(first) || is_loose(second);
    }
    (!way.ends.is_empty()).then_some(way)
}

/// "khácvới", "đỏvà": a loose word and any other syllable, if they part in one way only.
fn beside_loose(word: &[char]) -> Option<Vec<usize>> {
    let all = PART_MIN..=word.len().saturating_sub(PART_MIN);
    let mut ways = all.filter(|&end| {
        let (first, second) = word.split_at(end);
        is_word(first) && is_word(second)
    });
    let (end, None) = (ways.next()?, ways.next()) else {
        return None;
    };
    let (first, second) = word.split_at(end);
    let is_loose = |part: &[char]| is_loose(&part.iter().collect::<String>());
    let toned = |part: &[char]| part.iter().any(|c| is_toned(*c));
    let holds = (is_loose(first) || is_loose(second))
        && (toned(first) && toned(second))
        && !is_vowel(second[0]);
    holds.then(|| vec![end])
}

fn is_loose(word: &str) -> bool {
    LOOSE.contains(&word)
}

fn is_toned(small: char) -> bool {
    split_tone(small).1 != Tone::Level
}

fn is_vowel(small: char) -> bool {
    "aăâeêioôơuưy".contains(split_tone(small).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(source: &str) -> String {
        let mut parted = String::new();
        let mut from = 0;
        for seam in seams(source, false) {
            parted.push_str(&source[from..seam]);
            parted.push('|');
            from = seam;
        }
        parted + &source[from..]
    }

    #[test]
    fn words_run_together_are_parted_where_there_is_no_choice() {
        for (glued, expected) in [
            ("Thủ tướng Chínhphủ về", "Thủ tướng Chính|phủ về"),
            ("TRIỂNKHAI THỰCHIỆN", "TRIỂN|KHAI THỰC|HIỆN"),
            ("kếhoạch, côngvăn", "kế|hoạch, công|văn"),
            ("hoạchvà Đầu tư", "hoạch|và Đầu tư"),
            ("phụnữtham gia", "phụ|nữ|tham gia"),
            ("Thể thao vàDu lịch", "Thể thao và|Du lịch"),
            ("của Ủyban, củaUBND tỉnh", "của Ủy|ban, của|UBND tỉnh"),
            ("Uỷbannhân dân", "Uỷ|ban|nhân dân"),
            ("VIỆT NAMĐộc lập", "VIỆT NAM|Độc lập"),
            ("BộGDĐT khácvới", "Bộ|GDĐT khác|với"),
        ] {
            assert_eq!(parted(glued), expected);
        }
    }

    #[test]
    fn names_foreign_words_codes_and_slips_stay() {
        let text = "Kitô Đakrông Lênin hécta đôla Phêrô Giêsu Québec thuơng trưòng nhỉệm Bahá Mátthêu \
                    TTLT-BTNMT BGDĐT-GDTrH QĐ-TTg Sàigòn VNeID McDonald GDTrH CBCCVCNLĐ canô ĐắkLắk nghiêng";
        assert_eq!(parted(text).replace("Đắk|Lắk", "ĐắkLắk"), text);
    }

    #[test]
    fn the_end_of_a_word_pushed_before_is_left_alone() {
        assert!(seams("chínhphủ", true).is_empty());
        assert_eq!(seams("a kếhoạch", true), [6]);
    }
}
