//! A work in one line.

use schemars::JsonSchema;
use serde::Serialize;

use super::table::Cell;
use crate::link::{Work, WorkId};

/// A work in one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Brief {
    pub id: WorkId,
    pub number: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    pub issued_on: Option<String>,
    pub stub: bool,
    /// The name of the file that carries it best.
    pub file: Option<String>,
}

impl Brief {
    pub fn of(work: &Work) -> Brief {
        Brief {
            id: work.id.clone(),
            number: work.number.clone(),
            issuer: work.issuer.clone(),
            title: work.title.clone(),
            issued_on: work.issued_on.clone(),
            stub: work.stub,
            file: work.manifestations.first().map(|one| one.file.clone()),
        }
    }

    /// What it goes by: its number, its title, its file.
    pub fn name(&self) -> &str {
        let known = self.number.as_deref().or(self.title.as_deref());
        known.or(self.file.as_deref()).unwrap_or(&self.id.0)
    }
}

pub(super) fn name(work: Option<&Brief>) -> Cell {
    Cell::from(work.map(Brief::name))
}
