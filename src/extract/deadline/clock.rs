//! The hour and the day of the week that stand beside a day, and name it no other.

/// "trước 17 giờ 00 ngày 25/5/2026", "trước 14 giờ, ngày 05/12/2017": `before` without the hour that it ends in.
pub(super) fn without_hour(before: &str) -> &str {
    const UNITS: [&str; 3] = ["giờ", "h", "g"];
    let digits = |c: char| c.is_ascii_digit();
    let rest = before
        .trim_end_matches([',', ' ', '\'', '’', '′'])
        .trim_end_matches(digits)
        .trim_end();
    let rest = rest.strip_suffix("phút").unwrap_or(rest);
    let rest = rest.trim_end().trim_end_matches(digits).trim_end();
    let hour = UNITS.iter().find_map(|unit| rest.strip_suffix(unit));
    match hour.map(str::trim_end) {
        Some(hour) if hour.ends_with(digits) => hour.trim_end_matches(digits).trim_end(),
        _ => before,
    }
}

/// "trước 16 giờ", "trước 16 giờ 30 phút", "trước 17h00".
pub(super) fn ends_in_hour(before: &str) -> bool {
    without_hour(before).len() < before.len()
}

/// "16h00", "16 giờ".
pub(super) fn begins_with_hour(said: &str) -> bool {
    let unit = said.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < said.len() && ["h", "g", " giờ"].iter().any(|it| unit.starts_with(it))
}

/// "trước thứ Sáu, ngày 26/01/2024", "trước 16 giờ ngày thứ 6 (26/01/2024)": `before` without the day of the week that it
/// ends in, which says the same as the date.
pub(super) fn without_weekday(before: &str) -> &str {
    match weekday_at_end(before.trim_end_matches([',', ' ', '('])) {
        Some((start, _)) => {
            let rest = before[..start].trim_end();
            rest.strip_suffix("ngày").unwrap_or(rest).trim_end()
        }
        None => before,
    }
}

/// Where the day of the week starts that `text` ends in, and what a calendar calls it.
pub(super) fn weekday_at_end(text: &str) -> Option<(usize, &'static str)> {
    /// Bytes of "Chủ nhật", and a blank more.
    const DAY_MAX: usize = 13;
    // The last letters of "hai", "ba", "tư", "năm", "sáu", "bảy", "nhật", and the numbers.
    if !text.ends_with([
        'i', 'a', 'ư', 'm', 'u', 'y', 't', '2', '3', '4', '5', '6', '7',
    ]) {
        return None;
    }
    let from = text.ceil_char_boundary(text.len().saturating_sub(DAY_MAX));
    let mut blanks = text[from..].rmatch_indices(' ');
    let start = blanks.nth(1).map_or(from, |(at, _)| from + at + 1);
    Some((start, weekday(&text[start..])?))
}

/// The day of the week as a calendar writes it.
pub(super) fn weekday(word: &str) -> Option<&'static str> {
    if !word.starts_with(['t', 'T', 'c', 'C']) {
        return None;
    }
    match word.to_lowercase().trim() {
        "thứ hai" | "thứ 2" => Some("MO"),
        "thứ ba" | "thứ 3" => Some("TU"),
        "thứ tư" | "thứ 4" => Some("WE"),
        "thứ năm" | "thứ 5" => Some("TH"),
        "thứ sáu" | "thứ 6" => Some("FR"),
        "thứ bảy" | "thứ 7" => Some("SA"),
        "chủ nhật" => Some("SU"),
        _ => None,
    }
}
