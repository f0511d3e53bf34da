//! The subject (*trích yếu*): the lines under the type word, "V/v …" of a dispatch, the headline of a page.

use std::cmp::Ordering;
use std::ops::Range;

use super::Reader;
use super::letterhead::Letterhead;
use crate::extract::any_of::{opens_folded_with, opens_with};
use crate::extract::lexer::{self, TokenKind};
use crate::extract::outline::names_period;
use crate::extract::section::collapse;
use crate::extract::{agency, date};
use crate::parse::{BlockKind, Column};
use crate::text::{Number, Span, fold, is_letter, opens_folded};

/// Lines of a subject. Nghị định 30/2020/NĐ-CP wants it short; six is the longest seen.
const LINES_MAX: usize = 8;

pub(super) fn read(reader: &mut Reader, head: &Letterhead) {
    match head.title_word {
        Some(at) => under_type_word(reader, at, head),
        None => dispatch_subject(reader, head),
    }
    if head.title_word.is_none() && !reader.is_offered("title") {
        under_place_line(reader, head);
    }
    carrier(reader, head);
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
        if !is_part
            || block.style.column == Column::Right
            || ends_title(reader, next, has_title(reader, &lines))
        {
            break;
        }
        lines.push(block.span);
    }
    if !collection_head(reader, &lines, "title_block") {
        lines.drain(..decider_lines(reader, &lines));
        if let Some(first) = lines.first_mut() {
            *first = after_decider(reader, *first);
        }
        offer_lines(reader, &lines, "title_block");
    }
}

/// How a resolution of the Party says which of its meetings passed it, folded.
const MEETINGS: [&str; 3] = ["hoi nghi lan thu ", "dai hoi dang bo ", "dai hoi dai bieu "];

/// True if some of these lines are a subject: who met is none.
fn has_title(reader: &Reader, lines: &[Span]) -> bool {
    let is_meeting = |line: &Span| opens_folded_with(reader.written(*line).trim(), &MEETINGS);
    !lines.iter().all(is_meeting)
}

/// The lines above the subject that say whose the document is: "CỦA BAN THƯỜNG VỤ TỈNH ỦY" or "HỘI NGHỊ LẦN THỨ SÁU", "BAN
/// CHẤP HÀNH ĐẢNG BỘ TỈNH" above "về tăng cường …". Papers of the Party give them lines of their own.
fn decider_lines(reader: &Reader, lines: &[Span]) -> usize {
    let written = |line: &Span| reader.written(*line).trim();
    let Some(first) = lines.first() else { return 0 };
    let is_body =
        written(first).starts_with("CỦA ") || opens_folded_with(written(first), &MEETINGS);
    let is_agency = || {
        let of = written(first).strip_prefix("của ");
        let (start, end) = (
            first.range().end - of.map_or(0, str::len),
            first.range().end,
        );
        of.is_some() && agency::end_of(reader.text, start, end, reader.authority) == Some(end)
    };
    let is_line = |line: &Span| {
        let line = written(line);
        line.len() < ISSUER_MAX && about_at(line).is_none() && !line.contains(char::is_lowercase)
    };
    let deciders = match is_body {
        true => lines.iter().take_while(|line| is_line(line)).count(),
        false => usize::from(is_agency()),
    };
    let has_subject = || {
        let subject = lines.get(deciders).map(written);
        subject.is_some_and(|subject| about_at(subject).is_some())
    };
    if 0 < deciders && has_subject() {
        deciders
    } else {
        0
    }
}

/// Where the subject begins in a line, or behind those in capitals who decide: "BAN CHẤP HÀNH ĐẢNG BỘ TỈNH về phát
/// triển …".
fn about_at(line: &str) -> Option<usize> {
    if opens_with(line, &["về ", "Về ", "VỀ ", "thực hiện "]) {
        return Some(0);
    }
    let about = [" VỀ ", " Về ", " về "];
    let at = about.iter().filter_map(|about| line.find(about)).min()?;
    (at < ISSUER_MAX && !line[..at].contains(char::is_lowercase)).then_some(at + 1)
}

/// "CỦA ỦY BAN NHÂN DÂN THÀNH PHỐ VỀ BAN HÀNH …": until 2010 a decision's title began with who decides.
fn after_decider(reader: &Reader, line: Span) -> Span {
    const DECIDERS: [&str; 4] = ["CỦA ", "Của ", "BAN CHẤP HÀNH ", "HỘI NGHỊ LẦN THỨ "];
    let written = reader.written(line);
    if !opens_with(written, &DECIDERS) {
        return line;
    }
    let about = match written.starts_with("Của ") {
        true => [" về ", " Về "]
            .iter()
            .find_map(|about| Some(written.find(about)? + 1)),
        false => about_at(written),
    };
    match about.filter(|at| *at < ISSUER_MAX) {
        Some(at) => Span::new(line.range().start + at, line.range().end),
        None => line,
    }
}

