//! Forms for people and for offices: pipes, colours, tables, CSV, Excel, completions, man pages.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{Place, papers};

#[test]
fn a_reader_that_leaves_early_is_no_trouble() {
    let place = Place::filled();
    for words in [
        &["export"][..],
        &["tasks", "--json"],
        &["show", "61/KH-UBND"],
        &["schema"],
        &["--help"],
    ] {
        let mut command = place.command();
        command
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ends");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), said.as_str()),
            (Some(0), ""),
            "{words:?}"
        );
    }
}

#[test]
fn an_extraction_ends_with_its_reader() {
    let place = Place::empty();
    let text = fs::read(papers().join("01-ke-hoach-tinh.txt")).expect("a plan");
    for number in 0..300 {
        place.file(&format!("nhieu/{number}.txt"), &text);
    }
    let mut command = place.command();
    command.arg("extract").arg(place.path("nhieu"));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
    reader.read_line(&mut line).expect("reads");
    drop(reader);
    let output = child.wait_with_output().expect("ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && !said.contains("kehoach:"),
        "{said}"
    );
}

#[test]
fn a_pipe_sees_neither_colour_nor_progress() {
    let place = Place::filled();
    for words in [
        &["search", "ket qua"][..],
        &["show", "61/KH-UBND"],
        &["tasks"],
        &["verify"],
    ] {
        let ended = place.run(words);
        assert!(
            !ended.out.contains('\u{1b}') && !ended.err.contains('\u{1b}'),
            "{ended:?}"
        );
        assert!(!ended.out.contains("kiểm tra: "), "{ended:?}");
    }
}

#[test]
fn the_name_of_a_file_cannot_give_orders_to_a_terminal() {
    let place = Place::empty();
    let text = fs::read(papers().join("01-ke-hoach-tinh.txt")).expect("a plan");
    place.file("d/x\u{1b}[2Jy.txt", text);
    assert_eq!(
        place
            .run(["ingest", place.path("d").to_str().expect("text")])
            .code,
        0
    );
    let shown = place.run(["show", "61/KH-UBND"]);
    assert!(
        shown.out.contains("y.txt") && !shown.out.contains('\u{1b}'),
        "{}",
        shown.out
    );
}

#[test]
fn a_stage_is_told_once_in_a_pipe() {
    let place = Place::empty();
    let ended = place.run(["ingest", papers().to_str().expect("text")]);
    let lines: Vec<&str> = ended.err.lines().collect();
    assert_eq!(lines, ["đọc: 0/3", "ghi …", "nối kết …", "lập chỉ mục …"]);
}

#[test]
fn people_read_dates_day_first_and_lines_that_fit() {
    let place = Place::filled();
    let mut command = place.command();
    let shown = super::ended(command.args(["show", "61/KH-UBND"]).env("COLUMNS", "80"));
    assert!(shown.out.contains("05/03/2024"), "{}", shown.out);
    let longest = shown.out.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(80), "{longest:?} {}", shown.out);
}

#[test]
fn a_register_opens_in_excel() {
    let place = Place::filled();
    let csv = place.run(["tasks", "--csv"]);
    assert!(csv.out.starts_with("\u{feff}Văn bản,"), "{}", csv.out);
    assert!(
        csv.out.contains("20/06/2024") || csv.out.contains("19/06/2024"),
        "{}",
        csv.out
    );
    let book = place.path("so.xlsx");
    let ended = place.run(["tasks", "--xlsx", book.to_str().expect("text")]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(fs::read(&book).expect("a workbook").starts_with(b"PK"));
}

#[test]
fn everything_is_exported_as_tables() {
    let place = Place::filled();
    let (book, folder) = (place.path("tat-ca.xlsx"), place.path("bang"));
    let xlsx = place.run([
        "export",
        "--format",
        "xlsx",
        "--output",
        book.to_str().expect("text"),
    ]);
    assert_eq!((xlsx.code, xlsx.out.as_str()), (0, ""), "{}", xlsx.err);
    let csv = place.run([
        "export",
        "--format",
        "csv",
        "-o",
        folder.to_str().expect("text"),
    ]);
    assert_eq!(csv.code, 0, "{}", csv.err);
    for name in ["van-ban", "vien-dan", "nhiem-vu"] {
        let text = fs::read_to_string(folder.join(name).with_extension("csv")).expect(name);
        assert!(2 < text.lines().count(), "{name}: {text}");
    }
    let lines = place.path("tat-ca.jsonl");
    let jsonl = place.run(["export", "-o", lines.to_str().expect("text")]);
    assert_eq!(jsonl.code, 0);
    assert_eq!(
        fs::read_to_string(&lines).expect("lines"),
        place.run(["export"]).out
    );
    let nowhere = place.run(["export", "--format", "xlsx"]);
    assert!(
        nowhere.code == 2 && nowhere.said().contains("--output"),
        "{nowhere:?}"
    );
}

#[test]
fn shells_and_man_know_the_commands() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ended = place.run(["completions", shell]);
        assert!(
            ended.code == 0 && ended.out.contains("reprocess"),
            "{shell}: {}",
            ended.err
        );
    }
    let page = place.run(["man"]);
    assert!(page.code == 0 && page.out.contains(".TH"), "{}", page.out);
    assert!(place.run(["man", "ingest"]).out.contains("province"));
    let nothing = place.run(["man", "khong"]);
    assert!(
        nothing.code == 2 && nothing.said().contains("«khong»"),
        "{nothing:?}"
    );
}
