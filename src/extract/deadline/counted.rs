//! Times counted from an event: "trước 05 ngày kể từ ngày ký", "trong ngày làm việc", "ngay sau khi …".

use std::ops::Range;

use super::collapse;
use super::place::Place;
use crate::extract::any_of::opens_with;
use crate::text::is_alphanumeric;

/// Where such a time stands, and what it counts from.
pub(super) struct Counted {
    pub start: usize,
    pub end: usize,
    pub event: Option<String>,
}

/// Where what was read ends, and the event.
type Reading<'a> = Option<(usize, Option<&'a str>)>;

/// The first in `text`.
pub(super) fn first(text: &str) -> Option<Counted> {
    let mut starts = 0..text.len();
    let (start, (end, event)) = starts.find_map(|at| Some((at, read(Place { text, at })?)))?;
    if text[..start].ends_with(is_alphanumeric) {
        return None;
    }
    let event = event.map(collapse);
    Some(Counted { start, end, event })
}

/// What may begin with the letter that stands here.
fn read(here: Place) -> Reading {
    match here.rest()[0] {
        b'T' | b't' => span(here)
            .or_else(|| workday(here))
            .or_else(|| waiting(here))
            .or_else(|| before(here)),
        b'S' | b's' => span(here).or_else(|| after(here)),
        b'C' | b'c' | b'M' | b'm' | b'K' | b'k' => span(here),
        b'N' | b'n' => after(here),
        _ => None,
    }
}

/// "trong vòng 05 (năm) ngày làm việc, kể từ ngày ký".
fn span(mut place: Place) -> Reading {
    const COUNTS: [&str; 5] = ["một", "hai", "ba", "năm", "mười"];
    const UNITS: [&str; 4] = ["ngày", "tuần", "tháng", "giờ"];
    let is_bound = bound(&mut place) && place.blanks();
    let is_counted = is_bound && (place.digits(3).is_some() || place.any(&COUNTS));
    if !is_counted || !place.blanks() {
        return None;
    }
    place = in_letters(place).unwrap_or(place);
    if !place.any(&UNITS) {
        return None;
    }
    let mut further = place;
    if further.blanks() && further.any(&["làm việc"]) {
        place = further;
    }
    Some(from_event(place).unwrap_or((place.at, None)))
}

/// The words before the count.
fn bound(place: &mut Place) -> bool {
    // A longer one stands before what it starts with.
    let rest: &[&str] = match place.rest().first().map(u8::to_ascii_lowercase) {
        Some(b't') => &[
            "rước",
            "rong vòng",
            "rong thời hạn",
            "rong thời gian",
            "rong",
            "ối đa",
            "hời hạn",
        ],
        Some(b'c') => &["hậm nhất là", "hậm nhất sau", "hậm nhất trong", "hậm nhất"],
        Some(b'm') => &["uộn nhất là", "uộn nhất sau", "uộn nhất"],
        Some(b'k') => &["hông quá"],
        Some(b's') => &["au"],
        _ => return false,
    };
    place.at += 1;
    place.any(rest)
}

/// Past the count once more, "(năm) ".
fn in_letters(mut place: Place) -> Option<Place> {
    const LETTERS_MAX: usize = 16;
    let inner = place.text[place.at..].strip_prefix('(')?;
    let mut letters = inner.char_indices().take(LETTERS_MAX + 1);
    let (end, _) = letters.find(|(_, c)| *c == ')')?;
    place.at += end + "()".len();
    (0 < end && place.blanks()).then_some(place)
}

/// "kể từ ngày ký", ", từ khi nhận hồ sơ".
fn from_event(mut place: Place) -> Reading {
    place.any(&[","]);
    if !place.blanks() {
        return None;
    }
    let counts = place.any(&["kể"]);
    if counts && !place.blanks() {
        return None;
    }
    let event = place.at;
    let words: &[&str] = match counts {
        true => &["từ"],
        false => &["từ", "sau", "trước"],
    };
    let leads = place.any(words) && place.blanks();
    (leads && (counts || place.any(&["ngày", "khi"]))).then(|| to_mark(place, event))
}

/// "trong ngày làm việc".
fn workday(mut place: Place) -> Reading {
    let is_one = place.any(&["trong", "Trong"])
        && place.parted(&["ngày"])
        && place.any(&["làm"])
        && place.blanks()
        && place.any(&["việc"]);
    is_one.then_some((place.at, None))
}

/// "ngay sau khi có kết quả".
fn after(mut place: Place) -> Reading {
    if place.any(&["ngay", "Ngay"]) && !place.blanks() {
        return None;
    }
    let is_one = place.any(&["sau", "Sau"]) && place.parted(&["khi"]);
    is_one.then(|| to_mark(place, place.at))
}

/// "trong thời gian chờ hướng dẫn".
fn waiting(mut place: Place) -> Reading {
    let is_one = place.any(&["trong", "Trong"])
        && place.parted(&["thời"])
        && place.any(&["gian"])
        && place.blanks();
    let event = place.at;
    (is_one && place.any(&["chờ"])).then(|| to_mark(place, event))
}

/// "trước mùa mưa bão", "trước khi kết thúc năm học".
fn before(mut place: Place) -> Reading {
    const EVENTS: [&str; 13] = [
        "mùa",
        "vụ",
        "Tết",
        "dịp",
        "năm học",
        "kỳ họp",
        "đợt",
        "Đại hội",
        "đại hội",
        "Hội nghị",
        "hội nghị",
        "khi kết thúc",
        "khi bước vào",
    ];
    let is_before = place.any(&["trước", "Trước"]) && place.blanks();
    let event = place.at;
    (is_before && place.any(&EVENTS) && place.blanks()).then(|| to_mark(place, event))
}

/// What is told from byte `event` to the next mark.
fn to_mark<'a>(place: Place<'a>, event: usize) -> (usize, Option<&'a str>) {
    let rest = &place.text[place.at..];
    let mark = rest.find([',', ';', '.', ')']);
    let end = place.at + mark.unwrap_or(rest.len());
    (end, Some(&place.text[event..end]))
}

/// True if a time counted from an event may hold the word at `place`: "ngày" and "trước" stand before a date far more
/// often.
pub(super) fn may_count(text: &str, place: &Range<usize>) -> bool {
    const COUNTS: [&str; 6] = ["một", "hai", "ba", "năm", "mười", ")"];
    const EVENTS: [&str; 12] = [
        "mùa", "vụ", "Tết", "dịp", "năm", "kỳ", "đợt", "Đại", "đại", "Hội", "hội", "khi",
    ];
    let before = || text[..place.start].trim_end();
    let after = || text[place.end..].trim_start();
    let is_counted = || {
        let before = before();
        before.ends_with(|c: char| c.is_ascii_digit())
            || COUNTS.iter().any(|count| before.ends_with(count))
    };
    let counts =
        |after: &str| after.starts_with(|c: char| c.is_ascii_digit()) || opens_with(after, &COUNTS);
    match &text[place.clone()] {
        "ngày" => is_counted() || before().ends_with("rong"),
        "tuần" | "tháng" | "giờ" => is_counted(),
        "sau" | "Sau" => after().starts_with("khi") || counts(after()),
        "trước" | "Trước" => opens_with(after(), &EVENTS) || counts(after()),
        _ => true,
    }
}
