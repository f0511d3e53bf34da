//! The folder of an index as several accounts share it.
//!
//! The engine writes its small files under a temporary name, which makes them private, and locks even
//! to read, which a reader without write permission cannot. Here a file is as readable as its folder,
//! and such a reader goes without the lock: the lock only keeps files from being tidied away while
//! they are opened, and an opening that fails so is tried again by whoever asked. A writer asks for
//! its lock with some patience, as the store does for its own: see [`PATIENCE`].

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// How long a lock is asked for. A program this process starts (a worker, tesseract) holds a copy of
/// every lock until it runs its own code, so a lock let go a moment ago may still be held: what is
/// held for longer is held by another writer.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Clone)]
pub(super) struct Shared {
    path: PathBuf,
    inner: MmapDirectory,
}

impl Shared {
    pub fn new(path: &Path, inner: MmapDirectory) -> Shared {
        Shared {
            path: path.to_owned(),
            inner,
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.inner, f)
    }
}

impl Directory for Shared {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.inner.atomic_write(path, data)?;
        as_readable_as(&self.path, &self.path.join(path))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match patiently(&self.inner, lock) {
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && is_forbidden(&error) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            locked => locked,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

fn patiently(folder: &MmapDirectory, lock: &Lock) -> Result<DirectoryLock, LockError> {
    let began = Instant::now();
    loop {
        match folder.acquire_lock(lock) {
            Err(LockError::LockBusy) if began.elapsed() < PATIENCE => thread::sleep(PATIENCE / 20),
            ended => return ended,
        }
    }
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

/// Who may list the folder may read the file.
#[cfg(unix)]
fn as_readable_as(folder: &Path, file: &Path) -> io::Result<()> {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    const READ_AND_WRITE: u32 = 0o666;
    let mode = fs::metadata(folder)?.permissions().mode() & READ_AND_WRITE;
    fs::set_permissions(file, PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn as_readable_as(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
