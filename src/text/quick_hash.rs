//! The hash of the word tables: syllables are short, and nobody but us chooses the keys, so that the
//! standard library's guard against chosen ones only costs.

use std::hash::{BuildHasherDefault, Hasher};

pub(crate) type QuickHash = BuildHasherDefault<Fnv>;

/// FNV-1a.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = (self.0 ^ u64::from(value))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(23);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
