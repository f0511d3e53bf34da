//! The published JSON: what was found in one document, version 1. Field order is the order printed.
//! Absent or null means unknown; nothing here is ever invented.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{Diagnostic, Span};

pub const SCHEMA_VERSION: u32 = 1;

/// One of a few fixed words; a record read back from JSON has its own.
pub type Word = Cow<'static, str>;

/// Everything `extract` found in one document, each value with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    pub schema_version: u32,
    /// The name as given.
    pub file: String,
    pub media_type: String,
    /// Of the bytes, lower-case hexadecimal.
    pub sha256: String,
    pub bytes: u64,
    pub kind: Kind,
    pub identity: Identity,
    /// Web pages only: when the page was posted, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted_on: Option<String>,
    pub text_quality: TextQuality,
    pub sections: Vec<Section>,
    pub citations: Vec<Citation>,
    pub tasks: Vec<Task>,
    pub attachments: Vec<Attachment>,
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The administrative document itself.
    Document,
    /// A web page that carries, announces or summarises one.
    Page,
    Other,
}

/// Of the document itself (*thể thức*), or of the document a page describes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Identity {
    /// Abbreviation of the type: `KH`, `QĐ`, `CV`.
    pub doc_type: Option<String>,
    /// `362/KH-SGDĐT`: what is written, repaired for spaces, line breaks and look-alike letters.
    pub number: Option<String>,
    pub serial: Option<String>,
    /// Without the year: `QĐ-UBND` of `15/2010/QĐ-UBND`.
    pub symbol: Option<String>,
    /// ISO: `2026-04-14`, or `2021-06` or `2021` when only that is written.
    pub issued_on: Option<String>,
    pub place: Option<String>,
    /// The fullest name the document itself gives.
    pub issuer: Option<String>,
    pub issuer_id: Option<String>,
    pub parent_agency: Option<String>,
    /// Trích yếu, without the type word.
    pub title: Option<String>,
    pub signer: Option<Signer>,
    pub recipients: Vec<String>,
    pub status: Option<Status>,
    /// Number of the decision this plan is attached to, or of the document it is carried by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    pub evidence: Vec<Evidence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Issued,
    /// Number or date left blank.
    Draft,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    pub name: Option<String>,
    pub position: Option<String>,
    /// `KT. GIÁM ĐỐC`, `TM. ỦY BAN NHÂN DÂN`.
    pub capacity: Option<String>,
}

/// Why an identity field has its value. Every candidate is kept, the chosen one first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    pub field: Word,
    /// `letterhead`, `signature_stamp`, `title_block`, `lead_sentence`, `source_line`, `label`,
    /// `file_name`, `context`, `signature_block`; `certificate` for `signed_by` and `signed_at`, which an
    /// electronic signature says and no field of the identity holds.
    pub source: Word,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The candidate's value where it is not the field's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TextQuality {
    /// `text_layer`, `ocr`, `repaired` or `legacy_charset`.
    pub source: String,
    /// Share of valid Vietnamese syllables, 0 to 1.
    pub score: Option<f32>,
    /// Pages of which another reading was kept than the one their text layer gives at first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<PageReading>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PageReading {
    /// `legacy_charset`, `glyph_order`, `second_reader`, `page_picture` or `ocr`.
    pub kept: String,
    /// Why the first reading was not: `font_name`, `no_character_map`, `few_syllables`, `no_text` or
    /// `asked`.
    pub reason: String,
    /// From 1.
    pub pages: Vec<u32>,
    /// Share of valid syllables of the first reading and of the one that was kept, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<f32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    pub id: u32,
    pub parent: Option<u32>,
    /// `II`, `1.2`, `a`, `Điều 3`, `Phụ lục I`.
    pub label: Option<String>,
    pub title: Option<String>,
    /// `purpose`, `tasks`, `implementation`, `funding`, `basis`, `annex`, …
    pub role: Option<Word>,
    pub span: Span,
}

/// One mention of another document (*viện dẫn*).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    pub id: u32,
    pub form: Form,
    /// The text at `span`, white space collapsed.
    pub quote: String,
    pub span: Span,
    pub doc_type: Option<String>,
    /// What is written, repaired for spaces, line breaks and look-alike letters.
    pub number: Option<String>,
    /// A corrected or inferred number, for linking only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical_number: Option<Canonical>,
    /// What is written there, even when it is wrong.
    pub date: Option<String>,
    pub issuer: Option<String>,
    pub issuer_id: Option<String>,
    /// `named` citations: "Tổ chức chính quyền địa phương" of "Luật Tổ chức chính quyền địa phương".
    pub name: Option<String>,
    pub title: Option<String>,
    pub pinpoint: Option<String>,
    pub relation: Relation,
    /// The citation in whose title this one stands.
    pub nested_in: Option<u32>,
    /// The earlier citation a short form or back-reference stands for.
    pub antecedent: Option<u32>,
    /// Attributes taken from a coordinated list: `doc_type`, `symbol`, `date`, `issuer`.
    pub inherited: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Canonical {
    pub number: String,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Full,
    /// Type and number, relying on an earlier full citation.
    Short,
    Named,
    BackReference,
    /// "Kế hoạch số      /KH-SCT": the number is left blank.
    Unfilled,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    LegalBasis,
    Implements,
    Amends,
    Replaces,
    Repeals,
    IssuedBy,
    ProposedBy,
    Mention,
    #[serde(rename = "self")]
    Itself,
}

/// One thing somebody must do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    pub id: u32,
    pub text: String,
    pub span: Span,
    /// The section it stands in.
    pub section: Option<u32>,
    pub source: TaskSource,
    /// Chủ trì, as written, split into single agencies.
    pub owners: Vec<String>,
    pub owner_ids: Vec<Option<String>>,
    /// Phối hợp.
    pub coordinators: Vec<String>,
    pub coordinator_ids: Vec<Option<String>>,
    pub deadline: Option<Deadline>,
    pub product: Option<String>,
    pub targets: Vec<Target>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskSource {
    Prose,
    List,
    Table,
}

/// The written rule plus the dates it makes. All dates ISO.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    pub text: String,
    pub span: Span,
    pub due: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    /// False for "trước ngày 20/12": the day itself is too late.
    pub inclusive: bool,
    /// `weekly`, `monthly`, `quarterly`, `half-yearly`, `yearly`.
    pub recurrence: Option<Word>,
    /// RFC 5545, without `DTSTART`.
    pub rrule: Option<String>,
    /// "sau 10 ngày kể từ ngày ký": what it counts from, as written.
    pub relative_to: Option<String>,
    /// "Thường xuyên".
    pub continuous: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    pub text: String,
    /// `>=`, `<=`, `=`, `>`, `<`.
    pub op: Option<Word>,
    pub value: Option<f64>,
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attachment {
    pub name: String,
    pub url: Option<String>,
}

/// What is known from outside the bytes. It never overrides the document's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// Name as given, with its folders.
    pub file: String,
    pub url: Option<url::Url>,
    pub portal: Option<String>,
    pub province: Option<String>,
    pub agency: Option<String>,
    /// Values a portal profile read by its selectors, by record field name.
    pub fields: BTreeMap<String, String>,
}
