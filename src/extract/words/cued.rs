//! The words of a text that are cues, apart from the others: finders go through these alone, a fifth of all.

use std::borrow::Cow;
use std::ops::Range;

use super::piece::Pieces;
use super::{Cues, Piece, Stream};

/// A phrase by a word of it that is a cue, with what stands before and after.
pub(in crate::extract) type Around = (&'static str, &'static str, &'static str);

/// A stretch of text with its cues.
#[derive(Clone, Debug)]
pub(in crate::extract) struct Said<'a> {
    pub text: &'a str,
    cued: Cow<'a, [Piece]>,
    /// Where the text starts by the count of the cues.
    start: usize,
}

impl<'a> Said<'a> {
    /// A text that is no part of a document.
    pub fn alone(text: &'a str) -> Said<'a> {
        Said {
            text,
            cued: Pieces::of(text).filter(Piece::is_cue).collect(),
            start: 0,
        }
    }

    /// A stretch of a document whose words are `stream`.
    pub(super) fn of(text: &'a str, stream: &'a Stream) -> Said<'a> {
        let Some((_, start)) = stream.of_stretch(text) else {
            return Said::alone(text);
        };
        Said {
            text,
            cued: Cow::Borrowed(stream.cued_within(start, start + text.len())),
            start,
        }
    }

    /// The words that are cues of one of these, in order, with their bytes in the text.
    pub fn cued(&self, cues: Cues) -> impl Iterator<Item = (&Piece, Range<usize>)> {
        let of_these = self.cued.iter().filter(move |it| it.look.cues.has(cues));
        of_these.map(|piece| {
            let Piece { start, end, .. } = *piece;
            (
                piece,
                start as usize - self.start..end as usize - self.start,
            )
        })
    }

    /// Where the first of `phrases` starts, whose words are cues of that.
    pub fn says_one_of(&self, phrases: &[Around], cue: Cues) -> Option<usize> {
        let start_at = |word: Range<usize>| {
            let said = phrases.iter().find(|(before, said, after)| {
                self.text[word.clone()] == **said
                    && self.text[..word.start].ends_with(before)
                    && self.text[word.end..].starts_with(after)
            });
            said.map(|(before, ..)| word.start - before.len())
        };
        self.cued(cue).find_map(|(_, word)| start_at(word))
    }
}
