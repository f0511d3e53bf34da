//! The index through its door: cases as data, equal writings, and what the disk can do.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use kehoach::index::{
    Access, Change, Entry, ErrorKind, FacetValue, Facets, Facetting, Index, Kind, Op, Page,
    Question, Sort, SuggestionKind,
};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::clock;

fn entries() -> Vec<Entry> {
    let text = fs::read_to_string("fixtures/index/documents.txt").expect("the fixture is there");
    blocks(&text).map(|(id, block)| entry(id, block)).collect()
}

/// `--- name` and what follows, until the next.
fn blocks(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("\n--- ")
        .skip(1)
        .map(|block| block.split_once('\n').unwrap_or((block, "")))
}

fn entry(id: &str, block: &str) -> Entry {
    let (fields, body) = block.split_once("\n\n").unwrap_or((block, ""));
    let mut entry = Entry {
        id: id.to_owned(),
        body: body.trim_end().to_owned(),
        ..Entry::default()
    };
    for line in fields.lines() {
        let (name, value) = line.split_once(": ").expect("name: value");
        let owned = value.to_owned();
        match name {
            "kind" => entry.kind = Kind::Task,
            "number" => entry.number = Some(owned),
            "type" => {
                let (abbr, full) = value.split_once(' ').unwrap_or((value, ""));
                entry.doc_type = Some(abbr.to_owned());
                entry.doc_type_name = (!full.is_empty()).then(|| full.to_owned());
            }
            "date" => entry.issued_on = Some(owned),
            "issuer" => entry.issuer = Some(owned),
            "province" => entry.province = Some(owned),
            "level" => entry.level = Some(owned),
            "title" => entry.title = Some(owned),
            "file" => entry.files.push(owned),
            "agency" => entry.issuer_id = Some(owned),
            "topic" => entry.topics.push(owned),
            "stub" => entry.stub = true,
            "page" => entry.page = true,
            "work" => entry.work_id = Some(owned),
            "owner" => entry.owners.push(owned),
            "support" => entry.coordinators.push(owned),
            "due" => entry.due = Some(owned),
            other => panic!("{id}: no field {other}"),
        }
    }
    if entry.kind == Kind::Task {
        entry.work_number = entry.number.take();
    }
    entry
}

fn puts(entries: Vec<Entry>, first_seq: u64) -> Vec<Change> {
    (first_seq..)
        .zip(entries)
        .map(|(seq, entry)| Change {
            seq,
            op: Op::Put(Box::new(entry)),
        })
        .collect()
}

fn text_entry(id: &str, body: &str) -> Entry {
    Entry {
        id: id.to_owned(),
        body: body.to_owned(),
        ..Entry::default()
    }
}

fn write(dir: &Path, changes: &[Change]) -> Index {
    let mut index = Index::open(dir, Access::Write).expect("the folder is ours");
    index.apply(changes).expect("the changes fit");
    index.commit().expect("the disk is not full");
    index
}

