//! Headings made of agencies: "1. Sở Nội vụ", "Trách nhiệm của UBND các xã", and those that stand before a colon on the line
//! of their task; headings made of time.

use super::super::agency;
use super::super::any_of::{Openings, opens_with, without_opening};
use super::super::outline::names_period;
use super::super::section::collapse;
use super::super::words::{Class, Stretch, Token, Words};
use super::parties::strings;

/// Agencies of a heading and nothing else: "1. Sở Nội vụ", "Trách nhiệm của UBND các xã", "Đối
/// với các sở, ngành".
pub(super) fn of_heading(title: &str, words: &mut Words) -> Vec<String> {
    heading(title, Place::Alone, words)
}

/// Where a heading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// On a line of its own.
    Alone,
    /// Before a colon and the task, where a topic may stand as well.
    Inline,
}

fn heading(title: &str, place: Place, words: &mut Words) -> Vec<String> {
    let title = title.trim().trim_end_matches([':', '.', ' ', ';', ',']);
    if title.len() > HEADING_MAX {
        return Vec::new();
    }
    let bare = without_opening(title, &HEADING_OPENERS)
        .unwrap_or(title)
        .trim_start();
    let mut beside = words.beside();
    let stretch = words.read(bare);
    match stretch.agencies(0) {
        Some(found) if ends_heading(stretch, found.end) => strings(stretch, &found.each),
        None if stretch.tokens.len() <= PLAIN_TOKENS_MAX => held_by_person(title, &mut beside),
        Some(_) if is_named_by_work(stretch) || is_subcommittee(stretch) => vec![collapse(bare)],
        Some(_) if is_plain_name(stretch) && (place == Place::Alone || bare.contains(';')) => {
            super::cell::names(bare, &mut beside)
        }
        _ => Vec::new(),
    }
}

/// "Ông Nguyễn Văn A - Công chức Văn hóa - xã hội": the office counts, whoever holds it.
fn held_by_person(title: &str, words: &mut Words) -> Vec<String> {
    if let Some((_, office)) = office_held(title) {
        return heading(office, Place::Inline, words);
    }
    // "Ông Trưởng Công an xã".
    let titled = PERSONS.strip(title);
    match titled.and_then(|office| office.strip_prefix(' ')) {
        Some(office) => heading(office, Place::Inline, words),
        None => Vec::new(),
    }
}

/// What a person is called before the name or the office.
const PERSONS: Openings = Openings::of(&[
    "Ông (bà)",
    "Ông",
    "Ô.",
    "Bà",
    "B.",
    "Đồng chí",
    "Đ/c",
    "Luật sư",
    "Bác sĩ",
]);

/// Who is named, and the office behind: "Ông: Nguyễn Văn A - Phó Giám đốc Sở, Trưởng đoàn".
pub(super) fn office_held(line: &str) -> Option<(&str, &str)> {
    let named = PERSONS.strip(line)?;
    let named = named.strip_prefix([':', ' '])?.trim_start();
    let joints = [" - ", " – ", ", "];
    let parted = joints.iter().filter_map(|joint| named.split_once(joint));
    parted.min_by_key(|(name, _)| name.len())
}

/// "Phòng Quản lý vận hành công trình", "Trung tâm Phát triển quỹ đất": an office named by what it does, verbs in small
/// letters included, as far as its colon.
fn is_named_by_work(stretch: Stretch) -> bool {
    /// Tokens of the longest.
    const NAME_MAX: usize = 12;
    const WORKS: [&str; 14] = [
        "Quản lý",
        "Kiểm tra",
        "Kiểm soát",
        "Kiểm định",
        "Thẩm định",
        "Phát triển",
        "Khai thác",
        "Vận hành",
        "Điều hành",
        "Đào tạo",
        "Hỗ trợ",
        "Nghiên cứu",
        "Bảo vệ",
        "Bảo tồn",
    ];
    let is_of_name = |token: &Token| {
        matches!(
            token.class,
            Class::Small | Class::Name | Class::Verb | Class::And | Class::Comma
        )
    };
    stretch.class(0) == Some(Class::Head)
        && WORKS.contains(&stretch.word(1))
        && stretch.tokens.len() <= NAME_MAX
        && stretch.tokens[2..].iter().all(is_of_name)
}

