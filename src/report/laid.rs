//! Deadlines laid out as days: rules that come again, and days counted from the issue.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::extract::Deadline;
use crate::text::fold;

/// The last day that is still in time: the day before "trước ngày 20/12". Of a deadline counted from
/// the issue, if that day is known.
pub(super) fn last_day(deadline: &Deadline, issued: Option<Date>) -> Option<Date> {
    let due: Option<Date> = deadline.due.as_deref().and_then(|it| it.parse().ok());
    match due {
        Some(due) if deadline.inclusive => Some(due),
        Some(due) => due.yesterday().ok(),
        None => counted(deadline, issued?),
    }
}

/// "trong 10 ngày làm việc kể từ ngày ký": the day it makes. `None` for what counts from another day.
pub(super) fn counted(deadline: &Deadline, issued: Date) -> Option<Date> {
    /// Beyond this the number is none of days.
    const DAYS_MAX: i64 = 3_660;
    let from = fold(deadline.relative_to.as_deref()?);
    let counts = ["ky", "ban hanh"];
    if !from.split_whitespace().any(|word| word == "ky") && !from.contains(counts[1]) {
        return None;
    }
    let text = fold(&deadline.text);
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let number = text.get(digits..)?;
    let end = number
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(number.len());
    let count: i64 = number
        .get(..end)?
        .parse()
        .ok()
        .filter(|it| (0..DAYS_MAX).contains(it))?;
    let unit = number.get(end..)?.trim_start_matches([')', ' ']);
    if unit.starts_with("ngay lam viec") {
        return working_days(issued, count);
    }
    let span = match unit.split_whitespace().next()? {
        "ngay" => count.days(),
        "tuan" => count.weeks(),
        "thang" => count.months(),
        "nam" => count.years(),
        _ => return None,
    };
    issued.checked_add(span).ok()
}

/// Saturdays and Sundays are none; feast days are not known here.
fn working_days(from: Date, count: i64) -> Option<Date> {
    let mut day = from;
    let mut left = count;
    while 0 < left {
        day = day.tomorrow().ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    Some(day)
}

/// What is read of a rule of RFC 5545; the rest of it extraction never writes.
struct Rule {
    frequency: Frequency,
    interval: i32,
    months: Vec<i8>,
    month_days: Vec<i8>,
    weekday: Option<Weekday>,
    until: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// The days a rule makes in a year, never before `start` nor after `end`. A rule that says no day
/// falls on the last of its period, as reports do.
pub(super) fn days_of(rule: &str, start: Date, end: Option<Date>, year: i16) -> Vec<Date> {
    let Some(rule) = Rule::read(rule) else {
        return Vec::new();
    };
    // What is to be done every day is no appointment.
    if rule.frequency == Frequency::Daily {
        return Vec::new();
    }
    let end = [end, rule.until].into_iter().flatten().min();
    let Ok(first) = Date::new(year, 1, 1) else {
        return Vec::new();
    };
    let days = first.series(1.day()).take_while(|day| day.year() == year);
    days.filter(|day| start <= *day && end.is_none_or(|end| *day <= end))
        .filter(|day| rule.falls_on(*day, start))
        .collect()
}

impl Rule {
    fn read(text: &str) -> Option<Rule> {
        let mut rule = Rule {
            frequency: Frequency::Yearly,
            interval: 1,
            months: Vec::new(),
            month_days: Vec::new(),
            weekday: None,
            until: None,
        };
        for part in text.trim_start_matches("RRULE:").split(';') {
            let (name, value) = part.split_once('=')?;
            let numbers = || value.split(',').filter_map(|it| it.parse().ok()).collect();
            match name {
                "FREQ" => rule.frequency = frequency(value)?,
                "INTERVAL" => rule.interval = value.parse().ok().filter(|it| 0 < *it)?,
                "BYMONTH" => rule.months = numbers(),
                "BYMONTHDAY" => rule.month_days = numbers(),
                "BYDAY" => rule.weekday = weekday(value),
                "UNTIL" => rule.until = until(value),
                _ => {}
            }
        }
        Some(rule)
    }

    fn falls_on(&self, day: Date, start: Date) -> bool {
        let months = i32::from(day.year() - start.year()) * 12 + i32::from(day.month())
            - i32::from(start.month());
        match self.frequency {
            Frequency::Daily => true,
            Frequency::Weekly => {
                let weeks = start.until(day).map_or(0, |span| span.get_days() / 7);
                let wanted = self.weekday.unwrap_or(Weekday::Friday);
                day.weekday() == wanted && weeks % self.interval == 0
            }
            Frequency::Monthly => {
                let in_step = months % self.interval == self.interval - 1 || self.interval == 1;
                in_step && self.is_day(day)
            }
            Frequency::Yearly => {
                let years = i32::from(day.year() - start.year());
                let month = match self.months.is_empty() {
                    true => day.month() == 12,
                    false => self.months.contains(&day.month()),
                };
                years % self.interval == 0 && month && self.is_day(day)
            }
        }
    }

    fn is_day(&self, day: Date) -> bool {
        let last = day.days_in_month();
        if self.month_days.is_empty() {
            return day.day() == last;
        }
        self.month_days.iter().any(|wanted| match wanted {
            // A month without a 31st has a last day.
            1.. => day.day() == (*wanted).min(last),
            _ => day.day() == last + wanted + 1,
        })
    }
}

fn frequency(value: &str) -> Option<Frequency> {
    Some(match value {
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return None,
    })
}

fn weekday(value: &str) -> Option<Weekday> {
    Some(match value {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

/// `20261231` or `20261231T000000Z`.
fn until(value: &str) -> Option<Date> {
    let digits = value.get(..8)?;
    let part = |range: std::ops::Range<usize>| digits.get(range);
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Date = Date::constant(2021, 2, 15);

    #[track_caller]
    fn check(rule: &str, expected: &[&str]) {
        let days = days_of(rule, START, None, 2021);
        let days: Vec<String> = days.iter().map(Date::to_string).collect();
        assert_eq!(days, expected);
    }

    #[test]
    fn a_yearly_rule_falls_on_its_day() {
        check("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20", &["2021-12-20"]);
    }

    #[test]
    fn a_quarterly_rule_falls_on_the_last_days_of_what_is_left_of_the_year() {
        let rule = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1";
        check(
            rule,
            &["2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"],
        );
    }

    #[test]
    fn a_rule_ends_when_it_says() {
        let rule = "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20210430";
        check(rule, &["2021-02-25", "2021-03-25", "2021-04-25"]);
    }

    #[test]
    fn working_days_leave_out_the_weekend() {
        let deadline = Deadline {
            text: "trong 10 ngày làm việc".into(),
            relative_to: Some("kể từ ngày ký".into()),
            ..Deadline::default()
        };
        // 15 February 2021 was a Monday.
        assert_eq!(counted(&deadline, START), Some(Date::constant(2021, 3, 1)));
    }

    #[test]
    fn before_a_day_means_the_day_before_is_the_last() {
        let deadline = Deadline {
            due: Some("2021-12-20".into()),
            ..Deadline::default()
        };
        assert_eq!(
            last_day(&deadline, None),
            Some(Date::constant(2021, 12, 19))
        );
    }
}
