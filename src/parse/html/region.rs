//! Which parts of a page are read, in the order they stand: headline, attribute cluster, main content.

use super::dom::{self, NodeOf};
use super::fields::Cluster;
use super::noise::Noise;
use super::tree::{NodeId, Tree};
use crate::text::fold;

/// Percent of a part's content that one child must hold for us to go on into that child.
const SHARE_MIN: usize = 75;

/// How much wider than the main content, in percent, a part may be that also holds the headline.
const WIDER_MAX: usize = 160;

/// Letters that a widened part may have more in any case: date lines and tools round a short text.
const WIDER_LETTERS: usize = 600;

pub(super) fn find(
    tree: &Tree,
    noise: &Noise,
    headline: Option<NodeOf>,
    cluster: &Cluster,
) -> Vec<NodeId> {
    let cluster_root = cluster.root.map(|id| tree.get(id));
    let mut main = descend(top(tree), noise, cluster_root);
    for beside in [letterhead_before(main, noise), annex_after(main, noise)] {
        main = beside.map_or(main, |beside| widen(main, beside, noise));
    }
    for wanted in [headline, cluster_root].into_iter().flatten() {
        main = widen(main, wanted, noise);
    }
    let mut parts: Vec<NodeOf> = Vec::new();
    for part in [headline, cluster_root, Some(main)].into_iter().flatten() {
        if part.id() == main.id() || !part.is_inside(main) {
            parts.push(part);
        }
    }
    let mut found: Vec<NodeId> = parts.iter().map(|part| part.id()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn top<'a>(tree: &'a Tree) -> NodeOf<'a> {
    let body = tree.nodes().find(|node| node.name() == "body");
    body.unwrap_or(tree.root())
}

/// Down to the smallest part that holds nearly all the content.
fn descend<'a>(from: NodeOf<'a>, noise: &Noise, cluster: Option<NodeOf>) -> NodeOf<'a> {
    let mut at = from;
    while let Some(child) = heaviest_child(at, noise) {
        let enough = noise.weight(at).content() * SHARE_MIN / 100;
        let is_cluster = cluster.is_some_and(|root| root.id() == at.id());
        let is_heavy = enough <= noise.weight(child).content() && is_container(child);
        if is_cluster || !is_heavy || is_annex(child, noise) || is_section(child) {
            break;
        }
        at = child;
    }
    // A row or a body of a table is no place to stop: the table around it is the part.
    while matches!(at.name(), "tr" | "tbody" | "thead" | "tfoot") {
        let Some(above) = at.parent() else { break };
        at = above;
    }
    at
}

/// "WordSection1", "Section2": Word makes a part of its own of each section, and annexes turned to their side are one.
fn is_section(part: NodeOf) -> bool {
    part.attributes().classes().any(|class| {
        let stem = class.trim_end_matches(|c: char| c.is_ascii_digit());
        stem.len() < class.len() && matches!(stem, "WordSection" | "Section")
    })
}

/// A table among paragraphs is the annex of a document, however long; the tables that lay out pages stand among
/// other parts.
fn is_annex(child: NodeOf, noise: &Noise) -> bool {
    const PARAGRAPHS_MIN: usize = 3;
    let Some(parent) = child.parent().filter(|_| child.name() == "table") else {
        return false;
    };
    let is_paragraph = |one: &NodeOf| match one.name() {
        "p" | "h1" | "h2" | "h3" | "h4" => true,
        "div" => !one
            .children()
            .any(|inner| inner.is_element() && inner.is_block()),
        _ => false,
    };
    let is_said =
        |one: &NodeOf| is_paragraph(one) && 0 < noise.weight(*one).content() && !noise.holds(*one);
    PARAGRAPHS_MIN
        <= parent
            .children()
            .filter(is_said)
            .take(PARAGRAPHS_MIN)
            .count()
}

fn heaviest_child<'a>(node: NodeOf<'a>, noise: &Noise) -> Option<NodeOf<'a>> {
    let children = node
        .children()
        .filter(|child| child.is_element() && !noise.holds(*child));
    children.max_by_key(|child| noise.weight(*child).content())
}

