//! Agencies and persons in a table cell or after a label, where no verb ends a name and only
//! separators do.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem;

use super::super::any_of::{AnyOf, opens_with};
use super::super::section::collapse;
use super::super::words::{Class, Stretch, Words};
use super::parties::{Parties, strings};
use crate::text::{is_letter, lower_case};

/// The agencies of a table cell or of a label's value; persons, one a line, as written.
pub(super) fn of_cell(text: &str, words: &mut Words) -> Parties {
    let (own, with) = halves(text);
    Parties {
        owners: pieces(own, words),
        coordinators: match with.is_empty() {
            true => Vec::new(),
            false => pieces(with, words),
        },
        ..Parties::default()
    }
}

/// "Sở Y tế; phối hợp: Sở Công Thương" and "Văn phòng Sở chủ trì, các chi cục phối hợp" name both
/// in one cell.
fn halves(text: &str) -> (&str, &str) {
    // Most cells name agencies and no more.
    if !PARTS_PLAYED.is_in(text) {
        return (text, "");
    }
    let trimmed = text.trim().trim_end_matches(['.', ';', ')']);
    if let (Some(own), Some(with)) = (
        trimmed.split_once("chủ trì").map(|(own, _)| own),
        trimmed.strip_suffix("phối hợp"),
    ) {
        let from = (own.len() + "chủ trì".len()).min(with.len());
        if !own.trim().is_empty() {
            return (own, &with[from..]);
        }
    }
    if let Some((own, with)) = trimmed
        .split_once("(chủ trì)")
        .filter(|(own, _)| !own.trim().is_empty())
    {
        return (own, with);
    }
    let mut helping = text.match_indices("hối hợp").map(|(at, _)| at);
    let helping = helping.find(|at| text[..*at].ends_with(['p', 'P']));
    let helping = helping.map(|at| at - 1).into_iter();
    let Some(at) = helping.chain(text.find("cùng với")).min() else {
        return (text, "");
    };
    // A longer one stands before what it starts with.
    const CUES: [&str; 8] = [
        "phối hợp với",
        "Phối hợp với",
        "phối hợp cùng",
        "phối hợp:",
        "Phối hợp:",
        "phối hợp",
        "Phối hợp",
        "cùng với",
    ];
    let cue = CUES.iter().find(|cue| text[at..].starts_with(**cue));
    (&text[..at], &text[at + cue.map_or(0, |cue| cue.len())..])
}

static PARTS_PLAYED: LazyLock<AnyOf> =
    LazyLock::new(|| AnyOf::new(&["chủ trì", "hối hợp", "cùng với"]));

fn pieces(text: &str, words: &mut Words) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    if names_paper(text) {
        return all;
    }
    for piece in whole_lines(text, words).split([';', '+', '\t', '\n']) {
        for name in names(clean_piece(piece), words) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

/// "Theo phân công tại Quyết định số 15/QĐ-UBND": another paper says who.
fn names_paper(text: &str) -> bool {
    let rest = text.trim_start().strip_prefix("Theo ");
    rest.is_some_and(|rest| {
        opens_with(
            rest,
            &[
                "phân công tại ",
                "quy định tại ",
                "Quyết định ",
                "Kế hoạch ",
            ],
        )
    })
}

/// A narrow column breaks names: a line that goes on in lower case or in brackets, or that follows
/// "và", "," or "-", belongs to the line above. One that starts with a body or a group of its own
/// ("các sở, ngành") does not.
fn whole_lines<'a>(text: &'a str, words: &mut Words) -> Cow<'a, str> {
    // Most cells have one line, whose words are read already.
    if !text.contains('\n') {
        return Cow::Borrowed(text.trim());
    }
    let mut whole = String::with_capacity(text.len());
    for line in text
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        if !whole.is_empty() {
            let goes_on = goes_on(&whole, line, words);
            whole.push(if goes_on { ' ' } else { '\n' });
        }
        whole.push_str(line);
    }
    Cow::Owned(whole)
}

