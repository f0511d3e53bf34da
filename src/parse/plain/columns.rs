//! A letterhead or signature block typed with spaces: "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI …".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::parse::Column;
use crate::parse::charset::Decoded;
use crate::parse::flow::Item;
use crate::text::fold;

/// Letters of the longest half line: an agency's name.
const HALF_MAX: usize = 80;

/// The two halves of a line that is set in two columns and says so by its words.
pub(super) fn split(text: &str, line: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    static GAP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\S(\t+\s*| {4,})\S").expect("a pattern"));
    static HALVES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^noi nhan\s*:?\t|\t(cong hoa xa hoi chu nghia|doc lap\s*[-–]|dang cong san viet nam)",
            r"|\t(tm|kt|tl|tuq|q)\. |^so\s*:.*\t.*\bngay\b.*\bthang\b.*\bnam\b",
            r"|\t\p{L}[^,]*, ngay\b.*\bthang\b.*\bnam\b"
        ))
        .expect("a pattern")
    });
    let written = &text[line.clone()];
    if written.chars().count() > 2 * HALF_MAX + 60 {
        return None;
    }
    let gap = GAP.captures(written)?.get(1)?;
    let (left, right) = (&written[..gap.start()], &written[gap.end()..]);
    let both = format!("{}\t{}", fold(left.trim()), fold(right.trim()));
    HALVES.is_match(&both).then(|| {
        let start = line.start;
        (start..start + gap.start(), start + gap.end()..line.end)
    })
}

pub(super) fn paras(decoded: &Decoded, left: Range<usize>, right: Range<usize>) -> Vec<Item> {
    vec![
        super::para_of(decoded, left, Column::Left),
        super::para_of(decoded, right, Column::Right),
    ]
}
