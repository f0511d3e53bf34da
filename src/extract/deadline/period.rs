//! Days, months, quarters, halves and years as they are written, each with its first and last day.

mod parts;
mod start;
mod written;

use std::ops::Range;

use jiff::civil::Date;

use super::bound::{self, Bound};
use super::{PlanYear, Setting};
use crate::extract::words::Said;
use parts::{day, month_end, read};
use start::starts;
use written::{Form, Written};

use crate::text::{is_alphanumeric, lower_case};

const MONTHS_OF_QUARTER: i32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Day,
    /// "ngày 26, 27/12/2011".
    Days,
    Month,
    Quarter,
    Half,
    Year,
    /// "giai đoạn 2021-2025": the period of a programme.
    Years,
    /// "đầu năm 2005": a time nobody can name the end of.
    Vague,
}

#[derive(Clone, Debug)]
pub(super) struct Period {
    pub start: usize,
    pub end: usize,
    pub shape: Shape,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// False if the year is the plan's, not its own.
    pub has_year: bool,
    /// "hàng năm" follows.
    pub yearly: bool,
    /// "cuối tháng 8": a part of what is named.
    pub is_narrow: bool,
}

impl Period {
    /// "năm 2021-2022" counts its years; "giai đoạn 2021-2025" names a programme.
    pub fn counts_years(&self, text: &str) -> bool {
        let words = text.get(self.start..self.end).unwrap_or_default();
        words.starts_with("năm") || words.starts_with("Năm")
    }

    /// "tháng 3-11/2022", "quý II, III": from the first of them to the last.
    pub fn is_several(&self) -> bool {
        let unit = match self.shape {
            Shape::Days => return true,
            Shape::Month => 1,
            Shape::Quarter => MONTHS_OF_QUARTER,
            _ => return false,
        };
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let ends = Option::zip(self.from, self.to);
        ends.is_some_and(|(from, to)| unit <= months(to) - months(from))
    }

    pub fn is_year(&self) -> bool {
        matches!(self.shape, Shape::Year | Shape::Years | Shape::Vague)
    }

    /// "từ ngày 01/9 đến ngày 15/12/2021": the year written last serves both, and "ngày 28/12 và ngày 02/01/2022" the
    /// turn of the year.
    pub fn with_year_of(&self, later: &Period) -> Period {
        let Some(last) = later.from.or(later.to) else {
            return self.clone();
        };
        if self.has_year || !later.has_year {
            return self.clone();
        }
        let is_before = |day: Date| (day.month(), day.day()) <= (last.month(), last.day());
        let is_same_year = later.is_year() || self.from.or(self.to).is_none_or(is_before);
        let year = last.year() - i16::from(!is_same_year);
        let moved = |day: Date| Date::new(year, day.month(), day.day()).ok();
        Period {
            from: self.from.and_then(moved),
            to: self.to.and_then(moved),
            has_year: true,
            ..self.clone()
        }
    }

    /// The last day of what began on `first`: "từ ngày 15/11 đến ngày 15/01" ends in the year after.
    pub fn last_day_from(&self, first: Option<Date>) -> Option<Date> {
        let last = self.to?;
        match first.filter(|first| last < *first && !self.has_year) {
            Some(first) => Date::new(first.year() + 1, last.month(), last.day()).ok(),
            None => Some(last),
        }
    }

