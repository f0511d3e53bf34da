//! Deadlines: the words in, the written rule and the dates it makes out (patterns of the genre:
//! "trước ngày 20/12 hàng năm", "trong quý II/2021", "định kỳ 6 tháng, năm", "Thường xuyên"). A
//! date without a year takes the year of the plan, which is an argument; without one it stays
//! unresolved. A date nobody bound ("Quyết định … ngày 04/9/2003", "kế hoạch năm 2022") is no
//! deadline in running text and is one in the cell of a deadline column.

mod bound;
mod period;
mod place;
mod plan_year;
mod recurrence;

use jiff::civil::Date;

use super::section::collapse;
use super::trace::{Field, Of, Rule, Trace};
use super::words::{Cues, Said};
use super::{Deadline, date};
use crate::text::Span;
use bound::Bound;
use period::{Period, Shape};
pub(super) use plan_year::PlanYear;

/// Where the words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Inside a task's text: only what is bound to the work counts.
    Prose,
    /// The cell of a deadline column, or after "Thời gian:".
    Cell,
}

/// The deadline written in `text`, whose first byte is byte `offset` of the document.
pub(super) fn find(
    text: &str,
    offset: usize,
    year: Option<PlanYear>,
    setting: Setting,
) -> Option<Deadline> {
    let mut silent = Trace::default();
    let found = read(&Said::alone(text), offset, year, setting, &mut silent);
    found.map(|(deadline, _)| deadline)
}

/// The same with the rule that gave it; what is no deadline goes to `trace`.
pub(super) fn read(
    said: &Said,
    offset: usize,
    year: Option<PlanYear>,
    setting: Setting,
    trace: &mut Trace,
) -> Option<(Deadline, Rule)> {
    let mut heard = Heard { trace, offset };
    let text = said.text;
    let dated = dated(said, year, setting, &mut heard);
    let recurring = recurrence::find(said, setting, &mut heard);
    let found = match (dated, recurring) {
        (Some(dated), Some(recurring)) => Some(combine(text, dated, recurring)),
        (Some(dated), None) => Some(dated),
        (None, Some(recurring)) => Some(recurring.into()),
        (None, None) => relative(said)
            .or_else(|| continuous(text))
            .or_else(|| on_demand(text))
            .or_else(|| whole_year(text, year, setting))
            .or_else(|| as_written(text, setting)),
    }?;
    let rule = found.rule.unwrap_or(Rule::AsWritten);
    Some((found.into_deadline(text, offset, setting), rule))
}

/// The trace with the offset that makes positions in a stretch positions in the document.
struct Heard<'a> {
    trace: &'a mut Trace,
    offset: usize,
}

impl Heard<'_> {
    fn refuse(&mut self, start: usize, end: usize, rule: Rule) {
        let span = Span::new(self.offset + start, self.offset + end);
        self.trace.refuse(Of::Task, Field::Deadline, span, rule);
    }
}

/// A deadline before its offsets become the document's.
#[derive(Clone, Debug, Default)]
struct Found {
    start: usize,
    end: usize,
    due: Option<Date>,
    from: Option<Date>,
    to: Option<Date>,
    inclusive: bool,
    recurrence: Option<&'static str>,
    rrule: Option<String>,
    relative_to: Option<String>,
    continuous: bool,
    /// "đến năm 2025" says less than any other date.
    weak: bool,
    /// "tháng 6, tháng 12": each of several months.
    listed: Vec<i8>,
    rule: Option<Rule>,
}

impl From<recurrence::Recurrence> for Found {
    fn from(found: recurrence::Recurrence) -> Found {
        Found {
            start: found.start,
            end: found.end,
            recurrence: found.unit,
            rrule: found.rrule,
            inclusive: found.inclusive,
            rule: Some(Rule::Rhythm),
            ..Found::default()
        }
    }
}

impl Found {
    fn into_deadline(self, text: &str, offset: usize, setting: Setting) -> Deadline {
        let (start, end) = match setting {
            Setting::Prose => (self.start, self.end),
            Setting::Cell => (text.len() - text.trim_start().len(), text.trim_end().len()),
        };
        Deadline {
            text: collapse(&text[start..end]),
            span: Span::new(offset + start, offset + end),
            due: self.due.map(date::iso),
            from: self.from.map(date::iso),
            to: self.to.map(date::iso),
            inclusive: self.inclusive,
            recurrence: self.recurrence.map(str::to_owned),
            rrule: self.rrule,
            relative_to: self.relative_to,
            continuous: self.continuous,
        }
    }
}

