//! Changes that are ordered, not made. "Rà soát, sửa đổi, bổ sung Quyết định số …" in a plan leaves the decision in force:
//! another paper is to change it. What a paper does to others it does itself: "Kế hoạch này thay thế Kế hoạch số …",
//! "Điều 1. Bãi bỏ Quyết định số …" (Nghị định 30/2020/NĐ-CP: a plan lays down work, a decision decides).

use super::Clause;
use super::draft::Draft;
use super::relation::Cued;
use crate::authority::Authority;
use crate::extract::lexer::TokenKind;
use crate::extract::{Identity, Relation};
use crate::text::{is_letter, lower_case};

/// Which papers the document at hand can change by itself.
#[derive(Clone, Copy)]
pub(super) enum Changes<'a> {
    /// It decides or lays down rules, or its type is unknown.
    Any,
    /// It orders work: only papers of its own type.
    OfType(&'a str),
}

impl<'a> Changes<'a> {
    pub(super) fn by(identity: &'a Identity, authority: &Authority) -> Changes<'a> {
        let Some(own) = identity.doc_type.as_deref() else {
            return Changes::Any;
        };
        let mut types = authority.doc_types().iter();
        match types.any(|it| it.code == own && it.is_normative) {
            true => Changes::Any,
            false => Changes::OfType(own),
        }
    }
}

/// Verbs of work; what they govern is yet to be done.
const WORK: [&str; 15] = [
    "rà soát",
    "nghiên cứu",
    "tham mưu",
    "đề xuất",
    "kiến nghị",
    "soạn thảo",
    "dự thảo",
    "xem xét",
    "chủ trì",
    "phối hợp với",
    "tiếp tục",
    "kịp thời",
    "sớm",
    "xây dựng quyết định",
    "xây dựng nghị quyết",
];

/// Bytes of a sentence that are looked back at.
const SENTENCE_MAX: usize = 240;

impl Clause<'_> {
    /// True if the change that the cue at token `at` tells of is another paper's to make, of a document of type `cited`.
    pub(super) fn is_ordered(&self, at: usize, cited: Option<&str>) -> bool {
        let said = self.before_changes(at);
        if said.trim_end().ends_with(" này") || said.contains(" này ") {
            return false;
        }
        let is_other = match self.changes {
            Changes::Any => false,
            Changes::OfType(own) => cited.is_some_and(|cited| cited != own),
        };
        is_other || names_work(said)
    }

    /// "Điều 1. Điều chỉnh thời gian thực hiện tại Mục II Kế hoạch số …": what opens the sentence is what is done, not what
    /// the cue at token `at` tells of.
    pub(super) fn opening_change(
        &self,
        at: usize,
        floor: usize,
        cited: Option<&str>,
    ) -> Option<Cued> {
        let mut left = (floor..at).rev();
        let (change, relation) = left.find_map(|left| match self.tokens[left].kind {
            TokenKind::Cue(cue) => Some((left, self.lexicon.cues[cue].relation)),
            _ => None,
        })?;
        let opens = is_change(relation) && self.before_changes(change).trim().is_empty();
        (opens && !self.is_ordered(change, cited)).then(|| Cued {
            relation,
            place: self.tokens[change].span,
            is_told: false,
        })
    }

    /// True of "thu hồi".
    pub(super) fn takes_back(&self, at: usize) -> bool {
        self.says(at, "thu hồi")
    }

    /// True if nothing but how many there are stands between the cue at token `at` and the citation: "thu hồi các Quyết định".
    pub(super) fn is_next(&self, at: usize, draft: &Draft) -> bool {
        let end = self.tokens[at].span.range().end;
        let between = self.text.get(end..draft.head.range().start);
        between.is_some_and(|said| matches!(said.trim(), "" | "các" | "những" | "toàn bộ"))
    }

    /// What the sentence says before the first change it names: "Rà soát, " of "Rà soát, sửa đổi, thay thế Quyết định …".
    fn before_changes(&self, at: usize) -> &str {
        let end = self.tokens[at].span.range().start;
        let from = self
            .text
            .ceil_char_boundary(end.saturating_sub(SENTENCE_MAX));
        let near = &self.text[from..end];
        let stop = [near.rfind(['\n', ';']), near.rfind(". ")];
        let start = from + stop.into_iter().flatten().max().map_or(0, |stop| stop + 1);
        let mut first = end;
        for token in self.tokens[..at].iter().rev() {
            let place = token.span.range();
            if place.start < start {
                break;
            }
            if let TokenKind::Cue(cue) = token.kind
                && is_change(self.lexicon.cues[cue].relation)
            {
                first = place.start;
            }
        }
        &self.text[start..first]
    }
}

/// True of what ends or alters another document.
pub(super) fn is_change(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Amends | Relation::Replaces | Relation::Repeals
    )
}

/// True if one of the verbs stands in `said` as words of their own.
fn names_work(said: &str) -> bool {
    let lower = lower_case(said);
    let is_whole = |at: usize, verb: &str| {
        let edge = |c: Option<char>| !c.is_some_and(is_letter);
        edge(lower[..at].chars().next_back()) && edge(lower[at + verb.len()..].chars().next())
    };
    WORK.iter()
        .any(|verb| lower.match_indices(verb).any(|(at, _)| is_whole(at, verb)))
}