    /// "cuối tháng 3", "tuần 2 tháng 6", "cuối quý III": the part of the month the words before
    /// it name, by thirds and weeks.
    fn narrow(&mut self, before: &str) {
        let words = before.trim_end();
        let (Some(first), Some(last), Shape::Month | Shape::Quarter) =
            (self.from, self.to, self.shape)
        else {
            return;
        };
        let tail = &words[words.ceil_char_boundary(words.len().saturating_sub(NARROW_MAX))..];
        let lower = lower_case(tail);
        if lower.len() != tail.len() {
            return;
        }
        let month = self.shape == Shape::Month;
        let part = match () {
            () if month && lower.ends_with("nửa đầu") => Some((1, 15)),
            () if month && lower.ends_with("nửa cuối") => Some((16, last.day())),
            () if month && lower.ends_with("thượng tuần") => Some((1, 10)),
            () if month && lower.ends_with("trung tuần") => Some((11, 20)),
            () if month && lower.ends_with("hạ tuần") => Some((21, last.day())),
            () if month && lower.ends_with("tuần cuối") => Some((last.day() - 6, last.day())),
            () if month && lower.ends_with("tuần đầu") => Some((1, 7)),
            () if month && lower.ends_with("đầu") => Some((1, 10)),
            () if month && lower.ends_with("giữa") => Some((11, 20)),
            () if lower.ends_with("cuối") => Some((21, last.day())),
            () if month => week(&lower).map(|week| (week * 7 - 6, (week * 7).min(last.day()))),
            () => None,
        };
        let Some((from, to)) = part else { return };
        let base = if self.shape == Shape::Quarter {
            last
        } else {
            first
        };
        self.from = Date::new(base.year(), base.month(), from).ok();
        self.to = Date::new(last.year(), last.month(), to).ok();
        let length = ["đầu", "giữa", "cuối"]
            .iter()
            .find(|word| lower.ends_with(**word))
            .map_or(0, |word| word.len());
        let parts = [
            "nửa đầu",
            "nửa cuối",
            "thượng tuần",
            "trung tuần",
            "hạ tuần",
            "tuần cuối",
            "tuần đầu",
        ];
        let part = parts.iter().find(|part| lower.ends_with(**part));
        self.start = words.len() - part.map_or(length, |part| part.len());
        self.is_narrow = true;
        if length == 0 && part.is_none() {
            self.start = words.len() - lower.len() + lower.rfind("tuần").unwrap_or(lower.len());
        }
    }

    /// "trước ngày 10/01 năm sau": after the plan's year.
    fn move_to_next_year(&mut self, after: &str) {
        const NEXT: [&str; 6] = [
            "năm sau",
            "năm kế tiếp",
            "năm tiếp theo",
            "năm liền kề",
            "của năm sau",
            "của năm kế tiếp",
        ];
        if self.has_year {
            return;
        }
        let rest = after.trim_start_matches([' ', '\n']);
        let Some(said) = NEXT.iter().find(|said| rest.starts_with(**said)) else {
            return;
        };
        let moved = |day: Option<Date>| {
            day.and_then(|day| Date::new(day.year() + 1, day.month(), day.day()).ok())
        };
        (self.from, self.to) = (moved(self.from), moved(self.to));
        self.has_year = true;
        self.end += after.len() - rest.len() + said.len();
    }

    /// "tháng 6 và tháng 12": the months, if each is named and no stretch between two is meant.
    pub fn months(&self, text: &str) -> Vec<i8> {
        let said = text.get(self.start..self.end).unwrap_or_default();
        let last_month = match self.shape {
            Shape::Month => |month: &str| month.parse().ok(),
            Shape::Quarter => last_month,
            _ => return Vec::new(),
        };
        if !said.contains([',', 'v']) {
            return Vec::new();
        }
        let numbers = said.split(|c: char| !c.is_ascii_alphanumeric());
        let months = numbers.filter_map(last_month);
        let months: Vec<i8> = months.collect();
        match months.iter().all(|month| (1..=12).contains(month)) && 1 < months.len() {
            true => months,
            false => Vec::new(),
        }
    }

    pub fn rrule(&self) -> Option<String> {
        let last = self.to?;
        match self.shape {
            // The month may be a day longer in another year.
            Shape::Month | Shape::Quarter | Shape::Half if last == last.last_of_month() => Some(
                format!("FREQ=YEARLY;BYMONTH={};BYMONTHDAY=-1", last.month()),
            ),
            _ => Some(yearly_rule(last)),
        }
    }
}

/// The last month of "IV" or "4".
fn last_month(quarter: &str) -> Option<i8> {
    let quarter = match quarter {
        "I" => 1,
        "II" => 2,
        "III" => 3,
        "IV" => 4,
        digit => digit
            .parse()
            .ok()
            .filter(|quarter| (1..=4).contains(quarter))?,
    };
    Some(quarter * 3)
}

/// Bytes before a month in which "cuối" or "tuần thứ 2 của" may stand.
const NARROW_MAX: usize = 28;

/// "… tuần 2", "… tuần thứ 3", "… tuần thứ ba của"; "… tuần cuối" is not told.
fn week(before: &str) -> Option<i8> {
    let after = &before[before.rfind("tuần")? + "tuần".len()..];
    let after = after.trim().trim_end_matches("của").trim();
    let digits = after.trim_start_matches("thứ").trim();
    const ORDINALS: [(&str, i8); 5] = [("nhất", 1), ("hai", 2), ("ba", 3), ("tư", 4), ("năm", 5)];
    let named = ORDINALS.iter().find(|(word, _)| *word == digits);
    if let Some((_, week)) = named {
        return Some(*week);
    }
    digits
        .parse::<i8>()
        .ok()
        .filter(|week| (1..=5).contains(week))
}

