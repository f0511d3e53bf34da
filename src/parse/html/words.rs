//! The words of the whole page in one row, white space tidied: the text of any part of it is a stretch
//! of the row, so that to ask a part for its words costs nothing.

use std::cell::OnceCell;

use crate::parse::flow::{letters_of, may_be_blank};
use crate::text::fold;

/// Set in a start: the node stands in an element that holds no text of the page.
const MUTE: u32 = 1 << 31;

#[derive(Default)]
pub(super) struct Words {
    text: String,
    /// Where the words of each node start.
    starts: Vec<u32>,
    folded: OnceCell<String>,
}

impl Words {
    pub fn with_capacity(nodes: usize, bytes: usize) -> Words {
        Words {
            text: String::with_capacity(bytes),
            starts: Vec::with_capacity(nodes),
            folded: OnceCell::new(),
        }
    }

    /// Adds the next node of the page, which stands in `parent`; `parts` says that it stands apart
    /// from the words before it.
    pub fn add(&mut self, parent: u32, is_mute: bool, parts: bool) {
        let above = self.starts.get(parent as usize).copied();
        let mute = above.unwrap_or_default() & MUTE | if is_mute { MUTE } else { 0 };
        self.starts.push(self.text.len() as u32 & !MUTE | mute);
        if parts && mute == 0 {
            append_tidy(&mut self.text, " ");
        }
    }

    /// Writes the text of the last node; gives its characters that are no white space.
    pub fn write(&mut self, text: &str) -> usize {
        match self.starts.last().is_some_and(|start| start & MUTE == 0) {
            true => append_tidy(&mut self.text, text),
            false => letters_of(text),
        }
    }

    /// The words of the nodes from `first` up to `end`; `None` where they are in no row.
    pub fn of(&self, first: usize, end: usize) -> Option<&str> {
        let start = *self.starts.get(first)?;
        if start & MUTE != 0 {
            return None;
        }
        let end = self.starts.get(end).map(|end| (end & !MUTE) as usize);
        let words = &self.text[start as usize..end.unwrap_or(self.text.len())];
        Some(words.trim_matches(' '))
    }

    /// Where the words of a node start in the row.
    pub fn start(&self, node: usize) -> usize {
        let start = self.starts.get(node);
        start.map_or(self.text.len(), |start| (start & !MUTE) as usize)
    }

    /// The row, folded, for who looks for phrases in all of it.
    pub fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&self.text))
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Up to the end of the word that `bytes_max` bytes reach into.
pub(super) fn cut(words: &str, bytes_max: usize) -> &str {
    let rest = words.as_bytes().get(bytes_max..).unwrap_or_default();
    let len = rest.iter().position(|byte| *byte == b' ');
    len.map_or(words, |len| &words[..bytes_max + len])
}

/// Appends words with one space between them; none stands at the start. Gives the characters of `more`
/// that are no white space.
pub(super) fn append_tidy(text: &mut String, more: &str) -> usize {
    let mut rest = more;
    let mut letters = 0;
    loop {
        let (tidy, some) = tidy_len(rest);
        text.push_str(&rest[..tidy]);
        letters += some;
        rest = &rest[tidy..];
        if rest.is_empty() {
            return letters;
        }
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        rest = rest.trim_start();
    }
}

/// Bytes of words with one space between them and none after them, and the letters in them.
fn tidy_len(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut at, mut end, mut letters) = (0, 0, 0);
    loop {
        for byte in &bytes[at..] {
            if may_be_blank(*byte) {
                break;
            }
            at += 1;
            letters += usize::from(byte & 0xC0 != 0x80);
            end = at;
        }
        let Some(byte) = bytes.get(at) else { break };
        if *byte == b' ' && at == end && 0 < at {
            at += 1;
        } else {
            let first = text[at..].chars().next().unwrap_or(' ');
            if first.is_whitespace() {
                break;
            }
            at += first.len_utf8();
            end = at;
            letters += 1;
        }
    }
    (end, letters)
}

#[cfg(test)]
mod tests {
    use super::{append_tidy, cut};

    #[track_caller]
    fn check(parts: &[&str], expected: &str) {
        let mut text = String::new();
        let letters: usize = parts.iter().map(|part| append_tidy(&mut text, part)).sum();
        assert_eq!(text, expected);
        assert_eq!(letters, text.chars().filter(|c| *c != ' ').count());
    }

    #[test]
    fn one_space_stands_between_two_words_whatever_was_written_there() {
        check(
            &["  Số: \u{a0} 21 /KH ", " ", "\n\tUBND"],
            "Số: 21 /KH UBND",
        );
        check(&["a b c", "d"], "a b cd");
        check(&["", " \u{2003} ", "một\u{3000}hai  "], "một hai ");
        check(&["“trích” – «dẫn» Ă", " b"], "“trích” – «dẫn» Ă b");
    }

    #[test]
    fn words_are_cut_where_one_ends() {
        assert_eq!(cut("một hai ba", 6), "một hai");
        assert_eq!(cut("một hai ba", 40), "một hai ba");
        assert_eq!(cut("mộthaiba", 2), "mộthaiba");
    }
}
