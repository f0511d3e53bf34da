//! Records in few bytes: what reports over the whole library ask of every one of them, kept beside the wide
//! records in the transaction that writes them.
//!
//! Why not read the records: of a hundred thousand that is half a gigabyte to decode, for a count.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::extract::{Charge, Deadline, Duty, Record};
use crate::link::{Anomaly, Link, WorkId};
use crate::text::Severity;

use super::error::{Result, Trouble};
use super::groups::links;
use super::{CaptureId, Store, decode, duties, encode};

/// Something odd that was noticed while reading, and the citation it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Warned {
    pub about: Option<u32>,
    #[serde(flatten)]
    pub anomaly: Anomaly,
}

impl Warned {
    /// All a record says, in its order.
    pub fn all(record: &Record) -> Vec<Warned> {
        let found = record.diagnostics.iter();
        let found = found.filter(|one| one.severity != Severity::Note);
        let about = |span| {
            let mut citations = record.citations.iter();
            citations.find(|it| Some(it.span) == span).map(|it| it.id)
        };
        let warned = found.map(|one| Warned {
            about: about(one.span),
            anomaly: Anomaly {
                code: one.code.clone(),
                message: one.message.clone(),
                suggestion: one.hint.clone(),
            },
        });
        warned.collect()
    }
}

/// A record as reports over everything see it, as it will be written.
#[derive(Clone, Debug)]
pub struct Gist {
    number: Option<String>,
    duties: Vec<Duty>,
    warned: Option<String>,
    quotes: Option<String>,
    words: Option<String>,
    /// Agencies that lead something with a deadline.
    leads: BTreeSet<String>,
}

/// What is told of a capture where something in it is odd.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Odd {
    /// As its record has it.
    pub number: Option<String>,
    /// The names it was given under.
    pub files: Vec<String>,
    pub work: Option<WorkId>,
    /// The words of its citations.
    pub quotes: Vec<(u32, String)>,
    pub warned: Vec<Warned>,
    /// Its citations with an anomaly.
    pub links: Vec<Link>,
}

impl Gist {
    pub fn of(record: &Record) -> Result<Gist> {
        let name = std::path::Path::new(&record.sha256);
        encoded(record).map_err(|trouble| trouble.on("ghi bản tóm lược", name))
    }
}

pub(super) fn encoded(record: &Record) -> std::result::Result<Gist, Trouble> {
    let charges = record.tasks.iter().map(Charge::of);
    let charges: Vec<Charge> = charges.filter(Charge::is_somebodys).collect();
    let words: Vec<(&str, &Option<Deadline>)> = charges
        .iter()
        .map(|charge| (charge.text.as_str(), &charge.deadline))
        .collect();
    let citations = record.citations.iter();
    let quotes: Vec<(u32, &str)> = citations.map(|it| (it.id, it.quote.as_str())).collect();
    let (words, leads) = (packed(&words)?, leads(&charges));
    Ok(Gist {
        number: record.identity.number.clone(),
        duties: charges.into_iter().map(|charge| charge.duty).collect(),
        warned: packed(&Warned::all(record))?,
        quotes: packed(&quotes)?,
        words,
        leads,
    })
}

fn leads(charges: &[Charge]) -> BTreeSet<String> {
    let dated = charges.iter().filter(|charge| charge.deadline.is_some());
    let owners = dated.flat_map(|charge| &charge.duty.owners);
    owners.filter_map(|owner| owner.id.clone()).collect()
}

fn packed<T: Serialize>(all: &[T]) -> std::result::Result<Option<String>, Trouble> {
    match all.is_empty() {
        true => Ok(None),
        false => encode(&all).map(Some),
    }
}

fn unpacked<'a, T: Deserialize<'a>>(json: Option<&'a str>) -> std::result::Result<Vec<T>, Trouble> {
    json.map_or(Ok(Vec::new()), decode)
}