pub(super) fn yearly_rule(day: Date) -> String {
    format!(
        "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}",
        day.month(),
        day.day()
    )
}

/// Periods of one text that are read; a task has at most a dozen.
const PERIODS_MAX: usize = 64;

/// Every period in `text`; those without a year take `year`.
pub(super) fn find(said: &Said, year: Option<PlanYear>, setting: Setting) -> Vec<Period> {
    let text = said.text;
    if setting == Setting::Cell
        && begins_number(text)
        && let Some(period) = alone(text).or_else(|| short_month(text, year?))
    {
        return vec![period];
    }
    let mut periods = Vec::new();
    let mut starts = starts(said);
    let mut at = 0;
    while let Some(first) = starts.next(at) {
        let rest = &text[first..];
        let in_cell = || written::bare_reach(rest).filter(|_| setting == Setting::Cell);
        let bare = || written::bare(rest).or_else(in_cell);
        let is_bare = first == 0 && rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let bare = || is_bare.then(bare).flatten();
        let Some(written) = written::read(rest).or_else(bare) else {
            at = first + 1;
            continue;
        };
        let last = first + written.end;
        // "30 tháng" is a count unless a word binds it as a day: "xong trước 30 tháng 10".
        if let Some(count) = written.count
            && !text[first..last].contains("năm")
            && !is_bound_day(text, first, last)
        {
            at = first + count;
            continue;
        }
        at = last;
        if periods.len() >= PERIODS_MAX {
            break;
        }
        periods.extend(period_of(text, written, first..last, year, setting));
    }
    share_years(text, &mut periods);
    periods
}

/// The period that is written at `place`, with the words around that say more of it.
fn period_of(
    text: &str,
    written: Written,
    place: Range<usize>,
    year: Option<PlanYear>,
    setting: Setting,
) -> Option<Period> {
    let Range { start, end } = place;
    // "03 tháng 1 lần" is a rhythm; "2021 - 2025" alone says a period in a column of time only.
    let counts = text[end..].trim_start().starts_with("lần");
    let is_bare = matches!(written.form, Form::Bare(..)) && setting == Setting::Prose;
    if !stands_alone(text, start, end) || counts || is_bare {
        return None;
    }
    let (shape, from, to, has_year) = read(written.form, year)?;
    let start = match shape {
        Shape::Year => start + until_year(&text[start..end]),
        _ => start,
    };
    let mut period = Period {
        start,
        end,
        shape,
        from,
        to,
        has_year,
        yearly: false,
        is_narrow: false,
    };
    period.narrow(&text[..start]);
    period.move_to_next_year(&text[end..]);
    if let Some(length) = yearly_after(&text[end..]) {
        period.yearly = true;
        period.end += length;
    }
    Some(period)
}

/// "trước 30 tháng 10", "trước 31 tháng 01 năm sau", and nothing that it counts behind it.
fn is_bound_day(text: &str, start: usize, end: usize) -> bool {
    const YEARS: [&str; 4] = ["năm sau", "năm kế tiếp", "hằng năm", "hàng năm"];
    let (bound, _) = bound::before(text, start);
    let rest = text[end..].trim_start();
    let names_year = YEARS.iter().any(|year| rest.starts_with(year));
    let is_last = names_year || !rest.starts_with(is_alphanumeric);
    is_last && matches!(bound, Bound::Before | Bound::AtLatest)
}

/// "3/2022", "T4", "Từ T3": most cells begin with a word.
fn begins_number(text: &str) -> bool {
    let first = text.trim_start().trim_start_matches(['T', 't']);
    first.starts_with(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == 'ừ')
}

/// What only a column of time says without a word: "2022", "12/2022", "5-6/2022", "10/2021 - 3/2022".
fn alone(text: &str) -> Option<Period> {
    let written = text.trim();
    // "01/2022" and "12/2023" in the columns of begin and end.
    let parted = written.split_once('\t');
    let (first, last) = parted
        .or_else(|| reach(written))
        .unwrap_or((written, written));
    let last = month_of(last.trim())?;
    // "5-6/2022": the year written once.
    let first = match first.trim().trim_start_matches(['T', 't']) {
        month if month.len() <= 2 && last.0.is_some() => (Some(number(month, 1..=12)?), last.1),
        first => month_of(first)?,
    };
    let shape = if last.0.is_some() {
        Shape::Month
    } else {
        Shape::Year
    };
    let same_shape =
        first.0.is_some() == last.0.is_some() && (first.1, first.0) <= (last.1, last.0);
    let start = text.len() - text.trim_start().len();
    let is_told = shape == Shape::Month || first == last || parted.is_some();
    (same_shape && is_told).then_some(Period {
        start,
        end: start + written.len(),
        shape,
        from: day(Some(first.1), first.0.unwrap_or(1), 1),
        to: month_end(Some(last.1), last.0.unwrap_or(12)),
        has_year: true,
        yearly: false,
        is_narrow: false,
    })
}

