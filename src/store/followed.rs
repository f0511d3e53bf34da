//! Questions that somebody follows, and the works that came since and answer them.
//!
//! A work is news of a question once: it is told to the index again whenever something about it
//! changes, and after a kill the same batch is told twice.

use std::time::SystemTime;

use rusqlite::{OptionalExtension, params};

use super::error::Result;
use super::{Store, moment};
use crate::link::WorkId;

/// A followed question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Its number, never given to another.
    pub seq: u64,
    /// What its owner calls it.
    pub name: String,
    /// As typed.
    pub line: String,
    pub made_at: SystemTime,
    /// Works that came since and answer it.
    pub works: u64,
    /// Those of them nobody has seen.
    pub unseen: u64,
}

/// How a question came to be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Following {
    Begun,
    /// The same line was followed under this name before.
    Already,
    /// Another line is followed under this name.
    NameTaken,
}

/// A work that answers a followed question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub seq: u64,
    /// Name of the question.
    pub question: String,
    pub work: WorkId,
    pub came_at: SystemTime,
    pub seen: bool,
}

/// What came after one place in the order of all news.
const SINCE: &str = "SELECT news.seq, followed.name, work, came_at, seen_at IS NOT NULL
     FROM news JOIN followed ON followed.seq = news.question";

impl Store {
    /// Keeps a question under a name.
    pub fn follow(&mut self, name: &str, line: &str, now: SystemTime) -> Result<Following> {
        self.write("ghi câu hỏi theo dõi", |db| {
            let known: Option<String> = db
                .query_row("SELECT line FROM followed WHERE name = ?1", [name], |row| {
                    row.get(0)
                })
                .optional()?;
            match known {
                Some(known) if known == line => return Ok(Following::Already),
                Some(_) => return Ok(Following::NameTaken),
                None => {}
            }
            db.execute(
                "INSERT INTO followed (name, line, made_at) VALUES (?1, ?2, ?3)",
                params![name, line, moment::micros(now)],
            )?;
            Ok(Following::Begun)
        })
    }

    /// Forgets a question with what came of it; false if none has this name.
    pub fn unfollow(&mut self, name: &str) -> Result<bool> {
        self.write("bỏ câu hỏi theo dõi", |db| {
            db.execute(
                "DELETE FROM news WHERE question = (SELECT seq FROM followed WHERE name = ?1)",
                [name],
            )?;
            Ok(db.execute("DELETE FROM followed WHERE name = ?1", [name])? == 1)
        })
    }

    /// The questions, in the order they were first followed.
    pub fn followed(&self) -> Result<Vec<Followed>> {
        self.read("đọc câu hỏi theo dõi", |db| {
            let mut statement = db.prepare_cached(
                "SELECT seq, name, line, made_at,
                     (SELECT count(*) FROM news WHERE question = followed.seq),
                     (SELECT count(*) FROM news WHERE question = followed.seq AND seen_at IS NULL)
                 FROM followed ORDER BY seq",
            )?;
            let followed = statement.query_map([], |row| {
                Ok(Followed {
                    seq: row.get::<_, i64>(0)?.unsigned_abs(),
                    name: row.get(1)?,
                    line: row.get(2)?,
                    made_at: moment::time(row.get(3)?),
                    works: row.get::<_, i64>(4)?.unsigned_abs(),
                    unseen: row.get::<_, i64>(5)?.unsigned_abs(),
                })
            })?;
            Ok(followed.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Keeps works as news of questions, each once; a question that is followed no more has none.
    pub fn note_news(&mut self, news: &[(u64, Vec<WorkId>)], now: SystemTime) -> Result<()> {
        self.write("ghi văn bản mới của câu hỏi theo dõi", |db| {
            let mut statement = db.prepare_cached(
                "INSERT INTO news (question, work, came_at)
                 SELECT seq, ?2, ?3 FROM followed WHERE seq = ?1
                 ON CONFLICT (question, work) DO NOTHING",
            )?;
            for (question, works) in news {
                for work in works {
                    statement.execute(params![*question as i64, work.0, moment::micros(now)])?;
                }
            }
            Ok(())
        })
    }

    /// The place of the latest news; 0 if there is none.
    pub fn last_news(&self) -> Result<u64> {
        self.read("đọc văn bản mới của câu hỏi theo dõi", |db| {
            let last: i64 = db.query_row("SELECT coalesce(max(seq), 0) FROM news", [], |row| {
                row.get(0)
            })?;
            Ok(last.unsigned_abs())
        })
    }

    /// What came after a place, in its order.
    pub fn news_since(&self, seq: u64) -> Result<Vec<News>> {
        self.read("đọc văn bản mới của câu hỏi theo dõi", |db| {
            let sql = format!("{SINCE} WHERE news.seq > ?1 ORDER BY news.seq");
            let mut statement = db.prepare_cached(&sql)?;
            let news = statement.query_map([seq as i64], |row| {
                Ok(News {
                    seq: row.get::<_, i64>(0)?.unsigned_abs(),
                    question: row.get(1)?,
                    work: WorkId(row.get(2)?),
                    came_at: moment::time(row.get(3)?),
                    seen: row.get(4)?,
                })
            })?;
            Ok(news.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Notes that somebody has seen everything up to a place; how many that were.
    pub fn see_news(&mut self, up_to: u64, now: SystemTime) -> Result<usize> {
        self.write("ghi văn bản đã xem", |db| {
            Ok(db.execute(
                "UPDATE news SET seen_at = ?2 WHERE seq <= ?1 AND seen_at IS NULL",
                params![up_to as i64, moment::micros(now)],
            )?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;

    #[test]
    fn a_work_is_news_of_a_question_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = Store::open(dir.path(), Access::Write).expect("opens");
        let now = SystemTime::UNIX_EPOCH;
        let begun = store
            .follow("cchc", "cải cách hành chính", now)
            .expect("writes");
        assert_eq!(begun, Following::Begun);
        let again = store
            .follow("cchc", "cải cách hành chính", now)
            .expect("writes");
        assert_eq!(again, Following::Already);
        let other = store.follow("cchc", "papi", now).expect("writes");
        assert_eq!(other, Following::NameTaken);
        let seq = store.followed().expect("reads")[0].seq;
        let news = [(seq, vec![WorkId("a".into()), WorkId("b".into())])];
        for _ in 0..2 {
            store.note_news(&news, now).expect("writes");
        }
        store
            .note_news(&[(seq + 1, vec![WorkId("c".into())])], now)
            .expect("writes");
        assert_eq!(store.news_since(0).expect("reads").len(), 2);
        let first = store.news_since(0).expect("reads")[0].seq;
        assert_eq!(store.see_news(first, now).expect("writes"), 1);
        let followed = &store.followed().expect("reads")[0];
        assert_eq!((followed.works, followed.unseen), (2, 1));
        assert!(store.unfollow("cchc").expect("writes"));
        assert!(!store.unfollow("cchc").expect("writes"));
        assert!(store.news_since(0).expect("reads").is_empty());
    }
}
