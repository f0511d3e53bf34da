//! Captures with where they came from and what was read in them.

use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::extract::{Context, Record};
use crate::fetch::Visit;
use crate::link::Member;

use super::error::{Error, Result, Trouble};
use super::frontier::{self, Lease};
use super::readings::{announce_works_of, put_reading, touch_groups};
use super::{CaptureId, Stage, Store, bands, decode, encode, journal, moment};

/// One body, however many places it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    pub id: CaptureId,
    pub bytes: u64,
    pub media_type: String,
    pub first_seen: SystemTime,
    /// Taken out by a person: kept, and not read by anything.
    pub removed: bool,
}

/// Where and when a body was had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    pub context: Context,
    pub validators: Validators,
    pub fetched_at: SystemTime,
}

/// What a server said beside the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    pub content_type: Option<String>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// The clean text of a capture and the byte at which each of its pages starts (none for unpaged).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClearText {
    pub text: String,
    pub pages: Vec<u32>,
}

/// Everything derived from one capture alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub record: Record,
    /// What linking looks at: the document first, then its citations.
    pub members: Vec<Member>,
    pub text: ClearText,
    /// Which program read it.
    pub extractor: String,
}

/// One capture given to the store: its blob is already put.
#[derive(Clone, Debug, PartialEq)]
pub struct Intake {
    pub capture: CaptureId,
    pub bytes: u64,
    pub media_type: String,
    /// The new ones; those already known are left as they are.
    pub provenance: Vec<Provenance>,
    pub reading: Reading,
}

/// What is acknowledged together: all of it or nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    pub intakes: Vec<Intake>,
    /// Visits of the crawler that brought these captures, if it was one.
    pub visits: Vec<Visit>,
    /// What the visits were made under; `None` for the one process that writes.
    pub lease: Option<Lease>,
}

/// What the store knows of a body in a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    New,
    /// The bytes are known, this context is not.
    NewContext,
    /// Both are known: nothing to do.
    Unchanged,
}

/// What keeps a known capture from being seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// A person took it out.
    pub removed: bool,
    /// Why nothing could be read in it.
    pub unread: Option<String>,
}

/// Who took a capture out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    pub capture: CaptureId,
    pub author: String,
    pub reason: String,
    pub removed_at: SystemTime,
}

/// What the data folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub captures: u64,
    pub bytes: u64,
    pub removed: u64,
    /// Captures that are in and in which nothing could be read.
    pub unread: u64,
    /// Works of which something could be read.
    pub works: u64,
    pub stubs: u64,
    pub citations: u64,
    pub tasks: u64,
    pub linked: u64,
    pub ambiguous: u64,
    pub unmatched: u64,
    pub withheld: u64,
    pub corrections: u64,
    /// Groups whose works are not settled yet.
    pub pending_groups: u64,
}

