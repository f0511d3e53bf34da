//! Rhythms ("định kỳ hàng quý, năm", "ít nhất 01 lần/năm") and periods counted from an event.

mod written;

use std::ops::Range;

use super::period::{Period, Shape};
use super::{Heard, Setting, clock};
use crate::extract::any_of::opens_with;
use crate::extract::trace::Rule;
use crate::extract::words::{Around, Cues, Said};
use crate::text::{is_alphanumeric, lower_case};
use written::{Form, Written};

#[derive(Clone, Debug)]
pub(super) struct Recurrence {
    pub start: usize,
    pub end: usize,
    /// `weekly` … `yearly`; `None` for a rhythm between them ("hai tháng một lần").
    pub unit: Option<&'static str>,
    pub rrule: Option<String>,
    /// False for "trước ngày 25 hàng tháng".
    pub inclusive: bool,
    /// "hằng quý trước ngày 20": the day itself is said.
    pub has_day: bool,
}

/// Bytes before a word of every rhythm in which the rhythm may begin: "Trước ngày mùng 10 của tháng cuối cùng của quý".
const BEFORE_WORD_MAX: usize = 96;

/// Where each rhythm of the text starts and how it is written. Each holds a word of [`Cues::RHYTHM`], "tháng" among them
/// only beside "6", "sáu", "cuối" or "đầu".
fn all<'a>(said: &'a Said<'a>) -> impl Iterator<Item = (usize, Written<'a>)> {
    let text = said.text;
    let mut past = 0;
    said.cued(Cues::RHYTHM).filter_map(move |(_, word)| {
        if word.start < past || !may_recur(text, &word) {
            return None;
        }
        let from = word.start.saturating_sub(BEFORE_WORD_MAX).max(past);
        let may_begin = |at: &usize| written::may_begin(text.as_bytes()[*at]);
        let mut starts = (from..word.end).filter(|at| may_begin(at) && starts_word(text, *at));
        let found = starts.find_map(|at| Some((at, written::read(text, at)?)));
        past = found.map_or(past, |(_, written)| written.end);
        found
    })
}

fn starts_word(text: &str, at: usize) -> bool {
    match at.checked_sub(1).map(|before| text.as_bytes()[before]) {
        None | Some(b' ' | b'\n') => true,
        Some(byte) if byte.is_ascii() => !byte.is_ascii_alphanumeric(),
        Some(_) => text.is_char_boundary(at) && !text[..at].ends_with(is_alphanumeric),
    }
}

/// True if the word at `place` may be of a rhythm; one that is several run together may be of any.
fn may_recur(text: &str, place: &Range<usize>) -> bool {
    const UNITS: [&str; 5] = ["ngày", "tuần", "tháng", "quý", "năm"];
    let before = || text[..place.start].trim_end();
    let after = || text[place.end..].trim_start();
    match &text[place.clone()] {
        "lần" => true,
        "kỳ" => before().ends_with("ịnh"),
        "tháng" => {
            before().ends_with(['6', 'u']) || opens_with(after(), &["cuối", "đầu", "giữa", "thứ"])
        }
        "mỗi" | "Mỗi" | "hàng" | "Hàng" | "hằng" | "Hằng" => opens_with(after(), &UNITS),
        _ => true,
    }
}

/// The first rhythm in `text` that is a deadline.
pub(super) fn find(said: &Said, setting: Setting, heard: &mut Heard) -> Option<Recurrence> {
    let text = said.text;
    if setting == Setting::Cell
        && let Some(alone) = alone(text)
    {
        return Some(alone);
    }
    let mut first: Option<Recurrence> = None;
    for (start, written) in all(said) {
        match (read(text, start, &written, setting), &first) {
            (Ok(found), None) if found.has_day => return Some(found),
            (Ok(found), None) => first = Some(found),
            (Ok(found), Some(bare)) => return Some(bare.on_day_of(text, found)),
            (Err(Some(rule)), None) => heard.refuse(start, written.end, rule),
            (Err(_), _) => {}
        }
    }
    first
}

