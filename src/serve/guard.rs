//! The gate before every view: who may ask, how much, and in which form a refusal is told.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::headers;
use super::refusal::Refusal;

/// Bytes after the `?`: a line of search has at most 4 KiB, three times that percent-encoded.
const QUERY_BYTES_MAX: usize = 12 << 10;
/// Bytes of a body. No page takes one, so it is never read.
const BODY_BYTES_MAX: u64 = 16 << 10;

pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = match refused(&app, &request) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    };
    if is_api && let Some(refusal) = response.extensions().get::<Refusal>() {
        let mut told = refusal.json();
        // What a refusal says beside its words, such as the methods that are allowed.
        for (name, value) in response.headers() {
            told.headers_mut()
                .entry(name)
                .or_insert_with(|| value.clone());
        }
        told.headers_mut().remove(header::CONTENT_LENGTH);
        response = told;
    }
    headers::complete(response.headers_mut());
    response
}

fn refused(app: &App, request: &Request) -> Option<Refusal> {
    if app.is_loopback && !names_this_machine(request) {
        return Some(
            Refusal::new(
                StatusCode::MISDIRECTED_REQUEST,
                "Trang này chỉ mở được trên chính máy đang chạy kehoach",
            )
            .with_hint("hãy dùng địa chỉ bắt đầu bằng http://127.0.0.1 hoặc http://localhost"),
        );
    }
    if QUERY_BYTES_MAX < request.uri().query().map_or(0, str::len) {
        return Some(
            Refusal::new(StatusCode::URI_TOO_LONG, "Câu tìm quá dài").with_hint("hãy rút ngắn"),
        );
    }
    let body = request.headers().get(header::CONTENT_LENGTH);
    let bytes = body.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    (BODY_BYTES_MAX < bytes.unwrap_or(0)).then(|| {
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Trang này chỉ để xem, không nhận dữ liệu gửi lên",
        )
    })
}

/// True if the request is addressed to a name only this machine can have.
fn names_this_machine(request: &Request) -> bool {
    let named = request.headers().get(header::HOST);
    let host = named.and_then(|value| value.to_str().ok());
    let by_header = host.is_some_and(is_this_machine);
    let by_address = request
        .uri()
        .authority()
        .is_none_or(|authority| is_this_machine(authority.as_str()));
    by_header && by_address
}

/// `127.0.0.1:8080`, `localhost`, `[::1]:80`; any port, for one may be forwarded.
fn is_this_machine(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = host.eq_ignore_ascii_case("localhost");
    let is_number = host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    is_port && (is_name || is_number)
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for own in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:8080",
            "127.8.9.1",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(is_this_machine(own), "{own}");
        }
        for other in [
            "",
            "kehoach.vn",
            "127.0.0.1.kehoach.vn",
            "localhost.kehoach.vn:80",
            "10.0.0.1",
            "127.0.0.1:80@kehoach.vn",
            "[::2]",
            "0.0.0.0",
        ] {
            assert!(!is_this_machine(other), "{other}");
        }
    }
}
