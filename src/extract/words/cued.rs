//! The words of a text that are cues, apart from the others: finders go through these alone, a fifth of all.

use std::borrow::Cow;
use std::ops::Range;

use super::piece::Pieces;
use super::{Cues, Piece, Stream, Words, known};

/// A word that is a cue, and of what.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Cued {
    pub piece: Piece,
    pub cues: Cues,
}

/// A stretch of text with its cues.
#[derive(Clone, Debug)]
pub(in crate::extract) struct Said<'a> {
    pub text: &'a str,
    cued: Cow<'a, [Cued]>,
    /// Where the text starts by the count of the cues.
    start: usize,
}

/// The cues of a whole document.
pub(in crate::extract) struct AllCued(Vec<Cued>);

impl AllCued {
    pub fn of(stream: &Stream) -> AllCued {
        AllCued(read(stream.text(), stream.pieces()))
    }

    /// `stretch` with its cues.
    pub fn said<'a>(&'a self, stretch: &'a str, words: &Words) -> Said<'a> {
        let Some((_, start)) = words.pieces(stretch) else {
            return Said::alone(stretch);
        };
        let first_from = |byte: usize| {
            self.0
                .partition_point(|cued| (cued.piece.start as usize) < byte)
        };
        let cued = &self.0[first_from(start)..first_from(start + stretch.len())];
        Said {
            text: stretch,
            cued: Cow::Borrowed(cued),
            start,
        }
    }
}

impl<'a> Said<'a> {
    /// A text that is no part of a document.
    pub fn alone(text: &'a str) -> Said<'a> {
        let pieces: Vec<Piece> = Pieces::of(text).collect();
        Said {
            text,
            cued: Cow::Owned(read(text, &pieces)),
            start: 0,
        }
    }

    /// True if a word is a cue of one of these.
    pub fn has(&self, cues: Cues) -> bool {
        self.cued.iter().any(|cued| cued.cues.has(cues))
    }

    /// The words that are cues of one of these, in order, with their bytes in the text.
    pub fn cued(&self, cues: Cues) -> impl Iterator<Item = (&Cued, Range<usize>)> {
        let of_these = self.cued.iter().filter(move |cued| cued.cues.has(cues));
        of_these.map(|cued| {
            let Piece { start, end, .. } = cued.piece;
            (cued, start as usize - self.start..end as usize - self.start)
        })
    }
}

fn read(text: &str, pieces: &[Piece]) -> Vec<Cued> {
    /// Words to one that is a cue, no more than usual.
    const RARITY: usize = 4;
    let table = &known().cues;
    let mut all = Vec::with_capacity(pieces.len() / RARITY);
    for piece in pieces {
        let mut cues = piece.cues_by(table);
        // "QuýIV", "QI": the numeral clings to it.
        if piece.word == Piece::UNKNOWN && text.as_bytes()[piece.start as usize] == b'Q' {
            cues |= Cues::PERIOD;
        }
        if cues != Cues::default() {
            all.push(Cued {
                piece: *piece,
                cues,
            });
        }
    }
    all
}
