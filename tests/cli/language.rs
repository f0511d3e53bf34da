//! Vietnamese by default, English on request, and the same program either way.

use super::{Place, papers};

const COMMANDS: &[&str] = &[
    "demo",
    "ingest",
    "crawl",
    "extract",
    "text",
    "search",
    "follow",
    "show",
    "tree",
    "tasks",
    "report",
    "export",
    "serve",
    "remove",
    "status",
    "reprocess",
    "reindex",
    "verify",
    "backup",
    "schema",
    "completions",
    "man",
];

#[test]
fn every_command_explains_itself_with_examples_in_both_languages() {
    let place = Place::empty();
    for command in COMMANDS {
        let vi = place.run([command, "--help"]);
        let en = place.run([command, "--help", "--lang", "en"]);
        assert_eq!((vi.code, en.code), (0, 0), "{command}");
        assert!(
            vi.out.contains("Cách dùng: kehoach") && vi.out.contains("Ví dụ:\n  "),
            "{}",
            vi.out
        );
        assert!(
            en.out.contains("Usage: kehoach") && en.out.contains("Examples:\n  "),
            "{}",
            en.out
        );
        for english in ["Usage", "Options", "possible values", "default:", "Print"] {
            assert!(!vi.out.contains(english), "{english} in {}", vi.out);
        }
    }
}

#[test]
fn flags_are_accepted_before_and_after_the_command() {
    let place = Place::empty();
    let (papers, data) = (papers(), place.data());
    let (papers, data) = (papers.to_str().expect("text"), data.to_str().expect("text"));
    let run = |words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kehoach"));
        super::ended(command.current_dir(place.folder.path()).args(words))
    };
    let before = run(&[
        "--data", data, "--json", "--lang", "en", "--jobs", "1", "ingest", papers,
    ]);
    let after = run(&[
        "ingest",
        papers,
        "--data",
        data,
        "--json",
        "--lang=en",
        "--jobs=1",
    ]);
    assert_eq!((before.code, after.code), (0, 0), "{before:?} {after:?}");
    assert_eq!(
        (&before.json()["new"], &after.json()["unchanged"]),
        (&3.into(), &3.into())
    );
    assert!(before.err.contains("reading: 0/3"), "{}", before.err);
}

#[test]
fn messages_and_trouble_have_two_languages() {
    let place = Place::filled();
    let vi = place.run(["status"]);
    let en = place.run(["status", "--lang", "en"]);
    assert!(
        vi.out.contains("Văn bản") && en.out.contains("Documents"),
        "{} {}",
        vi.out,
        en.out
    );
    let elsewhere = ["--data", "/khong/co/o/day", "status"];
    let vi = place.run(elsewhere);
    let en = place.run(elsewhere.iter().chain(&["--lang", "en"]));
    assert!(vi.said().contains("chưa có dữ liệu"), "{}", vi.err);
    assert!(
        en.said().contains("there is no data in /khong/co/o/day"),
        "{}",
        en.err
    );
}

#[test]
fn the_environment_and_the_configuration_choose_the_language_too() {
    let place = Place::filled();
    let by_environment = super::ended(place.command().arg("status").env("KEHOACH_LANG", "en"));
    assert!(
        by_environment.out.contains("Documents"),
        "{}",
        by_environment.out
    );
    place.file("kho/kehoach.toml", "lang = \"en\"\n");
    assert!(place.run(["status"]).out.contains("Documents"));
    assert!(
        place
            .run(["status", "--lang", "vi"])
            .out
            .contains("Văn bản")
    );
}

#[test]
fn a_command_line_that_is_wrong_is_answered_in_one_sentence() {
    let place = Place::empty();
    let cases: &[(&[&str], &[&str])] = &[
        (&["inges", "x"], &["không có lệnh «inges»", "«ingest»"]),
        (&["ingest"], &["còn thiếu", "kehoach ingest --help"]),
        (
            &["search", "x", "--limit", "hai"],
            &["«hai»", "--limit", "một số nguyên"],
        ),
        (&["search", "x", "--limit"], &["--limit", "cần một giá trị"]),
        (
            &["status", "--dat"],
            &["không có tùy chọn «--dat»", "«--data»"],
        ),
        (&["report", "x"], &["«x»", "matrix, anomalies"]),
        (&["status", "--lang", "fr"], &["«fr»", "vi, en"]),
        (
            &["tasks", "--due-to", "31/02/2024"],
            &["31/02/2024", "dd/mm/yyyy"],
        ),
        (&["tasks", "--csv", "--json"], &["không đi cùng"]),
    ];
    for (words, parts) in cases {
        let ended = place.run(*words);
        assert_eq!(ended.code, 2, "{words:?} {ended:?}");
        assert_eq!(
            (ended.out.as_str(), ended.err.lines().count()),
            ("", 1),
            "{words:?} {ended:?}"
        );
        for part in *parts {
            assert!(
                ended.err.contains(part),
                "{words:?}: {} lacks {part}",
                ended.err
            );
        }
    }
    let bare = super::ended(&mut std::process::Command::new(env!(
        "CARGO_BIN_EXE_kehoach"
    )));
    assert!(bare.code == 2 && bare.err.contains("Các lệnh:"), "{bare:?}");
}
