//! One request, one answer. Redirects, robots and delays are the crawl loop's; what an answer means
//! is its reader's.

use std::future::Future;
use std::time::Duration;

use url::Url;

use super::address::Reach;
use super::capture::Headers;
use super::error::Result;

/// A GET.
#[derive(Clone, Debug)]
pub struct Request {
    pub url: Url,
    pub reach: Reach,
    /// Largest body, after decompression.
    pub bytes_max: u64,
    pub if_none_match: Option<String>,
    pub if_modified_since: Option<String>,
    /// Some download handlers answer only to a visitor of their page.
    pub referer: Option<Url>,
}

/// Any answer that arrived whole, whatever its status.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
}

/// How the crawler reaches the world: [`HttpTransport`](super::HttpTransport), or
/// [`ScriptedSite`](super::ScriptedSite) where the world is written down.
pub trait Transport: Send + Sync + 'static {
    fn get(&self, request: Request) -> impl Future<Output = Result<Response>> + Send;
}

/// Bounds of one request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connect: Duration,
    /// From the request sent to the last header read.
    pub first_byte: Duration,
    /// Between two pieces of a body.
    pub idle: Duration,
    pub total: Duration,
    /// All headers of one answer together.
    pub header_bytes: usize,
    /// Times a body may grow when unpacked. Text packs 5 to 20 times; bombs pack 1000 times.
    pub ratio: u64,
}

impl Default for Limits {
    /// From what slow portals were seen to need, doubled; ten minutes is an 80 MB scan at 140 kB/s.
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(30),
            idle: Duration::from_secs(30),
            total: Duration::from_secs(600),
            header_bytes: 64 * 1024,
            ratio: 100,
        }
    }
}
