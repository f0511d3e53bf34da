//! The agencies and provinces a name stands for, through mergers and in time.
//!
//! `coquan:"Sở Nội vụ"` means the department, those whose work it took over, and those that took over
//! its own: what came before counts whenever it was issued, what came after only from the day of the
//! change, because a department that others merged into had work of its own before. Siblings (two
//! departments merged into one third) are not each other. `coquan=` leaves all this out.

use jiff::civil::Date;

use super::analyzer::folded_words;
use super::filter::province_key;
use super::query::{Field, Query};
use crate::authority::{AgencyId, Authority, PlaceId};

/// Steps of succession followed: two reforms in forty years renamed a department twice.
const STEPS_MAX: usize = 4;
/// A province that was never merged and has every body: an agency named without a place is looked
/// up there, and only its body is used.
const ANY_PROVINCE: &str = "ha-noi";

/// How a name is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    WithSuccession,
    AsIssued,
}

/// An agency, or a body of every province, and since when it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Meant {
    id: AgencyId,
    since: Option<Date>,
}

/// Issuers of this name, and the names that succession takes in.
pub(super) fn agency(value: &str, names: Names) -> (Query, Vec<String>) {
    let mut any = vec![Query::all_of(Field::IssuerWords, folded_words(value))];
    let Some((id, placed)) = known(value) else {
        return (any.remove(0), Vec::new());
    };
    any.push(issued_by(&id, placed));
    if names == Names::AsIssued {
        return (Query::any(any), Vec::new());
    }
    let mut also = Vec::new();
    for meant in through_time(&id, placed) {
        let issued = issued_by(&meant.id, placed);
        any.push(match meant.since {
            Some(day) => Query::every(vec![issued, from(day)]),
            None => issued,
        });
        also.extend(name_of(&meant.id, placed));
    }
    (Query::any(any), also)
}

/// The bytes of the agency that `text` begins with, of a named place or of any province.
pub(super) fn agency_at(text: &str) -> Option<usize> {
    let authority = Authority::bundled();
    let home = PlaceId(ANY_PROVINCE.to_owned());
    let placed = authority.agency_at(text, None, None);
    let found = placed.or_else(|| authority.agency_at(text, Some(&home), None));
    found.map(|(len, _)| len)
}

/// Tasks charged to an agency: by the words they are written with, and by its id.
pub(super) fn charged(words: Field, ids: Field, value: &str) -> Query {
    let written = Query::all_of(words, folded_words(value));
    match known(value) {
        Some((id, true)) => Query::any(vec![written, Query::term(ids, id.0)]),
        _ => written,
    }
}

/// Works of a province, those it took in, and of the one that took it in since it did.
pub(super) fn province(value: &str, names: Names) -> (Query, Vec<String>) {
    let issued = Query::term(Field::ProvinceKey, province_key(value));
    let authority = Authority::bundled();
    let id = authority.province(value);
    let (Some(id), Names::WithSuccession) = (id, names) else {
        return (issued, Vec::new());
    };
    let mut any = vec![issued];
    let mut also = Vec::new();
    for change in authority.predecessors(&id) {
        let name = authority
            .province_name(&change.from, None)
            .unwrap_or_default();
        any.push(Query::term(Field::ProvinceKey, province_key(&name)));
        also.push(name);
    }
    for change in authority.successors(&id) {
        let name = authority
            .province_name(&change.to, None)
            .unwrap_or_default();
        let after = Query::term(Field::ProvinceKey, province_key(&name));
        any.push(Query::every(vec![after, from(change.on)]));
        also.push(name);
    }
    (Query::any(any), also)
}

/// The province that holds a place by the last order known: `thai-binh` → "tỉnh Hưng Yên".
pub(super) fn province_now(name: &str) -> Option<String> {
    let authority = Authority::bundled();
    let mut place = authority.province(name)?;
    for _ in 0..STEPS_MAX {
        match authority.successors(&place).pop() {
            Some(change) => place = change.to,
            None => break,
        }
    }
    authority.province_name(&place, None)
}

