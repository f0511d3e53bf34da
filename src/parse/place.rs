//! Places of stretches of text: the part of one, two of them made one.

use crate::text::{Place, SourceSpan};

/// The place of `text[from..to]` when all of `text` is at `place`.
pub(super) fn part_of(place: Place, text: &str, from: usize, to: usize) -> Place {
    let Some(bytes) = bytes_of(place).filter(|bytes| bytes.range().len() == text.len()) else {
        return place;
    };
    with_bytes(
        place,
        SourceSpan::new(bytes.start as usize + from, bytes.start as usize + to),
    )
}

pub(super) fn bytes_of(place: Place) -> Option<SourceSpan> {
    match place {
        Place::Bytes(bytes) | Place::Part { bytes, .. } => Some(bytes),
        Place::Page { .. } | Place::Made => None,
    }
}

fn with_bytes(place: Place, bytes: SourceSpan) -> Place {
    match place {
        Place::Bytes(_) => Place::Bytes(bytes),
        Place::Part { part, .. } => Place::Part { part, bytes },
        other @ (Place::Page { .. } | Place::Made) => other,
    }
}

/// True if `next` starts where `before` ends, in the same part.
pub(super) fn touches(before: Place, next: Place) -> bool {
    match (before, next) {
        (Place::Bytes(a), Place::Bytes(b)) => a.end == b.start,
        (Place::Part { part: p, bytes: a }, Place::Part { part: q, bytes: b }) => {
            p == q && a.end == b.start
        }
        _ => false,
    }
}

/// The smallest place that holds both; the first where they cannot be joined.
pub(super) fn cover(a: Place, b: Place) -> Place {
    let joined = match (a, b) {
        (Place::Bytes(a), Place::Bytes(b)) => Some((a, b)),
        (Place::Part { part: p, bytes: a }, Place::Part { part: q, bytes: b }) if p == q => {
            Some((a, b))
        }
        _ => None,
    };
    let Some((x, y)) = joined else { return a };
    let start = x.start.min(y.start) as usize;
    let end = x.end.max(y.end) as usize;
    with_bytes(a, SourceSpan::new(start, end))
}
