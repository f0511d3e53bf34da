//! Every word that a grammar knows, numbered once.

use std::sync::LazyLock;

use super::Phrases;
use super::cue;
use super::piece::{Look, Opening};
use crate::authority::Authority;
use crate::extract::lexer::Lexicon;
use crate::text::Vocabulary;

/// The words of the grammars, and what each grammar makes of them by their numbers.
pub(in crate::extract) struct Known {
    pub numbers: Vocabulary,
    /// What each word looks like and is a cue of, by its number.
    pub(super) looks: Vec<Look>,
    /// What begins with a byte.
    pub(super) openings: [Opening; 256],
    pub phrases: Phrases,
    pub lexicon: Lexicon,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let authority = Authority::bundled();
    let mut numbers = Vocabulary::default();
    let phrases = Phrases::new(authority, &mut numbers);
    let lexicon = Lexicon::new(authority, &mut numbers);
    let cues = cue::numbered(&mut numbers);
    let openings = phrases.openings();
    let look = |(number, word): (usize, &str)| {
        let cues = cues.get(number).copied().unwrap_or_default();
        let opens = openings.get(&(number as u16)).copied().unwrap_or_default();
        Look::of((number as u16, word), (cues, opens))
            .unwrap_or_else(|| panic!("{word} is not one word"))
    };
    let known = Known {
        looks: numbers.words().enumerate().map(look).collect(),
        openings: [Opening::Letter; 256],
        numbers,
        phrases,
        lexicon,
    };
    let openings = std::array::from_fn(|byte| known.opening(byte as u8));
    Known { openings, ..known }
});

pub(in crate::extract) fn known() -> &'static Known {
    &KNOWN
}
