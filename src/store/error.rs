//! What the disk and the database can do to us, in one sentence a person can act on.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub type Result<T> = std::result::Result<T, Error>;

/// What was being done, to which file or folder, and what happened.
#[derive(Debug)]
pub struct Error {
    doing: &'static str,
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// Another process writes to this data folder.
    Locked {
        pid: Option<u32>,
    },
    /// The disk or the quota is full. Nothing acknowledged is lost.
    DiskFull,
    /// Bytes on disk are not what was written there.
    Damaged {
        what: String,
    },
    /// The folder was written by a later version of the program.
    NewerSchema {
        found: u32,
        known: u32,
    },
    /// The folder was written by an earlier version and only a writer may bring it up to date.
    OlderSchema {
        found: u32,
        known: u32,
    },
    /// There is no store in this folder, and the caller only wants to read.
    Missing,
    /// A writing verb was called on a store opened for reading, or the folder may not be written to.
    ReadOnly,
    /// There is a store already where a new one is to be.
    Taken,
    /// The database is busy for longer than we wait.
    Busy,
    /// Somebody else took over the host this lease was for.
    LeaseLost,
    Io(io::Error),
    /// Anything else the database says, in its own words.
    Engine {
        message: String,
    },
}

/// Whether the same call can succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    Later,
    Never,
}

impl Error {
    pub(super) fn new(doing: &'static str, path: impl Into<PathBuf>, kind: Kind) -> Error {
        Error {
            doing,
            path: path.into(),
            kind,
        }
    }

    pub(super) fn io(doing: &'static str, path: &Path, error: io::Error) -> Error {
        let kind = match error.kind() {
            // EFBIG is what a process limit (ulimit -f) says in place of ENOSPC.
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Kind::DiskFull,
            _ => Kind::Io(error),
        };
        Error::new(doing, path, kind)
    }

    pub(super) fn damaged(doing: &'static str, path: &Path, what: impl Into<String>) -> Error {
        Error::new(doing, path, Kind::Damaged { what: what.into() })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// What happened, without what to do about it.
    pub fn what(&self) -> String {
        match &self.kind {
            Kind::Damaged { what } => what.clone(),
            _ => self.to_string(),
        }
    }

    pub fn retry(&self) -> Retry {
        match &self.kind {
            Kind::Locked { .. } | Kind::DiskFull | Kind::Busy => Retry::Later,
            Kind::Damaged { .. }
            | Kind::NewerSchema { .. }
            | Kind::OlderSchema { .. }
            | Kind::Missing
            | Kind::ReadOnly
            | Kind::Taken
            | Kind::LeaseLost
            | Kind::Engine { .. } => Retry::Never,
            Kind::Io(error) => match error.kind() {
                io::ErrorKind::Interrupted | io::ErrorKind::TimedOut => Retry::Later,
                _ => Retry::Never,
            },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: ", self.doing, self.path.display())?;
        match &self.kind {
            Kind::Locked { pid: Some(pid) } => write!(
                f,
                "tiến trình {pid} đang ghi vào thư mục này, hãy đợi nó xong rồi chạy lại"
            ),
            Kind::Locked { pid: None } => f.write_str(
                "một tiến trình khác đang ghi vào thư mục này, hãy đợi nó xong rồi chạy lại",
            ),
            Kind::DiskFull => f.write_str(
                "ổ đĩa đã đầy, hãy giải phóng chỗ trống rồi chạy lại (phần đã ghi nhận vẫn còn nguyên)",
            ),
            Kind::Damaged { what } => write!(
                f,
                "dữ liệu bị hỏng ({what}), hãy chạy «kehoach verify» để biết phạm vi"
            ),
            Kind::NewerSchema { found, known } => write!(
                f,
                "dữ liệu ở phiên bản {found}, chương trình này chỉ biết đến phiên bản {known}, hãy dùng bản kehoach mới hơn"
            ),
            Kind::OlderSchema { found, known } => write!(
                f,
                "dữ liệu ở phiên bản {found} cũ hơn {known}, hãy chạy một lệnh ghi như «kehoach reindex» để nâng cấp"
            ),
            Kind::Missing => f.write_str(
                "chưa có dữ liệu ở đây, hãy chạy «kehoach ingest» trước hoặc chỉ đúng thư mục bằng --data",
            ),
            Kind::ReadOnly => {
                f.write_str("không có quyền ghi vào đây, hãy xin quyền ghi rồi chạy lại")
            }
            Kind::Taken => f.write_str("nơi này đã có một kho, hãy chọn một thư mục mới"),
            Kind::Busy => f.write_str("cơ sở dữ liệu đang bận, hãy chạy lại sau ít phút"),
            Kind::LeaseLost => f.write_str("tiến trình khác đã nhận máy chủ này"),
            Kind::Io(error) => write!(f, "{error}"),
            Kind::Engine { message } => write!(f, "cơ sở dữ liệu báo: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Io(error) => Some(error),
            _ => None,
        }
    }
}

/// What a statement can end in, before it is known on which store. Stays inside this room.
#[derive(Debug)]
pub(super) enum Trouble {
    Engine(rusqlite::Error),
    /// A stored value does not read back.
    Value(String),
    /// The operating system lets us neither write nor read here.
    Forbidden,
    LeaseLost,
}

impl Trouble {
    /// True if another way to open the same file may be allowed.
    pub(super) fn is_of_permission(&self) -> bool {
        use rusqlite::ErrorCode;
        match self {
            Trouble::Engine(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::ReadOnly
                        | ErrorCode::CannotOpen
                        | ErrorCode::PermissionDenied
                        | ErrorCode::SystemIoFailure
                )
            ),
            _ => false,
        }
    }

    pub(super) fn on(self, doing: &'static str, path: &Path) -> Error {
        let kind = match self {
            Trouble::Engine(error) => engine_kind(error),
            Trouble::Value(what) => Kind::Damaged { what },
            Trouble::Forbidden => Kind::Io(io::ErrorKind::PermissionDenied.into()),
            Trouble::LeaseLost => Kind::LeaseLost,
        };
        Error::new(doing, path, kind)
    }
}

fn engine_kind(error: rusqlite::Error) -> Kind {
    use rusqlite::ErrorCode;
    let message = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Kind::DiskFull,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Kind::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Kind::Damaged { what: message }
        }
        Some(ErrorCode::ReadOnly) => Kind::ReadOnly,
        _ => Kind::Engine { message },
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Trouble {
        Trouble::Engine(error)
    }
}

impl From<rusqlite::types::FromSqlError> for Trouble {
    fn from(error: rusqlite::types::FromSqlError) -> Trouble {
        Trouble::from(rusqlite::Error::from(error))
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Trouble {
        Trouble::Value(error.to_string())
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Value(error.to_string())
    }
}
