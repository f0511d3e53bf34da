//! The one door to tesseract: pictures in on its standard input, hOCR out.
//!
//! A process of its own per page: bounded in time, memory and what it may say, and gone when its door
//! closes, so that an endless loop or an abort in it costs one page.

use std::env;
use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Names what is read and how: part of the key of what was read before.
pub(super) const VERSION: &str = "1 vie psm 6 lstm";

/// Seconds of processor time for one page. The fullest page at 300 dpi takes 5.
const CPU_SECONDS_MAX: u64 = 60;

/// The same by the clock, for a machine that does other work.
const CLOCK_MAX: Duration = Duration::from_secs(180);

/// Address space. Reading an A4 page at 300 dpi takes 250 MB.
const MEMORY_BYTES_MAX: u64 = 3 << 30;

/// hOCR of the fullest page is 300 KB.
const ANSWER_BYTES_MAX: u64 = 64 << 20;

/// What is kept of its complaints.
const COMPLAINT_BYTES_MAX: u64 = 4 << 10;

/// How often a running process is asked whether it is done.
const POLL: Duration = Duration::from_millis(5);

/// Why a page was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Failure {
    /// The program or its Vietnamese model is not installed.
    Missing,
    TimedOut,
    /// It ended without an answer.
    Failed,
}

/// The program, if it is on the path.
pub(super) fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join("tesseract"))
        .find(|program| program.is_file())
}

/// Reads the pages of a TIFF.
pub(super) fn read(program: &Path, pictures: &[u8]) -> Result<String, Failure> {
    let child = command(program).spawn().map_err(why_not_started)?;
    let mut running = Running { child };
    let input = running.child.stdin.take();
    let output = running.child.stdout.take();
    let complaints = running.child.stderr.take();
    thread::scope(|scope| {
        // All three at once: a full pipe on either side would stop the other.
        scope.spawn(move || {
            // A process that ends early breaks the pipe; its exit says why.
            input.map(|mut input| input.write_all(pictures))
        });
        let answer = scope.spawn(move || read_capped(output, ANSWER_BYTES_MAX));
        let complaint = scope.spawn(move || read_capped(complaints, COMPLAINT_BYTES_MAX));
        let status = running.wait();
        drop(running);
        let answer = answer.join().unwrap_or_default();
        let complaint = complaint.join().unwrap_or_default();
        judge(status, answer, &complaint)
    })
}

fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(["stdin", "stdout", "-l", "vie", "--oem", "1", "--psm", "6"])
        .arg("hocr")
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // SAFETY: between fork and exec only `setrlimit` is called, which is async-signal-safe.
    unsafe {
        command.pre_exec(limit_self);
    }
    command
}

fn limit_self() -> io::Result<()> {
    limit(libc::RLIMIT_AS, MEMORY_BYTES_MAX)?;
    limit(libc::RLIMIT_CPU, CPU_SECONDS_MAX)?;
    limit(libc::RLIMIT_CORE, 0)
}

fn limit(resource: libc::__rlimit_resource_t, most: u64) -> io::Result<()> {
    let limit = libc::rlimit {
        rlim_cur: most,
        rlim_max: most,
    };
    // SAFETY: `limit` is a valid structure that outlives the call.
    match unsafe { libc::setrlimit(resource, &limit) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// A process that is killed when nobody waits for it any more.
struct Running {
    child: Child,
}

impl Running {
    /// `None` if it took too long.
    fn wait(&mut self) -> Option<ExitStatus> {
        let end = Instant::now() + CLOCK_MAX;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < end => thread::sleep(POLL),
                Ok(None) | Err(_) => return None,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn read_capped(source: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut source) = source {
        let _ = source.by_ref().take(most).read_to_end(&mut bytes);
        // What is left is taken and thrown away, so that the process can end.
        let _ = io::copy(&mut source, &mut io::sink());
    }
    bytes
}

fn judge(status: Option<ExitStatus>, answer: Vec<u8>, complaint: &[u8]) -> Result<String, Failure> {
    let Some(status) = status else {
        return Err(Failure::TimedOut);
    };
    if matches!(status.signal(), Some(libc::SIGXCPU | libc::SIGKILL)) {
        return Err(Failure::TimedOut);
    }
    let complaint = String::from_utf8_lossy(complaint);
    if complaint.contains("loading language") || complaint.contains("load any languages") {
        return Err(Failure::Missing);
    }
    match String::from_utf8(answer) {
        Ok(answer) if status.success() => Ok(answer),
        _ => Err(Failure::Failed),
    }
}

fn why_not_started(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => Failure::Missing,
        _ => Failure::Failed,
    }
}
