//! A whole copy of the store while others read and write it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::error::{Error, Kind, Result, Trouble};
use super::{Access, CaptureId, Store, database_path};

const DOING: &str = "sao kho";

/// Pages of the database copied between two looks at what others write.
const PAGES: i32 = 1_000;

/// Captures listed together.
const LISTED_TOGETHER: usize = 1_000;

impl Store {
    /// Copies everything acknowledged into `to`, which must not hold a store. The database is copied
    /// first and the blobs it names after it: blobs are never changed, so the copy is whole whatever
    /// is written meanwhile. The index is derived and left out; the next writing command builds it.
    pub fn back_up(&self, to: &Path) -> Result<()> {
        let target = database_path(to);
        if target.exists() {
            return Err(Error::new(DOING, to, Kind::Taken));
        }
        fs::create_dir_all(to).map_err(|error| Error::io(DOING, to, error))?;
        self.copy_database(&target)
            .map_err(|trouble| trouble.on(DOING, &target))?;
        let copy = Store::open(to, Access::Read)?;
        copy.blobs.sweep()?;
        let mut after: Option<CaptureId> = None;
        loop {
            let captures = copy.captures(after, LISTED_TOGETHER)?;
            let Some(last) = captures.last() else {
                return Ok(());
            };
            after = Some(last.id);
            for capture in &captures {
                self.blobs.copy(capture.id, &copy.blobs)?;
            }
        }
    }

    fn copy_database(&self, target: &Path) -> std::result::Result<(), Trouble> {
        let mut copy = Connection::open(target)?;
        let backup = Backup::new(&self.database, &mut copy)?;
        Ok(backup.run_to_completion(PAGES, Duration::ZERO, None)?)
    }
}
