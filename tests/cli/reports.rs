//! Reports answer about a directive, an agency, a series; the same rows in every form.

use serde_json::Value;

use super::{Place, check_schema as check};

/// A provincial plan of two years, and one department's answer to the newer.
fn filled() -> Place {
    let place = Place::empty();
    let ended = place.run(["ingest", "fixtures/cli/bao-cao"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    place
}

#[track_caller]
fn rows(place: &Place, words: &[&str]) -> Vec<Value> {
    let report = words[0];
    let mut line = vec!["report"];
    line.extend(words);
    line.push("--json");
    let ended = place.run(line);
    assert!(ended.code < 2, "{}", ended.err);
    let view = ended.json();
    check(&format!("report-{report}"), &view);
    assert_eq!(view["report"], report);
    view["rows"].as_array().cloned().unwrap_or_default()
}

#[test]
fn coverage_says_who_has_answered_and_how_late() {
    let place = filled();
    let rows = rows(&place, &["coverage", "12/KH-UBND"]);
    let of = |id: &str| rows.iter().find(|row| row["agency_id"] == id).cloned();
    let answered = of("hung-yen/so-tai-chinh").expect("told");
    assert_eq!(answered["has"], true, "{answered:#}");
    assert_eq!(answered["work"]["number"], "09/KH-STC");
    // Due before 15 February, hence by the 14th; issued on the 20th.
    assert_eq!(answered["days_late"], 6, "{answered:#}");
    let silent = of("hung-yen/so-y-te").expect("told");
    assert_eq!(
        (&silent["has"], &silent["days_late"]),
        (&false.into(), &Value::Null)
    );
    // A department that was merged a year before is told nothing, and every commune of today is.
    assert_eq!(of("hung-yen/so-giao-thong-van-tai"), None);
    let communes = rows.iter().filter(|row| {
        let agency = row["agency_id"].as_str().unwrap_or_default();
        agency.starts_with("hung-yen/") && agency.ends_with("/ubnd")
    });
    assert_eq!(communes.count(), 104);
}

#[test]
fn gaps_are_the_numbers_between_those_held() {
    let place = filled();
    let found = rows(&place, &["gaps", "UBND tỉnh Hưng Yên", "2026"]);
    assert_eq!(found.len(), 11, "{found:#?}");
    assert_eq!(
        (&found[10]["serial"], &found[10]["symbol"]),
        (&"11".into(), &"KH-UBND".into())
    );
    let unknown = place.run(["report", "gaps", "Ủy ban gì đó", "2026"]);
    assert_eq!(unknown.code, 2, "{unknown:?}");
}

#[test]
fn a_calendar_lays_rules_out_over_a_year() {
    let place = filled();
    let found = rows(&place, &["calendar", "Sở Nội vụ tỉnh Hưng Yên", "2026"]);
    let days: Vec<&str> = found
        .iter()
        .filter_map(|row| row["date"].as_str())
        .collect();
    assert!(
        days.contains(&"2026-09-29") && days.contains(&"2026-12-19"),
        "{days:?}"
    );
    let file = place.path("lich.ics");
    let path = file.to_str().expect("text");
    let written = place.run([
        "report",
        "calendar",
        "Sở Nội vụ tỉnh Hưng Yên",
        "2026",
        "--ics",
        path,
    ]);
    assert_eq!(written.code, 0, "{}", written.err);
    let calendar = std::fs::read_to_string(&file).expect("a calendar");
    assert!(calendar.contains("TZID:Asia/Ho_Chi_Minh\r\n"), "{calendar}");
    assert!(
        calendar.contains("DTSTART;VALUE=DATE:20260929\r\n"),
        "{calendar}"
    );
}

#[test]
fn two_years_of_a_plan_are_held_against_each_other() {
    let place = filled();
    let found = rows(&place, &["diff", "30/KH-UBND", "12/KH-UBND"]);
    let change = |text: &str, side: &str| {
        let has = |row: &&Value| {
            row[side]["text"]
                .as_str()
                .is_some_and(|it| it.contains(text))
        };
        found.iter().find(has).map(|row| row["changes"].clone())
    };
    assert_eq!(
        change("kiểm tra công tác", "after"),
        Some(serde_json::json!(["deadline_moved"]))
    );
    assert_eq!(
        change("kho dữ liệu", "after"),
        Some(serde_json::json!(["added"]))
    );
    assert_eq!(
        change("định mức chi", "before"),
        Some(serde_json::json!(["dropped"]))
    );
    let series = rows(&place, &["series", "12/KH-UBND"]);
    let years: Vec<&str> = series
        .iter()
        .filter_map(|row| row["year"].as_str())
        .collect();
    assert_eq!(years, ["2025", "2026"]);
    assert_eq!(
        (&series[1]["added"], &series[1]["dropped"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn a_matrix_counts_tasks_by_agency_in_every_form() {
    let place = filled();
    let found = rows(&place, &["matrix", "12/KH-UBND"]);
    let home = found
        .iter()
        .find(|row| row["owner_id"] == "hung-yen/so-noi-vu");
    assert!(
        home.is_some_and(|row| row["leads"].as_u64() >= Some(2)),
        "{found:#?}"
    );
    assert!(
        found.iter().all(|row| row["tasks"].is_array()),
        "{found:#?}"
    );
    let everybody = rows(&place, &["matrix"]);
    assert!(
        !everybody.is_empty() && everybody.iter().all(|row| row.get("tasks").is_none()),
        "{everybody:#?}"
    );
    let csv = place.run(["report", "matrix", "12/KH-UBND", "--csv"]).out;
    assert!(csv.starts_with("\u{feff}Cơ quan,"), "{csv}");
    let file = place.path("ma-tran.xlsx");
    let path = file.to_str().expect("text");
    let written = place.run(["report", "matrix", "--xlsx", path]);
    assert_eq!(written.code, 0, "{}", written.err);
    assert!(std::fs::read(&file).expect("a workbook").starts_with(b"PK"));
    let people = place.run(["report", "matrix", "12/KH-UBND"]);
    assert!(people.out.contains("Chủ trì"), "{}", people.out);
}

/// A province told its departments, and one answered, three years before another became part of it.
const DIRECTIVE: &str = "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN\nSố: 52/KH-UBND\nHưng Yên, ngày 05 tháng 4 năm 2022\n\nKẾ HOẠCH\n\
    Nâng cao chất lượng phục vụ người dân năm 2022\n\n\
    1. Các sở, ban, ngành xây dựng kế hoạch thực hiện, gửi về Sở Nội vụ trước ngày 30/4/2022.\n\
    2. Sở Lao động - Thương binh và Xã hội báo cáo kết quả trước ngày 15/6/2022.\n\n\
    Nơi nhận:\n- Các sở, ban, ngành tỉnh;\n- UBND các huyện, thị xã, thành phố;\n- Lưu: VT.\n";
const ANSWER: &str = "UBND TỈNH HƯNG YÊN\nSỞ NỘI VỤ\nSố: 17/KH-SNV\nHưng Yên, ngày 10 tháng 5 năm 2022\n\nKẾ HOẠCH\n\
    Nâng cao chất lượng phục vụ người dân của Sở Nội vụ năm 2022\n\n\
    Thực hiện Kế hoạch số 52/KH-UBND ngày 05/4/2022 của UBND tỉnh Hưng Yên, Sở Nội vụ ban hành Kế hoạch như sau:\n";

fn answered() -> Place {
    let place = Place::empty();
    let papers = place.path("van-ban");
    std::fs::create_dir_all(&papers).expect("makes");
    std::fs::write(papers.join("52.txt"), DIRECTIVE).expect("writes");
    std::fs::write(papers.join("17.txt"), ANSWER).expect("writes");
    let ended = place.run(["ingest", papers.to_str().expect("text")]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    place
}

#[test]
fn an_office_answers_for_one_it_became_only_from_the_day_it_did() {
    let rows = rows(&answered(), &["coverage", "52/KH-UBND"]);
    let has = |id: &str| {
        let row = rows.iter().find(|row| row["agency_id"] == id);
        row.map(|row| row["has"].clone())
    };
    assert_eq!(has("hung-yen/so-noi-vu"), Some(true.into()));
    let apart = has("hung-yen/so-lao-dong-thuong-binh-va-xa-hoi");
    assert_eq!(apart, Some(false.into()), "{rows:#?}");
}

#[test]
fn a_day_set_to_the_departments_is_not_set_to_the_districts() {
    let rows = rows(&answered(), &["coverage", "52/KH-UBND"]);
    let (districts, departments): (Vec<_>, Vec<_>) = rows.iter().partition(|row| {
        row["agency_id"]
            .as_str()
            .is_some_and(|it| it.ends_with("/ubnd"))
    });
    assert!(!districts.is_empty() && districts.iter().all(|row| row["due"].is_null()));
    assert!(
        departments.iter().all(|row| row["due"] == "2022-04-29"),
        "{departments:#?}"
    );
}

#[test]
fn what_an_office_owed_is_owed_by_whom_it_became_from_that_day() {
    let place = answered();
    let days = |agency: &str, year: &str| rows(&place, &["calendar", agency, year]).len();
    assert_eq!(
        days("Sở Lao động - Thương binh và Xã hội tỉnh Hưng Yên", "2022"),
        1
    );
    assert_eq!(days("Sở Nội vụ tỉnh Hưng Yên", "2022"), 0);
}
