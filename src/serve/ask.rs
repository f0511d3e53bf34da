//! A request as a view sees it: what its path names, what was asked, and what the browser holds.

use axum::extract::RawPathParams;
use axum::http::{HeaderMap, header};
use url::form_urlencoded;

/// Most pairs of one address; a form of ours has seven.
const PAIRS_MAX: usize = 32;

/// What a view is asked.
#[derive(Debug, Default)]
pub(super) struct Ask {
    /// What the path names: an id or a hash.
    pub named: String,
    pairs: Vec<(String, String)>,
    held: Option<String>,
}

impl Ask {
    pub fn new(path: &RawPathParams, query: Option<&str>, headers: &HeaderMap) -> Ask {
        let named = path.iter().next().map(|(_, value)| value.to_owned());
        let held = headers
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        Ask {
            named: named.unwrap_or_default(),
            pairs: form_urlencoded::parse(query.unwrap_or_default().as_bytes())
                .take(PAIRS_MAX)
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
            held: held.map(str::to_owned),
        }
    }

    /// The first value of this name that is not blank, without blanks around it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.trim())
            .find(|value| !value.is_empty())
    }

    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// True if the browser holds this very version already.
    pub fn holds(&self, etag: &str) -> bool {
        self.held.as_deref().is_some_and(|held| {
            held.split(',')
                .map(|one| one.trim().trim_start_matches("W/"))
                .any(|one| one == etag || one == "*")
        })
    }
}
