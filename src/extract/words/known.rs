//! Every word that a grammar knows, numbered once.

use std::sync::LazyLock;

use super::Phrases;
use super::cue::{self, Cues};
use crate::authority::Authority;
use crate::extract::lexer::Lexicon;
use crate::text::Vocabulary;

/// The words of the grammars, and what each grammar makes of them by their numbers.
pub(in crate::extract) struct Known {
    pub numbers: Vocabulary,
    /// What each word is a cue of, by its number.
    pub cues: Vec<Cues>,
    pub phrases: Phrases,
    pub lexicon: Lexicon,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let authority = Authority::bundled();
    let mut numbers = Vocabulary::default();
    Known {
        phrases: Phrases::new(authority, &mut numbers),
        lexicon: Lexicon::new(authority, &mut numbers),
        cues: cue::numbered(&mut numbers),
        numbers,
    }
});

pub(in crate::extract) fn known() -> &'static Known {
    &KNOWN
}
