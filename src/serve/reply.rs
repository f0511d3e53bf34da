//! Values in, answers with their media type out.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use super::refusal::Refusal;

pub(super) type Reply = Result<Response, Refusal>;

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const JSON: &str = "application/json";
pub(super) const TEXT: &str = "text/plain; charset=utf-8";

pub(super) fn page(template: &impl Template) -> Reply {
    Ok(with(StatusCode::OK, HTML, template.render()?))
}

pub(super) fn json(value: &impl Serialize) -> Reply {
    let body = serde_json::to_vec(value).map_err(|error| {
        let message = format!("Không ghi được JSON: {error}");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    })?;
    Ok(with(StatusCode::OK, JSON, body))
}

/// The browser holds this version already.
pub(super) fn unchanged(etag: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    set(&mut response, header::ETAG, etag);
    response
}

pub(super) fn with(status: StatusCode, media_type: &str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, media_type);
    response
}

/// A file to keep.
pub(super) fn download(media_type: &str, name: &str, body: Vec<u8>) -> Response {
    let mut response = with(StatusCode::OK, media_type, body);
    let disposition = format!("attachment; filename=\"{name}\"");
    set(&mut response, header::CONTENT_DISPOSITION, &disposition);
    response
}

/// Sets a header; a value no header can hold (a line break in a file's name) is left out.
pub(super) fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
