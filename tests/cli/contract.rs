//! What `--json` prints is a contract: it fits the schemas in `fixtures/schema`, and those are what
//! `kehoach schema` prints.

use std::fs;
use std::path::{Path, PathBuf};

use kehoach::fetch::Replica;
use serde_json::Value;

use super::{Place, papers};

const SCHEMAS: &[&str] = &[
    "record",
    "explain",
    "ingest",
    "crawl",
    "search",
    "follow",
    "follow-list",
    "follow-news",
    "show",
    "tree",
    "tasks",
    "text",
    "check",
    "report-coverage",
    "report-gaps",
    "report-wanted",
    "report-calendar",
    "report-diff",
    "report-series",
    "report-matrix",
    "report-anomalies",
    "export",
    "correct",
    "correct-list",
    "correct-gold",
    "remove",
    "remove-list",
    "status",
    "reprocess",
    "reindex",
    "verify",
    "backup",
    "demo",
    "work",
];

fn schema_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/schema/{name}.json"))
}

#[track_caller]
pub fn check(name: &str, value: &Value) {
    let text = fs::read_to_string(schema_file(name)).expect("a schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let wrong: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{name}: {wrong:#?}\n{value:#}");
}

#[test]
fn the_schemas_kept_are_the_schemas_printed() {
    let place = Place::empty();
    let mut changed = Vec::new();
    for name in SCHEMAS {
        let ended = place.run(["schema", name]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let kept = fs::read_to_string(schema_file(name)).unwrap_or_default();
        if kept != ended.out {
            // Written for review; this run fails all the same.
            fs::write(schema_file(name), &ended.out).expect("writes");
            changed.push(*name);
        }
    }
    assert!(
        changed.is_empty(),
        "these schemas changed, review fixtures/schema: {changed:?}"
    );
}

#[test]
fn an_ingest_says_what_it_took_and_a_second_one_that_nothing_is_new() {
    let place = Place::empty();
    let papers = papers();
    let words = ["ingest", papers.to_str().expect("text"), "--json"];
    let first = place.run(words);
    assert_eq!((first.code, first.out.lines().count()), (0, 1), "{first:?}");
    check("ingest", &first.json());
    assert_eq!(
        (&first.json()["files"], &first.json()["new"]),
        (&3.into(), &3.into())
    );
    let second = place.run(words);
    assert_eq!(second.code, 0);
    assert_eq!(
        (&second.json()["new"], &second.json()["unchanged"]),
        (&0.into(), &3.into())
    );
    let people = place.run(&words[..2]);
    assert!(people.out.contains("Không có gì mới"), "{}", people.out);
}

#[test]
fn every_file_is_one_record_in_order_whether_it_can_be_read_or_not() {
    let place = Place::empty();
    place.file("d/a.txt", "Số: 1/KH-UBND");
    place.file("d/b.pdf", "%PDF-1.7 hỏng");
    place.file("d/c.txt", "");
    let ended = place.run(["extract", place.path("d").to_str().expect("text")]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let records: Vec<Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    records.iter().for_each(|record| check("record", record));
    let names: Vec<&str> = records
        .iter()
        .filter_map(|record| record["file"].as_str()?.rsplit('/').next())
        .collect();
    assert_eq!(names, ["a.txt", "b.pdf", "c.txt"]);
    assert_eq!(records[1]["diagnostics"][0]["severity"], "error");
    assert!(!place.data().exists(), "nothing is stored");
}

#[test]
fn a_search_finds_without_marks_and_by_number() {
    let place = Place::filled();
    for query in ["tiep nhan va tra ket qua", "61/KH-UBND", "61 kh ubnd"] {
        let ended = place.run(["search", query, "--json"]);
        assert_eq!(ended.code, 0, "{query}: {}", ended.err);
        let answer = ended.json();
        check("search", &answer);
        assert_eq!(
            answer["hits"][0]["number"], "61/KH-UBND",
            "{query}: {answer:#}"
        );
    }
    let nothing = place.run(["search", "zzzzzz", "--json"]);
    assert_eq!(nothing.code, 1, "{nothing:?}");
    check("search", &nothing.json());
}

#[test]
fn a_work_is_shown_with_its_verdicts_its_children_and_its_tasks() {
    let place = Place::filled();
    let ended = place.run(["show", "61/KH-UBND", "--json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let found = ended.json();
    check("show", &found);
    let work = &found["works"][0];
    assert_eq!(
        (&work["issued_on"], &work["stub"]),
        (&"2024-03-05".into(), &false.into())
    );
    assert_eq!(
        work["children"].as_array().map(Vec::len),
        Some(2),
        "{work:#}"
    );
    assert_eq!(work["citations"][0]["verdict"], "unmatched");
    let child = place.run(["show", "45/KH-STC", "--json"]).json();
    let citations = child["works"][0]["citations"].as_array();
    let cited = citations.and_then(|all| all.iter().find(|one| one["date"] == "2024-05-03"));
    let cited = cited.unwrap_or_else(|| panic!("{child:#}"));
    assert_eq!(cited["verdict"], "linked", "{child:#}");
    assert_eq!(
        cited["anomalies"][0]["code"], "date_after_document",
        "{cited:#}"
    );
    let people = place.run(["show", "45/KH-STC"]);
    assert!(
        people.out.contains("đã nối") && people.out.contains("bằng chứng: cùng số"),
        "{}",
        people.out
    );
    assert_eq!(place.run(["show", "9999/KH-UBND"]).code, 1);
}

#[test]
fn a_tree_has_the_directives_above_and_the_plans_below() {
    let place = Place::filled();
    let ended = place.run(["tree", "61/KH-UBND", "--json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    check("tree", &ended.json());
    assert_eq!(
        ended.json()["trees"][0]["below"].as_array().map(Vec::len),
        Some(2)
    );
    let people = place.run(["tree", "87/KH-SNV"]).out;
    let lines: Vec<&str> = people.lines().filter(|line| line.contains("/K")).collect();
    assert!(
        lines
            .last()
            .is_some_and(|line| line.contains("└─ 87/KH-SNV")),
        "{people}"
    );
}

#[test]
fn tasks_are_filtered_by_owner_day_and_plan() {
    let place = Place::filled();
    let ended = place.run(["tasks", "--json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let rows: Vec<Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    rows.iter().for_each(|row| check("tasks", row));
    assert!(4 <= rows.len(), "{rows:#?}");
    let count = |words: &[&str]| {
        place
            .run([&["tasks", "--json"], words].concat())
            .out
            .lines()
            .count()
    };
    assert!(count(&["--owner", "so noi vu"]) < rows.len());
    assert!(0 < count(&["--plan", "87/KH-SNV"]));
    assert!(0 < count(&["--due-from", "01/04/2024", "--due-to", "30/4/2024"]));
    assert_eq!(place.run(["tasks", "--owner", "khong co ai"]).code, 1);
}

#[test]
fn a_text_comes_with_its_blocks_and_where_they_stand() {
    let place = Place::empty();
    let file = papers().join("01-ke-hoach-tinh.txt");
    let words = ["text", file.to_str().expect("text")];
    let plain = place.run(words);
    assert_eq!(plain.code, 0, "{}", plain.err);
    let view = place.run(words.iter().chain(&["--json"])).json();
    check("text", &view);
    assert_eq!(
        view["text"].as_str().map(str::trim_end),
        Some(plain.out.trim_end())
    );
    assert!(
        view["blocks"]
            .as_array()
            .is_some_and(|blocks| 5 < blocks.len())
    );
    assert!(view["places"][0]["bytes"].is_array(), "{view:#}");
}

#[test]
fn reports_say_what_is_wanted_and_what_is_odd() {
    let place = Place::filled();
    let wanted = place.run(["report", "wanted", "--json"]).json();
    check("report-wanted", &wanted);
    assert_eq!(
        wanted["rows"][0]["work"]["number"], "749/QĐ-TTg",
        "{wanted:#}"
    );
    let anomalies = place.run(["report", "anomalies", "--json"]).json();
    check("report-anomalies", &anomalies);
    assert_eq!(anomalies["report"], "anomalies");
    assert!(
        anomalies["rows"]
            .as_array()
            .is_some_and(|rows| !rows.is_empty())
    );
}

#[test]
fn what_is_removed_is_gone_until_it_is_put_back() {
    let place = Place::filled();
    let removed = place.run([
        "remove",
        "87/KH-SNV",
        "--reason",
        "thử",
        "--author",
        "A",
        "--json",
    ]);
    assert_eq!(removed.code, 0, "{}", removed.err);
    check("remove", &removed.json());
    assert_eq!(place.run(["show", "87/KH-SNV"]).code, 1);
    let list = place.run(["remove", "--list", "--json"]);
    check("remove-list", &list.json());
    assert_eq!(list.json()["reason"], "thử");
    let undone = place.run(["remove", "--undo", "87/KH-SNV", "--json"]);
    assert_eq!((undone.code, &undone.json()["changed"]), (0, &1.into()));
    assert_eq!(place.run(["show", "87/KH-SNV"]).code, 0);
    assert_eq!(place.run(["remove", "khong-co.pdf"]).code, 1);
}

#[test]
fn a_data_folder_is_kept_in_order() {
    let place = Place::filled();
    for name in ["status", "verify", "reindex", "reprocess"] {
        let ended = place.run([name, "--json"]);
        assert_eq!(ended.code, 0, "{name}: {ended:?}");
        check(name, &ended.json());
    }
    assert_eq!(place.run(["status", "--json"]).json()["captures"], 3);
    assert_eq!(place.run(["search", "61/KH-UBND"]).code, 0);
}

#[test]
fn a_backup_is_a_whole_data_folder() {
    let place = Place::filled();
    let copy = place.path("sao");
    let words = ["backup", copy.to_str().expect("text"), "--json"];
    let ended = place.run(words);
    assert_eq!(ended.code, 0, "{}", ended.err);
    check("backup", &ended.json());
    let again = place.run(words);
    assert_eq!(again.code, 2, "{again:?}");
    let on_copy =
        |words: &[&str]| place.run([words, &["--data", copy.to_str().expect("text")]].concat());
    assert_eq!(on_copy(&["verify"]).code, 0);
    assert_eq!(on_copy(&["reindex"]).code, 0);
    assert_eq!(on_copy(&["search", "61/KH-UBND"]).code, 0);
}

#[test]
fn everything_is_exported_line_by_line() {
    let place = Place::filled();
    let ended = place.run(["export"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let mut kinds = Vec::new();
    for line in ended.out.lines() {
        let value: Value = serde_json::from_str(line).expect("JSON");
        check("export", &value);
        kinds.push(value["kind"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(kinds.iter().filter(|kind| *kind == "record").count(), 3);
    assert!(4 <= kinds.iter().filter(|kind| *kind == "work").count());
}

#[test]
fn a_portal_is_crawled_by_its_profile() {
    let portal = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/portals/chinhphu");
    let replica = Replica::serve(&portal).expect("serves");
    let place = Place::empty();
    let profile = fs::read_to_string(portal.join("profile.toml")).expect("a profile");
    let profile = profile.replace("{replica}", replica.url().as_str().trim_end_matches('/'));
    let file = place.file("cong.toml", profile);
    let ended = place.run([
        "crawl",
        file.to_str().expect("text"),
        "--json",
        "--contact",
        "mailto:a@example.vn",
    ]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let crawled = ended.json();
    check("crawl", &crawled);
    assert!(
        crawled["new"].as_u64().is_some_and(|new| 3 < new),
        "{crawled:#}"
    );
    let asked = replica.take_log();
    assert!(
        asked
            .iter()
            .all(|asked| asked.user_agent.contains("+mailto:a@example.vn"))
    );
}

#[test]
fn the_demo_walks_the_whole_path() {
    let place = Place::empty();
    let mut command = place.command();
    let ended = super::ended(command.args(["demo", "--json"]).env("DEMO_ONCE", "1"));
    assert_eq!(ended.code, 0, "{ended:?}");
    let told = ended.json();
    check("demo", &told);
    for figure in ["documents", "works", "tasks", "deadlines"] {
        assert!(
            told[figure].as_u64().is_some_and(|count| 0 < count),
            "{figure}: {told:#}"
        );
    }
    assert!(!place.data().exists(), "a demo leaves nothing behind");
}
