//! The words of the grammar as a tree of word numbers: which of them starts at a word of the text is told by its number
//! and those of the words behind it, without a look at the letters.

use super::{TokenKind, syllable_length};
use crate::extract::words::{Class, Piece, Shape, known};
use crate::text::{Vocabulary, WordEnd, is_capital, small_letter};

pub(super) struct Tree {
    /// The node that a first word leads to, by its number as it is written; 0 where none starts so.
    first: Vec<u32>,
    nodes: Vec<Node>,
    /// By the same number whether it may be a type word, "số" or "nêu trên".
    promises: Vec<bool>,
    /// The number in small letters of what stands behind a first word, by its number in any case.
    small: Vec<u16>,
}

#[derive(Default)]
struct Node {
    what: Option<What>,
    /// A bit for each step that goes on from here, modulo 64: most words do not, and are not looked for.
    goes_on: u64,
    next: Vec<(Step, u32)>,
}

/// What a word of the grammar is.
#[derive(Clone)]
pub(super) struct What {
    pub kind: TokenKind,
    /// What it is where a number follows: "Quy định số 131-QĐ/TW" cites, "quy định về …" opens a subject.
    pub numbered: Option<TokenKind>,
}

impl What {
    fn promises(&self) -> bool {
        let is_of_citation = |kind: &TokenKind| {
            matches!(
                kind,
                TokenKind::Type { .. } | TokenKind::So | TokenKind::Above
            )
        };
        is_of_citation(&self.kind) || self.numbered.as_ref().is_some_and(is_of_citation)
    }
}

/// From one word or mark to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Step {
    small: u16,
    /// Blanks stand between the two.
    is_parted: bool,
}

/// The bit of [`Node::goes_on`] of a step to that word.
fn bit(small: u16) -> u64 {
    1 << (small % 64)
}

impl Default for Tree {
    fn default() -> Tree {
        Tree {
            first: Vec::new(),
            nodes: vec![Node::default()],
            promises: Vec::new(),
            small: Vec::new(),
        }
    }
}

impl Tree {
    /// Adds what starts with `first`, as it is written, and goes on with `rest`, in small letters. What is known already
    /// stays what it is.
    pub fn add(&mut self, (first, rest): (&str, &str), what: &What, numbers: &mut Vocabulary) {
        let word = numbers.add(first);
        let mut node = self.opened_by(word);
        self.promises[word as usize] |= what.promises();
        let mut end = 0;
        for (start, past) in places(rest) {
            let step = Step {
                small: self.small_of(&rest[start..past], numbers),
                is_parted: end < start,
            };
            node = self.gone_on(node, step);
            end = past;
        }
        self.nodes[node].what.get_or_insert_with(|| what.clone());
    }

    fn opened_by(&mut self, word: u32) -> usize {
        let word = word as usize;
        self.first.resize(self.first.len().max(word + 1), 0);
        self.promises.resize(self.first.len(), false);
        if self.first[word] == 0 {
            self.first[word] = self.nodes.len() as u32;
            self.nodes.push(Node::default());
        }
        self.first[word] as usize
    }

    fn gone_on(&mut self, node: usize, step: Step) -> usize {
        let mut next = self.nodes[node].next.iter();
        if let Some((_, next)) = next.find(|(known, _)| *known == step) {
            return *next as usize;
        }
        let next = self.nodes.len();
        self.nodes.push(Node::default());
        self.nodes[node].goes_on |= bit(step.small);
        self.nodes[node].next.push((step, next as u32));
        next
    }

    fn small_of(&mut self, word: &str, numbers: &mut Vocabulary) -> u16 {
        let small = numbers.add(word) as u16;
        for written in [
            word,
            &super::lexicon::capitalized(word),
            &word.to_uppercase(),
        ] {
            let number = numbers.add(written) as usize;
            self.small
                .resize(self.small.len().max(number + 1), Piece::UNKNOWN);
            self.small[number] = small;
        }
        small
    }

    /// True if a word of the grammar may start with the word of that number.
    #[inline]
    pub fn opens(&self, word: u16) -> bool {
        self.first.get(usize::from(word)).is_some_and(|it| *it != 0)
    }

    /// True if one may that lets expect a citation.
    #[inline]
    pub fn promises(&self, word: u16) -> bool {
        self.promises.get(usize::from(word)) == Some(&true)
    }

    /// The longest that starts with the word of that number, which ends at byte `end` of `text` and before the pieces
    /// `after`, and where it ends.
    pub fn longest(
        &self,
        text: &str,
        (word, end): (u16, usize),
        after: &[Piece],
    ) -> Option<(&What, usize)> {
        let mut node = &self.nodes[*self.first.get(usize::from(word))? as usize];
        let (mut end, mut after) = (end, after.iter());
        let mut longest = None;
        loop {
            longest = node.what.as_ref().map(|what| (what, end)).or(longest);
            if node.goes_on == 0 {
                return longest;
            }
            let step = after
                .next()
                .and_then(|next| self.step(text, (node, end), next));
            let Some((step, past)) = step else {
                return longest;
            };
            let mut next = node.next.iter();
            let Some((_, next)) = next.find(|(known, _)| *known == step) else {
                return longest;
            };
            (node, end) = (&self.nodes[*next as usize], past);
        }
    }

    /// The step from byte `end` to the word or mark `next`, and where that ends; `None` if no word of the grammar that has
    /// come to `node` takes it.
    fn step(&self, text: &str, (node, end): (&Node, usize), next: &Piece) -> Option<(Step, usize)> {
        let listed = self.small.get(usize::from(next.look.word)).copied();
        let (small, past) = match listed {
            Some(small) if small != Piece::UNKNOWN => (small, next.end as usize),
            _ => self.oddly_written(text, next)?,
        };
        if node.goes_on & bit(small) == 0 {
            return None;
        }
        let gap = text.as_bytes().get(end..next.start as usize)?;
        let step = Step {
            small,
            is_parted: !gap.is_empty(),
        };
        let is_plain = gap.iter().all(|byte| matches!(byte, b' ' | b'\n'));
        is_plain.then_some((step, past))
    }

    /// The number in small letters of a word in capitals here and there or run into digits, and where it ends.
    #[cold]
    fn oddly_written(&self, text: &str, word: &Piece) -> Option<(u16, usize)> {
        let is_unknown = word.look.word == Piece::UNKNOWN && word.look.shape != Shape::Mark;
        if !is_unknown && word.look.class != Class::Name {
            return None;
        }
        let written = &text[word.start as usize..word.end as usize];
        // A capital that begins it is nothing odd.
        if word.look.shape == Shape::Letters && !written.chars().skip(1).any(is_capital) {
            return None;
        }
        let letters = &written[..syllable_length(written)];
        let small: String = letters.chars().map(small_letter).collect();
        let number = known().numbers.number(&small)?;
        let small = *self.small.get(number as usize)?;
        let end = word.start as usize + letters.len();
        (small != Piece::UNKNOWN).then_some((small, end))
    }
}

/// Where the words and marks of `text` start and end.
fn places(text: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = match WordEnd::of(text, at).at {
            end if at < end => end,
            _ => at + c.len_utf8(),
        };
        if c != ' ' {
            places.push((at, end));
        }
        at = end;
    }
    places
}
