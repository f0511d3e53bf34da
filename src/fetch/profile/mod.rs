//! A portal described in TOML: where its lists are, what a row and a page look like, how politely
//! to ask. A new portal needs a form, not Rust.
//!
//! `raw` is the form as written, checked key by key; `resolve` turns it, laid over the preset of its
//! platform, into a [`Profile`] in which every selector compiles and every URL is absolute. Errors
//! name the file, the line and what to do.

mod error;
mod lint;
mod preset;
mod raw;
mod resolve;

use std::path::Path;
use std::time::Duration;

use regex::Regex;
use scraper::Selector;
use url::Url;

use super::address::Reach;

pub use error::ProfileError;
pub use preset::preset_names;

/// One portal, ready to crawl.
#[derive(Clone, Debug)]
pub struct Profile {
    pub id: String,
    pub name: String,
    pub province: Option<String>,
    pub agency: Option<String>,
    pub base: Url,
    /// Of the text it was read from; with `id` the provenance of every capture.
    pub hash: String,
    pub reach: Reach,
    pub scope: Scope,
    pub identity: Identity,
    pub politeness: Politeness,
    pub revisit: Revisit,
    pub sources: Vec<Source>,
    pub detail: Detail,
    pub attachments: Attachments,
    /// Sentences of pages that are not there.
    pub missing: Vec<String>,
}

/// Which URLs belong to the portal.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Host, with its port where it is not the usual one.
    pub hosts: Vec<String>,
    pub attachment_hosts: Vec<String>,
    /// Of path and query; nothing listed allows everything.
    pub allow: Vec<Regex>,
    pub deny: Vec<Regex>,
}

/// What makes two URLs one, and which part of a URL names its document.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// Query parameters that do not matter; a final `*` stands for any ending.
    pub drop_query: Vec<String>,
    /// The parameter that holds the document's key, where the path says nothing.
    pub key_query: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub struct Politeness {
    pub delay_min: Duration,
    pub requests_per_run_max: u32,
}

/// After how long a URL that was fetched is asked again.
#[derive(Clone, Copy, Debug)]
pub struct Revisit {
    pub first_page: Duration,
    pub rest: Duration,
}

/// One list of documents.
#[derive(Clone, Debug)]
pub struct Source {
    pub url: Url,
    pub item: Selector,
    pub link: Rule,
    pub fields: Vec<(String, Vec<Rule>)>,
    pub paging: Paging,
    pub pages_max: u32,
    /// Pages in a row without a new row after which the rest is taken as known.
    pub stale_pages_max: u32,
}

#[derive(Clone, Debug)]
pub enum Paging {
    None,
    /// `?param=N` on the source's URL.
    Query {
        param: String,
        start: u32,
        step: u32,
    },
    /// A path with `{page}` in it.
    Path {
        template: String,
        start: u32,
        step: u32,
    },
    NextLink {
        link: Rule,
    },
}

#[derive(Clone, Debug)]
pub struct Detail {
    /// What every document page has; a page without it has changed, or is no document page.
    pub root: Option<Selector>,
    /// Parts to look away from: related lists, menus.
    pub drop: Vec<Selector>,
    pub fields: Vec<(String, Vec<Rule>)>,
    pub labels: Option<super::labels::Lexicon>,
}

#[derive(Clone, Debug)]
pub struct Attachments {
    pub links: Vec<Rule>,
    /// Lower case, without the dot.
    pub extensions: Vec<String>,
    /// Query parameters that hold the real URL of a viewer or download page.
    pub unwrap: Vec<String>,
    pub bytes_max: u64,
}

/// Where a value stands: the text of an element or one of its attributes, or a part of either.
#[derive(Clone, Debug)]
pub struct Rule {
    pub css: Option<Selector>,
    pub attr: Option<String>,
    /// The first group of the pattern, or all of it.
    pub regex: Option<Regex>,
}

impl Profile {
    /// Reads the profile at `path`. `base` fills `{replica}` in its `base`.
    pub fn load(path: &Path, base: Option<&Url>) -> Result<Profile, ProfileError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| ProfileError::unreadable(path, &error))?;
        Profile::parse(&text, &path.display().to_string(), base)
    }

    /// Reads the text of a profile; `name` is what errors call it.
    pub fn parse(text: &str, name: &str, base: Option<&Url>) -> Result<Profile, ProfileError> {
        let form = error::Form { name, text };
        let raw = preset::read(&form)?;
        resolve::resolve(raw, &form, base)
    }

    /// `id@hash`, as captures name their profile.
    pub fn stamp(&self) -> String {
        format!("{}@{}", self.id, self.hash)
    }
}
