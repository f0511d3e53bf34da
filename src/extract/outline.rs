//! Blocks in, an outline out: which line stands under which. Plans number freely ("I-", "1.1.", "a)", "-", "+") and skip
//! levels, so a mark is put under the nearest earlier line whose kind of mark is not yet open; a mark whose kind
//! is open closes everything below it. Tables and the text after a signature keep their places.

use crate::parse::{BlockKind, Document};
use crate::text::Span;

/// Kinds of marks, outermost first where they are used together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Annex,
    Part,
    Chapter,
    Section,
    Article,
    Roman,
    Letter,
    Number(u8),
    SmallRoman,
    SmallLetter,
    Dash,
    Plus,
}

/// One paragraph, with the mark that opens it set aside.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// "II", "1.2", "a", "Điều 3".
    pub label: Option<Span>,
    pub mark: Option<Mark>,
    /// What follows the mark, without the blanks at either end.
    pub body: Span,
    pub parent: Option<usize>,
    pub has_children: bool,
    /// The next line stands under this one or beside it as its text: what looks like a heading is one.
    pub is_heading: bool,
    /// The document, then each thing attached to it.
    pub part: u32,
    pub zone: Zone,
    pub table: Option<u32>,
}

/// Where in its part a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Letterhead, title, legal bases.
    Opening,
    Body,
    /// Recipients, signature, and whatever a portal prints after them.
    Closing,
}

/// Bytes of a heading without a full stop; longer ones are sentences whose stop was lost.
const HEADING_MAX: usize = 260;

pub(super) fn read(document: &Document) -> Vec<Line> {
    let mut lines = lines(document);
    zones(&mut lines, document.text.as_str());
    join_broken(&mut lines, document.text.as_str());
    headings(&mut lines, document.text.as_str());
    parents(&mut lines, document.text.as_str());
    lines
}

fn lines(document: &Document) -> Vec<Line> {
    let text = document.text.as_str();
    let mut lines: Vec<Line> = Vec::with_capacity(document.blocks.len());
    let mut last_table = None;
    for block in &document.blocks {
        match block.kind {
            BlockKind::Furniture | BlockKind::Page | BlockKind::Footnote => {}
            BlockKind::Cell { table, .. } if last_table != Some(table) => {
                last_table = Some(table);
                let span = document
                    .tables
                    .get(table as usize)
                    .map_or(block.span, |table| table.span);
                lines.push(Line {
                    table: Some(table),
                    ..line(Span::new(span.start as usize, span.start as usize))
                });
            }
            BlockKind::Cell { .. } => {}
            BlockKind::Paragraph | BlockKind::Heading { .. } => {
                let range = block.span.range();
                let mut start = range.start;
                for piece in text[range].split_inclusive('\n') {
                    lines.extend(marked(text, start, piece));
                    start += piece.len();
                }
            }
        }
    }
    lines
}

fn line(body: Span) -> Line {
    Line {
        label: None,
        mark: None,
        body,
        parent: None,
        has_children: false,
        is_heading: false,
        part: 0,
        zone: Zone::Body,
        table: None,
    }
}

/// The line in `piece`, which starts at `start`; `None` for blanks.
fn marked(text: &str, start: usize, piece: &str) -> Option<Line> {
    let body = trim(text, Span::new(start, start + piece.len()));
    if body.is_empty() {
        return None;
    }
    let (mark, label, length) = mark_of(&text[body.range()]).unwrap_or((None, 0..0, 0));
    let from = body.start as usize;
    let rest = trim(text, Span::new(from + length, body.end as usize));
    let label = mark.map(|_| Span::new(from + label.start, from + label.end));
    Some(Line {
        label,
        mark,
        ..line(rest)
    })
}

pub(super) fn trim(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let left = slice.len() - slice.trim_start().len();
    let kept = slice.trim();
    let start = span.start as usize + left;
    Span::new(start, start + kept.len())
}

type Found = (Option<Mark>, std::ops::Range<usize>, usize);

/// The mark at the start of a paragraph: its kind, the label and the length with what separates it.
fn mark_of(text: &str) -> Option<Found> {
    worded(text)
        .or_else(|| bullet(text))
        .or_else(|| bracketed(text))
        .or_else(|| outline_label(text))
}

