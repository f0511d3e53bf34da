//! The web pages over a real library, asked as browsers and as attackers ask.

mod browser;
mod client;
mod corrections;
mod hostile;
mod html;

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use kehoach::config::Config;
use kehoach::pipeline::{Access, CaptureId, Given, Library, Silent, Watch};
use kehoach::serve::{Kind, Server};

use client::{Answer, get, get_with};

static GO_ON: AtomicBool = AtomicBool::new(false);

/// Documents of the corpus that cite each other, one of each kind of file.
const PAPERS: &[&str] = &[
    "hungyen/site/portal/Pages/2021-2-5/kh-21-papi-2021.html",
    "hungyen/site/portal/Pages/2021-3-1/kh-96-sldtbxh-papi-2021.html",
    "vinhlong/site/vn/Lists/VanBan/Attachments/938948/kh-96-sipas-vinh-long-2025.pdf",
    "vinhlong/site/vn/Lists/VanBan/Attachments/166678/kh-1637-sipas-par-index-ben-tre-2025.docx",
];

/// Markup wherever a document can carry some.
const HOSTILE: &str = "ỦY BAN NHÂN DÂN <b onmouseover=alert(1)>TỈNH HƯNG YÊN</b>\n\
    Số: 66/KH-UBND<script>\nHưng Yên, ngày 05 tháng 02 năm 2023\n\
    KẾ HOẠCH\nKiểm thử <script>alert(1)</script> \"'><img src=x onerror=alert(2)> &amp; {{ 7*7 }}\n\
    Căn cứ Kế hoạch số 21/KH-UBND ngày 02/02/2021 của UBND tỉnh Hưng Yên về <svg onload=alert(3)>;\n\
    II. NHIỆM VỤ\n1. Sở Nội vụ <iframe src=javascript:alert(4)> chủ trì, phối hợp với Sở \"Y tế\" \
    báo cáo trước ngày 30/6/2023.\n=cmd|'/c calc'!A1\n";
const HOSTILE_FILE: &str = "\"><img src=x onerror=alert(5)>.txt";

/// Serves one library to all tests.
pub fn server() -> SocketAddr {
    static SERVER: OnceLock<SocketAddr> = OnceLock::new();
    *SERVER.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder").keep();
        let library = Arc::new(library(&dir));
        let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Server::bind(library, loopback).expect("a free port");
        let address = server.address();
        std::thread::spawn(move || server.run(&GO_ON));
        address
    })
}

fn library(dir: &Path) -> Library {
    let folder = dir.join("van-ban");
    fs::create_dir_all(&folder).expect("makes");
    for paper in PAPERS {
        let from = Path::new("corpus/portals").join(paper);
        let name = from.file_name().expect("a name");
        fs::copy(&from, folder.join(name)).expect("the corpus is there");
    }
    fs::write(folder.join(HOSTILE_FILE), HOSTILE).expect("writes");
    let library = Library::open(Config::in_folder(dir.join("kho")), Access::Write).expect("opens");
    let watch = Watch {
        progress: &Silent,
        stop: &GO_ON,
    };
    library
        .ingest(&[folder], &Given::default(), watch)
        .expect("ingests");
    library
}

fn paper(at: usize) -> PathBuf {
    Path::new("corpus/portals").join(PAPERS[at])
}

/// A page that is one: 200, well-formed, with every header.
#[track_caller]
fn page(path: &str) -> (Answer, html::Page) {
    let answer = get(server(), path);
    assert_eq!(answer.status, 200, "{path}");
    assert!(answer.is_page(), "{path}");
    let page = checked(path, &answer);
    (answer, page)
}

#[track_caller]
fn checked(path: &str, answer: &Answer) -> html::Page {
    guarded(path, answer);
    match html::read(&answer.text()) {
        Ok(page) => page,
        Err(wrong) => panic!("{path}: {wrong}"),
    }
}

