//! The words of an agency mention, and the places they name from small to large.

use std::ops::Deref;

use crate::text::{is_letter, word_keys};

use super::place::slug;

/// Words in the name of a district or commune: "Phan Rang - Tháp Chàm" has four.
const PLACE_WORDS_MAX: usize = 4;

/// One word of a mention.
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// Where it ends in the mention.
    pub(super) end: usize,
    /// Folded.
    pub(super) key: Short,
    /// Lower case with its marks.
    pub(super) canonical: Short,
    /// A comma stands before it: the name of a small place does not go on here.
    pub(super) after_comma: bool,
    /// An apostrophe joins it to the word before: "H'leo".
    pub(super) is_joined: bool,
}

/// A word without memory of its own, unless it is long. Syllables have at most eleven bytes.
pub(super) enum Short {
    Here(u8, [u8; SHORT_MAX]),
    Far(Box<str>),
}

const SHORT_MAX: usize = 22;

impl Short {
    fn new(word: &str) -> Short {
        let mut bytes = [0; SHORT_MAX];
        match bytes.get_mut(..word.len()) {
            Some(place) => {
                place.copy_from_slice(word.as_bytes());
                Short::Here(word.len() as u8, bytes)
            }
            None => Short::Far(word.into()),
        }
    }
}

impl Deref for Short {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Short::Here(length, bytes) => {
                std::str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default()
            }
            Short::Far(word) => word,
        }
    }
}

