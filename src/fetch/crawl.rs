//! The loop: ask the frontier what is next, fetch it, hand on what came of it.
//!
//! It runs several portals at once, one connection per host. All decisions are made on one thread
//! between two requests; only the requests themselves run elsewhere.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use tokio::task::JoinSet;
use url::Url;

use super::answer::{self, Answer, Asked};
use super::capture::Capture;
use super::error::{Error, Kind, Result};
use super::event::{Alarm, Event, Summary};
use super::frontier::{Frontier, Next, Task, authority};
use super::ledger::{Batch, Due, IfKnown, Kept, Ledger, Outcome, Visit, Wanted};
use super::link::in_scope;
use super::page::Listing;
use super::profile::{Paging, Profile, Source};
use super::purpose::Purpose;
use super::retry::next_try;
use super::robots::{ROBOTS_BYTES_MAX, Robots, Ruling};
use super::transport::{Request, Response, Transport};

/// The name portals may address in robots.txt.
pub const AGENT: &str = "kehoach";

/// Redirects followed for one URL, each judged like a link.
const HOPS_MAX: usize = 5;

/// Largest page of a list or a document as HTML. The largest seen, a list with a page selector of
/// every page, has 1.4 MB.
const HTML_BYTES_MAX: u64 = 10 << 20;

/// Bodies that wait together for one acknowledgement, in bytes.
const BATCH_BYTES_MAX: usize = 64 << 20;

/// Waits longer than this are used to hand on what is there.
const IDLE: Duration = Duration::from_millis(500);

/// How often a waiting loop looks at its stop flag.
const STOP_LOOK: Duration = Duration::from_millis(200);

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
    runtime.shutdown_background();
    result.map(|()| summary)
}

struct Run<'a, T, C> {
    profiles: &'a [Profile],
    transport: Arc<T>,
    ledger: &'a mut dyn Ledger,
    clock: &'a C,
    options: Options,
    tell: &'a mut dyn FnMut(&Event),
    frontier: Frontier,
    /// By origin: scheme, host and port.
    robots: HashMap<String, Robots>,
    jobs: JoinSet<Finished>,
    batch: Batch,
    batch_bytes: usize,
    /// URLs queued in this run: nothing is queued twice, whatever links to it.
    seen: HashSet<Url>,
    /// The row sets of list pages read in this run, by source: a set seen again ends the list.
    lists_seen: HashSet<(String, usize, BTreeSet<Url>)>,
    /// Requests per portal.
    asked: HashMap<String, u32>,
    summary: Summary,
}

/// A request that ended.
struct Finished {
    authority: String,
    what: What,
}

enum What {
    Robots {
        origin: String,
        robots: Robots,
    },
    Visit {
        task: Task,
        purpose: Purpose,
        rule: String,
        result: Result<Response>,
    },
}

