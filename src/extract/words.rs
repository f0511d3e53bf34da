//! Words of the clauses that assign work, classed for the agency and task grammars: one pass over a
//! stretch of clean text, one look-up per word, the longest phrase wins. What a class means is
//! the grammar's business.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::quick_hash::QuickHash;
use super::word_list;
use crate::authority::Authority;

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
    words: HashMap<&'static str, u32, QuickHash>,
    next: HashMap<(u32, u32), u32, QuickHash>,
    class: Vec<Option<Class>>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::new);

/// Reads `stretch` into `tokens`, which is emptied first.
pub(super) fn read(stretch: &str, tokens: &mut Vec<Token>) {
    tokens.clear();
    let mut pieces = Pieces {
        text: stretch,
        at: 0,
    }
    .peekable();
    let mut ahead: Vec<Piece> = Vec::new();
    loop {
        while ahead.len() < PHRASE_WORDS_MAX {
            match pieces.next() {
                Some(piece) => ahead.push(piece),
                None => break,
            }
        }
        let Some(first) = ahead.first().copied() else {
            break;
        };
        let (class, count) = PHRASES.longest(stretch, &ahead).unwrap_or((first.class, 1));
        let last = ahead[count - 1];
        tokens.push(Token {
            start: first.start,
            end: last.end,
            class,
        });
        ahead.drain(..count);
    }
}

/// Words of the longest phrase in the list.
const PHRASE_WORDS_MAX: usize = 10;

#[derive(Clone, Copy)]
struct Piece {
    start: u32,
    end: u32,
    class: Class,
}

impl Phrases {
    fn new() -> Phrases {
        let mut phrases = Phrases {
            words: HashMap::default(),
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
            phrases.add_writings(leak(capitalised(verb)), Class::Action);
        }
        phrases
    }

    /// Both placements of the tone mark are in use: "ủy" and "uỷ", "hóa" and "hoá".
    fn add_writings(&mut self, phrase: &'static str, class: Class) {
        self.add(phrase, class);
        let other = TONES
            .iter()
            .fold(phrase.to_owned(), |text, (new, old)| text.replace(new, old));
        if other != phrase {
            self.add(leak(other), class);
        }
    }

    fn add(&mut self, phrase: &'static str, class: Class) {
        let mut node = 0;
        for piece in (Pieces {
            text: phrase,
            at: 0,
        }) {
            let word = &phrase[piece.start as usize..piece.end as usize];
            let count = self.words.len() as u32;
            let word = *self.words.entry(word).or_insert(count);
            let count = self.class.len() as u32;
            let child = *self.next.entry((node, word)).or_insert(count);
            if child == count {
                self.class.push(None);
            }
            node = child;
        }
        self.class[node as usize].get_or_insert(class);
    }

    fn longest(&self, stretch: &str, ahead: &[Piece]) -> Option<(Class, usize)> {
        let mut node = 0;
        let mut best = None;
        for (index, piece) in ahead.iter().enumerate() {
            let word = &stretch[piece.start as usize..piece.end as usize];
            let Some(child) = self
                .words
                .get(word)
                .and_then(|&word| self.next.get(&(node, word)))
            else {
                break;
            };
            node = *child;
            if let Some(class) = self.class[node as usize] {
                best = Some((class, index + 1));
            }
        }
        best
    }
}

const TONES: [(&str, &str); 5] = [
    ("ủy", "uỷ"),
    ("Ủy", "Uỷ"),
    ("hóa", "hoá"),
    ("tòa", "toà"),
    ("Tòa", "Toà"),
];

/// The lists live as long as the program; so do the few spellings made from them.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

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
        let rest = &self.text[self.at..];
        let start =
            self.at + (rest.len() - rest.trim_start_matches([' ', '\n', '\r', '\u{a0}']).len());
        let rest = &self.text[start..];
        let first = rest.chars().next()?;
        let (length, class) = if first.is_alphanumeric() {
            let length = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            (length, word_class(first))
        } else {
            (first.len_utf8(), mark_class(first))
        };
        self.at = start + length;
        let is_dot = rest.starts_with('.') && is_inside_number(self.text, start);
        let class = if is_dot { Class::Small } else { class };
        Some(Piece {
            start: start as u32,
            end: self.at as u32,
            class,
        })
    }
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
