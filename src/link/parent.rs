//! The directive a plan implements: one nearest parent among what it cites, the rest are evidence.
//!
//! Weights follow the genre: "Thực hiện <Kế hoạch>" in the preamble outweighs "Căn cứ", laws and decrees are competence
//! and never parents, a submission comes from below, a citation inside another's title is a grandparent, and of two
//! directives the one of the nearer rank above wins.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::likeness::Title;
use super::{Work, WorkId};
use crate::authority::{Authority, Level};
use crate::extract::{Citation, Relation};

/// One citation of a plan with what it means.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'a> {
    pub citation: &'a Citation,
    pub target: &'a Work,
}

/// The directive a work implements, and why this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Parent {
    pub work: WorkId,
    /// Sentences a person can read.
    pub evidence: Vec<String>,
    /// Directives it stands under besides, further up or less surely: grandparents mostly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Further>,
}

/// A directive that was not chosen, and why it is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Further {
    pub work: WorkId,
    pub evidence: Vec<String>,
}

/// Below this no citation is believed to be the parent: a plan may have none.
const SCORE_MIN: f64 = 0.7;

/// Directives told beside the parent; the preambles that cite most have a dozen.
const FURTHER_MAX: usize = 12;

/// Types that direct; the others are law, or come from below.
const DIRECTIVES: [&str; 9] = ["KH", "CTr", "CT", "QĐ", "NQ", "ĐA", "CV", "KL", "CL"];

pub(super) fn nearest(child: &Work, edges: &[Edge], authority: &Authority) -> Option<Parent> {
    let own = Child::of(child, authority);
    let mut weighed: Vec<(Weighed, &Edge)> = edges
        .iter()
        .filter(|edge| edge.target.id != child.id && edge.citation.nested_in.is_none())
        .filter_map(|edge| Some((Weighed::of(&own, edge, authority)?, edge)))
        .collect();
    // What stands in the title of another directive cited is what that one implements: it is above it.
    let is_above = |edge: &Edge| {
        edges.iter().any(|other| {
            other.target.id == edge.target.id
                && holder(other, edges).is_some_and(|it| {
                    let mut held = weighed.iter().map(|(_, edge)| edge.citation.id);
                    it.target.id != edge.target.id && held.any(|id| id == it.citation.id)
                })
        })
    };
    let above: Vec<bool> = weighed.iter().map(|(_, edge)| is_above(edge)).collect();
    for ((weighed, _), is_above) in weighed.iter_mut().zip(above) {
        weighed.is_above_another = is_above;
    }
    let (best, chosen) = weighed
        .iter()
        .filter(|(weighed, _)| SCORE_MIN <= weighed.sum())
        // The first cited wins a tie: the preamble names the immediate directive last or first by agency, never later.
        .max_by(|left, right| {
            let (one, other) = (!left.0.is_above_another, !right.0.is_above_another);
            one.cmp(&other)
                .then(left.0.sum().total_cmp(&right.0.sum()))
                .then(right.1.citation.id.cmp(&left.1.citation.id))
        })?;
    let mut parent = Parent {
        work: chosen.target.id.clone(),
        evidence: best.sentences(),
        further: Vec::new(),
    };
    let nested = edges
        .iter()
        .filter(|edge| edge.citation.nested_in.is_some());
    let nested = nested.filter_map(|edge| Some((edge, nested_sentence(edge, edges)?)));
    for (edge, sentence) in nested {
        parent.add(child, edge, vec![sentence]);
    }
    for (weighed, edge) in &weighed {
        parent.add(child, edge, weighed.sentences());
    }
    Some(parent)
}

impl Parent {
    fn add(&mut self, child: &Work, edge: &Edge, evidence: Vec<String>) {
        let id = &edge.target.id;
        let is_known = *id == self.work || *id == child.id;
        if is_known || self.further.iter().any(|it| it.work == *id) {
            return;
        }
        if self.further.len() < FURTHER_MAX {
            self.further.push(Further {
                work: id.clone(),
                evidence,
            });
        }
    }
}

/// The citation in whose title another stands.
fn holder<'a, 'b>(edge: &Edge, edges: &'b [Edge<'a>]) -> Option<&'b Edge<'a>> {
    let holder = edge.citation.nested_in?;
    edges.iter().find(|other| other.citation.id == holder)
}

/// "nhắc trong trích yếu của Kế hoạch số 21/KH-UBND": only a directive's title tells of a grandparent.
fn nested_sentence(edge: &Edge, edges: &[Edge]) -> Option<String> {
    let holder = holder(edge, edges)?;
    let is_directive = |edge: &Edge| doc_type(edge).is_some_and(|it| DIRECTIVES.contains(&it));
    if !is_directive(edge) || !is_directive(holder) {
        return None;
    }
    let quote = &holder.citation.quote;
    Some(format!("nhắc trong trích yếu của «{quote}»"))
}

/// What is asked of a plan for every directive it cites.
struct Child<'a> {
    work: &'a Work,
    level: Option<Level>,
    title: Title,
    /// Folded and without blanks.
    plain_title: String,
}

impl Child<'_> {
    fn of<'a>(work: &'a Work, authority: &Authority) -> Child<'a> {
        let title = work.title.as_deref().unwrap_or_default();
        Child {
            work,
            level: level(work, authority),
            title: Title::of(title),
            plain_title: plain(title),
        }
    }

    /// Its own title writes the number.
    fn names(&self, number: &str) -> bool {
        let number = plain(number);
        self.plain_title.match_indices(&number).any(|(at, _)| {
            let before = self.plain_title[..at].chars().next_back();
            !before.is_some_and(|c| c.is_ascii_digit())
        })
    }
}

