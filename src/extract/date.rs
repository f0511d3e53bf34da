//! Dates as they are written: whole, partial, blank or impossible. A date never becomes more than
//! what stands there: "tháng 02/2021" is a month, "ngày     tháng     năm 2021" a year.

use jiff::civil::Date;

use crate::text::Span;

/// Years a plan can speak of. The oldest citation seen is of 1950; plans look ahead to 2050.
const YEARS: std::ops::RangeInclusive<u16> = 1945..=2060;

/// A calendar date of which only some parts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WrittenDate {
    pub year: Option<u16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl WrittenDate {
    pub fn whole(day: u8, month: u8, year: u16) -> WrittenDate {
        WrittenDate {
            year: Some(year),
            month: Some(month),
            day: Some(day),
        }
    }

    /// The date, where it is whole and in the calendar.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year? as i16, self.month? as i8, self.day? as i8).ok()
    }

    /// `2021-02-02`, `2021-02` or `2021`; `None` without a year or for a date not in the calendar.
    pub fn iso(&self) -> Option<String> {
        let year = self.year?;
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.date().map(iso),
            (Some(month), None) => (1..=12)
                .contains(&month)
                .then(|| format!("{year:04}-{month:02}")),
            (None, _) => Some(format!("{year:04}")),
        }
    }

    /// True for 31/4 or 30/2: every part is written, and no calendar has that day.
    pub fn is_impossible(&self) -> bool {
        let year = self.year.unwrap_or(2000);
        match (self.month, self.day) {
            (Some(month), Some(day)) => Date::new(year as i16, month as i8, day as i8).is_err(),
            (Some(month), None) => !(1..=12).contains(&month),
            (None, _) => false,
        }
    }
}

/// `2021-02-02`. Every citation and deadline has one, and a format string takes six times as long.
pub(super) fn iso(date: Date) -> String {
    let digits = |number: i16| [number / 10, number].map(|it| b'0' + (it % 10) as u8);
    let year = date.year().max(0);
    let ([a, b], [c, d]) = (digits(year / 100), digits(year % 100));
    let ([e, f], [g, h]) = (digits(date.month().into()), digits(date.day().into()));
    let iso = [a, b, c, d, b'-', e, f, b'-', g, h];
    String::from_utf8_lossy(&iso).into_owned()
}

/// One date in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateToken {
    /// From the word "ngày", "tháng" or "năm" where one stands before it.
    pub span: Span,
    pub date: WrittenDate,
    /// Written with two digits of a year: the century is a reading, not a fact.
    pub short_year: bool,
}

/// True if a date may start with `c`: with a digit or a letter misread for one, or with the first letter of its word.
pub fn may_begin(c: char) -> bool {
    let is_of_word = matches!(c, 'n' | 'N' | 't' | 'T');
    is_of_word || matches!(c, 'O' | 'o' | 'l' | 'I') || !c.is_ascii_alphabetic()
}

