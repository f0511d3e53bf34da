//! Lines a portal puts round a document, known by their words: date lines, zoom buttons, counters,
//! "Tin mới nhất". Used for saved pages as text, and for what is left around an HTML article.
//!
//! Two ends: [`Role::Page`] for what says something about the document (posting date, source,
//! attachment), [`Role::Furniture`] for what must never be read (a frozen clock, a view counter).

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::flow::{Flow, Item, Para, Role};
use super::labels::{self, LABEL_BYTES_MAX, Label};
use crate::text::{fold, fold_char};

/// Lines at each end in which a bare number or "Ảnh" is furniture and not a word of the document.
const ZONE: usize = 14;

/// Letters of the longest such line: "Tải toàn văn Kế hoạch: Tải về 293-KH.signed.pdf" and a path.
const LETTERS_MAX: usize = 160;

/// Letters of the longest headline of a saved page.
const HEADLINE_MAX: usize = 400;

/// Heads of lists of other pages; compared folded, whole.
static OTHER_NEWS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(cac )?(tin|bai|tin bai|tin tuc|bai viet|van ban|thong tin|tin, bai)( viet)? (moi nhat|moi ban hanh|moi hon|cu hon|moi|khac|lien quan|cung (chuyen muc|the loai|loai|linh vuc|co quan|nguoi ky)|da dua|noi bat|doc nhieu|xem nhieu|duoc quan tam).{0,20}$|^(xem nhieu|doc nhieu|co the ban quan tam|other news|related news|latest news|tin tiep theo)$",
    )
});

/// What the page says about the document; readable.
const PAGE: [&str; 7] = [
    r"^(false|true)?\s*\d*\s*(dang ngay|ngay dang|dang luc|ngay cap nhat|cap nhat|cap nhat luc|ngay xuat ban|publish date|thoi gian dang)\s*:?\s*\(?\s*\d",
    r"^(thu (hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)\s*,?\s*(ngay)?\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}[\s,|0-9:]*(am|pm|sa|ch)?$",
    r"^(tep|tap tin|file|tai lieu|van ban)( tin)? (dinh kem|tai ve)\s*:?.{0,120}$",
    r"^tai (toan van|ve|file|tap tin|tep)\b.{0,120}$",
    r"^ngay (co |het |bat dau )?hieu luc\s*:?\s*\d.{0,30}$",
    r"^(con|het|chua co|het mot phan|mot phan het) hieu luc$",
    r"^\(?(nguon|theo|tac gia|nguoi dang|bien tap)\s*:.{0,110}$",
];

/// A date by itself: the page's at its ends, or with a time of day anywhere (an item of a list).
const BARE_DATE: &str = r"^[•\-|\s]*(\d{1,2}:\d{2}\s*(am|pm)?\s*[,|-]?\s*)?(ngay\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}(\s*[,|-]?\s*\d{1,2}:\d{2}(:\d{2})?\s*(am|pm|sa|ch)?)?[|\s]*$";

/// A clock, never read wherever it stands.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| pattern(r"gmt\s*\+\s*0?7"));

/// Never read, wherever they stand.
const FURNITURE: [&str; 13] = [
    r"^co chu\s*:?.{0,80}$",
    r"^(font size|giam \(a-\)|mac dinh \(a\)|tang \(a\+\))",
    r"^(so )?luot (nguoi )?(xem|doc|truy cap|tai|view)\s*:?.{0,40}$",
    r"^views?\s*:\s*\d*$",
    r"^(tong )?(so )?(luot )?truy cap( hien tai)?\s*:?\s*[\d.,]+$",
    r"^(thong ke truy cap|xem tin theo ngay|xem theo ngay|tin nhiem mang|chung nhan tin nhiem mang)\b.{0,20}$",
    r"^\d+ (nguoi|khach) (dang )?(online|truc tuyen|truy cap)",
    r"^(dang|so nguoi) (online|truc tuyen)\s*:?\s*\d*",
    r"^[=_*~.\-–—+\s]{3,}$",
    r"^trang \d+ (cua|tren|/) \d+$",
    r"^(chia se|share)\s*:?\s*(share\s*:?)?$",
    r"^(gui (email|ban doc|cho ban be)|in (trang|bai viet|an)|print|ve dau trang|len dau trang|quay lai|tro ve)$",
    r"^(facebook|twitter|zalo|email|youtube)$",
];

