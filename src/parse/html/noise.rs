//! What a portal puts around its content: menus, sidebars, "Tin mới nhất", share buttons, footers.
//!
//! Found by element names, by words in class and id, by headings, and by the look of a menu (many
//! short links and little else). A part that holds much of the page's text is kept whatever it is
//! called: `print`, `header` and `search` are also names of the article itself.

use ego_tree::iter::Edge;
use scraper::{Html, Node};

use super::dom::{self, NodeMap, NodeOf, NodeSet};
use crate::parse::furniture;

/// Letters under a node.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    pub text: usize,
    /// Letters inside links.
    pub links: usize,
    /// Letters inside links long enough to be titles: an item of a list of documents, not of a menu.
    pub titles: usize,
    pub link_count: usize,
    /// A headline stands under the node, by its element or its class.
    holds_headline: bool,
    /// A link to a file does.
    holds_file: bool,
}

impl Weight {
    /// Letters that count as content.
    pub fn content(&self) -> usize {
        self.text - self.links.min(self.text) + self.titles / 2
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
const TITLE_MIN: usize = 36;

/// Links that make a menu when there is little else; a table of that many is a list of documents.
const MENU_LINKS_MIN: usize = 2;
const MENU_TABLE_LINKS_MIN: usize = 5;

/// Letters beside the links of a menu: its heading ("Cơ quan ban hành"), bars between the links.
const MENU_HEADING_MAX: usize = 40;

/// Percent of the page's content that a part called noise must not hold.
const NOISE_PERCENT_MAX: usize = 40;

pub(super) struct Noise {
    /// What is noise by itself.
    noise: NodeSet,
    /// That and all that stands in it.
    silenced: NodeSet,
    /// Weight of each element, noise not counted.
    weights: NodeMap<Weight>,
}

impl Noise {
    pub fn holds(&self, node: NodeOf) -> bool {
        self.noise.contains(&node.id())
    }

    /// True if the node or one it stands in is noise.
    pub fn surrounds(&self, node: NodeOf) -> bool {
        self.silenced.contains(&node.id())
    }

    pub fn weight(&self, node: NodeOf) -> Weight {
        self.weights.get(&node.id()).copied().unwrap_or_default()
    }
}

pub(super) fn find(tree: &Html) -> Noise {
    let root = tree.tree.root();
    let all = weigh(root, NodeSet::default(), marked_weight).weights;
    weigh(root, mark(root, &all), own_weight)
}

/// One pass from the leaves up: the weight of each element without the noise in it.
fn weigh(root: NodeOf, noise: NodeSet, of: fn(NodeOf, bool) -> Weight) -> Noise {
    let mut found = Noise {
        noise,
        silenced: NodeSet::default(),
        weights: NodeMap::default(),
    };
    // Of each open node its weight so far, and whether it and what it stands in is silent.
    let mut open: Vec<(Weight, bool)> = vec![(Weight::default(), false)];
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                let above = open.last().is_some_and(|(_, silent)| *silent);
                let noisy = found.holds(node) || above_is_noise(&found, node);
                if noisy {
                    found.silenced.insert(node.id());
                }
                let silent = above || noisy || is_silent(node);
                open.push((of(node, silent), silent));
            }
            Edge::Close(node) => {
                let (weight, _) = open.pop().unwrap_or_default();
                let weight = as_link(node, weight);
                if let Some((above, _)) = open.last_mut() {
                    above.add(weight);
                }
                if node.value().is_element() {
                    found.weights.insert(node.id(), weight);
                }
            }
        }
    }
    found
}

fn above_is_noise(found: &Noise, node: NodeOf) -> bool {
    node.parent().is_some_and(|above| found.surrounds(above))
}

fn is_silent(node: NodeOf) -> bool {
    dom::element(node)
        .is_some_and(|element| dom::is_mute(element.name()) || dom::is_hidden(element))
}

fn own_weight(node: NodeOf, muted: bool) -> Weight {
    match node.value() {
        Node::Text(text) if !muted => Weight {
            text: text.chars().filter(|c| !c.is_whitespace()).count(),
            ..Weight::default()
        },
        _ => Weight::default(),
    }
}

/// The weight with the marks by which noise is told.
fn marked_weight(node: NodeOf, muted: bool) -> Weight {
    Weight {
        holds_headline: is_headline(node),
        holds_file: super::attachments::links_a_file(node),
        ..own_weight(node, muted)
    }
}

fn as_link(node: NodeOf, weight: Weight) -> Weight {
    if dom::name(node) != "a" {
        return weight;
    }
    Weight {
        links: weight.text,
        titles: if weight.text >= TITLE_MIN {
            weight.text
        } else {
            0
        },
        link_count: 1,
        ..weight
    }
}

fn mark(root: NodeOf, weights: &NodeMap<Weight>) -> NodeSet {
    let page = weights.values().map(Weight::content).max().unwrap_or(0);
    let mut noise = NodeSet::default();
    for node in root.descendants() {
        let Some(element) = dom::element(node) else {
            continue;
        };
        if matches!(element.name(), "html" | "body") {
            continue;
        }
        let weight = weights.get(&node.id()).copied().unwrap_or_default();
        let small = weight.content() * 100 <= page * NOISE_PERCENT_MAX;
        let named = small && (is_named_noise(element.name()) || has_noise_cue(element));
        if named && !is_of_the_headline(node, weight) || small && is_menu(node, weight) {
            noise.insert(node.id());
        } else if small && is_other_news_heading(node, weight) {
            mark_other_news(node, page, weights, &mut noise);
        }
    }
    noise
}

