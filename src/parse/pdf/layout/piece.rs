//! Glyphs → pieces: stretches of glyphs that follow each other in the content and on the line
//! without a gap. A piece is a word, or a part of one where the producer changed fonts inside it.

use super::super::matrix::length;
use super::super::page::{Canvas, Frame, Glyph, Look};

/// Gap that ends a piece, in sizes. Kerning and rounding stay under a tenth.
const GAP_MAX: f32 = 0.13;

/// Overlap a kerned glyph may have with the one before it, in sizes.
const OVERLAP_MAX: f32 = 0.35;

/// Glyphs with the same text within this distance are one glyph struck twice, in sizes.
pub(super) const STRUCK_TWICE_MAX: f32 = 0.15;

/// Note marks are smaller than the line they stand in: Word takes 65 %, ReportLab 85 %.
const RAISED_SIZE_MAX: f32 = 0.9;

/// Coordinates are in the frame of reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Glyphs in the canvas.
    pub first: u32,
    pub end: u32,
    pub x0: f32,
    pub x1: f32,
    pub baseline: f32,
    /// The line it belongs to, which for a raised note mark is not its own base line.
    pub line_at: f32,
    pub size: f32,
    pub look: Look,
    pub stamp: u16,
    pub after_space: bool,
    /// Raised and small: a note mark or an exponent.
    pub is_raised: bool,
    /// Belongs elsewhere: a signature text, or covered by a stamp.
    pub is_taken: bool,
}

impl Piece {
    pub fn text<'c>(&self, canvas: &'c Canvas) -> &'c str {
        let glyphs = &canvas.glyphs[self.first as usize..self.end as usize];
        let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else {
            return "";
        };
        let end = last.at as usize + usize::from(last.len);
        canvas.text.get(first.at as usize..end).unwrap_or("")
    }

    pub fn middle(&self) -> (f32, f32) {
        ((self.x0 + self.x1) / 2.0, self.baseline - self.size * 0.3)
    }
}

/// All pieces of one heading, in content order.
pub(super) fn cut(canvas: &Canvas, frame: &Frame) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(canvas.glyphs.len() / 3);
    for (index, glyph) in canvas.glyphs.iter().enumerate() {
        if glyph.heading != frame.heading {
            continue;
        }
        let single = single(index as u32, glyph, frame);
        match pieces.last_mut() {
            Some(last) if goes_on(last, &single, glyph, canvas, frame) => {
                last.end = single.end;
                last.x0 = last.x0.min(single.x0);
                last.x1 = last.x1.max(single.x1);
            }
            _ => pieces.push(single),
        }
    }
    raise(&mut pieces);
    pieces
}

/// A piece of one glyph.
pub(super) fn single(index: u32, glyph: &Glyph, frame: &Frame) -> Piece {
    let (x, y) = frame.enter(glyph.x, glyph.y);
    Piece {
        first: index,
        end: index + 1,
        x0: x,
        x1: x + length(glyph.dx, glyph.dy),
        baseline: y,
        line_at: y,
        size: glyph.size,
        look: glyph.look,
        stamp: glyph.stamp,
        after_space: glyph.after_space,
        is_raised: false,
        is_taken: false,
    }
}

fn goes_on(piece: &Piece, next: &Piece, glyph: &Glyph, canvas: &Canvas, frame: &Frame) -> bool {
    let gap = next.x0 - piece.x1;
    let mark = canvas.text_of(glyph).chars().next().is_some_and(is_mark);
    if mark {
        // A mark drawn over its letter, wherever its origin lies.
        return gap.abs() < piece.size && (next.baseline - piece.baseline).abs() < piece.size;
    }
    piece.end == next.first
        && !is_struck_again(piece, next, glyph, canvas, frame)
        && piece.stamp == next.stamp
        && !next.after_space
        && (next.baseline - piece.baseline).abs() <= 0.1 * piece.size
        && next.size < piece.size * 1.3
        && piece.size < next.size * 1.3
        && (-OVERLAP_MAX * piece.size..GAP_MAX * piece.size).contains(&gap)
}

/// The last glyph of the piece once more, in its place: bold by hand, of a narrow letter. Over a wide
/// one the gap says so.
fn is_struck_again(
    piece: &Piece,
    next: &Piece,
    glyph: &Glyph,
    canvas: &Canvas,
    frame: &Frame,
) -> bool {
    let last = canvas.glyphs.get(piece.end as usize - 1);
    last.is_some_and(|last| {
        let (x, _) = frame.enter(last.x, last.y);
        (next.x0 - x).abs() < STRUCK_TWICE_MAX * next.size
            && canvas.text_of(last) == canvas.text_of(glyph)
    })
}

pub(super) fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Finds note marks and exponents: small, raised, against a larger neighbour in content order.
/// They are given the line of that neighbour.
fn raise(pieces: &mut [Piece]) {
    for index in 0..pieces.len() {
        let piece = pieces[index];
        let before = index.checked_sub(1).map(|before| pieces[before]);
        let after = pieces.get(index + 1).copied();
        let host = before
            .filter(|host| is_raised_against(&piece, host, piece.x0 - host.x1))
            .or(after.filter(|host| is_raised_against(&piece, host, host.x0 - piece.x1)));
        if let Some(host) = host {
            pieces[index].is_raised = piece.baseline < host.baseline;
            pieces[index].line_at = host.line_at;
        }
    }
}

fn is_raised_against(piece: &Piece, host: &Piece, gap: f32) -> bool {
    let drop = piece.baseline - host.baseline;
    piece.size < RAISED_SIZE_MAX * host.size
        && piece.stamp == host.stamp
        && (-0.2 * host.size..0.5 * host.size).contains(&gap)
        && (-0.75 * host.size..0.3 * host.size).contains(&drop)
        && 0.1 * host.size < drop.abs()
}
