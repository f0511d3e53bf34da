//! Questions about all works at once, each answered by an index.

use rusqlite::params;

use crate::link::{Link, Work, WorkId};

use super::Store;
use super::error::Result;
use super::groups::{links, works};

impl Store {
    /// The works of an issuer, stubs included, in order of their days; of one year, or of all.
    pub fn works_issued_by(&self, issuer: &str, year: Option<u16>) -> Result<Vec<Work>> {
        let (from, to) = match year {
            Some(year) => (
                format!("{year:04}"),
                format!("{:04}", year.saturating_add(1)),
            ),
            None => (String::new(), "~".to_owned()),
        };
        self.read("tìm văn bản theo cơ quan ban hành", |db| {
            let sql =
                "SELECT id FROM works WHERE issuer = ?1 AND issued_on >= ?2 AND issued_on < ?3
                       GROUP BY id ORDER BY min(issued_on), id";
            works(db, sql, params![issuer, from, to])
        })
    }

    /// Works with an anomaly, in order of their names, at most `limit`.
    pub fn odd_works(&self, limit: usize) -> Result<Vec<WorkId>> {
        self.read("tìm bất thường", |db| {
            let sql = "SELECT DISTINCT id FROM works WHERE odd = 1 ORDER BY id LIMIT ?1";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([limit as i64], |row| row.get(0).map(WorkId))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Citations with an anomaly, capture by capture, at most `limit`.
    pub fn odd_links(&self, limit: usize) -> Result<Vec<Link>> {
        self.read("tìm bất thường", |db| {
            let sql = "SELECT body FROM links WHERE odd = 1
                           AND capture NOT IN (SELECT capture FROM removed)
                       ORDER BY capture, citation LIMIT ?1";
            links(db, sql, [limit as i64])
        })
    }

    /// The works whose nearest directive this is, and those that cite it as one they implement.
    pub fn implementing(&self, work: &WorkId) -> Result<Vec<Work>> {
        self.read("đọc quan hệ trên dưới", |db| {
            let sql = "SELECT work FROM parents WHERE parent = ?1
                       UNION SELECT manifestations.work
                       FROM links JOIN manifestations USING (capture)
                       WHERE links.target = ?1 AND links.body LIKE '%\"relation\":\"implements\"%'
                           AND manifestations.work <> ?1
                       ORDER BY 1";
            works(db, sql, [&work.0])
        })
    }
}
