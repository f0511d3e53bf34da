//! From one work to others: those about the same, and the same plan of other years.
//!
//! A work is told by its pairs of syllables (single syllables are too common), those of its title
//! three times, and by its topics. A recurring plan is one of the same type and issuer, successors and
//! predecessors included, whose title says the same but for the year.

use std::collections::{BTreeMap, HashMap};

use super::analyzer::{Speller, pairs};
use super::answer::{Hit, Page};
use super::compile::Refusal;
use super::entry::{Entry, Kind};
use super::filter::{province_key, type_key};
use super::ladder::Found;
use super::plan::{Vocabulary, distinct};
use super::query::{ASIDE, Bool, Field, Query};
use super::read::hit;
use super::search::Search;
use super::snippet::Highlighter;
use super::succession::{self, Names};

/// Bytes of a body whose pairs tell what it is about.
const BODY_BYTES_MAX: usize = 24_000;
/// Pairs of a body that are looked up, those said most often.
const PAIRS_LOOKED_UP: usize = 200;
/// Pairs that are searched with: the rarest for how often they are said.
const PAIRS_ASKED: usize = 25;
/// Of these a text must hold some, or "năm 2021" alone would be a likeness.
const PAIRS_SHARED_MIN: usize = 4;
const TITLE: f32 = 3.0;
const TOPIC: f32 = 2.0;
/// Share of the title's pairs another year's title must hold, in percent.
const SAME_TITLE_PERCENT: usize = 60;
/// Works looked at to find one of every year.
const YEARS_LOOKED_AT: usize = 60;

impl Search<'_> {
    /// Works about the same, the likest first.
    pub fn alike(&self, id: &str, limit: usize) -> Result<Vec<Hit>, Refusal> {
        let Some((entry, body)) = self.entry(id)? else {
            return Ok(Vec::new());
        };
        let body_pairs = self.telling_pairs(&body);
        let title_pairs = pairs_of(entry.title.as_deref().unwrap_or_default());
        let title_pairs = distinct(title_pairs.iter());
        let mut should: Vec<Query> = Vec::new();
        should.extend(
            body_pairs
                .iter()
                .map(|pair| Query::term(Field::BodyPairs, pair)),
        );
        should.extend(
            title_pairs
                .iter()
                .map(|pair| Query::weighted(Field::TitlePairs, pair, TITLE)),
        );
        let minimum = PAIRS_SHARED_MIN.min(should.len());
        should.extend(
            entry
                .topics
                .iter()
                .map(|topic| Query::weighted(Field::Topic, topic, TOPIC)),
        );
        if minimum == 0 {
            return Ok(Vec::new());
        }
        let query = Query::Bool(Bool {
            filter: vec![works()],
            not: others(&entry.id),
            should,
            minimum,
        });
        self.plain_hits(&query, limit)
    }

    /// The same plan of other years, newest first, one for each year.
    pub fn other_years(&self, id: &str) -> Result<Vec<Hit>, Refusal> {
        let Some((entry, _)) = self.entry(id)? else {
            return Ok(Vec::new());
        };
        let (Some(title), Some(issuer), Some(doc_type)) =
            (&entry.title, &entry.issuer, &entry.doc_type)
        else {
            return Ok(Vec::new());
        };
        let pairs = distinct(pairs_of(title).iter());
        let (issuer, _) = succession::agency(issuer, Names::WithSuccession);
        let mut filter = vec![
            works(),
            issuer,
            Query::term(Field::DocTypeKey, type_key(doc_type)),
        ];
        if let Some(province) = &entry.province {
            filter.push(Query::term(Field::ProvinceKey, province_key(province)));
        }
        let mut not = others(&entry.id);
        if let Some(year) = entry.year {
            not.push(Query::term(Field::Year, year.to_string()));
        }
        let minimum = (pairs.len() * SAME_TITLE_PERCENT).div_ceil(100);
        if minimum == 0 {
            return Ok(Vec::new());
        }
        let should = pairs
            .iter()
            .map(|pair| Query::term(Field::TitlePairs, pair));
        let query = Query::Bool(Bool {
            filter,
            not,
            should: should.collect(),
            minimum,
        });
        let mut years: BTreeMap<String, Hit> = BTreeMap::new();
        for hit in self.plain_hits(&query, YEARS_LOOKED_AT)? {
            if let Some(year) = hit.issued_on.as_deref().and_then(|date| date.get(..4)) {
                years.entry(year.to_owned()).or_insert(hit);
            }
        }
        Ok(years.into_values().rev().collect())
    }

    /// The entry of an id with its body.
    fn entry(&self, id: &str) -> Result<Option<(Entry, String)>, Refusal> {
        let found = self.best(&Query::term(Field::Id, id), 1)?;
        match found.first() {
            Some((_, address)) => Ok(Some(self.read(*address)?)),
            None => Ok(None),
        }
    }

    fn plain_hits(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, Refusal> {
        let page = Page {
            snippets: 0,
            ..Page::default()
        };
        let mut highlighter = Highlighter::default();
        let mut hits = Vec::new();
        for (score, address) in self.best(query, limit)? {
            let entry = self.read_bare(address)?;
            let found = Found::alone(address, score);
            hits.push(hit(entry, "", &found, &page, &mut highlighter));
        }
        Ok(hits)
    }

    fn telling_pairs(&self, body: &str) -> Vec<String> {
        let read = &body[..body.floor_char_boundary(BODY_BYTES_MAX)];
        let mut counts: HashMap<String, u32> = HashMap::new();
        for pair in pairs_of(read) {
            *counts.entry(pair).or_default() += 1;
        }
        let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.truncate(PAIRS_LOOKED_UP);
        let documents = self.documents().max(1) as f64;
        let mut worth: Vec<(f64, String)> = counts
            .into_iter()
            .map(|(pair, count)| {
                let frequency = self.frequency(Field::BodyPairs, &pair).max(1) as f64;
                (f64::from(count) * (documents / frequency).ln(), pair)
            })
            .collect();
        worth.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        worth.truncate(PAIRS_ASKED);
        worth.into_iter().map(|(_, pair)| pair).collect()
    }
}

fn works() -> Query {
    Query::term(Field::Kind, Kind::Work.as_str())
}

fn others(id: &str) -> Vec<Query> {
    vec![Query::term(Field::Id, id), Query::term(Field::Aside, ASIDE)]
}

/// The pairs of a text without those that hold a number or end in "năm".
fn pairs_of(text: &str) -> Vec<String> {
    let mut pairs = pairs(text, &mut Speller::default());
    pairs.retain(|pair| !pair.contains(|c: char| c.is_ascii_digit()) && !pair.ends_with("_nam"));
    pairs
}
