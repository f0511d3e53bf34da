//! Bytes of a web page as text, for finding links. What the words mean is `parse`'s to decide, from
//! the bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Bytes at the head of a page in which its charset may be declared.
const PRESCAN_BYTES: usize = 4096;

/// Byte order mark, then the HTTP header, then the page's own declaration, then its bytes.
pub(super) fn decode(body: &[u8], content_type: Option<&str>) -> String {
    let encoding = content_type
        .and_then(|value| named_after(value, "charset="))
        .or_else(|| declared(body))
        .unwrap_or_else(|| guessed(body));
    encoding.decode(body).0.into_owned()
}

fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&body[..body.len().min(PRESCAN_BYTES)]).to_ascii_lowercase();
    let found = named_after(&head, "charset=")?;
    // A page whose declaration can be read is not UTF-16, whatever it says.
    Some(if found.is_ascii_compatible() {
        found
    } else {
        UTF_8
    })
}

fn named_after(text: &str, key: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let (_, rest) = lower.split_once(key)?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    Encoding::for_label(&rest.as_bytes()[..end.unwrap_or(rest.len())])
}

fn guessed(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(body, true);
    detector.guess(Some(b"vn"), Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_is_found_wherever_it_is_said() {
        let utf8 = "Kế hoạch";
        assert_eq!(
            decode(utf8.as_bytes(), Some("text/html; charset=UTF-8")),
            utf8
        );
        assert_eq!(decode(utf8.as_bytes(), Some("text/html")), utf8);
        let bom = [b"\xef\xbb\xbf", utf8.as_bytes()].concat();
        assert_eq!(decode(&bom, Some("text/html; charset=windows-1258")), utf8);
        let meta = b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>\xe9";
        assert!(decode(meta, None).ends_with('é'));
    }
}
