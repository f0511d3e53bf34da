//! The letters that stand for a text or a list of attributes while the tree builder has it in hand.

use html5ever::tendril::StrTendril;

/// Marks are letters from here on: they are not blank, and a tendril needs no memory for one.
const INKED: u32 = 0x1_0000;

/// Numbers that one letter tells apart.
const LETTERS: u32 = 0x10_0000;

/// Marks of blanks. No line feed: the tree builder drops the first in `<pre>`.
const BLANK: [char; 4] = [' ', '\t', '\u{c}', '\r'];

/// A number as text that the tree builder takes for words.
pub(super) fn mark(number: u32) -> StrTendril {
    let letter = |part: u32| char::from_u32(INKED + part).unwrap_or('-');
    let mut mark = StrTendril::from_char(letter(number % LETTERS));
    if LETTERS <= number {
        mark.push_char(letter(number / LETTERS));
    }
    mark
}

pub(super) fn number_of(mark: &str) -> u32 {
    let parts = mark
        .chars()
        .map(|letter| (letter as u32).saturating_sub(INKED));
    parts.rev().fold(0, |number, part| number * LETTERS + part)
}

/// The last blanks met. One that waits in a table for what follows is asked for soon after.
#[derive(Default)]
pub(super) struct Blanks {
    met: usize,
    last: [u32; BLANK.len()],
}

impl Blanks {
    pub fn mark(&mut self, stretch: u32) -> StrTendril {
        let slot = self.met % BLANK.len();
        self.met += 1;
        self.last[slot] = stretch;
        StrTendril::from_char(BLANK[slot])
    }

    pub fn stretch_of(&self, mark: char) -> Option<u32> {
        let slot = BLANK.iter().position(|blank| *blank == mark)?;
        Some(self.last[slot])
    }
}
