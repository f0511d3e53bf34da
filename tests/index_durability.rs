//! What the index keeps on disk after many changes, and what many kept questions cost.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kehoach::index::{Access, Change, Entry, Index, Kept, Op, Page, Percolator, Question};
use tempfile::TempDir;

const WORKS: u64 = 250;
const UPDATES: u64 = 10_000;
/// Changes a commit, as the pipeline tells them.
const AT_ONCE: u64 = 500;
/// Files on disk beside those of the segments that are read.
const DISK_MAX: f64 = 1.2;
/// And what the segments hold beside the works themselves: dead entries wait for a merge.
const DEAD_MAX: f64 = 2.0;

fn work(id: u64, version: u64) -> Entry {
    let subjects = [
        "cải cách hành chính",
        "chuyển đổi số",
        "nông thôn mới",
        "giảm nghèo",
    ];
    let subject = subjects[(id % 4) as usize];
    let sentences: Vec<String> = (0..10)
        .map(|line| {
            let (a, b) = (id * 31 + line, version * 17 + line * line);
            format!("Nhiệm vụ {a} về {subject}, lần {version}, giao đơn vị số {b} thực hiện.")
        })
        .collect();
    Entry {
        id: format!("w{id}"),
        version,
        number: Some(format!("{id}/KH-UBND")),
        year: Some(2021),
        title: Some(format!("{subject} lần {version}")),
        body: sentences.join("\n"),
        ..Entry::default()
    }
}

fn put(seq: u64) -> Change {
    let op = Op::Put(Box::new(work(seq % WORKS, seq / WORKS)));
    Change { seq, op }
}

fn bytes(dir: &Path, counts: impl Fn(&str) -> bool) -> u64 {
    let files = fs::read_dir(dir).expect("the folder is ours").flatten();
    files
        .filter(|file| counts(&file.file_name().to_string_lossy()))
        .map(|file| file.metadata().map_or(0, |meta| meta.len()))
        .sum()
}

/// The ids of the segments that a reader of the last commit reads.
fn segments(dir: &Path) -> BTreeSet<String> {
    let meta = fs::read_to_string(dir.join("meta.json")).expect("committed");
    let meta: serde_json::Value = serde_json::from_str(&meta).expect("the engine's list");
    let segments = meta["segments"].as_array().expect("a list");
    let ids = segments.iter().filter_map(|one| one["segment_id"].as_str());
    ids.map(|id| id.replace('-', "")).collect()
}

/// Bytes of files that no reader of the last commit reads.
fn rest(dir: &Path) -> u64 {
    let known = [
        "meta.json",
        ".managed.json",
        ".tantivy-writer.lock",
        ".tantivy-meta.lock",
    ];
    let read = segments(dir);
    bytes(dir, |name| {
        !known.contains(&name) && !read.iter().any(|id| name.starts_with(id))
    })
}

#[test]
fn ten_thousand_updates_leave_no_more_on_disk_than_a_fifth_beside_what_is_read() {
    let dir = TempDir::new().expect("a folder");
    let mut index = Index::open(dir.path(), Access::Write).expect("the folder is ours");
    for first in (0..UPDATES).step_by(AT_ONCE as usize) {
        let changes: Vec<Change> = (first..first + AT_ONCE).map(put).collect();
        index.apply(&changes).expect("they fit");
        index.commit().expect("the disk is not full");
    }
    assert_eq!(index.len().expect("open"), WORKS);
    index.close().expect("merged");

    let read = segments(dir.path());
    let live = bytes(dir.path(), |name| {
        read.iter().any(|id| name.starts_with(id))
    });
    let all = bytes(dir.path(), |_| true);
    let fresh_dir = TempDir::new().expect("a folder");
    let mut fresh = Index::open(fresh_dir.path(), Access::Write).expect("the folder is ours");
    let last: Vec<Change> = (UPDATES - WORKS..UPDATES).map(put).collect();
    fresh.apply(&last).expect("they fit");
    fresh.commit().expect("the disk is not full");
    fresh.close().expect("merged");
    let needed = bytes(fresh_dir.path(), |_| true);
    println!(
        "{UPDATES} updates of {WORKS} works: {all} bytes on disk, {live} in segments, {needed} when new"
    );
    assert!(all as f64 <= DISK_MAX * live as f64, "{all} of {live}");
    assert!(
        live as f64 <= DEAD_MAX * needed as f64,
        "{live} of {needed}"
    );
}

const SCATTERED: u64 = 4_500;

fn short(id: u64) -> Change {
    Change {
        seq: id + 1,
        op: Op::Put(Box::new(Entry {
            id: format!("w{id}"),
            title: Some(format!("kế hoạch {id}")),
            ..Entry::default()
        })),
    }
}

/// Fills an index in three commits, and leaves it in as many segments as it has.
fn scatter(dir: &Path) {
    let mut index = Index::open(dir, Access::Write).expect("the folder is ours");
    for first in (0..SCATTERED).step_by(1_500) {
        let changes: Vec<Change> = (first..first + 1_500).map(short).collect();
        index.apply(&changes).expect("they fit");
        index.commit().expect("the disk is not full");
    }
    // Whoever wants to stop is not kept waiting, and loses nothing.
    index.close_while(&|_, _| false).expect("merged");
}

