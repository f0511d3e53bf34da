//! The fields tantivy keeps, and how an [`Entry`] fills them.
//!
//! Words are given to the engine as lists of its own form, see [`Intake`]; all else as terms.
//! Positions are kept for exact words only: they cost a fifth of the text, and pairs answer for
//! neighbours of folded words. The whole entry is stored beside, as the JSON it came as.

use serde_json::Value;
use tantivy::schema::{
    FAST, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{IndexSettings, TantivyDocument};

use super::analyzer::{Speller, folded_words};
use super::day::{first_day, last_day};
use super::entry::{Entry, Kind};
use super::filter::{province_key, type_key};
use super::intake::Intake;
use super::numbers;
use super::query::{ASIDE, Field};
use super::{definitions, succession, suggest, topic};
use crate::authority::Authority;
use crate::text::Number;

/// Kept with the index: an index of another schema is refused and has to be rebuilt.
pub const INDEX_SCHEMA_VERSION: u32 = 4;

/// Every [`Field`] by its name in the engine, and how it is kept.
const FIELDS: &[(Field, &str, Keep)] = &[
    (Field::Id, "id", Keep::Keyword),
    (Field::Kind, "kind", Keep::FastKeyword),
    (Field::NumberKey, "number_key", Keep::Keyword),
    (Field::RefKey, "ref_key", Keep::Keyword),
    (Field::UnderKey, "under_key", Keep::Keyword),
    (Field::Title, "title", Keep::Frequencies),
    (Field::TitleFolded, "title_f", Keep::Frequencies),
    (Field::TitlePairs, "title_fb", Keep::Frequencies),
    (Field::Body, "body", Keep::Positions),
    (Field::BodyFolded, "body_f", Keep::Frequencies),
    (Field::BodyPairs, "body_fb", Keep::Frequencies),
    (Field::DocTypeKey, "doc_type_key", Keep::Fact),
    (Field::IssuerWords, "issuer_f", Keep::Words),
    (Field::IssuerId, "issuer_id", Keep::FastFact),
    (Field::IssuerBody, "issuer_body", Keep::Fact),
    (Field::OwnerWords, "owner_f", Keep::Words),
    (Field::OwnerId, "owner_id", Keep::FastKeyword),
    (Field::CoordinatorWords, "coordinator_f", Keep::Words),
    (Field::CoordinatorId, "coordinator_id", Keep::Keyword),
    (Field::ProvinceKey, "province_key", Keep::Fact),
    (Field::ProvinceNowKey, "province_now_key", Keep::Keyword),
    (Field::Level, "level", Keep::FastKeyword),
    (Field::Topic, "topic", Keep::FastKeyword),
    (Field::OwnTopic, "own_topic", Keep::Fact),
    (Field::Verdict, "verdict", Keep::FastKeyword),
    (Field::Status, "status", Keep::FastKeyword),
    (Field::Role, "role", Keep::FastKeyword),
    (Field::Defined, "defined", Keep::Keyword),
    (Field::Suggest, "suggest", Keep::Keyword),
    (Field::Aside, "aside", Keep::Keyword),
    (Field::WorkId, "work_id", Keep::Keyword),
    (Field::YearKey, "year_key", Keep::Fact),
    (Field::Year, "year", Keep::Number),
    (Field::Issued, "issued", Keep::Number),
    (Field::Due, "due", Keep::Number),
];

/// Shown as facet values, with their marks: fast but not searched.
pub(super) const FACET_TYPE: &str = "doc_type";
pub(super) const FACET_AGENCY: &str = "issuer";
pub(super) const FACET_PROVINCE: &str = "province";
pub(super) const FACET_MONTH: &str = "month";
pub(super) const FACET_PROVINCE_NOW: &str = "province_now";

#[derive(Clone, Copy, Debug)]
enum Keep {
    /// One term as it is.
    Keyword,
    /// The same, and counted in facets.
    FastKeyword,
    /// One term as it is, which ranks: kept with what pruning needs to know.
    Fact,
    /// The same, and counted in facets.
    FastFact,
    /// Terms without counts: only asked whether.
    Words,
    /// Terms with counts: scored.
    Frequencies,
    /// Terms with counts and places: scored, and searched in order.
    Positions,
    /// Compared, counted and sorted by.
    Number,
}

/// Texts are kept packed as tight as reading twenty of them allows: a third of their size, where the
/// engine's own way keeps half.
pub(super) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
        ..IndexSettings::default()
    }
}

