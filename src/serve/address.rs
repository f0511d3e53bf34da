//! The addresses of our own pages, written in one place.

use url::{Url, form_urlencoded};

use crate::link::WorkId;

pub(super) fn work(id: &WorkId) -> String {
    format!("/van-ban/{}", segment(&id.0))
}

pub(super) fn original(sha256: &str) -> String {
    format!("/tep/{}", segment(sha256))
}

/// A line of search; empty pairs are left out.
pub(super) fn search(line: &str, sort: &str, page: usize) -> String {
    let page = if page < 2 {
        String::new()
    } else {
        page.to_string()
    };
    with(
        "/tim",
        &[("q", line.trim()), ("xep", sort), ("trang", &page)],
    )
}

/// An address with what is asked of it; pairs without a value are left out, but the search line
/// stays so that the page is a search even when nothing is typed.
pub(super) fn with(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if !value.is_empty() || *name == "q" {
            query.append_pair(name, value);
        }
    }
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// An address from elsewhere that a person may follow: only http and https.
pub(super) fn outside(url: &Url) -> Option<String> {
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}

/// One segment of a path. Our ids and hashes are hexadecimal; anything else is encoded.
fn segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_any_text() {
        assert_eq!(work(&WorkId("w01/a?".into())), "/van-ban/w01%2Fa%3F");
        assert_eq!(
            search("kế hoạch \"a&b\"", "", 1),
            "/tim?q=k%E1%BA%BF+ho%E1%BA%A1ch+%22a%26b%22"
        );
        assert_eq!(search("", "moi", 3), "/tim?q=&xep=moi&trang=3");
    }

    #[test]
    fn only_web_addresses_are_followed() {
        let shown = |text: &str| outside(&Url::parse(text).expect("an address"));
        assert!(shown("https://a.vn/x").is_some());
        assert_eq!(shown("javascript:alert(1)"), None);
        assert_eq!(shown("file:///etc/passwd"), None);
    }
}
