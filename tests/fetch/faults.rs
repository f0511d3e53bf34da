//! Servers that misbehave, one page at a time. Each fault is put on one page of Hưng Yên.

use std::time::{Duration, SystemTime};

use kehoach::fetch::{
    Alarm, Coverage, Event, Fault, HttpTransport, Kind, Limits, Options, Reach, Request, State,
    Summary, Transport,
};
use url::Url;

use super::{World, expected, path_of, quick, tail};

/// Crawls a fresh Hưng Yên with one faulty page and returns what became of that page.
#[track_caller]
fn with_fault(fault: Fault) -> (World, Summary, Vec<Event>) {
    let mut world = World::of("hungyen");
    world.replica.fault(FAULTY, fault);
    let summary = world.crawl();
    let about = about_faulty(&world);
    (world, summary, about)
}

/// What was told of the faulty page.
fn about_faulty(world: &World) -> Vec<Event> {
    let is_about = |event: &&Event| match event {
        Event::Captured { url, .. }
        | Event::Failed { url, .. }
        | Event::Refused { url, .. }
        | Event::Missing { url, .. } => path_of(url) == FAULTY,
        _ => false,
    };
    world.events.iter().filter(is_about).cloned().collect()
}

const FAULTY: &str = "/portal/Pages/2021-2-5/kh-21-papi-2021.aspx";

/// Documents of Hưng Yên, pages and files.
fn all() -> u64 {
    expected("hungyen").len() as u64
}

#[track_caller]
fn failed_with(events: &[Event], words: &str) {
    let reasons: Vec<&String> = events
        .iter()
        .filter_map(|event| match event {
            Event::Failed { reason, .. }
            | Event::Refused { reason, .. }
            | Event::Missing { reason, .. } => Some(reason),
            _ => None,
        })
        .collect();
    assert!(
        !reasons.is_empty() && reasons.iter().all(|reason| reason.contains(words)),
        "{reasons:?}"
    );
}

#[test]
fn a_server_that_asks_to_wait_is_waited_for() {
    for retry_after in ["30", "Thu, 28 May 2026 20:27:10 GMT"] {
        let (world, summary, events) = with_fault(Fault::Throttle {
            retry_after: retry_after.to_owned(),
            times: 1,
        });
        failed_with(&events, "429");
        assert_eq!(summary.captures(), all());
        let times: Vec<SystemTime> = world
            .events
            .iter()
            .filter_map(|event| match event {
                Event::Asked { at, url } if path_of(url) == FAULTY => Some(*at),
                _ => None,
            })
            .collect();
        let waited = times[1].duration_since(times[0]).expect("later");
        assert!(
            Duration::from_secs(20) <= waited,
            "{retry_after}: {waited:?}"
        );
        // Nobody else of that host was asked meanwhile.
        let during = world.events.iter().filter(|event| matches!(event, Event::Asked { at, .. } if times[0] < *at && *at < times[1])).count();
        assert_eq!(during, 0);
    }
}

#[test]
fn a_burst_of_503_is_outlived() {
    let (_, summary, events) = with_fault(Fault::Status {
        status: 503,
        times: 2,
    });
    failed_with(&events, "503");
    assert_eq!(summary.captures(), all());
}

#[test]
fn a_broken_page_costs_that_page_alone_and_is_tried_later() {
    let (world, summary, _) = with_fault(Fault::Status {
        status: 500,
        times: 99,
    });
    assert_eq!(summary.captures(), all() - 1);
    let entry = world
        .ledger
        .entries()
        .find(|entry| path_of(&entry.due.url) == FAULTY)
        .expect("it is remembered");
    assert!(matches!(entry.state, State::Waiting(_)), "{entry:?}");
    assert_eq!(summary.waiting, 1);
}

#[test]
fn a_page_that_is_gone_is_not_asked_again() {
    let (world, summary, events) = with_fault(Fault::Status {
        status: 404,
        times: 99,
    });
    failed_with(&events, "404");
    assert_eq!(summary.captures(), all() - 1);
    let entry = world
        .ledger
        .entries()
        .find(|entry| path_of(&entry.due.url) == FAULTY)
        .expect("it is remembered");
    assert_eq!(entry.state, State::Dead);
}

#[test]
fn a_body_cut_short_is_asked_for_again() {
    let (_, summary, events) = with_fault(Fault::Truncate { times: 1 });
    failed_with(&events, "cắt giữa chừng");
    assert_eq!(summary.captures(), all());
}

/// A server that keeps the crawler waiting costs a second or two each time, then its page.
#[track_caller]
fn check_slow(fault: Fault) {
    let impatient = Limits {
        first_byte: Duration::from_secs(1),
        idle: Duration::from_secs(1),
        total: Duration::from_secs(2),
        ..quick()
    };
    let mut world = World::of("hungyen");
    world.transport = HttpTransport::new("test", impatient)
        .expect("a client")
        .into();
    world.replica.fault(FAULTY, fault);
    let summary = world.crawl();
    assert_eq!(summary.captures(), all() - 1);
    let entry = world
        .ledger
        .entries()
        .find(|entry| path_of(&entry.due.url) == FAULTY);
    assert!(matches!(
        entry.expect("it is remembered").state,
        State::Waiting(_)
    ));
    failed_with(&about_faulty(&world), "quá thời gian");
}

