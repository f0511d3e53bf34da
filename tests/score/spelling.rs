//! When two writings are the same for the measure: Unicode form, look-alike letters, the place of
//! the tone mark, dashes, blanks and case do not count; words and digits do.

use icu_normalizer::ComposingNormalizerBorrowed;

/// Cyrillic capitals and small letters that look like Latin ones, in the same order.
const CYRILLIC: &str = "АВЕЅІЈКМНОРСТХУаеорсху";
const LATIN: &str = "ABESIJKMHOPCTXYaeopcxy";

/// Old place of the tone mark and new: hoà and hòa are one word.
const TONES: &[(&str, &str)] = &[
    ("oà", "òa"),
    ("oá", "óa"),
    ("oả", "ỏa"),
    ("oã", "õa"),
    ("oạ", "ọa"),
    ("oè", "òe"),
    ("oé", "óe"),
    ("oẻ", "ỏe"),
    ("oẽ", "õe"),
    ("oẹ", "ọe"),
    ("uỳ", "ùy"),
    ("uý", "úy"),
    ("uỷ", "ủy"),
    ("uỹ", "ũy"),
    ("uỵ", "ụy"),
];

/// NFC, one kind of dash, Đ and ư as they should be, no invisible characters, single blanks.
pub fn tidy(text: &str) -> String {
    let composed = nfc(text);
    let mended: String = composed
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(mend)
        .collect();
    mended.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(text)
        .into_owned()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}')
}

fn mend(c: char) -> char {
    match c {
        'Ð' => 'Đ',
        'ð' => 'đ',
        'ƣ' => 'ư',
        'Ƣ' => 'Ư',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => c,
    }
}

/// [`tidy`] in small letters, every tone mark in its new place.
pub fn small(text: &str) -> String {
    let mut small = nfc(&tidy(text).to_lowercase());
    for (old, new) in TONES {
        if small.contains(old) {
            small = small.replace(old, new);
        }
    }
    small
}

/// A document number for comparison; `None` if nothing is there.
pub fn number(written: &str) -> Option<String> {
    let letters: String = tidy(written)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(without_cyrillic)
        .collect();
    let bare = letters
        .trim_matches(|c| ".,;:()".contains(c))
        .to_lowercase();
    (!bare.is_empty()).then_some(bare)
}

fn without_cyrillic(c: char) -> char {
    CYRILLIC
        .chars()
        .zip(LATIN.chars())
        .find(|(cyrillic, _)| *cyrillic == c)
        .map_or(c, |(_, latin)| latin)
}

/// True if a digit stands before the first separator: a number that is filled in.
pub fn has_serial(number: &str) -> bool {
    let serial = number.split(['/', '-']).next().unwrap_or_default();
    serial.contains(char::is_numeric)
}

/// The words of a text, in small letters.
pub fn words(text: &str) -> Vec<String> {
    split_words(&small(text)).map(str::to_owned).collect()
}

fn split_words(small: &str) -> impl Iterator<Item = &str> {
    small
        .split(|c: char| !is_word_char(c))
        .filter(|word| !word.is_empty())
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// An agency for comparison: UBND and HĐND spelled out, a leading "các" left out.
pub fn agency(written: &str) -> String {
    let text = small(written);
    let text = around(&text, '-', "-");
    let text = around(&text, ',', ", ");
    let marks = |c: char| " .,;:()[]\"“”'-+*".contains(c);
    let text = text.trim_matches(marks);
    let text = spelled_out(text, "ubnd", "ủy ban nhân dân");
    let text = spelled_out(&text, "hđnd", "hội đồng nhân dân");
    let all_of = ["tất cả các ", "các ", "những "];
    let rest = all_of.iter().find_map(|head| text.strip_prefix(head));
    rest.unwrap_or(&text).to_owned()
}

/// Puts `spaced` for a separator and the blanks around it.
fn around(text: &str, separator: char, spaced: &str) -> String {
    let mut parts = text.split(separator);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.truncate(out.trim_end().len());
        out.push_str(spaced);
        out.push_str(part.trim_start());
    }
    out
}

/// Replaces whole words.
fn spelled_out(text: &str, short: &str, long: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(short) {
        let (before, tail) = rest.split_at(at);
        let after = &tail[short.len()..];
        let begins = match before.is_empty() {
            true => !out.ends_with(is_word_char),
            false => !before.ends_with(is_word_char),
        };
        let whole = begins && !after.starts_with(is_word_char);
        out.push_str(before);
        out.push_str(if whole { long } else { short });
        rest = after;
    }
    out + rest
}

/// A subject without its "V/v" or "Về việc".
pub fn title(written: &str) -> String {
    let text = small(written);
    let rest = after_about(&text).unwrap_or(&text);
    rest.to_owned()
}

fn after_about(text: &str) -> Option<&str> {
    let slashed = text
        .strip_prefix('v')
        .and_then(|rest| rest.trim_start().strip_prefix('/'))
        .and_then(|rest| rest.trim_start().strip_prefix('v'));
    let rest = slashed
        .or_else(|| text.strip_prefix("về việc"))
        .or_else(|| text.strip_prefix("về"))?;
    let rest = rest.trim_start();
    Some(rest.strip_prefix(':').unwrap_or(rest).trim_start())
}

#[test]
fn writings_of_one_thing_are_equal() {
    assert_eq!(number("2463 /QĐ – UBND"), number("2463/QÐ-UBND"));
    assert_eq!(number("(21/КН-UBND)."), number("21/kh-ubnd"));
    assert_eq!(
        agency("Các UBND  tỉnh Hoà Bình;"),
        agency("Ủy ban nhân dân tỉnh Hòa Bình")
    );
    assert_eq!(
        agency("Sở Lao động – Thương binh"),
        agency("sở lao động-thương binh")
    );
    assert_eq!(title("V/v: đôn đốc"), title("Về việc đôn đốc"));
    assert!(has_serial("30c/nq-cp") && !has_serial("/kh-ubnd") && !has_serial("kh-2021"));
}
