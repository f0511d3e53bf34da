//! What cleaning drops and replaces, in one place.
//!
//! | seen | becomes | why |
//! |---|---|---|
//! | Ð Ɖ ð ɖ | Đ đ | Eth typed for D with stroke: 2.3 % of the QĐ rows of a real register |
//! | Ƣ ƣ | Ư ư | fonts made from old code pages |
//! | ı, i + U+0307 | i | OCR and Turkish-style fonts |
//! | Cyrillic or Greek capitals and letters inside a Latin word | the Latin letter | copied symbols |
//! | every dash, minus and hyphen | `-` | symbols and date ranges; citations are compared so |
//! | every slash | `/` | `21⁄KH-UBND` |
//! | bullets of the symbol fonts (private use) | `-` | Word and PDF lists |
//! | signs of the symbol fonts (private use): U+F0B3 | ≥ | "≥ 95 %" by *Insert, Symbol* |
//! | NBSP, tabs and other spaces | one space | none at the start of a line |
//! | other line and page breaks | `\n` | |
//! | ligatures ﬀ…ﬆ | their letters | PDF fonts |
//! | soft hyphen | nothing, or `-` inside a symbol | see below |
//! | words run together (`glued`) | a blank between them | lost line breaks of old pages |
//! | zero-width, direction and control characters, other private use | nothing | |
//!
//! U+00AD is also the TCVN3 code of "ư": a reader decides the encoding of its bytes *before* it
//! pushes them, and here the character is only ever a soft hyphen. Quotation marks, "…" and
//! fractions stay as published. NFKC is never applied: it would change fractions and footnotes.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

const COMBINING_CLASS: CanonicalCombiningClassMapBorrowed<'static> =
    CanonicalCombiningClassMapBorrowed::new();

/// What becomes of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repair {
    /// A starter that NFC never changes and that never joins the letter before it.
    Plain,
    /// A combining mark: joins the letter before it.
    Mark,
    /// Everything NFC has to look at.
    Other,
    Space,
    LineBreak,
    /// CR: a line break unless LF follows.
    Return,
    Drop,
    Letter(&'static str),
    SoftHyphen,
    /// A Latin letter if its word is Latin.
    LookAlike(&'static str),
}

pub(super) fn repair(c: char) -> Repair {
    match c {
        '\n' | '\u{21}'..='\u{7E}' => Repair::Plain,
        ' ' | '\t' | '\u{A0}' => Repair::Space,
        '\r' => Repair::Return,
        '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Repair::LineBreak,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Repair::Drop,
        'Ð' | 'Ɖ' => Repair::Letter("Đ"),
        'ð' | 'ɖ' => Repair::Letter("đ"),
        'Ƣ' => Repair::Letter("Ư"),
        'ƣ' => Repair::Letter("ư"),
        'ı' => Repair::Letter("i"),
        '\u{AD}' => Repair::SoftHyphen,
        '\u{A1}'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}' => Repair::Plain,
        '\u{34F}' => Repair::Drop,
        '\u{300}'..='\u{36F}' => Repair::Mark,
        '\u{370}'..='\u{4FF}' => look_alike(c).map_or(Repair::Other, Repair::LookAlike),
        '\u{2000}'..='\u{2BFF}' => punctuation(c),
        '\u{E000}'..='\u{F8FF}' => private_use(c),
        _ => beyond(c),
    }
}

/// General punctuation, currency, arrows and shapes.
fn punctuation(c: char) -> Repair {
    match c {
        '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => Repair::Space,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => Repair::Drop,
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' => Repair::Letter("-"),
        '\u{2044}' | '\u{2215}' | '\u{29F8}' => Repair::Letter("/"),
        '\u{2016}'..='\u{205E}' | '\u{20A0}'..='\u{20BF}' | '\u{25A0}'..='\u{27BF}' => {
            Repair::Plain
        }
        _ => beyond(c),
    }
}

/// The bullets Word and PDF producers take from Symbol and Wingdings; the rest has no meaning.
fn private_use(c: char) -> Repair {
    match c {
        '\u{F02D}' | '\u{F06E}' | '\u{F071}' | '\u{F076}' | '\u{F0A7}' | '\u{F0A8}'
        | '\u{F0B7}' | '\u{F0D8}' | '\u{F0FC}' => Repair::Letter("-"),
        _ => {
            let sign = u8::try_from(u32::from(c).wrapping_sub(0xF000)).ok();
            sign.and_then(super::symbol::sign)
                .map_or(Repair::Drop, Repair::Letter)
        }
    }
}

fn beyond(c: char) -> Repair {
    match c {
        '\u{1680}' | '\u{3000}' => Repair::Space,
        '\u{180E}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => Repair::Drop,
        '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => Repair::Letter("-"),
        '\u{FF0F}' => Repair::Letter("/"),
        '\u{FB00}' => Repair::Letter("ff"),
        '\u{FB01}' => Repair::Letter("fi"),
        '\u{FB02}' => Repair::Letter("fl"),
        '\u{FB03}' => Repair::Letter("ffi"),
        '\u{FB04}' => Repair::Letter("ffl"),
        '\u{FB05}' | '\u{FB06}' => Repair::Letter("st"),
        _ if is_mark(c) => Repair::Mark,
        _ => Repair::Other,
    }
}

pub(super) fn is_mark(c: char) -> bool {
    match c {
        '\0'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}' => false,
        _ => COMBINING_CLASS.get_u8(c) != 0,
    }
}

/// The Latin letter a Cyrillic or Greek one is taken for.
pub(super) fn look_alike(c: char) -> Option<&'static str> {
    Some(match c {
        'А' | 'Α' => "A",
        'В' | 'Β' => "B",
        'Е' | 'Ε' => "E",
        'Ѕ' => "S",
        'І' | 'Ι' => "I",
        'Ј' => "J",
        'К' | 'Κ' => "K",
        'М' | 'Μ' => "M",
        'Н' | 'Η' => "H",
        'О' | 'Ο' => "O",
        'Р' | 'Ρ' => "P",
        'С' => "C",
        'Т' | 'Τ' => "T",
        'Х' | 'Χ' => "X",
        'У' | 'Υ' => "Y",
        'Ζ' => "Z",
        'Ν' => "N",
        'а' => "a",
        'е' => "e",
        'о' | 'ο' => "o",
        'р' => "p",
        'с' => "c",
        'х' => "x",
        'у' => "y",
        'ѕ' => "s",
        'і' => "i",
        'ј' => "j",
        _ => return None,
    })
}

/// True if the word is Latin but for its look-alikes, or is a number whose letters are all
/// look-alikes (`21/КН`). A word with one truly Cyrillic or Greek letter is left alone.
pub(super) fn is_latin_word(word: impl Iterator<Item = char>) -> bool {
    let (mut latin, mut digit, mut slash) = (false, false, false);
    for c in word {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}' => latin = true,
            '\u{212A}' | '\u{212B}' | '\u{FB00}'..='\u{FB06}' => latin = true,
            '0'..='9' => digit = true,
            '/' | '\u{2044}' | '\u{2215}' | '\u{29F8}' | '\u{FF0F}' => slash = true,
            '\u{370}'..='\u{52F}' if look_alike(c).is_none() => return false,
            _ => {}
        }
    }
    latin || (digit && slash)
}
