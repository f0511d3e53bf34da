//! Who sits on a board, and as what: names nobody's work.

use super::super::any_of::{opens_folded_with, without_opening};
use super::super::section::collapse;
use super::super::words::{Class, Words};
use super::heading::office_held;
use crate::text::lower_case;

/// "Ông: Nguyễn Văn A - Phó Giám đốc Sở, Trưởng đoàn;": who sits on a board, with which office, and nothing to do.
pub(super) fn is_member(body: &str, words: &Words) -> bool {
    /// Bytes of the longest such line seen, and some.
    const MEMBER_MAX: usize = 300;
    if names_holder(body) {
        return true;
    }
    if MEMBER_MAX < body.len() {
        return false;
    }
    // "Chủ tịch UBND huyện - Tổ trưởng;", "Trưởng phòng Nội vụ: Thành viên".
    let held = [" - ", " – ", ": ", ", "];
    let end = &body[body.floor_char_boundary(body.len().saturating_sub(SEAT_END_MAX))..];
    let mut held = held.iter().filter_map(|joint| end.rsplit_once(joint));
    if ends_in_seat(body) && held.any(|(_, seat)| is_seat(seat)) {
        return true;
    }
    let Some((name, office)) = office_held(body) else {
        return false;
    };
    if !is_name(name) {
        return false;
    }
    let mut beside = words.beside();
    let read = beside.read(office);
    let orders = read.tokens.iter().any(|token| match token.class {
        Class::Verb => token.text(read.text) != "phụ trách",
        class => matches!(
            class,
            Class::Lead | Class::Duty | Class::Assign | Class::Colon
        ),
    });
    !orders
}

/// "Chủ tịch Hội: Ông Nguyễn Văn A; Phó Chủ tịch: Bà Trần Thị B.": who holds the office.
fn names_holder(body: &str) -> bool {
    /// Bytes of "Phó Chủ tịch thường trực, chuyên trách".
    const OFFICE_MAX: usize = 80;
    let head = &body.as_bytes()[..body.len().min(OFFICE_MAX)];
    let Some(colon) = memchr::memchr(b':', head) else {
        return false;
    };
    let said = body[colon + 1..].trim_start();
    let titles = ["Ông ", "ông ", "Bà ", "bà "];
    let Some(named) = titles.iter().find_map(|title| said.strip_prefix(title)) else {
        return false;
    };
    let end = named.find([',', ';', '.']).unwrap_or(named.len());
    is_name(&named[..end])
}

fn is_name(name: &str) -> bool {
    let mut words = name.split(' ');
    1 < words.clone().count() && words.all(|word| word.starts_with(char::is_uppercase))
}

/// "Trưởng ban", "Phó Trưởng ban thường trực", "Thành viên, thư ký": the seat somebody has on a board, and nothing to do.
pub(super) fn is_seat(said: &str) -> bool {
    const MORE: [&str; 4] = ["", "thường trực", "thư ký", "kiêm thư ký"];
    if SEAT_MAX < said.len() {
        return false;
    }
    let said = lower_case(said);
    let said = collapse(said.trim_end_matches(['.', ';', ' ']));
    let seat = SEATS.iter().filter_map(|seat| said.strip_prefix(seat));
    seat.into_iter()
        .any(|rest| MORE.contains(&rest.trim_start_matches([',', '-', ' '])))
}

/// "Tổ phó:", "Các thành viên Ban Chỉ đạo:": whoever is counted under it sits there.
pub(super) fn heads_members(heading: &str) -> bool {
    /// Bytes of "Các thành viên Ban Chỉ đạo chuyển đổi số tỉnh", and some.
    const HEADING_MAX: usize = 120;
    const DUTIES: [&str; 5] = [
        "trách nhiệm",
        "nhiệm vụ",
        "phụ trách",
        "phân công",
        "thực hiện",
    ];
    // The first letters refuse nearly all, before any is folded.
    const FIRST: [&str; 6] = [
        "truong ",
        "pho ",
        "to ",
        "chu tich hoi",
        "thanh vien",
        "uy vien",
    ];
    let first = heading.trim_start_matches(|c: char| !c.is_alphabetic());
    let bare = without_opening(first, &["Các ", "CÁC ", "các "]).unwrap_or(first);
    if HEADING_MAX < heading.len() || !opens_folded_with(bare, &FIRST) {
        return false;
    }
    let bare = lower_case(bare);
    SEATS.iter().any(|seat| bare.starts_with(seat))
        && !DUTIES.iter().any(|duty| bare.contains(duty))
}

/// True if the last word may be that of a seat; most lines are told by it.
fn ends_in_seat(body: &str) -> bool {
    let bare = body.trim_end_matches(['.', ';', ' ']);
    let last = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    let mut letters = last.chars();
    letters.next();
    matches!(
        letters.as_str(),
        "an" | "rưởng" | "hó" | "oàn" | "ồng" | "iên" | "rực" | "ý"
    )
}

const SEATS: [&str; 15] = [
    "trưởng ban",
    "phó ban",
    "phó trưởng ban",
    "tổ trưởng",
    "tổ phó",
    "tổ viên",
    "phó tổ trưởng",
    "trưởng đoàn",
    "phó đoàn",
    "phó trưởng đoàn",
    "chủ tịch hội đồng",
    "phó chủ tịch hội đồng",
    "thành viên",
    "ủy viên",
    "uỷ viên",
];

/// Bytes of "Phó Chủ tịch Hội đồng thường trực".
const SEAT_MAX: usize = 60;

/// Bytes at the end of a line that hold a seat and the mark before it.
const SEAT_END_MAX: usize = SEAT_MAX + " – ".len();