impl Recurrence {
    /// "hằng quý (trước ngày 25 của tháng cuối quý)": the day right behind a rhythm is the rhythm's.
    fn on_day_of(&self, text: &str, later: Recurrence) -> Recurrence {
        let between = text.get(self.end..later.start).unwrap_or(".");
        let is_own = later.has_day && later.unit == self.unit;
        match is_own && between.chars().all(|c| matches!(c, ' ' | ',' | '(')) {
            true => Recurrence {
                start: self.start,
                ..later
            },
            false => self.clone(),
        }
    }
}

/// A rhythm, or why it is none; a part of a longer word is nothing at all.
fn read(
    text: &str,
    start: usize,
    written: &Written,
    setting: Setting,
) -> Result<Recurrence, Option<Rule>> {
    // "Hàng năm, trước ngày 30/11": a day of its own, not the day of the month.
    let of_year = written
        .tail
        .filter(|tail| text[tail.end..].starts_with('/'));
    let end = of_year.map_or(written.end, |tail| tail.start);
    let is_whole =
        !text[end..].starts_with(is_alphanumeric) && !text[..start].ends_with(is_alphanumeric);
    if !is_whole {
        return Err(None);
    }
    if setting == Setting::Prose {
        tells_when(text, start..end, &written.form)?;
    }
    let phrase = &text[start..end];
    let (unit, bare) = match written.form {
        Form::Times(times, unit) => times_in(times, unit),
        Form::Every(count, unit) => every(count, unit),
        Form::On("ngày") => (None, Some("FREQ=DAILY".to_owned())),
        _ => rule(phrase),
    };
    let behind = written.tail.filter(|_| of_year.is_none());
    let day = written.day.or(behind.map(|tail| tail.day));
    let day = day.map(|day| day.trim_start_matches('0'));
    let is_monthly = unit == Some("monthly");
    let others = is_monthly.then(|| days_before(&text[..start])).flatten();
    let (days, start) = match others {
        Some((others, from)) => {
            let days = others + day.unwrap_or_default();
            let bound = text[..from].trim_end();
            let words = ["trước", "Trước"];
            let bound = words.iter().find_map(|word| bound.strip_suffix(word));
            let start = bound.map_or(from, str::len);
            (Some(days.trim_end_matches(',').to_owned()), start)
        }
        None => (day.map(str::to_owned), start),
    };
    let weekday = written.weekday.and_then(clock::weekday);
    // "sáng Chủ nhật hằng tuần": "chủ" opens too many other words to be looked for.
    let before = clock::weekday_at_end(text[..start].trim_end());
    let (start, weekday) = match before.filter(|_| weekday.is_none() && unit == Some("weekly")) {
        Some((start, day)) => (start, Some(day)),
        None => (start, weekday),
    };
    let has_day = days.is_some() || weekday.is_some();
    let others = || weekday_before(&text[..start]);
    let rrule = on_day(unit, days, weekday, phrase, others).or(bare);
    let phrase = &text[start..end];
    let until = phrase.find("rước ");
    Ok(Recurrence {
        start,
        end,
        unit,
        rrule,
        // "hằng tuần, trước 15h thứ Năm": the day itself is not too late.
        inclusive: until.is_none_or(|at| clock::begins_with_hour(&phrase[at + "rước ".len()..])),
        has_day,
    })
}

/// The rule of a rhythm that names its day, with the days of the week that stand before it.
fn on_day(
    unit: Option<&str>,
    days: Option<String>,
    weekday: Option<&str>,
    phrase: &str,
    others: impl FnOnce() -> Option<&'static str>,
) -> Option<String> {
    match (days, weekday, unit?) {
        (Some(days), _, "monthly") => Some(format!("FREQ=MONTHLY;BYMONTHDAY={days}")),
        (Some(days), _, "quarterly") => {
            let months = months_of_quarters(phrase);
            Some(format!("FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={days}"))
        }
        (_, Some(weekday), "weekly") => {
            let before = others().map(|before| format!("{before},"));
            let before = before.unwrap_or_default();
            Some(format!("FREQ=WEEKLY;BYDAY={before}{weekday}"))
        }
        _ => None,
    }
}

