//! What the task grammar reads: tokens and what is written there.

use super::{Class, Token};

/// A stretch of text with its tokens.
#[derive(Clone, Copy)]
pub(in crate::extract) struct Stretch<'a> {
    /// The stretch with all that stands before it in the document.
    pub text: &'a str,
    /// Where the stretch starts in the text.
    pub start: usize,
    pub tokens: &'a [Token],
    /// A bit for each class among them.
    classes: u64,
}

impl<'a> Stretch<'a> {
    pub(super) fn new(text: &'a str, start: usize, tokens: &'a [Token]) -> Stretch<'a> {
        let classes = tokens.iter().fold(0, |all, token| all | bit(token.class));
        Stretch {
            text,
            start,
            tokens,
            classes,
        }
    }

    /// True if any token is of that class: a rule about one is not asked where none stands.
    pub fn has(&self, class: Class) -> bool {
        self.classes & bit(class) != 0
    }

    /// What stands from token `at` on.
    pub fn from(self, at: usize) -> Stretch<'a> {
        Stretch {
            tokens: &self.tokens[at.min(self.tokens.len())..],
            ..self
        }
    }

    pub fn class(&self, at: usize) -> Option<Class> {
        self.tokens.get(at).map(|token| token.class)
    }

    pub fn word(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .map_or("", |token| token.text(self.text))
    }

    /// The text of the tokens `from..to`.
    pub fn slice(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), self.tokens.get(to.wrapping_sub(1))) {
            (Some(first), Some(last)) if from < to => {
                &self.text[first.start as usize..last.end as usize]
            }
            _ => "",
        }
    }
}

fn bit(class: Class) -> u64 {
    1 << class as u32
}
