//! The names of groups, and what kind of group a name is of.

use super::Key;
use crate::text::Number;

/// What the members of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Serial and folded symbol.
    Number,
    /// Serial, issuer and year; the symbol is what may be wrong.
    Serial,
    /// Type, issuer and year; there is no number.
    Title,
    /// Nothing: one capture by itself.
    Alone,
}

/// `21/kh-ubnd`; `None` for what is no whole number.
pub(super) fn of_number(number: &str) -> Option<Key> {
    Number::parse(number)?.key().map(Key)
}

/// `=21@hung-yen/ubnd@2021`. Sorts after every number, so that a work is told by the group of its
/// number first.
pub(super) fn of_serial(number: &Number, issuer: &str, year: u16) -> Option<Key> {
    let serial = number.serial.as_ref()?.key();
    Some(Key(format!("={serial}@{issuer}@{year}")))
}

/// `~KH@hung-yen/ubnd@2021`.
pub(super) fn of_title(doc_type: &str, issuer: &str, year: u16) -> Key {
    Key(format!("~{doc_type}@{issuer}@{year}"))
}

pub(super) fn alone(capture: &str) -> Key {
    Key(format!("capture:{capture}"))
}

pub(super) fn kind(key: Option<&Key>) -> Kind {
    match key.map(|Key(key)| key.as_bytes().first()) {
        Some(Some(b'=')) => Kind::Serial,
        Some(Some(b'~')) => Kind::Title,
        Some(_) if key.is_some_and(|Key(key)| key.starts_with("capture:")) => Kind::Alone,
        Some(_) => Kind::Number,
        None => Kind::Alone,
    }
}

/// The year an ISO date begins with.
pub(super) fn year(date: Option<&str>) -> Option<u16> {
    date?.get(..4)?.parse().ok()
}
