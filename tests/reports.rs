//! Reports over everything answer from what the store keeps beside the records: the same rows as the
//! records give, whatever was corrected, taken out or kept by an older program meanwhile.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use kehoach::config::Config;
use kehoach::pipeline::{
    Access, CaptureId, Choice, Corrected, Given, Library, Silent, Watch, Wrong,
};
use kehoach::store::Store;
use serde_json::json;

use crate::linked::{Captures, World, stored};

static GO_ON: AtomicBool = AtomicBool::new(false);

fn watch() -> Watch<'static> {
    Watch {
        progress: &Silent,
        stop: &GO_ON,
    }
}

fn open(folder: &Path) -> Library {
    Library::open(Config::in_folder(folder), Access::Write).expect("opens")
}

/// Holds every report over everything against the records; returns how many rows there were.
#[track_caller]
fn check(library: &Library) -> (usize, usize) {
    let matrix = library.workload_from_records().expect("reads");
    assert_eq!(library.workload().expect("reads"), matrix);
    let agencies: BTreeSet<String> = matrix
        .iter()
        .filter_map(|row| row.owner_id.clone())
        .collect();
    for agency in agencies.iter().take(20) {
        for year in [2021, 2025] {
            let told = library.calendar(agency, year).expect("reads");
            let records = library.calendar_from_records(agency, year).expect("reads");
            assert_eq!(told, records, "{agency}");
        }
    }
    let odd = library.anomalies_from_records(usize::MAX).expect("reads");
    for limit in [usize::MAX, odd.len() / 2, 1, 0] {
        let told = library.anomalies(limit).expect("reads");
        assert_eq!(told, library.anomalies_from_records(limit).expect("reads"));
    }
    (matrix.len(), odd.len())
}

#[test]
fn reports_over_everything_say_what_the_records_say() {
    let world = World::captured(crate::generated::SEED, 300, Captures::AsPublished);
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(folder.path(), Access::Write).expect("opens");
    stored::put(&mut store, &world.given);
    drop(store);
    let library = open(folder.path());
    library.link_pending(watch()).expect("links");
    let (agencies, odd) = check(&library);
    assert!(
        20 < agencies && 50 < odd,
        "{agencies} agencies, {odd} anomalies"
    );
}

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN\nSố: 21/KH-UBND\nHưng Yên, ngày 02 tháng 02 năm 2021\n\
    KẾ HOẠCH\nNâng cao Chỉ số PAPI năm 2021\n\
    Căn cứ Quyết định số 45/QĐ-UBND ngày 10/12/2021 của UBND tỉnh Hưng Yên;\n\
    II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính báo cáo kết quả thực hiện trước ngày 15/12/2021.\n\
    2. Sở Tư pháp rà soát thủ tục hành chính, hoàn thành trước ngày 30/6/2021.\n";

const OTHER: &str = "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN\nSố: 35/KH-UBND\nHưng Yên, ngày 05 tháng 3 năm 2021\n\
    KẾ HOẠCH\nCải cách hành chính năm 2021\n\
    Thực hiện Kế hoạch số 21/KH-UBND ngày 12/02/2021 của UBND tỉnh Hưng Yên;\n\
    II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì theo dõi, đôn đốc, báo cáo trước ngày 20/11/2021.\n";

fn filled(folder: &Path) -> (Library, CaptureId) {
    let papers = folder.join("van-ban");
    fs::create_dir_all(&papers).expect("makes");
    fs::write(papers.join("a.txt"), PLAN).expect("writes");
    fs::write(papers.join("b.txt"), OTHER).expect("writes");
    let library = open(&folder.join("kho"));
    let given = Given::default();
    library.ingest(&[papers], &given, watch()).expect("ingests");
    (library, CaptureId::of(PLAN.as_bytes()))
}

#[test]
fn what_is_corrected_or_taken_out_is_so_in_every_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let (library, plan) = filled(folder.path());
    let (agencies, odd) = check(&library);
    assert!(
        3 <= agencies && 1 <= odd,
        "{agencies} agencies, {odd} anomalies"
    );
    let correct = |path: &str, right| {
        let wrong = Wrong::Value {
            path: path.to_owned(),
            right,
        };
        let made = library.correct(plan, &wrong, ("Văn thư", "đọc lại bản gốc"), watch());
        assert!(matches!(made, Ok(Corrected::Kept(_))), "{path}: {made:?}");
        check(&library);
    };
    correct("tasks.0.owners", json!(["Sở Y tế"]));
    let owners = library.workload().expect("reads");
    let health = owners.iter().find(|row| row.owner == "Sở Y tế");
    let id = health.and_then(|row| row.owner_id.clone());
    assert_eq!(id.as_deref(), Some("hung-yen/so-y-te"), "{owners:?}");
    correct("tasks.0.deadline.due", json!("2022-01-05"));
    correct("tasks.1.deadline", json!(null));
    correct("identity.number", json!("22/KH-UBND"));
    let wrong = Wrong::Link {
        citation: 0,
        choice: Choice::Nothing,
    };
    library
        .correct(plan, &wrong, ("Văn thư", "trích sai"), watch())
        .expect("corrects");
    check(&library);
    library.reprocess(watch()).expect("reads again");
    check(&library);
    library
        .remove(&[plan], "Văn thư", "nhầm tệp", watch())
        .expect("removes");
    check(&library);
    library
        .restore(&[plan], "Văn thư", watch())
        .expect("restores");
    check(&library);
}

#[test]
fn a_library_of_an_older_program_says_the_same_before_and_after_it_is_brought_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let (library, _) = filled(folder.path());
    let before = check(&library);
    drop(library);
    let database = rusqlite::Connection::open(folder.path().join("kho/kehoach.sqlite"));
    let older = "DELETE FROM gists; DELETE FROM leads; DELETE FROM voices;
        INSERT INTO meta (name, value) VALUES ('gisted', 0)";
    database
        .expect("opens")
        .execute_batch(older)
        .expect("writes");
    let library = open(&folder.path().join("kho"));
    assert_eq!(check(&library), before, "from the records");
    library.link_pending(watch()).expect("links");
    assert_eq!(check(&library), before);
    drop(library);
    let store = Store::open(&folder.path().join("kho"), Access::Read).expect("opens");
    assert!(store.is_gisted().expect("reads"));
    assert!(store.check_tables().expect("checks").is_empty());
}
