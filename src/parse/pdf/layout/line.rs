//! Pieces → rows → lines of words.

use std::borrow::Cow;

use super::super::page::Look;
use super::piece::{Piece, STRUCK_TWICE_MAX, is_mark, single};
use super::{Line, PageLayout, Role, Sheet, Word};
use crate::text::Rect;

/// Pieces on one base line, from left to right.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub pieces: Vec<Piece>,
    pub baseline: f32,
    pub size: f32,
    pub x0: f32,
    pub x1: f32,
}

/// Base lines within this many sizes are one line.
const BASELINE_TOLERANCE: f32 = 0.3;

/// Gap that is a space between pieces the producer put no space between, in sizes.
const SPACE_MIN: f32 = 0.13;

/// The same where it did. A space glyph alone makes no space: number stamps are put over runs of
/// placeholder spaces.
const SPACE_MIN_MARKED: f32 = 0.05;

/// Overlap beyond which two pieces are not simply side by side, in sizes.
const OVERLAP_MAX: f32 = 0.2;

pub(super) fn rows(sheet: &Sheet, mut indices: Vec<u32>) -> Vec<Row> {
    let piece = |index: &u32| &sheet.pieces[*index as usize];
    indices.sort_by(|a, b| piece(a).line_at.total_cmp(&piece(b).line_at).then(a.cmp(b)));
    let mut rows: Vec<Row> = Vec::new();
    for piece in indices.iter().map(piece) {
        match rows.last_mut() {
            Some(row)
                if piece.line_at - row.baseline
                    <= BASELINE_TOLERANCE * row.size.min(piece.size) =>
            {
                row.size = row.size.max(piece.size);
                row.pieces.push(*piece);
            }
            _ => rows.push(Row {
                pieces: vec![*piece],
                baseline: piece.line_at,
                size: piece.size,
                ..Row::default()
            }),
        }
    }
    for row in &mut rows {
        order(sheet, row);
    }
    rows
}

/// Sorts a row and measures it. Pieces that lie over one another are taken apart into glyphs:
/// fallback fonts are written after the rest of the line, bold is imitated by striking twice.
fn order(sheet: &Sheet, row: &mut Row) {
    row.pieces.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut end = f32::NEG_INFINITY;
    let mut is_tangled = false;
    for piece in &row.pieces {
        is_tangled |= lies_over(end, piece);
        end = end.max(piece.x1);
    }
    if is_tangled {
        row.pieces = untangle(sheet, &row.pieces);
    }
    row.x0 = row.pieces.first().map_or(0.0, |piece| piece.x0);
    row.x1 = row
        .pieces
        .iter()
        .map(|piece| piece.x1)
        .fold(row.x0, f32::max);
}

/// True if `piece` begins before what stands left of it ends.
fn lies_over(end: f32, piece: &Piece) -> bool {
    piece.x0 < end - OVERLAP_MAX * piece.size
}

fn untangle(sheet: &Sheet, pieces: &[Piece]) -> Vec<Piece> {
    let mut result = Vec::with_capacity(pieces.len());
    let mut tangle: Vec<Piece> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for piece in pieces {
        if !lies_over(end, piece) {
            release(sheet, &mut tangle, &mut result);
        }
        tangle.push(*piece);
        end = end.max(piece.x1);
    }
    release(sheet, &mut tangle, &mut result);
    result
}

/// Ends a run of pieces over one another.
fn release(sheet: &Sheet, tangle: &mut Vec<Piece>, result: &mut Vec<Piece>) {
    if tangle.len() <= 1 {
        result.append(tangle);
        return;
    }
    let mut glyphs: Vec<Piece> = tangle
        .drain(..)
        .flat_map(|piece| glyphs_of(sheet, piece))
        .collect();
    let middle = |piece: &Piece| piece.x0 + piece.x1;
    glyphs.sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.first.cmp(&b.first)));
    let start = result.len();
    for glyph in glyphs {
        let recent = result[start..].iter().rev().take(4);
        let is_struck_twice = recent
            .into_iter()
            .any(|earlier| is_twin(sheet, earlier, &glyph));
        if !is_struck_twice {
            result.push(glyph);
        }
    }
}

/// The glyphs of a piece, each with its line and the marks that stand on it.
fn glyphs_of(sheet: &Sheet, piece: Piece) -> impl Iterator<Item = Piece> {
    let mut parts: Vec<Piece> = Vec::new();
    for index in piece.first..piece.end {
        let glyph = &sheet.canvas.glyphs[index as usize];
        let is_mark = sheet
            .canvas
            .text_of(glyph)
            .chars()
            .next()
            .is_none_or(is_mark);
        match parts.last_mut() {
            Some(last) if is_mark => last.end = index + 1,
            _ => parts.push(Piece {
                line_at: piece.line_at,
                is_raised: piece.is_raised,
                after_space: piece.after_space && index == piece.first,
                ..single(index, glyph, &sheet.frame)
            }),
        }
    }
    parts.into_iter()
}

fn is_twin(sheet: &Sheet, a: &Piece, b: &Piece) -> bool {
    (a.x0 - b.x0).abs() < STRUCK_TWICE_MAX * a.size
        && a.size < b.size * 1.2
        && b.size < a.size * 1.2
        && a.text(sheet.canvas) == b.text(sheet.canvas)
}

/// Writes rows into the page as lines.
pub(super) fn lines(sheet: &Sheet, rows: Vec<Row>, page: &mut PageLayout) -> Vec<Line> {
    rows.into_iter()
        .map(|row| line(sheet, &row, page))
        .collect()
}

