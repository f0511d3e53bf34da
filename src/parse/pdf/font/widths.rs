//! Advances by code or character identifier, in glyph space; NaN where the font gives none.

use lopdf::{Dictionary, Object};

use super::super::file::File;
use super::{CODES_MAX, Texts, metrics};

/// Advance of a glyph nobody gives a width for, in thousandths of the size: half an em is what a
/// Times digit takes.
pub(super) const WIDTH_UNKNOWN: f32 = 500.0;

/// Widths that ranges may set, over and over: each code twice.
const SET_MAX: usize = 2 * CODES_MAX;

pub(super) fn simple_widths(
    file: &File,
    dictionary: &Dictionary,
    descriptor: Option<&Dictionary>,
    base_name: &str,
    texts: &Texts,
) -> (Vec<f32>, f32) {
    let missing = descriptor.and_then(|descriptor| file.number(descriptor, b"MissingWidth"));
    let given = file
        .array(dictionary, b"Widths")
        .filter(|given| !given.is_empty());
    let Some(given) = given else {
        return (
            metrics::standard(base_name, texts),
            missing.unwrap_or(WIDTH_UNKNOWN),
        );
    };
    let first = file.number(dictionary, b"FirstChar").unwrap_or(0.0) as usize;
    let mut widths = vec![f32::NAN; first.min(256)];
    let numbers = given
        .iter()
        .map(|width| file.float(width).unwrap_or(f32::NAN));
    widths.extend(numbers.take(256 - widths.len()));
    (widths, missing.unwrap_or(0.0))
}

/// `W`: `[first [w w w] first last w …]`, and `DW`.
pub(super) fn composite_widths(file: &File, descendant: &Dictionary) -> (Vec<f32>, f32) {
    let width_default = file.number(descendant, b"DW").unwrap_or(1000.0);
    let mut widths = Vec::new();
    let mut left = SET_MAX;
    let mut items = file.array(descendant, b"W").unwrap_or_default().iter();
    while let (Some(first), Some(next)) = (items.next(), items.next()) {
        let Some(first) = file.float(first).filter(|_| 0 < left) else {
            break;
        };
        match file.resolve(next) {
            Some(Object::Array(list)) => {
                for (offset, width) in list.iter().enumerate() {
                    set_width(&mut widths, first as usize + offset, file.float(width));
                }
            }
            Some(last) => {
                let last = last.as_float().unwrap_or(first) as usize;
                let width = items.next().and_then(|width| file.float(width));
                for cid in (first as usize..=last.min(CODES_MAX)).take(left) {
                    set_width(&mut widths, cid, width);
                    left -= 1;
                }
            }
            None => break,
        }
    }
    (widths, width_default)
}

fn set_width(widths: &mut Vec<f32>, cid: usize, width: Option<f32>) {
    if CODES_MAX <= cid {
        return;
    }
    if widths.len() <= cid {
        widths.resize(cid + 1, f32::NAN);
    }
    widths[cid] = width.unwrap_or(f32::NAN);
}
