//! Appearances among the page content: the clerk's number and date go into the blanks left for
//! them, signature texts stay apart.

use std::collections::BTreeMap;

use super::Sheet;
use super::piece::Piece;
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
    for (index, piece) in sheet.pieces.iter().enumerate().filter(|(_, piece)| piece.stamp != 0) {
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
    SIGNATURE_WORDS.iter().any(|word| text.contains(word))
}

/// Gives each remaining stamp the base line of the content it was put on, and takes away what it
/// covers.
pub(super) fn settle(sheet: &mut Sheet) {
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
        }
    }
}

/// Vertical distance, with a little weight on the horizontal one: of two columns whose lines are
/// a point apart the nearer one is meant.
fn off(stamp: &Piece, piece: &Piece) -> f32 {
    const SIDEWAYS_WEIGHT: f32 = 0.005;
    let sideways = (piece.x0 - stamp.x1).max(stamp.x0 - piece.x1).max(0.0);
    (stamp.baseline - piece.line_at).abs() + sideways * SIDEWAYS_WEIGHT
}
