//! Mentions of the document itself by its own number: `self`, whatever cue stands before.
//!
//! Every year numbers anew, and not only numbers return: 01/NQ-CP was of 01/01 five years running. But an annex of that
//! number, day and month is of this very paper: well into spring clerks write the year before ("Kèm theo Quyết định số
//! 105/QĐ-SCT ngày 06/3/2025" under the decision of 06/3/2026). A day that is not the document's own is told.

use std::cell::LazyCell;

use crate::extract::{Citation, Form, Identity, Relation};
use crate::text::{Diagnostic, Number};

/// "Căn cứ Nghị định số …/2018/NĐ-CP" in the forms that a decree carries: a number left blank is that of the paper itself
/// where the paper is of its type.
pub(super) fn mark_blank(citations: &mut [Citation], identity: &Identity) {
    let is_own = |citation: &&mut Citation| {
        citation.form == Form::Unfilled
            && citation.relation == Relation::LegalBasis
            && citation.doc_type.is_some()
            && citation.doc_type == identity.doc_type
    };
    for citation in citations.iter_mut().filter(is_own) {
        citation.relation = Relation::Itself;
    }
}

/// Marks them, and tells of the days that contradict the document's.
pub(super) fn mark(
    citations: &mut [Citation],
    identity: &Identity,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(written) = identity.number.as_deref() else {
        return;
    };
    let own = LazyCell::new(|| Number::parse(written));
    let own_serial = || own.as_ref().and_then(|own| own.serial.as_ref());
    let own_digits = match is_digit(written) {
        true => digits(written),
        false => digits(own_serial().map_or("", |serial| serial.as_written())),
    };
    for citation in citations {
        let written = citation.number.as_deref();
        // What starts with another serial is another number, without reading on.
        let Some(number) = written
            .filter(|written| !is_digit(written) || digits(written) == own_digits)
            .and_then(Number::parse)
        else {
            continue;
        };
        let Some(own) = &*own else { return };
        let days = differing_days(citation, identity);
        let is_of_other_year = days.is_some_and(|days| is_of_other_year(citation, days));
        if number.key() != own.key() || is_of_other_year || is_of_other_type(citation, identity) {
            continue;
        }
        let doubt = days.map(|(cited, issued)| {
            let message =
                format!("ngày ban hành: «{cited}» và «{issued}» khác nhau trong cùng văn bản");
            Diagnostic::warning("identity_conflict", message).at(citation.span)
        });
        citation.relation = Relation::Itself;
        diagnostics.extend(doubt);
    }
}

/// The whole days that the citation and the document say, if they are not the same.
fn differing_days<'a>(
    citation: &'a Citation,
    identity: &'a Identity,
) -> Option<(&'a str, &'a str)> {
    const DAY: usize = "2026-03-06".len();
    let days = Option::zip(citation.date.as_deref(), identity.issued_on.as_deref());
    days.filter(|(cited, issued)| cited != issued && cited.len() == DAY && issued.len() == DAY)
}

fn is_of_other_year(citation: &Citation, (cited, issued): (&str, &str)) -> bool {
    const YEAR: usize = "2026".len();
    let is_slip = citation.relation == Relation::IssuedBy && cited[YEAR..] == issued[YEAR..];
    cited[..YEAR] != issued[..YEAR] && !is_slip
}

fn is_of_other_type(citation: &Citation, identity: &Identity) -> bool {
    let types = Option::zip(citation.doc_type.as_deref(), identity.doc_type.as_deref());
    types.is_some_and(|(cited, own)| cited != own && cited != "VB")
}

pub(super) fn is_digit(written: &str) -> bool {
    written.starts_with(|c: char| c.is_ascii_digit())
}

/// The digits a number starts with, without leading zeros.
pub(super) fn digits(written: &str) -> &str {
    let end = written.find(|c: char| !c.is_ascii_digit());
    written[..end.unwrap_or(written.len())].trim_start_matches('0')
}
