//! Document numbers as they stand in running text: `21/KH-UBND`, `2463 /QĐ - UBND`, `18-NQ/TW`, `88/CP`, or with
//! the serial left blank. The scan starts at a digit (or at the blank after "số") and looks at most
//! [`NUMBER_MAX`] bytes ahead, so that a line of five megabytes of "số 1/" costs no more than its length.

use std::borrow::Cow;

use crate::text::{Span, is_alphanumeric, is_capital, opens_folded};

/// Bytes of the longest number looked at. The longest seen, a joint resolution of three bodies, has 58.
const NUMBER_MAX: usize = 96;

/// Digits of the longest serial: enterprises write the day, "20251022/CV-HD".
const SERIAL_DIGITS_MAX: usize = 8;

/// Bytes of the usual number, and some.
const NUMBER: usize = 24;

/// How much the surroundings promise a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// A type word or "số" stands before it: any number is believed.
    Announced,
    /// Nothing does: only a shape that is nothing else is believed.
    Bare,
}

/// The parts are places in the writing: a document has as many numbers as citations, and each is copied into its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberToken {
    pub span: Span,
    /// Canonical writing, `21/KH-UBND`; with a blank serial, `/KH-UBND`.
    pub number: String,
    pub year: Option<u16>,
    /// Bytes of the serial.
    serial: usize,
    /// Where the symbol starts.
    symbol: usize,
}

impl NumberToken {
    /// A serial, what joins it to the symbol ("/", "/2021/"), and the symbol.
    pub fn joined(
        span: Span,
        (serial, joint, symbol): (&str, &str, &str),
        year: Option<u16>,
    ) -> NumberToken {
        NumberToken {
            span,
            number: [serial, joint, symbol].concat(),
            year,
            serial: serial.len(),
            symbol: serial.len() + joint.len(),
        }
    }

    /// As written; `None` where a form left it blank.
    pub fn serial(&self) -> Option<&str> {
        Some(&self.number[..self.serial]).filter(|serial| !serial.is_empty())
    }

    /// What joins the serial to the symbol.
    pub fn joint(&self) -> &str {
        &self.number[self.serial..self.symbol]
    }

    /// `KH-UBND`; `None` for a bare `07/2021`.
    pub fn symbol(&self) -> Option<&str> {
        Some(&self.number[self.symbol..]).filter(|symbol| !symbol.is_empty())
    }
}

/// What the scan must know of codes: whether a group (`KH`, `ubnd`, `TTG`) is one, however it is written.
pub trait Codes {
    fn is_code(&self, group: &str) -> bool;
}

/// Reads the number that starts at byte `at`, a digit.
pub fn read(text: &str, at: usize, promise: Promise, codes: &impl Codes) -> Option<NumberToken> {
    let mut scan = Scan::new(text, at);
    let serial = scan.serial()?;
    let serial = match promise {
        Promise::Announced => scan.parts(at).unwrap_or(serial),
        Promise::Bare => serial,
    };
    scan.finish(at, Some(serial), promise, codes)
}

/// Reads a number whose serial is blank: `at` is where the blank (spaces, dots) starts.
pub fn read_blank(text: &str, at: usize, codes: &impl Codes) -> Option<NumberToken> {
    let mut scan = Scan::new(text, at);
    scan.skip(|b| matches!(b, b' ' | b'.' | b'_' | b':' | 0xE2 | 0x80 | 0xA6));
    (scan.peek() == Some(b'/')).then_some(())?;
    scan.finish(at, None, Promise::Announced, codes)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

/// What joins the serial to the rest.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    Slash,
    Dash,
    /// "1492 KH-UBND": a blank stands for the slash.
    Missing,
    /// "18NQ/TW": a typist left it out.
    Glued,
}

impl Joint {
    fn is_lost(self) -> bool {
        matches!(self, Joint::Missing | Joint::Glued)
    }

    fn written(self) -> &'static str {
        match self {
            Joint::Slash | Joint::Missing => "/",
            Joint::Dash => "-",
            Joint::Glued => "",
        }
    }
}

/// "QĐ/TU": a slash inside is the Party's; joint circulars ("TTLT/BTC-BNV") have it, too.
fn is_of_party(symbol: &str) -> bool {
    symbol.contains('/') && !symbol.starts_with("TTLT")
}

