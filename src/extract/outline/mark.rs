//! The mark that opens a paragraph: "Điều 3.", "II-", "1.2.", "a)", "(i).", "-", "+".

use crate::text::is_letter;

/// Kinds of marks, outermost first where they are used together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::extract) enum Mark {
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
    /// "Bước 1:", "Giai đoạn 1 (…)", "Đợt 2": in which order things are done.
    Step,
    /// Any bullet but a dash or a plus.
    Star,
    Dash,
    Plus,
}

impl Mark {
    /// True of what marks the items of a list, and no section of a document.
    pub(in crate::extract) fn is_of_item(self) -> bool {
        Mark::Letter < self
    }

    pub(in crate::extract) fn is_bullet(self) -> bool {
        Mark::Star <= self
    }
}

type Found = (Option<Mark>, std::ops::Range<usize>, usize);

/// "1.", "a)", "- ": true of a line that is one of a list.
pub(in crate::extract) fn is_item(line: &str) -> bool {
    let found = mark_of(line.trim_start());
    found.is_some_and(|(mark, ..)| mark.is_some_and(Mark::is_of_item))
}

/// The mark at the start of a paragraph: its kind, the label and the length with what separates it.
pub(super) fn mark_of(text: &str) -> Option<Found> {
    match text.as_bytes().first()? {
        b'0'..=b'9' => outline_label(text),
        b'(' => bracketed(text),
        b'-' | b'+' | b'*' => bullet(text),
        _ => worded(text)
            .or_else(|| bullet(text))
            .or_else(|| outline_label(text)),
    }
}

/// The words that open a heading with their number, or an annex without one.
const WORDS: [(&str, Mark); 20] = [
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
    ("Mẫu số", Mark::Annex),
    ("MẪU SỐ", Mark::Annex),
    ("Biểu số", Mark::Annex),
    ("BIỂU SỐ", Mark::Annex),
    ("Bước ", Mark::Step),
    ("BƯỚC ", Mark::Step),
    ("Giai đoạn ", Mark::Step),
    ("Đợt ", Mark::Step),
];

/// "Điều 3.", "Chương II", "Phần thứ nhất", "Mục 2", "PHỤ LỤC I", "Mẫu số 01", "Bước 1".
fn worded(text: &str) -> Option<Found> {
    let may_open = text.starts_with(['Đ', 'C', 'P', 'M', 'B', 'G']);
    let mut words = WORDS.iter().filter(|_| may_open);
    let &(word, mark) = words.find(|(word, _)| text.starts_with(word))?;
    let rest = text[word.len()..].trim_start();
    // "PHỤ LỤC SỐ 02".
    let number = ["số ", "Số ", "SỐ "]
        .iter()
        .find_map(|so| rest.strip_prefix(so))
        .unwrap_or(rest)
        .trim_start();
    let label = label_at(number);
    let is_ordinal = number.starts_with("thứ ") || number.starts_with("THỨ ");
    let opens = match mark {
        // "Giai đoạn 2021 - 2025" is a time.
        Mark::Step => label.is_some_and(|label| label.len() <= STEP_DIGITS_MAX),
        // A form is known by its number; the words alone are the beginning of a sentence.
        Mark::Annex if word.ends_with(['ố', 'Ố']) => label.is_some(),
        Mark::Annex => label.is_some() || stands_alone(number) || is_capital_title(text),
        _ => label.is_some() || is_ordinal,
    };
    if !opens {
        return None;
    }
    let counted = match label {
        Some(label) => label.len(),
        None if is_ordinal => ordinal_length(number),
        None => 0,
    };
    let end = text.len() - number.len() + counted;
    let after = &text[end..];
    let title = after.trim_start_matches([' ', '.', ':', '-', '–', '\n']);
    let separator = after.len() - title.len();
    // "Điều 5 của Nghị định" and "Mục III phần A" are mentions, not headings.
    if separator <= 1 && after.starts_with(' ') && title.starts_with(char::is_lowercase) {
        return None;
    }
    let label = text[..end].trim_end().len();
    Some((Some(mark), 0..label, end + separator))
}

