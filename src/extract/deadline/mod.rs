//! Deadlines: the words in, the written rule and the dates it makes out (patterns of the genre:
//! "trước ngày 20/12 hàng năm", "trong quý II/2021", "định kỳ 6 tháng, năm", "Thường xuyên"). A
//! date without a year takes the year of the plan, which is an argument; without one it stays
//! unresolved. A date nobody bound ("Quyết định … ngày 04/9/2003", "kế hoạch năm 2022") is no
//! deadline in running text and is one in the cell of a deadline column.

mod binding;
mod bound;
mod clock;
mod counted;
mod found;
mod period;
mod place;
mod plan_year;
mod recurrence;
mod undated;

use super::section::collapse;
use super::trace::{Field, Of, Rule, Trace};
use super::words::Said;
use super::{Deadline, date};
use crate::text::Span;
use binding::bind;
use found::Found;
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
        (None, None) => undated::relative(said)
            .or_else(|| undated::continuous(text, setting))
            .or_else(|| undated::on_demand(text))
            .or_else(|| undated::whole_year(text, year, setting))
            .or_else(|| undated::as_written(text, setting)),
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

/// The first date or period that binds the work.
fn dated(
    said: &Said,
    year: Option<PlanYear>,
    setting: Setting,
    heard: &mut Heard,
) -> Option<Found> {
    let text = said.text;
    let mut periods = period::find(said, year, setting);
    recurrence::mark_days_of_reports(said, &mut periods);
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

#[cfg(test)]
mod tests;
