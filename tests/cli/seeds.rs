//! Five real texts (`KEHOACH_REAL`): two departments of one province cite one plan with two dates.

use std::path::PathBuf;

use serde_json::Value;

use super::Place;

fn shown(words: &[&str]) -> Option<Value> {
    let folder = PathBuf::from(std::env::var_os("KEHOACH_REAL")?).join("seeds");
    let place = Place::empty();
    let mut line = vec!["ingest", folder.to_str().expect("text")];
    line.extend(words);
    let ended = place.run(line);
    assert_eq!(ended.code, 0, "{}", ended.err);
    Some(place.run(["show", "21/KH-UBND", "--json"]).json())
}

#[test]
fn told_to_be_of_one_province_they_meet_at_one_stub_with_the_dissent() {
    let Some(found) = shown(&["--province", "Hưng Yên"]) else {
        println!("bỏ qua: KEHOACH_REAL không được đặt");
        return;
    };
    assert_eq!(
        found["works"].as_array().map(Vec::len),
        Some(1),
        "{found:#}"
    );
    let stub = &found["works"][0];
    assert_eq!(
        (&stub["stub"], &stub["issued_on"]),
        (&true.into(), &"2021-02-02".into())
    );
    assert_eq!(stub["anomalies"][0]["code"], "date_disagrees", "{stub:#}");
    assert_eq!(
        stub["cited_by"].as_array().map(Vec::len),
        Some(2),
        "{stub:#}"
    );
}

#[test]
fn where_nothing_says_so_the_one_without_a_province_is_withheld() {
    let Some(found) = shown(&[]) else {
        println!("bỏ qua: KEHOACH_REAL không được đặt");
        return;
    };
    assert_eq!(found["unplaced"][0]["verdict"], "withheld", "{found:#}");
    assert_eq!(
        found["works"][0]["cited_by"].as_array().map(Vec::len),
        Some(1),
        "{found:#}"
    );
}
