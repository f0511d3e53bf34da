//! Inputs that failed once: saved small, read again by every `make test`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::judge::{self, Failure};
use super::readers::Reader;

/// How long an input is made smaller.
const REDUCING: Duration = Duration::from_secs(20);

fn folder(reader: &Reader) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/fuzz")
        .join(reader.name)
}

/// Every saved input of a reader.
pub fn saved(reader: &Reader) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder(reader)).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: PathBuf| fs::read(&path).ok().map(|input| (path, input));
    paths.into_iter().filter_map(read).collect()
}

/// Saves an input, as small as it can be made while it fails alike. Returns where.
pub fn save(reader: &Reader, input: &[u8], failure: &Failure) -> PathBuf {
    let small = reduced(reader, input.to_vec(), failure);
    let folder = folder(reader);
    let path = folder.join(format!("{:016x}.{}", hash(&small), reader.ending));
    fs::create_dir_all(&folder).expect("fixtures can be written");
    fs::write(&path, small).expect("fixtures can be written");
    path
}

/// Leaves out ever smaller stretches for as long as the rest fails in the same way.
fn reduced(reader: &Reader, mut input: Vec<u8>, failure: &Failure) -> Vec<u8> {
    let fails = |input: &[u8]| judge::judge(reader, input).is_err_and(|it| it.is_like(failure));
    let began = Instant::now();
    let mut len = input.len() / 2;
    while 0 < len {
        let mut at = 0;
        while at < input.len() && began.elapsed() < REDUCING {
            let mut shorter = input[..at].to_vec();
            shorter.extend(&input[input.len().min(at + len)..]);
            if fails(&shorter) {
                input = shorter;
            } else {
                at += len;
            }
        }
        len /= 2;
    }
    input
}

/// FNV-1a: a name that stays.
fn hash(input: &[u8]) -> u64 {
    input.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