/// "Tiểu ban An ninh, trật tự an toàn xã hội và y tế": named by all it is for.
fn is_subcommittee(stretch: Stretch) -> bool {
    stretch.word(0) == "Tiểu ban"
        && is_plain_name(stretch)
        && !stretch.tokens[1..]
            .iter()
            .any(|token| token.class == Class::Head)
}

/// "Phòng Lao động, việc làm", "Trung tâm Đào tạo, sát hạch lái xe": a heading without verb or
/// preposition that starts with an agency is names to its end.
fn is_plain_name(stretch: Stretch) -> bool {
    stretch.class(0) == Some(Class::Head)
        && stretch.tokens.len() <= PLAIN_TOKENS_MAX
        && !leads(stretch)
        && stretch.tokens.iter().all(|token| {
            matches!(
                token.class,
                Class::Head
                    | Class::Body
                    | Class::Level
                    | Class::Place
                    | Class::Name
                    | Class::Small
                    | Class::Action
                    | Class::Comma
                    | Class::Semicolon
                    | Class::And
                    | Class::Dash
                    | Class::Modifier
                    | Class::Quantity
                    | Class::Office
            )
        })
}

/// "Ban cán sự đảng Ủy ban nhân dân tỉnh lãnh đạo các sở, ngành": what it does, not whom it consists of.
fn leads(stretch: Stretch) -> bool {
    let is_noun = |at: usize| {
        matches!(
            stretch.class(at - 1),
            Some(Class::Comma | Class::And | Class::Semicolon | Class::Quantity)
        )
    };
    (1..stretch.tokens.len()).any(|at| stretch.word(at) == "lãnh đạo" && !is_noun(at))
}

/// Tokens of such a heading.
const PLAIN_TOKENS_MAX: usize = 24;

/// Bytes of the longest heading made of agencies.
const HEADING_MAX: usize = 600;

const HEADING_OPENERS: [&str; 11] = [
    "Trách nhiệm của",
    "Nhiệm vụ của",
    "Đối với",
    "Giao",
    "Đề nghị",
    "Yêu cầu",
    "TRÁCH NHIỆM CỦA",
    "Trách nhiệm",
    "Về phía",
    "Phân công",
    "Đồng chí",
];

/// A heading may end with "có trách nhiệm", "chủ trì, phối hợp với …", brackets or nothing.
fn ends_heading(stretch: Stretch, end: usize) -> bool {
    match stretch.class(end) {
        None => true,
        Some(Class::Duty | Class::Lead) => stretch.tokens.len() - end <= 4,
        // "Sở Nội vụ, Sở Tài chính, theo chức năng được giao".
        Some(Class::Comma)
            if matches!(
                stretch.class(end + 1),
                Some(Class::Preposition | Class::Modal)
            ) =>
        {
            true
        }
        Some(Class::Dash | Class::Comma) => is_part_played(stretch, end + 1, stretch.tokens.len()),
        _ => false,
    }
}

/// "Phòng Văn hóa và Thông tin - Cơ quan Thường trực Ban Chỉ đạo", "Phó Chủ tịch UBND huyện - Phó Trưởng ban": which part
/// the agency before plays, in the tokens from `at` to `end`.
pub(super) fn is_part_played(stretch: Stretch, at: usize, end: usize) -> bool {
    /// Tokens of the longest part.
    const PART_MAX: usize = 12;
    const PARTS: [&str; 14] = [
        "Cơ quan thường trực",
        "Thường trực",
        "thường trực",
        "cơ quan",
        "Cơ quan",
        "đơn vị",
        "Đơn vị",
        "Phó",
        "Trưởng ban",
        "Trưởng Ban",
        "Tổ trưởng",
        "Ủy viên",
        "thành viên",
        "Thành viên",
    ];
    let standing = ["thường trực", "Thường trực", "đầu mối", "chủ trì"];
    let titled = PARTS.contains(&stretch.word(at));
    let agency = stretch.word(at).eq_ignore_ascii_case("cơ quan")
        || stretch.word(at).eq_ignore_ascii_case("đơn vị");
    let is_part = titled && (!agency || standing.contains(&stretch.word(at + 1)));
    is_part && end - at <= PART_MAX
}

