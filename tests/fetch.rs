//! The crawler against portals served from saved pages on loopback. No other address is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use kehoach::fetch::{
    Alarm, Batch, Capture, Clock, Coverage, Due, Event, Fault, HttpTransport, IfKnown, Kept, Ledger,
    Limits, MemoryLedger, Options, Outcome, Profile, Replica, Role, ScriptedSite, State, Summary,
    Transport, Wanted, crawl, preset_names,
};
use url::Url;

const PORTALS: [&str; 6] = ["hungyen", "chinhphu", "laocai", "quangngai", "vinhlong", "angiang"];

/// Time that passes only where somebody waits for it.
struct VirtualClock(Mutex<SystemTime>);

impl VirtualClock {
    fn new() -> VirtualClock {
        VirtualClock(Mutex::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000)))
    }

    fn set(&self, time: SystemTime) {
        let mut now = self.0.lock().expect("no panic holds the clock");
        *now = time.max(*now);
    }

    fn pass(&self, time: Duration) {
        let now = self.now();
        self.set(now + time);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().expect("no panic holds the clock")
    }

    async fn sleep_until(&self, time: SystemTime) {
        // A request under way gets its chance first.
        tokio::time::sleep(Duration::from_millis(1)).await;
        self.set(time);
    }
}

/// A portal, its server, and everything a crawl of it left.
struct World {
    replica: Replica,
    profile: Profile,
    clock: VirtualClock,
    transport: Arc<HttpTransport>,
    ledger: MemoryLedger,
    events: Vec<Event>,
}

impl World {
    fn of(portal: &str) -> World {
        let folder = portal_folder(portal);
        let replica = Replica::serve(&folder).expect("the portal is built and a port is free");
        let profile = Profile::load(&folder.join("profile.toml"), Some(&replica.url()));
        World {
            profile: profile.unwrap_or_else(|error| panic!("{error}")),
            replica,
            clock: VirtualClock::new(),
            transport: Arc::new(HttpTransport::new("kehoach-test/1 (+mailto:test@example.vn)", quick()).expect("a client")),
            ledger: MemoryLedger::default(),
            events: Vec::new(),
        }
    }

    fn crawl(&mut self) -> Summary {
        self.crawl_with(Options::default())
    }

    fn crawl_with(&mut self, options: Options) -> Summary {
        let events = &mut self.events;
        crawl(
            std::slice::from_ref(&self.profile),
            Arc::clone(&self.transport),
            &mut self.ledger,
            &self.clock,
            options,
            &mut |event| events.push(event.clone()),
            &AtomicBool::new(false),
        )
        .expect("a memory ledger always keeps")
    }

    fn captured(&self) -> Vec<(Role, String)> {
        let mut names: Vec<_> = self.ledger.captures.iter().map(|capture| (capture.role, tail(capture))).collect();
        names.sort_by(|a, b| (a.0 as u8, &a.1).cmp(&(b.0 as u8, &b.1)));
        names
    }

    /// A document page of the portal and its path.
    fn some_page(&self) -> String {
        let page = self.ledger.captures.iter().find(|capture| capture.role == Role::Page);
        path_of(&page.expect("a page was captured").url)
    }
}

fn path_of(url: &Url) -> String {
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}

/// Short bounds, so that a fault costs a test half a second.
fn quick() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        first_byte: Duration::from_millis(800),
        idle: Duration::from_millis(800),
        total: Duration::from_secs(4),
        ..Limits::default()
    }
}

fn portal_folder(portal: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/portals").join(portal)
}

/// The path and query by which routes.tsv knows a capture.
fn tail(capture: &Capture) -> String {
    path_of(&capture.url)
}

/// The sources of a portal: file name without extension → form.
fn sources(portal: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/sources").join(portal);
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("the corpus has this portal's sources") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a source is text");
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key));
            line.map(|value| value.split('#').next().unwrap_or_default().trim().to_owned())
        };
        found.insert(value("file:").expect("file:"), value("form:").expect("form:"));
    }
    found
}

/// File names under site/ that a complete crawl must bring, once each.
fn expected(portal: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (file, form) in sources(portal) {
        names.insert(format!("{file}.html"));
        match form.as_str() {
            "html" => {}
            "docx" => drop(names.insert(format!("{file}.docx"))),
            _ => drop(names.insert(format!("{file}.pdf"))),
        }
    }
    names
}

