//! What an answer means to a crawler: a list, a document page, a file, or one of the ways in which a
//! portal says no with a friendly face. Pure.

use std::collections::BTreeMap;
use std::time::SystemTime;

use url::Url;

use super::capture::{Capture, Context, Role};
use super::charset;
use super::error::{Error, Kind, Result};
use super::frontier::Task;
use super::link::{self, Use, in_scope};
use super::page::{self, Listing};
use super::profile::Profile;
use super::purpose::Purpose;
use super::retry::retry_after;
use super::transport::Response;
use crate::text::fold;

/// Text of a page that is not there, in characters. A document page has more, menus included.
const MISSING_CHARS_MAX: usize = 4000;

/// Body of a page that asks for a browser or a human, in bytes.
const CHALLENGE_BYTES_MAX: usize = 64 * 1024;

/// Body of a page that only sets a cookie and reloads itself, in bytes.
const COOKIE_SCRIPT_BYTES_MAX: usize = 4096;

/// How portals say, with status 200, that there is nothing here.
const MISSING: [&str; 7] = [
    "văn bản không tồn tại",
    "không tồn tại hoặc đã bị gỡ bỏ",
    "nội dung không tồn tại",
    "trang không tồn tại",
    "không tìm thấy trang",
    "page not found",
    "the resource cannot be found",
];

const CHALLENGE: [&str; 5] = [
    "Just a moment...",
    "cf_chl_",
    "Attention Required! | Cloudflare",
    "Checking your browser",
    "_Incapsula_Resource",
];

pub(super) enum Answer {
    Unchanged,
    /// A redirect to be judged and followed.
    Hop(Url),
    Listing(Listing),
    Document {
        capture: Box<Capture>,
        files: Vec<Url>,
        doubt: Option<Doubt>,
    },
}

/// The capture is kept, but somebody should look at the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The page lacks what every document page of the portal has.
    NoRoot,
}

/// Everything an answer is judged by.
pub(super) struct Asked<'a> {
    pub task: &'a Task,
    pub purpose: &'a Purpose,
    pub profile: &'a Profile,
    /// The robots.txt rule that let us ask.
    pub robots: &'a str,
    pub now: SystemTime,
}

pub(super) fn read(asked: &Asked, response: Response) -> Result<Answer> {
    let url = asked.task.target();
    let fail = |kind| Err(Error::new(url, kind));
    if let Some(mark) = challenge(&response) {
        return fail(Kind::Challenge { mark });
    }
    match response.status {
        304 if was_conditional(asked.task) => Ok(Answer::Unchanged),
        301 | 302 | 303 | 307 | 308 => redirect(asked, &response),
        200..=299 => content(asked, response),
        status @ (429 | 503) => fail(throttled(status, &response, asked.now)),
        status => fail(Kind::Status(status)),
    }
}

/// A server that answers 304 to a plain request has not answered it.
fn was_conditional(task: &Task) -> bool {
    let had = task.due.etag.is_some() || task.due.last_modified.is_some();
    had && task.hops.is_empty()
}

fn throttled(status: u16, response: &Response, now: SystemTime) -> Kind {
    let until = response
        .headers
        .get("retry-after")
        .and_then(|value| retry_after(value, now));
    until.map_or(Kind::Status(status), |until| Kind::Throttled {
        status,
        until,
    })
}

fn redirect(asked: &Asked, response: &Response) -> Result<Answer> {
    let url = asked.task.target();
    let target = response
        .headers
        .get("location")
        .and_then(|location| link::resolve(location, url, asked.profile));
    match target {
        Some(target) if is_document(asked) && is_home(&target, url) => Err(Error::new(
            url,
            Kind::Missing {
                mark: "chuyển về trang chủ".to_owned(),
            },
        )),
        Some(target) => Ok(Answer::Hop(target)),
        None => Err(Error::new(url, Kind::Status(response.status))),
    }
}

/// Documents that went away often lead to the front page of their portal.
fn is_home(target: &Url, from: &Url) -> bool {
    let bare = |url: &Url| url.path() == "/" && url.query().is_none();
    target.origin() == from.origin() && bare(target) && !bare(from)
}

fn is_document(asked: &Asked) -> bool {
    !matches!(asked.purpose, Purpose::Listing { .. })
}

fn content(asked: &Asked, response: Response) -> Result<Answer> {
    let url = asked.task.target();
    if response.body.is_empty() {
        return Err(Error::new(
            url,
            Kind::Truncated {
                message: "không có byte nào".to_owned(),
            },
        ));
    }
    let content_type = response.headers.get("content-type");
    let html = is_html(&response.body, content_type)
        .then(|| charset::decode(&response.body, content_type));
    match (asked.purpose, html) {
        (Purpose::Listing { source, .. }, Some(html)) => listing(asked, &html, *source),
        (Purpose::Listing { .. }, None) => Err(Error::new(
            url,
            Kind::WrongContent {
                sniffed: "không phải trang web",
            },
        )),
        (Purpose::Page { fields }, Some(html)) => document_page(asked, response, &html, fields),
        (Purpose::Page { fields }, None) => Ok(file(asked, response, None, fields)),
        (Purpose::Attachment { .. }, Some(html)) if !may_be_html(url) => Err(Error::new(
            url,
            missing(asked.profile, &html).unwrap_or(Kind::WrongContent {
                sniffed: "một trang web",
            }),
        )),
        (Purpose::Attachment { page, fields }, _) => Ok(file(asked, response, Some(page), fields)),
    }
}