fn line(sheet: &Sheet, row: &Row, page: &mut PageLayout) -> Line {
    let start = page.words.len() as u32;
    let mut before: Option<&Piece> = None;
    for piece in &row.pieces {
        let joined = before.is_some_and(|before| !is_space_between(sheet, before, piece));
        let goes_on = joined && before.is_some_and(|before| before.stamp == piece.stamp);
        let text = text_of(sheet, piece);
        let box_of = sheet.frame.leave_rect(bounds(piece));
        match page.words.last_mut() {
            Some(word) if goes_on => {
                word.len += text.len() as u32;
                word.rect = cover(word.rect, box_of);
                word.x1 = word.x1.max(piece.x1);
            }
            _ => page.words.push(Word {
                at: page.text.len() as u32,
                len: text.len() as u32,
                rect: box_of,
                x0: piece.x0,
                x1: piece.x1,
                stamp: piece.stamp != 0,
                confidence: confidence_of(sheet, piece),
                joined,
            }),
        }
        page.text.push_str(&text);
        before = Some(piece);
    }
    Line {
        words: start..page.words.len() as u32,
        x0: row.x0,
        x1: row.x1,
        baseline: row.baseline,
        size: usual_size(row),
        look: usual_look(row),
        role: Role::Body,
    }
}

/// A word of a picture is one glyph.
fn confidence_of(sheet: &Sheet, piece: &Piece) -> u8 {
    let first = sheet.canvas.glyphs.get(piece.first as usize);
    first.map_or(0, |glyph| glyph.confidence)
}

/// All pieces in the order of the content, as furniture: text along no edge has no lines to find.
pub(super) fn as_written(sheet: &Sheet, page: &mut PageLayout) -> Line {
    let start = page.words.len() as u32;
    for piece in &sheet.pieces {
        let text = piece.text(sheet.canvas);
        page.words.push(Word {
            at: page.text.len() as u32,
            len: text.len() as u32,
            rect: sheet.frame.leave_rect(bounds(piece)),
            x0: piece.x0,
            x1: piece.x1,
            stamp: piece.stamp != 0,
            confidence: confidence_of(sheet, piece),
            joined: !piece.after_space,
        });
        page.text.push_str(text);
    }
    let row = Row {
        pieces: sheet.pieces.clone(),
        ..Row::default()
    };
    Line {
        words: start..page.words.len() as u32,
        x0: 0.0,
        x1: 0.0,
        baseline: 0.0,
        size: usual_size(&row),
        look: usual_look(&row),
        role: Role::Furniture,
    }
}

fn is_space_between(sheet: &Sheet, before: &Piece, piece: &Piece) -> bool {
    let gap = piece.x0 - before.x1;
    let is_marked = piece.after_space && before.end == piece.first;
    let least = if is_marked {
        SPACE_MIN_MARKED
    } else {
        SPACE_MIN
    };
    let size = before.size.min(piece.size);
    if (before.stamp == 0) != (piece.stamp == 0) && is_between_kinds(sheet, before, piece) {
        return true;
    }
    let is_mark_of_note = piece.is_raised != before.is_raised;
    if is_mark_of_note && !is_marked {
        0.3 * size < gap
    } else {
        least * size <= gap
    }
}

/// A stamped number that touches a word ("ngày" + "15"): the clerk aimed at the blank between.
fn is_between_kinds(sheet: &Sheet, before: &Piece, piece: &Piece) -> bool {
    let last = before.text(sheet.canvas).chars().next_back();
    let first = piece.text(sheet.canvas).chars().next();
    let (Some(last), Some(first)) = (last, first) else {
        return false;
    };
    (last.is_alphabetic() && first.is_ascii_digit())
        || (last.is_ascii_digit() && first.is_alphabetic())
}

/// Raised digits as superscript digits: `42/2024/QH15¹` keeps its number, `m²` its meaning.
fn text_of<'s>(sheet: &Sheet<'s>, piece: &Piece) -> Cow<'s, str> {
    let text = piece.text(sheet.canvas);
    if !piece.is_raised || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    Cow::Owned(
        text.bytes()
            .map(|byte| RAISED[usize::from(byte - b'0')])
            .collect(),
    )
}

/// From the top of the marks on a capital to the bottom of a descender or a dot below.
fn bounds(piece: &Piece) -> Rect {
    Rect {
        x0: piece.x0,
        y0: piece.baseline - 0.9 * piece.size,
        x1: piece.x1,
        y1: piece.baseline + 0.25 * piece.size,
    }
}

fn cover(a: Rect, b: Rect) -> Rect {
    Rect {
        x0: a.x0.min(b.x0),
        y0: a.y0.min(b.y0),
        x1: a.x1.max(b.x1),
        y1: a.y1.max(b.y1),
    }
}

/// The size of most of the row's width.
fn usual_size(row: &Row) -> f32 {
    /// Different sizes a line is asked for; a line of more is no text.
    const SIZES_MAX: usize = 8;
    let mut widths: Vec<(f32, f32)> = Vec::new();
    for piece in &row.pieces {
        let width = piece.x1 - piece.x0;
        let known = widths
            .iter()
            .position(|(size, _)| (size - piece.size).abs() < 0.25);
        match known {
            Some(at) => widths[at].1 += width,
            None if widths.len() < SIZES_MAX => widths.push((piece.size, width)),
            None => {}
        }
    }
    let widest = widths.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    widest.map_or(row.size, |(size, _)| *size)
}

fn usual_look(row: &Row) -> Look {
    let width = |has: fn(&Look) -> bool| -> f32 {
        let with = row.pieces.iter().filter(|piece| has(&piece.look));
        with.map(|piece| piece.x1 - piece.x0).sum()
    };
    let all = width(|_| true);
    Look {
        bold: 0.8 * all < width(|look| look.bold),
        italic: 0.8 * all < width(|look| look.italic),
    }
}
