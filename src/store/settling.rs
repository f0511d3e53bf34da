//! Writing down what groups were resolved to, and telling whom it concerns.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::SystemTime;

use rusqlite::{Connection, OptionalExtension, params};

use crate::link::{Link, More, Resolved, Verdict, Work};

use super::error::{Result, Trouble};
use super::outbox::{self, Op};
use super::{CaptureId, Group, Stage, Store, decode, encode, journal};

/// A group with what it was resolved to, as it will be written. Made apart from the store, on as many
/// threads as there are.
#[derive(Clone, Debug)]
pub struct Settled {
    group: Group,
    links: Vec<LinkRow>,
    works: Works,
    /// Work and votes, of large groups.
    tallies: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
enum Works {
    /// Everything the group makes; what it made before and is not here is gone.
    All(Vec<WorkRow>),
    /// They stay as they are, and so do the links that are there.
    Unchanged,
}

#[derive(Clone, Debug)]
struct LinkRow {
    capture: CaptureId,
    citation: u32,
    meaning: Meaning,
    body: String,
    odd: bool,
}

#[derive(Clone, Debug)]
struct WorkRow {
    work: Work,
    body: String,
    captures: Vec<CaptureId>,
}

/// Members above which the votes of a group are kept, so that one more citation is heard by itself.
/// Below it the group is resolved whole in some milliseconds.
pub const LARGE: usize = 512;

impl Settled {
    /// A group resolved whole, of so many members.
    pub fn of(group: Group, resolved: Resolved, members: usize) -> Result<Settled> {
        rows(group, |group| {
            let mut tallies = Vec::new();
            if LARGE < members {
                for (work, tally) in resolved.works.iter().zip(&resolved.tallies) {
                    tallies.push((work.id.0.clone(), encode(tally)?));
                }
            }
            let works = resolved.works.into_iter().map(WorkRow::of);
            Ok(Settled {
                group,
                links: link_rows(&resolved.links)?,
                works: Works::All(works.collect::<std::result::Result<_, Trouble>>()?),
                tallies,
            })
        })
    }

