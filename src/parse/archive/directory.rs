//! How many entries an archive says it has, seen before anybody makes a list of them.

use memchr::memmem;

/// Entries beyond which a directory is not opened: a list of them takes 300 bytes each, and a file of
/// 256 MB may claim five million.
const LISTED_MAX: u64 = 100_000;

/// How far from its end a file holds the end of its directory: a comment of 64 KiB and the records.
const TAIL: usize = (64 << 10) + 256;

/// True if any record at the end of the file claims more entries than are listed.
pub(in crate::parse) fn is_huge(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    // The old record counts to 65,535, which is fine; the long one counts on.
    let counts = memmem::find_iter(tail, b"PK\x06\x06").filter_map(|at| {
        let count = tail.get(at + 32..at + 40)?;
        Some(u64::from_le_bytes(count.try_into().ok()?))
    });
    counts.into_iter().any(|count| LISTED_MAX < count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_claims_millions_is_not_opened() {
        let long = |count: u64| {
            let mut record = b"PK\x06\x06".to_vec();
            record.resize(32, 0);
            record.extend(count.to_le_bytes());
            record.extend(b"PK\x05\x06");
            record
        };
        assert!(is_huge(&long(5_000_000)));
        assert!(!is_huge(&long(5_000)));
        assert!(!is_huge(b"PK\x05\x06\xff\xff"));
        assert!(!is_huge(b""));
    }
}
