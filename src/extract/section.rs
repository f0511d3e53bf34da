//! Sections: the headings of a document with what they are for. The role comes from the title's
//! own words, else from the section around it; annexes are parts of their own.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::Section;
use super::any_of::{AnyOf, opens_with, without_opening};
use super::outline::{Line, Mark, Zone};
use super::trace::{Field, Of, Rule, Trace};
use crate::text::{Span, is_letter, lower_case};

/// What stands under a heading, as far as tasks care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Purpose,
    Objective,
    Kpi,
    Scope,
    Situation,
    Definition,
    Prohibition,
    Basis,
    Tasks,
    Implementation,
    Budget,
    Report,
    Annex,
    Effect,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Role::Purpose => "purpose",
            Role::Objective => "objective",
            Role::Kpi => "kpi",
            Role::Scope => "scope",
            Role::Situation => "situation",
            Role::Definition => "definition",
            Role::Prohibition => "prohibition",
            Role::Basis => "basis",
            Role::Tasks => "tasks",
            Role::Implementation => "implementation",
            Role::Budget => "budget",
            Role::Report => "report",
            Role::Annex => "annex",
            Role::Effect => "effect",
        }
    }

    pub fn named(name: &str) -> Option<Role> {
        ALL.iter().copied().find(|role| role.name() == name)
    }
}

const ALL: [Role; 14] = [
    Role::Purpose,
    Role::Objective,
    Role::Kpi,
    Role::Scope,
    Role::Situation,
    Role::Definition,
    Role::Prohibition,
    Role::Basis,
    Role::Tasks,
    Role::Implementation,
    Role::Budget,
    Role::Report,
    Role::Annex,
    Role::Effect,
];

/// Every section in reading order. A span reaches from the heading to the end of what stands
/// under it.
pub(super) fn find(lines: &[Line], text: &str, trace: &mut Trace) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut section_of: Vec<Option<u32>> = vec![None; lines.len()];
    let ends = ends(lines);
    for (index, line) in lines.iter().enumerate() {
        let above = line.parent.and_then(|parent| section_of[parent]);
        section_of[index] = above;
        if !is_section(line) {
            if line.is_heading && line.mark.is_some() && line.zone != Zone::Closing {
                trace.refuse(Of::Section, Field::Itself, line.body, Rule::NothingUnderIt);
            }
            continue;
        }
        let id = sections.len() as u32;
        // "Điều 2. Quyết định này có hiệu lực …" is the text of an article, no title.
        let is_titled = line.is_heading || line.has_children || line.mark != Some(Mark::Article);
        let title = if is_titled {
            &text[line.body.range()]
        } else {
            ""
        };
        let inherited = above.and_then(|above| sections[above as usize].role.clone());
        let role = if line.mark == Some(Mark::Annex) {
            Some(Role::Annex)
        } else {
            let told = inherited.as_deref() == Some(Role::Situation.name());
            role_of(title).filter(|&role| {
                role != Role::Tasks || !told || may_look_ahead(title, above, &sections)
            })
        };
        let span = Span::new(line.label.unwrap_or(line.body).start as usize, ends[index]);
        let head = Span::new(span.start as usize, line.body.end as usize);
        let rule = match line.mark {
            Some(Mark::Annex) => Rule::AnnexApart,
            Some(Mark::Letter | Mark::Number(_) | Mark::SmallLetter) => Rule::MarkedHeading,
            _ => Rule::StructuralMark,
        };
        trace.take(Of::Section, id, Field::Itself, Some(head), rule);
        match (role, &inherited) {
            (Some(Role::Annex), _) if line.mark == Some(Mark::Annex) => {
                trace.take(Of::Section, id, Field::Role, Some(head), Rule::AnnexApart);
            }
            (Some(_), _) => trace.take(Of::Section, id, Field::Role, Some(head), Rule::RoleByTitle),
            (None, Some(_)) => trace.take(Of::Section, id, Field::Role, None, Rule::RoleFromAbove),
            (None, None) => {}
        }
        sections.push(Section {
            id,
            parent: above,
            label: line.label.map(|label| collapse(&text[label.range()])),
            title: title_of(title),
            role: role.map(|role| role.name().into()).or(inherited),
            span,
        });
        section_of[index] = Some(id);
    }
    sections
}