/// The first date or period that binds the work.
fn dated(
    said: &Said,
    year: Option<PlanYear>,
    setting: Setting,
    heard: &mut Heard,
) -> Option<Found> {
    let text = said.text;
    let mut periods = period::find(said, year, setting);
    recurrence::mark_days_of_reports(text, &mut periods);
    let mut best: Option<Found> = None;
    let mut index = 0;
    while index < periods.len() {
        let (found, used) = bind(text, &periods[index..], setting);
        let (start, end) = (periods[index].start, periods[index + used - 1].end);
        index += used;
        let found = match found {
            Ok(found) => found,
            Err(rule) => {
                heard.refuse(start, end, rule);
                continue;
            }
        };
        match &best {
            None => best = Some(found),
            Some(earlier) if earlier.weak && !found.weak => best = Some(found),
            Some(earlier) if earlier.goes_on(text, &found) => best = Some(earlier.with_day(&found)),
            Some(earlier) if earlier.is_narrowed(text, &found) => best = Some(found),
            Some(_) if setting == Setting::Prose => heard.refuse(start, end, Rule::LaterDate),
            Some(earlier) => best = Some(earlier.joined(&found)),
        }
    }
    best
}

impl Found {
    /// "Chiều ngày 28/12 và cả ngày 29/12/2011": one stretch from the first to the last.
    fn joined(&self, later: &Found) -> Found {
        let from = self.from.or(self.due).min(later.from.or(later.due));
        let due = self.due.max(later.due);
        Found {
            end: later.end,
            from,
            to: due,
            due,
            ..self.clone()
        }
    }

    /// "trước ngày 15/6 và 15/12 hàng năm": days of one year that come back together.
    fn goes_on(&self, text: &str, later: &Found) -> bool {
        let between = text.get(self.end..later.start).unwrap_or_default();
        later.recurrence == Some("yearly")
            && later.due.is_some()
            && self
                .due
                .is_some_and(|due| Some(due.day()) == later.due.map(|due| due.day()))
            && matches!(
                between.trim_matches([' ', ',', ';', '(', ')']),
                "" | "và"
                    | "và ngày"
                    | "ngày"
                    | "và trước"
                    | "năm"
                    | "và năm"
                    | "cả năm"
                    | "và cả năm"
                    | "hằng năm"
                    | "hàng năm"
                    | "và hằng năm"
                    | "và hàng năm"
                    | "01 năm"
                    | "một năm"
            )
    }

    /// "trong quý I/2024 (chậm nhất ngày 25/3/2024)": the day right behind a period that is its last.
    fn is_narrowed(&self, text: &str, later: &Found) -> bool {
        let between = text.get(self.end..later.start).unwrap_or(".");
        let is_day =
            later.due.is_some() && later.from.is_none() && later.rule == Some(Rule::BoundDay);
        is_day
            && self.from.is_some_and(|from| Some(from) <= later.due)
            && self.to.is_some_and(|to| later.due <= Some(to))
            && between.contains(['(', ','])
            && between.chars().all(|c| matches!(c, ' ' | ',' | '('))
    }

    /// The months of both, on their common day.
    fn with_day(&self, later: &Found) -> Found {
        let months: Vec<String> = self
            .months()
            .chain(later.months())
            .map(|m| m.to_string())
            .collect();
        let day = later.due.map_or(1, |due| due.day());
        Found {
            end: later.end,
            due: later.due,
            recurrence: Some(rhythm_of(months.len())),
            rrule: Some(format!(
                "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={day}",
                months.join(",")
            )),
            rule: Some(Rule::DayOfRhythm),
            ..self.clone()
        }
    }

    /// "tháng 6 và tháng 12 hằng năm": the end of each of the months.
    fn in_months(self, months: Vec<i8>) -> Found {
        if self.recurrence.is_none() || months.len() < 2 {
            return Found {
                listed: months,
                ..self
            };
        }
        let listed: Vec<String> = months.iter().map(i8::to_string).collect();
        Found {
            from: None,
            to: None,
            recurrence: Some(rhythm_of(months.len())),
            rrule: Some(format!(
                "FREQ=YEARLY;BYMONTH={};BYMONTHDAY=-1",
                listed.join(",")
            )),
            ..self
        }
    }

