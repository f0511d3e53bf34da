//! Clean text with a way back. A reader pushes stretches of text with the [`Place`] each came from
//! into a [`super::Builder`]; out comes one NFC string and a sorted list of [`Run`]s that cover it.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{SourceSpan, Span};

/// A rectangle on a page, in points from the top left corner, y growing downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

/// Where a stretch of clean text stands in the published file.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Bytes of the file itself (HTML, plain text).
    Bytes(SourceSpan),
    /// Bytes of one part of a package; `part` indexes [`crate::parse`]'s list of part names.
    Part { part: u16, bytes: SourceSpan },
    /// A box on a page, counted from 1. `stamp` is true for the appearance of a signature widget.
    Page { page: u32, rect: Rect, stamp: bool },
    /// Nowhere: a separator the reader put between two blocks or cells.
    Made,
}

/// A stretch of clean text that came from one place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub clean: Span,
    pub place: Place,
    /// True if the clean bytes are the source bytes, so that a part of the run maps exactly.
    /// False for a cluster that cleaning changed: it maps as a whole.
    pub verbatim: bool,
}

/// NFC text in which every byte knows where it was published. Dereferences to `str`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CleanText {
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
}

impl CleanText {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The same text where the bytes it came from are those of a part of the file.
    pub fn in_part(mut self, part: u16) -> CleanText {
        for run in &mut self.runs {
            if let Place::Bytes(bytes) = run.place {
                run.place = Place::Part { part, bytes };
            }
        }
        self
    }

    /// The places `span` came from, in reading order; a verbatim run is cut to the span.
    pub fn places(&self, span: Span) -> impl Iterator<Item = Place> + '_ {
        let first = self.runs.partition_point(|run| run.clean.end <= span.start);
        self.runs[first..]
            .iter()
            .take_while(move |run| run.clean.start < span.end)
            .map(move |run| run.cut(span))
    }

    /// The smallest stretch of the file's own bytes that holds `span`, if it came from such bytes.
    pub fn to_source(&self, span: Span) -> Option<SourceSpan> {
        let mut cover: Option<SourceSpan> = None;
        for place in self.places(span) {
            if let Place::Bytes(bytes) = place {
                let so_far = cover.unwrap_or(bytes);
                cover = Some(so_far.cover(bytes));
            }
        }
        cover
    }

    /// The page on which `span` starts, counted from 1; `None` where the source has no pages.
    pub fn page(&self, span: Span) -> Option<u32> {
        self.places(span).find_map(|place| match place {
            Place::Page { page, .. } => Some(page),
            Place::Bytes(_) | Place::Part { .. } | Place::Made => None,
        })
    }
}

impl Run {
    pub(super) fn cut(&self, span: Span) -> Place {
        let start = span.start.max(self.clean.start) - self.clean.start;
        let end = span.end.min(self.clean.end) - self.clean.start;
        let part_of = |bytes: SourceSpan| SourceSpan {
            start: bytes.start + start,
            end: bytes.start + end,
        };
        match self.place {
            Place::Bytes(bytes) if self.verbatim => Place::Bytes(part_of(bytes)),
            Place::Part { part, bytes } if self.verbatim => Place::Part {
                part,
                bytes: part_of(bytes),
            },
            whole => whole,
        }
    }
}

impl Deref for CleanText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}