#[test]
fn a_server_that_does_not_answer_is_given_up_after_its_time() {
    check_slow(Fault::Slow(Duration::from_secs(3)));
}

#[test]
fn a_body_that_drips_is_given_up_after_its_time() {
    check_slow(Fault::Drip(Duration::from_millis(50)));
}

#[test]
fn redirects_to_the_inside_are_refused() {
    for inside in [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://2852039166/",
        "//192.168.1.1/",
        "http://localhost:1/",
    ] {
        let (_, summary, events) = with_fault(Fault::Redirect(inside.to_owned()));
        failed_with(&events, "ngoài phạm vi");
        assert_eq!(summary.captures(), all() - 1, "{inside}");
    }
}

#[test]
fn addresses_of_the_inside_are_refused_even_where_the_scope_names_them() {
    let transport = HttpTransport::new("test", quick()).expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for (url, reach) in [
        ("http://169.254.169.254/", Reach::Loopback),
        ("http://[fd00:ec2::254]/", Reach::Loopback),
        ("http://127.0.0.1:9/", Reach::Public),
        ("http://2130706433:9/", Reach::Public),
        ("http://localhost:9/", Reach::Public),
    ] {
        let request = Request {
            url: Url::parse(url).expect("a URL"),
            reach,
            bytes_max: 1,
            if_none_match: None,
            if_modified_since: None,
            referer: None,
        };
        let error = runtime.block_on(transport.get(request)).expect_err(url);
        assert!(
            matches!(error.kind(), Kind::PrivateAddress { .. }),
            "{url}: {error}"
        );
    }
}

#[test]
fn a_redirect_inside_the_portal_is_followed_and_noted() {
    let to = "/portal/Pages/2020-3-9/kh-35-papi-2020.aspx?cu=1";
    let (world, summary, _) = with_fault(Fault::Redirect(to.to_owned()));
    assert_eq!(summary.captures(), all());
    let moved = world
        .ledger
        .captures
        .iter()
        .find(|capture| tail(capture) == FAULTY)
        .expect("captured under its own URL");
    assert_eq!(
        moved.chain.iter().map(path_of).collect::<Vec<_>>(),
        [FAULTY, to]
    );
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
    let (_, summary, events) = with_fault(Fault::bomb(64 << 20));
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
    world
        .replica
        .fault(file, Fault::ContentType("text/html".to_owned()));
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
fn a_page_that_asks_for_a_browser_is_no_document_and_stops_its_host() {
    for body in [
        "<html><head><title>Just a moment...</title></head><body></body></html>",
        "<html><script>document.cookie=\"D1N=1\";location.reload()</script></html>",
    ] {
        let (mut world, summary, events) = with_fault(Fault::Body(body.as_bytes().to_vec()));
        failed_with(&events, "xác minh");
        assert!(
            matches!(&summary.alarms[..], [Alarm::Challenged { .. }]),
            "{:?}",
            summary.alarms
        );
        let last = world.replica.take_log().pop().expect("something was asked");
        assert_eq!(last.path, FAULTY, "nothing was asked after it");
        world.replica.heal();
        world.clock.pass(Duration::from_secs(2 * 24 * 60 * 60));
        world.crawl();
        assert_eq!(world.captured().len() as u64, all());
    }
}

#[test]
fn an_etag_that_lies_is_told_and_not_believed() {
    let mut world = World::of("hungyen");
    world
        .replica
        .fault(FAULTY, Fault::LyingEtag("\"always\"".to_owned()));
    world.crawl();
    let everything = Options {
        coverage: Coverage::Everything,
        ..Options::default()
    };
    let second = world.crawl_with(everything);
    assert_eq!(second.captures(), 1, "the body is new each time");
    assert!(
        matches!(&second.alarms[..], [Alarm::LyingEtag { url }] if path_of(url) == FAULTY),
        "{:?}",
        second.alarms
    );
    world.replica.take_log();
    world.crawl_with(everything);
    let asked = world
        .replica
        .take_log()
        .into_iter()
        .find(|asked| asked.path == FAULTY)
        .expect("it is asked");
    assert!(!asked.conditional);
}

#[test]
fn a_list_without_rows_raises_the_alarm_and_costs_nothing() {
    let mut world = World::of("hungyen");
    world.replica.fault(
        "/portal/Pages/Ke-hoach.aspx",
        Fault::Body(b"<html><body>B\xe1\xba\xa3o tr\xc3\xac</body></html>".to_vec()),
    );
    let summary = world.crawl();
    assert!(
        matches!(&summary.alarms[..], [Alarm::NoRows { .. }]),
        "{:?}",
        summary.alarms
    );
    world.replica.heal();
    assert_eq!(world.crawl().captures(), all());
}

#[test]
fn a_host_in_trouble_is_left_alone() {
    let mut world = World::of("hungyen");
    let paths: Vec<String> = world
        .replica
        .routes()
        .map(|(url, _)| url.to_owned())
        .filter(|url| url.contains("/portal/Pages/20"))
        .collect();
    for path in &paths {
        world.replica.fault(
            path,
            Fault::Status {
                status: 500,
                times: 99,
            },
        );
    }
    let summary = world.crawl();
    assert!(
        summary
            .alarms
            .iter()
            .any(|alarm| matches!(alarm, Alarm::HostRests { .. })),
        "{:?}",
        summary.alarms
    );
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
