//! An address that cannot be served at, in one sentence that says what to do.

use std::fmt;
use std::io;
use std::net::SocketAddr;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug)]
pub struct Error {
    address: SocketAddr,
    kind: Kind,
    cause: io::Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Another program listens there.
    PortTaken,
    /// Ports below 1024 are for the administrator.
    PortForbidden,
    /// The address is none of this machine's.
    NotOurs,
    Io,
}

impl Error {
    pub(super) fn new(address: SocketAddr, cause: io::Error) -> Error {
        let kind = match cause.kind() {
            io::ErrorKind::AddrInUse => Kind::PortTaken,
            io::ErrorKind::PermissionDenied => Kind::PortForbidden,
            io::ErrorKind::AddrNotAvailable => Kind::NotOurs,
            _ => Kind::Io,
        };
        Error {
            address,
            kind,
            cause,
        }
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the operating system said.
    pub fn io(&self) -> Option<&io::Error> {
        Some(&self.cause)
    }

    /// True if the same address may be free later.
    pub fn retry(&self) -> bool {
        self.kind == Kind::PortTaken
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (address, port) = (self.address, self.address.port());
        match self.kind {
            Kind::PortTaken => write!(
                f,
                "mở trang web: cổng {port} đang được chương trình khác dùng, hãy chọn cổng khác \
                 (hoặc cổng 0 để lấy một cổng trống)"
            ),
            Kind::PortForbidden => write!(
                f,
                "mở trang web: không được phép dùng cổng {port}, hãy chọn cổng từ 1024 trở lên"
            ),
            Kind::NotOurs => write!(
                f,
                "mở trang web: {address} không phải địa chỉ của máy này, hãy dùng 127.0.0.1"
            ),
            Kind::Io => write!(f, "mở trang web tại {address}: {}", self.cause),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}
