//! A deadline as it was found, and what two of them make together.

use std::ops::Range;

use jiff::civil::Date;

use super::recurrence;
use super::{Deadline, Rule, Setting, date};
use crate::extract::Word;
use crate::extract::section::collapse;
use crate::text::Span;

/// A deadline before its offsets become the document's.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub due: Option<Date>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub inclusive: bool,
    pub recurrence: Option<&'static str>,
    pub rrule: Option<String>,
    pub relative_to: Option<String>,
    pub continuous: bool,
    /// "đến năm 2025" says less than any other date.
    pub weak: bool,
    /// "tháng 6, tháng 12": each of several months.
    pub listed: Vec<i8>,
    pub rule: Option<Rule>,
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
    pub fn into_deadline(self, text: &str, offset: usize, setting: Setting) -> Deadline {
        let (start, end) = match setting {
            Setting::Prose => (self.start, closed(text, self.start..self.end)),
            Setting::Cell => (text.len() - text.trim_start().len(), text.trim_end().len()),
        };
        Deadline {
            text: collapse(&text[start..end]),
            span: Span::new(offset + start, offset + end),
            due: self.due.map(date::iso),
            from: self.from.map(date::iso),
            to: self.to.map(date::iso),
            inclusive: self.inclusive,
            recurrence: self.recurrence.map(Word::Borrowed),
            rrule: self.rrule,
            relative_to: self.relative_to,
            continuous: self.continuous,
        }
    }

    /// "Chiều ngày 28/12 và cả ngày 29/12/2011": one stretch from the first to the last.
    pub fn joined(&self, later: &Found) -> Found {
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
    pub fn goes_on(&self, text: &str, later: &Found) -> bool {
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

    /// "trong quý I/2024 (chậm nhất ngày 25/3/2024)", "nhiệm vụ quý II tại Phụ lục trước ngày 25/6": a day of the period right
    /// behind it, or further on in the same phrase, is its last.
    pub fn is_narrowed(&self, text: &str, later: &Found) -> bool {
        let between = text.get(self.end..later.start).unwrap_or(".");
        let is_day =
            later.due.is_some() && later.from.is_none() && later.rule == Some(Rule::BoundDay);
        is_day
            && self.from.is_some_and(|from| Some(from) <= later.due)
            && self.to.is_some_and(|to| later.due <= Some(to))
            && (is_beside(between) || is_one_phrase(between))
    }

    /// The months of both, on their common day.
    pub fn with_day(&self, later: &Found) -> Found {
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
    pub fn in_months(self, months: Vec<i8>) -> Found {
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

    pub fn months(&self) -> impl Iterator<Item = i8> + '_ {
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

/// A bracket or a comma and nothing else.
fn is_beside(between: &str) -> bool {
    between.contains(['(', ',']) && between.chars().all(|c| matches!(c, ' ' | ',' | '('))
}

/// Some words without a mark or "và" that would begin another act.
fn is_one_phrase(between: &str) -> bool {
    /// Bytes of "tại Phụ lục kèm theo Kế hoạch số 15/KH-UBND", and some.
    const PHRASE_MAX: usize = 80;
    let is_apart = between.contains([',', ';', '.', ':', '(', ')', '\n']);
    !between.trim().is_empty()
        && between.len() <= PHRASE_MAX
        && !is_apart
        && !between.contains(" và ")
}

/// The end of what stands there with the bracket that closes it: "định kỳ hằng quý (trước ngày 10" + ")".
fn closed(text: &str, place: Range<usize>) -> usize {
    let count = |mark: u8| {
        text.as_bytes()[place.clone()]
            .iter()
            .filter(|byte| **byte == mark)
            .count()
    };
    let is_open = count(b')') < count(b'(') && text[place.end..].starts_with(')');
    place.end + usize::from(is_open)
}

/// How often a year what is due in so many months comes back.
fn rhythm_of(months: usize) -> &'static str {
    match months {
        2 => "half-yearly",
        4 => "quarterly",
        _ => "yearly",
    }
}
