//! How a period is written, read from its first byte on.
//!
//! Each form is tried in turn where its first letter stands; the first that fits wins, and takes all it can. Why no
//! expression: it was asked at every number of a task, and its many groups cost more than all other reading of a
//! deadline.

use super::super::place::Place;

/// A period as it is written, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Written {
    pub form: Form,
    /// Bytes.
    pub end: usize,
    /// Bytes of the count in "30 tháng 10", which may be a day or a number of months.
    pub count: Option<usize>,
}

/// Days, months and years as numbers; of the year `None` if it is not written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    /// "ngày 01 đến ngày 15 tháng 4", "ngày 26, 27/12/2011": first, last, month.
    Reach(i16, i16, i16, Option<i16>),
    Days(i16, i16, i16, Option<i16>),
    /// Day, month.
    Day(i16, i16, Option<i16>),
    /// First, last.
    Month(i16, i16, Option<i16>),
    Quarter(i16, i16, Option<i16>),
    Half(Half, Option<i16>),
    /// "đầu năm 2005".
    Vague,
    School(i16, i16),
    Years(i16, i16),
    /// "2021 - 2025" and nothing else.
    Bare(i16, i16),
    Year(i16),
    /// "cuối năm 2024", "cuối năm".
    YearEnd(Option<i16>),
}

/// "6 tháng đầu năm", "9 tháng cuối năm".
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Half {
    pub months: i16,
    pub is_first: bool,
}

/// The period that `text` begins with.
pub(super) fn read(text: &str) -> Option<Written> {
    let here = Place { text, at: 0 };
    let found = match text.as_bytes().first()? {
        b'N' | b'n' => {
            let mut after = here;
            if after.any(&["Ngày", "ngày"]) {
                reach(after)
                    .or_else(|| days(after))
                    .or_else(|| day(after, true))
            } else {
                school(here).or_else(|| years(here)).or_else(|| year(here))
            }
        }
        b'0'..=b'9' => day(here, false)
            .or_else(|| counted_day(here))
            .or_else(|| half(here))
            .or_else(|| short_reach(here)),
        b'T' | b't' => month(here)
            .or_else(|| short_month(here))
            .or_else(|| years(here)),
        b'Q' | b'q' => quarter(here),
        b'S' | b's' => half(here),
        b'C' | b'c' => half(here).or_else(|| year_end(here)),
        b'G' | b'g' => vague(here).or_else(|| years(here)),
        0xC4 => vague(here).or_else(|| year(here)),
        _ => None,
    };
    found.map(|found| Written {
        count: found.count,
        form: found.form,
        end: found.place.at,
    })
}

/// "2021 - 2025" and nothing else.
pub(super) fn bare(text: &str) -> Option<Written> {
    let mut place = Place { text, at: 0 };
    place.blanks();
    let first = place.year_of_this_century()?;
    place.blanks();
    if !place.any(&["-", "–"]) {
        return None;
    }
    place.blanks();
    let last = place.year_of_this_century()?;
    place.blanks();
    (place.at == text.len()).then_some(Written {
        form: Form::Bare(first, last),
        end: place.at,
        count: None,
    })
}

/// "20-25/3" and nothing else.
pub(super) fn bare_reach(text: &str) -> Option<Written> {
    let found = reach(Place { text, at: 0 })?;
    let is_whole = text[found.place.at..].trim().is_empty();
    is_whole.then_some(Written {
        form: found.form,
        end: found.place.at,
        count: None,
    })
}

/// What stands between two members of a list.
const LINKS: [&str; 4] = [",", "và", "-", "–"];

struct Found<'a> {
    form: Form,
    place: Place<'a>,
    count: Option<usize>,
}

impl<'a> Place<'a> {
    fn found(self, form: Form) -> Option<Found<'a>> {
        Some(Found {
            form,
            place: self,
            count: None,
        })
    }
}

/// "ngày" + "01 đến ngày 15 tháng 4".
fn reach(mut place: Place) -> Option<Found> {
    place.blanks();
    let first = place.two()?;
    if !place.spaced(&["-", "–", "đến", "tới"]) {
        return None;
    }
    place.blanks();
    if place.any(&["ngày"]) {
        place.blanks();
    }
    let last = place.two()?;
    if place.spaced(&["/"]) {
        place.blanks();
    } else if !place.parted(&["tháng"]) {
        return None;
    }
    let month = place.two()?;
    let year = place.year_after(&["/", "năm"]);
    place.found(Form::Reach(first, last, month, year))
}

