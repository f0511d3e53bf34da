//! The attributes of a document as a portal lists them, found by their labels.
//!
//! "The first label on the page" is wrong: menus have headings "Cơ quan ban hành" and "Loại văn
//! bản". So the smallest part of the page that has at least three different labels *with values of
//! the right kind* is the cluster, and only labels inside it count. A page with several numbers in
//! such clusters is a list of documents and has no fields of its own.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use memchr::{memchr, memchr3_iter};

use super::dom::NodeOf;
use super::noise::Noise;
use super::tree::{NodeId, Tree};
use super::values::{node_text, values_after, widest_with_same_text};
use crate::parse::labels::{self, LABEL_BYTES_MAX, Label};
use crate::text::fold_char;

/// Different labels that make a cluster.
const LABELS_MIN: usize = 3;

/// Letters that a wider part may have more than the cluster in it: a label and a long value.
const WIDER_LETTERS: usize = 500;

/// Labels looked at on one page; a page with more is a form or an attack.
const PAIRS_MAX: usize = 2_000;

/// Letters of the longest letterhead.
const LETTERHEAD_MAX: usize = 400;

/// One label with its value.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// As written, without the colon.
    pub written: String,
    label: Label,
    label_node: NodeId,
    pub value: Vec<NodeId>,
    /// Bytes of the value's text node that are the label itself ("Số ký hiệu: 21/KH-UBND").
    pub skip: usize,
    /// The whole value, to check its kind.
    text: String,
}

/// The attribute cluster of a page.
#[derive(Default)]
pub(super) struct Cluster {
    pub root: Option<NodeId>,
    pub pairs: Vec<Pair>,
    /// True if the whole part is the portal's, labels without a value included.
    pub is_all: bool,
    labels: HashSet<NodeId>,
    /// What the labels stand in.
    above_labels: HashSet<NodeId>,
    values: HashMap<NodeId, usize>,
    /// Labels and values stand within; few parts of a page do.
    reach: Reach,
}

/// From one node to another.
#[derive(Default)]
struct Reach(Option<(NodeId, NodeId)>);

impl Reach {
    fn of(nodes: impl Iterator<Item = NodeId>) -> Reach {
        let ends = nodes.map(|node| (node, node));
        Reach(ends.reduce(|(from, to), (node, _)| (from.min(node), to.max(node))))
    }

    fn contains(&self, node: &NodeId) -> bool {
        self.0.is_some_and(|(from, to)| (from..=to).contains(node))
    }
}

impl Cluster {
    pub fn is_label(&self, node: NodeId) -> bool {
        self.reach.contains(&node) && self.labels.contains(&node)
    }

    /// True if a label stands in the node, or is it.
    pub fn holds_label(&self, node: NodeId) -> bool {
        self.above_labels.contains(&node) || self.is_label(node)
    }

    /// The pair whose value the node is, or starts.
    pub fn value_of(&self, node: NodeId) -> Option<usize> {
        let known = self.reach.contains(&node).then(|| self.values.get(&node));
        known.flatten().copied()
    }

    fn new(tree: &Tree, root: NodeId, pairs: Vec<Pair>) -> Cluster {
        let labels: HashSet<NodeId> = pairs.iter().map(|pair| pair.label_node).collect();
        let mut above_labels = HashSet::new();
        for node in labels.iter().map(|id| tree.get(*id)) {
            // What stands above a node that is known is known too.
            let fresh = |above: &NodeOf| above_labels.insert(above.id());
            node.ancestors().take_while(fresh).for_each(drop);
        }
        let mut values = HashMap::new();
        for (index, pair) in pairs.iter().enumerate() {
            values.extend(pair.value.iter().map(|node| (*node, index)));
        }
        Cluster {
            root: Some(root),
            reach: Reach::of(labels.iter().chain(values.keys()).copied()),
            pairs,
            is_all: false,
            labels,
            above_labels,
            values,
        }
    }
}

/// Finds the cluster. What stands before the headline is the portal's own: menus and facets.
pub(super) fn find(tree: &Tree, noise: &Noise, headline: Option<NodeId>) -> Cluster {
    let mut pairs = all_pairs(tree, noise);
    pairs.retain(|pair| headline.is_none_or(|headline| headline < pair.label_node));
    cluster_of(tree, noise, pairs)
}

