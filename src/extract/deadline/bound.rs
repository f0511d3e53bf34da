//! The words before a date that bind the work to it.

use crate::text::small_letter;

/// How the words before a date bind the work to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// "trước ngày": the day itself is too late.
    Before,
    /// "chậm nhất", "đến hết".
    AtLatest,
    /// "trong", "vào".
    Within,
    /// "từ … đến …".
    Range,
    None,
}

/// The binding words that end at byte `at`, and where they start.
pub(super) fn before(text: &str, at: usize) -> (Bound, usize) {
    let before = without_clock(text[..at].trim_end());
    let Some(last) = before.chars().next_back() else {
        return (Bound::None, at);
    };
    let last = small_letter(last);
    for (words, bound) in BOUNDS {
        if !words.ends_with(last) {
            continue;
        }
        if let Some(rest) = strip_words(before, words) {
            // "hoàn thành trước", "xong trước" and "chậm nhất trước": the outer word adds nothing.
            return (*bound, rest);
        }
    }
    (Bound::None, at)
}

/// "trước 17 giờ 00 ngày 25/5/2026", "trước 14 giờ, ngày 05/12/2017": the hour stands between the word and the day.
pub(super) fn without_clock(before: &str) -> &str {
    let rest = before
        .trim_end_matches([',', ' ', '\'', '’', '′'])
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    let rest = rest
        .strip_suffix("phút")
        .unwrap_or(rest)
        .trim_end()
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    match rest.strip_suffix("giờ").or_else(|| rest.strip_suffix('h')) {
        Some(hour) if hour.trim_end().ends_with(|c: char| c.is_ascii_digit()) => hour
            .trim_end()
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .trim_end(),
        _ => before,
    }
}

const BOUNDS: &[(&str, Bound)] = &[
    ("chậm nhất là trước", Bound::Before),
    ("chậm nhất là đến", Bound::AtLatest),
    ("chậm nhất đến hết", Bound::AtLatest),
    ("chậm nhất đến", Bound::AtLatest),
    ("chậm nhất là", Bound::AtLatest),
    ("chậm nhất vào", Bound::AtLatest),
    ("chậm nhất trong", Bound::AtLatest),
    ("chậm nhất", Bound::AtLatest),
    ("muộn nhất là", Bound::AtLatest),
    ("muộn nhất vào", Bound::AtLatest),
    ("muộn nhất", Bound::AtLatest),
    ("không muộn hơn", Bound::AtLatest),
    ("không chậm hơn", Bound::AtLatest),
    ("không chậm quá", Bound::AtLatest),
    ("từ nay đến hết", Bound::AtLatest),
    ("từ nay đến", Bound::AtLatest),
    ("đến hết", Bound::AtLatest),
    ("đến cuối", Bound::AtLatest),
    ("đến trước", Bound::Before),
    ("không quá", Bound::AtLatest),
    ("hạn cuối là", Bound::AtLatest),
    ("hạn cuối", Bound::AtLatest),
    ("hạn chót", Bound::AtLatest),
    ("thời hạn", Bound::AtLatest),
    ("hoàn thành vào", Bound::Within),
    ("ngay trong", Bound::Within),
    ("xong trong", Bound::Within),
    ("trong cả", Bound::Within),
    ("trong các", Bound::Within),
    ("trước", Bound::Before),
    ("trong", Bound::Within),
    ("vào", Bound::Within),
    ("cả", Bound::Within),
    ("hoàn thành", Bound::Within),
    ("thời gian:", Bound::Within),
    ("xong", Bound::Within),
    ("đến", Bound::AtLatest),
    ("tới", Bound::AtLatest),
    ("hết", Bound::AtLatest),
    ("từ", Bound::Range),
];

/// Where `before` would start if it ends with `words`, case of the first letter aside.
fn strip_words(before: &str, words: &str) -> Option<usize> {
    let start = before.len().checked_sub(words.len())?;
    let tail = before.get(start..)?;
    let same = tail == words || tail.chars().flat_map(char::to_lowercase).eq(words.chars());
    let whole = !before[..start]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    (same && whole).then_some(start)
}
