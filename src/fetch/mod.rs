//! Seeds in, [`Capture`]s out, politely.
//!
//! A [`Profile`] says where a portal lists its documents and what a page looks like; [`crawl`] follows
//! the lists, asks robots.txt first, keeps one connection per host with a pause between requests,
//! and hands captures and visits in batches to a [`Ledger`], which outlives the run.
//!
//! Promise: no URL outside the profile's scope is asked, none that robots.txt forbids, no address of
//! the inside of a network (redirects included); every request is bounded in time and bytes; a run
//! that is stopped or killed goes on where it was; what was fetched before is asked conditionally. A
//! page that says "không tồn tại" with status 200 or asks for a human is noted, not captured.
//!
//! This room does not know meaning: field texts go on as the portal writes them, and whether a page
//! is a plan is not asked here. It does not know the store either: the [`Ledger`] trait is its own.
//!
//! Why not a crawler framework: what matters here is what is *not* fetched and what is remembered,
//! and both have to be readable in one place. Why no browser: every portal family seen serves its
//! lists and pages as plain HTML.

mod address;
mod answer;
mod capture;
mod charset;
mod crawl;
mod disposition;
mod error;
mod event;
mod fault;
mod frontier;
mod http;
mod labels;
mod ledger;
mod link;
mod options;
mod page;
mod paging;
mod profile;
mod purpose;
mod replica;
mod retry;
mod robots;
mod script;
mod settle;
mod transport;
mod unpack;

pub use address::Reach;
pub use capture::{Capture, Context, Headers, Role};
pub use crawl::{AGENT, crawl};
pub use error::{Error, KeepError, Kind, Result, Retry};
pub use event::{Alarm, Event, Summary};
pub use fault::Fault;
pub use frontier::{Frontier, Next, PAUSE_MAX, Task, authority};
pub use http::HttpTransport;
pub use ledger::{
    Batch, Due, FrontierEntry, IfKnown, Kept, Ledger, MemoryLedger, Outcome, State, Visit, Wanted,
};
pub use link::canonical;
pub use options::{Clock, Coverage, Options, SystemClock};
pub use page::{Detail, Listing, Row, read_detail, read_listing};
pub use profile::{Paging, Profile, ProfileError, Source, preset_names};
pub use replica::{Asked, Replica};
pub use robots::{Robots, Ruling};
pub use script::ScriptedSite;
pub use transport::{Limits, Request, Response, Transport};
