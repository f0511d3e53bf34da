//! The end of the document: "Nơi nhận:" with its lines, and the signature block: capacity, position, name.

use std::ops::Range;

use super::Reader;
use super::letterhead::Letterhead;
use crate::extract::Signer;
use crate::extract::any_of::opens_folded_with;
use crate::parse::{Block, BlockKind, Column};
use crate::text::{Span, fold, is_letter, opens_folded};

/// Lines after "Nơi nhận:" that can be recipients.
const RECIPIENTS_MAX: usize = 40;

pub(super) fn read(reader: &mut Reader, head: &Letterhead) {
    let blocks = &reader.blocks[head.end().min(reader.blocks.len())..];
    let begins = |block: &&Block| {
        let mut lines = lines_of(reader.written(block.span));
        lines.any(|(_, line)| begins_recipients(line) || is_office(line) || begins_office(line))
    };
    // What stands above the first is not asked again.
    let first = blocks.iter().position(begins);
    let lines = first.map_or(Vec::new(), |first| lines(reader, &blocks[first..]));
    let receives = lines
        .iter()
        .position(|line| begins_recipients(reader.written(*line)));
    if let Some(at) = receives {
        reader.identity.recipients = recipients(reader, &lines[at..]);
    }
    signer(reader, &lines);
}

fn lines(reader: &Reader, blocks: &[&Block]) -> Vec<Span> {
    let mut lines = Vec::with_capacity(blocks.len());
    for block in blocks {
        if block.kind == BlockKind::Page {
            continue;
        }
        let is_cell = matches!(block.kind, BlockKind::Cell { .. });
        let may_be_prose = is_cell && block.style.column == Column::Whole;
        let written = reader.written(block.span);
        let offset = block.span.start as usize;
        for (start, line) in lines_of(written) {
            let is_prose = may_be_prose && line.len() > LINE_MAX && !begins_recipients(line);
            if !is_blank(line) && !is_prose {
                let place = |part: Range<usize>| {
                    Span::new(offset + start + part.start, offset + start + part.end)
                };
                match glued(line) {
                    Some(parts) => lines.extend(parts.into_iter().map(place)),
                    None => lines.push(place(0..line.len())),
                }
            }
        }
    }
    lines
}

/// The lines and cells of a block, and where each starts.
fn lines_of(written: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = memchr::memchr2_iter(b'\n', b'\t', written.as_bytes());
    let mut next = 0;
    ends.chain([written.len()]).map(move |end| {
        let start = next;
        next = end + 1;
        (start, &written[start..end])
    })
}

/// Bytes of a line of a signature block in a cell; a longer one is prose.
const LINE_MAX: usize = 200;

/// "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn An" where the lines of a cell were glued: capacity, position
/// and name.
fn glued(line: &str) -> Option<Vec<Range<usize>>> {
    if LINE_MAX < line.len() || !begins_office(line) {
        return None;
    }
    let words = || {
        line.split(' ').scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some((start, word))
        })
    };
    let (name, _) = words().find(|(_, word)| word.contains(char::is_lowercase))?;
    if !is_office(&line[..name]) || !is_name(&line[name..]) {
        return None;
    }
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = "";
    for (at, word) in words().take_while(|(at, _)| *at < name) {
        // "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "BỘ TRƯỞNG, CHỦ NHIỆM" are one.
        let goes_on = before.ends_with(['.', ',']) || matches!(before, "PHÓ" | "TỔNG" | "CHI" | "");
        if !goes_on && begins_office(&line[at..]) {
            parts.push(start..at);
            start = at;
        }
        before = word;
    }
    parts.extend([start..name, name..line.len()]);
    Some(parts)
}

/// True where an office begins, in capitals.
fn begins_office(line: &str) -> bool {
    let word = || line.split(' ').next().unwrap_or_default();
    may_begin_office(line)
        && !word().contains(char::is_lowercase)
        && opens_folded_with(line, &OFFICES)
}

/// Most lines are told by their first letter or by their second.
fn may_begin_office(line: &str) -> bool {
    let [first, second, ..] = line.as_bytes() else {
        return false;
    };
    matches!(
        first,
        0..=b' ' | b'B' | b'C' | b'G' | b'H' | b'K' | b'P' | b'Q' | b'T' | b'V' | 0x80..
    ) && !second.is_ascii_lowercase()
}

fn is_blank(line: &str) -> bool {
    !line.starts_with(|c: char| c.is_ascii_graphic()) && line.trim().is_empty()
}

