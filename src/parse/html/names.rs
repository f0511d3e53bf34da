//! The element names of a page: each looked up once, with what is asked of it again and again.

use std::collections::HashMap;
use std::sync::LazyLock;

use html5ever::{LocalName, Namespace, QualName, local_name, ns};

use super::dom;
use super::effort::Nesting;

/// Slots for names as they stand in the page, before the table of all is asked.
const SLOTS: usize = 64;

/// The names that nearly every page has: known before it is read.
const COMMON: [&str; 58] = [
    "html", "head", "title", "meta", "link", "script", "style", "base", "body", "div", "span", "p",
    "a", "img", "br", "hr", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "ul", "ol", "li",
    "h1", "h2", "h3", "h4", "h5", "h6", "b", "i", "u", "em", "strong", "font", "center", "pre",
    "form", "input", "button", "label", "select", "option", "nav", "header", "footer", "main",
    "section", "article", "aside", "iframe", "noscript", "dl", "dt", "dd",
];

/// Elements that are no blocks and part words.
const PARTING: [&str; 9] = [
    "br", "thead", "tbody", "tfoot", "colgroup", "col", "head", "meta", "link",
];

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let names = COMMON.map(|name| Known::new(ns!(html), LocalName::from(name)));
    names.into()
});

static BY_NAME: LazyLock<HashMap<&str, usize>> =
    LazyLock::new(|| COMMON.into_iter().zip(0..).collect());

pub(super) struct Known {
    pub qualified: QualName,
    pub text: Box<str>,
    pub nesting: Nesting,
    pub is_block: bool,
    pub is_mute: bool,
    /// What stands after the tag stands apart from what stands before it.
    pub parts: bool,
}

impl Known {
    fn new(namespace: Namespace, local: LocalName) -> Known {
        Known {
            nesting: Nesting::of(&local),
            is_block: dom::is_block(&local),
            is_mute: dom::is_mute(&local),
            parts: dom::is_block(&local) || PARTING.contains(&&*local),
            text: Box::from(&*local),
            qualified: QualName::new(None, namespace, local),
        }
    }
}

/// All names of a page, by their numbers.
pub(super) struct All {
    common: &'static [Known],
    others: Vec<Known>,
}

impl All {
    pub fn get(&self, name: usize) -> &Known {
        match self.common.get(name) {
            Some(known) => known,
            None => &self.others[name - self.common.len()],
        }
    }
}

pub(super) struct Names<'a> {
    all: All,
    written: HashMap<&'a str, usize>,
    recent: [(&'a str, usize); SLOTS],
}

impl<'a> Names<'a> {
    pub fn new() -> Names<'a> {
        Names {
            all: All {
                common: &KNOWN,
                others: Vec::new(),
            },
            written: HashMap::new(),
            recent: [("", 0); SLOTS],
        }
    }

    pub fn get(&self, name: usize) -> &Known {
        self.all.get(name)
    }

    pub fn into_all(self) -> All {
        self.all
    }

    /// The name as a tag of the page writes it.
    pub fn of_tag(&mut self, written: &'a str) -> usize {
        let bytes = written.as_bytes();
        let ends = [bytes.first(), bytes.last()].map(|byte| byte.copied().unwrap_or_default());
        let slot = (usize::from(ends[0]) * 7 + usize::from(ends[1]) + bytes.len() * 5) % SLOTS;
        let (recent, name) = self.recent[slot];
        if recent == written && !recent.is_empty() {
            return name;
        }
        let common = BY_NAME.get(written);
        let name = match common.or_else(|| self.written.get(written)) {
            Some(name) => *name,
            None => self.add(written),
        };
        self.recent[slot] = (written, name);
        name
    }

    fn add(&mut self, written: &'a str) -> usize {
        let local = LocalName::from(written.to_ascii_lowercase());
        let name = self.of(&ns!(html), &local);
        self.written.insert(written, name);
        name
    }

    /// The name as the tree builder asks for it: elements it adds, drawings and formulas.
    pub fn of(&mut self, namespace: &Namespace, local: &LocalName) -> usize {
        let same =
            |known: &Known| known.qualified.local == *local && known.qualified.ns == *namespace;
        let mut all = self.all.common.iter().chain(&self.all.others);
        if let Some(name) = all.position(same) {
            return name;
        }
        let known = Known::new(namespace.clone(), local.clone());
        self.all.others.push(known);
        self.all.common.len() + self.all.others.len() - 1
    }

    /// True for `<table>` and its like: the name is one of HTML's and is `local`.
    pub fn is(&self, name: usize, local: &LocalName) -> bool {
        let known = &self.get(name).qualified;
        known.local == *local && known.ns == ns!(html)
    }

    pub fn table(&mut self) -> usize {
        self.of(&ns!(html), &local_name!("table"))
    }
}