/// Keeps the gist of a capture in the place of what was kept of it.
pub(super) fn put(
    db: &Connection,
    capture: CaptureId,
    gist: &Gist,
) -> std::result::Result<(), Trouble> {
    let id = capture.as_bytes();
    let before = leads(&charges(db, capture)?);
    db.prepare_cached(
        "INSERT INTO gists (capture, number, warned, quotes, words) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (capture) DO UPDATE SET number = excluded.number, warned = excluded.warned,
             quotes = excluded.quotes, words = excluded.words",
    )?
    .execute(params![
        id,
        gist.number,
        gist.warned,
        gist.quotes,
        gist.words
    ])?;
    duties::put(db, capture, &gist.duties)?;
    let mut delete = db.prepare_cached("DELETE FROM leads WHERE agency = ?1 AND capture = ?2")?;
    for agency in before.difference(&gist.leads) {
        delete.execute(params![agency, id])?;
    }
    let mut insert = db.prepare_cached("INSERT INTO leads (agency, capture) VALUES (?1, ?2)")?;
    for agency in gist.leads.difference(&before) {
        insert.execute(params![agency, id])?;
    }
    Ok(())
}

/// Has a capture speak for a work, or none.
pub(super) fn set_voice(
    db: &Connection,
    work: &WorkId,
    capture: Option<CaptureId>,
) -> std::result::Result<(), Trouble> {
    match capture {
        Some(capture) => db
            .prepare_cached(
                "INSERT INTO voices (work, capture) VALUES (?1, ?2)
                 ON CONFLICT (work) DO UPDATE SET capture = excluded.capture
                     WHERE capture <> excluded.capture",
            )?
            .execute(params![work.0, capture.as_bytes()])?,
        None => db
            .prepare_cached("DELETE FROM voices WHERE work = ?1")?
            .execute([&work.0])?,
    };
    Ok(())
}

/// What a capture charges agencies with.
fn charges(db: &Connection, capture: CaptureId) -> std::result::Result<Vec<Charge>, Trouble> {
    let duties = duties::of_capture(db, capture)?;
    if duties.is_empty() {
        return Ok(Vec::new());
    }
    let words: Option<Option<String>> = db
        .prepare_cached("SELECT words FROM gists WHERE capture = ?1")?
        .query_row([capture.as_bytes()], |row| row.get(0))
        .optional()?;
    let words: Vec<(String, Option<Deadline>)> = unpacked(words.flatten().as_deref())?;
    let charges = duties.into_iter().zip(words);
    let charges = charges.map(|(duty, (text, deadline))| Charge {
        duty,
        text,
        deadline,
    });
    Ok(charges.collect())
}

impl Store {
    /// Captures of an older program that wait for their gists, after which row each stands, at most `limit`;
    /// `None` where nobody waits.
    pub fn ungisted(&self, limit: usize) -> Result<Option<Vec<(i64, CaptureId)>>> {
        self.read(DOING, |db| {
            let Some(up_to) = gisted(db)? else {
                return Ok(None);
            };
            let mut statement = db.prepare_cached(
                "SELECT rowid, capture FROM records WHERE rowid > ?1 ORDER BY rowid LIMIT ?2",
            )?;
            let rows = statement.query_map(params![up_to, limit as i64], |row| {
                Ok((row.get(0)?, CaptureId::from_bytes(row.get(1)?)))
            })?;
            Ok(Some(rows.collect::<rusqlite::Result<_>>()?))
        })
    }

    /// How many still wait.
    pub fn count_ungisted(&self) -> Result<u64> {
        self.read(DOING, |db| {
            let Some(up_to) = gisted(db)? else {
                return Ok(0);
            };
            let sql = "SELECT count(*) FROM records WHERE rowid > ?1";
            let left: i64 = db.query_row(sql, [up_to], |row| row.get(0))?;
            Ok(left.unsigned_abs())
        })
    }

    /// True if every record has its gist and every work its voice.
    pub fn is_gisted(&self) -> Result<bool> {
        self.read(DOING, |db| Ok(gisted(db)?.is_none()))
    }

    /// Keeps gists, and who speaks for works, of records up to the row `up_to`; `None` after the last of them.
    pub fn gist(
        &mut self,
        gists: &[(CaptureId, Gist)],
        voices: &[(WorkId, Option<CaptureId>)],
        up_to: Option<i64>,
    ) -> Result<()> {
        self.write("ghi bản tóm lược", |db| {
            for (capture, gist) in gists {
                put(db, *capture, gist)?;
            }
            for (work, capture) in voices {
                set_voice(db, work, *capture)?;
            }
            match up_to {
                Some(row) => {
                    db.execute("UPDATE meta SET value = ?1 WHERE name = 'gisted'", [row])?
                }
                None => db.execute("DELETE FROM meta WHERE name = 'gisted'", [])?,
            };
            Ok(())
        })
    }