/// In prose a rhythm may tell what work it is, or how many: why the one at `place` does.
fn tells_when(text: &str, place: Range<usize>, form: &Form) -> Result<(), Option<Rule>> {
    let Range { start, end } = place;
    match form {
        // "công việc hằng ngày" tells what work it is, "trước 16 giờ hằng ngày" and "hằng ngày trước 16h00" when it is due.
        Form::On("ngày") => {
            let is_due = text[start..end].contains("ịnh kỳ")
                || clock::ends_in_hour(&text[..start])
                || begins_with_hour(&text[end..])
                || is_reported(&text[..start], &text[end..]);
            if is_due { Ok(()) } else { Err(None) }
        }
        Form::On("năm") if is_adjective(text, start, end) => Err(Some(Rule::Adjective)),
        Form::On(_) if is_of_pay(text, start) => Err(Some(Rule::Adjective)),
        Form::Halves if !reports(text, start, end) => Err(Some(Rule::EventRhythm)),
        // "mỗi năm 01 làng": how many, not when.
        Form::Each if begins_with_number(text[end..].trim_start()) => Err(Some(Rule::HowMany)),
        _ => Ok(()),
    }
}

/// "báo cáo hằng ngày về Sở": to whom it goes tells that it is done each day.
fn is_reported(before: &str, after: &str) -> bool {
    const TO: [&str; 4] = [" về ", " cho ", " gửi ", " lên "];
    let reports = ["báo cáo", "Báo cáo"];
    let before = before.trim_end();
    reports.iter().any(|report| before.ends_with(report)) && opens_with(after, &TO)
}

fn begins_with_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The months that "ngày 20 tháng cuối quý" means; where none is named, the last of each quarter.
fn months_of_quarters(phrase: &str) -> &'static str {
    if phrase.contains("tháng đầu") {
        "1,4,7,10"
    } else if phrase.contains("tháng giữa") || phrase.contains("tháng thứ") {
        "2,5,8,11"
    } else {
        "3,6,9,12"
    }
}

/// "ngày 15 và" before "ngày 30 hằng tháng", "ngày 15, 30" before "hằng tháng": the days with a comma behind each, and
/// where they start.
fn days_before(before: &str) -> Option<(String, usize)> {
    const DAYS_MAX: usize = 4;
    let mut days = String::new();
    let mut rest = before.trim_end();
    for _ in 0..DAYS_MAX {
        let joined = ["và", ","]
            .iter()
            .find_map(|joint| rest.strip_suffix(joint));
        rest = joined.unwrap_or(rest).trim_end();
        let head = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let day: u8 = rest[head.len()..]
            .parse()
            .ok()
            .filter(|day| (1..=31).contains(day))?;
        days.insert_str(0, &format!("{day},"));
        rest = head.trim_end();
        if let Some(head) = ["ngày", "Ngày"]
            .iter()
            .find_map(|word| rest.strip_suffix(word))
        {
            return Some((days, head.len()));
        }
    }
    None
}

/// " trước 16h00", ", trước 16 giờ": the hour behind.
fn begins_with_hour(after: &str) -> bool {
    let after = after.trim_start_matches([' ', ',', '(']);
    after
        .strip_prefix("trước ")
        .is_some_and(clock::begins_with_hour)
}

/// "02 lần/năm" comes round every half year, "01 lần/quý" every quarter.
fn times_in(times: &str, unit: &str) -> (Option<&'static str>, Option<String>) {
    match (times.trim_start_matches('0'), unit) {
        ("2" | "hai", "năm") => rule("6 tháng"),
        ("4" | "bốn", "năm") => rule("quý"),
        ("12", "năm") => rule("tháng"),
        (_, unit) => rule(unit),
    }
}

