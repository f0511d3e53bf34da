//! The shape of a target: perhaps words of comparison, perhaps a lower bound, a value, a unit, "trở lên".
//!
//! One pass in which each word and digit is looked at once: no expression, because nine tasks of ten hold a
//! digit and few a target.

use crate::text::{is_alphanumeric, small_letter};

/// What stands at one place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Written<'a> {
    pub start: usize,
    pub end: usize,
    /// "từ", "không quá", "đạt trên": empty where none stands.
    pub cue: &'a str,
    /// "30 -", "từ 30% đến".
    pub low: &'a str,
    pub value: &'a str,
    pub unit: &'a str,
    /// "trở lên", "trở xuống".
    pub after: &'a str,
}

/// Words of comparison by their first byte.
fn cues_from(byte: u8) -> &'static [&'static str] {
    match byte {
        b't' => &[
            "từ",
            "trên",
            "tối thiểu",
            "tối đa",
            "thấp hơn",
            "tăng",
            "trong nhóm",
            "top",
        ],
        b'd' => &["dưới"],
        // "đ", "í".
        0xC4 => &["đến", "đạt"],
        0xC3 => &["ít nhất"],
        b'k' => &[
            "không quá",
            "không dưới",
            "không vượt quá",
            "không thấp hơn",
            "khoảng",
        ],
        b'l' => &["lớn hơn"],
        b'c' => &["cao hơn", "còn"],
        b'n' => &["nhỏ hơn", "nhóm"],
        b'v' => &["vượt"],
        b'g' => &["giảm"],
        b'b' => &["bình quân"],
        _ => &[],
    }
}

/// What may stand between them and the number.
const NARROWER: [&str; 8] = [
    "ít nhất",
    "tối thiểu",
    "từ",
    "trên",
    "dưới",
    "tối đa",
    "không quá",
    "khoảng",
];

/// What the words before a number end with.
const LAST_WORDS: [&str; 19] = [
    "từ", "trên", "dưới", "đến", "thiểu", "nhất", "đa", "quá", "hơn", "vượt", "tăng", "giảm",
    "đạt", "còn", "nhóm", "top", "quân", "khoảng", "thêm",
];

/// What is counted by its first byte; the first that fits, so a longer one stands before what it starts with.
const fn units_from(byte: u8) -> &'static [&'static str] {
    match byte {
        b'%' => &["%"],
        b'b' => &["bậc", "bài", "buổi"],
        b'c' => &[
            "cơ sở",
            "cuộc",
            "câu lạc bộ",
            "cây",
            "công trình",
            "chuyên đề",
            "cán bộ",
        ],
        b'd' => &["doanh nghiệp", "dịch vụ"],
        b'g' => &["giường"],
        b'h' => &[
            "hồ sơ",
            "hộ",
            "hợp tác xã",
            "học sinh",
            "hội viên",
            "hội nghị",
            "ha",
        ],
        b'k' => &["km"],
        b'l' => &["lớp", "lượt", "lao động"],
        b'm' => &["mô hình"],
        b'n' => &["người"],
        b'p' => &["phần trăm"],
        b's' => &["sản phẩm", "sáng kiến"],
        b't' => &[
            "tỉnh",
            "trường hợp",
            "tin",
            "tỷ đồng",
            "triệu đồng",
            "thủ tục",
            "tấn",
            "trường",
            "thôn",
        ],
        b'v' => &["việc làm", "văn bản"],
        b'x' => &["xã"],
        // "đ".
        0xC4 => &["điểm", "đơn vị", "đoàn viên", "đảng viên"],
        _ => &[],
    }
}

/// The first bytes of them: most numbers stand before a mark or a word of time.
const OPENS_UNIT: [bool; 256] = {
    let mut opens = [false; 256];
    let mut byte = 0;
    while byte < opens.len() {
        opens[byte] = !units_from(byte as u8).is_empty();
        byte += 1;
    }
    opens
};

/// Groups of three digits in one number; the largest sum of a plan has four.
const GROUPS_MAX: usize = 16;