/// Never read at the ends of a page; words of the document elsewhere.
const EDGE: [&str; 8] = [
    r"^[•\-|\s]*[\d.,]{1,12}$",
    r"^\d{1,3}\s*%$",
    r"^[°^»«•|<>+\-]+$",
    r"^(anh|video|audio|in|tim kiem|trang chu|tin tuc|lien he|dang nhap|gioi thieu|home|english|menu|doc bai viet|nghe bai viet)$",
    r"^trang chu\s*[»>/|\-].{0,120}$",
    r"^\(?0\d{1,3}\)?[\s.]*[\d.\s]{6,12}$",
    r"^(binh luan|y kien ban doc|gui y kien|danh gia bai viet).{0,60}$",
    r"^ban quyen (thuoc|cua).{0,120}$",
];

/// All of these lines: one look at the start of a line tells that it is none, as most are.
static LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    let all = [&FURNITURE[..], &EDGE, &PAGE, &[BARE_DATE]].concat();
    RegexSet::new(all).expect("patterns of this file")
});

/// True for "Tin mới nhất", "Các văn bản cùng thể loại" and their like.
pub(super) fn is_other_news(text: &str) -> bool {
    // Most lines are ruled out by their first letters, before they are folded.
    if !opens_other_news(text.trim_start().chars()) {
        return false;
    }
    let folded = fold(text);
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | '.' | '»' | '…');
    OTHER_NEWS.is_match(folded.trim_matches(ends))
}

/// True for the first letters of "Tin mới nhất" and its like; marks that may stand before them tell
/// nothing.
pub(super) fn opens_other_news(letters: impl Iterator<Item = char>) -> bool {
    let mut opening = ['\0'; 3];
    let folded = letters.filter_map(fold_char);
    for (slot, c) in opening.iter_mut().zip(folded) {
        *slot = if c.is_whitespace() { ' ' } else { c };
    }
    matches!(
        opening,
        [':' | '.' | '»' | '…', ..]
            | ['t', 'i', 'n']
            | ['b', 'a', 'i']
            | ['c', 'a', 'c']
            | ['v', 'a', 'n']
            | ['t', 'h', 'o']
            | ['x', 'e', 'm']
            | ['d', 'o', 'c']
            | ['c', 'o', ' ']
            | ['o', 't', 'h']
            | ['r', 'e', 'l']
            | ['l', 'a', 't']
    )
}

/// True for a date by itself, with or without a time of day.
pub(super) fn is_date(text: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(BARE_DATE));
    DATE.is_match(fold(text).trim())
}

/// True if a list item brings its own label: "• 156", "- Như trên", "1. Sở Nội vụ", "a) …".
pub(super) fn starts_with_label(text: &str) -> bool {
    static LABEL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*([•●▪■◦*+\-–—]|(\d{1,3}|[IVX]{1,5}|\p{L})([.)]|\.\d))"));
    LABEL.is_match(text)
}

/// Marks the lines round an HTML article. What stands before the headline is the portal's.
pub(super) fn mark_page(flow: &mut Flow) {
    mark_lines(flow);
    let mut paras = all_paras(flow);
    mark_author(&mut paras);
    let headline = paras
        .iter()
        .position(|para| para.role == Role::Headline)
        .unwrap_or(0);
    for para in &mut paras[..headline] {
        if matches!(para.role, Role::Body | Role::Heading(_)) {
            para.role = Role::Furniture;
        }
    }
    mark_label_headings(flow);
}

/// Marks everything as the portal's: the page is an error page.
pub(super) fn mark_all(flow: &mut Flow) {
    for para in all_paras(flow) {
        para.role = Role::Page;
    }
}

