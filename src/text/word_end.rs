//! Where a word ends: letters and digits in a row.

use super::fold::is_letter;

/// The letters and digits that stand at a place.
#[derive(Clone, Copy, Debug)]
pub struct WordEnd {
    /// Past the last of them; the place itself if there are none.
    pub at: usize,
    kinds: u8,
}

impl WordEnd {
    /// Of the word that stands at byte `start` of `text`.
    #[inline]
    pub fn of(text: &str, start: usize) -> WordEnd {
        let bytes = text.as_bytes();
        let mut word = WordEnd {
            at: start,
            kinds: 0,
        };
        while let Some(&byte) = bytes.get(word.at) {
            let mut kind = KINDS[usize::from(byte)];
            if kind == LOOK {
                kind = looked_at(text, word.at);
            }
            if kind == 0 {
                break;
            }
            word.kinds |= kind;
            word.at += usize::from(kind & LENGTH);
        }
        word
    }

    pub fn has_letter(self) -> bool {
        self.kinds & LETTER != 0
    }

    /// Anything that counts, "²" and "½" too.
    pub fn has_digit(self) -> bool {
        self.kinds & DIGIT != 0
    }
}

/// Of a kind: the bytes of the character.
const LENGTH: u8 = 0x0F;
/// Bytes further on tell what it is.
const LOOK: u8 = 0x10;
const LETTER: u8 = 0x40;
const DIGIT: u8 = 0x80;

/// What a byte says of the character it begins; 0 of one that is neither letter nor digit. One look-up a character: a
/// chain of ranges took twice the instructions.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER | 1,
            b'0'..=b'9' => DIGIT | 1,
            // U+0100 to U+01FF.
            0xC4..=0xC7 => LETTER | 2,
            0x80.. => LOOK,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// The kind of the character that stands at `at` and is of more than one byte.
#[inline]
fn looked_at(text: &str, at: usize) -> u8 {
    match (text.as_bytes()[at], text.as_bytes().get(at + 1)) {
        // U+1E00 to U+1EFF, and all of U+00C0 to U+00FF but × and ÷: with those of two bytes all of Vietnamese.
        (0xE1, Some(0xB8..=0xBB)) => LETTER | 3,
        (0xC3, Some(second)) if !matches!(second, 0x97 | 0xB7) => LETTER | 2,
        _ => of_char(text[at..].chars().next()),
    }
}

#[cold]
fn of_char(c: Option<char>) -> u8 {
    match c {
        Some(c) if is_letter(c) => LETTER | c.len_utf8() as u8,
        Some(c) if c.is_numeric() => DIGIT | c.len_utf8() as u8,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_of_the_letters_and_digits_of_unicode() {
        for c in '\0'..='\u{2FFF}' {
            let text = format!("{c}");
            let word = WordEnd::of(&text, 0);
            assert_eq!(word.has_letter(), c.is_alphabetic(), "{c:?}");
            assert_eq!(
                word.has_digit(),
                c.is_numeric() && !c.is_alphabetic(),
                "{c:?}"
            );
            assert_eq!(word.at == text.len(), c.is_alphanumeric(), "{c:?}");
        }
        assert_eq!(WordEnd::of("ngày 15th, quý", 6).at, 10);
    }
}
