//! What others say became of a work, and which citations came too late for it.
//!
//! Never legal truth: each statement names the document that makes it. A part that is repealed
//! ("bãi bỏ khoản 2 Điều 5") says nothing of the whole, and what stands in another document's title
//! is that document's doing.

use jiff::ToSpan;
use jiff::civil::Date;

use super::evidence::spoken;
use super::{Anomaly, Member, Role, Standing, Statement, Work, keys};
use crate::authority::{Authority, KnownDocument};
use crate::extract::Relation;

/// What a citation says became of the document it means.
pub(super) fn stated(citation: &Member) -> Option<Statement> {
    let Role::Citation { relation, .. } = citation.role else {
        return None;
    };
    let standing = match relation {
        Relation::Amends => Standing::Amended,
        Relation::Replaces if !citation.partial => Standing::Replaced,
        Relation::Repeals if !citation.partial => Standing::Repealed,
        _ => return None,
    };
    Some(Statement {
        on: citation.citing_date.clone(),
        standing,
        by: citation.citing.clone(),
        capture: Some(citation.capture.clone()),
    })
}

/// What the authority file says of a law or decree.
pub(super) fn known(work: &Work, authority: &Authority) -> Vec<Statement> {
    let Some(known) = known_document(work, authority) else {
        return Vec::new();
    };
    let passed = |number: &str| Some(authority.known_document(number, None)?.date.to_string());
    let later = known.replaced_by.iter().map(|number| Statement {
        on: passed(number),
        standing: Standing::Replaced,
        by: Some(number.clone()),
        capture: None,
    });
    later.collect()
}

pub(super) fn known_document<'a>(
    work: &Work,
    authority: &'a Authority,
) -> Option<&'a KnownDocument> {
    let number = work.number.as_deref()?;
    let found = authority.known_document(number, None);
    let known = found.or_else(|| {
        let date = work.issued_on.as_deref()?;
        authority.known_document(number, Some(date))
    })?;
    let year = keys::year(work.issued_on.as_deref());
    let agrees = year.is_none_or(|year| i32::from(known.date.year()) == i32::from(year));
    agrees.then_some(known)
}

/// The last day on which citing the older document is surely no mistake. A decision is in force when it is
/// signed; most laws half a year after they were passed, some a year.
fn grace(said: &Statement) -> Option<String> {
    let on = said.on.as_deref().filter(|on| on.len() == 10)?;
    match said.capture {
        Some(_) => Some(on.to_owned()),
        None => {
            let passed: Date = on.parse().ok()?;
            Some(passed.checked_add(1.year()).ok()?.to_string())
        }
    }
}

/// A citation of a work after the day somebody replaced or repealed it. Who replaces it must cite
/// it, and who only mentions it may tell history.
pub(super) fn outlived(citation: &Member, statements: &[Statement]) -> Option<Anomaly> {
    let Role::Citation { relation, .. } = citation.role else {
        return None;
    };
    if !matches!(relation, Relation::LegalBasis | Relation::Implements) {
        return None;
    }
    let own = citation
        .citing_date
        .as_deref()
        .filter(|own| own.len() == 10)?;
    let over = statements.iter().filter(|said| {
        let before = grace(said).is_some_and(|last| last.as_str() < own);
        said.standing != Standing::Amended && before && said.by != citation.citing
    });
    let said = over.min()?;
    let by = said.by.as_deref().unwrap_or("văn bản khác");
    let on = said.on.as_deref().map(spoken).unwrap_or_default();
    let (code, message) = match said.standing {
        Standing::Repealed => (
            "cites_repealed",
            format!("văn bản được viện dẫn đã bị {by} bãi bỏ ngày {on}"),
        ),
        _ => (
            "cites_replaced",
            format!("văn bản được viện dẫn đã được {by} ban hành ngày {on} thay thế"),
        ),
    };
    let suggestion = match said.standing {
        Standing::Repealed => "bỏ viện dẫn, hoặc viện dẫn văn bản đang còn hiệu lực".to_owned(),
        _ => format!("viện dẫn {by}"),
    };
    Some(Anomaly {
        code: code.into(),
        message,
        suggestion: Some(suggestion),
    })
}
