//! What a portal puts around its content: menus, sidebars, "Tin mới nhất", share buttons, footers.
//!
//! Found by element names, by words in class and id, by headings, and by the look of a menu (many
//! short links and little else). A part that holds much of the page's text is kept whatever it is
//! called: `print`, `header` and `search` are also names of the article itself.

use super::dom::{self, NodeOf};
use super::tree::Tree;
use crate::parse::furniture;

/// Letters under a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    text: u32,
    /// Letters inside links.
    links: u32,
    /// Letters inside links long enough to be titles: an item of a list of documents, not of a menu.
    titles: u32,
    link_count: u32,
    /// A headline stands under the node, by its element or its class.
    holds_headline: bool,
    /// A link to a file does.
    holds_file: bool,
}

impl Weight {
    pub fn letters(&self) -> usize {
        self.text as usize
    }

    /// Letters that count as content.
    pub fn content(&self) -> usize {
        (self.text - self.links.min(self.text) + self.titles / 2) as usize
    }

    /// Hardly more than links, many of which are titles: a home page, a list of what else there is.
    pub fn is_of_links(&self) -> bool {
        let is_many = PAGE_LINKS_MIN <= self.link_count && 0 < self.titles;
        is_many && self.text * LINKS_PERCENT_MIN <= self.links.min(self.text) * 100
    }

    fn add(&mut self, other: Weight) {
        self.text += other.text;
        self.links += other.links;
        self.titles += other.titles;
        self.link_count += other.link_count;
        self.holds_headline |= other.holds_headline;
        self.holds_file |= other.holds_file;
    }
}

/// Letters of the shortest link that is a title. Menu items of the saved portals end at 32 letters
/// ("Báo chí - xuất bản - truyền thông"), titles of documents start at about 40.
const TITLE_MIN: u32 = 36;

/// Links that make a menu when there is little else; a table of that many is a list of documents.
const MENU_LINKS_MIN: u32 = 2;
const MENU_TABLE_LINKS_MIN: u32 = 5;

/// Links of a page that is about them, and the percent of its letters that stand in them. A page about a
/// document links its files: six are the most seen.
const PAGE_LINKS_MIN: u32 = 10;
const LINKS_PERCENT_MIN: u32 = 70;

/// Letters beside the links of a menu: its heading ("Cơ quan ban hành"), bars between the links.
const MENU_HEADING_MAX: u32 = 40;

/// Percent of the page's content that a part called noise must not hold.
const NOISE_PERCENT_MAX: usize = 40;

/// What is known of each node of a tree.
pub(super) struct Noise {
    /// What is noise by itself.
    noise: Vec<bool>,
    /// That and all that stands in it.
    silenced: Vec<bool>,
    /// Weight of each element, noise not counted.
    weights: Vec<Weight>,
}

impl Noise {
    pub fn holds(&self, node: NodeOf) -> bool {
        self.noise[node.id().index()]
    }

    /// True if the node or one it stands in is noise.
    pub fn surrounds(&self, node: NodeOf) -> bool {
        self.silenced[node.id().index()]
    }

    pub fn weight(&self, node: NodeOf) -> Weight {
        match node.is_element() {
            true => self.weights[node.id().index()],
            false => Weight::default(),
        }
    }
}

pub(super) fn find(tree: &Tree) -> Noise {
    let mute = spread(tree, is_silent);
    let all = weigh(tree, &mute, marks);
    let noise = mark(tree, &all);
    let silenced = spread(tree, |node| noise[node.id().index()]);
    let both = mute
        .iter()
        .zip(&silenced)
        .map(|(mute, noise)| *mute || *noise);
    let weights = weigh(tree, &both.collect::<Vec<bool>>(), |_| Weight::default());
    Noise {
        noise,
        silenced,
        weights,
    }
}

/// What holds for a node holds for all that stands in it.
fn spread(tree: &Tree, holds: impl Fn(NodeOf) -> bool) -> Vec<bool> {
    let mut spread: Vec<bool> = Vec::with_capacity(tree.len());
    for node in tree.nodes() {
        let above = node
            .parent()
            .is_some_and(|above| spread[above.id().index()]);
        spread.push(above || holds(node));
    }
    spread
}

/// One walk from the last node to the first, so that what stands in a node comes before it: the
/// weight of each without what is silent in it.
fn weigh(tree: &Tree, silent: &[bool], marks: fn(NodeOf) -> Weight) -> Vec<Weight> {
    let mut weights = vec![Weight::default(); tree.len()];
    for node in tree.nodes().rev() {
        let at = node.id().index();
        let own = &mut weights[at];
        if node.is_element() {
            own.add(marks(node));
            as_link(node, own);
        } else if !silent[at] {
            own.text += node.letters() as u32;
        }
        let own = *own;
        if let Some(above) = node.parent() {
            weights[above.id().index()].add(own);
        }
    }
    weights
}

