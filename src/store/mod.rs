//! Captures, records, members, works, links and corrections in; the same out, by name.
//!
//! Promise: what a writing verb acknowledged is on the disk (WAL, `synchronous=FULL`, blobs synced
//! before the rows that name them), and a verb either happened whole or not at all. One process
//! writes at a time; any number read, also while it writes.
//!
//! This room does not know the search engine, how a record is made or how a group is resolved. It
//! keeps what it is given and says what still has to be settled ([`Store::pending_groups`]) and
//! announced ([`Store::announcements`]).
//!
//! # The seam
//!
//! Callers see verbs named by the field and plain types; SQL, connections and rows stay in here.
//! For one machine this is SQLite and a folder. When it is outgrown, the same verbs stand on
//! PostgreSQL and S3, so what they promise is kept to what both give:
//!
//! * **Batches.** Every write is one call with everything that must happen together: captures with
//!   their records ([`Store::put`]), groups with their works and announcements ([`Store::settle`]).
//!   No transaction is ever held open across two calls.
//! * **Names, not row numbers.** A capture is its SHA-256, a work its [`WorkId`], a group its key.
//!   Times are arguments; the store never asks the clock.
//! * **Blobs apart.** [`Blobs`] is put, get, has and list by hash, create-only, hence an object
//!   store with content-addressed keys.
//! * **Announcements.** `index_outbox` is written in the transaction that changes a work, so an
//!   index that follows it, in this process or another, can be late but never wrong.
//! * **Leases.** The frontier hands out one host at a time under a fencing token; `BEGIN IMMEDIATE`
//!   here is `FOR UPDATE SKIP LOCKED` there.
//! * **Statements** sit beside the verb that uses them, in words both dialects know (`ON CONFLICT`,
//!   `RETURNING`); the schema says where it departs. A trait is cut from these verbs when there
//!   is a second implementation to keep it honest, not before.
//!
//! Why SQLite and not a key-value store: groups, targets and outbox need four orders on the same
//! rows, and a clerk's IT officer can open the file with tools that exist.

mod backup;
mod bands;
mod blobs;
mod captures;
mod corrections;
mod duties;
mod error;
mod faults;
mod followed;
mod frontier;
mod gists;
mod groups;
mod id;
mod in_hand;
mod journal;
mod lock;
mod moment;
mod outbox;
mod overview;
mod parents;
mod readings;
mod records;
mod schema;
mod settling;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

pub use blobs::{Blobs, Packing};
pub use captures::{
    Aside, Batch, Capture, ClearText, Counts, Intake, Provenance, Reading, Removal, Standing,
    Validators,
};
pub use corrections::{Correction, NewCorrection};
pub use error::{Error, Kind, Result, Retry};
pub use faults::{Fault, Severity};
pub use followed::{Followed, Following, News};
pub use frontier::{FrontierCounts, HostLease, Lease, Next};
pub use gists::{Gist, Odd, Warned};
pub use groups::{Group, Pending};
pub use id::{CaptureId, NotACaptureId};
pub use in_hand::{Held, InHand, is_reading};
pub use journal::{Entry, Stage};
pub use outbox::{Announcement, Op};
pub use parents::Placed;
pub use settling::{LARGE, Settled};

use error::Trouble;
use lock::WriterLock;

/// Longest wait for another process that holds the database for the moment of a commit or a
/// checkpoint. Writers are kept apart by the lock, so this only meets readers.
const BUSY_WAIT: Duration = Duration::from_secs(30);

/// Pages of the database a writer keeps in memory, in KiB: what linking touches lies anywhere, since captures
/// and works are named by hashes. With SQLite's own 2 MiB most of its time went into reading pages again.
const WRITER_CACHE_KIB: i64 = 64 * 1024;

/// The same for each reader; there may be some at once.
const READER_CACHE_KIB: i64 = 8 * 1024;

/// Pages after which the log is folded into the database: 256 MiB, so that a page that many groups
/// share is copied once and not for each of them.
const LOG_PAGES: i64 = 64 * 1024;

/// What the caller is going to do with the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Always possible where there is a store; sees what is acknowledged.
    Read,
    /// One process at a time; makes the store where there is none.
    Write,
}

/// One data folder.
#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    database: Connection,
    blobs: Blobs,
    in_hand: InHand,
    /// `None` for a reader.
    lock: Option<WriterLock>,
    is_frozen: bool,
}

impl Store {
    /// Opens the store in `dir`. A writer brings an older schema up to date; a newer one is refused.
    pub fn open(dir: &Path, access: Access) -> Result<Store> {
        match access {
            Access::Read => Store::open_to_read(dir),
            Access::Write => Store::open_to_write(dir),
        }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// True if this reader sees the store as it was when opened, and must be opened again for what is
    /// written later: all a reader can do who may write nothing beside the database.
    pub fn is_frozen(&self) -> bool {
        self.is_frozen
    }

    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Where a writer notes what it is about to read.
    pub fn in_hand(&self) -> &InHand {
        &self.in_hand
    }

    fn open_to_read(dir: &Path) -> Result<Store> {
        const DOING: &str = "mở kho để đọc";
        let path = database_path(dir);
        match fs::metadata(&path) {
            Ok(found) if found.is_file() => {}
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(Error::io(DOING, dir, error));
            }
            _ => return Err(Error::new(DOING, dir, Kind::Missing)),
        }
        let (database, is_frozen) = reading(&path).map_err(|trouble| trouble.on(DOING, &path))?;
        let store = Store {
            is_frozen,
            ..Store::on(dir, database, None)
        };
        store.read(DOING, |db| {
            db.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
            Ok(db.pragma_update(None, "query_only", true)?)
        })?;
        match store.read(DOING, schema::version)? {
            0 => Err(Error::new(DOING, dir, Kind::Missing)),
            found => schema::must_be_current(found, DOING, &path).map(|()| store),
        }
    }

