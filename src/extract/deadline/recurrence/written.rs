//! How a rhythm is written, read from its first byte on.
//!
//! Each form is tried in turn; the first that fits wins, and takes all it can. What it means is not told here.

use super::super::place::Place;

/// A rhythm as it is written, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Written<'a> {
    pub form: Form<'a>,
    /// "ngày 20 tháng cuối quý", "trước ngày 25 hằng tháng".
    pub day: Option<&'a str>,
    /// "thứ Hai hằng tuần", "hằng tuần vào thứ Hai".
    pub weekday: Option<&'a str>,
    /// "hằng tháng, trước ngày 25": the day behind.
    pub tail: Option<Tail<'a>>,
    /// Bytes.
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form<'a> {
    /// "ngày 20 của tháng cuối quý".
    DayOfQuarter,
    /// How often in which unit: "02 lần/năm".
    Times(&'a str, &'a str),
    /// Of how many units one: "03 tháng 1 lần".
    Every(&'a str, &'a str),
    /// "mỗi quý", and how often is not told.
    Each,
    /// "mỗi quý 01 lần".
    EachTimes,
    /// "hằng quý, năm": the unit written first.
    On(&'a str),
    /// "định kỳ 6 tháng, năm".
    Fixed,
    /// "6 tháng, năm".
    Halves,
}

/// Where it starts, its day, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tail<'a> {
    pub start: usize,
    pub day: &'a str,
    pub end: usize,
}

const UNITS: [&str; 4] = ["tuần", "tháng", "quý", "năm"];
const AT_LEAST: [&str; 2] = ["ít nhất", "tối thiểu"];
const MUNG: [&str; 2] = ["mùng", "mồng"];

/// Reads one form.
type Reading = for<'a> fn(Place<'a>) -> Option<Written<'a>>;

/// The rhythm that starts at byte `at`.
pub(super) fn read(text: &str, at: usize) -> Option<Written<'_>> {
    /// Bytes of the longest first word, "trước".
    const FIRST_MAX: usize = 8;
    let here = Place { text, at };
    let mut first = here.rest().iter().take(FIRST_MAX + 1);
    let forms = match first.position(u8::is_ascii_whitespace) {
        _ if here.rest().first()?.is_ascii_digit() => &[times, every, halves],
        Some(end) => forms_of(&text[at..at + end]),
        None => return None,
    };
    forms.iter().find_map(|form| form(here))
}

/// True if a form may begin with that byte.
pub(super) fn may_begin(byte: u8) -> bool {
    MAY_BEGIN[usize::from(byte)]
}

const MAY_BEGIN: [bool; 256] = {
    // "Định", "định", "ít" begin with the last two.
    let first = b"tnhvcmbsTNHVCMBS0123456789\xC3\xC4";
    let mut may_begin = [false; 256];
    let mut at = 0;
    while at < first.len() {
        may_begin[first[at] as usize] = true;
        at += 1;
    }
    may_begin
};

/// The forms that may begin with a word, each in its turn.
fn forms_of(first: &str) -> &'static [Reading] {
    match first {
        "Trước" | "trước" | "Ngày" | "ngày" => &[day_of_quarter, on],
        "Hàng" | "hàng" | "Hằng" | "hằng" | "Vào" | "vào" => &[on],
        "Chậm" | "chậm" | "Thứ" | "thứ" => &[on],
        "Mỗi" | "mỗi" => &[each],
        "Định" | "định" => &[every, on, fixed],
        "ít" | "tối" => &[times, every],
        "Một" | "một" | "Hai" | "hai" | "Ba" | "ba" | "bốn" => &[times, every],
        "Sáu" | "sáu" => &[every, halves],
        _ => &[],
    }
}

impl<'a> Place<'a> {
    fn written(self, form: Form<'a>) -> Written<'a> {
        Written {
            form,
            day: None,
            weekday: None,
            tail: None,
            end: self.at,
        }
    }

    /// What stands from here up to `later`.
    fn up_to(&self, later: Place) -> &'a str {
        &self.text[self.at..later.at]
    }

