//! Rhythms ("định kỳ hàng quý, năm", "ít nhất 01 lần/năm") and periods counted from an event.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Setting;

#[derive(Clone, Debug)]
pub(super) struct Recurrence {
    pub start: usize,
    pub end: usize,
    /// `weekly` … `yearly`; `None` for a rhythm between them ("hai tháng một lần").
    pub unit: Option<&'static str>,
    pub rrule: Option<String>,
}

static RHYTHM: LazyLock<Regex> = LazyLock::new(|| {
    let list = r"(?:\s*(?:,|và|;)\s*(?:hàng\s+|hằng\s+|cả\s+|một\s+|báo cáo\s+)?(?:tuần|tháng|quý|(?:0?6|sáu|9|09)\s+tháng|năm))*";
    let source = format!(
        r"(?P<last>(?:[Tt]rước\s+)?ngày\s+(?P<qd>\d{{1,2}})\s+(?:của\s+)?tháng\s+(?:cuối|đầu)\s+(?:của\s+)?(?:mỗi\s+|hàng\s+|hằng\s+)?quý)|(?P<times>(?:ít nhất\s+|tối thiểu\s+)?(?:\d+|một|hai)\s+lần\s*(?:/|trong|mỗi|một)\s*(?:0?1\s+|một\s+)?(?P<tu>tuần|tháng|quý|năm))|(?P<every>(?:ít nhất\s+|tối thiểu\s+|[Đđ]ịnh kỳ\s+)?(?P<en>0?\d{{1,2}}|một|hai|ba|sáu)\s+(?P<eu>tuần|tháng|quý|năm)\s*(?:/|một|mỗi|tổ chức)?\s*(?:(?:0?1|một)\s+)?lần)|(?P<each>[Mm]ỗi\s+(?P<cu>tuần|tháng|quý|năm)(?:\s+(?:ít nhất\s+|tối thiểu\s+)?(?:\d+|một|hai)\s+lần)?)|(?P<on>(?:(?:[Tt]rước\s+|[Vv]ào\s+)?ngày\s+(?P<md>\d{{1,2}})\s+)?(?:[Đđ]ịnh kỳ\s+)?(?:[Hh]àng|[Hh]ằng)\s+(?P<ou>ngày|tuần|tháng|quý|năm){list}(?:\s+vào\s+ngày\s+(?P<nd>\d{{1,2}}))?)|(?P<fixed>[Đđ]ịnh kỳ\s+(?P<fu>tuần|tháng|quý|(?:0?6|sáu)\s+tháng|năm){list})|(?P<halves>(?P<hu>(?:0?6|[Ss]áu)\s+tháng){list2})",
        list2 = r"(?:\s*(?:,|và)\s*(?:hàng\s+|hằng\s+|cả\s+|một\s+)?năm)",
    );
    Regex::new(&source).unwrap_or_else(|error| panic!("a fixed pattern: {error}"))
});

/// The first rhythm in `text` that is a deadline.
pub(super) fn find(text: &str, setting: Setting) -> Option<Recurrence> {
    if setting == Setting::Cell
        && let Some(alone) = alone(text)
    {
        return Some(alone);
    }
    RHYTHM
        .captures_iter(text)
        .find_map(|captures| read(text, &captures, setting))
}

fn read(text: &str, captures: &Captures, setting: Setting) -> Option<Recurrence> {
    let whole = captures.get(0)?;
    let (start, end) = (whole.start(), whole.end());
    let part = |name: &str| captures.name(name).map(|part| part.as_str());
    let bounded = !text[end..].starts_with(char::is_alphanumeric)
        && !text[..start].ends_with(char::is_alphanumeric);
    let in_prose = setting == Setting::Prose;
    let is_adjective = in_prose && part("ou") == Some("năm") && is_adjective(text, start, end);
    let is_event = in_prose && part("halves").is_some() && !reports(text, start, end);
    if !bounded || is_adjective || is_event || part("ou") == Some("ngày") {
        return None;
    }
    let (unit, rrule) = rule(whole.as_str(), part("en"), part("eu"));
    let day = part("md")
        .or(part("nd"))
        .or(part("qd"))
        .map(|day| day.trim_start_matches('0'));
    let rrule = match (day, unit) {
        (Some(day), Some("monthly")) => Some(format!("FREQ=MONTHLY;BYMONTHDAY={day}")),
        (Some(day), Some("quarterly")) => {
            Some(format!("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={day}"))
        }
        _ => rrule,
    };
    Some(Recurrence {
        start,
        end,
        unit,
        rrule,
    })
}

/// "6 tháng, năm" is a rhythm where a report stands before or right after it.
fn reports(text: &str, start: usize, end: usize) -> bool {
    let after = text[end..].trim_start_matches([' ', ',']);
    is_report(&text[..start]) || after.starts_with("báo cáo")
}

/// A cell that says "6 tháng", "Quý" or "Tuần" and no more.
fn alone(text: &str) -> Option<Recurrence> {
    let word = text.trim().to_lowercase();
    let is_rhythm = matches!(
        word.as_str(),
        "6 tháng" | "06 tháng" | "quý" | "tháng" | "tuần" | "năm"
    );
    let (unit, rrule) = rule(&word, None, None);
    is_rhythm.then(|| Recurrence {
        start: 0,
        end: text.len(),
        unit,
        rrule,
    })
}