/// Bytes before a number in which its words of comparison stand: "không thấp hơn thêm tối thiểu " has 38.
const CUE_MAX: usize = 64;

/// Every target in lower-case `text`, in order.
pub(super) fn all(text: &str) -> impl Iterator<Item = Written<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(digit) = digit_from(text, at) {
            let found = numbered(text, digit, digit);
            let found = found.map(|found| with_cue(text, at, digit, found).unwrap_or(found));
            // What fails from the first digit of many fails from all but the last three.
            let run = digits(text.as_bytes(), digit);
            at = found.map_or(digit + 1, |found| found.end);
            if found.is_some() {
                return found;
            }
            at = at.max(run.saturating_sub(3));
        }
        None
    })
}

/// True if `text` begins with a unit, blanks and case aside.
pub(super) fn begins_with_unit(text: &str) -> bool {
    let text = text.trim_start();
    let may_open = |byte: &u8| OPENS_UNIT[usize::from(byte.to_ascii_lowercase())];
    if !text.as_bytes().first().is_some_and(may_open) {
        return false;
    }
    let Some(first) = text.chars().next().map(small_letter) else {
        return false;
    };
    let mut letter = [0; 4];
    let letter = first.encode_utf8(&mut letter).as_bytes();
    units_from(letter[0]).iter().any(|unit| {
        let mut letters = text.chars().map(small_letter);
        unit.chars().all(|wanted| letters.next() == Some(wanted))
    })
}

fn digit_from(text: &str, at: usize) -> Option<usize> {
    let digit = text
        .as_bytes()
        .get(at..)?
        .iter()
        .position(u8::is_ascii_digit)?;
    Some(at + digit)
}

/// `found` with the words of comparison that stand before its number at `digit`, from byte `floor` on.
fn with_cue<'a>(
    text: &'a str,
    floor: usize,
    digit: usize,
    found: Written<'a>,
) -> Option<Written<'a>> {
    if !text[..digit].ends_with(char::is_whitespace) {
        return None;
    }
    let before = text[..digit].trim_end();
    if !LAST_WORDS.iter().any(|last| before.ends_with(last)) {
        return None;
    }
    let from = floor.max(digit.saturating_sub(CUE_MAX));
    let start = (from..digit).find(|at| leads(text, *at, digit))?;
    Some(Written {
        start,
        cue: text[start..digit].trim(),
        ..found
    })
}

/// True if words of comparison start at `at` and lead to `digit`.
fn leads(text: &str, at: usize, digit: usize) -> bool {
    let rest = &text.as_bytes()[at..digit];
    let alike = cues_from(rest[0]).iter();
    let fits = alike.filter(|cue| rest.starts_with(cue.as_bytes()));
    // "trong nhóm" holds no other cue at its start, "từ" none that goes on with a blank.
    let Some(next) = fits.filter_map(|cue| blanks(text, at + cue.len())).next() else {
        return false;
    };
    let next = followed(text, next, &["thêm"]).unwrap_or(next);
    followed(text, next, &NARROWER).unwrap_or(next) == digit
}

/// Past one of `words` and the blanks after it.
fn followed(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    let rest = &text[at..];
    let fits = words.iter().filter(|word| rest.starts_with(**word));
    fits.filter_map(|word| blanks(text, at + word.len())).next()
}

/// Past at least one blank.
fn blanks(text: &str, at: usize) -> Option<usize> {
    let next = skip_blanks(text, at);
    (at < next).then_some(next)
}

fn skip_blanks(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

/// Bound, value and unit from byte `at` on, which is the first digit; the whole starts at `start`.
fn numbered(text: &str, at: usize, start: usize) -> Option<Written<'_>> {
    if !may_be_counted(text.as_bytes(), at) {
        return None;
    }
    let bounded = after_low(text, at).and_then(|value| {
        let found = valued(text, value, start)?;
        let low = text[at..value].trim();
        Some(Written { low, ..found })
    });
    bounded.or_else(|| valued(text, at, start))
}

