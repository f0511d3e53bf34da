//! What makes an agency the subject of a clause: the verb, the order or the duty behind it, near or past an aside, and not
//! what it is, has or did.

use super::super::super::agency::Agencies;
use super::super::super::words::{Class, Stretch};
use super::super::heading::is_part_played;
use super::{Parties, given, parties};

/// Tokens between an agency and the "có trách nhiệm" that makes it the subject.
const DUTY_TOKENS_MAX: usize = 40;

pub(super) fn subject_at(stretch: Stretch, at: usize) -> Option<Parties> {
    let word = stretch.word(at);
    match stretch.class(at)? {
        Class::Assign => given(stretch, at),
        // "Hàng năm Phòng Tài chính lập báo cáo …".
        Class::Modal => acting(stretch, at + 1),
        Class::Preposition if word.eq_ignore_ascii_case("đối với") || word == "Đối với" => {
            told_apart(stretch, at + 1).or_else(|| acting(stretch, at + 1))
        }
        _ => acting(stretch, at),
    }
}

/// "Đối với các xã chưa hoàn thành thì khẩn trương …": which of them, then what they must do.
fn told_apart(stretch: Stretch, at: usize) -> Option<Parties> {
    const CLAUSE_MAX: usize = 24;
    let found = stretch.agencies(at)?;
    let clause = found.end..stretch.tokens.len().min(found.end + CLAUSE_MAX);
    let mut clause = clause.take_while(|&at| stretch.class(at) != Some(Class::Period));
    let then = clause.find(|&at| stretch.word(at) == "thì")?;
    let acts = matches!(
        stretch.class(then + 1),
        Some(Class::Verb | Class::Modal | Class::Lead | Class::Support)
    );
    acts.then(|| parties(stretch, &found.each))
}

/// An agency and what makes it the subject.
fn acting(stretch: Stretch, at: usize) -> Option<Parties> {
    let found = stretch.agencies(at)?;
    let end = found.end;
    let class = stretch.class(end)?;
    // "Đơn vị nào chậm trễ sẽ bị xem xét trách nhiệm": whichever it may be is nobody.
    if (at..=end).any(|at| stretch.word(at) == "nào") {
        return None;
    }
    let owned = || parties(stretch, &found.each);
    match class {
        // "Hiệp hội đề nghị được gia hạn": for itself.
        Class::Assign if stretch.word(end + 1) == "được" => Some(Parties {
            is_narrative: true,
            ..Parties::default()
        }),
        // "Văn phòng mời đại biểu".
        Class::Assign
            if stretch.word(end) == "mời"
                && stretch.agencies(end + 1).is_none()
                && stretch.class(end + 1) != Some(Class::Colon) =>
        {
            Some(owned())
        }
        // "UBND tỉnh giao: Sở Nội vụ theo dõi; …".
        Class::Assign if stretch.class(end + 1) == Some(Class::Colon) => {
            given(stretch, end + 1).or_else(|| Some(owned()))
        }
        // "Sở Nông nghiệp phân công cán bộ bám đồng ruộng": people of its own.
        Class::Assign => given(stretch, end).or_else(|| {
            let own = stretch.word(end) == "phân công" || stretch.agencies(end + 2).is_some();
            own.then(owned)
        }),
        // "Sở cũng yêu cầu các đơn vị gửi báo cáo".
        Class::Modal
            if stretch.word(end) == "cũng" && stretch.class(end + 1) == Some(Class::Assign) =>
        {
            given(stretch, end + 1).or_else(|| Some(owned()))
        }
        Class::Past => Some(Parties {
            is_narrative: true,
            ..Parties::default()
        }),
        // "Cán bộ, công chức phải là người hướng dẫn": how they should be.
        Class::Modal if stretch.word(end) == "phải" && stretch.word(end + 1) == "là" => None,
        // "Bệnh viện là đơn vị sự nghiệp", "Trưởng thôn được hưởng phụ cấp": what they are and may have, unless it goes on.
        Class::Modal if matches!(stretch.word(end), "là" | "được") => {
            acts_later(stretch, end).then(owned)
        }
        Class::Verb | Class::Duty | Class::Lead | Class::Support | Class::Modal | Class::Small => {
            Some(owned())
        }
        Class::Office if stretch.word(end) == "lãnh đạo" => Some(owned()),
        Class::Comma if matches!(stretch.class(end + 1), Some(Class::Assign)) => {
            given(stretch, end + 1)
        }
        Class::Comma
            if matches!(
                stretch.class(end + 1),
                Some(Class::Lead | Class::Duty | Class::Support)
            ) =>
        {
            Some(owned())
        }
        _ if at == 0 && unknown_verb(stretch, &found).is_some() => {
            let (from, _) = *found.each.last()?;
            let end = unknown_verb(stretch, &found)?;
            let mut each = found.each.clone();
            *each.last_mut()? = (from, end);
            Some(parties(stretch, &each))
        }
        Class::Preposition if stretch.word(end) == "thông qua" => Some(owned()),
        Class::Comma if at == 0 && goes_on_unknown(stretch, end, found.each.len()) => Some(owned()),
        Class::Dash if acts_behind_dashes(stretch, end) => Some(owned()),
        Class::Comma | Class::Preposition if has_duty(stretch, end) => Some(owned()),
        _ => None,
    }
}

