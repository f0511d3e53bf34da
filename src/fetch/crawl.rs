//! The loop: ask the frontier what is next, fetch it, hand on what came of it.
//!
//! It runs several portals at once, one connection per host. All decisions are made on one thread
//! between two requests; only the requests themselves run elsewhere.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use tokio::task::JoinSet;
use url::Url;

use super::error::{Error, Kind, Result};
use super::event::{Alarm, Event, Summary};
use super::frontier::{Frontier, Next, Task, authority};
use super::ledger::{Batch, IfKnown, Ledger, Wanted};
use super::link::in_scope;
use super::options::{Clock, Coverage, Options};
use super::profile::Profile;
use super::purpose::Purpose;
use super::robots::{self, ROBOTS_BYTES_MAX, Robots, Ruling};
use super::transport::{Request, Response, Transport};

/// The name portals may address in robots.txt.
pub const AGENT: &str = "kehoach";

/// Redirects followed for one URL, each judged like a link.
pub(super) const HOPS_MAX: usize = 5;

/// Largest page of a list or a document as HTML. The largest seen, a list with a page selector of
/// every page, has 1.4 MB.
const HTML_BYTES_MAX: u64 = 10 << 20;

/// Waits longer than this are used to hand on what is there.
const IDLE: Duration = Duration::from_millis(500);

/// Longest wait for a name look-up that is still under way at the end.
const SHUTDOWN: Duration = Duration::from_secs(3);

/// How often a waiting loop looks at its stop flag.
const STOP_LOOK: Duration = Duration::from_millis(200);

/// Crawls the portals until nothing is due, the stop flag is set, or the ledger cannot keep.
/// Blocks. What was done is in the ledger even if the run ends early.
pub fn crawl(
    profiles: &[Profile],
    transport: Arc<impl Transport>,
    ledger: &mut dyn Ledger,
    clock: &impl Clock,
    options: Options,
    tell: &mut dyn FnMut(&Event),
    stop: &AtomicBool,
) -> Result<Summary> {
    let Some(first) = profiles.first() else {
        return Ok(Summary::default());
    };
    // One worker carries the requests, so that a slow ledger does not make them time out.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| {
            Error::new(
                &first.base,
                Kind::Protocol {
                    message: error.to_string(),
                },
            )
        })?;
    let mut run = Run {
        profiles,
        transport,
        ledger,
        clock,
        options,
        tell,
        frontier: Frontier::default(),
        robots: HashMap::new(),
        jobs: JoinSet::new(),
        batch: Batch::default(),
        batch_bytes: 0,
        seen: HashSet::new(),
        lists_seen: HashSet::new(),
        asked: HashMap::new(),
        summary: Summary::default(),
    };
    let result = runtime.block_on(run.to_the_end(stop));
    let summary = std::mem::take(&mut run.summary);
    drop(run);
    // Waits for the connections to be dropped: the transport may be used again on another runtime.
    runtime.shutdown_timeout(SHUTDOWN);
    result.map(|()| summary)
}

pub(super) struct Run<'a, T, C> {
    pub(super) profiles: &'a [Profile],
    pub(super) transport: Arc<T>,
    pub(super) ledger: &'a mut dyn Ledger,
    pub(super) clock: &'a C,
    pub(super) options: Options,
    pub(super) tell: &'a mut dyn FnMut(&Event),
    pub(super) frontier: Frontier,
    /// By origin: scheme, host and port.
    pub(super) robots: HashMap<String, Robots>,
    pub(super) jobs: JoinSet<Finished>,
    pub(super) batch: Batch,
    pub(super) batch_bytes: usize,
    /// URLs queued in this run: nothing is queued twice, whatever links to it.
    pub(super) seen: HashSet<Url>,
    /// The row sets of list pages read in this run, by source: a set seen again ends the list.
    pub(super) lists_seen: HashSet<(String, usize, BTreeSet<Url>)>,
    /// Requests per portal.
    pub(super) asked: HashMap<String, u32>,
    pub(super) summary: Summary,
}

/// A URL on its way: why it is wanted, and the robots.txt rule that lets us ask.
pub(super) struct Errand {
    pub task: Task,
    pub purpose: Purpose,
    pub rule: String,
}

/// A request that ended.
pub(super) struct Finished {
    authority: String,
    what: What,
}

