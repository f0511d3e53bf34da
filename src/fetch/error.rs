//! What can go wrong between wanting a URL and holding its bytes, and whether to try again.

use std::fmt;
use std::net::IpAddr;
use std::time::SystemTime;

use url::Url;

pub type Result<T> = std::result::Result<T, Error>;

/// What a keeper (the store behind a [`Ledger`](super::Ledger)) says when it cannot keep.
pub type KeepError = Box<dyn std::error::Error + Send + Sync>;

/// One URL and what happened to it.
#[derive(Debug)]
pub struct Error {
    url: Url,
    kind: Kind,
}

#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// robots.txt says no; the rule that decided.
    Disallowed {
        rule: String,
    },
    /// robots.txt could not be had in a state a program may judge: a person has to look.
    Held {
        reason: String,
        until: SystemTime,
    },
    /// Another host, scheme, port or path than the profile covers.
    OutOfScope,
    /// The host is, or leads to, an address of the inside of a network.
    PrivateAddress {
        ip: IpAddr,
    },
    Unresolved {
        message: String,
    },
    Connect {
        message: String,
    },
    Tls {
        message: String,
    },
    Timeout {
        stage: &'static str,
    },
    /// Fewer bytes came than were announced, or the stream broke.
    Truncated {
        message: String,
    },
    TooLarge {
        what: &'static str,
        limit: u64,
    },
    /// A small body that unpacks into a huge one.
    Bomb {
        ratio: u64,
    },
    /// 429 or 503 with a time.
    Throttled {
        status: u16,
        until: SystemTime,
    },
    Status(u16),
    Redirects,
    /// A page that asks for a browser or a human (captcha, "Just a moment").
    Challenge {
        mark: String,
    },
    /// A page that says, with status 200, that there is nothing here.
    Missing {
        mark: String,
    },
    /// A web page where a file was promised.
    WrongContent {
        sniffed: &'static str,
    },
    /// The keeper could not write; the run ends.
    Keep(KeepError),
    Protocol {
        message: String,
    },
}

/// Whether the same request can succeed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    At(SystemTime),
    Later,
    Never,
}

impl Error {
    pub fn new(url: &Url, kind: Kind) -> Error {
        Error {
            url: url.clone(),
            kind,
        }
    }

    pub fn url(&self) -> &Url {
        &self.url
    }

    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    pub fn into_kind(self) -> Kind {
        self.kind
    }

    /// The status the server gave, where it gave one.
    pub fn status(&self) -> Option<u16> {
        match self.kind {
            Kind::Status(status) | Kind::Throttled { status, .. } => Some(status),
            Kind::Missing { .. } | Kind::WrongContent { .. } => Some(200),
            _ => None,
        }
    }

    pub fn retry(&self) -> Retry {
        match &self.kind {
            Kind::Throttled { until, .. } | Kind::Held { until, .. } => Retry::At(*until),
            Kind::Unresolved { .. }
            | Kind::Connect { .. }
            | Kind::Tls { .. }
            | Kind::Timeout { .. }
            | Kind::Truncated { .. }
            | Kind::Challenge { .. }
            | Kind::Keep(_)
            | Kind::Protocol { .. } => Retry::Later,
            Kind::Status(401 | 403 | 408 | 425 | 429 | 500..=599) => Retry::Later,
            Kind::Status(_)
            | Kind::Disallowed { .. }
            | Kind::OutOfScope
            | Kind::PrivateAddress { .. }
            | Kind::TooLarge { .. }
            | Kind::Bomb { .. }
            | Kind::Redirects
            | Kind::Missing { .. }
            | Kind::WrongContent { .. } => Retry::Never,
        }
    }

    /// True if asking was not allowed, rather than unsuccessful.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self.kind,
            Kind::Disallowed { .. } | Kind::OutOfScope | Kind::PrivateAddress { .. }
        )
    }

    /// True if only a person can change it: the URL is left for days, not seconds.
    pub(super) fn needs_a_person(&self) -> bool {
        matches!(self.kind, Kind::Challenge { .. } | Kind::Status(401 | 403))
    }

    /// True if the whole host seems to be in trouble, not this page alone.
    pub(super) fn speaks_of_host(&self) -> bool {
        matches!(
            self.kind,
            Kind::Unresolved { .. }
                | Kind::Connect { .. }
                | Kind::Tls { .. }
                | Kind::Timeout { .. }
                | Kind::Challenge { .. }
                | Kind::Throttled { .. }
                | Kind::Status(429 | 500..=599)
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tải {}: {}", self.url, self.kind)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Disallowed { rule } => write!(f, "robots.txt không cho phép ({rule})"),
            Kind::Held { reason, .. } => {
                write!(f, "tạm dừng, cần người xử lý: robots.txt {reason}")
            }
            Kind::OutOfScope => f.write_str("nằm ngoài phạm vi khai báo trong hồ sơ cổng"),
            Kind::PrivateAddress { ip } => {
                write!(
                    f,
                    "máy chủ trỏ tới địa chỉ nội bộ {ip} nên không được phép truy cập"
                )
            }
            Kind::Unresolved { message } => write!(f, "không phân giải được tên miền ({message})"),
            Kind::Connect { message } => write!(f, "không kết nối được ({message})"),
            Kind::Tls { message } => write!(f, "chứng thư TLS không dùng được ({message})"),
            Kind::Timeout { stage } => write!(f, "quá thời gian chờ khi {stage}"),
            Kind::Truncated { message } => write!(f, "nội dung bị cắt giữa chừng ({message})"),
            Kind::TooLarge { what, limit } => write!(f, "{what} vượt quá {limit} byte"),
            Kind::Bomb { ratio } => write!(f, "nội dung nén nở ra hơn {ratio} lần"),
            Kind::Throttled { status, .. } => write!(f, "máy chủ yêu cầu chậm lại ({status})"),
            Kind::Status(status @ (401 | 403)) => {
                write!(f, "máy chủ từ chối ({status}), cần người xử lý")
            }
            Kind::Status(status) => write!(f, "máy chủ trả lời mã {status}"),
            Kind::Redirects => f.write_str("chuyển hướng quá nhiều lần"),
            Kind::Challenge { mark } => {
                write!(
                    f,
                    "cổng đòi xác minh trình duyệt hoặc người dùng («{mark}»)"
                )
            }
            Kind::Missing { mark } => write!(f, "trang báo không có nội dung («{mark}»)"),
            Kind::WrongContent { sniffed } => {
                write!(f, "hứa một tệp nhưng trả về {sniffed}")
            }
            Kind::Keep(error) => write!(f, "không ghi được kết quả: {error}"),
            Kind::Protocol { message } => write!(f, "trả lời không hợp lệ ({message})"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Keep(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
