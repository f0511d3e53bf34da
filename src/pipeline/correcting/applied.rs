//! What people said of a capture, put over what was read in it.

use std::time::SystemTime;

use serde_json::Value;

use crate::authority::{AgencyId, Authority, PlaceId};
use crate::extract::{Context, Evidence, Record};
use crate::link::{self, ByHand, Decision};
use crate::pipeline::seen;
use crate::store::{Correction, Reading};
use crate::text::Diagnostic;

use super::{KeptLink, LINK, WORK, json};

/// Puts what people said of a capture over what was read in it. What finds no place in it any more is
/// left out, and the record says so; it stays in the list of corrections.
pub(in crate::pipeline) fn apply(
    reading: &mut Reading,
    corrections: &[Correction],
    context: &Context,
    authority: &Authority,
) {
    if corrections.is_empty() {
        return;
    }
    for one in corrections {
        let field = one.made.field.as_str();
        if field == LINK || field == WORK {
            continue;
        }
        let right = place_of(&reading.record, one)
            .and_then(|path| Some((with_value(&reading.record, &path, &one.made.value)?, path)));
        match right {
            Some((mut right, path)) => {
                told(&mut right, &path);
                identify(&mut right, &path, authority);
                reading.record = right;
            }
            None => reading.record.diagnostics.push(without_place(one)),
        }
    }
    let decided = |one: &Correction| decision(&reading.record, one);
    let decided: Vec<_> = corrections.iter().map(decided).collect();
    for (one, decided) in corrections.iter().zip(&decided) {
        if one.made.field == LINK && decided.is_none() {
            reading.record.diagnostics.push(without_place(one));
        }
    }
    reading.members = link::members(&reading.record, context, authority);
    for (citation, by_hand) in decided.into_iter().flatten() {
        link::decide(&mut reading.members, citation, &by_hand);
    }
}

/// The path of a corrected value in this record. One kept without what was seen is found by its path alone.
fn place_of(record: &Record, one: &Correction) -> Option<String> {
    let path = &one.made.field;
    match serde_json::from_value(one.made.seen.clone()) {
        Ok(seen) => seen::find(&json(record), path, &seen),
        Err(_) => Some(path.clone()),
    }
}

/// What a person decided of a citation, or of the document; `None` where the citation is not found, or
/// it is no decision.
fn decision(record: &Record, one: &Correction) -> Option<(Option<u32>, ByHand)> {
    let about = |decision: Decision| ByHand {
        decision,
        author: one.made.author.clone(),
        on: day(one.made_at),
        reason: one.made.reason.clone(),
    };
    match one.made.field.as_str() {
        WORK => {
            let decision = serde_json::from_value(one.made.value.clone()).ok()?;
            Some((None, about(decision)))
        }
        LINK => {
            let kept: KeptLink = serde_json::from_value(one.made.value.clone()).ok()?;
            let citation = citation_of(record, &one.made.subject, &kept.quote)?;
            Some((Some(citation), about(kept.decision)))
        }
        _ => None,
    }
}

/// The citation with these words: the one in the same place, or the only one.
fn citation_of(record: &Record, subject: &str, quote: &str) -> Option<u32> {
    let place: Option<u32> = subject.split_once('#').and_then(|(_, id)| id.parse().ok());
    let same = record.citations.iter().filter(|one| one.quote == quote);
    let same: Vec<u32> = same.map(|one| one.id).collect();
    let here = same.iter().copied().find(|id| Some(*id) == place);
    match same.as_slice() {
        [only] => Some(*only),
        _ => here,
    }
}

/// What the record says of a correction that is about nothing in it.
pub(super) fn without_place(one: &Correction) -> Diagnostic {
    let Correction { seq, made, .. } = one;
    let message = format!(
        "đính chính {seq} ({}) không còn tìm thấy chỗ của nó trong bản đọc này nên không được áp dụng",
        made.field
    );
    let hint =
        format!("hãy đính chính lại theo bản đọc này, rồi rút số cũ: kehoach correct --undo {seq}");
    Diagnostic::warning("correction_without_place", message).with_hint(hint)
}

