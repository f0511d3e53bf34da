//! From the page's lexemes to its [`Tree`]: html5ever's tree builder decides where each goes.
//!
//! It is told no more than it decides by. Of a text it gets a few letters that say which text it is
//! and whether it is blank; of attributes, one that says which list they are. So nothing is copied,
//! and every text stays a range of the source.

mod doctype;

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{self, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use super::attributes::{Lists, Name};
use super::effort::Effort;
use super::growth::{Growth, NONE, ROOT};
use super::lexer::{Lexeme, Lexer, Raw, Tag};
use super::marks::{Blanks, mark, number_of};
use super::names::Names;
use super::reference::Letters;
use super::tree::Tree;

/// Builds the tree of a page; `None` for one too deep or too misnested for a tree.
pub(super) fn build(source: &str) -> Option<Tree<'_>> {
    let sink = Sink {
        source,
        growth: RefCell::new(Growth::of(source.len())),
        blanks: RefCell::new(Blanks::default()),
        names: RefCell::new(Names::new()),
        lists: RefCell::new(Lists::new()),
        parted: Cell::new(false),
        tag: RefCell::new(None),
    };
    let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
    let mut driver = Driver {
        source,
        lexer: Lexer::new(source),
        builder,
        effort: Effort::default(),
        verbatim: 0,
    };
    driver.run()?;
    let _ = driver.builder.process_token(Token::EOFToken, 1);
    driver.builder.end();
    Some(driver.builder.sink.finish())
}

struct Driver<'a> {
    source: &'a str,
    lexer: Lexer<'a>,
    builder: TreeBuilder<u32, Sink<'a>>,
    effort: Effort,
    /// Open elements in which blanks count.
    verbatim: usize,
}

impl<'a> Driver<'a> {
    fn run(&mut self) -> Option<()> {
        self.open_table();
        while let Some(lexeme) = self.lexer.next() {
            match lexeme {
                Lexeme::Text(range) => self.text(range, None),
                Lexeme::Reference(range, letters) => self.text(range, Some(letters)),
                Lexeme::Start(tag) => self.start(&tag)?,
                Lexeme::End(tag) => self.end(&tag)?,
                Lexeme::Comment => self.give(Token::CommentToken(StrTendril::new())),
                Lexeme::Doctype(range) => self.give(doctype::token(&self.source[range])),
                Lexeme::Cdata => self.cdata(),
            }
        }
        Some(())
    }

    fn give(&mut self, token: Token) {
        let _ = self.builder.process_token(token, 1);
    }

    /// Rows without their table, as some portals answer a search: their tags would be dropped.
    fn open_table(&mut self) {
        let start = self.source.trim_start().as_bytes();
        let head = start.get(..4).unwrap_or_default().to_ascii_lowercase();
        if matches!(&*head, b"<tr>" | b"<tr " | b"<td>" | b"<td ") {
            let name = self.builder.sink.names.borrow_mut().table();
            self.give(tag_token(
                tokenizer::StartTag,
                self.local(name),
                false,
                Vec::new(),
            ));
        }
    }

    fn local(&self, name: usize) -> LocalName {
        self.builder
            .sink
            .names
            .borrow()
            .get(name)
            .qualified
            .local
            .clone()
    }