#[test]
fn every_portal_is_crawled_completely_and_nothing_twice() {
    let mut documents = 0;
    for portal in PORTALS {
        let mut world = World::of(portal);
        let summary = world.crawl();
        let routes: BTreeMap<String, String> = world.replica.routes().map(|(url, file)| (url.to_owned(), file.to_owned())).collect();
        let mut names = Vec::new();
        for (_, path) in world.captured() {
            let bare = path.split('?').next().unwrap_or_default().to_owned();
            let file = routes.get(&path).or(routes.get(&bare)).unwrap_or_else(|| panic!("{portal}: {path} is no route"));
            names.push(file.rsplit('/').next().unwrap_or_default().to_owned());
        }
        let found: BTreeSet<String> = names.iter().cloned().collect();
        assert_eq!(names.len(), found.len(), "{portal}: something came twice: {names:?}");
        let expected = expected(portal);
        let difference: Vec<_> = found.symmetric_difference(&expected).collect();
        assert!(difference.is_empty(), "{portal}: {difference:?}");
        assert_eq!(summary.alarms, [], "{portal}");
        documents += summary.captures();
    }
    println!("{documents} captures from {} portals", PORTALS.len());
    assert!(100 <= documents);
}

#[test]
fn fields_are_read_from_attribute_tables_and_rows() {
    let field = |portal: &str, name: &str, key: &str| {
        let mut world = World::of(portal);
        world.crawl();
        let capture = world.ledger.captures.iter().find(|capture| capture.role == Role::Page && tail(capture).contains(name));
        let capture = capture.unwrap_or_else(|| panic!("{portal}: no page {name}"));
        capture.context.fields.get(key).cloned().unwrap_or_default()
    };
    assert_eq!(field("hungyen", "kh-35-papi-2020", "number"), "35/KH-UBND");
    assert_eq!(field("hungyen", "kh-35-papi-2020", "posted_on"), "09 - 03 - 2020");
    assert_eq!(field("chinhphu", "docid=943795", "issued_on"), "06-01-2022");
    assert_eq!(field("laocai", "kh-60-pctn", "issuer"), "Ủy ban nhân dân tỉnh Yên Bái");
    assert_eq!(field("quangngai", "kh-512", "doc_type"), "Kế hoạch");
    assert_eq!(field("vinhlong", "ItemID=938948", "signer"), "Trần Thị B");
    assert_eq!(field("angiang", "kh-31-kiem-soat", "number"), "31/KH-UBND");
    assert_eq!(field("angiang", "kh-31-kiem-soat", "validity"), "");
}

#[test]
fn captures_say_where_they_come_from() {
    let mut world = World::of("laocai");
    world.crawl();
    for capture in &world.ledger.captures {
        assert_eq!(capture.context.portal, "laocai");
        assert_eq!(capture.context.province.as_deref(), Some("Lào Cai"));
        assert!(capture.profile.starts_with("laocai@"));
        assert_eq!(capture.chain.last(), Some(&capture.url));
        assert_eq!((capture.role == Role::Attachment), capture.context.page.is_some());
        assert!(!capture.url.as_str().contains("p_p_auth"), "{}", capture.url);
        let extension = if capture.role == Role::Page { ".html" } else { "." };
        assert!(capture.context.file.contains(extension), "{}", capture.context.file);
    }
    let word = world.ledger.captures.iter().find(|capture| capture.context.file == "kh-sgtvtxd-cchc-2020.docx");
    assert!(word.is_some(), "the name in front of Liferay's UUID is the file's");
}

#[test]
fn a_decoy_behind_robots_is_never_asked() {
    let mut world = World::of("quangngai");
    let summary = world.crawl();
    assert_eq!(summary.refused, 1);
    assert!(world.replica.take_log().iter().all(|asked| !asked.path.starts_with("/noi-bo")));
    let refused = world.events.iter().find_map(|event| match event {
        Event::Refused { url, reason } => Some((path_of(url), reason.clone())),
        _ => None,
    });
    let (path, reason) = refused.expect("the refusal is told");
    assert_eq!(path, "/noi-bo/ke-hoach-noi-bo");
    assert!(reason.contains("Disallow: /noi-bo/"), "{reason}");
}

#[test]
fn a_page_that_says_it_is_not_there_is_no_document() {
    let mut world = World::of("laocai");
    let summary = world.crawl();
    assert_eq!(summary.missing, 1);
    let missing = "/web/guest/ke-hoach/-/view_content/100917-ke-hoach-phong-chong-dich-benh-nam-2020";
    assert!(world.ledger.captures.iter().all(|capture| tail(capture) != missing));
    let entry = world.ledger.entries().find(|entry| entry.due.url.path() == missing).expect("it is remembered");
    assert_eq!((entry.state, entry.status), (State::Dead, Some(200)));
}

