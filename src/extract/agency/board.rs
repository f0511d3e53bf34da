//! Boards: what one was set up for is its name, in small letters and with verbs in it ("Ban Chỉ huy phòng, chống
//! thiên tai và tìm kiếm cứu nạn tỉnh"), as far as the level or the agency it belongs to.

use super::super::words::{Class, Stretch};

/// Tokens of the longest work a board is named by; "phòng, chống thiên tai, tìm kiếm cứu nạn và phòng thủ dân
/// sự" has 16.
const WORK_TOKENS_MAX: usize = 26;

const BOARDS: [&str; 16] = [
    "Ban Chỉ đạo",
    "Ban chỉ đạo",
    "BCĐ",
    "Ban Chỉ huy",
    "Ban chỉ huy",
    "BCH",
    "Ban Điều hành",
    "Ban điều hành",
    "Hội đồng",
    "Tổ công tác",
    "Tổ Công tác",
    "Tổ giúp việc",
    "Ban Tổ chức",
    "Ban tổ chức",
    "Ban Quản lý dự án",
    "Ban quản lý dự án",
];

/// What boards do, and are not called by.
const ACTS: [&str; 34] = [
    "kiểm tra",
    "giám sát",
    "đôn đốc",
    "theo dõi",
    "hướng dẫn",
    "tổng hợp",
    "báo cáo",
    "họp",
    "phân công",
    "ban hành",
    "tham mưu",
    "đánh giá",
    "chỉ đạo",
    "tổ chức",
    "trình",
    "xem xét",
    "chọn",
    "lựa chọn",
    "thông báo",
    "cử",
    "quyết định",
    "chấm điểm",
    "xét duyệt",
    "rà soát",
    "kiến nghị",
    "phê duyệt",
    "thẩm định",
    "đề xuất",
    "tiếp nhận",
    "công bố",
    "trao",
    "trao tặng",
    "tuyên truyền",
    "tiếp tục",
];

/// The token at which the work ends that names the board whose head is token `head`: a level, a place, "Trung
/// ương", "các cấp", or "của" before another agency. `None` where the words after the head are no name.
pub(super) fn end_of_work(stretch: Stretch, head: usize) -> Option<usize> {
    if !BOARDS.contains(&stretch.word(head)) || !opens_work(stretch, head + 1) {
        return None;
    }
    let last = stretch.tokens.len().min(head + WORK_TOKENS_MAX);
    let mut at = head + 2;
    while at < last {
        let Some(class) = stretch.class(at) else {
            return prevents(stretch, head + 1).then_some(at);
        };
        match class {
            Class::Level | Class::Place => return Some(at),
            Class::Modifier => {
                let whole = ["Trung ương", "các cấp"];
                return whole.contains(&stretch.word(at)).then_some(at);
            }
            Class::Small if stretch.word(at) == "của" => {
                let owner = stretch.class(at + 1)?;
                return matches!(owner, Class::Head | Class::Office).then_some(at);
            }
            Class::Small if is_nation(stretch, at) => return Some(at + 2),
            // "Ban Chỉ đạo phòng, chống dịch Covid-19 đôn đốc": what is prevented is all its name where no level follows.
            Class::Verb if prevents(stretch, head + 1) && !is_joined(stretch, at) => {
                return Some(at);
            }
            Class::Lead | Class::Duty | Class::Support | Class::Modal | Class::Colon
                if prevents(stretch, head + 1) =>
            {
                return Some(at);
            }
            // "Hội đồng bồi thường, giải phóng mặt bằng và UBND phường".
            Class::Comma | Class::And
                if stretch.word(head) == "Hội đồng"
                    && stretch.class(at + 1) == Some(Class::Head) =>
            {
                return Some(at);
            }
            Class::Preposition if stretch.word(at) == "về" => {}
            Class::Body if is_prevention(stretch, at) => {}
            Class::Small | Class::Name | Class::Verb | Class::Action | Class::Digits => {}
            Class::Comma | Class::And | Class::Dash => {}
            _ => return None,
        }
        at += 1;
    }
    None
}

fn is_act(stretch: Stretch, at: usize) -> bool {
    ACTS.contains(&stretch.word(at))
}

/// "… và xây dựng phong trào", "…, ứng phó sự cố": one work more.
fn is_joined(stretch: Stretch, at: usize) -> bool {
    matches!(stretch.class(at - 1), Some(Class::Comma | Class::And))
}

/// "phòng, chống", "phòng chống", "phòng ngừa".
fn prevents(stretch: Stretch, at: usize) -> bool {
    let word = stretch.word(at);
    is_prevention(stretch, at) || ["phòng, chống", "phòng chống", "phòng ngừa"].contains(&word)
}

fn opens_work(stretch: Stretch, at: usize) -> bool {
    let word = stretch.word(at);
    match stretch.class(at) {
        Some(Class::Verb) if word == "xây dựng" => stretch.word(at + 1) == "nông",
        Some(Class::Verb) => !is_act(stretch, at),
        // "Hội đồng phối hợp phổ biến, giáo dục pháp luật".
        Some(Class::Support) => {
            stretch.word(at - 1) == "Hội đồng" && word.eq_ignore_ascii_case("phối hợp")
        }
        Some(Class::Body) => is_prevention(stretch, at),
        // "Ban Chỉ đạo các chương trình mục tiêu quốc gia".
        Some(Class::Quantity) => stretch.word(at + 1).eq_ignore_ascii_case("chương"),
        Some(Class::Small | Class::Action) => true,
        _ => false,
    }
}

/// "phòng, chống": to prevent, not an office.
fn is_prevention(stretch: Stretch, at: usize) -> bool {
    let next = at + 1 + usize::from(stretch.class(at + 1) == Some(Class::Comma));
    let work = ["chống", "ngừa", "thủ", "cháy"];
    stretch.word(at).eq_ignore_ascii_case("phòng") && work.contains(&stretch.word(next))
}

/// "chuyển đổi số quốc gia".
fn is_nation(stretch: Stretch, at: usize) -> bool {
    stretch.word(at) == "quốc" && stretch.word(at + 1) == "gia"
}