/// "3", "IV", "B" at the start of `number`. In "MỤC LỤC" and "Điều dưỡng" the letter is the first of a word.
fn label_at(number: &str) -> Option<&str> {
    let length = number.find(|c: char| !c.is_ascii_alphanumeric());
    let (label, behind) = number.split_at(length.unwrap_or(number.len()));
    let is_number = label.bytes().all(|byte| byte.is_ascii_digit())
        || roman(label).is_some()
        || label.len() == 1 && label.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_whole = !label.is_empty() && !behind.starts_with(char::is_alphanumeric);
    (is_whole && is_number).then_some(label)
}

/// True of what may follow "Phụ lục" where it is a heading without a number.
fn stands_alone(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([':', '.', '\n', '-', '('])
}

/// Digits or letters of the number of a step.
const STEP_DIGITS_MAX: usize = 3;

/// Bytes of "thứ nhất": the word and the number it makes.
fn ordinal_length(text: &str) -> usize {
    let word = text[text.find(' ').map_or(0, |at| at + 1)..].trim_start();
    let end = word
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(word.len());
    text.len() - word.len() + end
}

/// The letter or numeral a compound label stands under: the "II" of "II.1".
pub(super) fn head_of_compound(label: &str) -> Option<&str> {
    let (head, _) = label.split_at(first_dot(label)?);
    (head.starts_with(char::is_uppercase) && compound(label).is_some()).then_some(head)
}

/// "PHỤ LỤC DANH MỤC NHIỆM VỤ NĂM 2024": an annex without a number, its title on the same line.
fn is_capital_title(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.len() < CAPITAL_TITLE_MAX && !line.chars().any(char::is_lowercase)
}

/// Bytes of a title in capitals on the line of "PHỤ LỤC".
const CAPITAL_TITLE_MAX: usize = 240;

fn bullet(text: &str) -> Option<Found> {
    let first = text.chars().next()?;
    let mark = match first {
        '-' | '–' | '—' | '−' | '\u{f02d}' => Mark::Dash,
        '•' | '●' | '▪' | '■' | '◦' | '\u{f0b7}' | '*' | '→' | '➢' | '✓' => {
            Mark::Star
        }
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
    const LABEL_MAX: usize = 12;
    let opening = &text[..text.floor_char_boundary(text.len().min(LABEL_MAX))];
    let label = opening
        .find(|c: char| !(is_letter(c) || c.is_numeric() || c == '.'))
        .map_or(opening, |end| &opening[..end])
        .trim_end_matches('.');
    let after = &text[label.len()..];
    let mark = kind_of_label(label)?;
    let separated = after.trim_start_matches([' ', '\u{a0}']);
    let closed = separated.starts_with(['.', ')', '/', '-', '–', ':']);
    let is_deep = matches!(mark, Mark::Number(depth) if depth > 1);
    if !(closed || is_deep && after.starts_with(' ')) {
        return None;
    }
    // "T/M ĐẢNG ỦY", "K/T CHỦ TỊCH": for whom it is signed.
    let is_capacity = mark == Mark::Letter && after.starts_with('/');
    if is_capacity && after[1..].starts_with(char::is_uppercase) {
        return None;
    }
    // "1.5 triệu", "3-5 ngày", "30/4 và" are quantities.
    let rest = separated.trim_start_matches(['.', ')', '/', '-', '–', ':']);
    let dashed = separated.starts_with(['-', '/', '–']);
    let next = rest.trim_start().chars().next()?;
    let is_text = is_letter(next)
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
        let groups = || label.as_bytes().split(|byte| *byte == b'.');
        let is_sane = groups().all(|group| (1..=2).contains(&group.len()));
        let count = groups().count();
        return (is_sane && count <= 5).then_some(Mark::Number(count as u8));
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
    let (first, rest) = label.split_at(first_dot(label)?);
    let rest = &rest[1..];
    let head = roman(first).is_some() || first.chars().count() == 1;
    let tail = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (head && tail).then(|| Mark::Number(1 + rest.split('.').count() as u8))
}

/// A label is too short to be searched.
fn first_dot(label: &str) -> Option<usize> {
    label.bytes().position(|byte| byte == b'.')
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