#[test]
fn crawl_delay_is_kept_between_any_two_requests() {
    let mut world = World::of("laocai");
    world.crawl();
    let times: Vec<SystemTime> = world.events.iter().filter_map(|event| match event {
        Event::Asked { at, .. } => Some(*at),
        _ => None,
    }).collect();
    assert!(20 < times.len());
    for pair in times.windows(2) {
        let gap = pair[1].duration_since(pair[0]).expect("time goes on");
        assert!(Duration::from_secs(1) <= gap, "{gap:?}");
    }
}

#[test]
fn one_connection_serves_a_whole_portal_and_names_who_asks() {
    let mut world = World::of("hungyen");
    world.crawl();
    for asked in world.replica.take_log() {
        assert_eq!(asked.open_connections, 1, "{}", asked.path);
        assert_eq!(asked.user_agent, "kehoach-test/1 (+mailto:test@example.vn)");
    }
}

#[test]
fn a_second_full_visit_is_all_304() {
    for portal in PORTALS {
        let mut world = World::of(portal);
        let first = world.crawl();
        world.replica.take_log();
        let second = world.crawl_with(Options { coverage: Coverage::Everything, ..Options::default() });
        let log = world.replica.take_log();
        let asked = log.iter().filter(|asked| asked.path != "/robots.txt");
        for asked in asked {
            assert_eq!((asked.status, asked.conditional), (304, true), "{portal}: {}", asked.path);
        }
        assert_eq!(second.captures(), 0);
        assert_eq!(second.unchanged, first.captures() + first.listings, "{portal}");
    }
}

#[test]
fn a_daily_visit_asks_only_for_the_list() {
    let mut world = World::of("hungyen");
    world.crawl();
    world.replica.take_log();
    world.clock.pass(Duration::from_secs(24 * 60 * 60));
    let summary = world.crawl();
    let paths: Vec<String> = world.replica.take_log().into_iter().map(|asked| asked.path).collect();
    assert_eq!(paths, ["/robots.txt", "/portal/Pages/Ke-hoach.aspx"]);
    assert_eq!(summary.unchanged, 1);
}

#[test]
fn a_new_row_is_found_without_asking_for_the_old_ones() {
    let mut world = World::of("hungyen");
    world.crawl();
    // The newest document is forgotten, as if the portal had only now published it; and the list changed.
    let newest = world.ledger.captures.iter().find(|capture| tail(capture).contains("kh-318")).expect("it was there").url.clone();
    let mut ledger = MemoryLedger::default();
    for entry in world.ledger.entries() {
        if !entry.due.url.as_str().contains("kh-318") && !entry.due.url.path().contains("Ke-hoach.aspx") {
            let wanted = Wanted {
                url: entry.due.url.clone(),
                source: entry.due.source.clone(),
                priority: entry.priority,
                due: world.clock.now() + Duration::from_secs(30 * 86_400),
                note: entry.due.note.clone(),
                known: IfKnown::Leave,
            };
            ledger.want(&[wanted]).expect("memory");
        }
    }
    world.ledger = ledger;
    let summary = world.crawl();
    let pages: Vec<_> = world.ledger.captures.iter().filter(|capture| capture.role == Role::Page).collect();
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].url, newest);
    assert_eq!(summary.attachments, 1);
}

/// Stops the run after so many captures.
struct Stopping<'a> {
    inner: &'a mut MemoryLedger,
    after: usize,
    stop: &'a AtomicBool,
}

impl Ledger for Stopping<'_> {
    fn due(&mut self, source: &str, now: SystemTime) -> Kept<Vec<Due>> {
        self.inner.due(source, now)
    }

    fn want(&mut self, wanted: &[Wanted]) -> Kept<Vec<Due>> {
        self.inner.want(wanted)
    }

    fn reopen(&mut self, source: &str, now: SystemTime) -> Kept<usize> {
        self.inner.reopen(source, now)
    }

    fn keep(&mut self, batch: Batch) -> Kept<()> {
        self.inner.keep(batch)?;
        self.stop.store(self.after <= self.inner.captures.len(), Ordering::Relaxed);
        Ok(())
    }
}

