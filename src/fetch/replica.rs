//! A portal served from saved pages on loopback: what the demo crawls and what tests torment.
//!
//! One folder (`routes.tsv` and `site/`), one port, HTTP/1.1 by hand, because a test needs a server
//! that breaks its word in ways no framework lets it.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use sha2::{Digest, Sha256};
use url::Url;

use super::fault::Fault;

/// Longest request line or header line read.
const LINE_BYTES_MAX: u64 = 16 * 1024;

/// A connection without a request for this long is closed.
const IDLE: Duration = Duration::from_secs(10);

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub at: Instant,
    pub status: u16,
    pub conditional: bool,
    pub user_agent: String,
    /// Connections open when it arrived, its own included.
    pub open_connections: usize,
}

/// A running server. Stops when dropped.
#[derive(Debug)]
pub struct Replica {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    site: PathBuf,
    routes: BTreeMap<String, Route>,
    faults: Mutex<HashMap<String, Fault>>,
    counts: Mutex<HashMap<String, usize>>,
    asked: Mutex<Vec<Asked>>,
    open: AtomicUsize,
    stop: AtomicBool,
}

#[derive(Clone, Debug)]
struct Route {
    file: String,
    content_type: String,
    disposition: Option<String>,
}

impl Replica {
    /// Serves the portal in `folder` on a free port of 127.0.0.1.
    pub fn serve(folder: &Path) -> io::Result<Replica> {
        let routes = fs::read_to_string(folder.join("routes.tsv"))?;
        Replica::with_routes(
            &folder.join("site"),
            routes.lines().filter_map(route).collect(),
        )
    }

    fn with_routes(site: &Path, routes: BTreeMap<String, Route>) -> io::Result<Replica> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let shared = Arc::new(Shared {
            site: site.to_owned(),
            routes,
            faults: Mutex::default(),
            counts: Mutex::default(),
            asked: Mutex::default(),
            open: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
        });
        let address = listener.local_addr()?;
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("replica".to_owned())
            .spawn(move || accept(&listener, &for_thread))?;
        Ok(Replica {
            address,
            shared,
            thread: Some(thread),
        })
    }

    /// `http://127.0.0.1:PORT/`
    pub fn url(&self) -> Url {
        let mut url = Url::parse("http://127.0.0.1/").unwrap_or_else(|_| unreachable!("a literal"));
        let _ = url.set_port(Some(self.address.port()));
        url
    }

    /// From now on `path` misbehaves.
    pub fn fault(&self, path: &str, fault: Fault) {
        lock(&self.shared.faults).insert(path.to_owned(), fault);
    }

    /// From now on everything behaves.
    pub fn heal(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Every request since the last call.
    pub fn take_log(&self) -> Vec<Asked> {
        std::mem::take(&mut lock(&self.shared.asked))
    }

    /// URLs that answer, as hrefs write them, with the file each stands for.
    pub fn routes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.shared
            .routes
            .iter()
            .map(|(url, route)| (url.as_str(), route.file.as_str()))
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees the flag.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn route(line: &str) -> Option<(String, Route)> {
    let mut columns = line.split('\t');
    let url = columns.next()?.to_owned();
    let route = Route {
        file: columns.next()?.to_owned(),
        content_type: columns.next()?.to_owned(),
        disposition: columns
            .next()
            .filter(|value| *value != "-")
            .map(str::to_owned),
    };
    Some((url, route))
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stop.load(Ordering::SeqCst) {
            break;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        // A connection that cannot have a thread is dropped, as a full server would.
        let _ = std::thread::Builder::new()
            .name("replica connection".to_owned())
            .spawn(move || {
                shared.open.fetch_add(1, Ordering::SeqCst);
                let _ = converse(&stream, &shared);
                shared.open.fetch_sub(1, Ordering::SeqCst);
            });
    }
}

/// Answers requests on one connection until either side ends it.
fn converse(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader)? {
        let answer = shared.answer(&request);
        lock(&shared.asked).push(Asked {
            path: request.path.clone(),
            at: Instant::now(),
            status: answer.status,
            conditional: request.headers.contains_key("if-none-match"),
            user_agent: request
                .headers
                .get("user-agent")
                .cloned()
                .unwrap_or_default(),
            open_connections: shared.open.load(Ordering::SeqCst),
        });
        if answer.send(stream)? == After::Close || shared.stop.load(Ordering::SeqCst) {
            break;
        }
    }
    Ok(())
}

