//! The subject (*trích yếu*): the lines under the type word, "V/v …" of a dispatch, the headline of a page.

use std::cmp::Ordering;

use super::letterhead::Letterhead;
use super::{Reader, carrier, decider, dispatch};
use crate::extract::any_of::opens_folded_with;
use crate::extract::outline::names_period;
use crate::parse::{BlockKind, Column};
use crate::text::{Span, fold, is_letter, opens_folded};

/// Lines of a subject. Nghị định 30/2020/NĐ-CP wants it short; six is the longest seen.
pub(super) const LINES_MAX: usize = 8;

pub(super) fn read(reader: &mut Reader, head: &Letterhead) {
    match head.title_word {
        Some(at) => under_type_word(reader, at, head),
        None => dispatch::read(reader, head),
    }
    if head.title_word.is_none() && !reader.is_offered("title") {
        under_place_line(reader, head);
    }
    carrier::read(reader, head);
}

/// "PHÒNG, CHỐNG DỊCH BỆNH … NĂM 2024" right under number and day: saved pages lose the line of the type word.
fn under_place_line(reader: &mut Reader, head: &Letterhead) {
    if head.number_at.is_none() || head.date_at.is_none() {
        return;
    }
    const WORDS_MIN: usize = 4;
    let below = reader.blocks.iter().enumerate().skip(head.end());
    let lines = below.take(LINES_MAX).take_while(|(at, block)| {
        let line = reader.written(block.span).trim();
        !line.chars().any(char::is_lowercase)
            && block.kind != BlockKind::Page
            && !names_authority(&fold(line))
            && !ends_title(reader, *at, false)
    });
    let lines: Vec<Span> = lines.map(|(_, block)| block.span).collect();
    let words = lines
        .iter()
        .flat_map(|line| reader.written(*line).split_whitespace());
    if words.count() >= WORDS_MIN {
        offer_lines(reader, &lines, "title_block");
    }
}

fn under_type_word(reader: &mut Reader, at: usize, head: &Letterhead) {
    let mut lines: Vec<Span> = rest_of_line(reader, at, head.word_end)
        .into_iter()
        .collect();
    for next in at + 1..reader.blocks.len().min(at + 1 + LINES_MAX) {
        let block = reader.blocks[next];
        let skipped = Some(next) == head.number_at
            || Some(next) == head.date_at
            || block.kind == BlockKind::Page;
        if skipped
            || reader
                .written(block.span)
                .trim()
                .chars()
                .all(|c| !c.is_alphanumeric())
        {
            continue;
        }
        let is_part = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. });
        let ends = || {
            ends_title(reader, next, has_title(reader, &lines))
                && !names_place(reader, &lines, next)
        };
        if !is_part || block.style.column == Column::Right || ends() {
            break;
        }
        lines.push(block.span);
    }
    if !decider::collection_head(reader, &lines, "title_block") {
        lines.drain(..decider::lines(reader, &lines));
        if let Some(first) = lines.first_mut() {
            *first = decider::behind(reader, *first);
        }
        offer_lines(reader, &lines, "title_block");
    }
}

/// "… Hội Khuyến học tỉnh" above "Bình Thuận thành …": the line was broken before the name of the place.
fn names_place(reader: &Reader, lines: &[Span], next: usize) -> bool {
    const LEVELS: [&str; 5] = [" tỉnh", " thành phố", " huyện", " xã", " phường"];
    const LINE_MAX: usize = 600;
    let Some(last) = lines.last() else {
        return false;
    };
    let above = reader.written(*last).trim_end();
    let line = reader.written(reader.blocks[next].span).trim();
    let name = line.match_indices(' ').nth(1).map(|(end, _)| &line[..end]);
    LEVELS.iter().any(|level| above.ends_with(level))
        && line.len() <= LINE_MAX
        && name.is_some_and(|name| reader.authority.province(name).is_some())
}

/// True if some of these lines are a subject: who met is none, nor is "CỦA BỘ CHÍNH TRỊ," above "BAN BÍ THƯ".
fn has_title(reader: &Reader, lines: &[Span]) -> bool {
    !lines.iter().all(|line| {
        let line = reader.written(*line).trim();
        decider::is_meeting(line) || line.starts_with("CỦA ") && line.ends_with(',')
    })
}

/// "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2021": the subject on the line of the type word.
fn rest_of_line(reader: &Reader, at: usize, word_end: usize) -> Option<Span> {
    let block = reader.blocks[at].span;
    let rest = &reader.text[word_end..block.range().end];
    let start = word_end + (rest.len() - rest.trim_start_matches([' ', ':', '\n', '\t']).len());
    // "QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN …" says who decides; the subject follows on its own line.
    let of_issuer = opens_folded(&reader.text[start..block.range().end], "cua ");
    (!of_issuer
        && start < block.range().end
        && reader.text[start..block.range().end]
            .chars()
            .any(char::is_alphabetic))
    .then(|| Span::new(start, block.range().end))
}

/// A line that opens so is no subject, wherever it stands.
const OPENINGS: [&str; 16] = [
    "vao hoi ",
    "can cu",
    "phu luc",
    "kinh gui",
    "kinh goi",
    "theo de nghi",
    "xet de nghi",
    "phan i",
    "phan thu",
    "phan mot",
    "phan 1",
    "phan a",
    "chuong i",
    "dieu 1",
    "i-",
    "thi hanh",
];

/// After a subject these open the basis or the bracket of a carrier; right under the type word
/// "Thực hiện Kế hoạch số 61/KH-UBND tại Sở Nội vụ năm 2024" is the subject itself.
const AFTER_TITLE: [&str; 15] = [
    "dia diem:",
    "dia diem xay dung:",
    "mo dau",
    "phan mo dau",
    "loi noi dau",
    "loi mo dau",
    "dat van de",
    "thuc hien",
    "trien khai thuc hien ke hoach so",
    "de thuc hien",
    "nham ",
    "(ban hanh kem",
    "(kem theo",
    "ban hanh kem",
    "de trien khai",
];

