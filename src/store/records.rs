//! What was read in a capture, given back: whole, or the part that is asked for.

use rusqlite::OptionalExtension;
use serde::Deserialize;

use crate::extract::{Citation, Record, Task};

use super::captures::ClearText;
use super::error::Result;
use super::readings::unpack;
use super::{CaptureId, Store, decode};

/// A record as far as linking looks at it again: tasks and sections are passed over.
#[derive(Deserialize)]
struct Cited {
    #[serde(default)]
    citations: Vec<Citation>,
}

/// The same for those who ask what is to be done.
#[derive(Deserialize)]
struct Charged {
    #[serde(default)]
    tasks: Vec<Task>,
}

impl Store {
    pub fn record(&self, capture: CaptureId) -> Result<Option<Record>> {
        Ok(match self.record_json(capture)? {
            Some(body) => Some(self.read("đọc bản ghi", |_| decode(&body))?),
            None => None,
        })
    }

    /// The citations of a record.
    pub fn citations(&self, capture: CaptureId) -> Result<Option<Vec<Citation>>> {
        let Some(body) = self.record_json(capture)? else {
            return Ok(None);
        };
        let cited: Cited = self.read("đọc bản ghi", |_| decode(&body))?;
        Ok(Some(cited.citations))
    }

    /// The tasks of a record.
    pub fn tasks(&self, capture: CaptureId) -> Result<Option<Vec<Task>>> {
        let Some(body) = self.record_json(capture)? else {
            return Ok(None);
        };
        let charged: Charged = self.read("đọc bản ghi", |_| decode(&body))?;
        Ok(Some(charged.tasks))
    }

    /// True if a record cites or charges something: a news page about a plan does neither.
    pub fn says_much(&self, capture: CaptureId) -> Result<bool> {
        self.read("đọc bản ghi", |db| {
            let said: Option<i64> = db
                .prepare_cached("SELECT citations + tasks FROM records WHERE capture = ?1")?
                .query_row([capture.as_bytes()], |row| row.get(0))
                .optional()?;
            Ok(said.is_some_and(|said| 0 < said))
        })
    }

    pub fn text(&self, capture: CaptureId) -> Result<Option<ClearText>> {
        self.read("đọc văn bản", |db| {
            let row: Option<(String, Vec<u8>)> = db
                .prepare_cached("SELECT pages, body FROM texts WHERE capture = ?1")?
                .query_row([capture.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            row.map(|(pages, body)| unpack(&pages, &body)).transpose()
        })
    }

    fn record_json(&self, capture: CaptureId) -> Result<Option<String>> {
        self.read("đọc bản ghi", |db| {
            let body = db
                .prepare_cached("SELECT body FROM records WHERE capture = ?1")?
                .query_row([capture.as_bytes()], |row| row.get(0))
                .optional()?;
            Ok(body)
        })
    }
}