#[test]
fn a_run_stopped_anywhere_goes_on_where_it_was() {
    let whole = {
        let mut world = World::of("laocai");
        world.crawl();
        world.captured()
    };
    for after in [1, 2, 3, 5, 8, 13] {
        let mut world = World::of("laocai");
        let stop = AtomicBool::new(false);
        let options = Options { batch: 1, ..Options::default() };
        let mut ledger = Stopping { inner: &mut world.ledger, after, stop: &stop };
        let profiles = std::slice::from_ref(&world.profile);
        let summary = crawl(profiles, Arc::clone(&world.transport), &mut ledger, &world.clock, options, &mut |_| {}, &stop).expect("memory");
        assert!(summary.stopped);
        world.crawl();
        let strip = |captured: Vec<(Role, String)>| captured.into_iter().map(|(_, path)| path).collect::<Vec<_>>();
        assert_eq!(strip(world.captured()), strip(whole.clone()), "stopped after {after}");
    }
}

/// A ledger whose store dies at the n-th batch.
struct Dying {
    inner: MemoryLedger,
    batches: usize,
}

impl Ledger for Dying {
    fn due(&mut self, source: &str, now: SystemTime) -> Kept<Vec<Due>> {
        self.inner.due(source, now)
    }

    fn want(&mut self, wanted: &[Wanted]) -> Kept<Vec<Due>> {
        self.inner.want(wanted)
    }

    fn reopen(&mut self, source: &str, now: SystemTime) -> Kept<usize> {
        self.inner.reopen(source, now)
    }

    fn keep(&mut self, batch: Batch) -> Kept<()> {
        match self.batches.checked_sub(1) {
            None => Err("ổ đĩa đã đầy".into()),
            Some(left) => {
                self.batches = left;
                self.inner.keep(batch)
            }
        }
    }
}

#[test]
fn a_ledger_that_cannot_keep_ends_the_run_and_loses_only_what_it_did_not_keep() {
    for batches in 0..6 {
        let mut world = World::of("hungyen");
        let mut ledger = Dying { inner: MemoryLedger::default(), batches };
        let options = Options { batch: 2, ..Options::default() };
        let profiles = std::slice::from_ref(&world.profile);
        let result = crawl(profiles, Arc::clone(&world.transport), &mut ledger, &world.clock, options, &mut |_| {}, &AtomicBool::new(false));
        let error = result.expect_err("the ledger died");
        assert!(error.to_string().contains("ổ đĩa đã đầy"), "{error}");
        world.ledger = ledger.inner;
        world.crawl();
        assert_eq!(world.captured().len(), expected("hungyen").len(), "died after {batches}");
    }
}

// Faults. Each is put on one page of a portal that was crawled before, and the crawl repeated.

/// Crawls a fresh Hưng Yên with one faulty page and returns what became of that page.
#[track_caller]
fn with_fault(fault: Fault) -> (World, Summary, Vec<Event>) {
    let mut world = World::of("hungyen");
    world.replica.fault(FAULTY, fault);
    let summary = world.crawl();
    let about = world.events.iter().filter(|event| match event {
        Event::Captured { url, .. } | Event::Failed { url, .. } | Event::Refused { url, .. } | Event::Missing { url, .. } => path_of(url) == FAULTY,
        _ => false,
    });
    let about = about.cloned().collect();
    (world, summary, about)
}

const FAULTY: &str = "/portal/Pages/2021-2-5/kh-21-papi-2021.aspx";

/// Documents of Hưng Yên, pages and files.
fn all() -> u64 {
    expected("hungyen").len() as u64
}

#[track_caller]
fn failed_with(events: &[Event], words: &str) {
    let reasons: Vec<&String> = events.iter().filter_map(|event| match event {
        Event::Failed { reason, .. } | Event::Refused { reason, .. } | Event::Missing { reason, .. } => Some(reason),
        _ => None,
    }).collect();
    assert!(!reasons.is_empty() && reasons.iter().all(|reason| reason.contains(words)), "{reasons:?}");
}

#[test]
fn a_server_that_asks_to_wait_is_waited_for() {
    for retry_after in ["30", "Thu, 28 May 2026 20:27:10 GMT"] {
        let (world, summary, events) = with_fault(Fault::Throttle { retry_after: retry_after.to_owned(), times: 1 });
        failed_with(&events, "429");
        assert_eq!(summary.captures(), all());
        let times: Vec<SystemTime> = world.events.iter().filter_map(|event| match event {
            Event::Asked { at, url } if path_of(url) == FAULTY => Some(*at),
            _ => None,
        }).collect();
        let waited = times[1].duration_since(times[0]).expect("later");
        assert!(Duration::from_secs(20) <= waited, "{retry_after}: {waited:?}");
        // Nobody else of that host was asked meanwhile.
        let during = world.events.iter().filter(|event| matches!(event, Event::Asked { at, .. } if times[0] < *at && *at < times[1])).count();
        assert_eq!(during, 0);
    }
}

