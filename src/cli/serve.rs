//! `serve`: the web pages and the HTTP API, until interrupted.

use std::io::{self, Write};
use std::net::{SocketAddr, ToSocketAddrs};

use kehoach::pipeline::Library;
use kehoach::serve::Corrections;

use super::Outcome;
use super::arguments::Serve;
use super::messages as say;
use super::progress::{STOP, heed_interrupts};
use super::screen::Screen;
use super::trouble;

pub fn run(serve: &Serve, library: Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    heed_interrupts(screen.lang)?;
    let corrections = match serve.correctable {
        true => Corrections::Taken,
        false => Corrections::Refused,
    };
    at(&serve.listen, library, corrections, screen)
}

/// Serves a library at `HOST:PORT`; port 0 takes a free one. Says where on standard output once it listens.
pub fn at(
    listen: &str,
    library: Library,
    corrections: Corrections,
    screen: &mut Screen,
) -> anyhow::Result<Outcome> {
    let address = listen
        .to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next())
        .ok_or_else(|| {
            anyhow::Error::msg(screen.said(&say::NOT_AN_ADDRESS, &[("address", &listen)]))
        })?;
    screen.flush()?;
    let (lang, json) = (screen.lang, screen.json);
    let ready = move |bound: SocketAddr| {
        let line = match json {
            true => format!("{{\"url\":\"http://{bound}/\"}}"),
            false => say::SERVING.fill(lang, &[("address", &bound)]),
        };
        // Whoever started us may not read it: the pages are there all the same.
        let _ = writeln!(io::stdout(), "{line}").and_then(|()| io::stdout().flush());
    };
    kehoach::serve::run(library, address, corrections, ready, &STOP)
        .map_err(|error| trouble::serving(&error, listen, lang))?;
    Ok(Outcome::Done)
}
