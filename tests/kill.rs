//! `kill -9` at any moment loses nothing acknowledged, and the next run finishes the rest.
//!
//! A real process ingests a generated folder and is killed at moments drawn from fixed seeds, again
//! and again on the same data folder, until a run gets through. What is there then must be what a
//! run that nobody disturbed leaves: every table but the journal, every column but times.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use kehoach::config::Config;
use kehoach::pipeline::{Access, Library, Wanted};

/// Documents in the folder: twenty batches of eight, some six hundred groups and works.
const DOCUMENTS: usize = 160;
const BATCH_FILES: usize = 8;

/// Kills that must be made, and those of them that must fall between the first and the last
/// acknowledged batch.
const KILLS_MIN: usize = 30;
const KILLS_BETWEEN_MIN: usize = 25;

/// The test gives up looking for enough good moments after so many runs.
const RUNS_MAX: u64 = 150;

/// The lines a run prints as it enters a stage and as it leaves it.
const STAGES: [&str; 4] = ["đọc", "ghi", "nối kết", "lập chỉ mục"];

/// Of how many lines of each stage the one to kill at is drawn: a line per file, few chunks.
const LINES: [u64; 4] = [160, 8, 4, 4];

#[test]
fn a_kill_at_any_moment_loses_nothing_and_the_next_run_finishes_the_rest() {
    let dir = tempfile::tempdir().expect("a folder");
    let papers = dir.path().join("van-ban");
    write_papers(&papers);
    let undisturbed = dir.path().join("nguyen");
    assert!(ingest(&undisturbed, &papers).status.success());
    let expected = contents(&undisturbed);

    let mut tally = Tally::default();
    let mut round = 0;
    while !tally.is_enough() {
        assert!(tally.runs < RUNS_MAX, "too few good moments: {tally:?}");
        let data = dir.path().join(format!("vong-{round}"));
        round += 1;
        kill_until_finished(&data, &papers, &mut tally);
        assert_same(&expected, &contents(&data), &data);
        assert_sound(&data);
    }
    eprintln!("{tally:?}, {round} data folders");
}

/// Where the kills fell.
#[derive(Debug, Default)]
struct Tally {
    /// Runs that were to be killed; some get through first.
    runs: u64,
    kills: usize,
    /// After the first acknowledged batch and before the last.
    between: usize,
    stages: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn is_enough(&self) -> bool {
        self.kills >= KILLS_MIN
            && self.between >= KILLS_BETWEEN_MIN
            && STAGES.iter().all(|stage| self.stages.contains_key(stage))
    }
}

/// Numbers drawn from a seed, the same every time (Knuth's constants).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn kill_until_finished(data: &Path, papers: &Path, tally: &mut Tally) {
    /// Each run gets further than the last, but for those killed before their first batch.
    const RUNS_ON_ONE_MAX: usize = 12;
    for _ in 0..RUNS_ON_ONE_MAX {
        tally.runs += 1;
        let mut draw = Draw(tally.runs);
        let Some(hit) = kill_at(data, papers, &mut draw) else {
            return;
        };
        tally.kills += 1;
        *tally.stages.entry(hit).or_default() += 1;
        tally.between += usize::from(is_between(data));
    }
    assert!(ingest(data, papers).status.success());
}

/// Kills a run somewhat after the n-th line of a stage; stage, n and the delay are drawn. Returns
/// the stage it had told last; `None` if it got through before.
fn kill_at(data: &Path, papers: &Path, draw: &mut Draw) -> Option<&'static str> {
    let drawn = draw.below(STAGES.len() as u64) as usize;
    let stage = STAGES[drawn];
    let mut wait_for = 1 + draw.below(LINES[drawn]);
    let delay = Duration::from_micros(draw.below(2_000));
    let mut child = start(data, papers);
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut last = None;
    let mut line = String::new();
    while lines.read_line(&mut line).expect("reads") > 0 {
        last = stage_of(&line).or(last);
        wait_for -= u64::from(stage_of(&line) == Some(stage) && wait_for > 0);
        line.clear();
        if wait_for == 0 {
            thread::sleep(delay);
            child.kill().expect("kills");
            break;
        }
    }
    let status = child.wait().expect("ends");
    let mut rest = String::new();
    lines.read_to_string(&mut rest).expect("reads");
    if status.code().is_some() {
        assert!(status.success(), "{last:?} {rest}");
        return None;
    }
    rest.lines().filter_map(stage_of).next_back().or(last)
}

fn stage_of(line: &str) -> Option<&'static str> {
    let name = line.split(':').next()?;
    STAGES.into_iter().find(|stage| *stage == name)
}

fn start(data: &Path, papers: &Path) -> Child {
    command(data, papers).spawn().expect("starts")
}

fn ingest(data: &Path, papers: &Path) -> Output {
    command(data, papers).output().expect("runs")
}