#[test]
fn a_burst_of_503_is_outlived() {
    let (_, summary, events) = with_fault(Fault::Status { status: 503, times: 2 });
    failed_with(&events, "503");
    assert_eq!(summary.captures(), all());
}

#[test]
fn a_broken_page_costs_that_page_alone_and_is_tried_later() {
    let (world, summary, _) = with_fault(Fault::Status { status: 500, times: 99 });
    assert_eq!(summary.captures(), all() - 1);
    let entry = world.ledger.entries().find(|entry| path_of(&entry.due.url) == FAULTY).expect("it is remembered");
    assert!(matches!(entry.state, State::Waiting(_)), "{entry:?}");
    assert_eq!(summary.waiting, 1);
}

#[test]
fn a_page_that_is_gone_is_not_asked_again() {
    let (world, summary, events) = with_fault(Fault::Status { status: 404, times: 99 });
    failed_with(&events, "404");
    assert_eq!(summary.captures(), all() - 1);
    let entry = world.ledger.entries().find(|entry| path_of(&entry.due.url) == FAULTY).expect("it is remembered");
    assert_eq!(entry.state, State::Dead);
}

#[test]
fn a_body_cut_short_is_asked_for_again() {
    let (_, summary, events) = with_fault(Fault::Truncate { times: 1 });
    failed_with(&events, "cắt giữa chừng");
    assert_eq!(summary.captures(), all());
}

#[test]
fn a_server_that_does_not_answer_is_given_up_after_its_time() {
    let (_, summary, events) = with_fault(Fault::Slow(Duration::from_secs(2)));
    failed_with(&events, "quá thời gian");
    assert_eq!(summary.captures(), all() - 1);
}

#[test]
fn a_body_that_drips_is_given_up_after_its_time() {
    let (_, summary, events) = with_fault(Fault::Drip(Duration::from_millis(20)));
    failed_with(&events, "quá thời gian");
    assert_eq!(summary.captures(), all() - 1);
}

#[test]
fn redirects_to_the_inside_are_refused() {
    for inside in ["http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://2852039166/", "//192.168.1.1/", "http://localhost:1/"] {
        let (_, summary, events) = with_fault(Fault::Redirect(inside.to_owned()));
        failed_with(&events, "ngoài phạm vi");
        assert_eq!(summary.captures(), all() - 1, "{inside}");
    }
}

#[test]
fn addresses_of_the_inside_are_refused_even_where_the_scope_names_them() {
    let transport = HttpTransport::new("test", quick()).expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (url, reach) in [
        ("http://169.254.169.254/", kehoach::fetch::Reach::Loopback),
        ("http://[fd00:ec2::254]/", kehoach::fetch::Reach::Loopback),
        ("http://127.0.0.1:9/", kehoach::fetch::Reach::Public),
        ("http://2130706433:9/", kehoach::fetch::Reach::Public),
        ("http://localhost:9/", kehoach::fetch::Reach::Public),
    ] {
        let request = kehoach::fetch::Request {
            url: Url::parse(url).expect("a URL"),
            reach,
            bytes_max: 1,
            if_none_match: None,
            if_modified_since: None,
            referer: None,
        };
        let error = runtime.block_on(transport.get(request)).expect_err(url);
        assert!(matches!(error.kind(), kehoach::fetch::Kind::PrivateAddress { .. }), "{url}: {error}");
    }
}

#[test]
fn a_redirect_inside_the_portal_is_followed_and_noted() {
    let to = "/portal/Pages/2020-3-9/kh-35-papi-2020.aspx?cu=1";
    let (world, summary, _) = with_fault(Fault::Redirect(to.to_owned()));
    assert_eq!(summary.captures(), all());
    let moved = world.ledger.captures.iter().find(|capture| tail(capture) == FAULTY).expect("captured under its own URL");
    assert_eq!(moved.chain.iter().map(path_of).collect::<Vec<_>>(), [FAULTY, to]);
}

