//! Why a URL is wanted: what travels with it through the ledger and comes back at its visit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use super::ledger::{Due, IfKnown, Wanted};
use super::link::Use;
use super::profile::Profile;

/// Files first, while links that expire are fresh; lists last, so that what is known is fetched
/// before more is.
const FILE_FIRST: i64 = 0;
const THEN_PAGES: i64 = 1;
const THEN_LISTS: i64 = 2;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub(super) enum Purpose {
    Listing {
        /// Position of the source in its profile.
        source: usize,
        /// From 0.
        page: u32,
        /// Pages in a row, this one not counted, on which everything was known.
        stale: u32,
    },
    Page {
        fields: BTreeMap<String, String>,
    },
    Attachment {
        page: Url,
        fields: BTreeMap<String, String>,
    },
}

impl Purpose {
    pub fn of(due: &Due) -> Option<Purpose> {
        serde_json::from_str(&due.note).ok()
    }

    pub fn used_as(&self) -> Use {
        match self {
            Purpose::Listing { .. } | Purpose::Page { .. } => Use::Page,
            Purpose::Attachment { .. } => Use::Attachment,
        }
    }

    pub fn priority(&self) -> i64 {
        match self {
            Purpose::Attachment { .. } => FILE_FIRST,
            Purpose::Page { .. } => THEN_PAGES,
            Purpose::Listing { .. } => THEN_LISTS,
        }
    }

    /// The ledger's form of wanting `url` for this.
    pub fn wanted(
        &self,
        url: Url,
        profile: &Profile,
        due: std::time::SystemTime,
        known: IfKnown,
    ) -> Wanted {
        Wanted {
            url,
            source: profile.id.clone(),
            priority: self.priority(),
            due,
            // Maps of strings always have a JSON form.
            note: serde_json::to_string(self).unwrap_or_default(),
            known,
        }
    }
}
