//! Folding: the one meaning of "the same letters" that look-ups and the index share.
//!
//! Three strengths, each built on the one before: [`tone_canonical`] (one spelling, marks kept),
//! [`fold`] (no marks), [`lookup_key`] (no marks, one space between words, nothing else).

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::{CanonicalDecompositionBorrowed, Decomposed};

use super::repair::is_mark;
use super::syllable::{Tone, split_tone, with_tone};

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const DECOMPOSITION: CanonicalDecompositionBorrowed<'static> =
    CanonicalDecompositionBorrowed::new();

/// Every precomposed Latin letter lies below this; their folds are tabulated.
const LATIN_END: usize = 0x1F00;

static LATIN: LazyLock<Vec<char>> = LazyLock::new(|| {
    let latin = (0..LATIN_END as u32).map(|code| char::from_u32(code).map_or('\0', base_letter));
    latin.collect()
});

/// Stands for a mark in [`FOLDED`].
const MARK: char = char::MAX;

/// What [`fold_char`] makes of them.
static FOLDED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let latin = (0..LATIN_END as u32).map(|code| char::from_u32(code).unwrap_or_default());
    latin.map(|c| folded_char(c).unwrap_or(MARK)).collect()
});

static LOWER: LazyLock<Vec<char>> = LazyLock::new(|| {
    let latin = (0..LATIN_END as u32).map(|code| char::from_u32(code).map_or('\0', lower));
    latin.collect()
});

/// Stands for "&" in [`KEYS`], which joins: "GD&ĐT".
const DROPPED: char = '\0';

/// What a character is in a look-up key: a letter or digit, or a blank.
static KEYS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let small = LOWER.iter().map(|&small| match fold_char(small) {
        Some(c) if is_letter(c) || c.is_numeric() => c,
        Some('&') => DROPPED,
        _ => ' ',
    });
    small.collect()
});

/// Lower case without marks: `Kế hoạch ĐỀ` → `ke hoach de`. One character in, at most one out.
///
/// The i/y and tone spellings stay apart here only where they differ in letters: `kĩ` → `ki`,
/// `kỹ` → `ky`. Fold [`tone_canonical`] text where they must meet.
pub fn fold(text: &str) -> String {
    let table: &[char] = &FOLDED;
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match table.get(c as usize) {
            Some(letter) if letter.is_ascii() => folded.push(char::from(*letter as u8)),
            Some(&MARK) => {}
            Some(letter) => folded.push(*letter),
            None => folded.extend(folded_char(c)),
        }
    }
    folded
}

/// True if `text` folded starts with `opening`, which is folded.
pub fn opens_folded(text: &str, opening: &str) -> bool {
    let mut letters = text.chars().filter_map(fold_char);
    opening.chars().all(|c| letters.next() == Some(c))
}

/// True if `text` folded is `folded`.
pub fn folds_to(text: &str, folded: &str) -> bool {
    text.chars().filter_map(fold_char).eq(folded.chars())
}

/// `str::to_lowercase`, by table for the letters of Vietnamese.
pub fn lower_case(text: &str) -> String {
    let mut small = String::with_capacity(text.len());
    // What is small as it stands is copied in one piece: of most texts nearly all.
    let mut copied = 0;
    let bytes = text.as_bytes();
    for at in (0..bytes.len()).filter(|at| may_be_capital(bytes, *at)) {
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        if !is_single(c) {
            // A capital sigma is written by what stands around it.
            return text.to_lowercase();
        }
        let letter = small_letter(c);
        if letter != c {
            small.push_str(&text[copied..at]);
            small.push(letter);
            copied = at + c.len_utf8();
        }
    }
    small.push_str(&text[copied..]);
    small
}

