//! Counting the matching texts by what a filter can ask.
//!
//! Counts are exact, and disjunctive: a facet of which boxes are ticked counts as if none were, so
//! that the other boxes show what ticking them would add. Facets without ticked boxes are counted
//! together in one pass, each ticked field in one more.

use std::collections::HashMap;

use super::answer::{AgencyBranch, FacetValue, Facets};
use super::counting::{Counted, Counts};
use super::field_name::Name;
use super::schema::{FACET_AGENCY, FACET_MONTH, FACET_PROVINCE, FACET_PROVINCE_NOW, FACET_TYPE};
use crate::authority::{AgencyId, Authority};

/// Values shown of one facet: a column of the page. There are 63 provinces and some 40 types.
const VALUES_MAX: usize = 100;
/// Agencies and months of the tree and the histogram: 34 provinces of some 40 bodies.
const LEAVES_MAX: usize = 2_000;

/// Every facet: its name in the answer, the filter that ticks it, its field in the engine.
const FACETS: &[(&str, Name, &str)] = &[
    ("year", Name::Year, "year"),
    ("month", Name::Year, FACET_MONTH),
    ("type", Name::Type, FACET_TYPE),
    ("agency", Name::Agency, FACET_AGENCY),
    ("agency_tree", Name::Agency, "issuer_id"),
    ("province", Name::Province, FACET_PROVINCE),
    ("province_now", Name::ProvinceNow, FACET_PROVINCE_NOW),
    ("level", Name::Level, "level"),
    ("topic", Name::Topic, "topic"),
    ("role", Name::Role, "role"),
    ("verdict", Name::Verdict, "verdict"),
    ("kind", Name::Kind, "kind"),
];

/// The fields a facet can tick, by the names of their filters.
pub(super) fn fields() -> impl Iterator<Item = &'static str> {
    FACETS.iter().map(|(_, name, _)| name.canonical())
}

/// The columns of the facets whose filter `wanted` names.
pub(super) fn columns(wanted: impl Fn(&str) -> bool) -> Vec<(&'static str, Counted)> {
    let wanted = FACETS
        .iter()
        .filter(|(_, name, _)| wanted(name.canonical()));
    let columns = wanted.map(|(name, _, field)| match *name {
        "year" | "month" => (*name, Counted::Numbers(field)),
        // An id knows no spelling: the name is the one its works bear most.
        "agency_tree" => (*name, Counted::Pairs(field, FACET_AGENCY)),
        _ => (*name, Counted::Words(field)),
    });
    columns.collect()
}

/// Adds what was counted of one facet.
pub(super) fn add(name: &str, counts: Counts, facets: &mut Facets) {
    match counts {
        Counts::Words(counts) => {
            let Some(values) = words_of(name, facets) else {
                return;
            };
            *values = most_first(counts)
                .into_iter()
                .map(|(key, count)| value(name, key, count))
                .collect();
        }
        Counts::Numbers(counts) => {
            let mut numbers: Vec<(i64, u64)> = counts.into_iter().collect();
            numbers.sort_unstable();
            let said = |(key, count): (i64, u64)| FacetValue {
                value: match name {
                    // 202102
                    "month" => format!("{}-{:02}", key / 100, key % 100),
                    _ => key.to_string(),
                },
                name: None,
                count,
            };
            match name {
                "month" => facets.month = numbers.into_iter().take(LEAVES_MAX).map(said).collect(),
                _ => {
                    facets.year = numbers
                        .into_iter()
                        .rev()
                        .take(VALUES_MAX)
                        .map(said)
                        .collect()
                }
            }
        }
        Counts::Pairs(counts) => facets.agency_tree = tree(counts),
    }
}

fn words_of<'a>(name: &str, facets: &'a mut Facets) -> Option<&'a mut Vec<FacetValue>> {
    Some(match name {
        "type" => &mut facets.r#type,
        "agency" => &mut facets.agency,
        "province" => &mut facets.province,
        "province_now" => &mut facets.province_now,
        "level" => &mut facets.level,
        "topic" => &mut facets.topic,
        "role" => &mut facets.role,
        "verdict" => &mut facets.verdict,
        "kind" => &mut facets.kind,
        _ => return None,
    })
}

fn most_first(counts: HashMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(VALUES_MAX);
    counts
}

fn value(facet: &str, key: String, count: u64) -> FacetValue {
    let topics = Authority::bundled().topics();
    let topic = topics
        .iter()
        .find(|topic| facet == "topic" && topic.id == key);
    FacetValue {
        name: topic.map(|topic| topic.name.clone()),
        value: key,
        count,
    }
}

/// Agencies under their province or under the centre, both with the most works first.
fn tree(counts: HashMap<(String, String), u64>) -> Vec<AgencyBranch> {
    let mut agencies: HashMap<String, (u64, u64, String)> = HashMap::new();
    let mut pairs: Vec<((String, String), u64)> = counts.into_iter().collect();
    pairs.sort_unstable();
    for ((id, name), count) in pairs {
        let (total, most, called) = agencies.entry(id).or_default();
        *total += count;
        if *most < count {
            (*most, *called) = (count, name);
        }
    }
    let mut agencies: Vec<(String, u64, String)> = agencies
        .into_iter()
        .map(|(id, (total, _, name))| match name.is_empty() {
            true => (id.clone(), total, id),
            false => (id, total, name),
        })
        .collect();
    agencies.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    agencies.truncate(LEAVES_MAX);
    let mut branches: Vec<AgencyBranch> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (id, count, name) in agencies {
        let place = AgencyId(id).place().province();
        let at = *places.entry(place.0.clone()).or_insert_with(|| {
            let name = Authority::bundled().province_name(&place, None);
            branches.push(AgencyBranch {
                name: name.unwrap_or_else(|| "Trung ương".to_owned()),
                id: place.0,
                ..AgencyBranch::default()
            });
            branches.len() - 1
        });
        branches[at].count += count;
        branches[at].agencies.push(FacetValue {
            value: name,
            name: None,
            count,
        });
    }
    branches.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    branches
}
