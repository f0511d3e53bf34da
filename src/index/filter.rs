//! `nam:2019..2023`, `coquan:"Sở Nội vụ"`, `han:<2021-06-30`: a field, a value, what it means.
//!
//! A filter keeps where it stands in the question and what the line is without it, so that a page
//! can show it and remove it, also one that was understood from a sentence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::analyzer::folded_words;
use super::day::{Days, days};
use super::entry::Kind;
use super::field_name::Name;
use super::numbers;
use super::query::{Field, Query};
use super::question::QueryError;
use super::succession::{self, Names};
use super::topic;
use crate::authority::Authority;
use crate::text::{Span, fold, lookup_key};

/// One condition beside the words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Filter {
    /// The canonical name: `nam`.
    pub field: String,
    /// As typed, without its quotation marks.
    pub value: String,
    /// True for `-loai:QĐ`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub negated: bool,
    /// True for `coquan=` and `tinh=`: the name as issued, without succession.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub as_issued: bool,
    /// True if it was understood from the words of a sentence.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inferred: bool,
    /// What succession takes in besides: predecessors, and successors from their first day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The line without it.
    #[serde(default)]
    pub without: String,
    /// Where the whole filter stands in the question.
    #[serde(skip)]
    pub span: Span,
    /// What it asks of the index.
    #[serde(skip, default = "everything")]
    pub(super) condition: Query,
    /// Of several of this field, any one will do.
    #[serde(skip)]
    pub(super) ticked: bool,
}

fn everything() -> Query {
    Query::All
}

impl Filter {
    /// Reads a value; the error points at `place`, where it stands.
    pub(super) fn read(
        name: Name,
        value: &str,
        names: Names,
        place: Span,
    ) -> Result<Filter, QueryError> {
        let (condition, also) = condition(name, value, names, place)?;
        Ok(Filter {
            field: name.canonical().to_owned(),
            value: value.to_owned(),
            negated: false,
            as_issued: names == Names::AsIssued && name.has_succession(),
            inferred: false,
            also,
            without: String::new(),
            span: place,
            condition,
            ticked: name.is_ticked() && !value.trim_start().starts_with(['<', '>']),
        })
    }
}

/// What `value` asks of the field, and the names that succession takes in.
fn condition(
    name: Name,
    value: &str,
    names: Names,
    place: Span,
) -> Result<(Query, Vec<String>), QueryError> {
    let refuse = |message: String| Err(QueryError::at(place, message).with_hint(name.example()));
    let words = folded_words(value);
    if words.is_empty() {
        return refuse(format!("bộ lọc «{}:» chưa có giá trị", name.canonical()));
    }
    let condition = match name {
        Name::Agency => return Ok(succession::agency(value, names)),
        Name::Province => return Ok(succession::province(value, names)),
        Name::Year | Name::Issued | Name::Due => match days(value) {
            Some(days) => range(name, days),
            None => return refuse(format!("«{value}» không phải là ngày hay năm")),
        },
        Name::ProvinceNow => Query::term(Field::ProvinceNowKey, province_key(value)),
        Name::Lead => succession::charged(Field::OwnerWords, Field::OwnerId, value),
        Name::Support => succession::charged(Field::CoordinatorWords, Field::CoordinatorId, value),
        Name::Type => Query::term(Field::DocTypeKey, type_key(value)),
        Name::Topic => match topic::named(value) {
            Some(topic) => Query::term(Field::Topic, topic.id.clone()),
            None => return refuse(format!("không có chủ đề «{value}»")),
        },
        Name::Level => match level(&lookup_key(value)) {
            Some(level) => Query::term(Field::Level, level),
            None => return refuse(format!("không có cấp «{value}»")),
        },
        Name::Verdict => Query::term(Field::Verdict, value.to_lowercase()),
        Name::Role => Query::term(Field::Role, value.to_lowercase()),
        Name::Kind => match kind(&words.concat()) {
            Some(kind) => Query::term(Field::Kind, kind.as_str()),
            None => return refuse(format!("không có kiểu «{value}»")),
        },
        Name::Number => Query::term(Field::NumberKey, number_term(value)),
        Name::Cites => Query::term(Field::RefKey, number_term(value)),
        Name::Under => Query::term(Field::UnderKey, number_term(value)),
    };
    Ok((condition, Vec::new()))
}

fn range(name: Name, days: Days) -> Query {
    let (field, scale) = match name {
        // A year is the day number without its last four digits.
        Name::Year => (Field::Year, 10_000),
        Name::Due => (Field::Due, 1),
        _ => (Field::Issued, 1),
    };
    Query::Range {
        field,
        from: days.from.map(|day| day / scale),
        to: days.to.map(|day| day / scale),
    }
}

fn kind(word: &str) -> Option<Kind> {
    match word {
        "vanban" | "work" => Some(Kind::Work),
        "nhiemvu" | "task" => Some(Kind::Task),
        _ => None,
    }
}

fn level(word: &str) -> Option<&'static str> {
    let level = match word {
        "central" | "trung uong" => "central",
        "ministry" | "bo" => "ministry",
        "province" | "tinh" => "province",
        "department" | "so" => "department",
        "district" | "huyen" => "district",
        "commune" | "xa" => "commune",
        "unit" | "don vi" => "unit",
        _ => return None,
    };
    Some(level)
}

/// `Tỉnh Hưng Yên`, `hung-yen` → `hung yen`.
pub(super) fn province_key(name: &str) -> String {
    let key = lookup_key(name);
    ["tinh ", "thanh pho ", "tp "]
        .iter()
        .find_map(|head| key.strip_prefix(head))
        .unwrap_or(&key)
        .to_owned()
}

/// `Kế hoạch`, `KH`, `kh` → `kh`.
pub(super) fn type_key(name: &str) -> String {
    match Authority::bundled().doc_type(name) {
        Some(found) if !found.abbr.is_empty() => lookup_key(&found.abbr),
        _ => lookup_key(name),
    }
}

/// Of `21/KH-UBND`, also with words around it.
fn number_term(written: &str) -> String {
    numbers::term(written)
        .or_else(|| numbers::find(written).next().map(|found| found.term))
        .unwrap_or_else(|| numbers::compact(&fold(written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_is_one_by_name_and_by_slug() {
        assert_eq!(province_key("Tỉnh Hưng Yên"), "hung yen");
        assert_eq!(province_key("hung-yen"), "hung yen");
        assert_eq!(province_key("TP. Hải Phòng"), "hai phong");
    }
}
