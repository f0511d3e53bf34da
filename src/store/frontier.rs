//! URLs due or waiting, one host at a time, and what became of each visit.
//!
//! Hosts are the unit of politeness, so they are the unit of work: a lease gives one process one
//! host until a time, under a token that rises with every lease. A process that slept through its
//! lease can no longer write: its token is old.

use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OptionalExtension, Row, params};
use url::Url;

use crate::fetch::{Due, IfKnown, Outcome, Visit, Wanted, authority};

use super::error::{Result, Trouble};
use super::{CaptureId, Store, moment};

/// One host, for one process, until `until`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostLease {
    pub host: String,
    pub token: u64,
    pub until: SystemTime,
    /// Least time between two requests, as last set for this host; zero if never.
    pub delay: Duration,
    /// In the order in which to fetch them.
    pub urls: Vec<Due>,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Fetch(HostLease),
    /// Nothing is due or every due host is taken: ask again at this time.
    WaitUntil(SystemTime),
    Done,
}

/// Under which lease a visit was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    pub host: String,
    pub token: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrontierCounts {
    pub waiting: u64,
    pub done: u64,
    pub dead: u64,
}

impl Store {
    /// Adds URLs, all or none. Returns those that are to be visited now: the new ones, and the known
    /// ones that are wanted again.
    pub fn want(&mut self, wanted: &[Wanted]) -> Result<Vec<Due>> {
        self.write("ghi hàng chờ", |db| {
            let due = wanted
                .iter()
                .filter_map(|wanted| want(db, wanted).transpose());
            due.collect()
        })
    }

    /// Makes everything of a source due that was fetched before. Returns how many.
    pub fn reopen(&mut self, source: &str, now: SystemTime) -> Result<usize> {
        self.write("ghi hàng chờ", |db| {
            let sql = "UPDATE frontier SET state = 'waiting', next_at = ?2
                       WHERE source = ?1 AND state <> 'dead'";
            Ok(db.execute(sql, params![source, moment::micros(now)])?)
        })
    }

    /// What is due now of one source, most wanted first, for the one process that writes.
    pub fn due(&self, source: &str, now: SystemTime) -> Result<Vec<Due>> {
        self.read("đọc hàng chờ", |db| {
            let sql = format!(
                "{DUE} WHERE source = ?1 AND state = 'waiting' AND next_at <= ?2
                 ORDER BY priority, next_at, url"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(params![source, moment::micros(now)], due)?;
            rows.map(|raw| raw?.checked()).collect()
        })
    }

    /// Leases a host of `source` that has something due, with its `limit` most wanted URLs.
    pub fn lease(
        &mut self,
        source: &str,
        limit: usize,
        now: SystemTime,
        until: SystemTime,
    ) -> Result<Next> {
        self.write("nhận việc từ hàng chờ", |db| {
            match free_host(db, source, now)? {
                Some(host) => Ok(Next::Fetch(lease(db, source, &host, limit, now, until)?)),
                None => next_time(db, source, now),
            }
        })
    }

    /// Keeps a lease longer. Fails if somebody else has the host by now.
    pub fn renew(&mut self, host: &str, token: u64, until: SystemTime) -> Result<()> {
        self.write("gia hạn hàng chờ", |db| {
            must_hold(db, host, token)?;
            let sql = "UPDATE hosts SET lease_at = ?2 WHERE host = ?1";
            db.execute(sql, params![host, moment::micros(until)])?;
            Ok(())
        })
    }

    /// Writes down what a visit came to, alone; [`Store::put`] takes visits together with their
    /// captures. Fails if the host was leased and somebody else has it by now.
    pub fn visited(&mut self, visit: &Visit, lease: Option<&Lease>) -> Result<()> {
        self.write("ghi lượt thăm", |db| {
            must_hold_leased(db, lease)?;
            note_visit(db, visit)
        })
    }

    /// Gives a host back; nobody asks it anything before `next`. An old lease gives back nothing.
    pub fn release(&mut self, host: &str, token: u64, next: SystemTime) -> Result<()> {
        self.write("trả hàng chờ", |db| {
            let sql =
                "UPDATE hosts SET lease_at = 0, next_at = ?3 WHERE host = ?1 AND lease_token = ?2";
            db.execute(sql, params![host, token as i64, moment::micros(next)])?;
            Ok(())
        })
    }

    pub fn set_delay(&mut self, host: &str, delay: Duration) -> Result<()> {
        self.write("ghi độ trễ", |db| {
            let sql = "INSERT INTO hosts (host, delay_ms) VALUES (?1, ?2)
                       ON CONFLICT (host) DO UPDATE SET delay_ms = excluded.delay_ms";
            db.execute(sql, params![host, delay.as_millis() as i64])?;
            Ok(())
        })
    }

    /// What a known URL waits with; `None` if it was never wanted.
    pub fn waiting(&self, url: &Url) -> Result<Option<Due>> {
        self.read("đọc hàng chờ", |db| {
            let sql = format!("{DUE} WHERE url = ?1");
            let found = db
                .prepare_cached(&sql)?
                .query_row([url.as_str()], due)
                .optional()?;
            found.map(Raw::checked).transpose()
        })
    }

    pub fn frontier_counts(&self, source: &str) -> Result<FrontierCounts> {
        self.read("đếm hàng chờ", |db| {
            let mut statement = db.prepare_cached(
                "SELECT count(*) FILTER (WHERE state = 'waiting'),
                     count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'dead')
                 FROM frontier WHERE source = ?1",
            )?;
            Ok(statement.query_row([source], |row| {
                Ok(FrontierCounts {
                    waiting: row.get::<_, i64>(0)?.unsigned_abs(),
                    done: row.get::<_, i64>(1)?.unsigned_abs(),
                    dead: row.get::<_, i64>(2)?.unsigned_abs(),
                })
            })?)
        })
    }
}

