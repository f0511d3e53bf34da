//! Without sockets: what depends on the answers alone.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use kehoach::fetch::{MemoryLedger, Options, Profile, Role, ScriptedSite, State, Summary, crawl};
use url::Url;

use super::{VirtualClock, path_of};

const ROBOTS: &str = "http://x.gov.vn/robots.txt";

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
    let summary = crawl(
        &[profile],
        Arc::clone(&site),
        &mut ledger,
        &clock,
        Options::default(),
        &mut |_| {},
        &AtomicBool::new(false),
    );
    (summary.expect("memory"), ledger, site)
}

fn paths(site: &ScriptedSite) -> Vec<String> {
    site.asked()
        .iter()
        .map(|request| path_of(&request.url))
        .collect()
}

#[test]
fn robots_that_cannot_be_judged_stop_the_portal() {
    for (status, body, tries) in [
        (503, "", 2),
        (403, "", 1),
        (429, "", 1),
        (200, "<html>captcha</html>", 1),
    ] {
        let site = ScriptedSite::default().answer(ROBOTS, status, &[], body);
        let (summary, ledger, site) = scripted(SCRIPTED, site);
        assert_eq!(paths(&site), vec!["/robots.txt"; tries], "{status}");
        assert_eq!(summary.waiting, 1);
        let waits = |state| matches!(state, State::Waiting(_));
        assert!(ledger.entries().all(|entry| waits(entry.state)));
    }
}

#[test]
fn a_hiccup_of_robots_does_not_cost_the_run() {
    let site = ScriptedSite::default()
        .answer(ROBOTS, 500, &[], "")
        .answer(ROBOTS, 404, &[], "");
    let (_, _, site) = scripted(SCRIPTED, site);
    assert_eq!(paths(&site)[..3], ["/robots.txt", "/robots.txt", "/list"]);
}

#[test]
fn robots_is_read_through_a_redirect() {
    let site = ScriptedSite::default()
        .answer(
            "http://x.gov.vn/robots.txt",
            301,
            &[("location", "https://www.x.gov.vn/robots.txt")],
            "",
        )
        .answer(
            "https://www.x.gov.vn/robots.txt",
            200,
            &[],
            "User-agent: *\nDisallow: /list",
        );
    let (summary, _, site) = scripted(SCRIPTED, site);
    assert_eq!(paths(&site), ["/robots.txt", "/robots.txt"]);
    assert_eq!(summary.refused, 1);
}

#[test]
fn a_list_that_repeats_its_last_page_for_ever_ends() {
    let rows = |from: u32| {
        (from..from + 3)
            .map(|n| format!("<li><a href='/d/{n}'>{n}</a></li>"))
            .collect::<String>()
    };
    let page = |from| format!("<html><body><ul>{}</ul></body></html>", rows(from));
    let mut site = ScriptedSite::default()
        .answer(
            "http://x.gov.vn/list",
            200,
            &[("content-type", "text/html")],
            &page(0),
        )
        .answer("http://x.gov.vn/list?p=2", 200, &[], &page(3));
    for number in 3..50 {
        site = site.answer(
            &format!("http://x.gov.vn/list?p={number}"),
            200,
            &[],
            &page(3),
        );
    }
    for number in 0..6 {
        site = site.answer(
            &format!("http://x.gov.vn/d/{number}"),
            200,
            &[],
            "<html><body>văn bản</body></html>",
        );
    }
    let (summary, _, site) = scripted(SCRIPTED, site);
    assert_eq!(summary.pages, 6);
    assert_eq!(
        paths(&site)
            .iter()
            .filter(|path| path.starts_with("/list"))
            .count(),
        3
    );
}

#[test]
fn links_out_of_scope_and_sessions_are_not_followed() {
    let list = "<html><ul><li><a href='https://thuvienphapluat.vn/1'>a</a></li><li><a href='javascript:void(0)'>b</a></li>\
        <li><a href='mailto:a@b.vn'>c</a></li><li><a href=' /d/1?p_p_auth=A '>d</a></li><li><a href='/d/1?p_p_auth=B#x'>e</a></li>\
        <li><a href='http://a:b@x.gov.vn/d/2'>f</a></li><li><a href='http://x.gov.vn:8080/d/3'>g</a></li></ul></html>";
    let site = ScriptedSite::default()
        .answer(
            "http://x.gov.vn/list",
            200,
            &[("content-type", "text/html")],
            list,
        )
        .answer(
            "http://x.gov.vn/d/1",
            200,
            &[],
            "<html><body>văn bản</body></html>",
        );
    let (summary, _, site) = scripted(SCRIPTED, site);
    assert_eq!(summary.pages, 1);
    assert_eq!(paths(&site), ["/robots.txt", "/list", "/d/1", "/list?p=2"]);
}

