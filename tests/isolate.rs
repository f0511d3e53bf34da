//! Readers that may abort run in a worker: what it does is what would be done here, and whatever
//! becomes of it costs one document.

use std::fs;
use std::io::{Cursor, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use kehoach::config::Config;
use kehoach::parse::{self, Hint, Limits, Worker};
use kehoach::pipeline::{Access, CaptureId, Given, Library, Silent, Summary, Watch};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kehoach");

pub fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).expect("an entry");
        writer.write_all(bytes).expect("an entry");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A page of two lines.
pub fn pdf() -> Vec<u8> {
    pdf_of(&["BT /F 14 Tf 72 700 Td (KE HOACH) Tj 0 -20 Td (So: 12/KH-UBND) Tj ET"])
}

/// Pages of A4 with these contents and Times as `/F`.
pub fn pdf_of(contents: &[&str]) -> Vec<u8> {
    let kids: String = (0..contents.len())
        .map(|index| format!("{} 0 R ", 3 + 2 * index))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{kids}] /Count {} >>",
            contents.len()
        ),
    ];
    for content in contents {
        let next = objects.len() + 2;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {next} 0 R /Resources \
             << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >> >>"
        ));
        let length = content.len();
        objects.push(format!(
            "<< /Length {length} >>\nstream\n{content}\nendstream"
        ));
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut starts = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        starts.push(file.len());
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let (table, size) = (file.len(), objects.len() + 1);
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
    for start in starts {
        file.extend(format!("{start:010} 00000 n \n").bytes());
    }
    let trailer = format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    file.extend(trailer.bytes());
    file
}

fn apart() -> Limits {
    Limits {
        worker: Some(Worker::new(PROGRAM)),
        ..Limits::default()
    }
}

#[test]
fn a_worker_unpacks_what_is_unpacked_here() {
    let inner = archive(&[("b.txt", b"hai")]);
    let outer = archive(&[
        ("a.txt", b"mot"),
        ("goi.zip", &inner),
        ("hong", b"PK\x03\x04"),
    ]);
    let here = parse::unpack(&outer, &Limits::default());
    assert_eq!(parse::unpack(&outer, &apart()), here);
    assert_eq!(here.members.len(), 2, "{here:?}");
    assert_eq!(here.diagnostics.len(), 1, "{here:?}");
    let document = parse::parse(&outer, &Hint::default(), &apart());
    assert_eq!(document.attachments.len(), 2);
}

#[test]
fn a_worker_draws_what_is_drawn_here() {
    let here = parse::page_picture(&pdf(), 1, &Limits::default());
    let there = parse::page_picture(&pdf(), 1, &apart());
    assert!(here.is_some() && here == there);
    assert_eq!(parse::page_picture(&pdf(), 2, &apart()), None);
    assert_eq!(parse::page_picture(b"%PDF-1.7 x", 1, &apart()), None);
    let mut png = Cursor::new(Vec::new());
    let grey = image::GrayImage::from_pixel(90, 60, image::Luma([200]));
    grey.write_to(&mut png, image::ImageFormat::Png)
        .expect("encodes");
    let here = parse::page_picture(png.get_ref(), 1, &Limits::default());
    assert!(here.is_some() && here == parse::page_picture(png.get_ref(), 1, &apart()));
}

/// A folder with an archive between two plans, and a library whose workers run `program`.
struct Batch {
    folder: TempDir,
    config: Config,
}

impl Batch {
    fn new(program: impl Into<PathBuf>) -> Batch {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = |number| format!("ỦY BAN NHÂN DÂN\nTỈNH A\nSố: {number}/KH-UBND\nKẾ HOẠCH\nThử");
        let goi = archive(&[
            ("2.txt", plan(2).as_bytes()),
            ("to.txt", &vec![b'a'; 12 << 20]),
        ]);
        let van_ban = folder.path().join("van-ban");
        fs::create_dir(&van_ban).expect("makes");
        fs::write(van_ban.join("1.txt"), plan(1)).expect("writes");
        fs::write(van_ban.join("2.zip"), goi).expect("writes");
        fs::write(van_ban.join("3.txt"), plan(3)).expect("writes");
        let mut config = Config::in_folder(folder.path().join("kho"));
        config.worker = Some(program.into());
        Batch { folder, config }
    }

