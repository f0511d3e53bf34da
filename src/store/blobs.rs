//! Bytes in, bytes out, named by their SHA-256: `blobs/ab/cd/<sha256>`, packed ones with `.zst`.
//!
//! A blob is written under a temporary name, synced, renamed, and its folder synced, so a name
//! either does not exist or holds every byte. Reading hashes what it read: a flipped bit is an
//! error, never a different document. Nothing here is ever changed in place.
//!
//! The same four verbs (`put`, `get`, `has`, `ids`) are what an object store offers: there the
//! name is the key, the rename a conditional create.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::CaptureId;
use super::error::{Error, Kind, Result};

/// zstd's own default: on portal HTML it saves four bytes of five, and reading is what is frequent.
const LEVEL: i32 = 3;

/// Longest unpacked blob we read back. No capture may be longer; a packed blob that claims more
/// was not written by us.
const BLOB_BYTES_MAX: u64 = 4 << 30;

/// Whether packing is worth its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// PDF, JPEG and everything in a zip: already compressed.
    Raw,
    /// Text, HTML, DOC, RTF.
    Zstd,
}

/// Where the bytes of captures are. Safe to use from many threads at once.
#[derive(Debug)]
pub struct Blobs {
    dir: PathBuf,
}

static TEMPORARY: AtomicU64 = AtomicU64::new(0);

impl Blobs {
    pub(super) fn at(dir: PathBuf) -> Blobs {
        Blobs { dir }
    }

    /// Keeps `bytes` for good under their own hash; they are on the disk when this returns.
    /// Putting them again is harmless and heals a damaged copy.
    pub fn put(&self, bytes: &[u8], packing: Packing) -> Result<CaptureId> {
        let id = CaptureId::of(bytes);
        let path = self.path(id, packing);
        match packing {
            Packing::Raw => self.write(&path, bytes)?,
            Packing::Zstd => {
                let packed = zstd::encode_all(bytes, LEVEL)
                    .map_err(|error| Error::io("nén bản thu", &path, error))?;
                self.write(&path, &packed)?;
            }
        }
        Ok(id)
    }

    /// The bytes that were put, proven by their hash.
    pub fn get(&self, id: CaptureId) -> Result<Vec<u8>> {
        const DOING: &str = "đọc bản thu";
        let (path, packing) = self.find(id)?;
        let stored = fs::read(&path).map_err(|error| Error::io(DOING, &path, error))?;
        let bytes = match packing {
            Packing::Raw => stored,
            Packing::Zstd => {
                unpack(&stored).map_err(|error| Error::damaged(DOING, &path, error.to_string()))?
            }
        };
        if CaptureId::of(&bytes) != id {
            return Err(Error::damaged(DOING, &path, "nội dung không khớp mã băm"));
        }
        Ok(bytes)
    }

    /// Keeps a blob in another place as well, proven on the way and packed as it is here.
    pub(super) fn copy(&self, id: CaptureId, to: &Blobs) -> Result<()> {
        let bytes = self.get(id)?;
        let (_, packing) = self.find(id)?;
        to.put(&bytes, packing).map(drop)
    }

    pub fn has(&self, id: CaptureId) -> bool {
        self.find(id).is_ok()
    }

    /// Every blob on disk, in order of its name, whether or not a capture knows it.
    pub fn ids(&self) -> Result<Vec<CaptureId>> {
        let mut ids = Vec::new();
        for first in self.list(&self.dir)? {
            for second in self.list(&first)? {
                ids.extend(self.list(&second)?.iter().filter_map(|file| id_of(file)));
            }
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// Throws away what a killed writer left half-written. Only the one writer may call this.
    pub(super) fn sweep(&self) -> Result<()> {
        let dir = self.temporary();
        fs::create_dir_all(&dir).map_err(|error| Error::io("dọn tệp tạm", &dir, error))?;
        for entry in fs::read_dir(&dir).map_err(|error| Error::io("dọn tệp tạm", &dir, error))?
        {
            let entry = entry.map_err(|error| Error::io("dọn tệp tạm", &dir, error))?;
            let path = entry.path();
            fs::remove_file(&path).map_err(|error| Error::io("dọn tệp tạm", &path, error))?;
        }
        Ok(())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let ordinal = TEMPORARY.fetch_add(1, Ordering::Relaxed);
        let temporary = self
            .temporary()
            .join(format!("{}-{ordinal}", std::process::id()));
        self.write_by(&temporary, path, bytes).map_err(|error| {
            // Best effort: what stays behind is swept by the next writer.
            let _ = fs::remove_file(&temporary);
            Error::io("ghi bản thu", path, error)
        })
    }

    fn write_by(&self, temporary: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        let folder = path.parent().unwrap_or(&self.dir);
        self.make_folder(folder)?;
        fs::rename(temporary, path)?;
        sync_folder(folder)
    }

    /// Makes `blobs/ab/cd`, syncing each folder that gained a name.
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        if folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        folder.ancestors().skip(1).take(2).try_for_each(sync_folder)
    }

    fn find(&self, id: CaptureId) -> Result<(PathBuf, Packing)> {
        [Packing::Zstd, Packing::Raw]
            .into_iter()
            .map(|packing| (self.path(id, packing), packing))
            .find(|(path, _)| path.is_file())
            .ok_or_else(|| {
                let path = self.path(id, Packing::Raw);
                let what = "thiếu tệp".to_owned();
                Error::new("đọc bản thu", path, Kind::Damaged { what })
            })
    }

    fn path(&self, id: CaptureId, packing: Packing) -> PathBuf {
        let hex = id.to_string();
        let folder = self.dir.join(&hex[..2]).join(&hex[2..4]);
        match packing {
            Packing::Raw => folder.join(hex),
            Packing::Zstd => folder.join(format!("{hex}.zst")),
        }
    }

    fn temporary(&self) -> PathBuf {
        self.dir.join("tmp")
    }

    /// The names in a folder; none if it does not exist or is no folder.
    fn list(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let failed = |error| Error::io("liệt kê bản thu", folder, error);
        if !folder.is_dir() {
            return Ok(Vec::new());
        }
        fs::read_dir(folder)
            .map_err(failed)?
            .map(|entry| entry.map(|entry| entry.path()).map_err(failed))
            .collect()
    }
}

/// The hash a blob is named after.
fn id_of(file: &Path) -> Option<CaptureId> {
    file.file_stem()?.to_str()?.parse().ok()
}

fn unpack(stored: &[u8]) -> io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    zstd::Decoder::new(stored)?
        .take(BLOB_BYTES_MAX)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows gives no handle to a folder that can be synced; NTFS journals the rename itself.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