fn is_silent(node: NodeOf) -> bool {
    node.is_mute() || node.attributes().hides
}

/// The marks by which noise is told.
fn marks(node: NodeOf) -> Weight {
    Weight {
        holds_headline: is_headline(node),
        holds_file: super::attachments::links_a_file(node),
        ..Weight::default()
    }
}

fn as_link(node: NodeOf, weight: &mut Weight) {
    if node.name() != "a" {
        return;
    }
    weight.links = weight.text;
    weight.titles = if weight.text >= TITLE_MIN {
        weight.text
    } else {
        0
    };
    weight.link_count = 1;
}

fn mark(tree: &Tree, weights: &[Weight]) -> Vec<bool> {
    let page = weights.iter().map(Weight::content).max().unwrap_or(0);
    let mut noise = vec![false; tree.len()];
    for node in tree.nodes().filter(|node| node.is_element()) {
        let weight = weights[node.id().index()];
        let small = weight.content() * 100 <= page * NOISE_PERCENT_MAX;
        if !small || matches!(node.name(), "html" | "body") {
            continue;
        }
        let named = is_named_noise(node.name()) || node.attributes().names_noise;
        if named && !is_of_the_headline(node, weight) || is_menu(node, weight) {
            noise[node.id().index()] = true;
        } else if is_other_news_heading(node, weight) {
            mark_other_news(node, page, weights, &mut noise);
        }
    }
    noise
}

fn is_named_noise(name: &str) -> bool {
    matches!(name, "nav" | "aside" | "footer" | "menu")
}

/// A "header" that holds the headline is the article's own.
fn is_of_the_headline(node: NodeOf, weight: Weight) -> bool {
    let is_aside = matches!(node.name(), "nav" | "aside" | "footer" | "menu");
    !is_aside && weight.holds_headline
}

fn is_headline(node: NodeOf) -> bool {
    let named = node.name() == "h1" || node.attributes().names_headline;
    named && dom::text_of(node, 60).chars().count() >= super::headline::LETTERS_MIN
}

/// Many short links and next to nothing else. A list of files is not a menu.
fn is_menu(node: NodeOf, weight: Weight) -> bool {
    let links_min = match node.name() {
        "ul" | "ol" | "div" | "section" | "p" => MENU_LINKS_MIN,
        "table" | "td" => MENU_TABLE_LINKS_MIN,
        _ => return false,
    };
    let beside = weight.text - weight.links.min(weight.text);
    let is_all_links = weight.links * 10 >= weight.text * 8;
    let is_boxed = beside <= MENU_HEADING_MAX && weight.links * 10 >= weight.text * 5;
    weight.link_count >= links_min
        && (is_all_links || is_boxed)
        && weight.titles * 2 < weight.links
        && !weight.holds_file
        && !is_of_the_headline(node, weight)
}

/// "Tin mới nhất", "Các văn bản cùng thể loại": a short heading over a list of other pages.
fn is_other_news_heading(node: NodeOf, weight: Weight) -> bool {
    const LETTERS_MAX: u32 = 60;
    (1..=LETTERS_MAX).contains(&weight.text)
        && node.children().all(|child| !child.is_block())
        && node.words().is_some_and(furniture::is_other_news)
}

/// Marks the heading with the list it stands over: the element that holds both, or what follows.
fn mark_other_news(heading: NodeOf, page: usize, weights: &[Weight], noise: &mut [bool]) {
    let of = |node: NodeOf| match node.is_element() {
        true => weights[node.id().index()],
        false => Weight::default(),
    };
    let is_small = |node: &NodeOf| of(*node).content() * 100 <= page * NOISE_PERCENT_MAX;
    noise[heading.id().index()] = true;
    let mut top = heading;
    while let Some(above) = top.parent().filter(is_small) {
        let starts_with_heading = above
            .children()
            .find(|child| of(*child).text > 0)
            .is_none_or(|first| first.id() == top.id());
        if !starts_with_heading || matches!(above.name(), "body" | "html" | "tr" | "tbody") {
            break;
        }
        top = above;
        noise[top.id().index()] = true;
    }
    for sibling in top.next_siblings().filter(|node| node.is_element()) {
        let weight = of(sibling);
        let is_links = weight.links * 2 >= weight.text;
        if weight.text > 0 && (!is_links || !is_small(&sibling)) {
            break;
        }
        noise[sibling.id().index()] = true;
    }
}
