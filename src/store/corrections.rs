//! What a person said, with their name and reason. Kept apart from everything that is derived, so
//! that no reprocess can touch it.

use std::time::SystemTime;

use rusqlite::{Connection, Row, params};
use serde_json::Value;

use super::error::{Result, Trouble};
use super::{CaptureId, Store, decode, encode, moment};

/// A value set or confirmed by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCorrection {
    /// What it is about: a work's name, a capture's SHA-256, or `<sha256>#<citation>`.
    pub subject: String,
    /// A field of the record or work: `issued_on`, `target`.
    pub field: String,
    /// The right value; null says there is none.
    pub value: Value,
    /// What was there before, and in what: null where that was not kept.
    pub seen: Value,
    pub author: String,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    pub seq: u64,
    pub made: NewCorrection,
    pub made_at: SystemTime,
}

impl Store {
    /// Keeps a correction; its number can undo it.
    pub fn correct(&mut self, correction: &NewCorrection, now: SystemTime) -> Result<u64> {
        self.write("ghi đính chính", |db| {
            db.execute(
                "INSERT INTO corrections (subject, field, value, author, reason, made_at, seen)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    correction.subject,
                    correction.field,
                    encode(&correction.value)?,
                    correction.author,
                    correction.reason,
                    moment::micros(now),
                    (!correction.seen.is_null())
                        .then(|| encode(&correction.seen))
                        .transpose()?
                ],
            )?;
            Ok(db.last_insert_rowid().unsigned_abs())
        })
    }

    /// Takes a correction back; false if there is none of this number in force.
    pub fn undo_correction(&mut self, seq: u64, now: SystemTime) -> Result<bool> {
        self.write("rút đính chính", |db| {
            let changed = db.execute(
                "UPDATE corrections SET undone_at = ?2 WHERE seq = ?1 AND undone_at IS NULL",
                params![seq as i64, moment::micros(now)],
            )?;
            Ok(changed == 1)
        })
    }

    /// The corrections in force, oldest first.
    pub fn all_corrections(&self) -> Result<Vec<Correction>> {
        self.read("đọc đính chính", |db| {
            let sql =
                "SELECT seq, subject, field, author, reason, made_at, value, seen FROM corrections
                       WHERE undone_at IS NULL ORDER BY seq";
            found(db, sql, [])
        })
    }

    /// The corrections in force about a capture and about the citations in it, oldest first.
    pub fn corrections_of(&self, capture: CaptureId) -> Result<Vec<Correction>> {
        self.read("đọc đính chính", |db| {
            let sql =
                "SELECT seq, subject, field, author, reason, made_at, value, seen FROM corrections
                       WHERE (subject = ?1 OR subject >= ?1 || '#' AND subject < ?1 || '$')
                           AND undone_at IS NULL ORDER BY seq";
            found(db, sql, [capture.to_string()])
        })
    }

    /// The corrections in force about one subject, oldest first: of one field the last one counts.
    pub fn corrections(&self, subject: &str) -> Result<Vec<Correction>> {
        self.read("đọc đính chính", |db| {
            let sql =
                "SELECT seq, subject, field, author, reason, made_at, value, seen FROM corrections
                       WHERE subject = ?1 AND undone_at IS NULL ORDER BY seq";
            found(db, sql, [subject])
        })
    }
}

fn found(
    db: &Connection,
    sql: &str,
    with: impl rusqlite::Params,
) -> std::result::Result<Vec<Correction>, Trouble> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(with, |row| {
        let seen: Option<String> = row.get(7)?;
        Ok((correction(row)?, row.get::<_, String>(6)?, seen))
    })?;
    rows.map(|row| {
        let (mut correction, value, seen) = row?;
        correction.made.value = decode(&value)?;
        if let Some(seen) = seen {
            correction.made.seen = decode(&seen)?;
        }
        Ok(correction)
    })
    .collect()
}

fn correction(row: &Row) -> rusqlite::Result<Correction> {
    Ok(Correction {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        made: NewCorrection {
            subject: row.get(1)?,
            field: row.get(2)?,
            value: Value::Null,
            seen: Value::Null,
            author: row.get(3)?,
            reason: row.get(4)?,
        },
        made_at: moment::time(row.get(5)?),
    })
}