/// False of a byte inside a letter, and of what begins a small letter of Vietnamese: in UTF-8 the last byte of one that
/// has a capital is odd, or 0x20 more.
#[inline]
fn may_be_capital(bytes: &[u8], at: usize) -> bool {
    let byte = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or_default();
    match bytes[at] {
        first @ 0..0x80 => first.is_ascii_uppercase(),
        0x80..0xC0 => false,
        0xC3 => byte(1) < 0xA0,
        // Up to "ķ"; of those that follow the small ones are even.
        0xC4 => byte(1) % 2 == 0 || 0xB8 <= byte(1),
        0xE1 if matches!(byte(1), 0xBA | 0xBB) => byte(2) % 2 == 0,
        _ => true,
    }
}

/// The letter in lower case; of two characters the first.
#[inline]
pub fn small_letter(c: char) -> char {
    match c.is_ascii() {
        true => c.to_ascii_lowercase(),
        false => LOWER.get(c as usize).copied().unwrap_or_else(|| lower(c)),
    }
}

/// The folded character, or `None` for a combining mark.
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    match FOLDED.get(c as usize) {
        Some(&MARK) => None,
        Some(letter) => Some(*letter),
        None => folded_char(c),
    }
}

/// [`fold_char`] of any character.
fn folded_char(c: char) -> Option<char> {
    if is_mark(c) {
        return None;
    }
    let tabulated = |c: char| LATIN.get(c as usize).copied();
    let small = lower(c);
    Some(tabulated(c).or_else(|| tabulated(small)).unwrap_or(small))
}

fn base_letter(c: char) -> char {
    let mut base = lower(c);
    while let Decomposed::Expansion(first, _) | Decomposed::Singleton(first) =
        DECOMPOSITION.decompose(base)
    {
        base = first;
    }
    if base == 'đ' { 'd' } else { base }
}

/// The lower-case letter. Where Unicode gives two characters (İ) the first is the letter.
fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// What two writings of one name share: canonical spelling, no marks, words parted by one space.
/// `Bà Rịa – Vũng Tàu` → `ba ria vung tau`, `Uỷ  ban` → `uy ban`, `GD&ĐT` → `gddt`.
pub fn lookup_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.chars().all(is_single) {
        key_single(text, &mut key);
        return key;
    }
    let canonical = tone_canonical(text);
    for c in canonical.chars().filter_map(fold_char) {
        if is_letter(c) || c.is_numeric() {
            key.push(c);
        } else if c != '&' && !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// [`lookup_key`] and [`tone_canonical`] of one word into buffers that are emptied first.
pub fn word_keys(word: &str, key: &mut String, canonical: &mut String) {
    key.clear();
    canonical.clear();
    if word.chars().all(is_single) {
        key_single(word, key);
        canonical_single(word, canonical);
    } else {
        key.push_str(&lookup_key(word));
        canonical.push_str(&tone_canonical(word));
    }
}

/// Lower case NFC with the tone on the canonical vowel: `hoà` and `hòa` → `hòa`, `uỷ` → `ủy`,
/// and one spelling of i and y: `kĩ` → `kỹ`, `quí` → `quý`.
///
/// The rules: a word that ends in oa, oe, uy bears its tone on the first of the two vowels, except
/// after q; qu + i is written quy; h, k, l, m, s, t + i as a whole word is written with y.
pub fn tone_canonical(text: &str) -> String {
    if text.chars().all(is_single) {
        let mut canonical = String::with_capacity(text.len());
        canonical_single(text, &mut canonical);
        return canonical;
    }
    let lower = text.to_lowercase();
    let lower = if NFC.is_normalized(&lower) {
        Cow::Borrowed(lower.as_str())
    } else {
        NFC.normalize(&lower)
    };
    let mut canonical = String::with_capacity(lower.len());
    for piece in lower.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        // A mark that composes with no letter still belongs to the last one: such a word is no syllable.
        let marked = piece[word.len()..].starts_with(is_mark);
        match canonical_word(word).filter(|_| !marked) {
            Some(respelled) => canonical.push_str(&respelled),
            None => canonical.push_str(word),
        }
        canonical.push_str(&piece[word.len()..]);
    }
    canonical
}

/// Characters that NFC leaves alone and that have one lower-case letter each: all of Vietnamese, and the
/// punctuation around it.
fn is_single(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' | '\u{2010}'..='\u{2027}' => true,
        '\u{130}' => false,
        '\u{A0}'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}' => true,
        _ => false,
    }
}

