//! A portal's attribute table, and what a profile's selectors read: "Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành",
//! "Trích yếu". They are a clerk's retyping: less trusted than the letterhead.

use super::Reader;
use crate::extract::date;
use crate::text::{Number, Span, fold};

/// Folded labels seen on thirteen document databases, with the field each fills.
const LABELS: [(&str, &str); 30] = [
    ("so ky hieu", "number"),
    ("so, ky hieu", "number"),
    ("so/ky hieu", "number"),
    ("so ki hieu", "number"),
    ("so, ki hieu", "number"),
    ("so/ki hieu", "number"),
    ("so hieu", "number"),
    ("so van ban", "number"),
    ("so hieu van ban", "number"),
    ("so ky hieu van ban", "number"),
    ("ky hieu", "number"),
    ("ki hieu", "number"),
    ("ngay ban hanh", "issued_on"),
    ("ngay ky", "issued_on"),
    ("ngay van ban", "issued_on"),
    ("co quan ban hanh", "issuer"),
    ("co quan ban hanh/ chuc danh / nguoi ky", "issuer"),
    ("don vi ban hanh", "issuer"),
    ("noi ban hanh", "issuer"),
    ("trich yeu", "title"),
    ("trich yeu noi dung", "title"),
    ("noi dung trich yeu", "title"),
    ("ve viec", "title"),
    ("loai van ban", "doc_type"),
    ("hinh thuc van ban", "doc_type"),
    ("the loai", "doc_type"),
    ("nguoi ky", "signer"),
    ("ngay dang", "posted_on"),
    ("ngay dang tai", "posted_on"),
    ("ngay cap nhat", "posted_on"),
];

pub(super) fn read(reader: &mut Reader) {
    for field in &reader.document.fields {
        let Some(name) = filled_by(&folded(&field.label)) else {
            continue;
        };
        let value = reader.written(field.value).to_owned();
        offer(reader, name, "label", Some(field.value), &value);
    }
    let context: Vec<(String, String)> = reader
        .context
        .fields
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    for (name, value) in context {
        let Some(name) = LABELS
            .iter()
            .map(|(_, name)| *name)
            .find(|known| *known == name)
        else {
            continue;
        };
        offer(reader, name, "context", None, &value);
    }
}

/// The number that a label of the page says; in the head of a table the next label stands there.
pub(super) fn of_number(reader: &Reader) -> Option<Number> {
    let fields = reader.document.fields.iter();
    let mut said = fields.filter(|field| is_of_number(&field.label));
    said.find_map(|field| {
        let number = Number::parse(reader.written(field.value).trim())?;
        number.serial.is_some().then_some(number)
    })
}

/// True for "Số ký hiệu", "Số văn bản".
pub(super) fn is_of_number(label: &str) -> bool {
    filled_by(&folded(label)) == Some("number")
}

fn folded(label: &str) -> String {
    fold(label.trim().trim_end_matches(':'))
}

/// The field that a folded label fills.
fn filled_by(label: &str) -> Option<&'static str> {
    let known = LABELS.iter().find(|(known, _)| *known == label);
    known.map(|(_, name)| *name)
}

fn offer(
    reader: &mut Reader,
    name: &'static str,
    source: &'static str,
    span: Option<Span>,
    value: &str,
) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() {
        return;
    }
    match name {
        "number" => {
            let Some(number) = Number::parse(&value) else {
                return;
            };
            reader.offer(
                "number",
                source,
                span,
                number.serial.is_some().then(|| number.to_string()),
            );
        }
        "issued_on" => {
            let Some(token) = date::read(&value, 0) else {
                return;
            };
            reader.offer("issued_on", source, span, token.date.iso());
        }
        "posted_on" => {
            let iso = date::read(&value, 0).and_then(|token| token.date.iso());
            reader.posted_on = reader.posted_on.take().or(iso);
        }
        "doc_type" => {
            let Some(abbr) = reader
                .authority
                .doc_type(&value)
                .map(|found| found.code.clone())
            else {
                return;
            };
            reader.offer("doc_type", source, span, Some(abbr));
        }
        "signer" => reader.offer("signer", source, span, Some(value)),
        "title" => {
            let title = value.trim_end_matches(['.', ' ']).to_owned();
            reader.offer(
                "title",
                source,
                span,
                Some(title).filter(|title| !title.is_empty()),
            );
        }
        field => reader.offer(field, source, span, Some(value)),
    }
}