/// "15-20/5", and no share of a hundred.
fn short_reach(place: Place) -> Option<Found> {
    let found = reach(place).filter(|found| !is_share(found))?;
    let is_whole = !found.place.rest().first().is_some_and(u8::is_ascii_digit);
    matches!(found.form, Form::Reach(_, _, 1..=12, _) if is_whole).then_some(found)
}

/// "ngày" + "26, 27/12/2011".
fn days(mut place: Place) -> Option<Found> {
    place.blanks();
    let first = place.two()?;
    let mut last = None;
    loop {
        let before = place;
        if place.spaced(&LINKS) {
            place.blanks();
            if let Some(day) = place.two() {
                last = Some(day);
                continue;
            }
        }
        place = before;
        break;
    }
    let last = last?;
    if !place.spaced(&["/"]) {
        return None;
    }
    place.blanks();
    let month = place.two()?;
    let year = place.year_after(&["/"]);
    place.found(Form::Days(first, last, month, year))
}

/// "02/02/2021", "28/12", and after "ngày" "mùng 5 tháng 1 năm 2021".
fn day(mut place: Place, has_word: bool) -> Option<Found> {
    if has_word {
        place.blanks();
    }
    let numeric = numeric_day(place).filter(|found| has_word || !is_share(found));
    numeric.or_else(|| {
        if !has_word {
            return None;
        }
        let mut first = place;
        if first.any(&["mùng", "mồng"]) && first.blanks() {
            place = first;
        }
        let day = place.two()?;
        month_in_words(place, day)
    })
}

/// "hoàn thành 10/12 tiêu chí", "1/2 ngày": so many of so many, which no "ngày" and no year makes a day.
fn is_share(found: &Found) -> bool {
    const COUNTED: [&str; 24] = [
        "nhiệm vụ",
        "chỉ tiêu",
        "tiêu chí",
        "chỉ số",
        "mục tiêu",
        "nội dung",
        "xã",
        "phường",
        "huyện",
        "tỉnh",
        "thôn",
        "sở",
        "cơ quan",
        "đơn vị",
        "địa phương",
        "hồ sơ",
        "thủ tục",
        "dịch vụ",
        "văn bản",
        "kiến nghị",
        "công trình",
        "dự án",
        "ngày",
        "buổi",
    ];
    let mut after = found.place;
    let is_bare = matches!(
        found.form,
        Form::Day(_, _, None) | Form::Reach(_, _, _, None)
    );
    is_bare && after.blanks() && after.any(&COUNTED)
}

/// "02/02/2021", "2.2.2021", "28/12": without a year only a slash makes two numbers a day.
fn numeric_day(mut place: Place) -> Option<Found> {
    const MARKS: [&str; 3] = ["/", ".", "-"];
    let day = place.two()?;
    if !place.spaced(&MARKS) {
        return None;
    }
    let has_slash = place.text.as_bytes()[place.at - 1] == b'/';
    place.blanks();
    let month = place.two()?;
    match place.year_after(&MARKS) {
        None if !has_slash => None,
        year => place.found(Form::Day(day, month, year)),
    }
}

/// "30 tháng 10": a day, or a count of months.
fn counted_day(mut place: Place) -> Option<Found> {
    let day = place.two()?;
    let count = place.at;
    let found = month_in_words(place, day)?;
    Some(Found {
        count: Some(count),
        ..found
    })
}

/// " tháng 10 năm 2021" after a day.
fn month_in_words(mut place: Place, day: i16) -> Option<Found> {
    if !place.parted(&["tháng"]) {
        return None;
    }
    let month = place.two()?;
    let year = place.year_after(&["năm", "/"]);
    place.found(Form::Day(day, month, year))
}

