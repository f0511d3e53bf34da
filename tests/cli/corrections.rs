//! What a person says holds, through every rereading, until it is taken back.

use serde_json::Value;

use super::{Place, check_schema as check};

const MISDATED: &str = "03-ke-hoach-ghi-nham-ngay.txt";

#[track_caller]
fn correct(place: &Place, words: &[&str]) -> u64 {
    let mut line = vec!["correct"];
    line.extend(words);
    line.extend([
        "--reason",
        "theo bản ký",
        "--author",
        "Nguyễn Văn A",
        "--json",
    ]);
    let ended = place.run(line);
    assert_eq!(ended.code, 0, "{}", ended.err);
    check("correct", &ended.json());
    ended.json()["correction"].as_u64().expect("a number")
}

fn work(place: &Place, name: &str) -> Value {
    let ended = place.run(["show", name, "--json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.json()["works"][0].clone()
}

/// The citation of 61/KH-UBND in the misdated plan, with its number there.
fn citation(place: &Place) -> (String, Value) {
    let work = work(place, "45/KH-STC");
    let cited = work["citations"].as_array().expect("citations");
    let at = cited
        .iter()
        .position(|one| one["date"] == "2024-05-03")
        .expect("is cited");
    (at.to_string(), cited[at].clone())
}

#[test]
fn a_value_set_by_hand_outlives_a_reprocess_and_can_be_taken_back() {
    let place = Place::filled();
    let seq = correct(
        &place,
        &[
            MISDATED,
            "--field",
            "identity.issued_on",
            "--value",
            "2/6/2024",
        ],
    );
    assert_eq!(work(&place, "45/KH-STC")["issued_on"], "2024-06-02");
    assert_eq!(place.run(["reprocess"]).code, 0);
    assert_eq!(work(&place, "45/KH-STC")["issued_on"], "2024-06-02");
    let list = place.run(["correct", "--list", "--json"]);
    check("correct-list", &list.json());
    let gold = place.run(["correct", "--gold"]);
    check("correct-gold", &gold.json());
    let gold = gold.json();
    assert_eq!(
        (&gold["field"], &gold["value"]),
        (&"identity.issued_on".into(), &"2024-06-02".into())
    );
    assert_eq!(
        (&gold["author"], &gold["reason"]),
        (&"Nguyễn Văn A".into(), &"theo bản ký".into())
    );
    let undone = place.run(["correct", "--undo", &seq.to_string()]);
    assert_eq!(undone.code, 0, "{}", undone.err);
    assert_ne!(work(&place, "45/KH-STC")["issued_on"], "2024-06-02");
    assert_eq!(place.run(["correct", "--undo", &seq.to_string()]).code, 1);
}

#[test]
fn a_value_is_found_again_where_items_are_counted_otherwise_or_is_said_to_have_no_place() {
    let place = Place::filled();
    let due = ["--field", "tasks.0.deadline.due", "--value", "1/6/2024"];
    let seq = correct(&place, &[&[MISDATED], due.as_slice()].concat());
    let task = |place: &Place| work(place, "45/KH-STC")["tasks"][0]["deadline"]["due"].clone();
    assert_eq!(task(&place), "2024-06-01");
    // As if the program that was corrected had counted four tasks before it.
    let change = |sql: &str| {
        let database = rusqlite::Connection::open(place.data().join("kehoach.sqlite"));
        database.expect("opens").execute_batch(sql).expect("writes");
    };
    change("UPDATE corrections SET field = 'tasks.4.deadline.due'");
    assert_eq!(place.run(["reprocess"]).code, 0);
    assert_eq!(task(&place), "2024-06-01");
    let placed =
        |place: &Place| place.run(["correct", "--list", "--json"]).json()["placed"].clone();
    assert_eq!(placed(&place), true);
    // As if it had read words that nobody reads there now.
    change("UPDATE corrections SET seen = replace(seen, 'Văn phòng Sở', 'Văn phòng Bộ')");
    assert_eq!(place.run(["reprocess"]).code, 0);
    assert_eq!(task(&place), "2024-05-31", "nothing else is put right");
    assert_eq!(placed(&place), false);
    let list = place.run(["correct", "--list"]);
    assert!(list.out.contains("không áp dụng"), "{}", list.out);
    let odd = place.run(["report", "anomalies", "--json"]);
    assert!(odd.out.contains("correction_without_place"), "{}", odd.out);
    let undone = place.run(["correct", "--undo", &seq.to_string()]);
    assert_eq!(undone.code, 0, "{}", undone.err);
    let odd = place.run(["report", "anomalies", "--json"]);
    assert!(!odd.out.contains("correction_without_place"), "{}", odd.out);
}

#[test]
fn a_link_is_rejected_chosen_and_confirmed() {
    let place = Place::filled();
    let (at, found) = citation(&place);
    assert_eq!(found["verdict"], "linked", "{found:#}");
    correct(&place, &[MISDATED, "--citation", &at, "--nothing"]);
    let (_, rejected) = citation(&place);
    assert_eq!(rejected["verdict"], "withheld", "{rejected:#}");
    assert!(
        rejected["reason"]
            .as_str()
            .is_some_and(|it| it.contains("Nguyễn Văn A"))
    );
    correct(
        &place,
        &[MISDATED, "--citation", &at, "--target", "87/KH-SNV"],
    );
    let (_, chosen) = citation(&place);
    assert_eq!(chosen["verdict"], "linked", "{chosen:#}");
    assert_eq!(chosen["target"], work(&place, "87/KH-SNV")["id"]);
    assert_eq!(place.run(["reprocess"]).code, 0);
    assert_eq!(citation(&place).1["target"], chosen["target"]);
    correct(
        &place,
        &[MISDATED, "--citation", &at, "--target", "61/KH-UBND"],
    );
    let (_, confirmed) = citation(&place);
    assert_eq!(confirmed["target"], found["target"]);
    let evidence = confirmed["evidence"].to_string();
    assert!(evidence.contains("theo bản ký"), "{evidence}");
}

#[test]
fn a_link_that_is_not_meant_is_left_out_and_another_rejection_adds_to_it() {
    let place = Place::filled();
    let (at, found) = citation(&place);
    assert_eq!(found["verdict"], "linked", "{found:#}");
    correct(
        &place,
        &[MISDATED, "--citation", &at, "--not", "61/KH-UBND"],
    );
    let (_, rejected) = citation(&place);
    assert_ne!(rejected["target"], found["target"], "{rejected:#}");
    assert_ne!(rejected["verdict"], "linked", "{rejected:#}");
    correct(&place, &[MISDATED, "--citation", &at, "--not", "87/KH-SNV"]);
    let (_, both) = citation(&place);
    assert_ne!(
        both["target"], found["target"],
        "the first still counts: {both:#}"
    );
    assert_eq!(place.run(["reprocess"]).code, 0);
    assert_ne!(citation(&place).1["target"], found["target"]);
    let gold = place.run(["correct", "--gold"]);
    assert!(gold.out.contains("not_means"), "{}", gold.out);
}

#[test]
fn a_capture_is_split_from_its_work_and_put_back() {
    let place = Place::filled();
    let plan = std::fs::read_to_string("fixtures/cli/van-ban/01-ke-hoach-tinh.txt").expect("text");
    let copy = place.file("ban-khac.txt", plan + "\nBản sao.\n");
    let copy = copy.to_str().expect("text");
    assert_eq!(place.run(["ingest", copy]).code, 0);
    let count = |place: &Place| {
        let ended = place.run(["show", "61/KH-UBND", "--json"]);
        let works = ended.json()["works"].clone();
        let works = works.as_array().cloned().unwrap_or_default();
        let manifestations = |work: &Value| work["manifestations"].as_array().map_or(0, Vec::len);
        let mut counts: Vec<usize> = works.iter().map(manifestations).collect();
        counts.sort_unstable();
        counts
    };
    assert_eq!(count(&place), [2]);
    let own = work(&place, "61/KH-UBND")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    correct(&place, &[copy, "--apart"]);
    assert_eq!(count(&place), [1, 1]);
    assert_eq!(place.run(["reprocess"]).code, 0);
    assert_eq!(count(&place), [1, 1]);
    correct(&place, &[copy, "--same-as", &own]);
    assert_eq!(count(&place), [2]);
}

#[test]
fn what_does_not_fit_is_refused() {
    let place = Place::filled();
    for words in [
        ["--field", "identity.khong_co", "--value", "x"],
        ["--field", "tasks.99.text", "--value", "x"],
        ["--citation", "99", "--target", "61/KH-UBND"],
        ["--citation", "0", "--target", "9999/KH-UBND"],
    ] {
        let mut line = vec!["correct", MISDATED];
        line.extend(words);
        let ended = place.run(line);
        assert_eq!(ended.code, 2, "{words:?} {}", ended.err);
    }
    assert_eq!(place.run(["correct", "--list"]).code, 1);
}