impl PartialEq for Short {
    fn eq(&self, other: &Short) -> bool {
        **self == **other
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Commune(&'static str),
    District(&'static str),
    City,
    Province,
}

/// One place of a mention: "huyện Khoái Châu", or "tỉnh" alone.
pub(super) struct Part<'w, 't> {
    pub(super) kind: Kind,
    pub(super) name: &'w [Word<'t>],
    /// The kind is written without marks or capitals, as people type: the name may be, too.
    pub(super) is_typed: bool,
}

impl Part<'_, '_> {
    /// `khoai-chau`, `tp-cao-lanh`: a huyện has the bare slug, because Cao Lãnh was both a huyện and
    /// a thành phố.
    pub(super) fn slug(&self, prefix: &str) -> Option<String> {
        let written = |word: &Word<'_>| {
            word.text
                .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || ((self.is_typed || word.is_joined) && *word.text == *word.key)
        };
        let proper = self.name.len() <= PLACE_WORDS_MAX && self.name.iter().all(written);
        let starts_well = self
            .name
            .first()
            .is_some_and(|word| !is_group_word(&word.canonical));
        let whole = !self.name.iter().skip(1).any(|word| word.after_comma);
        (proper && starts_well && whole)
            .then(|| format!("{prefix}{}", slug(&joined(self.name, " "))))
    }

    pub(super) fn title(&self) -> String {
        let kind = match self.kind {
            Kind::Commune("xa-") => "xã",
            Kind::Commune("phuong-") => "phường",
            Kind::Commune("thi-tran-") => "thị trấn",
            Kind::Commune(_) => "đặc khu",
            Kind::District("quan-") => "quận",
            Kind::District("thi-xa-") => "thị xã",
            Kind::District(_) => "huyện",
            Kind::City => "thành phố",
            Kind::Province => "tỉnh",
        };
        let name = self.name.iter().map(|word| word.text);
        std::iter::once(kind)
            .chain(name)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// "UBND các huyện", "UBND cấp xã" name no one.
fn is_group_word(word: &str) -> bool {
    matches!(
        word,
        "các" | "cac" | "cấp" | "cap" | "những" | "mỗi" | "khác" | "và" | "hoặc"
    )
}

/// The places of a mention, smallest first. None if it does not begin with the kind of a place.
pub(super) fn parts<'w, 't>(words: &'w [Word<'t>]) -> Option<Vec<Part<'w, 't>>> {
    let mut parts: Vec<Part<'w, 't>> = Vec::new();
    let (mut kind, mut start) = kind_at(words)?;
    let mut is_typed = is_typed_bare(&words[..start]);
    let mut at = start;
    while at < words.len() {
        let next = kind_at(&words[at..]).filter(|(next, len)| {
            let larger = kind < *next || (kind, *next) == (Kind::City, Kind::City);
            start < at && larger && at + len < words.len()
        });
        if let Some((next, len)) = next {
            parts.push(Part {
                kind,
                name: &words[start..at],
                is_typed,
            });
            is_typed = is_typed_bare(&words[at..at + len]);
            kind = next;
            start = at + len;
            at = start;
        } else {
            at += 1;
        }
    }
    parts.push(Part {
        kind,
        name: &words[start..],
        is_typed,
    });
    Some(parts)
}

/// "thanh pho", "tp": typed without marks and capitals.
fn is_typed_bare(kind: &[Word<'_>]) -> bool {
    kind.iter().all(|word| *word.text == *word.key)
}

fn kind_at(words: &[Word<'_>]) -> Option<(Kind, usize)> {
    let first = &*words.first()?.canonical;
    let second = words
        .get(1)
        .map(|word| &*word.canonical)
        .unwrap_or_default();
    let found = match (first, second) {
        ("tỉnh" | "tinh", _) => (Kind::Province, 1),
        ("thành" | "thanh", "phố" | "pho") => (Kind::City, 2),
        ("tp", _) => (Kind::City, 1),
        ("thị" | "thi", "xã" | "xa") => (Kind::District("thi-xa-"), 2),
        ("thị" | "thi", "trấn" | "tran") => (Kind::Commune("thi-tran-"), 2),
        ("đặc" | "dac", "khu") => (Kind::Commune("dac-khu-"), 2),
        ("tx", _) => (Kind::District("thi-xa-"), 1),
        ("huyện" | "huyen", _) => (Kind::District(""), 1),
        ("quận" | "quan", _) => (Kind::District("quan-"), 1),
        ("xã" | "xa", _) => (Kind::Commune("xa-"), 1),
        ("phường" | "phuong", _) => (Kind::Commune("phuong-"), 1),
        _ => return None,
    };
    // "Quan Hóa" is a name; only where the whole mention has no marks can "quan" be a quận.
    let bare = |word: &Word<'_>| word.canonical == word.key && *word.text != *word.key;
    let marked = |word: &Word<'_>| word.canonical != word.key;
    let kind_words = &words[..found.1];
    let written = kind_words.iter().any(marked) || first == "tp" || first == "tx";
    let plain_mention = !words.iter().any(marked) && !kind_words.iter().any(bare);
    (written || plain_mention).then_some(found)
}

/// A word that is the kind of a place if nothing in its mention has marks.
pub(super) fn is_bare_kind(key: &str) -> bool {
    matches!(
        key,
        "tinh" | "thanh" | "thi" | "dac" | "huyen" | "quan" | "xa" | "phuong"
    )
}

/// The first words of a mention, at most `max`.
pub(super) fn words(mention: &str, max: usize) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    let (mut after_comma, mut is_joined) = (false, false);
    let (mut key, mut canonical) = (String::new(), String::new());
    let ends = mention.char_indices().chain([(mention.len(), ' ')]);
    for (at, c) in ends {
        if words.len() == max {
            break;
        }
        let in_word = is_letter(c) || c.is_numeric() || c == '&';
        if in_word && start.is_none() {
            start = Some(at);
        } else if !in_word && let Some(from) = start.take() {
            let text = &mention[from..at];
            word_keys(text, &mut key, &mut canonical);
            if !key.is_empty() {
                words.push(Word {
                    text,
                    end: at,
                    key: Short::new(&key),
                    canonical: Short::new(&canonical),
                    after_comma,
                    is_joined,
                });
            }
            (after_comma, is_joined) = (false, matches!(c, '\'' | '’' | '‘'));
        } else if !in_word {
            is_joined = false;
        }
        after_comma |= c == ',';
    }
    words
}

/// The folded words, one by one.
pub(super) fn keys<'w>(words: &'w [Word<'_>]) -> impl Iterator<Item = &'w str> + Clone {
    words.iter().map(|word| &*word.key)
}

pub(super) fn joined(words: &[Word<'_>], separator: &str) -> String {
    let keys: Vec<&str> = keys(words).collect();
    keys.join(separator)
}
