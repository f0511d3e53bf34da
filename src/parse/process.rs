//! A program run within bounds: bytes in on its standard input, bytes out of its standard output.
//!
//! Promise: whatever the program does — abort, hang, fork, eat memory, talk without end — the caller
//! has an answer or a reason within the clock's bound, and no process of its group is left behind.
//! This is the one door through which other programs are started by a reader: tesseract, soffice and
//! our own [`super::worker`].

use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a program may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// By the clock, for a machine that does other work.
    pub clock: Duration,
    /// Seconds of processor time.
    pub cpu_seconds: u64,
    /// Bytes of address space.
    pub memory: u64,
    /// Bytes of its answer.
    pub answer: u64,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// The program is not there or may not be run.
    Missing,
    NotStarted,
    /// By the clock or by the processor.
    TimedOut,
    /// It aborted, overflowed its stack, was out of memory or was killed.
    Crashed,
    /// Its answer is longer than its bound.
    TooLong,
    /// It ended by itself with this code, and said this.
    Refused {
        code: i32,
        complaint: String,
    },
}

/// What is kept of its complaints.
const COMPLAINT_BYTES_MAX: u64 = 4 << 10;

/// How often a running process is asked whether it is done: soon at first, for short work.
const POLL_FIRST: Duration = Duration::from_micros(500);
const POLL_LAST: Duration = Duration::from_millis(10);

/// What the program answers to `input`. `Refused` holds the complaint of a program that ends with an
/// error; one that succeeds is believed whatever it complains about.
pub(super) fn run(command: &mut Command, input: &[u8], bounds: Bounds) -> Result<Vec<u8>, Ended> {
    let mut running = Running::start(command, bounds)?;
    let inlet = running.child.stdin.take();
    let outlet = running.child.stdout.take();
    let complaints = running.child.stderr.take();
    thread::scope(|scope| {
        // All three at once: a full pipe on either side would stop the other.
        scope.spawn(move || {
            // A process that ends early breaks the pipe; its exit says why.
            inlet.map(|mut inlet| inlet.write_all(input))
        });
        let answer = scope.spawn(move || read_capped(outlet, bounds.answer + 1));
        let complaint = scope.spawn(move || read_capped(complaints, COMPLAINT_BYTES_MAX));
        let status = running.wait(bounds.clock);
        // Closes the pipes that a grandchild may hold, so that the readers end.
        drop(running);
        let answer = answer.join().unwrap_or_default();
        let complaint = complaint.join().unwrap_or_default();
        judge(status, answer, &complaint, bounds)
    })
}

fn judge(
    status: Option<ExitStatus>,
    answer: Vec<u8>,
    complaint: &[u8],
    bounds: Bounds,
) -> Result<Vec<u8>, Ended> {
    let Some(status) = status else {
        return Err(Ended::TimedOut);
    };
    match (status.signal(), status.code()) {
        (Some(libc::SIGXCPU | libc::SIGKILL), _) => Err(Ended::TimedOut),
        (Some(_), _) | (_, None) => Err(Ended::Crashed),
        (_, Some(0)) if bounds.answer < answer.len() as u64 => Err(Ended::TooLong),
        (_, Some(0)) => Ok(answer),
        (_, Some(code)) => Err(Ended::Refused {
            code,
            complaint: String::from_utf8_lossy(complaint).into_owned(),
        }),
    }
}

/// A process that leads a group of its own, and is killed with it when nobody waits any more.
struct Running {
    child: Child,
}

impl Running {
    fn start(command: &mut Command, bounds: Bounds) -> Result<Running, Ended> {
        command
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // SAFETY: between fork and exec only `setrlimit` and `prctl` are called, which are
        // async-signal-safe.
        unsafe {
            command.pre_exec(move || bind(bounds));
        }
        match command.spawn() {
            Ok(child) => Ok(Running { child }),
            Err(error) => Err(match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => Ended::Missing,
                _ => Ended::NotStarted,
            }),
        }
    }

    /// `None` if it took too long.
    fn wait(&mut self, clock: Duration) -> Option<ExitStatus> {
        let end = Instant::now() + clock;
        let mut pause = POLL_FIRST;
        while !self.has_ended() {
            if end <= Instant::now() {
                return None;
            }
            thread::sleep(pause);
            pause = (pause * 2).min(POLL_LAST);
        }
        // Not reaped yet, so its number still names its group and nobody else's.
        self.kill_group();
        self.child.wait().ok()
    }

    /// Asks without reaping.
    fn has_ended(&self) -> bool {
        // SAFETY: an all-zero `siginfo_t` is valid, and `waitid` only writes to it.
        unsafe {
            let mut told: libc::siginfo_t = std::mem::zeroed();
            let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
            let answer = libc::waitid(libc::P_PID, self.child.id(), &mut told, flags);
            answer != 0 || told.si_pid() != 0
        }
    }

    fn kill_group(&self) {
        // SAFETY: takes no pointers; a group that is gone is an error that says so.
        unsafe {
            libc::killpg(self.child.id() as libc::pid_t, libc::SIGKILL);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            self.kill_group();
            let _ = self.child.wait();
        }
    }
}

