//! Agency names in running text: where one starts and where it ends. Commas and "và" occur inside
//! names ("Sở Văn hóa, Thể thao và Du lịch"), so known names are matched whole, longest first,
//! before any rule of capitals.

mod board;
mod known;
mod list;
mod office;
mod single;

use std::borrow::Cow;
use std::sync::LazyLock;

pub(super) use known::field;
pub(super) use list::Agencies;

use regex::Regex;

use super::any_of::{Names, opens_with};
use super::lexer::old_tone;
use super::words::Words;
use crate::authority::{Authority, PlaceId};
use crate::text::is_alphanumeric;

/// Bytes of the longest agency mention followed: a group of bodies with its place.
const AGENCY_MAX: usize = 240;

/// Words an agency mention starts with. A title of office stands for its agency.
const HEADS: &str = r"(?:(?:Phó )?(?:Chủ tịch|Giám đốc|Bộ trưởng|Thủ trưởng|Chánh Văn phòng|Chánh Thanh tra|Chánh án|Chánh|Thống đốc|Viện trưởng|Hiệu trưởng|Tổng Giám đốc|Trưởng ban|Trưởng|Cục trưởng)\s+)?(?:[ỦU][ỷy]? ?ban\s+[Nn]hân\s+dân|Uỷ\s+ban\s+[Nn]hân\s+dân|Ủy\s+ban\s+[Nn]hân\s+dân|UBND|Hội\s+đồng\s+nhân\s+dân|HĐND|Ủy\s+ban\s+[Tt]hường\s+vụ\s+Quốc\s+hội|Uỷ\s+ban\s+[Tt]hường\s+vụ\s+Quốc\s+hội|UBTVQH|Quốc\s+hội|Chính\s+[Pp]hủ|Thủ\s+tướng(?:\s+Chính\s+phủ)?|Ban\s+Thường\s+vụ|Ban\s+Chỉ\s+đạo|Ban\s+Chấp\s+hành|Ban\s+chấp\s+hành|Ban\s+Bí\s+thư|Bộ\s+Chính\s+trị|Hội\s+nghị|BTV|BCH|Thường\s+trực|Tỉnh\s+[ỦủUu][ỷy]|Thành\s+[ỦủUu][ỷy]|Huyện\s+[ỦủUu][ỷy]|Thị\s+[ỦủUu][ỷy]|Quận\s+[ỦủUu][ỷy]|Đảng\s+[ỦủUu][ỷy]|Văn\s+phòng|VPCP|Thanh\s+tra|Tổng\s+[Cc]ục|Cục|Chi\s+cục|Sở|Bộ|Ban|Ủy\s+ban|Trung\s+tâm|Trường|Phòng|Công\s+an|Kho\s+bạc|Bảo\s+hiểm|Ngân\s+hàng|Mặt\s+trận|Tỉnh\s+[đĐ]oàn|Liên\s+đoàn|Hội\s+đồng|Hiệp\s+hội|Hội|Tổng\s+[Cc]ông\s+ty|Công\s+ty|Doanh\s+nghiệp\s+tư\s+nhân|DNTN|Hợp\s+tác\s+xã|HTX|Chi\s+nhánh|Thuế\s+(?:tỉnh|thành\s+phố|TP\.?|[Cc]ơ\s+sở|[Kk]hu\s+vực)|Hải\s+quan\s+[Kk]hu\s+vực|Cổng\s+[Tt]hông\s+tin\s+điện\s+tử|[Ll]iên\s+(?:tịch\s+)?[BbSs][ộở]|Đoàn|Chủ\s+tịch\s+nước|Tòa\s+án|Viện|Tổ\s+[Cc]ông\s+tác|Đại\s+học|Học\s+viện|Tập\s+đoàn|Tổng\s+[Ll]iên\s+đoàn|Liên\s+minh|Liên\s+hiệp|Đảng\s+đoàn|Đài|(?:Tổng\s+)?Kiểm\s+toán\s+[Nn]hà\s+nước|Công\s+đoàn|BHXH|Thành\s+đoàn|Huyện\s+đoàn|Thị\s+đoàn|Quận\s+đoàn|Bệnh\s+viện|Tổng\s+Bí\s+thư|Bí\s+thư|Trung\s+ương\s+(?:Đoàn|Hội|Mặt\s+trận|MTTQ)|Thông\s+tấn\s+xã|Chi\s+bộ|Đảng\s+bộ|Chi\s+đoàn|Khối|Quỹ|Hạt\s+Kiểm\s+lâm|BQL|BCĐ|MTTQ|LĐLĐ|TAND|VKSND|NHNN|TTgCP|TTg|BCT|BBT)";

