//! With whom: what follows "phối hợp với", who stands before "phối hợp" in a clause of its own, and who is said to help in
//! brackets.

use super::super::super::agency::Agencies;
use super::super::super::words::{Class, Stretch};
use super::strings;

/// Everyone after "phối hợp với", save the owners themselves.
pub(super) fn coordinators(stretch: Stretch, owners: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    if !stretch.has(Class::Support) {
        return all;
    }
    for at in 0..stretch.tokens.len() {
        if stretch.class(at) != Some(Class::Support) || is_noun(stretch, at) {
            continue;
        }
        let next = at + 1 + usize::from(stretch.word(at + 1) == "với");
        let behind = stretch.agencies(next);
        let helping = || helping_before(stretch, at).filter(|_| !owners.is_empty());
        let Some(found) = behind.or_else(helping) else {
            continue;
        };
        for name in strings(stretch, &found.each) {
            if !all.contains(&name) && !owners.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

/// "Sở Y tế (chủ trì), Sở Nội vụ, Sở Tài chính (phối hợp)": who helps and who leads by what stands in brackets behind
/// each; between the two, who has none helps. `None` if nobody is said to help.
pub(super) fn by_brackets(
    stretch: Stretch,
    each: &[(usize, usize)],
) -> Option<(Vec<(usize, usize)>, Vec<(usize, usize)>)> {
    let part = |to: usize| match stretch.class(to) {
        Some(Class::Open) if stretch.class(to + 2) == Some(Class::Close) => stretch.class(to + 1),
        _ => None,
    };
    let has = |class: Class| each.iter().any(|(_, to)| part(*to) == Some(class));
    let leads = has(Class::Lead);
    has(Class::Support).then(|| {
        each.iter().partition(|(_, to)| match part(*to) {
            Some(Class::Support) => true,
            Some(Class::Lead) => false,
            _ => leads,
        })
    })
}

/// "Công an huyện chủ trì; Phòng Y tế phối hợp kiểm tra …", "Sở Xây dựng chủ trì, Sở Tài chính phối hợp lập …": who
/// stands before "phối hợp" in a clause of its own helps, and so does whom "đề nghị" asks to.
fn helping_before(stretch: Stretch, support: usize) -> Option<Agencies> {
    const LIST_TOKENS_MAX: usize = 40;
    if stretch.word(support) != "phối hợp" {
        return None;
    }
    let floor = support.saturating_sub(LIST_TOKENS_MAX);
    let opens = |at: &usize| {
        matches!(
            stretch.class(*at),
            Some(Class::Semicolon | Class::Comma | Class::Assign)
        )
    };
    (floor..support).filter(opens).find_map(|open| {
        stretch
            .agencies(open + 1)
            .filter(|found| found.end == support)
    })
}

/// "sự phối hợp", "công tác phối hợp với": a thing, not an order. "cùng" takes an agency only
/// after a subject or at the head.
pub(super) fn is_noun(stretch: Stretch, at: usize) -> bool {
    let before = stretch.word(at.wrapping_sub(1));
    if matches!(
        before,
        "sự" | "việc" | "chế" | "trình" | "tác" | "hoạt động"
    ) {
        return true;
    }
    let plain = matches!(stretch.word(at), "cùng" | "Cùng");
    plain
        && at > 0
        && !matches!(
            stretch.class(at + 1),
            Some(Class::Head | Class::Quantity | Class::Office | Class::Body)
        )
}
