//! The form as written. Every key is optional here, because a preset may have said it; a key that is
//! not listed is a mistake and is reported as one.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProfile {
    pub schema: Option<u32>,
    pub id: Option<String>,
    pub name: Option<String>,
    pub extends: Option<String>,
    pub province: Option<String>,
    pub agency: Option<String>,
    pub base: Option<String>,
    #[serde(default)]
    pub allow_loopback: Option<bool>,
    #[serde(default)]
    pub missing: Vec<String>,
    #[serde(default)]
    pub scope: RawScope,
    #[serde(default)]
    pub identity: RawIdentity,
    #[serde(default)]
    pub politeness: RawPoliteness,
    #[serde(default)]
    pub revisit: RawRevisit,
    /// What all sources have in common.
    #[serde(default)]
    pub listing: RawListing,
    #[serde(default)]
    pub source: Vec<RawSource>,
    #[serde(default)]
    pub detail: RawDetail,
    #[serde(default)]
    pub attachments: RawAttachments,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawScope {
    pub hosts: Vec<String>,
    pub attachment_hosts: Vec<String>,
    pub allow: Vec<String>,
    pub deny: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawIdentity {
    pub drop_query: Vec<String>,
    pub key_query: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPoliteness {
    pub delay_ms_min: Option<u64>,
    pub requests_per_run_max: Option<u32>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawRevisit {
    pub first_page_hours: Option<u32>,
    pub rest_days: Option<u32>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawListing {
    pub item: Option<String>,
    pub link: Option<RawRule>,
    pub fields: BTreeMap<String, RawRules>,
    pub paging: Option<RawPaging>,
    pub stale_pages_max: Option<u32>,
}

/// A list of its own; what it does not say, `[listing]` says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSource {
    pub url: String,
    pub item: Option<String>,
    pub link: Option<RawRule>,
    #[serde(default)]
    pub fields: BTreeMap<String, RawRules>,
    pub paging: Option<RawPaging>,
    pub stale_pages_max: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPaging {
    pub style: String,
    pub param: Option<String>,
    pub path: Option<String>,
    pub link: Option<RawRule>,
    pub start: Option<u32>,
    pub step: Option<u32>,
    pub pages_max: Option<u32>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawDetail {
    pub root: Option<String>,
    pub drop: Vec<String>,
    pub labels: Option<bool>,
    pub label_aliases: BTreeMap<String, Vec<String>>,
    pub fields: BTreeMap<String, RawRules>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawAttachments {
    pub links: Vec<RawRule>,
    pub extensions: Vec<String>,
    pub unwrap: Vec<String>,
    pub megabytes_max: Option<u64>,
}

/// One way to a value, or several to try in order.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum RawRules {
    One(RawRule),
    Many(Vec<RawRule>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRule {
    /// None means the row or page itself.
    pub css: Option<String>,
    pub attr: Option<String>,
    pub regex: Option<String>,
}
