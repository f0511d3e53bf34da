//! The words of the clean text: read once for all grammars, each with its number among the words that any of them knows.
//!
//! One pass over the text makes the [`Stream`]: words, numbers and marks with where they stand, what they look like, and
//! their number. The citation lexer goes through it, and the task grammar takes from it the tokens of any stretch, where
//! the longest phrase of its list wins. What a class means is the grammar's business.
//!
//! Why one stream and not a reading for each grammar: finding words is most of the work of either, and the tokens of one
//! line are asked for three times and more, whole and in parts.

mod cue;
mod cued;
mod known;
pub(super) mod list;
mod phrases;
mod piece;
mod stream;
mod stretch;

use std::ops::Range;

pub(super) use cue::Cues;
pub(super) use cued::{Around, Said};
pub(super) use known::known;
pub(super) use piece::Piece;
pub(super) use stream::Stream;
pub(super) use stretch::Stretch;

pub(super) use crate::text::Shape;
use phrases::Phrases;
use piece::Pieces;

/// What a word (or a phrase of the list) can do in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// "các", "tất cả các", "mỗi": opens a group.
    Quantity,
    /// "Giám đốc", "Thủ trưởng": a title that stands for its agency.
    Office,
    /// "Sở", "UBND", "Văn phòng": an agency by its first word.
    Head,
    /// "sở", "ban", "đơn vị": bodies in lower case, which share one "các".
    Body,
    /// "tỉnh", "huyện", "thị xã": levels, after a head or as bodies themselves.
    Level,
    /// "trực thuộc", "có liên quan": completes an agency and never ends one.
    Modifier,
    /// A verb in lower case: no agency goes past it.
    Verb,
    /// The same with a capital: opens an instruction.
    Action,
    /// "có trách nhiệm", "làm đầu mối": the agency before it must.
    Duty,
    /// "chủ trì".
    Lead,
    /// "phối hợp với".
    Support,
    /// "giao", "yêu cầu", "đề nghị": the agency after it must.
    Assign,
    /// "phải", "cần", "căn cứ", "định kỳ": what may stand between an agency and its verb.
    Modal,
    /// "đã", "vừa": tells, does not assign.
    Past,
    /// "trong", "theo", "để": no agency goes past it, and none is the subject before it alone.
    Preposition,
    /// "do": the doer of a passive clause follows.
    By,
    And,
    /// "Hưng Yên": a province, with which the name of an agency ends.
    Place,
    /// A word with a capital.
    Name,
    Small,
    Digits,
    Comma,
    Semicolon,
    Colon,
    Period,
    Open,
    Close,
    Dash,
    Slash,
    Break,
}

/// Offsets in the text of the [`Stretch`] it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    pub class: Class,
}

impl Token {
    pub fn text<'a>(&self, whole: &'a str) -> &'a str {
        &whole[self.start as usize..self.end as usize]
    }
}

/// The words of a document, and the tokens of the stretch that was read last: parts of one line are asked for one after
/// the other.
pub(super) struct Words<'s> {
    stream: &'s Stream<'s>,
    tokens: Vec<Token>,
    /// The tokens are of a stretch of the document, and their offsets the document's.
    is_of_document: bool,
}

