//! The shape of the tables, one step per version, each applied in its own transaction.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use super::Store;
use super::error::{Error, Kind, Result, Trouble};

/// Step `n` (from 1) brings a store of version `n - 1` to version `n`. A step that was released is
/// never edited.
const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
    include_str!("schema/0007.sql"),
    include_str!("schema/0008.sql"),
];

/// The version this program writes.
const KNOWN: u32 = STEPS.len() as u32;

/// The version found; 0 for an empty database.
pub(super) fn version(db: &Connection) -> std::result::Result<u32, Trouble> {
    let has_meta: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta')",
        [],
        |row| row.get(0),
    )?;
    if !has_meta {
        return Ok(0);
    }
    let version = db
        .query_row(
            "SELECT value FROM meta WHERE name = 'schema_version'",
            [],
            |row| row.get(0),
        )
        .optional()?
        .unwrap_or(0);
    Ok(version)
}

/// Refuses a version this program cannot read as it is.
pub(super) fn must_be_current(found: u32, doing: &'static str, path: &Path) -> Result<()> {
    let known = KNOWN;
    let kind = match found.cmp(&known) {
        std::cmp::Ordering::Equal => return Ok(()),
        std::cmp::Ordering::Greater => Kind::NewerSchema { found, known },
        std::cmp::Ordering::Less => Kind::OlderSchema { found, known },
    };
    Err(Error::new(doing, path, kind))
}

/// Brings the store to the version of this program.
pub(super) fn migrate(store: &mut Store) -> Result<()> {
    const DOING: &str = "nâng cấp kho";
    let found = store.read(DOING, version)?;
    if found > KNOWN {
        return must_be_current(found, DOING, &store.database_path());
    }
    for (step, sql) in (1..).zip(STEPS).filter(|(step, _)| *step > found) {
        store.write(DOING, |db| {
            db.execute_batch(
                "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
            )?;
            db.execute_batch(sql)?;
            set_version(db, step)
        })?;
        // Folded in at once: an upgrade needs no more room beside the database than its largest step.
        store.read(DOING, |db| {
            Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
        })?;
    }
    Ok(())
}

