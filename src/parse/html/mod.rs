//! A portal page in, its document out.
//!
//! In: bytes of any charset. Out: main content in reading order with byte-exact places, headline,
//! attribute fields, attachments. Promise: no page makes it fail or take more than a constant times
//! its size; markup too deep for a tree builder is read flat. It does not know agencies, dates or
//! which portal it reads: platform names appear only as class names in lists of cues.
//!
//! Why not readability: government pages are tables and signature blocks, which readability drops.
//! Why a tokenizer and a tree of our own round html5ever's tree builder: html5ever's tokenizer gives
//! no offsets, and every value must be shown in the bytes it came from; a tree in one row, each
//! distinct writing of attributes read once, is walked in a tenth of the time.

mod attachments;
mod attributes;
mod build;
mod cues;
mod dom;
mod effort;
mod fields;
mod flat;
mod growth;
mod headline;
mod lexer;
mod marks;
mod names;
mod noise;
mod read;
mod reference;
mod refusal;
mod region;
mod style;
mod tables;
mod tree;
mod values;
mod words;

use std::ops::Range;

use super::charset::{self, Decoded};
use super::flow::Flow;
use super::{Attachment, Document, Hint, Limits, MediaType, furniture, layout, legacy};
use crate::text::{Diagnostic, Place, SourceSpan};
use tree::Tree;

pub(super) fn read(bytes: &[u8], hint: &Hint, limits: &Limits) -> Document {
    let decoded = charset::decode(bytes, hint.content_type);
    let mut document = match build::build(&decoded.text) {
        Some(tree) => read_tree(&tree, &decoded, hint, limits),
        None => {
            let mut document = layout::lay_out(MediaType::Html, flat::read(&decoded), limits);
            document.diagnostics.push(too_deep());
            document
        }
    };
    if decoded.lossy {
        document.diagnostics.push(charset::lossy());
    }
    document
}

fn read_tree(tree: &Tree, decoded: &Decoded, hint: &Hint, limits: &Limits) -> Document {
    let noise = noise::find(tree);
    let headline = headline::find(tree, &noise);
    let cluster = fields::find(tree, &noise, headline.map(|node| node.id()));
    let parts = region::find(tree, &noise, headline, &cluster);
    let reader = read::Reader {
        tree,
        source: decoded,
        noise: &noise,
        cluster: &cluster,
        headline: headline.map(|node| node.id()),
    };
    let mut flow = reader.read(&parts);
    legacy::decode(&mut flow);
    furniture::mark_page(&mut flow);
    let refusal = refusal::recognize(tree, &decoded.text, letters(&flow));
    if refusal.is_some() {
        furniture::mark_all(&mut flow);
    }
    let mut document = layout::lay_out(MediaType::Html, flow, limits);
    document.attachments = files(tree, &noise, hint);
    let links = refusal.is_none().then(|| links(tree, &noise, &parts));
    document.diagnostics.extend(refusal);
    document.diagnostics.extend(links.flatten());
    document
}

/// What is said of a page whose main content is links.
fn links(tree: &Tree, noise: &noise::Noise, parts: &[tree::NodeId]) -> Option<Diagnostic> {
    let weights = parts.iter().map(|part| noise.weight(tree.get(*part)));
    let heaviest = weights.max_by_key(noise::Weight::letters)?;
    let message = "Nội dung chính của trang này hầu hết là liên kết đến trang khác.";
    let note = || Diagnostic::note("page_of_links", message);
    heaviest.is_of_links().then(note)
}

fn files(tree: &Tree, noise: &noise::Noise, hint: &Hint) -> Vec<Attachment> {
    let base = attachments::base_of(tree, hint.base);
    attachments::find(tree, noise, base.as_ref())
}

/// Letters of the main content, counted as far as they tell a page from a notice.
fn letters(flow: &Flow) -> usize {
    let mut letters = 0;
    for item in &flow.items {
        if refusal::LETTERS_MAX < letters {
            break;
        }
        letters += item.letters();
    }
    letters
}

fn too_deep() -> Diagnostic {
    Diagnostic::warning(
        "nesting_too_deep",
        "Trang có quá nhiều thẻ lồng nhau nên chỉ đọc được phần chữ, không đọc được bảng.",
    )
}

/// The part `range` of a stretch of `len` bytes at `place`.
fn part_of(place: Place, len: usize, range: Range<usize>) -> Place {
    match place {
        Place::Bytes(bytes) if bytes.range().len() == len => {
            let start = bytes.start as usize;
            Place::Bytes(SourceSpan::new(start + range.start, start + range.end))
        }
        other => other,
    }
}
