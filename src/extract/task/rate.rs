//! What is paid for what: a sum is no work.

use super::super::words::Words;
use super::formula::{has_order, starts_with_action};

/// "Tiền ăn: 1.600.000 đồng/người;", "Đề án A: 50.000 triệu đồng (Phụ lục 02)": what is paid for what.
pub(super) fn is_rate(body: &str, words: &Words) -> bool {
    let bare = body.trim_end_matches(['.', ';', ',', '/', ' ']);
    let aside = bare.strip_suffix(')').and_then(|bare| bare.rfind(" ("));
    let bare = aside.map_or(bare, |at| &bare[..at]);
    // A sum ends in its currency, or in what it is paid for behind a stroke.
    if !bare.trim_end().ends_with(CURRENCY) && memchr::memchr(b'/', bare.as_bytes()).is_none() {
        return false;
    }
    if is_rate_each(bare) {
        return !has_order(body);
    }
    let Some((what, sum)) = bare.rsplit_once(':') else {
        return false;
    };
    let is_counted = |words: &str| {
        words.split_whitespace().all(|word| {
            matches!(word, "triệu" | "tỷ" | "tỉ" | "nghìn" | "ngàn")
                || word
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        })
    };
    let sum = sum.split('/').next().unwrap_or_default().trim();
    let counted = sum.strip_suffix("đồng").or_else(|| sum.strip_suffix("đ"));
    counted
        .is_some_and(|counted| sum.starts_with(|c: char| c.is_ascii_digit()) && is_counted(counted))
        && !has_order(what)
        && !starts_with_action(words, what)
}

/// The last letters of "đồng" and "đ".
const CURRENCY: [char; 2] = ['g', 'đ'];

/// "Khám sức khỏe đầu vào 50.000 đồng/người/đợt".
fn is_rate_each(bare: &str) -> bool {
    /// Bytes of "/người/khóa học ngắn hạn", and some.
    const UNITS_MAX: usize = 40;
    let floor = bare.floor_char_boundary(bare.len().saturating_sub(UNITS_MAX));
    let Some(slash) = bare[floor..].find('/').map(|at| floor + at) else {
        return false;
    };
    let sum = bare[..slash].trim_end();
    let sum = sum.strip_suffix("đồng").or_else(|| sum.strip_suffix("đ"));
    let is_word = |c: char| c == '/' || c == ' ' || c.is_alphabetic();
    sum.is_some_and(|sum| sum.trim_end().ends_with(|c: char| c.is_ascii_digit()))
        && bare[slash..].chars().all(is_word)
}
