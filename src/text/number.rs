//! `21/KH-UBND`: a serial and a symbol. Parsed once; after that it is a fact.
//!
//! A number is found by `extract`; here one stretch of text is read as a number or refused. What is
//! written is repaired for spaces, line breaks, dashes and look-alike letters and nothing else;
//! [`Number::key`] is what two writings of one number share.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::builder::{clean, cleaned};
use super::fold::fold_char;
use super::serial::Serial;
use super::syllable::{Tone, split_tone};

/// How a number is built, which tells who writes so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberForm {
    /// `130/2005/NĐ-CP`, `72/2025/QH15`: the year makes it normative.
    Normative,
    /// `21/KH-UBND`: type, then issuer.
    Administrative,
    /// `18-NQ/TW`: the Party's separators.
    Party,
    /// `1849/BGDĐT-GDPT`: a công văn, issuer then unit.
    Dispatch,
    /// `88/CP`, `25-HĐBT`: the issuer alone, before 1997.
    Historic,
}

/// `21/KH-UBND`, `130/2005/NĐ-CP`, `18-NQ/TW`, `88/CP`. The serial may be missing: drafts leave it blank.
///
/// Two numbers are equal if their keys are.
#[derive(Clone, Debug)]
pub struct Number {
    pub serial: Option<Serial>,
    pub year: Option<u16>,
    /// `KH-UBND`, without the year, separators as written.
    pub symbol: String,
    /// `/`, or `-` in Party style: what stands after the serial.
    separator: char,
}

/// Letters of one part of a symbol: ĐCTUBTWMTTQVN has thirteen.
const CODE_CHARS_MAX: usize = 24;
/// Parts of a symbol: joint circulars of seven bodies exist.
const CODES_MAX: usize = 9;
/// Bytes looked at: no number is longer, and a parse stays constant.
const NUMBER_BYTES_MAX: usize = 400;
/// Years a number may carry. The oldest in force is of 1945.
const YEARS: std::ops::RangeInclusive<u16> = 1945..=2099;

/// Types as the first part of a symbol, folded.
pub(super) const TYPE_CODES: &[&str] = &[
    "nq", "qd", "ct", "qc", "qyd", "qdi", "tc", "tb", "hd", "ctr", "cthd", "ctrhd", "kh", "khhd",
    "pa", "da", "bc", "bctd", "bb", "ttr", "cd", "bgn", "btt", "guq", "gm", "ggt", "gnp", "pg",
    "pc", "pb", "sy", "trs", "sl", "nd", "tt", "ttlt", "nqlt", "vbhn", "l", "pl", "kl", "khlt",
    "ctph", "khph", "qcph", "hdln", "hdlt", "ctrlt", "cv", "qh", "gdn", "lt", "ld", "tttt",
];

/// Issuers that stood alone before 1997, folded.
const HISTORIC_CODES: &[&str] = &["cp", "hdbt", "ttg", "hdcp", "ct", "tc", "tw", "cttg", "sl"];

impl Number {
    /// Reads one number, with or without "số" before it: blanks, line breaks, any dash and slash,
    /// lower case, a missing separator, a remark in brackets after it. None for what cannot be a
    /// number: dates, fractions, ratios, phone numbers, periods, plain words.
    ///
    /// `07/2021` and `35` are not numbers by themselves; see [`Number::parse_bare`].
    pub fn parse(text: &str) -> Option<Number> {
        let number = Number::read(text)?;
        if text.chars().all(|c| c.is_ascii() || matches!(c, 'Đ' | 'đ')) {
            return Some(number);
        }
        // Cyrillic letters are told by the word they stand in, and only the number as it is written
        // out is one word: "3К Q" in the file is 3K/Q.
        let written = number.to_string();
        let repaired = cleaned(&written);
        match *repaired == *written {
            true => Some(number),
            false => Number::read(&repaired),
        }
    }

    fn read(text: &str) -> Option<Number> {
        let cleaned = cleaned(bounded(text));
        let text = without_so(&cleaned);
        let text = without_remark(text);
        let text = text.trim_end_matches(|c: char| c.is_whitespace() || ".,;:)”\"".contains(c));
        let (serial, rest) = match Serial::prefix(text) {
            Some((serial, rest)) => (Some(serial), rest.trim_start()),
            None => (None, after_blank(text)?),
        };
        let (separator, rest) = separator(rest, serial.is_some())?;
        let (year, rest) = match dashed_year(rest, separator) {
            Some((year, rest)) => (Some(year), rest),
            None => year(rest, separator),
        };
        let symbol = symbol(rest)?;
        let number = Number {
            serial,
            year,
            symbol,
            separator,
        };
        number.is_possible().then_some(number)
    }