/// [`tone_canonical`] of such characters, in one pass.
fn canonical_single(text: &str, canonical: &mut String) {
    let mut start = canonical.len();
    for c in text.chars() {
        let small = LOWER.get(c as usize).copied().unwrap_or(c);
        if !is_letter(small) {
            respell(canonical, start);
            start = canonical.len() + small.len_utf8();
        }
        canonical.push(small);
    }
    respell(canonical, start);
}

/// [`lookup_key`] of such characters, in one pass: of the rules of spelling only those that change a letter
/// show in a key.
fn key_single(text: &str, key: &mut String) {
    let table: &[char] = &KEYS;
    let mut word = 0;
    for (at, written) in text.char_indices() {
        let c = table.get(written as usize).copied().unwrap_or(' ');
        if is_letter(c) {
            key.push(c);
            continue;
        }
        spell_with_y(key, &text[word..at]);
        word = at + written.len_utf8();
        match c {
            DROPPED => {}
            ' ' if key.is_empty() || key.ends_with(' ') => {}
            c => key.push(c),
        }
    }
    spell_with_y(key, &text[word..]);
    key.truncate(key.trim_end().len());
}

/// "qui" and "ki" end in y: the key ends with that of the letters of `word`.
fn spell_with_y(key: &mut String, word: &str) {
    if !key.ends_with('i') {
        return;
    }
    let mut from_end = word.chars().rev().map(small_letter);
    let (Some(last), Some(before)) = (from_end.next(), from_end.next()) else {
        return;
    };
    let third = from_end.next();
    let after_qu = third == Some('q') && split_tone(before).0 == 'u';
    let whole_word = third.is_none() && matches!(before, 'h' | 'k' | 'l' | 'm' | 's' | 't');
    if split_tone(last).0 == 'i' && (after_qu || whole_word) {
        key.pop();
        key.push('y');
    }
}

/// `char::is_alphabetic`, by range for the letters of Vietnamese: the general question searches a table.
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphabetic(),
        '\u{C0}'..='\u{24F}' => c != '×' && c != '÷',
        '\u{1E00}'..='\u{1EFF}' => true,
        _ => c.is_alphabetic(),
    }
}

/// `char::is_alphanumeric`, the same way.
pub fn is_alphanumeric(c: char) -> bool {
    is_letter(c) || c.is_numeric()
}

/// `char::is_uppercase`, by range for the letters of Vietnamese.
pub fn is_capital(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_uppercase(),
        '\u{C0}'..='\u{FF}' => c <= 'Þ' && c != '×',
        'Đ' | 'đ' => c == 'Đ',
        '\u{1EA0}'..='\u{1EFF}' => u32::from(c) % 2 == 0,
        _ => c.is_uppercase(),
    }
}

/// Gives the last word, from byte `start` on, its canonical spelling.
fn respell(text: &mut String, start: usize) {
    if let Some(respelled) = canonical_word(&text[start..]) {
        text.truncate(start);
        text.push_str(&respelled);
    }
}

/// The canonical spelling of a lower-case word, if it differs.
fn canonical_word(word: &str) -> Option<String> {
    let mut from_end = word.char_indices().rev();
    let (_, last) = from_end.next()?;
    let (at, before) = from_end.next()?;
    let third = from_end.next().map(|(_, c)| c);
    let ((last_base, last_tone), (before_base, before_tone)) =
        (split_tone(last), split_tone(before));
    let head = &word[..at];
    if third == Some('q') && before_base == 'u' && matches!(last_base, 'i' | 'y') {
        let tone = last_tone.or(before_tone);
        return respelled(word, head, 'u', Tone::Level, 'y', tone);
    }
    let open = matches!((before_base, last_base), ('o', 'a' | 'e') | ('u', 'y'));
    if open && last_tone != Tone::Level && before_tone == Tone::Level && third != Some('q') {
        return respelled(word, head, before_base, last_tone, last_base, Tone::Level);
    }
    let whole_word = third.is_none() && last_base == 'i';
    if whole_word && matches!(before, 'h' | 'k' | 'l' | 'm' | 's' | 't') {
        return respelled(word, head, before, Tone::Level, 'y', last_tone);
    }
    None
}

