//! Products named in the task's own words: what "ban hành", "xây dựng" or "trình" brings out.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::super::any_of::opens_with;
use super::super::section::collapse;
use super::super::words::{Cues, Said};
use crate::text::small_letter;

/// The verbs a product follows; the first letter of each may be a capital.
const VERBS: [&str; 9] = [
    "ban hành",
    "phê duyệt",
    "xây dựng",
    "lập",
    "soạn thảo",
    "biên soạn",
    "trình",
    "hoàn thiện",
    "dự thảo",
];

/// What a verb may be joined with before its product.
const JOINED: [&str; 3] = [" và ban hành", ", ban hành", ", trình"];

/// What may stand before the name of a product and belongs to it.
const OPENERS: [&str; 3] = ["các ", "dự thảo ", "Dự thảo "];

/// What a product is called by; the first letter of each may be a capital.
const THINGS: [&str; 24] = [
    "kế hoạch",
    "báo cáo",
    "quyết định",
    "quy chế",
    "quy định",
    "quy trình",
    "chỉ thị",
    "danh mục",
    "danh sách",
    "đề án",
    "văn bản",
    "nghị quyết",
    "chương trình",
    "tài liệu",
    "dự toán",
    "dự trù",
    "tờ trình",
    "bảng",
    "bộ chỉ số",
    "bộ tiêu chí",
    "bộ tài liệu",
    "phương án",
    "hướng dẫn",
    "cơ sở dữ liệu",
];

/// Bytes of the longest product kept; beyond this it is the rest of the sentence.
const PRODUCT_MAX: usize = 240;

/// The first product of what is said.
pub(super) fn find(said: &Said) -> Option<String> {
    // "Quyết định số 20/2016/QĐ-UBND ban hành Quy chế …" in the row of a table: what that paper brought out.
    const PAPERS: [&str; 4] = [
        "Quyết định số ",
        "Nghị quyết số ",
        "Thông tư số ",
        "Nghị định số ",
    ];
    let text = said.text;
    if opens_with(text, &PAPERS) {
        return None;
    }
    let mut past = 0;
    let thing = said.cued(Cues::PRODUCT).find_map(|(_, word)| {
        let (start, verb) = verb_ending_in(text, &word).filter(|(start, _)| past <= *start)?;
        past = word.end;
        // "kể từ ngày ban hành Kế hoạch": when that was.
        if text[..start].trim_end().ends_with("ngày") {
            return None;
        }
        named(after_word(&text[start..], verb)?)
    })?;
    let is_part = |end: usize| thing[end..].starts_with(" trình ") && is_compound(&thing[..end]);
    let mut ends = ENDS.find_iter(thing).map(|end| end.start());
    let end = ends.find(|&end| !is_part(end)).unwrap_or(thing.len());
    let thing = &thing[..end];
    // "lập danh sách học sinh xong trước ngày 12/3".
    let thing = collapse(thing.trim_end().strip_suffix(" xong").unwrap_or(thing));
    // "kể từ ngày ban hành Kế hoạch này": what is there already.
    let is_there = [" này", " nêu trên", " nói trên"]
        .iter()
        .any(|back| thing.ends_with(back));
    (thing.len() <= PRODUCT_MAX && !is_there).then_some(thing)
}

/// Where the verb starts whose last word is `word`, and which it is.
fn verb_ending_in(text: &str, word: &Range<usize>) -> Option<(usize, &'static str)> {
    let written = &text[word.clone()];
    match written {
        "lập" | "Lập" => return Some((word.start, "lập")),
        "trình" | "Trình" => {
            let is_verb = !is_compound(text[..word.start].trim_end());
            return is_verb.then_some((word.start, "trình"));
        }
        _ => {}
    }
    let before = text[..word.start].strip_suffix(' ')?;
    VERBS.iter().find_map(|verb| {
        let first = verb.strip_suffix(written)?.strip_suffix(' ')?;
        let start = before.len().checked_sub(first.len())?;
        before.as_bytes()[start..]
            .eq_ignore_ascii_case(first.as_bytes())
            .then_some((start, *verb))
    })
}

/// "quy trình", "công trình": behind these "trình" is no verb.
fn is_compound(before: &str) -> bool {
    const FIRST: [&str; 8] = ["quy", "công", "chương", "giáo", "quá", "lộ", "tiến", "tờ"];
    let last = before.rsplit([' ', '\n']).next().unwrap_or_default();
    FIRST
        .iter()
        .any(|first| after_word(last, first) == Some(""))
}

/// The product that the verb before `rest` brings out, to the end of its clause.
fn named(rest: &str) -> Option<&str> {
    let joined = JOINED.iter().find_map(|joined| rest.strip_prefix(joined));
    let rest = joined.unwrap_or(rest);
    let thing = rest.trim_start();
    if thing.len() == rest.len() {
        return None;
    }
    let opener = OPENERS.iter().find_map(|opener| thing.strip_prefix(opener));
    if !(opener.is_some_and(is_thing) || is_thing(thing)) {
        return None;
    }
    let end = thing.find([',', ';', ':', '.', '(', ')', '\n']);
    Some(&thing[..end.unwrap_or(thing.len())])
}

/// True if `text` begins with what a product is called by. A look at one byte refuses most.
fn is_thing(text: &str) -> bool {
    let Some(first) = text.chars().next().map(small_letter) else {
        return false;
    };
    let first = first.encode_utf8(&mut [0; 4]).as_bytes()[0];
    let mut alike = THINGS.iter().filter(|it| it.as_bytes()[0] == first);
    alike.any(|it| after_word(text, it).is_some())
}

/// What follows `word`, whose first letter may be a capital.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (mut letters, mut wanted) = (text.chars(), word.chars());
    let (first, small) = (letters.next()?, wanted.next()?);
    let is_same = first == small || first.to_lowercase().eq([small]);
    letters
        .as_str()
        .strip_prefix(wanted.as_str())
        .filter(|_| is_same)
}

/// Words at which the name of the product is over.
static ENDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    automaton(&[
        " trước ",
        " trong quý",
        " trong tháng",
        " trong năm",
        " gửi ",
        " trình ",
        " để ",
        " nhằm ",
        " bảo đảm",
        " đảm bảo",
        " phù hợp",
        " theo ",
        " chậm nhất",
        " hoàn thành",
    ])
});

fn automaton(words: &[&str]) -> AhoCorasick {
    AhoCorasick::new(words)
        .unwrap_or_else(|error| panic!("fixed words make one automaton: {error}"))
}
