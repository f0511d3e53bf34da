//! Writing down what groups were resolved to, and telling whom it concerns.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, params};

use crate::link::{Link, Resolved, Verdict, Work};

use super::error::{Result, Trouble};
use super::outbox::{self, Op};
use super::{CaptureId, Group, Stage, Store, decode, encode, journal};

impl Store {
    /// Keeps what groups were resolved to, replacing what they made before, and announces the works
    /// this concerns: those that changed, those whose citations mean something else now, and those
    /// that cite a work which is known by other particulars. Acknowledged when this returns; the
    /// groups are no longer pending.
    pub fn settle(&mut self, settled: &[(Group, Resolved)], now: SystemTime) -> Result<()> {
        self.write("ghi nối kết", |db| {
            let mut stirred = Stirred::default();
            for (group, resolved) in settled {
                put_links(db, group, &resolved.links, &mut stirred)?;
                put_works(db, group, &resolved.works, &mut stirred)?;
                db.prepare_cached("DELETE FROM pending_groups WHERE group_key = ?1")?
                    .execute([group.as_str()])?;
            }
            stirred.announce(db)?;
            journal::note(db, Stage::Link, settled.len(), "", now)
        })
    }
}

/// What a change concerns, told once at its end.
#[derive(Default)]
struct Stirred {
    works: BTreeSet<String>,
    /// Captures with a citation that means something else now.
    citing: BTreeSet<CaptureId>,
    /// Works that are known by other particulars now.
    renamed: BTreeSet<String>,
}

impl Stirred {
    fn announce(mut self, db: &Connection) -> std::result::Result<(), Trouble> {
        let mut carried =
            db.prepare_cached("SELECT DISTINCT work FROM manifestations WHERE capture = ?1")?;
        for capture in &self.citing {
            let works = carried.query_map([capture.as_bytes()], |row| row.get(0))?;
            self.works
                .extend(works.collect::<rusqlite::Result<Vec<String>>>()?);
        }
        let mut citing = db.prepare_cached(
            "SELECT DISTINCT work FROM links JOIN manifestations USING (capture) WHERE target = ?1",
        )?;
        for target in &self.renamed {
            let works = citing.query_map([target], |row| row.get(0))?;
            self.works
                .extend(works.collect::<rusqlite::Result<Vec<String>>>()?);
        }
        for work in &self.works {
            let op = if is_known(db, work)? {
                Op::Put
            } else {
                Op::Remove
            };
            outbox::announce(db, work, op)?;
        }
        Ok(())
    }
}

fn put_links(
    db: &Connection,
    group: &Group,
    links: &[Link],
    stirred: &mut Stirred,
) -> std::result::Result<(), Trouble> {
    let before = meanings(db, group)?;
    db.prepare_cached("DELETE FROM links WHERE group_key = ?1")?
        .execute([group.as_str()])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO links (capture, citation, group_key, verdict, target, body, odd)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (capture, citation) DO UPDATE SET group_key = excluded.group_key,
             verdict = excluded.verdict, target = excluded.target, body = excluded.body,
             odd = excluded.odd",
    )?;
    let mut now = BTreeSet::new();
    for link in links {
        let capture = capture_id(&link.capture)?;
        let (verdict, target) = meaning(&link.verdict);
        insert.execute(params![
            capture.as_bytes(),
            link.citation,
            group.as_str(),
            verdict,
            target,
            encode(link)?,
            !link.anomalies.is_empty()
        ])?;
        now.insert((
            capture,
            link.citation,
            verdict.to_owned(),
            target.map(str::to_owned),
        ));
    }
    stirred
        .citing
        .extend(before.symmetric_difference(&now).map(|meaning| meaning.0));
    Ok(())
}

/// Capture, citation, verdict and target.
type Meaning = (CaptureId, u32, String, Option<String>);

