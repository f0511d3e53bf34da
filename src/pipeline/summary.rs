//! What a run did, as `--json` prints it.

use schemars::JsonSchema;
use serde::Serialize;

use super::following::Answered;

/// The one object an ingest prints at its end. All figures are of this run; `kehoach status` tells
/// what the data folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// `new` + `unchanged` + `failed`.
    pub files: u64,
    /// Bytes that came for the first time in this context, readable or not.
    pub new: u64,
    /// The same bytes in the same context as before.
    pub unchanged: u64,
    /// Bytes that could not be had.
    pub failed: u64,
    /// Works that the new captures carry.
    pub works: u64,
    /// In the new captures.
    pub citations: u64,
    pub tasks: u64,
    pub failures: Vec<Failure>,
    /// Of `new`: bytes that were here before and came under another name or with another origin.
    #[serde(skip_serializing_if = "is_none")]
    pub known: u64,
    /// Of `known`: their province or agency was said otherwise before, and what was said now holds.
    #[serde(skip_serializing_if = "is_none")]
    pub corrected: u64,
    /// Of `unchanged`: nothing could be read in them, then as now.
    #[serde(skip_serializing_if = "is_none")]
    pub unread: u64,
    /// Files that are here and were taken out by a person: they stay out.
    #[serde(skip_serializing_if = "is_none")]
    pub removed: u64,
    /// Followed questions that the new works answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub followed: Vec<Answered>,
    /// True if the run also finished what another one had left open.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub resumed: bool,
    /// True if the run was asked to stop and left files for the next one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

/// A file that could not be had or could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Failure {
    pub file: String,
    pub reason: String,
}