#[track_caller]
fn guarded(path: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{path}");
    assert!(!policy.contains("unsafe"), "{path}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
    assert!(!answer.header("cache-control").is_empty(), "{path}");
}

/// The id of the one work a number stands for.
fn id_of(number: &str) -> String {
    let found = get(server(), &format!("/api/show?number={number}")).json();
    let id = found["works"][0]["id"].as_str();
    id.unwrap_or_else(|| panic!("{number}: {found}")).to_owned()
}

#[test]
fn every_page_is_there_and_well_formed() {
    let work = format!("/van-ban/{}", id_of("21/KH-UBND"));
    for path in [
        "/",
        "/tim",
        "/tim?q=",
        "/tim?q=ke+hoach+papi",
        "/tim?q=21/KH-UBND",
        "/tim?q=kieu:nhiemvu&xep=han",
        "/tim?q=khongcotunaynhuthe",
        "/nhiem-vu",
        "/nhiem-vu?chu-tri=so+noi+vu&tu=01/01/2021&den=2021",
        "/nhiem-vu?van-ban=21/KH-UBND",
        "/thieu",
        "/bao-cao",
        "/bao-cao/wanted",
        "/bao-cao/anomalies",
        "/bao-cao/matrix?van-ban=",
        "/bao-cao/coverage?van-ban=21%2FKH-UBND",
        "/tinh-trang",
        work.as_str(),
    ] {
        page(path);
    }
}

#[test]
fn every_link_leads_somewhere() {
    /// Pages followed: combinations of facets have no end.
    const PAGES_MAX: usize = 400;
    let mut seen: BTreeSet<String> = BTreeSet::from(["/".to_owned()]);
    let mut queue = VecDeque::from([("/".to_owned(), 0)]);
    let mut visited = 0;
    while let Some((path, depth)) = queue.pop_front().filter(|_| visited < PAGES_MAX) {
        visited += 1;
        let answer = get(server(), &path);
        assert_eq!(answer.status, 200, "{path}");
        guarded(&path, &answer);
        if !answer.is_page() || !answer.header("content-disposition").is_empty() {
            continue;
        }
        let page = checked(&path, &answer);
        for link in page.links {
            if let Some(anchor) = link.strip_prefix('#') {
                assert!(page.ids.contains(anchor), "{path}: #{anchor}");
                continue;
            }
            assert!(link.starts_with('/'), "{path} leads outside: {link}");
            let link = link.split('#').next().unwrap_or_default().to_owned();
            // A search leads to other searches without end: two steps are enough.
            let is_far = 2 < depth && link.starts_with("/tim");
            if !is_far && seen.insert(link.clone()) {
                queue.push_back((link, depth + 1));
            }
        }
    }
    assert!(50 < visited, "{visited}");
}

#[test]
fn markup_in_documents_stays_text() {
    let (_, found) = page("/tim?q=Ki%E1%BB%83m+th%E1%BB%AD");
    assert!(found.words.contains("onerror=alert(5)"), "the file's name");
    let (_, register) = page("/nhiem-vu");
    assert!(register.words.contains("iframe src=javascript"));
    let hit = found
        .links
        .iter()
        .find(|link| link.starts_with("/van-ban/"))
        .expect("the work is found");
    let (_, work) = page(hit.split('#').next().unwrap_or_default());
    for words in ["alert(1)", "onerror=alert(2)", "svg onload", "{{ 7*7 }}"] {
        assert!(work.words.contains(words), "{words}");
    }
}

#[test]
fn markup_in_questions_stays_text() {
    for asked in [
        "/tim?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%22",
        "/tim?q=coquan:%22%3Csvg/onload=alert(1)%3E%22",
        "/tim?q=%22%20autofocus%20onfocus=alert(1)%20x=%22",
        "/nhiem-vu?chu-tri=%22%3E%3Cimg%20src=x%3E&van-ban=%3Cb%3E",
    ] {
        page(asked);
    }
    for refused in [
        "/tim?q=nam:%3Cscript%3E",
        "/tim?q=%22%3E%3Cscript%3E",
        "/nhiem-vu?tu=%3Cscript%3E",
    ] {
        let answer = get(server(), refused);
        assert_eq!(answer.status, 400, "{refused}");
        checked(refused, &answer);
    }
    let kept = get(server(), "/tim?q=nam:hai").text();
    assert!(kept.contains("value=\"nam:hai\""), "nothing is typed twice");
}

#[test]
fn a_search_shows_its_hits_filters_and_facets() {
    let (_, found) = page("/tim?q=papi+nam:2021");
    assert!(found.words.contains("21/KH-UBND"));
    assert!(found.words.contains("02/02/2021"));
    let without = "/tim?q=papi".to_owned();
    assert!(found.links.contains(&without), "the filter can be removed");
    let typed = found.links.iter().any(|link| link.contains("loai%3AKH"));
    assert!(typed, "{:?}", found.links);
    let (_, none) = page("/tim?q=khongcotunaynhuthe");
    assert!(none.words.contains("Không tìm thấy"));
}

#[test]
fn a_work_shows_where_each_value_stands() {
    let (_, work) = page(&format!("/van-ban/{}", id_of("21/KH-UBND")));
    for anchor in ["tt-number", "tt-issued_on", "vd-0", "nv-0"] {
        assert!(work.ids.contains(anchor), "{anchor}");
        let link = format!("#{anchor}");
        assert!(work.links.contains(&link), "nothing leads to {link}");
    }
    let child = format!("/van-ban/{}", id_of("96/KH-SL%C4%90TBXH"));
    assert!(work.links.contains(&child), "the plan below it");
}

#[test]
fn a_stub_says_who_cites_it() {
    let (_, wanted) = page("/thieu");
    let stub = wanted
        .links
        .iter()
        .find(|link| link.starts_with("/van-ban/"))
        .expect("something is wanted");
    let (_, stub) = page(stub);
    assert!(stub.words.contains("Kho chưa có văn bản này"));
    assert!(stub.ids.contains("duoc-vien-dan"));
}

#[test]
fn a_download_is_the_file_that_was_ingested() {
    let types = [
        "text/html",
        "text/html",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ];
    for (at, media_type) in types.into_iter().enumerate() {
        let bytes = fs::read(paper(at)).expect("reads");
        let path = format!("/tep/{}", CaptureId::of(&bytes));
        let answer = get(server(), &path);
        assert_eq!((answer.status, answer.body), (200, bytes), "{path}");
        let answer = get(server(), &path);
        guarded(&path, &answer);
        assert_eq!(answer.header("content-type"), media_type);
        let disposition = answer.header("content-disposition");
        assert!(disposition.starts_with("attachment; "), "{disposition}");
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("sandbox;")
        );
        let held = [("If-None-Match", answer.header("etag"))];
        assert_eq!(get_with(server(), &path, &held).status, 304);
        assert_eq!(get(server(), &format!("{path}/chu")).status, 200);
    }
}