#[test]
fn a_file_on_another_host_is_fetched_where_the_profile_names_it_and_its_robots_allows() {
    let list = "<html><ul><li><a href='/d/1'>a</a></li></ul></html>";
    let page = "<html><body>văn bản <a href='http://kho.vn/1.pdf'>1</a> <a href='http://kho.vn/kin/2.pdf'>2</a> <a href='http://la.vn/3.pdf'>3</a></body></html>";
    let named = SCRIPTED.replace(
        "[[source]]",
        "[scope]\nattachment_hosts = [\"kho.vn\"]\n[[source]]",
    );
    let site = ScriptedSite::default()
        .answer(
            "http://x.gov.vn/list",
            200,
            &[("content-type", "text/html")],
            list,
        )
        .answer("http://x.gov.vn/d/1", 200, &[], page)
        .answer(
            "http://kho.vn/robots.txt",
            200,
            &[],
            "User-agent: *\nDisallow: /kin/",
        )
        .answer("http://kho.vn/1.pdf", 200, &[], "%PDF-1.4");
    let (summary, ledger, site) = scripted(&named, site);
    assert_eq!(
        (summary.pages, summary.attachments, summary.refused),
        (1, 1, 1)
    );
    let asked: Vec<String> = site
        .asked()
        .iter()
        .map(|request| request.url.to_string())
        .filter(|url| !url.contains("x.gov.vn"))
        .collect();
    assert_eq!(asked, ["http://kho.vn/robots.txt", "http://kho.vn/1.pdf"]);
    let file = ledger
        .captures
        .iter()
        .find(|capture| capture.role == Role::Attachment)
        .expect("the file");
    assert_eq!(
        file.context.page.as_ref().map(Url::as_str),
        Some("http://x.gov.vn/d/1")
    );
    let referer = site
        .asked()
        .into_iter()
        .find(|request| request.url.path() == "/1.pdf")
        .and_then(|request| request.referer);
    assert_eq!(referer, file.context.page);
}

#[test]
fn every_hop_of_a_redirect_is_judged_by_the_robots_of_its_host() {
    let list = "<html><ul><li><a href='/d/1'>a</a></li><li><a href='/d/2'>b</a></li></ul></html>";
    let named = SCRIPTED.replace(
        "[[source]]",
        "[scope]\nhosts = [\"moi.gov.vn\"]\n[[source]]",
    );
    let site = ScriptedSite::default()
        .answer(
            "http://x.gov.vn/list",
            200,
            &[("content-type", "text/html")],
            list,
        )
        .answer(
            "http://x.gov.vn/d/1",
            301,
            &[("location", "http://moi.gov.vn/d/1")],
            "",
        )
        .answer(
            "http://x.gov.vn/d/2",
            301,
            &[("location", "http://moi.gov.vn/kin/2")],
            "",
        )
        .answer(
            "http://moi.gov.vn/robots.txt",
            200,
            &[],
            "User-agent: *\nDisallow: /kin/",
        )
        .answer(
            "http://moi.gov.vn/d/1",
            200,
            &[],
            "<html><body>văn bản</body></html>",
        );
    let (summary, ledger, site) = scripted(&named, site);
    assert_eq!((summary.pages, summary.refused), (1, 1));
    assert!(
        site.asked()
            .iter()
            .all(|request| !request.url.path().starts_with("/kin/"))
    );
    assert_eq!(ledger.captures[0].chain.len(), 2);
}

#[test]
fn a_public_portal_is_asked_once_a_second_at_most() {
    let hurried = SCRIPTED.replace("[[source]]", "[politeness]\ndelay_ms_min = 1\n[[source]]");
    let profile = Profile::parse(&hurried, "x.toml", None).expect("a profile");
    assert_eq!(profile.politeness.delay_min, Duration::from_secs(1));
}