/// `<h3>Nội dung</h3>`: a label of the portal's as a heading.
fn mark_label_headings(flow: &mut Flow) {
    for para in all_paras(flow) {
        let is_heading = matches!(para.role, Role::Heading(_));
        if is_heading && labels::label_of(para.text()).is_some() {
            para.role = Role::Page;
        }
    }
}

fn mark_lines(flow: &mut Flow) {
    let mut paras = body_paras(flow);
    let count = paras.len();
    for (index, para) in paras.iter_mut().enumerate() {
        let at_edge = index < ZONE || index + ZONE >= count;
        if let Some(role) = role_of(para.text(), at_edge) {
            para.role = role;
        }
    }
    mark_labels(&mut paras);
}

/// "Ngày có hiệu lực:" and, on the next line, its date, where the page has too few for a cluster.
fn mark_labels(paras: &mut [&mut Para]) {
    for index in 1..paras.len().min(ZONE) {
        let (label, value) = (paras[index - 1].text(), paras[index].text());
        let known = labels::label_of(label).filter(|_| label.ends_with(':'));
        if known.is_some_and(|known| labels::is_typed(known) && labels::fits(known, value)) {
            paras[index - 1].role = Role::Page;
            paras[index].role = Role::Page;
        }
    }
}

/// Marks the lines of a saved page: what is at its head and tail, and its headline.
pub(super) fn mark_text(flow: &mut Flow) {
    mark_attributes(flow);
    mark_lines(flow);
    let mut paras = all_paras(flow);
    mark_other_news(&mut paras);
    mark_head(&mut paras);
    mark_author(&mut paras);
}

/// "Số hiệu:" over "21/KH-UBND", "Nơi ban hành:" over "Sở Mẫu": saved as text, the attributes that a law site shows above
/// a document are labels with a colon, each over its value.
fn mark_attributes(flow: &mut Flow) {
    const PARAS_MAX: usize = 60;
    const PAIRS_MIN: usize = 3;
    let mut paras = body_paras_of(&mut flow.items);
    paras.truncate(PARAS_MAX);
    let label = |at: usize| {
        let label = paras.get(at)?.text().trim_end().strip_suffix(':')?;
        (label.len() <= LABEL_BYTES_MAX).then_some(label)
    };
    let known = |at: &usize| label(*at).and_then(labels::label_of);
    let Some(first) = (0..paras.len()).find(|at| known(at).is_some()) else {
        return;
    };
    // A label that no lexicon has may stand among them.
    let pairs = (first..paras.len()).step_by(2);
    let pairs = pairs.take_while(|at| label(*at).is_some() && at + 1 < paras.len());
    let fits = |at: usize| {
        let known = known(&at)?;
        labels::fits(known, paras[at + 1].text()).then_some(known)
    };
    let found: Vec<(usize, Option<Label>)> = pairs.map(|at| (at, fits(at))).collect();
    let fitting = found.iter().filter_map(|(_, known)| *known);
    if fitting.clone().count() < PAIRS_MIN || !fitting.clone().any(|known| known == Label::Number) {
        return;
    }
    for (at, known) in found {
        if known.is_some() {
            let label = paras[at].text().trim_end().trim_end_matches(':').to_owned();
            paras[at + 1].field = Some(flow.labels.len());
            flow.labels.push(label);
        }
        paras[at].role = Role::Page;
        paras[at + 1].role = Role::Page;
    }
}

fn body_paras(flow: &mut Flow) -> Vec<&mut Para> {
    body_paras_of(&mut flow.items)
}

fn body_paras_of(items: &mut [Item]) -> Vec<&mut Para> {
    let paras = items.iter_mut().filter_map(|item| match item {
        Item::Para(para) => Some(para),
        Item::Grid(_) => None,
    });
    paras
        .filter(|para| para.role == Role::Body && para.field.is_none())
        .collect()
}

fn all_paras(flow: &mut Flow) -> Vec<&mut Para> {
    let paras = flow.items.iter_mut().filter_map(|item| match item {
        Item::Para(para) => Some(para),
        Item::Grid(_) => None,
    });
    paras.collect()
}