#[test]
fn only_a_pdf_is_shown_in_the_browser() {
    for (at, how) in [(0, "attachment"), (2, "inline")] {
        let bytes = fs::read(paper(at)).expect("reads");
        let answer = get(server(), &format!("/tep/{}?xem=1", CaptureId::of(&bytes)));
        let disposition = answer.header("content-disposition");
        assert!(disposition.starts_with(how), "{disposition}");
    }
}

#[test]
fn the_register_goes_to_excel_with_its_marks_and_without_formulas() {
    let csv = get(server(), "/nhiem-vu.csv?van-ban=21/KH-UBND");
    assert!(csv.text().starts_with("\u{feff}\"Số, ký hiệu\",Cơ quan"));
    assert!(csv.text().contains("Sở Nội vụ"));
    let dangerous = csv.text().lines().any(|line| line.starts_with('='));
    assert!(!dangerous);
    let xlsx = get(server(), "/nhiem-vu.xlsx");
    assert!(xlsx.body.starts_with(b"PK"));
    guarded("/nhiem-vu.xlsx", &xlsx);
}

#[test]
fn the_register_can_be_asked_by_owner_and_day() {
    let all = get(server(), "/api/tasks?limit=200").json();
    let some = get(server(), "/api/tasks?owner=so+noi+vu&from=2021&to=2021").json();
    let count = |answer: &serde_json::Value| answer["total"].as_u64().unwrap_or(0);
    assert!(0 < count(&some) && count(&some) < count(&all), "{some}");
    for task in some["tasks"].as_array().expect("tasks") {
        let due = task["deadline"]["due"].as_str().unwrap_or_default();
        assert!(due.starts_with("2021"), "{task}");
        assert!(task["work"]["id"].is_string(), "{task}");
    }
}

