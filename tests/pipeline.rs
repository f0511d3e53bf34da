//! Ingest, remove, restore, verify and what stops them, through the library and the real program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kehoach::config::Config;
use kehoach::fetch::{self, Event, HttpTransport, Options, Profile, Replica, SystemClock};
use kehoach::pipeline::{
    Access, CaptureId, Crawled, Exported, Given, Library, Progress, Severity, Silent, Stage, Step,
    Summary, Watch,
};

static GO_ON: AtomicBool = AtomicBool::new(false);

fn watch() -> Watch<'static> {
    Watch {
        progress: &Silent,
        stop: &GO_ON,
    }
}

fn library(dir: &Path) -> Library {
    Library::open(Config::in_folder(dir.join("kho")), Access::Write).expect("opens")
}

fn ingest(library: &Library, path: &Path) -> Summary {
    let paths = [path.to_owned()];
    library
        .ingest(&paths, &Given::default(), watch())
        .expect("ingests")
}

fn papers(dir: &Path, files: &[(&str, &str)]) -> PathBuf {
    let folder = dir.join("van-ban");
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("makes");
        fs::write(path, text).expect("writes");
    }
    folder
}

const PLAN: &str = "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN\nSố: 21/KH-UBND\nHưng Yên, ngày 02 tháng 02 năm 2021\n\
    KẾ HOẠCH\nNâng cao Chỉ số PAPI năm 2021\nCăn cứ Quyết định số 45/QĐ-UBND ngày 10/01/2021 của UBND tỉnh Hưng Yên;\n";

#[test]
fn the_same_folder_twice_changes_nothing_and_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(
        dir.path(),
        &[("a.txt", PLAN), ("b/hai.txt", "Thông báo họp giao ban")],
    );
    let library = library(dir.path());
    let first = ingest(&library, &folder);
    assert_eq!(
        (first.files, first.new, first.unchanged, first.failed),
        (2, 2, 0, 0)
    );
    assert!(first.works >= 1, "{first:?}");
    let before = library.status().expect("tells");
    let second = ingest(&library, &folder);
    let nothing = Summary {
        files: 2,
        unchanged: 2,
        ..Summary::default()
    };
    assert_eq!(second, nothing);
    assert_eq!(library.status().expect("tells"), before, "the journal too");
}

#[test]
fn the_summary_prints_the_promised_object() {
    let printed = serde_json::to_value(Summary {
        files: 1,
        failed: 1,
        ..Summary::default()
    });
    let expected = serde_json::json!({
        "files": 1, "new": 0, "unchanged": 0, "failed": 1,
        "works": 0, "citations": 0, "tasks": 0, "failures": []
    });
    assert_eq!(printed.expect("prints"), expected);
}

#[test]
fn one_body_under_two_names_is_one_capture_with_two_provenances() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(dir.path(), &[("a.txt", PLAN), ("b.txt", PLAN)]);
    let library = library(dir.path());
    let summary = ingest(&library, &folder);
    assert_eq!((summary.new, summary.works), (2, 1));
    let id = CaptureId::of(PLAN.as_bytes());
    assert_eq!(library.status().expect("tells").counts.captures, 1);
    assert_eq!(library.provenance(id).expect("reads").len(), 2);
}

#[test]
fn the_same_bytes_from_a_named_province_are_read_again_in_that_light() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(dir.path(), &[("a.txt", PLAN)]);
    let library = library(dir.path());
    ingest(&library, &folder);
    let given = Given {
        province: Some("Hưng Yên".to_owned()),
        agency: None,
    };
    let summary = library.ingest(&[folder], &given, watch()).expect("ingests");
    assert_eq!((summary.new, summary.unchanged), (1, 0));
    let known = library
        .provenance(CaptureId::of(PLAN.as_bytes()))
        .expect("reads");
    assert_eq!(known.len(), 1, "what is said later of a file replaces it");
    assert_eq!(known[0].context.province.as_deref(), Some("Hưng Yên"));
    assert_eq!((summary.known, summary.corrected), (1, 1));
}

#[test]
fn an_unreadable_file_keeps_its_capture_and_is_listed() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(
        dir.path(),
        &[("hong.pdf", "%PDF-1.7\nkhông có gì"), ("a.txt", PLAN)],
    );
    let missing = dir.path().join("khong-co");
    let library = library(dir.path());
    let summary = library
        .ingest(&[folder, missing], &Given::default(), watch())
        .expect("ingests");
    assert_eq!(
        (summary.files, summary.new, summary.failed),
        (3, 2, 1),
        "{summary:?}"
    );
    let failed: Vec<&str> = summary
        .failures
        .iter()
        .map(|one| one.file.as_str())
        .collect();
    assert_eq!(failed.len(), 2, "{:?}", summary.failures);
    assert!(failed.iter().any(|file| file.ends_with("hong.pdf")));
    let id = CaptureId::of("%PDF-1.7\nkhông có gì".as_bytes());
    assert!(library.original(id).expect("reads").is_some());
}

