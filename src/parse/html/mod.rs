//! A portal page in, its document out.
//!
//! In: bytes of any charset. Out: main content in reading order with byte-exact places, headline,
//! attribute fields, attachments. Promise: no page makes it fail or take more than a constant times
//! its size; markup too deep for a tree builder is read flat. It does not know agencies, dates or
//! which portal it reads: platform names appear only as class names in lists of cues.
//!
//! Why not readability: government pages are tables and signature blocks, which readability drops.
//! Why a second scan of the source: html5ever gives no offsets, and every value must be shown in the
//! bytes it came from.

mod align;
mod attachments;
mod dom;
mod fields;
mod flat;
mod headline;
mod noise;
mod read;
mod refusal;
mod region;
mod source;
mod tables;

use std::ops::Range;

use scraper::Html;

use super::charset::{self, Decoded};
use super::flow::Flow;
use super::{Attachment, Document, Hint, Limits, MediaType, furniture, layout, legacy};
use crate::text::{Diagnostic, Place, SourceSpan};

/// Elements inside each other. Chromium stops at 512, saved portal pages reach 60.
const DEPTH_MAX: usize = 256;

/// Depth times tags: what the tree builder's searches of its stack cost. The deepest saved page
/// takes 60,000.
const DEPTH_TIMES_TAGS_MAX: usize = 50_000_000;

/// Open formatting elements times tags: elements the tree builder may have to make again.
const FORMATTING_TIMES_TAGS_MAX: usize = 4_000_000;

/// Attributes of one tag; the tokenizer compares each with all before it.
const ATTRIBUTES_MAX: usize = 2_000;

pub(super) fn read(bytes: &[u8], hint: &Hint, limits: &Limits) -> Document {
    let decoded = charset::decode(bytes, hint.content_type);
    let mut document = if fits_a_tree(&decoded.text) {
        read_tree(&decoded, hint, limits)
    } else {
        let mut document = layout::lay_out(MediaType::Html, flat::read(&decoded), limits);
        document.diagnostics.push(too_deep());
        document
    };
    if decoded.lossy {
        document.diagnostics.push(charset::lossy());
    }
    document
}

fn fits_a_tree(source: &str) -> bool {
    let shape = source::shape(source);
    shape.depth <= DEPTH_MAX
        && shape.depth * shape.tags <= DEPTH_TIMES_TAGS_MAX
        && shape.formatting * shape.tags <= FORMATTING_TIMES_TAGS_MAX
        && shape.attributes <= ATTRIBUTES_MAX
}

fn read_tree(decoded: &Decoded, hint: &Hint, limits: &Limits) -> Document {
    let tree = tree_of(&decoded.text);
    let noise = noise::find(&tree);
    let headline = headline::find(&tree, &noise);
    let cluster = fields::find(&tree, &noise, headline.map(|node| node.id()));
    let parts = region::find(&tree, &noise, headline, &cluster);
    let reader = read::Reader {
        tree: &tree,
        source: decoded,
        places: &align::align(&decoded.text, &tree),
        noise: &noise,
        cluster: &cluster,
        headline: headline.map(|node| node.id()),
    };
    let mut flow = reader.read(&parts);
    legacy::decode(&mut flow);
    furniture::mark_page(&mut flow);
    let refusal = refusal::recognize(&tree, &decoded.text, letters(&flow));
    if refusal.is_some() {
        furniture::mark_all(&mut flow);
    }
    let mut document = layout::lay_out(MediaType::Html, flow, limits);
    document.attachments = files(&tree, &noise, hint);
    document.diagnostics.extend(refusal);
    document
}

/// Rows without their table, as some portals answer a search: the tree builder would drop the tags.
fn tree_of(source: &str) -> Html {
    let first = source
        .trim_start()
        .get(..4)
        .unwrap_or_default()
        .to_ascii_lowercase();
    if matches!(first.as_str(), "<tr>" | "<tr " | "<td>" | "<td ") {
        Html::parse_document(&format!("<table>{source}"))
    } else {
        Html::parse_document(source)
    }
}

fn files(tree: &Html, noise: &noise::Noise, hint: &Hint) -> Vec<Attachment> {
    let base = attachments::base_of(tree, hint.base);
    attachments::find(tree, noise, base.as_ref())
}

fn letters(flow: &Flow) -> usize {
    flow.items.iter().map(super::flow::Item::letters).sum()
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
