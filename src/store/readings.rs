//! Writing down what was read in a capture, and noting the groups and works this touches.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::link::{Member, Role};
use crate::text::Severity;

use super::captures::{ClearText, Reading};
use super::error::Trouble;
use super::outbox::{self, Op};
use super::{CaptureId, Group, bands, decode, encode, gists};

/// Replaces what was read in a capture, and notes the groups and works this changes.
pub(super) fn put_reading(
    db: &Connection,
    capture: CaptureId,
    reading: &Reading,
) -> std::result::Result<(), Trouble> {
    let id = capture.as_bytes();
    let body = encode(&reading.record)?;
    let members = member_rows(capture, &reading.members)?;
    if is_same_reading(db, capture, reading, &body, &members)? {
        return Ok(());
    }
    touch_groups(db, capture)?;
    bands::leave(db, capture)?;
    let before = db
        .prepare_cached("DELETE FROM members WHERE capture = ?1")?
        .execute([id])?;
    // The groups of the old citations are pending now, so their verdicts come back when those are
    // settled. Left here they would stand beside citations that have other numbers.
    db.prepare_cached("DELETE FROM links WHERE capture = ?1")?
        .execute([id])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO members (capture, position, group_key, body, cites) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, (group, member)) in (0i64..).zip(&members) {
        let kind = reading.members.get(position as usize).map(kind);
        insert.execute(params![id, position, group, member, kind])?;
    }
    if let Some(document) = reading.members.first() {
        bands::enter(db, capture, document)?;
    }
    put_record(db, capture, reading, &body)?;
    gists::put(db, capture, &gists::encoded(&reading.record)?)?;
    put_unread(db, capture, reading)?;
    put_text(db, capture, &reading.text)?;
    match before {
        0 => note_arrival(db, capture)?,
        _ => touch_groups(db, capture)?,
    }
    announce_works_of(db, capture)
}

/// Group and JSON of each member, in order.
fn member_rows(
    capture: CaptureId,
    members: &[Member],
) -> std::result::Result<Vec<(String, String)>, Trouble> {
    members
        .iter()
        .map(|member| {
            Ok((
                Group::of(member, capture).as_str().to_owned(),
                encode(member)?,
            ))
        })
        .collect()
}

fn is_same_reading(
    db: &Connection,
    capture: CaptureId,
    reading: &Reading,
    body: &str,
    members: &[(String, String)],
) -> std::result::Result<bool, Trouble> {
    let id = capture.as_bytes();
    let known: Option<(String, String)> = db
        .prepare_cached("SELECT extractor, body FROM records WHERE capture = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if known.is_none_or(|known| known.0 != reading.extractor || known.1 != body) {
        return Ok(false);
    }
    let mut statement = db.prepare_cached(
        "SELECT group_key, body FROM members WHERE capture = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if rows.collect::<rusqlite::Result<Vec<(String, String)>>>()? != members {
        return Ok(false);
    }
    let text: Option<(String, Vec<u8>)> = db
        .prepare_cached("SELECT pages, body FROM texts WHERE capture = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match text {
        Some((pages, packed)) => Ok(unpack(&pages, &packed)? == reading.text),
        None => Ok(false),
    }
}

fn put_record(
    db: &Connection,
    capture: CaptureId,
    reading: &Reading,
    body: &str,
) -> std::result::Result<(), Trouble> {
    db.prepare_cached(
        "INSERT INTO records (capture, extractor, citations, tasks, body, odd)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (capture) DO UPDATE SET extractor = excluded.extractor,
             citations = excluded.citations, tasks = excluded.tasks, body = excluded.body,
             odd = excluded.odd",
    )?
    .execute(params![
        capture.as_bytes(),
        reading.extractor,
        reading.record.citations.len() as i64,
        reading.record.tasks.len() as i64,
        body,
        is_odd(reading)
    ])?;
    Ok(())
}

fn is_odd(reading: &Reading) -> bool {
    let mut diagnostics = reading.record.diagnostics.iter();
    diagnostics.any(|it| it.severity == Severity::Warning)
}

