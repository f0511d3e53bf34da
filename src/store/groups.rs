//! Key groups, and the works and verdicts they make.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::link::{self, Catalog, Key, Known, Link, Member, Work, WorkId};

use super::error::{Error, Result, Trouble};
use super::{CaptureId, Store, bands, decode};

/// What is resolved together: everything of one [`Key`], or what one capture says without any.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group(String);

impl Group {
    /// The group of a member that `capture` carries.
    pub fn of(member: &Member, capture: CaptureId) -> Group {
        match &member.key {
            Some(key) => Group::keyed(key),
            // A key holds a slash or a letter first, never `#`.
            None => Group(format!("#{capture}")),
        }
    }

    pub fn keyed(key: &Key) -> Group {
        Group(key.0.clone())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A group that waits to be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub group: Group,
    /// As far as they were counted.
    pub members: usize,
    /// False if nothing but [`Store::arrived`] changed, and [`Store::known`] says what was there.
    pub whole: bool,
    /// True if nothing but echoes is left in it: it makes nothing.
    pub hollow: bool,
}

impl Store {
    /// Groups whose members changed since they were settled, in order, at most `limit`.
    pub fn pending_groups(&self, limit: usize) -> Result<Vec<Group>> {
        self.read("đọc nhóm chờ nối kết", |db| {
            let mut statement = db.prepare_cached(
                "SELECT group_key FROM pending_groups ORDER BY group_key LIMIT ?1",
            )?;
            let rows = statement.query_map([limit as i64], |row| row.get(0).map(Group))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The same after `after`, with what has to be done about each, without counting more than
    /// `members_max` members.
    pub fn pending(
        &self,
        after: Option<&Group>,
        limit: usize,
        members_max: usize,
    ) -> Result<Vec<Pending>> {
        self.read("đọc nhóm chờ nối kết", |db| {
            let mut statement = db.prepare_cached(
                "SELECT group_key, whole, (SELECT count(*) FROM (
                     SELECT 1 FROM members WHERE members.group_key = pending_groups.group_key
                     LIMIT ?2
                 )), NOT EXISTS (
                     SELECT 1 FROM members WHERE members.group_key = pending_groups.group_key
                         AND cites < 2
                 ) FROM pending_groups WHERE group_key > ?3 ORDER BY group_key LIMIT ?1",
            )?;
            let after = after.map_or("", Group::as_str);
            let with = params![limit as i64, members_max as i64, after];
            let rows = statement.query_map(with, |row| {
                let members: i64 = row.get(2)?;
                Ok(Pending {
                    group: Group(row.get(0)?),
                    whole: row.get(1)?,
                    members: members.unsigned_abs() as usize,
                    hollow: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The documents and echoes of a group, without those who only cite.
    pub fn documents(&self, group: &Group) -> Result<Vec<Member>> {
        self.read("đọc nhóm", |db| {
            let sql = "SELECT body FROM members WHERE group_key = ?1 AND cites IN (0, 2)
                           AND capture NOT IN (SELECT capture FROM removed)
                       ORDER BY capture, position";
            members(db, sql, group)
        })
    }

    /// The citations of a group that came since it was settled, where they are all that came. Asked
    /// capture by capture: by its group everybody would be looked through.
    pub fn arrived(&self, group: &Group) -> Result<Vec<Member>> {
        self.read("đọc nhóm", |db| {
            let mut captures = db.prepare_cached(
                "SELECT capture FROM arrived WHERE group_key = ?1
                     AND capture NOT IN (SELECT capture FROM removed) ORDER BY capture",
            )?;
            let captures = captures.query_map([group.as_str()], |row| row.get(0))?;
            let captures: Vec<[u8; 32]> = captures.collect::<rusqlite::Result<_>>()?;
            let mut statement = db.prepare_cached(
                "SELECT group_key, body FROM members WHERE capture = ?1 ORDER BY position",
            )?;
            let mut arrived = Vec::new();
            for capture in captures {
                let rows = statement.query_map([capture], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
                })?;
                for row in rows {
                    let (key, body) = row?;
                    if key == group.as_str() {
                        arrived.push(decode(&body)?);
                    }
                }
            }
            Ok(arrived)
        })
    }

    /// The works of a large group with the votes on them, as it was settled.
    pub fn known(&self, group: &Group) -> Result<Vec<Known>> {
        self.read("đọc nhóm", |db| {
            let mut statement = db.prepare_cached(
                "SELECT works.body, tallies.body FROM tallies JOIN works
                     ON works.id = tallies.work AND works.group_key = tallies.group_key
                 WHERE tallies.group_key = ?1 ORDER BY tallies.work",
            )?;
            let rows = statement.query_map([group.as_str()], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?;
            rows.map(|row| {
                let (work, tally) = row?;
                Ok(Known {
                    work: decode(&work)?,
                    tally: decode(&tally)?,
                })
            })
            .collect()
        })
    }

    /// Groups whose key begins so, in order, at most `limit`: `21/` for every symbol of serial 21.
    pub fn groups_from(&self, beginning: &str, limit: usize) -> Result<Vec<Group>> {
        self.read("tìm nhóm số hiệu", |db| {
            let mut statement = db.prepare_cached(
                "SELECT DISTINCT group_key FROM members
                 WHERE group_key >= ?1 AND group_key < ?1 || char(1114111)
                 ORDER BY group_key LIMIT ?2",
            )?;
            let rows = statement.query_map(params![beginning, limit as i64], |row| {
                row.get(0).map(Group)
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Every member of a group but those of removed captures, in an order that does not depend on
    /// when they came.
    pub fn members(&self, group: &Group) -> Result<Vec<Member>> {
        self.read("đọc nhóm", |db| {
            let sql = "SELECT body FROM members WHERE group_key = ?1
                           AND capture NOT IN (SELECT capture FROM removed)
                       ORDER BY capture, position";
            let mut found = members(db, sql, group)?;
            let lost = found.iter().find(|member| link::is_lost(member));
            let guests = lost.map(|lost| bands::guests(db, lost)).transpose()?;
            found.extend(guests.into_iter().flatten());
            Ok(found)
        })
    }

    /// Makes every group pending: after the rules of linking changed.
    pub fn unsettle_all(&mut self) -> Result<()> {
        self.write("đánh dấu nối kết lại", |db| {
            db.execute(
                "INSERT INTO pending_groups (group_key)
                 SELECT group_key FROM (
                     SELECT group_key FROM members UNION SELECT group_key FROM works
                     UNION SELECT group_key FROM links
                 ) AS known WHERE true ON CONFLICT (group_key) DO UPDATE SET whole = 1",
                [],
            )?;
            Ok(())
        })
    }

    /// Announces every work again: after what is told of a work changed.
    pub fn announce_all(&mut self) -> Result<()> {
        self.write("báo lại mọi văn bản", |db| {
            let sql = "INSERT INTO index_outbox (work, op)
                       SELECT DISTINCT id, 'put' FROM works ORDER BY id";
            db.execute(sql, [])?;
            Ok(())
        })
    }

    /// The work of this name, drawn from every group that knows it.
    pub fn work(&self, id: &WorkId) -> Result<Option<Work>> {
        self.read("đọc văn bản", |db| work(db, &id.0))
    }

    /// Works in order of their name, after `after`, at most `limit`, stubs included.
    pub fn works(&self, after: Option<&WorkId>, limit: usize) -> Result<Vec<Work>> {
        self.read("liệt kê văn bản", |db| {
            let after = after.map_or("", |id| id.0.as_str());
            let sql = "SELECT DISTINCT id FROM works WHERE id > ?1 ORDER BY id LIMIT ?2";
            works(db, sql, params![after, limit as i64])
        })
    }

    /// The works that bear a number, as the key group of that number made them.
    pub fn works_of_group(&self, group: &Group) -> Result<Vec<Work>> {
        self.read("tìm văn bản theo số", |db| {
            let sql = "SELECT DISTINCT id FROM works WHERE group_key = ?1 ORDER BY id";
            works(db, sql, params![group.as_str()])
        })
    }

    /// The works a capture carries.
    pub fn works_of_capture(&self, capture: CaptureId) -> Result<Vec<Work>> {
        self.read("tìm văn bản theo bản thu", |db| {
            let sql = "SELECT DISTINCT work FROM manifestations WHERE capture = ?1 ORDER BY work";
            works(db, sql, params![capture.as_bytes()])
        })
    }

    /// The verdicts on a capture's citations, in order of the citations.
    pub fn links_of(&self, capture: CaptureId) -> Result<Vec<Link>> {
        self.read("đọc nối kết", |db| {
            let sql = "SELECT body FROM links WHERE capture = ?1 ORDER BY citation";
            links(db, sql, params![capture.as_bytes()])
        })
    }

    /// What the citations of a capture mean that mean a work, in order of the citations.
    pub fn targets_of(&self, capture: CaptureId) -> Result<Vec<(u32, WorkId)>> {
        self.read("đọc nối kết", |db| {
            let mut statement = db.prepare_cached(
                "SELECT citation, target FROM links WHERE capture = ?1 AND target IS NOT NULL
                 ORDER BY citation",
            )?;
            let rows = statement.query_map([capture.as_bytes()], |row| {
                Ok((row.get(0)?, WorkId(row.get(1)?)))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The citations that were found to mean this work.
    pub fn links_to(&self, work: &WorkId) -> Result<Vec<Link>> {
        self.read("đọc nối kết", |db| {
            let sql = "SELECT body FROM links WHERE target = ?1 ORDER BY capture, citation";
            links(db, sql, params![work.0])
        })
    }

    /// The citations of a group that belong to no work: ambiguous and withheld.
    pub fn unplaced(&self, group: &Group) -> Result<Vec<Link>> {
        self.read("đọc nối kết", |db| {
            let sql = "SELECT body FROM links WHERE group_key = ?1 AND target IS NULL
                       ORDER BY capture, citation";
            links(db, sql, params![group.as_str()])
        })
    }

    /// The stubs most cited first, with how many captures cite each. Counted in one index.
    pub fn wanted(&self, limit: usize) -> Result<Vec<(Work, u64)>> {
        self.read("đếm văn bản chưa có", |db| {
            let mut statement = db.prepare_cached(
                "SELECT target, count(DISTINCT capture) AS citing FROM links
                 WHERE verdict = 'unmatched' GROUP BY target ORDER BY citing DESC, target LIMIT ?1",
            )?;
            let rows = statement.query_map([limit as i64], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, i64>(1)?.unsigned_abs(),
                ))
            })?;
            let counted = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            let known = counted.into_iter().filter_map(|(id, citing)| {
                work(db, &id).map(|work| Some((work?, citing))).transpose()
            });
            known.collect()
        })
    }
}

fn members(db: &Connection, sql: &str, group: &Group) -> std::result::Result<Vec<Member>, Trouble> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([group.as_str()], |row| row.get::<_, String>(0))?;
    rows.map(|body| decode(&body?)).collect()
}

impl Catalog for Store {
    type Error = Error;

    fn group(&self, key: &Key) -> Result<Vec<Member>> {
        self.members(&Group::keyed(key))
    }
}

/// The same work told by several groups: the first that knows a value gives it, and a group that
/// holds the document is believed before one that only cites it.
fn work(db: &Connection, id: &str) -> std::result::Result<Option<Work>, Trouble> {
    let mut statement =
        db.prepare_cached("SELECT body FROM works WHERE id = ?1 ORDER BY stub, group_key")?;
    let rows = statement.query_map([id], |row| row.get::<_, String>(0))?;
    let mut whole: Option<Work> = None;
    for body in rows {
        let part: Work = decode(&body?)?;
        match &mut whole {
            None => whole = Some(part),
            Some(whole) => join(whole, part),
        }
    }
    Ok(whole)
}

fn join(whole: &mut Work, part: Work) {
    whole.stub &= part.stub;
    let known: BTreeSet<_> = whole
        .manifestations
        .iter()
        .map(|one| one.capture.clone())
        .collect();
    let more = part
        .manifestations
        .into_iter()
        .filter(|one| !known.contains(&one.capture));
    whole.manifestations.extend(more);
    whole.anomalies.extend(part.anomalies);
    whole.statements.extend(part.statements);
}

pub(super) fn works(
    db: &Connection,
    sql: &str,
    with: impl rusqlite::Params,
) -> std::result::Result<Vec<Work>, Trouble> {
    let mut statement = db.prepare_cached(sql)?;
    let ids = statement
        .query_map(with, |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    ids.iter()
        .filter_map(|id| work(db, id).transpose())
        .collect()
}

pub(super) fn links(
    db: &Connection,
    sql: &str,
    with: impl rusqlite::Params,
) -> std::result::Result<Vec<Link>, Trouble> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(with, |row| row.get::<_, String>(0))?;
    rows.map(|body| decode(&body?)).collect()
}
