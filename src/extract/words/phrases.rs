//! The phrases of the task grammar, as a tree of word numbers.

use std::collections::{BTreeMap, HashMap};

use super::piece::{Piece, Pieces};
use super::{Class, Token, list};
use crate::authority::Authority;
use crate::text::Vocabulary;

/// A tree in one array (Aoe, 1989): the node to which a word leads stands as far from its parent's base as the word's
/// number says, so a step is one look. Nodes fill the gaps that others leave.
pub(in crate::extract) struct Phrases {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Node {
    /// Where this is a node of; [`Node::FREE`] where there is none.
    parent: u32,
    /// Added to the number of a word, modulo 2³²: the place of the node it leads to.
    base: u32,
    class: Option<Class>,
}

/// What phrases a word opens: for most, no look at the tree is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Opens {
    /// The class of the word as a phrase by itself.
    alone: Option<Class>,
    /// A bit for each word that stands second in one, modulo 16.
    second: [u8; 2],
}

impl Opens {
    pub const NONE: Opens = Opens {
        alone: None,
        second: [0; 2],
    };

    fn go_on_with(self, word: u16) -> bool {
        u16::from_le_bytes(self.second) & Opens::bit(word) != 0
    }

    fn bit(word: u16) -> u16 {
        1 << (word % 16)
    }
}

impl Node {
    const FREE: Node = Node {
        parent: u32::MAX,
        base: 0,
        class: None,
    };

    /// No word leads to it.
    const ROOT: Node = Node {
        parent: u32::MAX - 1,
        ..Node::FREE
    };
}

impl Phrases {
    /// Words of the longest phrase in the list.
    pub(super) const WORDS_MAX: usize = 14;

    const ROOT: u32 = 0;

    pub(super) fn new(authority: &Authority, numbers: &mut Vocabulary) -> Phrases {
        let mut tree = Tree::default();
        for &(class, list) in list::PHRASES {
            for phrase in parted(list) {
                tree.add_writings(phrase, class, numbers);
            }
        }
        for province in authority.provinces() {
            tree.add(&province.name, Class::Place, numbers);
        }
        for verb in parted(list::VERBS) {
            tree.add_writings(verb, Class::Verb, numbers);
            tree.add_writings(&capitalised(verb), Class::Action, numbers);
        }
        let mut phrases = Phrases {
            nodes: vec![Node::ROOT],
        };
        phrases.place(&tree, Phrases::ROOT, &mut 1);
        phrases
    }

    /// Makes `tokens` those of `pieces`.
    pub(super) fn read(&self, mut pieces: &[Piece], tokens: &mut Vec<Token>) {
        tokens.clear();
        tokens.reserve(pieces.len());
        while let [first, ..] = pieces {
            let (class, used) = self.longest(pieces).unwrap_or((first.look.class, 1));
            let (phrase, rest) = pieces.split_at(used);
            tokens.push(Token {
                start: first.start,
                end: phrase.last().unwrap_or(first).end,
                class,
            });
            pieces = rest;
        }
    }

    /// The class of the longest phrase that `pieces` start with, and how many it takes.
    #[inline(always)]
    pub(super) fn longest(&self, pieces: &[Piece]) -> Option<(Class, usize)> {
        let opens = pieces.first()?.look.phrases;
        match pieces.get(1) {
            Some(second) if opens.go_on_with(second.look.word) => self.longer(pieces),
            _ => opens.alone.map(|class| (class, 1)),
        }
    }

    fn longer(&self, pieces: &[Piece]) -> Option<(Class, usize)> {
        let mut best = None;
        let mut parent = Phrases::ROOT;
        let mut base = self.nodes[0].base;
        for (before, piece) in pieces.iter().take(Phrases::WORDS_MAX).enumerate() {
            let at = base.wrapping_add(u32::from(piece.look.word));
            let node = self
                .nodes
                .get(at as usize)
                .filter(|node| node.parent == parent);
            let Some(node) = node else { break };
            if let Some(class) = node.class {
                best = Some((class, before + 1));
            }
            (parent, base) = (at, node.base);
        }
        best
    }

    /// What each word opens that opens a phrase, by its number.
    pub(super) fn openings(&self) -> HashMap<u16, Opens> {
        let mut openings: HashMap<u16, Opens> = HashMap::new();
        for (place, node) in (0..).zip(&self.nodes) {
            let Some(parent) = self.nodes.get(node.parent as usize) else {
                continue;
            };
            let word = (place as u32).wrapping_sub(parent.base) as u16;
            if node.parent == Phrases::ROOT {
                openings.entry(word).or_default().alone = node.class;
            } else if parent.parent == Phrases::ROOT {
                let first = node.parent.wrapping_sub(self.nodes[0].base) as u16;
                let opens = openings.entry(first).or_default();
                let second = u16::from_le_bytes(opens.second) | Opens::bit(word);
                opens.second = second.to_le_bytes();
            }
        }
        openings
    }

    /// Finds places for the nodes of `tree` below the one at `at`; before `free` there are none.
    fn place(&mut self, tree: &Tree, at: u32, free: &mut u32) {
        let Some(first) = tree.next.keys().next() else {
            return;
        };
        while self.is_taken(*free) {
            *free += 1;
        }
        let fits = |place: &u32| {
            let base = place.wrapping_sub(u32::from(*first));
            let mut places = tree
                .next
                .keys()
                .map(|word| base.wrapping_add(u32::from(*word)));
            places.all(|place| !self.is_taken(place))
        };
        let base = (*free..)
            .find(fits)
            .unwrap_or_default()
            .wrapping_sub(u32::from(*first));
        self.nodes[at as usize].base = base;
        let places = tree
            .next
            .iter()
            .map(|(word, below)| (base.wrapping_add(u32::from(*word)), below));
        for (place, below) in places.clone() {
            let least = self.nodes.len().max(place as usize + 1);
            self.nodes.resize(least, Node::FREE);
            self.nodes[place as usize] = Node {
                parent: at,
                class: below.class,
                ..Node::FREE
            };
        }
        for (place, below) in places {
            self.place(below, place, free);
        }
    }

    fn is_taken(&self, place: u32) -> bool {
        let node = self.nodes.get(place as usize);
        node.is_some_and(|node| node.parent != Node::FREE.parent)
    }
}

/// The same while phrases are added.
#[derive(Default)]
struct Tree {
    class: Option<Class>,
    next: BTreeMap<u16, Tree>,
}

impl Tree {
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
        let mut node = self;
        for (start, end) in Pieces::places(phrase) {
            let word = numbers.add(&phrase[start..end]) as u16;
            node = node.next.entry(word).or_default();
        }
        node.class.get_or_insert(class);
    }
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
