//! How hard a page is for a tree builder, counted tag by tag: its searches of its stack are quadratic
//! in the depth of the page and in misnested formatting tags.

use super::lexer::Tag;

/// Elements inside each other. Chromium stops at 512, saved portal pages reach 60.
const DEPTH_MAX: usize = 256;

/// Depth times tags: what the tree builder's searches of its stack cost. The deepest saved page
/// takes 60,000.
const DEPTH_TIMES_TAGS_MAX: usize = 50_000_000;

/// Open formatting elements times tags: elements the tree builder may have to make again.
const FORMATTING_TIMES_TAGS_MAX: usize = 4_000_000;

/// Attributes of one tag; the longest of the saved pages has 30.
const ATTRIBUTES_MAX: usize = 2_000;

/// Elements whose end tag may be left out: they do not nest by themselves.
const OPTIONAL_END: [&str; 30] = [
    "p", "li", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "dt", "dd", "br", "img",
    "input", "meta", "link", "hr", "col", "colgroup", "base", "area", "embed", "param", "source",
    "wbr", "track", "path", "html", "head", "body",
];

const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// How elements of one name count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nesting {
    nests: bool,
    pub is_formatting: bool,
}

impl Nesting {
    pub fn of(name: &str) -> Nesting {
        Nesting {
            nests: !OPTIONAL_END.contains(&name),
            is_formatting: FORMATTING.contains(&name),
        }
    }
}

/// What the tags so far have opened.
#[derive(Default)]
pub(super) struct Effort {
    tags: usize,
    /// Open elements by the index of their name: an end tag closes only its own, or
    /// `<div></a><div></a>` would never be deep. Never less than what the tree builder has open.
    by_name: Vec<usize>,
    /// The same of elements that part words.
    parts: Vec<usize>,
    open: usize,
    open_formatting: usize,
    depth_max: usize,
    formatting_max: usize,
}

impl Effort {
    /// True while the page can be built into a tree in time that grows with its size only.
    pub fn open(&mut self, name: usize, nesting: Nesting, tag: &Tag) -> bool {
        self.tags += 1;
        if nesting.nests {
            if self.by_name.len() <= name {
                self.by_name.resize(name + 1, 0);
            }
            self.by_name[name] += 1;
            self.open += 1;
            self.open_formatting += usize::from(nesting.is_formatting);
            self.depth_max = self.depth_max.max(self.open);
            self.formatting_max = self.formatting_max.max(self.open_formatting);
        }
        tag.attribute_count <= ATTRIBUTES_MAX && self.is_bearable()
    }

    pub fn close(&mut self, name: usize, nesting: Nesting) -> bool {
        self.tags += 1;
        if let Some(open) = self.by_name.get_mut(name).filter(|open| 0 < **open) {
            *open -= 1;
            self.open -= 1;
            self.open_formatting -= usize::from(nesting.is_formatting);
        }
        self.is_bearable()
    }

    /// Notes the start tag of an element that parts words.
    pub fn open_part(&mut self, name: usize) {
        if self.parts.len() <= name {
            self.parts.resize(name + 1, 0);
        }
        self.parts[name] += 1;
    }

    /// True for the end tag of such an element: it ends one, or did in the writer's mind.
    pub fn ends_part(&mut self, name: usize) -> bool {
        let open = self.parts.get_mut(name).filter(|open| 0 < **open);
        open.map(|open| *open -= 1).is_some()
    }

    /// True while an element of looks is open.
    pub fn has_formatting(&self) -> bool {
        0 < self.open_formatting
    }

    fn is_bearable(&self) -> bool {
        self.depth_max <= DEPTH_MAX
            && self.depth_max * self.tags <= DEPTH_TIMES_TAGS_MAX
            && self.formatting_max * self.tags <= FORMATTING_TIMES_TAGS_MAX
    }
}
