//! Small questions about a node of the tree.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

pub(super) type NodeOf<'a> = NodeRef<'a, Node>;

/// What is known of nodes, by their id.
pub(super) type NodeMap<T> = HashMap<NodeId, T, BuildHasherDefault<NodeHasher>>;

pub(super) type NodeSet = HashSet<NodeId, BuildHasherDefault<NodeHasher>>;

/// Ids of nodes are counted up by the tree, not chosen by the page: one multiplication spreads them.
#[derive(Default)]
pub(super) struct NodeHasher(u64);

impl Hasher for NodeHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }

    fn write_usize(&mut self, id: usize) {
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        self.0 = (self.0 ^ id as u64).wrapping_mul(SPREAD).rotate_left(26);
    }
}

pub(super) fn element<'a>(node: NodeOf<'a>) -> Option<&'a Element> {
    node.value().as_element()
}

pub(super) fn name(node: NodeOf<'_>) -> &str {
    element(node).map_or("", |element| element.name())
}

/// Elements that start a new paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "ul"
    )
}

/// Elements that hold no text of the page.
pub(super) fn is_mute(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "iframe"
            | "object"
            | "embed"
            | "svg"
            | "canvas"
            | "video"
            | "audio"
            | "map"
            | "select"
            | "option"
            | "datalist"
            | "button"
            | "input"
            | "textarea"
            | "head"
            | "title"
            | "math"
            | "progress"
    )
}

/// An attribute by its name. Of the tree builder's own way to ask, most of the cost is making a name
/// of the string.
pub(super) fn attr<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element
        .attrs()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

pub(super) fn classes(element: &Element) -> impl Iterator<Item = &str> {
    let written = attr(element, "class").unwrap_or_default();
    written.split_ascii_whitespace()
}

/// True for an element its page does not show.
pub(super) fn is_hidden(element: &Element) -> bool {
    const HIDING: [&str; 4] = ["ms-hide", "hidden", "sr-only", "d-none"];
    element.attrs().any(|(name, value)| match name {
        "hidden" => true,
        "class" => value
            .split_ascii_whitespace()
            .any(|class| HIDING.contains(&class)),
        "style" => style_hides(value),
        _ => false,
    })
}

fn style_hides(css: &str) -> bool {
    css.split(';')
        .filter_map(|rule| rule.split_once(':'))
        .any(|(name, value)| {
            let is = |text: &str, wanted: &str| text.trim().eq_ignore_ascii_case(wanted);
            let value = value.split('!').next().unwrap_or_default();
            is(name, "display") && is(value, "none")
                || is(name, "visibility") && is(value, "hidden")
        })
}

/// Tags passed for each byte of text that is asked for: a page of empty elements inside each other
/// would be walked through again for each of them.
const EDGES_PER_BYTE: usize = 8;

/// Text of a node with white space tidied, up to about `bytes_max` bytes.
pub(super) fn text_of(node: NodeOf, bytes_max: usize) -> String {
    let mut text = String::new();
    let mut muted = 0;
    for edge in node.traverse().take(bytes_max * EDGES_PER_BYTE) {
        match edge {
            ego_tree::iter::Edge::Open(at) => {
                muted += usize::from(is_mute(name(at)));
                if let (Node::Text(found), 0) = (at.value(), muted) {
                    append_tidy(&mut text, found);
                } else if is_block(name(at)) || name(at) == "br" {
                    append_tidy(&mut text, " ");
                }
            }
            ego_tree::iter::Edge::Close(at) => muted -= usize::from(is_mute(name(at))),
        }
        if text.len() > bytes_max {
            break;
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn append_tidy(text: &mut String, more: &str) {
    for (index, word) in more.split(char::is_whitespace).enumerate() {
        if 0 < index && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// Lower case, no colon, no stars, one space between words: how labels and headings are compared.
pub(super) fn label_form(text: &str) -> String {
    let lower = text.to_lowercase();
    let kept: Vec<&str> = lower.split_whitespace().collect();
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | '*' | '.' | '-' | '–' | '»' | '•');
    kept.join(" ").trim_matches(ends).to_owned()
}