impl Store {
    /// What is known of these bytes in this context.
    pub fn standing(&self, capture: CaptureId, context: &Context) -> Result<Standing> {
        self.read("tìm bản thu", |db| {
            let known: Option<bool> = db
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM provenance WHERE capture = id AND context_id = ?2)
                     FROM captures WHERE id = ?1",
                )?
                .query_row(params![capture.as_bytes(), context_id(context)?], |row| row.get(0))
                .optional()?;
            Ok(match known {
                None => Standing::New,
                Some(false) => Standing::NewContext,
                Some(true) => Standing::Unchanged,
            })
        })
    }

    /// What keeps a capture from being seen, if anything does.
    pub fn aside(&self, capture: CaptureId) -> Result<Aside> {
        self.read("tìm bản thu", |db| {
            let id = capture.as_bytes();
            Ok(Aside {
                removed: db
                    .prepare_cached("SELECT 1 FROM removed WHERE capture = ?1")?
                    .exists([id])?,
                unread: db
                    .prepare_cached("SELECT reason FROM unread WHERE capture = ?1")?
                    .query_row([id], |row| row.get(0))
                    .optional()?,
            })
        })
    }

    /// Captures that are in and in which nothing could be read, with why, in order of their id.
    pub fn unread(
        &self,
        after: Option<CaptureId>,
        limit: usize,
    ) -> Result<Vec<(CaptureId, String)>> {
        self.read("liệt kê bản thu không đọc được", |db| {
            let after = after.map_or(Vec::new(), |id| id.as_bytes().to_vec());
            let mut statement = db.prepare_cached(
                "SELECT capture, reason FROM unread
                 WHERE capture > ?1 AND capture NOT IN (SELECT capture FROM removed)
                 ORDER BY capture LIMIT ?2",
            )?;
            let rows = statement.query_map(params![after, limit as i64], |row| {
                Ok((CaptureId::from_bytes(row.get(0)?), row.get(1)?))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Keeps a batch: captures, provenance, records, members, the groups they touch, visits.
    /// Acknowledged when this returns.
    pub fn put(&mut self, batch: &Batch, now: SystemTime) -> Result<()> {
        self.write("ghi lô bản thu", |db| {
            for intake in &batch.intakes {
                put_capture(db, intake, now)?;
                put_reading(db, intake.capture, &intake.reading)?;
            }
            frontier::must_hold_leased(db, batch.lease.as_ref())?;
            for visit in &batch.visits {
                frontier::note_visit(db, visit)?;
            }
            journal::note(db, Stage::Store, batch.intakes.len(), "", now)
        })
    }

    /// Replaces what was read in captures that are already here. A reading that is the same as
    /// before changes nothing.
    pub fn reread(&mut self, readings: &[(CaptureId, Reading)], now: SystemTime) -> Result<()> {
        self.write("ghi kết quả đọc lại", |db| {
            for (capture, reading) in readings {
                put_reading(db, *capture, reading)?;
            }
            journal::note(db, Stage::Store, readings.len(), "reprocess", now)
        })
    }

    pub fn capture(&self, id: CaptureId) -> Result<Option<Capture>> {
        self.read("đọc bản thu", |db| {
            let sql = format!("{CAPTURE} WHERE captures.id = ?1");
            Ok(db
                .prepare_cached(&sql)?
                .query_row([id.as_bytes()], capture)
                .optional()?)
        })
    }

    /// Captures in order of their id, after `after`, at most `limit`; removed ones included.
    pub fn captures(&self, after: Option<CaptureId>, limit: usize) -> Result<Vec<Capture>> {
        self.read("liệt kê bản thu", |db| {
            let after = after.map_or(Vec::new(), |id| id.as_bytes().to_vec());
            let sql = format!("{CAPTURE} WHERE captures.id > ?1 ORDER BY captures.id LIMIT ?2");
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(params![after, limit as i64], capture)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Captures that were given under this very name or URL, and those that came in the archive of
    /// that name (`ho-so.zip!/ke-hoach.docx`): `0` is the letter after `/`.
    pub fn captures_named(&self, name: &str) -> Result<Vec<CaptureId>> {
        self.read("tìm bản thu theo tên", |db| {
            let mut statement = db.prepare_cached(
                "SELECT DISTINCT capture FROM provenance
                 WHERE file = ?1 OR url = ?1 OR (?1 || '!/' <= file AND file < ?1 || '!0')
                 ORDER BY capture",
            )?;
            let rows = statement.query_map([name], |row| Ok(CaptureId::from_bytes(row.get(0)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Captures that were given under a name that ends in these folders and this file:
    /// `2021/ke-hoach.pdf` means `tai-ve/2021/ke-hoach.pdf`.
    pub fn captures_ending(&self, name: &str) -> Result<Vec<CaptureId>> {
        self.read("tìm bản thu theo tên", |db| {
            let mut statement = db.prepare_cached(
                "SELECT DISTINCT capture FROM provenance
                 WHERE length(file) > length(?1) AND substr(file, length(file) - length(?1)) = '/' || ?1
                 ORDER BY capture",
            )?;
            let rows = statement.query_map([name], |row| Ok(CaptureId::from_bytes(row.get(0)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Every place a capture came from, in an order that does not depend on when.
    pub fn provenance(&self, capture: CaptureId) -> Result<Vec<Provenance>> {
        self.read("đọc nguồn gốc", |db| {
            let mut statement = db.prepare_cached(
                "SELECT content_type, etag, last_modified, fetched_at, context FROM provenance
                 WHERE capture = ?1 ORDER BY file, url, context_id",
            )?;
            let rows = statement.query_map([capture.as_bytes()], |row| {
                Ok((provenance(row)?, row.get::<_, String>(4)?))
            })?;
            rows.map(|row| {
                let (mut provenance, context) = row?;
                provenance.context = decode(&context)?;
                Ok(provenance)
            })
            .collect()
        })
    }

    /// The bytes as they were had.
    pub fn original(&self, capture: CaptureId) -> Result<Vec<u8>> {
        self.blobs().get(capture)
    }

    /// Takes a capture out: it stays, with everything known of it, and takes no part in anything
    /// until it is restored. False if it is unknown or already out.
    pub fn remove(&mut self, removal: &Removal) -> Result<bool> {
        self.write("loại bản thu", |db| {
            let id = removal.capture.as_bytes();
            let at = moment::micros(removal.removed_at);
            let changed = db.execute(
                "INSERT INTO removed (capture, author, reason, removed_at)
                 SELECT id, ?2, ?3, ?4 FROM captures WHERE id = ?1 ON CONFLICT DO NOTHING",
                params![id, removal.author, removal.reason, at],
            )?;
            let detail = format!(
                "{}: {}: {}",
                removal.capture, removal.author, removal.reason
            );
            touch(
                db,
                removal.capture,
                changed,
                Stage::Remove,
                &detail,
                removal.removed_at,
            )
        })
    }

    /// Undoes [`Store::remove`]. False if the capture was not out.
    pub fn restore(&mut self, capture: CaptureId, author: &str, now: SystemTime) -> Result<bool> {
        self.write("khôi phục bản thu", |db| {
            let id = capture.as_bytes();
            let changed = db.execute("DELETE FROM removed WHERE capture = ?1", [id])?;
            touch(
                db,
                capture,
                changed,
                Stage::Restore,
                &format!("{capture}: {author}"),
                now,
            )
        })
    }

    pub fn removals(&self) -> Result<Vec<Removal>> {
        self.read("liệt kê bản thu bị loại", |db| {
            let mut statement = db.prepare_cached(
                "SELECT capture, author, reason, removed_at FROM removed ORDER BY removed_at, capture",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(Removal {
                    capture: CaptureId::from_bytes(row.get(0)?),
                    author: row.get(1)?,
                    reason: row.get(2)?,
                    removed_at: moment::time(row.get(3)?),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    pub fn counts(&self) -> Result<Counts> {
        self.read("đếm", |db| Ok(db.query_row(COUNTS, [], counts)?))
    }

    /// Captures whose latest reading was made by another program than `extractor`.
    pub fn read_by_others(&self, extractor: &str) -> Result<u64> {
        self.read("đếm", |db| {
            let sql = "SELECT count(*) FROM records WHERE extractor <> ?1";
            Ok(db
                .query_row(sql, [extractor], |row| row.get::<_, i64>(0))?
                .unsigned_abs())
        })
    }

    /// Refuses an id that names no capture, in words for a person.
    pub fn must_have(&self, id: CaptureId) -> Result<Capture> {
        self.capture(id)?.ok_or_else(|| {
            let what = format!("không có bản thu {id}");
            Error::damaged("tìm bản thu", self.dir(), what)
        })
    }
}

const CAPTURE: &str = "SELECT captures.id, captures.bytes, captures.media_type,
    captures.first_seen_at, removed.capture IS NOT NULL
    FROM captures LEFT JOIN removed ON removed.capture = captures.id";

const COUNTS: &str = "SELECT
    (SELECT count(*) FROM captures),
    (SELECT coalesce(sum(bytes), 0) FROM captures),
    (SELECT count(*) FROM removed),
    (SELECT count(*) FROM unread WHERE capture NOT IN (SELECT capture FROM removed)),
    (SELECT count(DISTINCT id) FROM works WHERE stub = 0)
        - (SELECT count(DISTINCT dark.work) FROM unread JOIN manifestations AS dark USING (capture)
           WHERE NOT EXISTS (SELECT 1 FROM manifestations AS other
               WHERE other.work = dark.work AND other.capture NOT IN (SELECT capture FROM unread))),
    (SELECT count(DISTINCT id) FROM works WHERE stub = 1),
    (SELECT coalesce(sum(citations), 0) FROM records WHERE capture NOT IN (SELECT capture FROM removed)),
    (SELECT coalesce(sum(tasks), 0) FROM records WHERE capture NOT IN (SELECT capture FROM removed)),
    (SELECT count(*) FROM links WHERE verdict = 'linked'),
    (SELECT count(*) FROM links WHERE verdict = 'ambiguous'),
    (SELECT count(*) FROM links WHERE verdict = 'unmatched'),
    (SELECT count(*) FROM links WHERE verdict = 'withheld'),
    (SELECT count(*) FROM corrections WHERE undone_at IS NULL),
    (SELECT count(*) FROM pending_groups)";

fn counts(row: &Row) -> rusqlite::Result<Counts> {
    let count = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
    Ok(Counts {
        captures: count(0)?,
        bytes: count(1)?,
        removed: count(2)?,
        unread: count(3)?,
        works: count(4)?,
        stubs: count(5)?,
        citations: count(6)?,
        tasks: count(7)?,
        linked: count(8)?,
        ambiguous: count(9)?,
        unmatched: count(10)?,
        withheld: count(11)?,
        corrections: count(12)?,
        pending_groups: count(13)?,
    })
}

fn capture(row: &Row) -> rusqlite::Result<Capture> {
    Ok(Capture {
        id: CaptureId::from_bytes(row.get(0)?),
        bytes: row.get::<_, i64>(1)?.unsigned_abs(),
        media_type: row.get(2)?,
        first_seen: moment::time(row.get(3)?),
        removed: row.get(4)?,
    })
}

fn provenance(row: &Row) -> rusqlite::Result<Provenance> {
    Ok(Provenance {
        context: Context::default(),
        validators: Validators {
            content_type: row.get(0)?,
            etag: row.get(1)?,
            last_modified: row.get(2)?,
        },
        fetched_at: moment::time(row.get(3)?),
    })
}

fn put_capture(
    db: &Connection,
    intake: &Intake,
    now: SystemTime,
) -> std::result::Result<(), Trouble> {
    db.prepare_cached(
        "INSERT INTO captures (id, bytes, media_type, first_seen_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![
        intake.capture.as_bytes(),
        intake.bytes as i64,
        intake.media_type,
        moment::micros(now)
    ])?;
    intake
        .provenance
        .iter()
        .try_for_each(|provenance| put_provenance(db, intake.capture, provenance))
}

fn put_provenance(
    db: &Connection,
    capture: CaptureId,
    provenance: &Provenance,
) -> std::result::Result<(), Trouble> {
    let Provenance {
        context,
        validators,
        fetched_at,
    } = provenance;
    // What is said later of the same file or address corrects what was said before.
    db.prepare_cached(
        "DELETE FROM provenance WHERE capture = ?1 AND context_id <> ?2 AND file = ?3
             AND coalesce(url, '') = ?4 AND coalesce(portal, '') = ?5",
    )?
    .execute(params![
        capture.as_bytes(),
        context_id(context)?,
        context.file,
        context.url.as_ref().map_or("", url::Url::as_str),
        context.portal.as_deref().unwrap_or_default()
    ])?;
    db.prepare_cached(
        "INSERT INTO provenance (capture, context_id, context, file, url, portal, province, agency,
             content_type, etag, last_modified, fetched_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING",
    )?
    .execute(params![
        capture.as_bytes(),
        context_id(context)?,
        encode(context)?,
        context.file,
        context.url.as_ref().map(url::Url::as_str),
        context.portal,
        context.province,
        context.agency,
        validators.content_type,
        validators.etag,
        validators.last_modified,
        moment::micros(*fetched_at)
    ])?;
    Ok(())
}

fn context_id(context: &Context) -> std::result::Result<[u8; 32], Trouble> {
    Ok(Sha256::digest(encode(context)?).into())
}

/// After a capture went out or came back, `changed` rows of `removed` later.
fn touch(
    db: &Connection,
    capture: CaptureId,
    changed: usize,
    stage: Stage,
    detail: &str,
    now: SystemTime,
) -> std::result::Result<bool, Trouble> {
    if changed == 0 {
        return Ok(false);
    }
    touch_groups(db, capture)?;
    bands::stir_copies(db, capture)?;
    announce_works_of(db, capture)?;
    journal::note(db, stage, 1, detail, now)?;
    Ok(true)
}
