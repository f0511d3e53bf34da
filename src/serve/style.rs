//! The one stylesheet and the one picture, held in the program.

use std::sync::LazyLock;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use sha2::{Digest, Sha256};

use super::reply;

const CSS: &str = include_str!("pages/kieu.css");
const ICON: &str = include_str!("pages/bieu-tuong.svg");

static CSS_ETAG: LazyLock<String> = LazyLock::new(|| etag(CSS));
static ICON_ETAG: LazyLock<String> = LazyLock::new(|| etag(ICON));

pub(super) async fn css(headers: HeaderMap) -> Response {
    held_or(&headers, &CSS_ETAG, "text/css; charset=utf-8", CSS)
}

pub(super) async fn icon(headers: HeaderMap) -> Response {
    held_or(&headers, &ICON_ETAG, "image/svg+xml", ICON)
}

fn held_or(headers: &HeaderMap, etag: &str, media_type: &str, body: &'static str) -> Response {
    let held = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    if held.is_some_and(|held| held.contains(etag)) {
        return reply::unchanged(etag);
    }
    let mut response = reply::with(StatusCode::OK, media_type, body);
    reply::set(&mut response, header::ETAG, etag);
    reply::set(&mut response, header::CACHE_CONTROL, "public, no-cache");
    response
}

fn etag(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{hex}\"")
}
