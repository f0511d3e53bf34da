//! Words without which there is nothing to look for: a finder is asked only where one of its own stands.

use std::ops::{BitOr, BitOrAssign};

use super::{Piece, Shape};
use crate::text::Vocabulary;

/// A set of what words are cues of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::extract) struct Cues(u8);

impl Cues {
    /// Of a rhythm: "hàng quý", "6 tháng", "02 lần/năm".
    pub const RHYTHM: Cues = Cues(1);
    /// Of a time counted from an event: "sau 5 ngày", "trước Tết".
    pub const COUNTED: Cues = Cues(1 << 1);
    /// The last word of a verb that brings out a product.
    pub const PRODUCT: Cues = Cues(1 << 2);
    /// Of a sentence that gives no work: what closes a document, who praises and agrees.
    pub const FORMULA: Cues = Cues(1 << 3);
    /// Of an annex.
    pub const ANNEX: Cues = Cues(1 << 4);
    /// Where a period may start: "ngày", "quý", "giai đoạn".
    pub const PERIOD: Cues = Cues(1 << 5);
    /// A word that holds a digit.
    pub const NUMBER: Cues = Cues(1 << 6);
    /// Of what a page tells that somebody did: "đã ban hành Kế hoạch".
    pub const ACT: Cues = Cues(1 << 7);
    /// Of a word that may hold several: "6tháng".
    pub const ANY: Cues = Cues(u8::MAX);

    /// Bytes of the longest syllable of which no grammar knows; a longer word may be several run together.
    const SYLLABLE_MAX: usize = 8;

    /// Of a word of so many bytes that no grammar knows.
    #[inline]
    pub fn of_unknown(shape: Shape, length: usize) -> Cues {
        match shape {
            Shape::Digits => Cues::NUMBER,
            Shape::Mixed => Cues::ANY,
            Shape::Letters if Cues::SYLLABLE_MAX < length => Cues::ANY,
            Shape::Letters | Shape::Mark => Cues::default(),
        }
    }

    /// Of all these words together.
    pub fn of(pieces: &[Piece]) -> Cues {
        let cues = pieces.iter().map(|piece| piece.look.cues);
        cues.fold(Cues::default(), |all, cues| all | cues)
    }

    pub fn has(self, cue: Cues) -> bool {
        self.0 & cue.0 != 0
    }
}

impl BitOrAssign for Cues {
    fn bitor_assign(&mut self, other: Cues) {
        *self = *self | other;
    }
}

impl BitOr for Cues {
    type Output = Cues;

    fn bitor(self, other: Cues) -> Cues {
        Cues(self.0 | other.0)
    }
}

const WORDS: [(Cues, &str); 7] = [
    (Cues::RHYTHM, "lần kỳ tháng mỗi Mỗi hàng Hàng hằng Hằng"),
    (Cues::COUNTED, "ngày tuần tháng giờ sau Sau chờ trước Trước"),
    (
        Cues::PRODUCT,
        "hành duyệt dựng lập Lập thảo soạn trình Trình thiện",
    ),
    (Cues::FORMULA, "thi túc khó vướng lực nhận giá bản nhất"),
    (Cues::ANNEX, "Phụ phụ lục kèm"),
    (Cues::ACT, "Kế Quyết Chỉ Công đã"),
    (
        Cues::PERIOD,
        "Quý quý Quí quí Q Ngày ngày Năm năm Nhiệm nhiệm Tháng tháng Từ từ Sáu sáu Chín chín Giữa giữa Giai giai Đầu đầu Cuối cuối đến",
    ),
];

/// The cues of every word by its number; words that have none yet are given one.
pub(super) fn numbered(numbers: &mut Vocabulary) -> Vec<Cues> {
    let mut cues = Vec::new();
    for (cue, words) in WORDS {
        for word in words.split(' ') {
            let number = numbers.add(word) as usize;
            cues.resize(cues.len().max(number + 1), Cues::default());
            cues[number] |= cue;
        }
    }
    cues
}