/// Reads one date that starts at byte `at` of `text`, with or without its word.
///
/// Forms: `02/02/2021`, `2-2-2021`, `02.02.2021`, `08/11/ 2011`, `ngày10 /3/2026`, `2/2/21`, `ngày 02 tháng 02
/// năm 2021`, `ngày 22 tháng 4 2015`, `ngày 28/12`, `tháng 12/2021`, `tháng 6 năm 2021`, `năm 2021`, and blanks or dot
/// leaders in place of a day, a month or the last digits.
pub fn read(text: &str, at: usize) -> Option<DateToken> {
    let mut cursor = Cursor {
        text: text.as_bytes(),
        at,
    };
    let found = match cursor.text.get(at)? {
        b'n' | b'N' if cursor.one_of(&["ngày", "Ngày", "NGÀY", "ngay "]) => {
            cursor.after_day_word()
        }
        b't' | b'T' if cursor.one_of(&["tháng", "Tháng"]) => cursor.after_month_word(None),
        b'n' | b'N' if cursor.one_of(&["năm", "Năm"]) => cursor.after_year_word(),
        _ => cursor.numeric(Need::Whole),
    };
    found.map(|(date, short_year)| DateToken {
        span: Span::new(at, cursor.at),
        date,
        short_year,
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Need {
    /// Without the word "ngày" only a whole date is a date: 3/4 is a fraction.
    Whole,
    DayAndMonth,
}

struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

type Found = Option<(WrittenDate, bool)>;

impl Cursor<'_> {
    fn after_day_word(&mut self) -> Found {
        self.blanks();
        let start = self.at;
        if let Some(found) = self.numeric(Need::DayAndMonth) {
            return Some(found);
        }
        self.at = start;
        let day = self.digits(2).map(|day| day as u8);
        self.leaders();
        if self.one_of(&["tháng", "Tháng", "THÁNG", "thang "]) {
            return self.after_month_word(day);
        }
        // "ngày    /    /2023", "ngày ..../..../2023".
        if day.is_none() && self.slash() {
            self.leaders();
            let month = self.digits(2).map(|month| month as u8);
            self.leaders();
            if self.slash() {
                let year = self.year()?;
                return Some((
                    WrittenDate {
                        year: Some(year),
                        month,
                        day: None,
                    },
                    false,
                ));
            }
        }
        None
    }

    fn after_month_word(&mut self, day: Option<u8>) -> Found {
        self.blanks();
        let month = self
            .digits(2)
            .map(|month| month as u8)
            .or_else(|| self.month_in_words());
        let before_year = self.at;
        self.leaders();
        let has_word = self.one_of(&["năm", "Năm", "NĂM", "nam "]);
        if !has_word && month.is_some() {
            self.slash_or_dash();
        }
        self.leaders();
        let after_word = self.at;
        if let Some(year) = self.year() {
            return Some((
                WrittenDate {
                    year: Some(year),
                    month,
                    day,
                },
                false,
            ));
        }
        if has_word && let Some(year) = self.cut_year() {
            return Some((WrittenDate { year, month, day }, false));
        }
        self.at = if has_word { after_word } else { before_year };
        self.back_over_blanks();
        (month.is_some() || has_word).then_some((
            WrittenDate {
                year: None,
                month,
                day,
            },
            false,
        ))
    }

    fn after_year_word(&mut self) -> Found {
        self.blanks();
        let year = self.year()?;
        Some((
            WrittenDate {
                year: Some(year),
                month: None,
                day: None,
            },
            false,
        ))
    }

    /// `d S m S y`; with [`Need::DayAndMonth`] the year may be missing.
    fn numeric(&mut self, need: Need) -> Found {
        let day = self.two_digits()?;
        let separator = self.separator()?;
        let month = self.two_digits()?;
        let after_month = self.at;
        if self.separator() == Some(separator) {
            if let Some(year) = self.year() {
                return Some((WrittenDate::whole(day, month, year), false));
            }
            if let Some(year) = self.digits_exactly(2) {
                let year = if year <= 60 { 2000 + year } else { 1900 + year };
                return Some((WrittenDate::whole(day, month, year), true));
            }
        }
        self.at = after_month;
        // "ngày 5 tháng" is read elsewhere; "ngày 1.2" is an outline number.
        let day_and_month =
            need == Need::DayAndMonth && separator != b'.' && (1..=12).contains(&month);
        day_and_month.then_some((
            WrittenDate {
                year: None,
                month: Some(month),
                day: Some(day),
            },
            false,
        ))
    }

    fn separator(&mut self) -> Option<u8> {
        let start = self.at;
        self.few_blanks();
        match self.text.get(self.at) {
            Some(&separator @ (b'/' | b'-' | b'.')) => {
                self.at += 1;
                self.few_blanks();
                Some(separator)
            }
            _ => {
                self.at = start;
                None
            }
        }
    }

    fn slash(&mut self) -> bool {
        self.separator() == Some(b'/')
    }

    fn slash_or_dash(&mut self) {
        if matches!(self.text.get(self.at), Some(b'/' | b'-' | b'.')) {
            self.at += 1;
        }
    }

    fn year(&mut self) -> Option<u16> {
        let start = self.at;
        let year = self.digits_exactly(4).filter(|year| YEARS.contains(year));
        if year.is_none() {
            self.at = start;
        }
        year
    }

    /// "năm 20…" and "năm 20   ": the century is there, the year is not.
    fn cut_year(&mut self) -> Option<Option<u16>> {
        let start = self.at;
        if self.digits_exactly(2) == Some(20) || self.digits_exactly(3).is_some() {
            self.leaders();
            self.back_over_blanks();
            return Some(None);
        }
        self.at = start;
        None
    }

    fn month_in_words(&mut self) -> Option<u8> {
        const WORDS: [(&str, u8); 12] = [
            ("Mười một", 11),
            ("Mười hai", 12),
            ("Mười", 10),
            ("Giêng", 1),
            ("Hai", 2),
            ("Ba", 3),
            ("Tư", 4),
            ("Năm", 5),
            ("Sáu", 6),
            ("Bảy", 7),
            ("Tám", 8),
            ("Chín", 9),
        ];
        WORDS
            .iter()
            .find(|(word, _)| self.word(word))
            .map(|&(_, month)| month)
    }

    /// A day or a month; "O2" and "l2" are 02 and 12 as OCR reads them, with one digit that is certain.
    fn two_digits(&mut self) -> Option<u8> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'O' | b'o' => Some(0),
            b'l' | b'I' => Some(1),
            _ => None,
        };
        if let Some(written) = self.digits(2) {
            return Some(written as u8);
        }
        let pair = self.text.get(self.at..self.at + 2)?;
        let (tens, ones) = (digit(pair[0])?, digit(pair[1])?);
        let certain = pair.iter().any(u8::is_ascii_digit);
        let ends = !self
            .text
            .get(self.at + 2)
            .is_some_and(u8::is_ascii_alphanumeric);
        (certain && ends).then(|| {
            self.at += 2;
            tens * 10 + ones
        })
    }

    /// One to `most` digits, not followed by another digit.
    fn digits(&mut self, most: usize) -> Option<u16> {
        let count = self.text[self.at..]
            .iter()
            .take(most + 1)
            .take_while(|b| b.is_ascii_digit())
            .count();
        if count == 0 || count > most {
            return None;
        }
        let value = self.text[self.at..self.at + count]
            .iter()
            .fold(0, |n, b| n * 10 + u16::from(b - b'0'));
        self.at += count;
        Some(value)
    }

    fn digits_exactly(&mut self, count: usize) -> Option<u16> {
        let start = self.at;
        let value = self.digits(count);
        if self.at - start != count {
            self.at = start;
            return None;
        }
        value
    }

    fn one_of(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(word))
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.text[self.at..].starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    /// Blanks of a form left to fill in can be long; the longest seen is 24.
    fn blanks(&mut self) {
        self.skip(40, |b| matches!(b, b' ' | b'\n' | b'\t'));
    }

    fn few_blanks(&mut self) {
        self.skip(2, |b| matches!(b, b' ' | b'\n'));
    }

    /// Blanks, dots and "…": what a form prints where a hand writes.
    fn leaders(&mut self) {
        const MOST: usize = 80;
        let end = self.at + MOST;
        while self.at < end {
            let before = self.at;
            self.skip(MOST, |b| matches!(b, b' ' | b'\n' | b'\t' | b'.' | b'_'));
            if self.text[self.at..].starts_with("…".as_bytes()) {
                self.at += "…".len();
            }
            if self.at == before {
                return;
            }
        }
    }

    fn skip(&mut self, most: usize, of: impl Fn(u8) -> bool) {
        let count = self.text[self.at..]
            .iter()
            .take(most)
            .take_while(|b| of(**b))
            .count();
        self.at += count;
    }

    fn back_over_blanks(&mut self) {
        while self.at > 0 && matches!(self.text[self.at - 1], b' ' | b'\n' | b'\t') {
            self.at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>, rest: &str) {
        let found = read(text, 0);
        assert_eq!(
            found.and_then(|token| token.date.iso()).as_deref(),
            expected,
            "{text}"
        );
        if let Some(token) = found {
            assert_eq!(&text[token.span.range().end..], rest, "{text}");
        }
    }

    #[test]
    fn a_year_cut_short_ends_before_the_letter_after_it() {
        check("tháng 1năm20”", None, "”");
        check("ngày 3 tháng 1 năm 20…", None, "");
    }

    #[test]
    fn whole_dates_are_read_in_every_writing() {
        check("02/02/2021 của", Some("2021-02-02"), " của");
        check("ngày 08/11/ 2011 của", Some("2011-11-08"), " của");
        check("ngày10 /3/2026", Some("2026-03-10"), "");
        check("ngày 02-02-2021;", Some("2021-02-02"), ";");
        check("ngày 02.02.2021", Some("2021-02-02"), "");
        check("ngày 2/2/21 ", Some("2021-02-02"), " ");
        check("ngày 02 tháng 02 năm 2021", Some("2021-02-02"), "");
        check("ngày 22 tháng 4 2015", Some("2015-04-22"), "");
        check("ngày 02 tháng Hai năm 2021", Some("2021-02-02"), "");
        check("ngày 6\ntháng 6 năm 2014,", Some("2014-06-06"), ",");
    }

    #[test]
    fn partial_dates_stay_partial() {
        check("tháng 02/2021", Some("2021-02"), "");
        check("năm 2021 của", Some("2021"), " của");
        check("ngày     tháng     năm 2021", Some("2021"), "");
        check("ngày ..../..../2023", Some("2023"), "");
        check("ngày tháng năm 2021", Some("2021"), "");
        check("ngày     tháng 7 năm 2026", Some("2026-07"), "");
    }

    #[test]
    fn what_is_not_in_the_calendar_has_no_iso_form() {
        check("ngày 31/4/2021", None, "");
        assert!(read("ngày 31/4/2021", 0).is_some_and(|token| token.date.is_impossible()));
        assert_eq!(read("3/4 số xã", 0), None);
        assert_eq!(read("24/7", 0), None);
    }
}