/// True if a title of work under one of results is of what is to be done: it says so, or the results share their section
/// with the work. "1. Nhóm giải pháp tuyên truyền" under "KẾT QUẢ THỰC HIỆN" tells what was done.
fn may_look_ahead(title: &str, above: Option<u32>, sections: &[Section]) -> bool {
    const AHEAD: [&str; 6] = [
        "phương hướng",
        "thời gian tới",
        "năm tới",
        "tiếp theo",
        "kiến nghị",
        "đề xuất",
    ];
    const BESIDE: [&str; 6] = [
        "và nhiệm vụ",
        ", nhiệm vụ",
        "và giải pháp",
        ", giải pháp",
        "phương hướng",
        "kiến nghị",
    ];
    let says = |title: &str, words: &[&str]| {
        let title = lower_case(title);
        words.iter().any(|word| title.contains(word))
    };
    let around = std::iter::successors(above, |&id| sections[id as usize].parent);
    let mut around = around.filter_map(|id| sections[id as usize].title.as_deref());
    says(title, &AHEAD) || around.any(|title| says(title, &BESIDE))
}

/// Where documents list what they rest on ("I. Căn cứ", "1. Cơ sở pháp lý"), but for what a section inside
/// says of the facts ("2. Thực trạng …", "3. Cơ sở thực tiễn").
pub(super) fn bases(sections: &[Section]) -> Vec<Span> {
    const FACTS: [&str; 6] = [
        "thực trạng",
        "thực tiễn",
        "tình hình",
        "kết quả",
        "đánh giá",
        "sự cần thiết",
    ];
    const OPENINGS: [&str; 3] = ["căn cứ", "các căn cứ", "cơ sở"];
    let mut bases: Vec<Span> = Vec::new();
    for section in sections {
        let title = section.title.as_deref().unwrap_or_default();
        let is_inside = bases
            .last()
            .is_some_and(|basis| basis.contains(section.span));
        if !is_inside && !title.starts_with(['c', 'C']) {
            continue;
        }
        let title = lower_case(title);
        let is_of_facts = FACTS.iter().any(|fact| title.contains(fact));
        match bases.last_mut() {
            Some(basis) if basis.contains(section.span) => {
                if !is_of_facts {
                    continue;
                }
                let (from, to) = (section.span.range(), basis.range().end);
                *basis = Span::new(basis.range().start, from.start);
                bases.push(Span::new(from.end, to));
            }
            _ if !is_of_facts && OPENINGS.iter().any(|opening| title.starts_with(opening)) => {
                bases.push(section.span);
            }
            _ => {}
        }
    }
    bases
}

/// A heading with something under it, or a mark that only sections bear.
fn is_section(line: &Line) -> bool {
    let Some(mark) = line.mark.filter(|_| line.zone != Zone::Closing) else {
        return false;
    };
    match mark {
        Mark::Annex | Mark::Part | Mark::Chapter | Mark::Section | Mark::Article | Mark::Roman => {
            true
        }
        Mark::Letter | Mark::Number(_) => line.is_heading && line.has_children,
        Mark::SmallLetter => line.is_heading && line.has_children,
        Mark::SmallRoman | Mark::Step | Mark::Star | Mark::Dash | Mark::Plus => false,
    }
}

/// Where what stands under each line ends.
fn ends(lines: &[Line]) -> Vec<usize> {
    let mut ends: Vec<usize> = lines.iter().map(|line| line.body.end as usize).collect();
    for index in (0..lines.len()).rev() {
        if let Some(parent) = lines[index].parent {
            ends[parent] = ends[parent].max(ends[index]);
        }
    }
    ends
}