/// The agency of a name, and whether the name says of which place.
fn known(value: &str) -> Option<(AgencyId, bool)> {
    let authority = Authority::bundled();
    if let Some(found) = authority.agency(value, None, None) {
        return Some((found.id, true));
    }
    let home = PlaceId(ANY_PROVINCE.to_owned());
    let found = authority.agency(value, Some(&home), None)?;
    Some((found.id, false))
}

fn issued_by(id: &AgencyId, placed: bool) -> Query {
    match placed {
        true => Query::term(Field::IssuerId, id.0.clone()),
        false => Query::term(Field::IssuerBody, id.body()),
    }
}

fn name_of(id: &AgencyId, placed: bool) -> Option<String> {
    let authority = Authority::bundled();
    let name = authority.agency_name(id, None)?;
    if placed {
        return Some(name);
    }
    let home = authority.province_name(&PlaceId(ANY_PROVINCE.to_owned()), None)?;
    let bare = name.strip_suffix(&home).unwrap_or(&name);
    Some(bare.trim_end().to_owned())
}

/// Those before it and those after it, each chain by itself; only who took the main part.
fn through_time(id: &AgencyId, placed: bool) -> Vec<Meant> {
    let authority = Authority::bundled();
    let same_place = |other: &AgencyId| placed || other.place() == id.place();
    let before = |one: &AgencyId| -> Vec<Meant> {
        let changes = authority.predecessors_of(one).into_iter();
        let main = changes.filter(|change| change.is_main && same_place(&change.from));
        let meant = main.map(|change| Meant {
            id: change.from,
            since: None,
        });
        meant.collect()
    };
    let after = |one: &AgencyId| -> Vec<Meant> {
        let changes = authority.successors_of(one).into_iter();
        let main = changes.filter(|change| change.is_main && same_place(&change.to));
        let meant = main.map(|change| Meant {
            id: change.to,
            since: Some(change.on),
        });
        meant.collect()
    };
    let mut found = chain(id, before);
    for one in chain(id, after) {
        if !found.iter().any(|known| known.id == one.id) {
            found.push(one);
        }
    }
    found
}

fn chain(id: &AgencyId, next: impl Fn(&AgencyId) -> Vec<Meant>) -> Vec<Meant> {
    let mut found: Vec<Meant> = Vec::new();
    let mut ends = vec![id.clone()];
    for _ in 0..STEPS_MAX {
        let mut further = Vec::new();
        for meant in ends.iter().flat_map(&next) {
            if meant.id != *id && !found.iter().any(|known| known.id == meant.id) {
                further.push(meant.id.clone());
                found.push(meant);
            }
        }
        ends = further;
    }
    found
}

fn from(day: Date) -> Query {
    let number =
        i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day());
    Query::Range {
        field: Field::Issued,
        from: Some(number),
        to: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_is_followed_both_ways_and_its_siblings_are_not() {
        let (_, also) = agency("Sở Nội vụ", Names::WithSuccession);
        assert_eq!(also, ["Sở Lao động - Thương binh và Xã hội"]);
        let (_, also) = agency("Sở Bưu chính, Viễn thông", Names::WithSuccession);
        assert_eq!(
            also,
            ["Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"]
        );
        let (_, also) = agency("Sở Nội vụ", Names::AsIssued);
        assert!(also.is_empty());
    }

    #[test]
    fn a_province_takes_in_the_merged_one_and_counts_its_heir_from_the_day() {
        let (_, also) = province("Hưng Yên", Names::WithSuccession);
        assert_eq!(also, ["tỉnh Thái Bình"]);
        let (query, also) = province("Thái Bình", Names::WithSuccession);
        assert_eq!(also, ["tỉnh Hưng Yên"]);
        let json = serde_json::to_string(&query).expect("plain data");
        assert!(json.contains("20250701"), "{json}");
        assert_eq!(province_now("thai-binh").as_deref(), Some("tỉnh Hưng Yên"));
    }
}
