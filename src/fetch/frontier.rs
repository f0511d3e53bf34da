//! Which URL next, and when: one request per host at a time, spaced, most wanted first.
//!
//! Pure: time comes in as an argument, so a year of politeness is tested in a millisecond. This is
//! the working order of one run; what survives it is the [`Ledger`](super::Ledger)'s.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use url::Url;

use super::ledger::Due;

/// Failures in a row, whatever the URL, after which a host is left alone for a while.
const BREAKER_FAILURES: u32 = 5;

/// How long a broken host rests the first time; each further failure doubles it.
const BREAKER_REST: Duration = Duration::from_secs(5 * 60);

/// Longest rest, and longest wait a server can ask for: beyond it a new run is the better place.
pub const PAUSE_MAX: Duration = Duration::from_secs(60 * 60);

/// A wanted URL on its way, redirects followed so far included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub due: Due,
    pub priority: i64,
    pub hops: Vec<Url>,
}

impl Task {
    /// The URL to ask now.
    pub fn target(&self) -> &Url {
        self.hops.last().unwrap_or(&self.due.url)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Fetch(Task),
    WaitUntil(SystemTime),
    /// Nothing to start: every host with work has a request under way.
    Busy,
    Done,
}

#[derive(Debug, Default)]
pub struct Frontier {
    hosts: BTreeMap<String, Host>,
    sequence: u64,
}

#[derive(Debug)]
struct Host {
    /// By priority, then in the order found.
    ready: BTreeMap<(i64, u64), Task>,
    /// Failed ones, by the time they may be tried again.
    later: BTreeMap<(SystemTime, u64), Task>,
    next_at: SystemTime,
    delay: Duration,
    /// Doubled by a server that asks to slow down, halved back by one that answers.
    slowness: u32,
    busy: bool,
    failures: u32,
}

impl Default for Host {
    fn default() -> Host {
        Host {
            ready: BTreeMap::new(),
            later: BTreeMap::new(),
            next_at: SystemTime::UNIX_EPOCH,
            delay: Duration::ZERO,
            slowness: 1,
            busy: false,
            failures: 0,
        }
    }
}

impl Frontier {
    /// Queues a task, due now.
    pub fn push(&mut self, task: Task) {
        self.sequence += 1;
        let key = (task.priority, self.sequence);
        self.host(&authority(task.target())).ready.insert(key, task);
    }

    /// Queues a task for later.
    pub fn push_at(&mut self, task: Task, at: SystemTime) {
        self.sequence += 1;
        let key = (at, self.sequence);
        self.host(&authority(task.target())).later.insert(key, task);
    }

    /// The task to start now. Its host is busy until [`Frontier::finished`].
    pub fn next(&mut self, now: SystemTime) -> Next {
        let mut best: Option<(&(i64, u64), &String)> = None;
        let mut soonest: Option<SystemTime> = None;
        let mut busy = false;
        for (name, host) in &mut self.hosts {
            host.wake(now);
            if host.busy {
                busy |= host.has_work();
                continue;
            }
            match host.free_at() {
                Some(at) if at <= now => {
                    let key = host.ready.keys().next();
                    best = [best, key.map(|key| (key, name))]
                        .into_iter()
                        .flatten()
                        .min();
                }
                Some(at) => soonest = Some(soonest.map_or(at, |soonest| soonest.min(at))),
                None => {}
            }
        }
        match (best.map(|(_, name)| name.clone()), soonest) {
            (Some(name), _) => self.take(&name),
            (None, Some(at)) => Next::WaitUntil(at),
            (None, None) if busy => Next::Busy,
            (None, None) => Next::Done,
        }
    }

    fn take(&mut self, name: &str) -> Next {
        let host = self.host(name);
        match host.ready.pop_first() {
            Some((_, task)) => {
                host.busy = true;
                Next::Fetch(task)
            }
            None => Next::Busy,
        }
    }

    /// A request to the host ended at `now`; the next one starts after its delay.
    pub fn finished(&mut self, authority: &str, now: SystemTime) {
        let host = self.host(authority);
        host.busy = false;
        host.next_at = host.next_at.max(now + host.delay * host.slowness);
    }

    /// A task taken was settled without a request: no delay is owed.
    pub fn skipped(&mut self, authority: &str) {
        self.host(authority).busy = false;
    }

    pub fn set_delay(&mut self, authority: &str, delay: Duration) {
        self.host(authority).delay = delay;
    }

    /// Raises the delay of a host to what its owner asks for.
    pub fn widen_delay(&mut self, authority: &str, delay: Duration) {
        let host = self.host(authority);
        host.delay = host.delay.max(delay);
    }

    /// Leaves a host alone until `until`, at most [`PAUSE_MAX`] from now, and goes slower after.
    pub fn pause(&mut self, authority: &str, until: SystemTime, now: SystemTime) {
        let host = self.host(authority);
        host.next_at = host.next_at.max(until.min(now + PAUSE_MAX));
        host.slowness = (host.slowness * 2).min(8);
    }

