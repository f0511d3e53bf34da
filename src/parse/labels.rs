//! The label lexicon: what portals of every platform call the attributes of a document. Labels are
//! stable where ids and class names are not (the same dozen on 13 ministry sites).

use std::sync::LazyLock;

use crate::text::{fold, fold_char};

/// What kind of value a label announces, as far as it can be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Label {
    Number,
    IssuedOn,
    EffectiveOn,
    ExpiresOn,
    PostedOn,
    DocType,
    Issuer,
    Signer,
    Position,
    Title,
    Field,
    Status,
    File,
}

/// Labels folded (lower case, no marks), without a colon.
const LEXICON: [(&str, Label); 66] = [
    ("so ky hieu", Label::Number),
    ("so ki hieu", Label::Number),
    ("so/ky hieu", Label::Number),
    ("so, ky hieu", Label::Number),
    ("so / ky hieu", Label::Number),
    ("so va ky hieu", Label::Number),
    ("so hieu", Label::Number),
    ("so hieu van ban", Label::Number),
    ("so ky hieu van ban", Label::Number),
    ("so van ban", Label::Number),
    ("ky hieu", Label::Number),
    ("so", Label::Number),
    ("ngay ban hanh", Label::IssuedOn),
    ("ban hanh", Label::IssuedOn),
    ("ngay bh", Label::IssuedOn),
    ("ngay ky", Label::IssuedOn),
    ("ngay van ban", Label::IssuedOn),
    ("ngay co hieu luc", Label::EffectiveOn),
    ("ngay hieu luc", Label::EffectiveOn),
    ("hieu luc tu", Label::EffectiveOn),
    ("ngay bat dau hieu luc", Label::EffectiveOn),
    ("ngay het hieu luc", Label::ExpiresOn),
    ("dang ngay", Label::PostedOn),
    ("ngay dang", Label::PostedOn),
    ("ngay cap nhat", Label::PostedOn),
    ("cap nhat", Label::PostedOn),
    ("ngay xuat ban", Label::PostedOn),
    ("ngay dang cong bao", Label::PostedOn),
    ("loai van ban", Label::DocType),
    ("the loai", Label::DocType),
    ("hinh thuc van ban", Label::DocType),
    ("phan loai", Label::DocType),
    ("co quan ban hanh", Label::Issuer),
    ("don vi ban hanh", Label::Issuer),
    ("noi ban hanh", Label::Issuer),
    ("cq ban hanh", Label::Issuer),
    ("nguoi ky", Label::Signer),
    ("nguoi ky duyet", Label::Signer),
    ("chuc danh", Label::Position),
    ("chuc vu", Label::Position),
    ("trich yeu", Label::Title),
    ("trich yeu noi dung", Label::Title),
    ("noi dung", Label::Title),
    ("noi dung trich yeu", Label::Title),
    ("ten van ban", Label::Title),
    ("ve viec", Label::Title),
    ("v/v", Label::Title),
    ("linh vuc", Label::Field),
    ("nganh", Label::Field),
    ("chu de", Label::Field),
    ("tinh trang", Label::Status),
    ("tinh trang hieu luc", Label::Status),
    ("hieu luc", Label::Status),
    ("trang thai", Label::Status),
    ("tep dinh kem", Label::File),
    ("tap tin dinh kem", Label::File),
    ("file dinh kem", Label::File),
    ("tai lieu dinh kem", Label::File),
    ("tep noi dung", Label::File),
    ("tai ve", Label::File),
    ("tai file", Label::File),
    ("toan van", Label::File),
    ("van ban goc", Label::File),
    ("ban pdf", Label::File),
    ("tai tap tin", Label::File),
    ("tep van ban", Label::File),
];

/// The lexicon by the letters of each label.
static BY_LENGTH: LazyLock<Vec<Vec<(&str, Label)>>> = LazyLock::new(|| {
    let mut by_length = vec![Vec::new(); LABEL_LETTERS_MAX + 1];
    for (known, label) in LEXICON {
        by_length[known.len()].push((known, label));
    }
    by_length
});