#[test]
fn a_redirect_loop_and_a_redirect_home_are_no_documents() {
    let (_, summary, events) = with_fault(Fault::Redirect(FAULTY.to_owned()));
    failed_with(&events, "chuyển hướng quá nhiều lần");
    assert_eq!(summary.captures(), all() - 1);
    let (_, summary, events) = with_fault(Fault::Redirect("/".to_owned()));
    failed_with(&events, "trang chủ");
    assert_eq!((summary.captures(), summary.missing), (all() - 1, 1));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let (_, summary, events) = with_fault(Fault::Bomb { bytes: 200 << 20 });
    failed_with(&events, "nở ra");
    assert_eq!(summary.captures(), all() - 1);
}

#[test]
fn too_many_header_bytes_are_refused() {
    let (_, summary, events) = with_fault(Fault::HugeHeader { bytes: 100 << 10 });
    failed_with(&events, "vượt quá");
    assert_eq!(summary.captures(), all() - 1);
}

#[test]
fn a_wrong_content_type_fools_nobody() {
    let (_, summary, _) = with_fault(Fault::ContentType("application/pdf".to_owned()));
    assert_eq!(summary.captures(), all());
    let mut world = World::of("hungyen");
    let file = "/portal/VanBan/2020-3/663f/kh-35-papi-2020.pdf";
    world.replica.fault(file, Fault::ContentType("text/html".to_owned()));
    assert_eq!(world.crawl().captures(), all());
}

#[test]
fn an_error_page_in_place_of_a_file_is_no_document() {
    let mut world = World::of("hungyen");
    let file = "/portal/VanBan/2020-3/663f/kh-35-papi-2020.pdf";
    world.replica.fault(file, Fault::Body(b"<html><body><a href=/>L\xe1\xbb\x97i h\xe1\xbb\x87 th\xe1\xbb\x91ng</a></body></html>".to_vec()));
    let summary = world.crawl();
    assert_eq!((summary.captures(), summary.failed), (all() - 1, 1));
}

#[test]
fn a_page_that_asks_for_a_browser_is_no_document() {
    for body in ["<html><head><title>Just a moment...</title></head><body></body></html>", "<html><script>document.cookie=\"D1N=1\";location.reload()</script></html>"] {
        let (_, summary, events) = with_fault(Fault::Body(body.as_bytes().to_vec()));
        failed_with(&events, "xác minh");
        assert_eq!(summary.captures(), all() - 1);
    }
}

#[test]
fn an_etag_that_lies_is_told_and_not_believed() {
    let mut world = World::of("hungyen");
    world.replica.fault(FAULTY, Fault::LyingEtag("\"always\"".to_owned()));
    world.crawl();
    let everything = Options { coverage: Coverage::Everything, ..Options::default() };
    let second = world.crawl_with(everything);
    assert_eq!(second.captures(), 1, "the body is new each time");
    assert!(matches!(&second.alarms[..], [Alarm::LyingEtag { url }] if path_of(url) == FAULTY), "{:?}", second.alarms);
    world.replica.take_log();
    world.crawl_with(everything);
    let asked = world.replica.take_log().into_iter().find(|asked| asked.path == FAULTY).expect("it is asked");
    assert!(!asked.conditional);
}

#[test]
fn a_list_without_rows_raises_the_alarm_and_costs_nothing() {
    let mut world = World::of("hungyen");
    world.replica.fault("/portal/Pages/Ke-hoach.aspx", Fault::Body(b"<html><body>B\xe1\xba\xa3o tr\xc3\xac</body></html>".to_vec()));
    let summary = world.crawl();
    assert!(matches!(&summary.alarms[..], [Alarm::NoRows { .. }]), "{:?}", summary.alarms);
    world.replica.heal();
    assert_eq!(world.crawl().captures(), all());
}

#[test]
fn a_host_in_trouble_is_left_alone() {
    let mut world = World::of("hungyen");
    let paths: Vec<String> = world.replica.routes().map(|(url, _)| url.to_owned()).filter(|url| url.contains("/portal/Pages/20")).collect();
    for path in &paths {
        world.replica.fault(path, Fault::Status { status: 500, times: 99 });
    }
    let summary = world.crawl();
    assert!(summary.alarms.iter().any(|alarm| matches!(alarm, Alarm::HostRests { .. })), "{:?}", summary.alarms);
    assert!(summary.requests < 12, "{} requests", summary.requests);
    world.replica.heal();
    world.clock.pass(Duration::from_secs(24 * 60 * 60));
    world.crawl();
    assert_eq!(world.captured().len() as u64, all());
}

