//! Counting the matching texts by year, type, agency, province, level and kind.

use serde_json::{Value, json};
use tantivy::TantivyError;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::agg_result::AggregationResults;
use tantivy::aggregation::{AggContextParams, AggregationCollector};

use super::answer::{FacetValue, Facets};
use super::schema::{FACET_AGENCY, FACET_PROVINCE, FACET_TYPE};

/// Values shown of one facet: a column of the page. There are 63 provinces and some 40 types.
const VALUES_MAX: usize = 100;

/// Counts every facet in one pass.
pub(super) fn collector() -> Result<AggregationCollector, TantivyError> {
    let terms = |field: &str| json!({ "terms": { "field": field, "size": VALUES_MAX } });
    let request = json!({
        "year": { "terms": { "field": "year", "size": VALUES_MAX, "order": { "_key": "desc" } } },
        "type": terms(FACET_TYPE),
        "agency": terms(FACET_AGENCY),
        "province": terms(FACET_PROVINCE),
        "level": terms("level"),
        "kind": terms("kind"),
    });
    let request: Aggregations = serde_json::from_value(request)
        .map_err(|error| TantivyError::InvalidArgument(error.to_string()))?;
    Ok(AggregationCollector::from_aggs(
        request,
        AggContextParams::default(),
    ))
}

/// The collector's answer as ours.
pub(super) fn read(results: AggregationResults) -> Facets {
    let json = serde_json::to_value(results).unwrap_or_default();
    let values = |name: &str| -> Vec<FacetValue> {
        let buckets = json[name]["buckets"].as_array();
        let buckets = buckets.map(Vec::as_slice).unwrap_or_default();
        buckets.iter().filter_map(value).collect()
    };
    Facets {
        year: values("year"),
        r#type: values("type"),
        agency: values("agency"),
        province: values("province"),
        level: values("level"),
        kind: values("kind"),
    }
}

fn value(bucket: &Value) -> Option<FacetValue> {
    let value = match &bucket["key"] {
        Value::String(text) => text.clone(),
        Value::Number(number) => format!("{}", number.as_f64()?.round() as i64),
        _ => return None,
    };
    let count = bucket["doc_count"].as_u64()?;
    Some(FacetValue { value, count })
}
