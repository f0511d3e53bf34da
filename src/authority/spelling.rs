//! The keys of the words of the tables, made once: a mention is folded word by word, and nearly all its words stand in a
//! table.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::text::{Vocabulary, is_capital, lookup_key, word_keys};

use super::phrase::opens_kind;
use super::place::compact;
use super::{TABLES, table};

/// One word in one writing.
pub(super) struct Spelling {
    /// Folded.
    pub(super) key: Box<str>,
    /// The number of the key, if the word is of a table.
    number: Option<u16>,
    /// Lower case with its marks.
    pub(super) canonical: Box<str>,
    /// It may belong to what says where an agency is: no place holds a word of which this is false.
    pub(super) may_be_of_place: bool,
    /// The kind of a place may begin with it: no kind does with one of which this is false.
    pub(super) may_be_kind: bool,
}

/// A folded word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key<'k> {
    pub(super) letters: &'k str,
    /// The same for all words that fold to these letters: "Sở", "SỞ" and "so".
    pub(super) number: Option<u16>,
}

impl<'k> From<&'k str> for Key<'k> {
    fn from(letters: &'k str) -> Key<'k> {
        Key {
            letters,
            number: None,
        }
    }
}

impl<'k> From<&'k Spelling> for Key<'k> {
    fn from(spelling: &'k Spelling) -> Key<'k> {
        Key {
            letters: &spelling.key,
            number: spelling.number,
        }
    }
}

struct Spellings {
    written: Vocabulary,
    keys: Vocabulary,
    all: Vec<Spelling>,
}

static SPELLINGS: LazyLock<Spellings> = LazyLock::new(Spellings::new);

/// Names of provinces without blanks, a line each.
static PROVINCES: LazyLock<String> = LazyLock::new(|| {
    let places = table("places");
    let names = places
        .rows()
        .flat_map(|row| std::iter::once(row.owned("name")).chain(row.list("aliases")));
    names.map(|name| compact(&name) + "\n").collect()
});

/// What is known of a word as it is written.
pub(super) fn known(word: &str) -> Option<&'static Spelling> {
    let spellings = &*SPELLINGS;
    let number = spellings.written.number(word)?;
    spellings.all.get(number as usize)
}

/// What is known of the word that a text begins with, and its length, if eight bytes tell it; `None` too where "&" joins
/// the word to the next.
#[inline]
pub(super) fn known_first(text: &[u8]) -> Option<(&'static Spelling, usize)> {
    let eight = text.first_chunk().copied().unwrap_or_else(|| {
        // Zeros end a word as a blank does.
        let mut eight = [0; 8];
        eight[..text.len()].copy_from_slice(text);
        eight
    });
    let spellings = &*SPELLINGS;
    let (number, length) = spellings.written.short_word(&eight)?;
    let known = spellings.all.get(usize::from(number))?;
    (eight.get(length) != Some(&b'&')).then_some((known, length))
}

/// Bytes of the longest key that has a number for a step; a syllable has seven.
pub(super) const KEY_MAX: usize = 8;

/// The number of a key of the tables.
pub(super) fn number_of_key(letters: &str) -> Option<u16> {
    SPELLINGS.keys.number(letters).map(|number| number as u16)
}

/// Every key of the tables.
#[cfg(test)]
pub(super) fn keys() -> impl Iterator<Item = Key<'static>> {
    let keys = (0..).zip(SPELLINGS.keys.words());
    keys.map(|(number, letters)| Key {
        letters,
        number: Some(number),
    })
}

/// The look-up key of what is written, as a rule of one word.
pub(super) fn key_of(written: &str) -> Cow<'static, str> {
    match known(written) {
        Some(known) => Cow::Borrowed(&known.key),
        None => Cow::Owned(lookup_key(written)),
    }
}

/// True if a word of that key may stand in a place: kinds of places, terms of a council, and all that the name of a
/// province holds.
fn is_of_place(key: &str) -> bool {
    const KINDS: [&str; 16] = [
        "tinh", "thanh", "pho", "tp", "thi", "xa", "tran", "dac", "khu", "tx", "huyen", "quan",
        "phuong", "thu", "do", "khoa",
    ];
    KINDS.contains(&key) || PROVINCES.contains(key)
}

impl Spelling {
    pub(super) fn of(word: &str) -> Spelling {
        let (mut key, mut canonical) = (String::new(), String::new());
        word_keys(word, &mut key, &mut canonical);
        let is_written = word.starts_with(|c: char| is_capital(c) || c.is_ascii_digit());
        Spelling {
            may_be_of_place: is_written || key == word || is_of_place(&key),
            may_be_kind: opens_kind(&key),
            number: None,
            key: key.into(),
            canonical: canonical.into(),
        }
    }
}

impl Spellings {
    fn new() -> Spellings {
        let mut spellings = Spellings {
            written: Vocabulary::default(),
            keys: Vocabulary::default(),
            all: Vec::new(),
        };
        // The names of communes are as many words again, and few mentions hold one.
        for (_, tsv) in TABLES.iter().filter(|(name, _)| *name != "communes") {
            for word in tsv.split(|c: char| !c.is_alphabetic()) {
                spellings.add_cases(word);
            }
        }
        spellings
    }

    fn add_cases(&mut self, word: &str) {
        if word.is_empty() || !self.add(word) {
            return;
        }
        let small = word.to_lowercase();
        let mut letters = small.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let capitalised: String = first.chain(letters).collect();
        for writing in [&small, &capitalised, &word.to_uppercase()] {
            self.add(writing);
        }
    }

    /// Says whether the word is new.
    fn add(&mut self, word: &str) -> bool {
        if self.written.number(word).is_some() {
            return false;
        }
        self.written.add(word);
        let mut spelling = Spelling::of(word);
        if spelling.key.len() <= KEY_MAX {
            spelling.number = Some(self.keys.add(&spelling.key) as u16);
        }
        self.all.push(spelling);
        true
    }
}
