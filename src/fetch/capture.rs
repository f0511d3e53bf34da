//! One fetched body with everything that is known about how it was had.

use std::collections::BTreeMap;
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use url::Url;

/// What a portal published at one URL at one time. The bytes are as sent, after transfer and
/// content encoding; nothing has been read into them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// As wanted: canonical, before redirects.
    pub url: Url,
    /// Every URL asked on the way; the last one gave the body.
    pub chain: Vec<Url>,
    pub status: u16,
    pub headers: Headers,
    pub fetched_at: SystemTime,
    pub sha256: [u8; 32],
    pub body: Vec<u8>,
    pub role: Role,
    /// The robots.txt rule that let us ask.
    pub robots: String,
    /// `hungyen@1f3a…`: the profile and the hash of its text.
    pub profile: String,
    pub context: Context,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The page a listing row leads to.
    Page,
    /// A file such a page carries.
    Attachment,
}

/// What is known from outside the bytes, said by the profile or read beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    pub portal: String,
    pub province: Option<String>,
    pub agency: Option<String>,
    /// A name a person recognises: the published one where there is one.
    pub file: String,
    /// Attachments only: the page that links to it.
    pub page: Option<Url>,
    /// Texts as the portal writes them, by record field name (`number`, `issued_on`, …). Not judged.
    pub fields: BTreeMap<String, String>,
}

impl Capture {
    /// The hash of a body, as captures are named by.
    pub fn hash(body: &[u8]) -> [u8; 32] {
        Sha256::digest(body).into()
    }
}

/// Response headers, lower-case names, in the order sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(pub Vec<(String, String)>);

impl Headers {
    /// Those worth keeping with a capture; the rest is the server's noise (or a cookie).
    const KEPT: [&'static str; 8] = [
        "content-type",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "etag",
        "last-modified",
        "date",
    ];

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn kept(mut self) -> Headers {
        self.0
            .retain(|(name, _)| Headers::KEPT.contains(&name.as_str()));
        self
    }
}
