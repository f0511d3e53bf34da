//! The ways in which portals break their word, for tests to order from a [`Replica`](super::Replica).

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

/// A way for the server to misbehave, for one path (with its query).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 429 with `Retry-After` as given, the first `times` times.
    Throttle {
        retry_after: String,
        times: usize,
    },
    /// This status the first `times` times.
    Status {
        status: u16,
        times: usize,
    },
    /// Nothing for this long, then the answer.
    Slow(Duration),
    /// The headers, then one byte now and then.
    Drip(Duration),
    /// Announces everything, sends half, the first `times` times.
    Truncate {
        times: usize,
    },
    /// 302 to this address.
    Redirect(String),
    /// A small gzip body that unpacks to a huge one; see [`Fault::bomb`].
    Packed(Vec<u8>),
    /// A header of so many bytes.
    HugeHeader {
        bytes: usize,
    },
    ContentType(String),
    /// These bytes in place of the file.
    Body(Vec<u8>),
    /// Always 200, always this ETag, a body that is new each time.
    LyingEtag(String),
}

impl Fault {
    /// So many bytes of zeros, packed a thousand times.
    pub fn bomb(bytes: usize) -> Fault {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        let zeros = [0; 64 * 1024];
        for _ in 0..bytes.div_ceil(zeros.len()) {
            // Writing into a Vec does not fail.
            let _ = packer.write_all(&zeros);
        }
        Fault::Packed(packer.finish().unwrap_or_default())
    }
}