/// "Điều 3.", "Chương II", "Phần thứ nhất", "Mục 2", "PHỤ LỤC I".
fn worded(text: &str) -> Option<Found> {
    const WORDS: [(&str, Mark); 12] = [
        ("Điều ", Mark::Article),
        ("ĐIỀU ", Mark::Article),
        ("Chương ", Mark::Chapter),
        ("CHƯƠNG ", Mark::Chapter),
        ("Phần ", Mark::Part),
        ("PHẦN ", Mark::Part),
        ("Mục ", Mark::Section),
        ("MỤC ", Mark::Section),
        ("Phụ lục", Mark::Annex),
        ("PHỤ LỤC", Mark::Annex),
        ("PHỤ BIỂU", Mark::Annex),
        ("Phụ biểu", Mark::Annex),
    ];
    let (word, mark) = WORDS.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = &text[word.len()..];
    let number = rest.trim_start();
    let gap = rest.len() - number.len();
    let length = number
        .find(|c: char| !(c.is_ascii_alphanumeric()))
        .unwrap_or(number.len());
    let label = &number[..length];
    let is_number = !label.is_empty()
        && (label.bytes().all(|b| b.is_ascii_digit())
            || roman(label).is_some()
            || label.len() == 1);
    let ordinal = number.starts_with("thứ ") || number.starts_with("THỨ ");
    if *mark != Mark::Annex && !is_number && !ordinal {
        return None;
    }
    if *mark == Mark::Annex
        && !is_number
        && !matches!(number.chars().next(), None | Some(':' | '.' | '\n' | '-'))
    {
        return None;
    }
    let end = word.len() + gap + if is_number { length } else { 0 };
    let after = &text[end..];
    let separator = after.len()
        - after
            .trim_start_matches([' ', '.', ':', '-', '–', '\n'])
            .len();
    // "Điều 5 của Nghị định" and "Mục III phần A" are mentions, not headings.
    let follows = after[separator..].chars().next();
    if separator <= 1 && after.starts_with(' ') && follows.is_some_and(char::is_lowercase) {
        return None;
    }
    let label = text[..end].trim_end().len();
    Some((Some(*mark), 0..label, end + separator))
}

fn bullet(text: &str) -> Option<Found> {
    let first = text.chars().next()?;
    let mark = match first {
        '-' | '–' | '—' | '−' | '•' | '●' | '▪' | '■' | '◦' | '\u{f0b7}' | '\u{f02d}' | '*'
        | '→' | '➢' | '✓' => Mark::Dash,
        '+' | 'o' if first == '+' || text.starts_with("o ") => Mark::Plus,
        _ => return None,
    };
    let length = first.len_utf8();
    let rest = &text[length..];
    let rest_trimmed = rest.trim_start_matches([first, ' ', '\u{a0}', '\t']);
    (!rest_trimmed.is_empty()).then_some((Some(mark), 0..length, text.len() - rest_trimmed.len()))
}

/// "(i).", "(1)", "(a)".
fn bracketed(text: &str) -> Option<Found> {
    let inside = text.strip_prefix('(')?;
    let close = inside.find(')').filter(|&close| (1..=4).contains(&close))?;
    let label = &inside[..close];
    let mark = match () {
        () if small_roman(label) => Mark::SmallRoman,
        () if label.len() <= 2 && label.bytes().all(|b| b.is_ascii_digit()) => Mark::Number(9),
        () if is_small_letter(label) => Mark::SmallLetter,
        () => return None,
    };
    let rest = inside[close + 1..].trim_start_matches(['.', ':', ' ']);
    Some((Some(mark), 1..1 + close, text.len() - rest.len()))
}

