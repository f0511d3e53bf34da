//! Which line breaks end a paragraph, and which an editor or a saved page put inside one.
//!
//! Most texts have a line per paragraph. Some are broken wherever the page's source was: "Căn cứ Kế
//! hoạch số 18/KH-UBND ngày⏎29/3/2012 …", "1. Sở⏎Nội vụ". Such a text gives itself away: lines begin
//! in lower case again and again. In it a line goes on unless it ends like a sentence or the next
//! opens something: a list mark, a preamble phrase, a heading in capitals.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::fold;

/// Letters of a line that may have been cut in a text that is not broken as a whole.
const CUT_MIN: usize = 60;

/// Lines that go on in lower case: this many, and one in so many, make a broken text.
const BROKEN_MIN: usize = 3;
const BROKEN_SHARE: usize = 12;

/// Lines looked at: a text shows its habit early.
const LINES_MAX: usize = 2_000;

/// List marks, folded.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^([-–—+*•·▪#]|\d{1,3}(\.\d{1,3})*[.)](\s|\p{L})|\d{1,3}(\.\d{1,3})+\s",
        r"|[a-z]{1,2}[.)]\s?\p{L}|x{0,3}(ix|iv|v?i{0,3})[.)]\s|\((kem theo|ban hanh))",
    ))
    .expect("a pattern")
});

/// What opens a paragraph where it begins with a capital, folded.
static PHRASE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^((dieu|chuong|phu luc|phan|muc|khoan|bieu|mau) (so )?[\divxabc]+\b|so\s?:|(tm|kt|tl)\.",
        r"|can cu |theo de nghi|xet de nghi|thuc hien |trien khai |noi nhan|kinh g[uo]i)",
    ))
    .expect("a pattern")
});

/// Words that no line of a document ends with unless it was cut there, folded. Not "tỉnh", "Sở": cells
/// of a table end with them.
const UNFINISHED: [&str; 17] = [
    "va", "cua", "cac", "ve", "tai", "theo", "ngay", "trong", "cho", "voi", "den", "tren", "duoc",
    "la", "nhu", "hoac", "tu",
];

pub(super) struct Wrapping {
    is_broken: bool,
    /// Letters of a full line.
    full: usize,
}

impl Wrapping {
    pub fn of(text: &str, lines: &[Range<usize>]) -> Wrapping {
        let written = |line: &Range<usize>| text[line.clone()].trim();
        let lines: Vec<&str> = lines.iter().take(LINES_MAX).map(written).collect();
        let (mut pairs, mut go_on) = (0, 0);
        for pair in lines.windows(2) {
            if pair.iter().any(|line| line.is_empty() || *line == "|") {
                continue;
            }
            pairs += 1;
            let goes_on = (pair[1].starts_with(char::is_lowercase) || is_unfinished(pair[0]))
                && !is_end(pair[0])
                && !opens(pair[1])
                && pair[0].contains(char::is_alphabetic);
            go_on += usize::from(goes_on);
        }
        let mut lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
        lengths.sort_unstable();
        Wrapping {
            is_broken: go_on >= BROKEN_MIN && go_on * BROKEN_SHARE >= pairs,
            full: lengths
                .get(lengths.len() * 9 / 10)
                .copied()
                .unwrap_or(0)
                .max(CUT_MIN),
        }
    }

    /// True if the paragraph of `line` goes on with `next`; both are trimmed.
    pub fn joins(&self, line: &str, next: &str) -> bool {
        let ends = line.is_empty() || next.is_empty() || next == "|" || line == "|";
        if ends || is_rule(line) || is_rule(next) {
            return false;
        }
        if is_name_with_dash(line, next) {
            return true;
        }
        if !self.is_broken {
            let is_mark = next
                .get(1..2)
                .is_some_and(|second| second == ")" || second == ".");
            return line.chars().count() >= CUT_MIN
                && !is_end(line)
                && next.starts_with(char::is_lowercase)
                && !is_mark;
        }
        if line == "Số:" || line == "Số" {
            return next.starts_with(|c: char| c.is_ascii_digit());
        }
        if is_end(line) || opens(next) {
            return false;
        }
        if next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) {
            return true;
        }
        if is_day_of_number(line, next) || is_quarter(line, next) {
            return true;
        }
        match (is_capitals(line), is_capitals(next)) {
            // The first word of a heading, cut off by the markup around it.
            (true, true) => words(line) == 1 && !line.ends_with(|c: char| c.is_ascii_digit()),
            (false, false) => self.is_cut(line) || is_ground(line),
            _ => false,
        }
    }

    /// True if a line that is followed by a capital was cut: it is full, ends in a word that wants
    /// another, or holds one word.
    fn is_cut(&self, line: &str) -> bool {
        let bare = line.trim_start_matches(|c: char| !c.is_alphabetic());
        line.chars().count() * 10 >= self.full * 7
            || is_unfinished(line)
            || ends_in_half_a_name(line)
            || words(bare) == 1
            || line.ends_with(',')
    }
}