fn cluster_of(tree: &Tree, noise: &Noise, pairs: Vec<Pair>) -> Cluster {
    let fitting = |pair: &&Pair| labels::fits(pair.label, &pair.text);
    let numbers: HashSet<&str> = pairs
        .iter()
        .filter(fitting)
        .filter(|pair| pair.label == Label::Number)
        .map(|pair| pair.text.as_str())
        .collect();
    if numbers.len() >= LABELS_MIN {
        return Cluster::default();
    }
    let Some(root) = cluster_root(tree, noise, pairs.iter().filter(fitting)) else {
        return Cluster::default();
    };
    let inside = |pair: &Pair| {
        let within = tree.get(pair.label_node).is_inside(tree.get(root));
        within && labels::fits(pair.label, &pair.text)
    };
    let mut cluster = Cluster::new(tree, root, pairs.into_iter().filter(inside).collect());
    cluster.is_all = holds_little_else(tree, noise, &cluster);
    cluster
}

/// True if the cluster's part is labels and values: then everything in it is the portal's.
fn holds_little_else(tree: &Tree, noise: &Noise, cluster: &Cluster) -> bool {
    const LETTERS_MAX: usize = 300;
    let root = cluster.root.map(|root| tree.get(root));
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let known: usize = cluster
        .pairs
        .iter()
        .map(|pair| letters(&pair.written) + letters(&pair.text))
        .sum();
    root.is_some_and(|root| noise.weight(root).letters() <= known + LETTERS_MAX)
}

/// The smallest part with enough different labels, widened while that adds labels and little else.
/// Files do not count: their label stands anywhere on a page.
fn cluster_root<'p>(
    tree: &Tree,
    noise: &Noise,
    pairs: impl Iterator<Item = &'p Pair>,
) -> Option<NodeId> {
    // The labels that stand in each node, one bit for each.
    let mut found = vec![0_u16; tree.len()];
    for pair in pairs {
        let node = tree.get(pair.label_node);
        if pair.label == Label::File {
            continue;
        }
        for above in node.ancestors().filter(|above| above.is_element()) {
            found[above.id().index()] |= 1 << pair.label as u16;
        }
    }
    let count = |id: NodeId| found[id.index()].count_ones() as usize;
    let weight = |node: NodeOf| noise.weight(node).letters();
    let candidates = tree.nodes().filter(|node| LABELS_MIN <= count(node.id()));
    let tightest =
        candidates.min_by_key(|node| (weight(*node), usize::MAX - count(node.id()), node.id()))?;
    let mut root = tightest;
    for above in tightest.ancestors() {
        if weight(above) > weight(root) + WIDER_LETTERS {
            break;
        }
        if count(above.id()) > count(root.id()) {
            root = above;
        }
    }
    Some(root.id())
}

fn all_pairs(tree: &Tree, noise: &Noise) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut letterheads = Letterheads::new(tree, noise);
    for node in tree.nodes() {
        let Some(text) = node.text() else { continue };
        if pairs.len() >= PAIRS_MAX {
            break;
        }
        let trimmed = text.trim();
        if trimmed.is_empty() || noise.surrounds(node) {
            continue;
        }
        let found = if labels::label_of(trimmed).is_some() || labels::compound(trimmed).is_some() {
            pairs_of_label(node, trimmed)
        } else {
            pair_in_text(node, text).into_iter().collect()
        };
        if !found.is_empty() && is_readable(node, &mut letterheads) {
            pairs.extend(found);
        }
    }
    pairs
}

/// A label that is itself a link is the heading of a facet; "Số:" under the national motto is the
/// document's own letterhead.
fn is_readable(node: NodeOf, letterheads: &mut Letterheads) -> bool {
    !node
        .ancestors()
        .any(|above| above.name() == "a" || above.is_mute() || letterheads.holds(above))
}

/// The parts of a page that are letterheads, as far as that was asked.
struct Letterheads<'a> {
    tree: &'a Tree<'a>,
    noise: &'a Noise,
    known: HashMap<NodeId, bool>,
    /// Where the motto stands in the words of the page.
    mottos: Option<Vec<Range<usize>>>,
}