    /// One of `words`, as it is written.
    fn word(&mut self, words: &[&str]) -> Option<&'a str> {
        let before = *self;
        self.any(words).then(|| before.up_to(*self))
    }

    /// Digits, at most so many.
    fn number(&mut self, most: usize) -> Option<&'a str> {
        let digits = self.rest().iter().take(most);
        let count = digits.take_while(|byte| byte.is_ascii_digit()).count();
        let before = *self;
        self.at += count;
        (0 < count).then(|| before.up_to(*self))
    }

    /// Behind its number: "h", "h30", " giờ", "g15 phút", and the blank that ends it.
    fn hour(&mut self) -> Option<()> {
        self.blanks();
        self.any(&["giờ", "h", "g"]).then_some(())?;
        let blank = self.blanks();
        let minutes = self.number(2).is_some() && (self.blanks() | self.then_blanks(&["phút"]));
        (blank || minutes).then_some(())
    }

    /// One of `words` and the blanks behind it; the place stays if it is none.
    fn then_blanks(&mut self, words: &[&str]) -> bool {
        let mut after = *self;
        let found = after.any(words) && after.blanks();
        if found {
            *self = after;
        }
        found
    }
}

/// "trước ngày 20 của tháng cuối quý".
fn day_of_quarter(mut place: Place) -> Option<Written> {
    place.then_blanks(&["Trước", "trước"]);
    if !place.then_blanks(&["Ngày", "ngày"]) {
        return None;
    }
    place.then_blanks(&MUNG);
    let day = place.number(2)?;
    if !place.blanks() {
        return None;
    }
    place.then_blanks(&["của"]);
    if !place.then_blanks(&["tháng"]) {
        return None;
    }
    let is_month = place.any(&["cuối cùng", "cuối", "đầu tiên", "đầu", "giữa"])
        || place.then_blanks(&["thứ"]) && place.any(&["hai", "2"]);
    if !is_month || !place.blanks() {
        return None;
    }
    place.then_blanks(&["của"]);
    place.then_blanks(&["mỗi", "hàng", "hằng"]);
    if !place.any(&["quý"]) {
        return None;
    }
    place.spaced(&["sau", "tiếp theo", "kế tiếp", "liền kề"]);
    Some(Written {
        day: Some(day),
        ..place.written(Form::DayOfQuarter)
    })
}

/// "ít nhất 02 lần/năm".
fn times(mut place: Place) -> Option<Written> {
    place.then_blanks(&AT_LEAST);
    let count = place
        .number(usize::MAX)
        .or_else(|| place.word(&["một", "hai", "bốn"]))?;
    if !place.blanks() || !place.any(&["lần"]) {
        return None;
    }
    place.blanks();
    if !place.any(&["/", "trong", "mỗi", "một"]) {
        return None;
    }
    place.blanks();
    place.then_blanks(&["01", "1", "một"]);
    let unit = place.word(&UNITS)?;
    Some(place.written(Form::Times(count, unit)))
}

/// "định kỳ 03 tháng 1 lần".
fn every(mut place: Place) -> Option<Written> {
    let _ = place.then_blanks(&AT_LEAST) || place.then_blanks(&["Định kỳ", "định kỳ"]);
    const COUNTS: [&str; 8] = ["Một", "một", "Hai", "hai", "Ba", "ba", "Sáu", "sáu"];
    let most = if place.rest().starts_with(b"0") { 3 } else { 2 };
    let count = place.number(most).or_else(|| place.word(&COUNTS))?;
    if !place.blanks() {
        return None;
    }
    let unit = place.word(&UNITS)?;
    place.blanks();
    // "một năm một lần": the first may be of the count.
    let mut parted = place;
    if parted.any(&["/", "một", "mỗi", "tổ chức"]) {
        parted.blanks();
        if let Some(found) = once(parted) {
            return Some(found.written(Form::Every(count, unit)));
        }
    }
    Some(once(place)?.written(Form::Every(count, unit)))
}

