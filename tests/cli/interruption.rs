//! Ctrl-C ends a run cleanly, and ends a server as it should.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};

use super::{Place, papers};

fn interrupt(child: &Child) {
    let pid = i32::try_from(child.id()).expect("a process id");
    // SAFETY: a signal to our own child, which was not waited for yet.
    unsafe { libc::kill(pid, libc::SIGINT) };
}

#[test]
fn a_run_that_is_interrupted_finishes_its_batch_and_says_how_to_go_on() {
    const FILES: usize = 400;
    let place = Place::empty();
    let text = fs::read_to_string(papers().join("01-ke-hoach-tinh.txt")).expect("a plan");
    for number in 0..FILES {
        place.file(
            &format!("nhieu/{number:03}.txt"),
            format!("{text}\n{number}\n"),
        );
    }
    place.file("kho/kehoach.toml", "[limits]\nbatch_files_max = 4\n");
    let folder = place.path("nhieu");
    let mut command = place.command();
    command
        .args(["ingest", "--json", "--jobs", "1"])
        .arg(&folder);
    let mut child = command
        .env("KEHOACH_PROGRESS", "steps")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut said = String::new();
    while !said.contains("ghi: 8\n") && 0 < lines.read_line(&mut said).expect("reads") {}
    interrupt(&child);
    lines.read_to_string(&mut said).expect("reads");
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("đang dừng") && said.contains("chạy lại đúng lệnh này"),
        "{said}"
    );
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(summary["interrupted"], true);
    let taken = summary["new"].as_u64().expect("a count");
    assert!((8..FILES as u64).contains(&taken), "{summary}");

    let rest = place.run(["ingest", "--json", folder.to_str().expect("text")]);
    assert_eq!(rest.code, 0, "{rest:?}");
    assert_eq!(rest.json()["unchanged"], taken);
    assert_eq!(rest.json()["new"], FILES as u64 - taken);
    assert_eq!(place.run(["verify"]).code, 0);
}

#[test]
fn a_server_says_where_it_is_and_ends_well_when_interrupted() {
    let place = Place::filled();
    let mut command = place.command();
    command.args(["serve", "--listen", "127.0.0.1:0", "--json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    out.read_line(&mut line).expect("reads");
    let told: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    let url = told["url"].as_str().expect("an address");
    let address = url.trim_start_matches("http://").trim_end_matches('/');
    std::net::TcpStream::connect(address).expect("listens");
    interrupt(&child);
    assert!(child.wait().expect("ends").success());
}