    fn open_to_write(dir: &Path) -> Result<Store> {
        const DOING: &str = "mở kho để ghi";
        fs::create_dir_all(dir).map_err(|error| Error::io("tạo thư mục dữ liệu", dir, error))?;
        let lock = WriterLock::take(dir)?;
        let path = database_path(dir);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let database = connect(&path, flags).map_err(|trouble| trouble.on(DOING, &path))?;
        let mut store = Store::on(dir, database, Some(lock));
        store.read(DOING, |db| {
            db.pragma_update(None, "journal_mode", "WAL")?;
            db.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
            db.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
            Ok(db.pragma_update(None, "synchronous", "FULL")?)
        })?;
        schema::migrate(&mut store)?;
        store.blobs.sweep()?;
        store.in_hand = InHand::open(dir)?;
        Ok(store)
    }

    fn on(dir: &Path, database: Connection, lock: Option<WriterLock>) -> Store {
        Store {
            dir: dir.to_owned(),
            database,
            blobs: Blobs::at(dir.join("blobs")),
            in_hand: InHand::nothing(),
            lock,
            is_frozen: false,
        }
    }

    /// Asks several questions of one state of the store, whatever is written meanwhile.
    pub fn consistently<T, E: From<Error>>(
        &self,
        questions: impl FnOnce(&Store) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let snapshot = self
            .database
            .unchecked_transaction()
            .map_err(|error| Trouble::from(error).on("đọc kho", &self.database_path()))?;
        let answer = questions(self);
        drop(snapshot);
        answer
    }

    /// Runs one question.
    fn read<T>(
        &self,
        doing: &'static str,
        question: impl FnOnce(&Connection) -> std::result::Result<T, Trouble>,
    ) -> Result<T> {
        question(&self.database).map_err(|trouble| trouble.on(doing, &self.database_path()))
    }

    /// Runs a change in one transaction; on the disk when this returns, or nothing happened.
    fn write<T>(
        &mut self,
        doing: &'static str,
        change: impl FnOnce(&Transaction) -> std::result::Result<T, Trouble>,
    ) -> Result<T> {
        let path = self.database_path();
        if self.lock.is_none() {
            return Err(Error::new(doing, path, Kind::ReadOnly));
        }
        let run = |database: &mut Connection| {
            let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = change(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run(&mut self.database).map_err(|trouble: Trouble| trouble.on(doing, &path))
    }

    fn database_path(&self) -> PathBuf {
        database_path(&self.dir)
    }
}

fn database_path(dir: &Path) -> PathBuf {
    dir.join("kehoach.sqlite")
}

/// A connection to read with, and whether it is frozen. A database in WAL mode wants to write beside
/// itself even to be read; who may not, reads the file as it stands, if everything is in it.
fn reading(path: &Path) -> std::result::Result<(Connection, bool), Trouble> {
    let attempts = [
        OpenFlags::SQLITE_OPEN_READ_WRITE,
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    ];
    for flags in attempts {
        match connect(path, flags) {
            Ok(database) => return Ok((database, false)),
            Err(trouble) if trouble.is_of_permission() => {}
            Err(trouble) => return Err(trouble),
        }
    }
    let log = path.with_extension("sqlite-wal");
    let is_whole = fs::metadata(log).map_or(true, |log| log.len() == 0);
    match frozen_address(path) {
        Some(address) if is_whole => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            Ok((connect(Path::new(&address), flags)?, true))
        }
        _ => Err(Trouble::Forbidden),
    }
}

/// The database as a file nobody changes; `None` for a path that is no text.
fn frozen_address(path: &Path) -> Option<String> {
    let absolute = std::path::absolute(path).ok()?;
    let mut address = url::Url::from_file_path(absolute).ok()?;
    address.set_query(Some("immutable=1"));
    Some(address.into())
}

fn connect(path: &Path, flags: OpenFlags) -> std::result::Result<Connection, Trouble> {
    let database = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    database.busy_timeout(BUSY_WAIT)?;
    database.pragma_update(None, "foreign_keys", true)?;
    // A plan does not depend on the values asked for. Without this SQLite, built to look at statistics
    // nobody gathers here, prepared nearly every statement anew for every question: a quarter of all
    // the work of linking.
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The first real read: a file that is no database is found here and not in some verb.
    database.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    database.set_prepared_statement_cache_capacity(64);
    Ok(database)
}

/// A stored JSON value read back.
fn decode<'a, T: serde::Deserialize<'a>>(json: &'a str) -> std::result::Result<T, Trouble> {
    Ok(serde_json::from_str(json)?)
}

fn encode<T: serde::Serialize>(value: &T) -> std::result::Result<String, Trouble> {
    Ok(serde_json::to_string(value)?)
}
