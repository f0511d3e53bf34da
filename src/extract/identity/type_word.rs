//! The type word that heads the title: "KẾ HOẠCH", "QUYẾT ĐỊNH:", what a decision carries ("QUY CHẾ"), and how a scan
//! misreads it.

use super::Reader;
use super::letterhead::{Letterhead, opening_of};
use crate::extract::lexer::{Token, TokenKind};
use crate::parse::BlockKind;
use crate::text::{Span, fold};

/// Bytes of a subject on the line of its type word.
const FLAT_MAX: usize = 300;

/// Blocks between the line of place and day and the title below it.
const BELOW_DAY_MAX: usize = 3;

/// A line that is a type word in capitals and nothing else: "KẾ HOẠCH", "QUYẾT ĐỊNH:".
pub(super) fn read(reader: &mut Reader, at: usize, tokens: &[Token], head: &mut Letterhead) {
    if is_of_data(reader, at) {
        return;
    }
    let block = reader.blocks[at].span;
    let line = reader
        .written(block)
        .trim()
        .trim_end_matches([':', '.', '*'])
        .trim();
    let Some(Token {
        span,
        kind: TokenKind::Type {
            doc_type,
            short: false,
        },
    }) = tokens.first()
    else {
        if !misread_word(reader, at, line, head) {
            carried_type(reader, at, line, head);
        }
        return;
    };
    let word = reader.written(*span);
    // "BỘ KẾ HOẠCH VÀ ĐẦU TƯ": a name that holds the word of a type. "- Luật Công nghệ thông tin …": one of
    // a list of grounds.
    let before = &reader.text[block.range().start..span.range().start];
    let is_item = before.trim_start().starts_with(['-', '+', '•', '–']);
    if before.contains(char::is_alphabetic) || is_item || ends_an_agency(reader, at, line) {
        return;
    }
    let rest = line.split_once(word).map_or("", |(_, rest)| rest).trim();
    let alone = rest.is_empty();
    // "Quyết định" under number and day: saved pages lose the capitals of a style.
    let is_capitals = word.chars().all(|c| !c.is_lowercase())
        || (alone && head.number_at.is_some() && head.date_at.is_some());
    if !is_capitals || reader.blocks[at].kind == BlockKind::Page || enacts(reader, at, head) {
        return;
    }
    let is_headed = head.number_at.is_some() || (!alone && carrier_follows(reader, at));
    // "Ea Kar, ngày 15 tháng 8 năm 2011" above "KẾ HOẠCH CHĂM SÓC CÂY XANH": what has no number has a title all the same.
    let is_below_day = head.date_at.is_some_and(|day| at <= day + BELOW_DAY_MAX);
    // "KẾ HOẠCH Phòng, chống cháy rừng năm 2025" below number and day: a text that lost the lines of its cells.
    let is_flat = head.number_at.is_some()
        && is_below_day
        && rest.len() <= FLAT_MAX
        && rest.starts_with(char::is_uppercase)
        && !rest.ends_with([':', ';'])
        && !rest.starts_with("Điều ");
    let title_in_line =
        (is_headed || is_below_day) && !rest.chars().any(char::is_lowercase) || is_flat;
    let first_line = is_headed || head.date_at.is_some() || alone;
    if !(first_line && (alone || title_in_line)) {
        return;
    }
    let code = reader.authority.doc_types()[*doc_type].code.clone();
    take_word(reader, (at, *span), Some(code), head);
}

/// "KÉ HOẠCH", "QUYÉT ĐỊNH", "K Ế HOẠCH" under the number, which says the type: a scan took other marks or blanks for
/// those of the word.
fn misread_word(reader: &mut Reader, at: usize, line: &str, head: &mut Letterhead) -> bool {
    let by_symbol = || reader.authority.doc_type_of_symbol(reader.best("symbol")?);
    let is_line = !line.is_empty() && !line.contains(char::is_lowercase);
    let Some(known) = head.number_at.filter(|_| is_line).and_then(|_| by_symbol()) else {
        return false;
    };
    let Some(length) = spelled(line, &known.name) else {
        return false;
    };
    let code = known.code.clone();
    let start = start_of(reader, at);
    take_word(
        reader,
        (at, Span::new(start, start + length)),
        Some(code),
        head,
    );
    true
}

/// Bytes of the word `line` opens with, if it has the letters of `name`, marks and blanks aside.
fn spelled(line: &str, name: &str) -> Option<usize> {
    let name = fold(name);
    let mut letters = name.bytes().filter(|byte| *byte != b' ');
    let mut wanted = letters.next();
    for (at, c) in line.char_indices().filter(|(_, c)| *c != ' ') {
        let Some(letter) = wanted else {
            let is_word = line[..at].ends_with(' ') || !c.is_alphanumeric();
            return is_word.then(|| line[..at].trim_end().len());
        };
        if fold(c.encode_utf8(&mut [0; 4])).as_bytes() != [letter] {
            return None;
        }
        wanted = letters.next();
    }
    wanted.is_none().then_some(line.len())
}

