//! Numbers as they are written: the value that is stored, in the form its format asks for where that
//! carries meaning (a date, a percentage, leading zeros). Thousands are not grouped: "103.660.200"
//! and "103,660" mean different things to different readers, 103660200 does not.

use jiff::civil::Date;

/// The form of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    General,
    /// Decimals shown after the value times a hundred.
    Percent(u8),
    /// Digits written at least: "00" for 7.
    Padded(u8),
    Date,
    Month,
    DateTime,
    Time,
}

/// Digits that a stored number really has; the rest is binary dust.
const DIGITS: i32 = 15;

impl Form {
    /// Reads a format code: `dd/mm/yyyy`, `0.00%`, `"TT "00`.
    pub fn of_code(code: &str) -> Form {
        let code = without_literals(code);
        let has = |c: char| code.contains(c);
        let zeros = code.bytes().filter(|byte| *byte == b'0').count();
        if has('%') {
            let decimals = code.split_once(['.', ',']).map_or(0, |(_, rest)| {
                rest.bytes()
                    .take_while(|byte| matches!(byte, b'0' | b'#'))
                    .count()
            });
            return Form::Percent(decimals.min(9) as u8);
        }
        match (has('d'), has('y'), has('h')) {
            (true, _, true) => Form::DateTime,
            (true, _, false) => Form::Date,
            (false, true, _) => Form::Month,
            (false, false, true) => Form::Time,
            _ if has('m') && has('s') => Form::Time,
            _ if 2 <= zeros && code.bytes().all(|byte| byte == b'0') => {
                Form::Padded(zeros.min(20) as u8)
            }
            _ => Form::General,
        }
    }

    /// The formats that have a number and no code.
    pub fn built_in(number: u16) -> Option<Form> {
        match number {
            9 => Some(Form::Percent(0)),
            10 => Some(Form::Percent(2)),
            14..=16 | 27..=31 | 50..=54 | 57 | 58 => Some(Form::Date),
            17 => Some(Form::Month),
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Some(Form::Time),
            22 => Some(Form::DateTime),
            0..164 => Some(Form::General),
            _ => None,
        }
    }

    /// Writes a stored number. `epoch_1904` is the calendar of old Macintosh workbooks.
    pub fn write(self, value: f64, epoch_1904: bool) -> String {
        let day = || day(value, epoch_1904);
        let written = match self {
            Form::General => None,
            Form::Percent(decimals) => Some(percent(value, decimals)),
            Form::Padded(digits) => padded(value, digits),
            Form::Date => day().map(|day| day.strftime("%d/%m/%Y").to_string()),
            Form::Month => day().map(|day| day.strftime("%m/%Y").to_string()),
            Form::DateTime => {
                day().map(|day| format!("{} {}", day.strftime("%d/%m/%Y"), clock(value)))
            }
            Form::Time => (0.0..1.0).contains(&value).then(|| clock(value)),
        };
        written.unwrap_or_else(|| general(value))
    }
}

/// The part of a code for positive numbers, without quoted text, escapes and `[colors]`.
fn without_literals(code: &str) -> String {
    let mut kept = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|end| *end == '"')),
            '[' => {
                let inner: String = chars.by_ref().take_while(|end| *end != ']').collect();
                // [h]:mm counts hours.
                kept.extend(inner.eq_ignore_ascii_case("h").then_some('h'));
            }
            '\\' | '_' | '*' => drop(chars.next()),
            ';' => break,
            c => kept.extend(c.to_lowercase()),
        }
    }
    if kept.contains("general") {
        String::new()
    } else {
        kept
    }
}

/// The shortest writing that keeps the digits a workbook shows, with a decimal comma.
fn general(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let magnitude = if value == 0.0 {
        0
    } else {
        value.abs().log10().floor() as i32
    };
    let decimals = (DIGITS - 1 - magnitude).clamp(0, 17) as usize;
    let written = format!("{value:.decimals$}");
    let written = match written.contains('.') {
        true => written.trim_end_matches('0').trim_end_matches('.'),
        false => &written,
    };
    if written == "-0" {
        "0".to_owned()
    } else {
        written.replace('.', ",")
    }
}

fn percent(value: f64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    format!("{:.decimals$}%", value * 100.0).replace('.', ",")
}

fn padded(value: f64, digits: u8) -> Option<String> {
    let is_whole = value.fract() == 0.0 && (0.0..1e15).contains(&value);
    is_whole.then(|| format!("{:0width$}", value as u64, width = usize::from(digits)))
}

/// The day a serial number stands for. Day 60 of the usual calendar is 29/02/1900, which never was.
fn day(value: f64, epoch_1904: bool) -> Option<Date> {
    const LAST: f64 = 2_958_466.0;
    if !(1.0..LAST).contains(&value) {
        return None;
    }
    let days = value.floor() as i64;
    let (year, days) = match (epoch_1904, days) {
        (true, days) => (1904, days),
        (false, ..60) => (1900, days - 1),
        (false, days) => (1900, days - 2),
    };
    let first = Date::new(year, 1, 1).ok()?;
    first.checked_add(jiff::Span::new().days(days)).ok()
}

/// `08:30`
fn clock(value: f64) -> String {
    let minutes = (value.fract() * 24.0 * 60.0).round() as u32 % (24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, value: f64, expected: &str) {
        assert_eq!(Form::of_code(code).write(value, false), expected, "{code}");
    }

    #[test]
    fn numbers_are_written_as_their_format_means_them() {
        check("General", 103_660_200.0, "103660200");
        check("#,##0", 12_730_000.0, "12730000");
        check("#,##0.00", 1.5, "1,5");
        check("0%", 0.3, "30%");
        check("0.0%", 0.305, "30,5%");
        check("00", 7.0, "07");
        check("dd/mm/yyyy", 44_229.0, "02/02/2021");
        check("[$-409]d-mmm-yy;@", 44_229.0, "02/02/2021");
        check("mm/yyyy", 44_229.0, "02/2021");
        check("dd/mm/yyyy hh:mm", 44_229.354_166_666_7, "02/02/2021 08:30");
        check("hh:mm", 0.354_166_666_7, "08:30");
        check("\"ngày\" 0", 5.0, "5");
        check("0.00", 0.1 + 0.2, "0,3");
        check("General", -2.5e-3, "-0,0025");
        check("yyyy", -5.0, "-5");
        check("General", f64::NAN, "");
    }

    #[test]
    fn both_calendars_count_from_their_first_day() {
        assert_eq!(Form::Date.write(1.0, false), "01/01/1900");
        assert_eq!(Form::Date.write(61.0, false), "01/03/1900");
        assert_eq!(Form::Date.write(1.0, true), "02/01/1904");
    }
}