/// The year of a normative number.
struct Year<'a> {
    value: u16,
    written: &'a str,
    symbol_follows: bool,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, at: usize) -> Scan<'a> {
        let end = text.floor_char_boundary(text.len().min(at + NUMBER_MAX));
        Scan { text, at, end }
    }

    fn peek(&self) -> Option<u8> {
        (self.at < self.end).then(|| self.text.as_bytes()[self.at])
    }

    fn skip(&mut self, of: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&of) {
            self.at += 1;
        }
    }

    /// One blank or line break, sometimes two where a line was cut.
    fn gap(&mut self) -> bool {
        let start = self.at;
        while self.at - start < 3 && matches!(self.peek(), Some(b' ' | b'\n')) {
            self.at += 1;
        }
        self.at > start
    }

    /// `21`, `30c`, `15A`, `66.18`: digits, then one letter or a decimal part. O and l stand for the digits
    /// that OCR misread, where one digit is certain.
    fn serial(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.skip(|b| b.is_ascii_digit() || matches!(b, b'O' | b'o' | b'l' | b'I'));
        let run = &self.text.as_bytes()[start..self.at];
        if !run.iter().any(u8::is_ascii_digit) {
            return None;
        }
        // "30o/QĐ" may be a letter of the serial: it is left as it stands.
        if run[0].is_ascii_digit() {
            self.at = start;
            self.skip(|b| b.is_ascii_digit());
        }
        if self.at - start > SERIAL_DIGITS_MAX {
            return None;
        }
        match &self.text.as_bytes()[self.at..self.end] {
            [b'.', b'0'..=b'9', ..] => {
                self.at += 1;
                self.skip(|b| b.is_ascii_digit());
            }
            [b'a'..=b'z', next, ..] if !next.is_ascii_alphanumeric() && *next < 0x80 => {
                self.at += 1
            }
            [b'A'..=b'Z', b'/' | b'-', ..] => self.at += 1,
            _ if self.text[self.at..self.end].starts_with("đ/") => self.at += "đ".len(),
            _ => {}
        }
        Some(&self.text[start..self.at])
    }

    /// "01-10/2025/CV-HT", "2025-005/HT-KD": enterprises write month or year into the serial. "03-2026/CV-HT" has its
    /// year there.
    fn parts(&mut self, start: usize) -> Option<&'a str> {
        let rest = self.text[self.at..self.end].strip_prefix('-')?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_year = || {
            rest[..digits]
                .parse()
                .is_ok_and(|year: u16| (1945..=2060).contains(&year))
        };
        let is_part = (2..=4).contains(&digits) && rest[digits..].starts_with('/') && !is_year();
        if !is_part {
            return None;
        }
        self.at += "-".len() + digits;
        Some(&self.text[start..self.at])
    }

    fn finish(
        mut self,
        start: usize,
        serial: Option<&str>,
        promise: Promise,
        codes: &impl Codes,
    ) -> Option<NumberToken> {
        let joint = self.joint()?;
        let year = match joint {
            Joint::Slash | Joint::Dash => self.year(),
            Joint::Missing | Joint::Glued => None,
        };
        if let Some(year) = year.as_ref().filter(|year| !year.symbol_follows) {
            let serial = serial.filter(|serial| serial.len() <= 4 && joint == Joint::Slash)?;
            let joint = || ["/", year.written].concat();
            return (promise == Promise::Announced).then(|| {
                let span = Span::new(start, self.at);
                NumberToken::joined(span, (serial, &joint(), ""), Some(year.value))
            });
        }
        let first = self.group(promise, 0, codes)?;
        let first = self.whole_group(first, codes);
        let serial = serial.unwrap_or_default();
        let mut number = String::with_capacity(NUMBER);
        for part in [serial, joint.written()] {
            number.push_str(part);
        }
        if let Some(year) = &year {
            number.push_str(year.written);
            number.push('/');
        }
        let symbol = number.len();
        number.push_str(&first);
        let count = self.further_groups(&mut number, promise, codes)?;
        let groups = Groups { first, count };
        let believed = match promise {
            Promise::Announced => !joint.is_lost() || groups.is_known(codes),
            Promise::Bare => {
                !joint.is_lost()
                    && groups.is_unmistakable(year.as_ref().map(|year| year.value), codes)
            }
        };
        if !believed {
            return None;
        }
        self.unit_in_brackets();
        // "84 QĐ/TU": with a slash further on it is the Party's dash that was lost.
        if joint == Joint::Missing && is_of_party(&number[symbol..]) {
            let lost = serial.len()..symbol;
            number.replace_range(lost, Joint::Dash.written());
        }
        Some(NumberToken {
            span: Span::new(start, self.at),
            number,
            year: year.map(|year| year.value),
            serial: serial.len(),
            symbol,
        })
    }

    /// "823/PV11(CS) ngày …", "60/TTr-CATP(PV11)": the unit that drafted, in brackets set to the symbol. It is
    /// no part of the number.
    fn unit_in_brackets(&mut self) {
        const UNIT_MAX: usize = 12;
        let Some(inside) = self.text[self.at..self.end].strip_prefix('(') else {
            return;
        };
        let length = inside.find(')').filter(|length| *length <= UNIT_MAX);
        let Some(unit) = length.map(|length| &inside[..length]) else {
            return;
        };
        let is_code = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '&');
        if unit.starts_with(char::is_uppercase) && unit.chars().all(is_code) {
            self.at += unit.len() + 2;
        }
    }

    fn joint(&mut self) -> Option<Joint> {
        let start = self.at;
        let gap = self.gap();
        match self.peek()? {
            b'/' => {
                self.at += 1;
                self.gap();
                Some(Joint::Slash)
            }
            b'-' => {
                self.at += 1;
                self.gap();
                Some(Joint::Dash)
            }
            _ => {
                let follows = self.text[self.at..].chars().next()?;
                let joint = if gap { Joint::Missing } else { Joint::Glued };
                let glued_or_one_blank = !gap || self.at - start == 1;
                (glued_or_one_blank && is_capital(follows)).then_some(joint)
            }
        }
    }

    /// Four digits; two where a symbol follows, as until 1999: "55/98/NĐ-CP".
    fn year(&mut self) -> Option<Year<'a>> {
        let start = self.at;
        self.skip(|b| b.is_ascii_digit());
        let written = &self.text[start..self.at];
        let value = match (written.len(), written.parse::<u16>()) {
            (4, Ok(year)) if (1945..=2060).contains(&year) => year,
            (2, Ok(year)) if 45 <= year => 1900 + year,
            _ => {
                self.at = start;
                return None;
            }
        };
        let after_year = self.at;
        self.gap();
        if matches!(self.peek(), Some(b'/' | b'-')) {
            self.at += 1;
            self.gap();
            if self.text[self.at..self.end].starts_with(char::is_alphabetic) {
                return Some(Year {
                    value,
                    written,
                    symbol_follows: true,
                });
            }
        }
        self.at = if written.len() == 4 {
            after_year
        } else {
            start
        };
        (written.len() == 4).then_some(Year {
            value,
            written,
            symbol_follows: false,
        })
    }

    /// Adds the groups of letters that `-` or `/` joins to the first, and says how many there are with it.
    fn further_groups(
        &mut self,
        symbol: &mut String,
        promise: Promise,
        codes: &impl Codes,
    ) -> Option<usize> {
        let mut count = 1;
        while let Some(joint) = self.joint_of_groups(count, codes) {
            let group = self.group(promise, count, codes)?;
            symbol.push(joint);
            symbol.push_str(&self.whole_group(group, codes));
            count += 1;
        }
        Some(count)
    }

    /// What joins the groups so far to one more.
    fn joint_of_groups(&mut self, count: usize, codes: &impl Codes) -> Option<char> {
        let after_group = self.at;
        let spaced_before = self.gap();
        let joint = self.peek();
        if let Some(joint @ (b'-' | b'/' | b'_')) = joint {
            self.at += 1;
            let spaced_after = self.gap();
            if self.group_follows(spaced_before, spaced_after, count, codes) {
                return Some(char::from(joint));
            }
        }
        self.at = after_group;
        None
    }

    /// "TT-BGD ĐT": a code that a blank cut in two, where only both halves are a code.
    fn whole_group(&mut self, group: &'a str, codes: &impl Codes) -> Cow<'a, str> {
        let rest = self.text[self.at..self.end]
            .strip_prefix(' ')
            .unwrap_or_default();
        let half = &rest[..group_length(rest)];
        let is_half = is_unit(half) && group.chars().all(is_capital);
        if is_half && codes.is_code(&[group, half].concat()) {
            self.at += 1 + half.len();
            return Cow::Owned([group, half].concat());
        }
        Cow::Borrowed(group)
    }

    /// After "KH - " only a code continues the symbol: "21/KH-UBND - Sở Nội vụ" ends before the dash.
    fn group_follows(
        &self,
        spaced_before: bool,
        spaced_after: bool,
        count: usize,
        codes: &impl Codes,
    ) -> bool {
        let rest = &self.text[self.at..self.end];
        let group = &rest[..group_length(rest)];
        if group.is_empty() {
            return false;
        }
        match (spaced_before, spaced_after) {
            (false, false) => true,
            (true, true) => {
                count == 1 && (is_unit(group) || has_ampersand(group) || codes.is_code(group))
            }
            (false, true) | (true, false) => group.chars().all(is_capital) || codes.is_code(group),
        }
    }

    fn group(&mut self, promise: Promise, count: usize, codes: &impl Codes) -> Option<&'a str> {
        let rest = &self.text[self.at..self.end];
        let mut length = group_length(rest);
        let first = rest[..length].chars().next()?;
        // "93/CT-05", "787/C06-P3": units of the police are numbered.
        let numbered_unit = first.is_ascii_digit() && count > 0 && length <= 4;
        if !is_capital(first) && !numbered_unit {
            let is_announced = first.is_lowercase() && promise == Promise::Announced;
            // "2587-CV/VPTW/nb": the Party marks so what is for its own.
            let is_internal = count > 1 && &rest[..length] == "nb";
            if !(is_announced && (is_internal || codes.is_code(&rest[..length]))) {
                return None;
            }
        }
        length = cut_footnote(&rest[..cut_word(&rest[..length])]);
        let group = &rest[..length];
        // "3/Tổ chức", "2-Phòng": a word, not a code. Codes hold two capitals or are known; "93/A05" names a unit, and
        // "00 - Km40" a part of a road.
        let capitals = group.chars().filter(|c| is_capital(*c)).count();
        let digits = group.strip_prefix(is_capital).unwrap_or_default();
        let unit = promise == Promise::Announced
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit());
        if count == 0 && capitals < 2 && !unit && !codes.is_code(group) {
            return None;
        }
        self.at += length;
        Some(group)
    }
}

