//! What a request ends in when it gets no answer: a status, and a sentence for a person.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::pipeline;

use super::reply;

/// Becomes a page, or JSON below `/api/`: [`super::guard`] knows which.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
    hint: Option<String>,
    /// The line of search it is about: kept in the box, so that it need not be typed again.
    line: String,
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct Page<'a> {
    query: &'a str,
    here: &'a str,
    code: u16,
    message: &'a str,
    hint: Option<&'a str>,
}

impl Refusal {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Refusal {
        Refusal {
            status,
            message: message.into(),
            hint: None,
            line: String::new(),
        }
    }

    pub fn about(mut self, line: &str) -> Refusal {
        self.line = line.to_owned();
        self
    }

    pub fn with_hint(mut self, hint: impl Into<String>) -> Refusal {
        self.hint = Some(hint.into());
        self
    }

    pub fn not_found(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, message)
    }

    pub fn bad(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, message)
    }

    pub fn no_page() -> Refusal {
        Refusal::not_found("Không có trang này")
            .with_hint("hãy kiểm tra lại địa chỉ hoặc tìm từ trang đầu")
    }

    pub fn method() -> Refusal {
        Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "Trang này chỉ để xem, không nhận dữ liệu gửi lên",
        )
    }

    pub fn busy() -> Refusal {
        Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Máy chủ đang trả lời nhiều yêu cầu khác",
        )
        .with_hint("hãy thử lại sau ít phút")
    }

    pub fn slow() -> Refusal {
        Refusal::new(
            StatusCode::GATEWAY_TIMEOUT,
            "Yêu cầu này mất quá nhiều thời gian nên đã dừng",
        )
        .with_hint("hãy thêm bộ lọc cho hẹp lại rồi thử lại")
    }

    pub fn page(&self) -> Response {
        let page = Page {
            query: &self.line,
            here: "",
            code: self.status.as_u16(),
            message: &self.message,
            hint: self.hint.as_deref(),
        };
        let body = page.render().unwrap_or_default();
        reply::with(self.status, reply::HTML, body)
    }

    pub fn json(&self) -> Response {
        let body = serde_json::json!({
            "error": { "message": self.message, "hint": self.hint }
        });
        reply::with(self.status, reply::JSON, body.to_string())
    }
}

/// The refusal travels beside its page, so that [`super::guard`] can say it in JSON instead.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.page();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<pipeline::Error> for Refusal {
    fn from(error: pipeline::Error) -> Refusal {
        match error.kind() {
            pipeline::Kind::Index(index) => match index.kind() {
                pipeline::IndexErrorKind::Query(query) => {
                    let refusal = Refusal::bad(capitalized(&query.message));
                    match &query.hint {
                        Some(hint) => refusal.with_hint(hint),
                        None => refusal,
                    }
                }
                pipeline::IndexErrorKind::TooBroad => {
                    Refusal::bad(capitalized(pipeline::TOO_BROAD))
                        .with_hint(pipeline::TOO_BROAD_HINT)
                }
                _ => Refusal::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
            },
            _ => Refusal::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string()),
        }
    }
}

impl From<askama::Error> for Refusal {
    fn from(error: askama::Error) -> Refusal {
        let message = format!("Không lập được trang: {error}");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }
}

fn capitalized(message: &str) -> String {
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
