//! Requests in, pages, JSON and files out.
//!
//! For clerks who live in a browser: server-rendered, usable without JavaScript, nothing loaded
//! from elsewhere. Every answer, also a refusal, carries the headers of [`headers`]; every stored
//! string is escaped by the templates (askama's default, never lifted); originals are handed out
//! so that no browser runs them.
//!
//! Promise: a request costs a bounded amount. Bytes of a request, connections, questions at one
//! time, seconds of a question, depth of paging and rows of an export each have a named limit.
//!
//! This room does not know the store, the index or how anything is read: its one door to data is
//! [`Library`]. Nothing can be changed through it, so there is no session and nothing to forge; unless
//! it was told to take [`Corrections`], and then only forms of its own pages are taken.
//!
//! Why hyper's connections and not `axum::serve`: that has no time limit for a request's head, and
//! one idle program could hold every connection.

mod address;
mod api;
mod app;
mod ask;
mod correct;
mod door;
mod error;
mod file;
mod guard;
mod headers;
mod home;
mod marked;
mod refusal;
mod reply;
mod report;
mod search;
mod sheet;
mod status;
mod style;
mod tasks;
mod wanted;
mod words;
mod work;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::pipeline::Library;

pub use error::{Error, Kind, Result};

/// Serves a library at `address` until `stop` is set; calls `ready` once with the address it got.
pub fn run(
    library: Library,
    address: SocketAddr,
    corrections: Corrections,
    ready: impl FnOnce(SocketAddr),
    stop: &AtomicBool,
) -> Result<()> {
    let server = Server::bind(Arc::new(library), address)?.with(corrections);
    ready(server.address());
    server.run(stop)
}

/// Whether people may put values and links right from the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Corrections {
    #[default]
    Refused,
    Taken,
}

/// A library at an address, not yet answering.
#[derive(Debug)]
pub struct Server {
    library: Arc<Library>,
    listener: TcpListener,
    address: SocketAddr,
    corrections: Corrections,
}

impl Server {
    /// Takes the address; port 0 takes a free one. Requests wait until [`Server::run`].
    ///
    /// On a loopback address only requests that name this machine are answered: a page from
    /// elsewhere could otherwise point its own name here and read the library (DNS rebinding).
    pub fn bind(library: Arc<Library>, address: SocketAddr) -> Result<Server> {
        let failed = |error| Error::new(address, error);
        let listener = TcpListener::bind(address).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Server {
            library,
            listener,
            address,
            corrections: Corrections::default(),
        })
    }

    /// Takes corrections from its pages, or does not.
    pub fn with(mut self, corrections: Corrections) -> Server {
        self.corrections = corrections;
        self
    }

    /// Where it listens, with the port it got.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is set; what is being answered then may still finish, for a moment.
    pub fn run(self, stop: &AtomicBool) -> Result<()> {
        let address = self.address;
        let failed = |error| Error::new(address, error);
        let runtime = door::runtime().map_err(failed)?;
        let takes = self.corrections == Corrections::Taken;
        let router = app::router(self.library, address, takes);
        let served = runtime.block_on(door::keep(self.listener, router, stop));
        runtime.shutdown_timeout(door::GRACE);
        served.map_err(failed)
    }
}
