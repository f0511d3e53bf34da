//! One writer per data folder.
//!
//! The lock is the operating system's, on a file that also holds the writer's process id for the
//! message: a killed writer leaves no lock behind, only a number nobody reads.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::error::{Error, Kind, Result};

const DOING: &str = "khóa kho";

const PATIENCE: Duration = Duration::from_millis(500);

/// Held as long as the value lives.
#[derive(Debug)]
pub(super) struct WriterLock {
    _file: File,
}

impl WriterLock {
    pub(super) fn take(dir: &Path) -> Result<WriterLock> {
        let path = dir.join("writer.lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| match error.kind() {
                ErrorKind::PermissionDenied => Error::new(DOING, dir, Kind::ReadOnly),
                _ => Error::io(DOING, &path, error),
            })?;
        match patiently(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::new(
                    DOING,
                    dir,
                    Kind::Locked {
                        pid: holder(&mut file),
                    },
                ));
            }
            Err(TryLockError::Error(error)) => return Err(Error::io(DOING, &path, error)),
        }
        sign(&mut file).map_err(|error| Error::io(DOING, &path, error))?;
        Ok(WriterLock { _file: file })
    }
}

/// A program this process starts holds a copy of the lock until it runs its own code: what is held
/// for longer than [`PATIENCE`] is held by another writer.
fn patiently(file: &File) -> std::result::Result<(), TryLockError> {
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => {
                thread::sleep(PATIENCE / 20);
            }
            ended => return ended,
        }
    }
}

fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(std::process::id().to_string().as_bytes())
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