impl<T: Transport, C: Clock> Run<'_, T, C> {
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
        let look = now + STOP_LOOK;
        let until = until.map_or(look, |until| until.min(look));
        let finished = tokio::select! {
            biased;
            Some(finished) = self.jobs.join_next() => Some(finished),
            () = self.clock.sleep_until(until) => None,
        };
        match finished {
            // A request that panicked is one that never ended: its URL stays due.
            Some(Ok(finished)) => self.finish(finished),
            Some(Err(_)) | None => Ok(()),
        }
    }

    fn start(&mut self, task: Task, now: SystemTime) -> Result<()> {
        let at = authority(task.target());
        let profiles = self.profiles;
        let profile = profiles
            .iter()
            .find(|profile| profile.id == task.due.source);
        let (Some(profile), Some(purpose)) = (profile, Purpose::of(&task.due)) else {
            self.frontier.skipped(&at);
            return Ok(());
        };
        if self.is_spent(profile) {
            self.frontier.skipped(&at);
            let left = 1 + self.frontier.drop_source(&profile.id);
            self.say(Event::Alarm(Alarm::Budget {
                portal: profile.id.clone(),
                left,
            }));
            return Ok(());
        }
        if !in_scope(task.target(), &profile.scope, purpose.used_as()) {
            self.frontier.skipped(&at);
            let error = Error::new(task.target(), Kind::OutOfScope);
            return self.failed(task, &purpose, error, now);
        }
        let origin = task.target().origin().ascii_serialization();
        let ruling = match self.robots.get(&origin) {
            Some(robots) if !robots.is_stale(now) => robots.check(task.target()),
            _ => {
                self.ask_robots(origin, &at, task, profile, now);
                return Ok(());
            }
        };
        let kind = match ruling {
            Ruling::Allowed { rule } => {
                self.ask(at, task, purpose, profile, rule, now);
                return Ok(());
            }
            Ruling::Disallowed { rule } => Kind::Disallowed { rule },
            Ruling::Held { reason, until } => Kind::Held { reason, until },
        };
        self.frontier.skipped(&at);
        let error = Error::new(task.target(), kind);
        self.failed(task, &purpose, error, now)
    }

    fn is_spent(&self, profile: &Profile) -> bool {
        let asked = self.asked.get(&profile.id).copied().unwrap_or_default();
        profile.politeness.requests_per_run_max <= asked
    }

    fn counted(&mut self, url: &Url, profile: &Profile, now: SystemTime) {
        *self.asked.entry(profile.id.clone()).or_default() += 1;
        self.say(Event::Asked {
            url: url.clone(),
            at: now,
        });
    }

    /// Asks for robots.txt first; the task waits behind it.
    fn ask_robots(
        &mut self,
        origin: String,
        at: &str,
        task: Task,
        profile: &Profile,
        now: SystemTime,
    ) {
        let Ok(url) = task.target().join("/robots.txt") else {
            return self.frontier.skipped(at);
        };
        self.counted(&url, profile, now);
        self.frontier.push(task);
        self.frontier.set_delay(at, profile.politeness.delay_min);
        let request = Request {
            url,
            reach: profile.reach,
            bytes_max: ROBOTS_BYTES_MAX as u64 * 2,
            if_none_match: None,
            if_modified_since: None,
            referer: None,
        };
        let (transport, authority) = (Arc::clone(&self.transport), at.to_owned());
        self.jobs.spawn(async move {
            let robots = fetch_robots(transport.as_ref(), request, now).await;
            Finished {
                authority,
                what: What::Robots { origin, robots },
            }
        });
    }

    fn ask(
        &mut self,
        authority: String,
        task: Task,
        purpose: Purpose,
        profile: &Profile,
        rule: String,
        now: SystemTime,
    ) {
        self.counted(task.target(), profile, now);
        let referer = match &purpose {
            Purpose::Attachment { page, .. } => Some(page.clone()),
            Purpose::Listing { .. } | Purpose::Page { .. } => None,
        };
        let first = task.hops.is_empty();
        let request = Request {
            url: task.target().clone(),
            reach: profile.reach,
            bytes_max: match purpose {
                Purpose::Listing { .. } => HTML_BYTES_MAX,
                Purpose::Page { .. } | Purpose::Attachment { .. } => {
                    profile.attachments.bytes_max.max(HTML_BYTES_MAX)
                }
            },
            if_none_match: task.due.etag.clone().filter(|_| first),
            if_modified_since: task.due.last_modified.clone().filter(|_| first),
            referer,
        };
        let transport = Arc::clone(&self.transport);
        self.jobs.spawn(async move {
            let result = transport.get(request).await;
            Finished {
                authority,
                what: What::Visit {
                    task,
                    purpose,
                    rule,
                    result,
                },
            }
        });
    }

    fn finish(&mut self, finished: Finished) -> Result<()> {
        let now = self.clock.now();
        let at = finished.authority;
        match finished.what {
            What::Robots { origin, robots } => {
                if let Some(delay) = robots.crawl_delay() {
                    self.frontier.widen_delay(&at, delay);
                }
                self.frontier.finished(&at, now);
                let verdict = robots.describe();
                self.robots.insert(origin, robots);
                self.say(Event::Robots {
                    authority: at,
                    verdict,
                });
                Ok(())
            }
            What::Visit {
                task,
                purpose,
                rule,
                result,
            } => {
                self.frontier.finished(&at, now);
                let profiles = self.profiles;
                let Some(profile) = profiles
                    .iter()
                    .find(|profile| profile.id == task.due.source)
                else {
                    return Ok(());
                };
                self.visited(task, &purpose, profile, &rule, result, now)
            }
        }
    }

    fn visited(
        &mut self,
        task: Task,
        purpose: &Purpose,
        profile: &Profile,
        rule: &str,
        result: Result<Response>,
        now: SystemTime,
    ) -> Result<()> {
        let asked = Asked {
            task: &task,
            purpose,
            profile,
            robots: rule,
            now,
        };
        let mut validators = Validators::default();
        let answer = result.and_then(|response| {
            validators = Validators::of(&response, &task.due);
            answer::read(&asked, response)
        });
        match answer {
            Err(error) => return self.failed(task, purpose, error, now),
            Ok(answer) => {
                self.frontier.answered(&authority(task.target()));
                self.answered(task, purpose, profile, answer, validators, now)
            }
        }
    }

    fn answered(
        &mut self,
        task: Task,
        purpose: &Purpose,
        profile: &Profile,
        answer: Answer,
        validators: Validators,
        now: SystemTime,
    ) -> Result<()> {
        if validators.lie {
            self.say(Event::Alarm(Alarm::LyingEtag {
                url: task.due.url.clone(),
            }));
        }
        let again = Some(now + revisit_after(purpose, profile));
        let fetched = |capture, validators: Validators| Outcome::Fetched {
            capture,
            etag: validators.etag,
            last_modified: validators.last_modified,
            again,
        };
        match answer {
            Answer::Hop(target) => self.hop(task, purpose, target, now),
            Answer::Unchanged => {
                self.say(Event::Unchanged {
                    url: task.due.url.clone(),
                });
                self.settle(&task, 304, Outcome::Unchanged { again }, now)
            }
            Answer::Listing(listing) => {
                // An empty list is not believed: next time it is read again.
                let validators = if listing.rows.is_empty() {
                    Validators::default()
                } else {
                    validators
                };
                self.listed(&task, purpose, profile, listing, now)?;
                self.settle(&task, 200, fetched(None, validators), now)
            }
            Answer::Document {
                capture,
                files,
                doubt,
            } => {
                if doubt.is_some() {
                    self.say(Event::Alarm(Alarm::NoRoot {
                        url: task.due.url.clone(),
                    }));
                }
                self.want_files(&capture, files, profile, now)?;
                let (status, hash) = (capture.status, capture.sha256);
                self.take(*capture);
                self.settle(&task, status, fetched(Some(hash), validators), now)
            }
        }
    }

    fn hop(
        &mut self,
        mut task: Task,
        purpose: &Purpose,
        target: Url,
        now: SystemTime,
    ) -> Result<()> {
        let looped = task.hops.contains(&target) || task.due.url == target;
        if looped || HOPS_MAX <= task.hops.len() {
            let error = Error::new(&task.due.url, Kind::Redirects);
            return self.failed(task, purpose, error, now);
        }
        task.hops.push(target);
        self.frontier.push(task);
        Ok(())
    }

    /// Wants the rows of a list page and, where it makes sense, its next page.
    fn listed(
        &mut self,
        task: &Task,
        purpose: &Purpose,
        profile: &Profile,
        listing: Listing,
        now: SystemTime,
    ) -> Result<()> {
        let Purpose::Listing {
            source,
            page,
            stale,
        } = *purpose
        else {
            return Ok(());
        };
        let Some(list) = profile.sources.get(source) else {
            return Ok(());
        };
        let rows: BTreeSet<Url> = listing.rows.iter().map(|row| row.url.clone()).collect();
        let wanted: Vec<Wanted> = listing
            .rows
            .iter()
            .map(|row| {
                let purpose = Purpose::Page {
                    fields: row.fields.clone(),
                };
                purpose.wanted(row.url.clone(), profile, now, IfKnown::Leave)
            })
            .collect();
        let new = self.want(&wanted, &task.due.url)?;
        self.say(Event::Listed {
            url: task.due.url.clone(),
            rows: rows.len(),
            new,
        });
        if rows.is_empty() && page == 0 {
            self.say(Event::Alarm(Alarm::NoRows {
                url: task.due.url.clone(),
            }));
        }
        let stale = if new == 0 { stale + 1 } else { 0 };
        let is_repeat = !self
            .lists_seen
            .insert((profile.id.clone(), source, rows.clone()));
        let ends = rows.is_empty() || is_repeat || list.stale_pages_max <= stale;
        let Some(next) = next_page(list, page, &listing).filter(|_| !ends) else {
            return Ok(());
        };
        if list.pages_max <= page + 1 {
            self.say(Event::Alarm(Alarm::PagesMax {
                url: task.due.url.clone(),
            }));
            return Ok(());
        }
        let known = if 0 < new {
            IfKnown::Again
        } else {
            IfKnown::Leave
        };
        let purpose = Purpose::Listing {
            source,
            page: page + 1,
            stale,
        };
        let next = purpose.wanted(next, profile, now, known);
        self.want(&[next], &task.due.url)?;
        Ok(())
    }

    fn want_files(
        &mut self,
        capture: &Capture,
        files: Vec<Url>,
        profile: &Profile,
        now: SystemTime,
    ) -> Result<()> {
        let purpose = Purpose::Attachment {
            page: capture.url.clone(),
            fields: capture.context.fields.clone(),
        };
        let wanted: Vec<Wanted> = files
            .into_iter()
            .map(|file| purpose.wanted(file, profile, now, IfKnown::Leave))
            .collect();
        self.want(&wanted, &capture.url)?;
        Ok(())
    }

    /// Writes wishes down and queues those that are new. How many were.
    fn want(&mut self, wanted: &[Wanted], about: &Url) -> Result<usize> {
        if wanted.is_empty() {
            return Ok(0);
        }
        let due = self.ledger.want(wanted);
        let due = self.kept(due, about)?;
        let new = due.len();
        self.queue(due);
        Ok(new)
    }

    fn queue(&mut self, due: Vec<Due>) {
        for due in due {
            let priority = Purpose::of(&due).map_or(i64::MAX, |purpose| purpose.priority());
            if self.seen.insert(due.url.clone()) {
                self.frontier.push(Task {
                    due,
                    priority,
                    hops: Vec::new(),
                });
            }
        }
    }

    /// Notes what went wrong with a URL and when it may be tried again.
    fn failed(
        &mut self,
        mut task: Task,
        purpose: &Purpose,
        error: Error,
        now: SystemTime,
    ) -> Result<()> {
        let at = authority(error.url());
        if let Kind::Throttled { until, .. } = error.kind() {
            self.frontier.pause(&at, *until, now);
        }
        if error.speaks_of_host() {
            let rest = self.frontier.failed(&at, now);
            if let Some(until) = rest {
                self.say(Event::Alarm(Alarm::HostRests {
                    authority: at,
                    until,
                }));
            }
        }
        let retry = next_try(&error, task.due.attempts, now, self.options.seed);
        let url = task.due.url.clone();
        let reason = error.kind().to_string();
        let refused = matches!(
            error.kind(),
            Kind::Disallowed { .. } | Kind::OutOfScope | Kind::PrivateAddress { .. }
        );
        self.say(match error.kind() {
            _ if refused => Event::Refused {
                url,
                reason: reason.clone(),
            },
            Kind::Missing { .. } => Event::Missing {
                url,
                reason: reason.clone(),
            },
            _ => Event::Failed {
                url,
                reason: reason.clone(),
                retry,
            },
        });
        let outcome = if refused {
            Outcome::Refused
        } else {
            Outcome::Failed { retry }
        };
        self.batch.visits.push(Visit {
            url: task.due.url.clone(),
            source: task.due.source.clone(),
            at: now,
            status: error.status(),
            outcome,
            detail: Some(reason),
        });
        if let Some(retry) = retry {
            task.due.attempts += 1;
            task.hops.clear();
            task.priority = purpose.priority();
            self.frontier.push_at(task, retry);
        }
        self.flush_if_full()
    }

    fn settle(
        &mut self,
        task: &Task,
        status: u16,
        outcome: Outcome,
        now: SystemTime,
    ) -> Result<()> {
        self.batch.visits.push(Visit {
            url: task.due.url.clone(),
            source: task.due.source.clone(),
            at: now,
            status: Some(status),
            outcome,
            detail: None,
        });
        self.flush_if_full()
    }

    fn take(&mut self, capture: Capture) {
        self.say(Event::Captured {
            url: capture.url.clone(),
            role: capture.role,
            file: capture.context.file.clone(),
            bytes: capture.body.len() as u64,
        });
        self.batch_bytes += capture.body.len();
        self.batch.captures.push(capture);
    }

    fn flush_if_full(&mut self) -> Result<()> {
        let full = self.options.batch.max(1) <= self.batch.captures.len()
            || BATCH_BYTES_MAX <= self.batch_bytes;
        if full { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        let (captures, visits) = (batch.captures.len(), batch.visits.len());
        let about = batch
            .visits
            .first()
            .map_or_else(|| self.profiles[0].base.clone(), |visit| visit.url.clone());
        let kept = self.ledger.keep(batch);
        self.kept(kept, &about)?;
        self.say(Event::Kept { captures, visits });
        Ok(())
    }

    fn kept<V>(&self, result: Kept<V>, about: &Url) -> Result<V> {
        result.map_err(|error| Error::new(about, Kind::Keep(error)))
    }

    fn say(&mut self, event: Event) {
        self.summary.count(&event);
        (self.tell)(&event);
    }
}