/// "…, có trách nhiệm lập kế hoạch", "…, tham mưu …": a duty further on in the sentence.
fn acts_later(stretch: Stretch, from: usize) -> bool {
    let to = stretch.tokens.len().min(from + DUTY_TOKENS_MAX);
    let mut sentence = (from..to).take_while(|&at| stretch.class(at) != Some(Class::Period));
    sentence.any(|at| match stretch.class(at) {
        Some(Class::Duty | Class::Lead | Class::Support) => true,
        Some(Class::Comma | Class::Semicolon) => stretch.class(at + 1) == Some(Class::Verb),
        _ => false,
    })
}

/// "Báo Cần Thơ vinh danh điển hình trên trang nhất": small words after a name that no name needs
/// are a verb nobody listed. A name keeps the one small word that completes its last syllable
/// pair.
fn unknown_verb(stretch: Stretch, found: &Agencies) -> Option<usize> {
    let &(from, to) = found.each.last()?;
    if found.end != to {
        return None;
    }
    let last = (from..to)
        .rev()
        .find(|&at| completes_name(stretch, at, from))?;
    let before = last.checked_sub(1).and_then(|at| stretch.class(at));
    let pair = !matches!(before, Some(Class::Name | Class::Place))
        && stretch.class(last) == Some(Class::Name);
    let end = last + 1 + usize::from(pair);
    let is_small = |at: usize| stretch.class(at) == Some(Class::Small);
    (end + 2 <= to && (end..to).all(is_small)).then_some(end)
}

/// A name, a level, or what is one by itself: "Đoàn Thanh niên", "các cơ quan, đơn vị".
fn completes_name(stretch: Stretch, at: usize, from: usize) -> bool {
    match stretch.class(at) {
        Some(Class::Name | Class::Place | Class::Level) => from < at,
        // "Thanh tra" is what is done, too.
        Some(Class::Head) => stretch.word(at).contains(' ') && stretch.word(at) != "Thanh tra",
        Some(Class::Body) => matches!(
            stretch.word(at),
            "đơn vị" | "cơ quan" | "địa phương" | "cơ quan, đơn vị"
        ),
        _ => false,
    }
}

/// "Công an xã, Trạm Y tế xã, già làng tuyên truyền": a list whose last one nobody knows. Those that are known
/// must do it too.
fn goes_on_unknown(stretch: Stretch, comma: usize, listed: usize) -> bool {
    const UNKNOWN_MAX: usize = 5;
    let from = comma + 1;
    let last = stretch.tokens.len().min(from + UNKNOWN_MAX + 1);
    let verb = (from..last).find(|&at| stretch.class(at) != Some(Class::Small));
    let is_verb = verb.is_some_and(|at| from < at && stretch.class(at) == Some(Class::Verb));
    2 <= listed && is_verb
}

/// "Sở Nội vụ - cơ quan thường trực Ban Chỉ đạo - có trách nhiệm …": what stands between two dashes says who the agency is.
fn acts_behind_dashes(stretch: Stretch, dash: usize) -> bool {
    const ASIDE_MAX: usize = 14;
    let aside = dash + 1..stretch.tokens.len().min(dash + ASIDE_MAX);
    let mut aside = aside.take_while(|&at| stretch.class(at) != Some(Class::Period));
    let close = aside.find(|&at| stretch.class(at) == Some(Class::Dash));
    close.is_some_and(|close| {
        let next = stretch.class(close + 1);
        is_part_played(stretch, dash + 1, close)
            && matches!(
                next,
                Some(Class::Verb | Class::Duty | Class::Lead | Class::Modal)
            )
    })
}

/// "Các cơ quan, trong phạm vi nhiệm vụ của mình, có trách nhiệm …".
fn has_duty(stretch: Stretch, from: usize) -> bool {
    let opens = matches!(
        stretch.class(if stretch.class(from) == Some(Class::Comma) {
            from + 1
        } else {
            from
        }),
        Some(Class::Preposition | Class::Modal)
    );
    let to = stretch.tokens.len().min(from + DUTY_TOKENS_MAX);
    let end = (from..to)
        .find(|&at| stretch.class(at) == Some(Class::Period))
        .unwrap_or(to);
    // "…, căn cứ nhiệm vụ được giao, xây dựng kế hoạch …", "…, khẩn trương kiểm tra": the verb behind the aside.
    let acts = |at: usize| {
        let next = at + 1 + usize::from(stretch.class(at + 1) == Some(Class::Modal));
        stretch.class(at) == Some(Class::Comma)
            && stretch.class(next) == Some(Class::Verb)
            && !matches!(stretch.word(at + 1), "được" | "sẽ" | "có")
    };
    let is_aside = stretch.class(from) == Some(Class::Comma);
    opens
        && (from..end).any(|at| {
            matches!(stretch.class(at), Some(Class::Duty | Class::Lead))
                || matches!(stretch.word(at), "phải" | "cần")
                || is_aside && acts(at)
        })
}
