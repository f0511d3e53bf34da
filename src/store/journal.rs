//! What was acknowledged, when, in which stage: for people, never read to decide anything.

use std::time::SystemTime;

use rusqlite::{Connection, params};

use super::error::{Result, Trouble};
use super::{Store, moment};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Captures with their records.
    Store,
    /// Groups with their works.
    Link,
    /// The index caught up.
    Index,
    /// A person took a capture out or put it back.
    Remove,
    Restore,
}

impl Stage {
    pub fn name(self) -> &'static str {
        match self {
            Stage::Store => "store",
            Stage::Link => "link",
            Stage::Index => "index",
            Stage::Remove => "remove",
            Stage::Restore => "restore",
        }
    }
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub done_at: SystemTime,
    pub stage: String,
    pub items: u64,
    pub detail: String,
}

impl Store {
    /// The latest `limit` entries, newest first.
    pub fn journal(&self, limit: usize) -> Result<Vec<Entry>> {
        self.read("đọc nhật ký", |db| {
            let mut statement = db.prepare_cached(
                "SELECT done_at, stage, items, detail FROM journal ORDER BY seq DESC LIMIT ?1",
            )?;
            let entries = statement.query_map([limit as i64], |row| {
                Ok(Entry {
                    done_at: moment::time(row.get(0)?),
                    stage: row.get(1)?,
                    items: row.get::<_, i64>(2)?.unsigned_abs(),
                    detail: row.get(3)?,
                })
            })?;
            Ok(entries.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Notes that the index holds everything up to its last commit.
    pub fn note_indexed(&mut self, works: usize, now: SystemTime) -> Result<()> {
        self.write("ghi nhật ký", |db| {
            note(db, Stage::Index, works, "", now)
        })
    }
}

pub(super) fn note(
    db: &Connection,
    stage: Stage,
    items: usize,
    detail: &str,
    now: SystemTime,
) -> std::result::Result<(), Trouble> {
    db.prepare_cached(
        "INSERT INTO journal (done_at, stage, items, detail) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        moment::micros(now),
        stage.name(),
        items as i64,
        detail
    ])?;
    Ok(())
}