impl<'s> Words<'s> {
    pub fn of(stream: &'s Stream<'s>) -> Words<'s> {
        Words {
            stream,
            tokens: Vec::new(),
            is_of_document: false,
        }
    }

    /// Room of its own for another stretch of the same document.
    pub fn beside(&self) -> Words<'s> {
        Words::of(self.stream)
    }

    /// The tokens of `stretch`.
    pub fn read<'a>(&'a mut self, stretch: &'a str) -> Stretch<'a> {
        let Some((pieces, start)) = self.stream.of_stretch(stretch) else {
            self.is_of_document = false;
            let pieces: Vec<Piece> = Pieces::of(stretch).collect();
            known().phrases.read(&pieces, &mut self.tokens);
            return Stretch::new(stretch, 0, &self.tokens);
        };
        let place = self.place(pieces).unwrap_or_else(|| {
            self.is_of_document = true;
            known().phrases.read(pieces, &mut self.tokens);
            0..self.tokens.len()
        });
        let text = &self.stream.text()[..start + stretch.len()];
        Stretch::new(text, start, &self.tokens[place])
    }

    /// Where the tokens of `pieces` are among those read last. A part that no phrase goes beyond has those of the whole.
    fn place(&self, pieces: &[Piece]) -> Option<Range<usize>> {
        let (start, end) = (pieces.first()?.start, pieces.last()?.end);
        let first = self.tokens.binary_search_by_key(&start, |it| it.start);
        let last = self.tokens.binary_search_by_key(&end, |it| it.end);
        (self.is_of_document).then_some(first.ok()?..last.ok()? + 1)
    }

    /// The pieces of `stretch` with their places in the document, if it is a part of it.
    pub fn pieces(&self, stretch: &str) -> Option<(&[Piece], usize)> {
        self.stream.of_stretch(stretch)
    }

    /// `stretch` with its cues.
    pub fn said<'a>(&self, stretch: &'a str) -> Said<'a>
    where
        's: 'a,
    {
        Said::of(stretch, self.stream)
    }

    /// True if a word of `stretch` is a cue of that; perhaps, if it is no part of the document.
    pub fn has(&self, stretch: &str, cue: Cues) -> bool {
        self.stream.has(stretch, cue)
    }

    /// `stretch` with one blank between words and none around.
    pub fn collapsed(&self, stretch: &str) -> String {
        self.stream.collapsed(stretch)
    }

    /// The class of the first phrase of `stretch`, of which no more than `most` bytes are looked at.
    pub fn first(&self, stretch: &str, most: usize) -> Option<Class> {
        if let Some((pieces, start)) = self.pieces(stretch) {
            let first = pieces.first()?;
            let (class, used) = known()
                .phrases
                .longest(pieces)
                .unwrap_or((first.look.class, 1));
            // What goes past the limit would be cut.
            let last = pieces.get(used).unwrap_or(&pieces[used - 1]);
            if last.end as usize - start <= most {
                return Some(class);
            }
        }
        let stretch = &stretch[..stretch.floor_char_boundary(stretch.len().min(most))];
        let pieces: Vec<Piece> = Pieces::of(stretch).take(Phrases::WORDS_MAX).collect();
        let first = pieces.first()?;
        let phrase = known().phrases.longest(&pieces);
        Some(phrase.map_or(first.look.class, |(class, _)| class))
    }
}

/// The class of the first word or phrase of `stretch`, read for itself.
pub(super) fn first(stretch: &str) -> Option<Class> {
    Words::default().first(stretch, stretch.len())
}

/// No document: every stretch is read for itself.
impl Default for Words<'_> {
    fn default() -> Self {
        static NONE: Stream<'static> = Stream::EMPTY;
        Words::of(&NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<(&str, Class)> {
        in_document(&mut Words::default(), text)
    }

    fn in_document<'a>(words: &mut Words, stretch: &'a str) -> Vec<(&'a str, Class)> {
        let read = words.read(stretch);
        let own = |offset: u32| offset as usize - read.start;
        let token = |token: &Token| (&stretch[own(token.start)..own(token.end)], token.class);
        read.tokens.iter().map(token).collect()
    }

    #[test]
    fn a_stretch_of_a_document_has_the_tokens_it_has_alone() {
        let text = "1.5 Sở Nội vụ, 12.30 giờ\u{a0}phối hợp\nvới TP.HCM. Kế hoạch “số 3”…\tBộ Y tế";
        let stream = Stream::read(text);
        let mut words = Words::of(&stream);
        let places: Vec<usize> = (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .collect();
        for (count, &from) in places.iter().enumerate() {
            for &to in &places[count..] {
                let stretch = &text[from..to];
                let alone = classes(stretch);
                assert_eq!(in_document(&mut words, stretch), alone, "{stretch}");
                words.read(text);
                assert_eq!(
                    in_document(&mut words, stretch),
                    alone,
                    "{stretch} of {text}"
                );
            }
        }
    }

    #[test]
    fn the_longest_phrase_wins_over_its_words() {
        let found = classes("Sở Nội vụ chủ trì, phối hợp\nvới  các sở, ban, ngành ban hành");
        assert_eq!(found[0], ("Sở", Class::Head));
        assert!(found.contains(&("chủ trì", Class::Lead)));
        assert!(found.contains(&("phối hợp\nvới", Class::Support)));
        assert!(found.contains(&("ban", Class::Body)));
        assert_eq!(found.last(), Some(&("ban hành", Class::Verb)));
    }

    #[test]
    fn both_placements_of_the_tone_are_one_word() {
        assert_eq!(
            classes("Uỷ ban nhân dân")[0],
            ("Uỷ ban nhân dân", Class::Head)
        );
        assert_eq!(
            classes("Ủy ban nhân dân")[0],
            ("Ủy ban nhân dân", Class::Head)
        );
    }
}