/// "01 lần", "lần".
fn once(mut place: Place) -> Option<Place> {
    place.then_blanks(&["01", "1", "một"]);
    place.any(&["lần"]).then_some(place)
}

/// "mỗi quý", "mỗi năm ít nhất 01 lần".
fn each(mut place: Place) -> Option<Written> {
    if !(place.then_blanks(&["Mỗi", "mỗi"]) && place.any(&UNITS)) {
        return None;
    }
    let mut counted = place;
    if counted.blanks() {
        counted.then_blanks(&AT_LEAST);
        let has_count = counted.number(usize::MAX).is_some() || counted.any(&["một", "hai"]);
        if has_count && counted.blanks() && counted.any(&["lần"]) {
            return Some(counted.written(Form::EachTimes));
        }
    }
    Some(place.written(Form::Each))
}

/// "trước ngày 25 hằng tháng", "thứ Hai hằng tuần", "hằng quý, năm, trước ngày 20".
fn on(mut place: Place) -> Option<Written> {
    let weekday = weekday_before(&mut place);
    let day = day_before(&mut place);
    place.then_blanks(&["Định kỳ", "định kỳ"]);
    if !place.then_blanks(&["Hàng", "hàng", "Hằng", "hằng"]) {
        return None;
    }
    let unit = place.word(&["ngày", "tuần", "tháng", "quý", "năm"])?;
    list(&mut place);
    let tail = tail(&mut place);
    let behind = weekday_behind(&mut place);
    Some(Written {
        day,
        weekday: weekday.or(behind),
        tail,
        ..place.written(Form::On(unit))
    })
}

/// "trước thứ Hai ".
fn weekday_before<'a>(place: &mut Place<'a>) -> Option<&'a str> {
    let mut after = *place;
    after.then_blanks(&["Trước", "trước", "Vào", "vào"]);
    let day = weekday(&mut after)?;
    let is_parted = after.blanks();
    if is_parted {
        *place = after;
    }
    is_parted.then_some(day)
}

/// "trước ngày mùng 5 ", "trước 5 ".
fn day_before<'a>(place: &mut Place<'a>) -> Option<&'a str> {
    let mut after = *place;
    let is_before = after.then_blanks(&["Trước", "trước"]);
    if !is_before && !after.then_blanks(&["Vào", "vào"]) && after.then_blanks(&["Chậm", "chậm"])
    {
        if !after.then_blanks(&["nhất"]) {
            return None;
        }
        after.then_blanks(&["là"]);
    }
    if after.then_blanks(&["Ngày", "ngày"]) {
        after.then_blanks(&MUNG);
    } else if !is_before {
        return None;
    }
    let day = after.number(2)?;
    let is_parted = after.blanks();
    if is_parted {
        *place = after;
    }
    is_parted.then_some(day)
}

/// ", trước ngày 25", " (trước ngày 25)" behind the unit.
fn tail<'a>(place: &mut Place<'a>) -> Option<Tail<'a>> {
    let start = place.at;
    let mut after = *place;
    after.spaced(&[","]);
    let is_parted = after.blanks();
    let is_bracketed = after.any(&["("]);
    if !is_parted || !after.then_blanks(&["vào", "trước", "Trước"]) {
        return None;
    }
    if !after.then_blanks(&["ngày"]) {
        return None;
    }
    let day = after.number(2)?;
    let end = after.at;
    // "hằng quý (trước ngày 25 của tháng cuối quý)" is told by a form of its own.
    if is_bracketed && !after.any(&[")"]) {
        return None;
    }
    place.at = end;
    Some(Tail { start, day, end })
}

/// " vào thứ Hai", ", trước 15h thứ Năm", " (thứ Sáu)".
fn weekday_behind<'a>(place: &mut Place<'a>) -> Option<&'a str> {
    let mut after = *place;
    let comma = after.any(&[","]);
    let blank = after.blanks();
    let bracket = !comma && after.any(&["("]);
    let bound = after.then_blanks(&["vào", "trước"]);
    if !(blank && (comma || bracket || bound)) {
        return None;
    }
    if after.number(2).is_some() {
        after.hour()?;
    }
    let day = weekday(&mut after)?;
    if bracket && !after.any(&[")"]) {
        return None;
    }
    *place = after;
    Some(day)
}