impl<'a> Letterheads<'a> {
    fn new(tree: &'a Tree<'a>, noise: &'a Noise) -> Letterheads<'a> {
        Letterheads {
            tree,
            noise,
            known: HashMap::new(),
            mottos: None,
        }
    }

    fn holds(&mut self, node: NodeOf) -> bool {
        if !matches!(node.name(), "table" | "div" | "tr") {
            return false;
        }
        if let Some(known) = self.known.get(&node.id()) {
            return *known;
        }
        let next = || node.next_siblings().find(|next| next.is_element());
        let holds = self.is_small(node)
            && (self.bears_motto(node)
                || next().is_some_and(|next| self.is_small(next) && self.bears_motto(next)));
        self.known.insert(node.id(), holds);
        holds
    }

    fn is_small(&self, node: NodeOf) -> bool {
        (1..=LETTERHEAD_MAX).contains(&self.noise.weight(node).letters())
    }

    fn bears_motto(&mut self, node: NodeOf) -> bool {
        let tree = self.tree;
        let mottos = self
            .mottos
            .get_or_insert_with(|| mottos(tree.words().text()));
        let start = tree.words().start(node.id().index());
        let end = tree.words().start(node.end());
        let next = mottos.partition_point(|motto| motto.start < start);
        mottos.get(next).is_some_and(|motto| motto.end <= end)
    }
}

/// Where the words of the page are the national motto, or a half of it, in their order. Each half is
/// looked for by the letter of it that is rarest in Vietnamese.
fn mottos(words: &str) -> Vec<Range<usize>> {
    const HALVES: [(&str, &str); 2] = [("cong hoa ", "xa hoi chu nghia"), ("doc lap ", "- tu do")];
    let rarest = memchr3_iter(b'x', b'X', b'-', words.as_bytes());
    let halves = rarest.filter_map(|at| {
        HALVES.iter().find_map(|(before, after)| {
            let start = folded_len(words[..at].chars().rev(), before.chars().rev())?;
            let end = folded_len(words[at..].chars(), after.chars())?;
            Some(at - start..at + end)
        })
    });
    halves.collect()
}

/// Bytes of the letters that fold to `wanted`; marks between them count.
fn folded_len(
    letters: impl Iterator<Item = char>,
    mut wanted: impl Iterator<Item = char>,
) -> Option<usize> {
    let mut next = wanted.next();
    let mut bytes = 0;
    for letter in letters {
        let Some(expected) = next else { break };
        bytes += letter.len_utf8();
        match fold_char(letter) {
            Some(folded) if folded == expected => next = wanted.next(),
            Some(_) => return None,
            None => {}
        }
    }
    next.is_none().then_some(bytes)
}

/// "Số ký hiệu: 21/KH-UBND" in one text node.
fn pair_in_text(node: NodeOf, text: &str) -> Option<Pair> {
    let head = &text.as_bytes()[..text.len().min(LABEL_BYTES_MAX + 1)];
    let colon = memchr(b':', head)?;
    let label = labels::label_of(&text[..colon])?;
    let value = text[colon + 1..].trim();
    (!value.is_empty()).then(|| Pair {
        written: written_label(&text[..colon]),
        label,
        label_node: node.id(),
        value: vec![node.id()],
        skip: colon + 1,
        text: value.to_owned(),
    })
}

fn pairs_of_label(node: NodeOf, text: &str) -> Vec<Pair> {
    let top = widest_with_same_text(node, text);
    let values = values_after(top);
    let parts = match labels::compound(text) {
        Some(parts) => parts,
        None => labels::label_of(text)
            .map(|label| vec![(text, label)])
            .unwrap_or_default(),
    };
    let single = parts.len() == 1;
    parts
        .into_iter()
        .zip(values.into_iter().chain(std::iter::repeat_with(Vec::new)))
        .take(if single { 1 } else { usize::MAX })
        .filter(|((_, label), nodes)| {
            !nodes.is_empty() && nodes.iter().all(|node| may_be_value(*label, *node))
        })
        .map(|((written, label), nodes)| Pair {
            written: written_label(written),
            label,
            label_node: top.id(),
            text: joined_text(&nodes),
            value: nodes.iter().map(|node| node.id()).collect(),
            skip: 0,
        })
        .collect()
}

/// Facets are lists of choices; a file is a link or a file name.
fn may_be_value(label: Label, node: NodeOf) -> bool {
    if label == Label::File {
        let is_link = node.descendants().any(|below| below.name() == "a");
        return is_link || node_text(node).contains('.');
    }
    let choices = node.children().filter(|child| child.name() == "li").count();
    choices < 2
}

fn written_label(text: &str) -> String {
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | '*');
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_matches(ends).to_owned()
}

fn joined_text(nodes: &[NodeOf]) -> String {
    let texts: Vec<Cow<str>> = nodes.iter().map(|node| node_text(*node)).collect();
    texts
        .join(" ")
        .trim()
        .trim_start_matches(':')
        .trim()
        .to_owned()
}
