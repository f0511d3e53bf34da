//! The outside world failed under a run.

use std::fmt;

use crate::{fetch, index, store};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    Store(store::Error),
    Index(index::Error),
    Fetch(fetch::Error),
    /// The library was opened for reading and a writing verb was called.
    ReadOnly,
    /// The threads that read documents could not be started.
    Threads {
        message: String,
    },
}

impl Error {
    pub(super) fn new(kind: Kind) -> Error {
        Error { kind }
    }

    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    pub fn retry(&self) -> store::Retry {
        match &self.kind {
            Kind::Store(error) => error.retry(),
            Kind::Index(_) | Kind::Fetch(_) | Kind::Threads { .. } => store::Retry::Later,
            Kind::ReadOnly => store::Retry::Never,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Store(error) => error.fmt(f),
            Kind::Index(error) => error.fmt(f),
            Kind::Fetch(error) => error.fmt(f),
            Kind::ReadOnly => f.write_str("kho đang mở chỉ để đọc"),
            Kind::Threads { message } => {
                write!(f, "khởi động luồng xử lý: {message}, hãy giảm --jobs")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Error {
        Error::new(Kind::Store(error))
    }
}