/// "thứ Ba," before "thứ Năm hằng tuần".
fn weekday_before(before: &str) -> Option<&'static str> {
    let before = before.trim_end();
    let listed = [",", "và"]
        .iter()
        .find_map(|joint| before.strip_suffix(joint))?;
    let (_, day) = clock::weekday_at_end(listed.trim_end())?;
    Some(day)
}

/// "6 tháng, năm" is a rhythm where a report stands before or right after it.
fn reports(text: &str, start: usize, end: usize) -> bool {
    let after = text[end..].trim_start_matches([' ', ',']);
    is_report(&text[..start]) || after.starts_with("báo cáo")
}

/// A cell that says "6 tháng", "Quý" or "Tuần" and no more.
fn alone(text: &str) -> Option<Recurrence> {
    let word = text.trim();
    if word.len() > ALONE_MAX {
        return None;
    }
    let word = lower_case(word);
    let is_rhythm = matches!(
        word.as_str(),
        "6 tháng" | "06 tháng" | "quý" | "tháng" | "tuần" | "năm"
    );
    is_rhythm.then(|| {
        let (unit, rrule) = rule(&word);
        Recurrence {
            start: 0,
            end: text.len(),
            unit,
            rrule,
            inclusive: true,
            has_day: false,
        }
    })
}

/// Bytes of the longest word that is a rhythm alone: "06 tháng".
const ALONE_MAX: usize = 16;

/// The finest rhythm of the phrase: "hàng quý, 6 tháng và năm" is quarterly.
fn rule(phrase: &str) -> (Option<&'static str>, Option<String>) {
    let names_month = phrase.contains("tháng");
    let half = || {
        ["6 tháng", "sáu tháng", "Sáu tháng"]
            .iter()
            .any(|word| phrase.contains(word))
    };
    match () {
        () if phrase.contains("tuần") => (Some("weekly"), Some("FREQ=WEEKLY".to_owned())),
        () if names_month && is_of_months(phrase) => (
            Some("monthly"),
            Some("FREQ=MONTHLY;BYMONTHDAY=-1".to_owned()),
        ),
        () if phrase.contains("quý") => (
            Some("quarterly"),
            Some("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1".to_owned()),
        ),
        () if names_month && half() => (
            Some("half-yearly"),
            Some("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1".to_owned()),
        ),
        () => (Some("yearly"), Some("FREQ=YEARLY".to_owned())),
    }
}

/// "hàng tháng": what is left of "6 tháng" and "tháng cuối quý" names no month of its own.
fn is_of_months(phrase: &str) -> bool {
    const BEFORE: [&str; 3] = ["6 ", "9 ", "áu "];
    const AFTER: [&str; 4] = [" cuối", " đầu", " giữa", " thứ"];
    phrase.match_indices("tháng").any(|(at, month)| {
        let (before, after) = (&phrase[..at], &phrase[at + month.len()..]);
        let is_counted = BEFORE.iter().any(|count| before.ends_with(count));
        !is_counted && !AFTER.iter().any(|part| after.starts_with(part))
    })
}

/// "hai tháng một lần", "định kỳ 06 tháng/01 lần", "02 năm một lần".
fn every(count: &str, unit: &str) -> (Option<&'static str>, Option<String>) {
    let count = match count.trim_start_matches('0') {
        "một" | "Một" => 1,
        "hai" | "Hai" => 2,
        "ba" | "Ba" => 3,
        "sáu" | "Sáu" => 6,
        digits => digits.parse().unwrap_or(1),
    };
    match (count, unit) {
        (1, "tuần") => (Some("weekly"), Some("FREQ=WEEKLY".to_owned())),
        (1, "tháng") => (Some("monthly"), Some("FREQ=MONTHLY".to_owned())),
        (1, "quý") | (3, "tháng") => (
            Some("quarterly"),
            Some("FREQ=MONTHLY;INTERVAL=3".to_owned()),
        ),
        (6, "tháng") => (
            Some("half-yearly"),
            Some("FREQ=MONTHLY;INTERVAL=6".to_owned()),
        ),
        (1, "năm") => (Some("yearly"), Some("FREQ=YEARLY".to_owned())),
        (count, "tuần") => (None, Some(format!("FREQ=WEEKLY;INTERVAL={count}"))),
        (count, "năm") => (None, Some(format!("FREQ=YEARLY;INTERVAL={count}"))),
        (count, "quý") => (None, Some(format!("FREQ=MONTHLY;INTERVAL={}", count * 3))),
        (count, _) => (None, Some(format!("FREQ=MONTHLY;INTERVAL={count}"))),
    }
}

