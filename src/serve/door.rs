//! Connections: how many, for how long, and how they end. The only loop of this room.

use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

/// How long answers that have begun may take after the stop.
pub(super) const GRACE: Duration = Duration::from_secs(3);

/// Connections at one time: an office of forty people whose browsers keep six each open.
const CONNECTIONS_MAX: u32 = 256;
/// A request's head arrives within this; a browser sends it at once.
const HEAD_TIME_MAX: Duration = Duration::from_secs(15);
/// Bytes of a request's head. Browsers stay below 8 KiB, our own longest line of search is 4 KiB
/// and three times that when percent-encoded.
const HEAD_BYTES_MAX: usize = 32 << 10;
const HEADERS_MAX: usize = 64;
/// A connection ends after this, also one that takes its answer drop by drop. The largest file,
/// 256 MiB, arrives in this time over a line of 4 Mbit/s.
const CONNECTION_TIME_MAX: Duration = Duration::from_secs(600);
/// How often the stop is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// After a failed accept (no file handle left): others may close meanwhile.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Threads that move bytes; questions run on threads of their own.
const WORKERS: usize = 2;

pub(super) fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .max_blocking_threads(super::app::QUESTIONS_MAX)
        .thread_name("web")
        .enable_all()
        .build()
}

/// Answers connections until `stop` is set, and gives those open a moment to end.
pub(super) async fn keep(
    listener: TcpListener,
    router: Router,
    stop: &AtomicBool,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let seats = Arc::new(Semaphore::new(CONNECTIONS_MAX as usize));
    let (close, closing) = watch::channel(());
    while let Some(stream) = next(&listener, stop).await {
        // The newcomer waits in the listener's queue, not in memory.
        let Some(seat) = seat(&seats, stop).await else {
            break;
        };
        let (router, closing) = (router.clone(), closing.clone());
        tokio::spawn(async move {
            let _ = timeout(CONNECTION_TIME_MAX, serve(stream, router, closing)).await;
            drop(seat);
        });
    }
    drop(listener);
    let _ = close.send(());
    let _ = timeout(GRACE, seats.acquire_many(CONNECTIONS_MAX)).await;
    Ok(())
}

async fn next(listener: &tokio::net::TcpListener, stop: &AtomicBool) -> Option<TcpStream> {
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => return Some(stream),
                Err(_) => sleep(ACCEPT_PAUSE).await,
            },
            () = stopped(stop) => return None,
        }
    }
}

async fn seat(
    seats: &Arc<Semaphore>,
    stop: &AtomicBool,
) -> Option<tokio::sync::OwnedSemaphorePermit> {
    tokio::select! {
        seat = seats.clone().acquire_owned() => seat.ok(),
        () = stopped(stop) => None,
    }
}

async fn stopped(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        sleep(LOOK).await;
    }
}

async fn serve(stream: TcpStream, router: Router, mut closing: watch::Receiver<()>) {
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME_MAX)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = closing.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
