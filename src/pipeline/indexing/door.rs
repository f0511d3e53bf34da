//! Where the index is called: one commit for each batch told, with the sequence number it reaches.

use std::path::Path;

use super::super::{Error, Kind, Result, Stage, Watch};
use super::{Told, entries};
use crate::index::{Access, Change, Entry, ErrorKind, Index, Kind as IndexKind, Op};

/// The folder of the index in the data folder.
pub(in crate::pipeline) const FOLDER: &str = "index";

pub(super) struct Door {
    index: Index,
    seq: Option<u64>,
    /// What the entries of an index that is being built are versioned by.
    building: u64,
}

impl Door {
    /// How far the index in `data` was told; `None` if there is none that is whole and ours.
    pub(super) fn last_seq(data: &Path) -> Result<Option<u64>> {
        match Index::open(&data.join(FOLDER), Access::Read) {
            Ok(index) => Ok(Some(index.last_seq()?).filter(|seq| *seq > 0)),
            Err(error) if must_be_built(error.kind()) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Opens the index for writing; one that is missing, damaged or of another version is made anew.
    pub(super) fn open(data: &Path) -> Result<Door> {
        let folder = data.join(FOLDER);
        let index = match Index::open(&folder, Access::Write) {
            Err(error) if must_be_built(error.kind()) => Index::open(&folder, Access::Rebuild)?,
            opened => opened?,
        };
        let seq = Some(index.last_seq()?).filter(|seq| *seq > 0);
        Ok(Door {
            index,
            seq,
            building: seq.unwrap_or(0),
        })
    }

    pub(super) fn seq(&self) -> Option<u64> {
        self.seq
    }

    /// Empties the index. It knows no sequence number until it is told one; readers keep the old
    /// entries until then.
    pub(super) fn begin_anew(&mut self, version: u64) -> Result<()> {
        self.index.clear()?;
        self.seq = None;
        self.building = version;
        Ok(())
    }

    /// What the index is to be told of works: the entries of each replaced.
    pub(super) fn changes(&self, told: &[Told], seq: Option<u64>) -> Vec<Change> {
        let version = seq.unwrap_or(self.building);
        let mut changes = Vec::new();
        for told in told {
            changes.extend(entries::of(told, version).map(|op| Change {
                seq: seq.unwrap_or(0),
                op,
            }));
        }
        if let (Some(seq), true) = (seq, changes.is_empty()) {
            // Nothing to say but how far it goes.
            changes.push(Change {
                seq,
                op: Op::Delete(String::new()),
            });
        }
        changes
    }

    /// Takes changes in; with `seq`, in one commit that remembers it.
    pub(super) fn apply(&mut self, changes: &[Change], seq: Option<u64>) -> Result<()> {
        self.index.apply(changes)?;
        if seq.is_some() {
            self.index.commit()?;
            self.seq = seq;
        }
        Ok(())
    }

    /// Ends writing, and makes an index that grew much quick to search.
    pub(super) fn close(self, watch: &Watch) -> Result<()> {
        let goes_on = |gathered, of| {
            watch.at(Stage::Gathering, gathered >> 20, Some(of >> 20));
            !watch.must_stop()
        };
        Ok(self.index.close_while(&goes_on)?)
    }

    /// Of changes not yet applied, the works that come with a text for the first time, and their tasks.
    pub(super) fn arrivals<'a>(&self, changes: &'a [Change]) -> Result<Vec<&'a Entry>> {
        let mut arrivals: Vec<&Entry> = Vec::new();
        let mut has_come = false;
        for change in changes {
            let Op::Put(entry) = &change.op else { continue };
            if entry.kind == IndexKind::Work {
                let has_text = !entry.stub && !entry.page;
                has_come = has_text && !self.index.has_text_of(&entry.id)?;
            }
            // A work's tasks follow it.
            if has_come {
                arrivals.push(entry);
            }
        }
        Ok(arrivals)
    }
}

fn must_be_built(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Missing | ErrorKind::OtherVersion | ErrorKind::Damaged
    )
}

impl From<crate::index::Error> for Error {
    fn from(error: crate::index::Error) -> Error {
        Error::new(Kind::Index(error))
    }
}