/// The first two letters of the labels.
static OPENINGS: LazyLock<Vec<[u8; 2]>> = LazyLock::new(|| {
    let openings = LEXICON.iter().map(|(known, _)| known.as_bytes());
    let mut openings: Vec<[u8; 2]> = openings.map(|known| [known[0], known[1]]).collect();
    openings.sort_unstable();
    openings.dedup();
    openings
});

/// Longest label in the lexicon with room for a compound one ("Cơ quan ban hành/ Chức danh / Người ký").
pub(super) const LABEL_BYTES_MAX: usize = 90;

/// Letters of the longest label in the lexicon.
const LABEL_LETTERS_MAX: usize = 21;

/// The label a text is, if it is one and nothing else.
pub(super) fn label_of(text: &str) -> Option<Label> {
    if text.len() > LABEL_BYTES_MAX {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | '*' | '.' | '-' | '–' | '•');
    let text = text.trim_matches(ends);
    // Every text of a page is asked: what is too long or has another letter is given up at once.
    let mut tidy = [0; LABEL_LETTERS_MAX];
    let mut len = 0;
    for c in text.chars().filter_map(fold_char) {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && len > 0 && tidy[len - 1] == b' ' {
            continue;
        }
        let known = c.is_ascii_lowercase() || matches!(c, ' ' | '/' | ',');
        *tidy.get_mut(len).filter(|_| known)? = c as u8;
        len += 1;
        if len == 2 && !OPENINGS.contains(&[tidy[0], tidy[1]]) {
            return None;
        }
    }
    let tidy = &tidy[..len];
    let found = BY_LENGTH.get(len)?.iter();
    let mut found = found.filter(|(known, _)| known.as_bytes() == tidy);
    found.next().map(|(_, label)| *label)
}

/// The parts of a compound label: "Cơ quan ban hành/ Chức danh / Người ký".
pub(super) fn compound(text: &str) -> Option<Vec<(&str, Label)>> {
    if text.len() > LABEL_BYTES_MAX || !text.contains('/') {
        return None;
    }
    let parts: Option<Vec<(&str, Label)>> = text
        .split('/')
        .map(|part| Some((part.trim(), label_of(part)?)))
        .collect();
    parts.filter(|parts| parts.len() >= 2)
}

/// True if `value` is what the label announces.
pub(super) fn fits(label: Label, value: &str) -> bool {
    const WORDS_MAX: usize = 2_000;
    let value = value.trim();
    if is_missing(value) || label_of(value).is_some() {
        return false;
    }
    match label {
        Label::Number => is_number(value),
        Label::IssuedOn | Label::EffectiveOn | Label::ExpiresOn | Label::PostedOn => is_date(value),
        Label::DocType
        | Label::Issuer
        | Label::Signer
        | Label::Position
        | Label::Field
        | Label::Status => value.len() <= 300,
        Label::Title | Label::File => value.len() <= WORDS_MAX,
    }
}

/// True for a label whose values have a form of their own.
pub(super) fn is_typed(label: Label) -> bool {
    use Label::{EffectiveOn, ExpiresOn, IssuedOn, Number, PostedOn};
    matches!(
        label,
        Number | IssuedOn | EffectiveOn | ExpiresOn | PostedOn
    )
}

/// "N/A", "-", "Đang cập nhật": the portal has no value.
pub(super) fn is_missing(value: &str) -> bool {
    const SAID: [&str; 4] = ["n/a", "dang cap nhat", "chua xac dinh", "chua cap nhat"];
    const BYTES_MAX: usize = 60;
    let value = value.trim();
    let is_said = || SAID.contains(&fold(value).as_str());
    !value.chars().any(char::is_alphanumeric) || value.len() <= BYTES_MAX && is_said()
}

fn is_number(value: &str) -> bool {
    let joined = value.contains('/') || value.contains('-');
    let digits = value.chars().any(|c| c.is_ascii_digit());
    value.len() <= 80 && (digits && joined || fold(value) == "khong so")
}

fn is_date(value: &str) -> bool {
    if value.len() > 60 {
        return false;
    }
    let numbers: Vec<u32> = value
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    let has_year = numbers.iter().any(|number| (1945..=2100).contains(number));
    numbers.len() >= 3 && has_year
}