#[test]
fn the_api_answers_in_the_published_shapes() {
    let search = get(server(), "/api/search?q=papi&limit=2").json();
    for key in ["query", "understood", "total", "hits", "facets", "next"] {
        assert!(search.get(key).is_some(), "{key}: {search}");
    }
    let id = id_of("21/KH-UBND");
    let work = get(server(), &format!("/api/works/{id}")).json();
    for key in [
        "manifestations",
        "citations",
        "parents",
        "children",
        "cited_by",
        "tasks",
    ] {
        assert!(work[key].is_array(), "{key}");
    }
    let shown = get(server(), "/api/show?number=21/KH-UBND").json();
    assert_eq!(shown["works"][0], work);
    assert!(shown["unplaced"].is_array());
    let suggested = get(server(), "/api/suggest?q=21").json();
    assert!(suggested["suggestions"].is_array());
    let missing = get(server(), "/api/works/khong-co");
    assert_eq!(missing.status, 404);
    assert!(missing.json()["error"]["message"].is_string());
}

#[test]
fn the_stylesheet_is_fetched_once() {
    let first = get(server(), "/kieu.css");
    guarded("/kieu.css", &first);
    assert_eq!(first.header("content-type"), "text/css; charset=utf-8");
    let held = [("If-None-Match", first.header("etag"))];
    assert_eq!(get_with(server(), "/kieu.css", &held).status, 304);
}

#[test]
fn a_library_without_anything_says_how_to_begin() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = Config::in_folder(dir.path().join("kho"));
    let library = Library::open(config, Access::Write).expect("opens");
    let (address, stop, thread) = start(library);
    for path in ["/", "/thieu", "/tinh-trang"] {
        let answer = get(address, path);
        assert_eq!(answer.status, 200, "{path}");
        checked(path, &answer);
    }
    assert!(get(address, "/").text().contains("kehoach ingest"));
    let search = get(address, "/tim?q=papi");
    assert!([200, 503].contains(&search.status));
    checked("/tim", &search);
    stop.store(true, Ordering::Relaxed);
    thread.join().expect("ends");
}

#[test]
fn a_taken_port_is_told_with_what_to_do() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = Config::in_folder(dir.path().join("kho"));
    let library = Arc::new(Library::open(config, Access::Write).expect("opens"));
    let taken = Server::bind(library, server()).expect_err("it is taken");
    assert_eq!(taken.kind(), Kind::PortTaken);
    let message = taken.to_string();
    assert!(message.contains(&server().port().to_string()), "{message}");
    assert!(message.contains("hãy chọn cổng khác"), "{message}");
}

#[test]
fn a_stop_ends_the_server_and_frees_its_port() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = Config::in_folder(dir.path().join("kho"));
    let library = Library::open(config, Access::Write).expect("opens");
    let (address, stop, thread) = start(library);
    // A connection that says nothing must not hold the stop up.
    let _silent = std::net::TcpStream::connect(address).expect("listens");
    assert_eq!(get(address, "/").status, 200);
    stop.store(true, Ordering::Relaxed);
    let asked = Instant::now();
    thread.join().expect("ends");
    assert!(asked.elapsed() < Duration::from_secs(10));
    // A program that another test starts holds a copy of the door until it runs its own code.
    let is_free = || std::net::TcpListener::bind(address).is_ok();
    let tries = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(50));
        is_free()
    });
    assert!(tries.take(20).any(|free| free));
}

/// Serves a library of its own.
fn start(library: Library) -> (SocketAddr, Arc<AtomicBool>, std::thread::JoinHandle<()>) {
    let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::bind(Arc::new(library), loopback).expect("a free port");
    let (address, stop) = (server.address(), Arc::new(AtomicBool::new(false)));
    let stopped = Arc::clone(&stop);
    let thread = std::thread::spawn(move || server.run(&stopped).expect("serves"));
    (address, stop, thread)
}