static HEAD: LazyLock<Regex> = LazyLock::new(|| compiled(HEADS));

/// The same at the start of a stretch only: what stands further on is not looked at.
static HEAD_HERE: LazyLock<Regex> = LazyLock::new(|| {
    // "của chủ tịch Ủy ban nhân dân tỉnh": in small letters a title begins nothing, and goes before.
    // So does "uỷ ban nhân dân tỉnh" where it is written so.
    compiled(&format!(
        r"^(?:(?:phó )?[Cc]hủ tịch\s+)?(?:{HEADS}|[uủ][yỷ]\s+ban\s+nhân\s+dân)"
    ))
});

fn compiled(source: &str) -> Regex {
    // The white space of a clean text: all of Unicode's makes the automaton twice as large.
    Regex::new(&source.replace(r"\s", r"[\x20\n\t]"))
        .unwrap_or_else(|error| panic!("a fixed pattern: {error}"))
}

/// Names of bodies with their head word, before and after the mergers of 1 March 2025, in both placements of the tone.
static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let names = Authority::bundled().agency_names();
    Names::new(names.flat_map(|name| [name.to_owned(), old_tone(name)]))
});

/// Every place in `text` where an agency mention may start.
pub(super) fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    HEAD.find_iter(text)
        .map(|found| found.start())
        .filter(move |start| {
            !text[..*start]
                .chars()
                .next_back()
                .is_some_and(is_alphanumeric)
        })
}

/// The end of the agency mention that starts at byte `at`, at most at byte `limit`; `None` if none starts there.
pub(super) fn end_of(text: &str, at: usize, limit: usize, authority: &Authority) -> Option<usize> {
    let limit = text.floor_char_boundary(limit.min(at + AGENCY_MAX).min(text.len()));
    let window = text.get(at..limit)?;
    // "của Đảng ủy Khối “một số nội dung về …”": a quoted subject follows.
    let edge = memchr::memchr3(b'\n', b'\t', b'"', window.as_bytes());
    let window = &window[..edge.unwrap_or(window.len())];
    let window = &window[..window.find('“').unwrap_or(window.len())];
    let window = &*with_capital(window);
    let Some(head) = HEAD_HERE.find(window) else {
        return in_capitals(alone(window), authority).map(|end| at + end);
    };
    if let Some(end) = joint_ministries(window) {
        return Some(at + end);
    }
    let known = authority
        .agency_reach(window, Some(&SOME_PROVINCE), None)
        .map(|end| end + unknown_place(window, end));
    let end = known
        .filter(|end| *end >= head.end() && !is_of_union(window, *end))
        .unwrap_or_else(|| {
            let name = alone(window);
            by_words(name, by_capitals(name, head.end().min(name.len())))
        });
    let whole = window[..end].trim_end_matches([' ', ',', '-', '–']);
    let end = whole.len() + past_digits(&window[whole.len()..]);
    let end = end + seat(&window[..end], &window[end..]);
    let end = end + past_alias(&window[end..]);
    (!window[end..].starts_with(is_alphanumeric)).then_some(at + end)
}

/// A name nobody knows without what follows it: "Bộ Tổng Tham mưu ngày 23/6/1979", "Tổng công ty Điện lực miền Bắc và văn bản
/// số 1187/PCSL-KT".
fn alone(window: &str) -> &str {
    const TYPE_BYTES_MAX: usize = 24;
    let window = &window[..window.find(" ngày ").unwrap_or(window.len())];
    let cited = window.find(" số ").map(|so| &window[..so]);
    let joint = cited.and_then(|cited| {
        cited
            .rfind(" và ")
            .filter(|at| cited.len() - at <= TYPE_BYTES_MAX)
    });
    &window[..joint.unwrap_or(window.len())]
}

