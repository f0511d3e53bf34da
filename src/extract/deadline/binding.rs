//! What binds a date to the work: the words before it, or its place.

use super::bound::{self, Bound};
use super::clock;
use super::found::Found;
use super::period::{Period, Shape};
use super::{Rule, Setting};

/// Reads the first of `periods` with the words before it, or says why it is no deadline; and how
/// many periods it used.
pub(super) fn bind(
    text: &str,
    periods: &[Period],
    setting: Setting,
) -> (Result<Found, Rule>, usize) {
    let first = &periods[0];
    let (bound, start) = bound_of(text, first);
    if let Some(second) = periods.get(1)
        && (bound == Bound::Range && is_until(&text[first.end..second.start])
            || is_set_apart(text, first, second)
            || setting == Setting::Prose && is_stretch(text, first, second))
    {
        return (Ok(stretch(start, first, second)), 2);
    }
    // "từ 00 giờ ngày 29/7/2021 cho đến khi có thông báo mới", "kể từ ngày 01/7/2025", "từ năm học 2021-2022",
    // "Từ quý II": when it begins.
    if bound == Bound::Range && !first.yearly && !first.is_several() {
        return (Ok(beginning(text, start, first, setting)), 1);
    }
    (alone(text, first, (bound, start), setting), 1)
}

/// "từ ngày 10/3 đến ngày 15/3".
fn stretch(start: usize, first: &Period, second: &Period) -> Found {
    let from = first.with_year_of(second).from;
    let to = second.last_day_from(from);
    Found {
        start,
        end: second.end,
        due: to,
        from,
        to,
        inclusive: true,
        rule: Some(Rule::BoundDay),
        ..Found::default()
    }
}

/// "kể từ ngày 01/7/2025". "Thời gian: từ 7h30' ngày 28/5/2019": a meeting begins at that hour, and is over that day.
fn beginning(text: &str, start: usize, first: &Period, setting: Setting) -> Found {
    let has_hour = || text[start..first.start].contains(|c: char| c.is_ascii_digit());
    let is_meeting = setting == Setting::Cell && first.shape == Shape::Day && has_hour();
    Found {
        start,
        end: first.end,
        due: first.to.filter(|_| is_meeting),
        from: first.from,
        inclusive: true,
        rule: Some(Rule::BoundDay),
        weak: first.is_year(),
        ..Found::default()
    }
}

/// A period that no other completes.
fn alone(
    text: &str,
    period: &Period,
    (bound, start): (Bound, usize),
    setting: Setting,
) -> Result<Found, Rule> {
    // The period of a programme is the section's, not the task's; in a cell it is the row's.
    let of_programme = period.shape == Shape::Years && !period.counts_years(text);
    if of_programme && setting == Setting::Prose {
        return Err(Rule::ProgrammeYears);
    }
    if is_horizon(text, start, period) {
        return Err(Rule::Horizon);
    }
    if bound == Bound::None
        && (is_of_paper(text, period) || !is_free_standing(text, period, setting))
    {
        return Err(Rule::Unbound);
    }
    let rule = match (setting, bound) {
        _ if period.yearly => Rule::DayOfRhythm,
        (Setting::Cell, Bound::None | Bound::AtHour) => Rule::CellOfTime,
        (Setting::Prose, Bound::None) => Rule::FreeStandingPeriod,
        _ => Rule::BoundDay,
    };
    let found = bound_period(period, bound, start).in_months(period.months(text));
    Ok(Found {
        rule: Some(rule),
        // "Ngày Chuyển đổi số quốc gia (10/10) từ ngày 01/10 đến …": a day in brackets gives way to
        // one that a word binds.
        weak: found.weak || rule == Rule::FreeStandingPeriod && period.shape == Shape::Day,
        ..found
    })
}

/// "Theo lộ trình tại Quyết định số 15/QĐ-UBND ngày 25/9/2025": the day behind a number is that of the paper which bears it.
fn is_of_paper(text: &str, period: &Period) -> bool {
    let before = text[..period.start].trim_end();
    let before = before.strip_suffix("ngày").unwrap_or(before);
    let number = before.trim_end_matches([' ', ',']).rsplit(' ').next();
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.contains('/')
            && word.contains(char::is_uppercase)
    };
    period.shape == Shape::Day && number.is_some_and(is_number)
}