/// "tháng 3, 4 và tháng 5/2021".
fn month(mut place: Place) -> Option<Found> {
    if !place.any(&["Tháng", "tháng"]) {
        return None;
    }
    place.blanks();
    let first = place.two()?;
    let mut last = first;
    loop {
        let before = place;
        if place.spaced(&LINKS) {
            place.blanks();
            if place.any(&["tháng"]) {
                place.blanks();
            }
            if let Some(month) = place.two() {
                last = month;
                continue;
            }
        }
        place = before;
        break;
    }
    let year = place.year_after(&["/", "năm", "-"]);
    if let Some((end, month)) = year.and_then(|year| month_of_same_year(place, year)) {
        (place, last) = (end, month);
    }
    place.found(Form::Month(first, last, year))
}

/// " - 12/2023" behind "tháng 7/2023".
fn month_of_same_year(mut place: Place, year: i16) -> Option<(Place, i16)> {
    if !place.spaced(&["-", "–"]) {
        return None;
    }
    place.blanks();
    let month = place.two()?;
    let same = place.year_after(&["/"]) == Some(year);
    same.then_some((place, month))
}

/// "T6/2024": only a year tells it from a code.
fn short_month(mut place: Place) -> Option<Found> {
    if !place.any(&["T"]) {
        return None;
    }
    let month = place.two()?;
    let year = place.year_after(&["/"])?;
    place.found(Form::Month(month, month, Some(year)))
}

/// "quý I, II/2021", "Q.3".
fn quarter(mut place: Place) -> Option<Found> {
    let bare = {
        let mut place = place;
        let is_short = place.any(&["Q"]);
        place.any(&["."]);
        is_short.then_some(place)
    };
    if place.any(&["Q", "q"]) && place.any(&["uý", "uí", "uy", "ui"]) {
        place.blanks();
    } else {
        place = bare?;
    }
    let first = roman(&mut place)?;
    let mut last = first;
    loop {
        let before = place;
        if place.spaced(&LINKS) {
            place.blanks();
            if place.any(&["quý", "quí", "Quý", "Quí"]) {
                place.blanks();
            }
            if let Some(quarter) = roman(&mut place) {
                last = quarter;
                continue;
            }
        }
        place = before;
        break;
    }
    let year = place.year_after(&["/", "năm"]);
    place.found(Form::Quarter(first, last, year))
}

fn roman(place: &mut Place) -> Option<i16> {
    const WRITTEN: [(&str, i16); 8] = [
        ("IV", 4),
        ("III", 3),
        ("II", 2),
        ("I", 1),
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 4),
    ];
    let quarter = WRITTEN.iter().find(|(written, _)| place.any(&[written]))?;
    Some(quarter.1)
}

/// "6 tháng đầu năm 2021", "Chín tháng cuối năm".
fn half(mut place: Place) -> Option<Found> {
    const COUNTS: [(&str, i16); 8] = [
        ("06", 6),
        ("6", 6),
        ("Sáu", 6),
        ("sáu", 6),
        ("09", 9),
        ("9", 9),
        ("Chín", 9),
        ("chín", 9),
    ];
    if !matches!(
        place.rest().first()?,
        b'0' | b'6' | b'9' | b'S' | b's' | b'C' | b'c'
    ) {
        return None;
    }
    let &(_, months) = COUNTS.iter().find(|(count, _)| place.any(&[count]))?;
    if !place.parted(&["tháng"]) {
        return None;
    }
    let is_first = place.any(&["đầu"]);
    if !(is_first || place.any(&["cuối"])) || !place.blanks() || !place.any(&["năm"]) {
        return None;
    }
    let before = place;
    let year = if place.blanks() { place.four() } else { None };
    let place = if year.is_some() { place } else { before };
    place.found(Form::Half(Half { months, is_first }, year))
}

/// "đầu năm 2005".
fn vague(mut place: Place) -> Option<Found> {
    let opens = place.any(&["Đầu", "đầu", "Giữa", "giữa"]);
    if !opens || !place.parted(&["năm"]) {
        return None;
    }
    place.four()?;
    place.found(Form::Vague)
}

/// "năm học 2021-2022".
fn school(mut place: Place) -> Option<Found> {
    if !(place.any(&["Năm", "năm"]) && place.parted(&["học"])) {
        return None;
    }
    let first = place.four()?;
    if !place.spaced(&["-", "–"]) {
        return None;
    }
    place.blanks();
    let last = place.four()?;
    place.found(Form::School(first, last))
}

