//! Rich Text Format in, its document out.
//!
//! In: bytes that start with `{\rtf`. Out: paragraphs with weight and alignment, tables, footnotes at
//! the end, running heads as furniture, places in the file itself. Promise: groups nest as deep as
//! they like, unknown words are passed over. Fonts of before Unicode are told by their names.
//!
//! Why our own: rtf-parser keeps neither tables nor positions.

mod fonts;
mod reader;
mod token;

use super::flow::Flow;
use super::{Document, Limits, MediaType, layout, rows};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Document {
    let parts = reader::read(bytes);
    let items = [parts.body, parts.footnotes, parts.heads]
        .into_iter()
        .flat_map(rows::items);
    let flow = Flow {
        items: items.collect(),
        ..Flow::default()
    };
    layout::lay_out(MediaType::Rtf, flow, limits)
}