/// "II.", "A.", "1.", "1.1.", "1.1", "a)", "đ.", "1-", "IV -", "1/".
fn outline_label(text: &str) -> Option<Found> {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '.'))
        .unwrap_or(text.len())
        .min(12);
    let end = text.floor_char_boundary(end);
    let label = text[..end].trim_end_matches('.');
    let after = &text[label.len()..];
    let mark = kind_of_label(label)?;
    let separated = after.trim_start_matches([' ', '\u{a0}']);
    let closed = separated.starts_with(['.', ')', '/', '-', '–', ':']);
    let is_deep = matches!(mark, Mark::Number(depth) if depth > 1);
    if !(closed || is_deep && after.starts_with(' ')) {
        return None;
    }
    // "1.5 triệu", "3-5 ngày", "30/4 và" are quantities.
    let rest = separated.trim_start_matches(['.', ')', '/', '-', '–', ':']);
    let dashed = separated.starts_with(['-', '/', '–']);
    let next = rest.trim_start().chars().next()?;
    let is_text = next.is_alphabetic()
        || matches!(next, '“' | '"' | '(' | '‘' | '[')
        || next.is_ascii_digit() && rest.starts_with(' ') && !dashed;
    let needs_capital = dashed || matches!(mark, Mark::Number(depth) if depth > 1) && !closed;
    if !is_text || needs_capital && !next.is_uppercase() {
        return None;
    }
    let rest = rest.trim_start();
    Some((Some(mark), 0..label.len(), text.len() - rest.len()))
}

fn kind_of_label(label: &str) -> Option<Mark> {
    if label.is_empty() {
        return None;
    }
    if label.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        let groups = label.split('.').count();
        let sane = label.split('.').all(|group| (1..=2).contains(&group.len()));
        return (sane && groups <= 5).then_some(Mark::Number(groups as u8));
    }
    if roman(label).is_some() {
        return Some(Mark::Roman);
    }
    let mut chars = label.chars();
    let first = chars.next()?;
    if chars.next().is_some() {
        return compound(label);
    }
    if first.is_uppercase() {
        Some(Mark::Letter)
    } else {
        Some(Mark::SmallLetter)
    }
}

/// "I.1", "A.2", "a.1": as deep as they have groups.
fn compound(label: &str) -> Option<Mark> {
    let (first, rest) = label.split_once('.')?;
    let head = roman(first).is_some() || first.chars().count() == 1;
    let tail = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (head && tail).then(|| Mark::Number(1 + rest.split('.').count() as u8))
}

fn roman(label: &str) -> Option<()> {
    let fits = label.len() <= 6
        && label
            .bytes()
            .all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'));
    let lone = label == "L";
    (fits && !lone)
        .then_some(())
        .or_else(|| (label == "iV").then_some(()))
}