    /// With workers that do what a shell script says.
    fn of_script(script: &str) -> Batch {
        let mut batch = Batch::new("");
        let path = batch.folder.path().join("worker.sh");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("writes");
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("allows");
        batch.config.worker = Some(path);
        batch
    }

    fn ingest(&self) -> Summary {
        let library = Library::open(self.config.clone(), Access::Write).expect("opens");
        let watch = Watch {
            progress: &Silent,
            stop: &AtomicBool::new(false),
        };
        let paths = [self.folder.path().join("van-ban")];
        library
            .ingest(&paths, &Given::default(), watch)
            .expect("ingests")
    }

    /// The two plans are there, the archive is kept, and the reason is told.
    #[track_caller]
    fn check_goes_on(&self, reason: &str) {
        let start = Instant::now();
        let summary = self.ingest();
        assert_eq!(
            (summary.files, summary.new, summary.failed),
            (3, 3, 0),
            "{summary:?}"
        );
        let told: Vec<(&str, &str)> = summary
            .failures
            .iter()
            .map(|failure| (failure.file.as_str(), failure.reason.as_str()))
            .collect();
        assert!(
            matches!(told.as_slice(), [(file, why)] if file.ends_with("2.zip") && why.contains(reason)),
            "{told:?}"
        );
        assert!(start.elapsed() < Duration::from_secs(30));
    }
}

#[test]
fn a_worker_that_aborts_costs_its_document_only() {
    Batch::of_script("kill -ABRT $$").check_goes_on("dừng đột ngột");
    Batch::of_script("kill -SEGV $$").check_goes_on("dừng đột ngột");
    Batch::of_script("echo rubbish; exit 9").check_goes_on("dừng đột ngột");
}

#[test]
fn a_worker_that_hangs_is_ended() {
    let mut batch = Batch::of_script("sleep 600 & sleep 600");
    batch.config.limits.worker_seconds_max = 1;
    batch.check_goes_on("quá thời gian");
}

#[test]
fn a_worker_that_eats_memory_is_ended() {
    let mut batch = Batch::of_script("exec tail -n 1 /dev/zero");
    batch.config.limits.worker_bytes_max = 128 << 20;
    batch.check_goes_on("dừng đột ngột");
    // The program itself, with too little for what it is asked to do.
    let mut batch = Batch::new(PROGRAM);
    batch.config.limits.worker_bytes_max = 24 << 20;
    batch.check_goes_on("dừng đột ngột");
}

#[test]
fn with_a_worker_that_works_the_next_run_has_everything() {
    let mut batch = Batch::of_script("kill -ABRT $$");
    batch.check_goes_on("dừng đột ngột");
    batch.config.worker = Some(PROGRAM.into());
    let summary = batch.ingest();
    assert_eq!(
        (summary.files, summary.new, summary.unchanged),
        (5, 2, 3),
        "{summary:?}"
    );
    let again = batch.ingest();
    assert_eq!((again.files, again.unchanged), (5, 5), "{again:?}");
}

/// A Word file of some kilobytes whose paragraphs fill the memory of whoever reads it.
fn paragraphs_without_end() -> Vec<u8> {
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let open = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
    let body = "<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(1_200_000);
    archive(&[
        ("[Content_Types].xml", types),
        ("word/document.xml", (open.to_owned() + &body).as_bytes()),
    ])
}

/// `kehoach … ` with little memory, so that a file that wants much of it aborts its reader for real.
fn run_poor(batch: &Batch, words: &[&str]) -> std::process::Output {
    /// Of data: enough for a plan, its index and the stacks of two threads.
    const DATA_BYTES_MAX: u64 = 240 << 20;
    let mut command = std::process::Command::new(PROGRAM);
    command
        .args(["--data"])
        .arg(batch.folder.path().join("kho"))
        .args(["--jobs", "2", "--json"])
        .args(words)
        .env("RUST_BACKTRACE", "0")
        .current_dir(batch.folder.path());
    let limit = libc::rlimit {
        rlim_cur: DATA_BYTES_MAX,
        rlim_max: DATA_BYTES_MAX,
    };
    // SAFETY: only `setrlimit` is called between fork and exec.
    unsafe {
        command.pre_exec(move || {
            libc::setrlimit(libc::RLIMIT_DATA, &raw const limit);
            Ok(())
        });
    }
    command.output().expect("runs")
}