fn listing(asked: &Asked, html: &str, source: usize) -> Result<Answer> {
    let Some(source) = asked.profile.sources.get(source) else {
        return Err(Error::new(asked.task.target(), Kind::OutOfScope));
    };
    let mut listing = page::read_listing(html, asked.task.target(), source, asked.profile);
    listing
        .rows
        .retain(|row| in_scope(&row.url, &asked.profile.scope, Use::Page));
    listing.next = listing
        .next
        .filter(|next| in_scope(next, &asked.profile.scope, Use::Page));
    Ok(Answer::Listing(listing))
}

fn document_page(
    asked: &Asked,
    response: Response,
    html: &str,
    row: &BTreeMap<String, String>,
) -> Result<Answer> {
    let profile = asked.profile;
    let detail = page::read_detail(html, asked.task.target(), profile);
    let is_certain = profile.detail.root.is_some() && detail.has_root;
    if let Some(kind) = missing(profile, html).filter(|_| !is_certain) {
        return Err(Error::new(asked.task.target(), kind));
    }
    let mut fields = row.clone();
    fields.extend(detail.fields);
    let files = detail.attachments.into_iter();
    let files = files
        .filter(|file| in_scope(file, &profile.scope, Use::Attachment))
        .collect();
    let capture = capture(asked, response, Role::Page, None, fields);
    let doubt = (!detail.has_root).then_some(Doubt::NoRoot);
    Ok(Answer::Document {
        capture: Box::new(capture),
        files,
        doubt,
    })
}

fn file(
    asked: &Asked,
    response: Response,
    page: Option<&Url>,
    fields: &BTreeMap<String, String>,
) -> Answer {
    let capture = capture(asked, response, Role::Attachment, page, fields.clone());
    Answer::Document {
        capture: Box::new(capture),
        files: Vec::new(),
        doubt: None,
    }
}

fn capture(
    asked: &Asked,
    response: Response,
    role: Role,
    page: Option<&Url>,
    fields: BTreeMap<String, String>,
) -> Capture {
    let profile = asked.profile;
    let url = asked.task.due.url.clone();
    let disposition = response.headers.get("content-disposition");
    let file = link::file_name(&url, disposition, role == Role::Page, &profile.identity);
    let mut chain = vec![url.clone()];
    chain.extend(asked.task.hops.iter().cloned());
    Capture {
        url,
        chain,
        status: response.status,
        headers: response.headers.kept(),
        fetched_at: asked.now,
        sha256: Capture::hash(&response.body),
        body: response.body,
        role,
        robots: asked.robots.to_owned(),
        profile: profile.stamp(),
        context: Context {
            portal: profile.id.clone(),
            province: profile.province.clone(),
            agency: profile.agency.clone(),
            file,
            page: page.cloned(),
            fields,
        },
    }
}

/// By the bytes first: labels on these portals are often wrong in both directions.
fn is_html(body: &[u8], content_type: Option<&str>) -> bool {
    let body = body
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii_start();
    let head = body[..body.len().min(512)].to_ascii_lowercase();
    let known_file = [
        &b"%pdf-"[..],
        b"pk\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"{\\rtf",
        b"rar!",
        b"7z\xbc\xaf",
    ];
    if known_file.iter().any(|magic| head.starts_with(magic)) {
        return false;
    }
    let opens = [
        &b"<!doctype html"[..],
        b"<html",
        b"<head",
        b"<body",
        b"<!--",
        b"<tr",
        b"<div",
        b"<table",
    ];
    opens.iter().any(|tag| head.starts_with(tag))
        || content_type.is_some_and(|value| value.to_ascii_lowercase().contains("html"))
}

/// Word and Excel write web pages under their old extensions.
fn may_be_html(url: &Url) -> bool {
    let extensions = ["doc", "xls", "htm", "html"].map(str::to_owned);
    link::has_extension(url.path(), &extensions)
}

fn challenge(response: &Response) -> Option<String> {
    if let Some(mitigated) = response.headers.get("cf-mitigated") {
        return Some(format!("cf-mitigated: {mitigated}"));
    }
    let body = &response.body;
    if CHALLENGE_BYTES_MAX < body.len() || !is_html(body, response.headers.get("content-type")) {
        return None;
    }
    let text = String::from_utf8_lossy(body);
    if let Some(mark) = CHALLENGE.iter().find(|mark| text.contains(**mark)) {
        return Some((*mark).to_owned());
    }
    // D1N and its kin: a script that sets a cookie and loads the page again.
    let only_script = body.len() < COOKIE_SCRIPT_BYTES_MAX
        && text.contains("document.cookie")
        && !text.contains("<a ");
    only_script.then(|| "document.cookie".to_owned())
}

/// The phrase by which a page says that there is nothing here.
fn missing(profile: &Profile, html: &str) -> Option<Kind> {
    let text = fold(&page::visible_text(html, MISSING_CHARS_MAX)?);
    let own = profile.missing.iter().map(String::as_str);
    let mark = own
        .chain(MISSING)
        .find(|phrase| text.contains(&fold(phrase)))?;
    Some(Kind::Missing {
        mark: mark.to_owned(),
    })
}
