//! Looking for what should not be: every promise of the tables, checked from outside.

use std::collections::HashSet;

use super::error::Result;
use super::{CaptureId, Store};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Harmless: left by a killed run, taken up or overwritten by the next.
    Note,
    /// Something is lost or contradicts itself.
    Fault,
}

/// One finding, in a sentence for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub severity: Severity,
    /// `blob_damaged`, `foreign_key`, …
    pub code: &'static str,
    /// What it is about.
    pub subject: String,
    pub message: String,
}

impl Fault {
    pub fn fault(code: &'static str, subject: impl ToString, message: impl Into<String>) -> Fault {
        Fault {
            severity: Severity::Fault,
            code,
            subject: subject.to_string(),
            message: message.into(),
        }
    }

    pub fn note(code: &'static str, subject: impl ToString, message: impl Into<String>) -> Fault {
        Fault {
            severity: Severity::Note,
            ..Fault::fault(code, subject, message)
        }
    }
}

/// Each question lists the captures or names that break a promise.
const PROMISES: &[(&str, &str, &str)] = &[
    (
        "capture_without_provenance",
        "bản thu không có nguồn gốc",
        "SELECT hex(id) FROM captures WHERE id NOT IN (SELECT capture FROM provenance)",
    ),
    (
        "capture_without_record",
        "bản thu không có bản ghi",
        "SELECT hex(id) FROM captures WHERE id NOT IN (SELECT capture FROM records)",
    ),
    (
        "capture_without_text",
        "bản thu không có văn bản sạch",
        "SELECT hex(id) FROM captures WHERE id NOT IN (SELECT capture FROM texts)",
    ),
    (
        "capture_without_members",
        "bản ghi chưa được chuẩn bị để nối kết",
        "SELECT hex(id) FROM captures WHERE id NOT IN (SELECT capture FROM members)",
    ),
    (
        "target_missing",
        "viện dẫn trỏ đến văn bản không có",
        "SELECT DISTINCT target FROM links WHERE target IS NOT NULL
             AND target NOT IN (SELECT id FROM works) AND group_key NOT IN (SELECT group_key FROM pending_groups)",
    ),
    (
        "parent_missing",
        "quan hệ trên dưới với văn bản không có",
        "SELECT work FROM parents WHERE (work NOT IN (SELECT id FROM works)
             OR parent NOT IN (SELECT id FROM works)) AND NOT EXISTS (SELECT 1 FROM index_outbox)",
    ),
    (
        "voice_missing",
        "bản thu đại diện cho văn bản không có",
        "SELECT work FROM voices WHERE work NOT IN (SELECT id FROM works)
             AND NOT EXISTS (SELECT 1 FROM index_outbox)",
    ),
    (
        "record_without_gist",
        "bản ghi không có bản tóm lược",
        "SELECT hex(capture) FROM records WHERE capture NOT IN (SELECT capture FROM gists)
             AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'gisted')",
    ),
    (
        "group_without_members",
        "nhóm số hiệu có văn bản nhưng không còn thành phần nào",
        "SELECT DISTINCT group_key FROM works WHERE group_key NOT IN (SELECT group_key FROM members)
             AND group_key NOT IN (SELECT group_key FROM pending_groups)",
    ),
    (
        "removed_capture_linked",
        "bản thu đã bị loại nhưng vẫn còn nối kết",
        "SELECT DISTINCT hex(capture) FROM links WHERE capture IN (SELECT capture FROM removed)
             AND group_key NOT IN (SELECT group_key FROM pending_groups)",
    ),
];

impl Store {
    /// What the tables say against themselves: pages, foreign keys, and every promise above.
    pub fn check_tables(&self) -> Result<Vec<Fault>> {
        self.read("kiểm tra cơ sở dữ liệu", |db| {
            let mut faults = Vec::new();
            let mut pages = db.prepare("PRAGMA integrity_check")?;
            for line in pages.query_map([], |row| row.get::<_, String>(0))? {
                let line = line?;
                if line != "ok" {
                    faults.push(Fault::fault("database_damaged", "kehoach.sqlite", line));
                }
            }
            let mut keys = db.prepare("PRAGMA foreign_key_check")?;
            for row in keys.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(2)?)))? {
                let (table, parent): (String, String) = row?;
                let message = format!("dòng trỏ đến {parent} không tồn tại");
                faults.push(Fault::fault("foreign_key", table, message));
            }
            for (code, message, sql) in PROMISES {
                let mut broken = db.prepare(sql)?;
                for subject in broken.query_map([], |row| row.get::<_, String>(0))? {
                    faults.push(Fault::fault(code, subject?, *message));
                }
            }
            Ok(faults)
        })
    }

    /// Reads what is derived from one capture back; its blob is checked by [`super::Blobs::get`].
    pub fn check_capture(&self, id: CaptureId) -> Result<Vec<Fault>> {
        let mut faults = Vec::new();
        match self.record(id) {
            Ok(Some(record)) if record.sha256 != id.to_string() => {
                let message = format!("bản ghi nói về bản thu {}", record.sha256);
                faults.push(Fault::fault("record_of_another", id, message));
            }
            Ok(_) => {}
            Err(error) => faults.push(Fault::fault("record_damaged", id, error.what())),
        }
        if let Err(error) = self.text(id) {
            faults.push(Fault::fault("text_damaged", id, error.what()));
        }
        Ok(faults)
    }

    /// Blobs that no capture knows. A killed run leaves them; the next one takes them up.
    pub fn check_orphans(&self) -> Result<Vec<Fault>> {
        let known = self.read("liệt kê bản thu", |db| {
            let mut statement = db.prepare("SELECT id FROM captures")?;
            let rows = statement.query_map([], |row| Ok(CaptureId::from_bytes(row.get(0)?)))?;
            Ok(rows.collect::<rusqlite::Result<HashSet<_>>>()?)
        })?;
        let orphans = self
            .blobs()
            .ids()?
            .into_iter()
            .filter(|id| !known.contains(id));
        Ok(orphans
            .map(|id| Fault::note("blob_orphan", id, "tệp không thuộc bản thu nào"))
            .collect())
    }
}
