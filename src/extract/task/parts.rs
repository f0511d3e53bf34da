//! What each part of a file is where that decides what its lines give: a regulation, a charter, a form to be filled in.

use super::super::any_of::opens_with;
use super::super::outline::{Line, Mark};
use crate::extract::Identity;
use crate::text::{Span, lower_case, opens_folded};

/// Parts with so many articles that they are regulations, not decisions, or that tell how papers are written; every part of
/// a document whose type makes law.
pub(super) fn norms(lines: &[Line], text: &str, doc_type: Option<&str>) -> Vec<u32> {
    let makes_law = doc_type.is_some_and(|doc_type| NORMATIVE.contains(&doc_type));
    let is_norm = |part: &&[Line]| makes_law || is_regulation(part) || tells_form(part, text);
    let parts = lines.chunk_by(|one, next| one.part == next.part);
    let norms = parts.filter(is_norm);
    norms.filter_map(|part| Some(part.first()?.part)).collect()
}

fn is_regulation(part: &[Line]) -> bool {
    let articles = part.iter().filter(|line| line.mark == Some(Mark::Article));
    NORM_ARTICLES_MIN <= articles.count()
}

/// "Hướng dẫn thể thức và kỹ thuật trình bày văn bản của Đảng": what stands where on a paper binds whoever writes one.
fn tells_form(part: &[Line], text: &str) -> bool {
    const TITLES: [&str; 7] = [
        "the thuc va ky thuat trinh bay",
        "the thuc, ky thuat trinh bay",
        "the thuc trinh bay",
        "huong dan the thuc",
        "huong dan ve the thuc",
        "quy dinh the thuc",
        "quy dinh ve the thuc",
    ];
    let is_head = |line: &&Line| matches!(line.mark, None | Some(Mark::Annex));
    let mut head = part.iter().take_while(is_head);
    let titled = |line: &Line| {
        TITLES
            .iter()
            .any(|title| opens_folded(&text[line.body.range()], title))
    };
    head.any(titled)
}

/// Those of `norms` that are the charter of a body.
pub(super) fn charters(norms: &[u32], lines: &[Line], text: &str) -> Vec<u32> {
    const TITLES: [&str; 2] = ["ĐIỀU LỆ", "Điều lệ"];
    let is_charter = |part: &&u32| {
        let own = lines.iter().skip_while(|line| line.part != **part);
        let mut head =
            own.take_while(|line| line.part == **part && line.mark != Some(Mark::Article));
        head.any(|line| line.mark.is_none() && opens_with(&text[line.body.range()], &TITLES))
    };
    norms.iter().filter(is_charter).copied().collect()
}

/// Parts that their readers fill in or write after: every report has its outline and its tables of figures (Nghị định
/// 09/2019/NĐ-CP), and what they list is to be told, not done.
pub(super) fn forms(lines: &[Line], text: &str) -> Vec<u32> {
    const TITLES: [&str; 10] = [
        "ĐỀ CƯƠNG",
        "Đề cương",
        "BIỂU MẪU",
        "Biểu mẫu",
        "MẪU ",
        "Mẫu ",
        "PHIẾU ",
        "Phiếu ",
        "BIÊN BẢN",
        "BẢN CAM KẾT",
    ];
    let attached = lines.chunk_by(|one, next| one.part == next.part).skip(1);
    let says = |span: Span| opens_with(&text[span.range()], &TITLES);
    let is_form = |part: &&[Line]| {
        let is_title =
            |line: &&Line| matches!(line.mark, None | Some(Mark::Annex)) && line.table.is_none();
        let mut head = part.iter().take(FORM_HEAD_LINES).take_while(is_title);
        head.any(|line| line.label.is_some_and(says) || says(line.body))
    };
    attached
        .filter(is_form)
        .filter_map(|part| Some(part.first()?.part))
        .collect()
}

/// What a decision attaches that announces administrative procedures: who files what with whom and in how many days
/// (Nghị định 63/2010/NĐ-CP), and nobody is given work by it.
pub(super) fn procedures(lines: &[Line], identity: &Identity) -> Vec<u32> {
    const ANNOUNCED: [&str; 5] = [
        "công bố",
        "danh mục",
        "quy trình nội bộ",
        "quy trình giải quyết",
        "quy trình điện tử",
    ];
    let is_decision = identity.doc_type.as_deref() == Some("QĐ");
    let title = identity.title.as_deref().filter(|_| is_decision);
    let title = title.map(lower_case).unwrap_or_default();
    let announces =
        title.contains("thủ tục hành chính") && ANNOUNCED.iter().any(|word| title.contains(word));
    let last = lines.last().map_or(0, |line| line.part);
    (1..=last).filter(|_| announces).collect()
}

/// Lines of an attachment in which it says what it is: its number, what carries it, its title.
const FORM_HEAD_LINES: usize = 4;

/// Types that only ever hold norms (Luật Ban hành văn bản quy phạm pháp luật); a Quyết định or a
/// Nghị quyết may be either.
const NORMATIVE: [&str; 6] = ["NĐ", "TT", "TTLT", "Luật", "PL", "Hiến pháp"];

/// Articles of the shortest regulation; a decision has three to five.
const NORM_ARTICLES_MIN: usize = 6;