/// What a decision issues, whose name no citation begins with.
const CARRIED: [&str; 4] = ["QUY ĐỊNH", "QUY CHẾ", "ĐIỀU LỆ", "NỘI QUY"];

/// Bytes of such a name at the start of a line.
fn carried_word(line: &str) -> Option<usize> {
    let word = CARRIED.iter().find(|word| line.starts_with(**word))?;
    (!line[word.len()..].starts_with(char::is_alphanumeric)).then_some(word.len())
}

/// "QUY ĐỊNH", "QUY CHẾ" alone on a line, or with its subject where what carries it is named below.
fn carried_type(reader: &mut Reader, at: usize, line: &str, head: &mut Letterhead) {
    let is_capitals = !line.chars().any(char::is_lowercase);
    let Some(length) = carried_word(line).filter(|_| is_capitals && head.number_at.is_none())
    else {
        return;
    };
    if length < line.len() && !carrier_follows(reader, at) {
        return;
    }
    let found = reader.authority.doc_type(&line[..length]);
    let code = found.map(|found| found.code.clone());
    let start = start_of(reader, at);
    take_word(reader, (at, Span::new(start, start + length)), code, head);
}

/// Where the first letter of a block stands.
fn start_of(reader: &Reader, at: usize) -> usize {
    let block = reader.blocks[at].span;
    let written = reader.written(block);
    block.range().start + (written.len() - written.trim_start().len())
}

/// The type word at `word` of block `at` heads the title.
fn take_word(
    reader: &mut Reader,
    (at, word): (usize, Span),
    code: Option<String>,
    head: &mut Letterhead,
) {
    head.title_word = Some(at);
    head.word_end = word.range().end;
    if let Some(code) = code.filter(|code| !code.is_empty()) {
        reader.offer("doc_type", "title_block", Some(word), Some(code));
    }
}

/// "(Ban hành kèm theo Quyết định số …" under the lines of a title in capitals.
fn carrier_follows(reader: &Reader, at: usize) -> bool {
    const LINES_MAX: usize = 8;
    let below = reader.blocks[at + 1..].iter().take(LINES_MAX);
    let mut below = below.map(|block| reader.written(opening_of(reader, block.span)));
    let first = below.find(|line| line.chars().any(char::is_lowercase));
    first.is_some_and(|line| {
        let opening = fold(&line[..line.floor_char_boundary(line.len().min(LINE_MAX))]);
        let opening = opening.trim_start_matches(['(', '[', ' ', '*']);
        opening.starts_with("ban hanh kem") || opening.starts_with("kem theo ")
    })
}

/// Bytes of an opening that are folded.
const LINE_MAX: usize = 64;

/// "BỘ" above "KẾ HOẠCH VÀ ĐẦU TƯ": the line ends the name that the line above begins.
fn ends_an_agency(reader: &Reader, at: usize, line: &str) -> bool {
    const LINE_MAX: usize = 60;
    let above = at
        .checked_sub(1)
        .map(|above| reader.written(reader.blocks[above].span).trim());
    // Under "Hà Nội, ngày 14 tháng 4 năm 2017" no name goes on.
    let ends_in_year = |above: &str| above.ends_with(|c: char| c.is_ascii_digit());
    above
        .filter(|above| above.len() + line.len() < LINE_MAX)
        .filter(|above| !ends_in_year(above) || above.contains('('))
        .is_some_and(|above| {
            let name = reader.authority.lowered(&format!("{above} {line}"));
            reader.authority.agency(&name, None, None).is_some()
        })
}

/// "QUYẾT ĐỊNH:" under the grounds or above "Điều 1": what is decided begins there, and the line of the type word is
/// lost.
fn enacts(reader: &Reader, at: usize, head: &Letterhead) -> bool {
    let is_open = reader
        .written(reader.blocks[at].span)
        .trim_end()
        .ends_with(':');
    let below = reader.blocks.get(at + 1).map(|block| block.span);
    if is_open && below.is_some_and(|below| reader.written(below).starts_with("Điều ")) {
        return true;
    }
    let from = [head.number_at, head.date_at].into_iter().flatten().max();
    let above = from.map_or(&[][..], |from| &reader.blocks[from.min(at)..at]);
    is_open
        && above.iter().any(|block| {
            let folded = fold(reader.written(opening_of(reader, block.span)).trim_start());
            folded.starts_with("can cu ")
        })
}

/// "Báo cáo" in the product column of an annex: a letterhead is drawn with two columns or three, not with more.
fn is_of_data(reader: &Reader, at: usize) -> bool {
    const COLUMNS: u32 = 4;
    match reader.blocks[at].kind {
        BlockKind::Cell { table, .. } => reader
            .document
            .tables
            .get(table as usize)
            .is_some_and(|table| COLUMNS <= table.columns),
        _ => false,
    }
}
