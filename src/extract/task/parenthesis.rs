//! The parenthesis that ends a line and says whose work it is: "(Sở Tư pháp chủ trì; hoàn thành trước 30/4)".

use std::sync::LazyLock;

use super::super::any_of::{AnyOf, opens_with, without_opening};
use super::super::words::{Class, Stretch, Words};
use super::cell;
use super::parties::Parties;
use crate::extract::trace::Rule;

/// Bytes of a parenthesis that hands out work: two agencies and a day.
const LEN_MAX: usize = 240;

/// What an agency in such a parenthesis does.
const DOERS: [&str; 8] = [
    " chủ trì",
    " thực hiện",
    " chịu trách nhiệm",
    " phụ trách",
    " làm đầu mối",
    " là đầu mối",
    " tham mưu",
    " chuẩn bị",
];

static ANY_DOER: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(&DOERS));

/// What a line says before its last parenthesis, and in it. Only when the work is done may stand behind: "(Phòng Hành
/// chính), hoàn thành tháng 3".
pub(super) fn last(line: &str) -> Option<(&str, &str)> {
    let (whole, behind) = line.rsplit_once(')')?;
    let behind = behind.trim_matches(['.', ';', ':', ',', ' ']);
    let (before, inner) = whole.rsplit_once('(')?;
    let is_last = behind.is_empty() || behind.len() <= WHEN_MAX && opens_with(behind, &WHEN);
    (is_last && inner.len() <= LEN_MAX).then_some((before.trim_end(), inner))
}

/// How the time begins that stands behind a parenthesis, and the bytes of the longest.
const WHEN: [&str; 6] = [
    "hoàn thành ",
    "xong ",
    "trước ",
    "trong ",
    "chậm nhất ",
    "thời gian ",
];
const WHEN_MAX: usize = 60;

/// What a line says before its last "do", and behind it, if that says who does it: "Nhiệm vụ do Sở Nội vụ chủ trì".
pub(super) fn passive(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end_matches(['.', ';', ':', ' ']);
    let is_told = DOERS.iter().any(|verb| line.ends_with(verb));
    is_told.then(|| line.rsplit_once(" do ")).flatten()
}

/// Who does it, told by a verb: "Sở Tư pháp chủ trì, Sở Nội vụ phối hợp".
pub(super) fn doers(inner: &str, words: &mut Words) -> Option<Parties> {
    let at = ANY_DOER.first_in(inner)?;
    // "(hoàn thành trước ngày 30/6/2023; Phòng Nội vụ chủ trì)": after what else it says.
    let said = inner[..at].rsplit(';').next()?.trim();
    let said = without_order(said.strip_prefix("do ").unwrap_or(said));
    if !is_agencies(words.read(said)) {
        return None;
    }
    let coordinators = supporting(inner).map(|names| cell::of_cell(names, words).owners);
    Some(Parties {
        owners: cell::of_cell(said, words).owners,
        coordinators: coordinators.unwrap_or_default(),
        by: Some(Rule::OwnerLabel),
        ..Parties::default()
    })
}

/// Whose work a line is: "(Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ)", "(Công an tỉnh)", "(Sở Y tế, Sở Xây dựng, theo
/// lĩnh vực)".
pub(super) fn named(before: &str, inner: &str, words: &mut Words) -> Option<Parties> {
    if let Some(found) = doers(inner, words) {
        return Some(found);
    }
    // "(Công an tỉnh, Sở Y tế phối hợp)": who helps, and not who does it.
    if let Some(helpers) = inner.strip_suffix(" phối hợp") {
        let is_named = is_agencies(words.read(helpers)) && helpers.starts_with(char::is_uppercase);
        return is_named.then(|| Parties {
            coordinators: cell::of_cell(helpers, words).owners,
            ..Parties::default()
        });
    }
    let named = ["theo lĩnh vực", "theo chức năng", "theo phạm vi quản lý"]
        .iter()
        .find_map(|each| inner.strip_suffix(each));
    let named = without_order(named.unwrap_or(inner)).trim_end_matches([' ', ',', '-']);
    let is_named = is_agencies(words.read(named)) && named.starts_with(char::is_uppercase);
    // "gửi về cơ quan thường trực (Sở Nội vụ)", "Ủy ban nhân dân tỉnh (UBND tỉnh)": the same agency once more.
    if !is_named || says_who(words.read(before)) {
        return None;
    }
    Some(Parties {
        owners: cell::of_cell(named, words).owners,
        by: Some(Rule::OwnerLabel),
        ..Parties::default()
    })
}

/// "Giao Công an tỉnh" names whom "Công an tỉnh" does.
fn without_order(said: &str) -> &str {
    let orders = ["Giao cho ", "giao cho ", "Giao ", "giao "];
    without_opening(said, &orders).unwrap_or(said)
}

/// Nothing but agencies.
fn is_agencies(stretch: Stretch) -> bool {
    let found = stretch.agencies(0);
    found.is_some_and(|found| found.end == stretch.tokens.len())
}

/// True if words speak of an agency.
fn says_who(stretch: Stretch) -> bool {
    let speaks = |class| matches!(class, Class::Head | Class::Body | Class::Office);
    stretch.tokens.iter().any(|token| speaks(token.class))
}

/// "Trung tâm Chuyển đổi số chủ trì, Phòng Nội vụ phối hợp": who stands between the doer's verb and "phối hợp".
fn supporting(inner: &str) -> Option<&str> {
    let said = inner.split(';').find(|said| ANY_DOER.is_in(said))?;
    let (verb, at) = DOERS
        .iter()
        .filter_map(|verb| Some((verb, said.find(verb)?)))
        .min_by_key(|(_, at)| *at)?;
    let rest = said[at + verb.len()..]
        .trim_end()
        .strip_suffix(" phối hợp")?;
    let names = rest.trim_start_matches([',', ' ']);
    let names = names.strip_prefix("và ").unwrap_or(names);
    (names.len() < rest.len() && !names.is_empty()).then_some(names)
}
