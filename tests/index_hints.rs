//! What the index says beside its hits: what was meant, what a line may become, what a work is like.

use kehoach::index::{
    Access, Change, Entry, Index, Kind, Op, Page, Question, SuggestionKind, Understood, definitions,
};
use tempfile::TempDir;

fn plan(id: &str, issuer: &str, year: u16, title: &str, body: &str) -> Entry {
    Entry {
        id: id.to_owned(),
        number: Some(format!("{}/KH-UBND", id.len())),
        doc_type: Some("KH".to_owned()),
        issuer: Some(issuer.to_owned()),
        province: Some("hung-yen".to_owned()),
        issued_on: Some(format!("{year}-02-01")),
        year: Some(year),
        title: Some(title.to_owned()),
        defines: definitions(body),
        body: body.to_owned(),
        ..Entry::default()
    }
}

fn library() -> Vec<Entry> {
    const UBND: &str = "Ủy ban nhân dân tỉnh Hưng Yên";
    let farming =
        "Mạng lưới khuyến nông cơ sở (sau đây viết tắt là KNCS) hướng dẫn nông dân trồng lúa.";
    let index = "Nâng cao chỉ số hiệu quả quản trị; khảo sát ý kiến người dân từng thôn.";
    let mut entries = vec![
        plan(
            "papi-2021",
            UBND,
            2021,
            "nâng cao Chỉ số PAPI tỉnh Hưng Yên năm 2021",
            index,
        ),
        plan(
            "papi-2022",
            UBND,
            2022,
            "Nâng cao chỉ số PAPI tỉnh Hưng Yên năm 2022",
            index,
        ),
        plan(
            "papi-2020",
            UBND,
            2020,
            "nâng cao chỉ số PAPI của tỉnh Hưng Yên năm 2020",
            index,
        ),
        plan(
            "papi-so",
            "Sở Nội vụ tỉnh Hưng Yên",
            2021,
            "nâng cao chỉ số PAPI năm 2021",
            index,
        ),
        plan(
            "lua-2021",
            UBND,
            2021,
            "trồng lúa vụ đông xuân năm 2021",
            farming,
        ),
        plan(
            "lua-2023",
            UBND,
            2023,
            "phát triển khuyến nông tỉnh Hưng Yên năm 2023",
            farming,
        ),
    ];
    entries.push(Entry {
        id: "lua-2021#1".to_owned(),
        kind: Kind::Task,
        work_id: Some("lua-2021".to_owned()),
        defines: definitions(farming),
        body: "Tổ KNCS từng xã thăm đồng hằng tuần.".to_owned(),
        ..Entry::default()
    });
    entries
}

fn index() -> (TempDir, Index) {
    let dir = TempDir::new().expect("a folder");
    let mut index = Index::open(dir.path(), Access::Write).expect("the folder is ours");
    let changes = (1..).zip(library()).map(|(seq, entry)| Change {
        seq,
        op: Op::Put(Box::new(entry)),
    });
    index.apply(&changes.collect::<Vec<_>>()).expect("they fit");
    index.commit().expect("the disk is not full");
    (dir, index)
}

fn ids(index: &Index, typed: &str) -> Vec<String> {
    let question = Question::parse(typed).expect(typed);
    let answer = index.search(&question, &Page::default());
    let hits = answer.expect("the index answers").hits;
    hits.into_iter().map(|hit| hit.id).collect()
}

fn understood(index: &Index, typed: &str) -> Understood {
    let question = Question::parse(typed).expect(typed);
    let answer = index.search(&question, &Page::default());
    answer.expect("the index answers").understood
}

#[test]
fn a_typo_is_answered_as_typed_with_what_was_probably_meant() {
    let (_dir, index) = index();
    for (typed, meant) in [
        ("chi so pappi", "chỉ số papi"),
        ("truồng lúa nam:2021", "trồng lúa nam:2021"),
        ("khuyennong", "khuyến nông"),
    ] {
        let understood = understood(&index, typed);
        assert_eq!(understood.did_you_mean.as_deref(), Some(meant), "{typed}");
    }
    assert_eq!(understood(&index, "xyzzyx").did_you_mean, None);
}