#[test]
fn a_reader_of_ours_that_aborts_costs_its_document_only() {
    let batch = Batch::new(PROGRAM);
    let folder = batch.folder.path().join("van-ban");
    fs::write(folder.join("2.docx"), paragraphs_without_end()).expect("writes");
    fs::remove_file(folder.join("2.zip")).expect("removes");
    let output = run_poor(&batch, &["ingest", "van-ban"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("memory allocation") && said.contains("đang chạy lại"),
        "{said}"
    );
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a summary");
    assert_eq!(summary["files"], 3, "{summary}");
    let failures = summary["failures"].as_array().expect("a list");
    let [failure] = failures.as_slice() else {
        panic!("{summary}");
    };
    assert!(
        failure["file"]
            .as_str()
            .is_some_and(|file| file.ends_with("2.docx"))
            && failure["reason"]
                .as_str()
                .is_some_and(|why| why.contains("dừng đột ngột")),
        "{summary}"
    );
    // It stays apart for as long as reading it ends so.
    let again = run_poor(&batch, &["reprocess"]);
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(!said.contains("đang chạy lại"), "{said}");
    let library = Library::open(batch.config.clone(), Access::Read).expect("opens");
    assert_eq!(library.unread().expect("a list").len(), 1);
}

#[test]
fn a_file_that_aborts_costs_an_extraction_only_itself() {
    let batch = Batch::new(PROGRAM);
    let folder = batch.folder.path().join("van-ban");
    fs::write(folder.join("2.docx"), paragraphs_without_end()).expect("writes");
    fs::remove_file(folder.join("2.zip")).expect("removes");
    let output = run_poor(&batch, &["extract", "van-ban"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("đang chạy lại"), "{said}");
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let records: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a record"))
        .collect();
    let files: Vec<&str> = records
        .iter()
        .filter_map(|record| record["file"].as_str())
        .collect();
    assert_eq!(files.len(), 3, "{files:?}");
    assert!(files[1].ends_with("2.docx"), "{files:?}");
    assert_eq!(records[0]["identity"]["number"], "1/KH-UBND");
    assert_eq!(records[2]["identity"]["number"], "3/KH-UBND");
    assert_eq!(records[1]["diagnostics"][0]["code"], "reader_aborted");
}

#[test]
fn what_was_only_being_read_when_the_power_went_is_read() {
    let batch = Batch::new(PROGRAM);
    let folder = batch.folder.path().join("van-ban");
    fs::remove_file(folder.join("2.zip")).expect("removes");
    let [kept, data] = [folder.join("1.txt"), batch.folder.path().join("kho")];
    let id = CaptureId::of(&fs::read(kept).expect("reads"));
    fs::create_dir(&data).expect("makes");
    let in_hand = data.join("in-hand");
    fs::write(&in_hand, id.as_bytes()).expect("writes");
    let summary = batch.ingest();
    assert_eq!(
        (summary.files, summary.failures.len()),
        (2, 0),
        "{summary:?}"
    );
    let left = fs::read(in_hand).expect("reads");
    assert!(left.iter().all(|byte| *byte == 0), "{left:?}");
}

#[test]
fn a_worker_without_a_job_says_so_and_ends() {
    for words in [
        &["worker"][..],
        &["worker", "draw"],
        &["worker", "draw", "0", "1", "x", "read"],
    ] {
        let mut command = std::process::Command::new(PROGRAM);
        let ended = command
            .args(words)
            .stdin(std::process::Stdio::null())
            .output();
        assert_eq!(ended.expect("runs").status.code(), Some(2), "{words:?}");
    }
    assert!(Path::new(PROGRAM).exists());
}