/// "CỦA CHÍNH PHỦ SỐ 29/1998/NĐ-CP NGÀY 11 THÁNG 5 NĂM 1998 VỀ VIỆC …": law collections print issuer,
/// number, date and subject as one title. Says whether this is one.
pub(super) fn collection_head(reader: &mut Reader, lines: &[Span], source: &'static str) -> bool {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return false;
    };
    let whole = first.cover(*last);
    let written = reader.written(whole);
    if !opens_folded(written, "cua ") {
        return false;
    }
    let lower = written.to_lowercase();
    // Offsets of the lower case hold only where no letter changed its length.
    if lower.len() != written.len() || !lower.starts_with("của ") {
        return false;
    }
    let Some(so) = lower.find(" số ").filter(|so| *so < ISSUER_MAX) else {
        return false;
    };
    let number_at = so + " số ".len();
    let number_end = lower[number_at..]
        .find(char::is_whitespace)
        .map_or(lower.len(), |end| number_at + end);
    let Some(number) = Number::parse(written[number_at..number_end].trim_end_matches([',', ';']))
        .filter(|number| number.serial.is_some())
    else {
        return false;
    };
    let start = whole.start as usize;
    let at = |from: usize, to: usize| Span::new(start + from, start + to);
    // "của Ban Thường vụ Tỉnh ủy thực hiện Nghị quyết số 19-NQ/TW": the number is another's.
    let mut tokens = Vec::new();
    reader.lex(whole, &mut tokens);
    let mut before = tokens
        .iter()
        .take_while(|token| token.span.range().start < whole.range().start + so);
    if before.any(|token| matches!(token.kind, TokenKind::Type { .. })) {
        return false;
    }
    let issuer = collapse(&written["của ".len()..so]);
    reader.offer(
        "issuer",
        source,
        Some(at("của ".len(), so)),
        Some(brought_down(reader, &issuer)),
    );
    let span = Some(at(number_at, number_end));
    reader.offer("number", source, span, Some(number.to_string()));
    reader.offer("symbol", source, span, Some(number.symbol.clone()));
    let mut subject = number_end;
    if let Some(token) = lower[number_end..].find("ngày ").and_then(|gap| {
        let day = number_end + gap;
        date::read(&lower, day).filter(|_| gap < DATE_GAP_MAX)
    }) {
        let (from, to) = (token.span.range().start, token.span.range().end);
        reader.offer("issued_on", source, Some(at(from, to)), token.date.iso());
        subject = to;
    }
    let rest = &written[subject..];
    let skipped = rest.len() - rest.trim_start_matches([' ', ',', '\n', ':']).len();
    if subject + skipped < written.len() {
        offer_lines(reader, &[at(subject + skipped, written.len())], source);
    }
    true
}

/// Bytes of the longest issuer in such a title.
const ISSUER_MAX: usize = 160;
/// Bytes between the number and "ngày".
const DATE_GAP_MAX: usize = 4;

