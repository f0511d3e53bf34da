//! Which reading of a page was kept, where it is not simply its text layer, and why.

use std::collections::BTreeMap;

use super::layout::PageLayout;
use crate::parse::{ReadBy, Rereading, TextSource, Why};

/// What is remembered of one page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    pub by: ReadBy,
    pub why: Why,
    /// Share of syllables of the first reading and of this one.
    pub before: Option<f32>,
    pub after: Option<f32>,
}

/// What is wrong with a page whose text, of this share of syllables, does not read.
pub(super) fn why(page: &PageLayout, share: Option<f32>) -> Why {
    if super::is_riddle(page) {
        Why::NoMap
    } else if share.is_some() {
        Why::FewSyllables
    } else {
        Why::NoText
    }
}

/// The pages of a file put together by what was kept for them and why.
pub(super) fn rereadings(pages: &[PageLayout]) -> Vec<Rereading> {
    let mut groups: BTreeMap<(ReadBy, Why), Vec<(u32, Kept)>> = BTreeMap::new();
    for page in pages {
        if let Some(kept) = page.kept {
            let group = groups.entry((kept.by, kept.why)).or_default();
            group.push((page.number, kept));
        }
    }
    let groups = groups.into_iter();
    groups
        .map(|((by, why), pages)| Rereading {
            by,
            why,
            before: mean(pages.iter().filter_map(|(_, kept)| kept.before)),
            after: mean(pages.iter().filter_map(|(_, kept)| kept.after)),
            pages: pages.into_iter().map(|(number, _)| number).collect(),
        })
        .collect()
}

fn mean(shares: impl Iterator<Item = f32>) -> Option<f32> {
    let (sum, count) = shares.fold((0.0, 0), |(sum, count), share| (sum + share, count + 1));
    (0 < count).then_some(sum / count as f32)
}

/// Where most of the letters come from.
pub(super) fn source(pages: &[PageLayout]) -> TextSource {
    let all: usize = pages.iter().map(|page| page.letters).sum();
    let is_most = |source: TextSource| {
        let of_it = pages
            .iter()
            .filter(|page| page.kept.is_some_and(|kept| kept.by.source() == source));
        all < 2 * of_it.map(|page| page.letters).sum::<usize>()
    };
    [
        TextSource::Ocr,
        TextSource::Repaired,
        TextSource::LegacyCharset,
    ]
    .into_iter()
    .find(|source| is_most(*source))
    .unwrap_or_default()
}