/// What the citations of a group mean so far.
fn meanings(db: &Connection, group: &Group) -> std::result::Result<BTreeSet<Meaning>, Trouble> {
    let mut statement = db.prepare_cached(
        "SELECT capture, citation, verdict, target FROM links WHERE group_key = ?1",
    )?;
    let rows = statement.query_map([group.as_str()], |row| {
        let capture = CaptureId::from_bytes(row.get(0)?);
        Ok((capture, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn meaning(verdict: &Verdict) -> (&'static str, Option<&str>) {
    match verdict {
        Verdict::Linked { target } => ("linked", Some(&target.0)),
        Verdict::Ambiguous { .. } => ("ambiguous", None),
        Verdict::Unmatched { target } => ("unmatched", Some(&target.0)),
        Verdict::Withheld { .. } => ("withheld", None),
    }
}

fn put_works(
    db: &Connection,
    group: &Group,
    works: &[Work],
    stirred: &mut Stirred,
) -> std::result::Result<(), Trouble> {
    let before = bodies(db, group)?;
    let now: BTreeSet<&str> = works.iter().map(|work| work.id.0.as_str()).collect();
    for gone in before.keys().filter(|id| !now.contains(id.as_str())) {
        db.prepare_cached("DELETE FROM works WHERE id = ?1 AND group_key = ?2")?
            .execute([gone, group.as_str()])?;
        if !is_known(db, gone)? {
            db.prepare_cached("DELETE FROM parents WHERE work = ?1")?
                .execute([gone])?;
        }
        stirred.works.insert(gone.clone());
    }
    for work in works {
        let body = encode(work)?;
        let known = before.get(&work.id.0);
        if known == Some(&body) {
            continue;
        }
        put_work(db, group, work, &body)?;
        stirred.works.insert(work.id.0.clone());
        if let Some(known) = known
            && particulars(&decode(known)?) != particulars(work)
        {
            stirred.renamed.insert(work.id.0.clone());
        }
    }
    Ok(())
}

/// What those who cite a work show of it or judge it by.
fn particulars(work: &Work) -> [Option<&str>; 6] {
    [
        work.number.as_deref(),
        work.doc_type.as_deref(),
        work.issued_on.as_deref(),
        work.issuer_id.as_deref(),
        work.title.as_deref(),
        work.stub.then_some("stub"),
    ]
}

fn put_work(
    db: &Connection,
    group: &Group,
    work: &Work,
    body: &str,
) -> std::result::Result<(), Trouble> {
    db.prepare_cached(
        "INSERT INTO works (id, group_key, stub, body, issuer, issued_on, odd)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id, group_key) DO UPDATE SET stub = excluded.stub, body = excluded.body,
             issuer = excluded.issuer, issued_on = excluded.issued_on, odd = excluded.odd",
    )?
    .execute(params![
        work.id.0,
        group.as_str(),
        work.stub,
        body,
        work.issuer_id,
        work.issued_on,
        !work.anomalies.is_empty()
    ])?;
    db.prepare_cached("DELETE FROM manifestations WHERE work = ?1 AND group_key = ?2")?
        .execute([&work.id.0, group.as_str()])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO manifestations (work, group_key, capture) VALUES (?1, ?2, ?3)
         ON CONFLICT DO NOTHING",
    )?;
    for manifestation in &work.manifestations {
        let capture = capture_id(&manifestation.capture)?;
        insert.execute(params![work.id.0, group.as_str(), capture.as_bytes()])?;
    }
    Ok(())
}

/// The works a group made so far, by name.
fn bodies(
    db: &Connection,
    group: &Group,
) -> std::result::Result<BTreeMap<String, String>, Trouble> {
    let mut statement = db.prepare_cached("SELECT id, body FROM works WHERE group_key = ?1")?;
    let rows = statement.query_map([group.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn is_known(db: &Connection, work: &str) -> std::result::Result<bool, Trouble> {
    let found = db
        .prepare_cached("SELECT 1 FROM works WHERE id = ?1 LIMIT 1")?
        .query_row([work], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

fn capture_id(hex: &str) -> std::result::Result<CaptureId, Trouble> {
    hex.parse()
        .map_err(|_| Trouble::Value(format!("«{hex}» không phải mã bản thu")))
}