/// Bytes of "Chi nhánh Công ty TNHH Hoa Tiên" + " tại Hà Nội".
fn seat(branch: &str, rest: &str) -> usize {
    const AT: &str = " tại";
    let Some(place) = rest
        .strip_prefix(AT)
        .filter(|_| branch.starts_with("Chi nhánh"))
    else {
        return 0;
    };
    capital_name(place).map_or(0, |end| AT.len() + end)
}

/// Bytes of "phòng, chống dịch COVID" + "-19".
fn past_digits(rest: &str) -> usize {
    let digits = rest.strip_prefix('-').unwrap_or_default();
    let digits = digits.bytes().take_while(u8::is_ascii_digit).count();
    if 0 < digits { "-".len() + digits } else { 0 }
}

/// Bytes of "Ủy ban nhân dân" + " (UBND) tỉnh Quảng Nam": the abbreviation stands inside the name.
fn past_alias(rest: &str) -> usize {
    let Some(place_at) = alias(rest) else {
        return 0;
    };
    let after = &rest[place_at..];
    let is_place = after
        .strip_prefix(' ')
        .is_some_and(|after| opens_with(after, &PLACE_LEVELS));
    if is_place { place_at + place(after) } else { 0 }
}

/// Bytes of " (UBND)".
fn alias(rest: &str) -> Option<usize> {
    const ALIAS_MAX: usize = 8;
    let (alias, _) = rest.strip_prefix(" (")?.split_once(')')?;
    let is_alias = alias.len() <= ALIAS_MAX && alias.chars().all(char::is_uppercase);
    is_alias.then(|| alias.len() + " ()".len())
}

/// "Ủy ban nhân dân (UBND) tỉnh Quảng Nam" without the abbreviation, as lists have it.
pub(super) fn without_alias(mention: &str) -> Cow<'_, str> {
    let inside = mention
        .find(" (")
        .and_then(|at| Some((at, at + alias(&mention[at..])?)));
    match inside {
        Some((at, end)) => Cow::Owned([&mention[..at], &mention[end..]].concat()),
        None => Cow::Borrowed(mention),
    }
}

/// "phòng Giáo dục và Đào tạo", "sở Nội vụ": a name in capitals behind a head in small letters.
fn with_capital(window: &str) -> Cow<'_, str> {
    let heads = [("phòng ", "Phòng "), ("sở ", "Sở ")];
    let written = heads.iter().find_map(|(small, capital)| {
        let name = window.strip_prefix(small)?;
        name.starts_with(char::is_uppercase)
            .then(|| capital.to_string() + name)
    });
    written.map_or(Cow::Borrowed(window), Cow::Owned)
}

/// "Ban Chấp hành Trung ương" + " Hội Nông dân Việt Nam", " Đoàn": not the Party's.
fn is_of_union(window: &str, end: usize) -> bool {
    let rest = window[end..].strip_prefix(' ').unwrap_or_default();
    let union = ["Hội", "Đoàn"]
        .iter()
        .find_map(|union| rest.strip_prefix(union));
    let is_word = union.is_some_and(|after| !after.starts_with(is_alphanumeric));
    window[..end].ends_with("Trung ương") && is_word
}

/// Bytes of "liên Bộ Nội vụ - Tài chính", "liên Bộ Nội vụ, Bộ Tài chính": the ministries of a joint circular.
fn joint_ministries(window: &str) -> Option<usize> {
    let rest = ["liên tịch ", "Liên tịch ", "liên ", "Liên "]
        .iter()
        .find_map(|joint| window.strip_prefix(joint))?;
    let head = ["Bộ ", "bộ ", "Sở ", "sở ", "ngành "];
    let mut end = None;
    // "liên Bộ: Thông tin và Truyền thông, Công an".
    let listed = ["Bộ", "bộ"].iter().find_map(|head| rest.strip_prefix(head));
    let listed = listed.map(|after| after.trim_start());
    let listed = listed.and_then(|after| after.strip_prefix([':', '-']));
    let (mut rest, shared) = match listed {
        Some(fields) => (fields.trim_start(), true),
        None => (rest, false),
    };
    loop {
        let own = head.iter().find_map(|head| rest.strip_prefix(head));
        let name = own.unwrap_or(rest);
        let is_known = own.is_some() || end.is_some() || shared;
        let Some(length) = field(name).filter(|_| is_known) else {
            return end;
        };
        let after = &name[length..];
        end = Some(window.len() - after.len());
        let joints = [" - ", " – ", "-", ", ", " và "];
        match joints.iter().find_map(|joint| after.strip_prefix(joint)) {
            Some(next) => rest = next,
            None => return end,
        }
    }
}

