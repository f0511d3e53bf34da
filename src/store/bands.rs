//! Documents that look for what they are copies of, and those that may be it.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::link::{self, Member};

use super::error::Trouble;
use super::{CaptureId, decode};

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

fn stir(db: &Connection, document: &Member) -> std::result::Result<(), Trouble> {
    if link::is_lost(document) {
        return Ok(());
    }
    let mut pend = db.prepare_cached(
        "INSERT INTO pending_groups (group_key, whole)
         SELECT 'capture:' || lower(hex(capture)), 1 FROM bands WHERE band = ?1 AND lost = 1
         ON CONFLICT (group_key) DO UPDATE SET whole = 1",
    )?;
    for band in link::bands(document) {
        pend.execute([band])?;
    }
    Ok(())
}

/// The documents a lost one of this group may be a copy of, as its group sees them.
pub(super) fn guests(db: &Connection, lost: &Member) -> std::result::Result<Vec<Member>, Trouble> {
    let Some(key) = lost.key.as_ref().filter(|_| link::is_lost(lost)) else {
        return Ok(Vec::new());
    };
    let mut near = BTreeSet::new();
    let mut statement = db.prepare_cached(
        "SELECT capture FROM bands WHERE band = ?1 AND lost = 0
             AND capture NOT IN (SELECT capture FROM removed) LIMIT ?2",
    )?;
    for band in link::bands(lost) {
        let limit = link::BAND_MAX as i64 + 1;
        let found = statement.query_map(params![band, limit], |row| row.get(0))?;
        let found: Vec<[u8; 32]> = found.collect::<rusqlite::Result<_>>()?;
        if found.len() <= link::BAND_MAX {
            near.extend(found);
        }
    }
    let mut guests = Vec::new();
    for capture in near {
        let host = document(db, &capture)?;
        guests.extend(host.and_then(|host| link::guest(host, key)));
    }
    Ok(guests)
}

/// The document of a capture, as linking sees it.
fn document(db: &Connection, capture: &[u8; 32]) -> std::result::Result<Option<Member>, Trouble> {
    let body: Option<String> = db
        .prepare_cached("SELECT body FROM members WHERE capture = ?1 AND position = 0")?
        .query_row([capture], |row| row.get(0))
        .optional()?;
    body.map(|body| decode(&body)).transpose()
}
