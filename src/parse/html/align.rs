//! Where each text node of the tree stands in the page's bytes.
//!
//! The tree's text and a scan of the source run side by side, letter by letter, white space aside.
//! Where they part (html5ever moved stray text out of a table, a script hid a tag) the place is
//! looked for again, first where something was skipped, then further on. A node that is not found
//! maps, as a whole, to the gap between its neighbours. Aligning never fails.

use std::ops::Range;

use ego_tree::NodeId;
use scraper::{Html, Node};

use super::dom::NodeMap;
use super::source::{Cursor, Glyph, Written};

/// Letters that must agree before a text found further on is believed.
const NEEDLE: usize = 24;

/// A text shorter than this is not looked for: "1" is everywhere.
const NEEDLE_MIN: usize = 4;

/// Letters looked at in one search.
const WINDOW: usize = 400_000;

/// Searches may look at this many letters per byte of the page in all, so that a page made to
/// part at every node costs a constant factor.
const BUDGET_PER_BYTE: usize = 8;

/// Skipped stretches remembered: one per table that text was moved out of.
const SKIPPED_MAX: usize = 16;

/// A stretch of a text node with the bytes of the decoded source that write it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: Range<usize>,
    pub source: Range<usize>,
}

/// The pieces of every text node; letters that lie in none were not found.
#[derive(Default)]
pub(super) struct Places {
    pieces: Vec<Piece>,
    nodes: NodeMap<Range<usize>>,
}

impl Places {
    pub fn of(&self, node: NodeId) -> &[Piece] {
        let range = self.nodes.get(&node).cloned().unwrap_or_default();
        &self.pieces[range]
    }
}

pub(super) fn align(source: &str, tree: &Html) -> Places {
    let mut aligner = Aligner {
        source,
        at: 0,
        skipped: Vec::new(),
        budget: source.len().saturating_mul(BUDGET_PER_BYTE) + WINDOW,
    };
    let mut places = Places::default();
    for node in tree.tree.root().descendants() {
        let Node::Text(text) = node.value() else {
            continue;
        };
        if text.trim().is_empty() || node.parent().is_some_and(|parent| is_raw(parent.value())) {
            continue;
        }
        let first = places.pieces.len();
        aligner.follow_node(text, &mut places.pieces);
        places.nodes.insert(node.id(), first..places.pieces.len());
    }
    places
}

/// True for an element whose text the scan skips.
fn is_raw(node: &Node) -> bool {
    let skipped = [
        "script", "style", "textarea", "title", "noscript", "template",
    ];
    node.as_element()
        .is_some_and(|element| skipped.contains(&element.name()))
}

struct Aligner<'a> {
    source: &'a str,
    at: usize,
    /// Starts of stretches that were passed over and may still be wanted.
    skipped: Vec<usize>,
    budget: usize,
}

