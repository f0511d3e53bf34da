//! What every answer says to the browser beside its body.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};

/// No script at all, and nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// For originals: whatever they hold, it runs nowhere and belongs to no origin.
pub(super) const SANDBOX: &str = "sandbox; default-src 'none'; form-action 'none'; \
    base-uri 'none'; frame-ancestors 'none'";

/// For a PDF shown in the browser: its viewer does not open in a sandbox.
pub(super) const VIEWER: &str =
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Sets what an answer has not set for itself.
pub(super) fn complete(headers: &mut HeaderMap) {
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        // What people search for is nobody else's business.
        (REFERRER_POLICY, "no-referrer"),
        // Asked again each time: the library grows while a browser is open.
        (CACHE_CONTROL, "private, no-cache"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}