enum What {
    Robots {
        origin: String,
        robots: Robots,
    },
    Visit {
        errand: Errand,
        result: Result<Response>,
    },
}

impl<'a, T: Transport, C: Clock> Run<'a, T, C> {
    async fn to_the_end(&mut self, stop: &AtomicBool) -> Result<()> {
        self.begin()?;
        loop {
            if stop.load(Ordering::Relaxed) {
                self.summary.stopped = true;
                break;
            }
            let now = self.clock.now();
            match self.frontier.next(now) {
                Next::Fetch(task) => self.start(task, now)?,
                Next::Done if self.jobs.is_empty() => break,
                Next::WaitUntil(then)
                    if self.jobs.is_empty() && now + self.options.patience < then =>
                {
                    break;
                }
                Next::WaitUntil(then) => self.wait(Some(then), now).await?,
                Next::Busy | Next::Done => self.wait(None, now).await?,
            }
        }
        // Requests under way are given up: their URLs are still due.
        self.jobs.abort_all();
        self.summary.waiting = self.frontier.len();
        self.flush()
    }

    /// Queues the lists and whatever the ledger has due.
    fn begin(&mut self) -> Result<()> {
        let now = self.clock.now();
        for profile in self.profiles {
            if self.options.coverage == Coverage::Everything {
                let reopened = self.ledger.reopen(&profile.id, now);
                self.kept(reopened, &profile.base)?;
            }
            let lists: Vec<Wanted> = profile
                .sources
                .iter()
                .enumerate()
                .map(|(source, list)| {
                    let purpose = Purpose::Listing {
                        source,
                        page: 0,
                        stale: 0,
                    };
                    purpose.wanted(list.url.clone(), profile, now, IfKnown::Again)
                })
                .collect();
            self.want(&lists, &profile.base)?;
            let due = self.ledger.due(&profile.id, now);
            let due = self.kept(due, &profile.base)?;
            self.queue(due);
        }
        Ok(())
    }

    /// Waits for a request to end, or for a time, or for a moment to look at the stop flag.
    async fn wait(&mut self, until: Option<SystemTime>, now: SystemTime) -> Result<()> {
        if until.is_some_and(|until| now + IDLE < until) && self.jobs.is_empty() {
            self.flush()?;
        }
        let (clock, look) = (self.clock, now + STOP_LOOK);
        let pause = async {
            match until {
                Some(until) => clock.sleep_until(until.min(look)).await,
                // Only a request can end this wait; the look at the flag is by the wall clock.
                None => tokio::time::sleep(STOP_LOOK).await,
            }
        };
        let finished = tokio::select! {
            biased;
            Some(finished) = self.jobs.join_next() => Some(finished),
            () = pause => None,
        };
        match finished {
            // A request that panicked is one that never ended: its URL stays due.
            Some(Ok(finished)) => self.finish(finished),
            Some(Err(_)) | None => Ok(()),
        }
    }

    fn start(&mut self, task: Task, now: SystemTime) -> Result<()> {
        let at = authority(task.target());
        let profile = self.profile(&task.due.source);
        let (Some(profile), Some(purpose)) = (profile, Purpose::of(&task.due)) else {
            self.frontier.skipped(&at);
            return Ok(());
        };
        if self.is_spent(profile) {
            self.frontier.skipped(&at);
            let left = 1 + self.frontier.drop_source(&profile.id);
            let portal = profile.id.clone();
            self.say(Event::Alarm(Alarm::Budget { portal, left }));
            return Ok(());
        }
        match self.ruling(&task, &purpose, profile, now) {
            None => {
                self.ask_robots(&at, task, profile, now);
                Ok(())
            }
            Some(Ok(rule)) => {
                self.ask(
                    at,
                    Errand {
                        task,
                        purpose,
                        rule,
                    },
                    profile,
                    now,
                );
                Ok(())
            }
            Some(Err(error)) => {
                self.frontier.skipped(&at);
                self.failed(task, error, now)
            }
        }
    }