#[test]
fn a_budget_ends_a_run_and_the_next_one_goes_on() {
    let mut world = World::of("hungyen");
    world.profile.politeness.requests_per_run_max = 10;
    let mut runs = 0;
    while (world.ledger.captures.len() as u64) < all() {
        let before = world.ledger.captures.len();
        world.replica.take_log();
        let summary = world.crawl();
        assert!(world.replica.take_log().len() <= 10);
        assert!(before < world.ledger.captures.len(), "{summary:?}");
        runs += 1;
    }
    assert!(3 <= runs);
}

#[test]
fn several_portals_are_crawled_side_by_side() {
    let worlds: Vec<World> = PORTALS.iter().map(|portal| World::of(portal)).collect();
    let profiles: Vec<Profile> = worlds.iter().map(|world| world.profile.clone()).collect();
    let mut ledger = MemoryLedger::default();
    let transport = Arc::clone(&worlds[0].transport);
    let clock = VirtualClock::new();
    let summary = crawl(&profiles, transport, &mut ledger, &clock, Options::default(), &mut |_| {}, &AtomicBool::new(false)).expect("memory");
    let all: usize = PORTALS.iter().map(|portal| expected(portal).len()).sum();
    assert_eq!(summary.captures() as usize, all);
    assert_eq!(summary.alarms, []);
}

// Without sockets: what only depends on the answers.

const SCRIPTED: &str = r#"
schema = 1
id = "x"
base = "http://x.gov.vn"
[[source]]
url = "/list"
item = "li"
paging = { style = "query", param = "p" }
[attachments]
extensions = ["pdf"]
"#;

fn scripted(profile: &str, site: ScriptedSite) -> (Summary, MemoryLedger, Arc<ScriptedSite>) {
    let profile = Profile::parse(profile, "x.toml", None).unwrap_or_else(|error| panic!("{error}"));
    let site = Arc::new(site);
    let mut ledger = MemoryLedger::default();
    let clock = VirtualClock::new();
    let summary = crawl(&[profile], Arc::clone(&site), &mut ledger, &clock, Options::default(), &mut |_| {}, &AtomicBool::new(false));
    (summary.expect("memory"), ledger, site)
}

fn paths(site: &ScriptedSite) -> Vec<String> {
    site.asked().iter().map(|request| path_of(&request.url)).collect()
}

#[test]
fn robots_that_cannot_be_judged_stop_the_portal() {
    for (status, body) in [(503, ""), (403, ""), (429, ""), (200, "<html>captcha</html>")] {
        let site = ScriptedSite::default().answer("http://x.gov.vn/robots.txt", status, &[], body);
        let (summary, ledger, site) = scripted(SCRIPTED, site);
        assert_eq!(paths(&site), ["/robots.txt"], "{status}");
        assert_eq!(summary.waiting, 1);
        assert!(ledger.entries().all(|entry| matches!(entry.state, State::Waiting(_))));
    }
}

#[test]
fn robots_is_read_through_a_redirect() {
    let site = ScriptedSite::default()
        .answer("http://x.gov.vn/robots.txt", 301, &[("location", "https://www.x.gov.vn/robots.txt")], "")
        .answer("https://www.x.gov.vn/robots.txt", 200, &[], "User-agent: *\nDisallow: /list");
    let (summary, _, site) = scripted(SCRIPTED, site);
    assert_eq!(paths(&site), ["/robots.txt", "/robots.txt"]);
    assert_eq!(summary.refused, 1);
}

#[test]
fn a_list_that_repeats_its_last_page_for_ever_ends() {
    let rows = |from: u32| (from..from + 3).map(|n| format!("<li><a href='/d/{n}'>{n}</a></li>")).collect::<String>();
    let page = |from| format!("<html><body><ul>{}</ul></body></html>", rows(from));
    let mut site = ScriptedSite::default()
        .answer("http://x.gov.vn/list", 200, &[("content-type", "text/html")], &page(0))
        .answer("http://x.gov.vn/list?p=2", 200, &[], &page(3));
    for number in 3..50 {
        site = site.answer(&format!("http://x.gov.vn/list?p={number}"), 200, &[], &page(3));
    }
    for number in 0..6 {
        site = site.answer(&format!("http://x.gov.vn/d/{number}"), 200, &[], "<html><body>văn bản</body></html>");
    }
    let (summary, _, site) = scripted(SCRIPTED, site);
    assert_eq!(summary.pages, 6);
    assert_eq!(paths(&site).iter().filter(|path| path.starts_with("/list")).count(), 3);
}