/// Bytes of a known agency in a title's capitals: "THỦ TƯỚNG CHÍNH PHỦ".
fn in_capitals(window: &str, authority: &Authority) -> Option<usize> {
    let mut first = window.split(' ').take(2);
    let is_capital = |word: &str| !word.is_empty() && !word.chars().any(char::is_lowercase);
    if window.len() < 2 || !first.all(is_capital) {
        return None;
    }
    // In capitals no letter tells the name of a place from what is said about it.
    let window = &window[..window.find(" VỀ ").unwrap_or(window.len())];
    let end = authority.agency_reach(window, Some(&SOME_PROVINCE), None)?;
    (!window[end..].starts_with(is_alphanumeric)).then_some(end)
}

/// How far a mention reaches does not depend on the province that "UBND tỉnh" means; one must be given.
static SOME_PROVINCE: LazyLock<PlaceId> = LazyLock::new(|| PlaceId("hung-yen".to_owned()));

/// Bytes of a place no list has after the level it is of: "Ủy ban nhân dân tỉnh" + " Sông Bé". Without it
/// the mention would be of the province that speaks.
fn unknown_place(window: &str, known: usize) -> usize {
    let (mention, rest) = window.split_at(known);
    // "Đảng ủy UBND Thành phố": any city of the country may speak.
    let of_city = opens_with(rest, &[" Thành phố", " thành phố"]) && mention.ends_with("UBND");
    let city = " thành phố".len();
    if of_city && !rest[city..].starts_with(is_alphanumeric) {
        return city;
    }
    let levels = ["tỉnh", "thành phố", "huyện"];
    let is_level = levels.iter().any(|level| mention.ends_with(level));
    // After a title of office stands who holds it: "Chủ tịch UBND tỉnh Nguyễn Văn A".
    if !is_level || 0 < office(window) || window.starts_with("chủ tịch ") {
        return 0;
    }
    let mut end = 0;
    for (at, (start, word)) in words(rest).enumerate() {
        let bare = word.trim_end_matches([',', ';', '.', ')', ':']);
        let mut letters = bare.chars();
        let has_capital = letters.next().is_some_and(char::is_uppercase);
        let is_name =
            has_capital && letters.clone().next().is_some() && letters.all(char::is_lowercase);
        match (is_name, at) {
            (true, 0) if bare.len() < word.len() => return 0,
            (true, _) => end = start + bare.len(),
            // One capital begins a sentence or a title: "tỉnh Ban hành".
            (false, 0 | 1) => return 0,
            (false, _) => break,
        }
        if bare.len() < word.len() {
            break;
        }
    }
    end
}

/// The end of a mention that the authority file does not know whole.
fn by_capitals(window: &str, head: usize) -> usize {
    let office = office(window);
    let own = window.get(office..head).unwrap_or_default().trim_end();
    let end = match known::name(&window[office..], own.len()) {
        Some(known) => office + known,
        None => head + capital_name(&window[head..]).unwrap_or(0),
    };
    let end = end + council(&window[end..]);
    end + place(&window[end..])
}

/// The end of a mention whose name goes on in small letters behind `end`: "Tổng cục Giáo" + "dục nghề nghiệp".
fn by_words(window: &str, end: usize) -> usize {
    let next = window[end..].strip_prefix(' ');
    if !next.is_some_and(|next| next.starts_with(char::is_lowercase)) {
        return end;
    }
    let mut words = Words::default();
    let stretch = words.read(window);
    let last = single::end(stretch, 0, MENTION_TOKENS_MAX);
    let whole = last.and_then(|last| stretch.tokens.get(last.checked_sub(1)?));
    whole.map_or(end, |token| end.max(token.end as usize))
}

/// Tokens of the longest mention.
const MENTION_TOKENS_MAX: usize = 40;

/// Without the term a council or committee serves: "Ban Chấp hành Đảng bộ tỉnh khóa XIII".
pub(super) fn without_term(mention: &str) -> &str {
    let bare = mention.trim_end_matches(|c: char| "IVXL".contains(c));
    let term = [" khóa ", " khoá ", " Khóa ", " Khoá "];
    let rest = term.iter().find_map(|term| bare.strip_suffix(term));
    rest.filter(|_| bare.len() < mention.len())
        .unwrap_or(mention)
}

