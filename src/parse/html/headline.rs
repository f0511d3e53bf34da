//! The headline of a portal page: by the class names of known platforms, `<h1>`, or the heading
//! that `<title>` repeats.

use scraper::Html;

use super::dom::{self, NodeOf};
use super::noise::Noise;
use crate::text::fold;

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

pub(super) fn has_cue(node: NodeOf) -> bool {
    dom::element(node).is_some_and(|element| {
        element.classes().any(|class| CUES.contains(&class))
            || element
                .id()
                .is_some_and(|id| id == "headline" || id.ends_with("_lblTieuDe"))
    })
}

pub(super) fn find<'a>(tree: &'a Html, noise: &Noise) -> Option<NodeOf<'a>> {
    let title = page_title(tree);
    let mut best: Option<(u32, NodeOf)> = None;
    let mut cues = 0;
    for node in tree.tree.root().descendants() {
        let score = score(node, title.as_deref());
        if score == 0 || noise.surrounds(node) || is_list_item(node) {
            continue;
        }
        cues += u32::from(has_cue(node));
        if best.is_none_or(|(before, _)| score > before) {
            best = Some((score, node));
        }
    }
    // Several headlines of equal standing are the items of a list.
    best.filter(|(score, _)| *score > 2 || cues <= 1)
        .map(|(_, node)| node)
}

fn score(node: NodeOf, title: Option<&str>) -> u32 {
    let name = dom::name(node);
    let heading = matches!(name, "h1" | "h2" | "h3");
    let cue = has_cue(node);
    if !heading && !cue {
        return 0;
    }
    let text = dom::text_of(node, TEXT_MAX);
    if text.chars().count() < LETTERS_MIN {
        return 0;
    }
    let folded = fold(&text);
    let repeated = title.is_some_and(|title| title.starts_with(&folded) || folded == title);
    let by_name = match name {
        "h1" => 2,
        _ => 0,
    };
    let by_cue = if cue { 2 } else { 0 };
    let by_title = if repeated { 4 } else { 0 };
    by_name + by_cue + by_title
}

/// A heading that links elsewhere is an item of a list, unless the page is about it.
fn is_list_item(node: NodeOf) -> bool {
    node.descendants().any(|below| {
        let href = dom::element(below).and_then(|element| element.attr("href"));
        dom::name(below) == "a"
            && href.is_some_and(|href| !href.is_empty() && !href.starts_with('#'))
    })
}

/// `og:title` or `<title>`, folded.
fn page_title(tree: &Html) -> Option<String> {
    let nodes = || {
        tree.tree
            .root()
            .descendants()
            .filter(|node| node.value().is_element())
    };
    let meta = nodes().find_map(|node| {
        let element = dom::element(node)?;
        let is_title = element.name() == "meta" && element.attr("property") == Some("og:title");
        is_title.then(|| element.attr("content")).flatten()
    });
    let text = match meta {
        Some(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        None => {
            let title = nodes().find(|node| dom::name(*node) == "title")?;
            let inside = title.children().filter_map(|child| child.value().as_text());
            inside
                .flat_map(|text| text.split_whitespace())
                .collect::<Vec<_>>()
                .join(" ")
        }
    };
    Some(fold(&text)).filter(|text| !text.is_empty())
}