impl Aligner<'_> {
    fn follow_node(&mut self, text: &str, pieces: &mut Vec<Piece>) {
        let mut done = 0;
        loop {
            let mut found = Vec::new();
            let (len, end) = self.follow(text, done, self.at, Some(&mut found));
            let rest = text[len..].trim_start();
            if rest.is_empty() || len - done >= NEEDLE {
                pieces.append(&mut found);
                self.at = end;
                done = text.len() - rest.len();
            }
            if rest.is_empty() {
                return;
            }
            // A few letters that agree by chance are not kept: the whole stretch is looked for.
            let Some(at) = self.find(&text[done..]) else {
                self.stand_in(text, done, pieces);
                return;
            };
            self.jump(at);
        }
    }

    /// Follows `text[from..]` through the source from `at`: how far it agrees, and where it ends there.
    fn follow(
        &self,
        text: &str,
        from: usize,
        at: usize,
        mut pieces: Option<&mut Vec<Piece>>,
    ) -> (usize, usize) {
        let mut cursor = Cursor::new(self.source, at);
        let mut done = from;
        while let Some(c) = text[done..].chars().next() {
            if c.is_whitespace() || c == '\0' {
                done += c.len_utf8();
                continue;
            }
            let before = cursor.at;
            let Some(written) =
                next_letter(&mut cursor).and_then(|written| agree(&mut cursor, written, c))
            else {
                return (done, before);
            };
            let verbatim = alike(&text[done..], &self.source[written.start..]);
            let end = done + verbatim.max(c.len_utf8());
            let source = match verbatim {
                0 => written.start..written.end,
                verbatim => written.start..written.start + verbatim,
            };
            cursor.at = source.end;
            if let Some(pieces) = pieces.as_deref_mut()
                && !is_disguised(&text[done..end], &self.source[source.clone()])
            {
                put(pieces, done..end, source);
            }
            done = end;
        }
        (text.len(), cursor.at)
    }

    /// Where `text` goes on: at a skipped stretch, or further on.
    fn find(&mut self, text: &str) -> Option<usize> {
        let needle: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(NEEDLE)
            .collect();
        // A place that agrees with the needle and not with what follows is found once, not for ever.
        let here = self.at;
        let agrees = |at: usize| at != here && self.follow(&needle, 0, at, None).0 == needle.len();
        if let Some(found) = self.skipped.iter().rev().copied().find(|at| agrees(*at)) {
            return Some(found);
        }
        if needle.chars().count() < NEEDLE_MIN {
            return None;
        }
        let mut cursor = Cursor::new(self.source, self.at);
        let mut looked_at = 0;
        let mut found = None;
        while looked_at < WINDOW.min(self.budget) {
            let before = cursor.at;
            let Some(written) = cursor.next() else { break };
            looked_at += 1;
            let starts_here = match written.glyph {
                Glyph::Plain(c) => needle.starts_with(c),
                Glyph::Reference => true,
                Glyph::Blank => false,
            };
            if starts_here
                && before != here
                && self.follow(&needle, 0, before, None).0 == needle.len()
            {
                found = Some(before);
                break;
            }
        }
        self.budget -= looked_at;
        found
    }

    fn jump(&mut self, to: usize) {
        if let Some(index) = self.skipped.iter().position(|at| *at == to) {
            self.skipped.remove(index);
        }
        self.skipped.push(self.at);
        if self.skipped.len() > SKIPPED_MAX {
            self.skipped.remove(0);
        }
        self.at = to;
    }

    /// The rest of a node that is nowhere: an empty stretch where it would have been.
    fn stand_in(&self, text: &str, from: usize, pieces: &mut Vec<Piece>) {
        pieces.push(Piece {
            text: from..text.trim_end().len().max(from),
            source: self.at..self.at,
        });
    }
}

/// Bytes at the start of both that are the same and no markup: most text is written as it is read.
fn alike(text: &str, source: &str) -> usize {
    let pairs = text.bytes().zip(source.bytes());
    let same = pairs.take_while(|(a, b)| a == b && !matches!(a, b'<' | b'&' | 0));
    let mut len = same.count();
    while !text.is_char_boundary(len) {
        len -= 1;
    }
    len
}

fn next_letter(cursor: &mut Cursor) -> Option<Written> {
    cursor.find(|written| written.glyph != Glyph::Blank)
}

/// The written character if it is `c`. A reference is believed to be: the tree decoded it.
fn agree(cursor: &mut Cursor, written: Written, c: char) -> Option<Written> {
    match written.glyph {
        Glyph::Plain(plain) => (plain == c).then_some(written),
        Glyph::Reference if c == '&' && !is_ampersand(cursor, written) => {
            Some(cursor.only_ampersand(written))
        }
        Glyph::Reference => Some(written),
        Glyph::Blank => None,
    }
}

fn is_ampersand(cursor: &Cursor, written: Written) -> bool {
    let text = cursor.text(written);
    let amp = ["&amp", "&#38", "&#x26", "&#038"];
    amp.iter()
        .any(|amp| text.trim_end_matches(';').eq_ignore_ascii_case(amp))
}

/// True for a reference that is as long as the letter it stands for ("&#0" and U+FFFD, both three bytes): it
/// would pass for the letter itself, so it has no place.
fn is_disguised(letter: &str, written: &str) -> bool {
    letter.len() == written.len() && letter != written && written.starts_with('&')
}

/// Adds letters to the last piece if they go on there byte for byte.
fn put(pieces: &mut Vec<Piece>, text: Range<usize>, source: Range<usize>) {
    if let Some(last) = pieces.last_mut()
        && last.text.len() == last.source.len()
        && text.len() == source.len()
        && source.start.checked_sub(last.source.end) == Some(text.start - last.text.end)
        && text.start - last.text.end <= 1
    {
        last.text.end = text.end;
        last.source.end = source.end;
        return;
    }
    pieces.push(Piece { text, source });
}
