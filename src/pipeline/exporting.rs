//! Everything out, in an order that depends on nothing but what is held.

use schemars::JsonSchema;
use serde::Serialize;

use crate::extract::Record;
use crate::link::{Link, Work};
use crate::store::CaptureId;

use super::asking::each_work;
use super::{Library, Result};

/// One line of an export.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Exported {
    /// What was found in one capture, and what became of its citations.
    Record {
        files: Vec<String>,
        removed: bool,
        record: Box<Record>,
        links: Vec<Link>,
    },
    Work {
        work: Work,
    },
}

impl Library {
    /// Hands every record, in order of its capture, and then every work, in order of its id, to
    /// `line`. One state of the store, whatever is written meanwhile.
    pub fn export(&self, line: &mut dyn FnMut(Exported) -> Result<()>) -> Result<()> {
        /// Captures in memory together.
        const PAGE: usize = 256;
        self.ask(|store| {
            let mut after: Option<CaptureId> = None;
            loop {
                let captures = store.captures(after, PAGE)?;
                let Some(last) = captures.last() else {
                    break;
                };
                after = Some(last.id);
                for capture in captures {
                    let files = store.provenance(capture.id)?;
                    if let Some(record) = store.record(capture.id)? {
                        line(Exported::Record {
                            files: files.into_iter().map(|known| known.context.file).collect(),
                            removed: capture.removed,
                            record: Box::new(record),
                            links: store.links_of(capture.id)?,
                        })?;
                    }
                }
            }
            each_work(store, &mut |work| {
                line(Exported::Work { work: work.clone() })
            })
        })
    }
}
