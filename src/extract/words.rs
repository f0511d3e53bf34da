//! Words of the clauses that assign work, classed for the agency and task grammars: one pass over a
//! stretch of clean text, one look-up per word, the longest phrase wins. What a class means is
//! the grammar's business.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::quick_hash::QuickHash;
use super::word_list;
use crate::authority::Authority;
use crate::text::{Vocabulary, is_letter};

/// What a word (or a phrase of the list) can do in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// "các", "tất cả các", "mỗi": opens a group.
    Quantity,
    /// "Giám đốc", "Thủ trưởng": a title that stands for its agency.
    Office,
    /// "Sở", "UBND", "Văn phòng": an agency by its first word.
    Head,
    /// "sở", "ban", "đơn vị": bodies in lower case, which share one "các".
    Body,
    /// "tỉnh", "huyện", "thị xã": levels, after a head or as bodies themselves.
    Level,
    /// "trực thuộc", "có liên quan": completes an agency and never ends one.
    Modifier,
    /// A verb in lower case: no agency goes past it.
    Verb,
    /// The same with a capital: opens an instruction.
    Action,
    /// "có trách nhiệm", "làm đầu mối": the agency before it must.
    Duty,
    /// "chủ trì".
    Lead,
    /// "phối hợp với".
    Support,
    /// "giao", "yêu cầu", "đề nghị": the agency after it must.
    Assign,
    /// "phải", "cần", "căn cứ", "định kỳ": what may stand between an agency and its verb.
    Modal,
    /// "đã", "vừa": tells, does not assign.
    Past,
    /// "trong", "theo", "để": no agency goes past it, and none is the subject before it alone.
    Preposition,
    /// "do": the doer of a passive clause follows.
    By,
    And,
    /// "Hưng Yên": a province, with which the name of an agency ends.
    Place,
    /// A word with a capital.
    Name,
    Small,
    Digits,
    Comma,
    Semicolon,
    Colon,
    Period,
    Open,
    Close,
    Dash,
    Slash,
    Break,
}

/// Offsets in the stretch that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    pub class: Class,
}

impl Token {
    pub fn text<'a>(&self, stretch: &'a str) -> &'a str {
        &stretch[self.start as usize..self.end as usize]
    }
}

/// Phrases as a tree of words.
struct Phrases {
    words: Vocabulary,
    /// The node that a phrase's first word leads to, by the word's number; 0 where no phrase starts so.
    first: Vec<u32>,
    next: HashMap<(u32, u32), u32, QuickHash>,
    class: Vec<Option<Class>>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::new);

/// Reads `stretch` into `tokens`, which is emptied first.
pub(super) fn read(stretch: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let phrases = &*PHRASES;
    let mut reader = Reader::new(stretch, phrases);
    while let Some(token) = reader.token() {
        tokens.push(token);
    }
}

/// The class of the first word or phrase of `stretch`.
pub(super) fn first(stretch: &str) -> Option<Class> {
    let first = Reader::new(stretch, &PHRASES).token()?;
    Some(first.class)
}

struct Reader<'a> {
    phrases: &'a Phrases,
    pieces: Pieces<'a>,
    /// Pieces that were read and belong to no token yet.
    ahead: [Piece; PHRASE_WORDS_MAX],
    count: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, phrases: &'a Phrases) -> Reader<'a> {
        Reader {
            phrases,
            pieces: Pieces { text, at: 0 },
            ahead: [Piece::default(); PHRASE_WORDS_MAX],
            count: 0,
        }
    }

    /// The piece `index` places on.
    fn piece(&mut self, index: usize) -> Option<Piece> {
        while self.count <= index && self.count < PHRASE_WORDS_MAX {
            let mut piece = self.pieces.next()?;
            let word = &self.pieces.text[piece.start as usize..piece.end as usize];
            piece.word = self.phrases.words.number(word).unwrap_or(UNKNOWN);
            self.ahead[self.count] = piece;
            self.count += 1;
        }
        self.ahead[..self.count].get(index).copied()
    }

    fn token(&mut self) -> Option<Token> {
        let first = self.piece(0)?;
        let (class, used) = self.longest(first).unwrap_or((first.class, 1));
        let token = Token {
            start: first.start,
            end: self.ahead[used - 1].end,
            class,
        };
        self.ahead.copy_within(used..self.count, 0);
        self.count -= used;
        Some(token)
    }

    /// The class of the longest phrase that starts here, and its pieces.
    fn longest(&mut self, first: Piece) -> Option<(Class, usize)> {
        let phrases = self.phrases;
        let mut node = *phrases.first.get(first.word as usize)?;
        let mut best = None;
        let mut used = 1;
        while node != 0 {
            if let Some(class) = phrases.class[node as usize] {
                best = Some((class, used));
            }
            let Some(piece) = self.piece(used).filter(|piece| piece.word != UNKNOWN) else {
                break;
            };
            node = phrases.next.get(&(node, piece.word)).copied().unwrap_or(0);
            used += 1;
        }
        best
    }
}

/// Words of the longest phrase in the list.
const PHRASE_WORDS_MAX: usize = 14;

/// The number of a word that is in no phrase.
const UNKNOWN: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Piece {
    start: u32,
    end: u32,
    class: Class,
    /// In the vocabulary of the phrases.
    word: u32,
}

