//! The crawler against portals served from saved pages on loopback. No other address is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use kehoach::fetch::{
    Batch, Capture, Clock, Coverage, Due, Event, HttpTransport, IfKnown, Kept, Ledger, Limits,
    MemoryLedger, Options, Outcome, Profile, Replica, Role, State, Summary, Wanted, crawl,
};
use url::Url;

mod faults;
mod profiles;
mod scripted;

const PORTALS: [&str; 6] = [
    "hungyen",
    "chinhphu",
    "laocai",
    "quangngai",
    "vinhlong",
    "angiang",
];

/// Time that passes only where somebody waits for it.
struct VirtualClock(Mutex<SystemTime>);

impl VirtualClock {
    fn new() -> VirtualClock {
        VirtualClock(Mutex::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000),
        ))
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
            transport: Arc::new(
                HttpTransport::new("kehoach-test/1 (+mailto:test@example.vn)", quick())
                    .expect("a client"),
            ),
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
        let mut names: Vec<_> = self
            .ledger
            .captures
            .iter()
            .map(|capture| (capture.role, tail(capture)))
            .collect();
        names.sort_by(|a, b| (a.0 as u8, &a.1).cmp(&(b.0 as u8, &b.1)));
        names
    }

    /// A document page of the portal and its path.
    fn some_page(&self) -> String {
        let page = self
            .ledger
            .captures
            .iter()
            .find(|capture| capture.role == Role::Page);
        path_of(&page.expect("a page was captured").url)
    }
}

fn path_of(url: &Url) -> String {
    url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
}

/// Bounds that a test may run into: short, and long enough for a busy machine.
fn quick() -> Limits {
    Limits {
        connect: Duration::from_secs(5),
        first_byte: Duration::from_secs(10),
        idle: Duration::from_secs(10),
        total: Duration::from_secs(20),
        ..Limits::default()
    }
}

fn portal_folder(portal: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus/portals")
        .join(portal)
}

/// The path and query by which routes.tsv knows a capture.
fn tail(capture: &Capture) -> String {
    path_of(&capture.url)
}

/// The sources of a portal: file name without extension → form.
fn sources(portal: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus/sources")
        .join(portal);
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("the corpus has this portal's sources") {
        let text =
            std::fs::read_to_string(entry.expect("an entry").path()).expect("a source is text");
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key));
            line.map(|value| {
                value
                    .split('#')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned()
            })
        };
        found.insert(
            value("file:").expect("file:"),
            value("form:").expect("form:"),
        );
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
        let routes: BTreeMap<String, String> = world
            .replica
            .routes()
            .map(|(url, file)| (url.to_owned(), file.to_owned()))
            .collect();
        let mut names = Vec::new();
        for (_, path) in world.captured() {
            let bare = path.split('?').next().unwrap_or_default().to_owned();
            let file = routes
                .get(&path)
                .or(routes.get(&bare))
                .unwrap_or_else(|| panic!("{portal}: {path} is no route"));
            names.push(file.rsplit('/').next().unwrap_or_default().to_owned());
        }
        let found: BTreeSet<String> = names.iter().cloned().collect();
        assert_eq!(
            names.len(),
            found.len(),
            "{portal}: something came twice: {names:?}"
        );
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
        let capture = world
            .ledger
            .captures
            .iter()
            .find(|capture| capture.role == Role::Page && tail(capture).contains(name));
        let capture = capture.unwrap_or_else(|| panic!("{portal}: no page {name}"));
        capture.context.fields.get(key).cloned().unwrap_or_default()
    };
    assert_eq!(field("hungyen", "kh-35-papi-2020", "number"), "35/KH-UBND");
    assert_eq!(
        field("hungyen", "kh-35-papi-2020", "posted_on"),
        "09 - 03 - 2020"
    );
    assert_eq!(field("chinhphu", "docid=943795", "issued_on"), "06-01-2022");
    assert_eq!(
        field("laocai", "kh-60-pctn", "issuer"),
        "Ủy ban nhân dân tỉnh Yên Bái"
    );
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
        assert_eq!(
            (capture.role == Role::Attachment),
            capture.context.page.is_some()
        );
        assert!(
            !capture.url.as_str().contains("p_p_auth"),
            "{}",
            capture.url
        );
        let extension = if capture.role == Role::Page {
            ".html"
        } else {
            "."
        };
        assert!(
            capture.context.file.contains(extension),
            "{}",
            capture.context.file
        );
    }
    let word = world
        .ledger
        .captures
        .iter()
        .find(|capture| capture.context.file == "kh-sgtvtxd-cchc-2020.docx");
    assert!(
        word.is_some(),
        "the name in front of Liferay's UUID is the file's"
    );
}

