//! What an agency owes, day by day, and the same as a calendar file (RFC 5545).
//!
//! A day stays the day that is written, also where it falls on a Sunday or a holiday: no general rule moves
//! the deadline of a plan, and which days are swapped for holidays is decided anew each year. Working
//! days are counted without Saturdays and Sundays; holidays are not known here, so that such a
//! day may come out some days early and never late.

use std::fmt::Write as _;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::brief::Brief;
use super::laid;
use super::table::{Cell, Heading, Row, day, heading};
use crate::extract::Charge;

/// One day on which something is due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct CalendarRow {
    /// The last day that is in time: the day before "trước ngày 20/12".
    pub date: String,
    pub task: String,
    pub task_id: u32,
    /// The deadline as written.
    pub written: String,
    /// True for one day of a rule that comes again.
    pub recurring: bool,
    /// True if the day was counted from the issue of the plan.
    pub counted: bool,
    pub owners: Vec<String>,
    pub work: Brief,
}

/// The days of tasks that fall in a year, in their order. Rules are laid out from the issue of the
/// plan to its end, where it says one.
pub fn calendar<'a>(
    charges: impl Iterator<Item = (&'a Brief, &'a Charge)>,
    year: i16,
) -> Vec<CalendarRow> {
    let mut rows: Vec<CalendarRow> = Vec::new();
    for (work, charge) in charges {
        for date in days(work, charge, year) {
            rows.push(row(work, charge, date));
        }
    }
    rows.sort();
    rows.dedup();
    rows
}

fn days(work: &Brief, charge: &Charge, year: i16) -> Vec<Date> {
    let Some(deadline) = &charge.deadline else {
        return Vec::new();
    };
    let day = |iso: &Option<String>| -> Option<Date> { iso.as_deref()?.parse().ok() };
    let issued: Option<Date> = work.issued_on.as_deref().and_then(|it| it.parse().ok());
    if let Some(rule) = &deadline.rrule
        && let Some(start) = day(&deadline.from).or(issued)
    {
        let days = laid::days_of(rule, start, day(&deadline.to), year).into_iter();
        let eve = |day: Date| match deadline.inclusive || deadline.due.is_none() {
            true => Some(day),
            false => day.yesterday().ok(),
        };
        return days.filter_map(eve).collect();
    }
    let last = laid::last_day(deadline, issued).or_else(|| day(&deadline.to));
    last.filter(|day| day.year() == year).into_iter().collect()
}

fn row(work: &Brief, charge: &Charge, date: Date) -> CalendarRow {
    let deadline = charge.deadline.clone().unwrap_or_default();
    let owners = charge.duty.owners.iter();
    CalendarRow {
        date: date.to_string(),
        task: charge.text.clone(),
        task_id: charge.duty.id,
        recurring: deadline.rrule.is_some(),
        counted: deadline.due.is_none() && deadline.relative_to.is_some(),
        written: deadline.text,
        owners: owners.map(|owner| owner.name.clone()).collect(),
        work: work.clone(),
    }
}

/// The rows as a calendar file. `stamp` is when it is made, `20260101T000000Z`.
pub fn ics(name: &str, rows: &[CalendarRow], stamp: &str) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold_line(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//kehoach//lich//VI");
    line("CALSCALE:GREGORIAN");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    line("X-WR-TIMEZONE:Asia/Ho_Chi_Minh");
    // Vietnam keeps one time all year.
    for part in [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Ho_Chi_Minh",
        "BEGIN:STANDARD",
        "DTSTART:19750613T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "TZNAME:+07",
        "END:STANDARD",
        "END:VTIMEZONE",
    ] {
        line(part);
    }
    for row in rows {
        event(row, stamp, &mut line);
    }
    line("END:VCALENDAR");
    out
}

