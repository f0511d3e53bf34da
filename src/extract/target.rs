//! Targets (*chỉ tiêu*) inside a task: "từ 30% trở lên", "tối thiểu 01 lớp", "nhóm 10 tỉnh". Only
//! a number with a unit that can be compared is a target; a share without a word of comparison is
//! what is to be reached.

mod written;

use std::sync::LazyLock;

use super::Target;
use super::any_of::AnyOf;
use super::section::collapse;
use super::words::{Cues, Said, Shape};
use crate::text::{is_alphanumeric, lower_case};
use written::Written;

/// Targets of one task that are kept; the longest list seen has nine.
const TARGETS_MAX: usize = 24;

/// True if a number in what is said may have a unit: few tasks that hold a digit hold one.
pub(super) fn may_be_in(said: &Said) -> bool {
    let mut numbers = said.cued(Cues::NUMBER);
    numbers.any(|(number, place)| match number.look.shape {
        Shape::Digits => written::begins_with_unit(&said.text[place.end..]),
        Shape::Mixed => true,
        Shape::Letters | Shape::Mark => false,
    })
}

/// The targets written in `text`.
pub(super) fn find(text: &str) -> Vec<Target> {
    let mut found = Vec::new();
    // Offsets of the lower case hold only where no letter changed its length.
    let lower = lower_case(text);
    let lower = if lower.len() == text.len() {
        lower.as_str()
    } else {
        text
    };
    for whole in written::all(lower).take(TARGETS_MAX) {
        let before = text[..whole.start].chars().next_back();
        if before.is_some_and(|c| is_alphanumeric(c) || matches!(c, '/' | '.' | ',')) {
            continue;
        }
        let Written {
            cue,
            low,
            unit,
            after,
            ..
        } = whole;
        // "đến 50 người" alone counts who may come; after "từ 30" it ends a range.
        let is_bare = cue.is_empty() && after.is_empty() && low.is_empty() && unit != "%";
        if is_bare || cue == "đến" && unit != "%" {
            continue;
        }
        let indicator = indicator(&text[..whole.start]).or_else(|| {
            (unit == "%")
                .then(|| share_of(&text[whole.end..]))
                .flatten()
        });
        let target = |op: &'static str, written: &str| Target {
            text: collapse(&text[whole.start..whole.end]),
            op: Some(op.into()),
            value: value(written),
            unit: Some(unit.to_owned()),
            indicator: indicator.clone(),
        };
        if !low.is_empty() {
            let low = low
                .trim_end_matches(['-', '–', ' '])
                .trim_end_matches("đến");
            found.push(target(">=", low.trim().trim_end_matches('%')));
            found.push(target("<=", whole.value));
        } else {
            // "quán triệt đến 100% chi bộ": all of them.
            let is_all = cue == "đến" && whole.value == "100";
            let op = if is_all { "=" } else { operator(cue, after) };
            found.push(target(op, whole.value));
        }
    }
    found
}

fn operator(cue: &str, after: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| cue.contains(word));
    match () {
        () if after == "trở lên" => ">=",
        () if after == "trở xuống" => "<=",
        () if has(&["tối đa", "không quá", "không vượt quá", "nhóm", "top"]) => "<=",
        () if has(&["tối thiểu", "ít nhất", "không dưới", "không thấp hơn"]) => ">=",
        () if has(&["trên", "lớn hơn", "cao hơn", "vượt"]) => ">",
        () if has(&["dưới", "nhỏ hơn", "thấp hơn"]) => "<",
        () if has(&["từ"]) => ">=",
        () if cue == "đến" => "<=",
        () => "=",
    }
}

/// "1.234,5" and "3,4" as Vietnamese writes them; "86.5" as a spreadsheet left it.
fn value(written: &str) -> Option<f64> {
    let is_decimal = written
        .rsplit_once('.')
        .is_some_and(|(_, last)| last.len() < 3 && !written.contains(','));
    match is_decimal {
        true => written.parse().ok(),
        false => written.replace('.', "").replace(',', ".").parse().ok(),
    }
}

/// "tỷ lệ hồ sơ …" of "tỷ lệ hồ sơ … đạt 90%", from the nearest such word in the same clause.
fn indicator(before: &str) -> Option<String> {
    let clause = before.rsplit([';', '.', ':']).next()?;
    let start = INDICATORS.last_in(clause)?;
    let name = clause[start..].trim();
    let name = ["phấn đấu", "đạt", "là", "chiếm", "lên", "xuống", "còn", ","]
        .iter()
        .fold(name, |name, word| {
            name.strip_suffix(word).unwrap_or(name).trim_end()
        });
    (!name.is_empty()).then(|| collapse(name))
}

static INDICATORS: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(&[
        "Tỷ lệ",
        "tỷ lệ",
        "Tỉ lệ",
        "tỉ lệ",
        "Chỉ số",
        "chỉ số",
        "Mức độ hài lòng",
        "mức độ hài lòng",
        "Mức hài lòng",
        "mức hài lòng",
    ])
});

/// "100% thủ tục hành chính được công khai": a share is of what follows it.
fn share_of(after: &str) -> Option<String> {
    let rest = after.trim_start();
    let rest = ["tổng số ", "số lượng ", "số ", "các "]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let end = rest
        .find([',', ';', '.', ':', '(', '\n'])
        .unwrap_or(rest.len());
    let name = rest[..rest.floor_char_boundary(end.min(SHARE_MAX))].trim();
    (name.starts_with(char::is_alphabetic) && name.contains(' ')).then(|| collapse(name))
}

/// Bytes of what a share is of.
const SHARE_MAX: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let lines: Vec<String> = find(text)
            .iter()
            .map(|target| {
                format!(
                    "{} {}{}",
                    target.op.as_deref().unwrap_or_default(),
                    target.value.unwrap_or(-1.0),
                    target.unit.as_deref().unwrap_or_default()
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

    /// Cases are lines of `fixtures/extract/targets.txt`: the words, `=>`, each target with its
    /// indicator.
    #[test]
    fn every_written_target_has_operator_value_unit_and_indicator() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/extract/targets.txt");
        let table = std::fs::read_to_string(path).unwrap();
        let mut wrong = Vec::new();
        let cases = table.lines().filter(|line| !line.starts_with('#'));
        for (words, expected) in cases.filter_map(|line| line.split_once("=>")) {
            let said: Vec<String> = find(words.trim()).iter().map(said).collect();
            if said.join(" · ") != expected.trim() {
                wrong.push(format!("{} => {}", words.trim(), said.join(" · ")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn said(target: &Target) -> String {
        let part = |value: Option<&str>| value.unwrap_or("-").to_owned();
        let value = target
            .value
            .map_or("-".to_owned(), |value| value.to_string());
        format!(
            "{} {value} {} [{}]",
            part(target.op.as_deref()),
            part(target.unit.as_deref()),
            part(target.indicator.as_deref())
        )
    }

    #[test]
    fn criteria_and_levels_are_no_targets() {
        check("dịch vụ công mức độ 3, 4 (7.1.11)", &[]);
        check("cử 02 người tham dự", &[]);
    }
}