    fn text(&mut self, range: Range<usize>, letters: Option<Letters>) {
        let is_blank = match letters {
            Some(letters) => letters.is_blank(),
            None => self.source.as_bytes()[range.clone()]
                .iter()
                .all(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0C)),
        };
        if is_blank && letters.is_none() && self.is_between_parts() {
            return;
        }
        let sink = &self.builder.sink;
        let stretch = sink.growth.borrow_mut().add_stretch(range, letters);
        let mark = match is_blank {
            true => sink.blanks.borrow_mut().mark(stretch),
            false => mark(stretch),
        };
        self.give(Token::CharacterTokens(mark));
        self.builder.sink.parted.set(false);
    }

    /// True where blanks are seen by nobody: every second text of a page is the line feed between two
    /// paragraphs. An open formatting element would be made again at them.
    fn is_between_parts(&self) -> bool {
        let parted = self.builder.sink.parted.get();
        parted && self.verbatim == 0 && !self.effort.has_formatting()
    }

    fn start(&mut self, tag: &Tag) -> Option<()> {
        let sink = &self.builder.sink;
        let name = sink
            .names
            .borrow_mut()
            .of_tag(&self.source[tag.name.clone()]);
        let nesting = sink.names.borrow().get(name).nesting;
        if !self.effort.open(name, nesting, tag) {
            return None;
        }
        if sink.names.borrow().get(name).parts {
            self.effort.open_part(name);
        }
        let list = sink.lists.borrow_mut().enter(self.source, &tag.attributes);
        let local = self.local(name);
        let attributes = sink.told(&local, list, nesting.is_formatting);
        *sink.tag.borrow_mut() = (!nesting.is_formatting).then_some((name, list));
        let token = tag_token(tokenizer::StartTag, local, tag.self_closing, attributes);
        let answer = self.builder.process_token(token, 1);
        *self.builder.sink.tag.borrow_mut() = None;
        if is_verbatim(&self.source[tag.name.clone()]) {
            self.lexer.skip_line_feed();
            self.verbatim += 1;
        }
        let raw = match answer {
            TokenSinkResult::RawData(RawKind::Rcdata) => Raw::Title,
            TokenSinkResult::RawData(RawKind::Rawtext) => Raw::Text,
            TokenSinkResult::RawData(_) => Raw::Script,
            TokenSinkResult::Plaintext => Raw::Plain,
            _ => return Some(()),
        };
        self.raw(raw, name);
        Some(())
    }

    /// What stands in scripts and the like is text of no page.
    fn raw(&mut self, raw: Raw, name: usize) {
        let names = self.builder.sink.names.borrow();
        let known = names.get(name);
        self.lexer.enter(raw, &known.text);
        if known.is_mute && &*known.text != "title" {
            self.lexer.skip_content();
        }
    }

    fn end(&mut self, tag: &Tag) -> Option<()> {
        let sink = &self.builder.sink;
        let name = sink
            .names
            .borrow_mut()
            .of_tag(&self.source[tag.name.clone()]);
        let nesting = sink.names.borrow().get(name).nesting;
        if self.effort.ends_part(name) {
            sink.parted.set(true);
        }
        if is_verbatim(&self.source[tag.name.clone()]) {
            self.verbatim = self.verbatim.saturating_sub(1);
        }
        let local = self.local(name);
        self.give(tag_token(tokenizer::EndTag, local, false, Vec::new()));
        self.effort.close(name, nesting).then_some(())
    }

    fn cdata(&mut self) {
        if self
            .builder
            .adjusted_current_node_present_but_not_in_html_namespace()
        {
            let range = self.lexer.cdata();
            if !range.is_empty() {
                self.text(range, None);
            }
        } else {
            self.lexer.skip_comment();
            self.give(Token::CommentToken(StrTendril::new()));
        }
    }
}

fn is_verbatim(name: &str) -> bool {
    matches!(name, "pre" | "PRE" | "listing")
}

fn tag_token(
    kind: tokenizer::TagKind,
    name: LocalName,
    self_closing: bool,
    attrs: Vec<Attribute>,
) -> Token {
    Token::TagToken(tokenizer::Tag {
        kind,
        name,
        self_closing,
        attrs,
        had_duplicate_attributes: false,
    })
}

/// What the tree builder builds with.
struct Sink<'a> {
    source: &'a str,
    growth: RefCell<Growth>,
    blanks: RefCell<Blanks>,
    names: RefCell<Names<'a>>,
    lists: RefCell<Lists<'a>>,
    /// Since the last text an element was opened or closed that parts words.
    parted: Cell<bool>,
    /// Name and attributes of the tag being processed, until its element is made.
    tag: RefCell<Option<(usize, u32)>>,
}

