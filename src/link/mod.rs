//! Records in, works and verdicts out: one verdict with evidence for every citation.
//!
//! The unit of linking is the *key group*: everything, document or citation, whose number has the
//! same serial and the same folded symbol. A citation can only meet a document of its own group, so
//! a group is resolved whole, by a pure function over its sorted members: the result cannot depend
//! on the order in which captures came, and a new document re-resolves exactly the groups of its own
//! number and of its citations. What a citation needs of its own document (which province "UBND
//! tỉnh" means) is settled first, from that record alone, in [`members`].
//!
//! This room knows no SQL and no files; what it needs of other documents it asks a [`Catalog`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::authority::Authority;
use crate::extract::{Context, Record, Relation};

mod evidence;
mod group;
mod members;
mod parent;

pub use parent::Edge;

/// A work's name for good: derived from its key evidence, so that a stub keeps it when the document arrives.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct WorkId(pub String);

/// `21` + `KH-UBND` folded: `21/kh-ubnd`. Documents without a number have no key.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Key(pub String);

/// One document or one citation, reduced to what linking looks at. Stored with its record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub key: Option<Key>,
    /// SHA-256 of the capture.
    pub capture: String,
    pub role: Role,
    pub doc_type: Option<String>,
    /// As written.
    pub number: Option<String>,
    pub date: Option<String>,
    pub issuer: Option<String>,
    /// With its place settled, where the document says it.
    pub issuer_id: Option<String>,
    /// Why the issuer has this place, or why it has none: a sentence for a person.
    pub placed_by: Option<String>,
    pub province: Option<String>,
    pub title: Option<String>,
    /// Issue date of the citing document itself: no parent is younger.
    pub citing_date: Option<String>,
    pub file: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The document itself.
    Document { draft: bool, page: bool },
    /// Citation number `id` of the record.
    Citation { id: u32, relation: Relation },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Work {
    pub id: WorkId,
    pub key: Option<Key>,
    pub doc_type: Option<String>,
    pub number: Option<String>,
    pub issued_on: Option<String>,
    pub issuer: Option<String>,
    pub issuer_id: Option<String>,
    pub province: Option<String>,
    pub title: Option<String>,
    pub stub: bool,
    /// Captures that carry it, best first.
    pub manifestations: Vec<Manifestation>,
    pub anomalies: Vec<Anomaly>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifestation {
    pub capture: String,
    pub file: String,
    /// `document`, `page` or `other`.
    pub kind: String,
    /// `signed_pdf`, `pdf`, `word`, `page`, `news`, `draft`, `text`, …
    pub role: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Anomaly {
    pub code: String,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// What became of one citation. Four ends, none of them a guess.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    Linked {
        target: WorkId,
    },
    Ambiguous {
        candidates: Vec<Candidate>,
    },
    /// The stub that counts who cites it.
    Unmatched {
        target: WorkId,
    },
    /// For instance: the province is never named.
    Withheld {
        reason: String,
        candidates: Vec<Candidate>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    pub id: WorkId,
    pub evidence: Vec<String>,
}

/// The verdict on one citation of one capture, with sentences a person can read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    pub capture: String,
    pub citation: u32,
    pub relation: Relation,
    #[serde(flatten)]
    pub verdict: Verdict,
    pub evidence: Vec<String>,
    pub anomalies: Vec<Anomaly>,
}

/// Everything one key group makes: its works (stubs included) and the verdicts on its citations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resolved {
    pub works: Vec<Work>,
    pub links: Vec<Link>,
}

/// What linking needs to know of the documents already seen.
pub trait Catalog {
    type Error;

    /// Every member of a key group, in any order.
    fn group(&self, key: &Key) -> Result<Vec<Member>, Self::Error>;
}

/// The document itself and each of its citations, placed by the record's own words and then by
/// its context. The first is the document.
pub fn members(record: &Record, context: &Context, authority: &Authority) -> Vec<Member> {
    members::members(record, context, authority)
}

/// Resolves one key group. Pure and independent of the order of `members`.
pub fn resolve(members: &[Member], authority: &Authority) -> Resolved {
    group::resolve(members, authority)
}

/// The directive `child` implements, if its citations name one: the nearest above it.
pub fn nearest_parent(child: &Work, edges: &[Edge], authority: &Authority) -> Option<WorkId> {
    parent::nearest(child, edges, authority)
}
