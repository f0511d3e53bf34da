//! The phrases of the task grammar, as a tree of word numbers.

use std::collections::HashMap;

use super::piece::{Piece, Pieces};
use super::{Class, Token, list};
use crate::authority::Authority;
use crate::text::{QuickHash, Vocabulary};

pub(in crate::extract) struct Phrases {
    /// The node that a phrase's first word leads to, by the word's number; 0 where no phrase starts so.
    first: Vec<u32>,
    next: HashMap<(u32, u32), u32, QuickHash>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Default)]
struct Node {
    class: Option<Class>,
    /// A bit for the number of each word that goes on from here, modulo 64: most words do not, and are not looked up.
    goes_on: u64,
}

impl Phrases {
    /// Words of the longest phrase in the list.
    pub(super) const WORDS_MAX: usize = 14;

    pub(super) fn new(authority: &Authority, numbers: &mut Vocabulary) -> Phrases {
        let mut phrases = Phrases {
            first: Vec::new(),
            next: HashMap::default(),
            nodes: vec![Node::default()],
        };
        for &(class, list) in list::PHRASES {
            for phrase in parted(list) {
                phrases.add_writings(phrase, class, numbers);
            }
        }
        for province in authority.provinces() {
            phrases.add(&province.name, Class::Place, numbers);
        }
        for verb in parted(list::VERBS) {
            phrases.add_writings(verb, Class::Verb, numbers);
            phrases.add_writings(&capitalised(verb), Class::Action, numbers);
        }
        phrases
    }

    /// The tokens of `pieces`, whose stretch starts at byte `start`.
    pub(super) fn read(&self, pieces: &[Piece], start: usize, tokens: &mut Vec<Token>) {
        let start = start as u32;
        let mut at = 0;
        while let Some(first) = pieces.get(at) {
            let (class, used) = self.longest(&pieces[at..]).unwrap_or((first.class, 1));
            tokens.push(Token {
                start: first.start - start,
                end: pieces[at + used - 1].end - start,
                class,
            });
            at += used;
        }
    }

    /// The class of the longest phrase that `pieces` start with, and how many it takes.
    pub(super) fn longest(&self, pieces: &[Piece]) -> Option<(Class, usize)> {
        let mut node = *self.first.get(usize::from(pieces.first()?.word))?;
        let mut best = None;
        let mut used = 1;
        while node != 0 {
            let Node { class, goes_on } = self.nodes[node as usize];
            if let Some(class) = class {
                best = Some((class, used));
            }
            let piece = pieces.get(used).filter(|_| used < Phrases::WORDS_MAX);
            let Some(word) = piece.map(|piece| piece.word) else {
                break;
            };
            if word == Piece::UNKNOWN || goes_on & bit(word) == 0 {
                break;
            }
            let next = self.next.get(&(node, u32::from(word)));
            node = next.copied().unwrap_or(0);
            used += 1;
        }
        best
    }

    /// Both placements of the tone mark are in use: "ủy" and "uỷ", "hóa" and "hoá".
    fn add_writings(&mut self, phrase: &str, class: Class, numbers: &mut Vocabulary) {
        self.add(phrase, class, numbers);
        let other = TONES
            .iter()
            .fold(phrase.to_owned(), |text, (new, old)| text.replace(new, old));
        if other != phrase {
            self.add(&other, class, numbers);
        }
    }

    fn add(&mut self, phrase: &str, class: Class, numbers: &mut Vocabulary) {
        let mut node = 0;
        for (start, end) in Pieces::places(phrase) {
            let word = numbers.add(&phrase[start..end]);
            let count = self.nodes.len() as u32;
            let child = *self.next.entry((node, word)).or_insert(count);
            if child == count {
                self.nodes.push(Node::default());
            }
            if node == 0 {
                let words = self.first.len().max(word as usize + 1);
                self.first.resize(words, 0);
                self.first[word as usize] = child;
            }
            self.nodes[node as usize].goes_on |= bit(word as u16);
            node = child;
        }
        self.nodes[node as usize].class.get_or_insert(class);
    }
}

fn bit(word: u16) -> u64 {
    1 << (word % 64)
}

fn parted(list: &str) -> impl Iterator<Item = &str> {
    let phrases = list.split('|').map(str::trim);
    phrases.filter(|phrase| !phrase.is_empty())
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
