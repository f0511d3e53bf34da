//! The page as a tree in one row: every node is followed by what stands in it, so that a walk over a
//! part of the page is a walk over a part of the row.

use std::ops::Range;

use super::attributes::{List, Lists, Name};
use super::growth::Stretch;
use super::names::All;
use super::words::Words;

/// A node by its place in the row: `a < b` if `a` starts before `b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Root,
    Element,
    Text,
}

struct Node {
    /// The root is its own parent.
    parent: u32,
    /// Past the last node that stands in this one.
    end: u32,
    kind: Kind,
    is_block: bool,
    is_mute: bool,
    /// Name of an element.
    name: u32,
    /// Attributes of an element, index of a text.
    data: u32,
}

struct Text {
    range: Range<u32>,
    /// The range is one of [`Tree::joined`], not of the source.
    is_joined: bool,
    /// Characters that are no white space.
    letters: u32,
    pieces: Range<u32>,
}

/// A stretch of a text node with the bytes of the source that write it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: Range<usize>,
    pub source: Range<usize>,
}

pub(super) struct Tree<'s> {
    source: &'s str,
    nodes: Vec<Node>,
    texts: Vec<Text>,
    pieces: Vec<Piece>,
    /// Texts that the source does not hold in one stretch.
    joined: String,
    names: All,
    lists: Lists<'s>,
    words: Words,
}

impl<'s> Tree<'s> {
    pub fn words(&self) -> &Words {
        &self.words
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn root(&self) -> NodeOf<'_> {
        NodeOf { tree: self, at: 0 }
    }

    pub fn get(&self, id: NodeId) -> NodeOf<'_> {
        NodeOf {
            tree: self,
            at: id.0,
        }
    }

    /// All nodes in the order of the page.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeOf<'_>> {
        self.root().descendants()
    }
}

/// A node of a tree, and the small questions about it.
#[derive(Clone, Copy)]
pub(super) struct NodeOf<'a> {
    tree: &'a Tree<'a>,
    at: u32,
}

impl<'a> NodeOf<'a> {
    fn node(self) -> &'a Node {
        &self.tree.nodes[self.at as usize]
    }

    fn with(self, at: u32) -> NodeOf<'a> {
        NodeOf { at, ..self }
    }

    pub fn id(self) -> NodeId {
        NodeId(self.at)
    }

    pub fn is_element(self) -> bool {
        self.node().kind == Kind::Element
    }

    /// The name of an element; of anything else none.
    pub fn name(self) -> &'a str {
        match self.node().kind {
            Kind::Element => &self.tree.names.get(self.node().name as usize).text,
            Kind::Root | Kind::Text => "",
        }
    }

    /// True for an element that starts a new paragraph.
    pub fn is_block(self) -> bool {
        self.node().is_block
    }

    /// True for an element that holds no text of the page.
    pub fn is_mute(self) -> bool {
        self.node().is_mute
    }

    /// True for an element whose words stand apart from those before it.
    pub fn parts_words(self) -> bool {
        self.is_block() || self.name() == "br"
    }

    /// The words of the page that stand in the node; `None` in what holds no text of the page.
    pub fn words(self) -> Option<&'a str> {
        self.tree.words.of(self.at as usize, self.end())
    }

    pub fn attributes(self) -> &'a List<'a> {
        let list = match self.node().kind {
            Kind::Element => self.node().data,
            Kind::Root | Kind::Text => 0,
        };
        self.tree.lists.get(list)
    }

    pub fn attr(self, name: Name) -> Option<&'a str> {
        self.attributes().get(name)
    }

    fn text_node(self) -> Option<&'a Text> {
        let node = self.node();
        (node.kind == Kind::Text).then(|| &self.tree.texts[node.data as usize])
    }

    /// The text of a text node.
    pub fn text(self) -> Option<&'a str> {
        let text = self.text_node()?;
        let range = text.range.start as usize..text.range.end as usize;
        Some(match text.is_joined {
            true => &self.tree.joined[range],
            false => &self.tree.source[range],
        })
    }

    /// Characters of a text node that are no white space.
    pub fn letters(self) -> usize {
        self.text_node().map_or(0, |text| text.letters as usize)
    }

    /// The stretches of a text node and where they stand; letters in none are written nowhere.
    pub fn pieces(self) -> &'a [Piece] {
        self.text_node().map_or(&[], |text| {
            &self.tree.pieces[text.pieces.start as usize..text.pieces.end as usize]
        })
    }

    pub fn parent(self) -> Option<NodeOf<'a>> {
        (0 < self.at).then(|| self.with(self.node().parent))
    }

    pub fn ancestors(self) -> impl Iterator<Item = NodeOf<'a>> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The node and all that stands in it.
    pub fn descendants(self) -> impl DoubleEndedIterator<Item = NodeOf<'a>> {
        (self.at..self.node().end).map(move |at| self.with(at))
    }

    pub fn children(self) -> impl Iterator<Item = NodeOf<'a>> {
        siblings(self, self.at + 1, self.node().end)
    }

    pub fn next_siblings(self) -> impl Iterator<Item = NodeOf<'a>> {
        let end = self.parent().map_or(0, |parent| parent.node().end);
        siblings(self, self.node().end, end)
    }

    /// True if the node is `part` or stands in it.
    pub fn is_inside(self, part: NodeOf) -> bool {
        (part.at..part.node().end).contains(&self.at)
    }

    /// What follows the node and all that stands in it.
    pub fn end(self) -> usize {
        self.node().end as usize
    }
}

