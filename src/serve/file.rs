//! Originals and their clean text, handed out so that no browser runs them.

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use tokio::sync::OwnedSemaphorePermit;

use crate::pipeline::{CaptureId, Provenance};

use super::app::App;
use super::ask::Ask;
use super::headers;
use super::refusal::Refusal;
use super::reply::{self, Reply};

/// Letters of a file name we suggest; file systems end at 255 bytes.
const NAME_CHARS_MAX: usize = 80;

/// Bytes on their way. The permit returns when the last of them is sent or dropped.
struct Carried {
    bytes: Vec<u8>,
    _turn: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Carried {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// The bytes as they were had: as a download, or with `?xem=1` in the browser if it is a PDF.
pub(super) fn original(app: &App, ask: &Ask) -> Reply {
    let (id, provenance) = held(app, ask)?;
    let etag = format!("\"{id}\"");
    if ask.holds(&etag) {
        return Ok(reply::unchanged(&etag));
    }
    let turn = app.downloads.clone().try_acquire_owned();
    let turn = turn.map_err(|_| Refusal::busy())?;
    let (media_type, bytes) = app.library.original(id)?.ok_or_else(missing)?;
    let media_type = media_type_of(&media_type, &bytes);
    let is_shown = ask.get("xem").is_some() && media_type == "application/pdf";
    let name = name(&provenance, id, media_type);
    let body = Bytes::from_owner(Carried { bytes, _turn: turn });
    let mut response = reply::with(StatusCode::OK, media_type, Body::from(body));
    let (how, policy) = match is_shown {
        true => ("inline", headers::VIEWER),
        false => ("attachment", headers::SANDBOX),
    };
    let disposition = disposition(how, &name);
    reply::set(&mut response, header::CONTENT_DISPOSITION, &disposition);
    reply::set(&mut response, header::CONTENT_SECURITY_POLICY, policy);
    reply::set(&mut response, header::ETAG, &etag);
    Ok(response)
}

/// The clean text that all spans count in.
pub(super) fn text(app: &App, ask: &Ask) -> Reply {
    let (id, _) = held(app, ask)?;
    let text = app.library.text(id)?.ok_or_else(missing)?;
    let mut response = reply::with(StatusCode::OK, reply::TEXT, text.text);
    reply::set(
        &mut response,
        header::CONTENT_SECURITY_POLICY,
        headers::SANDBOX,
    );
    Ok(response)
}

fn held(app: &App, ask: &Ask) -> Result<(CaptureId, Vec<Provenance>), Refusal> {
    let id: CaptureId = ask.named.parse().map_err(|_| missing())?;
    let (capture, provenance) = app.library.capture(id)?.ok_or_else(missing)?;
    if capture.removed {
        let message = "Tệp này đã được gỡ khỏi kho";
        return Err(Refusal::new(StatusCode::GONE, message));
    }
    Ok((id, provenance))
}

fn missing() -> Refusal {
    Refusal::not_found("Không có tệp này trong kho")
        .with_hint("hãy mở lại từ trang của văn bản: mã tệp có 64 chữ số thập lục phân")
}

/// One of the types we know; a stored type that is none of them is a stream of bytes.
fn media_type_of(stored: &str, bytes: &[u8]) -> &'static str {
    const KNOWN: &[&str] = &[
        "application/pdf",
        "application/msword",
        "application/rtf",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
        "text/html",
        "text/plain",
    ];
    const IMAGES: &[(&[u8], &str)] = &[
        (b"\x89PNG", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
    ];
    let image = IMAGES.iter().find(|(magic, _)| bytes.starts_with(magic));
    match KNOWN.iter().find(|known| **known == stored) {
        Some(known) => known,
        None if stored.starts_with("image/") => image.map_or(STREAM, |(_, name)| name),
        None => STREAM,
    }
}

const STREAM: &str = "application/octet-stream";

/// The last part of the first name it was given under, with the ending of its kind.
fn name(provenance: &[Provenance], id: CaptureId, media_type: &str) -> String {
    let given = provenance
        .first()
        .map_or("", |known| known.context.file.as_str());
    let last = given.rsplit(['/', '\\', '!']).next().unwrap_or(given);
    let last = last.split(['?', '#']).next().unwrap_or(last);
    let cleaned: String = last
        .chars()
        .filter(|c| !c.is_control() && !"\"<>:|*\u{202e}\u{200e}\u{200f}".contains(*c))
        .take(NAME_CHARS_MAX)
        .collect();
    let cleaned = cleaned.trim_matches(['.', ' ']);
    let hex = id.to_string();
    let stem = if cleaned.is_empty() {
        format!("ban-thu-{}", hex.get(..8).unwrap_or_default())
    } else {
        cleaned.to_owned()
    };
    let endings = endings(media_type);
    let lower = stem.to_lowercase();
    match endings.first() {
        Some(first) if !endings.iter().any(|ending| lower.ends_with(ending)) => {
            format!("{stem}{first}")
        }
        _ => stem,
    }
}

/// Endings under which a kind is known, the usual one first. Word writes `.doc` over anything.
fn endings(media_type: &str) -> &'static [&'static str] {
    match media_type {
        "application/pdf" => &[".pdf"],
        "application/msword" => &[".doc"],
        "application/rtf" => &[".rtf", ".doc"],
        "application/zip" => &[".zip"],
        "text/html" => &[".html", ".htm"],
        "text/plain" => &[".txt", ".md", ".csv"],
        "image/png" => &[".png"],
        "image/jpeg" => &[".jpg", ".jpeg"],
        "image/gif" => &[".gif"],
        "image/tiff" => &[".tif", ".tiff"],
        known if known.ends_with("wordprocessingml.document") => &[".docx"],
        known if known.ends_with("spreadsheetml.sheet") => &[".xlsx"],
        known if known.ends_with("opendocument.text") => &[".odt"],
        known if known.ends_with("ms-excel") => &[".xls"],
        _ => &[],
    }
}

/// RFC 6266: a plain name for old programs, and the real one.
fn disposition(how: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' | ' ' => c,
            _ => '_',
        })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;
    use crate::extract::Context;
    use crate::pipeline::Validators;

    fn named(file: &str, media_type: &str) -> String {
        let known = Provenance {
            context: Context {
                file: file.to_owned(),
                ..Context::default()
            },
            validators: Validators::default(),
            fetched_at: SystemTime::UNIX_EPOCH,
        };
        name(&[known], CaptureId::of(b"x"), media_type)
    }

    #[test]
    fn a_download_keeps_its_name_and_nothing_that_harms() {
        for (given, media_type, expected) in [
            ("a/b/Kế hoạch.pdf", "application/pdf", "Kế hoạch.pdf"),
            ("..\\..\\x.docx", "application/zip", "x.docx.zip"),
            ("chi-tiet?id=3#a", "text/html", "chi-tiet.html"),
            ("\"><script>.pdf", "application/pdf", "script.pdf"),
            (
                "a\r\nSet-Cookie: x.pdf",
                "application/pdf",
                "aSet-Cookie x.pdf",
            ),
            ("fdp.\u{202e}exe", STREAM, "fdp.exe"),
        ] {
            assert_eq!(named(given, media_type), expected, "{given}");
        }
        assert!(named("///", "application/pdf").starts_with("ban-thu-"));
    }

    #[test]
    fn a_name_is_told_in_both_ways() {
        assert_eq!(
            disposition("attachment", "Kế.pdf"),
            "attachment; filename=\"K_.pdf\"; filename*=UTF-8''K%E1%BA%BF.pdf"
        );
    }

    #[test]
    fn a_type_we_do_not_know_is_a_stream() {
        assert_eq!(media_type_of("image/*", b"\x89PNG\r\n"), "image/png");
        assert_eq!(media_type_of("image/svg+xml", b"<svg"), STREAM);
        assert_eq!(media_type_of("text/javascript", b""), STREAM);
    }
}
