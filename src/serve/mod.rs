//! A library and an address in, pages and JSON out until told to stop.
//!
//! STAND-IN: listens and says that there is nothing to see, until the web room is written.

use std::fmt;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::pipeline::Library;

/// The address cannot be listened at.
#[derive(Debug)]
pub struct Error {
    address: SocketAddr,
    kind: io::Error,
}

impl Error {
    /// What the operating system said, if it was it.
    pub fn io(&self) -> Option<&io::Error> {
        Some(&self.kind)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "phục vụ tại {}: {}", self.address, self.kind)
    }
}

impl std::error::Error for Error {}

/// Serves until `stop` is set; calls `ready` once with the address it listens at.
pub fn run(
    library: Library,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
    stop: &'static AtomicBool,
) -> Result<(), Error> {
    let failed = |kind| Error { address, kind };
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    ready(listener.local_addr().map_err(failed)?);
    while !stop.load(Ordering::Relaxed) {
        match listener.accept() {
            Ok((mut peer, _)) => {
                let _ = peer.write_all(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
    drop(library);
    Ok(())
}
