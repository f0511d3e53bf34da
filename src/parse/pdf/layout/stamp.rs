//! Appearances among the page content: the clerk's number and date go into the blanks left for
//! them, signature texts stay apart.

use std::collections::BTreeMap;

use super::Sheet;
use super::line::Row;
use super::piece::{Piece, single};
use crate::text::fold;

/// How far a stamp's base line may lie from that of the line it was put on, in sizes of the line.
const BASELINE_OFF_MAX: f32 = 0.7;

/// Stamped words of one page that are put in place; a filled form has hundreds.
const STAMPED_PIECES_MAX: usize = 5_000;

/// Words by which a signature text names itself. It tells who signed when, which may be the portal,
/// and is never part of the document's own text.
const SIGNATURE_WORDS: &[&str] = &[
    "nguoi ky",
    "thoi gian ky",
    "ngay ky",
    "ky boi",
    "ky so",
    "chu ky so",
    "co quan:",
    "signed by",
    "signature",
    "signing time",
    "email:",
];

/// Takes out the pieces of signature texts, one list per appearance.
pub(super) fn take_signatures(sheet: &mut Sheet) -> Vec<Vec<u32>> {
    let mut by_stamp: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    for (index, piece) in sheet
        .pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.stamp != 0)
    {
        by_stamp.entry(piece.stamp).or_default().push(index as u32);
    }
    let mut found = Vec::new();
    for indices in by_stamp.into_values() {
        if is_signature(sheet, &indices) {
            for index in &indices {
                sheet.pieces[*index as usize].is_taken = true;
            }
            found.push(indices);
        }
    }
    found
}

fn is_signature(sheet: &Sheet, indices: &[u32]) -> bool {
    let words: Vec<&str> = indices
        .iter()
        .map(|index| sheet.pieces[*index as usize].text(sheet.canvas))
        .collect();
    let text = fold(&words.join(" "));
    // What a clerk fills in is a number or a date; a name alone belongs to a seal.
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    !has_digit || SIGNATURE_WORDS.iter().any(|word| text.contains(word))
}

/// Gives each remaining stamp the base line of the content it was put on; returns what stamps were
/// put over: the digit they correct ("tháng 4" + "5"), the dots of a blank.
pub(super) fn settle(sheet: &mut Sheet) -> Vec<u32> {
    let mut covered = Vec::new();
    let is_open = |piece: &Piece| piece.stamp != 0 && !piece.is_taken;
    let stamps: Vec<usize> = (0..sheet.pieces.len())
        .filter(|index| is_open(&sheet.pieces[*index]))
        .take(STAMPED_PIECES_MAX)
        .collect();
    for index in stamps {
        let stamp = sheet.pieces[index];
        let nearest = sheet
            .pieces
            .iter()
            .filter(|piece| piece.stamp == 0 && !piece.is_raised && !piece.is_taken)
            .map(|piece| (off(&stamp, piece), piece.line_at, piece.size))
            .filter(|(off, _, size)| *off <= BASELINE_OFF_MAX * size)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, line_at, _)) = nearest {
            sheet.pieces[index].line_at = line_at;
            cover(sheet, index, &mut covered);
        }
    }
    covered
}

/// Takes away what stands under the stamp at `index`.
fn cover(sheet: &mut Sheet, index: usize, covered: &mut Vec<u32>) {
    let stamp = sheet.pieces[index];
    let under = |piece: &Piece| {
        piece.stamp == 0
            && !piece.is_taken
            && (piece.line_at - stamp.line_at).abs() < 0.3 * piece.size
            && piece.x0 < stamp.x1
            && stamp.x0 < piece.x1
    };
    let found: Vec<usize> = (0..sheet.pieces.len())
        .filter(|at| under(&sheet.pieces[*at]))
        .collect();
    for at in found {
        for part in split_leaders(sheet, at) {
            let piece = sheet.pieces[part];
            let text = piece.text(sheet.canvas);
            let shared = piece.x1.min(stamp.x1) - piece.x0.max(stamp.x0);
            let narrower = (piece.x1 - piece.x0).min(stamp.x1 - stamp.x0);
            let is_corrected = text.bytes().all(|byte| byte.is_ascii_digit());
            let is_blank = text.chars().all(is_leader);
            if (is_blank && 0.0 < shared) || (is_corrected && 0.5 * narrower < shared) {
                sheet.pieces[part].is_taken = true;
                covered.push(part as u32);
            }
        }
    }
}

/// `......./KH-UBND` is one piece; its dots are made a piece of their own. Returns all parts.
fn split_leaders(sheet: &mut Sheet, at: usize) -> Vec<usize> {
    let whole = sheet.pieces[at];
    let is_dot = |index: u32| {
        let text = sheet.canvas.text_of(&sheet.canvas.glyphs[index as usize]);
        !text.is_empty() && text.chars().all(is_leader)
    };
    let mut ends: Vec<u32> = (whole.first + 1..whole.end)
        .filter(|index| is_dot(*index) != is_dot(index - 1))
        .collect();
    ends.push(whole.end);
    let mut parts = Vec::new();
    let mut start = whole.first;
    for end in ends {
        let glyphs = &sheet.canvas.glyphs[start as usize..end as usize];
        let mut part = Piece {
            first: start,
            end,
            ..whole
        };
        if let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) {
            part.x0 = single(start, first, &sheet.frame).x0;
            part.x1 = single(end - 1, last, &sheet.frame).x1;
        }
        part.after_space &= start == whole.first;
        if start == whole.first {
            sheet.pieces[at] = part;
            parts.push(at);
        } else {
            parts.push(sheet.pieces.len());
            sheet.pieces.push(part);
        }
        start = end;
    }
    parts
}

fn is_leader(c: char) -> bool {
    matches!(c, '.' | '…' | '_' | '·')
}

/// Splits rows that hold nothing but stamps (number and date over a scan) stamp by stamp.
pub(super) fn apart(rows: Vec<Row>) -> Vec<Row> {
    let mut result = Vec::with_capacity(rows.len());
    for row in rows {
        if row.pieces.iter().any(|piece| piece.stamp == 0) {
            result.push(row);
            continue;
        }
        for pieces in row.pieces.chunk_by(|a, b| a.stamp == b.stamp) {
            result.push(Row {
                x0: pieces
                    .iter()
                    .map(|piece| piece.x0)
                    .fold(f32::INFINITY, f32::min),
                x1: pieces
                    .iter()
                    .map(|piece| piece.x1)
                    .fold(f32::NEG_INFINITY, f32::max),
                pieces: pieces.to_vec(),
                ..row
            });
        }
    }
    result
}

/// Vertical distance, with a little weight on the horizontal one: of two columns whose lines are
/// a point apart the nearer one is meant.
fn off(stamp: &Piece, piece: &Piece) -> f32 {
    const SIDEWAYS_WEIGHT: f32 = 0.005;
    let sideways = (piece.x0 - stamp.x1).max(stamp.x0 - piece.x1).max(0.0);
    (stamp.baseline - piece.line_at).abs() + sideways * SIDEWAYS_WEIGHT
}
