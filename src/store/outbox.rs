//! What the index has not been told yet, in the order in which it happened.

use rusqlite::{Connection, OptionalExtension, params};

use crate::link::WorkId;

use super::Store;
use super::error::{Result, Trouble};

/// What happened to a work, as of this announcement; a later one may say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Put,
    Remove,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Rises for ever, also after the outbox was emptied.
    pub seq: u64,
    pub work: WorkId,
    pub op: Op,
}

impl Store {
    /// The announcements after `seq`, oldest first, at most `limit`. Of several about one work only
    /// the last is given: whoever is told looks at the work as it is now.
    pub fn announcements(&self, seq: u64, limit: usize) -> Result<Vec<Announcement>> {
        self.announced(seq, i64::MAX.unsigned_abs(), limit)
    }

    /// The same up to and with `last`, as if nothing had been announced since.
    pub fn announced(&self, seq: u64, last: u64, limit: usize) -> Result<Vec<Announcement>> {
        self.read("đọc hàng chờ chỉ mục", |db| {
            let mut statement = db.prepare_cached(
                "SELECT seq, work, op FROM index_outbox AS told
                 WHERE seq > ?1 AND seq <= ?2 AND NOT EXISTS (
                     SELECT 1 FROM index_outbox AS later
                     WHERE later.work = told.work AND later.seq > told.seq AND later.seq <= ?2
                 ) ORDER BY seq LIMIT ?3",
            )?;
            let with = params![seq as i64, last as i64, limit as i64];
            let rows = statement.query_map(with, |row| {
                let op: String = row.get(2)?;
                Ok(Announcement {
                    seq: row.get::<_, i64>(0)?.unsigned_abs(),
                    work: WorkId(row.get(1)?),
                    op: if op == "remove" { Op::Remove } else { Op::Put },
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The sequence number of the latest announcement ever made; 0 before the first.
    pub fn last_announced(&self) -> Result<u64> {
        self.read("đọc hàng chờ chỉ mục", |db| {
            let seq: Option<i64> = db
                .query_row(
                    "SELECT seq FROM sqlite_sequence WHERE name = 'index_outbox'",
                    [],
                    |row| row.get(0),
                )
                .optional()?;
            Ok(seq.unwrap_or(0).unsigned_abs())
        })
    }

    /// The sequence number up to which announcements were forgotten. An index that knows less than
    /// this cannot catch up and has to be built anew.
    pub fn forgotten_up_to(&self) -> Result<u64> {
        self.read("đọc hàng chờ chỉ mục", |db| {
            let seq: Option<i64> = db
                .query_row(
                    "SELECT value FROM meta WHERE name = 'outbox_forgotten'",
                    [],
                    |row| row.get(0),
                )
                .optional()?;
            Ok(seq.unwrap_or(0).unsigned_abs())
        })
    }

    /// Forgets announcements up to and with `seq`: an index holds them durably.
    pub fn forget_announcements(&mut self, seq: u64) -> Result<()> {
        self.write("dọn hàng chờ chỉ mục", |db| {
            let gone = db.execute("DELETE FROM index_outbox WHERE seq <= ?1", [seq as i64])?;
            if gone > 0 {
                db.execute(
                    "INSERT INTO meta (name, value) VALUES ('outbox_forgotten', ?1)
                     ON CONFLICT (name) DO UPDATE SET value = max(meta.value, excluded.value)",
                    [seq as i64],
                )?;
            }
            Ok(())
        })
    }
}

pub(super) fn announce(db: &Connection, work: &str, op: Op) -> std::result::Result<(), Trouble> {
    let op = match op {
        Op::Put => "put",
        Op::Remove => "remove",
    };
    db.prepare_cached("INSERT INTO index_outbox (work, op) VALUES (?1, ?2)")?
        .execute(params![work, op])?;
    Ok(())
}
