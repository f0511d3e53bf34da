//! `extract --explain`, for people and for machines.

use super::{Place, papers};

#[test]
fn an_explanation_names_place_rule_and_what_was_refused() {
    let place = Place::empty();
    let plan = papers().join("01-ke-hoach-tinh.txt");
    let ended = place.run(["extract", "--explain", plan.to_str().expect("text")]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    for words in [
        "Loại: Kế hoạch (KH)",
        "Số, ký hiệu: 61/KH-UBND",
        "Quan hệ: căn cứ",
        "Vai trò: nhiệm vụ",
        "dòng 3, byte",
        "vì: Phần đầu văn bản",
        "Thời hạn: trước ngày 20/6/2024 → 2024-06-20",
        "bỏ [Nhiệm vụ] «Tối thiểu 90% hồ sơ được trả đúng hạn.»",
    ] {
        assert!(ended.out.contains(words), "{words}\n{}", ended.out);
    }
    assert!(!place.data().exists(), "nothing is stored");
}

#[test]
fn an_explanation_for_machines_fits_its_schema() {
    let place = Place::empty();
    let papers = papers();
    let words = [
        "extract",
        "--explain",
        "--json",
        papers.to_str().expect("text"),
    ];
    let ended = place.run(words);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let lines: Vec<serde_json::Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 3);
    for line in &lines {
        super::contract::check("explain", line);
    }
    let number = lines[1]["values"]
        .as_array()
        .and_then(|values| values.iter().find(|value| value["field"] == "number"))
        .expect("a number");
    assert_eq!(number["values"][0], "87/KH-SNV");
    assert_eq!(
        (&number["at"]["line"], &number["rule"]["name"]),
        (&3.into(), &"letterhead".into())
    );
}