fn event(row: &CalendarRow, stamp: &str, line: &mut impl FnMut(&str)) {
    let compact = row.date.replace('-', "");
    let next: Option<Date> = row
        .date
        .parse()
        .ok()
        .and_then(|day: Date| day.tomorrow().ok());
    line("BEGIN:VEVENT");
    line(&format!(
        "UID:{}-{}-{compact}@kehoach",
        row.work.id.0, row.task_id
    ));
    line(&format!("DTSTAMP:{stamp}"));
    line(&format!("DTSTART;VALUE=DATE:{compact}"));
    if let Some(next) = next {
        line(&format!(
            "DTEND;VALUE=DATE:{}",
            next.to_string().replace('-', "")
        ));
    }
    line(&format!("SUMMARY:{}", escaped(&row.task)));
    let mut about = format!("{}: {}", row.work.name(), row.written);
    if let Some(title) = &row.work.title {
        let _ = write!(about, "\n{title}");
    }
    if !row.owners.is_empty() {
        let _ = write!(about, "\nChủ trì: {}", row.owners.join(", "));
    }
    line(&format!("DESCRIPTION:{}", escaped(&about)));
    line("TRANSP:TRANSPARENT");
    line("END:VEVENT");
}

fn escaped(text: &str) -> String {
    let text = text
        .replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,");
    text.replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

/// One line as RFC 5545 wants it: at most 75 bytes, broken between characters, the rest behind a blank.
fn fold_line(text: &str, out: &mut String) {
    const BYTES_MAX: usize = 75;
    let mut length = 0;
    for c in text.chars() {
        if BYTES_MAX < length + c.len_utf8() {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

impl Row for CalendarRow {
    const HEADINGS: &'static [Heading] = &[
        heading("Ngày", "Day", 13),
        heading("Nhiệm vụ", "Task", 70),
        heading("Thời hạn ghi trong văn bản", "Deadline as written", 24),
        heading("Chủ trì", "Owner", 28),
        heading("Văn bản", "Document", 20),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            day(Some(&self.date)),
            self.task.clone().into(),
            self.written.clone().into(),
            self.owners.join("; ").into(),
            self.work.name().into(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Agent, Deadline, Duty};
    use crate::link::WorkId;

    fn plan() -> Brief {
        Brief {
            id: WorkId("w1".into()),
            number: Some("21/KH-UBND".into()),
            issuer: None,
            title: Some("Cải cách hành chính năm 2021".into()),
            issued_on: Some("2021-02-02".into()),
            stub: false,
            file: None,
        }
    }

    fn charge(deadline: Deadline) -> Charge {
        let owner = Agent {
            name: "Sở Tài chính".to_owned(),
            id: None,
        };
        Charge {
            duty: Duty {
                id: 3,
                owners: vec![owner],
                coordinators: Vec::new(),
                due: deadline.due.clone(),
            },
            text: "Báo cáo kết quả, gửi Sở Nội vụ".into(),
            deadline: Some(deadline),
        }
    }

    #[test]
    fn a_rule_becomes_the_days_before_it_is_too_late() {
        let charge = charge(Deadline {
            text: "trước ngày 20/12 hằng năm".into(),
            due: Some("2021-12-20".into()),
            rrule: Some("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20".into()),
            ..Deadline::default()
        });
        let plan = plan();
        let rows = calendar([(&plan, &charge)].into_iter(), 2023);
        let days: Vec<&str> = rows.iter().map(|row| row.date.as_str()).collect();
        assert_eq!(days, ["2023-12-19"]);
    }

    #[test]
    fn a_deadline_counted_from_the_signature_is_laid_out() {
        let charge = charge(Deadline {
            text: "trong 15 ngày kể từ ngày ký".into(),
            relative_to: Some("kể từ ngày ký".into()),
            inclusive: true,
            ..Deadline::default()
        });
        let plan = plan();
        let rows = calendar([(&plan, &charge)].into_iter(), 2021);
        assert!(rows[0].counted);
        assert_eq!(rows[0].date, "2021-02-17");
    }

    #[test]
    fn a_calendar_file_has_short_lines_and_the_zone_of_vietnam() {
        let charge = charge(Deadline {
            text: "ngày 15/6".into(),
            due: Some("2021-06-15".into()),
            inclusive: true,
            ..Deadline::default()
        });
        let plan = plan();
        let rows = calendar([(&plan, &charge)].into_iter(), 2021);
        let file = ics("Sở Tài chính", &rows, "20260101T000000Z");
        assert!(file.lines().all(|line| line.len() <= 75), "{file}");
        assert!(file.contains("X-WR-TIMEZONE:Asia/Ho_Chi_Minh\r\n"));
        assert!(file.contains("DTSTART;VALUE=DATE:20210615\r\nDTEND;VALUE=DATE:20210616\r\n"));
        assert!(
            file.contains("SUMMARY:Báo cáo kết quả\\, gửi Sở Nội vụ\r\n"),
            "{file}"
        );
    }
}
