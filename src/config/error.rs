//! A setting that cannot be used: which file and line, or which flag, and what to write instead.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub struct Error {
    /// The file, flag or variable.
    source: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// The file cannot be read.
    Io(io::Error),
    /// A line of the file, counted from 1, cannot be understood.
    Line { line: usize, message: String },
    /// A flag or variable has a value that cannot be used.
    Value { message: String },
}

impl Error {
    pub(super) fn io(path: &Path, error: io::Error) -> Error {
        Error {
            source: path.to_owned(),
            kind: Kind::Io(error),
        }
    }

    pub(super) fn line(path: &Path, line: usize, message: impl Into<String>) -> Error {
        let kind = Kind::Line {
            line,
            message: message.into(),
        };
        Error {
            source: path.to_owned(),
            kind,
        }
    }

    pub(super) fn value(source: &str, message: impl Into<String>) -> Error {
        let kind = Kind::Value {
            message: message.into(),
        };
        Error {
            source: source.into(),
            kind,
        }
    }

    pub fn kind(&self) -> &Kind {
        &self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = self.source.display();
        match &self.kind {
            Kind::Io(error) => write!(
                f,
                "đọc tệp cấu hình: {source}: {error}, hãy kiểm tra đường dẫn và quyền đọc"
            ),
            Kind::Line { line, message } => write!(
                f,
                "đọc tệp cấu hình: {source}, dòng {line}: {message}; hãy sửa hoặc xóa dòng này"
            ),
            Kind::Value { message } => write!(f, "đọc thiết lập: {source}: {message}"),
        }
    }
}

impl std::error::Error for Error {}
