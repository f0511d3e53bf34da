//! The headline of a portal page: by the class names of known platforms, `<h1>`, or the heading
//! that `<title>` repeats.

use super::attributes::Name;
use super::dom::{self, NodeOf};
use super::noise::Noise;
use super::tree::Tree;
use crate::text::{fold, fold_char};

/// A headline is a sentence: shorter headings name portals and columns ("Kế hoạch", "Tin tức").
pub(super) const LETTERS_MIN: usize = 15;

/// Bytes of text compared.
const TEXT_MAX: usize = 600;

/// Class names of headlines on the known platforms.
const CUES: [&str; 17] = [
    "tandan-p-article-news-title",
    "tandan-title-view",
    "asset-full-content-title",
    "lawh3",
    "title-detail",
    "detail-title",
    "news-title",
    "article-title",
    "post-title",
    "entry-title",
    "title_detail",
    "titledetail",
    "tieude",
    "tieu-de",
    "title-news",
    "view-title",
    "lblTieuDe",
];

/// True for the class of a headline.
pub(super) fn is_cue(class: &str) -> bool {
    CUES.contains(&class)
}

pub(super) fn is_cue_id(id: &str) -> bool {
    id == "headline" || id.ends_with("_lblTieuDe")
}

fn has_cue(node: NodeOf) -> bool {
    node.attributes().names_headline
}

pub(super) fn find<'a>(tree: &'a Tree, noise: &Noise) -> Option<NodeOf<'a>> {
    let title = page_title(tree);
    let nodes = || tree.nodes().filter(|node| !noise.surrounds(*node));
    let first_headings = nodes().filter(|node| node.name() == "h1").count();
    let mut best: Option<(u32, NodeOf)> = None;
    let mut cues = 0;
    for node in nodes().filter(|node| is_candidate(*node)) {
        let score = score(node, title.as_deref());
        cues += u32::from(has_cue(node));
        if best.is_none_or(|(before, _)| score > before) {
            best = Some((score, node));
        }
    }
    // Several cues of equal standing are the items of a list, several `<h1>` the titles of boxes.
    let stands_out = |score: u32, node: NodeOf| {
        let is_only_one = if has_cue(node) {
            cues == 1
        } else {
            first_headings == 1
        };
        REPEATED <= score || (0 < score && is_only_one)
    };
    let found = best
        .filter(|(score, node)| stands_out(*score, *node))
        .map(|(_, node)| node);
    found.or_else(|| find_repeated(tree, noise, title.as_deref()?))
}

/// Any element that says what `<title>` starts with: some portals set the headline in a table cell.
fn find_repeated<'a>(tree: &'a Tree, noise: &Noise, title: &str) -> Option<NodeOf<'a>> {
    let letters = title.chars().filter(|c| !c.is_whitespace()).count();
    let fits = |node: &NodeOf| (LETTERS_MIN..=letters).contains(&noise.weight(*node).letters());
    let first = title.chars().next();
    // Most elements are ruled out by their first letter or their first words.
    let starts = |node: &NodeOf| dom::letters(*node).next().and_then(fold_char) == first;
    let opens = |node: &NodeOf, bytes: usize| title.starts_with(&fold(&dom::text_of(*node, bytes)));
    let says = |node: &NodeOf| opens(node, LETTERS_MIN) && opens(node, TEXT_MAX);
    let nodes = tree.nodes().filter(|node| node.is_element());
    nodes
        .filter(fits)
        .filter(|node| !noise.surrounds(*node))
        .filter(starts)
        .filter(says)
        .find(|node| !is_list_item(*node))
}

fn is_candidate(node: NodeOf) -> bool {
    let heading = matches!(node.name(), "h1" | "h2" | "h3");
    (heading || has_cue(node))
        && !is_list_item(node)
        && dom::text_of(node, TEXT_MAX).chars().count() >= LETTERS_MIN
}

/// What `<title>` repeating it counts for; more than name and class together.
const REPEATED: u32 = 8;

fn score(node: NodeOf, title: Option<&str>) -> u32 {
    let folded = fold(&dom::text_of(node, TEXT_MAX));
    let repeated = title.is_some_and(|title| title.starts_with(&folded));
    let is_first_heading = node.name() == "h1";
    2 * u32::from(is_first_heading) + 2 * u32::from(has_cue(node)) + REPEATED * u32::from(repeated)
}

/// A heading that links elsewhere is an item of a list, unless the page is about it.
fn is_list_item(node: NodeOf) -> bool {
    node.descendants().any(|below| {
        let links = |href: &str| !href.is_empty() && !href.starts_with('#');
        below.name() == "a" && below.attr(Name::Href).is_some_and(links)
    })
}

/// `og:title` or `<title>`, folded.
fn page_title(tree: &Tree) -> Option<String> {
    let meta = tree.nodes().find_map(|node| {
        let is_title = node.name() == "meta" && node.attr(Name::Property) == Some("og:title");
        is_title.then(|| node.attr(Name::Content)).flatten()
    });
    let text = match meta {
        Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        None => {
            let title = tree.nodes().find(|node| node.name() == "title")?;
            let inside = title.children().filter_map(NodeOf::text);
            inside
                .flat_map(|text| text.split_whitespace())
                .collect::<Vec<_>>()
                .join(" ")
        }
    };
    Some(fold(&text)).filter(|text| !text.is_empty())
}