/// Remembers why nothing could be read in a capture, or that something was.
fn put_unread(
    db: &Connection,
    capture: CaptureId,
    reading: &Reading,
) -> std::result::Result<(), Trouble> {
    let diagnostics = &reading.record.diagnostics;
    let trouble = diagnostics
        .iter()
        .find(|diagnostic| diagnostic.severity == Severity::Error);
    match trouble {
        Some(trouble) => db
            .prepare_cached(
                "INSERT INTO unread (capture, reason) VALUES (?1, ?2)
                 ON CONFLICT (capture) DO UPDATE SET reason = excluded.reason",
            )?
            .execute(params![capture.as_bytes(), trouble.message])?,
        None => db
            .prepare_cached("DELETE FROM unread WHERE capture = ?1")?
            .execute([capture.as_bytes()])?,
    };
    Ok(())
}

fn put_text(
    db: &Connection,
    capture: CaptureId,
    text: &ClearText,
) -> std::result::Result<(), Trouble> {
    let packed = zstd::encode_all(text.text.as_bytes(), 0)?;
    db.prepare_cached(
        "INSERT INTO texts (capture, pages, body) VALUES (?1, ?2, ?3)
         ON CONFLICT (capture) DO UPDATE SET pages = excluded.pages, body = excluded.body",
    )?
    .execute(params![capture.as_bytes(), encode(&text.pages)?, packed])?;
    Ok(())
}

pub(super) fn unpack(pages: &str, body: &[u8]) -> std::result::Result<ClearText, Trouble> {
    let text = String::from_utf8(zstd::decode_all(body)?)
        .map_err(|error| Trouble::Value(error.to_string()))?;
    Ok(ClearText {
        text,
        pages: decode(pages)?,
    })
}

/// What `members.cites` says of a member.
fn kind(member: &Member) -> i64 {
    match member.role {
        Role::Document { .. } => 0,
        Role::Citation { .. } => 1,
        Role::Echo => 2,
    }
}

/// The groups of a capture have to be resolved whole.
pub(super) fn touch_groups(
    db: &Connection,
    capture: CaptureId,
) -> std::result::Result<(), Trouble> {
    db.prepare_cached(
        "INSERT INTO pending_groups (group_key, whole)
         SELECT DISTINCT group_key, 1 FROM members WHERE capture = ?1
         ON CONFLICT (group_key) DO UPDATE SET whole = 1",
    )?
    .execute([capture.as_bytes()])?;
    Ok(())
}

/// The groups of a capture that was not there before: where it only cites, and the votes on what
/// is cited were kept, nobody else has to be asked; and where there is nothing but echoes, nothing
/// can come of one more.
fn note_arrival(db: &Connection, capture: CaptureId) -> std::result::Result<(), Trouble> {
    db.prepare_cached(
        "INSERT INTO pending_groups (group_key, whole)
         SELECT group_key, max(cites <> 1) OR NOT EXISTS (
             SELECT 1 FROM tallies WHERE tallies.group_key = members.group_key
         ) FROM members WHERE capture = ?1 AND (cites < 2 OR EXISTS (
             SELECT 1 FROM members AS other
             WHERE other.group_key = members.group_key AND other.cites < 2
         )) GROUP BY group_key
         ON CONFLICT (group_key) DO UPDATE SET whole = max(pending_groups.whole, excluded.whole)",
    )?
    .execute([capture.as_bytes()])?;
    db.prepare_cached(
        "INSERT INTO arrived (group_key, capture)
         SELECT DISTINCT members.group_key, members.capture
         FROM members JOIN pending_groups ON pending_groups.group_key = members.group_key
         WHERE members.capture = ?1 AND pending_groups.whole = 0 ON CONFLICT DO NOTHING",
    )?
    .execute([capture.as_bytes()])?;
    Ok(())
}

/// The works that carry a capture show its text, so the index has to hear of it even where the
/// work itself stays as it is.
pub(super) fn announce_works_of(
    db: &Connection,
    capture: CaptureId,
) -> std::result::Result<(), Trouble> {
    let mut statement =
        db.prepare_cached("SELECT DISTINCT work FROM manifestations WHERE capture = ?1")?;
    let works = statement
        .query_map([capture.as_bytes()], |row| row.get(0))?
        .collect::<rusqlite::Result<BTreeSet<String>>>()?;
    works
        .iter()
        .try_for_each(|work| outbox::announce(db, work, Op::Put))
}
