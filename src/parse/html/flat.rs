//! A page too deep for a tree: its text, a paragraph for every stretch between block tags.

use std::collections::HashMap;

use super::dom;
use super::source::{Cursor, Glyph, tag_name};
use crate::parse::charset::Decoded;
use crate::parse::flow::{Flow, Item, Para};

pub(super) fn read(decoded: &Decoded) -> Flow {
    let source = decoded.text.as_str();
    let mut flow = Flow::default();
    let mut para = Para::default();
    let mut known: HashMap<&str, String> = HashMap::new();
    let mut at = 0;
    for written in Cursor::new(source, 0) {
        if written.start > at && breaks(&source[at..written.start]) {
            flush(&mut para, &mut flow);
        }
        at = written.end;
        let text = &source[written.start..written.end];
        match written.glyph {
            Glyph::Plain(_) => {
                for (part, place) in decoded.places(written.start..written.end) {
                    para.push(&source[part], place);
                }
            }
            Glyph::Blank => para.push(" ", decoded.cover(written.start..written.end)),
            Glyph::Reference => {
                let character = known.entry(text).or_insert_with(|| decode(text));
                para.push(character, decoded.cover(written.start..written.end));
            }
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

/// True if the markup between two letters holds a block tag or a line break.
fn breaks(markup: &str) -> bool {
    memchr::memchr_iter(b'<', markup.as_bytes()).any(|at| {
        let name = tag_name(&markup.as_bytes()[at..]).to_ascii_lowercase();
        name == "br" || dom::is_block(&name)
    })
}

/// One character reference; html5ever decodes it, so that there is one table of names.
fn decode(reference: &str) -> String {
    let tree = scraper::Html::parse_fragment(reference);
    tree.root_element().text().collect::<String>()
}