#[test]
fn a_decoy_behind_robots_is_never_asked() {
    let mut world = World::of("quangngai");
    let summary = world.crawl();
    assert_eq!(summary.refused, 1);
    assert!(
        world
            .replica
            .take_log()
            .iter()
            .all(|asked| !asked.path.starts_with("/noi-bo"))
    );
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
    let missing =
        "/web/guest/ke-hoach/-/view_content/100917-ke-hoach-phong-chong-dich-benh-nam-2020";
    assert!(
        world
            .ledger
            .captures
            .iter()
            .all(|capture| tail(capture) != missing)
    );
    let entry = world
        .ledger
        .entries()
        .find(|entry| entry.due.url.path() == missing)
        .expect("it is remembered");
    assert_eq!((entry.state, entry.status), (State::Dead, Some(200)));
}

#[test]
fn crawl_delay_is_kept_between_any_two_requests() {
    let mut world = World::of("laocai");
    world.crawl();
    let times: Vec<SystemTime> = world
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Asked { at, .. } => Some(*at),
            _ => None,
        })
        .collect();
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
        let second = world.crawl_with(Options {
            coverage: Coverage::Everything,
            ..Options::default()
        });
        let log = world.replica.take_log();
        let asked = log.iter().filter(|asked| asked.path != "/robots.txt");
        for asked in asked {
            assert_eq!(
                (asked.status, asked.conditional),
                (304, true),
                "{portal}: {}",
                asked.path
            );
        }
        assert_eq!(second.captures(), 0, "{second:?}");
        assert_eq!(
            second.unchanged,
            first.captures() + first.listings,
            "{portal}"
        );
    }
}

#[test]
fn a_daily_visit_asks_only_for_the_list() {
    let mut world = World::of("hungyen");
    world.crawl();
    world.replica.take_log();
    world.clock.pass(Duration::from_secs(24 * 60 * 60));
    let summary = world.crawl();
    let paths: Vec<String> = world
        .replica
        .take_log()
        .into_iter()
        .map(|asked| asked.path)
        .collect();
    assert_eq!(paths, ["/robots.txt", "/portal/Pages/Ke-hoach.aspx"]);
    assert_eq!(summary.unchanged, 1);
}

