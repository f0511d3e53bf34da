//! Whether a citation may open in a block, told by its words: most blocks hold none, and need no tokens.
//!
//! Promise: what is refused here holds no token that the grammar of citations would begin with and make something of. A
//! type word with a capital may be the head of a name; one in small letters cites with a number or by pointing back ("kế
//! hoạch nêu trên"), and a number without either has a code behind its dash or slash.

use super::{Lexicon, TokenKind};
use crate::extract::words::{Class, Piece, Shape};
use crate::text::is_capital;

pub(super) fn may_cite(text: &str, pieces: &[Piece], lexicon: &Lexicon) -> bool {
    let (mut is_promised, mut is_kept) = (false, false);
    for (at, piece) in pieces.iter().enumerate() {
        match piece.look.shape {
            Shape::Letters if !lexicon.promises(piece.look.word) => {}
            Shape::Letters => match opening(text, piece, &pieces[at + 1..], lexicon) {
                Some(Opening::Name) => return true,
                Some(Opening::Number) => is_promised = true,
                Some(Opening::Back) => is_kept = true,
                None => {}
            },
            Shape::Digits => is_kept = true,
            Shape::Mixed => return true,
            Shape::Mark => {
                if joins(text, pieces, at) {
                    return true;
                }
                is_kept |= piece.look.class == Class::Slash;
            }
        }
    }
    is_promised && is_kept
}

/// What a word of the grammar lets expect.
enum Opening {
    /// A type word with a capital.
    Name,
    /// "số", or a type word in small letters or cut short.
    Number,
    /// "nêu trên".
    Back,
}

fn opening(text: &str, piece: &Piece, after: &[Piece], lexicon: &Lexicon) -> Option<Opening> {
    let end = piece.end as usize;
    let (kind, past) = lexicon.word(text, (piece.look.word, end), after)?;
    let has_capital = || text[piece.start as usize..].starts_with(is_capital);
    match kind {
        TokenKind::Type { short: false, .. } if has_capital() => Some(Opening::Name),
        TokenKind::Type { .. } | TokenKind::So => Some(Opening::Number),
        // "trên" alone says where.
        TokenKind::Above => (end < past).then_some(Opening::Back),
        _ => None,
    }
}

/// True if the mark `pieces[at]` joins a number to its code, or the parts of a file's name.
fn joins(text: &str, pieces: &[Piece], at: usize) -> bool {
    let mark = &pieces[at];
    let before = || pieces[..at].last();
    let after = || pieces.get(at + 1);
    let is_after = |shape| before().is_some_and(|before| before.look.shape == shape);
    let is_glued = || before().is_some_and(|before| before.end == mark.start);
    match text.as_bytes()[mark.start as usize] {
        b'/' | b'-' if is_after(Shape::Digits) => {
            after().is_some_and(|after| after.look.class == Class::Name)
        }
        b'-' | b'_' => is_after(Shape::Letters) && is_glued(),
        b'.' => after()
            .is_some_and(|after| after.look.shape == Shape::Letters && after.start == mark.end),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Lexicon, lex_citing};
    use crate::extract::words::Stream;
    use crate::text::Span;

    #[track_caller]
    fn check(text: &str, may_cite: bool) {
        let mut tokens = Vec::new();
        let whole = Span::new(0, text.len());
        lex_citing(&Stream::read(text), whole, Lexicon::bundled(), &mut tokens);
        assert_eq!(!tokens.is_empty(), may_cite, "{text}");
    }

    #[test]
    fn a_block_is_read_where_a_citation_may_open() {
        check("Luật Thủ đô", true);
        check("Kế hoạch này", true);
        check("theo kế hoạch nêu trên", true);
        check("theo kế hoạch số 21", true);
        check("số      /KH-UBND", true);
        check("tại 21 /KH-UBND", true);
        check("tại 130/2005/NĐ-CP", true);
        check("tại 30c/NQ-CP", true);
        check("KH 21", true);
        check("xem 2021.signed.pdf", true);
        check("nghi-dinh-30-2020-nd-cp-ve-cong-tac-van-thu", true);
    }

    #[test]
    fn a_block_without_type_word_and_number_is_passed_over() {
        check("Sở Nội vụ chủ trì, phối hợp các sở, ban, ngành.", false);
        check(
            "1. Lập danh mục trong tháng 3/2021; giảm 20% chi phí",
            false,
        );
        check("chuyển đổi số, kinh tế số và xã hội số", false);
        check("ban hành kế hoạch của xã trên địa bàn", false);
    }
}
