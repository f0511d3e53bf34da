//! When to try again: what the server asked for, or a wait that grows.

use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use super::error::{Error, Retry};
use super::frontier::PAUSE_MAX;

/// Tries in quick succession; after that a URL is tried once a day, then more and more rarely. Only
/// what cannot change is given up: an outage of a week must not cost a document.
const QUICK_TRIES: u32 = 4;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Days between two tries of what has failed for weeks, as a power of two: 32 days.
const RARE_DAYS_POWER_MAX: u32 = 5;

/// First wait after a failure that names no time.
const BACKOFF_FIRST: Duration = Duration::from_secs(30);

/// When a URL that failed `attempts` times before may be tried again; `None` gives it up.
pub(super) fn next_try(
    error: &Error,
    attempts: u32,
    now: SystemTime,
    seed: u64,
) -> Option<SystemTime> {
    match error.retry() {
        Retry::At(until) => Some(until.max(now)),
        Retry::Later => {
            let attempts = if error.needs_a_person() {
                attempts + QUICK_TRIES
            } else {
                attempts
            };
            Some(now + backoff(error.url().as_str(), attempts, seed))
        }
        Retry::Never => None,
    }
}

/// Half to all of 30 s, 60 s, 120 s, 240 s, 1 day, 2 days, …: jitter keeps a crowd of failed URLs from returning as a
/// crowd, the seed keeps a run repeatable.
fn backoff(url: &str, attempts: u32, seed: u64) -> Duration {
    let full = match attempts.checked_sub(QUICK_TRIES) {
        None => BACKOFF_FIRST * 2u32.pow(attempts),
        Some(more) => DAY * 2u32.pow(more.min(RARE_DAYS_POWER_MAX)),
    };
    let digest = Sha256::digest(format!("{seed} {attempts} {url}"));
    full / 2 + full * u32::from(digest[0]) / 512
}

/// `Retry-After` in either form, at most [`PAUSE_MAX`] from now.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<SystemTime> {
    let value = value.trim();
    let until = match value.parse::<u64>() {
        Ok(seconds) => now + Duration::from_secs(seconds).min(PAUSE_MAX),
        Err(_) => http_date(value)?.max(now),
    };
    Some(until.min(now + PAUSE_MAX))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`. The two obsolete forms are not sent by anything alive.
pub(super) fn http_date(value: &str) -> Option<SystemTime> {
    let zoned = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(value)
        .ok()?;
    Some(zoned.into())
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::fetch::error::Kind;

    fn now() -> SystemTime {
        http_date("Sun, 06 Nov 1994 08:49:37 GMT").expect("a date")
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let later = |seconds| Some(now() + Duration::from_secs(seconds));
        assert_eq!(retry_after("120", now()), later(120));
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:51:37 GMT", now()),
            later(120)
        );
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:00:00 GMT", now()),
            later(0)
        );
        assert_eq!(retry_after("999999999999", now()), later(3600));
        assert_eq!(retry_after("soon", now()), None);
    }

    #[test]
    fn the_wait_grows_from_seconds_to_days() {
        let url = Url::parse("http://a/1").expect("a URL");
        let error = Error::new(&url, Kind::Status(500));
        let wait = |attempts| {
            next_try(&error, attempts, now(), 7)
                .map(|at| at.duration_since(now()).expect("later").as_secs())
        };
        let waits: Vec<u64> = (0..3).filter_map(wait).collect();
        assert!(
            (15..=30).contains(&waits[0])
                && (30..=60).contains(&waits[1])
                && (60..=120).contains(&waits[2]),
            "{waits:?}"
        );
        assert!((43_200..=86_400).contains(&wait(4).expect("a later try")));
        assert!(wait(40).expect("a later try") <= 32 * 86_400);
        assert_eq!(
            waits,
            (0..3).filter_map(wait).collect::<Vec<u64>>(),
            "same seed, same waits"
        );
    }

    #[test]
    fn what_cannot_change_is_not_tried_again() {
        let url = Url::parse("http://a/1").expect("a URL");
        assert_eq!(
            next_try(&Error::new(&url, Kind::Status(404)), 0, now(), 7),
            None
        );
    }
}
