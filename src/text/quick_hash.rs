//! The hash of tables that are asked for every word of a text: quick for words of a few bytes.
//!
//! It differs from run to run, so that no document can be written whose words meet in a table.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

/// Hashes eight bytes in one multiplication.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct QuickHash;

static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0_u64));

impl BuildHasher for QuickHash {
    type Hasher = Mixed;

    fn build_hasher(&self) -> Mixed {
        let seed = *SEED;
        Mixed {
            // Odd, or a bit of every product would be lost.
            factor: (seed ^ 0x9e37_79b9_7f4a_7c15) | 1,
            sum: seed,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Mixed {
    factor: u64,
    sum: u64,
}

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.sum
    }

    fn write(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks(8) {
            let mut number = [0; 8];
            number[..eight.len()].copy_from_slice(eight);
            self.write_u64(u64::from_le_bytes(number));
        }
    }

    /// What ends a string: the zeros after its last bytes tell its length, since no word holds one.
    fn write_u8(&mut self, _: u8) {}

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u128(&mut self, number: u128) {
        self.write_u64(number as u64);
        self.write_u64((number >> 64) as u64);
    }

    fn write_u64(&mut self, number: u64) {
        let product = u128::from(self.sum ^ number) * u128::from(self.factor);
        self.sum = product as u64 ^ (product >> 64) as u64;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_that_were_made_to_meet_under_a_known_hash_do_not_meet_under_this_one() {
        // One FNV-1a hash of 64 bits, and so with any ending.
        let made = ["8yn0iYCKYHlIj4-BwPqk", "GReLUrM4wMqfg9yzV3KQ"];
        let [one, other] = made.map(|word| QuickHash.hash_one(word));
        assert_ne!(one, other);
    }

    #[test]
    fn numbers_and_words_alike_but_for_little_spread_over_every_part_of_the_hash() {
        let words = (0..10_000).map(|at| format!("số {at}/KH-UBND"));
        let hashes: Vec<u64> = words.map(|word| QuickHash.hash_one(word)).collect();
        for part in [0, 24, 48] {
            let met: BTreeSet<u64> = hashes.iter().map(|hash| hash >> part & 0xffff).collect();
            // 10,000 in 65,536 places at random fill 9,300.
            assert!(9_000 < met.len(), "{} of bits {part}", met.len());
        }
    }
}
