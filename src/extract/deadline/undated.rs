//! Times without a date of their own: counted from an event, always, on demand, or only as written.

use jiff::civil::Date;

use super::found::Found;
use super::{PlanYear, Rule, Setting, counted};
use crate::extract::words::{Cues, Said};

/// "trước 05 ngày kể từ ngày ký", "trong ngày làm việc", "ngay sau khi …": words only, with what
/// they count from.
pub(super) fn relative(said: &Said) -> Option<Found> {
    let mut words = said.cued(Cues::COUNTED);
    if !words.any(|(_, word)| counted::may_count(said.text, &word)) {
        return None;
    }
    let found = counted::first(said.text)?;
    Some(Found {
        start: found.start,
        end: found.end,
        relative_to: found.event,
        inclusive: true,
        rule: Some(Rule::CountedFrom),
        ..Found::default()
    })
}

/// "Thường xuyên" at the head of the task, alone in its cell, or in brackets that close the task.
pub(super) fn continuous(text: &str, setting: Setting) -> Option<Found> {
    const WORDS: [&str; 3] = ["Thường xuyên", "thường xuyên", "Liên tục"];
    let head = text.len() - text.trim_start().len();
    // "Thực hiện thường xuyên" under "Thời gian" says no more than "Thường xuyên".
    let act = text[head..].strip_prefix("Thực hiện ");
    let rest = act
        .filter(|_| setting == Setting::Cell)
        .unwrap_or(&text[head..]);
    let head = text.len() - rest.len();
    let opening = WORDS.iter().find(|word| rest.starts_with(**word));
    let bracketed = || {
        let inside = text.trim_end_matches(['.', ';', ' ']).strip_suffix(')')?;
        let word = WORDS[..2].iter().find(|word| inside.ends_with(**word))?;
        let start = inside.len() - word.len();
        inside[..start]
            .ends_with('(')
            .then_some((start, word.len()))
    };
    let (start, length) = match opening {
        Some(word) => (head, word.len()),
        None => bracketed()?,
    };
    Some(Found {
        start,
        end: start + length,
        continuous: true,
        inclusive: true,
        rule: Some(Rule::Continuous),
        ..Found::default()
    })
}

/// "Khi có yêu cầu", "Đột xuất", "Theo yêu cầu của …" at the head of the task or in its cell: the
/// words stay, there is no day.
pub(super) fn on_demand(text: &str) -> Option<Found> {
    const WORDS: [&str; 9] = [
        "Khi có yêu cầu",
        "khi có yêu cầu",
        "Đột xuất",
        "đột xuất",
        "Theo yêu cầu",
        "theo yêu cầu",
        "Khi phát sinh",
        "khi phát sinh",
        "Khi có phát sinh",
    ];
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let word = WORDS.iter().find(|word| rest.starts_with(**word))?;
    let end = rest.find([',', ';', ')', ':', '\n']).unwrap_or(rest.len());
    let end = rest[..end.max(word.len())]
        .trim_end_matches(['.', ' '])
        .len();
    Some(Found {
        start,
        end: start + end,
        inclusive: true,
        rule: Some(Rule::OnDemand),
        ..Found::default()
    })
}

/// "Trong năm", "Cả năm" in a cell: the year of the plan. "Cuối năm": its end.
pub(super) fn whole_year(text: &str, year: Option<PlanYear>, setting: Setting) -> Option<Found> {
    if setting == Setting::Prose {
        return None;
    }
    let words = text.trim().trim_end_matches('.');
    let says = words.len() <= WHOLE_YEAR_MAX
        && matches!(
            words.to_lowercase().as_str(),
            "trong năm"
                | "cả năm"
                | "cuối năm"
                | "dịp cuối năm"
                | "trong cả năm"
                | "năm kế hoạch"
                | "trong năm kế hoạch"
        );
    // "Trong 2023".
    let numbered = || {
        let digits = words
            .strip_prefix("Trong ")
            .or_else(|| words.strip_prefix("trong "))?;
        let year = digits.parse().ok()?;
        (1990..=2099).contains(&year).then_some(year)
    };
    // "Cả năm" of a school is not January to December.
    let plan = || {
        year.filter(|year| says && !year.is_school())
            .map(PlanYear::first)
    };
    let year = numbered().or_else(plan)?;
    let is_whole = !words.ends_with("uối năm");
    let day = |month, day| Date::new(year, month, day).ok();
    Some(Found {
        end: text.len(),
        due: day(12, 31),
        from: day(1, 1).filter(|_| is_whole),
        to: day(12, 31).filter(|_| is_whole),
        inclusive: true,
        rule: Some(Rule::CellOfTime),
        ..Found::default()
    })
}

/// Bytes of the longest of these, "trong năm kế hoạch", in any case.
const WHOLE_YEAR_MAX: usize = 32;

/// "Theo yêu cầu của Bộ Nội vụ": a cell keeps its words.
pub(super) fn as_written(text: &str, setting: Setting) -> Option<Found> {
    let has_words = text.chars().any(char::is_alphabetic);
    (setting == Setting::Cell && has_words).then(|| Found {
        end: text.len(),
        inclusive: true,
        ..Found::default()
    })
}
