//! Where the index is called. STAND-IN: remembers only how far it was told, until the index room
//! is joined here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::{Error, Kind, Result};
use super::Told;

pub(super) struct Door {
    path: PathBuf,
    seq: Option<u64>,
}

impl Door {
    /// How far the index in `data` was told; `None` if there is none that is whole.
    pub(super) fn last_seq(data: &Path) -> Result<Option<u64>> {
        let path = data.join("index").join("last_seq");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text.trim().parse().ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&path, error)),
        }
    }

    pub(super) fn open(data: &Path) -> Result<Door> {
        let path = data.join("index");
        fs::create_dir_all(&path).map_err(|error| failed(&path, error))?;
        Ok(Door {
            path: path.join("last_seq"),
            seq: Door::last_seq(data)?,
        })
    }

    pub(super) fn seq(&self) -> Option<u64> {
        self.seq
    }

    /// Empties the index. It knows no sequence number until it is told one.
    pub(super) fn begin_anew(&mut self) -> Result<()> {
        self.seq = None;
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&self.path, error)),
            _ => Ok(()),
        }
    }

    /// Replaces the documents of each work told, in one commit that remembers `seq`.
    pub(super) fn apply(&mut self, told: &[Told], seq: Option<u64>) -> Result<()> {
        let _ = told
            .iter()
            .map(|told| (&told.id, &told.work, &told.carried))
            .count();
        let Some(seq) = seq else {
            return Ok(());
        };
        let temporary = self.path.with_extension("tmp");
        fs::write(&temporary, seq.to_string())
            .and_then(|()| fs::rename(&temporary, &self.path))
            .map_err(|error| failed(&self.path, error))?;
        self.seq = Some(seq);
        Ok(())
    }
}

fn failed(path: &Path, error: io::Error) -> Error {
    Error::new(Kind::Index {
        path: path.to_owned(),
        message: error.to_string(),
    })
}
