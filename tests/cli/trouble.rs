//! What a user can meet: each ends in one clear sentence, the right exit code, and nothing lost.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;

use kehoach::config::Config;
use kehoach::pipeline::{Access, Library};

use super::{Ended, Place, ended, papers};

/// Exit code 2, nothing but the sentence, and the sentence says all of `parts`.
#[track_caller]
fn check(ended: &Ended, parts: &[&str]) {
    assert_eq!(ended.code, 2, "{ended:?}");
    let said = ended.said();
    assert_eq!(said.lines().count(), 1, "{ended:?}");
    for part in parts {
        assert!(said.contains(part), "«{part}» is not in: {said}");
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn there_is_no_data_yet() {
    let place = Place::empty();
    for words in [
        &["status"][..],
        &["search", "x"],
        &["show", "x"],
        &["reindex"],
        &["verify"],
        &["remove", "x"],
    ] {
        check(
            &place.run(words),
            &["chưa có dữ liệu", "kehoach ingest", "--data"],
        );
        assert!(!place.data().exists(), "{words:?} made a data folder");
    }
}

#[test]
fn a_missing_file_is_told_and_the_others_are_taken() {
    let place = Place::empty();
    let gone = place.path("khong-co.pdf");
    let ended = place.run(["ingest", text(&gone), text(&papers()), "--json"]);
    check(&ended, &["khong-co.pdf", "không tìm thấy"]);
    assert_eq!(
        (&ended.json()["new"], &ended.json()["failed"]),
        (&3.into(), &1.into())
    );
    check(&place.run(["extract", text(&gone)]), &["không tìm thấy"]);
    check(&place.run(["text", text(&gone)]), &["không tìm thấy"]);
    check(&place.run(["text", text(&papers())]), &["thư mục"]);
}

#[test]
fn a_folder_that_may_not_be_read_is_told() {
    let place = Place::empty();
    fs::set_permissions(place.folder.path(), PermissionsExt::from_mode(0o777)).expect("opens");
    place.file("kin/a.txt", "x");
    fs::set_permissions(place.path("kin"), PermissionsExt::from_mode(0o000)).expect("closes");
    let mut command = place.command();
    command.args(["ingest", text(&place.path("kin"))]);
    // The superuser may read everything; anybody else may not.
    const NOBODY: u32 = 65_534;
    if fs::read_dir(place.path("kin")).is_ok() {
        command.uid(NOBODY);
    }
    let ended = ended(&mut command);
    fs::set_permissions(place.path("kin"), PermissionsExt::from_mode(0o755)).expect("opens");
    check(&ended, &["kin", "không có quyền"]);
}

#[test]
fn a_corrupt_pdf_keeps_its_capture_and_is_listed() {
    let place = Place::empty();
    let file = place.file("hong.pdf", "%PDF-1.7\nhỏng");
    let ended = place.run(["ingest", text(&file), "--json"]);
    check(&ended, &["hong.pdf"]);
    let summary = ended.json();
    assert_eq!(
        (&summary["new"], &summary["failed"]),
        (&1.into(), &0.into()),
        "{summary}"
    );
    assert_eq!(summary["failures"].as_array().map(Vec::len), Some(1));
    assert_eq!(place.run(["status", "--json"]).json()["captures"], 1);
    check(&place.run(["text", text(&file)]), &["hong.pdf"]);
}

#[test]
fn a_folder_without_files_is_nothing_found() {
    let place = Place::empty();
    fs::create_dir(place.path("rong")).expect("makes");
    for command in ["ingest", "extract"] {
        let ended = place.run([command, text(&place.path("rong"))]);
        assert_eq!(ended.code, 1, "{ended:?}");
    }
}

#[test]
fn another_process_is_writing() {
    let place = Place::filled();
    let holder = Library::open(Config::in_folder(place.data()), Access::Write).expect("opens");
    let pid = std::process::id().to_string();
    check(
        &place.run(["ingest", text(&papers())]),
        &[pid.as_str(), "đợi nó xong"],
    );
    assert_eq!(place.run(["search", "61/KH-UBND"]).code, 0, "readers go on");
    drop(holder);
    assert_eq!(place.run(["ingest", text(&papers())]).code, 0);
}

#[test]
fn the_disk_is_full() {
    // What is kept is too large in the one, what is indexed in the other.
    let kept = [b"%PDF-1.7\n".to_vec(), vec![b'x'; 1 << 20]].concat();
    let indexed: String = (0..200_000).map(|number| format!("{number:x} ")).collect();
    for (name, content) in [("to.pdf", kept), ("to.txt", indexed.into_bytes())] {
        check_full(name, &content);
    }
}

#[track_caller]
fn check_full(name: &str, content: &[u8]) {
    let place = Place::empty();
    let file = place.file(name, content);
    let script = "trap '' XFSZ; ulimit -f 1000; exec \"$@\"";
    let mut command = std::process::Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_kehoach")]);
    command.args(["ingest", text(&file), "--data", text(&place.data())]);
    check(&ended(&mut command), &["đã đầy", "giải phóng"]);
    // It could not be read as a PDF, which is another trouble; nothing of it is lost.
    place.run(["ingest", text(&file)]);
    let status = place.run(["status", "--json"]).json();
    let settled = (&status["captures"], &status["unindexed"]);
    assert_eq!(settled, (&1.into(), &0.into()), "{status}");
    assert_eq!(place.run(["verify"]).code, 0);
}

#[test]
fn the_output_cannot_be_written() {
    let place = Place::filled();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("opens");
    let mut command = place.command();
    let child = command
        .arg("export")
        .stdout(full)
        .stderr(std::process::Stdio::piped())
        .spawn();
    let output = child.expect("starts").wait_with_output().expect("ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.code() == Some(2) && said.contains("ổ đĩa đã đầy"),
        "{said}"
    );
    let nowhere = place.run(["tasks", "--xlsx", "/khong/co/so.xlsx"]);
    check(&nowhere, &["/khong/co/so.xlsx", "chọn nơi khác"]);
}

#[test]
fn the_port_is_taken_or_is_none() {
    let place = Place::filled();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("bound").to_string();
    check(
        &place.run(["serve", "--listen", &address]),
        &[&address, "chọn cổng khác"],
    );
    check(
        &place.run(["serve", "--listen", "mai"]),
        &["«mai»", "MÁY:CỔNG"],
    );
}

#[test]
fn the_index_is_of_another_version() {
    let place = Place::filled();
    let meta = place.data().join("index/meta.json");
    let written = fs::read_to_string(&meta).expect("an index");
    let older = written.replace(r#"\"analyzer\":"#, r#"\"analyzer\":9"#);
    assert_ne!(written, older, "{written}");
    fs::write(&meta, older).expect("writes");
    check(
        &place.run(["search", "61/KH-UBND"]),
        &["phiên bản khác", "kehoach reindex"],
    );
    assert_eq!(place.run(["reindex"]).code, 0);
    assert_eq!(place.run(["search", "61/KH-UBND"]).code, 0);
    fs::remove_dir_all(place.data().join("index")).expect("removes");
    check(
        &place.run(["search", "61/KH-UBND"]),
        &["chưa có chỉ mục", "kehoach reindex"],
    );
}

#[test]
fn the_store_is_of_a_newer_version() {
    let place = Place::filled();
    let path = place.data().join("kehoach.sqlite");
    let database = rusqlite::Connection::open(path).expect("opens");
    database
        .execute(
            "UPDATE meta SET value = 99 WHERE name = 'schema_version'",
            [],
        )
        .expect("writes");
    drop(database);
    for words in [
        &["status"][..],
        &["reindex"],
        &["ingest", "fixtures/cli/van-ban"],
    ] {
        check(&place.run(words), &["99", "kehoach mới hơn"]);
    }
}

#[test]
fn the_store_is_no_store() {
    let place = Place::empty();
    place.file(
        "kho/kehoach.sqlite",
        "đây không phải cơ sở dữ liệu ".repeat(200),
    );
    check(&place.run(["status"]), &["hỏng", "kehoach verify"]);
}

#[test]
fn a_damaged_capture_is_found() {
    let place = Place::filled();
    let mut folder = place.data().join("blobs");
    while folder.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(&folder)
            .expect("lists")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.file_name().is_some_and(|name| name != "tmp"))
            .collect();
        entries.sort();
        folder = entries.pop().expect("a blob");
    }
    fs::write(&folder, "khác").expect("damages");
    let ended = place.run(["verify"]);
    assert!(
        ended.code == 2 && ended.out.contains(".txt: bản gốc bị hỏng"),
        "{ended:?}"
    );
}

#[test]
fn the_configuration_is_wrong() {
    let place = Place::filled();
    place.file("kho/kehoach.toml", "jobs = 2\njob = 3\n");
    check(
        &place.run(["status"]),
        &["kehoach.toml", "dòng 2", "sửa hoặc xóa"],
    );
    check(
        &place.run(["status", "--config", "/khong/co.toml"]),
        &["/khong/co.toml"],
    );
    let english = place.run(["status", "--lang", "en"]);
    check(&english, &["configuration", "kehoach.toml"]);
    fs::remove_file(place.path("kho/kehoach.toml")).expect("removes");
    check(&place.run(["status", "--jobs", "0"]), &["--jobs"]);
}

#[test]
fn the_question_is_not_understood() {
    let place = Place::filled();
    check(&place.run(["search", "nam:abc"]), &["«abc»", "nam:2021"]);
}

#[test]
fn a_profile_is_wrong() {
    let place = Place::empty();
    let file = place.file("cong.toml", "schema = 1\nsai = 2\n");
    check(&place.run(["crawl", text(&file)]), &["cong.toml"]);
    check(&place.run(["crawl", "/khong/co.toml"]), &["/khong/co.toml"]);
    check(
        &place.run(["demo", "--corpus", "/khong/co"]),
        &["/khong/co", "--corpus"],
    );
}