/// Without the words before "ban hành" or a type that say it is done, and how: "Chủ tịch UBND tỉnh vừa ký", "Ban Thường vụ
/// Tỉnh ủy đã kịp thời".
pub(super) fn without_signing(before: &str) -> &str {
    const DONE: [&str; 11] = [
        " ký",
        " đã",
        " vừa",
        " mới",
        " cũng",
        " sớm",
        " kịp thời",
        " chủ động",
        " khẩn trương",
        " nhanh chóng",
        " tiếp tục",
    ];
    let mut agency = before.trim_end();
    while let Some(rest) = DONE.iter().find_map(|word| agency.strip_suffix(word)) {
        agency = rest.trim_end();
    }
    agency
}

/// Without the name of the person who holds the office: "Chủ tịch UBND tỉnh Nguyễn Văn A", "Bộ trưởng Bộ Y tế Nguyễn Thị
/// B". Where the office's agency is not known whole, all of it may be the name of a place, and nothing is taken off.
pub(super) fn without_person<'a>(before: &'a str, authority: &Authority) -> &'a str {
    const NAME_WORDS: [usize; 3] = [4, 3, 2];
    let is_office = |at: usize, prefix: &str| {
        let agency = at + office(&prefix[at..]);
        let said = &prefix[agency..];
        let of_province = said.ends_with(" tỉnh");
        let names_place = [
            " tỉnh ",
            " thành phố ",
            " TP",
            " huyện ",
            " xã ",
            " phường ",
        ]
        .iter()
        .any(|level| said.contains(level));
        let is_premier = prefix[at..].starts_with("Thủ tướng");
        let is_known = || {
            authority.agency_reach(said, Some(&SOME_PROVINCE), None) == Some(said.len())
                && (!names_place || authority.province_in(said).is_some())
        };
        (at < agency || is_premier)
            && end_of(prefix, at, prefix.len(), authority) == Some(prefix.len())
            && (of_province || is_known())
    };
    let prefix = NAME_WORDS.iter().find_map(|count| {
        let (start, _) = before.rmatch_indices(' ').nth(count - 1)?;
        let name = before[start..].trim_start();
        let capitals = name
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase) && !word.contains([',', '.', '(']));
        let prefix = before[..start].trim_end();
        let is_person = capitals && authority.province(name).is_none();
        let found = is_person && starts(prefix).any(|at| is_office(at, prefix));
        found.then_some(prefix)
    });
    prefix.unwrap_or(before)
}

/// Bytes of the council a board belongs to: "Ban Kinh tế - Ngân sách" + " Hội đồng nhân dân".
fn council(rest: &str) -> usize {
    let blank = rest.len() - rest.trim_start_matches(' ').len();
    let own = rest[blank..].strip_prefix("của ").unwrap_or(&rest[blank..]);
    let start = rest.len() - own.len();
    const COUNCILS: [&str; 3] = ["Hội đồng nhân dân", "Hội đồng Nhân dân", "HĐND"];
    let name = COUNCILS.iter().find(|name| own.starts_with(**name));
    name.filter(|_| 0 < blank)
        .map_or(0, |name| start + name.len())
}

/// Bytes of a title of office before the agency's own name: "Giám đốc ".
fn office(window: &str) -> usize {
    const OFFICES: [&str; 13] = [
        "Phó Chủ tịch ",
        "Chủ tịch ",
        "Phó Giám đốc ",
        "Giám đốc ",
        "Bộ trưởng ",
        "Thủ trưởng ",
        "Chánh Văn phòng ",
        "Chánh ",
        "Thống đốc ",
        "Trưởng ban ",
        "Cục trưởng ",
        "Bí thư ",
        "Trưởng ",
    ];
    OFFICES
        .iter()
        .find(|office| window.starts_with(**office))
        .map_or(0, |office| office.len())
}

/// "Sở Văn hóa, Thể thao và Du lịch" from the authority file.
fn known_name(window: &str) -> Option<usize> {
    let end = NAMES.longest(window)?;
    (!window[end..].starts_with(is_alphanumeric)).then_some(end)
}

