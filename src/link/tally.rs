//! What all who cite a work say of it, counted. The majority is shown and the rest is kept, so that one more
//! citation of what a hundred thousand cite can be heard without asking them again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::members::believed_date;
use super::{Anomaly, Member, Work, evidence};

/// Counts by value, as written.
type Votes = BTreeMap<String, u32>;

/// The votes on one work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    dates: Votes,
    /// Dates later than who gives them: slips, which are shown and do not vote.
    slips: BTreeSet<String>,
    /// What only a stub is told by; a document says it itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stub: Option<Box<Stub>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Stub {
    /// The year it is cited with by who founded it.
    year: Option<u16>,
    titles: Votes,
    issuers: Votes,
    issuer_ids: Votes,
    provinces: Votes,
    types: Votes,
    numbers: Votes,
}

impl Tally {
    /// Of a work known by its citations alone.
    pub(super) fn of_stub(year: Option<u16>) -> Tally {
        let stub = Stub {
            year,
            ..Stub::default()
        };
        Tally {
            stub: Some(Box::new(stub)),
            ..Tally::default()
        }
    }

    pub(super) fn stub_year(&self) -> Option<u16> {
        self.stub.as_ref()?.year
    }

    pub(super) fn hear(&mut self, citation: &Member) {
        match (believed_date(citation), &citation.date) {
            (Some(date), _) => *self.dates.entry(date.to_owned()).or_default() += 1,
            (None, Some(date)) => drop(self.slips.insert(date.clone())),
            (None, None) => {}
        }
        let Some(stub) = &mut self.stub else {
            return;
        };
        for (votes, said) in [
            (&mut stub.titles, &citation.title),
            (&mut stub.issuers, &citation.issuer),
            (&mut stub.issuer_ids, &citation.issuer_id),
            (&mut stub.provinces, &citation.province),
            (&mut stub.types, &citation.doc_type),
            (&mut stub.numbers, &citation.number),
        ] {
            if let Some(said) = said {
                *votes.entry(said.clone()).or_default() += 1;
            }
        }
    }

    /// The day most say; on a tie none. "năm 2022" is no vote against 20/01/2022.
    pub(super) fn date(&self) -> Option<&str> {
        let is_part = |date: &str| {
            let mut dates = self.dates.keys();
            dates.any(|other| other.len() > date.len() && other.starts_with(date))
        };
        let whole = || self.dates.iter().filter(|(date, _)| !is_part(date));
        let most = whole().map(|(_, votes)| *votes).max()?;
        let mut winners = whole().filter(|(_, votes)| **votes == most);
        let winner = winners.next().map(|(date, _)| date.as_str());
        winner.filter(|_| winners.next().is_none())
    }

    /// Every date that was said, slips too.
    pub(super) fn all_dates(&self) -> impl Iterator<Item = &String> {
        self.dates.keys().chain(&self.slips)
    }

    /// Tells a stub by what most say of it; of as many the one that says more.
    pub(super) fn tell(&self, work: &mut Work) {
        let Some(stub) = &self.stub else {
            return;
        };
        work.issued_on = self.date().map(str::to_owned);
        for (slot, votes) in [
            (&mut work.title, &stub.titles),
            (&mut work.issuer, &stub.issuers),
            (&mut work.issuer_id, &stub.issuer_ids),
            (&mut work.province, &stub.provinces),
            (&mut work.doc_type, &stub.types),
            (&mut work.number, &stub.numbers),
        ] {
            let most = votes.iter().max_by(|(one, votes), (other, more)| {
                let longer = one.chars().count().cmp(&other.chars().count());
                votes.cmp(more).then(longer).then(other.cmp(one))
            });
            if let Some((said, _)) = most {
                *slot = Some(said.clone());
            }
        }
    }

    /// What was said of the date against the one shown; `own` are the dates its documents give.
    pub(super) fn disagreeing(&self, shown: Option<&str>, own: &[&str]) -> Option<Anomaly> {
        let agrees = |date: &str| {
            shown.is_some_and(|shown| shown.starts_with(date) || date.starts_with(shown))
        };
        let said = self
            .all_dates()
            .map(String::as_str)
            .chain(own.iter().copied());
        let others: BTreeSet<&str> = said.filter(|date| !agrees(date)).collect();
        let others: Vec<String> = others.into_iter().map(str::to_owned).collect();
        let is_told = !others.is_empty() && (shown.is_some() || others.len() > 1);
        is_told.then(|| evidence::dates_disagree(shown, &others))
    }
}