/// True if digits stand at `at`, and behind them what goes on the number or may begin a unit or an upper bound: of a
/// date and of most other numbers that is told at once.
fn may_be_counted(bytes: &[u8], at: usize) -> bool {
    let run = digits(bytes, at);
    let mut behind = bytes[run..].iter().copied();
    let next = match behind.next() {
        Some(b'.' | b',') => return behind.next().is_some_and(|next| next.is_ascii_digit()),
        Some(b' ' | b'\t'..=b'\r') => behind.find(|byte| !matches!(byte, b' ' | b'\t'..=b'\r')),
        next => next,
    };
    let may_follow = |next: u8| OPENS_UNIT[usize::from(next)] || next == b'-' || !next.is_ascii();
    at < run && next.is_some_and(may_follow)
}

/// Past "30 -", "30% đến".
fn after_low(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut next = decimal(bytes, digits(bytes, at));
    next += usize::from(bytes.get(next) == Some(&b'%'));
    let rest = text[next..].trim_start();
    let to = ["-", "–", "đến"]
        .iter()
        .find_map(|to| rest.strip_prefix(*to))?;
    Some(skip_blanks(text, text.len() - to.len()))
}

/// Past a decimal comma with its digits, if one stands at `at`.
fn decimal(bytes: &[u8], at: usize) -> usize {
    let after = digits(bytes, at + 1);
    let has = bytes.get(at) == Some(&b',') && at + 1 < after;
    if has { after } else { at }
}

/// The end of the digits from `at` on.
fn digits(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// "1.234,5", "86.5", "30" and the unit after it.
fn valued(text: &str, at: usize, start: usize) -> Option<Written<'_>> {
    let bytes = text.as_bytes();
    let run = digits(bytes, at);
    if run == at {
        return None;
    }
    let ends = [
        thousands(bytes, at, run),
        spreadsheet(bytes, run),
        Some(decimal(bytes, run)),
    ];
    ends.into_iter().flatten().find_map(|end| {
        let (unit, whole) = unit(text, skip_blanks(text, end))?;
        let (after, end_of_all) = after(text, whole);
        Some(Written {
            start,
            end: end_of_all,
            value: &text[at..end],
            unit,
            after,
            ..Written::default()
        })
    })
}

/// The end of "1.234.567,8", whose first group ends at `run`.
fn thousands(bytes: &[u8], at: usize, run: usize) -> Option<usize> {
    if 3 < run - at {
        return None;
    }
    let is_group = |end: usize| {
        let group = bytes.get(end..end + 4);
        group.is_some_and(|group| group[0] == b'.' && group[1..].iter().all(u8::is_ascii_digit))
    };
    let mut end = run;
    for _ in 0..GROUPS_MAX {
        if !is_group(end) {
            break;
        }
        end += 4;
    }
    (run < end).then(|| decimal(bytes, end))
}

/// The end of "86.5" and "86.55", whose whole part ends at `run`.
fn spreadsheet(bytes: &[u8], run: usize) -> Option<usize> {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (bytes.get(run) == Some(&b'.') && is_digit(run + 1))
        .then(|| run + 2 + usize::from(is_digit(run + 2)))
}

fn unit(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &text[at..];
    let alike = units_from(*rest.as_bytes().first()?);
    let unit = alike.iter().find(|unit| {
        let is_short = matches!(**unit, "ha" | "km");
        rest.starts_with(**unit)
            && !(is_short
                && rest[unit.len()..].starts_with(|c: char| is_alphanumeric(c) || c == '_'))
    })?;
    let end = at + unit.len();
    Some((&text[at..end], end))
}

fn after(text: &str, at: usize) -> (&str, usize) {
    let next = skip_blanks(text, at);
    let word = ["trở lên", "trở xuống"]
        .iter()
        .find(|word| at < next && text[next..].starts_with(**word));
    match word {
        Some(word) => (&text[next..next + word.len()], next + word.len()),
        None => ("", at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_of_digits_or_groups_costs_no_more_than_its_length() {
        for unit in ["1", ".111", "1,", "1-", "từ "] {
            let text = unit.repeat(1_000_000 / unit.len());
            assert_eq!(all(&text).count(), 0, "{unit}");
        }
    }
}
