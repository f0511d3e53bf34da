//! From what stands in an `href` to one URL per document.

use std::borrow::Cow;

use url::Url;

use super::frontier::authority;
use super::profile::{Identity, Profile, Scope};

/// Longest URL followed. Session state and calendars make longer ones, documents do not.
const URL_BYTES_MAX: usize = 2048;

/// Viewers inside viewers that are unwrapped.
const UNWRAP_DEPTH_MAX: usize = 2;

/// Parameters that never name a document: sessions, campaigns, Liferay's state of the window.
const DROPPED_QUERY: [&str; 8] = [
    "utm_*",
    "fbclid",
    "gclid",
    "p_p_auth",
    "jsessionid",
    "phpsessid",
    "sid",
    "zarsrc",
];

/// The canonical URL of a link found on the page at `base`. `None` for links that lead nowhere a
/// crawler goes: scripts, mail, fragments, user names.
pub(super) fn resolve(href: &str, base: &Url, profile: &Profile) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') || URL_BYTES_MAX < href.len() {
        return None;
    }
    let url = base.join(href).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    (is_web && url.username().is_empty() && url.password().is_none())
        .then(|| canonical(url, &profile.identity))
}

/// Without fragment, session and campaign; everything else stays as the portal wrote it.
pub fn canonical(mut url: Url, identity: &Identity) -> Url {
    url.set_fragment(None);
    if let Some((path, _)) = url.path().split_once(";jsessionid=") {
        let path = path.to_owned();
        url.set_path(&path);
    }
    let Some(query) = url.query() else { return url };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_dropped(pair, identity))
        .collect();
    if kept.len() != query.split('&').count() {
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(kept.as_str()));
    }
    url
}

fn is_dropped(pair: &str, identity: &Identity) -> bool {
    let name = pair
        .split('=')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let own = identity.drop_query.iter().map(String::as_str);
    own.chain(DROPPED_QUERY)
        .any(|dropped| match dropped.strip_suffix('*') {
            Some(head) => name.starts_with(&head.to_ascii_lowercase()),
            None => name == dropped.to_ascii_lowercase(),
        })
}

/// The real URL inside a viewer's or download page's.
pub(super) fn unwrap(url: Url, parameters: &[String]) -> Url {
    let mut url = url;
    for _ in 0..UNWRAP_DEPTH_MAX {
        let inner = url
            .query_pairs()
            .find(|(name, _)| parameters.iter().any(|wanted| name == wanted))
            .and_then(|(_, value)| url.join(value.trim()).ok())
            .filter(|inner| matches!(inner.scheme(), "http" | "https"));
        match inner {
            Some(inner) => url = inner,
            None => break,
        }
    }
    url.set_fragment(None);
    url
}

/// What a URL is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Page,
    Attachment,
}

/// True if the profile covers the URL for that use.
pub(super) fn in_scope(url: &Url, scope: &Scope, used_as: Use) -> bool {
    let host = authority(url);
    let is_host = scope.hosts.contains(&host)
        || (used_as == Use::Attachment && scope.attachment_hosts.contains(&host));
    let tail = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let allowed = scope.allow.is_empty()
        || used_as == Use::Attachment
        || scope.allow.iter().any(|allow| allow.is_match(tail));
    is_host && allowed && !scope.deny.iter().any(|deny| deny.is_match(tail))
}

/// True if a path segment of the link ends in one of the extensions (Liferay puts a UUID behind the name).
pub(super) fn has_extension(href: &str, extensions: &[String]) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    path.split('/')
        .any(|segment| extension_of(segment).is_some_and(|found| extensions.contains(&found)))
}

fn extension_of(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let plausible =
        (2..=5).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    (!stem.is_empty() && plausible).then(|| extension.to_ascii_lowercase())
}

/// A file name for a body: what the server calls it, else what its URL calls it, else its key.
pub(super) fn file_name(
    url: &Url,
    disposition: Option<&str>,
    html: bool,
    identity: &Identity,
) -> String {
    let name = disposition
        .and_then(super::disposition::file_name)
        .unwrap_or_else(|| name_in(url, html, identity));
    match (html, name.rsplit_once('.')) {
        (true, Some((stem, "aspx" | "asp" | "htm" | "php" | "html" | "jsp")))
            if !stem.is_empty() =>
        {
            format!("{stem}.html")
        }
        (true, _) => format!("{name}.html"),
        _ => name,
    }
}

