//! A capture is named by its bytes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of a capture's bytes. Printed and parsed as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaptureId([u8; 32]);

impl CaptureId {
    pub fn of(bytes: &[u8]) -> CaptureId {
        CaptureId(Sha256::digest(bytes).into())
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn from_bytes(bytes: [u8; 32]) -> CaptureId {
        CaptureId(bytes)
    }
}

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACaptureId;

impl FromStr for CaptureId {
    type Err = NotACaptureId;

    fn from_str(hex: &str) -> Result<CaptureId, NotACaptureId> {
        let digits = hex.as_bytes();
        if digits.len() != 64 {
            return Err(NotACaptureId);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(CaptureId(bytes))
    }
}

fn digit(c: u8) -> Result<u8, NotACaptureId> {
    char::from(c)
        .to_digit(16)
        .map(|digit| digit as u8)
        .ok_or(NotACaptureId)
}

impl fmt::Display for CaptureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CaptureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for NotACaptureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mã bản thu phải là 64 chữ số thập lục phân")
    }
}

impl std::error::Error for NotACaptureId {}

impl TryFrom<String> for CaptureId {
    type Error = NotACaptureId;

    fn try_from(hex: String) -> Result<CaptureId, NotACaptureId> {
        hex.parse()
    }
}

impl From<CaptureId> for String {
    fn from(id: CaptureId) -> String {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_prints_as_it_parses() {
        let id = CaptureId::of(b"abc");
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(id.to_string(), hex);
        assert_eq!(hex.parse(), Ok(id));
    }

    #[test]
    fn what_is_not_64_hexadecimal_digits_is_no_id() {
        for wrong in ["", "ba78", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(wrong.parse::<CaptureId>(), Err(NotACaptureId), "{wrong}");
        }
    }
}