/// "trợ cấp hàng tháng", "phụ cấp hằng tháng": which pay it is, not when the work is due.
fn is_of_pay(text: &str, start: usize) -> bool {
    const PAYS: [&str; 5] = ["trợ cấp", "phụ cấp", "lương", "học bổng", "sinh hoạt phí"];
    let before = text[..start].trim_end();
    opens_with(&text[start..], &["hàng", "hằng"]) && PAYS.iter().any(|pay| before.ends_with(pay))
}

/// "kế hoạch … hàng năm": what the plan is, not when the work is due. At the head of a clause, or
/// with no such noun near, it is a rhythm.
fn is_adjective(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end();
    if before.is_empty()
        || before.ends_with([',', ';', '.', '(', ':', '-'])
        || text[start..end].contains("ịnh kỳ")
    {
        return false;
    }
    let whole = super::binding::clause_before(before);
    let clause = whole.rsplit(',').next().unwrap_or_default();
    let clause = lower_case(clause);
    // "đưa vào chương trình kiểm tra, giám sát hằng năm": acts that are a plan's.
    OF_PLANS.iter().any(|plan| whole.contains(plan))
        || NOUNS.iter().any(|noun| clause.contains(noun))
        || text[start..end].contains("thường niên")
}

const OF_PLANS: [&str; 5] = [
    " vào chương trình ",
    " vào kế hoạch ",
    " vào Chương trình ",
    " vào Kế hoạch ",
    " việc thực hiện kế hoạch ",
];

const NOUNS: [&str; 16] = [
    "tiền ",
    "thuế ",
    "kế hoạch",
    "kinh phí",
    "dự toán",
    "dự trù",
    "chương trình",
    "đánh giá",
    "báo cáo",
    "ngân sách",
    "xếp loại",
    "bình xét",
    "khen thưởng",
    "nhiệm vụ",
    "chỉ tiêu",
    "danh mục",
];

/// "định kỳ 6 tháng (trước ngày 10/6), năm (trước ngày 10/12)": the days of a rhythm come back every year.
pub(super) fn mark_days_of_reports(said: &Said, periods: &mut [Period]) {
    let is_of_year = |period: &Period| period.shape == Shape::Day && !period.has_year;
    if !periods.iter().any(is_of_year) {
        return;
    }
    let text = said.text;
    let Some(first) = said.says_one_of(&HALVES, Cues::RHYTHM) else {
        return;
    };
    for period in periods {
        let said = text.get(first..period.start).unwrap_or(".");
        period.yearly |= is_of_year(period) && !said.contains(['.', '\n']);
    }
}

const HALVES: [Around; 6] = [
    ("ịnh ", "kỳ", " trước"),
    ("ịnh ", "kỳ", " vào ngày"),
    ("ịnh ", "kỳ", " 6 tháng"),
    ("ịnh ", "kỳ", " 06 tháng"),
    ("ịnh ", "kỳ", " sáu tháng"),
    ("ịnh ", "kỳ", " năm"),
];

/// "6 tháng, năm" is a rhythm of reports.
fn is_report(before: &str) -> bool {
    let clause = lower_case(super::binding::clause_before(before));
    ["báo cáo", "định kỳ", "sơ kết", "tổng kết"]
        .iter()
        .any(|word| clause.contains(word))
}
