//! One input, one verdict.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::fs;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::time::{Duration, Instant};

use super::heap;
use super::readers::Reader;

#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// Where, and the message.
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
        // Offsets and what stands there change while a case is made smaller.
        let opening = |text: &str| -> String {
            let words = text.split(['`', '«']).next().unwrap_or_default();
            words
                .chars()
                .filter(|c| !c.is_ascii_digit())
                .take(120)
                .collect()
        };
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
    match once(reader, input) {
        // What is made once for the process, or a busy machine, is no fault of the input.
        Err(Failure::Slow { .. }) => once(reader, input),
        judged => judged,
    }
}

fn once(reader: &Reader, input: &[u8]) -> Result<Spent, Failure> {
    let began = Clock::now();
    let (outcome, peak) = heap::peak_of(|| catch_unwind(AssertUnwindSafe(|| (reader.read)(input))));
    let took = began.elapsed();
    match outcome {
        Err(panic) => {
            let (place, said) = (PLACE.take(), message(&*panic));
            return Err(Failure::Panic(format!("{place}: {said}")));
        }
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

thread_local! {
    /// Where this thread panicked last.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// From here on a panic of this thread is noted and not printed: while a case is made smaller it
/// panics hundreds of times.
pub fn note_panics_quietly() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            PLACE.set(place);
            if !IS_QUIET.get() {
                before(info);
            }
        }));
    });
    IS_QUIET.set(true);
}

pub fn print_panics_again() {
    IS_QUIET.set(false);
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