    /// What a work charges agencies with, by the capture that speaks for it.
    pub fn charges(&self, work: &WorkId) -> Result<Vec<Charge>> {
        self.read(DOING, |db| {
            let voice: Option<[u8; 32]> = db
                .prepare_cached("SELECT capture FROM voices WHERE work = ?1")?
                .query_row([&work.0], |row| row.get(0))
                .optional()?;
            voice.map_or(Ok(Vec::new()), |it| charges(db, CaptureId::from_bytes(it)))
        })
    }

    /// The works that have one of these agencies lead something with a deadline.
    pub fn led_by(&self, agencies: &[String]) -> Result<BTreeSet<WorkId>> {
        self.read(DOING, |db| {
            let mut statement = db.prepare_cached(
                "SELECT voices.work FROM leads CROSS JOIN voices ON voices.capture = leads.capture
                 WHERE leads.agency = ?1",
            )?;
            let mut works = BTreeSet::new();
            for agency in agencies {
                let rows = statement.query_map([agency], |row| row.get(0).map(WorkId))?;
                for work in rows {
                    works.insert(work?);
                }
            }
            Ok(works)
        })
    }

    /// Captures whose reader warned of something, in order, at most `limit`.
    pub fn odd_captures(&self, limit: usize) -> Result<Vec<CaptureId>> {
        self.odd_in("SELECT capture FROM records WHERE odd = 1", limit)
    }

    /// Captures with a citation that has an anomaly, in order, at most `limit`.
    pub fn captures_with_odd_links(&self, limit: usize) -> Result<Vec<CaptureId>> {
        self.odd_in("SELECT DISTINCT capture FROM links WHERE odd = 1", limit)
    }

    fn odd_in(&self, odd: &str, limit: usize) -> Result<Vec<CaptureId>> {
        let kept = "capture NOT IN (SELECT capture FROM removed)";
        self.read("tìm bất thường", |db| {
            let mut statement =
                db.prepare_cached(&format!("{odd} AND {kept} ORDER BY capture LIMIT ?1"))?;
            let rows =
                statement.query_map([limit as i64], |row| row.get(0).map(CaptureId::from_bytes))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// What is told of a capture where something in it is odd.
    pub fn odd(&self, capture: CaptureId) -> Result<Option<Odd>> {
        self.read("tìm bất thường", |db| {
            let id = capture.as_bytes();
            let mut gist =
                db.prepare_cached("SELECT number, warned, quotes FROM gists WHERE capture = ?1")?;
            let mut rows = gist.query([id])?;
            let Some(row) = rows.next()? else {
                return Ok(None);
            };
            let odd = Odd {
                number: row.get(0)?,
                warned: unpacked(row.get_ref(1)?.as_str_or_null()?)?,
                quotes: unpacked(row.get_ref(2)?.as_str_or_null()?)?,
                ..Odd::default()
            };
            drop(rows);
            let mut files = db.prepare_cached(
                "SELECT file FROM provenance WHERE capture = ?1 ORDER BY file, url, context_id",
            )?;
            let files = files.query_map([id], |row| row.get(0))?;
            let mut work = db.prepare_cached(
                "SELECT work FROM manifestations WHERE capture = ?1 ORDER BY work LIMIT 1",
            )?;
            let sql = "SELECT body FROM links WHERE capture = ?1 AND odd = 1 ORDER BY citation";
            Ok(Some(Odd {
                files: files.collect::<rusqlite::Result<_>>()?,
                work: work
                    .query_row([id], |row| row.get(0))
                    .optional()?
                    .map(WorkId),
                links: links(db, sql, [id])?,
                ..odd
            }))
        })
    }
}

const DOING: &str = "đọc bản tóm lược";

/// The row of records up to which those of an older program have their gists.
fn gisted(db: &Connection) -> std::result::Result<Option<i64>, Trouble> {
    let sql = "SELECT value FROM meta WHERE name = 'gisted'";
    Ok(db
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))
        .optional()?)
}
