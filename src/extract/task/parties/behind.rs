//! Who does it told behind what is to be done: "Rà soát thủ tục. Thanh tra Sở chủ trì.", and who else acts behind a
//! semicolon.

use super::super::super::words::{Class, Stretch};
use super::{Parties, parties, strings};

/// Whoever is told to do it at the end, or behind the topic.
pub(super) fn doer(stretch: Stretch) -> Option<Parties> {
    doer_at_end(stretch).or_else(|| behind_topic(stretch))
}

/// "Ban Chỉ huy Quân sự xã tuyển quân; Công an xã tuần tra", "…; Hạt Kiểm lâm: kiểm tra rừng": whoever acts behind a
/// semicolon.
pub(super) fn acting_besides(stretch: Stretch) -> Vec<String> {
    if !stretch.has(Class::Semicolon) {
        return Vec::new();
    }
    let is_open = |at: &usize| stretch.class(at - 1) == Some(Class::Semicolon);
    let clauses = (1..stretch.tokens.len()).filter(is_open);
    // "những xã giải ngân dưới 20%" are nobody by name.
    let is_named = |at: &usize| {
        stretch.class(*at) != Some(Class::Quantity) || stretch.word(*at).eq_ignore_ascii_case("các")
    };
    let acting = clauses.filter(is_named).filter_map(|at| {
        let found = stretch.agencies(at)?;
        let acts = matches!(
            stretch.class(found.end)?,
            Class::Verb | Class::Lead | Class::Duty | Class::Modal | Class::Colon
        ) || stretch.word(found.end) == "lãnh đạo";
        acts.then(|| strings(stretch, &found.each))
    });
    acting.flatten().collect()
}

/// "Mua sắm máy tính: Văn phòng Sở thực hiện trong tháng 5.", "Rà soát thủ tục. Thanh tra Sở chủ trì.", "Trồng cây; Sở Xây
/// dựng chủ trì", "Tổ chức hội nghị do Sở Nội vụ chủ trì": who does it is told after what is to be done.
fn doer_at_end(stretch: Stretch) -> Option<Parties> {
    const STARTS_MAX: usize = 8;
    let inner = |at: usize| {
        matches!(
            stretch.class(at - 1),
            Some(Class::Comma | Class::Semicolon | Class::By)
        )
    };
    let starts = (1..stretch.tokens.len()).filter(|&at| {
        let opens = matches!(
            stretch.class(at - 1),
            Some(Class::Colon | Class::Period | Class::Dash)
        );
        opens || inner(at)
    });
    starts.take(STARTS_MAX).find_map(|at| {
        let found = stretch.agencies(at)?;
        let does = stretch.class(found.end) == Some(Class::Lead)
            || !inner(at)
                && matches!(
                    stretch.word(found.end),
                    "thực hiện" | "phụ trách" | "đảm nhiệm"
                );
        let next = stretch.class(found.end + 1);
        let ends = matches!(
            next,
            None | Some(Class::Period | Class::Semicolon | Class::Comma | Class::Preposition)
        );
        // "Rà soát hộ nghèo: Sở Y tế (chủ trì), Sở Nội vụ (phối hợp)".
        let leads = |&(_, to): &(usize, usize)| {
            stretch.class(to) == Some(Class::Open) && stretch.class(to + 1) == Some(Class::Lead)
        };
        (does && ends || found.each.iter().any(leads)).then(|| parties(stretch, &found.each))
    })
}

/// "Công khai, minh bạch: Phòng Tài chính hướng dẫn các đơn vị …": what it is about, then an agency that acts.
fn behind_topic(stretch: Stretch) -> Option<Parties> {
    /// Tokens of the longest topic, which may cite: "Cải tạo chung cư cũ theo Nghị định số …: Sở Xây dựng tham mưu …".
    const TOPIC_MAX: usize = 48;
    let last = stretch.tokens.len().min(TOPIC_MAX);
    let colon = (1..last).find(|&at| stretch.class(at) == Some(Class::Colon))?;
    let found = stretch.agencies(colon + 1)?;
    let acts = matches!(
        stretch.class(found.end),
        Some(Class::Verb | Class::Lead | Class::Duty)
    );
    let is_named = stretch.class(colon + 1) == Some(Class::Head);
    (acts && is_named).then(|| parties(stretch, &found.each))
}
