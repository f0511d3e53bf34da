//! What came of a request: visits noted, links wanted, captures handed on.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use url::Url;

use super::answer::{self, Answer, Asked};
use super::capture::Capture;
use super::crawl::{Errand, HOPS_MAX, Run};
use super::error::{Error, Kind, Result};
use super::event::{Alarm, Event};
use super::frontier::{PAUSE_MAX, Task, authority};
use super::ledger::{Due, IfKnown, Kept, Outcome, Visit, Wanted};
use super::options::Clock;
use super::page::{Listing, Row};
use super::paging::next_page;
use super::profile::Profile;
use super::purpose::Purpose;
use super::retry::next_try;
use super::transport::{Response, Transport};

/// Bodies that wait together for one acknowledgement, in bytes.
const BATCH_BYTES_MAX: usize = 64 << 20;

impl<T: Transport, C: Clock> Run<'_, T, C> {
    pub(super) fn visited(
        &mut self,
        errand: Errand,
        result: Result<Response>,
        now: SystemTime,
    ) -> Result<()> {
        let Some(profile) = self.profile(&errand.task.due.source) else {
            return Ok(());
        };
        let asked = Asked {
            task: &errand.task,
            purpose: &errand.purpose,
            profile,
            robots: &errand.rule,
            now,
        };
        let mut validators = Validators::default();
        let answer = result.and_then(|response| {
            validators = Validators::of(&response, &errand.task.due);
            answer::read(&asked, response)
        });
        match answer {
            Err(error) => self.failed(errand.task, error, now),
            Ok(Answer::Hop(target)) => self.hop(errand.task, target, now),
            Ok(answer) => {
                let url = errand.task.due.url.clone();
                self.frontier.answered(&authority(errand.task.target()));
                if validators.lie {
                    self.say(Event::Alarm(Alarm::LyingEtag { url }));
                }
                self.answered(&errand, profile, answer, validators, now)
            }
        }
    }

    fn answered(
        &mut self,
        errand: &Errand,
        profile: &Profile,
        answer: Answer,
        validators: Validators,
        now: SystemTime,
    ) -> Result<()> {
        let url = errand.task.due.url.clone();
        let again = Some(now + revisit_after(&errand.purpose, profile));
        let (status, outcome) = match answer {
            // Followed by the caller.
            Answer::Hop(_) => return Ok(()),
            Answer::Unchanged => {
                self.say(Event::Unchanged { url });
                (304, Outcome::Unchanged { again })
            }
            Answer::Listing(listing) => {
                let is_empty = listing.rows.is_empty();
                self.listed(errand, profile, listing, now)?;
                // An empty list is not believed: next time it is read again.
                let validators = if is_empty {
                    Validators::default()
                } else {
                    validators
                };
                (200, validators.fetched(None, again))
            }
            Answer::Document {
                capture,
                files,
                doubt,
            } => {
                if doubt.is_some() {
                    self.say(Event::Alarm(Alarm::NoRoot { url }));
                }
                self.want_files(&capture, files, profile, now)?;
                let (status, hash) = (capture.status, capture.sha256);
                self.take(*capture);
                (status, validators.fetched(Some(hash), again))
            }
        };
        let visit = visit(&errand.task, now, Some(status), outcome, None);
        self.note(visit)
    }

    /// Follows a redirect: the target waits in line like any URL and is judged like any URL.
    fn hop(&mut self, mut task: Task, target: Url, now: SystemTime) -> Result<()> {
        let looped = task.hops.contains(&target) || task.due.url == target;
        if looped || HOPS_MAX <= task.hops.len() {
            let error = Error::new(&task.due.url, Kind::Redirects);
            return self.failed(task, error, now);
        }
        task.hops.push(target);
        self.frontier.push(task);
        Ok(())
    }

    /// Wants the rows of a list page and, where it makes sense, its next page.
    fn listed(
        &mut self,
        errand: &Errand,
        profile: &Profile,
        listing: Listing,
        now: SystemTime,
    ) -> Result<()> {
        let Purpose::Listing {
            source,
            page,
            stale,
        } = errand.purpose
        else {
            return Ok(());
        };
        let Some(list) = profile.sources.get(source) else {
            return Ok(());
        };
        let url = errand.task.due.url.clone();
        let new = self.want_rows(&listing, profile, &url, now)?;
        let rows: BTreeSet<Url> = listing.rows.iter().map(|row| row.url.clone()).collect();
        self.say(Event::Listed {
            url: url.clone(),
            rows: rows.len(),
            new,
        });
        if rows.is_empty() && page == 0 {
            self.say(Event::Alarm(Alarm::NoRows { url: url.clone() }));
        }
        let stale = if new == 0 { stale + 1 } else { 0 };
        let is_over = rows.is_empty() || list.stale_pages_max <= stale;
        let is_repeat = !self.lists_seen.insert((profile.id.clone(), source, rows));
        let next = next_page(list, page, &listing).filter(|_| !is_over && !is_repeat);
        let Some(next) = next else { return Ok(()) };
        if list.pages_max <= page + 1 {
            self.say(Event::Alarm(Alarm::PagesMax { url }));
            return Ok(());
        }
        // Where a page brought news, the next one may hold more of it, known or not.
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
        self.want(&[purpose.wanted(next, profile, now, known)], &url)?;
        Ok(())
    }

    /// How many rows are new.
    fn want_rows(
        &mut self,
        listing: &Listing,
        profile: &Profile,
        url: &Url,
        now: SystemTime,
    ) -> Result<usize> {
        let wanted = |row: &Row| {
            let fields = row.fields.clone();
            let purpose = Purpose::Page { fields };
            purpose.wanted(row.url.clone(), profile, now, IfKnown::Leave)
        };
        let wanted: Vec<Wanted> = listing.rows.iter().map(wanted).collect();
        self.want(&wanted, url)
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
        let wanted = |file| purpose.wanted(file, profile, now, IfKnown::Leave);
        let wanted: Vec<Wanted> = files.into_iter().map(wanted).collect();
        self.want(&wanted, &capture.url)?;
        Ok(())
    }

    /// Writes wishes down and queues those that are new. How many were.
    pub(super) fn want(&mut self, wanted: &[Wanted], about: &Url) -> Result<usize> {
        if wanted.is_empty() {
            return Ok(0);
        }
        let due = self.ledger.want(wanted);
        let due = self.kept(due, about)?;
        let new = due.len();
        self.queue(due);
        Ok(new)
    }

    pub(super) fn queue(&mut self, due: Vec<Due>) {
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
    pub(super) fn failed(&mut self, mut task: Task, error: Error, now: SystemTime) -> Result<()> {
        self.ease_off(&error, now);
        let retry = next_try(&error, task.due.attempts, now, self.options.seed);
        let reason = error.kind().to_string();
        let outcome = match error.is_refusal() {
            true => Outcome::Refused,
            false => Outcome::Failed { retry },
        };
        self.say(Event::of_error(&task.due.url, &error, retry));
        let visit = visit(&task, now, error.status(), outcome, Some(reason));
        if let Some(retry) = retry {
            task.due.attempts += 1;
            task.hops.clear();
            self.frontier.push_at(task, retry);
        }
        self.note(visit)
    }

    /// Leaves a host alone that asked for it or is in trouble.
    fn ease_off(&mut self, error: &Error, now: SystemTime) {
        let authority = authority(error.url());
        match error.kind() {
            Kind::Throttled { until, .. } => self.frontier.pause(&authority, *until, now),
            Kind::Challenge { .. } => {
                self.frontier.pause(&authority, now + PAUSE_MAX, now);
                let authority = authority.clone();
                self.say(Event::Alarm(Alarm::Challenged { authority }));
            }
            _ => {}
        }
        if !error.speaks_of_host() {
            return;
        }
        if let Some(until) = self.frontier.failed(&authority, now) {
            self.say(Event::Alarm(Alarm::HostRests { authority, until }));
        }
    }

    fn note(&mut self, visit: Visit) -> Result<()> {
        self.batch.visits.push(visit);
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

    pub(super) fn flush(&mut self) -> Result<()> {
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

    pub(super) fn kept<V>(&self, result: Kept<V>, about: &Url) -> Result<V> {
        result.map_err(|error| Error::new(about, Kind::Keep(error)))
    }
}

fn visit(
    task: &Task,
    at: SystemTime,
    status: Option<u16>,
    outcome: Outcome,
    detail: Option<String>,
) -> Visit {
    let (url, source) = (task.due.url.clone(), task.due.source.clone());
    Visit {
        url,
        source,
        at,
        status,
        outcome,
        detail,
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
        if response.status == 200 && etag.is_some() && etag == due.etag {
            return Validators {
                lie: true,
                ..Validators::default()
            };
        }
        Validators {
            etag,
            last_modified,
            lie: false,
        }
    }

    fn fetched(self, capture: Option<[u8; 32]>, again: Option<SystemTime>) -> Outcome {
        let (etag, last_modified) = (self.etag, self.last_modified);
        Outcome::Fetched {
            capture,
            etag,
            last_modified,
            again,
        }
    }
}

fn revisit_after(purpose: &Purpose, profile: &Profile) -> Duration {
    match purpose {
        Purpose::Listing { page: 0, .. } => profile.revisit.first_page,
        _ => profile.revisit.rest,
    }
}
