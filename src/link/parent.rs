//! The directive a plan implements: one nearest parent among what it cites, the rest are evidence.
//!
//! Weights follow the genre: "Thực hiện <Kế hoạch>" in the preamble outweighs "Căn cứ", laws and decrees are competence
//! and never parents, a submission comes from below, a citation inside another's title is a grandparent, and of two
//! directives the one of the nearer rank above wins.

use super::likeness::likeness;
use super::{Verdict, Work, WorkId};
use crate::authority::{Authority, Level};
use crate::extract::{Citation, Relation};

/// One citation of a plan with what it means.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'a> {
    pub citation: &'a Citation,
    pub verdict: &'a Verdict,
    pub target: &'a Work,
}

/// Below this no citation is believed to be the parent: a plan may have none.
const SCORE_MIN: f64 = 0.7;

/// Types that direct; the others are law, or come from below.
const DIRECTIVES: [&str; 9] = ["KH", "CTr", "CT", "QĐ", "NQ", "ĐA", "CV", "KL", "CL"];

pub(super) fn nearest(child: &Work, edges: &[Edge], authority: &Authority) -> Option<WorkId> {
    let own_level = level(child, authority);
    edges
        .iter()
        .filter(|edge| edge.target.id != child.id && edge.citation.nested_in.is_none())
        .filter_map(|edge| Some((score(child, own_level, edge, authority)?, edge)))
        .filter(|(score, _)| *score >= SCORE_MIN)
        // The first cited wins a tie: the preamble names the immediate directive last or first by agency, never later.
        .max_by(|left, right| {
            left.0
                .total_cmp(&right.0)
                .then(right.1.citation.id.cmp(&left.1.citation.id))
        })
        .map(|(_, edge)| edge.target.id.clone())
}

fn level(work: &Work, authority: &Authority) -> Option<Level> {
    authority.level_of(work.issuer_id.as_deref()?)
}

fn score(
    child: &Work,
    own_level: Option<Level>,
    edge: &Edge,
    authority: &Authority,
) -> Option<f64> {
    let cue = match edge.citation.relation {
        Relation::Implements => 0.95,
        Relation::LegalBasis => 0.5,
        Relation::IssuedBy | Relation::Amends => 0.2,
        Relation::Replaces
        | Relation::Repeals
        | Relation::ProposedBy
        | Relation::Mention
        | Relation::Itself => return None,
    };
    let doc_type = edge
        .target
        .doc_type
        .as_deref()
        .or(edge.citation.doc_type.as_deref())?;
    if !DIRECTIVES.contains(&doc_type) || is_competence(edge) {
        return None;
    }
    let target_level = level(edge.target, authority);
    let distance = match (own_level, target_level) {
        (Some(own), Some(target)) if target > own => return None,
        (Some(own), Some(target)) => rank(own).abs_diff(rank(target)) as f64,
        _ => 1.5,
    };
    let title = edge
        .citation
        .title
        .as_deref()
        .or(edge.target.title.as_deref());
    let topic = likeness(child.title.as_deref(), title);
    let near = f64::from(u8::from(near_year(child, edge)));
    let plan = f64::from(u8::from(matches!(doc_type, "KH" | "CTr" | "CT" | "ĐA")));
    // A deep body citation serves one task, not the plan.
    let depth = (f64::from(edge.citation.id) * 0.02).min(0.3);
    Some(cue + 0.4 * topic + 0.2 * near + 0.1 * plan - 0.12 * distance - depth)
}

/// "quy định chức năng, nhiệm vụ, quyền hạn", "quy chế làm việc": what empowers, not what directs.
fn is_competence(edge: &Edge) -> bool {
    let title = edge
        .citation
        .title
        .as_deref()
        .or(edge.target.title.as_deref())
        .unwrap_or_default();
    let folded = crate::text::fold(title);
    [
        "chuc nang, nhiem vu",
        "chuc nang nhiem vu",
        "quy che lam viec",
        "co cau to chuc",
    ]
    .iter()
    .any(|mark| folded.contains(mark))
}

fn near_year(child: &Work, edge: &Edge) -> bool {
    let year = |date: Option<&str>| {
        date.and_then(|date| date.get(..4))
            .and_then(|year| year.parse::<i32>().ok())
    };
    match (
        year(child.issued_on.as_deref()),
        year(edge.target.issued_on.as_deref()),
    ) {
        (Some(child), Some(parent)) => (0..=1).contains(&(child - parent)),
        _ => false,
    }
}

fn rank(level: Level) -> u32 {
    match level {
        Level::Central => 0,
        Level::Ministry => 1,
        Level::Province => 2,
        Level::Department | Level::District => 3,
        Level::Commune => 4,
        Level::Unit => 5,
    }
}