/// The words that bind a period, and where they start; of days the count may stand between: "trong 02 ngày 14 và 15/4".
fn bound_of(text: &str, period: &Period) -> (Bound, usize) {
    match bound::before(text, period.start) {
        (Bound::None, _) if period.shape == Shape::Days => {
            let before = text[..period.start].trim_end();
            let counted = before.trim_end_matches(|c: char| c.is_ascii_digit());
            bound::before(text, counted.len())
        }
        found => found,
    }
}

/// "Tháng 7/2023 - 12/2023: …", "(quý I/2023 đến quý IV/2023)": two months or quarters that stand where one alone would
/// count.
fn is_stretch(text: &str, first: &Period, second: &Period) -> bool {
    let is_part = |period: &Period| matches!(period.shape, Shape::Month | Shape::Quarter);
    let between = text[first.end..second.start].trim();
    let whole = || Period {
        end: second.end,
        ..first.clone()
    };
    is_part(first)
        && is_part(second)
        && matches!(between, "-" | "–" | "đến" | "tới")
        && is_free_standing(text, &whole(), Setting::Prose)
}

/// "(15/4 - 15/5)", "Ngày 18/3 - 30/4/2024: Tổ chức …": two days in brackets of their own, or before the work's colon.
fn is_set_apart(text: &str, first: &Period, second: &Period) -> bool {
    let between = text[first.end..second.start].trim();
    first.shape == Shape::Day
        && second.shape == Shape::Day
        && matches!(between, "-" | "–" | "đến" | "tới")
        && match text[..first.start].trim_end() {
            "" => text[second.end..].trim_start().starts_with(':'),
            before => before.ends_with('(') && text[second.end..].trim_start().starts_with(')'),
        }
}

fn bound_period(period: &Period, bound: Bound, start: usize) -> Found {
    let is_day = period.shape == Shape::Day;
    let spans = !is_day && matches!(bound, Bound::Within | Bound::None | Bound::Range);
    let vague = period.shape == Shape::Vague;
    Found {
        start,
        end: period.end,
        due: if vague {
            None
        } else if bound == Bound::Before {
            period.from.filter(|_| !period.is_year()).or(period.to)
        } else {
            period.to
        },
        from: period
            .from
            .filter(|_| spans && !vague || period.shape == Shape::Days),
        // "Cuối năm" has a last day and no first.
        to: period
            .to
            .filter(|_| spans && !vague && period.from.is_some() || period.shape == Shape::Days),
        inclusive: bound != Bound::Before,
        weak: period.is_year() && bound != Bound::Within,
        recurrence: period.yearly.then_some("yearly"),
        rrule: period.yearly.then(|| period.rrule()).flatten(),
        ..Found::default()
    }
}

fn is_until(between: &str) -> bool {
    // "từ ngày 10/3 đến 17h00 ngày 15/3".
    matches!(
        clock::without_hour(between.trim()).trim(),
        "đến" | "tới" | "đến hết" | "-" | "–" | "đến trước" | "đến cuối"
    )
}