fn recipients(reader: &Reader, lines: &[Span]) -> Vec<String> {
    let mut recipients = Vec::new();
    let mut has_begun = false;
    for line in lines.iter().take(RECIPIENTS_MAX) {
        let written = reader.written(*line).trim();
        let item = written.strip_prefix("Nơi nhận").unwrap_or(written);
        let item = item.trim_start_matches([':', ' ']);
        let Some(item) = item.strip_prefix(['-', '+', '–', '•']) else {
            if item.is_empty() || !has_begun {
                continue;
            }
            break;
        };
        // "- Lưu: VT." alone is a list of nobody, and the dashes of an annex below are none of it.
        has_begun |= !item.trim().is_empty();
        for part in item.split(" - ") {
            let part = part.trim().trim_end_matches([';', '.', '/', ',']).trim();
            if !part.is_empty() && !fold(part).starts_with("luu") {
                recipients.push(part.to_owned());
            }
        }
    }
    recipients
}

/// The last run of capital lines that names an office, and the name under it.
fn signer(reader: &mut Reader, lines: &[Span]) {
    if let Some(name) = reader.best("signer").map(str::to_owned) {
        reader.identity.signer = Some(Signer {
            name: Some(name),
            position: None,
            capacity: None,
        });
    }
    let Some(last) = lines
        .iter()
        .position(|line| is_office(reader.written(*line)))
    else {
        return;
    };
    let mut found: Option<(Vec<Span>, Span)> = None;
    let mut at = last;
    while at < lines.len() {
        let end = (at..lines.len())
            .find(|next| !is_office(reader.written(lines[*next])))
            .unwrap_or(lines.len());
        if end > at {
            let name = lines[end..]
                .iter()
                .take(4)
                .find(|line| is_name(reader.written(**line)));
            if let Some(name) = name {
                found = Some((lines[at..end].to_vec(), *name));
                break;
            }
        }
        let Some(next) =
            (end + 1..lines.len()).find(|next| is_office(reader.written(lines[*next])))
        else {
            break;
        };
        at = next;
    }
    let Some((offices, name)) = found else { return };
    let written = |span: Span| reader.written(span).trim().trim_end_matches(',').to_owned();
    let position = offices.last().map(|span| written(*span));
    let capacity = offices[..offices.len() - 1]
        .iter()
        .rev()
        .map(|span| written(*span))
        .find(|line| line.contains(['.', '/']))
        .or_else(|| {
            offices
                .first()
                .map(|span| written(*span))
                .filter(|line| line.contains(['.', '/']))
        });
    let signer = Signer {
        name: Some(written(name)),
        position,
        capacity,
    };
    reader.offer("signer", "signature_block", Some(name), signer.name.clone());
    reader.identity.signer = Some(signer);
}

const OFFICES: [&str; 49] = [
    "tm.",
    "tm ",
    "t/m",
    "kt.",
    "k/t",
    "tl.",
    "t/l",
    "tuq.",
    "q.",
    "chu tich",
    "pho chu tich",
    "giam doc",
    "pho giam doc",
    "bo truong",
    "thu truong",
    "thu tuong",
    "chanh van phong",
    "cuc truong",
    "pho cuc truong",
    "bi thu",
    "pho bi thu",
    "truong ban",
    "chu nhiem",
    "pho chu nhiem",
    "pho thu tuong",
    "vu truong",
    "pho vu truong",
    "tong cuc truong",
    "pho tong cuc truong",
    "pho truong ban",
    "pho chanh van phong",
    "truong phong",
    "pho truong phong",
    "hieu truong",
    "pho hieu truong",
    "tong giam doc",
    "pho tong giam doc",
    "vien truong",
    "pho vien truong",
    "chi cuc truong",
    "pho chi cuc truong",
    "chanh thanh tra",
    "pho chanh thanh tra",
    "thong doc",
    "pho thong doc",
    "chi huy truong",
    "uy vien",
    "chanh an",
    "to truong",
];

/// "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ GIÁM ĐỐC ĐIỀU HÀNH".
fn is_office(line: &str) -> bool {
    if !may_begin_office(line) || line.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let line = line.trim();
    let letters = || line.chars().filter(|c| is_letter(*c));
    line.len() < 120
        && opens_folded_with(line, &OFFICES)
        && letters().take(5).count() == 5
        && !letters().any(char::is_lowercase)
}

/// "Nơi nhận:" in any case, with or without its marks.
fn begins_recipients(line: &str) -> bool {
    let first = line.as_bytes().first();
    matches!(first, Some(..=b' ' | b'N' | b'n' | 0x80..))
        && opens_folded(line.trim_start(), "noi nhan")
}

/// Two to six words, each with a capital, no digit and no mark: "Nguyễn Văn A".
fn is_name(line: &str) -> bool {
    let line = line.trim();
    let words: Vec<&str> = line.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && line.len() < 60
        && words
            .iter()
            .all(|word| word.chars().next().is_some_and(char::is_uppercase))
        && line.chars().all(|c| is_letter(c) || c == ' ' || c == '.')
        && words
            .iter()
            .any(|word| word.chars().any(char::is_lowercase))
}
