//! What a table header or a label before a colon names: the work, who does it, with whom, until
//! when, what comes out.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::any_of::{opens_with, without_opening};
use super::super::section::collapse;
use super::label;
use crate::text::{QuickHash, is_alphanumeric, lower_case, small_letter};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Counter,
    Task,
    /// A group or a goal the work serves: its cells name no work of their own where a task column
    /// stands beside it.
    Group,
    Kpi,
    Owner,
    Coordinator,
    /// "Phân công, thời gian": whoever and whenever in one column.
    OwnerAndDeadline,
    Deadline,
    Product,
    Budget,
    Other,
}

/// Words a header or label starts with or holds, the first that fits wins. Table headers seen in
/// plans of 2004–2026.
const STARTS: &[(Field, &[&str])] = &[
    (Field::Counter, &["stt", "tt", "số tt", "#"]),
    (
        Field::Coordinator,
        &[
            "cơ quan phối hợp",
            "đơn vị phối hợp",
            "cq phối hợp",
            "đv phối hợp",
            "cơ quan, đơn vị phối hợp",
            "đơn vị, cá nhân phối hợp",
            "bộ phận phối hợp",
            "phối hợp",
            "các đơn vị liên quan",
            "người phối hợp",
            "đơn vị tham gia",
        ],
    ),
    (
        Field::OwnerAndDeadline,
        &[
            "phân công, thời gian",
            "phân công và thời gian",
            "phân công, tiến độ",
            "đơn vị, thời gian",
            "thời gian, đơn vị",
        ],
    ),
    (
        Field::Owner,
        &[
            "cơ quan chủ trì",
            "đơn vị chủ trì",
            "cq chủ trì",
            "đv chủ trì",
            "cq thực hiện",
            "đv thực hiện",
            "cơ quan phụ trách",
            "đơn vị phụ trách",
            "cơ quan soạn thảo",
            "đơn vị soạn thảo",
            "cơ quan được giao",
            "đơn vị được giao",
            "cơ quan được phân công",
            "đơn vị được phân công",
            "cơ quan triển khai",
            "đơn vị triển khai",
            "cơ quan, đơn vị",
            "cơ quan thực hiện",
            "đơn vị thực hiện",
            "chủ trì",
            "đơn vị chịu trách nhiệm",
            "cơ quan chịu trách nhiệm",
            "người chịu trách nhiệm",
            "chịu trách nhiệm",
            "cơ quan tham mưu",
            "đơn vị tham mưu",
            "tham mưu",
            "bộ phận",
            "người",
            "phân công",
            "phụ trách",
            "trách nhiệm",
            "đơn vị đầu mối",
            "đầu mối",
            "cá nhân",
            "đơn vị tổ chức",
            "tổ chức, cá nhân",
            "thực hiện",
            "phòng, đơn vị",
            "cán bộ",
            "đơn vị, cá nhân",
            "chuyên viên",
            "chức vụ",
            "phòng chủ trì",
            "địa phương thực hiện",
        ],
    ),
    (
        Field::Deadline,
        &[
            "thời gian",
            "thời hạn",
            "tiến độ",
            "lộ trình",
            "mốc thời gian",
            "thời điểm",
            "kỳ báo cáo",
            "bắt đầu",
            "kết thúc",
            "hoàn thành",
            "ngày hoàn thành",
            "dự kiến hoàn thành",
            "hạn hoàn thành",
            "dự kiến thời gian",
        ],
    ),
    (
        Field::Product,
        &[
            "sản phẩm",
            "kết quả",
            "hình thức văn bản",
            "dự kiến sản phẩm",
            "đầu ra",
            "dự kiến kết quả",
        ],
    ),
    (
        Field::Budget,
        &[
            "kinh phí",
            "dự kiến kinh phí",
            "nguồn kinh phí",
            "nguồn lực",
            "nguồn vốn",
            "dự toán",
        ],
    ),
    (
        Field::Kpi,
        &[
            "chỉ tiêu",
            "chỉ số",
            "tiêu chí",
            "đơn vị tính",
            "đvt",
            "kế hoạch năm",
            "điểm",
            "nội dung thành phần",
        ],
    ),
    (
        Field::Group,
        &[
            "mục tiêu",
            "lĩnh vực",
            "nhóm nhiệm vụ",
            "nhóm",
            "trục nội dung",
            "chuyên đề",
        ],
    ),
    (
        Field::Task,
        &[
            "nội dung",
            "nhiệm vụ",
            "công việc",
            "tên nhiệm vụ",
            "hoạt động",
            "tên hoạt động",
            "giải pháp",
            "tên công việc",
            "việc",
            "các nhiệm vụ",
            "các nội dung",
            "đầu việc",
            "biện pháp",
            "tên lớp",
            "tên khóa",
            "tên hội nghị",
            "tên cuộc",
            "tên sự kiện",
            "tên đề án",
            "tên văn bản",
            "các bước",
        ],
    ),
    (
        Field::Other,
        &[
            "ghi chú",
            "thời kỳ",
            "mốc kiểm tra",
            "mốc giám sát",
            "mốc thanh tra",
            "căn cứ",
            "cấp trình",
            "cấp phê duyệt",
            "lãnh đạo",
            "địa điểm",
            "thành phần",
            "số lượng",
            "quy mô",
            "hình thức",
            "phương pháp",
            "đối tượng",
            "cơ quan ban hành",
            "thẩm quyền",
            "tài liệu",
        ],
    ),
];

