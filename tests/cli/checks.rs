//! A draft's citations are judged, with the right one in its official form.

use serde_json::Value;

use super::{Place, check_schema};

/// The three plans, and a decision that repeals a plan nobody has.
fn filled() -> Place {
    let place = Place::filled();
    let decision = place.file(
        "bai-bo.txt",
        "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN\nSố: 410/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
         Độc lập - Tự do - Hạnh phúc\nHưng Yên, ngày 10 tháng 4 năm 2024\n\nQUYẾT ĐỊNH\n\
         Bãi bỏ kế hoạch\n\nỦY BAN NHÂN DÂN TỈNH\n\nQUYẾT ĐỊNH:\n\n\
         Điều 1. Bãi bỏ Kế hoạch số 44/KH-UBND ngày 02/02/2023 của Ủy ban nhân dân tỉnh Hưng Yên về \
         kiểm tra công vụ năm 2023.\n\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n",
    );
    let ended = place.run(["ingest", decision.to_str().expect("text")]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    place
}

/// A draft that cites these, each in a paragraph of its own.
fn judged(place: &Place, citations: &[&str]) -> Vec<Value> {
    let mut draft =
        "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN\nSố:      /KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
         Độc lập - Tự do - Hạnh phúc\nHưng Yên, ngày     tháng     năm 2026\n\nKẾ HOẠCH\n\
         Cải cách hành chính năm 2026\n\n"
            .to_owned();
    for citation in citations {
        draft.push_str(&format!("Căn cứ {citation};\n\n"));
    }
    let file = place.file("du-thao.txt", draft);
    let ended = place.run(["check", file.to_str().expect("text"), "--json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let view = ended.json();
    check_schema("check", &view);
    view["citations"].as_array().cloned().expect("citations")
}

#[track_caller]
fn check(citation: &str, verdict: &str, correct: Option<&str>) {
    let place = filled();
    let judged = judged(&place, &[citation]);
    assert_eq!(judged.len(), 1, "{judged:#?}");
    assert_eq!(judged[0]["verdict"], verdict, "{judged:#?}");
    assert_eq!(judged[0]["correct"].as_str(), correct, "{judged:#?}");
}

const PLAN: &str = "Kế hoạch số 61/KH-UBND ngày 05 tháng 3 năm 2024 của Ủy ban nhân dân tỉnh Hưng Yên \
    về nâng cao chất lượng tiếp nhận và trả kết quả năm 2024";

#[test]
fn what_is_rightly_cited_is_right() {
    check(
        "Kế hoạch số 61/KH-UBND ngày 05/3/2024 của Ủy ban nhân dân tỉnh Hưng Yên",
        "right",
        Some(PLAN),
    );
}

#[test]
fn a_wrong_date_is_put_right() {
    check(
        "Kế hoạch số 61/KH-UBND ngày 05/4/2024 của Ủy ban nhân dân tỉnh",
        "wrong_date",
        Some(PLAN),
    );
}

#[test]
fn a_wrong_type_is_put_right() {
    check(
        "Chỉ thị số 61/KH-UBND ngày 05/3/2024 của Ủy ban nhân dân tỉnh Hưng Yên",
        "wrong_type",
        Some(PLAN),
    );
}

#[test]
fn a_wrong_type_is_seen_though_nobody_has_the_document() {
    check(
        "Chỉ thị số 1732/KH-UBND ngày 05/3/2023 của Ủy ban nhân dân tỉnh Hưng Yên",
        "wrong_type",
        None,
    );
}

#[test]
fn a_symbol_of_another_agency_is_put_right() {
    check(
        "Kế hoạch số 87/KH-UBND ngày 20/3/2024 của Sở Nội vụ tỉnh Hưng Yên",
        "wrong_symbol",
        Some(
            "Kế hoạch số 87/KH-SNV ngày 20 tháng 3 năm 2024 của Sở Nội vụ tỉnh Hưng Yên \
             về thực hiện Kế hoạch số 61/KH-UBND tại Sở Nội vụ năm 2024",
        ),
    );
}

#[test]
fn a_repealed_plan_is_told() {
    let place = filled();
    let citation = "Kế hoạch số 44/KH-UBND ngày 02/02/2023 của Ủy ban nhân dân tỉnh Hưng Yên về kiểm tra công vụ năm 2023";
    let judged = judged(&place, &[citation]);
    assert_eq!(judged[0]["verdict"], "repealed", "{judged:#?}");
    let shown = place.run(["show", "44/KH-UBND"]).out;
    assert!(
        shown.contains("Theo 410/QĐ-UBND ngày 10/04/2024: bị bãi bỏ"),
        "{shown}"
    );
}

#[test]
fn a_replaced_decree_is_told_by_the_authority_file() {
    let place = Place::filled();
    let citation = "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ";
    let judged = judged(&place, &[citation]);
    assert_eq!(judged[0]["verdict"], "replaced", "{judged:#?}");
    let instead = judged[0]["instead"].as_str().unwrap_or_default();
    assert!(instead.starts_with("Nghị định số "), "{judged:#?}");
    let evidence = judged[0]["evidence"].to_string();
    assert!(
        evidence.contains("được thay thế"),
        "says who replaced it: {evidence}"
    );
}

#[test]
fn a_replaced_plan_is_told_with_what_to_cite_instead() {
    let place = Place::filled();
    let old = place.file(
        "cu.txt",
        paper(
            "30/KH-STC",
            "10 tháng 5 năm 2023",
            "Rà soát thủ tục năm 2023",
            "",
        ),
    );
    let new = place.file(
        "moi.txt",
        paper(
            "88/KH-STC",
            "10 tháng 4 năm 2025",
            "Rà soát thủ tục năm 2025",
            "Kế hoạch này thay thế Kế hoạch số 30/KH-STC ngày 10/5/2023 của Sở Tài chính.",
        ),
    );
    for file in [&old, &new] {
        let ended = place.run([std::ffi::OsStr::new("ingest"), file.as_os_str()]);
        assert_eq!(ended.code, 0, "{}", ended.err);
    }
    let judged = judged(
        &place,
        &["Kế hoạch số 30/KH-STC ngày 10/5/2023 của Sở Tài chính tỉnh Hưng Yên"],
    );
    assert_eq!(judged[0]["verdict"], "replaced", "{judged:#?}");
    let instead = "Kế hoạch số 88/KH-STC ngày 10 tháng 4 năm 2025 của Sở Tài chính tỉnh Hưng Yên";
    let told = judged[0]["instead"].as_str().unwrap_or_default();
    assert!(told.starts_with(instead), "{judged:#?}");
    let evidence = judged[0]["evidence"].to_string();
    assert!(
        evidence.contains("Theo 88/KH-STC ngày 10/04/2025"),
        "{evidence}"
    );
}

fn paper(number: &str, day: &str, title: &str, says: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN\nSỞ TÀI CHÍNH\nSố: {number}\n\
         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         Hưng Yên, ngày {day}\n\nKẾ HOẠCH\n{title}\n\n\
         Sở Tài chính ban hành Kế hoạch như sau:\n{says}\nI. NHIỆM VỤ\n\
         1. Văn phòng Sở rà soát thủ tục.\n\nNơi nhận:\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLê Văn C\n"
    )
}

#[test]
fn a_decree_nobody_has_is_known_all_the_same() {
    let place = Place::filled();
    let right = judged(
        &place,
        &["Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ"],
    );
    assert_eq!(right[0]["verdict"], "right", "{right:#?}");
    let wrong = judged(
        &place,
        &["Nghị định số 30/2020/NĐ-CP ngày 05/4/2020 của Chính phủ"],
    );
    assert_eq!(wrong[0]["verdict"], "wrong_date", "{wrong:#?}");
    let correct = wrong[0]["correct"].as_str().unwrap_or_default();
    let official = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ";
    assert!(correct.starts_with(official), "{correct}");
}

#[test]
fn what_nobody_has_is_unknown() {
    check(
        "Kế hoạch số 999/KH-UBND ngày 05/3/2023 của Ủy ban nhân dân tỉnh Hưng Yên",
        "unknown",
        None,
    );
}

#[test]
fn two_provinces_make_a_citation_ambiguous() {
    let place = Place::filled();
    let other = place.file(
        "tinh-khac.txt",
        "ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN\nSố: 61/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
         Độc lập - Tự do - Hạnh phúc\nNghệ An, ngày 07 tháng 3 năm 2024\n\nKẾ HOẠCH\n\
         Phòng, chống thiên tai năm 2024\n\nI. MỤC ĐÍCH\nChủ động phòng ngừa.\n",
    );
    assert_eq!(place.run(["ingest", other.to_str().expect("text")]).code, 0);
    let draft = place.file(
        "du-thao.txt",
        "KẾ HOẠCH\nCải cách hành chính năm 2026\n\nCăn cứ Kế hoạch số 61/KH-UBND của Ủy ban nhân dân tỉnh;\n",
    );
    let ended = place.run(["check", draft.to_str().expect("text"), "--json"]);
    let judged = ended.json()["citations"][0].clone();
    assert_eq!(judged["verdict"], "ambiguous", "{ended:?}");
    let may_be: Vec<&str> = judged["may_be"]
        .as_array()
        .expect("documents")
        .iter()
        .filter_map(|it| it.as_str())
        .collect();
    assert_eq!(may_be.len(), 2, "{may_be:?}");
    let other = "Kế hoạch số 61/KH-UBND ngày 07 tháng 3 năm 2024 của Ủy ban nhân dân tỉnh Nghệ An";
    assert!(may_be.iter().any(|it| it.starts_with(other)), "{may_be:?}");
}