fn name_in(url: &Url, html: bool, identity: &Identity) -> String {
    let key = identity.key_query.as_ref().and_then(|key| {
        let (name, value) = url.query_pairs().find(|(name, _)| name == key.as_str())?;
        Some(format!("{name}-{value}"))
    });
    let segments: Vec<&str> = url
        .path()
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let with_extension = segments
        .iter()
        .rev()
        .find(|segment| extension_of(segment).is_some());
    let segment = match html {
        true => segments.last(),
        false => with_extension.or(segments.last()),
    };
    // NukeViet's plain URLs carry the alias in the query: op=detail/ke-hoach-21.
    let in_query = || {
        url.query_pairs()
            .find_map(|(_, value)| value.rsplit_once('/').map(|(_, tail)| tail.to_owned()))
    };
    let name = key
        .or_else(|| {
            segment
                .filter(|segment| **segment != "index.php")
                .map(|segment| decoded(segment).into_owned())
        })
        .or_else(in_query)
        .unwrap_or_else(|| authority(url));
    super::disposition::safe(&name)
}

fn decoded(segment: &str) -> Cow<'_, str> {
    percent(segment).map_or(Cow::Borrowed(segment), Cow::Owned)
}

/// Percent-decoded, if it was encoded and is UTF-8.
pub(super) fn percent(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        out.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_canonical(url: &str, expected: &str) {
        let url = Url::parse(url).expect("a URL");
        let identity = Identity {
            drop_query: vec!["t".to_owned()],
            key_query: None,
        };
        let once = canonical(url, &identity);
        assert_eq!(once.as_str(), expected);
        assert_eq!(
            canonical(once.clone(), &identity),
            once,
            "canonical twice is canonical once"
        );
    }

    #[test]
    fn sessions_and_campaigns_do_not_make_a_second_document() {
        check_canonical(
            "http://X.gov.vn:80/a/../b?id=1&p_p_auth=KeI6&utm_source=zalo#x",
            "http://x.gov.vn/b?id=1",
        );
        check_canonical(
            "http://x.gov.vn/a;jsessionid=12AB?utm_medium=q",
            "http://x.gov.vn/a",
        );
        check_canonical("http://x.gov.vn/a?t=1&T=2&ten=3", "http://x.gov.vn/a?ten=3");
        check_canonical(
            "http://x.gov.vn/?pageid=27160&docid=1&classid=2",
            "http://x.gov.vn/?pageid=27160&docid=1&classid=2",
        );
    }

    #[track_caller]
    fn check_name(url: &str, html: bool, expected: &str) {
        let url = Url::parse(url).expect("a URL");
        let identity = Identity {
            drop_query: Vec::new(),
            key_query: Some("docid".to_owned()),
        };
        assert_eq!(file_name(&url, None, html, &identity), expected);
    }

    #[test]
    fn a_file_is_called_what_its_url_calls_it() {
        check_name(
            "http://x/portal/Pages/2021-2-5/kh-21.aspx",
            true,
            "kh-21.html",
        );
        check_name("http://x/-/view_content/12-kh-21", true, "12-kh-21.html");
        check_name(
            "http://x/?pageid=27160&docid=217876",
            true,
            "docid-217876.html",
        );
        check_name(
            "http://x/index.php?nv=laws&op=detail/kh-21-5",
            true,
            "kh-21-5.html",
        );
        check_name(
            "http://x/documents/20182/1/k%E1%BA%BF.pdf/6202c27f-d422?t=1",
            false,
            "kế.pdf",
        );
    }

    #[test]
    fn a_viewer_is_unwrapped_to_the_file_it_shows() {
        let url =
            Url::parse("https://x.vn/Down.aspx?FileUrl=https%3A%2F%2Fy.vn%2F293-KH.signed.pdf")
                .expect("a URL");
        assert_eq!(
            unwrap(url, &["FileUrl".to_owned()]).as_str(),
            "https://y.vn/293-KH.signed.pdf"
        );
    }
}
