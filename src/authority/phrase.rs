//! The words of an agency mention, and the places they name from small to large.

use std::ops::Deref;

use crate::text::WordEnd;

use super::place::slug;
use super::spelling::{self, Key, Spelling};

/// Words in the name of a district or commune: "Phan Rang - Tháp Chàm" has four.
const PLACE_WORDS_MAX: usize = 4;

/// One word of a mention.
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// Where it ends in the mention.
    pub(super) end: usize,
    spelt: Spelt,
    /// A comma stands before it: the name of a small place does not go on here.
    pub(super) after_comma: bool,
    /// An apostrophe joins it to the word before: "H'leo".
    pub(super) is_joined: bool,
}

/// Where the keys of a word are from.
enum Spelt {
    Known(&'static Spelling),
    /// Of no table: few words of a mention.
    Own(Box<Spelling>),
}

impl Deref for Word<'_> {
    type Target = Spelling;

    fn deref(&self) -> &Spelling {
        match &self.spelt {
            Spelt::Known(known) => known,
            Spelt::Own(own) => own,
        }
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
        let whole = !self.name.iter().any(|word| word.after_comma);
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

pub(super) fn kind_at(words: &[Word<'_>]) -> Option<(Kind, usize)> {
    let first = words.first().filter(|word| word.may_be_kind)?;
    let first = &*first.canonical;
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

/// True if the kind of a place may begin with a word of that key: every first word of [`kind_at`].
pub(super) fn opens_kind(key: &str) -> bool {
    is_bare_kind(key) || matches!(key, "tp" | "tx")
}

/// The words of a mention, read as far as they are asked for: most that begins like an agency is told by its
/// first few.
pub(super) struct Mention<'t> {
    text: &'t str,
    /// Marks with which it ends.
    ends_at: &'static [char],
    /// Where the next word is looked for.
    at: usize,
    after_comma: bool,
    is_joined: bool,
    words: Vec<Word<'t>>,
}

/// Words of a usual mention.
const WORDS: usize = 8;

/// Marks that no name holds.
const MARKS: &[char] = &[';', ':', '(', ')', '"', '“', '”', '\t'];

impl<'t> Mention<'t> {
    pub(super) fn new(text: &'t str) -> Mention<'t> {
        Mention {
            text,
            ends_at: &[],
            at: 0,
            after_comma: false,
            is_joined: false,
            words: Vec::with_capacity(WORDS),
        }
    }

    /// The mention that `text` begins with, which no name goes past.
    pub(super) fn up_to_mark(text: &'t str) -> Mention<'t> {
        Mention {
            ends_at: MARKS,
            ..Mention::new(text)
        }
    }

    /// The word at that place.
    #[inline]
    pub(super) fn word(&mut self, at: usize) -> Option<&Word<'t>> {
        self.first(at + 1).get(at)
    }

    /// The first words, `count` of them if there are so many.
    #[inline]
    pub(super) fn first(&mut self, count: usize) -> &[Word<'t>] {
        while self.words.len() < count && self.at < self.text.len() {
            self.read_word();
        }
        &self.words[..count.min(self.words.len())]
    }

    /// Reads one more word, if there is one.
    fn read_word(&mut self) {
        let Some((start, end, spelt)) = self.next_word() else {
            return;
        };
        let word = Word {
            text: &self.text[start..end],
            end,
            spelt,
            after_comma: self.after_comma,
            is_joined: self.is_joined,
        };
        self.pass_behind(end);
        // What folds to nothing is no word.
        if !word.key.is_empty() {
            self.words.push(word);
        }
    }

    /// The next run of letters, digits and "&", where it starts and ends; what stands before it is noted.
    fn next_word(&mut self) -> Option<(usize, usize, Spelt)> {
        let mut at = self.at;
        loop {
            if let Some((known, length)) = spelling::known_first(&self.text.as_bytes()[at..]) {
                return Some((at, at + length, Spelt::Known(known)));
            }
            let end = self.end_of_word(at);
            if at < end {
                return Some((at, end, Spelt::of(&self.text[at..end])));
            }
            let mark = self.text[at..].chars().next()?;
            self.is_joined = false;
            self.after_comma |= mark == ',';
            self.pass(at, mark);
            at = self.at;
        }
    }

    /// Goes on behind what follows a word that ends at byte `end`.
    #[inline]
    fn pass_behind(&mut self, end: usize) {
        (self.after_comma, self.is_joined) = (false, false);
        match self.text.as_bytes().get(end) {
            None => self.at = end,
            Some(b' ') => self.at = end + 1,
            Some(_) => {
                let mark = self.text[end..].chars().next().unwrap_or(' ');
                self.after_comma = mark == ',';
                self.is_joined = matches!(mark, '\'' | '’' | '‘');
                self.pass(end, mark);
            }
        }
    }

    /// Goes on behind the mark at byte `at`, or to the end if it ends the mention.
    fn pass(&mut self, at: usize, mark: char) {
        self.at = match mark != ' ' && self.ends_at.contains(&mark) {
            true => self.text.len(),
            false => self.text.len().min(at + mark.len_utf8()),
        };
    }

    /// Past the letters, digits and "&" from byte `at` on.
    fn end_of_word(&self, mut at: usize) -> usize {
        loop {
            at = WordEnd::of(self.text, at).at;
            match self.text.as_bytes().get(at) {
                Some(b'&') => at += 1,
                _ => return at,
            }
        }
    }
}

impl Spelt {
    fn of(word: &str) -> Spelt {
        match spelling::known(word) {
            Some(known) => Spelt::Known(known),
            None => Spelt::Own(Box::new(Spelling::of(word))),
        }
    }
}

/// The folded words, one by one.
pub(super) fn keys<'w>(words: &'w [Word<'_>]) -> impl Iterator<Item = Key<'w>> + Clone {
    words.iter().map(|word| Key::from(&**word))
}

pub(super) fn joined(words: &[Word<'_>], separator: &str) -> String {
    let keys: Vec<&str> = words.iter().map(|word| &*word.key).collect();
    keys.join(separator)
}

#[cfg(test)]
mod tests {
    use super::{Mention, kind_at};

    #[test]
    fn every_kind_of_place_is_told_by_its_words() {
        let kinds = [
            "tỉnh",
            "thành phố",
            "TP",
            "thị xã",
            "TX",
            "thị trấn",
            "đặc khu",
            "huyện",
            "quận",
            "xã",
            "phường",
        ];
        for kind in kinds {
            let text = format!("{kind} Sa Đéc");
            let mut mention = Mention::new(&text);
            let found = kind_at(mention.first(4)).map(|(_, words)| words);
            assert_eq!(found, Some(kind.split(' ').count()), "{kind}");
        }
        let mut name = Mention::new("Sa Đéc");
        assert!(kind_at(name.first(2)).is_none());
    }
}