fn goes_on(above: &str, line: &str, words: &mut Words) -> bool {
    const ROLES: [&str; 3] = ["chủ trì", "phối hợp", "thực hiện"];
    let last = above.rsplit('\n').next().unwrap_or(above).trim_end();
    if [" và", ",", " -", "&"]
        .iter()
        .any(|end| last.ends_with(end))
    {
        return true;
    }
    // "Lãnh đạo⏎Sở Y tế": whose leaders, the next line says.
    if ["Lãnh đạo", "Đại diện", "Đại diện lãnh đạo", "Thủ trưởng"].contains(&last)
    {
        return true;
    }
    let role = ROLES.iter().find_map(|role| last.strip_suffix(role));
    if role.is_some_and(|rest| ends_in_general(rest.trim_end())) {
        return true;
    }
    // "chủ trì" says who the agencies above are, unless "Cơ quan" waits for it.
    if ROLES.iter().any(|role| line.starts_with(role)) {
        return ends_in_general(last);
    }
    if line.starts_with('(') {
        return true;
    }
    let opens = words.read(line).class(0);
    line.starts_with(char::is_lowercase)
        && !last.ends_with(')')
        && !matches!(
            opens,
            Some(Class::Quantity | Class::Body | Class::Office | Class::Head)
        )
}

/// Without marks, roles and the words around them: "- Chủ trì: Sở Nội vụ," → "Sở Nội vụ".
fn clean_piece(piece: &str) -> &str {
    let mut piece = piece
        .trim()
        .trim_matches(['-', '+', '*', '•', '–', '.', ',', ':', ' ', '(', ';']);
    // "Cơ quan chủ trì: Sở Nội vụ"; but "Cơ quan chủ trì đề tài" is whom it names.
    for label in ["Cơ quan chủ trì", "Đơn vị chủ trì"] {
        let value = piece.strip_prefix(label).map(str::trim_start);
        if let Some(value) = value.filter(|rest| rest.starts_with([':', '-'])) {
            piece = value.trim_start_matches([':', ' ', '-']);
        }
    }
    piece = without_part(without_openers(piece));
    // "Sở Tư pháp tham mưu UBND tỉnh": whom the agency advises does not act.
    let adviser = memmem::find(piece.as_bytes(), " tham mưu".as_bytes());
    let adviser = adviser.map(|end| &piece[..end]);
    piece = adviser.filter(|it| !ends_in_general(it)).unwrap_or(piece);
    for closer in [
        "chủ trì",
        "tham gia",
        "thực hiện",
        "chủ trì,",
        "tham mưu",
        "hướng dẫn",
        "phụ trách",
        "theo phân cấp",
        "theo chức năng",
        "theo thẩm quyền",
        "theo lĩnh vực",
    ] {
        let rest = piece.strip_suffix(closer).map(str::trim_end);
        // "Cơ quan chủ trì" alone names by its role.
        let rest = rest.filter(|rest| !ends_in_general(rest));
        piece = rest.unwrap_or(piece).trim_end_matches([',', ' ', ';']);
    }
    piece
}

fn without_openers(mut piece: &str) -> &str {
    const OPENERS: [&str; 8] = [
        "Chủ trì",
        "chủ trì",
        "Giao",
        "Mời",
        "Do",
        "với",
        "thực hiện",
        "Thực hiện",
    ];
    // The first bytes of these and of marks: most names begin with another.
    if !piece.starts_with(['C', 'c', 'G', 'M', 'D', 'v', 't', 'T', ':', ' ', '-', ',']) {
        return piece;
    }
    for opener in OPENERS {
        let rest = piece.strip_prefix(opener).unwrap_or(piece);
        piece = rest.trim_start_matches([':', ' ', '-', ',']);
    }
    piece
}