fn is_named_noise(name: &str) -> bool {
    matches!(name, "nav" | "aside" | "footer" | "menu")
}

/// Words of class and id that name noise by themselves, in alphabetical order.
const CUE_WORDS: [&str; 71] = [
    "addthis",
    "ads",
    "advert",
    "backtotop",
    "banner",
    "binhluan",
    "breadcrumb",
    "breadcrumbs",
    "calendar",
    "clock",
    "comment",
    "comments",
    "cookie",
    "copyright",
    "counter",
    "crumb",
    "crumbs",
    "dangnhap",
    "danhgia",
    "fontsize",
    "foot",
    "footer",
    "gotop",
    "header",
    "hotline",
    "lang",
    "language",
    "leftcol",
    "leftcolumn",
    "lienket",
    "login",
    "mainmenu",
    "marquee",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navi",
    "navigation",
    "pager",
    "pagination",
    "paging",
    "poll",
    "popup",
    "quangcao",
    "rating",
    "related",
    "rightcol",
    "rightcolumn",
    "scrolltop",
    "search",
    "share",
    "sharing",
    "sidebar",
    "sitemap",
    "slideshow",
    "social",
    "subscribe",
    "thongke",
    "timkiem",
    "tinkhac",
    "tinlienquan",
    "toolbar",
    "tools",
    "topbar",
    "topmenu",
    "topnav",
    "truycap",
    "vote",
    "weblink",
    "zoom",
];

/// Neighboring words that name noise together.
const CUE_PAIRS: [(&str, &str); 24] = [
    ("article", "other"),
    ("other", "news"),
    ("news", "other"),
    ("tin", "khac"),
    ("tin", "moi"),
    ("tin", "lien"),
    ("bai", "khac"),
    ("bai", "viet"),
    ("xem", "nhieu"),
    ("most", "viewed"),
    ("td", "tags"),
    ("font", "size"),
    ("co", "chu"),
    ("header", "time"),
    ("egov", "date"),
    ("luot", "xem"),
    ("luot", "truy"),
    ("box", "map"),
    ("left", "menu"),
    ("skip", "to"),
    ("back", "top"),
    ("lien", "quan"),
    ("generate", "page"),
    ("news", "latest"),
];

fn has_noise_cue(element: &scraper::node::Element) -> bool {
    element.attrs().any(|(name, value)| match name {
        "role" => matches!(
            value,
            "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "menu"
        ),
        "class" | "id" => names_noise(value),
        _ => false,
    })
}

/// The words of a class or an id: `tandan-div-article-other` is four.
fn names_noise(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let mut before = "";
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        let alone = CUE_WORDS.binary_search(&word).is_ok();
        if alone || CUE_PAIRS.contains(&(before, word)) {
            return true;
        }
        before = word;
    }
    false
}

/// A "header" that holds the headline is the article's own.
fn is_of_the_headline(node: NodeOf, weight: Weight) -> bool {
    let is_aside = matches!(dom::name(node), "nav" | "aside" | "footer" | "menu");
    !is_aside && weight.holds_headline
}

fn is_headline(node: NodeOf) -> bool {
    let named = dom::name(node) == "h1" || super::headline::has_cue(node);
    named && dom::text_of(node, 60).chars().count() >= super::headline::LETTERS_MIN
}

/// Many short links and next to nothing else. A list of files is not a menu.
fn is_menu(node: NodeOf, weight: Weight) -> bool {
    let links_min = match dom::name(node) {
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
    const LETTERS_MAX: usize = 60;
    (1..=LETTERS_MAX).contains(&weight.text)
        && node
            .children()
            .all(|child| !dom::is_block(dom::name(child)))
        && furniture::is_other_news(&dom::text_of(node, 200))
}

/// Marks the heading with the list it stands over: the element that holds both, or what follows.
fn mark_other_news(heading: NodeOf, page: usize, weights: &NodeMap<Weight>, noise: &mut NodeSet) {
    let of = |node: NodeOf| weights.get(&node.id()).copied().unwrap_or_default();
    let is_small = |node: &NodeOf| of(*node).content() * 100 <= page * NOISE_PERCENT_MAX;
    noise.insert(heading.id());
    let mut top = heading;
    while let Some(above) = top.parent().filter(is_small) {
        let starts_with_heading = above
            .children()
            .find(|child| of(*child).text > 0)
            .is_none_or(|first| first.id() == top.id());
        if !starts_with_heading || matches!(dom::name(above), "body" | "html" | "tr" | "tbody") {
            break;
        }
        top = above;
        noise.insert(top.id());
    }
    for sibling in top.next_siblings().filter(|node| node.value().is_element()) {
        let weight = of(sibling);
        let is_links = weight.links * 2 >= weight.text;
        if weight.text > 0 && (!is_links || !is_small(&sibling)) {
            break;
        }
        noise.insert(sibling.id());
    }
}

#[cfg(test)]
mod tests {
    use super::{CUE_WORDS, names_noise};

    #[test]
    fn words_of_a_class_name_noise_alone_or_in_pairs() {
        assert!(CUE_WORDS.is_sorted());
        assert!(names_noise("col-md-3 RightCol"));
        assert!(names_noise("tandan-div-article-other"));
        assert!(!names_noise("tandan-p-article-news-content"));
        assert!(!names_noise("other article"));
    }
}
