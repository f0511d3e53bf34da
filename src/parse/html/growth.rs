//! The tree while it is built: nodes that know their neighbors, in the order they were made.

use std::ops::Range;

use super::attributes::Lists;
use super::names::Names;
use super::reference::Letters;
use super::tree::{Planter, Tree};

/// Nodes that room is made for before they are seen.
const NODES_AT_FIRST: usize = 1 << 16;

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// The page itself.
pub(super) const ROOT: u32 = 0;

/// A stretch of text with the bytes that write it.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub start: u32,
    pub end: u32,
    /// What a reference stands for; other text is as it stands.
    pub letters: Option<Letters>,
    /// The next stretch of the same text.
    next: u32,
    /// It stands somewhere.
    is_set: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Root,
    Element,
    /// First and last stretch are in `name` and `data`.
    Text,
    Comment,
}

struct Node {
    parent: u32,
    before: u32,
    after: u32,
    first: u32,
    last: u32,
    kind: Kind,
    name: u32,
    /// Attributes of an element.
    data: u32,
}

pub(super) struct Growth {
    nodes: Vec<Node>,
    stretches: Vec<Stretch>,
}

impl Growth {
    /// Room for a page of so many bytes: the saved ones have a node for every thirty.
    pub fn of(bytes: usize) -> Growth {
        let nodes = (bytes / 32).min(NODES_AT_FIRST);
        let mut growth = Growth {
            nodes: Vec::with_capacity(nodes),
            stretches: Vec::with_capacity(nodes),
        };
        growth.add(Kind::Root, 0, 0);
        growth
    }

    fn add(&mut self, kind: Kind, name: u32, data: u32) -> u32 {
        self.nodes.push(Node {
            parent: NONE,
            before: NONE,
            after: NONE,
            first: NONE,
            last: NONE,
            kind,
            name,
            data,
        });
        self.nodes.len() as u32 - 1
    }

    pub fn add_element(&mut self, name: usize, list: u32) -> u32 {
        self.add(Kind::Element, name as u32, list)
    }

    pub fn add_comment(&mut self) -> u32 {
        self.add(Kind::Comment, 0, 0)
    }

    pub fn add_stretch(&mut self, range: Range<usize>, letters: Option<Letters>) -> u32 {
        self.stretches.push(Stretch {
            start: range.start as u32,
            end: range.end as u32,
            letters,
            next: NONE,
            is_set: false,
        });
        self.stretches.len() as u32 - 1
    }

    pub fn name(&self, node: u32) -> usize {
        self.nodes[node as usize].name as usize
    }

    pub fn parent(&self, node: u32) -> u32 {
        self.nodes[node as usize].parent
    }

    /// Gives an element attributes if it has none: a second `<body>` tag.
    pub fn add_list(&mut self, node: u32, list: u32) {
        let node = &mut self.nodes[node as usize];
        if node.data == 0 {
            node.data = list;
        }
    }

    /// Puts a node under `parent`, before `sibling` or last.
    pub fn insert(&mut self, node: u32, parent: u32, sibling: u32) {
        self.detach(node);
        let before = match sibling {
            NONE => self.nodes[parent as usize].last,
            sibling => self.nodes[sibling as usize].before,
        };
        match before {
            NONE => self.nodes[parent as usize].first = node,
            before => self.nodes[before as usize].after = node,
        }
        match sibling {
            NONE => self.nodes[parent as usize].last = node,
            sibling => self.nodes[sibling as usize].before = node,
        }
        let own = &mut self.nodes[node as usize];
        (own.parent, own.before, own.after) = (parent, before, sibling);
    }

    /// Puts a text there, or adds it to the text that stands there.
    pub fn insert_text(&mut self, stretch: u32, parent: u32, sibling: u32) {
        let known = self.stretches.get_mut(stretch as usize);
        let Some(own) = known.filter(|stretch| !stretch.is_set) else {
            return;
        };
        own.is_set = true;
        let before = match sibling {
            NONE => self.nodes[parent as usize].last,
            sibling => self.nodes[sibling as usize].before,
        };
        let text = self.nodes.get_mut(before as usize);
        if let Some(text) = text.filter(|node| node.kind == Kind::Text) {
            self.stretches[text.data as usize].next = stretch;
            text.data = stretch;
            return;
        }
        let text = self.add(Kind::Text, stretch, stretch);
        self.insert(text, parent, sibling);
    }

    pub fn detach(&mut self, node: u32) {
        let own = &mut self.nodes[node as usize];
        let (parent, before, after) = (own.parent, own.before, own.after);
        (own.parent, own.before, own.after) = (NONE, NONE, NONE);
        if parent == NONE {
            return;
        }
        match before {
            NONE => self.nodes[parent as usize].first = after,
            before => self.nodes[before as usize].after = after,
        }
        match after {
            NONE => self.nodes[parent as usize].last = before,
            after => self.nodes[after as usize].before = before,
        }
    }

    pub fn move_children(&mut self, from: u32, to: u32) {
        while let Some(child) = Some(self.nodes[from as usize].first).filter(|node| *node != NONE) {
            self.insert(child, to, NONE);
        }
    }

    /// The tree in the order of the page.
    pub fn settle<'a>(self, source: &'a str, names: Names<'a>, lists: Lists<'a>) -> Tree<'a> {
        let mut planter = Planter::new(source, names.into_all(), lists, self.nodes.len());
        let mut at = ROOT;
        loop {
            let node = &self.nodes[at as usize];
            match node.kind {
                Kind::Root => planter.open_root(),
                Kind::Element => planter.open(node.name, node.data),
                Kind::Text => planter.text(self.stretches_from(node.name)),
                Kind::Comment => {}
            }
            if node.first != NONE {
                at = node.first;
                continue;
            }
            let Some(next) = self.leave(at, &mut planter) else {
                return planter.finish();
            };
            at = next;
        }
    }

    /// Closes what ends at `at`; the node that follows it.
    fn leave(&self, mut at: u32, planter: &mut Planter) -> Option<u32> {
        loop {
            let node = &self.nodes[at as usize];
            if matches!(node.kind, Kind::Root | Kind::Element) {
                planter.close();
            }
            if node.after != NONE {
                return Some(node.after);
            }
            if node.parent == NONE {
                return None;
            }
            at = node.parent;
        }
    }

    fn stretches_from(&self, first: u32) -> impl Iterator<Item = &Stretch> {
        let mut at = first;
        std::iter::from_fn(move || {
            let stretch = self.stretches.get(at as usize)?;
            at = stretch.next;
            Some(stretch)
        })
    }
}