const GATHERED_HERE: &str = "KEHOACH_TEST_GATHERED";

/// What the test below runs in another process.
#[test]
fn an_index_is_gathered_where_another_test_says() {
    if let Some(dir) = std::env::var_os(GATHERED_HERE) {
        let index = Index::open(Path::new(&dir), Access::Write).expect("the lock died");
        index
            .close_while(&|gathered, of| {
                eprintln!("{gathered}/{of}");
                true
            })
            .expect("gathered");
    }
}

#[test]
fn a_kill_while_an_index_is_gathered_loses_nothing() {
    const KILLS: u64 = 8;
    let (mut killed, mut runs) = (0, 0);
    let dir = TempDir::new().expect("a folder");
    while killed < KILLS {
        if !dir.path().join("meta.json").exists() || segments(dir.path()).len() < 2 {
            scatter(dir.path());
        }
        runs += 1;
        assert!(runs < 10 * KILLS, "{killed} kills in {runs} runs");
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args([
                "--exact",
                "index_durability::an_index_is_gathered_where_another_test_says",
            ])
            .arg("--nocapture")
            .env(GATHERED_HERE, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut said = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        while said
            .next()
            .is_some_and(|line| !line.is_ok_and(|line| line.starts_with("0/")))
        {}
        // From the first byte to the last: it takes some tens of milliseconds.
        thread::sleep(Duration::from_millis(7 * (runs % 9)));
        child.kill().expect("kills");
        killed += u64::from(!child.wait().expect("ends").success());
        let index = Index::open(dir.path(), Access::Write).expect("the lock died with its owner");
        let whole = (index.len().ok(), index.last_seq().ok());
        assert_eq!(whole, (Some(SCATTERED), Some(SCATTERED)));
        let question = Question::parse("\"kế hoạch\"").expect("a phrase");
        let answer = index.search(&question, &Page::default()).expect("answers");
        assert_eq!(answer.total, SCATTERED);
    }
    // Nothing that was half written stays.
    let mut index = Index::open(dir.path(), Access::Write).expect("the folder is ours");
    index.apply(&[short(7)]).expect("it fits");
    index.commit().expect("the disk is not full");
    index.close_while(&|_, _| false).expect("merged");
    assert_eq!(rest(dir.path()), 0);
}

#[test]
fn an_index_that_grew_much_is_one_segment_when_it_is_closed() {
    let dir = TempDir::new().expect("a folder");
    scatter(dir.path());
    assert!(1 < segments(dir.path()).len());
    let mut index = Index::open(dir.path(), Access::Write).expect("the folder is ours");
    index.apply(&[short(7)]).expect("it fits");
    index.commit().expect("the disk is not full");
    let told = RefCell::new(Vec::new());
    let goes_on = |gathered, of| {
        told.borrow_mut().push((gathered, of));
        true
    };
    index.close_while(&goes_on).expect("gathered");
    let told = told.into_inner();
    assert_eq!(told[0].0, 0);
    assert!(told.is_sorted() && told.iter().all(|(gathered, of)| 0 < *of && gathered <= of));

    let read = segments(dir.path());
    assert_eq!(read.len(), 1, "{read:?}");
    assert_eq!(rest(dir.path()), 0);
    let index = Index::open(dir.path(), Access::Read).expect("committed");
    assert_eq!(
        (index.len().ok(), index.last_seq().ok()),
        (Some(SCATTERED), Some(SCATTERED))
    );
}

/// Ten times as many in an optimized build take some seconds; a debug build shows that it works.
#[test]
fn many_kept_questions_are_asked_of_a_batch_in_seconds() {
    let (questions, works) = match cfg!(debug_assertions) {
        true => (200, 50),
        false => (10_000, 1_000),
    };
    let kept = (0..questions).map(|at| Kept {
        name: at.to_string(),
        line: match at % 5 {
            0 => format!("\"nhiệm vụ {at}\" chuyển đổi số"),
            1 => format!("{at}/KH-UBND"),
            2 => format!("nam:2021 giam ngheo {at}"),
            3 => format!("nông thôn mới đơn vị số {at}"),
            _ => format!("cchc năm {}", 2015 + at % 10),
        },
    });
    let begun = Instant::now();
    let (percolator, refused) = Percolator::new(kept);
    assert!(refused.is_empty(), "{refused:?}");
    let read = begun.elapsed();
    let entries: Vec<Entry> = (0..works).map(|id| work(id, id)).collect();
    let begun = Instant::now();
    let notices = percolator
        .notices(&entries.iter().collect::<Vec<_>>())
        .expect("in memory");
    let asked = begun.elapsed();
    println!(
        "{questions} kept questions: read in {read:.1?}, asked of {works} works in {asked:.1?}, {} told",
        notices.len()
    );
    assert!(!notices.is_empty());
    assert!(asked < Duration::from_secs(60), "{asked:?}");
}