/// Parts that hold other parts; a paragraph or a list is content itself.
fn is_container(node: NodeOf) -> bool {
    let name = node.name();
    (node.is_block() && !matches!(name, "p" | "ul" | "ol" | "dl" | "pre" | "h1" | "h2" | "h3"))
        || matches!(name, "tbody" | "span" | "font" | "gazettefile")
}

/// A letterhead in a part of its own above the body: "Số: …/…" and "ngày … tháng … năm …" beside the way from
/// the top of the page to the main content.
fn letterhead_before<'a>(main: NodeOf<'a>, noise: &Noise) -> Option<NodeOf<'a>> {
    /// Parts above the main content that may be beside it.
    const LEVELS_MAX: usize = 5;
    /// Parts before it on one level; letterhead, title and a rule are three.
    const PARTS_MAX: usize = 12;
    let levels = std::iter::once(main)
        .chain(main.ancestors())
        .take(LEVELS_MAX);
    levels.into_iter().find_map(|level| {
        let parts = level
            .parent()?
            .children()
            .take_while(|part| part.id() != level.id());
        let parts = parts.filter(|part| part.is_element() && !noise.holds(*part));
        parts
            .take(PARTS_MAX)
            .find(|part| is_letterhead(*part, noise))
    })
}

/// An annex in a part of its own under the body: it says so, or its table says who leads what.
fn annex_after<'a>(main: NodeOf<'a>, noise: &Noise) -> Option<NodeOf<'a>> {
    /// Parts above the main content that may be beside it, and parts after it on one level.
    const LEVELS_MAX: usize = 3;
    const PARTS_MAX: usize = 8;
    let levels = std::iter::once(main)
        .chain(main.ancestors())
        .take(LEVELS_MAX);
    levels.into_iter().find_map(|level| {
        let parts = level
            .parent()?
            .children()
            .skip_while(|part| part.id() != level.id());
        let parts = parts
            .skip(1)
            .filter(|part| part.is_element() && !noise.holds(*part));
        parts
            .take(PARTS_MAX)
            .find(|part| is_annex_text(*part, noise))
    })
}

fn is_annex_text(part: NodeOf, noise: &Noise) -> bool {
    /// Letters at the start in which an annex says what it is, or its table what its columns are.
    const OPENING: usize = 400;
    if noise.weight(part).content() < 40 {
        return false;
    }
    let opening: String = dom::letters(part).take(OPENING).collect();
    let folded = fold(&opening);
    let folded = folded.trim_start();
    folded.starts_with("phu luc")
        || ["co quan chu tri", "don vi chu tri"]
            .iter()
            .any(|head| folded.contains(head))
}

fn is_letterhead(part: NodeOf, noise: &Noise) -> bool {
    /// Letters of a letterhead with the title under it.
    const LETTERS_MAX: usize = 1_500;
    if !(20..=LETTERS_MAX).contains(&noise.weight(part).letters()) {
        return false;
    }
    let text: String = dom::letters(part).take(LETTERS_MAX).collect();
    let folded = fold(&text);
    let has_number = folded.split("so").skip(1).any(|rest| {
        let number = rest.trim_start_matches([':', ' ', '\u{a0}']);
        let length = number.find(char::is_whitespace).unwrap_or(number.len());
        rest.trim_start().starts_with(':') && number[..length].contains('/')
    });
    let day = folded.find("ngay").map(|at| &folded[at..]);
    has_number && day.is_some_and(|rest| rest.contains("thang") && rest.contains("nam"))
}

/// The nearest part that holds both, if it does not bring in much else.
fn widen<'a>(main: NodeOf<'a>, wanted: NodeOf, noise: &Noise) -> NodeOf<'a> {
    if wanted.is_inside(main) {
        return main;
    }
    let letters = |node: NodeOf| noise.weight(node).letters();
    let room = letters(main) * WIDER_MAX / 100 + letters(wanted) + WIDER_LETTERS;
    main.ancestors()
        .find(|above| wanted.is_inside(*above))
        .filter(|above| letters(*above) <= room)
        .unwrap_or(main)
}