/// "Sở Lao động⏎- Thương binh và Xã hội", "phát triển kinh tế⏎- xã hội": a dash inside a name or a set phrase opens
/// no item.
fn is_name_with_dash(line: &str, next: &str) -> bool {
    const HALVES: [(&str, &str); 6] = [
        ("lao dong", "thuong binh"),
        ("kinh te", "xa hoi"),
        ("chinh tri", "xa hoi"),
        ("van hoa", "xa hoi"),
        ("dan so", "ke hoach hoa"),
        ("tai chinh", "ke hoach"),
    ];
    let Some(rest) = next.strip_prefix(['-', '–']) else {
        return false;
    };
    let opening: String = rest.trim_start().chars().take(16).collect();
    let tail: String = {
        let last: Vec<char> = line.chars().rev().take(16).collect();
        last.into_iter().rev().collect()
    };
    let (opening, tail) = (fold(&opening), fold(&tail));
    HALVES
        .iter()
        .any(|(first, second)| tail.ends_with(first) && opening.starts_with(second))
}

/// "… SỐ 16/2001/CT-TTG⏎NGÀY 21 THÁNG 6 NĂM 2001": the day of the document whose number ends the line. Of a letterhead's
/// own number the day stands apart.
fn is_day_of_number(line: &str, next: &str) -> bool {
    let last = line.split(' ').next_back().unwrap_or_default();
    let is_number = last.starts_with(|c: char| c.is_ascii_digit())
        && last.contains('/')
        && last.ends_with(char::is_alphabetic);
    let mut words = next.split(' ');
    let is_day = words.next().is_some_and(|word| fold(word) == "ngay")
        && words
            .next()
            .is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit()));
    is_number && is_day && !fold(line).starts_with("so")
}

/// "hoàn thành trong quý⏎II/2014": the number of a quarter opens no section.
fn is_quarter(line: &str, next: &str) -> bool {
    let numeral = next.split(|c: char| !c.is_alphabetic()).next();
    let is_numeral = numeral.is_some_and(|it| ["I", "II", "III", "IV"].contains(&it));
    is_numeral && (line.ends_with("quý") || line.ends_with("Quý"))
}

fn is_end(line: &str) -> bool {
    line.ends_with(['.', ';', ':', '|', '!', '?', '/', '…'])
}

fn is_unfinished(line: &str) -> bool {
    let last = line.split_whitespace().next_back().map(fold);
    let has_small = line.contains(char::is_lowercase);
    has_small && last.is_some_and(|last| UNFINISHED.contains(&last.as_str()))
}

/// "phối hợp với Sở⏎Tài chính": names of agencies and places have two words at least.
fn ends_in_half_a_name(line: &str) -> bool {
    let mut words = line.split_whitespace().rev();
    let is_capital = words
        .next()
        .is_some_and(|last| last.starts_with(char::is_uppercase));
    is_capital
        && words
            .next()
            .is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// "Căn cứ Luật Tổ chức⏎Chính quyền địa phương …;": a ground ends in a mark.
fn is_ground(line: &str) -> bool {
    line.starts_with("Căn cứ ")
}

fn is_rule(line: &str) -> bool {
    line.chars()
        .all(|c| matches!(c, '-' | '_' | '=' | '*' | '–' | '—'))
}

fn opens(line: &str) -> bool {
    let start: String = line.chars().take(24).collect();
    let folded = fold(&start);
    let is_phrase = line.starts_with(char::is_uppercase) && PHRASE.is_match(&folded);
    is_phrase || MARK.is_match(&folded)
}

fn is_capitals(line: &str) -> bool {
    line.contains(char::is_alphabetic) && !line.contains(char::is_lowercase)
}

pub(super) fn words(line: &str) -> usize {
    line.split_whitespace().count()
}