    /// Counts a failure that speaks of the host as a whole; opens the breaker at the fifth in a row.
    /// After the rest one request goes out; if it fails too, the rest doubles.
    pub fn failed(&mut self, authority: &str, now: SystemTime) -> Option<SystemTime> {
        let host = self.host(authority);
        host.failures += 1;
        let beyond = host.failures.checked_sub(BREAKER_FAILURES)?;
        let rest = (BREAKER_REST * 2u32.pow(beyond.min(8))).min(PAUSE_MAX);
        host.next_at = host.next_at.max(now + rest);
        Some(host.next_at)
    }

    pub fn answered(&mut self, authority: &str) {
        let host = self.host(authority);
        host.failures = 0;
        host.slowness = (host.slowness / 2).max(1);
    }

    /// Forgets what is queued of one source; it stays in the ledger. How many there were.
    pub fn drop_source(&mut self, source: &str) -> usize {
        let before = self.len();
        for host in self.hosts.values_mut() {
            host.ready.retain(|_, task| task.due.source != source);
            host.later.retain(|_, task| task.due.source != source);
        }
        before - self.len()
    }

    pub fn len(&self) -> usize {
        let queued = |host: &Host| host.ready.len() + host.later.len();
        self.hosts.values().map(queued).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn host(&mut self, authority: &str) -> &mut Host {
        self.hosts.entry(authority.to_owned()).or_default()
    }
}

impl Host {
    fn wake(&mut self, now: SystemTime) {
        while let Some(entry) = self.later.first_entry() {
            let (at, sequence) = *entry.key();
            if now < at {
                break;
            }
            let task = entry.remove();
            self.ready.insert((task.priority, sequence), task);
        }
    }

    fn has_work(&self) -> bool {
        !self.ready.is_empty() || !self.later.is_empty()
    }

    /// When its next request may start; never if there is nothing to ask.
    fn free_at(&self) -> Option<SystemTime> {
        if !self.ready.is_empty() {
            return Some(self.next_at);
        }
        let first = self.later.keys().next().map(|(at, _)| *at);
        first.map(|at| at.max(self.next_at))
    }
}

/// What politeness is owed to: host and port. Two ports are two servers.
pub fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds)
    }

    fn task(url: &str, priority: i64) -> Task {
        let due = Due {
            url: Url::parse(url).expect("a URL"),
            source: "x".to_owned(),
            note: String::new(),
            attempts: 0,
            etag: None,
            last_modified: None,
        };
        Task {
            due,
            priority,
            hops: Vec::new(),
        }
    }

    fn fetched(next: Next) -> String {
        match next {
            Next::Fetch(task) => task.due.url.path().to_owned(),
            other => panic!("expected a task, got {other:?}"),
        }
    }

    #[test]
    fn one_host_has_one_request_under_way_and_then_its_delay() {
        let mut frontier = Frontier::default();
        frontier.push(task("http://a/2", 2));
        frontier.push(task("http://a/1", 1));
        frontier.set_delay("a", Duration::from_secs(3));
        assert_eq!(fetched(frontier.next(at(0))), "/1");
        assert_eq!(frontier.next(at(0)), Next::Busy);
        frontier.finished("a", at(1));
        assert_eq!(frontier.next(at(1)), Next::WaitUntil(at(4)));
        assert_eq!(fetched(frontier.next(at(4))), "/2");
        frontier.finished("a", at(4));
        assert_eq!(frontier.next(at(4)), Next::Done);
    }

    #[test]
    fn a_slow_host_does_not_hold_up_another() {
        let mut frontier = Frontier::default();
        frontier.push(task("http://slow/1", 0));
        frontier.push(task("http://slow/2", 0));
        frontier.push(task("http://slow:81/3", 5));
        frontier.set_delay("slow", Duration::from_secs(60));
        assert_eq!(fetched(frontier.next(at(0))), "/1");
        assert_eq!(fetched(frontier.next(at(0))), "/3");
    }

    #[test]
    fn what_failed_comes_back_at_its_time() {
        let mut frontier = Frontier::default();
        frontier.push_at(task("http://a/1", 0), at(30));
        assert_eq!(frontier.next(at(0)), Next::WaitUntil(at(30)));
        assert_eq!(fetched(frontier.next(at(30))), "/1");
    }

    #[test]
    fn a_host_that_fails_five_times_rests_and_then_gets_one_probe() {
        let mut frontier = Frontier::default();
        frontier.push(task("http://a/1", 0));
        for _ in 0..4 {
            assert_eq!(frontier.failed("a", at(0)), None);
        }
        assert_eq!(frontier.failed("a", at(0)), Some(at(300)));
        assert_eq!(frontier.next(at(299)), Next::WaitUntil(at(300)));
        assert_eq!(fetched(frontier.next(at(300))), "/1");
        assert_eq!(frontier.failed("a", at(300)), Some(at(900)));
        frontier.answered("a");
        assert_eq!(frontier.failed("a", at(900)), None);
    }

    #[test]
    fn a_pause_slows_the_host_until_it_answers_well() {
        let mut frontier = Frontier::default();
        frontier.set_delay("a", Duration::from_secs(1));
        frontier.pause("a", at(10), at(0));
        frontier.push(task("http://a/1", 0));
        frontier.push(task("http://a/2", 0));
        assert_eq!(frontier.next(at(0)), Next::WaitUntil(at(10)));
        fetched(frontier.next(at(10)));
        frontier.finished("a", at(10));
        assert_eq!(frontier.next(at(10)), Next::WaitUntil(at(12)));
    }
}