/// The engine's handles, looked up once.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    schema: Schema,
    searched: Vec<tantivy::schema::Field>,
    pub entry: tantivy::schema::Field,
    pub body_text: tantivy::schema::Field,
    facet_type: tantivy::schema::Field,
    facet_agency: tantivy::schema::Field,
    facet_province: tantivy::schema::Field,
    facet_province_now: tantivy::schema::Field,
    facet_month: tantivy::schema::Field,
}

impl Fields {
    pub fn new() -> Fields {
        let mut builder = Schema::builder();
        let searched = FIELDS
            .iter()
            .map(|(_, name, keep)| match keep {
                Keep::Keyword => builder.add_text_field(name, keyword()),
                Keep::FastKeyword => builder.add_text_field(name, keyword() | FAST),
                Keep::Fact => builder.add_text_field(name, fact()),
                Keep::FastFact => builder.add_text_field(name, fact() | FAST),
                Keep::Words => builder.add_text_field(name, words(IndexRecordOption::Basic)),
                Keep::Frequencies => {
                    builder.add_text_field(name, words(IndexRecordOption::WithFreqs))
                }
                Keep::Positions => {
                    builder.add_text_field(name, words(IndexRecordOption::WithFreqsAndPositions))
                }
                Keep::Number => builder.add_i64_field(name, NumericOptions::from(INDEXED) | FAST),
            })
            .collect();
        let fast = || TextOptions::default().set_fast("raw");
        Fields {
            searched,
            entry: builder.add_text_field("entry", STORED),
            body_text: builder.add_text_field("body_text", STORED),
            facet_type: builder.add_text_field(FACET_TYPE, fast()),
            facet_agency: builder.add_text_field(FACET_AGENCY, fast()),
            facet_province: builder.add_text_field(FACET_PROVINCE, fast()),
            facet_province_now: builder.add_text_field(FACET_PROVINCE_NOW, fast()),
            facet_month: builder.add_i64_field(FACET_MONTH, FAST),
            schema: builder.build(),
        }
    }

    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }

    /// The engine's handle of a field.
    pub fn get(&self, field: Field) -> tantivy::schema::Field {
        self.searched[index_of(field)]
    }

    /// What the engine is given for one entry.
    pub fn intake(&self, entry: &Entry, speller: &mut Speller) -> Intake {
        let mut intake = Intake::default();
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        if entry.kind == Kind::Work {
            let title = type_name(entry).into_iter().chain(entry.title.as_deref());
            intake.title = owned(title.collect());
        }
        let mut body = about(entry);
        body.push(&entry.body);
        if entry.kind == Kind::Task {
            body.extend(definitions::used(&entry.defines, &entry.body, speller));
        }
        let document = &mut intake.kept;
        self.add_cited(document, entry, &body);
        self.add_keys(document, entry);
        self.add_dates(document, entry);
        self.add_facets(document, entry);
        self.store(document, entry);
        intake.body = owned(body);
        intake
    }

    /// Numbers that its texts name, but its own.
    fn add_cited(&self, document: &mut TantivyDocument, entry: &Entry, texts: &[&str]) {
        let named = texts.iter().flat_map(|text| numbers::find(text));
        let mut cited: Vec<String> = named.map(|found| found.term).collect();
        cited.extend(entry.cites.iter().filter_map(|n| numbers::term(n)));
        let own = own_number_terms(entry);
        cited.retain(|term| !own.contains(term));
        cited.sort_unstable();
        cited.dedup();
        for term in cited {
            document.add_text(self.get(Field::RefKey), term);
        }
    }

    fn add_keys(&self, document: &mut TantivyDocument, entry: &Entry) {
        let mut add = |field: Field, value: &str| document.add_text(self.get(field), value);
        add(Field::Id, &entry.id);
        add(Field::Kind, entry.kind.as_str());
        for term in own_number_terms(entry) {
            add(Field::NumberKey, &term);
        }
        for term in entry.under.iter().filter_map(|n| numbers::term(n)) {
            add(Field::UnderKey, &term);
        }
        if let Some(year) = year(entry) {
            add(Field::YearKey, &year.to_string());
        }
        if let Some(doc_type) = &entry.doc_type {
            add(Field::DocTypeKey, &type_key(doc_type));
        }
        if let Some(province) = &entry.province {
            add(Field::ProvinceKey, &province_key(province));
            let now = succession::province_now(province);
            add(
                Field::ProvinceNowKey,
                &province_key(now.as_ref().unwrap_or(province)),
            );
        }
        if let Some((_, body)) = entry
            .issuer_id
            .as_deref()
            .and_then(|id| id.rsplit_once('/'))
        {
            add(Field::IssuerBody, body);
        }
        for line in suggest::lines(entry) {
            add(Field::Suggest, &line);
        }
        if entry.kind == Kind::Work {
            let defined = entry
                .defines
                .iter()
                .filter_map(|one| definitions::terms(one));
            defined
                .flatten()
                .for_each(|term| add(Field::Defined, &term));
        }
        for topic in topics(entry) {
            add(Field::Topic, &topic);
        }
        for (field, values) in [
            (
                Field::IssuerWords,
                &entry.issuer.clone().into_iter().collect(),
            ),
            (Field::OwnerWords, &entry.owners),
            (Field::CoordinatorWords, &entry.coordinators),
        ] {
            let words: &Vec<String> = values;
            add(field, &folded_words(&words.join(" ; ")).join(" "));
        }
        for (field, values) in [
            (Field::OwnTopic, &entry.topics),
            (Field::OwnerId, &entry.owner_ids),
            (Field::CoordinatorId, &entry.coordinator_ids),
            (Field::Verdict, &entry.verdicts),
            (Field::Role, &entry.roles),
        ] {
            for value in values {
                add(field, value);
            }
        }
        if entry.stub || entry.page {
            add(Field::Aside, ASIDE);
        }
        for (field, value) in [
            (Field::IssuerId, &entry.issuer_id),
            (Field::Level, &entry.level),
            (Field::Status, &entry.status),
            (Field::WorkId, &entry.work_id),
        ] {
            if let Some(value) = value {
                add(field, value);
            }
        }
    }

    fn add_dates(&self, document: &mut TantivyDocument, entry: &Entry) {
        let mut add = |field: Field, value: Option<i64>| {
            if let Some(value) = value {
                document.add_i64(self.get(field), value);
            }
        };
        add(Field::Year, year(entry));
        add(
            Field::Issued,
            entry.issued_on.as_deref().and_then(first_day),
        );
        add(Field::Due, entry.due.as_deref().and_then(last_day));
    }

    fn add_facets(&self, document: &mut TantivyDocument, entry: &Entry) {
        // A date cut to its year has no month, and is counted in none.
        let issued = entry
            .issued_on
            .as_deref()
            .filter(|date| "2021-02".len() <= date.len());
        if let Some(day) = issued.and_then(first_day) {
            document.add_i64(self.facet_month, day / 100);
        }
        let agency = entry
            .issuer
            .clone()
            .filter(|name| entry.issuer_id.is_some() || !succession::is_only_a_role(name));
        let province = entry.province.as_deref();
        let now = province.map(|name| succession::province_now(name).unwrap_or(name.to_owned()));
        for (field, value) in [
            (self.facet_type, &entry.doc_type),
            (self.facet_agency, &agency),
            (self.facet_province, &entry.province),
            (self.facet_province_now, &now),
        ] {
            if let Some(value) = value {
                document.add_text(field, value);
            }
        }
    }

    /// The body lies beside the rest, so that a list of hits need not unpack it from JSON.
    fn store(&self, document: &mut TantivyDocument, entry: &Entry) {
        let mut bare = entry.clone();
        let body = std::mem::take(&mut bare.body);
        // An entry is strings, numbers and lists: it always has a JSON form. What is empty reads back so.
        let mut json = serde_json::to_value(&bare).unwrap_or_default();
        if let Some(fields) = json.as_object_mut() {
            fields.retain(|_, value| !is_empty(value));
        }
        document.add_text(self.entry, json.to_string());
        document.add_text(self.body_text, body);
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::String(value) => value.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Number(_) | Value::Object(_) => false,
    }
}