/// The record with another value at a path; `None` where there is no such place or the value does
/// not fit it.
pub(super) fn with_value(record: &Record, path: &str, right: &Value) -> Option<Record> {
    let mut whole = serde_json::to_value(record).ok()?;
    let mut parts: Vec<&str> = path.split('.').collect();
    let last = parts.pop()?;
    let mut here = &mut whole;
    for part in parts {
        here = match here {
            Value::Object(fields) => fields.get_mut(part)?,
            Value::Array(all) => all.get_mut(part.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    match here {
        Value::Object(fields) => {
            fields.insert(last.to_owned(), right.clone());
        }
        Value::Array(all) => *all.get_mut(last.parse::<usize>().ok()?)? = right.clone(),
        _ => return None,
    }
    let corrected: Record = serde_json::from_value(whole).ok()?;
    // A field nobody knows is swallowed in silence: then nothing would be corrected.
    let read_back = serde_json::to_value(&corrected).ok()?;
    let pointer = format!("/{}", path.replace('.', "/"));
    let kept = read_back.pointer(&pointer).unwrap_or(&Value::Null) == right;
    kept.then_some(corrected)
}

/// Another name is another agency: which one, is looked up as when it was read.
fn identify(record: &mut Record, path: &str, authority: &Authority) {
    let parts: Vec<&str> = path.split('.').collect();
    let first = parts.first().copied().unwrap_or_default();
    let nth = parts.get(1).and_then(|it| it.parse::<usize>().ok());
    let day = |iso: &Option<String>| iso.as_deref().and_then(|it| it.parse().ok());
    let home = home(record, authority);
    let issued = day(&record.identity.issued_on);
    let id_of = |name: &str, home: Option<&PlaceId>, on| {
        let found = authority.agency(name, home, on);
        found.map(|found| found.id.0)
    };
    let ids = |names: &[String]| -> Vec<Option<String>> {
        let ids = names.iter();
        ids.map(|name| id_of(name, home.as_ref(), issued)).collect()
    };
    match (first, nth, parts.last().copied()) {
        ("identity", None, Some("issuer" | "parent_agency" | "place")) => {
            let issuer = record.identity.issuer.as_deref();
            let id = issuer.and_then(|issuer| id_of(issuer, home.as_ref(), issued));
            record.identity.issuer_id = id;
        }
        ("citations", Some(at), Some("issuer")) => {
            if let Some(cited) = record.citations.get_mut(at) {
                let issuer = cited.issuer.as_deref();
                cited.issuer_id = issuer.and_then(|it| id_of(it, None, day(&cited.date)));
            }
        }
        ("tasks", Some(at), _) => {
            let Some(task) = record.tasks.get_mut(at) else {
                return;
            };
            match parts.get(2).copied() {
                Some("owners") => task.owner_ids = ids(&task.owners),
                Some("coordinators") => task.coordinator_ids = ids(&task.coordinators),
                _ => {}
            }
        }
        _ => {}
    }
}

/// The province its letterhead names: issuer, parent agency, place line; then that of its issuer.
fn home(record: &Record, authority: &Authority) -> Option<PlaceId> {
    let identity = &record.identity;
    let own = [&identity.issuer, &identity.parent_agency, &identity.place];
    let named = own
        .into_iter()
        .flatten()
        .find_map(|it| authority.province_in(it));
    let issuer = || identity.issuer_id.clone().map(|id| AgencyId(id).place());
    named.or_else(|| {
        issuer()
            .map(|place| place.province())
            .filter(|place| place.0 != "tw")
    })
}

/// A value of the identity says where it comes from.
fn told(record: &mut Record, path: &str) {
    let Some(field) = path.strip_prefix("identity.") else {
        return;
    };
    let field = field.split('.').next().unwrap_or(field).to_owned();
    let evidence = &mut record.identity.evidence;
    let first = evidence
        .iter()
        .position(|it| it.field == field)
        .unwrap_or(evidence.len());
    let by_hand = Evidence {
        field: field.into(),
        source: "correction".into(),
        span: None,
        value: None,
    };
    evidence.insert(first, by_hand);
}

fn day(at: SystemTime) -> String {
    let at = jiff::Timestamp::try_from(at).unwrap_or_default();
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
    at.to_zoned(zone).date().to_string()
}
