//! Where the value of a label stands: in the next cells, beside it, or beside what it stands in.

use std::borrow::Cow;

use super::dom::{self, NodeOf};
use crate::parse::labels::{self, LABEL_BYTES_MAX};

/// Bytes of a value that are read to check its kind.
const VALUE_BYTES_MAX: usize = 2_100;

/// Elements beside a label among which its value is looked for.
const SIBLINGS_MAX: usize = 100;

/// Candidate values of the label `top`, one list of nodes each: several cells for a compound label.
pub(super) fn values_after(top: NodeOf) -> Vec<Vec<NodeOf>> {
    match top.name() {
        "td" | "th" => cells_after(top),
        "dt" => following(top, |node| node.name() == "dd")
            .take(1)
            .map(|node| vec![node])
            .collect(),
        _ => {
            let beside = run_after(top);
            let wanted = if beside.is_empty() {
                beside_parent(top)
            } else {
                beside
            };
            vec![wanted]
        }
    }
}

/// `<td><b>Số ký hiệu</b></td>`: the cell, not the text in it.
pub(super) fn widest_with_same_text<'a>(node: NodeOf<'a>, text: &str) -> NodeOf<'a> {
    /// Bytes of the colons, stars and spaces round a label.
    const MARKS_MAX: usize = 40;
    let form = dom::label_form(text);
    let is_form = |words: &str| {
        words == text || words.len() <= text.len() + MARKS_MAX && dom::label_form(words) == form
    };
    let mut top = node;
    while let Some(above) = top.parent() {
        let is_same = above.is_element()
            && !matches!(above.name(), "body" | "html" | "tr")
            && is_form(&dom::text_of(above, 2 * LABEL_BYTES_MAX));
        if !is_same {
            break;
        }
        top = above;
    }
    top
}

/// The text of an element or of a text node, as far as it is read.
pub(super) fn node_text(node: NodeOf<'_>) -> Cow<'_, str> {
    let text = node.text().filter(|_| node.words().is_none());
    match text {
        Some(text) => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        None => dom::text_of(node, VALUE_BYTES_MAX),
    }
}

fn cells_after(cell: NodeOf) -> Vec<Vec<NodeOf>> {
    following(cell, |node| matches!(node.name(), "td" | "th"))
        .filter(|node| !matches!(&*node_text(*node), "" | ":"))
        .map(|node| vec![node])
        .collect()
}

fn following<'a>(node: NodeOf<'a>, wanted: fn(NodeOf) -> bool) -> impl Iterator<Item = NodeOf<'a>> {
    node.next_siblings()
        .take(SIBLINGS_MAX)
        .filter(move |node| wanted(*node))
}

/// The siblings after a label up to the next label, line or block; or the first block.
fn run_after(label: NodeOf) -> Vec<NodeOf> {
    let mut run = Vec::new();
    for node in label.next_siblings().take(SIBLINGS_MAX) {
        let text = node_text(node);
        let is_label = labels::label_of(&text).is_some() || label_starts(&text);
        if is_label || (node.name() == "br" && !run.is_empty()) {
            break;
        }
        if matches!(text.trim(), "" | ":") {
            continue;
        }
        if node.is_block() && !run.is_empty() {
            break;
        }
        run.push(node);
        if node.is_block() {
            break;
        }
    }
    run
}

fn label_starts(text: &str) -> bool {
    let colon = text.find(':').filter(|at| *at <= LABEL_BYTES_MAX);
    colon.is_some_and(|at| labels::label_of(&text[..at]).is_some())
}

/// `<div><span>Số</span></div><div>21/KH-UBND</div>`.
fn beside_parent(label: NodeOf) -> Vec<NodeOf> {
    let Some(parent) = label.parent() else {
        return Vec::new();
    };
    if matches!(parent.name(), "body" | "html" | "table" | "tr") {
        return Vec::new();
    }
    match parent.name() {
        "td" | "th" => cells_after(parent).into_iter().next().unwrap_or_default(),
        _ => parent
            .next_siblings()
            .take(SIBLINGS_MAX)
            .find(|node| !matches!(&*node_text(*node), "" | ":"))
            .into_iter()
            .filter(|node| node.is_element())
            .collect(),
    }
}