fn want(db: &Connection, wanted: &Wanted) -> std::result::Result<Option<Due>, Trouble> {
    let host = authority(&wanted.url);
    db.prepare_cached("INSERT INTO hosts (host) VALUES (?1) ON CONFLICT DO NOTHING")?
        .execute([&host])?;
    let on_conflict = match wanted.known {
        IfKnown::Leave => "DO NOTHING",
        IfKnown::Again => {
            "(url) DO UPDATE SET state = 'waiting', attempts = 0, next_at = excluded.next_at"
        }
    };
    let sql = format!(
        "INSERT INTO frontier (url, host, source, priority, state, next_at, note)
         VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?6) ON CONFLICT {on_conflict}
         RETURNING url, source, note, attempts, etag, last_modified"
    );
    let found = db
        .prepare_cached(&sql)?
        .query_row(
            params![
                wanted.url.as_str(),
                host,
                wanted.source,
                wanted.priority,
                moment::micros(wanted.due),
                wanted.note
            ],
            due,
        )
        .optional()?;
    found.map(Raw::checked).transpose()
}

/// The free host whose most wanted due URL comes first.
fn free_host(
    db: &Connection,
    source: &str,
    now: SystemTime,
) -> std::result::Result<Option<String>, Trouble> {
    let sql = "SELECT frontier.host FROM frontier JOIN hosts USING (host)
        WHERE source = ?1 AND state = 'waiting' AND frontier.next_at <= ?2
            AND hosts.next_at <= ?2 AND hosts.lease_at <= ?2
        ORDER BY priority, frontier.next_at, url LIMIT 1";
    let found = db
        .prepare_cached(sql)?
        .query_row(params![source, moment::micros(now)], |row| row.get(0))
        .optional()?;
    Ok(found)
}

