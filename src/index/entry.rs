//! The document of the index: one flat JSON object for every current work and every task, the
//! durable contract between the pipeline and whatever engine searches.
//!
//! Names are snake case without dots, dates are ISO text, lists are lists of strings: what
//! Elasticsearch and Quickwit take as it is. A task carries copies of its work's fields, so that no
//! question needs a join.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::topic::Subject;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Work,
    Task,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Work => "work",
            Kind::Task => "task",
        }
    }
}

/// What is searched and what a hit shows. Absent means unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// The work's id, or `{work}#{task}`; with [`Entry::version`] the id of this very version.
    pub id: String,
    /// Grows with every change: the store's sequence number.
    pub version: u64,
    pub kind: Kind,
    /// As written.
    pub number: Option<String>,
    /// [`crate::text::Number::key`]: `21/kh-ubnd`. Read from `number` if absent.
    pub number_key: Option<String>,
    /// Abbreviation: `KH`.
    pub doc_type: Option<String>,
    /// `Kế hoạch`: searched with the title, which leaves it out.
    pub doc_type_name: Option<String>,
    /// ISO, possibly cut to month or year.
    pub issued_on: Option<String>,
    pub year: Option<u16>,
    pub issuer: Option<String>,
    pub issuer_id: Option<String>,
    /// Name or slug; compared without marks, "tỉnh" and "thành phố" aside.
    pub province: Option<String>,
    /// `province`, `commune`, …
    pub level: Option<String>,
    pub title: Option<String>,
    /// Clean text of the best manifestation, or the words of the task.
    pub body: String,
    /// Byte offsets in `body` at which pages 1, 2, … start; empty if there are no pages.
    pub pages: Vec<u32>,
    /// Names as ingested.
    pub files: Vec<String>,
    pub stub: bool,
    /// A list or a page without a number of its own, which names works and is none.
    pub page: bool,
    /// `issued` or `draft`.
    pub status: Option<String>,
    /// Ids of what it is about.
    pub topics: Vec<String>,
    /// The same with the words that say so: shown and never searched, so it need not be flat.
    pub subjects: Vec<Subject>,
    /// Abbreviations its text defines, `CCHC=cải cách hành chính`; see [`super::definitions`].
    pub defines: Vec<String>,
    /// Roles of its manifestations, each once: `signed_pdf`, `page`, …
    pub roles: Vec<String>,
    /// Verdicts on the work's citations, each once: `linked`, `withheld`, …
    pub verdicts: Vec<String>,
    /// Numbers of the works it cites, as resolved (the body's own numbers are found anyway).
    pub cites: Vec<String>,
    /// Numbers of the directives above it, nearest first.
    pub under: Vec<String>,
    /// Of a task: the work it stands in.
    pub work_id: Option<String>,
    pub work_number: Option<String>,
    pub work_title: Option<String>,
    /// Chủ trì.
    pub owners: Vec<String>,
    pub owner_ids: Vec<String>,
    /// Phối hợp.
    pub coordinators: Vec<String>,
    pub coordinator_ids: Vec<String>,
    /// Last day, ISO.
    pub due: Option<String>,
}

impl Entry {
    /// `{id}@{version}`: never reused for other content.
    pub fn versioned_id(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }
}

/// One change of the store, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The store's sequence number: what [`super::Index::last_seq`] says after the commit.
    pub seq: u64,
    pub op: Op,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// Adds the entry, or replaces the one with its id. A work put anew forgets its tasks: they follow.
    Put(Box<Entry>),
    /// Forgets the entry with this id and, if it is a work, its tasks; none is fine.
    Delete(String),
}
