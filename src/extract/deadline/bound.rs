//! The words before a date that bind the work to it.

use super::clock;
use crate::text::{is_alphanumeric, small_letter};

/// How the words before a date bind the work to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// "trước ngày": the day itself is too late.
    Before,
    /// "chậm nhất", "đến hết".
    AtLatest,
    /// "trong", "vào".
    Within,
    /// "8h00 ngày 28/4": the hour alone.
    AtHour,
    /// "từ … đến …".
    Range,
    None,
}

/// The binding words that end at byte `at`, and where they start.
pub(super) fn before(text: &str, at: usize) -> (Bound, usize) {
    let bare = clock::without_weekday(text[..at].trim_end());
    let before = clock::without_hour(bare);
    let is_timed = before.len() < bare.len();
    let last = last_word(before);
    let alike = BOUNDS.iter().find(|(word, _)| is_case_of(last, word));
    let phrases = alike.map_or(&[][..], |(_, phrases)| phrases);
    let found = phrases.iter().find_map(|(words, bound)| {
        // "hoàn thành trước", "xong trước" and "chậm nhất trước": the outer word adds nothing.
        Some((*bound, strip_words(before, words)?))
    });
    match found {
        // "trước 17 giờ ngày 25/5": the day itself is not too late, its evening is.
        Some((Bound::Before, start)) if is_timed => (Bound::AtLatest, start),
        Some(found) => found,
        // "Lễ khai hội: 8h00 ngày 28/4/2023": who tells the hour tells when it takes place.
        None if is_timed => (
            Bound::AtHour,
            at - text[before.len()..at].trim_start().len(),
        ),
        None => (Bound::None, at),
    }
}

/// The letters that `text` ends with, a colon behind them included.
fn last_word(text: &str) -> &str {
    let letters = text.strip_suffix(':').unwrap_or(text);
    let start = letters.rfind(|c: char| !is_alphanumeric(c));
    &text[start.map_or(0, |mark| letters.ceil_char_boundary(mark + 1))..]
}

fn is_case_of(text: &str, small: &str) -> bool {
    text == small || text.len() == small.len() && text.chars().map(small_letter).eq(small.chars())
}

/// The phrases by their last word; of one word the first that fits.
const BOUNDS: &[(&str, &[(&str, Bound)])] = &[
    (
        "trước",
        &[
            ("chậm nhất là trước", Bound::Before),
            ("đến trước", Bound::Before),
            ("trước", Bound::Before),
        ],
    ),
    (
        "đến",
        &[
            ("chậm nhất là đến", Bound::AtLatest),
            ("chậm nhất đến", Bound::AtLatest),
            ("từ nay đến", Bound::AtLatest),
            ("đến", Bound::AtLatest),
        ],
    ),
    (
        "hết",
        &[
            ("chậm nhất đến hết", Bound::AtLatest),
            ("từ nay đến hết", Bound::AtLatest),
            ("đến hết", Bound::AtLatest),
            ("hết", Bound::AtLatest),
        ],
    ),
    (
        "là",
        &[
            ("chậm nhất là", Bound::AtLatest),
            ("muộn nhất là", Bound::AtLatest),
            ("hạn cuối là", Bound::AtLatest),
        ],
    ),
    (
        "dịp",
        &[
            // "nhân dịp 27/7": of which day the work is, and not when it is due.
            ("vào dịp", Bound::Within),
        ],
    ),
    (
        "vào",
        &[
            ("chậm nhất vào", Bound::AtLatest),
            ("muộn nhất vào", Bound::AtLatest),
            ("hoàn thành vào", Bound::Within),
            ("vào", Bound::Within),
        ],
    ),
    (
        "trong",
        &[
            ("chậm nhất trong", Bound::AtLatest),
            ("ngay trong", Bound::Within),
            ("xong trong", Bound::Within),
            ("trong", Bound::Within),
        ],
    ),
    (
        "nhất",
        &[
            ("chậm nhất", Bound::AtLatest),
            ("muộn nhất", Bound::AtLatest),
        ],
    ),
    (
        "hơn",
        &[
            ("không muộn hơn", Bound::AtLatest),
            ("không chậm hơn", Bound::AtLatest),
        ],
    ),
    (
        "quá",
        &[
            ("không chậm quá", Bound::AtLatest),
            ("không quá", Bound::AtLatest),
        ],
    ),
    (
        "cuối",
        &[("đến cuối", Bound::AtLatest), ("hạn cuối", Bound::AtLatest)],
    ),
    ("chót", &[("hạn chót", Bound::AtLatest)]),
    ("hạn", &[("thời hạn", Bound::AtLatest)]),
    ("cả", &[("trong cả", Bound::Within), ("cả", Bound::Within)]),
    ("các", &[("trong các", Bound::Within)]),
    ("thành", &[("hoàn thành", Bound::Within)]),
    ("gian:", &[("thời gian:", Bound::Within)]),
    ("gian", &[("thời gian", Bound::Within)]),
    ("hiện", &[("thời gian thực hiện", Bound::Within)]),
    ("xong", &[("xong", Bound::Within)]),
    ("tới", &[("tới", Bound::AtLatest)]),
    ("từ", &[("từ", Bound::Range)]),
];

/// Where `before` would start if it ends with `words`, case of the first letter aside.
fn strip_words(before: &str, words: &str) -> Option<usize> {
    let start = before.len().checked_sub(words.len())?;
    let tail = before.get(start..)?;
    let whole = !before[..start]
        .chars()
        .next_back()
        .is_some_and(is_alphanumeric);
    (is_case_of(tail, words) && whole).then_some(start)
}