/// Bytes of the longest header; a longer cell is text.
const HEADER_MAX: usize = 120;

type Starts = HashMap<[char; 3], Vec<(Field, &'static str)>, QuickHash>;

/// The words of [`STARTS`] in their order by the first letters of each.
static BY_FIRST_LETTERS: LazyLock<Starts> = LazyLock::new(|| {
    let mut starts = Starts::default();
    let words = STARTS
        .iter()
        .flat_map(|(field, words)| words.iter().map(|words| (*field, *words)));
    for (field, words) in words {
        let alike = starts.entry(first_letters(words)).or_default();
        alike.push((field, words));
    }
    starts
});

/// The first letters in small ones; of a shorter word blanks behind it.
fn first_letters(header: &str) -> [char; 3] {
    let mut letters = header.chars().take_while(|c| is_alphanumeric(*c));
    std::array::from_fn(|_| letters.next().map_or(' ', small_letter))
}

/// The field a header names; a slash in it is a comma: "Đơn vị/ cá nhân phụ trách".
pub(super) fn of_header(header: &str) -> Option<Field> {
    let has_slash = header.len() <= HEADER_MAX && header.contains('/');
    of_plain_header(header).or_else(|| {
        let header = has_slash.then(|| collapse(&header.replace('/', ", ")))?;
        of_plain_header(&header.replace(" , ", ", "))
    })
}

fn of_plain_header(header: &str) -> Option<Field> {
    let header = header.trim_matches(|c: char| !is_alphanumeric(c) && c != '#');
    let alike = BY_FIRST_LETTERS.get(&first_letters(header))?;
    let &(field, _) = alike.iter().find(|(_, words)| opens(header, words))?;
    if header.len() > HEADER_MAX && collapse(header).len() > HEADER_MAX {
        return None;
    }
    let says = |words: &str| collapse(&lower_case(header)).contains(words);
    Some(match field {
        Field::Owner if says("thời gian") => Field::OwnerAndDeadline,
        Field::Task if says("thành phần") => Field::Kpi,
        // "Mốc thời gian kiểm tra: từ năm 2022 đến năm 2023": the period that is looked at.
        Field::Deadline if opens(header, "mốc thời gian") && is_of_inspection(header) => {
            Field::Other
        }
        other => other,
    })
}

/// True if `header` begins with `words`, whatever its case and blanks, and no letter follows.
fn opens(header: &str, words: &str) -> bool {
    let mut rest = header.chars();
    let are_same = words.chars().all(|wanted| match wanted {
        ' ' => {
            let after = rest.as_str().trim_start();
            let is_blank = after.len() < rest.as_str().len();
            rest = after.chars();
            is_blank
        }
        wanted => rest.next().map(small_letter) == Some(wanted),
    });
    are_same && !rest.as_str().starts_with(is_alphanumeric)
}

fn is_of_inspection(header: &str) -> bool {
    let acts = ["kiểm tra", "thanh tra", "giám sát"];
    let header = collapse(&lower_case(header));
    acts.iter().any(|act| header.ends_with(act))
}

/// A label with its value: "Chủ trì: Sở Nội vụ".
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Labelled {
    pub field: Field,
    /// Where the label starts.
    pub start: usize,
    pub value: std::ops::Range<usize>,
}

/// Bytes of the longest value of a label: a list of agencies.
const VALUE_MAX: usize = 2_000;
/// Colons of one text before which a label is looked for; a line of real text has two dozen at most.
const COLONS_MAX: usize = 256;
/// Labels of one text that are read.
const LABELS_MAX: usize = 12;

/// The labels in `text`, each with the text up to the next one.
pub(super) fn labelled(text: &str) -> Vec<Labelled> {
    let mut found: Vec<Labelled> = Vec::new();
    let mut past = 0;
    let colons = memchr::memchr_iter(b':', text.as_bytes());
    for colon in colons.take(COLONS_MAX) {
        let Some((lead, start)) = label::before(text, past, colon) else {
            continue;
        };
        let Some(field) = of_header(&text[start..colon]) else {
            continue;
        };
        let rest = text[colon + 1..].trim_start_matches([' ', '\n', '\t']);
        past = text.len() - rest.len();
        // "Kinh phí: giao Sở Tài chính thẩm định": an order, wherever it stands.
        // "Kinh phí: Sở Tài chính cân đối, bố trí": who finds the money.
        const ACTING: [&str; 8] = [
            "giao ",
            "Giao ",
            "Sở ",
            "Phòng ",
            "Vụ ",
            "UBND ",
            "Ủy ban ",
            "Văn phòng ",
        ];
        if field == Field::Budget && opens_with(rest, &ACTING) {
            continue;
        }
        if let Some(before) = found.last_mut() {
            before.value.end = before.value.end.min(lead);
        }
        let rest = &rest[..rest.floor_char_boundary(VALUE_MAX)];
        let end = end_of_value(rest);
        found.push(Labelled {
            field,
            start,
            value: past..past + end,
        });
        if LABELS_MAX <= found.len() {
            break;
        }
    }
    completed(text, &mut found);
    found
}

/// A value ends with its line, or with the bracket the label stands in: "(Thời gian: tháng 5)"; one it opens itself is
/// its own: "Thời gian: ngày 28/5/2019 (thứ Ba)".
fn end_of_value(rest: &str) -> usize {
    let mut open = 0_u32;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'\n' => return at,
            b'(' => open += 1,
            b')' if open == 0 => return at,
            b')' => open -= 1,
            _ => {}
        }
    }
    rest.len()
}