    /// The rule that lets us ask, or why we may not; `None` as long as robots.txt is not known.
    fn ruling(
        &self,
        task: &Task,
        purpose: &Purpose,
        profile: &Profile,
        now: SystemTime,
    ) -> Option<Result<String>> {
        let url = task.target();
        if !in_scope(url, &profile.scope, purpose.used_as()) {
            return Some(Err(Error::new(url, Kind::OutOfScope)));
        }
        let robots = self.robots.get(&origin(url))?;
        if robots.is_stale(now) {
            return None;
        }
        let kind = match robots.check(url) {
            Ruling::Allowed { rule } => return Some(Ok(rule)),
            Ruling::Disallowed { rule } => Kind::Disallowed { rule },
            Ruling::Held { reason, until } => Kind::Held { reason, until },
        };
        Some(Err(Error::new(url, kind)))
    }

    fn is_spent(&self, profile: &Profile) -> bool {
        let asked = self.asked.get(&profile.id).copied().unwrap_or_default();
        profile.politeness.requests_per_run_max <= asked
    }

    fn counted(&mut self, url: &Url, profile: &Profile, at: SystemTime) {
        *self.asked.entry(profile.id.clone()).or_default() += 1;
        let url = url.clone();
        self.say(Event::Asked { url, at });
    }

    /// Asks for robots.txt first; the task waits behind it.
    fn ask_robots(&mut self, at: &str, task: Task, profile: &Profile, now: SystemTime) {
        let origin = origin(task.target());
        let Ok(url) = task.target().join("/robots.txt") else {
            return self.frontier.skipped(at);
        };
        self.counted(&url, profile, now);
        self.frontier.push(task);
        self.frontier.widen_delay(at, profile.politeness.delay_min);
        let request = Request {
            url,
            reach: profile.reach,
            // More than is read, so that a long file is cut and not refused.
            bytes_max: ROBOTS_BYTES_MAX as u64 * 8,
            if_none_match: None,
            if_modified_since: None,
            referer: None,
        };
        let (transport, authority) = (Arc::clone(&self.transport), at.to_owned());
        self.jobs.spawn(async move {
            let robots = robots::fetch(transport.as_ref(), request, now).await;
            let what = What::Robots { origin, robots };
            Finished { authority, what }
        });
    }

    fn ask(&mut self, authority: String, errand: Errand, profile: &Profile, now: SystemTime) {
        self.counted(errand.task.target(), profile, now);
        let request = request(&errand, profile);
        let transport = Arc::clone(&self.transport);
        self.jobs.spawn(async move {
            let result = transport.get(request).await;
            let what = What::Visit { errand, result };
            Finished { authority, what }
        });
    }

    fn finish(&mut self, finished: Finished) -> Result<()> {
        let now = self.clock.now();
        let authority = finished.authority;
        match finished.what {
            What::Robots { origin, robots } => {
                let delay = robots.crawl_delay().unwrap_or_default();
                self.frontier.widen_delay(&authority, delay);
                self.frontier.finished(&authority, now);
                let robots = match self.robots.contains_key(&origin) {
                    true => robots,
                    false => robots.forgiving(now),
                };
                let verdict = robots.describe();
                self.robots.insert(origin, robots);
                self.say(Event::Robots { authority, verdict });
                Ok(())
            }
            What::Visit { errand, result } => {
                self.frontier.finished(&authority, now);
                self.visited(errand, result, now)
            }
        }
    }

    pub(super) fn profile(&self, id: &str) -> Option<&'a Profile> {
        self.profiles.iter().find(|profile| profile.id == id)
    }

    pub(super) fn say(&mut self, event: Event) {
        self.summary.count(&event);
        (self.tell)(&event);
    }
}

/// What a robots.txt speaks for: scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn request(errand: &Errand, profile: &Profile) -> Request {
    let due = &errand.task.due;
    // Validators belong to the URL itself, not to what it redirects to.
    let is_first = errand.task.hops.is_empty();
    let (bytes_max, referer) = match &errand.purpose {
        Purpose::Listing { .. } => (HTML_BYTES_MAX, None),
        Purpose::Page { .. } => (profile.attachments.bytes_max.max(HTML_BYTES_MAX), None),
        Purpose::Attachment { page, .. } => (profile.attachments.bytes_max, Some(page.clone())),
    };
    Request {
        url: errand.task.target().clone(),
        reach: profile.reach,
        bytes_max,
        if_none_match: due.etag.clone().filter(|_| is_first),
        if_modified_since: due.last_modified.clone().filter(|_| is_first),
        referer,
    }
}