    fn months(&self) -> impl Iterator<Item = i8> + '_ {
        let listed = self
            .rrule
            .as_deref()
            .and_then(|rule| rule.split("BYMONTH=").nth(1))
            .and_then(|rest| rest.split(';').next())
            .unwrap_or_default();
        let own = self
            .due
            .filter(|_| listed.is_empty())
            .map(|due| due.month());
        listed
            .split(',')
            .filter_map(|month| month.parse().ok())
            .chain(own)
    }
}

/// How often a year what is due in so many months comes back.
fn rhythm_of(months: usize) -> &'static str {
    match months {
        2 => "half-yearly",
        4 => "quarterly",
        _ => "yearly",
    }
}

/// Reads the first of `periods` with the words before it, or says why it is no deadline; and how
/// many periods it used.
fn bind(text: &str, periods: &[Period], setting: Setting) -> (Result<Found, Rule>, usize) {
    let first = &periods[0];
    let (bound, start) = bound::before(text, first.start);
    if let Some(second) = periods.get(1)
        && (bound == Bound::Range && is_until(&text[first.end..second.start])
            || is_bracketed_range(text, first, second))
    {
        let from = first.with_year_of(second).from;
        let to = second.last_day_from(from);
        let found = Found {
            start,
            end: second.end,
            due: to,
            from,
            to,
            inclusive: true,
            rule: Some(Rule::BoundDay),
            ..Found::default()
        };
        return (Ok(found), 2);
    }
    // "từ 00 giờ ngày 29/7/2021 cho đến khi có thông báo mới", "kể từ ngày 01/7/2025", "từ năm học 2021-2022",
    // "Từ quý II": when it begins.
    if bound == Bound::Range && !first.yearly && first.shape != Shape::Days {
        let found = Found {
            start,
            end: first.end,
            from: first.from,
            inclusive: true,
            rule: Some(Rule::BoundDay),
            weak: first.is_year(),
            ..Found::default()
        };
        return (Ok(found), 1);
    }
    // The period of a programme is the section's, not the task's; in a cell it is the row's.
    let of_programme = first.shape == Shape::Years && !first.counts_years(text);
    if of_programme && setting == Setting::Prose {
        return (Err(Rule::ProgrammeYears), 1);
    }
    if is_horizon(text, start, first) {
        return (Err(Rule::Horizon), 1);
    }
    if bound == Bound::None && !is_free_standing(text, first, setting) {
        return (Err(Rule::Unbound), 1);
    }
    let rule = match (setting, bound) {
        (Setting::Cell, Bound::None) => Rule::CellOfTime,
        (Setting::Prose, Bound::None) => Rule::FreeStandingPeriod,
        _ => Rule::BoundDay,
    };
    let found = bound_period(first, bound, start).in_months(first.months(text));
    let found = Found {
        rule: Some(if first.yearly {
            Rule::DayOfRhythm
        } else {
            rule
        }),
        // "Ngày Chuyển đổi số quốc gia (10/10) từ ngày 01/10 đến …": a day in brackets gives way to
        // one that a word binds.
        weak: found.weak
            || rule == Rule::FreeStandingPeriod && first.shape == Shape::Day && !first.yearly,
        ..found
    };
    (Ok(found), 1)
}

/// "(15/4 - 15/5)": two days in brackets of their own.
fn is_bracketed_range(text: &str, first: &Period, second: &Period) -> bool {
    let between = text[first.end..second.start].trim();
    first.shape == Shape::Day
        && second.shape == Shape::Day
        && matches!(between, "-" | "–" | "đến" | "tới")
        && text[..first.start].trim_end().ends_with('(')
        && text[second.end..].trim_start().starts_with(')')
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
        bound::without_clock(between.trim()).trim(),
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
    let closed = after.is_empty() || after.starts_with([',', ')', ';', '.']);
    // "… tổng kết cuối tháng 8/2024.": nobody narrows a month but to say when.
    if period.is_narrow && closed {
        return true;
    }
    // ", quý III/2026." at the end of a clause.
    if narrow && period.shape != Shape::Day && closed && before.ends_with([',', '(', ';']) {
        return true;
    }
    (narrow && opens && closes) || (narrow && before.is_empty() && period.shape != Shape::Day)
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
    let clause = clause_before(before);
    NAMES
        .iter()
        .any(|name| clause.contains(name) || clause.ends_with(name.trim_end()))
}