/// "Chủ trì: Phòng Pháp chế; phối hợp: Thanh tra Sở. Hoàn thành trong Quý II/2024.": the day stands without a label.
fn completed(text: &str, found: &mut Vec<Labelled>) {
    let Some(last) = found.last_mut() else {
        return;
    };
    let value = last.value.clone();
    let mut marks = text[value.clone()].match_indices([';', '.']);
    let completion = marks.find_map(|(mark, _)| {
        let said = text[value.start + mark + 1..value.end].trim_start();
        begins_completion(said).then_some((value.start + mark, value.end - said.len()))
    });
    let Some((mark, start)) = completion else {
        return;
    };
    last.value.end = mark;
    found.push(Labelled {
        field: Field::Deadline,
        start,
        value: start..value.end,
    });
}

/// "Hoàn thành trước", "xong trong".
fn begins_completion(said: &str) -> bool {
    const VERBS: [&str; 4] = ["Hoàn thành", "hoàn thành", "Xong", "xong"];
    const BOUNDS: [&str; 5] = ["trước", "trong", "vào", "đến", "chậm nhất"];
    let Some(rest) = without_opening(said, &VERBS).and_then(past_blank) else {
        return false;
    };
    let rest = rest
        .strip_prefix("xong")
        .and_then(past_blank)
        .unwrap_or(rest);
    let rest = without_opening(rest, &BOUNDS);
    rest.is_some_and(|rest| !rest.starts_with(|c| is_alphanumeric(c) || c == '_'))
}

fn past_blank(text: &str) -> Option<&str> {
    let rest = text.trim_start();
    (rest.len() < text.len()).then_some(rest)
}

/// "Hoàn thành trước ngày 30/9/2024" on a line of its own among labels: the day stands without one.
pub(super) fn completes(text: &str) -> Option<Labelled> {
    const VERBS: [&str; 3] = ["Hoàn thành xong ", "Hoàn thành ", "Xong "];
    const BOUNDS: [&str; 4] = ["trước ", "trong ", "vào ", "chậm nhất "];
    let day = VERBS.iter().find_map(|verb| text.strip_prefix(verb))?;
    let is_day = BOUNDS.iter().any(|bound| day.starts_with(bound));
    is_day.then(|| Labelled {
        field: Field::Deadline,
        start: 0,
        value: text.len() - day.len()..text.len(),
    })
}

/// "Thời gian dự kiến:", and the days below it: no work of its own either.
pub(super) fn is_open_time(labels: &[Labelled]) -> bool {
    matches!(labels, [only] if only.field == Field::Deadline && only.value.is_empty())
}

/// True if the whole line is labels and values: no work of its own.
pub(super) fn is_only_labels(labels: &[Labelled]) -> bool {
    labels.first().is_some_and(|first| first.start == 0)
}
