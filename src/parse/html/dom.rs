//! Small questions about elements and their text.

use std::borrow::Cow;

pub(super) use super::tree::NodeOf;
use super::words;

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

/// Nodes passed for each byte of text that is asked of a mute element.
const NODES_PER_BYTE: usize = 4;

/// Text of a node with white space tidied, up to about `bytes_max` bytes.
pub(super) fn text_of(node: NodeOf<'_>, bytes_max: usize) -> Cow<'_, str> {
    match node.words() {
        Some(words) => Cow::Borrowed(words::cut(words, bytes_max)),
        None => Cow::Owned(mute_text_of(node, bytes_max)),
    }
}

fn mute_text_of(node: NodeOf, bytes_max: usize) -> String {
    let mut text = String::new();
    for part in parts_of(node).take(bytes_max * NODES_PER_BYTE) {
        if let Some(found) = part.text() {
            words::append_tidy(&mut text, found);
        } else if part.parts_words() {
            words::append_tidy(&mut text, " ");
        }
        if text.len() > bytes_max {
            break;
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// The node and what stands in it, mute elements aside.
fn parts_of(node: NodeOf<'_>) -> impl Iterator<Item = NodeOf<'_>> {
    let mut parts = node.descendants();
    std::iter::from_fn(move || {
        let mut part = parts.next()?;
        while part.is_mute() {
            let inside = part.end() - part.id().index() - 1;
            part = parts.nth(inside)?;
        }
        Some(part)
    })
}

/// The letters of a node's text from the first on, white space between them as it stands.
pub(super) fn letters(node: NodeOf<'_>) -> impl Iterator<Item = char> {
    const NODES_MAX: usize = 800;
    let texts = parts_of(node).take(NODES_MAX).filter_map(NodeOf::text);
    texts.flat_map(str::chars).skip_while(|c| c.is_whitespace())
}

/// Lower case, no colon, no stars, one space between words: how labels and headings are compared.
pub(super) fn label_form(text: &str) -> String {
    let lower = text.to_lowercase();
    let kept: Vec<&str> = lower.split_whitespace().collect();
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | '*' | '.' | '-' | '–' | '»' | '•');
    kept.join(" ").trim_matches(ends).to_owned()
}
