//! A page saved as a web archive (MHTML) or a mail in, the document of its text out.
//!
//! Word and browsers save a page with its pictures in one file, and many portals offer such files as
//! `.doc`. Of the parts the first page is read, else the first text; every letter has its bytes in the
//! part as it was decoded. Promise: as for pages; parts inside parts are followed to a depth only.

use super::{Document, Hint, Limits, MediaType, html, plain, unread};

/// Bytes looked through for the head of a file.
const HEAD_MAX: usize = 16 << 10;

/// Parts inside parts; a mail with an answer in it has three.
const DEPTH_MAX: usize = 6;

/// Parts of one file that are looked at.
const PARTS_MAX: usize = 2_000;

/// True for a file that starts with the head of a MIME message.
pub(super) fn is_message(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let head = &start[..start.len().min(HEAD_MAX)];
    let name = head.iter().take_while(|byte| is_name(**byte)).count();
    let opens = 0 < name && head.get(name) == Some(&b':');
    opens && {
        let (head, _) = split_head(head);
        header(head, "MIME-Version").is_some() && header(head, "Content-Type").is_some()
    }
}

pub(super) fn read(bytes: &[u8], hint: &Hint, limits: &Limits) -> Document {
    let mut left = PARTS_MAX;
    let found = text_of(bytes.trim_ascii_start(), 0, &mut left);
    let Some(found) = found else {
        return Document::unreadable(
            MediaType::Unknown,
            unread::format_not_read(MediaType::Unknown, bytes),
        );
    };
    let hint = Hint {
        content_type: Some(&found.content_type),
        ..*hint
    };
    let mut document = match found.is_page {
        true => html::read(&found.bytes, &hint, limits),
        false => plain::read(&found.bytes, &hint, limits),
    };
    document.text = document.text.in_part(0);
    document.parts = vec![found.content_type];
    document
}

/// A text among the parts, decoded.
struct Found {
    content_type: String,
    is_page: bool,
    bytes: Vec<u8>,
}

fn text_of(message: &[u8], depth: usize, left: &mut usize) -> Option<Found> {
    if DEPTH_MAX < depth || *left == 0 {
        return None;
    }
    *left -= 1;
    let (head, body) = split_head(message);
    let content_type = header(head, "Content-Type").unwrap_or_else(|| "text/plain".to_owned());
    let kind = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if kind.starts_with("multipart/") {
        let boundary = parameter(&content_type, "boundary")?;
        let mut texts = parts(body, &boundary).filter_map(|part| text_of(part, depth + 1, left));
        let first = texts.next()?;
        return match first.is_page {
            true => Some(first),
            false => Some(texts.find(|text| text.is_page).unwrap_or(first)),
        };
    }
    let is_page = matches!(&*kind, "text/html" | "application/xhtml+xml");
    if !is_page && kind != "text/plain" {
        return None;
    }
    let encoding = header(head, "Content-Transfer-Encoding").unwrap_or_default();
    let bytes = match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => from_base64(body),
        "quoted-printable" => from_quoted(body),
        _ => body.to_vec(),
    };
    Some(Found {
        content_type,
        is_page,
        bytes,
    })
}

/// Head and body, parted by an empty line.
fn split_head(message: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while at < message.len() {
        let len = line_len(&message[at..]);
        if message[at..at + len].trim_ascii().is_empty() {
            return (&message[..at], &message[at + len..]);
        }
        at += len;
    }
    (message, &[])
}

fn line_len(bytes: &[u8]) -> usize {
    memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// The value of a header, its continued lines joined.
fn header(head: &[u8], name: &str) -> Option<String> {
    let mut value: Option<String> = None;
    for line in head.split(|byte| *byte == b'\n') {
        let text = String::from_utf8_lossy(line);
        let goes_on = text.starts_with([' ', '\t']);
        match &mut value {
            Some(value) if goes_on => value.extend([" ", text.trim()]),
            Some(_) => break,
            None => {
                let own = text.split_once(':');
                let own = own.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name));
                value = own.map(|(_, rest)| rest.trim().to_owned());
            }
        }
    }
    value
}

/// A parameter of a header's value: `boundary="x"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|pair| {
        let (known, value) = pair.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (known.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// What stands between the lines that name the boundary.
fn parts<'a>(body: &'a [u8], boundary: &str) -> impl Iterator<Item = &'a [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let next = move |from: usize| -> Option<(usize, usize)> {
        let mut at = from;
        while at < body.len() {
            let len = line_len(&body[at..]);
            if body[at..at + len].starts_with(&mark) {
                return Some((at, at + len));
            }
            at += len;
        }
        None
    };
    let mut start = next(0).map(|(_, after)| after);
    std::iter::from_fn(move || {
        let from = start?;
        let found = next(from);
        start = found.map(|(_, after)| after);
        let end = found.map_or(body.len(), |(at, _)| at);
        Some(&body[from..end])
    })
    .filter(|part| !part.trim_ascii().is_empty())
}

fn from_quoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        let rest = &body[at + 1..];
        let hex = |at: usize| char::from(*rest.get(at)?).to_digit(16);
        match (byte, rest, hex(0), hex(1)) {
            (b'=', [b'\r', b'\n', ..], ..) => at += 3,
            (b'=', [b'\n', ..], ..) => at += 2,
            (b'=', _, Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

fn from_base64(body: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| {
        Some(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        })
    };
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for value in body.iter().filter_map(digit) {
        bits = bits << 6 | u32::from(value);
        held += 6;
        if 8 <= held {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{from_base64, from_quoted, is_message};
    use crate::parse::{Hint, Limits, MediaType, parse};

    #[test]
    fn both_encodings_of_mail_are_undone() {
        assert_eq!(from_base64(b"S+G6vyBo\r\nb+G6oWNo"), "Kế hoạch".as_bytes());
        assert_eq!(
            from_quoted(b"K=E1=BA=BF ho=\r\n=E1=BA=A1ch 1=2"),
            "Kế hoạch 1=2".as_bytes()
        );
    }

    #[test]
    fn a_page_saved_with_its_pictures_is_read_as_the_page() {
        let file = "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--=_a\"\r\n\r\n\
            Single File Web Page\r\n\r\n----=_a\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\n\
            <html><body><p>S=E1=BB=91: 21/KH-UBND</p><p>K=E1=BA=BE HO=E1=BA=A0CH</p></body></html>\r\n\
            ----=_a\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
            ----=_a--\r\n";
        let document = parse(file.as_bytes(), &Hint::default(), &Limits::default());
        assert_eq!(document.text.as_str(), "Số: 21/KH-UBND\nKẾ HOẠCH");
        assert_eq!(document.media_type, MediaType::Html);
        assert_eq!(document.parts.len(), 1);
    }

    #[test]
    fn a_text_that_speaks_of_mail_is_none() {
        assert!(!is_message("Kế hoạch: MIME-Version: 1.0".as_bytes()));
        assert!(!is_message(
            b"Note: a\n\nMIME-Version: 1.0\nContent-Type: text/html"
        ));
        assert!(is_message(
            b"From: a\nMIME-Version: 1.0\nContent-Type: text/plain\n\nx"
        ));
    }
}
