//! Counting the matching texts by what a filter can ask.
//!
//! Counts are exact, and disjunctive: a facet of which boxes are ticked counts as if none were, so
//! that the other boxes show what ticking them would add. Facets without ticked boxes are counted
//! together in one pass, each ticked field in one more.

use serde_json::{Value, json};
use tantivy::TantivyError;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::agg_result::AggregationResults;
use tantivy::aggregation::{AggContextParams, AggregationCollector};

use super::answer::{AgencyBranch, FacetValue, Facets};
use super::field_name::Name;
use super::schema::{FACET_AGENCY, FACET_MONTH, FACET_PROVINCE, FACET_PROVINCE_NOW, FACET_TYPE};
use crate::authority::{AgencyId, Authority};

/// Values shown of one facet: a column of the page. There are 63 provinces and some 40 types.
const VALUES_MAX: usize = 100;
/// Agencies and months of the tree and the histogram: 34 provinces of some 40 bodies.
const LEAVES_MAX: usize = 2_000;
/// Values one segment may hold before the rarest are left out; none may, or counts were not exact.
const SEGMENT_VALUES_MAX: usize = 65_000;

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

/// Counts the facets whose filter `wanted` names, in one pass.
pub(super) fn collector(
    wanted: impl Fn(&str) -> bool,
) -> Result<AggregationCollector, TantivyError> {
    let mut request = serde_json::Map::new();
    for (name, _, field) in FACETS
        .iter()
        .filter(|(_, name, _)| wanted(name.canonical()))
    {
        request.insert((*name).to_owned(), terms(name, field));
    }
    let request: Aggregations = serde_json::from_value(Value::Object(request))
        .map_err(|error| TantivyError::InvalidArgument(error.to_string()))?;
    Ok(AggregationCollector::from_aggs(
        request,
        AggContextParams::default(),
    ))
}

fn terms(name: &str, field: &str) -> Value {
    let size = match name {
        "month" | "agency_tree" => LEAVES_MAX,
        _ => VALUES_MAX,
    };
    let mut terms = json!({ "field": field, "size": size, "segment_size": SEGMENT_VALUES_MAX });
    match name {
        "year" => terms["order"] = json!({ "_key": "desc" }),
        "month" => terms["order"] = json!({ "_key": "asc" }),
        _ => {}
    }
    match name {
        // An id knows no spelling: the name is the one its works bear most.
        "agency_tree" => json!({
            "terms": terms,
            "aggs": { "name": { "terms": { "field": FACET_AGENCY, "size": 1 } } },
        }),
        _ => json!({ "terms": terms }),
    }
}

/// Adds what a collector counted.
pub(super) fn read(results: AggregationResults, facets: &mut Facets) {
    let json = serde_json::to_value(results).unwrap_or_default();
    let buckets = |name: &str| json[name]["buckets"].as_array().map(Vec::as_slice);
    for (name, values) in [
        ("year", &mut facets.year),
        ("month", &mut facets.month),
        ("type", &mut facets.r#type),
        ("agency", &mut facets.agency),
        ("province", &mut facets.province),
        ("province_now", &mut facets.province_now),
        ("level", &mut facets.level),
        ("topic", &mut facets.topic),
        ("role", &mut facets.role),
        ("verdict", &mut facets.verdict),
        ("kind", &mut facets.kind),
    ] {
        if let Some(buckets) = buckets(name) {
            *values = buckets.iter().filter_map(|one| value(name, one)).collect();
        }
    }
    if let Some(buckets) = buckets("agency_tree") {
        facets.agency_tree = tree(buckets);
    }
}

fn value(facet: &str, bucket: &Value) -> Option<FacetValue> {
    let key = key(bucket)?;
    let count = bucket["doc_count"].as_u64()?;
    let topics = Authority::bundled().topics();
    let topic = topics.iter().find(|topic| topic.id == key);
    let value = match facet {
        // 202102
        "month" => format!("{}-{}", key.get(..4)?, key.get(4..)?),
        _ => key,
    };
    Some(FacetValue {
        value,
        name: topic
            .filter(|_| facet == "topic")
            .map(|topic| topic.name.clone()),
        count,
    })
}

fn key(bucket: &Value) -> Option<String> {
    match &bucket["key"] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(format!("{}", number.as_f64()?.round() as i64)),
        _ => None,
    }
}

/// Agencies under their province or under the centre, both with the most works first.
fn tree(buckets: &[Value]) -> Vec<AgencyBranch> {
    let mut branches: Vec<AgencyBranch> = Vec::new();
    for bucket in buckets {
        let (Some(id), Some(count)) = (key(bucket), bucket["doc_count"].as_u64()) else {
            continue;
        };
        let name = bucket["name"]["buckets"].get(0).and_then(key);
        let leaf = FacetValue {
            value: name.unwrap_or_else(|| id.clone()),
            name: None,
            count,
        };
        let place = AgencyId(id).place().province();
        let at = branches.iter().position(|branch| branch.id == place.0);
        let at = at.unwrap_or_else(|| {
            let name = Authority::bundled().province_name(&place, None);
            branches.push(AgencyBranch {
                name: name.unwrap_or_else(|| "Trung ương".to_owned()),
                id: place.0,
                ..AgencyBranch::default()
            });
            branches.len() - 1
        });
        branches[at].count += count;
        branches[at].agencies.push(leaf);
    }
    branches.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    branches
}
