//! Small questions about a node of the tree.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

pub(super) type NodeOf<'a> = NodeRef<'a, Node>;

/// Elements that start a new paragraph.
const BLOCKS: [&str; 40] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "td",
    "th",
    "ul",
];

/// Elements that hold no text of the page.
const MUTE: [&str; 22] = [
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas",
    "video", "audio", "map", "select", "option", "datalist", "button", "input", "textarea", "head",
    "title", "math", "progress",
];

pub(super) fn element<'a>(node: NodeOf<'a>) -> Option<&'a Element> {
    node.value().as_element()
}

pub(super) fn name(node: NodeOf<'_>) -> &str {
    element(node).map_or("", |element| element.name())
}

pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

pub(super) fn is_mute(name: &str) -> bool {
    MUTE.contains(&name)
}

/// True for an element its page does not show.
pub(super) fn is_hidden(element: &Element) -> bool {
    let style = element
        .attr("style")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    element.attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || element
            .classes()
            .any(|class| matches!(class, "ms-hide" | "hidden" | "sr-only" | "d-none"))
}

/// Text of a node with white space tidied, up to about `bytes_max` bytes.
pub(super) fn text_of(node: NodeOf, bytes_max: usize) -> String {
    let mut text = String::new();
    let mut muted = 0;
    for edge in node.traverse() {
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
    for c in more.chars() {
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
}

/// The words of an element's class and id, lower case: `tandan-div-article-other` is four.
pub(super) fn cue_words(element: &Element) -> Vec<String> {
    let mut words = Vec::new();
    for value in [element.attr("class"), element.attr("id")]
        .into_iter()
        .flatten()
    {
        let lower = value.to_ascii_lowercase();
        let parts = lower.split(|c: char| !c.is_ascii_alphanumeric());
        words.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
        words.push(String::new());
    }
    words
}

/// Lower case, no colon, no stars, one space between words: how labels and headings are compared.
pub(super) fn label_form(text: &str) -> String {
    let lower = text.to_lowercase();
    let kept: Vec<&str> = lower.split_whitespace().collect();
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | '*' | '.' | '-' | '–' | '»' | '•');
    kept.join(" ").trim_matches(ends).to_owned()
}