fn title_of(title: &str) -> Option<String> {
    let title = title.trim_end_matches([':', ' ', '.']);
    (!title.is_empty() && title.len() <= TITLE_MAX).then(|| collapse(title))
}

/// Bytes of the longest title; an article without a title opens with its text.
const TITLE_MAX: usize = 300;

pub(super) fn collapse(text: &str) -> String {
    if is_collapsed(text.as_bytes()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// True if the only white space is single blanks between words; false too where it might be other.
fn is_collapsed(text: &[u8]) -> bool {
    let mut before = b' ';
    for &byte in text {
        if MAY_BE_BLANK[usize::from(byte)] {
            let is_blank = match byte {
                b' ' => before == b' ',
                b'\t'..=b'\r' => true,
                // U+0085, U+00A0; U+1680; U+2000 and on; U+3000.
                0x85 | 0xA0 => before == 0xC2,
                0x9A => before == 0xE1,
                _ => matches!(before, 0xE2 | 0xE3),
            };
            if is_blank {
                return false;
            }
        }
        before = byte;
    }
    before != b' '
}

/// The last bytes of white space.
const MAY_BE_BLANK: [bool; 256] = {
    let mut bytes = [false; 256];
    let last = [b' ', 9, 10, 11, 12, 13, 0x80, 0x81, 0x85, 0x9A, 0xA0];
    let mut at = 0;
    while at < last.len() {
        bytes[last[at] as usize] = true;
        at += 1;
    }
    bytes
};

/// The role a title names; `None` where it names a topic.
pub(super) fn role_of(title: &str) -> Option<Role> {
    let title = lower_case(title);
    let title = title.trim_start_matches(|c: char| !is_letter(c));
    let title = match is_collapsed(title.as_bytes()) {
        true => Cow::Borrowed(title),
        false => Cow::Owned(collapse(title)),
    };
    if title.len() > ROLE_TITLE_MAX {
        return None;
    }
    let named = NAMED_IN.all_in(&title);
    let first = NAMED.get(named.trailing_zeros() as usize);
    // "Phê duyệt phương án với các nội dung chính như sau"; "Thành lập Tổ công tác có nhiệm vụ sau" gives work.
    let is_content = first.is_some_and(|(_, words)| *words == "nội dung");
    let first = first.filter(|_| !is_content || !approves(&title));
    let first = first.map(|&(role, _)| role);
    if first == Some(Role::Prohibition) {
        return first;
    }
    // "I. THỜI GIAN" and nothing else: when all of it is done.
    if matches!(
        title.trim_end_matches([':', '.', ' ']),
        "thời gian" | "thời gian thực hiện" | "thời gian triển khai" | "thời gian tổ chức"
    ) {
        return Some(Role::Scope);
    }
    let is_work = || WORK.into_iter().any(|words| named >> words & 1 == 1);
    match opening_role(&title) {
        Some(Role::Purpose | Role::Objective | Role::Kpi) if is_work() => Some(Role::Tasks),
        Some(role) => Some(role),
        None => first,
    }
}

/// "Phê duyệt phương án tuyến đường với các nội dung chính như sau": what stands under it tells what was approved, and is
/// work only where that is a plan of work.
pub(super) fn approves(title: &str) -> bool {
    const ACTS: [&str; 6] = [
        "phê duyệt ",
        "thông qua ",
        "công bố ",
        "thành lập ",
        "kiện toàn ",
        "quyết định ",
    ];
    const PLANS: [&str; 5] = ["kế hoạch", "chương trình", "đề án", "nhiệm vụ", "danh mục"];
    let head = lower_case(&title[..title.floor_char_boundary(APPROVED_MAX)]);
    let what = without_opening(&head, &ACTS);
    what.is_some_and(|what| !opens_with(what, &PLANS))
}

/// Bytes of "phê duyệt chương trình", and some.
const APPROVED_MAX: usize = 64;

/// The silent role a title opens with; "phấn đấu đạt các chỉ tiêu" opens with none.
pub(super) fn role_at_start(title: &str) -> Option<Role> {
    opening_role(&collapse(&lower_case(title)))
}

/// The first role of the list that words in small letters open with.
fn opening_role(title: &str) -> Option<Role> {
    let alike = &OPENINGS[usize::from(*title.as_bytes().first()?)];
    let opens = alike.iter().find(|(_, words)| title.starts_with(words));
    opens.map(|&(role, _)| role)
}

/// Bytes of a title that names its role; a longer one is a sentence.
const ROLE_TITLE_MAX: usize = 200;

/// Words that name a role wherever they stand in a title, those first that win.
const NAMED: [(Role, &str); 13] = [
    (Role::Prohibition, "quyền và nghĩa vụ"),
    (Role::Prohibition, "điều kiện sau"),
    (Role::Implementation, "tổ chức thực hiện"),
    (Role::Implementation, "phân công"),
    (Role::Tasks, "nhiệm vụ"),
    (Role::Tasks, "giải pháp"),
    (Role::Tasks, "biện pháp"),
    (Role::Tasks, "việc cần làm"),
    (Role::Tasks, "việc phải làm"),
    (Role::Implementation, "trách nhiệm của"),
    (Role::Budget, "kinh phí thực hiện"),
    (Role::Tasks, "nội dung"),
    (Role::Kpi, "chỉ tiêu"),
];

/// Those of them that name work: beside a goal too they win.
const WORK: std::ops::Range<usize> = 4..9;

static NAMED_IN: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(&NAMED.map(|(_, words)| words)));

/// The words of [`ROLES`] by their first byte.
static OPENINGS: LazyLock<Vec<Vec<(Role, &str)>>> = LazyLock::new(|| {
    let mut openings = vec![Vec::new(); 256];
    for (role, words) in ROLES {
        for words in words {
            openings[usize::from(words.as_bytes()[0])].push((role, *words));
        }
    }
    openings
});

const ROLES: [(Role, &[&str]); 14] = [
    (
        Role::Situation,
        &[
            "tình hình",
            "thực trạng",
            "kết quả",
            "những kết quả",
            "tồn tại",
            "hạn chế",
            "những mặt hạn chế",
            "những hạn chế",
            "những tồn tại",
            "nguyên nhân",
            "bối cảnh",
            "khó khăn",
            "đánh giá",
            "ưu điểm",
            "nhận xét",
            "sơ lược",
            "khái quát",
            "tổng quan",
            "đặc điểm",
            "thuận lợi",
            "những thuận lợi",
            "những khó khăn",
            "điểm mạnh",
            "điểm yếu",
            "thời cơ",
            "thách thức",
        ],
    ),
    (
        Role::Purpose,
        &[
            "mục đích",
            "yêu cầu",
            "sự cần thiết",
            "nguyên tắc",
            "quan điểm",
            "ý nghĩa",
            "phương châm",
        ],
    ),
    (Role::Kpi, &["chỉ tiêu", "các chỉ tiêu", "một số chỉ tiêu"]),
    (Role::Objective, &["mục tiêu"]),
    (
        Role::Scope,
        &[
            "phạm vi",
            "đối tượng",
            "quy định chung",
            "thời gian, địa điểm",
            "thời gian, đối tượng",
            "thời gian và địa điểm",
            "địa điểm",
            "thành phần",
        ],
    ),
    (Role::Definition, &["giải thích từ ngữ"]),
    (
        Role::Prohibition,
        &["các hành vi bị nghiêm cấm", "những hành vi", "hành vi bị"],
    ),
    (Role::Basis, &["căn cứ", "cơ sở pháp lý", "quy định về"]),
    (
        Role::Budget,
        &["kinh phí", "nguồn kinh phí", "nguồn lực", "dự toán"],
    ),
    (
        Role::Report,
        &[
            "chế độ báo cáo",
            "chế độ thông tin",
            "thông tin, báo cáo",
            "thông tin báo cáo",
        ],
    ),
    (
        Role::Effect,
        &[
            "hiệu lực",
            "điều khoản thi hành",
            "quyết định này có hiệu lực",
        ],
    ),
    (
        Role::Implementation,
        &[
            "tổ chức thực hiện",
            "tổ chức triển khai",
            "phân công",
            "trách nhiệm",
            "tiến độ",
            "điều khoản thực hiện",
        ],
    ),
    (
        Role::Tasks,
        &[
            "nội dung",
            "nhiệm vụ",
            "giải pháp",
            "biện pháp",
            "phương án",
            "công việc",
            "hoạt động",
            "kiến nghị",
            "đề nghị",
            "đề xuất, kiến nghị",
            "đề xuất và kiến nghị",
            "danh mục nhiệm vụ",
            "kế hoạch",
            "các nhóm giải pháp",
            "những việc",
            "việc cần",
        ],
    ),
    (Role::Annex, &["phụ lục"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::outline;
    use crate::extract::task::tests::document;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let document = document(source);
        let lines = outline::read(&document);
        let found: Vec<String> = find(&lines, document.text.as_str(), &mut Trace::default())
            .iter()
            .map(|section| {
                let part = |value: Option<&str>| value.unwrap_or("-").to_owned();
                let parent = section
                    .parent
                    .map_or("-".to_owned(), |parent| parent.to_string());
                let (label, title, role) = (
                    part(section.label.as_deref()),
                    part(section.title.as_deref()),
                    part(section.role.as_deref()),
                );
                format!("{} {parent} {label} | {title} | {role}", section.id)
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_section_has_its_label_title_role_and_parent() {
        check(
            "I. MỤC TIÊU\n- Giữ hạng.\nII- NHIỆM VỤ, GIẢI PHÁP\n1. Cải cách thể chế\n- Rà soát văn bản.\nPhần II\nTỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\na) Theo dõi.",
            &[
                "0 - I | MỤC TIÊU | objective",
                "1 - II | NHIỆM VỤ, GIẢI PHÁP | tasks",
                "2 1 1 | Cải cách thể chế | tasks",
                "3 - Phần II | TỔ CHỨC THỰC HIỆN | implementation",
                "4 3 1 | Sở Nội vụ | implementation",
            ],
        );
    }

    #[test]
    fn a_label_with_a_numeral_stands_under_that_numeral_alone() {
        check(
            "Phần thứ nhất\nNHIỆM VỤ NĂM 2024\nI. Mục tiêu\n1. Mục tiêu chung\n- Giữ hạng.\nII.1. Cải cách thủ tục\n- Rà soát.\nII.2. Hiện đại hóa\n- Mua sắm.",
            &[
                "0 - Phần thứ nhất | NHIỆM VỤ NĂM 2024 | tasks",
                "1 0 I | Mục tiêu | objective",
                "2 1 1 | Mục tiêu chung | objective",
                "3 0 II.1 | Cải cách thủ tục | tasks",
                "4 0 II.2 | Hiện đại hóa | tasks",
            ],
        );
    }

    #[test]
    fn goals_that_come_with_work_are_work() {
        assert_eq!(role_of("MỤC TIÊU, NHIỆM VỤ"), Some(Role::Tasks));
        assert_eq!(role_of("Mục đích, yêu cầu"), Some(Role::Purpose));
        assert_eq!(role_of("Cải cách thể chế"), None);
        assert_eq!(
            role_of("TRÁCH NHIỆM CỦA CÁC CƠ QUAN"),
            Some(Role::Implementation)
        );
    }
}
