//! Portal profiles, right and wrong.

use std::collections::BTreeSet;

use kehoach::fetch::{Profile, preset_names};

use super::{PORTALS, portal_folder};

#[track_caller]
fn check_wrong(profile: &str, line: Option<usize>, words: &str) {
    let error = Profile::parse(profile, "thu.toml", None)
        .map(|_| ())
        .expect_err(words);
    assert_eq!((error.file(), error.line()), ("thu.toml", line), "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn a_wrong_profile_is_told_where_and_what_to_do() {
    let head = "schema = 1\nid = \"x\"\nbase = \"https://x.gov.vn\"\n";
    check_wrong("schema = 2\nid = \"x\"", Some(1), "schema = 1");
    check_wrong("schema = 1\nid = \"X Y\"", Some(2), "chữ thường");
    check_wrong("schema = 1\nid = \"x\"", None, "thiếu «base»");
    check_wrong(
        "schema = 1\nid = \"x\"\nbase = \"{replica}\"",
        Some(3),
        "--base",
    );
    check_wrong(
        "schema = 1\nid = \"x\"\nbase = \"http://127.0.0.1\"",
        Some(3),
        "allow_loopback",
    );
    check_wrong(
        "schema = 1\nid = \"x\"\nbase = \"ftp://x\"",
        Some(3),
        "http://",
    );
    check_wrong(head, None, "[[source]]");
    check_wrong(&format!("{head}selectors = 1"), Some(4), "selectors");
    check_wrong(
        &format!("{head}extends = \"platform:nope\"\n"),
        Some(4),
        "tandan-sp",
    );
    let source = |rest: &str| format!("{head}[[source]]\nurl = \"/a\"\n{rest}");
    check_wrong(&source(""), None, "thiếu «item»");
    check_wrong(&source("item = \"li[\""), Some(6), "viết sai");
    check_wrong(
        &source("item = \"#ctl00_m_g_e110b351_5abc_4e84_8b93_9040a3dbe6c4 tr\""),
        Some(6),
        "GUID",
    );
    check_wrong(
        &source("item = \"li\"\npaging = { style = \"scroll\" }"),
        Some(7),
        "next-link",
    );
    check_wrong(
        &source("item = \"li\"\nfields = { so_hieu = { css = \"b\" } }"),
        Some(7),
        "issued_on",
    );
    check_wrong(
        &source("item = \"li\"\nfields = { number = { css = \"b\", regex = \"(\" } }"),
        Some(7),
        "biểu thức",
    );
}

#[test]
fn every_platform_has_a_portal_in_the_corpus() {
    let mut used = BTreeSet::new();
    for portal in PORTALS {
        let text =
            std::fs::read_to_string(portal_folder(portal).join("profile.toml")).expect("a profile");
        let extends = text
            .lines()
            .find_map(|line| line.strip_prefix("extends = \"platform:"))
            .expect("extends");
        used.insert(extends.trim_end_matches('"').to_owned());
    }
    assert_eq!(used, preset_names().map(str::to_owned).collect());
}
