//! A program run to its end, and what it used. Linux tells through /proc; elsewhere only time is known.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often the child is looked at: what it uses in its last moment is missed.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Ticks a second of /proc/PID/stat, the same on every Linux of today.
const TICKS: f64 = 100.0;

#[derive(Clone, Debug, Default)]
pub struct Usage {
    pub exit_code: Option<i32>,
    pub wall: Duration,
    /// On all cores, user and system.
    pub cpu: Duration,
    /// VmHWM: the most memory that was resident at a time.
    pub peak_bytes: u64,
    pub printed: String,
}

/// Runs `command`; what it prints goes through a file in `folder`, so that no pipe fills up.
pub fn run(command: &mut Command, folder: &Path) -> io::Result<Usage> {
    fs::create_dir_all(folder)?;
    let printed = folder.join("printed.txt");
    command.stdin(Stdio::null()).stdout(File::create(&printed)?);
    let began = Instant::now();
    let mut child = command.spawn()?;
    let mut usage = Usage::default();
    loop {
        look(child.id(), &mut usage);
        if let Some(status) = child.try_wait()? {
            usage.exit_code = status.code();
            break;
        }
        thread::sleep(LOOK_EVERY);
    }
    usage.wall = began.elapsed();
    usage.printed = fs::read_to_string(&printed)?;
    Ok(usage)
}

/// Both figures only grow, so the last look is the one that counts.
fn look(id: u32, usage: &mut Usage) {
    if let Some(bytes) = peak_bytes(id) {
        usage.peak_bytes = usage.peak_bytes.max(bytes);
    }
    if let Some(cpu) = cpu(id) {
        usage.cpu = usage.cpu.max(cpu);
    }
}

fn peak_bytes(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib << 10)
}

fn cpu(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name in brackets may hold blanks; user and system time are the 12th and 13th after it.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11).map(str::parse::<f64>);
    let (user, system) = (fields.next()?.ok()?, fields.next()?.ok()?);
    Some(Duration::from_secs_f64((user + system) / TICKS))
}
