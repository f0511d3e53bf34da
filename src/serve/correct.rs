//! A person puts a value or a link right from the page: the same corrections as `kehoach correct`, with
//! name and reason, undoable.
//!
//! Open only where the server was told to take corrections. A form is taken from our own pages alone:
//! the browser says where it comes from, and what says nothing is refused, so that no other site can
//! send one in a clerk's name.

use std::sync::atomic::AtomicBool;

use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde_json::Value;

use crate::link::WorkId;
use crate::pipeline::{
    Access, Belonging, CaptureId, Choice, Corrected, Library, Opened, Silent, Watch, Wrong,
};

use super::address;
use super::app::App;
use super::ask::Ask;
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::words;

/// Bytes of a form; a reason is a sentence or two.
pub(super) const FORM_BYTES_MAX: usize = 16 << 10;

#[derive(Template)]
#[template(path = "correct.html")]
struct Page {
    query: String,
    here: &'static str,
    name: String,
    back: String,
    action: String,
    capture: String,
    file: String,
    citations: Vec<Cited>,
    fields: Vec<Field>,
    made: Vec<Made>,
}

struct Cited {
    id: u32,
    quote: String,
    verdict: &'static str,
    target: String,
}

struct Field {
    path: &'static str,
    label: &'static str,
    value: String,
}

struct Made {
    seq: u64,
    what: String,
    who: String,
}

/// The values a clerk corrects most; any other is named by its path.
const FIELDS: [(&str, &str); 7] = [
    ("identity.number", "Số, ký hiệu"),
    ("identity.issued_on", "Ngày ban hành"),
    ("identity.issuer", "Cơ quan ban hành"),
    ("identity.doc_type", "Loại văn bản (KH, QĐ, CT…)"),
    ("identity.title", "Trích yếu"),
    ("identity.place", "Địa danh"),
    ("identity.status", "Tình trạng (issued, draft)"),
];

pub(super) fn page(app: &App, ask: &Ask) -> Reply {
    if !app.takes_corrections {
        return Err(Refusal::no_page());
    }
    let opened = opened(app, ask)?;
    let Some(reading) = &opened.reading else {
        return Err(Refusal::not_found(
            "Kho chưa có tệp nào của văn bản này để sửa",
        ));
    };
    let capture = reading.capture.to_string();
    let identity = serde_json::to_value(&reading.record.identity).unwrap_or_default();
    let page = Page {
        query: String::new(),
        here: "",
        name: opened.view.number.clone().unwrap_or_default(),
        back: address::work(&opened.view.id),
        action: format!("{}/sua", address::work(&opened.view.id)),
        file: reading.record.file.clone(),
        citations: cited(&opened),
        fields: FIELDS
            .map(|(path, label)| field(&identity, path, label))
            .into(),
        made: made(&app.library, &capture)?,
        capture,
    };
    let mut response = reply::page(&page)?;
    // Without it the browser keeps to itself where the form comes from.
    reply::set(&mut response, header::REFERRER_POLICY, "same-origin");
    Ok(response)
}

fn opened(app: &App, ask: &Ask) -> Result<Opened, Refusal> {
    let found = app.library.open_work(&WorkId(ask.named.clone()))?;
    found.ok_or_else(|| Refusal::not_found("Không có văn bản mang mã này"))
}

fn cited(opened: &Opened) -> Vec<Cited> {
    let Some(reading) = &opened.reading else {
        return Vec::new();
    };
    let views = opened.view.citations.iter();
    let told = views
        .zip(&reading.record.citations)
        .map(|(view, citation)| {
            let named = view.target.as_ref().and_then(|id| opened.named.get(id));
            Cited {
                id: citation.id,
                quote: view.quote.clone(),
                verdict: words::verdict(view.verdict),
                target: named.map_or(String::new(), |work| work.name().to_owned()),
            }
        });
    told.collect()
}

fn field(identity: &Value, path: &'static str, label: &'static str) -> Field {
    let name = path.rsplit('.').next().unwrap_or(path);
    let value = identity.get(name).and_then(Value::as_str);
    Field {
        path,
        label,
        value: value.unwrap_or_default().to_owned(),
    }
}

fn made(library: &Library, capture: &str) -> Result<Vec<Made>, Refusal> {
    let all = library.corrections()?.into_iter();
    let misplaced = library.misplaced_corrections()?;
    let own = all.filter(|one| one.made.subject.starts_with(capture));
    let lost = |seq: &u64| match misplaced.contains(seq) {
        true => " (không áp dụng: không còn tìm thấy chỗ được đính chính)",
        false => "",
    };
    let told = own.map(|one| Made {
        seq: one.seq,
        what: format!("{}: {}{}", one.made.field, one.made.value, lost(&one.seq)),
        who: format!(
            "{}, {}: {}",
            one.made.author,
            words::moment(one.made_at),
            one.made.reason
        ),
    });
    Ok(told.collect())
}