/// "T3-T5", "từ T3 đến T5": both ends.
fn reach(written: &str) -> Option<(&str, &str)> {
    let whole = ["Từ ", "từ "]
        .iter()
        .find_map(|from| written.strip_prefix(from));
    let whole = whole.unwrap_or(written);
    whole
        .split_once(['-', '–'])
        .or_else(|| whole.split_once(" đến "))
}

/// "T3", "T4-5", "T4 - T5" in a column of time: months of the plan's year.
fn short_month(text: &str, year: PlanYear) -> Option<Period> {
    let written = text.trim();
    let (first, last) = reach(written)
        .or_else(|| written.split_once(','))
        .unwrap_or((written, written));
    let first = number(first.trim().strip_prefix(['T', 't'])?.trim(), 1..=12)?;
    let last = number(last.trim().trim_start_matches(['T', 't']), 1..=12)?;
    let start = text.len() - text.trim_start().len();
    (first <= last).then_some(Period {
        start,
        end: start + written.len(),
        shape: Shape::Month,
        from: day(Some(year.of_month(first)), first, 1),
        to: month_end(Some(year.of_month(last)), last),
        has_year: false,
        yearly: false,
        is_narrow: false,
    })
}

/// "12/2022", "2022".
fn month_of(written: &str) -> Option<(Option<i16>, i16)> {
    let Some((month, year)) = written.split_once('/') else {
        return Some((None, number(written, 2000..=2099)?));
    };
    let month = month.trim().trim_start_matches(['T', 't']);
    Some((
        Some(number(month, 1..=12)?),
        number(year.trim(), 2000..=2099)?,
    ))
}

fn number(digits: &str, within: std::ops::RangeInclusive<i16>) -> Option<i16> {
    let is_plain = digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let value = digits.parse().ok().filter(|_| is_plain)?;
    within.contains(&value).then_some(value)
}

/// "ngày 28/12 và cả ngày 29/12/2011": a year written once serves the days listed before it.
fn share_years(text: &str, periods: &mut [Period]) {
    for index in (1..periods.len()).rev() {
        let (earlier, later) = periods.split_at_mut(index);
        let (Some(before), Some(after)) = (earlier.last_mut(), later.first()) else {
            continue;
        };
        let between = text.get(before.end..after.start).unwrap_or_default().trim();
        let joined = between.len() < JOINT_MAX && between.starts_with([',', '-', '–'])
            || between.starts_with("và")
            || between.starts_with("đến");
        if joined && after.has_year && !before.has_year {
            *before = before.with_year_of(after);
        }
        // "05/6, 05/9 và 05/12 hằng năm": the rhythm written once is that of every day.
        let same_day = before.from.map(|day| day.day()) == after.from.map(|day| day.day());
        let days = before.shape == Shape::Day && after.shape == Shape::Day;
        before.yearly |= joined && after.yearly && days && same_day;
    }
}

/// Bytes of the words between two days of one list.
const JOINT_MAX: usize = 24;

/// "đến 2005": the binding word is not part of the year.
fn until_year(whole: &str) -> usize {
    ["đến", "Đến"]
        .iter()
        .find_map(|word| whole.strip_prefix(word))
        .map_or(0, |rest| whole.len() - rest.trim_start().len())
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    !before.is_some_and(|c| is_alphanumeric(c) || matches!(c, '/' | '.' | '-'))
        && !after.is_some_and(|c| is_alphanumeric(c) || matches!(c, '%' | '/'))
}

/// Bytes up to the end of "hằng năm" behind a day; "mỗi năm học 2022-2023" is a year of its own.
fn yearly_after(rest: &str) -> Option<usize> {
    let trimmed = rest.trim_start_matches([' ', '\n', '(']);
    let after = ["hàng năm", "hằng năm", "mỗi năm"]
        .iter()
        .find_map(|words| trimmed.strip_prefix(words))?;
    (!after.starts_with(" học")).then(|| rest.len() - after.len())
}
