//! The codes of a record in the reader's words: `implements` is "thực hiện", `KH` "Kế hoạch".
//! For the screen alone; machines get the codes.

use std::borrow::Cow;

use kehoach::authority::Authority;
use kehoach::extract::{Field, Relation};

use super::super::messages::{self as say, Said};
use super::super::screen::Screen;
use super::super::show;

/// What `field` holds as it is said; what is no code is said as it stands.
pub fn spoken<'a>(field: Field, held: &'a str, screen: &Screen) -> Cow<'a, str> {
    let said = match field {
        Field::DocType => return doc_type(held),
        Field::Relation => relation(held),
        Field::Role => role(held),
        _ => None,
    };
    said.map_or(Cow::Borrowed(held), |said| screen.word(said).into())
}

fn doc_type(code: &str) -> Cow<'_, str> {
    match Authority::bundled().doc_type(code) {
        Some(known) => Cow::Owned(format!("{} ({code})", known.name)),
        None => Cow::Borrowed(code),
    }
}

fn relation(code: &str) -> Option<&'static Said> {
    let relation: Relation = serde_json::from_value(code.into()).ok()?;
    Some(show::relation(relation))
}

fn role(code: &str) -> Option<&'static Said> {
    Some(match code {
        "purpose" => &say::SECTION_PURPOSE,
        "objective" => &say::SECTION_OBJECTIVE,
        "kpi" => &say::SECTION_KPI,
        "scope" => &say::SECTION_SCOPE,
        "situation" => &say::SECTION_SITUATION,
        "definition" => &say::SECTION_DEFINITION,
        "prohibition" => &say::SECTION_PROHIBITION,
        "basis" => &say::SECTION_BASIS,
        "tasks" => &say::SECTION_TASKS,
        "implementation" => &say::SECTION_IMPLEMENTATION,
        "budget" => &say::SECTION_BUDGET,
        "report" => &say::SECTION_REPORT,
        "annex" => &say::SECTION_ANNEX,
        "effect" => &say::SECTION_EFFECT,
        _ => return None,
    })
}
