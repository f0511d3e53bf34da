//! What an office meets every day: names as people type them, origins said wrongly, files that cannot
//! be read, colleagues who may only read.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;

use super::{Place, ended, papers};

#[test]
fn a_document_is_shown_by_any_name_of_its_file_or_number() {
    let place = Place::filled();
    let absolute = papers().join("01-ke-hoach-tinh.txt");
    let copy = place.file("khac.txt", fs::read(&absolute).expect("a plan"));
    for name in [
        "01-ke-hoach-tinh.txt",
        "van-ban/01-ke-hoach-tinh.txt",
        absolute.to_str().expect("text"),
        copy.to_str().expect("text"),
        "Kế hoạch 61/KH-UBND",
        "ke hoach so 61/KH-UBND",
        "61/KHUBND",
    ] {
        let shown = place.run(["show", name]);
        assert_eq!(shown.code, 0, "{name}: {shown:?}");
        assert!(shown.out.contains("61/KH-UBND"), "{name}: {}", shown.out);
    }
    assert_eq!(place.run(["tree", "01-ke-hoach-tinh.txt"]).code, 0);
    let tasks = place.run(["tasks", "--plan", "01-ke-hoach-tinh.txt"]);
    assert_eq!(tasks.code, 0, "{tasks:?}");
    assert_eq!(place.run(["show", "1-ke-hoach-tinh.txt"]).code, 1);
    let removed = place.run(["remove", "01-ke-hoach-tinh.txt"]);
    assert_eq!(removed.code, 0, "{removed:?}");
    let restored = place.run(["remove", "--undo", copy.to_str().expect("text")]);
    assert_eq!(restored.code, 0, "{restored:?}");
}

#[test]
fn a_name_that_several_files_bear_is_not_removed() {
    let place = Place::empty();
    let one = place.file("d/a/x.txt", "Số: 1/KH-UBND");
    place.file("d/b/x.txt", "Số: 2/KH-UBND");
    place.run(["ingest", place.path("d").to_str().expect("text")]);
    let refused = place.run(["remove", "x.txt"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.said().contains("a/x.txt, "), "{}", refused.err);
    assert_eq!(place.run(["remove", "a/x.txt"]).code, 0);
    assert_eq!(
        place
            .run(["remove", "--undo", one.to_str().expect("text")])
            .code,
        0
    );
}

/// A plan that never says of which province it is.
const PLACELESS: &str = "ỦY BAN NHÂN DÂN\nSố: 55/KH-UBND\nngày 02 tháng 02 năm 2021\nKẾ HOẠCH\n\
    Nâng cao Chỉ số PAPI năm 2021\nCăn cứ Quyết định số 45/QĐ-UBND ngày 10/01/2021 của UBND tỉnh;\n";

#[test]
fn an_unknown_province_is_refused_with_the_nearest() {
    let place = Place::empty();
    let file = place.file("a.txt", PLACELESS);
    for command in ["ingest", "extract"] {
        let words = [
            command,
            file.to_str().expect("text"),
            "--province",
            "Hưng Yê",
        ];
        let refused = place.run(words);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.err.contains("Hưng Yên"), "{}", refused.err);
        assert!(!place.data().exists());
    }
}

#[test]
fn a_province_said_later_replaces_the_one_said_before() {
    let place = Place::empty();
    let file = place.file("d/a.txt", PLACELESS);
    let said = |province: &str| {
        let words = [
            "ingest",
            file.to_str().expect("text"),
            "--province",
            province,
        ];
        place.run(words)
    };
    let province = || {
        let found = place.run(["show", "45/QĐ-UBND", "--json"]).json();
        found["works"][0]["province"].as_str().map(str::to_owned)
    };
    assert_eq!(said("Lào Cai").code, 0);
    assert_eq!(province().as_deref(), Some("tỉnh Lào Cai"));
    let corrected = said("Hưng Yên");
    assert!(
        corrected.out.contains("0 mới") && corrected.out.contains("nguồn gốc khác"),
        "{corrected:?}"
    );
    assert_eq!(province().as_deref(), Some("tỉnh Hưng Yên"));
    let back = place
        .run(["ingest", file.to_str().expect("text"), "--json"])
        .json();
    assert_eq!(back["unchanged"], 1, "nothing said is nothing new: {back}");
    assert_eq!(province().as_deref(), Some("tỉnh Hưng Yên"));
    assert_eq!(said("Lào Cai").code, 0);
    assert_eq!(province().as_deref(), Some("tỉnh Lào Cai"));
    let status = place.run(["show", "55/KH-UBND"]);
    assert_eq!(status.out.matches("a.txt").count(), 1, "{}", status.out);
    assert_eq!(place.run(["verify"]).code, 0);
}