/// An unknown name: a capitalised word, the small word that completes it, and what "và" or "-"
/// joins with a capital.
fn capital_name(rest: &str) -> Option<usize> {
    let mut end = 0;
    let mut capitals = 0;
    for (start, word) in words(rest) {
        let bare = word.trim_end_matches([',', ';', '.', ')', ':']);
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        // "Ban Thường vụ Xã đoàn Ngọc Chúc".
        let union = bare == "đoàn"
            && UNIONS
                .iter()
                .any(|of| rest[..start].trim_end().ends_with(of));
        let level = LEVELS.contains(&bare) || union;
        // "UBND tỉnh và Kế hoạch số …": a type word after "và" is another phrase.
        let joins =
            capitals > 0 && ["và", "-", "–"].contains(&bare) && !before_type_word(&rest[start..]);
        if !(capital || level || joins) {
            break;
        }
        if capital || level {
            capitals += 1;
            end = start + bare.len();
        }
        if bare.len() < word.len() {
            break;
        }
    }
    (capitals > 0).then_some(end)
}

/// Levels whose youth union is called by them.
const UNIONS: [&str; 7] = ["Tỉnh", "Thành", "Huyện", "Quận", "Thị", "Xã", "Phường"];

fn before_type_word(rest: &str) -> bool {
    const TYPES: [&str; 12] = [
        "Kế hoạch",
        "Quyết định",
        "Nghị quyết",
        "Chỉ thị",
        "Chương trình",
        "Công văn",
        "Thông báo",
        "Kết luận",
        "Nghị định",
        "Thông tư",
        "Luật",
        "Văn bản",
    ];
    let after = rest
        .split_once(' ')
        .map_or("", |(_, after)| after.trim_start());
    TYPES.iter().any(|word| after.starts_with(word))
}

/// Levels of places, as the name of one follows them.
pub(super) const PLACE_LEVELS: [&str; 10] = [
    "tỉnh",
    "thành phố",
    "TP.",
    "huyện",
    "quận",
    "thị xã",
    "thị trấn",
    "xã",
    "phường",
    "đặc khu",
];

/// Words of an unknown name that have no capital.
const LEVELS: [&str; 16] = [
    "tỉnh",
    "thành",
    "phố",
    "huyện",
    "quận",
    "thị",
    "xã",
    "phường",
    "trấn",
    "đặc",
    "khu",
    "khóa",
    "khoá",
    "lần",
    "thứ",
    "Trung",
];

/// " tỉnh Hưng Yên", " thành phố Hà Nội" after a name.
fn place(rest: &str) -> usize {
    let mut end = 0;
    let mut level = false;
    for (start, word) in words(rest) {
        let bare = word.trim_end_matches([',', ';', '.', ')', ':']);
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        if LEVELS.contains(&bare) {
            level = true;
        } else if !(capital && (level || start <= 1 || end > 0)) {
            break;
        }
        end = start + bare.len();
        if bare.len() < word.len() {
            break;
        }
    }
    end
}

/// Words with their byte offsets; a newline or tab ends the name, and "V/v" opens what follows.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let line = text.split(['\n', '\t']).next().unwrap_or_default();
    line.split(' ')
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word))
        })
        .filter(|(_, word)| !word.is_empty())
        .take_while(|(_, word)| !matches!(*word, "V/v" | "v/v"))
}

#[cfg(test)]
mod tests {
    use super::end_of;
    use crate::authority::Authority;

    #[test]
    fn a_mention_ends_before_the_verb_though_its_first_word_has_no_marks() {
        for (text, wanted) in [
            (
                "UBND thành phố Hà Nội ban hành Kế hoạch",
                "UBND thành phố Hà Nội",
            ),
            ("UBND thành phố ban hành Kế hoạch", "UBND thành phố"),
            ("UBND huyện Mỏ Cày Nam ban hành", "UBND huyện Mỏ Cày Nam"),
            ("UBND huyện giao Phòng Nội vụ", "UBND huyện"),
            ("UBND xã An Bình theo dõi", "UBND xã An Bình"),
        ] {
            let end = end_of(text, 0, text.len(), Authority::bundled());
            assert_eq!(end.map(|end| &text[..end]), Some(wanted));
        }
    }
}
