//! How far a reader has come, this time and in all.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::generated::draw::Draw;
use crate::machine;

use super::judge::Spent;
use super::mutate;
use super::readers::Reader;
use super::stock::Stock;

/// Different from the seeds of every other generator, the same for every reader.
const SEED: u64 = 0x006b_6568_6f61_6368;

/// Bytes of an input in the fixed run, which is made without optimization.
const SMALL_BYTES_MAX: usize = 16_000;
/// Bytes of an input in a long run: enough to show what grows faster than it should.
const LARGE_BYTES_MAX: usize = 200_000;

pub struct Run<'a> {
    reader: &'a Reader,
    stock: Vec<Stock>,
    folder: PathBuf,
    /// How long; a fixed number of inputs if not said.
    time: Option<Duration>,
    began: Instant,
    first: u64,
    next: u64,
    /// The most that any input took, and its length.
    slowest: (Duration, usize),
    fattest: (usize, usize),
}

impl<'a> Run<'a> {
    pub fn begin(reader: &'a Reader) -> Run<'a> {
        let seconds = std::env::var("KEHOACH_FUZZ_SECONDS").ok();
        let time = seconds
            .and_then(|text| text.parse().ok())
            .map(Duration::from_secs);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = root.join("target/fuzz").join(reader.name);
        let first = if time.is_some() { resume(&folder) } else { 0 };
        if time.is_some() {
            println!(
                "{} from input {first}: {}",
                reader.name,
                machine::described()
            );
        }
        Run {
            reader,
            stock: (reader.stock)(),
            folder,
            time,
            began: Instant::now(),
            first,
            next: first,
            slowest: Default::default(),
            fattest: Default::default(),
        }
    }

    pub fn goes_on(&self) -> bool {
        match self.time {
            Some(time) => self.began.elapsed() < time,
            None => self.next < self.reader.smoke,
        }
    }

    /// A pure function of the reader and how many came before. In a long run it is written down
    /// first: what ends the process (a stack that overflows) is found by the next run.
    pub fn input(&mut self) -> Vec<u8> {
        let mut draw = Draw::new(SEED ^ self.next.wrapping_mul(0x9e6c_63d0_676a_9a99));
        self.next += 1;
        let bytes_max = match self.time {
            Some(_) => LARGE_BYTES_MAX,
            None => SMALL_BYTES_MAX,
        };
        let input = mutate::input(&self.stock, self.reader, bytes_max, &mut draw);
        if self.time.is_some() {
            self.write("running", &input);
            self.write("next", self.next.to_string().as_bytes());
        }
        input
    }

    pub fn learn(&mut self, spent: Spent, len: usize) {
        self.slowest = self.slowest.max((spent.time, len));
        self.fattest = self.fattest.max((spent.bytes, len));
    }

    pub fn end(&self) {
        // It may not be there: a fixed run notes nothing.
        let _ = fs::remove_file(self.folder.join("running"));
        println!(
            "{}: {} inputs in {:.1} s; the slowest took {:?} for {} bytes, the fattest {} bytes for {}",
            self.reader.name,
            self.next - self.first,
            self.began.elapsed().as_secs_f64(),
            self.slowest.0,
            self.slowest.1,
            self.fattest.0,
            self.fattest.1,
        );
        if self.time.is_some() {
            self.sum_up();
        }
    }

    /// Adds this run to those before it.
    fn sum_up(&self) {
        let before = fs::read_to_string(self.folder.join("seconds")).ok();
        let before: f64 = before
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(0.0);
        let all = before + self.began.elapsed().as_secs_f64();
        self.write("seconds", format!("{all:.0}").as_bytes());
        println!(
            "{}: {} inputs in {:.1} minutes with the runs before",
            self.reader.name,
            self.next,
            all / 60.0
        );
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.join(name), bytes).expect("target can be written");
    }
}

/// The first input that no run has drawn. The input a dead run was at is kept aside: it may be
/// innocent (somebody pressed Ctrl-C), so it is no case yet.
fn resume(folder: &Path) -> u64 {
    fs::create_dir_all(folder).expect("target can be written");
    let kept = folder.join("ended-a-run");
    if fs::rename(folder.join("running"), &kept).is_ok() {
        let kept = kept.display();
        println!("a run ended while reading {kept}: a case for fixtures/fuzz/ if it does so again");
    }
    let next = fs::read_to_string(folder.join("next"));
    next.ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(0)
}