/// What a server gave to ask by next time.
#[derive(Clone, Debug, Default)]
struct Validators {
    etag: Option<String>,
    last_modified: Option<String>,
    lie: bool,
}

impl Validators {
    fn of(response: &Response, due: &Due) -> Validators {
        let header = |name| response.headers.get(name).map(str::to_owned);
        let (etag, last_modified) = (header("etag"), header("last-modified"));
        // We showed this ETag and were sent the page all the same: it says nothing about the page.
        let lie = response.status == 200 && etag.is_some() && etag == due.etag;
        match lie {
            true => Validators {
                etag: None,
                last_modified: None,
                lie,
            },
            false => Validators {
                etag,
                last_modified,
                lie,
            },
        }
    }
}

fn revisit_after(purpose: &Purpose, profile: &Profile) -> Duration {
    match purpose {
        Purpose::Listing { page: 0, .. } => profile.revisit.first_page,
        _ => profile.revisit.rest,
    }
}

/// The page after page `page` (from 0) of a list.
fn next_page(list: &Source, page: u32, listing: &Listing) -> Option<Url> {
    let number = |start: u32, step: u32| start.saturating_add(step.saturating_mul(page + 1));
    match &list.paging {
        Paging::None => None,
        Paging::NextLink { .. } => listing.next.clone(),
        Paging::Path {
            template,
            start,
            step,
        } => list
            .url
            .join(&template.replace("{page}", &number(*start, *step).to_string()))
            .ok(),
        Paging::Query { param, start, step } => {
            let mut url = list.url.clone();
            let wanted = format!("{param}={}", number(*start, *step));
            let same = |pair: &&str| pair.split('=').next() != Some(param.as_str());
            let mut pairs: Vec<&str> = list
                .url
                .query()
                .map(|query| query.split('&').filter(same).collect())
                .unwrap_or_default();
            pairs.push(&wanted);
            url.set_query(Some(&pairs.join("&")));
            Some(url)
        }
    }
}

/// robots.txt through at most [`HOPS_MAX`] redirects, which RFC 9309 lets cross to other hosts.
async fn fetch_robots(transport: &impl Transport, mut request: Request, now: SystemTime) -> Robots {
    for _ in 0..=HOPS_MAX {
        let url = request.url.clone();
        let response = match transport.get(request.clone()).await {
            Ok(response) => response,
            Err(error) => return Robots::unreachable(&error.kind().to_string(), now),
        };
        let location = response
            .headers
            .get("location")
            .filter(|_| (300..400).contains(&response.status));
        match location.and_then(|location| url.join(location).ok()) {
            Some(target) if matches!(target.scheme(), "http" | "https") => request.url = target,
            _ => return Robots::read(AGENT, response.status, &response.body, now),
        }
    }
    Robots::unreachable("chuyển hướng quá nhiều lần", now)
}