fn plain(text: &str) -> String {
    let folded = crate::text::fold(text);
    folded.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What speaks for one citation, part by part.
struct Weighed {
    relation: Relation,
    cue: f64,
    topic: f64,
    near_year: bool,
    is_plan: bool,
    levels: Option<(Level, Level)>,
    distance: f64,
    depth: f64,
    /// "Kế hoạch triển khai thực hiện Quyết định số 130/QĐ-TTg": the title says it, whatever else is cited.
    is_in_title: bool,
    is_above_another: bool,
}

impl Weighed {
    fn of(child: &Child, edge: &Edge, authority: &Authority) -> Option<Weighed> {
        let relation = edge.citation.relation;
        let cue = cue(relation)?;
        let doc_type = doc_type(edge)?;
        if !DIRECTIVES.contains(&doc_type) || is_competence(edge) {
            return None;
        }
        let levels = child.level.zip(level(edge.target, authority));
        let distance = match levels {
            Some((own, target)) if target > own => return None,
            Some((own, target)) => f64::from(rank(own).abs_diff(rank(target))),
            None => 1.5,
        };
        Some(Weighed {
            relation,
            cue,
            topic: title(edge).map_or(0.0, |title| child.title.likeness(&Title::of(title))),
            near_year: near_year(child.work, edge),
            is_plan: matches!(doc_type, "KH" | "CTr" | "CT" | "ĐA"),
            levels,
            distance,
            // A deep body citation serves one task, not the plan.
            depth: (f64::from(edge.citation.id) * 0.02).min(0.3),
            is_in_title: is_in_title(child, edge),
            is_above_another: false,
        })
    }

    fn sum(&self) -> f64 {
        let one = |is: bool| f64::from(u8::from(is));
        self.cue
            + one(self.is_in_title)
            + 0.4 * self.topic
            + 0.2 * one(self.near_year)
            + 0.1 * one(self.is_plan)
            - 0.12 * self.distance
            - self.depth
    }

    fn sentences(&self) -> Vec<String> {
        let mut said = vec![
            match self.relation {
                Relation::Implements => "văn bản nói là để thực hiện, triển khai văn bản này",
                Relation::LegalBasis => "văn bản lấy văn bản này làm căn cứ",
                Relation::Amends => "văn bản sửa đổi, bổ sung văn bản này",
                _ => "văn bản được ban hành theo văn bản này",
            }
            .to_owned(),
        ];
        said.push(match self.levels {
            Some((own, target)) if own == target => format!("cùng {}", name(own)),
            Some((own, target)) => format!("{} trên {}", name(target), name(own)),
            None => "chưa rõ cấp của một trong hai cơ quan".to_owned(),
        });
        if self.is_in_title {
            said.push("tên văn bản nêu số của văn bản này".to_owned());
        }
        if self.is_above_another {
            said.push("đứng trên một văn bản khác cũng được viện dẫn".to_owned());
        }
        /// Share of common syllables that is worth telling.
        const TOLD: f64 = 0.3;
        if TOLD <= self.topic {
            let share = (self.topic * 100.0).round();
            said.push(format!("trích yếu giống nhau {share} %"));
        }
        if self.near_year {
            said.push("ban hành cùng năm hoặc năm trước".to_owned());
        }
        let sum = format!("{:.2}", self.sum()).replace('.', ",");
        said.push(format!("điểm {sum}"));
        said
    }
}

/// How strongly the words before a citation make it the parent; `None` where they cannot.
fn cue(relation: Relation) -> Option<f64> {
    match relation {
        Relation::Implements => Some(0.95),
        Relation::LegalBasis => Some(0.5),
        Relation::IssuedBy | Relation::Amends => Some(0.2),
        Relation::Replaces
        | Relation::Repeals
        | Relation::ProposedBy
        | Relation::Mention
        | Relation::Itself => None,
    }
}

fn doc_type<'a>(edge: &Edge<'a>) -> Option<&'a str> {
    let own = edge.target.doc_type.as_deref();
    own.or(edge.citation.doc_type.as_deref())
}

fn title<'a>(edge: &Edge<'a>) -> Option<&'a str> {
    let own = edge.citation.title.as_deref();
    own.or(edge.target.title.as_deref())
}

fn level(work: &Work, authority: &Authority) -> Option<Level> {
    authority.level_of(work.issuer_id.as_deref()?)
}

/// "quy định chức năng, nhiệm vụ, quyền hạn", "quy chế làm việc": what empowers, not what directs.
fn is_competence(edge: &Edge) -> bool {
    let folded = crate::text::fold(title(edge).unwrap_or_default());
    [
        "chuc nang, nhiem vu",
        "chuc nang nhiem vu",
        "quy che lam viec",
        "co cau to chuc",
    ]
    .iter()
    .any(|mark| folded.contains(mark))
}

/// The child's own title writes the number.
fn is_in_title(child: &Child, edge: &Edge) -> bool {
    let number = edge.target.number.as_deref();
    number.is_some_and(|number| number.contains('/') && child.names(number))
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

fn name(level: Level) -> &'static str {
    match level {
        Level::Central => "cấp trung ương",
        Level::Ministry => "cấp bộ",
        Level::Province => "cấp tỉnh",
        Level::Department => "cấp sở",
        Level::District => "cấp huyện",
        Level::Commune => "cấp xã",
        Level::Unit => "đơn vị",
    }
}