fn command(data: &Path, papers: &Path) -> Command {
    fs::create_dir_all(data).expect("makes");
    let config = format!("[limits]\nbatch_files_max = {BATCH_FILES}\n");
    fs::write(data.join("kehoach.toml"), config).expect("writes");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kehoach"));
    command
        .args(["--jobs", "2", "--json", "ingest"])
        .arg(papers)
        .arg("--data")
        .arg(data);
    command
        .env("KEHOACH_PROGRESS", "steps")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// True if something was acknowledged and something is still to be done.
fn is_between(data: &Path) -> bool {
    let Ok(library) = Library::open(Config::in_folder(data), Access::Read) else {
        return false;
    };
    let status = library.status().expect("tells");
    let is_open = status.counts.captures < DOCUMENTS as u64
        || status.counts.pending_groups > 0
        || status.unindexed > 0;
    status.counts.captures > 0 && is_open
}

/// `verify` finds nothing at all: no fault and no work left over.
fn assert_sound(data: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kehoach"));
    let output = command
        .arg("verify")
        .arg("--data")
        .arg(data)
        .output()
        .expect("runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
    assert!(
        !printed.contains("orphan") && !printed.contains("pending"),
        "{printed}"
    );
}

/// Each table as a set of rows, and the names of all blobs.
fn contents(data: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let database = rusqlite::Connection::open(data.join("kehoach.sqlite")).expect("opens");
    let mut names = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .expect("prepares");
    let names = names
        .query_map([], |row| row.get::<_, String>(0))
        .expect("asks");
    let mut contents: BTreeMap<String, BTreeSet<String>> = names
        .map(|name| name.expect("a name"))
        .filter(|name| name != "journal" && !name.starts_with("sqlite_"))
        .map(|name| {
            let rows = rows(&database, &name);
            (name, rows)
        })
        .collect();
    contents.insert("blobs".to_owned(), blobs(&data.join("blobs")));
    contents.insert("index".to_owned(), answers(data));
    contents
}

/// How many entries of the index answer a few questions; scores depend on its segments.
fn answers(data: &Path) -> BTreeSet<String> {
    let library = Library::open(Config::in_folder(data), Access::Read).expect("opens");
    ["kế hoạch", "77/KH-UBND", "noi vu", "nam:2021"]
        .into_iter()
        .map(|line| {
            let answer = library.search(line, &Wanted::default()).expect("answers");
            format!("{line}: {}", answer.total)
        })
        .collect()
}

fn rows(database: &rusqlite::Connection, table: &str) -> BTreeSet<String> {
    let mut statement = database
        .prepare(&format!("SELECT * FROM {table}"))
        .expect("prepares");
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([]).expect("asks");
    let mut lines = BTreeSet::new();
    while let Some(row) = rows.next().expect("a row") {
        let kept = columns
            .iter()
            .enumerate()
            .filter(|(_, name)| !name.ends_with("_at"));
        let values = kept.map(|(at, _)| format!("{:?}", row.get_ref(at).expect("a value")));
        lines.insert(values.collect::<Vec<_>>().join("|"));
    }
    // How often the outbox was emptied is how often a run got there.
    lines.retain(|line| !line.contains("outbox_forgotten") || table != "meta");
    lines
}

fn blobs(folder: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("lists") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                names.insert(
                    path.file_name()
                        .expect("a name")
                        .to_string_lossy()
                        .into_owned(),
                );
            }
        }
    }
    names
}

#[track_caller]
fn assert_same(
    expected: &BTreeMap<String, BTreeSet<String>>,
    found: &BTreeMap<String, BTreeSet<String>>,
    data: &Path,
) {
    assert!(expected["captures"].len() == DOCUMENTS && DOCUMENTS < expected["works"].len());
    for (table, rows) in expected {
        let lost: Vec<_> = rows.difference(&found[table]).take(2).collect();
        let more: Vec<_> = found[table].difference(rows).take(2).collect();
        assert!(
            lost.is_empty() && more.is_empty(),
            "{data:?} {table}: −{lost:#?} +{more:#?}"
        );
    }
}

/// Plans of communes that cite each other, a plan of their province and decisions nobody has.
fn write_papers(folder: &Path) {
    fs::create_dir_all(folder).expect("makes");
    for number in 1..=DOCUMENTS {
        let text = paper(number);
        fs::write(folder.join(format!("{number:03}-kh-ubnd.txt")), text).expect("writes");
    }
}

fn paper(number: usize) -> String {
    let (day, month) = (1 + number % 28, 1 + number % 12);
    let (before, decision, circular) = (1 + (number * 7) % DOCUMENTS, 2_000 + number, 500 + number);
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN\n\
         Số: {number}/KH-UBND\n\
         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         Hưng Yên, ngày {day:02} tháng {month:02} năm 2021\n\n\
         KẾ HOẠCH\nNâng cao chất lượng phục vụ người dân, đợt {number}\n\n\
         Căn cứ Quyết định số {decision}/QĐ-UBND ngày 15/01/2020 của UBND tỉnh Hưng Yên về giao việc;\n\
         Thực hiện Kế hoạch số {before}/KH-UBND ngày 05/01/2021 của UBND tỉnh Hưng Yên và Thông tư số \
         {circular}/2020/TT-BNV ngày 10/10/2020 của Bộ Nội vụ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n\
         I. NHIỆM VỤ\n\
         1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát đợt {number}, hoàn thành trước ngày 20/12/2021.\n\
         2. Ủy ban nhân dân cấp huyện báo cáo kết quả hằng quý.\n\n\
         Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNguyễn Văn A\n"
    )
}
