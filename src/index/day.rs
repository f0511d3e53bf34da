//! Dates as the numbers the index compares: `2021-06-30` → 20210630.
//!
//! A date cut to its month or year is the stretch of all its days; the numbers need not be days of
//! the calendar, because they are only ever compared.

/// A stretch of day numbers, both ends included; an open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub from: Option<i64>,
    pub to: Option<i64>,
}

/// Years a date may have: the oldest directive in force is of 1945.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2999;

/// Reads `2021`, `2021-06`, `2021-06-30`, `30/06/2021`, `06/2021`, `2019..2023`, `..2020`,
/// `<2021-06-30`, `>=2021`.
pub(super) fn days(written: &str) -> Option<Days> {
    let written = written.trim();
    if let Some((from, to)) = written.split_once("..") {
        let from = optional(from)?.map(|(first, _)| first);
        let to = optional(to)?.map(|(_, last)| last);
        return (from.is_some() || to.is_some()).then_some(Days { from, to });
    }
    let operator = written.len() - written.trim_start_matches(['<', '>', '=']).len();
    let (first, last) = stretch(&written[operator..])?;
    let (from, to) = match &written[..operator] {
        "" | "=" => (Some(first), Some(last)),
        "<" => (None, Some(first - 1)),
        "<=" => (None, Some(last)),
        ">" => (Some(last + 1), None),
        ">=" => (Some(first), None),
        _ => return None,
    };
    Some(Days { from, to })
}

/// The first day of an ISO date, possibly cut.
pub(super) fn first_day(iso: &str) -> Option<i64> {
    stretch(iso).map(|(first, _)| first)
}

/// The last day of an ISO date, possibly cut.
pub(super) fn last_day(iso: &str) -> Option<i64> {
    stretch(iso).map(|(_, last)| last)
}

/// `None` inside for an open end, `None` outside for what is no date.
fn optional(written: &str) -> Option<Option<(i64, i64)>> {
    if written.trim().is_empty() {
        return Some(None);
    }
    stretch(written).map(Some)
}

/// First and last day of a written date.
fn stretch(written: &str) -> Option<(i64, i64)> {
    let mut parts = Vec::with_capacity(3);
    for part in written.trim().split(['-', '/']) {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || 4 < part.len() || parts.len() == 3 {
            return None;
        }
        parts.push(part.parse::<i64>().ok()?);
    }
    if parts.len() > 1 && !YEARS.contains(&parts[0]) {
        parts.reverse();
    }
    let (year, month, day) = match *parts.as_slice() {
        [year] => (year, None, None),
        [year, month] => (year, Some(month), None),
        [year, month, day] => (year, Some(month), Some(day)),
        _ => return None,
    };
    let possible = YEARS.contains(&year)
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=31).contains(&day));
    let number = |month: i64, day: i64| year * 10_000 + month * 100 + day;
    possible.then(|| {
        let first = number(month.unwrap_or(1), day.unwrap_or(1));
        let last = number(month.unwrap_or(12), day.unwrap_or(31));
        (first, last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (written, from, to) in [
            ("2021", Some(20210101), Some(20211231)),
            ("2021-06", Some(20210601), Some(20210631)),
            ("06/2021", Some(20210601), Some(20210631)),
            ("30/6/2021", Some(20210630), Some(20210630)),
            ("2019..2023", Some(20190101), Some(20231231)),
            ("..2020-05", None, Some(20200531)),
            ("<2021-06-30", None, Some(20210629)),
            (">=2021", Some(20210101), None),
            (">2021", Some(20211232), None),
        ] {
            assert_eq!(days(written), Some(Days { from, to }), "{written}");
        }
        for wrong in [
            "",
            "..",
            "hai",
            "2021-13",
            "20x1",
            "1/2/3/2021",
            "<>2021",
            "32/01/2021",
        ] {
            assert_eq!(days(wrong), None, "{wrong}");
        }
    }
}
