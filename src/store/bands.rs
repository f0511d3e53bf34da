//! Documents that look for what they are copies of, and those that may be it.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::link::{self, Member};

use super::error::{Result, Trouble};
use super::{CaptureId, Store, decode};

impl Store {
    /// How many documents still wait for their bands, for those who came before there were any; `None`
    /// where nobody does.
    pub fn unbanded(&self) -> Result<Option<u64>> {
        self.read("đọc bản gần giống", |db| {
            let Some(up_to) = banded(db)? else {
                return Ok(None);
            };
            let sql = "SELECT count(*) FROM members WHERE rowid > ?1 AND position = 0";
            let left: i64 = db.query_row(sql, [up_to], |row| row.get(0))?;
            Ok(Some(left.unsigned_abs()))
        })
    }

    /// Puts the next documents into their bands, at most `limit`; returns how many. After the last of them
    /// nobody waits any more.
    pub fn band(&mut self, limit: usize) -> Result<u64> {
        self.write("ghi bản gần giống", |db| {
            let Some(up_to) = banded(db)? else {
                return Ok(0);
            };
            let mut statement = db.prepare_cached(
                "SELECT rowid, capture, body FROM members WHERE rowid > ?1 AND position = 0
                 ORDER BY rowid LIMIT ?2",
            )?;
            let rows = statement.query_map(params![up_to, limit as i64], |row| {
                let capture = CaptureId::from_bytes(row.get(1)?);
                Ok((row.get::<_, i64>(0)?, capture, row.get::<_, String>(2)?))
            })?;
            let rows: Vec<(i64, CaptureId, String)> = rows.collect::<rusqlite::Result<_>>()?;
            for (_, capture, body) in &rows {
                enter(db, *capture, &decode(body)?)?;
            }
            match rows.last() {
                Some((last, ..)) => {
                    db.execute("UPDATE meta SET value = ?1 WHERE name = 'banded'", [last])?
                }
                None => db.execute("DELETE FROM meta WHERE name = 'banded'", [])?,
            };
            Ok(rows.len() as u64)
        })
    }
}

/// The row of members up to which the documents of an older program have their bands.
fn banded(db: &Connection) -> std::result::Result<Option<i64>, Trouble> {
    let sql = "SELECT value FROM meta WHERE name = 'banded'";
    Ok(db.query_row(sql, [], |row| row.get(0)).optional()?)
}

/// Takes a capture's document out of its bands; whoever looked for it there has to look again.
pub(super) fn leave(db: &Connection, capture: CaptureId) -> std::result::Result<(), Trouble> {
    let Some(document) = document(db, capture.as_bytes())? else {
        return Ok(());
    };
    let lost = link::is_lost(&document);
    let mut delete =
        db.prepare_cached("DELETE FROM bands WHERE band = ?1 AND lost = ?2 AND capture = ?3")?;
    for band in link::bands(&document) {
        delete.execute(params![band, lost, capture.as_bytes()])?;
    }
    stir(db, &document)
}

/// Puts a document into its bands, and has those look again who may be copies of it.
pub(super) fn enter(
    db: &Connection,
    capture: CaptureId,
    document: &Member,
) -> std::result::Result<(), Trouble> {
    let lost = link::is_lost(document);
    let mut insert = db.prepare_cached(
        "INSERT INTO bands (band, lost, capture) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for band in link::bands(document) {
        insert.execute(params![band, lost, capture.as_bytes()])?;
    }
    stir(db, document)
}

/// Has the copies of a capture's document look again: it was taken out, or is back.
pub(super) fn stir_copies(db: &Connection, capture: CaptureId) -> std::result::Result<(), Trouble> {
    match document(db, capture.as_bytes())? {
        Some(document) => stir(db, &document),
        None => Ok(()),
    }
}

/// Has those look again who look for something in the bands of a document. A band with more of its kind than
/// [`link::BAND_MAX`] tells nothing, before it came and after.
fn stir(db: &Connection, document: &Member) -> std::result::Result<(), Trouble> {
    let lost = link::is_lost(document);
    let mut pend = db.prepare_cached(
        "INSERT INTO pending_groups (group_key, whole)
         SELECT 'capture:' || lower(hex(capture)), 1 FROM bands WHERE band = ?1 AND lost = 1
         ON CONFLICT (group_key) DO UPDATE SET whole = 1",
    )?;
    for band in link::bands(document) {
        if near(db, band, lost)?.len() <= link::BAND_MAX + 1 {
            pend.execute([band])?;
        }
    }
    Ok(())
}

/// The documents a lost one of this group may be a copy of, as its group sees them.
pub(super) fn guests(db: &Connection, lost: &Member) -> std::result::Result<Vec<Member>, Trouble> {
    let Some(key) = lost.key.as_ref().filter(|_| link::is_lost(lost)) else {
        return Ok(Vec::new());
    };
    let mut captures = BTreeSet::new();
    for band in link::bands(lost) {
        for kind in [false, true] {
            let found = near(db, band, kind)?;
            if found.len() <= link::BAND_MAX {
                captures.extend(found);
            }
        }
    }
    let own = lost.capture.parse::<CaptureId>().ok();
    let mut guests = Vec::new();
    for capture in captures {
        if own.is_some_and(|own| *own.as_bytes() == capture) {
            continue;
        }
        let other = document(db, &capture)?;
        guests.extend(other.and_then(|other| link::guest(other, key)));
    }
    Ok(guests)
}

/// Captures of one kind in a band, removed ones left out; not more than [`link::BAND_MAX`] and two.
fn near(db: &Connection, band: i64, lost: bool) -> std::result::Result<Vec<[u8; 32]>, Trouble> {
    let mut statement = db.prepare_cached(
        "SELECT capture FROM bands WHERE band = ?1 AND lost = ?2
             AND capture NOT IN (SELECT capture FROM removed) LIMIT ?3",
    )?;
    let limit = link::BAND_MAX as i64 + 2;
    let found = statement.query_map(params![band, lost, limit], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The document of a capture, as linking sees it.
fn document(db: &Connection, capture: &[u8; 32]) -> std::result::Result<Option<Member>, Trouble> {
    let body: Option<String> = db
        .prepare_cached("SELECT body FROM members WHERE capture = ?1 AND position = 0")?
        .query_row([capture], |row| row.get(0))
        .optional()?;
    body.map(|body| decode(&body)).transpose()
}