/// "473/TTr - NN&PTNT": capitals that an ampersand joins are no words.
fn has_ampersand(group: &str) -> bool {
    group.contains('&') && group.chars().all(|c| is_capital(c) || c == '&')
}

/// "109/UBND - VX": a unit's few capitals.
fn is_unit(group: &str) -> bool {
    let letters = group.chars().count();
    (2..=5).contains(&letters) && group.chars().all(is_capital)
}

/// Letters, digits, `&`, inner dots and pluses: `SGD&ĐT`, `QH15`, `TC.CCVC`, `KT+AT` of two units that wrote it.
fn group_length(rest: &str) -> usize {
    let mut end = 0;
    loop {
        end += match rest.as_bytes().get(end) {
            Some(b'&') => 1,
            Some(byte) if byte.is_ascii_alphanumeric() => 1,
            Some(b'.' | b'+') if 0 < end && rest[end + 1..].starts_with(is_capital) => 1,
            Some(0x80..) => match rest[end..].chars().next() {
                // A footnote mark set high is read as a superscript: "QH15¹".
                Some('¹' | '²' | '³' | '⁰'..='⁹') => return end,
                Some(c) if is_alphanumeric(c) => c.len_utf8(),
                _ => return end,
            },
            _ => return end,
        };
    }
}

