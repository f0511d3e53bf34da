//! Whose the cited documents are, looked up once for each name and day.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::authority::Authority;
use crate::extract::quick_hash::QuickHash;

/// The agencies that issued what was cited so far: the same few issue most of it.
#[derive(Default)]
pub(super) struct Issuers(HashMap<String, Vec<(Option<Date>, Option<String>)>, QuickHash>);

impl Issuers {
    /// The id of the agency that `issuer` names on a day.
    pub(super) fn id_of(
        &mut self,
        issuer: &str,
        on: Option<Date>,
        authority: &Authority,
    ) -> Option<String> {
        let known = self.0.get(issuer).map(Vec::as_slice).unwrap_or_default();
        if let Some((_, id)) = known.iter().find(|(date, _)| *date == on) {
            return id.clone();
        }
        let found = authority.agency(issuer, None, on);
        let id = found.map(|found| found.id.0);
        let entry = self.0.entry(issuer.to_owned()).or_default();
        if entry.len() < DATES_MAX {
            entry.push((on, id.clone()));
        }
        id
    }
}

/// Days remembered of one issuer; they are looked through one by one.
const DATES_MAX: usize = 32;