impl Sink<'_> {
    /// The stretch of text that a mark stands for.
    fn stretch_of(&self, mark: &str) -> u32 {
        let first = mark.chars().next().unwrap_or_default();
        let blank = self.blanks.borrow().stretch_of(first);
        blank.unwrap_or_else(|| number_of(mark))
    }

    /// The attributes the tree builder is told of.
    fn told(&self, name: &LocalName, list: u32, is_formatting: bool) -> Vec<Attribute> {
        let attribute = |local: LocalName, value: StrTendril| Attribute {
            name: QualName::new(None, ns!(), local),
            value,
        };
        let mut told = Vec::new();
        if list == 0 {
            return told;
        }
        // Formatting elements are made anew later on, by the attributes of their first tag.
        if is_formatting {
            told.push(attribute(local_name!(""), mark(list)));
        }
        let wanted: &[(Name, LocalName)] = match *name {
            local_name!("input") => &[(Name::Type, local_name!("type"))],
            local_name!("annotation-xml") => &[(Name::Encoding, local_name!("encoding"))],
            local_name!("font") => &[
                (Name::Color, local_name!("color")),
                (Name::Face, local_name!("face")),
                (Name::Size, local_name!("size")),
            ],
            _ => return told,
        };
        let lists = self.lists.borrow();
        for (name, local) in wanted {
            if let Some(value) = lists.get(list).get(*name) {
                told.push(attribute(local.clone(), StrTendril::from(value)));
            }
        }
        told
    }
}

impl<'t> TreeSink for Sink<'t> {
    type Handle = u32;
    type Output = Tree<'t>;
    type ElemName<'a>
        = Ref<'a, QualName>
    where
        Self: 'a;

    fn finish(self) -> Tree<'t> {
        let growth = self.growth.into_inner();
        growth.settle(
            self.source,
            self.names.into_inner(),
            self.lists.into_inner(),
        )
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn get_document(&self) -> u32 {
        ROOT
    }

    fn same_node(&self, a: &u32, b: &u32) -> bool {
        a == b
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        let name = self.growth.borrow().name(*target);
        Ref::map(self.names.borrow(), |names| &names.get(name).qualified)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> u32 {
        let told = attrs.iter().find(|attr| attr.name.local == local_name!(""));
        let list = told.map_or(0, |mark| number_of(&mark.value));
        let mut tag = self.tag.borrow_mut();
        let mut names = self.names.borrow_mut();
        let mut growth = self.growth.borrow_mut();
        let own = tag.take_if(|(own, _)| name.ns == ns!(html) && names.is(*own, &name.local));
        let (name, list) = match own {
            Some(own) => own,
            None => (names.of(&name.ns, &name.local), list),
        };
        self.parted.set(self.parted.get() || names.get(name).parts);
        growth.add_element(name, list)
    }

    fn create_comment(&self, _: StrTendril) -> u32 {
        self.growth.borrow_mut().add_comment()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> u32 {
        self.growth.borrow_mut().add_comment()
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        let mut growth = self.growth.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => growth.insert(node, *parent, NONE),
            NodeOrText::AppendText(mark) => {
                let number = self.stretch_of(&mark);
                growth.insert_text(number, *parent, NONE);
            }
        }
    }

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let mut growth = self.growth.borrow_mut();
        let parent = growth.parent(*sibling);
        if parent == NONE {
            return;
        }
        match child {
            NodeOrText::AppendNode(node) => growth.insert(node, parent, *sibling),
            NodeOrText::AppendText(mark) => {
                let number = self.stretch_of(&mark);
                growth.insert_text(number, parent, *sibling);
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, before: &u32, child: NodeOrText<u32>) {
        if self.growth.borrow().parent(*element) == NONE {
            self.append(before, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &u32, _: Vec<Attribute>) {
        if let Some((_, list)) = *self.tag.borrow() {
            self.growth.borrow_mut().add_list(*target, list);
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.growth.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        self.growth.borrow_mut().move_children(*node, *new_parent);
    }

    /// What stands in a template stands under it: nobody reads either.
    fn get_template_contents(&self, target: &u32) -> u32 {
        *target
    }
}

#[cfg(test)]
mod tests;
