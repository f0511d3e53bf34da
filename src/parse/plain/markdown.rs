//! The marks of Markdown that turn up in saved documents: headings, emphasis, footnotes, escapes.

use std::ops::Range;

use crate::parse::Style;
use crate::parse::charset::Decoded;
use crate::parse::flow::{Para, Role};

use super::emphasis::{Marked, toggle};

/// Writes one line: heading and footnote marks set the role and are not text.
pub(super) fn write_line(decoded: &Marked, line: Range<usize>, para: &mut Para) {
    let text = &decoded.text[line.clone()];
    let indent = text.len() - text.trim_start().len();
    let start = line.start + indent;
    let body = text.trim_start();
    if let Some((level, skip)) = heading(body) {
        para.role = Role::Heading(level);
        write(decoded, start + skip..line.end, para);
        return;
    }
    if let Some(skip) = footnote(body) {
        para.role = Role::Footnote;
        write(decoded, start + skip..line.end, para);
        return;
    }
    write(decoded, start..line.end, para);
}

fn heading(body: &str) -> Option<(u8, usize)> {
    let level = body.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading = (1..=6).contains(&level) && body[level..].starts_with(' ');
    is_heading.then_some((level as u8, level + 1))
}

/// `[^1]: text`.
fn footnote(body: &str) -> Option<usize> {
    let end = body.strip_prefix("[^")?.find("]:")?;
    (end <= 8).then_some(2 + end + 2)
}

/// Writes a stretch, emphasis marks and escapes removed.
pub(super) fn write(decoded: &Marked, range: Range<usize>, para: &mut Para) {
    let text = &decoded.text[range.clone()];
    let mut style = decoded.style_at(range.start);
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['*', '_', '\\']) {
        at += found;
        let across = decoded.across_at(range.start + at);
        let len = match across.map_or_else(|| mark_len(text, at, style), Mark::Emphasis) {
            Mark::Emphasis(len) => len,
            Mark::Escape => 1,
            Mark::None => {
                at += 1;
                continue;
            }
        };
        put(decoded, range.start + from..range.start + at, style, para);
        let escape = text[at..].starts_with('\\');
        if !escape {
            toggle(&mut style, len);
        }
        at += len;
        from = at;
        // The escaped character itself is text, whatever it is.
        at += if escape {
            text[at..].chars().next().map_or(0, char::len_utf8)
        } else {
            0
        };
    }
    put(decoded, range.start + from..range.end, style, para);
}

enum Mark {
    Emphasis(usize),
    Escape,
    None,
}

/// Bytes in which a closing mark is looked for: a line of thousands of open ones costs what its length does.
const EMPHASIS_MAX: usize = 4_096;

/// What the mark at `at` is: an opening one needs its closing one on the line, or one known to stand
/// on another ([`Marked`]).
fn mark_len(text: &str, at: usize, style: Style) -> Mark {
    let rest = &text[at..];
    if let Some(next) = rest.strip_prefix('\\') {
        let escapes = next.starts_with(|c: char| c.is_ascii_punctuation());
        return if escapes { Mark::Escape } else { Mark::None };
    }
    let mark = &rest[..1];
    let len = rest
        .bytes()
        .take(3)
        .take_while(|byte| mark.as_bytes() == [*byte])
        .count();
    let open = match len {
        1 => style.italic,
        2 => style.bold,
        _ => style.bold && style.italic,
    };
    let before = text[..at].chars().next_back();
    let after = rest[len..].chars().next();
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if mark == "_" && in_word(before) && in_word(after) {
        return Mark::None;
    }
    if open {
        return Mark::Emphasis(len);
    }
    let closing = &rest[..len];
    let behind = &rest[len..];
    // "** **": what was emphasized was taken away.
    let is_empty = len > 1 && behind.trim_start_matches(' ').starts_with(closing);
    let opens = is_empty || after.is_some_and(|c| !c.is_whitespace() && c != ')');
    // "*Điều 2. *Sở …": what turns a page into Markdown leaves the blank inside the marks.
    let has_end = || {
        let near = &rest[len..rest.floor_char_boundary(EMPHASIS_MAX).max(len)];
        near[near.chars().next().map_or(0, char::len_utf8)..].contains(closing)
    };
    if opens && has_end() {
        Mark::Emphasis(len)
    } else {
        Mark::None
    }
}

fn put(decoded: &Decoded, range: Range<usize>, style: Style, para: &mut Para) {
    for (part, place) in decoded.places(range) {
        para.push_styled(&decoded.text[part], place, style);
    }
}