impl Default for Piece {
    fn default() -> Piece {
        Piece {
            start: 0,
            end: 0,
            class: Class::Small,
            word: UNKNOWN,
        }
    }
}

impl Phrases {
    fn new() -> Phrases {
        let mut phrases = Phrases {
            words: Vocabulary::default(),
            first: Vec::new(),
            next: HashMap::default(),
            class: vec![None],
        };
        for &(class, list) in word_list::PHRASES {
            for phrase in list
                .split('|')
                .map(str::trim)
                .filter(|phrase| !phrase.is_empty())
            {
                phrases.add_writings(phrase, class);
            }
        }
        for province in Authority::bundled().provinces() {
            phrases.add(&province.name, Class::Place);
        }
        for verb in word_list::VERBS
            .split('|')
            .map(str::trim)
            .filter(|verb| !verb.is_empty())
        {
            phrases.add_writings(verb, Class::Verb);
            phrases.add_writings(&capitalised(verb), Class::Action);
        }
        phrases
    }

    /// Both placements of the tone mark are in use: "ủy" and "uỷ", "hóa" and "hoá".
    fn add_writings(&mut self, phrase: &str, class: Class) {
        self.add(phrase, class);
        let other = TONES
            .iter()
            .fold(phrase.to_owned(), |text, (new, old)| text.replace(new, old));
        if other != phrase {
            self.add(&other, class);
        }
    }

    fn add(&mut self, phrase: &str, class: Class) {
        let mut node = 0;
        for piece in (Pieces {
            text: phrase,
            at: 0,
        }) {
            let word = self
                .words
                .add(&phrase[piece.start as usize..piece.end as usize]);
            let count = self.class.len() as u32;
            let child = *self.next.entry((node, word)).or_insert(count);
            if child == count {
                self.class.push(None);
            }
            if node == 0 {
                let words = self.first.len().max(word as usize + 1);
                self.first.resize(words, 0);
                self.first[word as usize] = child;
            }
            node = child;
        }
        self.class[node as usize].get_or_insert(class);
    }
}

const TONES: [(&str, &str); 5] = [
    ("ủy", "uỷ"),
    ("Ủy", "Uỷ"),
    ("hóa", "hoá"),
    ("tòa", "toà"),
    ("Tòa", "Toà"),
];

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Single words and marks, in order.
struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        loop {
            start += match bytes.get(start)? {
                b' ' | b'\n' | b'\r' => 1,
                0xC2 if bytes.get(start + 1) == Some(&0xA0) => 2,
                _ => break,
            };
        }
        let first = self.text[start..].chars().next()?;
        let length = word_length(&self.text[start..]);
        let (length, class) = match length {
            0 if first == '.' && is_inside_number(self.text, start) => (1, Class::Small),
            0 => (first.len_utf8(), mark_class(first)),
            length => (length, word_class(first)),
        };
        self.at = start + length;
        Some(Piece {
            start: start as u32,
            end: self.at as u32,
            class,
            word: UNKNOWN,
        })
    }
}

/// Bytes of the letters and digits a text starts with.
fn word_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            at += 1;
            continue;
        }
        match text[at..].chars().next() {
            Some(c) if is_letter(c) || c.is_numeric() => at += c.len_utf8(),
            _ => break,
        }
    }
    at
}

fn word_class(first: char) -> Class {
    match first {
        c if c.is_numeric() => Class::Digits,
        c if c.is_uppercase() => Class::Name,
        _ => Class::Small,
    }
}

fn mark_class(mark: char) -> Class {
    match mark {
        ',' => Class::Comma,
        ';' => Class::Semicolon,
        ':' => Class::Colon,
        '.' | '!' | '?' | '…' => Class::Period,
        '(' | '[' => Class::Open,
        ')' | ']' => Class::Close,
        '-' | '–' | '—' | '&' => Class::Dash,
        '/' => Class::Slash,
        '\t' => Class::Break,
        _ => Class::Small,
    }
}

/// "1.234", "02.02.2021" and "TP.HCM": no sentence ends there.
fn is_inside_number(text: &str, dot: usize) -> bool {
    let before = text[..dot]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    before
        && text[dot + 1..]
            .chars()
            .next()
            .is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<(&str, Class)> {
        let mut tokens = Vec::new();
        read(text, &mut tokens);
        tokens
            .iter()
            .map(|token| (token.text(text), token.class))
            .collect()
    }

    #[test]
    fn the_longest_phrase_wins_over_its_words() {
        let found = classes("Sở Nội vụ chủ trì, phối hợp\nvới  các sở, ban, ngành ban hành");
        assert_eq!(found[0], ("Sở", Class::Head));
        assert!(found.contains(&("chủ trì", Class::Lead)));
        assert!(found.contains(&("phối hợp\nvới", Class::Support)));
        assert!(found.contains(&("ban", Class::Body)));
        assert_eq!(found.last(), Some(&("ban hành", Class::Verb)));
    }

    #[test]
    fn both_placements_of_the_tone_are_one_word() {
        assert_eq!(
            classes("Uỷ ban nhân dân")[0],
            ("Uỷ ban nhân dân", Class::Head)
        );
        assert_eq!(
            classes("Ủy ban nhân dân")[0],
            ("Ủy ban nhân dân", Class::Head)
        );
    }
}