/// The clause that ends with `before`, as far back as it can bear on a date.
fn clause_before(before: &str) -> &str {
    let from = before.ceil_char_boundary(before.len().saturating_sub(CLAUSE_MAX));
    before[from..]
        .rsplit([';', '.', '(', ':'])
        .next()
        .unwrap_or_default()
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

fn names_year(said: &str) -> bool {
    let numbers = said.split(|c: char| !c.is_ascii_digit());
    numbers.into_iter().any(|digits| digits.len() == 4)
}

/// "Hàng năm, trước ngày 30/11" and "trước ngày 20/12 hàng năm": a date and the rhythm beside it
/// make one rule.
fn combine(text: &str, dated: Found, recurring: recurrence::Recurrence) -> Found {
    let beside = |left: usize, right: usize| {
        left <= right
            && text[left..right]
                .chars()
                .all(|c| matches!(c, ' ' | ',' | '(' | '\n'))
    };
    let adjacent = beside(recurring.end, dated.start) || beside(dated.end, recurring.start);
    if adjacent && recurring.unit == Some("yearly") {
        let rrule = dated.due.map(period::yearly_rule).or(recurring.rrule);
        return Found {
            start: dated.start.min(recurring.start),
            end: dated.end.max(recurring.end),
            recurrence: Some(dated.recurrence.unwrap_or("yearly")),
            rrule: dated.rrule.clone().or(rrule),
            rule: Some(Rule::DayOfRhythm),
            ..dated
        };
    }
    // "định kỳ hằng năm tổng hợp, báo cáo trước ngày 15/11": the day of each year, where no year is written.
    let between = text.get(recurring.end..dated.start).unwrap_or(".");
    let is_one_act = !between.contains([';', '.', '\n']) && dated.from.is_none() && !dated.weak;
    if recurring.unit == Some("yearly") && is_one_act && !names_year(&text[dated.start..dated.end])
    {
        let rrule = dated.due.map(period::yearly_rule);
        return Found {
            recurrence: Some(dated.recurrence.unwrap_or("yearly")),
            rrule: dated.rrule.clone().or(rrule),
            rule: Some(Rule::DayOfRhythm),
            ..dated
        };
    }
    // "02 lần/năm (tháng 6, tháng 12)": in which months it comes round.
    if beside(recurring.end, dated.start) && 1 < dated.listed.len() {
        let months = dated.listed.clone();
        return Found {
            start: recurring.start,
            recurrence: recurring.unit,
            rule: Some(Rule::DayOfRhythm),
            ..dated
        }
        .in_months(months);
    }
    // "báo cáo hằng quý trước ngày 20 của tháng cuối quý, báo cáo năm trước ngày 10/12": what is said first.
    let is_first = recurring.start < dated.start && dated.recurrence.is_none();
    if dated.weak || is_first && (dated.due.is_none() || recurring.has_day) {
        return recurring.into();
    }
    dated
}

/// "trước 05 ngày kể từ ngày ký", "trong ngày làm việc", "ngay sau khi …": words only, with what
/// they count from.
fn relative(said: &Said) -> Option<Found> {
    if !said.has(Cues::COUNTED) {
        return None;
    }
    let found = recurrence::relative(said.text)?;
    Some(Found {
        start: found.0,
        end: found.1,
        relative_to: found.2,
        inclusive: true,
        rule: Some(Rule::CountedFrom),
        ..Found::default()
    })
}

/// "Thường xuyên" at the head of the task or alone in its cell.
fn continuous(text: &str) -> Option<Found> {
    let start = text.len() - text.trim_start().len();
    let length = ["Thường xuyên", "thường xuyên", "Liên tục"]
        .iter()
        .find(|word| text[start..].starts_with(**word))
        .map(|word| word.len())?;
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
fn on_demand(text: &str) -> Option<Found> {
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
fn whole_year(text: &str, year: Option<PlanYear>, setting: Setting) -> Option<Found> {
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
    // "Cả năm" of a school is not January to December.
    let year = year.filter(|year| says && !year.is_school())?.first();
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
fn as_written(text: &str, setting: Setting) -> Option<Found> {
    let has_words = text.chars().any(char::is_alphabetic);
    (setting == Setting::Cell && has_words).then(|| Found {
        end: text.len(),
        inclusive: true,
        ..Found::default()
    })
}

#[cfg(test)]
mod tests;
