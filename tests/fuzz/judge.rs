//! One input, one verdict.

use std::fmt;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::heap;
use super::readers::Reader;

#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The message of the panic.
    Panic(String),
    /// What does not hold.
    Wrong(String),
    Slow {
        took: Duration,
        allowed: Duration,
    },
    Fat {
        took: usize,
        allowed: usize,
    },
}

impl Failure {
    /// The same trouble, so far as one can tell from outside: one case of it is enough.
    pub fn is_like(&self, other: &Failure) -> bool {
        let opening = |text: &str| text.chars().take(60).collect::<String>();
        match (self, other) {
            (Failure::Panic(a), Failure::Panic(b)) => opening(a) == opening(b),
            (Failure::Wrong(a), Failure::Wrong(b)) => opening(a) == opening(b),
            (Failure::Slow { .. }, Failure::Slow { .. }) => true,
            (Failure::Fat { .. }, Failure::Fat { .. }) => true,
            _ => false,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Panic(message) => write!(f, "panics: {message}"),
            Failure::Wrong(message) => write!(f, "{message}"),
            Failure::Slow { took, allowed } => write!(f, "takes {took:?}, allowed {allowed:?}"),
            Failure::Fat { took, allowed } => write!(f, "takes {took} bytes, allowed {allowed}"),
        }
    }
}

/// The program without optimization is this much slower, measured on the corpus.
const SLOWDOWN: u32 = if cfg!(debug_assertions) { 12 } else { 1 };

/// What one input took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent {
    pub time: Duration,
    pub bytes: usize,
}

pub fn judge(reader: &Reader, input: &[u8]) -> Result<Spent, Failure> {
    let began = Clock::now();
    let (outcome, peak) = heap::peak_of(|| catch_unwind(AssertUnwindSafe(|| (reader.read)(input))));
    let took = began.elapsed();
    match outcome {
        Err(panic) => return Err(Failure::Panic(message(&*panic))),
        Ok(Err(wrong)) => return Err(Failure::Wrong(wrong)),
        Ok(Ok(())) => {}
    }
    let units = u32::try_from(input.len()).unwrap_or(u32::MAX);
    let allowed = (reader.cost.time + reader.cost.time_per_byte * units) * SLOWDOWN;
    if allowed < took {
        return Err(Failure::Slow { took, allowed });
    }
    let allowed = reader.cost.bytes + reader.cost.bytes_per_byte * input.len();
    if allowed < peak {
        return Err(Failure::Fat {
            took: peak,
            allowed,
        });
    }
    Ok(Spent {
        time: took,
        bytes: peak,
    })
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

/// Time this thread was on a processor, so that a busy machine fails nothing; where the system does
/// not tell, time on the wall.
struct Clock {
    cpu: Option<Duration>,
    wall: Instant,
}

impl Clock {
    fn now() -> Clock {
        Clock {
            cpu: cpu_time(),
            wall: Instant::now(),
        }
    }

    fn elapsed(&self) -> Duration {
        match (self.cpu, cpu_time()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.wall.elapsed(),
        }
    }
}

fn cpu_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos = text.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}
