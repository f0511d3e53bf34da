//! What is usually written, against marks that are read wrongly.
//!
//! The letters of a scan are read almost without fault, their marks are not: "kiêm tra", "chỉ tiết",
//! "vật liệu nô", each of them a Vietnamese syllable by itself. Two syllables together hardly ever
//! leave a choice: where the letters of a pair are those of exactly one compound of the vocabulary,
//! its marks are taken. A word that stands in a compound as it was read is never touched, so that
//! "của tình hình" does not become "của tỉnh hình". Letters, digits and signs stay as they were read.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::Word;
use crate::text::{self, fold, tone_canonical};

/// Pairs of capitalised words are names and only ever compared with names.
static COMPOUNDS: LazyLock<HashMap<String, Vec<[&'static str; 2]>>> = LazyLock::new(|| {
    let mut compounds: HashMap<String, Vec<[&str; 2]>> = HashMap::new();
    for (first, second) in text::compounds() {
        let known = compounds.entry(key(first, second)).or_default();
        known.push([first, second]);
    }
    compounds
});

/// Words that stand beside any other: as they were read they are right ("liên quan trong quản lý").
const LOOSE: [&str; 16] = [
    "các", "cho", "có", "của", "do", "khi", "là", "năm", "ngày", "ra", "theo", "trên", "trong",
    "và", "với", "từ",
];

/// Syllables that are spelled well and hardly ever written, and those that they are read for.
const RARE: [(&str, &str); 7] = [
    ("bôn", "bốn"),
    ("câp", "cấp"),
    ("sô", "số"),
    ("vê", "về"),
    ("điêm", "điểm"),
    ("điêu", "điều"),
    ("đên", "đến"),
];

/// What is said about one word by the pairs it stands in.
#[derive(Clone, Default)]
struct Verdict {
    is_confirmed: bool,
    /// The same by a name, which says less: "Luật Tố tụng" is one, and "Luật Tố chức" is misread.
    is_named: bool,
    /// Other marks for its letters.
    proposals: Vec<&'static str>,
}

/// The compounds that the word at this place and the next one may be.
type Pair = (usize, &'static [[&'static str; 2]]);

/// Gives words the marks of the compounds they make with their neighbours.
pub(super) fn mend(words: &mut [Word]) {
    for word in words.iter_mut() {
        mend_symbol(&mut word.text);
    }
    let cores: Vec<Option<Range<usize>>> = words.iter().map(|word| core(&word.text)).collect();
    let written = |at: usize| cores[at].clone().map_or("", |core| &words[at].text[core]);
    let pairs: Vec<Pair> = (1..words.len())
        .filter_map(|next| Some((next - 1, compounds(words, &cores, next - 1)?)))
        .collect();
    let mut verdicts = confirmed(&pairs, written, words.len());
    propose(&pairs, written, &mut verdicts);
    for ((word, core), verdict) in words.iter_mut().zip(cores).zip(verdicts) {
        let Some(core) = core else { continue };
        let written = &word.text[core.clone()];
        let Some(proposal) = verdict.agreed().or_else(|| usual(&verdict, written)) else {
            continue;
        };
        if !is_same(proposal, written) {
            let mended = in_case_of(written, proposal);
            word.text.replace_range(core, &mended);
        }
    }
}

/// Which words stand in a compound as they were read.
fn confirmed<'w>(pairs: &[Pair], written: impl Fn(usize) -> &'w str, words: usize) -> Vec<Verdict> {
    let is_loose = |at: usize| LOOSE.contains(&written(at).to_lowercase().as_str());
    let mut verdicts: Vec<Verdict> = (0..words)
        .map(|at| Verdict {
            is_confirmed: is_loose(at),
            ..Verdict::default()
        })
        .collect();
    for (at, known) in pairs {
        let (first, second) = (written(*at), written(at + 1));
        let is_known = |pair: &[&str; 2]| is_same(pair[0], first) && is_same(pair[1], second);
        if known.iter().any(is_known) {
            let is_name = is_name(first) && is_name(second);
            for verdict in &mut verdicts[*at..=at + 1] {
                verdict.is_named |= is_name;
                verdict.is_confirmed |= !is_name;
            }
        }
    }
    verdicts
}

/// What pairs with one compound make of words that are not confirmed.
fn propose<'w>(pairs: &[Pair], written: impl Fn(usize) -> &'w str, verdicts: &mut [Verdict]) {
    for (at, known) in pairs {
        let [pair] = *known else { continue };
        let is_name = is_name(pair[0]) && is_name(pair[1]);
        let fits = |at: usize, syllable: &str| {
            let is_settled = verdicts[at].is_confirmed || (is_name && verdicts[at].is_named);
            !is_settled || is_same(syllable, written(at))
        };
        if fits(*at, pair[0]) && fits(at + 1, pair[1]) {
            verdicts[*at].proposals.push(pair[0]);
            verdicts[at + 1].proposals.push(pair[1]);
        }
    }
}

