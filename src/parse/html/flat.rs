//! A page too deep for a tree: its text, a paragraph for every stretch between block tags.

use super::dom;
use super::lexer::{Lexeme, Lexer, Raw};
use crate::parse::charset::Decoded;
use crate::parse::flow::{Flow, Item, Para};

/// Elements whose content is not text of the page.
const RAW: [&str; 10] = [
    "script", "style", "textarea", "title", "noscript", "iframe", "noembed", "noframes", "xmp",
    "template",
];

pub(super) fn read(decoded: &Decoded) -> Flow {
    let source = decoded.text.as_str();
    let mut flow = Flow::default();
    let mut para = Para::default();
    let mut lexer = Lexer::new(source);
    while let Some(lexeme) = lexer.next() {
        match lexeme {
            Lexeme::Text(range) => {
                for (part, place) in decoded.places(range) {
                    para.push(&source[part], place);
                }
            }
            Lexeme::Reference(range, letters) => {
                let mut text = String::new();
                letters.write_to(&mut text);
                para.push(&text, decoded.cover(range));
            }
            Lexeme::Start(tag) => {
                let name = source[tag.name].to_ascii_lowercase();
                if breaks(&name) {
                    flush(&mut para, &mut flow);
                }
                if RAW.contains(&name.as_str()) {
                    lexer.enter(Raw::Text, &name);
                    lexer.skip_content();
                }
            }
            Lexeme::End(tag) => {
                if breaks(&source[tag.name].to_ascii_lowercase()) {
                    flush(&mut para, &mut flow);
                }
            }
            Lexeme::Comment | Lexeme::Doctype(_) => {}
            Lexeme::Cdata => lexer.skip_comment(),
        }
    }
    flush(&mut para, &mut flow);
    flow
}

fn flush(para: &mut Para, flow: &mut Flow) {
    let done = std::mem::take(para);
    if !done.is_blank() {
        flow.items.push(Item::Para(done));
    }
}

fn breaks(name: &str) -> bool {
    name == "br" || dom::is_block(name)
}
