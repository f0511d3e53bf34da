//! Labels before a colon in running text: "(Chủ trì: …; thời gian: …)".

use std::sync::LazyLock;

use crate::text::{is_letter, lower_case, small_letter};

/// Bytes of the longest label, with a blank for each of its words.
const LABEL_MAX: usize = 96;

const DASH: &str = "–";

/// What a label may begin with, before what is done: "Cơ quan chủ trì".
const ACTORS: [&str; 4] = ["cơ quan", "đơn vị", "bộ phận", "người"];

/// What somebody does.
const ACTS: [&str; 7] = [
    "chủ trì",
    "phối hợp",
    "thực hiện",
    "đầu mối",
    "tham mưu",
    "chịu trách nhiệm",
    "trách nhiệm",
];

/// What may follow that.
const ACTS_ON: [&str; 8] = [
    ", phối hợp",
    ", thực hiện",
    " và phối hợp",
    " thực hiện",
    " chính",
    " tham mưu",
    " tổ chức",
    " triển khai",
];

/// Other labels, each with what may follow it.
const LABELS: &[(&str, &[&str])] = &[
    ("phân công", &[" thực hiện"]),
    ("phụ trách", &[]),
    ("thời hạn", &[" hoàn thành", " ban hành"]),
    ("tiến độ", &[" thực hiện"]),
    ("hoàn thành", &[]),
    ("lộ trình", &[]),
    ("hạn hoàn thành", &[]),
    ("thời kỳ kiểm tra", &[]),
    ("thời kỳ thanh tra", &[]),
    ("thời kỳ giám sát", &[]),
    ("mốc kiểm tra", &[]),
    ("mốc thanh tra", &[]),
    ("mốc giám sát", &[]),
    ("sản phẩm", &[" đầu ra", " dự kiến"]),
    ("kết quả", &[" đầu ra", " dự kiến"]),
    ("địa điểm", &[" tổ chức", " thực hiện"]),
    ("thành phần", &[" tham dự", " tham gia"]),
    ("đối tượng", &[" tham gia"]),
    ("kinh phí", &[" thực hiện"]),
    ("nguồn kinh phí", &[]),
    ("số lượng", &[]),
    ("quy mô", &[]),
    ("hình thức", &[" thực hiện", " tổ chức"]),
    ("mục tiêu", &[]),
    ("yêu cầu", &[]),
    ("ghi chú", &[]),
];

/// Labels of time, which some words may follow: "thời gian tổ chức thi".
const TIMES: [&str; 2] = ["mốc thời gian", "thời gian"];
const TIME_WORDS_MAX: usize = 3;

/// Where the label that ends at `colon` starts, and the mark before it; no part of it stands before byte `past`. Of
/// several the longest.
pub(super) fn before(text: &str, past: usize, colon: usize) -> Option<(usize, usize)> {
    let floor = text.ceil_char_boundary(past.max(colon.saturating_sub(LABEL_MAX)));
    let written = text[floor..colon].trim_end_matches([' ', '\n', '\t']);
    if !may_end_label(written) {
        return None;
    }
    let whole = (floor == 0).then_some((0, 0));
    let marks = written.bytes().enumerate().filter_map(|(at, byte)| {
        let past = match byte {
            b'(' | b';' | b'.' | b',' | b'-' => at + 1,
            0xE2 if written[at..].starts_with(DASH) => at + DASH.len(),
            _ => return None,
        };
        let rest = written[past..].trim_start_matches([' ', '\n', '\t']);
        let start = written.len() - rest.len();
        // A hyphen is a mark where a blank follows.
        (byte != b'-' || past < start).then_some((at, start))
    });
    let mut places = whole.into_iter().chain(marks);
    let (lead, start) = places.find(|(_, start)| is_label(&lower_case(&written[*start..])))?;
    Some((floor + lead, floor + start))
}

/// The last words of labels, save those of [`TIMES`].
static LAST_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let others = LABELS
        .iter()
        .flat_map(|(label, more)| more.iter().chain([label]));
    let labels = ACTS.iter().chain(&ACTS_ON).chain(others);
    let mut words: Vec<&str> = labels
        .filter_map(|label| label.rsplit(' ').next())
        .collect();
    words.sort_unstable();
    words.dedup();
    words
});

/// True if a label may end with `written`, by its last word: most colons stand behind another.
fn may_end_label(written: &str) -> bool {
    let is_word = |word: &str, small: &str| {
        word.len() == small.len() && word.chars().map(small_letter).eq(small.chars())
    };
    let last = last_word(written);
    LAST_WORDS.iter().any(|small| is_word(last, small))
        || std::iter::successors(Some(written), |rest| before_last_word(rest))
            .take(TIME_WORDS_MAX + 1)
            .any(|rest| is_word(last_word(rest), "gian"))
}

fn last_word(text: &str) -> &str {
    let blank = text.bytes().rposition(|byte| byte == b' ');
    &text[blank.map_or(0, |blank| blank + 1)..]
}

fn before_last_word(text: &str) -> Option<&str> {
    let blank = text.bytes().rposition(|byte| byte == b' ')?;
    Some(&text[..blank])
}

fn is_label(lower: &str) -> bool {
    is_of_act(lower) || is_of_time(lower) || {
        let label = LABELS.iter().find(|(label, _)| lower.starts_with(label));
        label.is_some_and(|(label, more)| {
            let rest = &lower[label.len()..];
            rest.is_empty() || more.contains(&rest)
        })
    }
}

/// "cơ quan, đơn vị chủ trì thực hiện".
fn is_of_act(lower: &str) -> bool {
    let rest = ACTORS.iter().find_map(|actor| lower.strip_prefix(actor));
    let rest = rest.unwrap_or(lower);
    let rest = rest.strip_prefix(", đơn vị").unwrap_or(rest);
    let rest = rest.trim_start_matches([' ', '\n', '\t']);
    let mut acts = ACTS.iter().filter_map(|act| rest.strip_prefix(act));
    acts.any(|rest| rest.is_empty() || ACTS_ON.contains(&rest))
}

fn is_of_time(lower: &str) -> bool {
    let Some(rest) = TIMES.iter().find_map(|time| lower.strip_prefix(time)) else {
        return false;
    };
    let is_word = |word: &str| !word.is_empty() && word.chars().all(is_letter);
    let mut words = rest.split(' ');
    words.next() == Some("") && words.clone().count() <= TIME_WORDS_MAX && words.all(is_word)
}

#[cfg(test)]
mod tests {
    use super::before;

    #[track_caller]
    fn check(text: &str, label: &str) {
        let colon = text.rfind(':').unwrap();
        let found = before(text, 0, colon).map(|(_, start)| text[start..colon].trim_end());
        assert_eq!(found.unwrap_or_default(), label, "{text}");
    }

    #[test]
    fn a_label_stands_between_a_mark_and_its_colon() {
        check("CHỦ TRÌ: Sở Nội vụ", "CHỦ TRÌ");
        check(
            "Trồng cây (Cơ quan, đơn vị chủ trì thực hiện : ",
            "Cơ quan, đơn vị chủ trì thực hiện",
        );
        check("Sửa cầu. Thời gian tổ chức thi: ", "Thời gian tổ chức thi");
        check("Sửa cầu - Sản phẩm đầu ra: báo cáo", "Sản phẩm đầu ra");
        check("Sửa cầu -Chủ trì: ", "");
        check("Sở Nội vụ chủ trì: ", "");
        check("Thời gian mở cửa của các chợ: ", "");
        check("Kinh phí, kết quả thực: ", "");
    }
}