/// The bar of a Đ is read as a letter more: 1050/QĐĐ-SCT. No symbol has QĐĐ or NĐĐ.
fn mend_symbol(text: &mut String) {
    if text.contains(['/', '-']) {
        *text = text
            .replace('Ð', "Đ")
            .replace("QĐĐ", "QĐ")
            .replace("NĐĐ", "NĐ");
    }
}

impl Verdict {
    fn agreed(&self) -> Option<&'static str> {
        let (first, others) = self.proposals.split_first()?;
        let is_agreed = others
            .iter()
            .all(|other| is_same(&other.to_lowercase(), first));
        (is_agreed && !self.is_confirmed).then_some(*first)
    }
}

/// The usual syllable for a rare one that no compound explains.
fn usual(verdict: &Verdict, written: &str) -> Option<&'static str> {
    let is_free = !verdict.is_confirmed && !verdict.is_named && verdict.proposals.is_empty();
    let written = written.to_lowercase();
    let found = RARE.iter().find(|(rare, _)| is_free && *rare == written);
    found.map(|(_, usual)| *usual)
}

/// The compounds whose letters are those of the words at `at` and after it.
fn compounds(
    words: &[Word],
    cores: &[Option<Range<usize>>],
    at: usize,
) -> Option<&'static [[&'static str; 2]]> {
    let (first, second) = (&words[at], &words[at + 1]);
    let follows = first.area == second.area && second.line <= first.line + 1;
    let (left, right) = (cores[at].clone()?, cores[at + 1].clone()?);
    // A sign between them parts them.
    if !follows || left.end < first.text.len() || 0 < right.start {
        return None;
    }
    let key = key(&first.text[left], &second.text[right]);
    COMPOUNDS.get(&key).map(Vec::as_slice)
}

/// The letters of both without their marks; names have capitals.
fn key(first: &str, second: &str) -> String {
    let mark = if is_name(first) && is_name(second) {
        "^"
    } else {
        ""
    };
    format!("{mark}{} {}", fold(first), fold(second))
}

fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
}

/// The letters of a word within its signs; `None` if there is anything else between them.
fn core(word: &str) -> Option<Range<usize>> {
    let start = word.find(char::is_alphabetic)?;
    let (last, c) = word.char_indices().rfind(|(_, c)| c.is_alphabetic())?;
    let end = last + c.len_utf8();
    let has_digit = word.chars().any(|c| c.is_ascii_digit());
    let is_whole = word[start..end].chars().all(char::is_alphabetic);
    (is_whole && !has_digit).then_some(start..end)
}

/// The same but for case and the place of the tone.
fn is_same(known: &str, written: &str) -> bool {
    let plain = |word: &str| tone_canonical(&word.to_lowercase());
    known == written || plain(known) == plain(written)
}

/// `marked` with the capitals of `written`; both have the same letters.
fn in_case_of(written: &str, marked: &str) -> String {
    let mut cases = written.chars();
    let letter = |c: char| match cases.next() {
        Some(case) if case.is_uppercase() => c.to_uppercase().collect::<String>(),
        _ => c.to_lowercase().collect(),
    };
    marked.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: &str, expected: &str) {
        let mut words: Vec<Word> = read
            .split(' ')
            .map(|text| Word {
                text: text.to_owned(),
                x0: 0.0,
                y0: 0.0,
                x1: 0.0,
                y1: 0.0,
                baseline: 0.0,
                size: 0.0,
                confidence: 90.0,
                line: 1,
                area: 1,
            })
            .collect();
        mend(&mut words);
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts.join(" "), expected);
    }

    #[test]
    fn wrong_marks_of_compounds_are_mended() {
        check("QUYÉT ĐỊNH", "QUYẾT ĐỊNH");
        check("NGHI ĐINH", "NGHỊ ĐỊNH");
        check("“Kiêm tra việc châp hành;", "“Kiểm tra việc chấp hành;");
        check("quy định chỉ tiết", "quy định chi tiết");
        check("Điêu 5 Nghị định sô 30", "Điều 5 Nghị định số 30");
    }

    #[test]
    fn what_stands_in_a_compound_stays_as_it_was_read() {
        check("của tình hình", "của tình hình");
        check("Cộng hoà xã hội", "Cộng hoà xã hội");
        check("cơ quan trong tỉnh", "cơ quan trong tỉnh");
    }

    #[test]
    fn a_sign_between_two_words_parts_them() {
        check("đã kiêm, tra cứu", "đã kiêm, tra cứu");
    }

    #[test]
    fn a_name_says_less_than_a_compound() {
        check("Luật Tố chức chính quyền", "Luật Tổ chức chính quyền");
        check("Bộ luật Tố tụng", "Bộ luật Tố tụng");
    }

    #[test]
    fn a_doubled_stroke_in_a_symbol_is_one() {
        check("Số:1050 /QÐĐ-SCT", "Số:1050 /QĐ-SCT");
    }

    #[test]
    fn names_are_compared_with_names_only() {
        check("ông Minh Bách", "ông Minh Bách");
    }
}
