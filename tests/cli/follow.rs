//! Questions that are followed: told once of each work that comes, and of nothing that was here.

use std::ffi::OsStr;

use serde_json::Value;

use super::{Ended, Place, check_schema, papers};

/// The names of the questions an ingest told of, with how many works.
fn told(ended: &Ended) -> Vec<(String, u64)> {
    assert_eq!(ended.code, 0, "{ended:?}");
    let followed = ended.json()["followed"].as_array().cloned();
    let one = |one: &Value| {
        let name = one["question"].as_str().expect("a name").to_owned();
        (name, one["works"].as_u64().expect("a count"))
    };
    followed.unwrap_or_default().iter().map(one).collect()
}

fn ingest(place: &Place, path: &OsStr) -> Ended {
    place.run([OsStr::new("ingest"), path, OsStr::new("--json")])
}

#[test]
fn a_followed_question_is_told_of_what_comes_once_and_until_it_is_stopped() {
    let place = Place::empty();
    let follow = |words: &[&str]| place.run([&["follow"], words].concat());
    let begun = follow(&["87/KH-SNV", "--name", "số", "--json"]);
    check_schema("follow", &begun.json());
    assert_eq!(begun.json()["changed"], true);
    assert_eq!(
        follow(&["87/KH-SNV", "--name", "số", "--json"]).json()["changed"],
        false
    );
    assert_eq!(follow(&["trồng lúa", "--name", "số"]).code, 2);
    assert_eq!(follow(&["nam:hai"]).code, 2);
    assert_eq!(follow(&["trồng lúa nước"]).code, 0);
    assert_eq!(follow(&[]).code, 1);

    let first = ingest(&place, papers().as_os_str());
    check_schema("ingest", &first.json());
    assert_eq!(told(&first)[0], ("số".to_owned(), told(&first)[0].1));
    assert_eq!(told(&first).len(), 1);
    assert_eq!(told(&ingest(&place, papers().as_os_str())), []);
    assert_eq!(place.run(["reindex"]).code, 0);
    assert_eq!(told(&ingest(&place, papers().as_os_str())), []);

    let list = follow(&["--list", "--json"]);
    let lines: Vec<Value> = list
        .out
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    check_schema("follow-list", &lines[0]);
    assert_eq!((lines.len(), &lines[1]["works"]), (2, &0.into()));
    let news = follow(&["--json"]);
    let first_news = news.out.lines().next().expect("news");
    let first_news: Value = serde_json::from_str(first_news).expect("JSON");
    check_schema("follow-news", &first_news);
    assert!(follow(&[]).out.contains("87/KH-SNV"));
    assert_eq!(follow(&["--seen"]).code, 0);
    assert_eq!(follow(&["--seen"]).code, 1);
    assert_eq!(follow(&["--stop", "số"]).code, 0);
    assert_eq!(follow(&["--stop", "số"]).code, 1);
    assert_eq!(follow(&["--list"]).out.lines().count(), 2);
}

#[test]
fn what_was_here_before_it_was_asked_is_no_news() {
    let place = Place::filled();
    assert_eq!(place.run(["follow", "kế hoạch"]).code, 0);
    assert_eq!(place.run(["reprocess"]).code, 0);
    assert_eq!(place.run(["follow"]).code, 1);
    let plan = "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN\nSố: 905/KH-UBND\nHưng Yên, ngày 09 tháng 3 năm 2021\n\
                KẾ HOẠCH\nCải tạo đường giao thông nông thôn năm 2021\n";
    let path = place.file("905.txt", plan);
    let ended = place.run([OsStr::new("ingest"), path.as_os_str()]);
    assert!(
        ended
            .out
            .contains("1 câu hỏi đang theo dõi có văn bản mới: kế hoạch (1)"),
        "{ended:?}"
    );
}
