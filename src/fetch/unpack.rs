//! Bodies unpacked under two bounds: how big, and how many times bigger than what was sent.

use std::io::Write;

use flate2::write::{MultiGzDecoder, ZlibDecoder};

use super::error::Kind;

/// Bodies up to this size may unpack by any ratio: an empty table packs very well.
const RATIO_FREE_BYTES: u64 = 1 << 20;

/// Unpacks a body piece by piece and stops where it gets too big or too dense.
pub(super) struct Unpacker {
    codec: Codec,
    packed: u64,
    ratio: u64,
}

enum Codec {
    Plain(Bounded),
    Gzip(MultiGzDecoder<Bounded>),
    Deflate(ZlibDecoder<Bounded>),
    Unknown(String),
}

/// A buffer that refuses to grow past its bound.
struct Bounded {
    bytes: Vec<u8>,
    bytes_max: u64,
}

impl Unpacker {
    pub fn new(encoding: Option<&str>, bytes_max: u64, ratio: u64) -> Unpacker {
        let out = Bounded {
            bytes: Vec::new(),
            bytes_max,
        };
        let codec = match encoding
            .map(|name| name.trim().to_ascii_lowercase())
            .as_deref()
        {
            None | Some("" | "identity") => Codec::Plain(out),
            Some("gzip" | "x-gzip") => Codec::Gzip(MultiGzDecoder::new(out)),
            Some("deflate") => Codec::Deflate(ZlibDecoder::new(out)),
            Some(other) => Codec::Unknown(other.to_owned()),
        };
        Unpacker {
            codec,
            packed: 0,
            ratio,
        }
    }

    /// Err(None) means the bound was reached.
    pub fn take(&mut self, piece: &[u8]) -> std::result::Result<(), Option<Kind>> {
        self.packed += piece.len() as u64;
        let written = match &mut self.codec {
            Codec::Plain(out) => out.write_all(piece),
            Codec::Gzip(out) => out.write_all(piece),
            Codec::Deflate(out) => out.write_all(piece),
            Codec::Unknown(name) => {
                return Err(Some(Kind::Protocol {
                    message: format!("kiểu nén lạ «{name}»"),
                }));
            }
        };
        let unpacked = self.unpacked();
        if RATIO_FREE_BYTES < unpacked && self.packed * self.ratio < unpacked {
            return Err(Some(Kind::Bomb { ratio: self.ratio }));
        }
        written.map_err(|error| match error.kind() {
            std::io::ErrorKind::FileTooLarge => None,
            _ => Some(Kind::Truncated {
                message: error.to_string(),
            }),
        })
    }

    fn unpacked(&self) -> u64 {
        let out = match &self.codec {
            Codec::Plain(out) => out,
            Codec::Gzip(out) => out.get_ref(),
            Codec::Deflate(out) => out.get_ref(),
            Codec::Unknown(_) => return 0,
        };
        out.bytes.len() as u64
    }

    pub fn finish(self) -> std::result::Result<Vec<u8>, Kind> {
        if self.packed == 0 {
            return Ok(Vec::new());
        }
        let out = match self.codec {
            Codec::Plain(out) => Ok(out),
            Codec::Gzip(out) => out.finish(),
            Codec::Deflate(out) => out.finish(),
            Codec::Unknown(_) => return Ok(Vec::new()),
        };
        match out {
            Ok(out) => Ok(out.bytes),
            Err(error) => Err(Kind::Truncated {
                message: error.to_string(),
            }),
        }
    }
}

impl Write for Bounded {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        if self.bytes_max < (self.bytes.len() + piece.len()) as u64 {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