/// "55/2016/QĐ-UBNDNgày đăng": the label of the next field, run into the number. No code has a small letter with a mark.
fn cut_word(group: &str) -> usize {
    let marked = |c: char| c.is_lowercase() && !c.is_ascii() && c != 'đ';
    let Some(small) = group.find(marked) else {
        return group.len();
    };
    let word = group[..small].rfind(char::is_uppercase);
    word.filter(|at| 2 <= group[..*at].chars().count())
        .unwrap_or(group.len())
}

/// "42/2024/QH15¹" loses its superscript in text layers: a term of the National Assembly has two digits.
fn cut_footnote(group: &str) -> usize {
    let body = group.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = group.len() - body.len();
    let keeps = if body.ends_with("QH") { 2 } else { 0 };
    if keeps > 0 && digits > keeps {
        body.len() + keeps
    } else {
        group.len()
    }
}

struct Groups<'a> {
    first: Cow<'a, str>,
    count: usize,
}

impl Groups<'_> {
    fn is_known(&self, codes: &impl Codes) -> bool {
        codes.is_code(&self.first) || self.count > 1
    }

    /// Without "số" or a type word: a code with a second group (`21/KH-UBND`), or a numbered assembly (`202/2025/QH15`).
    fn is_unmistakable(&self, year: Option<u16>, codes: &impl Codes) -> bool {
        let is_of = |opening| opens_folded(&self.first, opening);
        let assembly = year.is_some() && (is_of("qh") || is_of("ubtvqh"));
        assembly || (self.count > 1 && codes.is_code(&self.first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;

    impl Codes for Known {
        fn is_code(&self, group: &str) -> bool {
            [
                "kh", "qd", "nq", "cp", "ubnd", "ttg", "tw", "tu", "kl", "nd", "snv", "tb", "hdnd",
                "ttr", "cv", "bgddt",
            ]
            .contains(&crate::text::fold(group).as_str())
        }
    }

    #[track_caller]
    fn check(text: &str, promise: Promise, expected: Option<&str>) {
        let found = read(text, 0, promise, &Known);
        assert_eq!(
            found.as_ref().map(|token| token.number.as_str()),
            expected,
            "{text}"
        );
    }

    #[test]
    fn every_writing_of_a_number_is_repaired_for_blanks_only() {
        use Promise::Announced;
        check("21/KH-UBND ngày", Announced, Some("21/KH-UBND"));
        check("2463 /QĐ - UBND ngày", Announced, Some("2463/QĐ-UBND"));
        check("2257/QĐ-\nUBND", Announced, Some("2257/QĐ-UBND"));
        check("301- KL/TU", Announced, Some("301-KL/TU"));
        check("18 - NQ/TW", Announced, Some("18-NQ/TW"));
        check("130/2005/NĐ-CP", Announced, Some("130/2005/NĐ-CP"));
        check("30c/NQ-CP", Announced, Some("30c/NQ-CP"));
        check("66.18/2026/NQ-CP", Announced, Some("66.18/2026/NQ-CP"));
        check("88/CP", Announced, Some("88/CP"));
        check("07/2021 ngày", Announced, Some("07/2021"));
        check(
            "2180/SGD&ĐT-KTKĐCLGD ngày",
            Announced,
            Some("2180/SGD&ĐT-KTKĐCLGD"),
        );
        check("1330/QĐ-CT.UB", Announced, Some("1330/QĐ-CT.UB"));
        check("42/2024/QH151 ngày", Announced, Some("42/2024/QH15"));
        check("06/qđ-ttg ngày", Announced, Some("06/qđ-ttg"));
        check("42/2024/QH15¹ ngày", Announced, Some("42/2024/QH15"));
        check("93/CT-05 ngày", Announced, Some("93/CT-05"));
        check("787/C06-P3 ngày", Announced, Some("787/C06-P3"));
        check("787/A05 ngày", Announced, Some("787/A05"));
        check("1492 KH-UBND", Announced, Some("1492/KH-UBND"));
        check("18NQ/TW", Announced, Some("18NQ/TW"));
        check("15A/TTr-SNV", Announced, Some("15A/TTr-SNV"));
        check("O8/KH-UBND", Announced, Some("O8/KH-UBND"));
        check("55/98/NĐ-CP", Announced, Some("55/98/NĐ-CP"));
        check("03-2026/CV-HP", Announced, Some("03-2026/CV-HP"));
        check("01-10/2025/CV-HP", Announced, Some("01-10/2025/CV-HP"));
        check("2025-005/HP-KD", Announced, Some("2025-005/HP-KD"));
        check("258-CV/VPTW/nb,", Announced, Some("258-CV/VPTW/nb"));
        check("109/UBND - VX ngày", Announced, Some("109/UBND-VX"));
        check("157/TB_UBND", Announced, Some("157/TB_UBND"));
        check("21/KH-UBND - Sở Nội vụ", Announced, Some("21/KH-UBND"));
    }

    #[test]
    fn nothing_else_is_a_number() {
        use Promise::Bare;
        check("3/4 số xã", Bare, None);
        check("24/7; ", Bare, None);
        check("02/02/2021", Bare, None);
        check("9001:2015", Bare, None);
        check("2/2021", Bare, None);
        check("36/2026/QH16", Bare, Some("36/2026/QH16"));
        check("21/KH-UBND", Bare, Some("21/KH-UBND"));
        check("02743.822.463", Bare, None);
        check("00 - Km40+00", Promise::Announced, None);
    }

    #[test]
    fn a_code_cut_by_a_blank_is_whole() {
        let number = |text| read(text, 0, Promise::Announced, &Known).map(|token| token.number);
        assert_eq!(
            number("01/2016/TT-BGD ĐT ngày 15").as_deref(),
            Some("01/2016/TT-BGDĐT")
        );
        assert_eq!(
            number("21/KH-UBND TP ngày 15").as_deref(),
            Some("21/KH-UBND")
        );
    }

    #[test]
    fn a_blank_serial_is_seen() {
        let token = read_blank("      /KH-SNV", 0, &Known).map(|token| token.number);
        assert_eq!(token.as_deref(), Some("/KH-SNV"));
    }
}