    /// Reads `07/2021` or `35`: a number without symbol, where the words around say that it is one
    /// ("Nghị định số 07/2021"). It has no key.
    pub fn parse_bare(text: &str) -> Option<Number> {
        let cleaned = clean(bounded(text));
        let (serial, rest) = Serial::prefix(without_so(cleaned.as_str()).trim())?;
        let year = match rest.trim().strip_prefix('/') {
            Some(year) => Some(
                year.trim()
                    .parse()
                    .ok()
                    .filter(|year| YEARS.contains(year))?,
            ),
            None if rest.trim().is_empty() => None,
            None => return None,
        };
        Some(Number {
            serial: Some(serial),
            year,
            symbol: String::new(),
            separator: '/',
        })
    }

    /// The number a file name holds: `293-KH.signed.pdf`, `30_2020_ND-CP_437498.doc`,
    /// `kh-21-ubnd`. Weak evidence: the symbol may be cut short (`KH`) or lack its Đ.
    pub fn from_file_name(name: &str) -> Option<Number> {
        super::file_name::number(clean(name).as_str())
    }

    pub(super) fn made(serial: Serial, year: Option<u16>, symbol: String) -> Number {
        let party = symbol.ends_with("/TW") || symbol.ends_with("/TU");
        let separator = if party { '-' } else { '/' };
        Number {
            serial: Some(serial),
            year,
            symbol,
            separator,
        }
    }

    /// True if the serial is left blank.
    pub fn is_unfilled(&self) -> bool {
        self.serial.is_none()
    }

    /// What all writings of one number share: `21/kh-ubnd`, `130/2005/nd-cp`, `18/nq-tw` — the same
    /// for `18/NQ-TW`. None without a serial or a symbol.
    pub fn key(&self) -> Option<String> {
        let serial = self.serial.as_ref()?.key();
        let symbol = fold_symbol(&self.symbol);
        if symbol.is_empty() {
            return None;
        }
        Some(match self.year {
            Some(year) => format!("{serial}/{year}/{symbol}"),
            None => format!("{serial}/{symbol}"),
        })
    }

    /// `/`, or `-` in Party style: what stands after the serial.
    pub fn separator(&self) -> char {
        self.separator
    }

    /// The parts of the symbol: `KH`, `UBND`.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.symbol
            .split(['-', '/', '_'])
            .filter(|code| !code.is_empty())
    }

    /// The type the symbol names, as written: `KH` of `KH-UBND`; None for a công văn.
    pub fn type_code(&self) -> Option<&str> {
        self.codes().next().filter(|code| is_type_code(code))
    }

    pub fn form(&self) -> NumberForm {
        let codes = self.codes().count();
        if self.year.is_some() {
            NumberForm::Normative
        } else if self.separator == '-' && self.symbol.contains('/') {
            NumberForm::Party
        } else if self.type_code().is_some() && 1 < codes {
            NumberForm::Administrative
        } else if codes == 1 && is_listed(HISTORIC_CODES, &fold_symbol(&self.symbol)) {
            NumberForm::Historic
        } else if self.type_code().is_some() {
            NumberForm::Administrative
        } else {
            NumberForm::Dispatch
        }
    }

    fn is_possible(&self) -> bool {
        let codes: Vec<&str> = self.codes().collect();
        let Some(first) = codes.first() else {
            return false;
        };
        let sized = codes.len() <= CODES_MAX
            && codes
                .iter()
                .all(|code| code.chars().count() <= CODE_CHARS_MAX);
        let first = fold_symbol(first);
        let typed = is_listed(TYPE_CODES, &first) || is_listed(HISTORIC_CODES, &first);
        // "100/ngày", "24/giờ": a symbol in lower case must begin with a type we know.
        let capital = self.symbol.contains(char::is_uppercase) || (typed && 1 < codes.len());
        // "10-A", "64-CP": the dash alone separates only Party style and old numbers.
        let dashed = self.separator == '/' || self.symbol.contains('/') || typed;
        sized && capital && dashed && !codes.iter().any(|code| is_word(code))
    }
}

impl fmt::Display for Number {
    /// The written form without spaces: `130/2005/NĐ-CP`, `18-NQ/TW`; `/KH-UBND` if unfilled.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(serial) = &self.serial {
            f.write_str(serial.as_written())?;
        }
        let separator = match self.year {
            // "19-2018/NQ-CP".
            Some(year) => {
                write!(f, "{}{year}", self.separator)?;
                '/'
            }
            None => self.separator,
        };
        if self.symbol.is_empty() {
            return Ok(());
        }
        write!(f, "{separator}{}", self.symbol)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.serial == other.serial
            && self.year == other.year
            && fold_symbol(&self.symbol) == fold_symbol(&other.symbol)
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.serial, self.year, fold_symbol(&self.symbol)).hash(state);
    }
}