#[test]
fn a_file_over_the_limit_fails_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let long = "dài ".repeat(400_000);
    let folder = papers(dir.path(), &[("dai.txt", long.as_str()), ("a.txt", PLAN)]);
    let mut config = Config::in_folder(dir.path().join("kho"));
    config.limits.file_bytes_max = 1 << 20;
    let library = Library::open(config, Access::Write).expect("opens");
    let summary = ingest(&library, &folder);
    assert_eq!((summary.new, summary.failed), (1, 1));
    assert!(
        summary.failures[0].reason.contains("lớn hơn 1 MiB"),
        "{:?}",
        summary.failures
    );
}

#[test]
fn a_removed_capture_leaves_search_and_links_and_comes_back_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(dir.path(), &[("a.txt", PLAN)]);
    let library = library(dir.path());
    ingest(&library, &folder);
    let before = library.show("21/KH-UBND").expect("shows");
    assert!(!before.works.is_empty());
    let captures = library.captures_of("21/KH-UBND").expect("finds");
    assert_eq!(captures, [CaptureId::of(PLAN.as_bytes())]);
    let removed = library.remove(&captures, "Nguyễn Văn A", "đăng nhầm", watch());
    assert_eq!(removed.expect("removes"), 1);
    assert!(library.show("21/KH-UBND").expect("shows").works.is_empty());
    assert_eq!(
        ingest(&library, &folder).unchanged,
        1,
        "it does not come back by itself"
    );
    assert!(library.show("21/KH-UBND").expect("shows").works.is_empty());
    library
        .restore(&captures, "Nguyễn Văn A", watch())
        .expect("restores");
    assert_eq!(library.show("21/KH-UBND").expect("shows"), before);
    assert!(library.verify(watch()).expect("verifies").is_sound());
}

#[test]
fn reprocess_and_reindex_change_nothing_where_nothing_changed() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(dir.path(), &[("a.txt", PLAN), ("b.txt", "Thông báo")]);
    let library = library(dir.path());
    ingest(&library, &folder);
    let exported = |library: &Library| {
        let mut lines = Vec::new();
        let mut keep = |line| {
            lines.push(line);
            Ok(())
        };
        library.export(&mut keep).expect("exports");
        lines
    };
    let before = exported(&library);
    let summary = library.reprocess(watch()).expect("reprocesses");
    assert_eq!(summary.files, 2);
    library.reindex(watch()).expect("reindexes");
    assert_eq!(exported(&library), before);
    assert_eq!(library.status().expect("tells").unindexed, 0);
}

#[test]
fn a_damaged_blob_is_found_by_verify() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(dir.path(), &[("a.txt", PLAN)]);
    let library = library(dir.path());
    ingest(&library, &folder);
    assert!(library.verify(watch()).expect("verifies").is_sound());
    let hex = CaptureId::of(PLAN.as_bytes()).to_string();
    let blobs = dir
        .path()
        .join("kho/blobs")
        .join(&hex[..2])
        .join(&hex[2..4]);
    fs::write(blobs.join(format!("{hex}.zst")), "hỏng").expect("damages");
    let found = library.verify(watch()).expect("verifies");
    assert!(!found.is_sound());
    assert_eq!(found.faults[0].code, "blob_damaged");
    assert_eq!(found.faults[0].subject, hex);
}

#[test]
fn a_blob_nobody_knows_is_a_note_and_no_fault() {
    let dir = tempfile::tempdir().expect("a folder");
    let library = library(dir.path());
    let stray = dir.path().join("kho/blobs/ab/cd");
    fs::create_dir_all(&stray).expect("makes");
    fs::write(stray.join(format!("abcd{}", "0".repeat(60))), "lạc").expect("writes");
    let found = library.verify(watch()).expect("verifies");
    assert!(found.is_sound());
    assert_eq!(found.faults[0].severity, Severity::Note);
}

/// Presses Ctrl-C when the first batch is being stored.
struct Impatient(AtomicBool);

