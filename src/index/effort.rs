//! What a question may read of where words stand.
//!
//! A phrase of frequent words is asked of a million texts, a tenth of a microsecond for each word of each:
//! a line of thirty such phrases would keep a thread busy for seconds. So what is read is counted, and a
//! question that wants more ends with a sentence. What it found until then is never shown: it would pass
//! for everything there is.

use std::sync::atomic::{AtomicU64, Ordering};

use super::compile::Refusal;

/// Places that a question may read: a tenth of a second. Six phrases of frequent words in a million texts took
/// 190 to 260 ms with half as many again.
pub(super) const PLACES_MAX: u64 = 18_000_000;
/// Finding the places of a word in a text takes as long as reading so many.
const FINDING: u64 = 10;

/// What one question has read.
#[derive(Debug)]
pub(super) struct Effort {
    read: AtomicU64,
    most: u64,
}

impl Effort {
    pub fn of(most: u64) -> Effort {
        Effort {
            read: AtomicU64::new(0),
            most,
        }
    }

    /// Counts the places of one more word in one text; false if that is too much.
    pub fn take(&self, places: u32) -> bool {
        let more = FINDING + u64::from(places);
        self.read.fetch_add(more, Ordering::Relaxed) + more <= self.most
    }

    /// Refuses a question that wanted more than there was: its texts were not all looked at.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.read.load(Ordering::Relaxed) <= self.most {
            true => Ok(()),
            false => Err(Refusal::TooBroad),
        }
    }
}
