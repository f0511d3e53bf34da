//! Whom later words of a clause give the work to: an order behind the topic, a request behind its grounds, and what a
//! paper that is told of asks.

use super::super::super::any_of::opens_with;
use super::super::super::trace::Rule;
use super::super::super::words::{Class, Stretch};
use super::{Parties, SUBJECT_TOKENS_MAX, given, parties};

/// "Tăng cường công tác tuyên truyền. Giao Sở Tư pháp chủ trì …", "Xác minh tài sản …, giao Thanh
/// tra tỉnh …": later words name the owner.
pub(super) fn given_later(stretch: Stretch) -> Option<Parties> {
    if !stretch.has(Class::Assign) {
        return None;
    }
    let starts = (1..stretch.tokens.len()).filter(|&at| match stretch.class(at - 1) {
        Some(Class::Period) => stretch.class(at) == Some(Class::Assign),
        Some(Class::Comma | Class::Semicolon | Class::Colon) => {
            matches!(stretch.word(at), "giao" | "giao cho") || is_joined_order(stretch, at)
        }
        _ => false,
    });
    let given = starts.take(4).find_map(|at| {
        let found = stretch.agencies(at + 1)?;
        Some(Parties {
            by: Some(Rule::Ordered),
            ..parties(stretch, &found.each)
        })
    });
    given.or_else(|| asked_by_agency(stretch))
}

/// "Kinh phí mới được cấp một nửa. Vì vậy, đề nghị các xã …": the order of a later sentence behind the words that join it.
fn is_joined_order(stretch: Stretch, at: usize) -> bool {
    const JOINT_MAX: usize = 3;
    let joint = at.saturating_sub(JOINT_MAX + 2)..at - 1;
    let starts = |at: usize| stretch.class(at) == Some(Class::Period);
    stretch.class(at) == Some(Class::Assign)
        && stretch.class(at - 1) == Some(Class::Comma)
        && joint.into_iter().any(starts)
}

/// "Thực hiện nhiệm vụ …, Bộ Nội vụ đề nghị UBND các tỉnh báo cáo …": a request behind its grounds.
pub(super) fn asked_by_agency(stretch: Stretch) -> Option<Parties> {
    if !stretch.has(Class::Assign) {
        return None;
    }
    let end = stretch.tokens.len().min(SUBJECT_TOKENS_MAX);
    let sentence = (0..end).take_while(|&at| stretch.class(at) != Some(Class::Period));
    let mut starts = sentence.filter(|&at| stretch.class(at) == Some(Class::Comma));
    starts.find_map(|comma| {
        let asking = stretch.agencies(comma + 1).map(|found| found.end);
        let asking = asking.filter(|&end| stretch.class(end) == Some(Class::Assign));
        let request = asking.or_else(|| asked_by_code(stretch, comma + 1))?;
        let mut asked = given(stretch, request)?;
        let rest = (request + 1..end).take_while(|&at| stretch.class(at) != Some(Class::Period));
        let others = rest.filter_map(|at| asked_besides(stretch, at));
        for name in others.flatten() {
            if !asked.owners.contains(&name) {
                asked.owners.push(name);
            }
        }
        Some(asked)
    })
}

/// "Ngày 9/11, UBND tỉnh ban hành Công văn số 12/UBND-NN yêu cầu các sở …:": whom a paper asks, and not who signs it.
pub(super) fn asked_in_paper(stretch: Stretch) -> Option<Parties> {
    const PAPERS: [&str; 7] = [
        "văn bản",
        "công văn",
        "Công văn",
        "công điện",
        "Công điện",
        "Chỉ thị",
        "chỉ thị",
    ];
    let end = stretch.tokens.len().min(SUBJECT_TOKENS_MAX);
    let request = (1..end).find(|&at| stretch.class(at) == Some(Class::Assign))?;
    let mut before = (1..request).map(|at| stretch.slice(at, request));
    let is_paper = before.any(|said| opens_with(said, &PAPERS));
    is_paper.then(|| given(stretch, request)).flatten()
}

/// "…; yêu cầu các đơn vị trực thuộc thực hiện": whom else the same sentence asks.
fn asked_besides(stretch: Stretch, at: usize) -> Option<Vec<String>> {
    let goes_on = matches!(
        stretch.class(at.checked_sub(1)?),
        Some(Class::Semicolon | Class::Comma | Class::And)
    );
    let is_request = goes_on && stretch.class(at) == Some(Class::Assign);
    let asked = is_request.then(|| given(stretch, at)).flatten()?;
    Some(asked.owners)
}

/// "…, SGDĐT yêu cầu các trường …": whoever is known by the letters of its symbol alone.
fn asked_by_code(stretch: Stretch, at: usize) -> Option<usize> {
    const LETTERS_MIN: usize = 3;
    let code = stretch.word(at);
    let is_code = LETTERS_MIN <= code.chars().count() && !code.chars().any(char::is_lowercase);
    (is_code && stretch.class(at + 1) == Some(Class::Assign)).then_some(at + 1)
}
