//! What a crawl tells while it runs and when it ends.

use std::fmt;
use std::time::SystemTime;

use url::Url;

use super::capture::Role;
use super::error::{Error, Kind};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A request went out.
    Asked {
        url: Url,
        at: SystemTime,
    },
    Robots {
        authority: String,
        verdict: String,
    },
    Listed {
        url: Url,
        rows: usize,
        new: usize,
    },
    Captured {
        url: Url,
        role: Role,
        file: String,
        bytes: u64,
    },
    Unchanged {
        url: Url,
    },
    /// Not allowed, and by what.
    Refused {
        url: Url,
        reason: String,
    },
    Failed {
        url: Url,
        reason: String,
        retry: Option<SystemTime>,
    },
    /// A page that says there is nothing here: no document, but worth knowing.
    Missing {
        url: Url,
        reason: String,
    },
    Alarm(Alarm),
    /// A batch is safe.
    Kept {
        captures: usize,
        visits: usize,
    },
}

impl Event {
    pub(super) fn of_error(url: &Url, error: &Error, retry: Option<SystemTime>) -> Event {
        let (url, reason) = (url.clone(), error.kind().to_string());
        match error.kind() {
            _ if error.is_refusal() => Event::Refused { url, reason },
            Kind::Missing { .. } => Event::Missing { url, reason },
            _ => Event::Failed { url, reason, retry },
        }
    }
}

/// Something that fails silently on other crawlers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Alarm {
    /// The first page of a list has no rows: the portal is empty or the profile no longer fits.
    NoRows { url: Url },
    /// A document page lacks what every document page had.
    NoRoot { url: Url },
    /// A list goes on past what the profile expects.
    PagesMax { url: Url },
    /// The server sends the same ETag and the whole page: its ETags are not believed.
    LyingEtag { url: Url },
    /// A host failed too often in a row and is left alone.
    HostRests {
        authority: String,
        until: SystemTime,
    },
    /// A host asks for a browser or a human. It is not asked again in this run, and nothing is solved.
    Challenged { authority: String },
    /// The portal's requests for this run are used up; the rest waits for the next one.
    Budget { portal: String, left: usize },
}

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub requests: u64,
    pub listings: u64,
    pub pages: u64,
    pub attachments: u64,
    pub unchanged: u64,
    pub refused: u64,
    pub missing: u64,
    pub failed: u64,
    pub alarms: Vec<Alarm>,
    /// URLs that wait for a later run.
    pub waiting: usize,
    /// Ended by the stop flag.
    pub stopped: bool,
}

impl Summary {
    pub fn captures(&self) -> u64 {
        self.pages + self.attachments
    }

    pub(super) fn count(&mut self, event: &Event) {
        match event {
            Event::Asked { .. } => self.requests += 1,
            Event::Listed { .. } => self.listings += 1,
            Event::Captured {
                role: Role::Page, ..
            } => self.pages += 1,
            Event::Captured {
                role: Role::Attachment,
                ..
            } => self.attachments += 1,
            Event::Unchanged { .. } => self.unchanged += 1,
            Event::Refused { .. } => self.refused += 1,
            Event::Missing { .. } => self.missing += 1,
            Event::Failed { .. } => self.failed += 1,
            Event::Alarm(alarm) => self.alarms.push(alarm.clone()),
            Event::Robots { .. } | Event::Kept { .. } => {}
        }
    }
}

impl fmt::Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Alarm::NoRows { url } => write!(
                f,
                "danh sách {url} không có dòng nào, hãy xem lại hồ sơ cổng"
            ),
            Alarm::NoRoot { url } => write!(
                f,
                "trang {url} không giống trang văn bản của cổng, hãy xem lại detail.root"
            ),
            Alarm::PagesMax { url } => write!(
                f,
                "danh sách còn tiếp sau {url}, hãy tăng pages_max nếu đúng là danh sách dài"
            ),
            Alarm::LyingEtag { url } => write!(
                f,
                "ETag của {url} không đáng tin, lần sau sẽ tải lại cả trang"
            ),
            Alarm::HostRests { authority, .. } => write!(f, "{authority} lỗi liên tiếp, tạm nghỉ"),
            Alarm::Challenged { authority } => write!(
                f,
                "{authority} đòi xác minh người dùng, cần liên hệ đơn vị quản lý cổng"
            ),
            Alarm::Budget { portal, left } => write!(
                f,
                "cổng {portal} đã hết số lượt tải của lần chạy này, còn {left} địa chỉ cho lần sau"
            ),
        }
    }
}