/// Where a field stands in [`FIELDS`]; a test says that each is there once.
fn index_of(field: Field) -> usize {
    FIELDS
        .iter()
        .position(|(known, _, _)| *known == field)
        .unwrap_or_default()
}

/// As known, or as its date says.
fn year(entry: &Entry) -> Option<i64> {
    let issued = || entry.issued_on.as_deref().and_then(first_day);
    let known = entry.year.map(i64::from);
    known.or_else(|| issued().map(|day| day / 10_000))
}

/// The topics of an entry with those above them, each once.
fn topics(entry: &Entry) -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    for id in &entry.topics {
        topics.extend(topic::with_parents(id));
    }
    topics.sort_unstable();
    topics.dedup();
    topics
}

/// One term as it is. How many terms stand beside it says nothing.
fn keyword() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing)
}

/// One term as it is, with a count of one: without counts and lengths the engine reads every text that
/// holds one of the terms it ranks by.
fn fact() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(true)
        .set_index_option(IndexRecordOption::WithFreqs);
    TextOptions::default().set_indexing_options(indexing)
}

fn words(record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_fieldnorms(record != IndexRecordOption::Basic)
        .set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

/// What is searched with the body. A task is not found by its plan's title: thirty tasks of one
/// plan would bury the plan.
fn about(entry: &Entry) -> Vec<&str> {
    match entry.kind {
        Kind::Work => {
            let named = [&entry.title, &entry.number, &entry.issuer];
            let named = named.into_iter().filter_map(|text| text.as_deref());
            let files = entry.files.iter().map(String::as_str);
            let all = type_name(entry).into_iter().chain(named).chain(files);
            all.collect()
        }
        Kind::Task => {
            let agencies = entry.owners.iter().chain(&entry.coordinators);
            agencies.map(String::as_str).collect()
        }
    }
}

/// `Kế hoạch`: as given, or as the tables name the abbreviation.
fn type_name(entry: &Entry) -> Option<&str> {
    let known = || Authority::bundled().doc_type(entry.doc_type.as_deref()?);
    let named = entry.doc_type_name.as_deref();
    named.or_else(|| known().map(|found| found.name.as_str()))
}

/// Only a work bears its number: the tasks of a plan carry it in `work_number`.
fn own_number_terms(entry: &Entry) -> Vec<String> {
    if entry.kind == Kind::Task {
        return Vec::new();
    }
    let read = || Number::parse(entry.number.as_deref()?)?.key();
    let key = entry.number_key.clone().or_else(read);
    key.map(|key| numbers::key_terms(&key)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_place_and_its_name() {
        let fields = Fields::new();
        for (field, name, _) in FIELDS {
            let json = serde_json::to_value(field).expect("a field is a name");
            assert!(json.is_string());
            assert_eq!(fields.schema.get_field_name(fields.get(*field)), *name);
        }
        let last = FIELDS.iter().filter(|(field, _, _)| *field == Field::Due);
        assert_eq!(last.count(), 1);
    }
}
