//! `nam:2019..2023`, `coquan:"Sở Nội vụ"`, `han:<2021-06-30`: a field, a value, what it means.
//!
//! Names are Vietnamese without marks, as one types them; marks and the English names are taken as
//! well. A filter keeps where it stands in the question, so that a page can show it and remove it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::analyzer::folded_words;
use super::day::{Days, days};
use super::entry::Kind;
use super::numbers;
use super::query::{Field, Query};
use super::question::QueryError;
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
    /// Where the whole filter stands in the question.
    #[serde(skip)]
    pub span: Span,
    /// What it asks of the index.
    #[serde(skip, default = "everything")]
    pub(super) condition: Query,
}

fn everything() -> Query {
    Query::All
}

/// Each filter with its names, the canonical one first.
const NAMES: &[(Name, &[&str])] = &[
    (Name::Year, &["nam", "year"]),
    (Name::Issued, &["ngay", "date"]),
    (Name::Agency, &["coquan", "agency", "issuer"]),
    (Name::Province, &["tinh", "province"]),
    (Name::Type, &["loai", "type"]),
    (Name::Lead, &["chutri", "lead", "owner"]),
    (Name::Support, &["phoihop", "support"]),
    (Name::Due, &["han", "due"]),
    (Name::Kind, &["kieu", "kind"]),
    (Name::Number, &["so", "number"]),
    (Name::Cites, &["trichdan", "cites"]),
    (Name::Under, &["capduoi", "under"]),
    (Name::Topic, &["chude", "topic"]),
    (Name::Level, &["cap", "level"]),
    (Name::Verdict, &["ketluan", "verdict"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Year,
    Issued,
    Agency,
    Province,
    Type,
    Lead,
    Support,
    Due,
    Kind,
    Number,
    Cites,
    Under,
    Topic,
    Level,
    Verdict,
}

impl Name {
    /// The field of this name, if it is one; marks and case aside.
    pub fn parse(written: &str) -> Option<Name> {
        let folded = fold(written);
        let (name, _) = NAMES
            .iter()
            .find(|(_, names)| names.contains(&folded.as_str()))?;
        Some(*name)
    }

    pub fn canonical(self) -> &'static str {
        NAMES
            .iter()
            .find(|(name, _)| *name == self)
            .map_or("", |(_, names)| names[0])
    }

    /// The name one letter away from `written`, for a hint. A word with marks ("Kính:") is text:
    /// nobody types filters so.
    pub fn like(written: &str) -> Option<&'static str> {
        if !written.is_ascii() {
            return None;
        }
        let folded = fold(written);
        NAMES
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .find(|name| 2 < name.len() && is_one_edit(&folded, name))
    }
}

/// True if one letter typed too much, too little or wrongly, or two swapped, tells them apart.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a[head..]
        .iter()
        .rev()
        .zip(b[head..].iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (rest_a, rest_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    match (rest_a, rest_b) {
        ([_], [_] | []) | ([], [_]) => true,
        ([x, y], [z, w]) => x == w && y == z,
        _ => false,
    }
}

/// What `value` asks of the field; the error points at `span`, the value's place.
pub(super) fn condition(name: Name, value: &str, span: Span) -> Result<Query, QueryError> {
    let refuse = |message: String, hint: &str| Err(QueryError::at(span, message).with_hint(hint));
    let words = folded_words(value);
    if words.is_empty() {
        let message = format!("bộ lọc «{}:» chưa có giá trị", name.canonical());
        return refuse(message, example(name));
    }
    match name {
        Name::Year | Name::Issued | Name::Due => match days(value) {
            Some(days) => Ok(range(name, days)),
            None => {
                let message = format!("«{value}» không phải là ngày hay năm");
                refuse(message, example(name))
            }
        },
        Name::Agency => Ok(Query::all_of(Field::IssuerWords, words)),
        Name::Lead => Ok(Query::all_of(Field::OwnerWords, words)),
        Name::Support => Ok(Query::all_of(Field::CoordinatorWords, words)),
        Name::Province => Ok(Query::term(Field::ProvinceKey, province_key(value))),
        Name::Type => Ok(Query::term(Field::DocTypeKey, type_key(value))),
        Name::Topic => Ok(Query::term(Field::Topic, lookup_key(value))),
        Name::Level => Ok(Query::term(Field::Level, value.to_lowercase())),
        Name::Verdict => Ok(Query::term(Field::Verdict, value.to_lowercase())),
        Name::Kind => match kind(&words.concat()) {
            Some(kind) => Ok(Query::term(Field::Kind, kind.as_str())),
            None => refuse(format!("không có kiểu «{value}»"), example(name)),
        },
        Name::Number => Ok(Query::term(Field::NumberKey, number_term(value))),
        Name::Cites => Ok(Query::term(Field::RefKey, number_term(value))),
        Name::Under => Ok(Query::term(Field::UnderKey, number_term(value))),
    }
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

fn example(name: Name) -> &'static str {
    match name {
        Name::Year => "ví dụ: nam:2021 hoặc nam:2019..2023",
        Name::Issued => "ví dụ: ngay:2021-02-02 hoặc ngay:>2021-06",
        Name::Agency => "ví dụ: coquan:\"Sở Nội vụ\"",
        Name::Province => "ví dụ: tinh:\"Hưng Yên\"",
        Name::Type => "ví dụ: loai:KH",
        Name::Lead => "ví dụ: chutri:\"Sở Nội vụ\"",
        Name::Support => "ví dụ: phoihop:\"Sở Tài chính\"",
        Name::Due => "ví dụ: han:<2021-06-30",
        Name::Kind => "kiểu là vanban hoặc nhiemvu",
        Name::Number | Name::Cites | Name::Under => "ví dụ: trichdan:21/KH-UBND",
        Name::Topic => "ví dụ: chude:cchc",
        Name::Level => "ví dụ: cap:province",
        Name::Verdict => "ví dụ: ketluan:ambiguous",
    }
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

fn number_term(written: &str) -> String {
    numbers::term(written).unwrap_or_else(|| numbers::compact(&fold(written)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_with_and_without_marks() {
        assert_eq!(Name::parse("năm"), Some(Name::Year));
        assert_eq!(Name::parse("COQUAN"), Some(Name::Agency));
        assert_eq!(Name::parse("http"), None);
        assert_eq!(Name::like("nma"), Some("nam"));
        assert_eq!(Name::like("chutr"), Some("chutri"));
        assert_eq!(Name::like("kính"), None);
    }

    #[test]
    fn a_province_is_one_by_name_and_by_slug() {
        assert_eq!(province_key("Tỉnh Hưng Yên"), "hung yen");
        assert_eq!(province_key("hung-yen"), "hung yen");
        assert_eq!(province_key("TP. Hải Phòng"), "hai phong");
    }
}