fn ids(index: &Index, typed: &str) -> Vec<String> {
    let question = Question::parse(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
    let answer = index
        .search(&question, &Page::first(50))
        .expect("the index answers");
    answer.hits.into_iter().map(|hit| hit.id).collect()
}

fn total(index: &Index, typed: &str) -> u64 {
    let question = Question::parse(typed).expect(typed);
    let answer = index.search(&question, &Page::default());
    answer.expect("the index answers").total
}

/// Says what is wrong with the hits of one case, or nothing.
fn complaint(index: &Index, typed: &str, expectation: &str) -> Option<String> {
    let found = ids(index, typed);
    let (rule, value) = expectation.split_once(": ").expect("rule: ids");
    let named: Vec<String> = value.split_whitespace().map(str::to_owned).collect();
    let holds = match rule {
        "đầu" => found.starts_with(&named),
        "đủ" => {
            found.iter().collect::<BTreeSet<_>>() == named.iter().collect()
                && total(index, typed) == named.len() as u64
        }
        "có" => named.iter().all(|id| found.contains(id)),
        "không" => !named.iter().any(|id| found.contains(id)),
        "tổng" => value.parse() == Ok(total(index, typed)),
        other => panic!("no rule {other}"),
    };
    (!holds).then(|| format!("{expectation}\n    but found: {}", found.join(" ")))
}

#[test]
fn the_cases_find_what_they_say() {
    let dir = TempDir::new().expect("a folder");
    let index = write(dir.path(), &puts(entries(), 1));
    let text = fs::read_to_string("fixtures/index/queries.txt").expect("the fixture is there");
    let mut wrong = Vec::new();
    for (name, block) in blocks(&text) {
        let mut lines = block.lines();
        let typed = lines.next().expect("a question");
        for expectation in lines.filter(|line| !line.is_empty()) {
            if let Some(complaint) = complaint(&index, typed, expectation) {
                wrong.push(format!("{name}\n  {typed}\n    {complaint}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn hits_carry_what_the_contract_names() {
    let dir = TempDir::new().expect("a folder");
    let index = write(dir.path(), &puts(entries(), 1));
    let question = Question::parse("chỉ số papi nam:2021").expect("well formed");
    let answer = index
        .search(&question, &Page::first(1))
        .expect("the index answers");
    let json = serde_json::to_value(&answer).expect("an answer is plain data");
    assert_eq!(json["understood"]["filters"][0]["field"], "nam");
    assert_eq!(json["understood"]["filters"][0]["value"], "2021");
    assert_eq!(json["understood"]["text"], "chỉ số papi");
    assert_eq!(json["total"], 2);
    assert_eq!(json["next"], "1");
    let years = json["facets"]["year"].as_array().expect("a list");
    let year = years.iter().find(|year| year["value"] == "2021");
    assert_eq!(year.expect("it is asked for")["count"], 2);
    let question = Question::parse("nâng cao chỉ số papi").expect("well formed");
    let answer = index.search(&question, &Page::default());
    let hits = answer.expect("the index answers").hits;
    let hit = hits.iter().find(|hit| hit.id == "papi-hy-2021");
    let snippet = &hit.expect("found").snippets[0];
    let [start, end] = snippet.highlights[0];
    assert_eq!(&snippet.text[start..end], "nâng cao chỉ số PAPI");
}

#[test]
fn the_next_page_goes_on_where_the_first_ended() {
    let dir = TempDir::new().expect("a folder");
    let index = write(dir.path(), &puts(entries(), 1));
    let question = Question::parse("21/KH-UBND").expect("well formed");
    let mut page = Page::first(1);
    let mut found = Vec::new();
    loop {
        let answer = index.search(&question, &page).expect("the index answers");
        found.extend(answer.hits.into_iter().map(|hit| hit.id));
        match answer.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    assert_eq!(found, ids(&index, "21/KH-UBND"));
}

#[test]
fn an_exact_mark_is_never_below_a_wrong_one() {
    let dir = TempDir::new().expect("a folder");
    let long = "văn bản dài nói về nhiều việc khác nhau ".repeat(200);
    let mut title = text_entry("title", "hoá hoá hoá hoá");
    title.title = Some("hoá chất".to_owned());
    let entries = vec![title, text_entry("exact", &format!("{long} hoà {long}"))];
    let index = write(dir.path(), &puts(entries, 1));
    assert_eq!(ids(&index, "hoà"), ["exact", "title"]);
}

#[test]
fn an_entry_is_replaced_and_deleted_by_its_id() {
    let dir = TempDir::new().expect("a folder");
    let mut index = write(dir.path(), &puts(vec![text_entry("a", "cũ")], 1));
    index
        .apply(&puts(vec![text_entry("a", "mới")], 2))
        .expect("applied");
    index.commit().expect("committed");
    assert_eq!((total(&index, "cũ"), total(&index, "mới")), (0, 1));
    let gone = Change {
        seq: 3,
        op: Op::Delete("a".to_owned()),
    };
    index.apply(&[gone]).expect("applied");
    index.commit().expect("committed");
    assert_eq!(index.len().expect("readable"), 0);
    assert_eq!(index.last_seq().expect("readable"), 3);
}

#[test]
fn a_work_put_anew_forgets_the_tasks_it_no_longer_has() {
    let dir = TempDir::new().expect("a folder");
    let mut index = write(dir.path(), &puts(entries(), 1));
    assert_eq!(total(&index, "kieu:nhiemvu"), 2);
    let mut anew = entries();
    anew.retain(|entry| ["papi-hy-2021", "papi-hy-2021#4"].contains(&entry.id.as_str()));
    index.apply(&puts(anew, 20)).expect("applied");
    index.commit().expect("committed");
    assert_eq!(ids(&index, "kieu:nhiemvu"), ["papi-hy-2021#4"]);
}

#[test]
fn what_was_not_committed_is_gone_after_a_kill_and_the_sequence_says_so() {
    let dir = TempDir::new().expect("a folder");
    let mut index = write(dir.path(), &puts(vec![text_entry("a", "một")], 7));
    index
        .apply(&puts(vec![text_entry("b", "hai")], 8))
        .expect("applied");
    drop(index);
    let index = Index::open(dir.path(), Access::Write).expect("the lock died with its owner");
    assert_eq!(index.last_seq().expect("readable"), 7);
    assert_eq!(index.len().expect("readable"), 1);
}

#[test]
fn a_second_writer_is_told_to_wait_and_a_reader_is_not() {
    let dir = TempDir::new().expect("a folder");
    let _first = write(dir.path(), &[]);
    for access in [Access::Write, Access::Rebuild] {
        let error = Index::open(dir.path(), access).err().expect("locked");
        assert_eq!(error.kind(), &ErrorKind::Locked);
        assert!(error.to_string().contains("tiến trình khác"), "{error}");
    }
    Index::open(dir.path(), Access::Read).expect("readers are welcome");
}

/// A program started while a writer was open holds a copy of its lock until it runs its own code.
#[test]
fn a_lock_let_go_a_moment_later_is_waited_for() {
    let dir = TempDir::new().expect("a folder");
    drop(write(dir.path(), &[]));
    let held = fs::File::open(dir.path().join(".tantivy-writer.lock")).expect("the lock file");
    held.lock().expect("taken");
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(100));
            held.unlock().expect("let go");
        });
        Index::open(dir.path(), Access::Write).expect("the lock was let go");
    });
}

#[test]
fn a_reader_sees_commits_without_being_opened_again() {
    let dir = TempDir::new().expect("a folder");
    let mut writer = write(dir.path(), &[]);
    let reader = Index::open(dir.path(), Access::Read).expect("opened beside the writer");
    assert_eq!(total(&reader, "papi"), 0);
    for seq in 1..4 {
        let id = format!("w{seq}");
        writer
            .apply(&puts(vec![text_entry(&id, "papi")], seq))
            .expect("applied");
        assert_eq!(total(&reader, "papi"), seq - 1, "before the commit");
        writer.commit().expect("committed");
        assert_eq!(total(&reader, "papi"), seq, "after the commit");
    }
}

#[test]
fn clearing_keeps_the_old_entries_until_the_commit() {
    let dir = TempDir::new().expect("a folder");
    let mut writer = write(dir.path(), &puts(vec![text_entry("a", "papi")], 5));
    let reader = Index::open(dir.path(), Access::Read).expect("opened beside the writer");
    writer.clear().expect("cleared");
    assert_eq!(total(&reader, "papi"), 1);
    writer
        .apply(&puts(vec![text_entry("b", "papi")], 1))
        .expect("applied");
    writer.commit().expect("committed");
    assert_eq!(ids(&reader, "papi"), ["b"]);
    assert_eq!(reader.last_seq().expect("readable"), 1);
}

#[test]
fn an_index_of_another_version_is_refused_until_it_is_rebuilt() {
    let dir = TempDir::new().expect("a folder");
    write(dir.path(), &puts(vec![text_entry("a", "papi")], 1))
        .close()
        .expect("closed");
    let meta = dir.path().join("meta.json");
    let text = fs::read_to_string(&meta).expect("tantivy wrote it");
    let older = text.replace("\\\"analyzer\\\":1", "\\\"analyzer\\\":0");
    assert_ne!(text, older, "the version is in the payload");
    fs::write(&meta, older).expect("writable");
    for access in [Access::Read, Access::Write] {
        let error = Index::open(dir.path(), access).err().expect("refused");
        assert_eq!(error.kind(), &ErrorKind::OtherVersion);
        assert!(error.to_string().contains("kehoach reindex"), "{error}");
    }
    let index = Index::open(dir.path(), Access::Rebuild).expect("made anew");
    assert_eq!(index.last_seq().expect("readable"), 0);
    assert_eq!(index.len().expect("readable"), 0);
}

#[test]
fn a_damaged_index_says_reindex_and_a_missing_one_says_so() {
    let dir = TempDir::new().expect("a folder");
    let missing = dir.path().join("none");
    let error = Index::open(&missing, Access::Read).err().expect("missing");
    assert_eq!(error.kind(), &ErrorKind::Missing);
    write(dir.path(), &[]).close().expect("closed");
    fs::write(dir.path().join("meta.json"), "{").expect("writable");
    let error = Index::open(dir.path(), Access::Read)
        .err()
        .expect("damaged");
    assert_eq!(error.kind(), &ErrorKind::Damaged);
    assert!(error.to_string().contains("kehoach reindex"), "{error}");
    Index::open(dir.path(), Access::Rebuild).expect("made anew");
}

#[test]
fn an_open_index_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Index>();
}

#[test]
fn a_facet_value_is_a_filter() {
    let dir = TempDir::new().expect("a folder");
    let index = write(dir.path(), &puts(entries(), 1));
    let question = Question::parse("").expect("everything");
    let answer = index.search(&question, &Page::default());
    let facets = answer.expect("the index answers").facets;
    for (field, values) in [
        ("nam", facets.year),
        ("loai", facets.r#type),
        ("tinh", facets.province),
        ("cap", facets.level),
        ("kieu", facets.kind),
        ("coquan", facets.agency),
        ("tinhnay", facets.province_now),
        ("chude", facets.topic),
        ("ngay", facets.month),
    ] {
        assert!(!values.is_empty(), "{field}");
        for one in values {
            let typed = question.with(field, &one.value);
            assert_eq!(total(&index, &typed), one.count, "{typed}");
        }
    }
}

/// The counts of one facet of a line, by value.
fn counts(index: &Index, typed: &str, facet: fn(Facets) -> Vec<FacetValue>) -> Vec<(String, u64)> {
    let question = Question::parse(typed).expect(typed);
    let answer = index.search(&question, &Page::default());
    let facets = answer.expect("the index answers").facets;
    let values = facet(facets).into_iter();
    values.map(|one| (one.value, one.count)).collect()
}

#[test]
fn a_facet_counts_as_if_its_own_boxes_were_not_ticked() {
    let dir = TempDir::new().expect("a folder");
    let index = write(dir.path(), &puts(entries(), 1));
    let years = |facets: Facets| facets.year;
    let types = |facets: Facets| facets.r#type;
    let of_plans = counts(&index, "loai:KH", years);
    assert!(2 < of_plans.len(), "{of_plans:?}");
    assert_eq!(counts(&index, "loai:KH nam:2021", years), of_plans);
    assert_eq!(counts(&index, "loai:KH nam:2021 nam:2022", years), of_plans);
    let of_year = counts(&index, "nam:2021", types);
    assert_eq!(counts(&index, "loai:KH nam:2021", types), of_year);
    // Two boxes of one field are either, and what is excluded is no box.
    let both = total(&index, "nam:2021") + total(&index, "nam:2022");
    assert_eq!(total(&index, "nam:2021 nam:2022"), both);
    assert!(
        !counts(&index, "-nam:2021", years)
            .iter()
            .any(|(year, _)| year == "2021")
    );
}

#[test]
fn agencies_stand_under_their_province() {
    let dir = TempDir::new().expect("a folder");
    let index = write(dir.path(), &puts(entries(), 1));
    let question = Question::parse("").expect("everything");
    let answer = index.search(&question, &Page::default());
    let tree = answer.expect("the index answers").facets.agency_tree;
    let branch = tree.iter().find(|branch| branch.id == "hung-yen");
    let branch = branch.expect("two departments of it are known by id");
    assert_eq!(branch.name, "tỉnh Hưng Yên");
    let sum: u64 = branch.agencies.iter().map(|one| one.count).sum();
    assert_eq!((branch.count, branch.agencies.len()), (sum, 2));
}

#[test]
fn hostile_questions_end_soon_and_clearly() {
    let dir = TempDir::new().expect("a folder");
    let many: Vec<Entry> = (0..2_000)
        .map(|n| text_entry(&format!("w{n}"), &format!("từ{n} chung aa{n}")))
        .collect();
    let index = write(dir.path(), &puts(many, 1));
    let hostile = [
        "a ".repeat(500_000),
        "\"".repeat(10_001),
        "-a ".repeat(10_000),
        "((((".repeat(1_000),
        "nam:2021 ".repeat(10_000),
        "aa*".to_owned(),
        "*".to_owned(),
        "a* b* c*".to_owned(),
        "nam:".to_owned(),
        "\u{301}\u{301}\0\u{202e}".to_owned(),
        "a OR ".repeat(10_000) + "b",
        "a OR ".repeat(30) + "b",
        "(".repeat(4_000) + "a OR b",
        "-(".repeat(2_000),
        "(a OR b) ".repeat(10_000),
        "cchc ubnd papi ".repeat(40),
        "coquan:\"Sở Nội vụ\" ".repeat(30),
        "tu chung ".repeat(60),
    ];
    for typed in hostile {
        // Of this thread: other programs take their share of the machine.
        let begun = clock::thread();
        let refused = match Question::parse(&typed) {
            Ok(question) => index.search(&question, &Page::default()).err(),
            Err(_) => None,
        };
        let taken = clock::thread() - begun;
        let shown: String = typed.chars().take(40).collect();
        // A debug build counts facets ten times as slowly.
        let limit = if cfg!(debug_assertions) { 600 } else { 200 };
        assert!(taken < Duration::from_millis(limit), "{taken:?}: {shown}");
        if let Some(error) = refused {
            assert!(matches!(error.kind(), ErrorKind::Query(_)), "{error}");
        }
    }
}

#[test]
fn a_question_ends_with_a_sentence_when_its_phrases_need_more_places_than_it_may_read() {
    let dir = TempDir::new().expect("a folder");
    let body = |n: u64| match n % 10 {
        0 => "Thực hiện đề án 06 của tỉnh",
        _ => "Thực hiện kế hoạch của tỉnh",
    };
    let many = (0..2_000).map(|n| text_entry(&format!("w{n}"), body(n)));
    let index = write(dir.path(), &puts(many.collect(), 1)).with_places_max(42_000);
    let sorts = [Sort::Relevance, Sort::Newest, Sort::Oldest];
    for (typed, total) in [
        // Each word stands once, which counts as 11; two words of which counts tell all, as 10. Each text is
        // read once, whoever asks, and only those that have all the words.
        ("\"đề án 06\"", Some(200)),
        ("\"kế hoạch\"", Some(1_800)),
        ("\"hoạch kế\"", Some(0)),
        ("-\"kế hoạch\"", Some(200)),
        ("\"của tỉnh\" \"đề án 06\"", Some(200)),
        ("\"của tỉnh\" \"thực hiện\"", Some(2_000)),
        ("\"của tỉnh\" \"thực hiện\" \"kế hoạch\"", None),
        ("\"kế hoạch\" \"thực hiện\" \"hoạch của tỉnh\"", None),
        ("\"kế hoạch\" OR -\"của tỉnh\"", Some(1_800)),
        ("-\"hoạch kế\" -\"tỉnh của\"", None),
    ] {
        let question = Question::parse(typed).expect(typed);
        for (sort, facets) in
            sorts
                .into_iter()
                .zip([Facetting::Count, Facetting::Skip, Facetting::Nothing])
        {
            let page = Page {
                sort,
                facets,
                ..Page::default()
            };
            let (answer, expected) = (index.search(&question, &page), total);
            match (answer, expected) {
                (Ok(answer), Some(total)) if facets != Facetting::Nothing => {
                    assert_eq!(answer.total, total, "{typed} {sort:?}");
                }
                (Ok(_), Some(_)) => {}
                (Err(error), None) => {
                    assert_eq!(error.kind(), &ErrorKind::TooBroad, "{typed} {sort:?}");
                    assert!(error.to_string().contains("hãy bớt cụm từ"), "{error}");
                }
                (answer, _) => panic!("{typed} {sort:?}: {:?}", answer.map(|all| all.total)),
            }
        }
    }
}

#[test]
fn a_phrase_of_two_words_is_told_by_counts_only_where_every_writing_bears_its_marks() {
    let dir = TempDir::new().expect("a folder");
    let bodies = [
        (
            "mọi chữ mang dấu",
            "Kế hoạch của tỉnh, kế hoạch của huyện",
            true,
        ),
        ("một chữ khác dấu", "Kẻ hoạch định kế hoạch", true),
        (
            "khác dấu cả cụm",
            "Kẻ hoạch định; kế thừa hoạch định",
            false,
        ),
        (
            "không dấu đứng liền, có dấu đứng rời",
            "ke hoach; kế thừa hoạch định",
            false,
        ),
        ("ngược thứ tự", "Hoạch định kế tiếp", false),
    ];
    let all = bodies.iter().map(|(name, body, _)| text_entry(name, body));
    let index = write(dir.path(), &puts(all.collect(), 1));
    let found = ids(&index, "\"kế hoạch\"");
    for (name, _, holds) in bodies {
        assert_eq!(found.iter().any(|id| id == name), holds, "{name}");
    }
}

#[test]
fn suggestions_complete_numbers_titles_and_agencies() {
    let dir = TempDir::new().expect("a folder");
    let index = write(dir.path(), &puts(entries(), 1));
    let texts = |typed: &str, kind: SuggestionKind| -> Vec<String> {
        let suggestions = index.suggest(typed).expect("the index answers");
        let of_kind = suggestions.into_iter().filter(|one| one.kind == kind);
        of_kind.map(|one| one.text).collect()
    };
    assert_eq!(texts("21/k", SuggestionKind::Number), ["21/KH-UBND"]);
    let titles = texts("chuyen doi s", SuggestionKind::Title);
    assert!(titles[0].starts_with("chuyển đổi số"), "{titles:?}");
    assert!(
        texts("so noi", SuggestionKind::Agency).contains(&"Sở Nội vụ tỉnh Hưng Yên".to_owned())
    );
    assert!(index.suggest("c").expect("the index answers").is_empty());
}

/// Other writings of one question.
fn writings(typed: &str) -> Vec<String> {
    let decomposed = decompose(typed);
    vec![
        decomposed,
        typed.to_uppercase(),
        typed.to_lowercase(),
        typed.replace('Đ', "Ð").replace('đ', "ð"),
        typed.replace('-', "–"),
    ]
}

/// NFD by the one table a test needs: every letter of the fixtures.
fn decompose(text: &str) -> String {
    let normalizer = icu_normalizer::DecomposingNormalizer::new_nfd();
    normalizer.normalize(text).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(20_210_202), ..ProptestConfig::default() })]

    #[test]
    fn equal_writings_find_the_same(picked in proptest::collection::vec(0usize..14, 1..6)) {
        const WORDS: [&str; 14] = [
            "kế", "hoạch", "PAPI", "Đẩy", "mạnh", "Ủy", "ban", "hóa", "đơn", "quản", "lý",
            "30c/NQ-CP", "130/2005/NĐ-CP", "kỹ",
        ];
        let typed: Vec<&str> = picked.iter().map(|at| WORDS[*at]).collect();
        let typed = typed.join(" ");
        SHARED.with(|(_, index)| {
            let expected = ids(index, &typed);
            for writing in writings(&typed) {
                assert_eq!(ids(index, &writing), expected, "{typed} as {writing}");
            }
            let older = typed.replace("hóa", "hoá").replace("Ủy", "Uỷ").replace("lý", "lí")
                .replace("kỹ", "kĩ");
            assert_eq!(ids(index, &older), expected, "{typed} as {older}");
        });
    }

    #[test]
    fn a_number_in_any_writing_and_an_abbreviation_or_its_words_find_the_same(
        number in 0usize..3, case in 0usize..3, joint in 0usize..4, short in 0usize..3,
    ) {
        const NUMBERS: [&str; 3] = ["21/KH-UBND", "30c/NQ-CP", "130/2005/NĐ-CP"];
        const SHORTS: [(&str, &str); 3] = [
            ("CCHC", "cải cách hành chính"),
            ("PCTN", "phòng, chống tham nhũng"),
            ("THTKCLP", "thực hành tiết kiệm, chống lãng phí"),
        ];
        SHARED.with(|(_, index)| {
            let written = NUMBERS[number].replace(['/', '-'], ["/", " ", "-", " / "][joint]);
            let cased = match case {
                0 => written,
                1 => written.to_lowercase(),
                _ => kehoach::text::fold(&written),
            };
            assert_eq!(ids(index, &cased), ids(index, NUMBERS[number]), "{cased}");
            let (short, long) = SHORTS[short];
            let of = |typed: &str| ids(index, typed).into_iter().collect::<BTreeSet<String>>();
            assert_eq!(of(short), of(long), "{short}");
            assert_eq!(of(&short.to_lowercase()), of(long), "{short}");
        });
    }

    #[test]
    fn no_line_makes_the_reader_fail(typed in "\\PC{0,80}") {
        SHARED.with(|(_, index)| {
            if let Ok(question) = Question::parse(&typed) {
                let answer = index.search(&question, &Page::default());
                for hit in answer.map(|answer| answer.hits).unwrap_or_default() {
                    for snippet in hit.snippets {
                        for [start, end] in snippet.highlights {
                            assert!(snippet.text.get(start..end).is_some());
                        }
                    }
                }
            }
        });
    }
}

thread_local! {
    static SHARED: (TempDir, Index) = {
        let dir = TempDir::new().expect("a folder");
        let index = write(dir.path(), &puts(entries(), 1));
        (dir, index)
    };
}

#[test]
fn where_the_texts_lie_does_not_change_their_order() {
    let all = puts(entries(), 1);
    let typed = [
        "21/KH-UBND thái bình",
        "kế hoạch cải cách hành chính",
        "papi 2021",
    ];
    let whole = {
        let dir = TempDir::new().expect("a folder");
        let index = write(dir.path(), &all);
        typed.map(|typed| ids(&index, typed))
    };
    for split in 1..all.len() {
        let dir = TempDir::new().expect("a folder");
        let mut index = write(dir.path(), &all[..split]);
        index.apply(&all[split..]).expect("the changes fit");
        index.commit().expect("the disk is not full");
        let found = typed.map(|typed| ids(&index, typed));
        assert_eq!(found, whole, "two segments, the first of {split}");
    }
}
