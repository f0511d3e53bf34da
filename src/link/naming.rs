//! The name of a work, for good: from number, issuer and year, so that a stub keeps it when the
//! document arrives; or as a person decided.

use sha2::{Digest, Sha256};

use super::members::believed_date;
use super::{Decision, Key, Member, Role, WorkId, keys, kin};
use crate::text::Number;

/// The year a member's document is of: a normative number says it, or its date does.
pub(super) fn year_of(member: &Member) -> Option<u16> {
    let of_number = member.number.as_deref().and_then(year_of_number);
    of_number
        .or_else(|| keys::year(believed_date(member)))
        .or_else(|| {
            keys::year(
                member
                    .full_date
                    .as_deref()
                    .filter(|_| member.date.is_none()),
            )
        })
}

/// `30/2020/NĐ-CP`, `19-2018/NQ-CP`: only what has a part between two slashes, or digits behind a dash, is worth
/// reading.
fn year_of_number(number: &str) -> Option<u16> {
    let parts = number.split('/').count();
    if parts < 3 && !number.contains("-20") {
        return None;
    }
    Number::parse(number)?.year
}

/// A work's name comes from number, issuer and year, so that a stub keeps it when the document arrives. A
/// document that tells neither issuer nor year is named by its capture.
pub(super) fn name_of(member: &Member, capture: &str) -> WorkId {
    match decision(member) {
        Some(Decision::Is { work, .. }) => return work.clone(),
        Some(Decision::Apart) => return name(&["apart", &member.capture, ""]),
        _ => {}
    }
    let key = member.number.as_deref().and_then(keys::of_number);
    let issuer = member.issuer_id.as_deref();
    let year = year_of(member).map(|year| year.to_string());
    match (&key, issuer, &year) {
        (Some(Key(key)), Some(issuer), Some(year)) => name(&[key, kin::numbering(issuer), year]),
        (Some(Key(key)), issuer, year) if capture.is_empty() => {
            let issuer = issuer.map(kin::numbering).unwrap_or_default();
            name(&[key, issuer, year.as_deref().unwrap_or_default()])
        }
        (Some(Key(key)), ..) => name(&[key, capture, ""]),
        (None, ..) => name_of_capture(member),
    }
}

/// The name of what can be told by its capture alone.
pub(super) fn name_of_capture(member: &Member) -> WorkId {
    name(&[&format!("capture:{}", member.capture), &member.capture, ""])
}

/// What a person decided of a document.
pub(super) fn decision(member: &Member) -> Option<&Decision> {
    let by_hand = member.by_hand.as_ref()?;
    let is_document = !matches!(member.role, Role::Citation { .. });
    is_document.then_some(&by_hand.decision)
}

fn name(parts: &[&str]) -> WorkId {
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    let bytes = digest.iter().take(8);
    let hex: String = bytes.map(|byte| format!("{byte:02x}")).collect();
    WorkId(format!("w{hex}"))
}

pub(super) fn serial(number: Option<&str>) -> Option<String> {
    Some(Number::parse(number?)?.serial?.key())
}