/// Runs in the new process before the program does.
fn bind(bounds: Bounds) -> io::Result<()> {
    limit(libc::RLIMIT_AS, bounds.memory)?;
    limit(libc::RLIMIT_CPU, bounds.cpu_seconds)?;
    limit(libc::RLIMIT_CORE, 0)?;
    // It does not outlive us, however we end.
    #[cfg(target_os = "linux")]
    // SAFETY: takes no pointers.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
    }
    Ok(())
}

/// Lowers a limit; one that is lower already stays, which only a superuser could raise.
fn limit(resource: libc::__rlimit_resource_t, most: u64) -> io::Result<()> {
    let mut limit = libc::rlimit {
        rlim_cur: libc::RLIM_INFINITY,
        rlim_max: libc::RLIM_INFINITY,
    };
    // SAFETY: `limit` is a valid structure that outlives the call.
    unsafe { libc::getrlimit(resource, &mut limit) };
    let most = most.min(limit.rlim_max);
    limit = libc::rlimit {
        rlim_cur: most,
        rlim_max: most,
    };
    // SAFETY: `limit` is a valid structure that outlives the call.
    match unsafe { libc::setrlimit(resource, &limit) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Bytes of address space set aside for an answer: a page drawn at 300 dpi fits without the copy that a
/// growing vector makes of itself, and what is not written takes no memory.
const ANSWER_ROOM: u64 = 32 << 20;

fn read_capped(source: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(most.min(ANSWER_ROOM) as usize);
    if let Some(mut source) = source {
        let _ = source.by_ref().take(most).read_to_end(&mut bytes);
        // What is left is taken and thrown away, so that the process can end.
        let _ = io::copy(&mut source, &mut io::sink());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds {
        clock: Duration::from_secs(20),
        cpu_seconds: 10,
        memory: 1 << 30,
        answer: 1 << 20,
    };

    fn shell(script: &str, bounds: Bounds) -> Result<Vec<u8>, Ended> {
        run(Command::new("sh").args(["-c", script]), b"in", bounds)
    }

    #[test]
    fn a_program_answers_to_what_it_is_given() {
        assert_eq!(shell("cat; echo out", BOUNDS), Ok(b"inout\n".to_vec()));
        let refused = Ended::Refused {
            code: 3,
            complaint: "no\n".to_owned(),
        };
        assert_eq!(shell("echo no >&2; exit 3", BOUNDS), Err(refused));
        let missing = run(&mut Command::new("/khong/co"), b"", BOUNDS);
        assert_eq!(missing, Err(Ended::Missing));
    }

    #[test]
    fn one_that_aborts_is_told_from_one_that_refuses() {
        assert_eq!(shell("kill -ABRT $$", BOUNDS), Err(Ended::Crashed));
        assert_eq!(shell("kill -SEGV $$", BOUNDS), Err(Ended::Crashed));
    }

    #[test]
    fn one_that_hangs_is_ended_with_all_its_children() {
        let hurried = Bounds {
            clock: Duration::from_millis(300),
            ..BOUNDS
        };
        let start = Instant::now();
        // The child of the shell keeps the pipe open.
        assert_eq!(shell("sleep 60 & wait", hurried), Err(Ended::TimedOut));
        assert_eq!(shell("sleep 60 & exit 0", BOUNDS), Ok(Vec::new()));
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn one_that_spins_ends_by_its_processor_time() {
        let lazy = Bounds {
            cpu_seconds: 1,
            ..BOUNDS
        };
        assert_eq!(shell("while :; do :; done", lazy), Err(Ended::TimedOut));
    }

    #[test]
    fn one_that_eats_memory_or_talks_without_end_is_stopped() {
        let small = Bounds {
            memory: 64 << 20,
            ..BOUNDS
        };
        // Without a line break it keeps everything.
        let ended = shell("tail -n 1 /dev/zero", small);
        assert!(
            matches!(ended, Err(Ended::Refused { .. } | Ended::Crashed)),
            "{ended:?}"
        );
        let talk = shell("head -c 3000000 /dev/zero", BOUNDS);
        assert_eq!(talk, Err(Ended::TooLong));
    }
}