fn role_of(text: &str, at_edge: bool) -> Option<Role> {
    if LETTERS_MAX < text.len() && text.chars().nth(LETTERS_MAX).is_some() {
        return None;
    }
    let folded = fold(text);
    let line = folded.trim();
    if line.contains("gmt") && CLOCK.is_match(line) {
        return Some(Role::Furniture);
    }
    if !LINES.is_match(line) {
        return None;
    }
    let edge = FURNITURE.len()..FURNITURE.len() + EDGE.len();
    let date = edge.end + PAGE.len();
    let found = LINES.matches(line);
    let is_furniture = |at: usize| at < edge.start || (edge.contains(&at) && at_edge);
    if found.iter().any(is_furniture) {
        return Some(Role::Furniture);
    }
    let says = |at: usize| edge.end <= at && (at_edge || at == date && line.contains(':'));
    found.iter().any(says).then_some(Role::Page)
}

/// "Tin mới nhất" and the titles with dates under it, to the end of the page.
fn mark_other_news(paras: &mut [&mut Para]) {
    const TITLE_MAX: usize = 300;
    let Some(start) = paras.iter().rposition(|para| is_other_news(para.text())) else {
        return;
    };
    let rest = &paras[start..];
    let are_titles = rest
        .iter()
        .all(|para| para.text().chars().count() <= TITLE_MAX);
    if are_titles && start > 0 {
        for para in &mut paras[start..] {
            para.role = Role::Furniture;
        }
    }
}

/// A saved page has date lines and buttons at its head; the headline is the last line of the
/// document's own before the last of them. Without any, the text is a document and has no headline.
fn mark_head(paras: &mut [&mut Para]) {
    /// Column title and headline between two lines of the portal's.
    const OWN_LINES_MAX: usize = 2;
    let mut last_mark = None;
    let mut own_lines_since = 0;
    for (index, para) in paras.iter().enumerate().take(ZONE) {
        let is_rule = para.text().chars().all(|c| !c.is_alphanumeric());
        match para.role {
            Role::Page | Role::Furniture if !is_rule => {
                last_mark = Some(index);
                own_lines_since = 0;
            }
            _ => own_lines_since += 1,
        }
        if own_lines_since > OWN_LINES_MAX || is_start_of_document(para.text()) {
            break;
        }
    }
    let Some(last_mark) = last_mark else { return };
    let is_headline = |para: &Para| {
        para.role == Role::Body
            && para.text().chars().count() <= HEADLINE_MAX
            && has_words(para.text())
    };
    let before = paras[..last_mark]
        .iter()
        .rposition(|para| is_headline(para));
    let after = || {
        paras[last_mark..]
            .iter()
            .position(|para| is_headline(para))
            .map(|at| last_mark + at)
    };
    let Some(headline) = before.or_else(after) else {
        return;
    };
    paras[headline].role = Role::Headline;
    for para in &mut paras[..headline] {
        if para.role == Role::Body {
            para.role = Role::Furniture;
        }
    }
}

/// "KẾ HOẠCH" by itself, or a text too long for a headline.
fn is_start_of_document(text: &str) -> bool {
    const TYPE_LETTERS_MAX: usize = 25;
    let letters = text.chars().count();
    let is_type = letters <= TYPE_LETTERS_MAX
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !text.chars().any(char::is_lowercase);
    is_type || letters > HEADLINE_MAX
}

/// The author's name that some portals put under "Tập tin đính kèm:".
fn mark_author(paras: &mut [&mut Para]) {
    const NAME_MAX: usize = 40;
    let label = paras.iter().rposition(|para| {
        para.role == Role::Page
            && fold(para.text())
                .trim_end_matches([':', ' '])
                .ends_with("dinh kem")
    });
    let Some(label) = label else { return };
    if let Some(para) = paras.get_mut(label + 1)
        && para.role == Role::Body
        && para.text().chars().count() <= NAME_MAX
    {
        para.role = Role::Page;
    }
}

/// Three words at least: a headline is a phrase.
fn has_words(text: &str) -> bool {
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count()
        >= 3
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this file")
}