#[test]
fn a_line_without_marks_is_shown_with_them_and_one_with_marks_is_left_alone() {
    let (_dir, index) = index();
    let shown = understood(&index, "nang cao chi so papi");
    assert_eq!(shown.with_marks.as_deref(), Some("nâng cao chỉ số papi"));
    assert_eq!(understood(&index, "nâng cao chi so").with_marks, None);
    assert_eq!(understood(&index, "papi").with_marks, None);
}

#[test]
fn a_recurring_plan_is_found_in_its_other_years_newest_first() {
    let (_dir, index) = index();
    let years = index.other_years("papi-2021").expect("the index answers");
    let ids: Vec<&str> = years.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(ids, ["papi-2022", "papi-2020"]);
    assert!(
        index
            .other_years("none")
            .expect("the index answers")
            .is_empty()
    );
}

#[test]
fn a_work_is_like_those_about_the_same() {
    let (_dir, index) = index();
    let alike = index.alike("lua-2021", 1).expect("the index answers");
    assert_eq!(alike[0].id, "lua-2023");
    let alike = index.alike("papi-so", 10).expect("the index answers");
    assert!(
        alike
            .iter()
            .all(|hit| hit.id.starts_with("papi") && hit.id != "papi-so")
    );
    assert!(
        index
            .alike("none", 5)
            .expect("the index answers")
            .is_empty()
    );
}

#[test]
fn suggestions_walk_the_dictionary_of_lines_and_name_topics() {
    let (_dir, index) = index();
    let of = |typed: &str, kind: SuggestionKind| -> Vec<String> {
        let all = index.suggest(typed).expect("the index answers").into_iter();
        all.filter(|one| one.kind == kind)
            .map(|one| one.text)
            .collect()
    };
    assert_eq!(of("nang cao c", SuggestionKind::Title).len(), 4);
    assert_eq!(
        of("trong lua", SuggestionKind::Title),
        ["trồng lúa vụ đông xuân năm 2021"]
    );
    // Words in the middle of a title.
    assert_eq!(
        of("dong xu", SuggestionKind::Title),
        ["trồng lúa vụ đông xuân năm 2021"]
    );
    assert_eq!(
        of("cai cach hanh ch", SuggestionKind::Topic),
        ["chude:cchc"]
    );
    assert_eq!(
        of("ủy ban nhân", SuggestionKind::Agency),
        ["Ủy ban nhân dân tỉnh Hưng Yên"]
    );
}

#[test]
fn a_deleted_work_is_suggested_no_more() {
    let (_dir, mut index) = index();
    let gone = Change {
        seq: 100,
        op: Op::Delete("lua-2021".to_owned()),
    };
    index.apply(&[gone]).expect("applied");
    index.commit().expect("committed");
    let lines = index.suggest("trong lua").expect("the index answers");
    assert!(
        lines.iter().all(|one| one.kind != SuggestionKind::Title),
        "{lines:?}"
    );
}

#[test]
fn an_abbreviation_that_a_document_defines_is_known_both_ways_and_in_its_tasks() {
    let (_dir, index) = index();
    let mut found = ids(&index, "KNCS");
    found.sort();
    assert_eq!(found, ["lua-2021", "lua-2021#1", "lua-2023"]);
    let mut found = ids(&index, "khuyến nông cơ sở");
    found.retain(|id| id.starts_with("lua"));
    found.sort();
    assert_eq!(found, ["lua-2021", "lua-2021#1", "lua-2023"]);
    let synonyms = understood(&index, "KNCS").synonyms;
    assert_eq!(synonyms[0].also, ["khuyến nông cơ sở"]);
}