fn lease(
    db: &Connection,
    source: &str,
    host: &str,
    limit: usize,
    now: SystemTime,
    until: SystemTime,
) -> std::result::Result<HostLease, Trouble> {
    let (token, delay_ms): (i64, i64) = db
        .prepare_cached(
            "UPDATE hosts SET lease_token = lease_token + 1, lease_at = ?2 WHERE host = ?1
             RETURNING lease_token, delay_ms",
        )?
        .query_row(params![host, moment::micros(until)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let sql = format!(
        "{DUE} WHERE host = ?1 AND source = ?2 AND state = 'waiting' AND next_at <= ?3
         ORDER BY priority, next_at, url LIMIT ?4"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(
        params![host, source, moment::micros(now), limit as i64],
        due,
    )?;
    Ok(HostLease {
        host: host.to_owned(),
        token: token.unsigned_abs(),
        until,
        delay: Duration::from_millis(delay_ms.unsigned_abs()),
        urls: rows
            .map(|raw| raw?.checked())
            .collect::<std::result::Result<_, Trouble>>()?,
    })
}

/// When the first waiting URL of a source can be had.
fn next_time(db: &Connection, source: &str, now: SystemTime) -> std::result::Result<Next, Trouble> {
    let sql = "SELECT min(max(frontier.next_at, hosts.next_at, hosts.lease_at))
        FROM frontier JOIN hosts USING (host) WHERE source = ?1 AND state = 'waiting'";
    let first: Option<i64> = db
        .prepare_cached(sql)?
        .query_row([source], |row| row.get(0))?;
    Ok(match first {
        Some(first) => Next::WaitUntil(moment::time(first).max(now)),
        None => Next::Done,
    })
}

const DUE: &str = "SELECT url, source, note, attempts, etag, last_modified FROM frontier";

/// A row whose URL is not parsed yet.
struct Raw {
    url: String,
    source: String,
    note: String,
    attempts: u32,
    etag: Option<String>,
    last_modified: Option<String>,
}

fn due(row: &Row) -> rusqlite::Result<Raw> {
    Ok(Raw {
        url: row.get(0)?,
        source: row.get(1)?,
        note: row.get(2)?,
        attempts: row.get(3)?,
        etag: row.get(4)?,
        last_modified: row.get(5)?,
    })
}

impl Raw {
    fn checked(self) -> std::result::Result<Due, Trouble> {
        let url = Url::parse(&self.url)
            .map_err(|error| Trouble::Value(format!("«{}»: {error}", self.url)))?;
        Ok(Due {
            url,
            source: self.source,
            note: self.note,
            attempts: self.attempts,
            etag: self.etag,
            last_modified: self.last_modified,
        })
    }
}

fn must_hold(db: &Connection, host: &str, token: u64) -> std::result::Result<(), Trouble> {
    let current: Option<i64> = db
        .prepare_cached("SELECT lease_token FROM hosts WHERE host = ?1")?
        .query_row([host], |row| row.get(0))
        .optional()?;
    match current {
        Some(current) if current.unsigned_abs() == token => Ok(()),
        _ => Err(Trouble::LeaseLost),
    }
}

/// A visit without a lease is the one writer's own.
pub(super) fn must_hold_leased(
    db: &Connection,
    lease: Option<&Lease>,
) -> std::result::Result<(), Trouble> {
    lease.map_or(Ok(()), |lease| must_hold(db, &lease.host, lease.token))
}

/// Logs a visit and moves its URL on.
pub(super) fn note_visit(db: &Connection, visit: &Visit) -> std::result::Result<(), Trouble> {
    let (outcome, capture) = match &visit.outcome {
        Outcome::Fetched { capture, .. } => ("fetched", *capture),
        Outcome::Unchanged { .. } => ("unchanged", None),
        Outcome::Failed { .. } => ("failed", None),
        Outcome::Refused => ("refused", None),
    };
    db.prepare_cached(
        "INSERT INTO visits (url, source, visited_at, outcome, status, capture, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        visit.url.as_str(),
        visit.source,
        moment::micros(visit.at),
        outcome,
        visit.status,
        capture
            .map(CaptureId::from_bytes)
            .as_ref()
            .map(CaptureId::as_bytes),
        visit.detail
    ])?;
    move_on(db, visit)
}

fn move_on(db: &Connection, visit: &Visit) -> std::result::Result<(), Trouble> {
    let url = visit.url.as_str();
    match &visit.outcome {
        Outcome::Fetched {
            etag,
            last_modified,
            again,
            ..
        } => {
            db.prepare_cached("UPDATE frontier SET etag = ?2, last_modified = ?3 WHERE url = ?1")?
                .execute(params![url, etag, last_modified])?;
            rest(db, visit, "done", *again, 0)
        }
        Outcome::Unchanged { again } => rest(db, visit, "done", *again, 0),
        Outcome::Failed { retry } => rest(db, visit, "dead", *retry, 1),
        Outcome::Refused => rest(db, visit, "dead", None, 1),
    }
}

/// Waits until `next`, or ends in `end` where there is no next time.
fn rest(
    db: &Connection,
    visit: &Visit,
    end: &str,
    next: Option<SystemTime>,
    failures: i64,
) -> std::result::Result<(), Trouble> {
    let state = if next.is_some() { "waiting" } else { end };
    db.prepare_cached(
        "UPDATE frontier SET state = ?2, next_at = coalesce(?3, next_at), status = ?4,
             attempts = CASE ?5 WHEN 0 THEN 0 ELSE attempts + ?5 END
         WHERE url = ?1",
    )?
    .execute(params![
        visit.url.as_str(),
        state,
        next.map(moment::micros),
        visit.status,
        failures
    ])?;
    Ok(())
}
