//! Records in, works and verdicts out: one verdict with evidence for every citation.
//!
//! The unit of linking is the *group*: everything that could be one work. Most groups are of a
//! number, its serial and its folded symbol. Three more kinds exist because numbers are misspelt and
//! left blank: *serial* groups (one serial of one issuer in one year, whatever the symbol) for what
//! bears a symbol its own words contradict, and *title* groups (one type of one issuer in one year)
//! for drafts and pages without a number; and a document that says neither number nor issuer is
//! *alone* with those whose title or text comes near its own ([`bands`]). A document stands in the group of its number and leaves an
//! *echo* of itself in the others, so that what is there can meet it; every citation stands in one
//! group only ([`members`] chooses, from its record alone).
//!
//! A group is resolved whole, by a pure function over its sorted members: the result cannot depend
//! on the order in which captures came, and a new document re-resolves exactly the groups it stands
//! or echoes in. Why not one graph over everything: a verdict would then depend on the whole
//! register, and one more document could not be linked in milliseconds.
//!
//! Documents become works in [`gather`], citations meet them in [`group`], what both say of a work's
//! standing is in [`standing`]; what one record contradicts by itself is in [`doubt`].
//!
//! This room knows no SQL and no files; what it needs of other documents it asks a [`Catalog`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::authority::{AgencyId, Authority};
use crate::extract::{Context, Record, Relation};

mod bands;
mod by_hand;
mod carried;
mod doubt;
mod evidence;
mod gather;
mod gathered;
mod group;
mod home;
mod keys;
mod kin;
mod likeness;
mod meeting;
mod members;
mod more;
mod naming;
mod parent;
mod standing;
mod tally;
mod verdict;

pub use bands::{BAND_MAX, bands, groups, guest, is_lost};
pub use by_hand::{ByHand, Decision, Particulars, decide};
pub use likeness::Title;
pub use more::{Known, More};
pub use parent::{Edge, Further, Parent};
pub use tally::Tally;

/// A work's name for good: derived from its key evidence, so that a stub keeps it when the document arrives.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct WorkId(pub String);

/// The name of a group: `21/kh-ubnd` of a number, `=21@hung-yen/ubnd@2021` of a serial,
/// `~KH@hung-yen/ubnd@2021` of titles, `capture:…` of what can meet nothing.
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
    /// Number of the citing document, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citing: Option<String>,
    /// Who issued the citing document, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citing_issuer: Option<String>,
    /// The date of the full citation that a short one relies on: it tells the year and does not vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_date: Option<String>,
    /// True if the citation means a part ("khoản 2 Điều 5") or stands in another's title: what it
    /// replaces or repeals is not the whole document, or not this document's doing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    /// A document's words in small: see [`likeness`]. Empty where it has too few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sketch: Vec<u32>,
    /// True if the title is another's words: a headline, a sentence of news. The document's own title
    /// block is believed before it, however short.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retold: bool,
    /// What the record alone contradicts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Anomaly>,
    /// What a person decided of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The document itself.
    Document { draft: bool, page: bool },
    /// The same document, seen from a group where something without its number may be it.
    Echo,
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
    /// What others say became of it. Empty: nothing says it is not in force.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement>,
}

/// What one document says of another's validity: never legal truth, always somebody's statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// From when, as far as known: the day the saying document was issued.
    pub on: Option<String>,
    pub standing: Standing,
    /// Number of the document that says so.
    pub by: Option<String>,
    /// The capture it stands in; none for what the authority file says.
    pub capture: Option<String>,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Amended,
    Replaced,
    Repealed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifestation {
    pub capture: String,
    pub file: String,
    /// `document`, `page` or `other`.
    pub kind: String,
    /// `signed_pdf`, `pdf`, `word`, `page`, `news`, `draft`, `text`, …
    pub role: String,
    /// Why it is this work; empty for the one that founds it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
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
    /// The votes on each work, in the order of `works`.
    #[serde(default)]
    pub tallies: Vec<Tally>,
}

/// What linking needs to know of the documents already seen.
pub trait Catalog {
    type Error;

    /// Every member of a key group, in any order.
    fn group(&self, key: &Key) -> Result<Vec<Member>, Self::Error>;
}

/// The document itself, each of its citations and the document's echoes, placed by the record's own
/// words and then by its context. The first is the document.
pub fn members(record: &Record, context: &Context, authority: &Authority) -> Vec<Member> {
    members::members(record, context, authority)
}

/// Resolves one key group. Pure and independent of the order of `members`.
pub fn resolve(members: &[Member], authority: &Authority) -> Resolved {
    group::resolve(members, authority)
}

/// Hears citations that came to a group after it was resolved, without looking at those that were there:
/// what everybody cites is not resolved whole for one more. `documents` are all of the group, `known`
/// its works. `None` where the newcomers change a work or make one, so that the group has to be resolved
/// whole; what is told is what [`resolve`] would tell.
pub fn resolve_more(
    documents: &[Member],
    known: &[Known],
    arrived: &[Member],
    authority: &Authority,
) -> Option<More> {
    more::resolve(documents, known, arrived, authority)
}

/// One office: the same, or one that the other came from or became.
pub fn is_one_office(one: &str, other: &str, authority: &Authority) -> bool {
    one == other
        || line_of(one, authority)
            .iter()
            .any(|agency| agency.0 == other)
}

/// One office on a day: two of one line that were both there that day, before one became part of the
/// other, are two.
pub fn is_one_office_on(
    one: &str,
    other: &str,
    on: Option<jiff::civil::Date>,
    authority: &Authority,
) -> bool {
    let there = |agency: &str, on| authority.existed(&AgencyId(agency.to_owned()), on);
    let both = |on| there(one, on) && there(other, on);
    is_one_office(one, other, authority) && (one == other || !on.is_some_and(both))
}

/// Every agency this one came from or became, itself not among them.
pub fn line_of(agency: &str, authority: &Authority) -> Vec<AgencyId> {
    kin::line(agency, authority)
}

/// How much two titles have in common, years and rounds aside, 0 to 1.
pub fn title_likeness(one: &str, other: &str) -> f64 {
    likeness::likeness(Some(one), Some(other))
}

/// The directive `child` implements, if its citations name one: the nearest above it, and why.
pub fn nearest_parent(child: &Work, edges: &[Edge], authority: &Authority) -> Option<Parent> {
    parent::nearest(child, edges, authority)
}