/// True where the body starts: a basis, a heading, an addressee, the deciding authority in capitals, a sentence.
fn ends_title(reader: &Reader, at: usize, has_title: bool) -> bool {
    let line = reader.written(reader.blocks[at].span).trim();
    let opens = |openings: &[&str]| opens_folded_with(line, openings);
    let starts_small = line.starts_with(char::is_lowercase);
    // "Quý I" heads the work of a quarter.
    if names_period(line) {
        return true;
    }
    if opens(&OPENINGS) || (has_title && !starts_small && opens(&AFTER_TITLE)) {
        return true;
    }
    let is_long = line.len() > 160 && !opens(&["ve viec", "v/v"]);
    let is_sentence = line.ends_with([';', ':']) || line.ends_with('.') && is_long;
    if !has_title && (is_sentence || opens(&["(ban hanh kem", "(kem theo"])) {
        return true;
    }
    let is_small = |c: char| c.is_lowercase() && is_letter(c);
    // A subject in capitals is one however long.
    let longest = if line.contains(is_small) { 500 } else { 1_000 };
    if outline_label(line) || line.len() > longest {
        return true;
    }
    let opening = || fold(&line[..line.floor_char_boundary(line.len().min(OPENING_MAX))]);
    if has_title && !line.contains(is_small) && names_authority(&opening()) {
        return true;
    }
    // The last line of a subject may end with a full stop: it goes on in lower case.
    // "ỦY BAN NHÂN DÂN TỈNH" right above the grounds decides, even where the subject was lost.
    let below = reader
        .blocks
        .get(at + 1)
        .map(|block| reader.written(block.span));
    let is_above_grounds = below.is_some_and(|below| opens_folded(below.trim_start(), "can cu "));
    if is_above_grounds && !line.contains(is_small) && names_authority(&opening()) {
        return true;
    }
    let goes_on = line.starts_with(char::is_lowercase) && line.ends_with('.') && line.len() <= 160;
    has_title && !goes_on && (line.ends_with(['.', ';', ':']) || line.len() > 260)
}

/// Bytes of a line that are folded to see how it opens: four for each letter of the longest opening.
const OPENING_MAX: usize = 128;

fn names_authority(folded: &str) -> bool {
    const HEADS: [&str; 25] = [
        "hieu truong",
        "vien truong",
        "tong cuc truong",
        "chi cuc truong",
        "truong phong",
        "chanh thanh tra",
        "hoi dong truong",
        "uy ban thuong vu",
        "thong doc",
        "tong kiem toan",
        "uy ban nhan dan",
        "chu tich",
        "giam doc",
        "hoi dong nhan dan",
        "bo truong",
        "thu tuong",
        "chinh phu",
        "ban thuong vu",
        "truong ban",
        "tong giam doc",
        "cuc truong",
        "ban bi thu",
        "ban chap hanh",
        "thuong truc",
        "bo ",
    ];
    HEADS.iter().any(|head| folded.starts_with(head))
}

/// "I.", "A.", "1.", "1.1.", "-".
fn outline_label(line: &str) -> bool {
    let label = line.split([' ', '\t']).next().unwrap_or_default();
    let bare = label.trim_end_matches(['.', ')', '/', '-']);
    let closes = label.len() > bare.len();
    let roman = !bare.is_empty() && bare.chars().all(|c| "IVX".contains(c));
    let digits = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    let roman = roman || bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_uppercase());
    label == "-" || label == "+" || (closes && (roman || digits))
}

pub(super) fn offer_lines(reader: &mut Reader, lines: &[Span], source: &'static str) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return;
    };
    let mut joined = String::new();
    for line in lines {
        let line = reader.stream.collapsed(reader.written(*line));
        if !joined.is_empty() && !line.is_empty() {
            joined.push(' ');
        }
        joined.push_str(&line);
    }
    let title = without_mark(&joined).trim_matches([' ', ':', '*']);
    let title = match title.starts_with('“') && title.contains('”') && !title.ends_with('”') {
        // “Năm Giáo dục” xã Vầy Nưa: the quotes are the subject's.
        true => title,
        // A speck before a scanned title is read as a quote mark.
        false => without_specks(title),
    };
    let title = title.trim_end_matches(['.', ' ']).to_owned();
    if !title.is_empty() {
        reader.offer("title", source, Some(first.cover(*last)), Some(title));
    }
}

/// "V/v" is a mark, not a word of the subject; "Về việc" is kept.
fn without_mark(title: &str) -> &str {
    ["V/v:", "v/v:", "V/v", "v/v", "V/V"]
        .iter()
        .find_map(|mark| title.strip_prefix(mark))
        .unwrap_or(title)
}

/// The title without marks at either end, but for the one that closes a quotation in it: "… phong trào “Đoàn kết, sáng
/// tạo”".
fn without_specks(title: &str) -> &str {
    const SPECKS: [char; 8] = [' ', ':', '*', '"', '“', '”', '\'', '`'];
    let rest = title.trim_start_matches(SPECKS);
    let bare = rest.trim_end_matches(SPECKS);
    let count = |mark: char| bare.matches(mark).count();
    let close = match count('“').cmp(&count('”')) {
        Ordering::Greater => '”',
        _ if count('"') % 2 == 1 => '"',
        _ => return bare,
    };
    match rest[bare.len()..].starts_with(close) {
        true => &rest[..bare.len() + close.len_utf8()],
        false => bare,
    }
}