/// "Phòng Nông nghiệp và Môi trường (cơ quan thường trực)": which part the agency plays.
fn without_part(name: &str) -> &str {
    const PARTS: [&str; 6] = [
        "thường trực",
        "cơ quan thường trực",
        "cơ quan chủ trì",
        "đơn vị chủ trì",
        "cơ quan đầu mối",
        "chủ trì",
    ];
    let inner = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('));
    let inner = inner.filter(|(_, part)| PARTS.contains(&lower_case(part).as_str()));
    inner.map_or(name, |(bare, _)| bare.trim_end())
}

/// "Cơ quan", "đơn vị": nothing is named without the role after it.
fn ends_in_general(name: &str) -> bool {
    let lower = lower_case(name);
    ["cơ quan", "đơn vị", "tổ chức", "cq"]
        .iter()
        .any(|word| lower == *word || lower.ends_with(&format!(" {word}")))
}

/// One piece of a cell, split at the commas that separate agencies or persons.
pub(super) fn names(piece: &str, words: &mut Words) -> Vec<String> {
    if piece.is_empty() || !piece.chars().any(is_letter) {
        return Vec::new();
    }
    let stretch = words.read(piece);
    let mut all = Vec::new();
    let mut at = 0;
    while at < stretch.tokens.len() {
        let end = match stretch.agencies(at) {
            Some(found) => {
                let last = found.each.len() - 1;
                all.extend(strings(stretch, &found.each[..last]));
                let (from, to) = found.each[last];
                let end = cell_end(stretch, to);
                let named = if acts(stretch, from, to) { to } else { end };
                all.push(stretch.name(from, named));
                end
            }
            None => {
                let end = cell_end(stretch, at + 1);
                all.push(collapse(stretch.slice(at, end)));
                end
            }
        };
        at = end + usize::from(stretch.class(end) != Some(Class::Head));
        if stretch.class(at) == Some(Class::And) {
            at += 1;
        }
    }
    all.retain(|name| name.chars().any(is_letter));
    for name in &mut all {
        let clean = clean_piece(name);
        if clean.len() < name.len() {
            *name = clean.to_owned();
        }
    }
    all.retain(|name| !name.is_empty());
    all
}

/// "Sở Xây dựng tiến hành rà soát văn bản", "UBND các xã tổ chức triển khai": a value that says what the agency does, and no
/// longer name. An office may be named by its work: "Trung tâm kiểm soát bệnh tật".
fn acts(stretch: Stretch, from: usize, to: usize) -> bool {
    const WHOLE: [&str; 6] = [
        "Sở",
        "Bộ",
        "UBND",
        "Ủy ban nhân dân",
        "Công an",
        "Văn phòng",
    ];
    let head = from + usize::from(stretch.class(from) == Some(Class::Quantity));
    WHOLE.contains(&stretch.word(head))
        && matches!(stretch.class(to), Some(Class::Verb | Class::Modal))
        && stretch.word(to).starts_with(char::is_lowercase)
}

/// True if `at` is a head and the head before it is the same word. Asked of heads alone: every other
/// dash of a row of dashes would look back over all of them.
fn has_head_again(stretch: Stretch, at: usize) -> bool {
    if stretch.class(at) != Some(Class::Head) {
        return false;
    }
    let mut before = stretch.tokens[..at].iter().rev();
    let last = before.find(|token| token.class == Class::Head);
    last.is_some_and(|head| head.text(stretch.text) == stretch.word(at))
}

/// In a cell no verb ends a name, only a comma, a semicolon or "và" before another name does.
fn cell_end(stretch: Stretch, from: usize) -> usize {
    let mut depth = 0;
    for at in from..stretch.tokens.len() {
        match stretch.tokens[at].class {
            Class::Open => depth += 1,
            Class::Close => depth -= 1,
            Class::Semicolon if depth <= 0 => return at,
            // "Phòng Quản lý vận tải, phương tiện và người lái" is one office.
            Class::Comma
                if depth <= 0
                    && !matches!(stretch.class(at + 1), Some(Class::Small | Class::Verb)) =>
            {
                return at;
            }
            // "Sở Y tế/Sở Nội vụ", "Phòng Nội vụ - Phòng Tư pháp": the same head begins another.
            Class::Slash | Class::Dash if depth <= 0 && has_head_again(stretch, at + 1) => {
                return at;
            }
            Class::And if depth <= 0 && stretch.may_start(at + 1, false) => return at,
            // "Bộ Y tế Bộ Công an".
            Class::Head if at == from && has_head_again(stretch, at) => return at,
            _ => {}
        }
    }
    stretch.tokens.len()
}
