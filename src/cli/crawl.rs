//! `crawl`: portals by their profiles, politely, into the library.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use kehoach::fetch::{self, Event, HttpTransport, Limits, Options, Profile, SystemClock};
use kehoach::pipeline::{Crawled, Failure, Library, Summary, Watch};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::again;
use super::arguments::Crawl;
use super::ingest;
use super::messages as say;
use super::progress::{Watcher, heed_interrupts};
use super::screen::Screen;

/// What `crawl --json` prints: what an ingest prints, and what happened on the way. An address that
/// failed stands in the failures.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CrawlView<'a> {
    #[serde(flatten)]
    pub taken: &'a Summary,
    pub fetched: FetchedView,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct FetchedView {
    pub requests: u64,
    pub listings: u64,
    pub pages: u64,
    pub attachments: u64,
    /// Answers that nothing changed since the last visit.
    pub unchanged: u64,
    /// By robots.txt or by the profile.
    pub refused: u64,
    /// Pages that say there is nothing there.
    pub missing: u64,
    pub failed: u64,
    /// Addresses that wait for a later run.
    pub waiting: usize,
    /// What fails silently on other crawlers, in sentences.
    pub alarms: Vec<String>,
}

pub fn run(crawl: &Crawl, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    heed_interrupts(screen.lang)?;
    again::after_an_abort(screen.lang);
    let profiles = loaded(&crawl.profiles, screen)?;
    let watcher = Watcher::new(screen.lang);
    let crawled = fetched(
        library,
        &profiles,
        crawl.contact.as_deref(),
        watcher.watch(),
    )?;
    drop(watcher);
    tell(&crawled, screen)
}

fn loaded(paths: &[PathBuf], screen: &Screen) -> anyhow::Result<Vec<Profile>> {
    let load = |path: &PathBuf| {
        Profile::load(path, None).map_err(|error| {
            anyhow::Error::msg(screen.said(&say::PROFILE_TROUBLE, &[("message", &error)]))
        })
    };
    paths.iter().map(load).collect()
}

/// Crawls portals into a library. What still failed at the end is among the failures.
pub fn fetched(
    library: &Library,
    profiles: &[Profile],
    contact: Option<&str>,
    watch: Watch,
) -> anyhow::Result<Crawled> {
    let agent = agent(contact);
    let transport = HttpTransport::new(&agent, Limits::default()).map_err(anyhow::Error::msg)?;
    let mut failed: BTreeMap<String, String> = BTreeMap::new();
    let mut note = |event: &Event| match event {
        Event::Failed { url, reason, .. } => {
            failed.insert(url.to_string(), reason.clone());
        }
        // It failed before and came at another try.
        Event::Captured { url, .. } | Event::Unchanged { url } => {
            failed.remove(url.as_str());
        }
        _ => {}
    };
    let mut crawled = library.crawl(
        profiles,
        Arc::new(transport),
        &SystemClock,
        Options::default(),
        &mut note,
        watch,
    )?;
    let failures = failed
        .into_iter()
        .map(|(file, reason)| Failure { file, reason });
    crawled.taken.failures.extend(failures);
    Ok(crawled)
}

/// How we introduce ourselves: the program, and whom to write to where that is said.
fn agent(contact: Option<&str>) -> String {
    let program = format!("{}/{}", fetch::AGENT, env!("CARGO_PKG_VERSION"));
    match contact {
        Some(contact) => format!("{program} (+{contact})"),
        None => program,
    }
}

fn tell(crawled: &Crawled, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let (fetched, taken) = (&crawled.fetched, &crawled.taken);
    for alarm in &fetched.alarms {
        screen.note(&say::ALARM, &[("alarm", alarm)]);
    }
    if screen.json {
        let fetched = fetched_view(fetched);
        screen.json(&CrawlView { taken, fetched })?;
        return ingest::tell_trouble(taken, screen);
    }
    let values = [
        ("requests", screen.count(fetched.requests)),
        ("pages", screen.count(fetched.pages)),
        ("attachments", screen.count(fetched.attachments)),
        ("unchanged", screen.count(fetched.unchanged)),
        ("waiting", screen.count(fetched.waiting as u64)),
    ];
    let values: Vec<(&str, &dyn std::fmt::Display)> = values
        .iter()
        .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
        .collect();
    screen.tell(&say::FETCHED, &values)?;
    if taken.files == 0 && taken.failures.is_empty() && !taken.interrupted {
        // Nothing new since the last visit is what a second crawl is for.
        screen.tell(&say::NOTHING_NEW, &[])?;
        return Ok(Outcome::found(fetched.unchanged != 0));
    }
    ingest::tell(taken, screen)
}

fn fetched_view(fetched: &fetch::Summary) -> FetchedView {
    FetchedView {
        requests: fetched.requests,
        listings: fetched.listings,
        pages: fetched.pages,
        attachments: fetched.attachments,
        unchanged: fetched.unchanged,
        refused: fetched.refused,
        missing: fetched.missing,
        failed: fetched.failed,
        waiting: fetched.waiting,
        alarms: fetched.alarms.iter().map(ToString::to_string).collect(),
    }
}