/// "giai đoạn 2021 - 2025", "năm 2021 và năm 2022".
fn years(mut place: Place) -> Option<Found> {
    const OPENERS: [(&[&str], &str); 3] = [
        (&["Giai", "giai"], "đoạn"),
        (&["Nhiệm", "nhiệm"], "kỳ"),
        (&["Từ", "từ"], "năm"),
    ];
    let start = place;
    let opens = OPENERS.iter().any(|(first, second)| {
        place = start;
        place.any(first) && place.blanks() && place.any(&[second])
    });
    if !opens {
        place = start;
        if !place.any(&["Năm", "năm"]) {
            return None;
        }
    }
    if !place.blanks() {
        return None;
    }
    let first = place.four()?;
    if !place.spaced(&["-", "–"]) {
        if !place.spaced(&["đến", "và"]) {
            return None;
        }
        let before = place;
        if !(place.blanks() && place.any(&["năm"])) {
            place = before;
        }
    }
    place.blanks();
    let last = place.four()?;
    place.found(Form::Years(first, last))
}

/// "năm 2021", "đến 2021".
fn year(mut place: Place) -> Option<Found> {
    if !place.any(&["Năm", "năm", "đến", "Đến"]) || !place.blanks() {
        return None;
    }
    let year = place.four().filter(|year| (1900..=2099).contains(year))?;
    place.found(Form::Year(year))
}

/// "cuối năm 2024", "cuối năm"; a school year ends in May.
fn year_end(mut place: Place) -> Option<Found> {
    if !(place.any(&["Cuối", "cuối"]) && place.blanks() && place.any(&["năm"])) {
        return None;
    }
    let mut after = place;
    if after.blanks() {
        if after.any(&["học", "kế hoạch"]) {
            return None;
        }
        if let Some(year) = after.four() {
            return after.found(Form::YearEnd(Some(year)));
        }
    }
    place.found(Form::YearEnd(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, form: Option<Form>, rest: &str) {
        let found = read(text);
        assert_eq!(found.map(|found| found.form), form, "{text}");
        if let Some(found) = found {
            assert_eq!(&text[found.end..], rest, "{text}");
        }
    }

    #[test]
    fn a_period_takes_all_that_is_written_of_it() {
        check(
            "ngày 01 đến ngày 15 tháng 4,",
            Some(Form::Reach(1, 15, 4, None)),
            ",",
        );
        check(
            "Ngày 26, 27/12/2011.",
            Some(Form::Days(26, 27, 12, Some(2011))),
            ".",
        );
        check("ngày 3 và 4", None, "");
        check("15.11.2021;", Some(Form::Day(15, 11, Some(2021))), ";");
        check("15/11 2021", Some(Form::Day(15, 11, None)), " 2021");
        check(
            "ngày mùng 5 tháng 1 / 2021)",
            Some(Form::Day(5, 1, Some(2021))),
            ")",
        );
        check("30 tháng 10 năm", Some(Form::Day(30, 10, None)), " năm");
        check(
            "6 tháng đầu năm 2021.",
            Some(Form::Half(
                Half {
                    months: 6,
                    is_first: true,
                },
                Some(2021),
            )),
            ".",
        );
        check("tháng 3-2021", Some(Form::Month(3, 20, None)), "21");
        check(
            "Tháng 3, 4 và tháng 5/2021 ",
            Some(Form::Month(3, 5, Some(2021))),
            " ",
        );
        check(
            "quý III và quý IV năm 2004:",
            Some(Form::Quarter(3, 4, Some(2004))),
            ":",
        );
        check("Q.2/2021", Some(Form::Quarter(2, 2, Some(2021))), "");
        check("năm học 2021 – 2022 ", Some(Form::School(2021, 2022)), " ");
        check(
            "từ năm 2021 đến năm 2025,",
            Some(Form::Years(2021, 2025)),
            ",",
        );
        check("năm 2021 và các", Some(Form::Year(2021)), " và các");
        check("đến 1899", None, "");
        check("giữa năm 2005", Some(Form::Vague), "");
        check("cuối năm 2024.", Some(Form::YearEnd(Some(2024))), ".");
        check(
            "cuối năm hoàn thành",
            Some(Form::YearEnd(None)),
            " hoàn thành",
        );
        check("cuối năm học 2021-2022", None, "");
    }
}