fn small_roman(label: &str) -> bool {
    label.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

fn is_small_letter(label: &str) -> bool {
    let mut chars = label.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.next().is_none()
}

/// Splits the lines into the document and its attachments, and each into opening, body and closing.
fn zones(lines: &mut [Line], text: &str) {
    let mut part = 0;
    let mut zone = Zone::Opening;
    for index in 0..lines.len() {
        let line = &lines[index];
        let body = &text[line.body.range()];
        if zone == Zone::Closing || index > 0 && line.mark == Some(Mark::Annex) {
            if opens_part(line, body) {
                part += 1;
                zone = Zone::Opening;
            }
        } else if closes_part(body) {
            zone = Zone::Closing;
        }
        if zone == Zone::Opening && line.table.is_none() && opens_body(line, body) {
            zone = Zone::Body;
        }
        let table_in_annex = lines[index].table.is_some() && zone == Zone::Opening;
        lines[index].part = part;
        lines[index].zone = if table_in_annex && part > 0 {
            Zone::Body
        } else {
            zone
        };
    }
    if !lines.iter().any(|line| line.zone == Zone::Body) {
        lines
            .iter_mut()
            .filter(|line| line.zone == Zone::Opening)
            .for_each(|line| line.zone = Zone::Body);
    }
}

/// "PHỤ LỤC", or the type and title of what is attached.
fn opens_part(line: &Line, body: &str) -> bool {
    const TITLES: [&str; 12] = [
        "KẾ HOẠCH",
        "QUY ĐỊNH",
        "QUY CHẾ",
        "CHƯƠNG TRÌNH",
        "Chương trình",
        "ĐỀ ÁN",
        "DANH MỤC",
        "BẢNG PHÂN CÔNG",
        "ĐỀ CƯƠNG",
        "KẾ  HOẠCH",
        "PHÂN CÔNG",
        "GIẢI PHÁP",
    ];
    const CARRIED: [&str; 4] = [
        "(Kèm theo ",
        "(Ban hành kèm theo ",
        "(Ban hành theo ",
        "(kèm theo ",
    ];
    let titled = TITLES.iter().any(|title| body.starts_with(title))
        && (body.len() < 60 || is_capitals(body));
    let carried = CARRIED.iter().any(|words| body.starts_with(words));
    line.mark == Some(Mark::Annex)
        || line.table.is_some()
        || line.mark.is_none() && (titled || carried)
}

fn closes_part(body: &str) -> bool {
    const WORDS: [&str; 7] = [
        "Nơi nhận",
        "NƠI NHẬN",
        "Tin mới nhất",
        "Tập tin đính kèm",
        "Tệp đính kèm",
        "Tin liên quan",
        "Các tin khác",
    ];
    WORDS.iter().any(|word| body.starts_with(word)) || capacity(body)
}

/// "TM. ỦY BAN NHÂN DÂN", "KT. GIÁM ĐỐC": the signature has begun.
fn capacity(body: &str) -> bool {
    const WORDS: [&str; 9] = [
        "TM. ", "TM.", "KT. ", "KT.", "TL. ", "T/M ", "K/T ", "TUQ. ", "tm . ",
    ];
    body.len() < 120 && WORDS.iter().any(|word| body.starts_with(word))
}

/// Past the letterhead: a heading, an article, or a sentence that is neither basis nor title.
fn opens_body(line: &Line, body: &str) -> bool {
    match line.mark {
        Some(Mark::Dash | Mark::Plus) => body.ends_with(['.', ';', ':']) || body.len() > 80,
        Some(_) => true,
        None => is_sentence(body) && !is_basis(body),
    }
}

fn is_sentence(body: &str) -> bool {
    let stops = body.ends_with(['.', ':', ';', '!']);
    stops && body.len() > 120 && body.chars().any(char::is_lowercase)
        || body.ends_with("như sau:")
        || body.ends_with("yêu cầu:")
}

/// "Căn cứ …;", "Theo đề nghị của …;", "Thực hiện Kế hoạch …;": a legal basis ends with no full stop of its own.
fn is_basis(body: &str) -> bool {
    const WORDS: [&str; 5] = [
        "Căn cứ ",
        "Theo đề nghị ",
        "Xét đề nghị ",
        "Thực hiện ",
        "Theo ",
    ];
    WORDS.iter().any(|word| body.starts_with(word)) && body.ends_with([';', ','])
        || WORDS[..3].iter().any(|word| body.starts_with(word))
            && !body.ends_with(':')
            && !body.contains(" ban hành ")
}

/// A paragraph cut in mid-sentence (by a page or a blank line) goes on in lower case.
fn join_broken(lines: &mut Vec<Line>, text: &str) {
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines.drain(..) {
        if let Some(before) = kept
            .last_mut()
            .filter(|before| lacks_title(before, &line, text))
        {
            before.body = if before.body.is_empty() {
                line.body
            } else {
                before.body.cover(line.body)
            };
            continue;
        }
        if let Some(before) = kept
            .last_mut()
            .filter(|before| goes_on(before, &line, text))
        {
            before.body = before.body.cover(line.body);
            continue;
        }
        kept.push(line);
    }
    *lines = kept;
}

/// "Chương III" with its title on the lines below, in capitals.
fn lacks_title(before: &Line, line: &Line, text: &str) -> bool {
    let structural = matches!(
        before.mark,
        Some(Mark::Part | Mark::Chapter | Mark::Section | Mark::Roman)
    );
    let words = &text[line.body.range()];
    let title = &text[before.body.range()];
    structural
        && line.mark.is_none()
        && line.table.is_none()
        && (title.is_empty() && words.len() <= HEADING_MAX
            || is_capitals(title) && is_capitals(words))
}

fn is_capitals(words: &str) -> bool {
    words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase)
}

