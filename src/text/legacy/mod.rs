//! Text as a reader of Windows-1252 saw it in, the Vietnamese it was typed as out.
//!
//! In: letters such as "KÕ ho¹ch" (TCVN3), "Keá hoaïch" (VNI) or "Káº¿ hoáº¡ch" (UTF-8), and what
//! the name of their font says. Out: each letter with the bytes of the text it was read from.
//! Promise: ASCII is never changed; a text that holds a letter only Unicode has is never taken for
//! legacy text; nothing is guessed without words that became syllables.
//! It does not know files: whoever decodes a run decides what a run is.
//!
//! Why words and not bytes: the charsets use the same 96 bytes, so a byte says nothing, but three
//! words that read in one charset and in no other say nearly everything.

mod capitals;
mod detect;
mod face;
mod letters;

pub use detect::{Balance, Detected, detect, is_unicode};
pub use face::Face;
pub use letters::{Charset, Letter, glyph_text, letters};

/// A whole text decoded. `face` says whether its font draws every letter as a capital.
pub fn decode(text: &str, charset: Charset, face: Face) -> String {
    letters(text, charset, face)
        .iter()
        .map(|letter| letter.char)
        .collect()
}

/// A decoded line of TCVN3 with the capitals that the charset has no bytes for: of toned letters within
/// and beside words of capitals. Bytes stay where they are.
pub fn with_capitals(line: &str) -> String {
    let chars = line.char_indices();
    let mut letters: Vec<Letter> = chars
        .map(|(at, char)| Letter {
            source: at..at + char.len_utf8(),
            char,
        })
        .collect();
    capitals::follow_neighbors(&mut letters);
    let raised: String = letters.iter().map(|letter| letter.char).collect();
    match raised.len() == line.len() {
        true => raised,
        false => line.to_owned(),
    }
}

#[cfg(test)]
mod tests;