#[test]
fn links_out_of_scope_and_sessions_are_not_followed() {
    let list = "<html><ul><li><a href='https://thuvienphapluat.vn/1'>a</a></li><li><a href='javascript:void(0)'>b</a></li>\
        <li><a href='mailto:a@b.vn'>c</a></li><li><a href=' /d/1?p_p_auth=A '>d</a></li><li><a href='/d/1?p_p_auth=B#x'>e</a></li>\
        <li><a href='http://a:b@x.gov.vn/d/2'>f</a></li><li><a href='http://x.gov.vn:8080/d/3'>g</a></li></ul></html>";
    let site = ScriptedSite::default()
        .answer("http://x.gov.vn/list", 200, &[("content-type", "text/html")], list)
        .answer("http://x.gov.vn/d/1", 200, &[], "<html><body>văn bản</body></html>");
    let (summary, _, site) = scripted(SCRIPTED, site);
    assert_eq!(summary.pages, 1);
    assert_eq!(paths(&site), ["/robots.txt", "/list", "/d/1", "/list?p=2"]);
}

#[test]
fn a_public_portal_is_asked_once_a_second_at_most() {
    let hurried = SCRIPTED.replace("[[source]]", "[politeness]\ndelay_ms_min = 1\n[[source]]");
    let profile = Profile::parse(&hurried, "x.toml", None).expect("a profile");
    assert_eq!(profile.politeness.delay_min, Duration::from_secs(1));
}

// Profiles.

#[track_caller]
fn check_wrong(profile: &str, line: Option<usize>, words: &str) {
    let error = Profile::parse(profile, "thu.toml", None).map(|_| ()).expect_err(words);
    assert_eq!((error.file(), error.line()), ("thu.toml", line), "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn a_wrong_profile_is_told_where_and_what_to_do() {
    let head = "schema = 1\nid = \"x\"\nbase = \"https://x.gov.vn\"\n";
    check_wrong("schema = 2\nid = \"x\"", Some(1), "schema = 1");
    check_wrong("schema = 1\nid = \"X Y\"", Some(2), "chữ thường");
    check_wrong("schema = 1\nid = \"x\"", None, "thiếu «base»");
    check_wrong("schema = 1\nid = \"x\"\nbase = \"{replica}\"", Some(3), "--base");
    check_wrong("schema = 1\nid = \"x\"\nbase = \"http://127.0.0.1\"", Some(3), "allow_loopback");
    check_wrong("schema = 1\nid = \"x\"\nbase = \"ftp://x\"", Some(3), "http://");
    check_wrong(head, None, "[[source]]");
    check_wrong(&format!("{head}selectors = 1"), Some(4), "selectors");
    check_wrong(&format!("{head}extends = \"platform:nope\"\n"), Some(4), "tandan-sp");
    let source = |rest: &str| format!("{head}[[source]]\nurl = \"/a\"\n{rest}");
    check_wrong(&source(""), None, "thiếu «item»");
    check_wrong(&source("item = \"li[\""), Some(6), "viết sai");
    check_wrong(&source("item = \"#ctl00_m_g_e110b351_5abc_4e84_8b93_9040a3dbe6c4 tr\""), Some(6), "GUID");
    check_wrong(&source("item = \"li\"\npaging = { style = \"scroll\" }"), Some(7), "next-link");
    check_wrong(&source("item = \"li\"\nfields = { so_hieu = { css = \"b\" } }"), Some(7), "issued_on");
    check_wrong(&source("item = \"li\"\nfields = { number = { css = \"b\", regex = \"(\" } }"), Some(7), "biểu thức");
}

#[test]
fn every_platform_has_a_portal_in_the_corpus() {
    let mut used = BTreeSet::new();
    for portal in PORTALS {
        let text = std::fs::read_to_string(portal_folder(portal).join("profile.toml")).expect("a profile");
        let extends = text.lines().find_map(|line| line.strip_prefix("extends = \"platform:")).expect("extends");
        used.insert(extends.trim_end_matches('"').to_owned());
    }
    assert_eq!(used, preset_names().map(str::to_owned).collect());
}

#[test]
fn visits_are_written_down_with_what_came_of_them() {
    let mut world = World::of("chinhphu");
    world.crawl();
    let with_capture = world.ledger.visits.iter().filter(|visit| matches!(visit.outcome, Outcome::Fetched { capture: Some(_), .. })).count();
    assert_eq!(with_capture, world.ledger.captures.len());
    let page = world.some_page();
    assert!(world.ledger.visits.iter().any(|visit| path_of(&visit.url) == page && visit.status == Some(200)));
}
