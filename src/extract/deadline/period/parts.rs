//! What a match of the expressions captured, as days.

use jiff::civil::Date;
use regex::Captures;

use super::Shape;

pub(super) type Read = (Shape, Option<Date>, Option<Date>, bool);

/// What one match captured, and the year that a date without one takes.
struct Parts<'a> {
    captures: &'a Captures<'a>,
    plan_year: Option<i16>,
}

pub(super) fn read(captures: &Captures, plan_year: Option<i16>) -> Option<Read> {
    let parts = Parts {
        captures,
        plan_year,
    };
    let has = |name: &str| captures.name(name).is_some();
    match () {
        () if has("reach") => parts.reach(),
        () if has("days") => parts.days(),
        () if has("day") => parts.day(),
        () if has("month") => parts.month(),
        () if has("quarter") => parts.quarter(),
        () if has("half") => parts.half(),
        () if has("school") => parts.school(),
        () if has("years") => parts.years("y0", "y1"),
        () if has("bare") => parts.years("b0", "b1"),
        () if has("vague") => Some((Shape::Vague, None, None, true)),
        () => parts.year(),
    }
}

impl Parts<'_> {
    fn number(&self, name: &str) -> Option<i16> {
        self.captures.name(name)?.as_str().parse().ok()
    }

    /// The year written, else the plan's; and whether it is written.
    fn year_of(&self, name: &str) -> (Option<i16>, bool) {
        let own = self.number(name);
        (own.or(self.plan_year), own.is_some())
    }

    fn days(&self) -> Option<Read> {
        let (year, own) = self.year_of("dy");
        let month = self.number("dm")?;
        let first = day(year, month, self.number("d0")?);
        Some((
            Shape::Days,
            first,
            day(year, month, self.number("d1")?),
            own,
        ))
    }

    /// "ngày 01 đến ngày 15 tháng 4".
    fn reach(&self) -> Option<Read> {
        let (year, own) = self.year_of("fy");
        let month = self.number("fm")?;
        let first = day(year, month, self.number("f0")?);
        let last = day(year, month, self.number("f1")?);
        (first <= last).then_some((Shape::Days, first, last, own))
    }

    fn day(&self) -> Option<Read> {
        let part = |names: &[&str]| names.iter().find_map(|name| self.number(name));
        let own = part(&["ay", "cy", "ey"]);
        let month = part(&["am", "bm", "cm", "em"])?;
        let day = day(
            own.or(self.plan_year),
            month,
            part(&["ad", "bd", "cd", "ed"])?,
        );
        Some((Shape::Day, day, day, own.is_some()))
    }

    fn month(&self) -> Option<Read> {
        let (year, own) = self.year_of("my");
        let first = self.number("m0")?;
        let last = self.number("m1").unwrap_or(first);
        Some((
            Shape::Month,
            day(year, first, 1),
            month_end(year, last),
            own,
        ))
    }

    fn quarter(&self) -> Option<Read> {
        let (year, own) = self.year_of("qy");
        let of = |name: &str| quarter(self.captures.name(name)?.as_str());
        let first = of("q0")?;
        let last = of("q1").unwrap_or(first);
        Some((
            Shape::Quarter,
            day(year, first * 3 - 2, 1),
            month_end(year, last * 3),
            own,
        ))
    }

    fn half(&self) -> Option<Read> {
        let (year, own) = self.year_of("hy");
        let nine = self.captures.name("hn")?.as_str().contains(['9', 'C', 'c']);
        let months = if nine { 9 } else { 6 };
        let is_first = self.captures.name("hp")?.as_str() == "đầu";
        let (first, last) = if is_first {
            (1, months)
        } else {
            (13 - months, 12)
        };
        Some((Shape::Half, day(year, first, 1), month_end(year, last), own))
    }

    fn years(&self, first: &str, last: &str) -> Option<Read> {
        let from = day(self.number(first), 1, 1);
        Some((Shape::Years, from, day(self.number(last), 12, 31), true))
    }

    /// Schools count from the opening in September to the end of May.
    fn school(&self) -> Option<Read> {
        let from = day(self.number("s0"), 9, 1);
        Some((Shape::Years, from, day(self.number("s1"), 5, 31), true))
    }

    fn year(&self) -> Option<Read> {
        let year = self.number("yy");
        Some((Shape::Year, day(year, 1, 1), day(year, 12, 31), true))
    }
}

pub(super) fn day(year: Option<i16>, month: i16, day: i16) -> Option<Date> {
    Date::new(year?, month as i8, day as i8).ok()
}

pub(super) fn month_end(year: Option<i16>, month: i16) -> Option<Date> {
    Some(day(year, month, 1)?.last_of_month())
}

fn quarter(written: &str) -> Option<i16> {
    match written {
        "I" | "1" => Some(1),
        "II" | "2" => Some(2),
        "III" | "3" => Some(3),
        "IV" | "4" => Some(4),
        _ => None,
    }
}
