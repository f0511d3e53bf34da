//! The subject of a dispatch: "V/v đôn đốc …" left under the number, or "Về việc …", above its addressees.

use std::ops::Range;

use super::Reader;
use super::letterhead::Letterhead;
use super::title::offer_lines;
use crate::extract::any_of::opens_folded_with;
use crate::parse::Column;
use crate::text::Span;

/// "V/v đôn đốc …" left under the number, or "Về việc …".
pub(super) fn read(reader: &mut Reader, head: &Letterhead) {
    let Some(zone) = dispatch_zone(reader, head) else {
        return;
    };
    for at in zone.clone() {
        let block = reader.blocks[at].span;
        let written = reader.written(block);
        // "Về hướng dẫn đánh giá …" right under the number; further down it opens a sentence.
        let is_under = head.number_at.is_some_and(|number| at == number + 1);
        let about = || (is_under && written.starts_with("Về ")).then_some(0);
        let Some(offset) = subject_mark(written).or_else(about) else {
            continue;
        };
        // Without a number only "V/v" in the left half says dispatch: applications are "Về việc" too.
        let is_marked =
            written[offset..].starts_with(['V', 'v']) && !written[offset..].starts_with("Về");
        let in_left_half = reader.blocks[at].style.column == Column::Left;
        if head.number_at.is_none() && !(is_marked && in_left_half) {
            continue;
        }
        let start = block.start as usize + offset;
        let mut lines = vec![Span::new(
            start,
            line_end(written, offset) + block.start as usize,
        )];
        for next in at + 1..reader.blocks.len().min(at + 5) {
            let line = reader.blocks[next];
            // "V/v:" by itself: all of the subject is below.
            let is_bare = next == at + 1 && is_mark_alone(&written[offset..]);
            let same_column = line.style.column == Column::Left || is_bare;
            let is_next_part =
                Some(next) == head.date_at || is_addressee(reader.written(line.span));
            if is_next_part || !same_column {
                break;
            }
            lines.push(line.span);
        }
        offer_lines(reader, &lines, "title_block");
        reader.offer(
            "doc_type",
            "title_block",
            Some(lines[0]),
            Some("CV".to_owned()),
        );
        return;
    }
    let addressed = head.number_at.is_some()
        && reader
            .blocks
            .iter()
            .take(zone.end + 4)
            .any(|block| is_addressee(reader.written(block.span)));
    if addressed {
        reader.offer("doc_type", "title_block", None, Some("CV".to_owned()));
    }
}

/// The blocks around the number; where a stamp hides the number, those between the top of the page
/// and the addressee.
fn dispatch_zone(reader: &Reader, head: &Letterhead) -> Option<Range<usize>> {
    /// Blocks of a letterhead and of a letter's addressees, line by line.
    const ADDRESSEE_MAX: usize = 16;
    if let Some(number_at) = head.number_at {
        return Some(number_at.saturating_sub(2)..reader.blocks.len().min(number_at + 8));
    }
    let mut blocks = reader.blocks.iter().take(ADDRESSEE_MAX);
    let addressee = blocks.position(|block| is_addressee(reader.written(block.span)))?;
    (!reader.is_page()).then_some(0..addressee)
}

pub(super) fn is_addressee(written: &str) -> bool {
    opens_folded_with(written.trim_start(), &["kinh gui", "kinh goi"])
}

/// How the subject of a dispatch begins.
const MARKS: [&str; 5] = ["V/v", "v/v", "V/V", "Về việc", "Vv "];

fn is_mark_alone(subject: &str) -> bool {
    MARKS.contains(&subject.trim_end().trim_end_matches([':', ' ']))
}

fn subject_mark(written: &str) -> Option<usize> {
    MARKS.iter().filter_map(|mark| written.find(mark)).min()
}

fn line_end(written: &str, from: usize) -> usize {
    written[from..]
        .find(['\t', '\n'])
        .map_or(written.len(), |end| from + end)
}