/// "Văn phòng Sở: Là bộ phận …": the agencies before the colon, and the byte where the task starts.
pub(super) fn inline_heading(text: &str, words: &mut Words) -> Option<(Vec<String>, usize)> {
    let colons = memchr::memchr_iter(b':', text.as_bytes());
    let colon = colons
        .take_while(|&colon| colon < INLINE_HEADING_MAX && colon + 1 < text.len())
        .find(|&colon| !is_of_list(text, colon))?;
    let owners = heading(&text[..colon], Place::Inline, words);
    if owners.is_empty() {
        return None;
    }
    let rest = &text[colon + 1..];
    Some((owners, colon + 1 + (rest.len() - rest.trim_start().len())))
}

/// "các Sở: Nội vụ, Tư pháp theo dõi", "UBND các xã: Tân Lập, Tân Hòa rà soát": the colon lists fields of work under one
/// head, or places.
fn is_of_list(text: &str, colon: usize) -> bool {
    let before = text[..colon].trim_end();
    let listed = text[colon + 1..]
        .split_once(',')
        .map_or("", |(first, _)| first);
    let is_place = 1 < listed.split_whitespace().count()
        && listed
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase));
    if is_place
        && agency::PLACE_LEVELS
            .iter()
            .any(|level| before.ends_with(level))
    {
        return true;
    }
    const HEADS: [&str; 12] = [
        "Sở", "sở", "Phòng", "phòng", "Bộ", "bộ", "Ban", "ban", "Vụ", "vụ", "Cục", "cục",
    ];
    let mut words = before.rsplit(' ');
    let last = words.next().unwrap_or_default();
    let rest = text[colon + 1..].trim_start();
    // "Các đơn vị thuộc Bộ: xây dựng kế hoạch" lists nothing.
    let lists = rest.starts_with(char::is_uppercase)
        || words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("các"));
    HEADS.contains(&last) && lists && agency::field(rest).is_some()
}

/// Bytes before the colon of an inline heading.
const INLINE_HEADING_MAX: usize = 260;

/// The bytes of the time that heads what stands under it: "Quý I", "Giai đoạn 1 (từ tháng 4 đến tháng 6)", "Kiểm tra (xong
/// trước 30/10/2022)", "Nhiệm vụ hoàn thành trong quý II".
pub(super) fn period_in(heading: &str) -> Option<std::ops::Range<usize>> {
    let heading = heading.trim_end_matches([':', '.', ' ']);
    if names_period(heading) {
        return Some(0..heading.len());
    }
    let end = heading.strip_suffix(')').unwrap_or(heading).len();
    // A time ends in a number.
    if !heading[..end].ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V')) {
        return None;
    }
    let opener = match end < heading.len() {
        true => heading.rfind('(')? + 1,
        false => heading.rfind(" hoàn thành ")? + " hoàn thành ".len(),
    };
    let said = &heading[opener..end];
    (names_period(said) || end < heading.len() && is_bound_time(said)).then_some(opener..end)
}

/// "từ 01/11 đến 15/12/2022", "xong trước ngày 30/10/2022": a word that binds, then nothing but days and months.
fn is_bound_time(said: &str) -> bool {
    const OPENERS: [&str; 8] = [
        "từ ",
        "Từ ",
        "trước ",
        "xong ",
        "hoàn thành ",
        "trong ",
        "đến ",
        "chậm nhất ",
    ];
    const WORDS: [&str; 15] = [
        "từ", "Từ", "trước", "xong", "hoàn", "thành", "trong", "đến", "hết", "chậm", "nhất",
        "ngày", "tháng", "năm", "quý",
    ];
    let is_number = |word: &str| {
        word.bytes()
            .all(|byte| byte.is_ascii_digit() || b"/.-IV".contains(&byte))
    };
    opens_with(said, &OPENERS)
        && said
            .split(' ')
            .all(|word| WORDS.contains(&word) || is_number(word))
}
