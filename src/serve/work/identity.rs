//! The identity of a document as its page shows it: each value with where it was read.

use crate::extract::{Evidence, Identity};
use crate::pipeline::OpenedReading;

use super::super::words;

/// Bytes of the text quoted as evidence of one value.
const EVIDENCE_BYTES_MAX: usize = 160;

/// One value of the identity with why it has it.
pub(super) struct Value {
    pub label: &'static str,
    pub value: String,
    pub evidence: Vec<Reason>,
}

pub(super) struct Reason {
    pub source: String,
    pub quote: String,
    /// What this source says where it is not the value.
    pub other: Option<String>,
    pub href: Option<String>,
}

pub(super) fn values(reading: &OpenedReading) -> Vec<Value> {
    let identity = &reading.record.identity;
    fields(identity)
        .into_iter()
        .filter_map(|(field, label, value)| {
            let value = value.filter(|value| !value.trim().is_empty())?;
            let evidence = identity.evidence.iter().filter(|one| one.field == field);
            Some(Value {
                label,
                evidence: evidence
                    .enumerate()
                    .map(|(at, one)| reason(one, at == 0, &reading.text.text))
                    .collect(),
                value,
            })
        })
        .collect()
}

/// The fields of an identity that are shown, by their names in the evidence.
fn fields(identity: &Identity) -> Vec<(&'static str, &'static str, Option<String>)> {
    let day = |iso: &Option<String>| iso.as_deref().map(words::date);
    let signer = identity.signer.as_ref().map(|signer| {
        let known = [&signer.capacity, &signer.position, &signer.name];
        let known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
        known.join(", ")
    });
    vec![
        (
            "doc_type",
            "Loại văn bản",
            identity.doc_type.as_deref().map(words::doc_type),
        ),
        ("number", "Số, ký hiệu", identity.number.clone()),
        ("issued_on", "Ngày ban hành", day(&identity.issued_on)),
        ("place", "Địa danh", identity.place.clone()),
        ("issuer", "Cơ quan ban hành", identity.issuer.clone()),
        (
            "parent_agency",
            "Cơ quan chủ quản",
            identity.parent_agency.clone(),
        ),
        ("title", "Trích yếu", identity.title.clone()),
        ("signer", "Người ký", signer),
        (
            "recipients",
            "Nơi nhận",
            Some(identity.recipients.join("; ")),
        ),
        ("carrier", "Ban hành kèm theo", identity.carrier.clone()),
    ]
}

fn reason(evidence: &Evidence, is_first: bool, text: &str) -> Reason {
    let quote = evidence.span.and_then(|span| text.get(span.range()));
    let quote = quote.unwrap_or_default();
    let short = &quote[..quote.floor_char_boundary(EVIDENCE_BYTES_MAX)];
    Reason {
        source: words::source(&evidence.source).to_owned(),
        quote: collapsed(short),
        other: evidence.value.clone(),
        href: (is_first && !quote.is_empty()).then(|| format!("#tt-{}", evidence.field)),
    }
}

/// White space as one blank: a quote stands in one line.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