#[test]
fn a_colleague_who_may_only_read_reads() {
    const NOBODY: u32 = 65_534;
    // SAFETY: asks who we are.
    if unsafe { libc::geteuid() } != 0 {
        eprintln!("bỏ qua: chỉ người quản trị mới thử được tài khoản khác");
        return;
    }
    let place = Place::filled();
    let open = |mode| {
        fs::set_permissions(place.folder.path(), PermissionsExt::from_mode(0o755)).expect("opens");
        fs::set_permissions(place.data(), PermissionsExt::from_mode(mode)).expect("opens");
    };
    open(0o755);
    let colleague = |words: &[&str]| {
        let mut command = place.command();
        ended(command.args(words).uid(NOBODY))
    };
    for words in [
        &["status"][..],
        &["search", "61/KH-UBND"],
        &["show", "61/KH-UBND"],
        &["tasks"],
        &["verify"],
        &["export"],
    ] {
        let read = colleague(words);
        assert_eq!(read.code, 0, "{words:?}: {read:?}");
    }
    let papers = papers();
    for words in [
        &["ingest", papers.to_str().expect("text")][..],
        &["reindex"],
        &["remove", "61/KH-UBND"],
    ] {
        let refused = colleague(words);
        assert_eq!(refused.code, 2, "{words:?}: {refused:?}");
        assert!(refused.said().contains("quyền"), "{words:?}: {refused:?}");
    }
    open(0o700);
    let refused = colleague(&["status"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.said().contains("không có quyền"), "{refused:?}");
}

#[test]
fn what_cannot_be_read_is_remembered() {
    let place = Place::empty();
    place.file("d/hong.pdf", "%PDF-1.7\nhỏng");
    place.file("d/rong.txt", "");
    place.file("d/a.txt", PLACELESS);
    let folder = place.path("d");
    let first = place.run(["ingest", folder.to_str().expect("text")]);
    assert_eq!(first.code, 2, "{first:?}");
    let second = place.run(["ingest", folder.to_str().expect("text")]);
    let status = place.run(["status", "--unread", "--json"]).json();
    let unread = status["unread"].as_u64().expect("a count");
    assert!(1 <= unread, "{status:#}");
    assert!(
        second
            .out
            .contains(&format!("{unread} tệp vẫn không đọc được")),
        "{second:?}"
    );
    assert_eq!(status["works"], 3 - unread, "{status:#}");
    let listed = place.run(["status", "--unread"]);
    assert!(listed.out.contains("hong.pdf"), "{}", listed.out);
    assert!(place.run(["status"]).out.contains("không đọc được"));
}

#[test]
fn what_was_taken_out_stays_out_and_says_so() {
    let place = Place::filled();
    assert_eq!(place.run(["remove", "87/KH-SNV"]).code, 0);
    let again = place.run(["ingest", papers().to_str().expect("text")]);
    assert!(
        again.out.contains("1 tệp đã được rút") && again.out.contains("--undo"),
        "{again:?}"
    );
}

#[test]
fn every_file_that_is_read_moves_the_progress() {
    let place = Place::empty();
    let mut command = place.command();
    command.args(["ingest", papers().to_str().expect("text")]);
    let told = ended(command.env("KEHOACH_PROGRESS", "steps"));
    for line in ["đọc: 0/3", "đọc: 1/3", "đọc: 2/3", "đọc: 3/3"] {
        assert!(
            told.err.lines().any(|told| told == line),
            "{line}: {}",
            told.err
        );
    }
}

#[test]
fn days_have_the_year_that_is_meant_and_an_order() {
    let place = Place::filled();
    let short = place.run(["tasks", "--due-from", "1/4/24", "--due-to", "30/4/24"]);
    assert_eq!(short.code, 0, "{short:?}");
    let reversed = place.run(["tasks", "--due-from", "1/5/2024", "--due-to", "30/4/2024"]);
    assert_eq!(reversed.code, 2, "{reversed:?}");
    assert!(reversed.said().contains("đổi chỗ"), "{reversed:?}");
}

#[test]
fn a_copy_says_how_to_search_it() {
    let place = Place::filled();
    let copy = place.path("sao");
    let copy = copy.to_str().expect("text");
    let made = place.run(["backup", copy]);
    assert!(
        made.out.contains(&format!("kehoach reindex --data {copy}")),
        "{made:?}"
    );
    let search = place.run(["search", "papi", "--data", copy]);
    assert!(
        search.said().contains(&format!("reindex --data {copy}")),
        "{search:?}"
    );
    let again = place.run(["backup", copy]);
    assert!(again.said().contains("đã có một kho"), "{again:?}");
}

#[test]
fn a_citation_dated_after_its_document_is_told_wherever_it_leads() {
    let place = Place::empty();
    let file = place.file(
        "a.txt",
        PLACELESS
            .replace("ngày 02 tháng", "Yên Sơn, ngày 02 tháng")
            .replace("10/01/2021 của UBND tỉnh", "02/12/2021 của UBND tỉnh"),
    );
    assert_eq!(place.run(["ingest", file.to_str().expect("text")]).code, 0);
    let report = place.run(["report", "anomalies"]);
    assert!(
        report.code == 0 && report.out.contains("ban hành sau"),
        "{report:?}"
    );
    let shown = place.run(["show", "55/KH-UBND", "--json"]).json();
    let citation = &shown["works"][0]["citations"][0];
    assert_eq!(
        citation["anomalies"][0]["code"], "date_after_document",
        "{citation:#}"
    );
}

#[test]
fn a_search_says_what_it_did_not_take_as_meant() {
    let place = Place::filled();
    let excluded = place.run(["search", "ke hoach", "-sipas", "--limit", "2", "--json"]);
    assert_eq!(excluded.code, 0, "{excluded:?}");
    let all = place.run(["search", "ke", "hoach", "--json"]).json();
    let some = place
        .run(["search", "ke", "hoach", "-loai:KH", "--json"])
        .json();
    assert!(some["total"].as_u64() < all["total"].as_u64(), "{some:#}");
    for (words, said) in [
        ("tu:2010 ke hoach", "«tu:2010»"),
        ("ke hoach loai:XYZ", "«XYZ»"),
        ("ke hoach tinh:XYZ", "«XYZ»"),
    ] {
        let ended = place.run(["search", words]);
        assert!(ended.said().contains(said), "{words}: {ended:?}");
    }
    let none = place.run(["search", "ke hoach", "--limit", "0"]);
    assert!(
        none.code == 0 && none.out.contains("kết quả cho"),
        "{none:?}"
    );
    let unknown = place.run(["tasks", "--plan", "999/KH-UBND"]);
    assert!(
        unknown.code == 1 && unknown.said().contains("999/KH-UBND"),
        "{unknown:?}"
    );
}

#[test]
fn nothing_is_made_for_files_that_are_not_there() {
    let place = Place::empty();
    let ended = place.run(["ingest", "/khong/co.pdf"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(
        !ended.out.contains("Đã nhận") && !place.data().exists(),
        "{ended:?}"
    );
}

#[test]
fn a_narrow_terminal_gets_a_list() {
    let place = Place::filled();
    let mut command = place.command();
    let told = ended(command.arg("tasks").env("COLUMNS", "60"));
    assert!(told.out.contains("Chủ trì: "), "{}", told.out);
    let longest = told.out.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(60), "{longest:?} {}", told.out);
}
