//! What a portal puts around its content: menus, sidebars, "Tin mới nhất", share buttons, footers.
//!
//! Found by element names, by words in class and id, by headings, and by the look of a menu (many
//! short links and little else). A part that holds much of the page's text is kept whatever it is
//! called: `print`, `header` and `search` are also names of the article itself.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node};

use super::dom::{self, NodeOf};
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
    noise: HashSet<NodeId>,
    /// Weight of each element, noise not counted.
    weights: HashMap<NodeId, Weight>,
}

impl Noise {
    pub fn holds(&self, node: NodeOf) -> bool {
        self.noise.contains(&node.id())
    }

    /// True if the node or one it stands in is noise.
    pub fn surrounds(&self, node: NodeOf) -> bool {
        self.holds(node) || node.ancestors().any(|above| self.holds(above))
    }

    pub fn weight(&self, node: NodeOf) -> Weight {
        self.weights.get(&node.id()).copied().unwrap_or_default()
    }
}

pub(super) fn find(tree: &Html) -> Noise {
    let root = tree.tree.root();
    let all = weigh(root, &HashSet::new());
    let noise = mark(root, &all);
    let weights = weigh(root, &noise);
    Noise { noise, weights }
}

fn weigh(root: NodeOf, noise: &HashSet<NodeId>) -> HashMap<NodeId, Weight> {
    let mut weights = HashMap::new();
    let mut open: Vec<Weight> = vec![Weight::default()];
    let mut muted = 0;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                let silent = is_silent(node) || noise.contains(&node.id());
                muted += usize::from(silent);
                open.push(own_weight(node, muted > 0));
            }
            Edge::Close(node) => {
                let silent = is_silent(node) || noise.contains(&node.id());
                muted -= usize::from(silent);
                let weight = as_link(node, open.pop().unwrap_or_default());
                if let Some(above) = open.last_mut() {
                    above.add(weight);
                }
                if node.value().is_element() {
                    weights.insert(node.id(), weight);
                }
            }
        }
    }
    weights
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

fn mark(root: NodeOf, weights: &HashMap<NodeId, Weight>) -> HashSet<NodeId> {
    let page = weights.values().map(Weight::content).max().unwrap_or(0);
    let mut noise = HashSet::new();
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
        if named && !holds_headline(node) || small && is_menu(node, weight) {
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

/// Words of class and id that name noise by themselves.
const CUE_WORDS: [&str; 71] = [
    "menu",
    "nav",
    "navbar",
    "navigation",
    "navi",
    "topmenu",
    "mainmenu",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "footer",
    "header",
    "banner",
    "copyright",
    "comment",
    "comments",
    "binhluan",
    "related",
    "tinlienquan",
    "tinkhac",
    "social",
    "share",
    "sharing",
    "addthis",
    "zoom",
    "fontsize",
    "toolbar",
    "tools",
    "pager",
    "paging",
    "pagination",
    "calendar",
    "counter",
    "truycap",
    "thongke",
    "poll",
    "weblink",
    "lienket",
    "quangcao",
    "advert",
    "ads",
    "rating",
    "danhgia",
    "vote",
    "modal",
    "popup",
    "login",
    "dangnhap",
    "search",
    "timkiem",
    "subscribe",
    "hotline",
    "clock",
    "backtotop",
    "gotop",
    "scrolltop",
    "sitemap",
    "lang",
    "language",
    "marquee",
    "slideshow",
    "cookie",
    "foot",
    "crumb",
    "crumbs",
    "topnav",
    "topbar",
    "leftcol",
    "rightcol",
    "leftcolumn",
    "rightcolumn",
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
    let role = element.attr("role").unwrap_or_default();
    if matches!(
        role,
        "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "menu"
    ) {
        return true;
    }
    let words = dom::cue_words(element);
    let alone = words.iter().any(|word| CUE_WORDS.contains(&word.as_str()));
    alone
        || words.windows(2).any(|pair| {
            CUE_PAIRS
                .iter()
                .any(|(first, second)| pair[0] == *first && pair[1] == *second)
        })
}

/// A "header" that holds the headline is the article's own.
fn holds_headline(node: NodeOf) -> bool {
    let is_aside = matches!(dom::name(node), "nav" | "aside" | "footer" | "menu");
    !is_aside
        && node.descendants().any(|below| {
            let headline = dom::name(below) == "h1" || super::headline::has_cue(below);
            headline && dom::text_of(below, 60).chars().count() >= super::headline::LETTERS_MIN
        })
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
        && !super::attachments::any_file_link(node)
        && !holds_headline(node)
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
fn mark_other_news(
    heading: NodeOf,
    page: usize,
    weights: &HashMap<NodeId, Weight>,
    noise: &mut HashSet<NodeId>,
) {
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