fn respelled(
    word: &str,
    head: &str,
    before: char,
    before_tone: Tone,
    last: char,
    last_tone: Tone,
) -> Option<String> {
    let mut spelled = String::from(head);
    spelled.push(with_tone(before, before_tone));
    spelled.push(with_tone(last, last_tone));
    (spelled != word).then_some(spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_takes_case_marks_and_the_stroke_of_d() {
        assert_eq!(fold("Kế hoạch ĐỀ ÁN số 06"), "ke hoach de an so 06");
        assert_eq!(fold("Đường Uỷ hoà ưở ƯƠ"), "duong uy hoa uo uo");
        assert_eq!(fold("Ke\u{302}\u{301} hoa\u{323}ch"), "ke hoach");
        assert_eq!(fold("漢字 Ж"), "漢字 ж");
    }

    #[test]
    fn keys_and_small_letters_are_the_same_in_one_pass() {
        let words =
            "qui qúi quí quĩ Kĩ lí tỉ hi chi QUÝ HOÀ uỷ kĩ-thuật a&b 3/4 m² «hí» Ðà İ ǅ Σ ß K";
        for word in words.split(' ').chain([words, " .Uỷ ban - Nhân dân, "]) {
            let canonical: String = tone_canonical(word);
            let slow = lookup_key(&format!("{word}\u{3000}"));
            assert_eq!(lookup_key(word), slow, "{word}: {canonical}");
            assert_eq!(lower_case(word), word.to_lowercase(), "{word}");
        }
        for c in '\0'..='\u{2FFF}' {
            let pair = format!("{c}i q{c}i ");
            assert_eq!(lower_case(&pair), pair.to_lowercase(), "{c:?}");
            let slow = lookup_key(&format!("{pair}\u{3000}"));
            assert_eq!(lookup_key(&pair), slow, "{c:?}");
        }
    }

    #[test]
    fn letters_are_those_of_unicode() {
        for c in '\0'..='\u{2FFF}' {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_capital(c), c.is_uppercase(), "{c:?}");
        }
    }

    #[test]
    fn the_tone_moves_to_the_canonical_vowel() {
        for (written, canonical) in [
            ("Hoà", "hòa"),
            ("hòa", "hòa"),
            ("UỶ BAN", "ủy ban"),
            ("thuỷ", "thủy"),
            ("khoẻ", "khỏe"),
            ("hoàn toán huỳnh", "hoàn toán huỳnh"),
            ("quỹ quý quả què", "quỹ quý quả què"),
            ("quí", "quý"),
            ("qúy", "quý"),
            ("qui chế", "quy chế"),
            ("quĩ", "quỹ"),
            ("già giá gìn", "già giá gìn"),
            ("kĩ thuật, quản lí; tỉ lệ", "kỹ thuật, quản lý; tỷ lệ"),
            ("chi thị", "chi thị"),
            ("Thanh Hoá", "thanh hóa"),
            ("hoa\u{300}", "hòa"),
            ("21/KH-UBND", "21/kh-ubnd"),
        ] {
            assert_eq!(tone_canonical(written), canonical, "{written}");
        }
    }

    #[test]
    fn a_lookup_key_is_the_same_for_every_writing_of_a_name() {
        assert_eq!(lookup_key("Bà Rịa – Vũng Tàu"), "ba ria vung tau");
        assert_eq!(lookup_key(" BÀ RỊA-VŨNG TÀU."), "ba ria vung tau");
        assert_eq!(lookup_key("Sở GD&ĐT"), "so gddt");
        assert_eq!(lookup_key("Uỷ ban"), lookup_key("ỦY BAN"));
        assert_eq!(lookup_key("bác sĩ"), lookup_key("bác sỹ"));
    }
}
