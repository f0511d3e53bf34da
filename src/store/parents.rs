//! Which directive each work implements, and who hangs below whom.
//!
//! The choice is made outside, from the links of one work; it is kept here with its reasons so that
//! "all plans below this one" is a question and not a computation over everybody who cites it.

use rusqlite::{Connection, OptionalExtension, params};

use crate::link::{Parent, WorkId};

use super::error::{Result, Trouble};
use super::outbox::{self, Op};
use super::{CaptureId, Store, decode, encode, gists};

/// What an announced work came to stand by.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub work: WorkId,
    pub parent: Option<Parent>,
    /// The capture that speaks for it.
    pub voice: Option<CaptureId>,
}

impl Store {
    /// The sequence number up to which the announced works have their parents chosen.
    pub fn placed_up_to(&self) -> Result<u64> {
        self.read("đọc quan hệ trên dưới", |db| {
            let seq: Option<i64> = db
                .query_row("SELECT value FROM meta WHERE name = 'placed'", [], |row| {
                    row.get(0)
                })
                .optional()?;
            Ok(seq.unwrap_or(0).unsigned_abs())
        })
    }

    /// Keeps what was chosen for the works announced up to `seq`. Where a parent changed, every work
    /// below is announced: it shows what it stands under.
    pub fn place(&mut self, placed: &[Placed], seq: u64) -> Result<()> {
        self.write("ghi quan hệ trên dưới", |db| {
            for one in placed {
                set_parent(db, &one.work, one.parent.as_ref())?;
                gists::set_voice(db, &one.work, one.voice)?;
            }
            db.execute(
                "INSERT INTO meta (name, value) VALUES ('placed', ?1)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [seq as i64],
            )?;
            Ok(())
        })
    }

    /// The nearest directive a work implements.
    pub fn parent_of(&self, work: &WorkId) -> Result<Option<WorkId>> {
        self.read("đọc quan hệ trên dưới", |db| {
            let parent = db
                .prepare_cached("SELECT parent FROM parents WHERE work = ?1")?
                .query_row([&work.0], |row| row.get(0))
                .optional()?;
            Ok(parent.map(WorkId))
        })
    }

    /// The nearest directive a work implements, with why it was chosen.
    pub fn why_parent(&self, work: &WorkId) -> Result<Option<Parent>> {
        self.read("đọc quan hệ trên dưới", |db| {
            let kept: Option<(String, String)> = db
                .prepare_cached("SELECT parent, why FROM parents WHERE work = ?1")?
                .query_row([&work.0], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            kept.map(|(parent, why)| match why.is_empty() {
                // Chosen by a program that kept no reasons.
                true => Ok(Parent {
                    work: WorkId(parent),
                    evidence: Vec::new(),
                    further: Vec::new(),
                }),
                false => decode(&why),
            })
            .transpose()
        })
    }

    /// The works whose nearest directive this is, in order of their names.
    pub fn children_of(&self, work: &WorkId) -> Result<Vec<WorkId>> {
        self.read("đọc quan hệ trên dưới", |db| {
            let mut statement =
                db.prepare_cached("SELECT work FROM parents WHERE parent = ?1 ORDER BY work")?;
            let rows = statement.query_map([&work.0], |row| row.get(0).map(WorkId))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn set_parent(
    db: &Connection,
    work: &WorkId,
    parent: Option<&Parent>,
) -> std::result::Result<(), Trouble> {
    let before: Option<(String, String)> = db
        .prepare_cached("SELECT parent, why FROM parents WHERE work = ?1")?
        .query_row([&work.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (parent_before, why_before) = before.unzip();
    let now = parent.map(|parent| &parent.work.0);
    let why = parent.map(encode).transpose()?;
    if parent_before.as_ref() == now && why_before == why {
        return Ok(());
    }
    match now {
        Some(parent) => db
            .prepare_cached(
                "INSERT INTO parents (work, parent, why) VALUES (?1, ?2, ?3)
                 ON CONFLICT (work) DO UPDATE SET parent = excluded.parent, why = excluded.why",
            )?
            .execute(params![work.0, parent, why])?,
        None => db
            .prepare_cached("DELETE FROM parents WHERE work = ?1")?
            .execute([&work.0])?,
    };
    if parent_before.as_ref() == now {
        return Ok(());
    }
    below(db, &work.0)?
        .iter()
        .try_for_each(|work| outbox::announce(db, work, Op::Put))
}

/// Longest chain followed downwards; no work is shown with more above it.
const DEPTH_MAX: i64 = 8;

/// Everything below a work; the depth ends a circle.
fn below(db: &Connection, work: &str) -> std::result::Result<Vec<String>, Trouble> {
    // Most works have nothing below them, and are spared the recursion.
    let mut any = db.prepare_cached("SELECT 1 FROM parents WHERE parent = ?1 LIMIT 1")?;
    if !any.exists([work])? {
        return Ok(Vec::new());
    }
    let mut statement = db.prepare_cached(
        "WITH RECURSIVE below (work, depth) AS (
             SELECT work, 1 FROM parents WHERE parent = ?1
             UNION SELECT parents.work, depth + 1
             FROM parents JOIN below ON parents.parent = below.work WHERE depth < ?2
         ) SELECT DISTINCT work FROM below ORDER BY work",
    )?;
    let works = statement.query_map(params![work, DEPTH_MAX], |row| row.get(0))?;
    Ok(works.collect::<rusqlite::Result<_>>()?)
}