struct Incoming {
    path: String,
    headers: HashMap<String, String>,
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<Incoming>> {
    let Some(first) = read_line(reader)? else {
        return Ok(None);
    };
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let mut headers = HashMap::new();
    while let Some(line) = read_line(reader)?.filter(|line| !line.is_empty()) {
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    Ok(Some(Incoming { path, headers }))
}

fn read_line(reader: &mut BufReader<&TcpStream>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    io::Read::take(&mut *reader, LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
    let text = String::from_utf8_lossy(&line);
    Ok((!line.is_empty()).then(|| text.trim_end().to_owned()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    KeepOpen,
    Close,
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    wait: Duration,
    drip: Option<Duration>,
    /// Bytes really sent, where fewer than announced.
    sent: Option<usize>,
}

impl Answer {
    fn new(status: u16, body: Vec<u8>) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            body,
            wait: Duration::ZERO,
            drip: None,
            sent: None,
        }
    }

    fn with(mut self, name: &str, value: impl Into<String>) -> Answer {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    fn send(&self, mut stream: &TcpStream) -> io::Result<After> {
        std::thread::sleep(self.wait);
        let mut head = format!("HTTP/1.1 {} .\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.status != 304 {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        match (self.drip, self.sent) {
            (Some(pause), _) => {
                for byte in &self.body {
                    stream.write_all(std::slice::from_ref(byte))?;
                    std::thread::sleep(pause);
                }
            }
            (None, Some(sent)) => {
                stream.write_all(&self.body[..sent.min(self.body.len())])?;
                return Ok(After::Close);
            }
            (None, None) => stream.write_all(&self.body)?,
        }
        Ok(After::KeepOpen)
    }
}

impl Shared {
    fn answer(&self, request: &Incoming) -> Answer {
        let fault = lock(&self.faults).get(&request.path).cloned();
        match fault {
            Some(fault) => self.faulty(request, fault),
            None => self.plain(request),
        }
    }

    /// Exact URL, then the path alone (sessions and campaigns are harmless), then the portal's own
    /// page for everything else, then 404.
    fn plain(&self, request: &Incoming) -> Answer {
        let path = request.path.split('?').next().unwrap_or_default();
        let found = [request.path.as_str(), path, "*"]
            .into_iter()
            .find_map(|url| self.routes.get(url));
        let Some(route) = found else {
            return Answer::new(404, b"404".to_vec());
        };
        match fs::read(self.site.join(&route.file)) {
            Ok(body) => self.file(request, route, body),
            Err(_) => Answer::new(500, b"file".to_vec()),
        }
    }

    fn file(&self, request: &Incoming, route: &Route, body: Vec<u8>) -> Answer {
        let digest = Sha256::digest(&body);
        let etag: String = digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let etag = format!("\"{etag}\"");
        let same = request
            .headers
            .get("if-none-match")
            .is_some_and(|known| *known == etag);
        let answer = match same {
            true => Answer::new(304, Vec::new()),
            false => Answer::new(200, body).with("content-type", &route.content_type),
        };
        let answer = answer
            .with("etag", etag)
            .with("last-modified", self.modified(&route.file));
        match &route.disposition {
            Some(disposition) => answer.with("content-disposition", disposition),
            None => answer,
        }
    }

    fn modified(&self, file: &str) -> String {
        let time = fs::metadata(self.site.join(file)).and_then(|meta| meta.modified());
        let time =
            jiff::Timestamp::try_from(time.unwrap_or(SystemTime::UNIX_EPOCH)).unwrap_or_default();
        time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    fn faulty(&self, request: &Incoming, fault: Fault) -> Answer {
        let count = {
            let mut counts = lock(&self.counts);
            let count = counts.entry(request.path.clone()).or_default();
            *count += 1;
            *count
        };
        match fault {
            Fault::Throttle { retry_after, times } if count <= times => {
                Answer::new(429, Vec::new()).with("retry-after", retry_after)
            }
            Fault::Status { status, times } if count <= times => Answer::new(status, Vec::new()),
            Fault::Throttle { .. } | Fault::Status { .. } => self.plain(request),
            Fault::Slow(wait) => Answer {
                wait,
                ..self.plain(request)
            },
            Fault::Drip(pause) => Answer {
                drip: Some(pause),
                ..self.plain(request)
            },
            Fault::Truncate { times } => {
                let whole = self.plain(request);
                let half = whole.body.len() / 2;
                Answer {
                    sent: (count <= times).then_some(half),
                    ..whole
                }
            }
            Fault::Redirect(to) => Answer::new(302, Vec::new()).with("location", to),
            Fault::Packed(body) => Answer::new(200, body)
                .with("content-type", "text/html")
                .with("content-encoding", "gzip"),
            Fault::HugeHeader { bytes } => self.plain(request).with("x-filler", "x".repeat(bytes)),
            Fault::ContentType(value) => self.plain(request).with("content-type", value),
            Fault::Body(body) => Answer {
                body,
                ..self.plain(request)
            },
            Fault::LyingEtag(etag) => {
                let mut answer = self.plain(&Incoming {
                    path: request.path.clone(),
                    headers: HashMap::new(),
                });
                answer
                    .body
                    .extend_from_slice(format!("<!-- {count} -->").as_bytes());
                answer.with("etag", etag)
            }
        }
    }
}

/// A panic elsewhere leaves these maps whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