    /// A large group that heard some citations more.
    pub fn more(group: Group, more: &More) -> Result<Settled> {
        rows(group, |group| {
            let tallies = more.heard.iter();
            let tallies = tallies.map(|it| Ok((it.work.id.0.clone(), encode(&it.tally)?)));
            Ok(Settled {
                group,
                links: link_rows(&more.links)?,
                works: Works::Unchanged,
                tallies: tallies.collect::<std::result::Result<_, Trouble>>()?,
            })
        })
    }
}

fn rows(
    group: Group,
    make: impl FnOnce(Group) -> std::result::Result<Settled, Trouble>,
) -> Result<Settled> {
    let name = group.as_str().to_owned();
    make(group).map_err(|trouble| trouble.on(DOING, Path::new(&name)))
}

fn link_rows(links: &[Link]) -> std::result::Result<Vec<LinkRow>, Trouble> {
    links.iter().map(LinkRow::of).collect()
}

impl LinkRow {
    fn of(link: &Link) -> std::result::Result<LinkRow, Trouble> {
        Ok(LinkRow {
            capture: capture_id(&link.capture)?,
            citation: link.citation,
            meaning: meaning(&link.verdict),
            body: encode(link)?,
            odd: !link.anomalies.is_empty(),
        })
    }
}

impl WorkRow {
    fn of(work: Work) -> std::result::Result<WorkRow, Trouble> {
        let carriers = work.manifestations.iter();
        Ok(WorkRow {
            body: encode(&work)?,
            captures: carriers
                .map(|one| capture_id(&one.capture))
                .collect::<std::result::Result<_, Trouble>>()?,
            work,
        })
    }
}

const DOING: &str = "ghi nối kết";

impl Store {
    /// Keeps what groups were resolved to, replacing what they made before, and announces the works
    /// this concerns: those that changed, those whose citations mean something else now, and those
    /// that cite a work which is known by other particulars. Acknowledged when this returns; the
    /// groups are no longer pending. Only rows that differ are written: one more citation of a law
    /// leaves what a thousand others mean as it is.
    pub fn settle(&mut self, settled: &[Settled], now: SystemTime) -> Result<()> {
        self.write(DOING, |db| {
            let mut stirred = Stirred::default();
            for one in settled {
                put_links(db, one, &mut stirred)?;
                if let Works::All(works) = &one.works {
                    put_works(db, one.group.as_str(), works, &mut stirred)?;
                }
                put_tallies(db, one)?;
                for wait in [
                    "DELETE FROM pending_groups WHERE group_key = ?1",
                    "DELETE FROM arrived WHERE group_key = ?1",
                ] {
                    db.prepare_cached(wait)?.execute([one.group.as_str()])?;
                }
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
    /// Works this group makes no more; another may.
    gone: BTreeSet<String>,
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
        for work in self.works.union(&self.gone) {
            let is_gone = self.gone.contains(work) && !is_known(db, work)?;
            outbox::announce(db, work, if is_gone { Op::Remove } else { Op::Put })?;
        }
        Ok(())
    }
}

fn put_links(
    db: &Connection,
    settled: &Settled,
    stirred: &mut Stirred,
) -> std::result::Result<(), Trouble> {
    let group = settled.group.as_str();
    let mut before = match settled.works {
        Works::All(_) => known_links(db, group)?,
        Works::Unchanged => BTreeMap::new(),
    };
    let mut insert = db.prepare_cached(
        "INSERT INTO links (capture, citation, group_key, verdict, target, body, odd)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (capture, citation) DO UPDATE SET group_key = excluded.group_key,
             verdict = excluded.verdict, target = excluded.target, body = excluded.body,
             odd = excluded.odd",
    )?;
    for link in &settled.links {
        let known = before.remove(&(link.capture, link.citation));
        let (meaning, body) = known.unzip();
        if meaning.as_ref() != Some(&link.meaning) {
            stirred.citing.insert(link.capture);
        }
        if body.as_ref() == Some(&link.body) {
            continue;
        }
        let (verdict, target) = &link.meaning;
        insert.execute(params![
            link.capture.as_bytes(),
            link.citation,
            group,
            verdict,
            target,
            link.body,
            link.odd
        ])?;
    }
    let mut delete = db.prepare_cached("DELETE FROM links WHERE capture = ?1 AND citation = ?2")?;
    for (capture, citation) in before.into_keys() {
        delete.execute(params![capture.as_bytes(), citation])?;
        stirred.citing.insert(capture);
    }
    Ok(())
}

/// Verdict and target.
type Meaning = (&'static str, Option<String>);

/// What citations mean, by capture and place, and how that is told.
type Meanings = BTreeMap<(CaptureId, u32), (Meaning, String)>;

/// What the citations of a group mean so far.
fn known_links(db: &Connection, group: &str) -> std::result::Result<Meanings, Trouble> {
    let mut statement = db.prepare_cached(
        "SELECT capture, citation, verdict, target, body FROM links WHERE group_key = ?1",
    )?;
    let rows = statement.query_map([group], |row| {
        let at = (CaptureId::from_bytes(row.get(0)?), row.get(1)?);
        let verdict = VERDICTS.into_iter().find(|known| {
            let told = row.get_ref(2).and_then(|it| Ok(it.as_str()?));
            told.is_ok_and(|told| told == *known)
        });
        let meaning = (verdict.unwrap_or_default(), row.get(3)?);
        Ok((at, (meaning, row.get(4)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const VERDICTS: [&str; 4] = ["linked", "ambiguous", "unmatched", "withheld"];

fn meaning(verdict: &Verdict) -> Meaning {
    match verdict {
        Verdict::Linked { target } => ("linked", Some(target.0.clone())),
        Verdict::Ambiguous { .. } => ("ambiguous", None),
        Verdict::Unmatched { target } => ("unmatched", Some(target.0.clone())),
        Verdict::Withheld { .. } => ("withheld", None),
    }
}

fn put_tallies(db: &Connection, settled: &Settled) -> std::result::Result<(), Trouble> {
    let group = settled.group.as_str();
    if matches!(settled.works, Works::All(_)) {
        db.prepare_cached("DELETE FROM tallies WHERE group_key = ?1")?
            .execute([group])?;
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO tallies (group_key, work, body) VALUES (?1, ?2, ?3)
         ON CONFLICT (group_key, work) DO UPDATE SET body = excluded.body",
    )?;
    for (work, tally) in &settled.tallies {
        insert.execute([group, work, tally])?;
    }
    Ok(())
}

fn put_works(
    db: &Connection,
    group: &str,
    works: &[WorkRow],
    stirred: &mut Stirred,
) -> std::result::Result<(), Trouble> {
    let mut before = bodies(db, group)?;
    for row in works {
        let id = &row.work.id.0;
        let known = before.remove(id);
        if known.as_ref() == Some(&row.body) {
            continue;
        }
        put_work(db, group, row, known.is_some())?;
        stirred.works.insert(id.clone());
        if let Some(known) = known
            && particulars(&decode(&known)?) != particulars(&row.work)
        {
            stirred.renamed.insert(id.clone());
        }
    }
    for gone in before.into_keys() {
        db.prepare_cached("DELETE FROM works WHERE id = ?1 AND group_key = ?2")?
            .execute([gone.as_str(), group])?;
        if !is_known(db, &gone)? {
            db.prepare_cached("DELETE FROM parents WHERE work = ?1")?
                .execute([&gone])?;
            db.prepare_cached("DELETE FROM voices WHERE work = ?1")?
                .execute([&gone])?;
        }
        stirred.gone.insert(gone);
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
    group: &str,
    row: &WorkRow,
    is_changed: bool,
) -> std::result::Result<(), Trouble> {
    let work = &row.work;
    db.prepare_cached(
        "INSERT INTO works (id, group_key, stub, body, issuer, issued_on, odd)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id, group_key) DO UPDATE SET stub = excluded.stub, body = excluded.body,
             issuer = excluded.issuer, issued_on = excluded.issued_on, odd = excluded.odd",
    )?
    .execute(params![
        work.id.0,
        group,
        work.stub,
        row.body,
        work.issuer_id,
        work.issued_on,
        !work.anomalies.is_empty()
    ])?;
    if is_changed {
        db.prepare_cached("DELETE FROM manifestations WHERE work = ?1 AND group_key = ?2")?
            .execute([work.id.0.as_str(), group])?;
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO manifestations (work, group_key, capture) VALUES (?1, ?2, ?3)
         ON CONFLICT DO NOTHING",
    )?;
    for capture in &row.captures {
        insert.execute(params![work.id.0, group, capture.as_bytes()])?;
    }
    Ok(())
}

/// The works a group made so far, by name.
fn bodies(db: &Connection, group: &str) -> std::result::Result<BTreeMap<String, String>, Trouble> {
    let mut statement = db.prepare_cached("SELECT id, body FROM works WHERE group_key = ?1")?;
    let rows = statement.query_map([group], |row| Ok((row.get(0)?, row.get(1)?)))?;
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