/// An issuer in capitals as it is written elsewhere; one that is not in capitals as it is.
fn brought_down(reader: &Reader, issuer: &str) -> String {
    match issuer.chars().any(char::is_lowercase) {
        true => issuer.to_owned(),
        false => reader.authority.lowered(issuer),
    }
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

/// "V/v đôn đốc …" left under the number, or "Về việc …".
fn dispatch_subject(reader: &mut Reader, head: &Letterhead) {
    let Some(zone) = dispatch_zone(reader, head) else {
        return;
    };
    for at in zone.clone() {
        let block = reader.blocks[at].span;
        let written = reader.written(block);
        let Some(offset) = subject_mark(written) else {
            continue;
        };
        // Without a number only "V/v" in the left half says dispatch: applications are "Về việc" too.
        let is_marked =
            written[offset..].starts_with(['V', 'v']) && !written[offset..].starts_with("Về");
        let in_left_half = reader.blocks[at].style.column == Column::Left;
        if head.number_at.is_none() && !(is_marked && in_left_half) {
            continue;
        }
        let start = block.start as usize + offset;
        let mut lines = vec![Span::new(
            start,
            line_end(written, offset) + block.start as usize,
        )];
        for next in at + 1..reader.blocks.len().min(at + 5) {
            let line = reader.blocks[next];
            let same_column = line.style.column == Column::Left;
            let is_next_part =
                Some(next) == head.date_at || is_addressee(reader.written(line.span));
            if is_next_part || !same_column {
                break;
            }
            lines.push(line.span);
        }
        offer_lines(reader, &lines, "title_block");
        reader.offer(
            "doc_type",
            "title_block",
            Some(lines[0]),
            Some("CV".to_owned()),
        );
        return;
    }
    let addressed = head.number_at.is_some()
        && reader
            .blocks
            .iter()
            .take(zone.end + 4)
            .any(|block| is_addressee(reader.written(block.span)));
    if addressed {
        reader.offer("doc_type", "title_block", None, Some("CV".to_owned()));
    }
}

/// The blocks around the number; where a stamp hides the number, those between the top of the page
/// and the addressee.
fn dispatch_zone(reader: &Reader, head: &Letterhead) -> Option<Range<usize>> {
    /// Blocks of a letterhead and of a letter's addressees, line by line.
    const ADDRESSEE_MAX: usize = 16;
    if let Some(number_at) = head.number_at {
        return Some(number_at.saturating_sub(2)..reader.blocks.len().min(number_at + 8));
    }
    let mut blocks = reader.blocks.iter().take(ADDRESSEE_MAX);
    let addressee = blocks.position(|block| is_addressee(reader.written(block.span)))?;
    (!reader.is_page()).then_some(0..addressee)
}

pub(super) fn is_addressee(written: &str) -> bool {
    opens_folded_with(written.trim_start(), &["kinh gui", "kinh goi"])
}

fn subject_mark(written: &str) -> Option<usize> {
    ["V/v", "v/v", "V/V", "Về việc", "Vv "]
        .iter()
        .filter_map(|mark| written.find(mark))
        .min()
}

fn line_end(written: &str, from: usize) -> usize {
    written[from..]
        .find(['\t', '\n'])
        .map_or(written.len(), |end| from + end)
}

fn offer_lines(reader: &mut Reader, lines: &[Span], source: &'static str) {
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

/// "(Ban hành kèm theo Quyết định số 12/QĐ-UBND ngày …)" right under the title names the carrier.
fn carrier(reader: &mut Reader, head: &Letterhead) {
    let from = head.title_word.unwrap_or(0);
    for at in from..reader.blocks.len().min(from + 8) {
        let block = reader.blocks[at].span;
        let line = reader.written(block).trim_start_matches(['(', ' ', '*']);
        if !(opens_folded(line, "ban hanh kem theo") || opens_folded(line, "kem theo")) {
            continue;
        }
        // "(Kèm theo Quyết định số …" may go on in the next line.
        let written = reader.written(block);
        let is_open = written.trim_start().starts_with('(') && !written.contains(')');
        let block = match reader.blocks.get(at + 1).filter(|_| is_open) {
            Some(next) => block.cover(next.span),
            None => block,
        };
        let mut tokens = Vec::new();
        reader.lex(block, &mut tokens);
        let numbers = tokens.iter().find_map(|token| match &token.kind {
            TokenKind::Number(number) if number.serial().is_some() => Some(number.clone()),
            _ => None,
        });
        let Some(number) = numbers else { return };
        reader.offer(
            "carrier",
            "title_block",
            Some(number.span),
            Some(number.number.clone()),
        );
        if head.number_at.is_none() {
            issuer_of_carrier(reader, &tokens, number.span);
            carried(reader, &tokens, number);
            if head.title_word.is_none() {
                annex_title(reader, at);
            }
        }
        return;
    }
}

/// "… của Ủy ban nhân dân thành phố Cần Thơ)": who issued the carrier issued what it carries.
fn issuer_of_carrier(reader: &mut Reader, tokens: &[lexer::Token], number: Span) {
    let of = tokens
        .iter()
        .find(|token| token.kind == TokenKind::Of && number.end <= token.span.start);
    let Some(of) = of else { return };
    let after = of.span.range().end;
    let start = after + (reader.text[after..].len() - reader.text[after..].trim_start().len());
    let limit = reader.text.len().min(start + ISSUER_MAX);
    if let Some(end) = agency::end_of(reader.text, start, limit, reader.authority) {
        reader.carrier_issuer = Some(Span::new(start, end));
    }
}

/// The title of an annex that came alone: the lines in capitals above "(Kèm theo …)".
fn annex_title(reader: &mut Reader, carrier: usize) {
    let above = reader.blocks[..carrier].iter().rev().take(LINES_MAX);
    let mut lines: Vec<Span> = above
        .map(|block| block.span)
        .take_while(|span| is_annex_title(reader.written(*span)))
        .collect();
    lines.reverse();
    if !reader.is_offered("title") {
        offer_lines(reader, &lines, "title_block");
    }
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

/// In capitals, and neither "PHỤ LỤC 3" nor the motto nor an agency.
fn is_annex_title(line: &str) -> bool {
    let folded = fold(line.trim());
    let heads = [
        "phu luc", "phu bieu", "mau so", "bieu so", "cong hoa", "doc lap", "uy ban",
    ];
    folded.chars().any(char::is_alphabetic)
        && !line.chars().any(char::is_lowercase)
        && !heads.iter().any(|head| folded.starts_with(head))
}

/// A plan without a number of its own bears its carrier's number and date.
fn carried(
    reader: &mut Reader,
    tokens: &[lexer::Token],
    number: crate::extract::number::NumberToken,
) {
    reader.offer(
        "number",
        "title_block",
        Some(number.span),
        Some(number.number.clone()),
    );
    reader.offer(
        "symbol",
        "title_block",
        Some(number.span),
        number.symbol().map(str::to_owned),
    );
    let date = tokens.iter().find_map(|token| match token.kind {
        TokenKind::Date(date) => Some(date),
        _ => None,
    });
    if let Some(date) = date {
        reader.offer("issued_on", "title_block", Some(date.span), date.date.iso());
    }
}