impl Progress for Impatient {
    fn at(&self, step: Step) {
        if step.stage == Stage::Storing {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

#[test]
fn asked_to_stop_a_run_ends_after_its_batch_and_the_next_one_does_the_rest() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(
        dir.path(),
        &[("1.txt", PLAN), ("2.txt", "Hai"), ("3.txt", "Ba")],
    );
    let mut config = Config::in_folder(dir.path().join("kho"));
    config.limits.batch_files_max = 1;
    let library = Library::open(config, Access::Write).expect("opens");
    let impatient = Impatient(AtomicBool::new(false));
    let stopped = Watch {
        progress: &impatient,
        stop: &impatient.0,
    };
    let paths = [folder.clone()];
    let summary = library
        .ingest(&paths, &Given::default(), stopped)
        .expect("ingests");
    assert!(summary.interrupted);
    assert_eq!(summary.files, 1, "{summary:?}");
    let rest = ingest(&library, &folder);
    assert_eq!((rest.unchanged, rest.new, rest.interrupted), (1, 2, false));
    let status = library.status().expect("tells");
    assert_eq!((status.counts.pending_groups, status.unindexed), (0, 0));
}

/// Crawls a portal of the corpus from loopback, at most until `stop_at` captures came.
fn crawl(library: &Library, replica: &Replica, profile: &Profile, stop_at: usize) -> Crawled {
    let limits = fetch::Limits::default();
    let agent = "kehoach-test/1 (+mailto:test@example.vn)";
    let transport = Arc::new(HttpTransport::new(agent, limits).expect("a client"));
    let stop = AtomicBool::new(false);
    let mut came = 0;
    let mut tell = |event: &Event| {
        came += usize::from(matches!(event, Event::Captured { .. }));
        stop.store(stop_at <= came, Ordering::Relaxed);
    };
    let watch = Watch {
        progress: &Silent,
        stop: &stop,
    };
    let options = Options {
        batch: 2,
        ..Options::default()
    };
    assert!(replica.url().as_str().contains("127.0.0.1"));
    let profiles = std::slice::from_ref(profile);
    library
        .crawl(profiles, transport, &SystemClock, options, &mut tell, watch)
        .expect("crawls")
}

#[test]
fn a_crawl_that_was_stopped_goes_on_where_it_was_and_a_second_one_changes_nothing() {
    let portal = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/portals/hungyen");
    let replica = Replica::serve(&portal).expect("serves");
    let profile = Profile::load(&portal.join("profile.toml"), Some(&replica.url()));
    let profile = profile.unwrap_or_else(|error| panic!("{error}"));

    let dir = tempfile::tempdir().expect("a folder");
    let library = library(dir.path());
    let first = crawl(&library, &replica, &profile, 3);
    assert!(first.taken.interrupted && 3 <= first.taken.new, "{first:?}");
    let second = crawl(&library, &replica, &profile, usize::MAX);
    assert!(
        0 < second.taken.new && !second.taken.interrupted,
        "{second:?}"
    );
    let status = library.status().expect("tells");
    assert_eq!(status.counts.captures, first.taken.new + second.taken.new);
    assert_eq!((status.counts.pending_groups, status.unindexed), (0, 0));
    let third = crawl(&library, &replica, &profile, usize::MAX);
    assert_eq!(third.taken.new, 0, "{third:?}");

    // The profile's province came along as context.
    let mut portals = Vec::new();
    let mut look = |line| {
        if let Exported::Record { record, .. } = line {
            portals.push(record.sha256.parse::<CaptureId>().expect("an id"));
        }
        Ok(())
    };
    library.export(&mut look).expect("exports");
    let known = library.provenance(portals[0]).expect("reads");
    assert!(
        known[0].context.url.is_some() && known[0].context.portal.is_some(),
        "{known:?}"
    );
    assert!(library.verify(watch()).expect("verifies").is_sound());
}

fn program(data: &Path, words: &[&str], paths: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kehoach"));
    command.args(words).args(paths).arg("--data").arg(data);
    command.output().expect("runs")
}

#[test]
fn a_store_another_process_writes_to_is_refused_in_one_sentence() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = papers(dir.path(), &[("a.txt", PLAN)]);
    let library = library(dir.path());
    let data = dir.path().join("kho");
    let output = program(&data, &["ingest"], &[&folder]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    let pid = std::process::id().to_string();
    assert!(
        message.contains(&pid) && message.contains("đang ghi"),
        "{message}"
    );
    assert!(
        program(&data, &["verify"], &[]).status.success(),
        "a reader may"
    );
    drop(library);
    assert!(program(&data, &["ingest"], &[&folder]).status.success());
}

/// A disk that is full, as a limit on the length of any file the child writes: `EFBIG` comes from
/// the same calls as `ENOSPC` and needs no mount. SIGXFSZ, which would kill the child, is ignored.
#[cfg(unix)]
#[test]
fn a_full_disk_ends_in_one_sentence_and_what_was_acknowledged_stays() {
    use std::os::unix::process::CommandExt;
    let dir = tempfile::tempdir().expect("a folder");
    let data = dir.path().join("kho");
    let first = papers(dir.path(), &[("a.txt", PLAN)]);
    assert!(program(&data, &["ingest"], &[&first]).status.success());
    // Bytes that do not pack, longer than the limit in one blob.
    let mut noise = Vec::new();
    let mut seed = 1_u32;
    while noise.len() < 3 << 20 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        noise.push((seed >> 24) as u8);
    }
    let large = dir.path().join("lon.bin");
    fs::write(&large, noise).expect("writes");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kehoach"));
    command.arg("ingest").arg(&large).arg("--data").arg(&data);
    // SAFETY: between fork and exec only two system calls are made, both async-signal-safe.
    unsafe {
        command.pre_exec(|| {
            let limit = libc::rlimit {
                rlim_cur: 1 << 20,
                rlim_max: 1 << 20,
            };
            libc::setrlimit(libc::RLIMIT_FSIZE, &limit);
            libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
            Ok(())
        });
    }
    let output = command.output().expect("runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("đã đầy"), "{message}");
    let verified = program(&data, &["verify"], &[]);
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stdout)
    );
    let library = Library::open(Config::in_folder(&data), Access::Read).expect("opens");
    assert_eq!(library.status().expect("tells").counts.captures, 1);
}