/// "thứ Hai", "Thứ 2".
fn weekday<'a>(place: &mut Place<'a>) -> Option<&'a str> {
    const DAYS: [&str; 18] = [
        "hai", "ba", "tư", "năm", "sáu", "bảy", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "2", "3",
        "4", "5", "6", "7",
    ];
    let mut after = *place;
    let is_day = after.then_blanks(&["Thứ", "thứ"]) && after.any(&DAYS);
    let written = place.up_to(after);
    if is_day {
        *place = after;
    }
    is_day.then_some(written)
}

/// "định kỳ hằng quý" without "hằng": "định kỳ quý, 6 tháng, năm".
fn fixed(mut place: Place) -> Option<Written> {
    if !place.then_blanks(&["Định kỳ", "định kỳ"]) || !unit(&mut place, &["06", "6", "sáu"])
    {
        return None;
    }
    list(&mut place);
    Some(place.written(Form::Fixed))
}

/// "6 tháng, cả năm".
fn halves(mut place: Place) -> Option<Written> {
    if !(place.then_blanks(&["06", "6", "Sáu", "sáu"]) && place.any(&["tháng"])) {
        return None;
    }
    place.blanks();
    if !place.any(&[",", "và"]) {
        return None;
    }
    place.blanks();
    place.then_blanks(&["hàng", "hằng", "cả", "một"]);
    place.any(&["năm"]).then(|| place.written(Form::Halves))
}

/// ", 6 tháng và cả năm".
fn list(place: &mut Place) {
    loop {
        let mut next = *place;
        next.blanks();
        if !next.any(&[",", "và", ";"]) {
            return;
        }
        next.blanks();
        next.then_blanks(&["hàng", "hằng", "cả", "một", "01", "1", "báo cáo"]);
        if !unit(&mut next, &["06", "6", "sáu", "09", "9"]) {
            return;
        }
        *place = next;
    }
}

/// "quý", "06 tháng": a unit, or so many months.
fn unit(place: &mut Place, months: &[&str]) -> bool {
    place.any(&UNITS) || place.then_blanks(months) && place.any(&["tháng"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, form: Option<Form>, rest: &str) {
        let found = read(text, 0);
        assert_eq!(found.map(|found| found.form), form, "{text}");
        if let Some(found) = found {
            assert_eq!(&text[found.end..], rest, "{text}");
        }
    }

    #[test]
    fn a_rhythm_takes_all_that_is_written_of_it() {
        check("hằng quý, 6 tháng và cả năm;", Some(Form::On("quý")), ";");
        check("Trước ngày 25 hàng tháng", Some(Form::On("tháng")), "");
        check(
            "chậm nhất là ngày mùng 5 hằng tháng.",
            Some(Form::On("tháng")),
            ".",
        );
        check(
            "ngày 20 của tháng cuối quý sau,",
            Some(Form::DayOfQuarter),
            ",",
        );
        check("ít nhất 02 lần/năm", Some(Form::Times("02", "năm")), "");
        check("02 lần trong một quý", Some(Form::Times("02", "quý")), "");
        check("03 tháng/01 lần", Some(Form::Every("03", "tháng")), "");
        check("một năm một lần", Some(Form::Every("một", "năm")), "");
        check("mỗi năm 01 làng", Some(Form::Each), " 01 làng");
        check("Mỗi tháng ít nhất 01 lần", Some(Form::EachTimes), "");
        check("định kỳ 06 tháng, năm", Some(Form::Fixed), "");
        check("6 tháng và cả năm", Some(Form::Halves), "");
        check("6 tháng đầu năm", None, "");
        check("thứ Hai hằng tuần", Some(Form::On("tuần")), "");
        check("hằng tháng, trước ngày 5/6", Some(Form::On("tháng")), "/6");
        check("hằng tháng (trước ngày 25)", Some(Form::On("tháng")), ")");
    }
}
