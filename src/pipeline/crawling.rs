//! Portals in, a summary out: the crawler brings, a run takes.
//!
//! The crawler's ledger is the store: what it wants and what it visited is written in the same
//! transaction as the captures it brought, so a kill costs one batch of visits, made again.

use std::sync::Arc;
use std::time::SystemTime;

use crate::extract::Context;
use crate::fetch::{
    self, Clock, Due, Event, Kept, Ledger, Options, Profile, Transport, Wanted, crawl,
};
use crate::store::Validators;

use super::{Arrival, Error, Kind, Library, Result, Run, Stage, Summary, Watch};

/// What a crawl came to: on the way, and in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crawled {
    pub fetched: fetch::Summary,
    pub taken: Summary,
}

impl Library {
    /// Crawls portals until nothing is due or it is asked to stop; what comes is taken in as by an
    /// ingest. Each thing that happens on the way is handed to `tell`.
    pub fn crawl(
        &self,
        profiles: &[Profile],
        transport: Arc<impl Transport>,
        clock: &impl Clock,
        options: Options,
        tell: &mut dyn FnMut(&Event),
        watch: Watch,
    ) -> Result<Crawled> {
        let mut run = self.run(watch)?;
        let mut answers = 0;
        watch.at(Stage::Fetching, answers, None);
        let mut tell = |event: &Event| {
            if let Event::Captured { .. } | Event::Unchanged { .. } = event {
                answers += 1;
                watch.at(Stage::Fetching, answers, None);
            }
            tell(event);
        };
        let fetched = crawl(
            profiles, transport, &mut run, clock, options, &mut tell, watch.stop,
        )?;
        let taken = run.finish()?;
        Ok(Crawled { fetched, taken })
    }
}

impl Ledger for Run<'_> {
    fn due(&mut self, source: &str, now: SystemTime) -> Kept<Vec<Due>> {
        Ok(self.store().due(source, now).map_err(Error::from)?)
    }

    fn want(&mut self, wanted: &[Wanted]) -> Kept<Vec<Due>> {
        Ok(self.store().want(wanted).map_err(Error::from)?)
    }

    fn reopen(&mut self, source: &str, now: SystemTime) -> Kept<usize> {
        Ok(self.store().reopen(source, now).map_err(Error::from)?)
    }

    fn keep(&mut self, batch: fetch::Batch) -> Kept<()> {
        let arrivals: Vec<Arrival> = batch.captures.into_iter().map(arrival).collect();
        self.take(&arrivals, batch.visits)?;
        Ok(())
    }
}

fn arrival(capture: fetch::Capture) -> Arrival {
    let header = |name: &str| capture.headers.get(name).map(str::to_owned);
    Arrival {
        validators: Validators {
            content_type: header("content-type"),
            etag: header("etag"),
            last_modified: header("last-modified"),
        },
        context: Context {
            file: capture.context.file,
            url: Some(capture.url),
            portal: Some(capture.context.portal),
            province: capture.context.province,
            agency: capture.context.agency,
            fields: capture.context.fields,
        },
        fetched_at: capture.fetched_at,
        bytes: capture.body,
    }
}

impl From<fetch::Error> for Error {
    /// What the store said through the crawler is the store's error again.
    fn from(error: fetch::Error) -> Error {
        let url = error.url().clone();
        match error.into_kind() {
            fetch::Kind::Keep(kept) => match kept.downcast::<Error>() {
                Ok(own) => *own,
                Err(other) => Error::new(Kind::Fetch(fetch::Error::new(
                    &url,
                    fetch::Kind::Keep(other),
                ))),
            },
            kind => Error::new(Kind::Fetch(fetch::Error::new(&url, kind))),
        }
    }
}