fn set_version(db: &Connection, version: u32) -> std::result::Result<(), Trouble> {
    db.execute(
        "INSERT INTO meta (name, value) VALUES ('schema_version', ?1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [version],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;

    #[test]
    fn a_new_folder_gets_the_newest_schema_and_opening_again_changes_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        for _ in 0..2 {
            let store = Store::open(dir.path(), Access::Write).expect("opens");
            assert_eq!(store.read("thử", version).expect("reads"), KNOWN);
        }
    }

    #[test]
    fn an_upgrade_finds_what_could_not_be_read_before() {
        let dir = tempfile::tempdir().expect("a folder");
        let old = Connection::open(dir.path().join("kehoach.sqlite")).expect("opens");
        old.execute_batch(
            "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
        )
        .expect("makes");
        old.execute_batch(STEPS[0]).expect("makes");
        set_version(&old, 1).expect("writes");
        old.execute_batch(
            r#"INSERT INTO captures VALUES (zeroblob(32), 1, 'x', 0);
               INSERT INTO records VALUES (zeroblob(32), '1', 0, 0,
                   '{"diagnostics":[{"severity":"note","message":"a"},{"severity":"error","message":"hỏng"}]}')"#,
        )
        .expect("writes");
        drop(old);
        let store = Store::open(dir.path(), Access::Write).expect("opens");
        let unread = store.unread(None, 9).expect("reads");
        assert_eq!(unread.len(), 1);
        assert_eq!(unread[0].1, "hỏng");
    }

    #[test]
    fn documents_of_an_older_program_wait_for_their_bands_and_copies_look_again() {
        let dir = tempfile::tempdir().expect("a folder");
        let old = Connection::open(dir.path().join("kehoach.sqlite")).expect("opens");
        old.execute_batch(
            "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
        )
        .expect("makes");
        for step in &STEPS[..5] {
            old.execute_batch(step).expect("makes");
        }
        set_version(&old, 5).expect("writes");
        let words = "\"file\":\"a\",\"title\":\"Tập huấn văn thư lưu trữ cho cán bộ cấp xã\"";
        let copy = format!(
            r#"{{"key":"capture:{}","capture":"{}","role":{{"document":{{"draft":false,"page":true}}}},{words}}}"#,
            "0a".repeat(32),
            "0a".repeat(32)
        );
        let host = format!(
            r#"{{"key":"44/kh-snv","capture":"{}","role":{{"document":{{"draft":false,"page":false}}}},
                "number":"44/KH-SNV","issuer_id":"hung-yen/so-noi-vu","date":"2021-09-01",{words}}}"#,
            "0b".repeat(32)
        );
        let echo = r#"{"capture":"","role":"echo","file":"a"}"#;
        for (capture, position, key, body) in [
            (
                vec![10u8; 32],
                0,
                format!("capture:{}", "0a".repeat(32)),
                copy.as_str(),
            ),
            (vec![11u8; 32], 0, "44/kh-snv".to_owned(), host.as_str()),
            (
                vec![11u8; 32],
                1,
                "=44@hung-yen/so-noi-vu@2021".to_owned(),
                echo,
            ),
        ] {
            old.execute(
                "INSERT INTO captures VALUES (?1, 1, 'x', 0) ON CONFLICT DO NOTHING",
                [&capture],
            )
            .expect("writes");
            old.execute(
                "INSERT INTO members (capture, position, group_key, body) VALUES (?1, ?2, ?3, ?4)",
                rusqlite::params![capture, position, key, body],
            )
            .expect("writes");
        }
        drop(old);
        let mut store = Store::open(dir.path(), Access::Write).expect("opens");
        assert_eq!(store.unbanded().expect("reads"), Some(2));
        assert_eq!(store.band(1).expect("writes"), 1);
        assert_eq!(store.unbanded().expect("reads"), Some(1));
        assert_eq!(store.band(9).expect("writes"), 1);
        assert_eq!(store.band(9).expect("writes"), 0);
        assert_eq!(store.unbanded().expect("reads"), None);
        let pending = store.pending(None, 9, 9).expect("reads");
        let groups: Vec<&str> = pending.iter().map(|it| it.group.as_str()).collect();
        assert_eq!(groups, [format!("capture:{}", "0a".repeat(32))]);
        let members = store.members(&pending[0].group).expect("reads");
        assert_eq!(members.len(), 2, "the copy, and what it may be a copy of");
        store.unsettle_all().expect("writes");
        let pending = store.pending(None, 9, 9).expect("reads");
        let hollow = pending.iter().filter(|it| it.hollow);
        let hollow: Vec<&str> = hollow.map(|it| it.group.as_str()).collect();
        assert_eq!(hollow, ["=44@hung-yen/so-noi-vu@2021"]);
    }

    #[test]
    fn a_newer_schema_is_refused_by_reader_and_writer_alike() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut store = Store::open(dir.path(), Access::Write).expect("opens");
        store
            .write("thử", |db| set_version(db, KNOWN + 1))
            .expect("writes");
        drop(store);
        for access in [Access::Read, Access::Write] {
            let error = Store::open(dir.path(), access).expect_err("refused");
            assert!(matches!(error.kind(), Kind::NewerSchema { .. }), "{error}");
            assert!(error.to_string().contains("bản kehoach mới hơn"), "{error}");
        }
    }

    #[test]
    fn an_older_schema_is_left_to_a_writer() {
        let dir = tempfile::tempdir().expect("a folder");
        let error = must_be_current(0, "thử", dir.path()).expect_err("refused");
        assert!(matches!(error.kind(), Kind::OlderSchema { .. }), "{error}");
    }

    #[test]
    fn a_file_that_is_no_database_is_damaged() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(
            dir.path().join("kehoach.sqlite"),
            "không phải SQLite".repeat(99),
        )
        .expect("writes");
        let error = Store::open(dir.path(), Access::Read).expect_err("refused");
        assert!(matches!(error.kind(), Kind::Damaged { .. }), "{error}");
    }
}