fn siblings(of: NodeOf, first: u32, end: u32) -> impl Iterator<Item = NodeOf> {
    let mut at = first;
    std::iter::from_fn(move || {
        let node = (at < end).then(|| of.with(at))?;
        at = node.node().end;
        Some(node)
    })
}

/// Sets the nodes into their row.
pub(super) struct Planter<'s> {
    tree: Tree<'s>,
    open: Vec<u32>,
}

impl<'s> Planter<'s> {
    pub fn new(source: &'s str, names: All, lists: Lists<'s>, capacity: usize) -> Planter<'s> {
        let tree = Tree {
            source,
            nodes: Vec::with_capacity(capacity),
            texts: Vec::with_capacity(capacity / 2),
            pieces: Vec::with_capacity(capacity / 2),
            joined: String::new(),
            names,
            lists,
            words: Words::with_capacity(capacity, source.len() / 2),
        };
        Planter {
            tree,
            open: Vec::new(),
        }
    }

    fn push(&mut self, kind: Kind, name: u32, data: u32) {
        let at = self.tree.nodes.len() as u32;
        let is_element = kind == Kind::Element;
        let known = is_element.then(|| self.tree.names.get(name as usize));
        let node = Node {
            parent: self.open.last().copied().unwrap_or_default(),
            end: at + 1,
            kind,
            is_block: known.is_some_and(|known| known.is_block),
            is_mute: known.is_some_and(|known| known.is_mute),
            name,
            data,
        };
        let parts = node.is_block || known.is_some_and(|known| &*known.text == "br");
        self.tree.words.add(node.parent, node.is_mute, parts);
        self.tree.nodes.push(node);
    }

    pub fn open_root(&mut self) {
        self.push(Kind::Root, 0, 0);
        self.open.push(0);
    }

    pub fn open(&mut self, name: u32, list: u32) {
        let at = self.tree.nodes.len() as u32;
        self.push(Kind::Element, name, list);
        self.open.push(at);
    }

    pub fn close(&mut self) {
        if let Some(at) = self.open.pop() {
            self.tree.nodes[at as usize].end = self.tree.nodes.len() as u32;
        }
    }

    pub fn text<'g>(&mut self, stretches: impl Iterator<Item = &'g Stretch>) {
        let mut stretches = stretches.peekable();
        let Some(first) = stretches.next() else {
            return;
        };
        let first_piece = self.tree.pieces.len() as u32;
        let is_joined = first.letters.is_some() || stretches.peek().is_some();
        let range = if is_joined {
            let start = self.tree.joined.len();
            self.join(start, first);
            stretches.for_each(|stretch| self.join(start, stretch));
            start as u32..self.tree.joined.len() as u32
        } else {
            self.tree.pieces.push(Piece {
                text: 0..(first.end - first.start) as usize,
                source: first.start as usize..first.end as usize,
            });
            first.start..first.end
        };
        let index = self.tree.texts.len() as u32;
        self.push(Kind::Text, 0, index);
        let from = match is_joined {
            true => &*self.tree.joined,
            false => self.tree.source,
        };
        let text = &from[range.start as usize..range.end as usize];
        let letters = self.tree.words.write(text);
        self.tree.texts.push(Text {
            range,
            is_joined,
            letters: letters as u32,
            pieces: first_piece..self.tree.pieces.len() as u32,
        });
    }

    /// Adds a stretch to the text that starts at `start`.
    fn join(&mut self, start: usize, stretch: &Stretch) {
        let joined = &mut self.tree.joined;
        let from = joined.len() - start;
        let source = stretch.start as usize..stretch.end as usize;
        match stretch.letters {
            Some(letters) => letters.write_to(joined),
            None => joined.push_str(&self.tree.source[source.clone()]),
        }
        let text = from..joined.len() - start;
        // A reference as long as its letter ("&#0" and U+FFFD, both three bytes) would pass for the
        // letter itself, so it has no place.
        let is_disguised = stretch
            .letters
            .is_some_and(|letters| letters.len() == source.len());
        if !is_disguised {
            self.tree.pieces.push(Piece { text, source });
        }
    }

    pub fn finish(self) -> Tree<'s> {
        self.tree
    }
}