#[test]
fn a_new_row_is_found_without_asking_for_the_old_ones() {
    let mut world = World::of("hungyen");
    world.crawl();
    // The newest document is forgotten, as if the portal had only now published it; and the list changed.
    let newest = world
        .ledger
        .captures
        .iter()
        .find(|capture| tail(capture).contains("kh-318"))
        .expect("it was there")
        .url
        .clone();
    let mut ledger = MemoryLedger::default();
    for entry in world.ledger.entries() {
        if !entry.due.url.as_str().contains("kh-318")
            && !entry.due.url.path().contains("Ke-hoach.aspx")
        {
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
    let pages: Vec<_> = world
        .ledger
        .captures
        .iter()
        .filter(|capture| capture.role == Role::Page)
        .collect();
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
        self.stop
            .store(self.after <= self.inner.captures.len(), Ordering::Relaxed);
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
        let options = Options {
            batch: 1,
            ..Options::default()
        };
        let mut ledger = Stopping {
            inner: &mut world.ledger,
            after,
            stop: &stop,
        };
        let profiles = std::slice::from_ref(&world.profile);
        let summary = crawl(
            profiles,
            Arc::clone(&world.transport),
            &mut ledger,
            &world.clock,
            options,
            &mut |_| {},
            &stop,
        )
        .expect("memory");
        assert!(summary.stopped);
        world.crawl();
        let strip = |captured: Vec<(Role, String)>| {
            captured
                .into_iter()
                .map(|(_, path)| path)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            strip(world.captured()),
            strip(whole.clone()),
            "stopped after {after}"
        );
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
        let mut ledger = Dying {
            inner: MemoryLedger::default(),
            batches,
        };
        let options = Options {
            batch: 2,
            ..Options::default()
        };
        let profiles = std::slice::from_ref(&world.profile);
        let result = crawl(
            profiles,
            Arc::clone(&world.transport),
            &mut ledger,
            &world.clock,
            options,
            &mut |_| {},
            &AtomicBool::new(false),
        );
        let error = result.expect_err("the ledger died");
        assert!(error.to_string().contains("ổ đĩa đã đầy"), "{error}");
        world.ledger = ledger.inner;
        world.crawl();
        assert_eq!(
            world.captured().len(),
            expected("hungyen").len(),
            "died after {batches}"
        );
    }
}

#[test]
fn visits_are_written_down_with_what_came_of_them() {
    let mut world = World::of("chinhphu");
    world.crawl();
    let with_capture = world
        .ledger
        .visits
        .iter()
        .filter(|visit| {
            matches!(
                visit.outcome,
                Outcome::Fetched {
                    capture: Some(_),
                    ..
                }
            )
        })
        .count();
    assert_eq!(with_capture, world.ledger.captures.len());
    let page = world.some_page();
    assert!(
        world
            .ledger
            .visits
            .iter()
            .any(|visit| path_of(&visit.url) == page && visit.status == Some(200))
    );
}

#[test]
fn several_portals_are_crawled_side_by_side() {
    let worlds: Vec<World> = PORTALS.iter().map(|portal| World::of(portal)).collect();
    let profiles: Vec<Profile> = worlds.iter().map(|world| world.profile.clone()).collect();
    let mut ledger = MemoryLedger::default();
    let transport = Arc::clone(&worlds[0].transport);
    let clock = VirtualClock::new();
    let summary = crawl(
        &profiles,
        transport,
        &mut ledger,
        &clock,
        Options::default(),
        &mut |_| {},
        &AtomicBool::new(false),
    )
    .expect("memory");
    let all: usize = PORTALS.iter().map(|portal| expected(portal).len()).sum();
    assert_eq!(summary.captures() as usize, all);
    assert_eq!(summary.alarms, []);
}

/// Real pages that nobody wrote a selector for, read by their labels alone.
#[test]
fn labels_alone_read_real_attribute_pages() {
    let Some(root) = std::env::var_os("KEHOACH_REAL") else {
        eprintln!("bỏ qua: KEHOACH_REAL không được đặt");
        return;
    };
    let blank = "schema = 1\nid = \"x\"\nbase = \"https://x.gov.vn\"\n[[source]]\nurl = \"/\"\nitem = \"a\"";
    let profile = Profile::parse(blank, "x.toml", None).unwrap_or_else(|error| panic!("{error}"));
    let folder = Path::new(&root).join("real/html");
    let read = |name: &str| {
        let html = std::fs::read(folder.join(name)).expect("a real page");
        let html = String::from_utf8_lossy(&html);
        kehoach::fetch::read_detail(&html, &profile.base, &profile).fields
    };
    let code = read("Minh0511__vbpl_thuoctinh.html");
    assert_eq!(code.len(), 8, "{code:?}");
    assert_eq!(
        (&*code["number"], &*code["doc_type"]),
        ("101/2015/QH13", "Bộ luật")
    );
    for (page, number, date) in [
        (
            "chinhphu_vanban__grid_and_detail.html",
            "237/NQ-UBTVQH16",
            "14-04-2026",
        ),
        (
            "congbao_chinhphu__detail.html",
            "1192/NQ-UBTVQH15",
            "28/09/2024",
        ),
    ] {
        let fields = read(page);
        assert_eq!((&*fields["number"], &*fields["issued_on"]), (number, date));
    }
    for list in [
        "fontaineha12__ke-hoach.html",
        "vlvinhit__vpcp.chinhphu.vn_home.html",
        "hanoi_newszone__listing_item.html",
    ] {
        assert!(read(list).is_empty(), "{list} is a list");
    }
}