/// Takes a form.
pub(super) fn take(app: &App, ask: &Ask) -> Reply {
    let (author, reason) = (ask.text("nguoi-sua"), ask.text("ly-do"));
    if author.is_empty() || reason.is_empty() {
        return Err(Refusal::bad("Hãy ghi tên người sửa và lý do"));
    }
    let never = AtomicBool::new(false);
    let watch = Watch {
        progress: &Silent,
        stop: &never,
    };
    let back = address::work(&WorkId(ask.named.clone()));
    let writer = || Library::open(app.library.config().clone(), Access::Write);
    if let Some(seq) = ask.get("rut").and_then(|seq| seq.parse().ok()) {
        return match writer()?.undo_correction(seq, watch)? {
            true => Ok(to(&back)),
            false => Err(Refusal::not_found("Không có lần sửa mang số này")),
        };
    }
    let capture: Option<CaptureId> = ask.text("ban-thu").parse().ok();
    let (Some(capture), Some(wrong)) = (capture, wrong(ask)) else {
        return Err(Refusal::bad("Chưa rõ sửa gì").with_hint("hãy quay lại và điền đủ một mục"));
    };
    match writer()?.correct(capture, &wrong, (author, reason), watch)? {
        Corrected::Kept(_) => Ok(to(&back)),
        Corrected::NoSuchWork(name) => Err(Refusal::bad(format!(
            "Kho không có văn bản nào tên là «{name}»"
        ))),
        Corrected::SeveralWorks(name) => {
            Err(Refusal::bad(format!("Nhiều văn bản mang số «{name}»"))
                .with_hint("hãy ghi mã văn bản, là phần cuối địa chỉ trang của văn bản ấy"))
        }
        Corrected::NoSuchCitation(id) => {
            Err(Refusal::bad(format!("Bản thu không có viện dẫn số {id}")))
        }
        Corrected::NoSuchValue(path) => Err(Refusal::bad(format!(
            "Bản ghi không có mục «{path}» hoặc giá trị không hợp"
        ))),
    }
}

/// What a form says is wrong.
fn wrong(ask: &Ask) -> Option<Wrong> {
    if let Some(citation) = ask.get("vien-dan") {
        let named = ask.get("van-ban").map(str::to_owned);
        let choice = match (ask.text("chon"), named) {
            ("la", Some(name)) => Choice::This(name),
            ("khong-phai", Some(name)) => Choice::Not(name),
            ("khong-co", _) => Choice::Nothing,
            _ => return None,
        };
        let citation = citation.parse().ok()?;
        return Some(Wrong::Link { citation, choice });
    }
    if let Some(path) = ask.get("muc-khac").or(ask.get("muc")) {
        return Some(Wrong::Value {
            path: path.to_owned(),
            right: ask
                .get("gia-tri")
                .map_or(Value::Null, |value| typed(path, value)),
        });
    }
    match (ask.text("thuoc"), ask.get("van-ban")) {
        ("rieng", _) => Some(Wrong::Work(Belonging::Apart)),
        ("cua", Some(name)) => Some(Wrong::Work(Belonging::To(name.to_owned()))),
        _ => None,
    }
}

/// JSON where it is JSON, a day as people write it where a day is meant, or the text.
fn typed(path: &str, value: &str) -> Value {
    let is_json = value.starts_with(['[', '{', '"']) || ["null", "true", "false"].contains(&value);
    if let Some(json) = is_json.then(|| serde_json::from_str(value).ok()).flatten() {
        return json;
    }
    let is_day = path.ends_with("_on") || path.ends_with(".date") || path.ends_with(".due");
    let parts: Vec<&str> = value.split('/').collect();
    match parts.as_slice() {
        [day, month, year] if is_day => Value::String(format!("{year}-{month:0>2}-{day:0>2}")),
        _ => Value::String(value.to_owned()),
    }
}

fn to(address: &str) -> Response {
    let mut response = reply::with(StatusCode::SEE_OTHER, reply::TEXT, "");
    reply::set(&mut response, header::LOCATION, address);
    response
}

/// True if the browser says that a form of this very server was sent.
pub(super) fn is_from_here(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (site, origin) = (value("sec-fetch-site"), value("origin"));
    let host = value("host").unwrap_or_default();
    let is_own = |origin: &str| {
        let plain = origin
            .strip_prefix("http://")
            .or(origin.strip_prefix("https://"));
        plain.is_some_and(|plain| !host.is_empty() && plain.eq_ignore_ascii_case(host))
    };
    match (site, origin) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(origin)) => site == "same-origin" && is_own(origin),
        (None, Some(origin)) => is_own(origin),
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_forms_of_our_own_pages_are_taken() {
        let check = |pairs: &[(&'static str, &'static str)]| {
            let headers = pairs.iter().map(|(name, value)| {
                let value = axum::http::HeaderValue::from_static(value);
                (header::HeaderName::from_static(name), value)
            });
            is_from_here(&headers.collect())
        };
        let own = "127.0.0.1:8080";
        assert!(check(&[("host", own), ("sec-fetch-site", "same-origin")]));
        assert!(check(&[("host", own), ("origin", "http://127.0.0.1:8080")]));
        assert!(!check(&[("host", own)]));
        assert!(!check(&[("host", own), ("origin", "null")]));
        assert!(!check(&[("host", own), ("origin", "http://kehoach.vn")]));
        assert!(!check(&[("host", own), ("sec-fetch-site", "cross-site")]));
        assert!(!check(&[("host", own), ("sec-fetch-site", "same-site")]));
        assert!(!check(&[("host", own), ("sec-fetch-site", "none")]));
    }

    #[test]
    fn days_are_taken_as_people_write_them() {
        assert_eq!(typed("identity.issued_on", "2/3/2021"), "2021-03-02");
        assert_eq!(typed("identity.number", "2/3/2021"), "2/3/2021");
        assert_eq!(typed("tasks.0.owners", "[\"A\"]"), serde_json::json!(["A"]));
    }
}