/// A period without a binding word counts where nothing else can be meant: a cell, the head of
/// the sentence, brackets of its own.
fn is_free_standing(text: &str, period: &Period, setting: Setting) -> bool {
    if setting == Setting::Cell || period.yearly {
        return true;
    }
    let before = text[..period.start].trim_end();
    let after = text[period.end..].trim_start();
    // "Lễ phát động: sáng ngày 05/6/2023, tại công viên".
    let half = ["sáng", "chiều", "tối"]
        .iter()
        .find_map(|half| before.strip_suffix(half));
    if half.is_some_and(|it| it.trim_end().ends_with([':', ',', '('])) {
        return true;
    }
    // "Báo cáo đầu năm: 15/9/2024".
    if period.shape == Shape::Day && before.ends_with(':') && matches!(after, "" | "." | ";") {
        return true;
    }
    if period.is_year() && is_laid_before(before) && after_closes(after) {
        return true;
    }
    // "trong 01 ngày, ngày 26/02/2024".
    let counted = before.strip_suffix(" ngày,");
    if counted.is_some_and(|count| count.ends_with(|c: char| c.is_ascii_digit())) {
        return true;
    }
    // "(dự kiến 28/5/2023)".
    let planned = ["dự kiến", "Dự kiến"]
        .iter()
        .find_map(|word| before.strip_suffix(word));
    let planned = planned.map(str::trim_end);
    // "Dự kiến tháng 8/2024 tổ chức hội thi".
    let is_planned = planned.is_some_and(|it| it.is_empty() || it.ends_with(['.', ';', ',']));
    if is_planned && !period.is_year() {
        return true;
    }
    let before = planned.filter(|it| it.ends_with('(')).unwrap_or(before);
    let opens = before.is_empty() || before.ends_with('(');
    let closes = after.starts_with([',', ')', ':', ';']);
    let narrow = !period.is_year();
    // "Năm 2022: Trình Nghị định …", "Năm 2022, hoàn thành …": what a plan of several years lists by year.
    let heads = before.is_empty() && after.starts_with([':', ',']);
    if heads && text[period.start..].starts_with("Năm ") {
        return true;
    }
    let closed = after.is_empty() || after.starts_with([',', ')', ';', '.']);
    // "… tổng kết cuối tháng 8/2024.": nobody narrows a month but to say when.
    if period.is_narrow && closed {
        return true;
    }
    // ", quý III/2026." at the end of a clause, " - Quý 3." at that of an item.
    let is_last = after.trim_start_matches(['.', ';', ' ']).is_empty();
    let parted = before.ends_with([',', '(', ';'])
        || is_last && (before.ends_with(" -") || before.ends_with(" –"));
    if narrow && period.shape != Shape::Day && closed && parted {
        return true;
    }
    (narrow && opens && closes) || (narrow && before.is_empty() && period.shape != Shape::Day)
}

/// "…, trình Chính phủ" + "năm 2024": when what is to be made is laid before another.
fn is_laid_before(before: &str) -> bool {
    let clause = clause_before(before).rsplit(',').next().unwrap_or_default();
    clause.trim_start().starts_with("trình ")
}

fn after_closes(after: &str) -> bool {
    after.is_empty() || after.starts_with([',', ';', '.'])
}

/// "định hướng đến năm 2030", and a year that belongs to the name of a plan: how far it looks,
/// not when this is due.
fn is_horizon(text: &str, start: usize, period: &Period) -> bool {
    if !period.is_year() || period.shape == Shape::Years {
        return false;
    }
    let before = text[..start].trim_end();
    if ["định hướng", "tầm nhìn", "giai đoạn"]
        .iter()
        .any(|word| before.ends_with(word))
    {
        return true;
    }
    // "chương trình phát triển đô thị đến năm 2025, định hướng đến năm 2030".
    let behind = text[period.end..].trim_start_matches([',', ' ']);
    if ["định hướng đến", "tầm nhìn đến"]
        .iter()
        .any(|it| behind.starts_with(it))
    {
        return true;
    }
    let clause = clause_before(before);
    NAMES
        .iter()
        .any(|name| clause.contains(name) || clause.ends_with(name.trim_end()))
}

/// The clause that ends with `before`, as far back as it can bear on a date.
pub(super) fn clause_before(before: &str) -> &str {
    let from = before.ceil_char_boundary(before.len().saturating_sub(CLAUSE_MAX));
    let near = &before[from..];
    let is_mark = |byte| matches!(byte, b';' | b'.' | b'(' | b':');
    let mark = near.bytes().rposition(is_mark);
    &near[mark.map_or(0, |mark| mark + 1)..]
}

/// Bytes before a date that may say what it belongs to.
const CLAUSE_MAX: usize = 300;

const NAMES: [&str; 9] = [
    "Chương trình ",
    "Kế hoạch ",
    "Đề án ",
    "Chiến lược ",
    "Nghị quyết ",
    "Quyết định ",
    "Dự án ",
    "giai đoạn ",
    "nhiệm kỳ ",
];
