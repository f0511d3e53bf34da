//! What the disk and the question can do to a search, each in one Vietnamese sentence.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use super::question::QueryError;

/// What failed, on which index.
#[derive(Debug)]
pub struct Error {
    path: PathBuf,
    kind: ErrorKind,
    detail: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Another process (or another handle of this one) is writing.
    Locked,
    /// Built by another analyzer, schema or engine version.
    OtherVersion,
    /// Nothing has been indexed here yet.
    Missing,
    /// Opened for reading only.
    ReadOnly,
    Damaged,
    DiskFull,
    Io,
    /// The question itself cannot be answered as it stands.
    Query(QueryError),
    /// Its phrases stand in more texts than a question may look through.
    TooBroad,
}

/// Whether the same call may succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// As soon as the other writer is done.
    Later,
    /// After a person (or `kehoach reindex`) has done something.
    Never,
}

impl Error {
    pub(super) fn new(path: &Path, kind: ErrorKind, detail: impl fmt::Display) -> Error {
        Error {
            path: path.to_path_buf(),
            kind,
            detail: detail.to_string(),
        }
    }

    /// A line that could not be understood, whichever index it was meant for.
    pub fn question(error: QueryError) -> Error {
        Error::new(Path::new(""), ErrorKind::Query(error), "")
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> Error {
        Error::new(path, io_kind(error), error)
    }

    pub(super) fn engine(path: &Path, error: &TantivyError) -> Error {
        Error::new(path, engine_kind(error), error)
    }

    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn retry(&self) -> Retry {
        match self.kind {
            ErrorKind::Locked => Retry::Later,
            ErrorKind::OtherVersion
            | ErrorKind::Missing
            | ErrorKind::ReadOnly
            | ErrorKind::Damaged
            | ErrorKind::DiskFull
            | ErrorKind::Io
            | ErrorKind::Query(_)
            | ErrorKind::TooBroad => Retry::Never,
        }
    }
}

fn io_kind(error: &io::Error) -> ErrorKind {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            ErrorKind::DiskFull
        }
        // The engine wraps some errors of the system and keeps only their words.
        _ if tells_full(error) => ErrorKind::DiskFull,
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => ErrorKind::Damaged,
        _ => ErrorKind::Io,
    }
}

/// `ENOSPC`, or `EFBIG`, which a process limit says in its place.
fn tells_full(error: &impl fmt::Display) -> bool {
    let words = error.to_string();
    words.contains("os error 28") || words.contains("os error 27")
}

fn engine_kind(error: &TantivyError) -> ErrorKind {
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => ErrorKind::Locked,
        TantivyError::LockFailure(LockError::IoError(error), _) => io_kind(error),
        TantivyError::IncompatibleIndex(_) | TantivyError::SchemaError(_) => {
            ErrorKind::OtherVersion
        }
        TantivyError::IoError(error) => io_kind(error),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            io_kind(io_error)
        }
        TantivyError::DataCorruption(_)
        | TantivyError::DeserializeError(_)
        | TantivyError::OpenReadError(_) => ErrorKind::Damaged,
        // A worker thread tells its reason in words only.
        other if tells_full(other) => ErrorKind::DiskFull,
        _ => ErrorKind::Io,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.kind {
            ErrorKind::Locked => write!(
                f,
                "chỉ mục {path} đang được một tiến trình khác ghi; hãy đợi tiến trình đó xong rồi chạy lại"
            ),
            ErrorKind::OtherVersion => write!(
                f,
                "chỉ mục {path} do phiên bản khác tạo ra ({}); hãy chạy `kehoach reindex`",
                self.detail
            ),
            ErrorKind::Missing => write!(
                f,
                "chưa có chỉ mục tại {path}; hãy chạy `kehoach ingest` hoặc `kehoach reindex`"
            ),
            ErrorKind::ReadOnly => {
                write!(f, "chỉ mục {path} được mở chỉ để đọc; hãy mở lại để ghi")
            }
            ErrorKind::Damaged => write!(
                f,
                "chỉ mục {path} bị hỏng ({}); hãy chạy `kehoach reindex` để dựng lại",
                self.detail
            ),
            ErrorKind::DiskFull => write!(
                f,
                "hết chỗ trên đĩa khi ghi chỉ mục {path}; hãy giải phóng đĩa rồi chạy lại"
            ),
            ErrorKind::Io => write!(f, "không đọc ghi được chỉ mục {path}: {}", self.detail),
            ErrorKind::Query(error) => error.fmt(f),
            ErrorKind::TooBroad => write!(f, "{TOO_BROAD}; {TOO_BROAD_HINT}"),
        }
    }
}

/// What [`ErrorKind::TooBroad`] means, and what to do.
pub const TOO_BROAD: &str =
    "các cụm từ trong ngoặc kép có ở quá nhiều văn bản, không tìm hết được trong một lượt";
pub const TOO_BROAD_HINT: &str =
    "hãy bớt cụm từ, chọn từ hiếm hơn, hoặc thêm bộ lọc như nam:2021 hay coquan:\"Sở Nội vụ\"";

impl std::error::Error for Error {}