fn goes_on(before: &Line, line: &Line, text: &str) -> bool {
    let ends = text[before.body.range()].chars().next_back();
    let starts = text[line.body.range()].chars().next();
    line.mark.is_none()
        && line.table.is_none()
        && before.table.is_none()
        && before.zone == Zone::Body
        && line.zone == Zone::Body
        && before.part == line.part
        && before.body.len() > 40
        && ends.is_some_and(|c| c.is_alphanumeric() || c == ',')
        && starts.is_some_and(char::is_lowercase)
}

/// A line looks like a heading if it ends as no sentence does and is short, or ends with a colon.
fn headings(lines: &mut [Line], text: &str) {
    for line in lines.iter_mut().filter(|line| line.table.is_none()) {
        let body = &text[line.body.range()];
        let open_ended = !body.ends_with(['.', ';', ',', '!', '…']) || body.ends_with("...");
        let may_title = line
            .mark
            .is_some_and(|mark| !matches!(mark, Mark::Dash | Mark::Plus));
        line.is_heading =
            may_title && open_ended && body.len() <= HEADING_MAX || body.ends_with(':');
    }
}

/// Puts every line under its parent. A sentence that ends with a colon is the parent of the marked lines
/// after it that would have stood beside it: "UBND tỉnh yêu cầu các sở … thực hiện:" governs "1.", "2." and "3.".
fn parents(lines: &mut [Line], text: &str) {
    let mut open: Vec<(Mark, usize)> = Vec::new();
    let mut lead: Option<usize> = None;
    let mut interrupted = false;
    let mut part = 0;
    for index in 0..lines.len() {
        if lines[index].part != part || lines[index].zone == Zone::Closing {
            part = lines[index].part;
            open.clear();
            lead = None;
        }
        let mut parent = match lines[index].mark {
            Some(mark) => {
                close(&mut open, mark);
                let parent = open.last().map(|&(_, line)| line);
                open.push((mark, index));
                parent
            }
            None => container(lines, &open),
        };
        let is_table = lines[index].table.is_some();
        if lines[index].mark.is_some() || is_table {
            // A list that starts anew after other sentences is no longer the lead's.
            if interrupted
                && lead.is_some_and(|lead| lines[lead].parent == parent)
                && starts_anew(&lines[index], text)
            {
                lead = None;
            }
            parent = lead.filter(|&lead| lines[lead].parent == parent).or(parent);
        } else if lines[index].zone == Zone::Body {
            interrupted = !lines[index].is_heading;
            if lines[index].is_heading {
                lead = Some(index);
            }
        }
        lines[index].parent = parent;
        if let Some(parent) = parent {
            lines[parent].has_children = true;
        }
    }
}

/// "1.", "I.", "a)" and every bullet.
fn starts_anew(line: &Line, text: &str) -> bool {
    let label = line.label.map_or("", |label| &text[label.range()]);
    matches!(line.mark, Some(Mark::Dash | Mark::Plus))
        || matches!(label, "1" | "I" | "A" | "a" | "i")
}

/// Closes the lines that a new `mark` ends: to the same kind if it is open, else to the first kind that is inner to it.
fn close(open: &mut Vec<(Mark, usize)>, mark: Mark) {
    if let Some(at) = open.iter().rposition(|&(kind, _)| kind == mark) {
        open.truncate(at);
        return;
    }
    // A structural mark never stands under a bullet or a deeper number.
    let keep = open
        .iter()
        .take_while(|&&(kind, _)| may_hold(kind, mark))
        .count();
    open.truncate(keep);
}

fn may_hold(outer: Mark, inner: Mark) -> bool {
    match (outer, inner) {
        (Mark::Number(outer), Mark::Number(inner)) => outer < inner,
        // "1. Sở Nội vụ: a) …" and "a) …: 1. …" both occur; bullets hold only bullets.
        (Mark::Dash | Mark::Plus, inner) => {
            matches!(inner, Mark::Plus | Mark::Dash | Mark::SmallRoman)
        }
        (Mark::SmallLetter | Mark::SmallRoman, Mark::Number(_)) => false,
        (outer, inner) => outer < inner,
    }
}

/// The line an unmarked paragraph belongs to: the innermost open heading.
fn container(lines: &[Line], open: &[(Mark, usize)]) -> Option<usize> {
    open.iter()
        .rev()
        .map(|&(_, line)| line)
        .find(|&line| lines[line].is_heading)
}