/// The finest rhythm of the phrase: "hàng quý, 6 tháng và năm" is quarterly.
fn rule(
    phrase: &str,
    interval: Option<&str>,
    unit: Option<&str>,
) -> (Option<&'static str>, Option<String>) {
    if let (Some(count), Some(unit)) = (interval, unit) {
        return every(count, unit);
    }
    let half = ["6 tháng", "06 tháng", "sáu tháng", "Sáu tháng"]
        .iter()
        .any(|word| phrase.contains(word));
    let without_halves = ["6 tháng", "9 tháng", "áu tháng", "tháng cuối", "tháng đầu"]
        .iter()
        .fold(phrase.to_owned(), |text, word| text.replace(word, ""));
    match () {
        () if phrase.contains("tuần") => (Some("weekly"), Some("FREQ=WEEKLY".to_owned())),
        () if without_halves.contains("tháng") => (
            Some("monthly"),
            Some("FREQ=MONTHLY;BYMONTHDAY=-1".to_owned()),
        ),
        () if phrase.contains("quý") => (
            Some("quarterly"),
            Some("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1".to_owned()),
        ),
        () if half => (
            Some("half-yearly"),
            Some("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1".to_owned()),
        ),
        () => (Some("yearly"), Some("FREQ=YEARLY".to_owned())),
    }
}

/// "hai tháng một lần", "định kỳ 06 tháng/01 lần", "02 năm một lần".
fn every(count: &str, unit: &str) -> (Option<&'static str>, Option<String>) {
    let count = match count.trim_start_matches('0') {
        "một" => 1,
        "hai" => 2,
        "ba" => 3,
        "sáu" => 6,
        digits => digits.parse().unwrap_or(1),
    };
    match (count, unit) {
        (1, "tuần") => (Some("weekly"), Some("FREQ=WEEKLY".to_owned())),
        (1, "tháng") => (Some("monthly"), Some("FREQ=MONTHLY".to_owned())),
        (1, "quý") | (3, "tháng") => (
            Some("quarterly"),
            Some("FREQ=MONTHLY;INTERVAL=3".to_owned()),
        ),
        (6, "tháng") => (
            Some("half-yearly"),
            Some("FREQ=MONTHLY;INTERVAL=6".to_owned()),
        ),
        (1, "năm") => (Some("yearly"), Some("FREQ=YEARLY".to_owned())),
        (count, "tuần") => (None, Some(format!("FREQ=WEEKLY;INTERVAL={count}"))),
        (count, "năm") => (None, Some(format!("FREQ=YEARLY;INTERVAL={count}"))),
        (count, "quý") => (None, Some(format!("FREQ=MONTHLY;INTERVAL={}", count * 3))),
        (count, _) => (None, Some(format!("FREQ=MONTHLY;INTERVAL={count}"))),
    }
}

/// "kế hoạch … hàng năm": what the plan is, not when the work is due. At the head of a clause, or
/// with no such noun near, it is a rhythm.
fn is_adjective(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end();
    if before.is_empty()
        || before.ends_with([',', ';', '.', '(', ':', '-'])
        || text[start..end].contains("ịnh kỳ")
    {
        return false;
    }
    let clause = super::clause_before(before)
        .rsplit(',')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    NOUNS.iter().any(|noun| clause.contains(noun)) || text[start..end].contains("thường niên")
}

const NOUNS: [&str; 14] = [
    "kế hoạch",
    "kinh phí",
    "dự toán",
    "dự trù",
    "chương trình",
    "đánh giá",
    "báo cáo",
    "ngân sách",
    "xếp loại",
    "bình xét",
    "khen thưởng",
    "nhiệm vụ",
    "chỉ tiêu",
    "danh mục",
];

/// "6 tháng, năm" is a rhythm of reports.
fn is_report(before: &str) -> bool {
    let clause = super::clause_before(before).to_lowercase();
    ["báo cáo", "định kỳ", "sơ kết", "tổng kết"]
        .iter()
        .any(|word| clause.contains(word))
}

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    let source = r"(?x)(?:
        (?:[Tt]rước|[Tt]rong|[Tt]rong\ vòng|[Tt]rong\ thời\ hạn|[Cc]hậm\ nhất(?:\ là)?|[Kk]hông\ quá|[Ss]au)\s+\d{1,3}\s+(?:ngày|tháng|giờ)(?:\s+làm\ việc)?(?:\s+(?:kể\s+)?(?P<a>(?:từ|sau|trước)\s+(?:ngày|khi)[^,;.)]*))?
      | [Tt]rong\s+ngày\s+làm\s+việc
      | (?:[Nn]gay\s+)?[Ss]au\s+khi\s+(?P<b>[^,;.)]*)
      | [Tt]rong\s+thời\s+gian\s+(?P<c>chờ[^,;.)]*)
      | [Tt]rước\s+(?P<d>(?:mùa|vụ)\s[^,;.)]*)
      )";
    Regex::new(source).unwrap_or_else(|error| panic!("a fixed pattern: {error}"))
});

/// Start, end and what it counts from.
pub(super) fn relative(text: &str) -> Option<(usize, usize, Option<String>)> {
    let captures = RELATIVE.captures(text)?;
    let whole = captures.get(0)?;
    if text[..whole.start()].ends_with(char::is_alphanumeric) {
        return None;
    }
    let event = ["a", "b", "c", "d"]
        .iter()
        .find_map(|name| captures.name(name));
    Some((
        whole.start(),
        whole.end(),
        event.map(|event| super::collapse(event.as_str())),
    ))
}