/// A symbol for comparison: `KH-UBND`, `KH/UBND`, `kh–ubnd` → `kh-ubnd`; `SGD&ĐT` → `sgddt`.
pub fn fold_symbol(symbol: &str) -> String {
    let cleaned = cleaned(symbol);
    let plain = match cleaned.contains("T.") {
        true => cleaned.replace("T.Ư", "TW").replace("T.ư", "TW").into(),
        false => cleaned,
    };
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars().filter_map(fold_char) {
        match c {
            '/' | '-' | '_' if !folded.is_empty() && !folded.ends_with('-') => folded.push('-'),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded.truncate(folded.trim_end_matches('-').len());
    folded
}

fn bounded(text: &str) -> &str {
    &text[..text.floor_char_boundary(NUMBER_BYTES_MAX)]
}

/// Without a leading "số", "Số:" or an opening bracket.
fn without_so(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "(“\"".contains(c));
    let mut letters = text.chars();
    let word = (letters.next(), letters.next());
    let so = matches!(
        word,
        (Some('s' | 'S'), Some('ố' | 'Ố' | 'o' | 'O' | 'ổ' | 'Ổ'))
    );
    let after = letters.as_str();
    if so && !after.starts_with(char::is_alphabetic) {
        after.trim_start_matches(|c: char| c.is_whitespace() || c == ':')
    } else {
        text
    }
}

/// Without the remark in brackets that a blank parts from the number: "(sửa đổi)".
pub(crate) fn without_remark(text: &str) -> &str {
    let mut brackets = memchr::memchr_iter(b'(', text.as_bytes()).map(|at| &text[..at]);
    let before = brackets.find_map(|before| before.strip_suffix(' '));
    before.unwrap_or(text)
}

/// What follows the blank a draft leaves for its serial: dots, underscores, nothing.
fn after_blank(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || "._…".contains(c));
    rest.starts_with(['/', '-']).then_some(rest)
}

/// The separator after the serial and the rest; a slash where none is written (`1492 KH-UBND`) but
/// the dash of Party style (`18NQ/TW`).
fn separator(rest: &str, has_serial: bool) -> Option<(char, &str)> {
    let mut chars = rest.chars();
    match chars.next()? {
        c @ ('/' | '-') => Some((c, chars.as_str().trim_start())),
        c if c.is_alphabetic() && has_serial => {
            let party = rest.contains('/');
            Some((if party { '-' } else { '/' }, rest))
        }
        _ => None,
    }
}

/// The year of a normative number and what follows its slash.
fn year(rest: &str, separator: char) -> (Option<u16>, &str) {
    let len = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = rest[len..].trim_start();
    let year: Option<u16> = rest[..len].parse().ok();
    // "55/98/NĐ-CP": until 1999 two digits occur.
    let full = match (len, year) {
        (4, Some(year)) if YEARS.contains(&year) => Some(year),
        (2, Some(year)) if 45 <= year => Some(1900 + year),
        _ => None,
    };
    match (full, after.strip_prefix(['/', '-'])) {
        (Some(year), Some(symbol)) if separator == '/' => (Some(year), symbol.trim_start()),
        _ => (None, rest),
    }
}

/// The year of "19-2018/NQ-CP", as the Government numbered one resolution of every year from 2014 to 2018.
fn dashed_year(rest: &str, separator: char) -> Option<(u16, &str)> {
    let (digits, symbol) = rest.split_once('/').filter(|_| separator == '-')?;
    let year: u16 = digits
        .trim()
        .parse()
        .ok()
        .filter(|_| digits.trim().len() == 4)?;
    YEARS.contains(&year).then_some((year, symbol.trim_start()))
}

/// The symbol that `rest` is, blanks around its separators removed; None if anything else is there.
fn symbol(rest: &str) -> Option<String> {
    let mut symbol = String::with_capacity(rest.len());
    let mut blank = false;
    for c in rest.chars() {
        let separator = matches!(c, '/' | '-');
        let after_separator = symbol.is_empty() || symbol.ends_with(['/', '-']);
        match c {
            _ if c.is_whitespace() => {
                blank = true;
                continue;
            }
            '/' | '-' if after_separator => return None,
            _ if blank && !separator && !after_separator => return None,
            '/' | '-' | '&' | '.' => symbol.push(c),
            '_' | '+' if !after_separator => symbol.push(c),
            _ if c.is_alphanumeric() => symbol.push(c),
            _ => return None,
        }
        blank = false;
    }
    let starts_well = symbol.starts_with(char::is_alphabetic);
    let ends_well = !symbol.ends_with(['/', '-']);
    (starts_well && ends_well).then_some(symbol)
}

fn is_type_code(code: &str) -> bool {
    is_listed(TYPE_CODES, &fold_symbol(code))
}

fn is_listed(codes: &[&str], code: &str) -> bool {
    codes.contains(&code)
}

/// True for a Vietnamese word ("Tháng", "ngày"): no code in small letters bears a tone.
fn is_word(code: &str) -> bool {
    let toned = |c: char| {
        c.to_lowercase()
            .any(|small| split_tone(small).1 != Tone::Level)
    };
    code.contains(char::is_lowercase) && code.contains(toned)
}
