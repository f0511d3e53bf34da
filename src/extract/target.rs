//! Targets (*chỉ tiêu*) inside a task: "từ 30% trở lên", "tối thiểu 01 lớp", "nhóm 10 tỉnh". Only
//! a number with a unit that can be compared is a target; a share without a word of comparison is
//! what is to be reached.

use std::sync::LazyLock;

use regex::Regex;

use super::Target;
use super::section::collapse;

/// Targets of one task that are kept; the longest list seen has nine.
const TARGETS_MAX: usize = 24;

static TARGET: LazyLock<Regex> = LazyLock::new(|| {
    let source = r"(?x)
        (?P<cue>(?:từ|trên|dưới|tối\ thiểu|ít\ nhất|tối\ đa|không\ quá|không\ dưới|không\ vượt\ quá|tăng|giảm|đạt|nhóm|trong\ nhóm|bình\ quân)\s+(?:ít\ nhất\s+|tối\ thiểu\s+|từ\s+|trên\s+|dưới\s+)?)?
        (?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s*
        (?P<unit>%|phần\ trăm|bậc|tỉnh|điểm|lớp|lượt|người|hồ\ sơ|xã|trường\ hợp|cơ\ sở|mô\ hình|cuộc|đơn\ vị|tin|bài|doanh\ nghiệp|sản\ phẩm)
        (?P<after>\s+trở\ lên|\s+trở\ xuống)?";
    Regex::new(source).unwrap_or_else(|error| panic!("a fixed pattern: {error}"))
});

/// The targets written in `text`.
pub(super) fn find(text: &str) -> Vec<Target> {
    let mut found = Vec::new();
    for captures in TARGET.captures_iter(text).take(TARGETS_MAX) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let before = text[..whole.start()].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | ',')) {
            continue;
        }
        let part = |name: &str| {
            captures
                .name(name)
                .map_or("", |found| found.as_str().trim())
        };
        let (cue, unit, after) = (part("cue"), part("unit"), part("after"));
        if cue.is_empty() && after.is_empty() && unit != "%" {
            continue;
        }
        found.push(Target {
            text: collapse(whole.as_str()),
            op: Some(operator(cue, after).to_owned()),
            value: value(part("value")),
            unit: Some(unit.to_owned()),
            indicator: indicator(&text[..whole.start()]),
        });
    }
    found
}

fn operator(cue: &str, after: &str) -> &'static str {
    let at_most = ["tối đa", "không quá", "không vượt quá", "nhóm"];
    let at_least = ["tối thiểu", "ít nhất", "không dưới", "từ"];
    match () {
        () if after == "trở lên" => ">=",
        () if after == "trở xuống" => "<=",
        () if at_most.iter().any(|word| cue.contains(word)) => "<=",
        () if at_least.iter().any(|word| cue.contains(word)) => ">=",
        () if cue.contains("trên") => ">",
        () if cue.contains("dưới") => "<",
        () => "=",
    }
}

/// "1.234,5" and "3,4" as Vietnamese writes them.
fn value(written: &str) -> Option<f64> {
    written.replace('.', "").replace(',', ".").parse().ok()
}

/// "tỷ lệ hồ sơ …" of "tỷ lệ hồ sơ … đạt 90%", from the nearest such word in the same clause.
fn indicator(before: &str) -> Option<String> {
    let clause = before.rsplit([';', '.', ':']).next()?;
    let start = ["Tỷ lệ", "tỷ lệ", "Tỉ lệ", "tỉ lệ", "Chỉ số", "chỉ số"]
        .iter()
        .filter_map(|word| clause.rfind(word))
        .max()?;
    let name = clause[start..].trim();
    (!name.is_empty()).then(|| collapse(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lines: Vec<String> = find(text)
            .iter()
            .map(|target| {
                let part = |value: &Option<String>| value.clone().unwrap_or_default();
                format!(
                    "{} {}{}",
                    part(&target.op),
                    target.value.unwrap_or(-1.0),
                    part(&target.unit)
                )
            })
            .collect();
        assert_eq!(lines, expected, "{text}");
    }

    #[test]
    fn comparisons_are_read_from_the_words_around_the_number() {
        check("đạt tỷ lệ từ 30% trở lên", &[">= 30%"]);
        check("tối thiểu 80% số thủ tục", &[">= 80%"]);
        check("không quá 3,5% hồ sơ", &["<= 3.5%"]);
        check("trên 1.600 người tham gia", &["> 1600người"]);
        check("100% đơn vị xây dựng kế hoạch", &["= 100%"]);
        check("nằm trong nhóm 10 tỉnh", &["<= 10tỉnh"]);
    }

    #[test]
    fn criteria_and_levels_are_no_targets() {
        check("dịch vụ công mức độ 3, 4 (7.1.11)", &[]);
        check("cử 02 người tham dự", &[]);
    }
}
