//! What a caller decides about a run: the clock it goes by, what it covers, when it gives up waiting.

use std::future::Future;
use std::time::{Duration, SystemTime};

/// Time, given from outside.
pub trait Clock {
    fn now(&self) -> SystemTime;
    fn sleep_until(&self, time: SystemTime) -> impl Future<Output = ()> + Send;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    async fn sleep_until(&self, time: SystemTime) {
        tokio::time::sleep(time.duration_since(self.now()).unwrap_or_default()).await;
    }
}

/// Which of the known URLs are visited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coverage {
    /// Lists, what they newly lead to, and what is due.
    #[default]
    Due,
    /// Everything that was ever fetched, conditionally.
    Everything,
}

#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub coverage: Coverage,
    /// Captures handed on together.
    pub batch: usize,
    /// Longest wait for anything; what needs longer is left for the next run.
    pub patience: Duration,
    /// Of the jitter, so that a run can be repeated.
    pub seed: u64,
}

impl Default for Options {
    /// Patience covers the longest Crawl-delay that is followed.
    fn default() -> Options {
        Options {
            coverage: Coverage::Due,
            batch: 16,
            patience: Duration::from_secs(65),
            seed: 0,
        }
    }
}
