//! What a question may read of where words stand.
//!
//! A phrase of frequent words is asked of a million texts, a tenth of a microsecond for each word of each:
//! a line of thirty such phrases would keep a thread busy for seconds. So what is read is counted, and a
//! question that wants more ends with a sentence. What it found until then is never shown: it would pass
//! for everything there is.

use std::sync::atomic::{AtomicU64, Ordering};

use super::compile::Refusal;

/// Words whose places a question may read, each in one text: a tenth of a second.
pub(super) const PLACES_MAX: u64 = 1_200_000;

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

    /// Counts one more; false if that is too much.
    pub fn take(&self) -> bool {
        self.read.fetch_add(1, Ordering::Relaxed) < self.most
    }

    /// Refuses a question that wanted more than there was: its texts were not all looked at.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.read.load(Ordering::Relaxed) <= self.most {
            true => Ok(()),
            false => Err(Refusal::TooBroad),
        }
    }
}
